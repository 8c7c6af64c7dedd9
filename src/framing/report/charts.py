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
class Shape:
    """All bars of one kind as one SVG path, which takes a fifth of the bytes of single rectangles."""

    kind: BarKind
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A chart of one place a sentence: view box and shapes."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """A chart of one probability a sentence, the top of the scale and the height of the line at the base rate."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    top: float
    base_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A dot and its interval on a shared axis, in units of the view box."""

    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of an axis, in units of the view box: where it begins and how wide it is."""

    x: float
    width: float


def _columns(count: int) -> tuple[float, float]:
    """Return the step from bar to bar and the width of a bar, for so many sentences."""
    step = min(WIDTH / max(count, 1), _BAR * 1.6)
    return step, min(_BAR, step * 0.72)


class _Drawing:
    """Collects bars by kind; x is the place of a sentence, y grows downwards."""

    def __init__(self, count: int) -> None:
        self.step, self.wide = _columns(count)
        self.paths: dict[BarKind, list[str]] = {}

    def bar(self, kind: BarKind, place: int, top: float, height: float) -> None:
        box = f"M{place * self.step:.1f} {top:.1f}h{self.wide:.1f}"
        self.paths.setdefault(kind, []).append(box + (f"v{height:.1f}h-{self.wide:.1f}z" if height else ""))

    def shapes(self) -> tuple[Shape, ...]:
        return tuple(Shape(kind=kind, path="".join(self.paths[kind])) for kind in sorted(self.paths))


def strip(sentences: Sequence[tuple[bool, int, int]]) -> Strip:
    """Take (checked, findings of the writer, findings of sources) a sentence; return bars as tall as the findings.

    The writer's findings stand below, solid; those of sources on top of them, outlined.
    """
    drawing = _Drawing(len(sentences))
    tallest = max((own + quoted for _, own, quoted in sentences), default=0)
    unit = min(_UNIT, (_FULL - _LOW) / tallest) if tallest else _UNIT
    for place, (checked, own, quoted) in enumerate(sentences):
        if not checked:
            drawing.bar("gap", place, _FULL, 0)
        elif not own and not quoted:
            drawing.bar("none", place, _FULL - _LOW, _LOW)
        else:
            solid = own * unit + _LOW if own else 0.0
            outlined = quoted * unit + (0 if own else _LOW) if quoted else 0.0
            if own:
                drawing.bar("own", place, _FULL - solid, solid)
            if quoted:
                drawing.bar("quo", place, _FULL - solid - outlined, outlined)
    return Strip(width=WIDTH, height=_FULL + 2, shapes=drawing.shapes())


def chances(sentences: Sequence[float | None], base: float) -> Chances:
    """Take a probability a sentence (None where there is none) and the base rate; return bars on a scale from 0."""
    drawing = _Drawing(len(sentences))
    highest = max((chance for chance in sentences if chance is not None), default=0.0)
    top = next((mark for mark in (0.25, 0.5, 0.75) if highest <= mark), 1.0)
    for place, chance in enumerate(sentences):
        if chance is None:
            drawing.bar("gap", place, _CHANCE_HEIGHT, 0)
        else:
            tall = max(1.0, chance / top * _CHANCE_HEIGHT)
            drawing.bar("own", place, _CHANCE_HEIGHT - tall, tall)
    return Chances(
        width=WIDTH,
        height=_CHANCE_HEIGHT + 2,
        shapes=drawing.shapes(),
        top=top,
        base_y=round(_CHANCE_HEIGHT - base / top * _CHANCE_HEIGHT, 1),
    )


def axis_end(highest: float) -> float:
    """Take the highest value to be drawn; return a round end for an axis from 0 (1, 2, 4, 6, 8, 10, 20 …)."""
    for end in (1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 20.0, 40.0, 60.0, 100.0):
        if highest <= end:
            return end
    return highest


def _on_axis(value: float, *, end: float, width: float) -> float:
    return round(min(max(value, 0.0), end) / end * (width - 8) + 4, 1)


def interval(value: float, low: float, high: float, *, end: float, width: float) -> Interval:
    """Take a value with its interval, the end of the axis and the chart's width; return where to draw them."""
    x, left, right = (_on_axis(one, end=end, width=width) for one in (value, low, high))
    return Interval(x=x, low=left, high=right)


def band(low: float, high: float, *, end: float, width: float) -> Band:
    """Take a range, the end of the axis and the chart's width; return where to draw it, never too thin to be seen."""
    left, right = _on_axis(low, end=end, width=width), _on_axis(high, end=end, width=width)
    return Band(x=left, width=round(max(right - left, 1.0), 1))
