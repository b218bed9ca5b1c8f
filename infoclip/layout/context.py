"""What layout needs beside the scene: the format, the theme, the fonts, the files and the words of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from infoclip.layout.constraints import Budget
from infoclip.values.formats import Format

if TYPE_CHECKING:
    from infoclip.text.fonts import FontBook
    from infoclip.text.numerals import Localizer
    from infoclip.theme.assets import Library
    from infoclip.theme.theme import Theme


class LayoutContext(Struct, frozen=True):
    """Everything a scene is laid out with; one context serves all scenes of a clip in one format.

    `yielding` lets text that does not fit become smaller than its composition wants, before the scene is refused.
    `floor`: the design pixels under which no text shrinks only because what stands round it must.
    `within` is the format with the stricter safe zone of chosen platforms: what was composed for `format` is then
    brought into it. `sample` are the words of the tag that every scene of made-up figures carries, empty for none.
    """

    format: Format
    theme: Theme
    fonts: FontBook
    library: Library
    localizer: Localizer
    rtl: bool = True
    yielding: bool = False
    floor: float = 34.0
    within: Format | None = None
    sample: str = ""


class Surroundings(Struct, frozen=True):
    """The context, and what an element inherits from its parents while the tree is built.

    `across` says whether the parent is a row, `None` when it is neither row nor column.
    """

    context: LayoutContext
    rtl: bool
    across: bool | None = None
    budget: Budget = field(default_factory=Budget)
