"""A scene at its limits: with the shortest and the longest that its parameters allow, in every theme and format.

Figures are those of the scene's own example (a temperature stays one); texts are as long as they may be, lists have
the fewest and the most items. In Arabic, with Arabic-Indic digits, and in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from infoclip.check.drawn import seen
from infoclip.check.placing import outside_frame, outside_safe_zone, overlapping
from infoclip.check.view import scene_view
from infoclip.draw.legibility import text_contrast
from infoclip.errors import InputError, Problem
from infoclip.pipeline import Clip, clip_of, compose
from infoclip.publish.stills import Still, StillLook, draw_still
from infoclip.scenes.parameters import Param
from infoclip.scenes.template import load_template
from infoclip.spec.models import Spec
from infoclip.text.fonts import FontBook
from infoclip.theme.assets import Library
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import FORMATS

LEAST_SIZE = 28.0
"""Design pixels under which words at their longest are told as too small."""
LARGE = 72.0
"""Design pixels from which 3:1 is enough: 24 points where 1080 pixels are 15 cm wide in the hand, and bold."""
DRAWN = 0.4
"""The scale at which scenes are drawn to see whether their words can be read."""
SECONDS = 8
CASES = (("fewest", "ar-SA", "latn"), ("most", "ar-SA", "latn"), ("most", "ar-SA", "arab"), ("most", "en", "latn"))
DRAWN_CASE = CASES[1]
"""The case that is drawn: what words stand on is the same in the others."""
WORDS = {
    "ar-SA": "خدمات رقمية موحدة للمستفيدين في كل مناطق المملكة بلا زيارة ولا أوراق وعلى مدار الساعة خلال دقائق معدودة",
    "en": "digital services for people in all regions of the country with no visit and no paper within a few minutes",
}


def limit_problems(name: str, library: Library, themes: Sequence[str] = ()) -> list[Problem]:
    """What does not fit, leaves its place or becomes too small when the scene `name` is filled to its limits.

    In `themes`, or in all. Alike faults are told once, with the number of theme and format pairs that have them.
    """
    fonts = FontBook(library.font_folders)
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for theme in themes or library.theme_names():
        template = load_template(name, library, theme)
        for amount, locale, digits in CASES:
            told = (
                f"{amount}, {'English' if locale == 'en' else 'Arabic-Indic digits' if digits == 'arab' else 'Arabic'}"
            )
            given = filled(template.params, template.example, locale, most=amount == "most")
            spec = _spec(name, theme, given, locale, digits)
            for problem in _faults(spec, library, fonts, drawn=(amount, locale, digits) == DRAWN_CASE):
                key = (told, problem.code, problem.hint)
                alike.setdefault(key, []).append(replace(problem, place=template.place()))
    return [_folded(told, group) for (told, _, _), group in alike.items()]


def filled(params: Mapping[str, Param], example: Mapping[str, Any], locale: str, *, most: bool) -> dict[str, Any]:
    """Values for all `params` at their most, or for those that must be given at their fewest."""
    return {
        key: _value(param, example.get(key), locale, most)
        for key, param in params.items()
        if param.required or (most and (key in example or param.type in ("text", "flag")))
    }


def _value(param: Param, example: Any, locale: str, most: bool) -> Any:
    if param.type == "text":
        return _phrase(int(param.max or 60), locale) if most else WORDS[locale].split()[0][: int(param.max or 60)]
    if param.type == "list":
        shown = example if isinstance(example, list) and example else [None]
        count = int((param.max if most else param.min) or len(shown) or 1)
        return [_item(param, shown[at % len(shown)], locale, most) for at in range(count)]
    if param.type == "flag":
        return bool(example)
    return example if example is not None else param.default


def _item(param: Param, example: Any, locale: str, most: bool) -> Any:
    if param.item is not None:
        return _value(param.item, example, locale, most)
    return filled(param.fields, example if isinstance(example, dict) else {}, locale, most=most)


def _phrase(most: int, locale: str) -> str:
    text = WORDS[locale]
    while len(text) < most:
        text = f"{text} {WORDS[locale]}"
    return text[: most + 1].rsplit(" ", 1)[0] if " " in text[: most + 1] else text[:most]


def _spec(name: str, theme: str, given: Mapping[str, Any], locale: str, digits: str) -> Spec:
    scene = {"scene": name, "seconds": SECONDS, **given}
    clip = {"title": name, "theme": theme, "locale": locale, "digits": digits, "duration": SECONDS, "scenes": [scene]}
    return Spec.model_validate(clip)


def _faults(spec: Spec, library: Library, fonts: FontBook, *, drawn: bool) -> Iterator[Problem]:
    clip = clip_of(spec, library, fonts)
    for format_ in FORMATS:
        try:
            timeline = compose(clip, format_).timeline
            view = scene_view(timeline, 0)
        except InputError as error:
            yield from (replace(item, message=f"{spec.theme} {format_}: {item.message}") for item in error.problems)
            continue
        for rule in (outside_frame, outside_safe_zone, overlapping):
            yield from (replace(item, message=f"{spec.theme} {format_}: {item.message}") for item in rule(view))
        small = [text for text in view.texts if text.block.style.size < LEAST_SIZE]
        if small:
            least = min(small, key=lambda text: text.block.style.size)
            says = f"'{least.words}' is set in {least.block.style.size:.0f} px, under {LEAST_SIZE:.0f}"
            hint = "allow fewer characters or items, or give the words more room or a second line"
            yield Problem(f"{spec.theme} {format_}: {says}", None, hint, "text-small", "warning")
        if drawn:
            yield from _faint(clip, timeline, format_)


def _faint(clip: Clip, timeline: Timeline, format_: str) -> Iterator[Problem]:
    """The text that is read worst where it stands, on the pixels of the scene at rest, when that is not enough."""
    look = StillLook(FORMATS[format_], clip.theme, clip.fonts)
    picture = draw_still(timeline, Still(scene=1), look, scale=DRAWN)
    worst: tuple[float, str] | None = None
    for text in seen(timeline, 0, timeline.still_frame(0)):
        found = text_contrast(picture, text.block, text.x, text.y, DRAWN) if text.still else None
        if found is not None and found < (3.0 if text.block.style.size >= LARGE else 4.5):
            worst = min(worst or (found, text.view.words), (found, text.view.words))
    if worst is not None:
        says = f"'{worst[1]}' has a contrast of {worst[0]:.1f} where it stands"
        hint = "words read on the ground, on a card, and on a seal in on-seal; put them beside what is light or woven"
        yield Problem(f"{clip.spec.theme} {format_}: {says}", None, hint, "text-faint", "warning")


def _folded(told: str, group: Sequence[Problem]) -> Problem:
    """Faults that are alike as one: the first, and how many more there are."""
    first = group[0]
    more = f" (and {len(group) - 1} more like it)" if len(group) > 1 else ""
    return replace(first, message=f"at its {told}: {first.message}{more}")
