"""The JSON Schema of a campaign file, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from infoclip.campaign.model import Campaign
from infoclip.values.formats import FORMATS

_EITHER = {"where": "array", "formats": "array", "platforms": "array"}


def campaign_schema() -> dict[str, Any]:
    """The schema, with the short forms that the models read: `data: cities.csv`, `where: row.active`."""
    schema = Campaign.model_json_schema()
    properties = schema["properties"]
    for name, kind in _EITHER.items():
        listed = {key: properties[name].pop(key) for key in ("items", "type", "default") if key in properties[name]}
        assert listed["type"] == kind
        item = {"enum": list(FORMATS)} if name == "formats" else listed["items"]
        properties[name]["anyOf"] = [item, {"type": kind, "items": item}]
    properties["data"]["anyOf"] = [{"type": "string"}, {"$ref": properties["data"].pop("$ref")}]
    sheet = schema["$defs"]["Data"]["properties"]["sheet"]
    sheet["type"] = [sheet["type"], "number"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "infoclip campaign"}
