"""Bands of chance with what people marked in, the places of a reliability diagram out, on equal axes from 0.

Across the chance that was given, upwards the share that people marked; a point on the diagonal holds (DeGroot and
Fienberg 1983). Drawn by ``reports/templates/reliability.html``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SIDE = 300.0
_MARGIN = 34.0
_ENDS = (0.1, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A band: the mean chance given, the share marked, and the ends of its interval (None without one)."""

    predicted: float
    observed: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Where a point is drawn: its place, and the ends of its interval (None without one)."""

    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """The diagram: side, margin, ticks with labels (the first and last are the ends of the diagonal), dots."""

    side: float
    margin: float
    ticks: tuple[tuple[float, float, str], ...]
    dots: tuple[Dot, ...]


def diagram(points: Sequence[Point]) -> Diagram:
    """Take at least one band; return where to draw them."""
    highest = max(max(p.predicted, p.high if p.high is not None else p.observed) for p in points)
    top = next((end for end in _ENDS if highest <= end), 1.0)

    def x(value: float) -> float:
        return round(_MARGIN + min(value, top) / top * _SIDE, 1)

    def y(value: float) -> float:
        return round(_SIDE + 8 - min(value, top) / top * _SIDE, 1)

    steps = [top * part / 4 for part in range(5)]
    return Diagram(
        side=_SIDE,
        margin=_MARGIN,
        ticks=tuple((x(step), y(step), f"{round(100 * step, 1):g}") for step in steps),
        dots=tuple(
            Dot(
                x=x(p.predicted),
                y=y(p.observed),
                low=None if p.low is None else y(p.low),
                high=None if p.high is None else y(p.high),
            )
            for p in points
        ),
    )
