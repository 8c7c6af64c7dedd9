"""Columns in, rates of findings in the writers' words out, and the differences between them with their own intervals.

The interval of a rate is that of the article's page (``framing.intervals``). That of a difference is a bootstrap that
draws the sentences of both texts apart; with fewer than five findings or ten sentences on a side it is put together
from the two exact Poisson intervals by the square-and-add method (Zou & Donner 2008).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from framing.compare.columns import Column
from framing.intervals import FEW_FINDINGS, FEW_SENTENCES, RESAMPLES, SEED, bootstrap, poisson
from framing.measures import WORDS_FOR_RATE, WORDS_OF_VOICE, counted
from framing.types import FAMILIES

ALL = "all"
#: The families that are compared pair by pair; the others are shown with their intervals only.
COMPARED = (ALL, "L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Findings per 100 of the writer's words of a column; the rate is None under 300 words (both voices), and under
    50 of the writer's.
    """

    column: str
    family: str
    count: int
    words: int
    value: float | None
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The rate of ``one`` less that of ``other``, per 100 words, with a 95 % interval; ``overlap``: of the two rates'
    own intervals.
    """

    family: str
    one: str
    other: str
    value: float
    low: float
    high: float
    overlap: bool
    method: str

    @property
    def apart(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class _Sample:
    """Findings and writer's words of each checked sentence of a column."""

    counts: list[int]
    words: list[int]

    @property
    def few(self) -> bool:
        return sum(self.counts) < FEW_FINDINGS or len(self.counts) < FEW_SENTENCES


def rates(columns: Sequence[Column]) -> tuple[tuple[Rate, ...], tuple[Difference, ...]]:
    """Take columns; return the rates of all families together and of each, and the differences of every two columns."""
    made: list[Rate] = []
    differences: list[Difference] = []
    for family in (ALL, *FAMILIES):
        samples = [_sample(column, family) for column in columns]
        mine = [_rate(column, family, sample) for column, sample in zip(columns, samples, strict=True)]
        made += mine
        if family in COMPARED:
            for one, other in combinations(range(len(columns)), 2):
                if mine[one].value is not None and mine[other].value is not None:
                    differences.append(_difference(mine[one], mine[other], samples[one], samples[other]))
    return tuple(made), tuple(differences)


def _sample(column: Column, family: str) -> _Sample:
    found: Counter[int] = Counter()
    for finding in column.analysis.findings:
        if finding.voice == "writer" and counted(finding) and family in (ALL, finding.family):
            found[finding.sentence] += 1
    scores = [score for score in column.analysis.scores if score.index in column.sentences]
    return _Sample([found[score.index] for score in scores], [score.writer_words for score in scores])


def _long_enough(column: Column) -> bool:
    """Whether the text has 300 words in both voices, of which a rate may be given."""
    total = sum(measure.count for measure in column.analysis.measures if measure.name == "words")
    everything = sum(score.writer_words for score in column.analysis.scores) or 1
    mine = sum(score.writer_words for score in column.analysis.scores if score.index in column.sentences)
    return total * mine / everything >= WORDS_FOR_RATE


def _rate(column: Column, family: str, sample: _Sample) -> Rate:
    count, words = sum(sample.counts), sum(sample.words)
    value = low = high = None
    method = "none"
    if words >= WORDS_OF_VOICE and _long_enough(column):
        value = 100 * count / words
        if sample.few:
            low, high = (100 * bound / words for bound in poisson(count))
            method = "poisson"
        else:
            ((low, high),) = bootstrap([sample.counts], [sample.words])
            low, high, method = 100 * low, 100 * high, "bootstrap"
    return Rate(
        column=column.name, family=family, count=count, words=words, value=value, low=low, high=high, method=method
    )


def square_and_add(
    one: float, other: float, interval: tuple[float, float], other_interval: tuple[float, float]
) -> tuple[float, float]:
    """Take two values with their intervals; return the interval of the first less the second (Zou & Donner 2008)."""
    gap = one - other
    low = gap - math.hypot(one - interval[0], other_interval[1] - other)
    high = gap + math.hypot(interval[1] - one, other - other_interval[0])
    return low, high


def resampled(one: _Sample, other: _Sample) -> tuple[float, float]:
    """Take two samples; return the 95 % bootstrap interval of the difference of their rates, per word."""
    import numpy as np

    drawn = []
    for seed, sample in ((SEED, one), (SEED + 1, other)):
        random = np.random.default_rng(seed)
        size = len(sample.counts)
        draws = random.multinomial(size, np.full(size, 1.0 / size), size=RESAMPLES)
        drawn.append((draws @ np.asarray(sample.counts)) / np.maximum(draws @ np.asarray(sample.words), 1))
    low, high = np.percentile(drawn[0] - drawn[1], [2.5, 97.5])
    return float(low), float(high)


def _difference(one: Rate, other: Rate, mine: _Sample, theirs: _Sample) -> Difference:
    a, b = one.value or 0.0, other.value or 0.0
    few = mine.few or theirs.few
    if few:
        intervals = [tuple(100 * bound / rate.words for bound in poisson(rate.count)) for rate in (one, other)]
        low, high = square_and_add(a, b, (intervals[0][0], intervals[0][1]), (intervals[1][0], intervals[1][1]))
    else:
        low, high = (100 * bound for bound in resampled(mine, theirs))
    overlap = (one.low or 0.0) <= (other.high or 0.0) and (other.low or 0.0) <= (one.high or 0.0)
    return Difference(
        family=one.family, one=one.column, other=other.column, value=a - b, low=low, high=high, overlap=overlap,
        method="square-and-add" if few else "bootstrap",
    )  # fmt: skip
