"""What a spec says of what goes with the film: captions, cover, the post's text. Frozen; unknown keys are errors."""

from __future__ import annotations

import re
from typing import Annotated, Any

from infoclip.model import BeforeValidator, Field, field_validator, model_validator
from infoclip.spec.fields import Flag, Model, Text, as_whole
from infoclip.spec.numbers import kind_of, read_number

MOST_HASHTAGS = 30
MOST_APPROVERS = 8
_TAG = re.compile(r"[^\W\d_]|[^\W_]\w*[^\W\d_]\w*")  # one letter at least, or a platform makes no link of it
_LINK = re.compile(r"https?://[^\s<>\"'{}|\\^`\[\]]+\.[^\s<>\"'{}|\\^`\[\]]+\Z", re.IGNORECASE)


class Captions(Model):
    """The captions. Short: `captions: none`, or a cue file beside the spec."""

    shown: Flag = Field(True, description="False: no captions at all")
    file: Text = Field("", description="A cue file beside the spec (.srt, .vtt, .yaml, .json): what is said, and when")
    burn: Flag = Field(False, description="True: drawn into the picture, inside the safe zone")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if data is False or data is None or data == "none":
            return {"shown": False}
        if data == "burn":
            return {"burn": True}
        if isinstance(data, str) and "." in data:
            return {"file": data}
        if isinstance(data, str):
            raise ValueError(f"is '{data}'; it can be none, burn, or a cue file (.srt, .vtt, .yaml, .json)")
        if not isinstance(data, dict):
            raise ValueError(f"must be 'none', 'burn', a cue file or a group of keys, not {kind_of(data)}")
        return data


class Cover(Model):
    """The frame that covers are made from. Short: only its second, `cover: 12.5`."""

    at: Annotated[float, Field(ge=0), BeforeValidator(read_number)] | None = Field(
        None, description="The moment in seconds; without it the best one is found"
    )
    scene: Annotated[int, Field(ge=1), BeforeValidator(as_whole)] | None = Field(
        None, description="The scene's number instead, when it has settled"
    )

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, int | float | str) and not isinstance(data, bool):
            return {"at": data}
        if not isinstance(data, dict):
            raise ValueError(f"must be a second, or a group of keys with 'at' or 'scene', not {kind_of(data)}")
        if data.get("at") is not None and data.get("scene") is not None:
            raise ValueError("has both 'at' and 'scene'; keep one")
        return data


class Post(Model):
    """The text that is posted beside the film."""

    headline: Text = Field("", description="Its first line; without it the clip's title")
    text: Text = Field("", description="A sentence or two after the headline")
    hashtags: tuple[Text, ...] = Field((), max_length=MOST_HASHTAGS, description="Hashtags, with or without #")
    link: Text = Field("", description="An address (https://...)")

    @field_validator("hashtags", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(value.split())
        if not isinstance(value, list | tuple):
            raise ValueError(f"must be a list of words, not {kind_of(value)}")
        return tuple(value)

    @field_validator("hashtags")
    @classmethod
    def _tags(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        found = []
        for tag in tags:
            word = tag.lstrip("#")
            if not _TAG.fullmatch(word):
                joined = re.sub(r"\W+", "_", word).strip("_")
                better = f"; write {joined}" if _TAG.fullmatch(joined) else ""
                raise ValueError(
                    f"has '{tag}', which is no hashtag: letters, digits and _ only, a letter at least{better}"
                )
            found.append(word)
        return tuple(dict.fromkeys(found))

    @field_validator("link")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not _LINK.match(value):
            raise ValueError(f"is '{value}', which is no address like https://example.com/page")
        return value
