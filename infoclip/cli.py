"""The `infoclip` command: reads arguments, calls the pipeline, tells the result.

Exit codes: 0 done, 1 the work failed, 2 the input is wrong.
"""

from __future__ import annotations

import atexit
import gc
import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.console import Console, shown_path, shown_size
from infoclip.errors import InputError, Problem, WorkError, did_you_mean
from infoclip.values.formats import FORMATS

if TYPE_CHECKING:
    from infoclip.publish.job import Quality

app = typer.Typer(
    help="Turn a short YAML spec of facts into a finished Arabic infographic clip.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

SpecPath = Annotated[Path, typer.Argument(metavar="SPEC", help="The YAML spec of the clip.")]
FormatNames = Annotated[
    list[str] | None, typer.Option("--format", "-f", metavar="NAME", help="reel, feed, square or wide; again for more.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only problems and results.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write.")]


@app.command()
def render(
    spec: SpecPath,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder, or one .mp4 file [default: out]")
    ] = None,
    formats: FormatNames = None,
    draft: Annotated[bool, typer.Option("--draft", help="Half size and fast, to judge the motion.")] = False,
    master: Annotated[bool, typer.Option("--master", help="Slower, for the archive.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Render the clip to MP4, one file a format."""
    from infoclip import pipeline
    from infoclip.publish.outputs import film_paths

    if draft and master:
        raise InputError(Problem("--draft and --master exclude each other", hint="give one of them"))
    console = Console(quiet=quiet, as_json=as_json)
    clip = pipeline.open_clip(spec)
    names = known_formats(formats) or clip.spec.formats
    compositions = {name: pipeline.compose(clip, name) for name in names}
    pipeline.settle(list(compositions.values()))
    doubts = pipeline.doubts(list(compositions.values()))
    if any(doubt.severity == "error" for doubt in doubts):
        raise InputError(doubts)
    console.problems(doubts)
    for name, path in film_paths(output or Path("out"), clip.name, names).items():
        with console.progress(f"{clip.name} {name}") as progress:
            quality: Quality = "draft" if draft else "master" if master else "film"
            film = pipeline.render(compositions[name], path, quality, progress)
        text = f"{shown_path(film.path)}  {film.width}x{film.height}, {film.frames} frames, {film.seconds:.1f} s"
        facts = {"path": film.path, "format": name, "frames": film.frames, "fps": film.fps, "bytes": film.size}
        console.result("film", text, **facts)


@app.command()
def preview(
    spec: SpecPath,
    at: Annotated[float | None, typer.Option("--at", metavar="SECONDS", help="The moment to draw.")] = None,
    scene: Annotated[
        int | None, typer.Option("--scene", metavar="N", help="The scene to draw, when it has settled.")
    ] = None,
    format_name: Annotated[str | None, typer.Option("--format", "-f", metavar="NAME", help="The frame format.")] = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="A contact sheet of the whole clip.")] = False,
    guides: Annotated[bool, typer.Option("--guides", help="Show the safe zone.")] = False,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PNG", help="Where to write the picture.")] = Path(
        "preview.png"
    ),
    as_json: Json = False,
) -> None:
    """Draw one frame, or a contact sheet, as PNG."""
    from infoclip import pipeline
    from infoclip.publish.stills import Still

    if at is not None and scene is not None:
        raise InputError(Problem("--at and --scene exclude each other", hint="give one of them"))
    clip = pipeline.open_clip(spec)
    name = (known_formats([format_name]) if format_name else tuple(clip.spec.formats))[0]
    composition = pipeline.compose(clip, name)
    request = Still(at=at, scene=scene, sheet=sheet, guides=guides)
    path = pipeline.preview(composition, request, output)
    Console(as_json=as_json).result("picture", shown_path(path), path=path, format=name)


@app.command()
def check(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC ...", help="One spec or more.")],
    formats: FormatNames = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Check specs without drawing: everything wrong, at once, with its place."""
    from infoclip import pipeline

    console = Console(quiet=quiet, as_json=as_json)
    failed = False
    for path in specs:
        problems = pipeline.check(path, known_formats(formats))
        console.problems(problems)
        errors = sum(problem.severity == "error" or strict for problem in problems)
        failed = failed or bool(errors)
        verdict = "right" if not problems else f"{len(problems)} to look at"
        if errors or not quiet:
            console.result(
                "checked", f"{shown_path(path)}: {verdict}", path=path, errors=errors, problems=len(problems)
            )
    raise typer.Exit(2 if failed else 0)


@app.command()
def scenes(
    name: Annotated[str | None, typer.Argument(help="One scene, with all its parameters.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="The theme to draw it in.")] = "official",
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw every scene's example.")] = None,
    as_json: Json = False,
) -> None:
    """List the scenes, or show one with its parameters."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.scene_sheet(theme, sheet, names=[name] if name else None)
        console.result("picture", shown_path(path), path=path)
    elif name is None:
        console.table(("scene", "for", "themes with their own"), catalog.scene_rows())
    else:
        console.table(("parameter", "type", "limits", "needed"), catalog.parameter_rows(name))


@app.command()
def themes(
    name: Annotated[str | None, typer.Argument(help="One theme, with its tokens.")] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw a frame of every theme.")] = None,
    as_json: Json = False,
) -> None:
    """List the themes, or show one with its tokens."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.theme_sheet(sheet, names=[name] if name else None)
        console.result("picture", shown_path(path), path=path)
    elif name is None:
        console.table(("theme", "title", "for"), catalog.theme_rows())
    else:
        console.table(("token", "value"), catalog.token_rows(name))


@app.command()
def fonts(
    name: Annotated[str | None, typer.Argument(help="One family.")] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw a line in every face.")] = None,
    as_json: Json = False,
) -> None:
    """List the font families that come with infoclip, with weights and licence."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.font_sheet(sheet, names=[name] if name else None)
        console.result("picture", shown_path(path), path=path)
    else:
        console.table(("family", "title", "weights", "licence"), catalog.font_rows(name))


@app.command()
def schema(output: Output = None) -> None:
    """Write the JSON Schema of the spec, for editors that complete and check YAML."""
    import json

    from infoclip import catalog
    from infoclip.publish.files import write_text

    text = json.dumps(catalog.schema(), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        write_text(output, text)
        Console().result("schema", shown_path(output), path=output)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say, in one line each, what is right or wrong with this installation."""
    from infoclip.doctor import examine

    console = Console(as_json=as_json)
    findings = list(examine())
    for finding in findings:
        mark = "ok   " if finding.right else "WRONG"
        console.result(
            "finding",
            f"{mark} {finding.what}: {finding.detail}",
            what=finding.what,
            right=finding.right,
            detail=finding.detail,
        )
    raise typer.Exit(0 if all(finding.right for finding in findings) else 1)


@app.command()
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove everything that is kept.")] = False,
    limit: Annotated[
        str | None, typer.Option("--limit", metavar="SIZE", help="Keep encoded film up to SIZE: 500MB, 2GB.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is kept between runs (encoded film, drawn art ...), clear it, or limit it."""
    from infoclip.film.segment_cache import SegmentCache
    from infoclip.store import CACHE_PARTS, cache_folder, cache_used, clear_cache

    console = Console(as_json=as_json)
    if limit is not None:
        SegmentCache().set_limit(read_size(limit))
    if clear:
        for part in CACHE_PARTS:
            clear_cache(part)
    rows = [(part, *cache_used(part)) for part in CACHE_PARTS]
    if as_json:
        for part, files, used in rows:
            console.result("cache", "", part=part, files=files, bytes=used)
    else:
        console.table(("kept", "files", "size"), [(part, str(files), shown_size(used)) for part, files, used in rows])
    bound = SegmentCache().limit
    console.result(
        "cache-limit",
        f"{shown_path(cache_folder())}, segments up to {shown_size(bound)}",
        path=cache_folder(),
        limit=bound,
    )


def read_size(text: str) -> int:
    """Bytes: `500MB`, `2 GB`, `1.5GiB`, or a bare number of bytes. Raises InputError for anything else."""
    match = re.fullmatch(r"\s*(\d{1,12}(?:\.\d{1,6})?)\s*([KMGT]?)i?B?\s*", text, re.IGNORECASE)
    if match is None:
        raise InputError(Problem(f"'{text}' is not a size", hint="write it like 500MB or 2GB", code="size"))
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))


def known_formats(names: list[str] | None) -> tuple[str, ...]:
    """The format names given, each known. Raises InputError for an unknown one."""
    wrong = [
        Problem(f"there is no format '{name}'", hint=did_you_mean(name, FORMATS), code="unknown-format")
        for name in names or ()
        if name not in FORMATS
    ]
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(names or ()))


def version(value: bool) -> None:
    if value:
        from infoclip import __version__

        print(f"infoclip {__version__}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn a short YAML spec of facts into a finished Arabic infographic clip."""


def _prepare_for_one_command() -> None:
    """Spare a short process what only long ones need: a third of a preview would go into it.

    Fewer searches for garbage (nearly all objects live to the end), none when Python ends, and none for plugins of
    pydantic in everything that is installed.
    """
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _stop(number: int, frame: object) -> None:
    """A polite kill ends the command as Ctrl-C does: workers and ffmpeg with it, half files removed."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; problems of the input end with 2, failed work with 1, a bug of ours keeps its traceback."""
    _prepare_for_one_command()
    as_json = "--json" in sys.argv
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except InputError as error:
        Console(as_json=as_json).problems(error.problems)
        sys.exit(2)
    except WorkError as error:
        Console(as_json=as_json).problems([Problem(str(error), code="work")])
        sys.exit(1)


if __name__ == "__main__":
    main()
