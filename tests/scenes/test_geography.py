"""Maps from a customer's own file, and QR codes that a camera reads."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from infoclip.errors import InputError
from infoclip.film.frames import frame_at
from infoclip.pipeline import check, compose, open_clip
from infoclip.scenes.codes import qr_code
from infoclip.scenes.geography import GeographyError, moved_apart, named, outlines
from infoclip.theme.assets import built_in

GULF = built_in("templates") / "geo" / "gulf.geojson"


def feature(name: str, ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": name, "properties": properties, "geometry": geometry}


def square(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def geojson(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def test_the_six_countries_lie_where_they_do() -> None:
    places = outlines(GULF, 800, 600)
    at = {code: named(places, code) for code in ("SA", "AE", "QA", "BH", "KW", "OM")}
    assert all(at.values())
    assert at["SA"] is places[0], "the largest is drawn first"
    assert named(places, "قطر") is at["QA"]
    assert named(places, "qatar") is at["QA"]
    x = {code: place.at_x for code, place in at.items() if place}
    y = {code: place.at_y for code, place in at.items() if place}
    assert x["SA"] < x["BH"] < x["QA"] < x["AE"] < x["OM"], "west is left"
    assert y["KW"] < y["BH"] < y["QA"] < y["AE"] < y["OM"], "north is up"
    for place in places:
        assert place.x >= -0.1
        assert place.x + place.width <= 800.1
        assert place.y >= -0.1
        assert place.y + place.height <= 600.1


def test_degrees_keep_their_true_width_and_metres_their_own(tmp_path: Path) -> None:
    (far,) = outlines(geojson(tmp_path / "a.json", feature("A", square(40, 60, 1))), 500, 500)
    assert far.width / far.height == pytest.approx(math.cos(math.radians(60.5)), rel=0.01)
    (metres,) = outlines(geojson(tmp_path / "b.json", feature("A", square(500_000, 2_700_000, 900))), 500, 500)
    assert metres.width / metres.height == pytest.approx(1)


def test_the_middle_of_a_place_lies_inside_of_it(tmp_path: Path) -> None:
    horseshoe = [[0, 0], [10, 0], [10, 10], [8, 10], [8, 2], [2, 2], [2, 10], [0, 10], [0, 0]]
    (place,) = outlines(
        geojson(tmp_path / "a.json", feature("A", [[x * 1000, y * 1000] for x, y in horseshoe])), 100, 100
    )
    x, y = place.at_x / 10, 10 - place.at_y / 10
    assert y <= 2 or x <= 2 or x >= 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not GeoJSON"), ("[1, 2]", "no GeoJSON features"), ('{"type": "Topology"}', "no GeoJSON features"),
        ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", 1], [2, 3], [4]]]}}]}', "numbers"),
        ('{"features": [{"geometry": {"type": "Polygon", "coordinates": []}}]}', "no outlines"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "no GeoJSON features"),
        ("[" * 100_000, "not GeoJSON"),
    ],
)  # fmt: skip
def test_files_that_are_no_map(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GeographyError, match=said):
        outlines(path, 100, 100)


def test_pins_do_not_touch_and_stay_near() -> None:
    points = [(50.0, 50.0), (52.0, 50.0), (50.0, 50.0), (199.0, 1.0)]
    moved = moved_apart(points, 20, 200, 100)
    pairs = [(a, b) for index, a in enumerate(moved) for b in moved[index + 1 :]]
    assert min(math.dist(a, b) for a, b in pairs) >= 19.9
    assert all(10 <= x <= 190 and 10 <= y <= 90 for x, y in moved)
    assert all(math.dist(a, b) < 40 for a, b in zip(points, moved, strict=True))


def spec(tmp_path: Path, scene: dict[str, Any], brand: dict[str, Any] | None = None) -> Path:
    path = tmp_path / "spec.yaml"
    data = {
        "title": "خريطة",
        "duration": 8,
        "formats": ["square"],
        "scenes": [scene],
        **({"brand": brand} if brand else {}),
    }
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def map_scene(**more: Any) -> dict[str, Any]:
    return {"scene": "map", "heading": "فروعنا", "items": [{"place": "Riyadh", "label": "الرياض"}], **more}


def test_a_map_is_only_drawn_when_its_maker_has_chosen_one(tmp_path: Path) -> None:
    (problem,) = check(spec(tmp_path, map_scene()))
    assert "official map" in problem.message
    assert problem.place is not None
    assert problem.place.line == 1


def test_a_customers_own_map(tmp_path: Path) -> None:
    geojson(
        tmp_path / "official.geojson",
        feature("1", square(46, 24, 2), name_en="Riyadh"),
        feature("2", square(39, 21, 2), name_en="Makkah"),
    )
    clip = open_clip(spec(tmp_path, map_scene(file="official.geojson")))
    placed = compose(clip, "square").timeline.placed(0)
    assert "Natural Earth" not in str([getattr(node, "text", "") for node in placed.children])
    wrong = open_clip(spec(tmp_path, map_scene(file="official.geojson", items=[{"place": "Riyad"}])))
    with pytest.raises(InputError) as caught:
        compose(wrong, "square")
    assert "no place 'Riyad'" in caught.value.problems[0].message


def test_a_code_is_read_by_another_reader(tmp_path: Path) -> None:
    zxing = pytest.importorskip("zxingcpp")
    long = "https://www.example.org/reports/2026/annual-report?lang=ar&part=3"
    for theme, shape in (("official", "reel"), ("horizon", "square"), ("paper", "wide"), ("ministry", "feed")):
        scene = {"scene": "source", "items": ["التقرير السنوي"], "label": "البيانات"}
        path = spec(tmp_path, scene, {"name": "هيئة", "url": long})
        path.write_text(
            path.read_text(encoding="utf-8").replace('"duration"', f'"theme": "{theme}", "duration"'), "utf-8"
        )
        clip = open_clip(path)
        timeline = compose(clip, shape).timeline
        picture = frame_at(timeline, timeline.still_frame(0), theme=clip.theme, scale=0.5)
        found = [code.text for code in zxing.read_barcodes(picture)]
        assert found == [long], (theme, shape)


def test_a_code_has_its_quiet_zone_and_a_limit() -> None:
    code = qr_code("https://example.org")
    assert code.size == 25 + 8
    assert "M4 4h7v1h-7z" in code.path, "a finder pattern stands four modules from the edge"
    with pytest.raises(ValueError, match="at most"):
        qr_code("x" * 400)
