"""What travels to other machines: files by content, paths that fit there, and a station that lays both out."""

from __future__ import annotations

import pickle
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from campaigns import write_campaign

from infoclip.campaign import station
from infoclip.campaign.cargo import Cargo, Places, packed, unpacked
from infoclip.campaign.executor import Outcome
from infoclip.campaign.identity import differences, digest_of, identity
from infoclip.campaign.rows import PartRef, RowSpec
from infoclip.campaign.targets import Asked
from infoclip.campaign.work import CheckRows
from infoclip.errors import InputError, Place, Problem, WorkError


def row_of(folder: Path, values: dict[str, Any]) -> RowSpec:
    return RowSpec(folder / "spec.yaml", values, {}, (PartRef((), folder / "spec.yaml", ()),))


def there(root: Path) -> Places:
    """The places of another machine."""
    return Places(root / "home", root / "files")


def test_paths_travel_and_come_back_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here, other = Places(tmp_path / "home"), there(tmp_path / "other")
    sent = (Path("campaign.yaml"), tmp_path / "a" / ".." / "b.png", tmp_path / "home" / "templates" / "x.xml", Path())
    arrived = unpacked(packed(sent, here), other)
    assert all(path.is_relative_to(tmp_path / "other") for path in arrived)
    assert arrived[1] == tmp_path / "other" / "files" / (tmp_path / "b.png").relative_to(tmp_path.anchor)
    assert arrived[2] == tmp_path / "other" / "home" / "templates" / "x.xml"
    back = unpacked(packed(arrived, other), here)
    assert back[0] == Path("campaign.yaml")
    assert back[3] == Path()
    new = other.path("files" + (tmp_path / "films" / "one.mp4").as_posix())
    assert unpacked(packed(new, other), here) == tmp_path / "films" / "one.mp4"
    with pytest.raises(ValueError, match="out of its folder"):
        other.path("files/a/../../../etc/passwd")


def test_a_unit_takes_the_files_it_needs_and_no_others(tmp_path: Path) -> None:
    folder, outside = tmp_path / "series", tmp_path / "shared"
    for name in ("spec.yaml", "logo.svg", "photo.jpg", "unused.png", "templates/scenes/own.xml", "fonts/Own/own.ttf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"content of {name}")
    (folder / "templates/scenes/own.xml").write_text('<scene><image src="seal.png"/></scene>')
    (folder / "seal.png").write_text("a seal")
    (folder / "brand.yaml").write_text("logo: logo.svg\nfonts: {heading: type/own.otf}\n")
    outside.mkdir()
    for path in (outside / "map.svg", outside / "city.png", folder / "type" / "own.otf"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.name)
    values = {
        "brand": "brand.yaml",
        "scenes": [
            {"image": "photo.jpg", "map": "../shared/map.svg", "city": str(outside / "city.png")},
            {"call": "example.com/a.b"},
        ],
    }
    places = Places(tmp_path / "home")
    load = Cargo(places, tmp_path / "home").load(CheckRows((row_of(folder, values),), Asked()))
    shared, own = ({Path(item.name).name for item in items} for items in (load.shared, load.own))
    assert shared == {"spec.yaml", "own.xml", "own.ttf", "seal.png"}
    assert own == {"brand.yaml", "logo.svg", "own.otf", "photo.jpg", "map.svg", "city.png"}
    assert all(sha256(item.path.read_bytes()).hexdigest() == item.sha256 for item in (*load.shared, *load.own))

    other = there(tmp_path / "other")
    for item in (*load.shared, *load.own):
        other.path(item.name).parent.mkdir(parents=True, exist_ok=True)
        other.path(item.name).write_bytes(item.read())
    (row,) = unpacked(packed(load.work, places), other).rows
    said = row.values["scenes"][0]
    assert said["city"] == "../shared/city.png"  # a name from the root of one disk means nothing on another
    assert (row.path.parent / said["city"]).read_text() == "city.png"
    assert (row.path.parent / said["map"]).read_text() == "map.svg"
    assert row.parts[0].path.read_text() == "content of spec.yaml"


def test_a_file_too_large_to_send_is_told(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("title: x")
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(300_000_000)
    cargo = Cargo(Places(tmp_path / "home"), tmp_path / "home")
    with pytest.raises(InputError, match=r"film\.mp4 has 300 MB"):
        cargo.load(CheckRows((row_of(tmp_path, {"scenes": [{"video": "film.mp4"}]}),), Asked()))


class _Writes:
    """A unit that reads a file which was sent, and fails with a problem in it."""

    def __init__(self, spec: Path) -> None:
        self.spec = spec

    def run(self, shop: object) -> str:
        if "fault" in self.spec.read_text():
            raise InputError(Problem(f"cannot use {self.spec}", Place(self.spec, 1)))
        return self.spec.read_text()


def test_a_station_lays_files_out_and_tells_faults_at_the_senders_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    here = Places(tmp_path / "home")
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("right")
    bad.write_text("fault")
    contents = {sha256(path.read_bytes()).hexdigest(): path.read_bytes() for path in (good, bad)}
    post = station.Station("run", tmp_path / "worker", 1)

    def sent(path: Path, given: dict[str, bytes]) -> station.Delivery:
        digest = sha256(path.read_bytes()).hexdigest()
        parcel = station.Parcel(
            "run", "", "maker", 7, "", 0, packed(_Writes(path), here), ((here.name(path), digest),)
        )  # fmt: skip
        return post.deliver(parcel, [given])

    def outcome(delivery: station.Delivery) -> Outcome:
        found: Outcome = unpacked(delivery.outcome, here)
        return found

    try:
        assert "damaged" in sent(good, {digest: data + b"!" for digest, data in contents.items()}).sick
        assert "without its content" in sent(good, {}).sick
        assert outcome(sent(good, contents)) == Outcome(7, "right")
        (problem,) = outcome(sent(bad, contents)).problems
        assert problem.place == Place(bad, 1)
        assert problem.message == f"cannot use {bad}"
    finally:
        post.close()
    assert not list((tmp_path / "worker").iterdir())


def test_a_machine_that_cannot_start_processes_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    post = station.Station("run", tmp_path / "worker", 1)
    work = packed(CheckRows((), Asked()), Places(tmp_path / "home"))
    found = post.deliver(station.Parcel("run", "", "maker", 1, "", 0, work, ()), [])
    assert "no process can be started" in found.sick
    assert post.closed  # the next unit finds a new one


def test_a_station_that_hears_nothing_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(station, "IDLE", 0.1)
    post = station.Station("run", tmp_path / "worker", 1)
    for _ in range(100):
        if not list((tmp_path / "worker").iterdir()):
            break
        time.sleep(0.1)
    assert post.closed
    assert not list((tmp_path / "worker").iterdir())


def test_what_would_make_other_films_is_told_in_words() -> None:
    here = identity()
    assert pickle.loads(pickle.dumps(here)) == here
    assert not differences(here, dict(here))
    other = {**here, "HarfBuzz": "1.0", "fonts": "x"}
    assert differences(here, other) == [
        f"HarfBuzz 1.0 instead of {here['HarfBuzz']}",
        "other files in infoclip's fonts",
    ]
    assert digest_of(other) != digest_of(here)
    older = {**here, "infoclip": "0.0.1", "program": "y", "templates": "z"}
    assert differences(here, older) == [f"infoclip 0.0.1 instead of {here['infoclip']}"]


def test_a_damaged_result_is_not_taken(tmp_path: Path) -> None:
    from infoclip.campaign.cluster import _write_film

    film = b"a film"
    with pytest.raises(WorkError, match="came back damaged"):
        _write_film(tmp_path / "one.mp4", sha256(film).hexdigest(), film + b"!")
    with pytest.raises(WorkError, match="came back damaged"):
        _write_film(tmp_path / "one.mp4", sha256(film).hexdigest(), None)
    assert not list(tmp_path.iterdir())
    _write_film(tmp_path / "one.mp4", sha256(film).hexdigest(), film)
    assert (tmp_path / "one.mp4").read_bytes() == film


def test_a_file_that_changes_while_it_is_used_is_told(tmp_path: Path) -> None:
    from infoclip.campaign.cluster import _content

    path = write_campaign(tmp_path / "c")
    cargo = Cargo(Places(tmp_path / "home"), tmp_path / "home")
    (spec,) = cargo.load(CheckRows((row_of(path.parent, {}),), Asked())).shared
    assert _content(spec) == spec.path.read_bytes()
    spec.path.write_text("title: another")
    with pytest.raises(InputError, match="changed while it was used"):
        _content(spec)


def test_segments_are_known_by_the_senders_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever infoclip stands on a worker: what was begun on one machine goes on with segments of another."""
    from infoclip.campaign.batch import Batch
    from infoclip.campaign.work import ClipSource, PlanFilm, Workshop
    from infoclip.film import segments

    monkeypatch.setattr(segments, "_made_as", "")
    (row, *_) = Batch(write_campaign(tmp_path / "c")).check().rows
    work, shop, maker = PlanFilm(ClipSource(row.spec, row.targets[0]), "draft"), Workshop(), segments.maker()
    here = work.run(shop)
    elsewhere = station.MadeAs(work, "another machine").run(shop)
    assert [part.segment for part in elsewhere.parts] == [part.segment for part in here.parts]
    assert not {part.key for part in elsewhere.parts} & {part.key for part in here.parts}
    assert station.MadeAs(work, maker).run(shop) == here
