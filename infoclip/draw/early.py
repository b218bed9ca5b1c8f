"""Marks placed before the frame that shows them: what is turned, faded, blurred or cut anew for every frame, made in
frames before it that cost less. Each is used once; pixels do not depend on it.
"""

from __future__ import annotations

from infoclip.draw.placed import Placed, all_sprites
from infoclip.marks.marks import CounterMark, Drawn

EARLY_BYTES = 6 * 1024 * 1024
_SMALLEST = 2_500
"""Pixels of a mark from which it pays to look whether it was placed before."""
_FIGURE = 100_000
"""Pixels of a figure from which its values are not made long before."""
_EACH, _PIXEL, _SOFT_PIXEL = 1e-4, 4.5e-9, 10e-9
"""Seconds that placing takes, more or less, and for each pixel; of a figure, whose light is new for each value."""


def made_anew(drawn: Drawn) -> bool:
    """Whether placing `drawn` makes a picture that no other frame shows."""
    turned = drawn.scale != 1 or drawn.rotation % 360 or drawn.clip is not None or 0 <= drawn.sheen <= 1
    passes = drawn.opacity < 1 or drawn.blur > 0 or drawn.light != 0 or drawn.progress < 1 or drawn.mark.plays
    between = drawn.x % 1 or drawn.y % 1 or isinstance(drawn.mark, CounterMark)
    return drawn.opacity > 0 and bool(turned or passes or between)


class Early:
    """What was placed before its frame, up to `limit` bytes. `scale` is device pixels a design pixel."""

    def __init__(self, scale: float, limit: int = EARLY_BYTES) -> None:
        self._area = scale * scale
        self._limit, self._used = limit, 0
        self._kept: dict[Drawn, tuple[int, Placed, int]] = {}

    def __contains__(self, drawn: Drawn) -> bool:
        return drawn in self._kept

    def cost(self, drawn: Drawn) -> float:
        """The seconds that placing `drawn` may take; 0 where there is nothing to gain."""
        pixels = self._pixels(drawn)
        if pixels < _SMALLEST or not made_anew(drawn):
            return 0.0
        return _EACH + pixels * (_SOFT_PIXEL if isinstance(drawn.mark, CounterMark) else _PIXEL)

    def makes(self, drawn: Drawn) -> bool:
        """Whether all of `drawn` is left to `put`: a large figure that counts shows each value once, and what was made
        of it long before would be driven out of the cache by then.
        """
        passing = isinstance(drawn.mark, CounterMark) and drawn.progress < 1
        return passing and self._pixels(drawn) > _FIGURE

    def _pixels(self, drawn: Drawn) -> float:
        return drawn.mark.width * drawn.mark.height * self._area

    def room(self, drawn: Drawn) -> bool:
        """Whether `drawn` may be kept: there is always room for one thing."""
        return not self._kept or self._used + 3 * self._pixels(drawn) <= self._limit

    def put(self, drawn: Drawn, placed: Placed, frame: int) -> None:
        """Keep `placed` until `frame` has been painted, with all that film paints of it made."""
        sprites = all_sprites(placed)
        for sprite in sprites:
            sprite.unfold(sprite.x & 1, sprite.y & 1)
        weight = sum(sprite.weight for sprite in sprites)
        self._kept[drawn] = frame, placed, weight
        self._used += weight

    def take(self, drawn: Drawn) -> Placed | None:
        """What was placed of `drawn`, which is not kept any longer."""
        found = self._kept.pop(drawn, None)
        if found is None:
            return None
        self._used -= found[2]
        return found[1]

    def forget(self, before: float) -> None:
        """Let go what was made for frames `before` this one and never shown."""
        for drawn in [drawn for drawn, (frame, _, _) in self._kept.items() if frame < before]:
            self.take(drawn)
