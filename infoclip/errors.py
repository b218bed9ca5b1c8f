"""What can be wrong with a designer's input, said with its place and a hint.

A `Problem` is one fault in one place. `InputError` carries all the problems found at once and makes the command line
end with exit code 2. `WorkError` is a failure of the work itself (a full disk, an encoder that died): exit code 1.
Anything else that is raised is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

Severity = Literal["error", "warning"]

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_MOST_SHOWN = 160
"""The most characters of a line that are quoted."""


class Place(Struct, frozen=True):
    """A place in a text file. `line` and `column` count from 1; 0 means the whole file; `length` is in characters.

    In a table `cell` names it instead: `C7` of a sheet, `[2].city` of JSON.
    """

    path: Path
    line: int = 0
    column: int = 0
    length: int = 1
    cell: str = ""


class Problem(Struct, frozen=True):
    """One fault: what is wrong, where, and what to do about it. `code` is a stable, kebab-case name.

    A `warning` is told but stops nothing.
    """

    message: str
    place: Place | None = None
    hint: str = ""
    code: str = "input"
    severity: Severity = "error"


class InfoclipError(Exception):
    """The base of every error that is not a bug of ours."""


class InputError(InfoclipError):
    """The designer's input is wrong; `problems` holds every fault found, in file order. Exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class WorkError(InfoclipError):
    """The work failed though the input is right (disk, encoder, decoder). Exit code 1."""


class Fault(Struct, frozen=True):
    """An error as one process tells it another: faults of the input, failed work, or a bug's traceback."""

    problems: tuple[Problem, ...] = ()
    failure: str = ""
    bug: str = ""

    @classmethod
    def of(cls, error: Exception) -> Fault:
        """What was raised, to be told."""
        if isinstance(error, InputError):
            return cls(problems=error.problems)
        if isinstance(error, WorkError):
            return cls(failure=str(error))
        from traceback import format_exception

        return cls(bug="".join(format_exception(error)))

    def again(self) -> Exception:
        """The same error, to be raised here. A bug of the other process is a RuntimeError with its traceback."""
        if self.problems:
            return InputError(self.problems)
        if self.failure:
            return WorkError(self.failure)
        return RuntimeError(f"another process of this work failed:\n{self.bug}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a misspelt `name`: the nearest of `known`, or the whole list when nothing is near."""
    names = sorted(set(known))
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return "known here: " + ", ".join(names) if names else ""


def fold(problems: Iterable[Problem], names: Iterable[str]) -> list[Problem]:
    """`problems` without repeats: those that differ only in one of `names` (of a format), told as `(bars, reel)`, are
    one, told as `(bars, reel, square)`.
    """
    told = re.compile(rf"\(([^()]+), ({'|'.join(map(re.escape, names))})\)")
    alike: dict[tuple[object, ...], list[tuple[Problem, str]]] = {}
    for problem in dict.fromkeys(problems):
        found = told.search(problem.message)
        bare = told.sub(r"(\1)", problem.message, count=1)
        key = (bare, problem.place, problem.hint, problem.code, problem.severity)
        alike.setdefault(key, []).append((problem, found[2] if found else ""))
    return [
        structs.replace(
            group[0][0],
            message=told.sub(rf"(\1, {', '.join(name for _, name in group)})", group[0][0].message, count=1),
        )
        for group in alike.values()
    ]


def quote_source(place: Place, lines: Sequence[str] | None = None) -> str:
    """The faulty line with its number and `^^^` under the fault; empty when the place has no line or cannot be read."""
    if place.line < 1:
        return ""
    if lines is None:
        try:
            lines = place.path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ""
    if place.line > len(lines):
        return ""
    text, column, length = _in_sight(
        lines[place.line - 1].replace("\t", " "), max(place.column, 1), max(place.length, 1)
    )
    text = visible(text)
    number = f"{place.line} | "
    return f"{number}{text}\n{' ' * (len(number) - 2)}| {' ' * (column - 1)}{'^' * length}"


def visible(text: str) -> str:
    """`text` with a sign for every character that a terminal would obey instead of showing it."""
    return _CONTROL.sub("\ufffd", text)


def _in_sight(text: str, column: int, length: int) -> tuple[str, int, int]:
    """A line with its fault's column and length; of a line longer than a terminal only what is about the fault."""
    if len(text) <= _MOST_SHOWN:
        return text, column, length
    start = max(0, column - 1 - _MOST_SHOWN // 4)
    shown = text[start : start + _MOST_SHOWN]
    before, after = "…" if start else "", "…" if start + len(shown) < len(text) else ""
    column += len(before) - start
    return f"{before}{shown}{after}", column, max(1, min(length, len(before) + len(shown) + 1 - column))
