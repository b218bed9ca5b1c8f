"""What a designer can choose from: scenes, themes, fonts, as rows for the terminal and as sheets of pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem, did_you_mean, fold
from infoclip.layout.context import LayoutContext
from infoclip.layout.scene import lay_out
from infoclip.publish.pictures import save_picture
from infoclip.publish.sheet import Cell, contact_sheet, specimen
from infoclip.publish.stills import Still, StillLook, draw_still
from infoclip.scenes.elements import Scene
from infoclip.scenes.markup import parse_markup
from infoclip.scenes.parameters import Param
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import Template, build_example, load_template
from infoclip.spec.schema import brand_schema, spec_schema
from infoclip.text.fonts import FontBook, FontFamily
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.icon_pack import search_icons
from infoclip.theme.loader import load_theme, read_theme_file
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline, build_timeline
from infoclip.values.formats import FORMATS, Format

Rows = Iterator[tuple[str, ...]]
SPECIMEN = "حصاد عام ٢٠٣٠ 2030"
THEME_SCENE = "title"
EXAMPLE_SCALE = 0.32
FORMATS_HEIGHT = 460
"""How high the pictures of one scene are in each format, in pixels: all stand in one row."""
ICON_SCALE = 0.16
MOST_ICONS = 200


def scene_rows() -> Rows:
    """Each scene: its name, what it is for, and the themes with a composition of their own."""
    library = Library(Path.cwd())
    for name in library.scene_names():
        template = load_template(name, library)
        own = [theme for theme in library.theme_names() if library.scene(name, theme) != template.path]
        yield name, template.purpose or template.title, ", ".join(own)


def parameter_rows(name: str) -> Rows:
    """Each parameter of one scene: name, type, limits, whether it is needed, what it is for."""
    yield from _parameters(load_template(name, Library(Path.cwd())).params, "")


def _parameters(params: Mapping[str, Param], prefix: str) -> Rows:
    for name, param in params.items():
        yield f"{prefix}{name}", _kind(param), _limits(param), "needed" if param.required else "", param.about
        if param.fields:
            yield from _parameters(param.fields, f"{prefix}{name}[].")


def _kind(param: Param) -> str:
    if param.choices:
        return " | ".join(param.choices)
    return f"list of {param.item.type}" if param.type == "list" and param.item else param.type


def _limits(param: Param) -> str:
    unit = {"text": " characters", "list": " items"}.get(param.type, "")
    low, high = (f"{bound:g}" if bound is not None else "" for bound in (param.min, param.max))
    if low and high:
        return f"{low} to {high}{unit}"
    return f"at least {low}{unit}" if low else f"at most {high}{unit}" if high else ""


def scene_sheet(theme_name: str, path: Path) -> Path:
    """Every scene's own example in one theme, settled, on one sheet."""
    library = Library(Path.cwd())
    theme, fonts = load_theme(theme_name, library), FontBook(library.font_folders)
    cells = [_example(name, theme, library, fonts) for name in library.scene_names(theme_name)]
    return save_picture(contact_sheet(cells, fonts), path)


def formats_sheet(name: str, theme_name: str | None, path: Path) -> Path:
    """The example of one scene in all formats: in every theme, or in both variants of the one that is named."""
    library = Library(Path.cwd())
    fonts = FontBook(library.font_folders)
    looks = [(theme, "") for theme in library.theme_names()]
    if theme_name is not None:
        read = read_theme_file(theme_name, library)
        looks = [(theme_name, ""), *((theme_name, variant) for variant in read.variants)]
    cells: list[Cell] = []
    faults: dict[Problem, list[tuple[str, str]]] = {}
    for theme_called, variant in looks:
        theme, told = load_theme(theme_called, library, variant=variant or None), f"{theme_called} {variant}".strip()
        for format_ in FORMATS.values():
            try:
                timeline = example_timeline(name, theme, library, fonts, format_)
                look, scale = StillLook(format_, theme, fonts), FORMATS_HEIGHT / format_.height
                cells.append(Cell(draw_still(timeline, Still(scene=1), look, scale=scale), f"{told}, {format_.name}"))
            except InputError as error:
                for problem in error.problems:
                    faults.setdefault(problem, []).append((told, format_.name))
    if faults:
        raise InputError(fold(_in_looks(faults, len(looks) * len(FORMATS)), FORMATS))
    return save_picture(contact_sheet(cells, fonts, columns=len(FORMATS)), path)


def _in_looks(faults: Mapping[Problem, Sequence[tuple[str, str]]], every: int) -> Iterator[Problem]:
    """Each fault with the theme and the format it is found in; what is wrong in `every` one is told once, without."""
    for problem, found in faults.items():
        if len(set(found)) == every:
            yield problem
        else:
            yield from (replace(problem, message=f"({told}, {name}) {problem.message}") for told, name in found)


def theme_sheet(path: Path, names: Sequence[str] | None = None) -> Path:
    """A frame of every theme in each of its variants, on one sheet."""
    library = Library(Path.cwd())
    fonts = FontBook(library.font_folders)
    cells = []
    for name in names or library.theme_names():
        for variant in ("dark", "light"):
            try:
                theme = load_theme(name, library, variant=variant)
            except InputError:
                if names and variant == "dark":
                    raise
                continue
            picture = _example(THEME_SCENE, theme, library, fonts).picture
            cells.append(Cell(picture, f"{name} {variant}"))
    return save_picture(contact_sheet(cells, fonts), path)


def _example(name: str, theme: Theme, library: Library, fonts: FontBook) -> Cell:
    timeline = example_timeline(name, theme, library, fonts)
    look = StillLook(FORMATS["reel"], theme, fonts)
    return Cell(draw_still(timeline, Still(scene=1), look, scale=EXAMPLE_SCALE), name)


def example_timeline(
    name: str, theme: Theme, library: Library, fonts: FontBook, format_: Format = FORMATS["reel"]
) -> Timeline:
    """The example of the scene `name` in `theme` as a clip of its own, in the tall format unless another is given."""
    localizer = Localizer("ar-SA", "latn")
    scene = build_example(load_template(name, library, theme.name), SceneContext(theme, format_, library, localizer))
    placed = lay_out(scene, LayoutContext(format_, theme, fonts, library, localizer))
    return build_timeline([placed], duration=6, defaults=theme.defaults)


def theme_rows() -> Rows:
    """Each theme: its name and title, and what it is for."""
    library = Library(Path.cwd())
    for name in library.theme_names():
        tokens = read_theme_file(name, library)
        yield name, tokens.title, tokens.purpose


def token_rows(name: str) -> Rows:
    """One theme's tokens: colours with their contrast on its ground, type roles, motion."""
    theme = load_theme(name, Library(Path.cwd()))
    for role, color in theme.colors.items():
        yield (
            f"color.{role}",
            f"{color.hex}  {color.contrast(theme.colors['bg']):.1f} on bg" if role != "bg" else color.hex,
        )
    yield "data", " ".join(color.hex for color in theme.data)
    for role, kind in theme.roles.items():
        yield f"type.{role}", f"{kind.family} {kind.weight}, {kind.size:g} px, line {kind.line_height:g}, {kind.fill}"
    for key, value in theme.defaults.items():
        yield f"motion.{key}", value
    for key, size in theme.measures.items():
        yield f"measures.{key}", f"{size:g}"
    yield "pattern", theme.pattern or "none"
    yield "sound", theme.sound


def font_rows(name: str | None = None) -> Rows:
    """Each family: its name and title, weights and licence."""
    for family in _families(name):
        weights = " ".join(str(weight) for weight in sorted(family.weights))
        yield family.name, family.title, weights, family.licence.stem.replace("OFL", "SIL OFL 1.1")


def font_sheet(path: Path, names: Sequence[str] | None = None) -> Path:
    """A line of text in every weight of every family."""
    book = FontBook(Library(Path.cwd()).font_folders)
    faces = [
        (family.name, weight)
        for family in _families(names[0] if names else None)
        for weight in sorted(family.weights)
        if names or not family.symbols
    ]
    return save_picture(specimen(SPECIMEN, faces, book), path)


def _families(name: str | None) -> list[FontFamily]:
    book = FontBook(Library(Path.cwd()).font_folders)
    return [book.family(name)] if name else list(book.families.values())


def icon_rows(query: str = "") -> Rows:
    """Each icon that shows what `query` says (English or Arabic), best first, with its words; all without a query.

    Raises InputError when there is none.
    """
    library = Library(Path.cwd())
    rows = {name: words for name, _, words in library.icon_rows()}
    for name in _found_icons(library, query):
        yield name, ", ".join(rows[name])


def icon_sheet(query: str, theme_name: str, path: Path) -> Path:
    """The icons that `query` finds, drawn in a theme's colours, at most `MOST_ICONS`."""
    library = Library(Path.cwd())
    theme, fonts, format_ = load_theme(theme_name, library), FontBook(library.font_folders), FORMATS["wide"]
    context = LayoutContext(format_, theme, fonts, library, Localizer("ar-SA", "latn"))
    cells = []
    for name in _found_icons(library, query)[:MOST_ICONS]:
        markup = f'<scene><icon name="{name}" size="700" center-x="960" center-y="540"/></scene>'
        root = parse_markup(markup, Place(Path("icons")))
        placed = lay_out(Scene(name, 1, root, None, None, Place(Path("icons")), ""), context)
        timeline = build_timeline([placed], duration=2, defaults=theme.defaults)
        look = StillLook(format_, theme, fonts)
        cells.append(Cell(draw_still(timeline, Still(scene=1), look, scale=ICON_SCALE), name))
    return save_picture(contact_sheet(cells, fonts), path)


def _found_icons(library: Library, query: str) -> list[str]:
    if not query.strip():
        return list(library.icon_names())
    found = search_icons(iter(library.icon_rows()), query)
    if not found:
        hint = did_you_mean(query, library.icon_names())
        hint = hint if hint.startswith("did") else "try another word, in English or Arabic"
        raise InputError(Problem(f"no icon shows '{query}'", hint=hint, code="unknown-icon"))
    return found


def brand() -> dict[str, Any]:
    """The JSON Schema of a brand kit."""
    return brand_schema()


def schema() -> dict[str, Any]:
    """The spec's JSON Schema, with the parameters of every scene that can be found from here."""
    library = Library(Path.cwd())
    templates = {name: load_template(name, library) for name in library.scene_names()}
    return spec_schema({name: _front_matter(template) for name, template in templates.items()})


def _front_matter(template: Template) -> dict[str, Any]:
    params = {name: param.model_dump(exclude_none=True) for name, param in template.params.items()}
    return {"title": template.title, "purpose": template.purpose, "params": params}


def platform_rows() -> Rows:
    """Each platform: its name, title, formats, how long and how large a film it takes, and how sure that is."""
    from infoclip.publish.profiles import load_profiles

    for profile in load_profiles().values():
        low, high = profile.seconds.min.value, profile.seconds.max.value
        seconds = f"{'?' if low is None else f'{low:g}'} to {'?' if high is None else f'{high:g}'}"
        size = "?" if profile.max_bytes.value is None else f"{profile.max_bytes.value / 1e6:g}"
        formats = ", ".join(canvas.format for canvas in profile.canvases)
        yield profile.name, profile.title, formats, seconds, size, profile.confidence


def profile_rows(name: str) -> Rows:
    """Every figure of one platform, with the page it comes from; what is unknown says so."""
    from infoclip.publish.profiles import find_profiles

    profile = find_profiles([name])[0]
    for canvas in profile.canvases:
        yield "canvas", f"{canvas.format} {canvas.width}x{canvas.height}", profile.sources[canvas.source].url
    for what, figure in profile.figures():
        said = profile.sources[figure.source] if figure.known else None
        value = figure.value if not isinstance(figure.value, tuple) else ", ".join(map(str, figure.value)) or "none"
        shown = "unknown" if said is None else f"{value}" + (f" ({figure.note})" if figure.note else "")
        yield what, shown, f"{said.kind}: {said.url}" if said is not None else ""
