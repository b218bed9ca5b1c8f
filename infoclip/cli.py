"""The `infoclip` command: finds the command that is asked for, runs it, and says what was wrong.

Exit codes: 0 done, 1 the work failed, 2 the input is wrong. Every command is a file in `commands/`; only the one
that is asked for is loaded.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from infoclip.console import Console
from infoclip.errors import InputError, Problem, WorkError

COMMANDS = (
    "render", "batch", "preview", "export", "check",
    "scenes", "themes", "fonts", "icons", "platforms",
    "schema", "doctor", "cache",
)  # fmt: skip
"""Each is the function of its name in the file of its name, in the order that help shows."""

SETTINGS = {"help_option_names": ["-h", "--help"]}


class _Loaded(Mapping[str, Any]):
    """The commands by name, each loaded when it is asked for: reading all their options would slow every preview."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        function = getattr(import_module(f"infoclip.commands.{name}"), name)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name, context_settings=SETTINGS)(function)
        return get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Commands(TyperGroup):
    """A group whose commands are loaded when they are asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Loaded()  # type: ignore[assignment]  # typer only reads it


app = typer.Typer(
    cls=_Commands,
    help="Turn a short YAML spec of facts into a finished Arabic infographic clip.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=SETTINGS,
)


def version(value: bool) -> None:
    """Say the version and end."""
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
