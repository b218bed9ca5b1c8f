"""Values that charts can show, for the tests of all scenes: shares of a whole, steps that narrow, rows that match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHARTS = (
    "waffle", "percent", "progress", "gauge", "pyramid", "funnel", "pictogram", "line", "stacked", "race",
    "bars", "columns", "versus", "slope",
)  # fmt: skip
"""The scenes whose values must suit each other; any others take whatever is within their limits."""


def suited(name: str, given: Mapping[str, Any], fact: Mapping[str, Any], *, most: bool) -> dict[str, Any]:
    """What scene `name` gets instead of parts of `given`, with figures like `fact`; None takes a value away."""
    items = list(given.get("items", ()))
    own = dict(fact)
    value = float(own["value"])
    if name == "waffle":
        shares = [61.5, 20.25, 11.5, 6.75] if most else [100]
        return {"items": [item | {"fact": f"{share}%"} for item, share in zip(items, shares, strict=True)]}
    if name == "progress":
        facts = [{"fact": own, "of": value * 1.5} if most and index % 2 else {"fact": "86.5%"} for index in range(5)]
        return {"items": [item | {"of": None} | part for item, part in zip(items, facts, strict=False)]}
    if name == "percent":
        return {"fact": own, "of": value * 1.5} if most else {"fact": "100%"}
    if name == "gauge":
        ends = {"fact": own, "low": 0, "high": value * 2, "target": value * 1.5}
        return ends if most else {"fact": "0%"}
    if name == "pyramid":
        return {"items": [_of_one_unit(item) if most else item | {"fact": own} for item in items]}
    if name in ("bars", "columns", "versus", "slope"):
        return {"items": [_of_one_unit(item) for item in items]} if most else {}
    if name == "funnel":
        return {"items": [item | {"fact": own | {"value": value // (at + 1)}} for at, item in enumerate(items)]}
    if name == "pictogram":
        facts = [item | {"fact": own | {"value": 50 - 10 * at}} for at, item in enumerate(items)]
        return {"items": facts, "unit_value": 1, "of": 50} if most else {}
    axis = {"axis_from": 0, "axis_to": 1} if "axis_from" in given else {}
    return axis | {key: _rows(key, rows, most) for key, rows in given.items() if key in ("series", "items")}


def _of_one_unit(item: Mapping[str, Any]) -> dict[str, Any]:
    """The same item with its figures in riyals: a chart has one scale, and a sign after each of its long figures."""
    facts = {key: value for key, value in item.items() if isinstance(value, dict) and "value" in value}
    return dict(item) | {
        key: {name: part for name, part in value.items() if name != "noun"} | {"unit": "SAR"}
        for key, value in facts.items()
    }


def _rows(key: str, rows: list[dict[str, Any]], most: bool) -> list[dict[str, Any]]:
    """Values that cross each other, large ones in the case of the most, some of them missing."""
    found = []
    for at, row in enumerate(rows):
        count = len(row["values"])
        values: list[Any] = [1 + (at * 37 + place * (29 + 11 * at)) % 97 for place in range(count)]
        if most:
            values = [value * 12_345.5 for value in values]
            if key == "series":
                values[count // 2] = None
        found.append(row | {"values": values})
    return found
