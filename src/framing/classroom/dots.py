"""Counts of five points in, the coordinates of five columns of dots out; the template writes them as SVG.

One dot is one student. Coordinates are rounded, so that the same counts give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 150.0
_ROWS = 8
_LARGEST = 7.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A chart: one path a column, the dots' width and distance, and the middle line's place.

    A row of dots is one line whose dashes have no length and round ends, ``step`` apart: so the page of a large class
    stays as small as that of a small one. ``middle`` is None where nobody rated. ``first`` are the places of each
    column's first dot, for "my row".
    """

    width: float
    height: float
    paths: tuple[str, ...]
    stroke: str
    step: str
    middle: str | None
    first: tuple[tuple[str, str], ...]


def draw(counts: Sequence[int], low: int | None, high: int | None) -> Dots:
    """Take the counts by point and the lower and upper median; return the chart."""
    column = WIDTH / len(counts)
    wide = max(1, -(-max(counts, default=0) // _ROWS))
    radius = min(_LARGEST, column * 0.8 / (2.3 * wide))
    step = round(max(2.3 * radius, 0.2), 2)
    paths, first = [], []
    for place, count in enumerate(counts):
        centre = (place + 0.5) * column
        row = min(wide, max(count, 1))
        left = centre - (row - 1) * step / 2
        base = HEIGHT - radius - 1
        rows = (min(wide, count - done) for done in range(0, count, wide))
        paths.append(
            "".join(
                f"M{left:.1f} {base - nth * step:.1f}h{(dots - 1) * step + 0.01:.2f}" for nth, dots in enumerate(rows)
            )
        )
        first.append((f"{left:.1f}", f"{base:.1f}"))
    middle = None if low is None or high is None else f"{((low + high) / 2 + 0.5) * column:.1f}"
    return Dots(
        width=WIDTH,
        height=HEIGHT,
        paths=tuple(paths),
        stroke=f"{2 * radius:.1f}",
        step=f"{step:g}",
        middle=middle,
        first=tuple(first),
    )
