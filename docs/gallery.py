"""Draws the galleries: docs/scenes.md and docs/themes.md with their pictures in docs/gallery/.

    python docs/gallery.py            draw what has changed (all of it: --all)
    python docs/gallery.py --check    say what is no longer current, and draw nothing

Every picture has a stamp: a digest of what the layout says stands on it (texts, sizes, places, the art's own text). It
changes when a scene or a theme does, and is worked out without drawing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from PIL import Image, ImageDraw

from infoclip.catalog import example_timeline
from infoclip.film.frames import frame_at
from infoclip.marks.marks import ArtMark, CounterMark, GroupMark, ImageMark, Mark, TextMark, VideoMark
from infoclip.scenes.template import Template, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, lay_out_text
from infoclip.text.raster import masks
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme, read_theme_file
from infoclip.theme.theme import Theme

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "gallery"
STAMPS = PICTURES / "stamps.json"

WIDTH, GAP, LABEL, RADIUS = 150, 10, 26, 9
"""A frame's width in pixels, what is between two, the height of its label, and its corners."""
OVERSIZE = 2
GREY = (130, 130, 138, 255)
"""Of the labels: to be read on a white page and on a black one."""
QUALITY = 80

THEMES = ("official", "horizon", "sadu", "ministry", "paper", "pulse")
GROUPS = {
    "Opening and close": ("title", "section", "quote", "question", "source", "outro"),
    "Numbers": ("number", "numbers", "framed-number", "units", "kpi-grid", "percent", "progress", "gauge",
                "before-after", "versus"),
    "Charts": ("bars", "columns", "stacked", "line", "slope", "race", "donut", "waffle", "pictogram", "funnel",
               "pyramid"),
    "Structure": ("icons", "list", "checklist", "steps", "timeline", "cycle", "map"),
    "Media": ("photo", "video", "post", "logo-wall"),
}  # fmt: skip
LIKELY = ("bars", "number", "framed-number", "timeline", "steps", "checklist", "columns", "numbers", "list", "donut")
"""What a theme's strip shows between its title and its outro: those with a composition of its own first."""
ACCENT = "#1D4ED8"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a strip: a scene's own example in a look."""

    scene: str
    theme: str
    label: str
    variant: str | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Frames side by side in one file."""

    name: str
    frames: tuple[Frame, ...]

    @property
    def path(self) -> Path:
        return PICTURES / f"{self.name}.webp"


class Gallery:
    """Scenes and themes as they are now."""

    def __init__(self) -> None:
        self.library = Library(DOCS)
        self.fonts = FontBook(self.library.font_folders)
        self._looks: dict[tuple[str, str | None, str | None], Theme] = {}

    def themes(self) -> tuple[str, ...]:
        found = self.library.theme_names()
        return (*(name for name in THEMES if name in found), *(name for name in found if name not in THEMES))

    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The scenes by what they are for; those that nobody has sorted come last."""
        found = set(self.library.scene_names())
        groups = {title: tuple(name for name in names if name in found) for title, names in GROUPS.items()}
        rest = sorted(found - {name for names in groups.values() for name in names})
        return groups | ({"More": tuple(rest)} if rest else {})

    def own_scenes(self, theme: str) -> tuple[str, ...]:
        """The scenes that a theme composes itself."""
        names = self.library.scene_names(theme)
        return tuple(name for name in names if self.library.scene(name, theme) != self._plain(name))

    def _plain(self, name: str) -> Path | None:
        return self.library.scene(name) if name in self.library.scene_names() else None

    def template(self, name: str) -> Template:
        return load_template(name, self.library)

    def strips(self) -> Iterator[Strip]:
        for names in self.groups().values():
            for name in names:
                yield Strip(f"scenes/{name}", tuple(Frame(name, theme, theme) for theme in self.themes()))
        for theme in self.themes():
            yield Strip(f"themes/{theme}", self._of_theme(theme))

    def _of_theme(self, theme: str) -> tuple[Frame, ...]:
        own = self.own_scenes(theme)
        shown = sorted(LIKELY, key=lambda name: name not in own)[:3]
        looks = [Frame("title", theme, variant, variant=variant) for variant in ("dark", "light")]
        branded = Frame("title", theme, "another accent", accent=ACCENT)
        return (*looks, branded, *(Frame(name, theme, name) for name in (*shown, "outro")))

    def look(self, frame: Frame) -> Theme:
        key = frame.theme, frame.variant, frame.accent
        if key not in self._looks:
            self._looks[key] = load_theme(frame.theme, self.library, variant=frame.variant, accent=frame.accent)
        return self._looks[key]

    def stamp(self, strip: Strip) -> str:
        """A digest of all that `strip` shows."""
        digest = blake2b(digest_size=12)
        for frame in strip.frames:
            timeline = example_timeline(frame.scene, self.look(frame), self.library, self.fonts)
            digest.update(frame.label.encode())
            for item in timeline.snapshot(timeline.still_frame(0)).items:
                place = round(item.x), round(item.y), round(item.opacity, 2), round(item.scale, 2)
                digest.update(repr((place, *_said(item.mark))).encode())
        return digest.hexdigest()

    def draw(self, strip: Strip) -> Image.Image:
        """The frames of `strip` from left to right, each with its label, on nothing."""
        pictures = [self._picture(frame) for frame in strip.frames]
        height = max(picture.height for picture in pictures)
        width = len(pictures) * (WIDTH + GAP) - GAP
        sheet = Image.new("RGBA", (width, height + LABEL))
        for index, (frame, picture) in enumerate(zip(strip.frames, pictures, strict=True)):
            left = index * (WIDTH + GAP)
            sheet.paste(picture, (left, 0), _corners(picture.size))
            self._write(sheet, frame.label, left + WIDTH / 2, height + 3)
        return sheet

    def _picture(self, frame: Frame) -> Image.Image:
        theme = self.look(frame)
        timeline = example_timeline(frame.scene, theme, self.library, self.fonts)
        scale = OVERSIZE * WIDTH / 1080
        large = frame_at(timeline, timeline.still_frame(0), theme=theme, scale=scale)
        return large.resize((WIDTH, round(large.height * WIDTH / large.width)), Image.Resampling.LANCZOS)

    def _write(self, sheet: Image.Image, words: str, center: float, top: float) -> None:
        block = lay_out_text(words, TextStyle("ibm-plex-sans-arabic", 500, 14, 1.3, direction="ltr"), self.fonts)
        for mask in masks(block):
            sheet.paste(GREY, (round(center - block.width / 2) + mask.x, round(top) + mask.y), mask.image)


def _said(mark: Mark) -> tuple[object, ...]:
    """What a mark shows, in words that no change of our own code's insides changes."""
    size = type(mark).__name__, round(mark.width), round(mark.height)
    if isinstance(mark, TextMark):
        return *size, mark.block.text, round(mark.block.style.size), mark.block.style.family, mark.block.style.weight
    if isinstance(mark, CounterMark):
        last = mark.blocks[len(mark.blocks) - 1]
        return *size, last.text, round(last.style.size)
    if isinstance(mark, ArtMark):
        return *size, mark.source.sha, *(_rounded(pair) for pair in mark.params)
    if isinstance(mark, ImageMark | VideoMark):
        return *size, mark.sha
    if isinstance(mark, GroupMark):
        return *size, *(_said(item.mark) for item in mark.items)
    return size


def _rounded(pair: tuple[str, object]) -> object:
    name, value = pair
    return (name, round(value, 2)) if isinstance(value, float) else pair


def _corners(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * 4 - 1, size[1] * 4 - 1), RADIUS * 4, fill=255)
    return mask.resize(size, Image.Resampling.LANCZOS)


def scenes_page(gallery: Gallery) -> str:
    """docs/scenes.md."""
    parts = [
        "# The scenes\n",
        "Every scene's own example in every theme. A spec names a scene and gives its keys; "
        "[spec.md](spec.md#scenes) lists them, `infoclip scenes NAME` tells their limits, and\n"
        "`infoclip scenes --sheet sheet.png --theme pulse` draws them all large. Every scene stands in all four "
        "formats; the pictures show the tall one. Figures and names in them are made up.\n",
        "This page and its pictures are made by `make gallery`.\n",
    ]
    themes = gallery.themes()
    composed = {theme: gallery.own_scenes(theme) for theme in themes}
    for title, names in gallery.groups().items():
        parts.append(f"## {title}\n")
        for name in names:
            template = gallery.template(name)
            own = [theme for theme in themes if name in composed[theme]]
            needed = [key for key, param in template.params.items() if param.required]
            said = f"Needs {_listed(needed)}." if needed else "Needs nothing."
            drawn = f" Composed anew by {_listed(own)}." if own else ""
            parts += [
                f"### {name}\n",
                f"{template.purpose}. {said}{drawn}\n",
                f"![{name} in {', '.join(themes)}](gallery/scenes/{name}.webp)\n",
                f"<details><summary>Its example</summary>\n\n```yaml\n{_example(template)}\n```\n\n</details>\n",
            ]
    return "\n".join(parts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _example(template: Template) -> str:
    """The example as a spec says it: indented under its scene."""
    text = template.path.read_text(encoding="utf-8").split("\n---")[0]
    found = re.search(r"^example:(.*?)(?=^\w|\Z)", text, re.MULTILINE | re.DOTALL)
    raw = found[1].rstrip() if found else ""
    if "\n" not in raw.strip():  # one line: {a: 1, b: 2}
        return f"- {{scene: {template.name}, {raw.strip()[1:]}" if raw.strip() else f"- scene: {template.name}"
    return f"- scene: {template.name}{raw}"


def themes_page(gallery: Gallery) -> str:
    """docs/themes.md."""
    parts = [
        "# The themes\n",
        "A theme is a whole world: colours, faces, art, motion, transition and music, dark and light. `theme: paper` "
        "in a spec chooses it, `variant: dark` its other side, and a\n"
        "brand's `accent` recolours it as far as everything can still be read (third picture). "
        "`infoclip themes NAME` tells its tokens, `infoclip themes --sheet sheet.png` draws them all.\n",
        "This page and its pictures are made by `make gallery`. [scenes.md](scenes.md): every scene in every theme.\n",
    ]
    for name in gallery.themes():
        theme = gallery.look(Frame("title", name, ""))
        about = read_theme_file(name, gallery.library).purpose
        faces = list(dict.fromkeys(gallery.fonts.family(role.family).title for role in theme.roles.values()))
        parts += [
            f"## {name}\n",
            f"{about}\n",
            f"![{name}](gallery/themes/{name}.webp)\n",
            f"Faces: {', '.join(faces)}. Transition: `{theme.defaults.get('transition', 'fade')}`. "
            f"Music: `{theme.sound}`. Scenes composed for it: {_listed(gallery.own_scenes(name))}.\n",
        ]
    return "\n".join(parts)


PAGES = {"scenes.md": scenes_page, "themes.md": themes_page}


def outdated(gallery: Gallery) -> tuple[list[str], dict[str, str]]:
    """What is not as it should be on disk (files by their names in docs/), and the stamps of now."""
    kept = json.loads(STAMPS.read_text(encoding="utf-8")) if STAMPS.is_file() else {}
    strips = {strip.name: strip for strip in gallery.strips()}
    stamps = {name: gallery.stamp(strip) for name, strip in strips.items()}
    wrong = [
        f"gallery/{name}.webp" for name, stamp in stamps.items()
        if kept.get(name) != stamp or not strips[name].path.is_file()
    ]  # fmt: skip
    known = {strip.path for strip in strips.values()}
    wrong += [str(path.relative_to(DOCS)) for path in sorted(PICTURES.rglob("*.webp")) if path not in known]
    for page, written in PAGES.items():
        path = DOCS / page
        if not path.is_file() or path.read_text(encoding="utf-8") != written(gallery):
            wrong.append(page)
    return wrong, stamps


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Draw docs/scenes.md, docs/themes.md and their pictures.")
    parser.add_argument("--check", action="store_true", help="only say what is no longer current")
    parser.add_argument("--all", action="store_true", help="draw every picture anew")
    asked = parser.parse_args(arguments)
    gallery = Gallery()
    wrong, stamps = outdated(gallery)
    if asked.check:
        for name in wrong:
            sys.stdout.write(f"docs/{name} is not current: run make gallery\n")
        return 1 if wrong else 0
    strips = {f"gallery/{strip.name}.webp": strip for strip in gallery.strips()}
    for name in strips if asked.all else wrong:
        if name in strips:
            strips[name].path.parent.mkdir(parents=True, exist_ok=True)
            gallery.draw(strips[name]).save(strips[name].path, "WEBP", quality=QUALITY, method=6)
        elif name.endswith(".webp"):
            (DOCS / name).unlink()
        sys.stdout.write(f"docs/{name}\n")
    STAMPS.write_text(json.dumps(stamps, indent=1) + "\n", encoding="utf-8")
    for page, written in PAGES.items():
        (DOCS / page).write_text(written(gallery), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
