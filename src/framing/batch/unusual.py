"""Tonight's articles and the outlet's own last 90 days in, the few that stand out beyond chance out.

For each article and family: findings in the writer's own words, against a negative binomial whose rate and spread are
those of the same outlet's earlier articles, measured with the same lexicons and models. Articles differ more than a
Poisson would have it; with that, one in five would "stand out". The p-values of all checks of the night are corrected
together (Benjamini & Hochberg 1995) at a false discovery rate of 5 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.corpus.statistics import benjamini_hochberg
from framing.types import FAMILIES

#: So many earlier articles an outlet must have; under them nothing is said of it.
LEAST_HISTORY = 30
#: Under so many words of the writer a rate says little.
LEAST_WORDS = 300
LEVEL = 0.05
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An article's numbers: whose it is, its words of the writer, its findings by family."""

    article: str
    outlet: str
    words: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """An article that stands out in a family: its count, what its length would lead to expect, and the p-value."""

    article: str
    family: str
    count: int
    words: int
    expected: float
    history: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What was found among how many checks; ``young`` are outlets with too few earlier articles, with their number."""

    checks: int
    found: tuple[Unusual, ...]
    young: tuple[tuple[str, int], ...] = ()
    short: int = 0


def find_unusual(tonight: Iterable[Counted], history: Iterable[Counted]) -> Checks:
    """Take tonight's articles and earlier ones; return those that stand out after correction, the clearest first."""
    import numpy as np

    earlier: dict[str, list[Counted]] = {}
    for one in history:
        if one.words >= LEAST_WORDS:
            earlier.setdefault(one.outlet, []).append(one)
    checked: list[Unusual] = []
    young: dict[str, int] = {}
    short = 0
    for one in tonight:
        before = earlier.get(one.outlet, [])
        if one.words < LEAST_WORDS:
            short += 1
        elif len(before) < LEAST_HISTORY:
            young[one.outlet] = len(before)
        else:
            checked += [_check(one, index, family, before) for index, family in enumerate(FAMILIES)]
    corrected = benjamini_hochberg(np.array([one.p for one in checked], dtype=float)).tolist()
    kept = [one for one, q in zip(checked, corrected, strict=True) if q <= LEVEL]
    found = sorted(kept, key=lambda one: (one.p, one.article, one.family))
    return Checks(checks=len(checked), found=tuple(found), young=tuple(sorted(young.items())), short=short)


def _check(one: Counted, index: int, family: str, before: Sequence[Counted]) -> Unusual:
    pairs = [(earlier.counts[index], earlier.words) for earlier in before]
    words = sum(w for _, w in pairs)
    # half a finding is added, so that a family that an outlet never had does not make any finding at all impossible
    rate = (sum(c for c, _ in pairs) + 0.5) / words
    expected = rate * one.words
    p = two_sided(one.counts[index], expected, spread(pairs, rate))
    return Unusual(
        article=one.article,
        family=family,
        count=one.counts[index],
        words=one.words,
        expected=expected,
        history=len(before),
        p=p,
    )


def spread(pairs: Sequence[tuple[int, int]], rate: float) -> float:
    """Take (count, words) of articles and their common rate; return the variance beyond Poisson's, over the square of
    the mean, by the method of moments; 0 where counts spread no more than a Poisson.
    """
    beyond = sum((count - rate * words) ** 2 - rate * words for count, words in pairs)
    squares = sum((rate * words) ** 2 for _, words in pairs)
    return max(beyond / squares, 0.0) if squares else 0.0


def two_sided(count: int, mean: float, spread: float) -> float:
    """Take a count, its mean and its spread; return twice the smaller tail of the negative binomial, at most 1."""
    below = at = _mass(0, mean, spread)
    for k in range(1, count + 1):
        at = _mass(k, mean, spread)
        below += at
    upper = max(1.0 - below + at, 0.0)
    if upper < 1e-9:  # what is left of 1 is rounding; the tail is summed from its own end
        upper = 0.0
        for k in range(count, count + 10_000):
            term = _mass(k, mean, spread)
            upper += term
            if term < upper * 1e-12:
                break
    return min(2 * min(below, upper), 1.0)


def _mass(k: int, mean: float, spread: float) -> float:
    """Return the probability of k under a negative binomial with this mean and variance mean + spread x mean^2."""
    if spread < 1e-9:
        return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    size = 1 / spread
    return math.exp(
        math.lgamma(k + size)
        - math.lgamma(size)
        - math.lgamma(k + 1)
        + size * math.log(size / (size + mean))
        + k * math.log(mean / (size + mean))
    )
