"""`infoclip batch`: a campaign of films from one spec and a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.commands.options import (
    Draft,
    FormatNames,
    Json,
    Master,
    PlatformNames,
    Quiet,
    known_formats,
    listed,
    quality_of,
)
from infoclip.console import Console, isolated, shown_path

if TYPE_CHECKING:
    from infoclip.campaign.batch import Batch, Estimate
    from infoclip.campaign.preflight import Preflight
    from infoclip.campaign.run import Ended, Progress
    from infoclip.campaign.state import Manifest

MOST_WARNINGS = 12


def batch(
    campaign: Annotated[Path, typer.Argument(metavar="CAMPAIGN", help="The campaign's YAML file.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where the films go [default: out/NAME]")
    ] = None,
    formats: FormatNames = None,
    platforms: PlatformNames = None,
    draft: Draft = False,
    master: Master = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ROWS", help="Rows by number or name: 7, 7-12, الرياض.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Only the first N rows.")] = 0,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Make the right rows, leave out the others.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, max=256, metavar="N", help="Processes [default: as fit].")] = 0,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler: tcp://HOST:8786, or local.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Make films again that are right.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Check every row and make nothing.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say how every film stands and make nothing.")] = False,
    no_report: Annotated[
        bool, typer.Option("--no-report", help="Write no report.html and report.pdf to sign.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a clip for each row of a table; the same command again finishes what is missing."""
    from infoclip.campaign.batch import Batch, Settings
    from infoclip.campaign.preflight import Wanted
    from infoclip.campaign.targets import Asked

    console = Console(quiet=quiet, as_json=as_json)
    wanted = Wanted(tuple(only or ()), limit, Asked(known_formats(formats), listed(platforms)))
    opened = Batch(campaign, Settings(output, quality_of(draft, master), wanted, jobs, force, cluster))
    if status:
        _tell_status(console, opened)
        return
    with closing(opened):
        _check_and_make(console, opened, skip_bad, check, not no_report)


def _check_and_make(console: Console, opened: Batch, skip_bad: bool, check: bool, report: bool) -> None:
    opened.connect()
    with console.progress(f"checking {opened.file.name}", "rows") as progress:
        flight = opened.check(progress)
    _tell_flight(console, flight)
    if flight.bad and not skip_bad:
        raise typer.Exit(2)
    if check:
        to_make, right = opened.orders(flight.rows, opened.manifest())
        _tell_estimate(console, opened.estimate(to_make, right, opened.manifest()), len(right))
        return
    if not flight.rows:
        raise typer.Exit(2)
    raise typer.Exit(1 if _make(console, opened, flight, report) else 0)


def _make(console: Console, opened: Batch, flight: Preflight, report: bool) -> int:
    """Make what is missing, and the report; returns how many films failed."""
    with opened.opened() as manifest:
        to_make, right = opened.orders(flight.rows, manifest)
        _tell_estimate(console, opened.estimate(to_make, right, manifest), len(right))
        with console.display(opened.file.name) as show:
            teller = _Teller(console, show)
            ended = opened.make(to_make, manifest, teller, flight.bad)
        failed = _tell_batch(console, opened, flight, ended, len(right))
        if report:
            _report(console, opened, flight, manifest)
    return failed


def _tell_batch(console: Console, opened: Batch, flight: Preflight, ended: Sequence[Ended], right: int) -> int:
    counts = {what: sum(end.what == what for end in ended) for what in ("made", "kept", "failed")}
    failed = counts["failed"]
    text = f"{shown_path(opened.folder)}: {counts['made']} made, {right + counts['kept']} were right"
    text += f", {failed} failed" if failed else ""
    text += f", {len(flight.bad)} rows left out" if flight.bad else ""
    facts = {"made": counts["made"], "right": right + counts["kept"], "failed": failed}
    console.result("batch", text, path=opened.folder, skipped=len(flight.bad), **facts)
    return failed


def _report(console: Console, opened: Batch, flight: Preflight, manifest: Manifest) -> None:
    """Write what the series is signed on, unless it is right already."""
    from infoclip.campaign.report import write_report

    with console.progress(f"report of {opened.file.name}", "clips") as progress:
        report = write_report(opened, flight, manifest, progress)
    if report is not None:
        what = "written" if report.written else "was right"
        text = f"{shown_path(report.page)} and {report.sheet.name}: {report.clips} clips to sign, {what}"
        console.result("report", text, path=report.page, sheet=report.sheet, clips=report.clips, written=report.written)


class _Teller:
    """Tells of films as they end, and of progress: a bar on a terminal, a log when piped, events in JSON."""

    def __init__(self, console: Console, show: Callable[[int, int, str], None]) -> None:
        self._console, self._show = console, show
        self._last = 0.0
        self._now: Progress | None = None

    def __call__(self, told: Progress | Ended) -> None:
        from infoclip.campaign.run import Progress

        if isinstance(told, Progress):
            self._progress(told)
        else:
            self._ended(told)

    def _progress(self, now: Progress) -> None:
        self._now = now
        parts = f"rows {now.rows}/{now.rows_total}, segments {now.segments}/{now.segments_known}"
        words = f"{parts}, {now.speed:.0f} frames/s, {_time(now.seconds_left)} left"
        self._show(now.films, now.films_total, words)
        if self._console.as_json and (now.seconds - self._last >= 1 or now.films == now.films_total):
            self._last = now.seconds
            self._console.result(
                "progress",
                "",
                what="films",
                rows=now.rows,
                rows_total=now.rows_total,
                films=now.films,
                total=now.films_total,
                failed=now.failed,
                segments=now.segments,
                segments_known=now.segments_known,
                frames=now.frames,
                frames_a_second=round(now.speed, 1),
                seconds=round(now.seconds, 1),
                seconds_left=None if now.seconds_left is None else round(now.seconds_left, 1),
            )

    def _ended(self, end: Ended) -> None:
        entry, order = end.entry, end.order
        place = f"{self._now.films + 1}/{self._now.films_total}  " if self._now is not None else ""
        said = {"made": f"{entry.frames} frames in {entry.took:.1f} s", "kept": "was right after all"}
        text = f"{place}{isolated(end.file)}  {said.get(end.what, 'FAILED: ' + '; '.join(entry.problems))}"
        facts = {"file": end.file, "row": order.row.number, "name": order.row.name, "format": order.target.format}
        self._console.result("film", text, what=end.what, problems=entry.problems, sha256=entry.sha256, **facts)


def _tell_flight(console: Console, flight: Preflight) -> None:
    """All errors; of the warnings, which may be one a row, the first."""
    faults = flight.faults
    errors = [problem for problem in faults if problem.severity == "error"]
    warnings = faults[len(errors) :]
    shown = warnings if console.as_json else warnings[:MOST_WARNINGS]
    console.problems([*errors, *shown])
    if len(warnings) > len(shown):
        console.note(f"and {len(warnings) - len(shown)} more warnings (--json tells them all)")
    text = f"{len(flight.rows)} rows are right, {len(flight.bad)} are wrong"
    if flight.bad:
        console.result("checked", text, right=len(flight.rows), wrong=len(flight.bad), warnings=len(warnings))
    elif console.as_json:
        console.result("checked", "", right=len(flight.rows), wrong=0, warnings=len(warnings))


def _tell_estimate(console: Console, estimate: Estimate, right: int) -> None:
    share = f", {estimate.distinct} of {estimate.frames} frames distinct" if estimate.films else ""
    films = "1 film" if estimate.films == 1 else f"{estimate.films} films"
    text = f"{films} to make{share}, {right} right already: about {_time(estimate.seconds)}"
    if console.as_json:
        facts = {"films": estimate.films, "frames": estimate.frames, "distinct": estimate.distinct}
        console.result("estimate", "", right=right, seconds=round(estimate.seconds, 1), **facts)
    else:
        console.note(text)


def _tell_status(console: Console, opened: Batch) -> None:
    found = opened.status()
    for item in found:
        if item.state != "right" or console.as_json:
            said = f": {'; '.join(item.problems)}" if item.problems else ""
            text = f"{item.state:8} row {item.row}  {isolated(item.name)}  {isolated(item.file)}{said}"
            facts = {"file": item.file, "row": item.row, "name": item.name, "problems": item.problems}
            console.result("standing", text, state=item.state, **facts)
    states = [item.state for item in found]
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    text = ", ".join(f"{count} {state}" for state, count in counts.items())
    console.result("status", f"{shown_path(opened.folder)}: {text}", path=opened.folder, **counts)


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
