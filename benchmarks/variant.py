"""A film that no option of `infoclip render` asks for: of another size, or encoded otherwise. For benchmarks alone.

    python benchmarks/variant.py SPEC FILM [--format reel] [--scale 2] [--preset medium] [--crf 20]

`--scale` is device pixels a design pixel (2 is 4K of a reel); preset and crf are x264's.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from infoclip.machine import lone_worker, worker_ahead


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("--format", default="reel")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--preset", default="veryfast")
    parser.add_argument("--crf", type=float, default=20)
    alone = ("infoclip.film.encoder",) if lone_worker() else ("infoclip.film.segment_worker", "infoclip.pipeline")
    with worker_ahead(*alone):  # as the command does
        render(parser.parse_args())


def render(options: argparse.Namespace) -> None:
    from infoclip import pipeline
    from infoclip.film.frames import device_size
    from infoclip.film.render import FilmPlan
    from infoclip.publish.outputs import publish_film

    composition = pipeline.compose(pipeline.open_clip(options.spec), options.format)
    job = pipeline.job_of(composition, "film")
    plan = job.frames
    assert isinstance(plan, FilmPlan)
    width, height = device_size(composition.format.width, composition.format.height, options.scale)
    encoder = replace(plan.settings.encoder, preset=options.preset, crf=options.crf)
    segments = replace(plan.settings, width=width, height=height, scale=options.scale, encoder=encoder)
    shape = replace(job.shape, width=width, height=height)
    film = replace(job.settings, encoder=encoder)
    publish_film(replace(job, frames=replace(plan, settings=segments), shape=shape, settings=film), options.film)


if __name__ == "__main__":
    main()
