"""Labelled texts and a number for each in; how well the numbers tell loaded from plain, with intervals over groups,
out.

Two cuts are shown: the rater's own threshold, and one fitted on the other groups (grouped splits: no group is in both
the part a threshold is fitted on and the part it is tried on). Everything is told at the table's rate of loaded texts
and, if one is given, at another base rate: a table is rarely as full of loaded sentences as articles are empty of
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.errors import ConfigError
from framing.validation.measuring import (
    Bin,
    Confusion,
    Flags,
    Floats,
    Interval,
    auc,
    average_precision,
    base_rate_weights,
    best_threshold,
    bootstrap,
    calibration,
    calibration_error,
    confusion,
    folds,
    numbered,
)
from framing.validation.table import Labelled

FOLDS = 5
#: With fewer groups than this an interval says little, and the table says so.
FEW_GROUPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRate:
    """The figures at one share of loaded texts; ``figures`` and ``intervals`` by name, confusion and thresholds by cut.

    The threshold of the cut "fitted" is the median over the splits.
    """

    rate: float
    thresholds: dict[str, float]
    figures: dict[str, float]
    intervals: dict[str, Interval]
    confusion: dict[str, Confusion]
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was rated and how well: at the table's own rate, and at another if one was asked for."""

    labelled: Labelled
    rater: str
    loaded: int
    at: tuple[AtRate, ...]


def check_groups(labelled: Labelled) -> None:
    """Raise ConfigError where no interval over groups is possible."""
    if labelled.groups < 2:
        raise ConfigError(
            f"{labelled.source}: all rows are of one group; intervals need several; without --group each is its own"
        )


def evaluate(
    labelled: Labelled, numbers: Floats, *, rater: str, threshold: float | None, rate: float | None = None
) -> Evaluation:
    """Take labelled texts, a number for each, and the rater's name and threshold (None: it has none); return figures.

    ``rate`` is the share of loaded texts to weigh for, beside the table's own. Calibration is left out where the
    numbers are no probabilities. Raises ConfigError where there is one group only.
    """
    check_groups(labelled)
    y = np.array(labelled.label)
    group = numbered(labelled.group)
    fold = folds(group, min(FOLDS, labelled.groups))
    return Evaluation(
        labelled=labelled,
        rater=rater,
        loaded=int(y.sum()),
        at=tuple(_at(y, numbers, threshold, group, fold, wanted) for wanted in dict.fromkeys((None, rate))),
    )


def _fitted(y: Flags, p: Floats, weight: Floats, fold: np.ndarray) -> tuple[Flags, list[float]]:
    """Return what is said of each row with the threshold that is best for macro-F1 on the other folds, and those."""
    said = np.zeros(len(y), dtype=bool)
    cuts = []
    for held in np.unique(fold):
        train = fold != held
        cuts.append(best_threshold(y[train], p[train], weight[train]))
        said[~train] = p[~train] >= cuts[-1]
    return said, cuts


def _at(
    y: Flags, p: Floats, threshold: float | None, group: np.ndarray, fold: np.ndarray, rate: float | None
) -> AtRate:
    weight = base_rate_weights(y, rate)
    fitted, cuts = _fitted(y, p, weight, fold)
    said = {"fitted": fitted} if threshold is None else {"own": p >= threshold, "fitted": fitted}
    thresholds = {cut: float(np.median(cuts)) if threshold is None or cut == "fitted" else threshold for cut in said}
    chances = bool(p.min() >= 0 and p.max() <= 1)
    bins = calibration(y, p, weight) if chances else ()

    def figures(weights: Floats) -> dict[str, float]:
        found = {"auc": auc(y, p, weights), "average_precision": average_precision(y, p, weights)}
        if chances:
            found["calibration_error"] = calibration_error(calibration(y, p, weights))
        for cut, flags in said.items():
            for name, value in confusion(y, flags, weights).figures().items():
                found[f"{cut}.{name}"] = value
        return found

    return AtRate(
        rate=float(np.average(y, weights=weight)),
        thresholds=thresholds,
        figures=figures(weight),
        intervals=bootstrap(figures, group, weight),
        confusion={cut: confusion(y, flags, weight) for cut, flags in said.items()},
        bins=bins,
    )
