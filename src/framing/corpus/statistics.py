"""Counts in, what a corpus says of them out: log-odds, q values, intervals by article. Pure functions over arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 2000
SEED = 1
#: Words in the prior of the log-odds, spread over the terms as in the pooled corpus.
PRIOR = 500.0
#: With fewer articles no interval is given: so few cannot say how far their rate could move.
FEWEST = 10
_MOST_DRAWS = 500_000


def log_odds(
    here: Floats, elsewhere: Floats, words_here: float, words_elsewhere: float, prior: Floats
) -> tuple[Floats, Floats]:
    """Take the counts of terms in two groups, the groups' words and the prior's counts; return (log-odds, variance).

    Log-odds ratio with an informative Dirichlet prior, and its approximate variance (Monroe, Colaresi & Quinn 2008,
    equations 16 and 20): the difference of the two groups' log odds after the prior's words are added to each.
    """
    import numpy as np

    all_prior = float(prior.sum())
    odds = []
    for counts, words in ((here, words_here), (elsewhere, words_elsewhere)):
        seen = counts + prior
        odds.append(np.log(seen / (words + all_prior - seen)))
    variance = 1.0 / (here + prior) + 1.0 / (elsewhere + prior)
    return odds[0] - odds[1], variance


def spread(counts: Floats, squares: Floats, cross: Floats, words: float, words_squared: float, articles: int) -> Floats:
    """Take per term the sums over articles of its count, its count squared, and its count times the article's words.

    Return how many times the variance of the term's count is what it were if its uses fell on articles by chance:
    1 or more. It is the sum of squared residuals over articles around the group's rate, over the count (a ratio
    estimator's variance with articles as clusters).
    """
    import numpy as np

    if articles < 2 or words <= 0:
        return np.ones_like(counts)
    rate = counts / words
    residual = squares - 2 * rate * cross + rate * rate * words_squared
    return np.maximum(1.0, residual / np.maximum(counts, 1e-9) * (articles / (articles - 1)))


def two_sided(z: Floats) -> Floats:
    """Take z values; return their two-sided p values under the normal distribution."""
    import numpy as np

    return np.array([math.erfc(abs(value) / math.sqrt(2)) for value in z.tolist()], dtype=float)


def benjamini_hochberg(p: Floats) -> Floats:
    """Take p values; return in the same order the q values: the smallest false discovery rate at which each is kept.

    q of the i-th smallest of m is the least m p(j) / j over j >= i (Benjamini & Hochberg 1995).
    """
    import numpy as np

    if not len(p):
        return p
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(scaled)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def rate_intervals(counts: Floats, words: Floats) -> list[tuple[float, float] | None]:
    """Take articles x measures and articles x measures of words; return per measure the 95 % interval of its rate.

    The rate is all findings over all words, per 100; whole articles are drawn again 2,000 times with a fixed seed,
    since findings of one article are not independent. None with fewer than 10 articles or without words.
    """
    import numpy as np

    articles, measures = counts.shape
    if articles < FEWEST:
        return [None] * measures
    random = np.random.default_rng(SEED)
    rows = max(1, min(RESAMPLES, _MOST_DRAWS // articles))
    rates = np.empty((RESAMPLES, measures))
    for first in range(0, RESAMPLES, rows):
        size = min(rows, RESAMPLES - first)
        drawn = random.integers(0, articles, size=(size, articles))
        weights = np.bincount((drawn + np.arange(size)[:, None] * articles).ravel(), minlength=size * articles).reshape(
            size, articles
        )
        rates[first : first + size] = 100 * (weights @ counts) / np.maximum(weights @ words, 1.0)
    low, high = np.percentile(rates, [2.5, 97.5], axis=0)
    return [
        (float(a), float(b)) if any_words else None for a, b, any_words in zip(low, high, words.sum(0), strict=True)
    ]


def quartiles(values: Floats) -> tuple[float, float, float] | None:
    """Take the rates of articles; return lower quartile, median and upper quartile, or None without any."""
    import numpy as np

    if not len(values):
        return None
    low, middle, high = np.percentile(values, [25, 50, 75])
    return float(low), float(middle), float(high)
