"""Chances with coders' answers and weights in, calibration and what other levels would give out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.validation.estimates import Counts, Table, estimates
from framing.validation.measuring import (
    Flags,
    Floats,
    auc,
    average_precision,
    calibration,
    calibration_error,
    confusion,
)

_STEPS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_BINS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Sentences of about one chance: the lowest, highest and mean chance, the share that coders marked, its interval,
    how many were coded.
    """

    lowest: float
    highest: float
    predicted: float
    observed: float
    low: float | None
    high: float | None
    coded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What marking from this chance on would give: sentences marked in 100, precision, recall, F1."""

    threshold: float
    marked: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Ranking, calibration and levels, at the share ``rate`` of loaded sentences; ``own`` tells it was asked for."""

    rate: float
    own: bool
    auc: float
    average_precision: float
    calibration_error: float
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    threshold: float
    best: float


def levels(
    gold: Flags,
    chance: Floats,
    weight: Floats,
    *,
    threshold: float,
    rate: float | None,
    drawn: tuple[Table, Counts, list[list[int]]] | None,
) -> Levels | None:
    """Take answers, chances, weights and the level in use; return ranking, calibration and levels.

    ``drawn`` says how: the sample as a table, each sentence's cell, and the cells of each band of chance, lowest first
    (None: they are no sample). None is returned where all answers are alike.
    """
    if gold.all() or not gold.any():
        return None
    share = float(np.average(gold, weights=weight))
    wanted = share if rate is None else rate
    there = weight * np.where(gold, wanted / share, (1 - wanted) / (1 - share))
    steps = sorted({*(s for s in _STEPS if s <= chance.max()), threshold})
    rows = tuple(_level(gold, chance, there, step) for step in steps)
    return Levels(
        rate=wanted,
        own=rate is not None,
        auc=auc(gold, chance, weight),
        average_precision=average_precision(gold, chance, there),
        calibration_error=calibration_error(calibration(gold, chance, weight)),
        bands=_bands(gold, chance, weight) if drawn is None else _drawn_bands(chance, weight, *drawn),
        levels=rows,
        threshold=threshold,
        best=max(rows, key=lambda row: row.f1).threshold,
    )


def _level(gold: Flags, chance: Floats, weight: Floats, threshold: float) -> Level:
    marked = chance >= threshold
    figures = confusion(gold, marked, weight).figures()
    return Level(
        threshold=threshold,
        marked=float(weight[marked].sum() / weight.sum()),
        precision=figures["precision"],
        recall=figures["recall"],
        f1=figures["f1"],
    )


def _bands(gold: Flags, chance: Floats, weight: Floats) -> tuple[Band, ...]:
    return tuple(
        Band(
            lowest=one.low,
            highest=one.high,
            predicted=one.predicted,
            observed=one.observed,
            low=None,
            high=None,
            coded=int(one.weight),
        )
        for one in calibration(gold, chance, weight)
    )


def _drawn_bands(
    chance: Floats, weight: Floats, table: Table, cell: Counts, bands: list[list[int]]
) -> tuple[Band, ...]:
    """Return the bands in which sentences were drawn; small ones are put together with the next."""
    found: list[Band] = []
    waiting: list[int] = []
    for nth, places in enumerate(bands, 1):
        waiting += places
        rows = np.isin(cell, waiting)
        if not rows.any() or (rows.sum() < len(cell) / _BINS and nth < len(bands)):
            continue
        part = Table(population=table.population[waiting], coded=table.coded[waiting], positive=table.positive[waiting])
        one = estimates(part)["prevalence"]
        if one.value is not None:
            found.append(
                Band(
                    lowest=float(chance[rows].min()),
                    highest=float(chance[rows].max()),
                    predicted=float(np.average(chance[rows], weights=weight[rows])),
                    observed=one.value,
                    low=one.low,
                    high=one.high,
                    coded=int(rows.sum()),
                )
            )
        waiting = []
    return tuple(found)
