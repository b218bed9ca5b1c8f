"""infoclip from Python: typed, silent, loaded when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import infoclip
from infoclip.errors import InputError

SPEC = {
    "title": "تجربة",
    "theme": "official",
    "duration": 5,
    "formats": ["square"],
    "source": "التقرير",
    "sound": "none",
    "scenes": [{"scene": "title", "headline": "مرحبًا"}],
}


def test_importing_infoclip_loads_nothing_else() -> None:
    code = "import sys, infoclip; print(sorted(name for name in sys.modules if name.startswith('infoclip.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        _ = infoclip.rendr  # type: ignore[attr-defined]


def test_a_spec_that_a_program_made_is_rendered(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "one.mp4"
    films = infoclip.render(SPEC, path, quality="draft", progress=lambda done, total: told.append((done, total)))
    assert [(film.path, film.frames, film.width, film.height) for film in films] == [(path, 150, 540, 540)]
    assert path.is_file()
    assert told[-1] == (150, 150)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"theme": "ofical"}, "there is no theme 'ofical'"),
        ({"scenes": [{"scene": "title", "headlin": "x"}]}, "no parameter 'headlin'"),
        ({"duration": float("nan")}, "the spec cannot be read"),
        ({"duration": object()}, "the spec cannot be read"),
    ],
)
def test_faults_are_raised_and_nothing_is_written(tmp_path: Path, changed: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as found:
        infoclip.render({**SPEC, **changed}, tmp_path / "films")
    assert any(message in problem.message for problem in found.value.problems)
    assert not (tmp_path / "films").exists()


def test_names_are_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no format 'sqare'"):
        infoclip.render(SPEC, tmp_path, formats=["sqare"])
    with pytest.raises(InputError, match="there is no quality 'best'"):
        infoclip.render(SPEC, tmp_path, quality="best")  # type: ignore[arg-type]


def test_a_campaign_from_python(tmp_path: Path) -> None:
    rows = "id,city,posts\na,الرياض,2466\nb,جدة,كثير\n"
    (tmp_path / "cities.csv").write_text(rows, encoding="utf-8")
    scene = "  - {scene: number, fact: '{{ row.posts }}', label: '{{ row.city }}'}"
    head = "title: x\nduration: 5\nformats: [square]\nsource: s\nsound: none\nscenes:\n"
    (tmp_path / "spec.yaml").write_text(f"{head}{scene}\n", encoding="utf-8")
    campaign = tmp_path / "campaign.yaml"
    campaign.write_text("spec: spec.yaml\ndata: cities.csv\noutput: '{{ row.id }}'\n", encoding="utf-8")

    with pytest.raises(InputError) as found:
        infoclip.batch(campaign, tmp_path / "films", quality="draft")
    place = found.value.problems[0].place
    assert place is not None
    assert place.cell == "C3"
    assert not (tmp_path / "films").exists()

    ended = []
    result = infoclip.batch(
        campaign, tmp_path / "films", quality="draft", skip_bad=True, progress=lambda told: ended.append(told)
    )
    assert result.films == {"a-square.mp4": tmp_path / "films" / "a-square.mp4"}
    assert result.made == ("a-square.mp4",)
    assert result.report == tmp_path / "films" / "report.html"
    assert result.report.is_file()
    assert list(result.skipped) == ["b"]
    assert not result.complete
    assert not result.failed
    assert ended
