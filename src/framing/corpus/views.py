"""Rates of outlets and periods in, rows that are ready to print out: texts and the coordinates of their small chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.corpus.outlets import Rate
from framing.corpus.store import MEASURED
from framing.report.charts import Band, Interval, axis_end, band, interval
from framing.report.wording import decimal, number
from framing.types import FAMILIES, Voice

#: Width of a chart, in units of its view box.
CHART_WIDTH = 150.0
VOICES: dict[Voice, str] = {"writer": "the writers’ own words", "source": "sources’ words"}
#: Place in MEASURED of what the overview shows: all kinds in the writer's own words.
FIRST = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """A row: who, how many articles, the rate with its interval, the spread over articles, and a chart of them."""

    name: str
    href: str | None
    articles: str
    few: bool
    total: bool
    count: str
    words: str
    rate: str
    interval: str
    median: str
    middle: str
    chart: Interval | None
    band: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """Rows of one kind in one voice on one axis, from 0 to ``axis`` per 100 words. ``part`` numbers split tables."""

    family: str
    kind: str
    voice: str
    axis: str
    rows: tuple[RateRow, ...]
    part: int = 1
    parts: int = 1


def axis_of(rates: Iterable[tuple[Rate, bool]]) -> float:
    """Take rates and whether each is of few articles; return the end of their axis, set by those that are not."""
    tops = [max([rate.rate or 0.0, *(rate.interval or ()), *(rate.middle or ())]) for rate, few in rates if not few]
    return axis_end(max(tops, default=1.0) or 1.0)


def rate_row(
    name: str, articles: int, rate: Rate, *, end: float, few: bool, href: str | None = None, total: bool = False
) -> RateRow:
    """Take one rate and the end of the axis; return its row. What cannot be said is "–"."""
    low, high = rate.interval or (rate.rate or 0.0, rate.rate or 0.0)
    return RateRow(
        name=name,
        href=href,
        articles=number(articles),
        few=few,
        total=total,
        count=number(rate.count),
        words=number(rate.words),
        rate=decimal(rate.rate, places=2) if rate.rate is not None else "–",
        interval=f"{decimal(low, places=2)} to {decimal(high, places=2)}" if rate.interval else "–",
        median=decimal(rate.middle[1], places=2) if rate.middle else "–",
        middle=f"{decimal(rate.middle[0], places=2)} to {decimal(rate.middle[2], places=2)}" if rate.middle else "–",
        chart=interval(rate.rate, low, high, end=end, width=CHART_WIDTH) if rate.rate is not None else None,
        band=band(rate.middle[0], rate.middle[2], end=end, width=CHART_WIDTH) if rate.middle else None,
    )


def kind_of(place: int) -> tuple[str, str]:
    """Take a place in MEASURED; return the letter of its family ("" for all) and its name."""
    family = MEASURED[place][0]
    return ("", "All kinds") if family == "all" else (family, FAMILIES[family])


def rate_table(place: int, rows: Sequence[tuple[str, int, Rate, bool, str | None, bool]]) -> RateTable:
    """Take a place in MEASURED and (name, articles, rate, few, link, total) a row; return the table."""
    family, kind = kind_of(place)
    end = axis_of((rate, few) for _, _, rate, few, _, _ in rows)
    return RateTable(
        family=family,
        kind=kind,
        voice=VOICES[MEASURED[place][1]],
        axis=f"{end:g}",
        rows=tuple(
            rate_row(name, articles, rate, end=end, few=few, href=href, total=total)
            for name, articles, rate, few, href, total in rows
        ),
    )
