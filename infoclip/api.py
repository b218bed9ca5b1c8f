"""infoclip from Python, for notebooks and scripts: `infoclip.render(spec)` and `infoclip.batch(campaign)`.

Both do what the commands of the same name do, print nothing, and raise `infoclip.errors.InputError` with every fault of
the input, or `WorkError` when the work itself fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infoclip.errors import InputError, Problem

if TYPE_CHECKING:
    from infoclip.campaign.batch import Batch
    from infoclip.campaign.preflight import Preflight
    from infoclip.campaign.run import Ended
    from infoclip.campaign.run import Progress as CampaignProgress
    from infoclip.campaign.state import Manifest
    from infoclip.publish.job import Quality
    from infoclip.publish.outputs import Film


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a campaign. `films` are all that are right now, by their file's name; `made` of them are new.

    `failed` gives the reasons by file, `skipped` those of rows that are wrong (only with `skip_bad`), by the row's
    name; `warnings` is what is doubtful; `report` the page that the series is signed on (None without one).
    """

    folder: Path
    films: dict[str, Path]
    made: tuple[str, ...]
    failed: dict[str, tuple[str, ...]]
    skipped: dict[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...]
    report: Path | None = None

    @property
    def complete(self) -> bool:
        """Every row has its films."""
        return not self.failed and not self.skipped


def render(
    spec: str | Path | Mapping[str, Any],
    output: str | Path = "out",
    *,
    formats: Sequence[str] = (),
    quality: Quality = "film",
    progress: Callable[[int, int], None] | None = None,
) -> list[Film]:
    """Render a clip to MP4, one film a format.

    `spec` is a YAML file, or the spec itself as a mapping: its files are then found from the current folder. `output`
    is a folder, or one .mp4 file. `formats` instead of the spec's own; `quality` draft, film or master. `progress` is
    told (frames ready, frames in all) of the film at work.

    Raises InputError with every fault (nothing is written then), WorkError for what fails later.
    """
    from infoclip.campaign.composing import Composer
    from infoclip.campaign.rows import spec_of_mapping
    from infoclip.campaign.targets import Target
    from infoclip.campaign.work import ClipSource
    from infoclip.pipeline import compose_formats, doubts, job_of, open_clip, settle
    from infoclip.publish.files import nothing_left
    from infoclip.publish.outputs import film_paths, publish_film

    asked = _known(formats, quality)
    made = spec_of_mapping(spec) if isinstance(spec, Mapping) else None
    clip = Composer().clip(made) if made is not None else open_clip(Path(str(spec)))
    names = asked or clip.spec.formats
    compositions = dict(zip(names, compose_formats(clip, names), strict=True))
    settle(list(compositions.values()))
    found = doubts(list(compositions.values()))
    if any(problem.severity == "error" for problem in found):
        raise InputError(found)
    films = []
    with nothing_left(Path(output)):
        for name, path in film_paths(Path(output), clip.name, names).items():
            source = ClipSource(made, Target(name)) if made is not None else None
            films.append(publish_film(job_of(compositions[name], quality, source), path, progress))
    return films


def batch(
    campaign: str | Path,
    output: str | Path | None = None,
    *,
    formats: Sequence[str] = (),
    platforms: Sequence[str] = (),
    quality: Quality = "film",
    only: Sequence[str | int] = (),
    limit: int = 0,
    skip_bad: bool = False,
    jobs: int = 0,
    force: bool = False,
    cluster: str = "",
    report: bool = True,
    progress: Callable[[CampaignProgress | Ended], None] | None = None,
) -> BatchResult:
    """Make a film for each row of a campaign's table; called again, it makes what is missing or has changed.

    `campaign` is the campaign's YAML file, `output` the folder of its films (None: `out/` and the campaign's name).
    `only` names rows (the sheet's numbers, or names), `limit` takes the first so many, `skip_bad` leaves wrong rows out
    instead of refusing all; `jobs` is how many processes work (0: as many as fit), `force` makes right films again.
    `cluster` is a Dask scheduler's address (docs/cluster.md), or `local`. `report` writes what the series is signed on.
    `progress` is told of every film (`Ended`) and of how far it is (`Progress`).

    Raises InputError with the faults of all rows before anything is drawn, WorkError when no process can work or the
    state cannot be written. A film that fails stops no other: see `BatchResult.failed`.
    """
    # As many keywords as the command has options: a notebook names the few that it needs.
    from infoclip.campaign.batch import Batch, Settings
    from infoclip.campaign.preflight import Wanted
    from infoclip.campaign.targets import Asked

    asked = Asked(_known(formats, quality), tuple(platforms))
    folder = Path(output) if output is not None else None
    wanted = Wanted(tuple(map(str, only)), limit, asked)
    opened = Batch(Path(str(campaign)), Settings(folder, quality, wanted, jobs, force, cluster))
    with closing(opened):
        return _made(opened, skip_bad, report, progress)


def _made(
    opened: Batch, skip_bad: bool, report: bool, progress: Callable[[CampaignProgress | Ended], None] | None
) -> BatchResult:
    flight = opened.check()
    faults = flight.faults
    if (flight.bad and not skip_bad) or not flight.rows:
        raise InputError(faults)
    with opened.opened() as manifest:
        to_make, right = opened.orders(flight.rows, manifest)
        ended = opened.make(to_make, manifest, progress, flight.bad)
        signed = _reported(opened, flight, manifest) if report else None
    done = [file for order in right for _, file in order.files] + [end.file for end in ended if end.what != "failed"]
    return BatchResult(
        opened.folder,
        {file: opened.folder / file for file in sorted(done)},
        tuple(end.file for end in ended if end.what == "made"),
        {end.file: end.entry.problems for end in ended if end.what == "failed"},
        {row.name: row.problems for row in flight.bad},
        tuple(problem for problem in faults if problem.severity == "warning"),
        signed,
    )


def _reported(opened: Batch, flight: Preflight, manifest: Manifest) -> Path | None:
    from infoclip.campaign.report import write_report

    written = write_report(opened, flight, manifest)
    return written.page if written is not None else None


def _known(formats: Sequence[str], quality: str) -> tuple[str, ...]:
    """The formats; raises InputError for any, or a quality, that is not known."""
    from infoclip.spec.reader import format_names

    if isinstance(formats, str):
        raise InputError(Problem("formats is a list of names", hint=f"write [{json.dumps(formats)}]"))
    names = format_names(formats)
    if quality not in ("draft", "film", "master"):
        raise InputError(Problem(f"there is no quality '{quality}'", hint="draft, film or master", code="quality"))
    return names
