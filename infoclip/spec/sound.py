"""What the spec says of sound: music or a mood, effects, a voice-over with its cues, a sound logo."""

from __future__ import annotations

from typing import Annotated, Any

from infoclip.model import BeforeValidator, Field, field_validator, model_validator
from infoclip.spec.fields import Flag, Model, Text
from infoclip.spec.numbers import ascii_digits, kind_of, read_number

EFFECTS = ("transitions", "counts", "arrivals")
"""What may be heard of the picture's motions."""


def _as_moment(value: object) -> float:
    """Seconds: 12.5, or minutes and seconds as "1:02.5"."""
    minutes, colon, seconds = ascii_digits(value).partition(":") if isinstance(value, str) else ("", "", "")
    if colon and minutes.strip().isdigit():
        return int(minutes) * 60 + float(read_number(seconds))
    return float(read_number(value))


def _as_effects(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return EFFECTS if value else ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"must be true, false or some of {', '.join(EFFECTS)}, not {kind_of(value)}")
    for name in names:
        if name not in EFFECTS:
            raise ValueError(f"'{name}' is not an effect; there are {', '.join(EFFECTS)}")
    return tuple(name for name in EFFECTS if name in names)


Moment = Annotated[float, BeforeValidator(_as_moment), Field(ge=0, le=86_400)]
# Keys that say something of a file, and the key that names it.
_BELONGS = {"start": "file", "loop": "file", "fade_in": "file", "fade_out": "file", "cues": "voice"}
Fade = Annotated[float, BeforeValidator(read_number), Field(ge=0, le=20)]


class Sound(Model):
    """The sound under the clip. Short: `sound: none`, or the name of a mood."""

    mood: Text = Field("", description="A built-in bed of music: calm, horizon bright; empty: the theme's own; none")
    file: Text = Field("", description="A music file beside the spec instead of a mood")
    start: Moment | None = Field(None, description="Where in the file the music begins: 12.5 or '1:02'")
    loop: Flag = Field(True, description="False: a file shorter than the clip is not repeated")
    fade_in: Fade | None = Field(None, description="Seconds in which the file's music comes in")
    fade_out: Fade | None = Field(None, description="Seconds in which the file's music goes out")
    effects: Annotated[tuple[str, ...], BeforeValidator(_as_effects)] = Field(
        EFFECTS, description="False: none; or some of transitions, counts, arrivals"
    )
    voice: Text = Field("", description="A voice-over for the whole clip: a sound file beside the spec")
    cues: tuple[Moment, ...] = Field(
        (), description="When each scene begins in the voice-over: [0, 3.4, 7.1], or a cue file that says it"
    )
    cue_file: Text = Field("", description="The cue file, when `cues` names one")
    duck: Annotated[float, BeforeValidator(read_number), Field(ge=0, le=40)] = Field(
        12.0, description="How far the music goes down under a voice, in dB"
    )
    logo: Text = Field("", description="A sound logo for the clip's end: a sound file beside the spec")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if data is False or data is None:
            return {"mood": "none", "effects": False}
        if isinstance(data, str):
            return {"mood": data, "effects": data != "none"}
        if not isinstance(data, dict):
            raise ValueError(f"must be 'none', a mood or a group of keys, not {kind_of(data)}")
        if "cue_file" in data:
            raise ValueError("has no 'cue_file'; write cues: and the file")
        if data.get("mood") and data.get("file"):
            raise ValueError("has both 'mood' and 'file'; keep one")
        for key, needed in _BELONGS.items():
            if data.get(key) is not None and not data.get(needed):
                raise ValueError(f"has '{key}' without a '{needed}'")
        if isinstance(data.get("cues"), str):
            return {**{key: value for key, value in data.items() if key != "cues"}, "cue_file": data["cues"]}
        return data

    @field_validator("cues", mode="before")
    @classmethod
    def _cues(cls, value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"must be a cue file or a list of moments like [0, 3.4, 7.1], not {kind_of(value)}")
        return tuple(value)

    @property
    def silent(self) -> bool:
        """No sound at all; the accents of `effects` belong to music or a voice."""
        return self.mood == "none" and not (self.file or self.voice or self.logo)
