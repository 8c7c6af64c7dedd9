"""A counted corpus in, its rates over time out: a row a day, month or year, whichever gives a table to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framing.corpus.outlets import FEW, Rate, rates_where
from framing.corpus.store import CorpusStore

_MOST_ROWS = 60
_MONTHS_BY_DAY = 2
_DAY = "day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
#: Name of the step -> characters of an ISO date that name it.
STEPS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A day, month or year: its articles with a rate, and their rates by ``MEASURED``."""

    name: str
    articles: int
    rates: tuple[Rate, ...]

    @property
    def few(self) -> bool:
        """Whether it has fewer articles than rates should be read from."""
        return self.articles < FEW


def step_of(store: CorpusStore) -> str | None:
    """Take a counted corpus; return the step: days within two months, months if at most 60, else years.

    None with fewer than two days.
    """
    counts = ", ".join(f"COUNT(DISTINCT substr(day, 1, {size}))" for size in STEPS.values())
    days, months, years = store.one(f"SELECT {counts} FROM articles WHERE status = 'counted' AND {_DAY}")
    if days < 2:
        return None
    if months <= _MONTHS_BY_DAY:
        return "day"
    return "month" if months <= _MOST_ROWS or years < 2 else "year"


def undated(store: CorpusStore) -> int:
    """Take a counted corpus; return the articles with a rate and without a date that can be read."""
    found: int = store.one(f"SELECT COUNT(*) FROM articles WHERE status = 'counted' AND NOT {_DAY}")[0]
    return found


def periods(store: CorpusStore, step: str) -> Iterator[Period]:
    """Take a counted corpus and a step; yield its periods in order. Periods without an article are not in it."""
    size = STEPS[step]
    name = f"substr(day, 1, {size})"
    query = f"SELECT DISTINCT {name} FROM articles WHERE status = 'counted' AND {_DAY} ORDER BY {name}"
    for (period,) in list(store.rows(query)):
        articles, rates = rates_where(store, f"{_DAY} AND {name} = ?", period)
        yield Period(name=period, articles=articles, rates=rates)
