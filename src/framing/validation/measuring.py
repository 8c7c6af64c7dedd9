"""Labels, probabilities and weights in, figures and their intervals out: numpy only, nothing fitted but a threshold.

Every figure takes a weight a row. Weights carry two things: a base rate other than the table's (Saerens et al. 2002;
King & Zeng 2001), and how often a row's group was drawn in a bootstrap (Efron & Tibshirani 1993), so that rows of one
article or outlet are never treated as independent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.intervals import wilson

DRAWS = 1000
SEED = 1
BINS = 10

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Confusion:
    """Weighted counts: loaded and marked, loaded and not, plain and marked, plain and not."""

    hit: float
    missed: float
    false: float
    rest: float

    def figures(self) -> dict[str, float]:
        """Return precision, recall, F1 of loaded sentences, and macro-F1; 0.0 where there is nothing to divide by."""

        def f1(right: float, wrong: float) -> float:
            return 2 * right / (2 * right + wrong) if right else 0.0

        wrong = self.missed + self.false
        return {
            "precision": self.hit / (self.hit + self.false) if self.hit else 0.0,
            "recall": self.hit / (self.hit + self.missed) if self.hit else 0.0,
            "f1": f1(self.hit, wrong),
            "macro_f1": (f1(self.hit, wrong) + f1(self.rest, wrong)) / 2,
        }


def confusion(y: Flags, said: Flags, weight: Floats) -> Confusion:
    """Take labels, what was said, and weights; return the weighted counts."""
    return Confusion(
        float(weight[y & said].sum()),
        float(weight[y & ~said].sum()),
        float(weight[~y & said].sum()),
        float(weight[~y & ~said].sum()),
    )


def base_rate_weights(y: Flags, rate: float | None) -> Floats:
    """Take labels and a base rate (None: the table's own); return weights with which loaded rows have that share."""
    if rate is None:
        return np.ones(len(y))
    share = float(y.mean())
    return np.where(y, rate / share, (1 - rate) / (1 - share))


def auc(y: Flags, p: Floats, weight: Floats) -> float:
    """Return the chance that a loaded row has more than a plain one, ties half (weighted); NaN for one class."""
    order = np.argsort(p, kind="stable")
    _, start = np.unique(p[order], return_index=True)
    up = np.add.reduceat(np.where(y, weight, 0.0)[order], start)
    down = np.add.reduceat(np.where(y, 0.0, weight)[order], start)
    below = np.cumsum(down) - down / 2
    total = up.sum() * down.sum()
    return float((up * below).sum() / total) if total else float("nan")


def average_precision(y: Flags, p: Floats, weight: Floats) -> float:
    """Return the weighted mean of precision over the ranks of loaded rows, ties taken together; NaN without any."""
    order = np.argsort(-p, kind="stable")
    _, start = np.unique(-p[order], return_index=True)
    hits = np.add.reduceat(np.where(y, weight, 0.0)[order], start)
    marked = np.cumsum(np.add.reduceat(weight[order], start))
    total = hits.sum()
    return float((hits * np.cumsum(hits) / np.maximum(marked, 1e-300)).sum() / total) if total else float("nan")


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose probability lies in a range: how many (weighted), their mean probability, the share that is loaded."""

    low: float
    high: float
    weight: float
    predicted: float
    observed: float


def calibration(y: Flags, p: Floats, weight: Floats, *, bins: int = BINS) -> tuple[Bin, ...]:
    """Take labels, probabilities and weights; return bins of about equally many rows, in order, empty ones left out."""
    edges = np.unique(np.quantile(p, np.linspace(0, 1, bins + 1)))
    last = np.nextafter(edges[-1], np.inf)
    edges = np.append(edges[:-1], last) if len(edges) > 1 else np.array([edges[0], last])
    found = []
    for low, high in pairwise(edges):
        rows = (p >= low) & (p < high)
        size = float(weight[rows].sum())
        if size > 0:
            found.append(
                Bin(
                    float(low),
                    float(min(high, 1.0)),
                    size,
                    float(np.average(p[rows], weights=weight[rows])),
                    float(np.average(y[rows], weights=weight[rows])),
                )
            )
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of predicted and observed over bins, by weight (expected calibration error)."""
    total = sum(b.weight for b in bins)
    return sum(b.weight * abs(b.predicted - b.observed) for b in bins) / total if total else float("nan")


def best_threshold(y: Flags, p: Floats, weight: Floats) -> float:
    """Take labels, probabilities and weights; return the threshold with the best macro-F1, the lowest of equals."""
    order = np.argsort(-p, kind="stable")
    up = np.cumsum(np.where(y, weight, 0.0)[order])
    marked = np.cumsum(weight[order])
    last = np.append(np.diff(p[order]) != 0, True)
    hit, said = up[last], marked[last]
    loaded, plain = up[-1], marked[-1] - up[-1]
    wrong = (said - hit) + (loaded - hit)
    rest = plain - (said - hit)
    f1 = 2 * hit / np.maximum(2 * hit + wrong, 1e-300) + 2 * rest / np.maximum(2 * rest + wrong, 1e-300)
    best = np.flatnonzero(f1 >= f1.max() - 1e-12)[-1]
    return float(p[order][last][best])


def numbered(groups: Sequence[str]) -> NDArray[np.int64]:
    """Take the groups' names; return a number a row, in order of first appearance."""
    place = {name: at for at, name in enumerate(dict.fromkeys(groups))}
    return np.array([place[name] for name in groups], dtype=np.int64)


def folds(group: NDArray[np.int64], count: int, *, seed: int = SEED) -> NDArray[np.int64]:
    """Take group numbers; return the fold of each row: whole groups, dealt out at random from a fixed seed."""
    size = int(group.max()) + 1
    fold = np.empty(size, dtype=np.int64)
    fold[np.random.default_rng(seed).permutation(size)] = np.arange(size) % count
    return fold[group]


def bootstrap(
    figures: Callable[[Floats], Mapping[str, float]],
    group: NDArray[np.int64],
    weight: Floats,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Interval]:
    """Take a function from weights to figures, groups and weights; return each figure's 95 % interval over groups.

    Draws in which a figure is not defined (one class only) are left out for it.
    """
    rng = np.random.default_rng(seed)
    size = int(group.max()) + 1
    seen: dict[str, list[float]] = {}
    for _ in range(draws):
        times = np.bincount(rng.integers(0, size, size), minlength=size)
        for name, value in figures(weight * times[group]).items():
            seen.setdefault(name, []).append(value)
    found = {}
    for name, values in seen.items():
        known = np.array(values)[np.isfinite(values)]
        low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
        found[name] = (float(low), float(high))
    return found


def mean_interval(
    values: Sequence[float] | Sequence[bool], groups: Sequence[str], *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, Interval]:
    """Take values (numbers, or flags for a share) and their groups; return the mean and its 95 % bootstrap interval,
    drawing whole groups.

    Where all of many flags are 0, or all are 1, a bootstrap says nothing: the interval is then Wilson's (1927) over
    groups.
    """
    array = np.asarray(values, dtype=float)
    group = numbered(groups)
    sums = np.bincount(group, weights=array)
    sizes = np.bincount(group)
    mean = float(array.mean())
    if isinstance(values[0], bool) and mean in (0.0, 1.0):
        return mean, wilson(mean * len(sums), len(sums))
    drawn = np.random.default_rng(seed).integers(0, len(sums), (draws, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), (0.025, 0.975))
    return mean, (float(low), float(high))
