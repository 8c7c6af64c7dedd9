"""Numbers in, the coordinates of two small charts out; the templates write them as SVG without any arithmetic.

Coordinates are rounded to one decimal, so that the same numbers give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH = 640.0
_BAR = 30.0
_FULL = 44.0
_UNIT = 7.0
_LOW = 4.0
_CHANCE_HEIGHT = 56.0

BarKind = Literal["own", "quo", "none", "gap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle (or, for "gap", a dashed line at its foot) in units of the view box."""

    kind: BarKind
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A chart of one place a sentence: view box and bars."""

    width: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """A chart of one probability a sentence, the top of the scale and the height of the line at the base rate."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    top: float
    base_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A dot and its interval on a shared axis, in units of the view box."""

    x: float
    low: float
    high: float


def _columns(count: int) -> tuple[float, float]:
    """Return the step from bar to bar and the width of a bar, for so many sentences."""
    step = min(WIDTH / max(count, 1), _BAR * 1.6)
    return step, min(_BAR, step * 0.72)


def strip(sentences: Sequence[tuple[bool, int, int]]) -> Strip:
    """Take (checked, findings of the writer, findings of sources) a sentence; return bars as tall as the findings.

    The writer's findings stand below, solid; those of sources on top of them, outlined.
    """
    step, wide = _columns(len(sentences))
    tallest = max((own + quoted for _, own, quoted in sentences), default=0)
    unit = min(_UNIT, (_FULL - _LOW) / tallest) if tallest else _UNIT
    bars = []
    for place, (checked, own, quoted) in enumerate(sentences):
        x = round(place * step, 1)
        if not checked:
            bars.append(Bar(kind="gap", x=x, y=_FULL, width=round(wide, 1), height=0))
            continue
        if not own and not quoted:
            bars.append(Bar(kind="none", x=x, y=_FULL - _LOW, width=round(wide, 1), height=_LOW))
            continue
        foot = _FULL
        kinds: tuple[tuple[BarKind, int], ...] = (("own", own), ("quo", quoted))
        for kind, number in kinds:
            if number:
                tall = number * unit + (_LOW if foot == _FULL else 0)
                bars.append(Bar(kind=kind, x=x, y=round(foot - tall, 1), width=round(wide, 1), height=round(tall, 1)))
                foot -= tall
    return Strip(width=WIDTH, height=_FULL + 2, bars=tuple(bars))


def chances(sentences: Sequence[float | None], base: float) -> Chances:
    """Take a probability a sentence (None where there is none) and the base rate; return bars on a scale from 0."""
    step, wide = _columns(len(sentences))
    top = next(
        (mark for mark in (0.25, 0.5, 0.75) if max((p for p in sentences if p is not None), default=0) <= mark), 1.0
    )
    bars = []
    for place, chance in enumerate(sentences):
        x = round(place * step, 1)
        if chance is None:
            bars.append(Bar(kind="gap", x=x, y=_CHANCE_HEIGHT, width=round(wide, 1), height=0))
        else:
            tall = max(1.0, chance / top * _CHANCE_HEIGHT)
            bars.append(
                Bar(kind="own", x=x, y=round(_CHANCE_HEIGHT - tall, 1), width=round(wide, 1), height=round(tall, 1))
            )
    return Chances(
        width=WIDTH,
        height=_CHANCE_HEIGHT + 2,
        bars=tuple(bars),
        top=top,
        base_y=round(_CHANCE_HEIGHT - base / top * _CHANCE_HEIGHT, 1),
    )


def axis_end(highest: float) -> float:
    """Take the highest value to be drawn; return a round end for an axis from 0 (1, 2, 4, 6, 8, 10, 20 …)."""
    for end in (1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 20.0, 40.0, 60.0, 100.0):
        if highest <= end:
            return end
    return highest


def interval(value: float, low: float, high: float, *, end: float, width: float) -> Interval:
    """Take a value with its interval, the end of the axis and the chart's width; return where to draw them."""

    def place(number: float) -> float:
        return round(min(max(number, 0.0), end) / end * (width - 8) + 4, 1)

    return Interval(x=place(value), low=place(low), high=place(high))
