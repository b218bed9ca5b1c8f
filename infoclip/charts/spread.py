"""Labels beside what they name: as near to it as they can stand without touching each other."""

from __future__ import annotations

from collections.abc import Sequence


def spread(centers: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 0.0) -> list[float]:
    """Centres for labels of `sizes` that would like to stand at `centers`, `gap` pixels apart between `low` and `high`.

    The sum of the squared distances from the wishes is least; labels keep the order of their wishes (equal wishes: of
    the list). When all together are larger than the room they touch the `low` edge and reach beyond `high`.
    """
    order = sorted(range(len(centers)), key=lambda index: (centers[index], index))
    # Less what stands before it, a label's place may only grow along the order: pool neighbours that would not.
    before = 0.0
    pools: list[tuple[float, int]] = []
    offsets: list[float] = []
    for index in order:
        offsets.append(before + sizes[index] / 2)
        pools.append((centers[index] - offsets[-1], 1))
        before += sizes[index] + gap
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, few), (other, more) = pools[-2:]
            pools[-2:] = [((one * few + other * more) / (few + more), few + more)]
    last = max(low, high - (before - gap))
    places = [min(max(value, low), last) for value, count in pools for _ in range(count)]
    found = [0.0] * len(centers)
    for index, place, offset in zip(order, places, offsets, strict=True):
        found[index] = place + offset
    return found
