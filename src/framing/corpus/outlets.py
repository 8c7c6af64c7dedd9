"""A counted corpus in, one set of rates an outlet out: per kind and voice, with the interval over articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framing.corpus.statistics import quartiles, rate_intervals
from framing.corpus.store import MEASURED, CorpusStore
from framing.measures import WORDS_OF_VOICE

#: With fewer articles an outlet is shown in grey, with the word "few".
FEW = 30
#: An article with fewer words in a voice has no rate in the median of that voice: a single finding would make it high.
WORDS_FOR_SPREAD = 100
#: Fewer articles have no median and no middle half.
LEAST_SPREAD = 4
ALL = "All articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Findings of one kind in one voice: all of them over all words of the voice, and the spread over articles.

    ``rate`` is None under 50 words, ``interval`` too and with fewer than 10 articles, ``middle`` (lower quartile,
    median, upper quartile) where fewer than 4 articles have 100 words in this voice; ``spread_over`` is the number that
    have.
    """

    count: int
    words: int
    rate: float | None
    interval: tuple[float, float] | None
    middle: tuple[float, float, float] | None
    spread_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRates:
    """An outlet with its articles of 300 words or more; ``rates`` follow ``MEASURED``. No ``id``: the whole corpus."""

    id: int | None
    name: str
    articles: int
    rates: tuple[Rate, ...]

    @property
    def few(self) -> bool:
        """Whether it has fewer articles than rates should be read from."""
        return self.articles < FEW


def outlet_rates(store: CorpusStore) -> Iterator[OutletRates]:
    """Take a counted corpus; yield every outlet that has an article with a rate, by name, then the whole corpus."""
    query = (
        "SELECT id, name, COUNT(*) FROM articles JOIN outlets ON outlet = id WHERE status = 'counted'"
        " GROUP BY id ORDER BY name COLLATE NOCASE, name"
    )
    found = list(store.rows(query))
    for id, name, _ in found:
        yield _rates(store, id, name)
    if found:
        yield _rates(store, None, ALL)


def rates_where(store: CorpusStore, condition: str, *values: object) -> tuple[int, tuple[Rate, ...]]:
    """Take a corpus and a condition in SQL on its articles; return their number and their rates by ``MEASURED``."""
    import numpy as np

    columns = ", ".join(f"c{place}" for place in range(len(MEASURED)))
    query = f"SELECT {columns}, writer, source FROM articles WHERE status = 'counted' AND {condition} ORDER BY n"
    flat = np.fromiter((value for row in store.rows(query, *values) for value in row), dtype=np.int32)
    table = flat.reshape(-1, len(MEASURED) + 2).astype(float)
    counts = table[:, : len(MEASURED)]
    words = table[:, [len(MEASURED) + (voice == "source") for _, voice in MEASURED]]
    intervals = rate_intervals(counts, words)
    made = []
    for place in range(len(MEASURED)):
        long = words[:, place] >= WORDS_FOR_SPREAD
        total, in_words = int(counts[:, place].sum()), int(words[:, place].sum())
        made.append(
            Rate(
                count=total,
                words=in_words,
                rate=100 * total / in_words if in_words >= WORDS_OF_VOICE else None,
                interval=intervals[place] if in_words >= WORDS_OF_VOICE else None,
                middle=quartiles(100 * counts[long, place] / words[long, place])
                if long.sum() >= LEAST_SPREAD
                else None,
                spread_over=int(long.sum()),
            )
        )
    return len(table), tuple(made)


def _rates(store: CorpusStore, id: int | None, name: str) -> OutletRates:
    articles, rates = rates_where(store, "1") if id is None else rates_where(store, "outlet = ?", id)
    return OutletRates(id=id, name=name, articles=articles, rates=rates)
