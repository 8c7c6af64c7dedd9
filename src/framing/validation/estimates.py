"""Coded sentences of a stratified sample in, the tool's precision, recall, F1 for the whole corpus out, with intervals.

A figure is weighted back to the corpus: each coded sentence stands for all those of its cell (stratum), and how many of
them the tool marked is known, not estimated. An interval comes from the confidence distributions of the cells' rates:
Beta(x + a, n - x + a), n enlarged by the finite population correction; the halves of Jeffreys' interval (Brown, Cai &
DasGupta 2001) are shared out among the cells of a side by what one sentence of a cell stands for, since a half in each
of many cells would pull rare shares upwards. They are drawn independently, and every draw gives one value of each
ratio. ``python -m benchmarks.coverage`` measures how often the intervals hold the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from framing.validation.measuring import Flags, Floats, bootstrap, confusion

Counts = NDArray[np.int64]

DRAWS = 4000
SEED = 1
#: The figures, in the order of tables.
FIGURES = ("prevalence", "precision", "recall", "f1", "false_alarms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share of the corpus with its 95 % interval, and the coded sentences it rests on (``out_of``; ``count`` of them
    are so). None where it can't be told; ``reason`` says why. ``whole``: every sentence it rests on was coded, so that
    no drawing leaves anything open.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int
    out_of: int
    reason: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sample by cell and by whether the tool marks a sentence (last axis: no, yes): cells x 2 each.

    ``population`` counts the sentences of the corpus, ``coded`` those with a gold value, ``positive`` the gold ones
    among them.
    """

    population: Counts
    coded: Counts
    positive: Counts

    @property
    def uncovered(self) -> int:
        """How many sentences of the corpus lie in parts of which none was coded."""
        return int(self.population[(self.coded == 0) & (self.population > 0)].sum())

    def whole(self, figure: str) -> bool:
        """Return whether all was coded that a figure rests on: the marked ones for precision, else everything."""
        coded = self.coded >= self.population
        return bool(coded[:, 1].all() if figure == "precision" else coded.all())


def tabulate(gold: Flags, marked: Flags, cell: Counts, population: Counts) -> Table:
    """Take each coded sentence's gold value, whether it is marked, its cell's number, and the corpus (cells x 2)."""
    place = cell * 2 + marked
    size = population.size
    return Table(
        population=population,
        coded=np.bincount(place, minlength=size).reshape(population.shape),
        positive=np.bincount(place[gold], minlength=size).reshape(population.shape),
    )


def _rates(table: Table) -> Floats:
    """Return the share of gold sentences a part; parts without a coded sentence get that of their side."""
    side = table.positive.sum(axis=0) / np.maximum(table.coded.sum(axis=0), 1)
    return np.where(table.coded > 0, table.positive / np.maximum(table.coded, 1), side)


def _drawn(table: Table, draws: int, seed: int, *, finite: bool) -> Floats:
    """Return draws of the share of gold sentences: draws x cells x 2. A part that is coded whole does not vary."""
    coded, population = table.coded, table.population
    rates = _rates(table)
    left = 1 - coded / np.maximum(population, 1) if finite else np.ones(coded.shape)
    whole = (left <= 0) | (population == 0)
    size = coded / np.where(whole, 1.0, left)
    stands_for = np.where(whole, 0.0, population / np.maximum(coded, 1))
    extra = np.maximum(0.5 * stands_for / np.maximum(stands_for.sum(axis=0), 1e-300), 1e-6)
    drawn = np.random.default_rng(seed).beta(rates * size + extra, (1 - rates) * size + extra, (draws, *coded.shape))
    return np.where(whole, rates, drawn)


def _figures(positive: Floats, population: Counts) -> dict[str, Floats]:
    """Take how many gold sentences there are by side (last axis), and the corpus; return the figures."""
    missed, hit = positive[..., 0], positive[..., 1]
    plain, marked = population.sum(axis=0)
    total = missed + hit
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "prevalence": total / (plain + marked),
            "precision": hit / np.float64(marked),
            "recall": hit / total,
            "f1": 2 * hit / (marked + total),
            "false_alarms": (marked - hit) / (plain + marked - total),
        }


def estimates(table: Table, *, finite: bool = True, draws: int = DRAWS, seed: int = SEED) -> dict[str, Estimate]:
    """Take a sample as a table; return the figures for the corpus (``FIGURES``), each with its 95 % interval.

    ``false_alarms`` is the share of marked ones among the sentences that are not gold. Without ``finite`` the intervals
    are for texts like the corpus: that much of it may be coded does not narrow them.
    """
    values = _figures((_rates(table) * table.population).sum(axis=0), table.population)
    drawn = _figures((_drawn(table, draws, seed, finite=finite) * table.population).sum(axis=1), table.population)
    unmarked, marked = (int(n) for n in table.coded.sum(axis=0))
    missed, hit = (int(n) for n in table.positive.sum(axis=0))
    rests = {
        "prevalence": (missed + hit, unmarked + marked),
        "precision": (hit, marked),
        "recall": (hit, missed + hit),
        "f1": (hit, missed + marked),
        "false_alarms": (marked - hit, unmarked + marked - missed - hit),
    }
    found = {}
    for name, (count, out_of) in rests.items():
        reason = _untold(name, table, missed + hit)
        if not reason and not np.isfinite(values[name]):
            reason = "the corpus has no sentence of that kind"
        if reason:
            found[name] = Estimate(value=None, low=None, high=None, count=count, out_of=out_of, reason=reason)
            continue
        low, high = np.quantile(drawn[name][np.isfinite(drawn[name])], (0.025, 0.975))
        value = float(values[name])
        found[name] = Estimate(
            value=value,
            low=min(float(low), value),
            high=max(float(high), value),
            count=count,
            out_of=out_of,
            whole=finite and table.whole(name),
        )
    return found


def _untold(name: str, table: Table, positive: int) -> str:
    """Return why a figure can't be told, or nothing."""
    unmarked, marked = table.coded.sum(axis=0)
    plain, flagged = table.population.sum(axis=0)
    if name in ("precision", "f1", "recall") and not flagged:
        return "the tool marks no sentence of the corpus"
    if name != "recall" or plain:
        if not marked and flagged and name != "recall":
            return "no marked sentence was coded"
        if not unmarked and plain and name != "precision":
            return "no unmarked sentence was coded, so what the tool misses is not known"
    if name == "recall" and not marked:
        return "no marked sentence was coded"
    if name in ("recall", "f1") and not positive:
        return "coders found no such sentence in the sample"
    return ""


def clustered_estimates(
    gold: Flags, marked: Flags, group: Counts, *, draws: int = 1000, seed: int = SEED
) -> dict[str, Estimate]:
    """Take labelled sentences that are no sample of a known corpus, and their articles; return the figures.

    Every sentence counts the same. The intervals draw whole articles again, since sentences of one are alike.
    """
    coded = np.bincount(marked, minlength=2)[None, :]
    table = Table(population=coded, coded=coded, positive=np.bincount(marked[gold], minlength=2)[None, :])
    single = len(np.unique(group)) < 2

    def figures(weight: Floats) -> dict[str, float]:
        found = confusion(gold, marked, weight)
        sides = np.array([found.missed, found.hit])
        sizes = np.array([[found.missed + found.rest, found.hit + found.false]])
        return {name: float(value) for name, value in _figures(sides, sizes).items()}

    intervals = {} if single else bootstrap(figures, group, np.ones(len(gold)), draws=draws, seed=seed)
    return {
        name: one
        if one.value is None
        else replace(
            one,
            low=intervals[name][0] if intervals else None,
            high=intervals[name][1] if intervals else None,
            reason="all sentences are of one article, which allows no interval" if single else "",
        )
        for name, one in estimates(table, finite=False, draws=1).items()
    }
