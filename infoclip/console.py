"""What the command line says: problems with their place, progress, short tables. Only it and `commands/` print."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infoclip.errors import Problem, quote_source, visible

Progress = Callable[[int, int], None]
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """`text` isolated in its own direction, so that Arabic in an English line of a terminal keeps order and place."""
    return (
        f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if any("\u0590" <= letter <= "\u08ff" for letter in text) else text
    )


class Console:
    """Writes to stdout and stderr; `quiet` keeps only problems and results; `as_json` writes one object a line."""

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self.quiet = quiet
        self.as_json = as_json

    def result(self, event: str, text: str, **facts: Any) -> None:
        """A result that a person or a program wants: a file that was written, a check that passed."""
        if self.as_json:
            print(json.dumps({"event": event, **facts}, ensure_ascii=False, default=str), flush=True)
        else:
            print(text, flush=True)

    def note(self, text: str) -> None:
        """Something that may be left out: nothing in quiet mode or in JSON."""
        if not self.quiet and not self.as_json:
            print(text, file=sys.stderr, flush=True)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Every problem with its place, its line and a hint."""
        for problem in problems:
            if self.as_json:
                print(json.dumps(problem_facts(problem), ensure_ascii=False), flush=True)
            else:
                print(problem_text(problem), file=sys.stderr, flush=True)

    @contextmanager
    def progress(self, label: str, of: str = "frames") -> Iterator[Progress]:
        """A progress display for long work: a bar on a terminal, a line every tenth when piped, events in JSON."""
        if self.quiet and not self.as_json:
            yield lambda done, total: None
        elif self.as_json:
            yield self._events(label)
        elif sys.stderr.isatty():
            with _bar(label) as update:
                yield update
        else:
            yield self._lines(label, of)

    @contextmanager
    def display(self, label: str) -> Iterator[Callable[[int, int, str], None]]:
        """A bar with words of its own for work that also tells in other ways; on a terminal only."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield lambda done, total, words: None
            return
        with _worded_bar(label) as update:
            yield update

    def _events(self, label: str) -> Progress:
        return _throttled(lambda done, total: self.result("progress", "", what=label, done=done, total=total))

    def _lines(self, label: str, of: str) -> Progress:
        return _throttled(lambda done, total: self.note(f"{label}: {done} of {total} {of}"))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A plain table; JSON lines with the column names as keys when asked."""
        if self.as_json:
            for row in rows:
                print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False), flush=True)
            return
        if not sys.stdout.isatty():
            _print_unfolded(columns, list(rows))
            return
        from rich.console import Console as RichConsole
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(isolated(cell) for cell in row))
        RichConsole(soft_wrap=False).print(table)


def _print_unfolded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for other programs and files: a row is a line, however long, so that addresses stay whole."""
    cells = [columns, *([isolated(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _throttled(say: Progress) -> Progress:
    """Says at most every tenth of the work, and the end."""
    last = -1

    def update(done: int, total: int) -> None:
        nonlocal last
        tenth = done * 10 // max(total, 1)
        if tenth > last:
            last = tenth
            say(done, total)

    return update


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
        task = bar.add_task(isolated(label), total=None)
        shown = 0.0

        def update(done: int, total: int) -> None:
            nonlocal shown
            now = time.monotonic()
            if done == total or now - shown > 0.1:
                shown = now
                bar.update(task, completed=done, total=total)

        yield update


@contextmanager
def _worded_bar(label: str) -> Iterator[Callable[[int, int, str], None]]:
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("{task.fields[words]}"),
    )
    console, both = RichConsole(stderr=True), sys.stdout.isatty()
    with RichProgress(*columns, console=console, transient=True, redirect_stdout=both) as bar:
        task = bar.add_task(isolated(label), total=None, words="")
        yield lambda done, total, words: bar.update(task, completed=done, total=total, words=words)


def problem_text(problem: Problem) -> str:
    """One problem as a person reads it: place, message, the line with `^^^`, hint."""
    place = problem.place
    where = ""
    if place is not None:
        where = shown_path(place.path)
        if place.line:
            where += f":{place.line}" + (f":{place.column}" if place.column else "")
        elif place.cell:
            where += f"!{place.cell}"
        where += ": "
    lines = [f"{problem.severity}: {visible(where + problem.message)}"]
    if place is not None and (source := quote_source(place)):
        lines += ["  " + line for line in source.splitlines()]
    if problem.hint:
        lines.append(f"  hint: {visible(problem.hint)}")
    return "\n".join(lines)


def problem_facts(problem: Problem) -> dict[str, Any]:
    """One problem as a program reads it."""
    place = problem.place
    return {
        "event": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "file": str(place.path) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "cell": (place.cell or None) if place else None,
        "hint": problem.hint,
    }


def shown_path(path: Path) -> str:
    """`path` from the current folder when it lies inside it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def shown_size(count: int) -> str:
    """Bytes as a person reads them: 812 B, 1.4 MB, 2.0 GB (units of 1024)."""
    value, unit = float(count), "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
