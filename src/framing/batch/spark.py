"""What a feed gave on each of 30 nights in, the coordinates of a small chart out; the template writes them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 120.0, 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """Bars of the nights on which the feed was read, marks of those on which it was not, and lines where the program
    changed; ``told`` are all numbers in words.
    """

    bars: str
    gaps: str
    lines: tuple[float, ...]
    told: str


def spark(nights: Sequence[int | None], changes: Sequence[int]) -> Spark:
    """Take new items a night (None: not read, -1: not known yet), and where what scores changed; return the chart."""
    step = WIDTH / max(len(nights), 1)
    top = max((count for count in nights if count is not None), default=1)
    top = max(top, 1)
    bars, gaps = [], []
    for place, count in enumerate(nights):
        x = place * step
        if count is None:
            gaps.append(f"M{x:.1f} {HEIGHT - 1:.0f}h{step - 1:.0f}")
        elif count > 0:
            tall = max(count / top * (HEIGHT - 2), 1.0)
            bars.append(f"M{x:.1f} {HEIGHT:.0f}v-{tall:.1f}h{step - 1:.0f}v{tall:.1f}z")
    told = " ".join("–" if count is None else str(count) for count in nights if count != -1)
    return Spark(
        bars="".join(bars),
        gaps="".join(gaps),
        lines=tuple(round(place * step - 0.5, 1) for place in changes),
        told=told,
    )
