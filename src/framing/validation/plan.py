"""A corpus by cell and how narrow an interval should be in, how many sentences to code from each cell out.

Precision rests on the marked sentences only: n = z^2 P(1 - P) / d^2 of them, less what a small corpus saves. Recall
rests on the rare sentences that the tool misses. They are looked for where the model's chances say that they are
likeliest (Neyman 1934), but half of them are planned for as if they lay anywhere: a chance can be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from framing.errors import ConfigError
from framing.validation.measuring import Floats

Z = 1.959964
#: From each cell at least so many are coded (or all): with fewer, its rate has hardly any bounds.
LEAST = 20
#: The share of missed sentences that is planned for as spread over all unmarked ones, whatever their chances.
ANYWHERE = 0.5
#: With fewer expected gold sentences among the coded unmarked ones, an interval for recall is not to be relied on.
LEAST_MISSED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A part of the corpus: its name, whether the tool marks its sentences, how many it has, the sum of their chances
    (None without a model).
    """

    name: str
    marked: bool
    population: int
    chances: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is expected before anybody codes: the share of gold sentences in the corpus (None: the sum of the chances),
    and among the marked ones.
    """

    prevalence: float | None = None
    precision: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many sentences of each cell to code, what was assumed, and the half-widths that are then expected.

    ``missed`` is how many gold sentences are expected among the coded unmarked ones. A half-width is None where the
    plan codes nothing that the figure needs.
    """

    coded: tuple[int, ...]
    prevalence: float
    recall: float
    precision_within: float | None
    recall_within: float | None
    missed: float
    capped: bool = False

    @property
    def total(self) -> int:
        """How many sentences are coded in all."""
        return sum(self.coded)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The cells as arrays, and the expected share of gold sentences in each."""

    size: Floats
    marked: np.ndarray
    rate: Floats
    hits: float
    missed: float

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0


def _expected(cells: Sequence[Cell], assumed: Assumed) -> _Corpus:
    size = np.array([cell.population for cell in cells], dtype=float)
    marked = np.array([cell.marked for cell in cells], dtype=bool)
    chances = np.array([cell.chances or 0.0 for cell in cells])
    total = size.sum()
    flagged = float(size[marked].sum())
    hits = float(assumed.precision * flagged)
    unmarked = size[~marked].sum()
    if assumed.prevalence is None:
        missed = float(chances[~marked].sum()) or 0.01 * unmarked
    else:
        # at least a fifth of the gold sentences is planned for as missed: nothing is known of those before coding
        hits = min(hits, 0.8 * assumed.prevalence * total)
        missed = assumed.prevalence * total - hits
    missed = min(missed, 0.5 * unmarked)
    even = size / unmarked if unmarked else size
    likely = chances / chances[~marked].sum() if chances[~marked].sum() else even
    share = np.where(marked, 0.0, ANYWHERE * even + (1 - ANYWHERE) * likely)
    rate = np.where(marked, hits / max(flagged, 1.0), np.minimum(missed * share / np.maximum(size, 1), 0.5))
    return _Corpus(size=size, marked=marked, rate=rate, hits=hits, missed=float((rate * size)[~marked].sum()))


def _spread(wanted: float, weight: Floats, size: Floats) -> Floats:
    """Return how ``wanted`` are dealt to cells by weight, none getting more than it has or fewer than ``LEAST``."""
    least = np.minimum(size, LEAST)
    if least.sum() > wanted:
        least = least * wanted / least.sum()
    weight = np.maximum(weight, 1e-9)
    low, high = 0.0, float((size / weight).max(initial=0.0))
    while high - low > 1e-9 * high:  # the more a unit of weight gets, the more all get
        middle = (low + high) / 2
        low, high = (middle, high) if np.clip(middle * weight, least, size).sum() < wanted else (low, middle)
    got = np.clip(high * weight, least, size)
    whole = np.floor(got + 1e-9)
    rest = round(min(wanted, size.sum()) - whole.sum())
    order = np.argsort(whole - got, kind="stable")
    for at in [at for at in order if whole[at] < size[at]][: max(rest, 0)]:
        whole[at] += 1
    return whole


def _half_widths(corpus: _Corpus, coded: Floats) -> tuple[float | None, float | None, float]:
    """Return the expected half-widths for precision and recall, and the gold sentences among the coded unmarked."""
    marked = corpus.marked
    left = 1 - coded / np.maximum(corpus.size, 1)
    spread = corpus.size**2 * corpus.rate * (1 - corpus.rate) / np.maximum(coded, 1) * left
    lacking = (coded == 0) & (corpus.size > 0)
    size = corpus.size[marked].sum()
    precision = None if not size or lacking[marked].any() else Z * float(np.sqrt(spread[marked].sum())) / size
    missed = float((coded * corpus.rate)[~marked].sum())
    if precision is None or not corpus.missed or lacking[~marked].any():
        return precision, None, missed
    relative = spread[marked].sum() / corpus.hits**2 + spread[~marked].sum() / corpus.missed**2
    return precision, Z * corpus.recall * (1 - corpus.recall) * float(np.sqrt(relative)), missed


def _made(corpus: _Corpus, coded: Floats, *, capped: bool = False) -> Plan:
    precision, recall, missed = _half_widths(corpus, coded)
    total = corpus.size.sum()
    return Plan(
        coded=tuple(int(n) for n in coded),
        prevalence=(corpus.hits + corpus.missed) / total if total else 0.0,
        recall=corpus.recall,
        precision_within=precision,
        recall_within=recall,
        missed=missed,
        capped=capped,
    )


def plan(
    cells: Sequence[Cell],
    assumed: Assumed,
    *,
    count: int | None = None,
    precision_within: float | None = None,
    recall_within: float | None = None,
) -> Plan:
    """Take the cells, what is assumed, and either a number to code or the half-widths that are wanted; return a plan.

    Of a number each side gets half; what a side can't take goes to the other. With ``precision_within`` alone as many
    unmarked sentences are coded as marked ones. Raises ConfigError where no cell holds a sentence.
    """
    corpus = _expected(cells, assumed)
    if not corpus.size.sum():
        raise ConfigError("no sentence was checked, so there is nothing to sample from")
    marked = corpus.marked
    sides = [(side, corpus.size[side], _weight(corpus, side)) for side in (marked, ~marked)]

    def dealt(wanted: tuple[float, float]) -> Floats:
        coded = np.zeros(len(cells))
        for (side, size, weight), number in zip(sides, wanted, strict=True):
            coded[side] = _spread(min(number, size.sum()), weight, size)
        return coded

    if count is not None:
        most_marked, most_rest = (size.sum() for _, size, _ in sides)
        rest = min(count - min((count + 1) // 2, most_marked), most_rest)
        return _made(corpus, dealt((min(count - rest, most_marked), rest)))
    first = _for_precision(corpus, precision_within) if precision_within is not None else float(LEAST)
    second = first
    if recall_within is not None and corpus.hits:
        first, second = _for_recall(corpus, first, recall_within, dealt)
    coded = dealt((first, second))
    made = _made(corpus, coded)
    met = recall_within is None or (made.recall_within is not None and made.recall_within <= recall_within * 1.001)
    return made if met else _made(corpus, coded, capped=True)


def what_it_takes(
    cells: Sequence[Cell],
    *,
    prevalences: Sequence[float],
    precision: float,
    precision_within: float,
    recall_within: float,
) -> tuple[Plan, ...]:
    """Take the cells and shares of gold sentences; return for each the plan that reaches both half-widths."""
    return tuple(
        plan(
            cells,
            Assumed(prevalence=share, precision=precision),
            precision_within=precision_within,
            recall_within=recall_within,
        )
        for share in prevalences
    )


def _weight(corpus: _Corpus, side: np.ndarray) -> Floats:
    """Return what a side's sentences are dealt by: evenly where marked (all count the same), else Neyman's."""
    size, rate = corpus.size[side], corpus.rate[side]
    return np.asarray(size if corpus.marked[side].all() else size * np.sqrt(rate * (1 - rate)))


def _for_precision(corpus: _Corpus, within: float) -> float:
    size = corpus.size[corpus.marked].sum()
    rate = corpus.hits / size if size else 0.5
    needed = Z**2 * rate * (1 - rate) / within**2
    return float(np.ceil(needed / (1 + needed / size))) if size else 0.0


def _for_recall(
    corpus: _Corpus, first: float, within: float, dealt: Callable[[tuple[float, float]], Floats]
) -> tuple[float, float]:
    """Return the fewest marked (not under ``first``) and unmarked sentences with which recall is known so well."""
    most_marked, most_rest = (float(corpus.size[side].sum()) for side in (corpus.marked, ~corpus.marked))
    best: tuple[float, float] | None = None
    for marked in np.unique(np.clip(np.geomspace(max(first, 1), max(most_marked, 1), 8), first, most_marked)):
        low, high = float(min(LEAST, most_rest)), most_rest
        if not _reaches(corpus, dealt((marked, high)), within):
            continue
        while high - low > max(1.0, low / 500):
            middle = (low + high) / 2
            low, high = (low, middle) if _reaches(corpus, dealt((marked, middle)), within) else (middle, high)
        found = (float(np.ceil(marked)), float(np.ceil(high)))
        if best is None or sum(found) < sum(best):
            best = found
    return best or (most_marked, most_rest)


def _reaches(corpus: _Corpus, coded: Floats, within: float) -> bool:
    _, recall, missed = _half_widths(corpus, coded)
    whole = bool((coded >= corpus.size)[~corpus.marked].all())
    return recall is not None and recall <= within and (whole or missed >= LEAST_MISSED)
