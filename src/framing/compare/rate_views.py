"""Rates and differences in, what the page prints and draws of them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.compare.comparison import Comparison
from framing.compare.rates import ALL, Difference, Rate
from framing.report.charts import Interval, axis_end, interval
from framing.report.wording import decimal
from framing.types import FAMILIES

_WIDTH = 150
_METHODS = {
    "bootstrap": "2,000 resamples of its sentences, seed 1",
    "poisson": "exact Poisson with fewer than 5 findings or 10 sentences",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """A column's rate of one family, as printed; "–" where there is none."""

    column: str
    count: int
    words: int
    value: str
    interval: str
    chart: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """All columns' rates of one family on one axis."""

    family: str
    name: str
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A difference as printed, and what may be said of it."""

    what: str
    pair: str
    value: str
    interval: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesView:
    """The section: a table a family on a common axis, the differences, and the sentences above them.

    ``short`` names the columns of which no rate is given, because they have fewer than 300 words, or 50 of the
    writer's; ``short_beside`` those of articles that have so few beside the copy which they share.
    """

    tables: tuple[RateTable, ...]
    axis: str
    differences: tuple[DifferenceRow, ...]
    sentences: tuple[str, ...]
    short: tuple[str, ...]
    short_beside: tuple[str, ...]
    methods: tuple[str, ...]


def _signed(value: float) -> str:
    number = f"{abs(value):.1f}"
    return "0.0" if number == "0.0" else ("−" if value < 0 else "+") + number


def _name(family: str) -> str:
    return "All kinds" if family == ALL else FAMILIES.get(family, family)


def _row(rate: Rate, end: float) -> RateRow:
    if rate.value is None or rate.low is None or rate.high is None:
        return RateRow(column=rate.column, count=rate.count, words=rate.words, value="–", interval="–", chart=None)
    return RateRow(
        column=rate.column,
        count=rate.count,
        words=rate.words,
        value=decimal(rate.value),
        interval=f"{rate.low:.1f} to {rate.high:.1f}",
        chart=interval(rate.value, rate.low, rate.high, end=end, width=_WIDTH),
    )


def _reading(one: Difference) -> str:
    if not one.apart:
        also = "Their intervals overlap, too." if one.overlap else "Yet their own intervals do not overlap."
        return f"0 lies inside: this comparison cannot tell them apart. {also}"
    higher, lower = (one.one, one.other) if one.value > 0 else (one.other, one.one)
    also = " (although their own intervals overlap)" if one.overlap else ""
    return f"0 lies outside: more in {higher} than in {lower}{also}."


def overlap_sentences(differences: Sequence[Difference]) -> tuple[str, ...]:
    """Take differences; return the sentences on all kinds together: who cannot be told apart, and who can."""
    mine = [one for one in differences if one.family == ALL]
    alike = [one for one in mine if not one.apart]
    if len(mine) > 1 and len(alike) == len(mine):
        return ("All of these can overlap: this comparison cannot tell any two of the texts apart by their rates.",)
    made = [
        f"The intervals of {one.one} and {one.other} overlap; this comparison cannot tell them apart."
        for one in alike
        if one.overlap
    ]
    made += [
        f"{one.one} and {one.other} differ by {abs(one.value):.1f} findings per 100 words "
        f"({min(abs(one.low), abs(one.high)):.1f} to {max(abs(one.low), abs(one.high)):.1f})."
        for one in mine
        if one.apart
    ]
    return tuple(made)


def rates_view(comparison: Comparison) -> RatesView:
    """Take a comparison; return its rates on one axis, and its differences."""
    end = axis_end(max((rate.high or 0.0 for rate in comparison.rates), default=0.0))
    families = tuple(dict.fromkeys(rate.family for rate in comparison.rates))
    tables = tuple(
        RateTable(
            family="" if family == ALL else family,
            name=_name(family),
            rows=tuple(_row(rate, end) for rate in comparison.rates if rate.family == family),
        )
        for family in families
    )
    rows = tuple(
        DifferenceRow(
            what=_name(one.family),
            pair=f"{one.one} less {one.other}",
            value=_signed(one.value),
            interval=f"{_signed(one.low)} to {_signed(one.high)}",
            reading=_reading(one),
        )
        for one in comparison.differences
    )
    short = tuple(dict.fromkeys(rate.column for rate in comparison.rates if rate.value is None))
    sharing = {name for column in comparison.columns for name in column.shared_by}
    used = {rate.method for rate in comparison.rates}
    return RatesView(
        tables=tables,
        axis=f"{end:g}",
        differences=rows,
        sentences=overlap_sentences(comparison.differences),
        short=tuple(name for name in short if name not in sharing),
        short_beside=tuple(name for name in short if name in sharing),
        methods=tuple(text for method, text in _METHODS.items() if method in used),
    )
