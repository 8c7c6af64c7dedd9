"""Ratings of the same units by several coders in; Krippendorff's alpha with its interval and percent agreement out.

Alpha is one less observed over expected disagreement (Krippendorff 2018, ch. 12): any number of coders, missing
ratings, three levels of measurement. 1 is full agreement, 0 what chance alone gives, below 0 worse than chance. What
can't be computed is a value with its reason, never an error. Nothing is pooled over variables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
Rating = str | float | None
Floats = NDArray[np.float64]

DRAWS = 2000
SEED = 1
#: With fewer units that two coders rated, drawing units again says nothing of how far alpha could lie off.
FEW_UNITS = 5
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree on one variable. ``alpha``, ``low`` and ``high`` (its 95 % interval) are None where they are
    not defined; ``reason`` then says why in one sentence, and is empty otherwise. With weights, alpha, its interval
    and ``percent`` are weighted, the counts are not.

    ``percent`` is the share (0 to 1) of pairs of ratings of the same unit that are equal. ``units`` counts those that
    at least two coders rated, ``single`` those that one coder rated (they tell nothing of agreement), ``coders`` those
    with a rating, ``ratings`` the ratings of the counted units.
    """

    level: Level
    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    units: int
    single: int
    coders: int
    ratings: int
    reason: str = ""


def agreement(
    units: Sequence[Sequence[Rating]],
    *,
    level: Level = "nominal",
    weights: Sequence[float] | None = None,
    cells: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Agreement:
    """Take the units (sentences), each with a rating a coder in the same order of coders; return how far they agree.

    ``weights`` says how much each unit counts (only their ratios matter), ``cells`` which part of a stratified sample
    it was drawn from: the interval then draws again within each part.

    None and NaN are missing ratings. Ordinal and interval ratings are numbers, of which ordinal ones give only their
    order; nominal ones may be texts. The interval is a percentile bootstrap over units from a fixed seed (Efron &
    Tibshirani 1993; draws without any variation, where alpha is not defined, are left out). Raises ValueError for a
    text where a number is needed, and for an infinite one.
    """
    rows = [[None if _missing(rating) else rating for rating in unit] for unit in units]
    coders = len({place for row in rows for place, rating in enumerate(row) if rating is not None})
    values = _values(rows, level)
    counts = _counts(rows, {value: place for place, value in enumerate(values)})
    size = counts.sum(axis=1)
    used_units = size >= 2
    paired = counts[used_units]
    weight = np.ones(len(paired)) if weights is None else np.asarray(weights, dtype=float)[used_units]
    weight = weight / weight.mean() if len(paired) else weight
    made = Agreement(
        level=level,
        alpha=None,
        low=None,
        high=None,
        percent=_percent(paired, weight),
        units=len(paired),
        single=int((size == 1).sum()),
        coders=coders,
        ratings=int(paired.sum()),
    )
    used = paired.sum(axis=0) > 0
    reason = _undefined(made, int(used.sum()))
    if reason:
        return replace(made, reason=reason)
    table = paired[:, used]
    scale = np.arange(used.sum(), dtype=float) if level == "nominal" else np.array(values, dtype=float)[used]
    alpha = float(_alphas(table, scale, weight[None, :], level)[0])
    if len(table) < FEW_UNITS:
        return replace(
            made, alpha=alpha, reason=f"too few units for an interval ({len(table)}; {FEW_UNITS} are needed)"
        )
    cell = np.zeros(len(table)) if cells is None else np.unique(cells, return_inverse=True)[1][used_units]
    low, high = _interval(table, scale, level, weight, cell, draws=draws, seed=seed)
    return replace(made, alpha=alpha, low=low, high=high)


def _missing(rating: Rating) -> bool:
    return rating is None or (isinstance(rating, float | np.floating) and math.isnan(rating))


def _values(rows: list[list[Rating]], level: Level) -> list[Rating]:
    """Return the different ratings, in their order (nominal ones in order of appearance)."""
    seen = dict.fromkeys(rating for row in rows for rating in row if rating is not None)
    if level == "nominal":
        return list(seen)
    for rating in seen:
        if isinstance(rating, str) or not math.isfinite(rating):
            raise ValueError(f"{level} ratings are finite numbers, not {rating!r}")
    return sorted(seen, key=_number)


def _number(rating: Rating) -> float:
    return float(rating or 0)


def _counts(rows: list[list[Rating]], place: Mapping[Rating, int]) -> Floats:
    """Return how often each unit got each value: units x values."""
    counts = np.zeros((len(rows), len(place)))
    for row, unit in enumerate(rows):
        for rating in unit:
            if rating is not None:
                counts[row, place[rating]] += 1
    return counts


def _percent(counts: Floats, weight: Floats) -> float | None:
    size = counts.sum(axis=1)
    pairs = float((weight * size * (size - 1)).sum())
    return float((weight[:, None] * counts * (counts - 1)).sum()) / pairs if pairs else None


def _undefined(made: Agreement, values: int) -> str:
    if made.ratings == 0 and made.single == 0:
        return "nothing was rated"
    if made.coders < 2:
        return "only one coder rated; agreement needs two"
    if made.units < 2:
        return f"too few units: two coders rated the same unit {'once' if made.units else 'nowhere'}; 2 are needed"
    if values < 2:
        return "all ratings are the same, so nothing tells agreement from chance"
    return ""


def _alphas(counts: Floats, scale: Floats, drawn: Floats, level: Level) -> Floats:
    """Take units x values, the values' numbers and how often each draw holds each unit; return alpha of each draw.

    With squared distances, ordered values need no coincidence matrix: a unit's disagreement follows from the sum and
    the sum of squares of its numbers. Ordinal distances are those between a draw's middle ranks.
    """
    size = counts.sum(axis=1)
    share = drawn / (size - 1)
    totals = drawn @ counts
    n = totals.sum(axis=1)
    if level == "nominal":
        observed = share @ (size**2 - (counts**2).sum(axis=1))
        expected = n**2 - (totals**2).sum(axis=1)
    else:
        ranks = (
            np.cumsum(totals, axis=1) - totals / 2
            if level == "ordinal"
            else np.tile(scale - scale.mean(), (len(drawn), 1))
        )
        squares = size * (ranks**2 @ counts.T)
        observed = 2 * (share * (squares - (ranks @ counts.T) ** 2)).sum(axis=1)
        expected = 2 * (n * (totals * ranks**2).sum(axis=1) - (totals * ranks).sum(axis=1) ** 2)
    varied = (totals > 0).sum(axis=1) > 1
    return np.where(varied, 1 - (n - 1) * observed / np.where(varied, expected, 1.0), np.nan)


def _interval(
    counts: Floats, scale: Floats, level: Level, weight: Floats, cell: Floats, *, draws: int, seed: int
) -> tuple[float | None, float | None]:
    random = np.random.default_rng(seed)
    units = len(counts)
    parts = [np.flatnonzero(cell == one) for one in np.unique(cell)]
    found: list[Floats] = []
    step = max(1, _CELLS // units)
    for start in range(0, draws, step):
        drawn = np.empty((min(step, draws - start), units))
        for part in parts:
            drawn[:, part] = random.multinomial(len(part), np.full(len(part), 1 / len(part)), size=len(drawn))
        drawn *= weight
        found.append(_alphas(counts, scale, drawn, level))
    alphas = np.concatenate(found)
    known = alphas[np.isfinite(alphas)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)
