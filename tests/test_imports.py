"""Imports go one way through the house, and each library is used only in its own place (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "infoclip"
ROWS = [
    {"errors", "machine", "model", "values", "store"},
    {"program", "yaml_tree"},
    {"yaml_composer"},
    {"located"},
    {"spec", "theme"},
    {"text"},
    {"scenes"},
    {"marks"},
    {"charts"},
    {"layout"},
    {"timeline"},
    {"draw"},
    {"film", "sound"},
    {"publish"},
    {"check"},
    {"pipeline"},
    {"campaign"},
    {"catalog", "doctor", "api", "limits"},
    {"console"},
    {"commands"},
    {"cli"},
]
ROW = {name: number for number, names in enumerate(ROWS) for name in names}
OWNERS = {
    "typer": {"cli.py", "commands/", "console.py"},
    "rich": {"cli.py", "console.py"},
    "jinja2": {"scenes/sandbox.py", "scenes/mistakes.py", "campaign/expressions.py", "campaign/report_page.py"},
    "lxml": {"scenes/markup.py", "draw/art.py", "draw/svg_limits.py"},
    "ruamel": {"yaml_composer.py"},
    "pydantic": {"model.py", "theme/", "campaign/model.py"},
    "resvg_py": {"draw/art.py"},
    "uharfbuzz": {"text/fonts.py", "text/brand_fonts.py", "text/shape.py", "text/raster.py"},
    "bidi": {"text/bidi.py"},
    "arabic_reshaper": {"text/joining.py"},
    "icu4py": {"text/numerals.py"},
    "hijridate": {"text/dates.py"},
    "PIL": {"draw/", "film/frames.py", "film/overlays.py", "film/pictures.py", "publish/", "text/raster.py"},
    "av": {"film/instructions.py", "film/stream_writer.py", "film/join.py", "publish/probe.py"},
    "moviepy": {"film/clip.py", "sound/", "draw/video.py", "marks/footage.py"},
    "imageio_ffmpeg": {"program.py"},
    "numpy": {"film/", "sound/"},
    "coloraide": {"theme/"},
    "segno": {"scenes/codes.py"},
    "openpyxl": {"campaign/excel.py"},
    "distributed": {"campaign/cluster.py", "campaign/connecting.py", "campaign/station.py"},
    "dask": {"campaign/cluster.py"},
}
HEAVY = {"segno", "moviepy", "numpy", "av", "icu4py", "coloraide", "imageio_ffmpeg", "openpyxl", "distributed", "dask"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            if node.module == "infoclip":
                yield from (f"infoclip.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    here = room(path)
    if here in {"__init__", "__main__"}:
        return
    assert here in ROW, f"{here} has no row: add it to the table in docs/architecture.md and here"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "infoclip" or len(parts) < 2:
            continue
        other = parts[1]
        if other not in ROW:
            continue  # a name of the package itself, such as __version__
        assert other == here or ROW[other] < ROW[here], (
            f"{path.relative_to(PACKAGE)} imports {name} from a row below it"
        )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_its_place(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        library = name.split(".")[0]
        owners = OWNERS.get(library)
        if owners is not None:
            assert any(inside == owner or (owner.endswith("/") and inside.startswith(owner)) for owner in owners), (
                f"{inside} uses {library}, which belongs in {sorted(owners)}"
            )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_inside_functions(path: Path) -> None:
    heavy = {name.split(".")[0] for name in imports(path, top_level=True)} & HEAVY
    assert not heavy, f"{path.relative_to(PACKAGE)} imports {heavy} at the top: a preview would pay for it"


def test_every_row_of_the_table_is_named_in_the_document() -> None:
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    for names in ROWS:
        for name in names:
            if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists():
                assert name in text, f"docs/architecture.md does not name {name}"
