"""Rates of outlets and periods in, rows that are ready to print out: texts and the coordinates of their small chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from framing.corpus.keyness import KeyOutlet, KeyTable
from framing.corpus.outlets import FEW, Rate
from framing.corpus.sources import OutletSources
from framing.corpus.store import MEASURED
from framing.report.charts import Band, Interval, axis_end, band, interval
from framing.report.wording import decimal, number
from framing.types import FAMILIES, Voice

_Item = TypeVar("_Item")
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
    """Take rates and whether each is of few articles; return the end of their axis, set by those that are not, or by
    all where every one is.
    """
    every = list(rates)
    firm = [rate for rate, few in every if not few] or [rate for rate, _ in every]
    tops = [max([rate.rate or 0.0, *(rate.interval or ()), *(rate.middle or ())]) for rate in firm]
    return axis_end(max(tops, default=1.0) or 1.0)


def rate_row(
    name: str, articles: int, rate: Rate, *, end: float, few: bool, href: str | None = None, total: bool = False
) -> RateRow:
    """Take one rate and the end of the axis; return its row. What cannot be said is "–"; what is past the end, as the
    rate of few articles can be, is not drawn.
    """
    low, high = rate.interval or (rate.rate or 0.0, rate.rate or 0.0)
    drawn = rate.rate if high <= end else None
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
        chart=interval(drawn, low, high, end=end, width=CHART_WIDTH) if drawn is not None else None,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """An outlet on the page of words: its page, and the first terms of its own voice."""

    name: str
    href: str
    articles: str
    few: bool
    cues: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What an outlet quotes, ready to print; ``kinds`` follow ``sources.TYPES``, then those without a speaker."""

    name: str
    articles: str
    few: bool
    quotes: str
    per_article: str
    share: str
    kinds: tuple[str, ...]


def table_values(rate: Rate) -> list[Any]:
    """Take a rate; return its values as the tables' columns have them."""
    low, high = rate.interval or (None, None)
    middle = rate.middle or (None, None, None)
    numbers = [rate.rate, low, high, *middle]
    return [rate.count, rate.words, *(None if one is None else round(one, 4) for one in numbers), rate.spread_over]


def key_row(one: KeyOutlet, href: str) -> KeyRow:
    """Take an outlet's terms and its page; return its row."""

    def first(table: KeyTable) -> tuple[str, ...]:
        return tuple(term.term for term in table.shown[:6])

    return KeyRow(
        name=one.name,
        href=href,
        articles=number(one.articles),
        few=one.articles < FEW,
        cues=first(one.tables[0]),
        words=first(one.tables[2]),
    )


def source_row(one: OutletSources) -> SourceRow:
    """Take what an outlet quotes; return its row."""
    return SourceRow(
        name=one.name,
        articles=number(one.articles),
        few=one.articles < FEW,
        quotes=number(one.quotes),
        per_article=f"{one.quotes / one.articles:.1f}" if one.articles else "–",
        share=f"{100 * one.source_words / one.words:.0f}%" if one.words else "–",
        kinds=tuple(number(count) for count in (*one.by_type, one.without)),
    )


def numbered(name: str, page: int) -> str:
    """Take the name of a page that has several parts and a number from 1; return the part's file name."""
    return f"{name}.html" if page == 1 else f"{name}-{page}.html"


def split_tables(tables: Iterable[RateTable], most: int) -> Iterator[tuple[RateTable, int]]:
    """Take tables; yield them in parts of at most ``most`` rows, each with its number of rows."""
    for table in tables:
        parts = max(1, -(-len(table.rows) // most))
        for part in range(parts):
            rows = table.rows[part * most : (part + 1) * most]
            yield replace(table, rows=rows, part=part + 1, parts=parts), len(rows)


def plan_of(items: Iterable[tuple[_Item, int]], most: int) -> list[list[_Item]]:
    """Take items with their sizes; return them page by page, each of about ``most`` in size."""
    pages: list[list[_Item]] = []
    room = 0
    for item, size in items:
        if not pages or size > room:
            pages.append([])
            room = most
        pages[-1].append(item)
        room -= size
    return pages
