"""Counts in, 95 % intervals out: exact Poisson for few findings, else a bootstrap over an article's sentences."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 1
FEW_SENTENCES = 10
FEW_FINDINGS = 5
_MOST_SENTENCES = 400
_MOST_EXACT = 500
_Z = 1.959964


def _at_most(count: int, mean: float) -> float:
    """Return P(X <= count) for a Poisson variable of this mean."""
    term = total = math.exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return min(1.0, total)


def _solve(low: float, high: float, count: int, wanted: float) -> float:
    """Bisect for the mean at which P(X <= count) is ``wanted``; it falls as the mean grows."""
    for _ in range(80):
        middle = (low + high) / 2
        if _at_most(count, middle) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _wilson_hilferty(shape: float, z: float) -> float:
    """Return a quantile of the gamma distribution that a Poisson bound is (Wilson & Hilferty 1931)."""
    return shape * (1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3


def wilson(hits: float, of: float) -> tuple[float, float]:
    """Take a number of hits and of trials (above 0); return the 95 % interval of the share (Wilson 1927)."""
    share, extra = hits / of, _Z * _Z / of
    middle = (share + extra / 2) / (1 + extra)
    half = _Z / (1 + extra) * math.sqrt(share * (1 - share) / of + extra / (4 * of))
    # exact where none or all hit: rounding must not put the share outside its interval
    return (max(0.0, middle - half) if hits else 0.0), (min(1.0, middle + half) if hits < of else 1.0)


@lru_cache(maxsize=512)
def poisson(count: int) -> tuple[float, float]:
    """Take a count; return the 95 % interval of its Poisson mean: exact up to 500 (Garwood 1936), then to 0.01."""
    if count > _MOST_EXACT:  # exp(-mean) is no number there, and the sum is long
        return _wilson_hilferty(count, -_Z), _wilson_hilferty(count + 1, _Z)
    ceiling = count + 8 * math.sqrt(count + 1) + 10
    low = 0.0 if count == 0 else _solve(0.0, ceiling, count - 1, 0.975)
    return low, _solve(0.0, ceiling, count, 0.025)


@lru_cache(maxsize=64)
def _draws(sentences: int) -> NDArray[np.float32]:
    """Return how often each sentence stands in each resample: RESAMPLES x sentences, from a fixed seed."""
    import numpy as np

    random = np.random.default_rng(SEED)
    even = np.full(sentences, 1.0 / sentences)
    return random.multinomial(sentences, even, size=RESAMPLES).astype(np.float32)


def bootstrap(counts: list[list[int]], sizes: list[list[int]]) -> list[tuple[float, float]]:
    """Take per measure the findings and the words of each sentence; return per measure the 95 % interval of its rate.

    Both lists are measures x sentences. Sentences are resampled whole, since findings cluster in them (Efron &
    Tibshirani 1993); an article of more than 400 sentences is resampled in 400 blocks of neighbours.
    """
    import numpy as np

    c = np.asarray(counts, dtype=np.float32)
    w = np.asarray(sizes, dtype=np.float32)
    if c.shape[1] > _MOST_SENTENCES:
        edges = np.linspace(0, c.shape[1], _MOST_SENTENCES + 1).astype(int)[:-1]
        c, w = np.add.reduceat(c, edges, axis=1), np.add.reduceat(w, edges, axis=1)
    draws = _draws(c.shape[1])
    rates = (draws @ c.T) / np.maximum(draws @ w.T, 1.0)
    low, high = np.percentile(rates, [2.5, 97.5], axis=0)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
