"""The campaign file: which spec, which table, which rows, and what the clips are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from infoclip.campaign.tables import TableRequest
from infoclip.errors import InputError, Place, Problem
from infoclip.located import Located, load_yaml
from infoclip.spec.models import FormatName
from infoclip.spec.numbers import kind_of
from infoclip.theme.faults import problems_of

_CODE = "campaign"


def _as_text(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"must be text, not {kind_of(value)}")
    return str(value).strip()


Text = Annotated[str, BeforeValidator(_as_text), Field(max_length=2000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Data(_Model):
    """The table. Only a file: `data: cities.csv`."""

    file: Text = Field(min_length=1, description="CSV, XLSX, JSON or JSON Lines, beside the campaign file")
    sheet: Text = Field("", description="The sheet of a workbook; without it the first one that is shown")
    header: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="The row of the headers, as the sheet counts; without it the first row as wide as the table"
    )
    encoding: Literal["", "utf-8", "utf-16", "windows-1256"] = Field("", description="Of a CSV; without it found out")
    separator: Annotated[str, Field(max_length=1)] = Field("", description="Of a CSV: , ; | or a tab")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"file": data}
        if not isinstance(data, dict):
            raise ValueError(f"must be a file or a group of keys with 'file', not {kind_of(data)}")
        return data


class Campaign(_Model):
    """`campaign.yaml` as data; `load_campaign` reads it."""

    spec: str | dict[str, Any] = Field(description="The spec's file, or the spec itself; any value may be {{ row.x }}")
    data: Data = Field(description="The table: a clip for each of its rows")
    where: tuple[Text, ...] = Field((), description="Only rows for which these hold: row.active == 'نعم'")
    name: Text = Field("", description="What a row is called in reports; without it its first column")
    output: Text = Field("", description="The files' name without ending; without it the row's name")
    formats: tuple[FormatName, ...] = Field((), description="reel, feed, square, wide; without it the spec's own")
    platforms: tuple[Text, ...] = Field((), description="x, instagram-reel ...: a file for each; `infoclip platforms`")
    facts: dict[str, Any] = Field(default_factory=dict, description="Facts of all clips; they win over the spec's")

    @field_validator("spec", mode="before")
    @classmethod
    def _spec(cls, value: object) -> object:
        if not isinstance(value, str | dict) or not value:
            raise ValueError(f"must be a file, or the spec itself, not {kind_of(value)}")
        return value

    @field_validator("where", "formats", "platforms", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        items = (value,) if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise ValueError(f"must be a list, not {kind_of(value)}")
        return tuple(items)

    @field_validator("formats", "platforms")
    @classmethod
    def _once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("names one twice")
        return value


@dataclass(frozen=True, slots=True)
class Written:
    """A part of a spec as its author wrote it: what stands under `base` of `located` is the spec's `prefix`."""

    prefix: tuple[str | int, ...]
    located: Located
    base: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """A campaign that was read: its values, where they stand, and the spec it fills (parts that come later win)."""

    path: Path
    campaign: Campaign
    located: Located
    spec_path: Path
    parts: tuple[Written, ...]
    spec: dict[str, Any]

    @property
    def folder(self) -> Path:
        """The campaign file's folder, which its other files are found from."""
        return self.path.parent

    @property
    def name(self) -> str:
        """What its folder of films is called: the file's name, or for `campaign.yaml` its folder's."""
        stem = self.path.stem
        return self.path.resolve().parent.name if stem == "campaign" else stem

    @property
    def table(self) -> TableRequest:
        """The table, as it is to be read."""
        data = self.campaign.data
        loc = ("data", "sheet" if data.sheet else "file")
        place = self.located.place(loc if isinstance(self.located.value["data"], dict) else loc[:1])
        path = self.folder / Path(data.file).expanduser()
        return TableRequest(path, data.sheet, data.header, data.encoding, data.separator, place)

    def place(self, *loc: str | int) -> Place:
        """Where something stands in the campaign's file."""
        return self.located.place(loc)


def load_campaign(path: Path) -> CampaignFile:
    """Read a campaign and the spec it names. Raises InputError with every fault found in either."""
    located = load_yaml(path)
    if not isinstance(located.value, dict):
        message = f"a campaign is a group of keys like 'spec: spec.yaml', not {kind_of(located.value)}"
        raise InputError(Problem(message, located.place(), "it needs  spec:  and  data:", _CODE))
    try:
        campaign = Campaign.model_validate(located.value)
    except ValidationError as error:
        raise InputError(problems_of(error, located, Campaign, _CODE)) from None
    spec_path, part = _spec_part(path, campaign, located)
    given = part.located.value
    for step in part.base:
        given = given[step]
    if not isinstance(given, dict):
        message = f"a spec is a group of keys like 'title: ...', not {kind_of(given)}"
        raise InputError(Problem(message, part.located.place(part.base), "begin with  title:", "spec-shape"))
    parts = [part]
    spec = dict(given)
    if campaign.facts:
        own = spec.get("facts")
        spec["facts"] = {**(own if isinstance(own, dict) else {}), **campaign.facts}
        parts += [Written(("facts", name), located, ("facts", name)) for name in campaign.facts]
    return CampaignFile(path, campaign, located, spec_path, tuple(parts), spec)


def _spec_part(path: Path, campaign: Campaign, located: Located) -> tuple[Path, Written]:
    """The spec's file and its tree: a file of its own, or a part of the campaign's."""
    if isinstance(campaign.spec, dict):
        return path, Written((), located, ("spec",))
    spec_path = path.parent / Path(campaign.spec).expanduser()
    if not spec_path.is_file():
        message, hint = f"there is no spec {campaign.spec} in {path.parent.resolve()}", "it is relative to this file"
        raise InputError(Problem(message, located.place(("spec",)), hint, "file-missing"))
    return spec_path, Written((), load_yaml(spec_path), ())
