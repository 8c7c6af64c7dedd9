"""Whole articles in, tables out: how well the loaded sentences of an article are ranked, and how far the chances hold.

The shared ``basil_dev``, by cross-validation that never splits an event and chooses everything inside the training
events. Intervals are bootstraps over events.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from training.combination import (
    ENCODER_CHOICES,
    LINEAR_CHOICES,
    THRESHOLD,
    Features,
    cross_validated,
    gold_features,
)
from training.gold import read_gold

from benchmarks.baselines import textblob, vader
from framing.scoring.combination import FEATURES
from framing.scoring.loaded import LoadedScorer
from framing.validation import measuring

SAMPLES = 2000
REPEATS = 3
#: Readers see the first few sentences of a ranking.
FIRST = 3
Figures = dict[str, float | int | str | list[float]]
#: The columns of a card's table of calibration.
BANDS = ("low", "high", "predicted", "observed", "n")


def ranking(y: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    """Take labels and a score; return the area under the curve and the average precision, every sentence once."""
    even = np.ones(len(y))
    return measuring.auc(y, score, even), measuring.average_precision(y, score, even)


def figures_at(y: np.ndarray, p: np.ndarray, threshold: float = THRESHOLD) -> tuple[float, float]:
    """Take labels and probabilities; return precision and recall of marking from a threshold on."""
    figures = measuring.confusion(y, p >= threshold, np.ones(len(y))).figures()
    return figures["precision"], figures["recall"]


def by_article(features: Features, score: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take labelled features and a score a sentence; return AUC and average precision of each article with both
    kinds, and its event.
    """
    auc, precision, event = [], [], []
    for article in np.unique(features.article):
        rows = features.article == article
        y = features.loaded[rows]
        if y.any() and not y.all():
            ranked = ranking(y, score[rows])
            auc.append(ranked[0])
            precision.append(ranked[1])
            event.append(features.event[rows][0])
    return np.array(auc), np.array(precision), np.array(event)


def interval(values: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Take values and their groups; return the 95 % bootstrap interval of the mean, drawing whole groups."""
    rng = np.random.default_rng(1)
    groups = [values[group == g] for g in np.unique(group)]
    sums = np.array([g.sum() for g in groups])
    sizes = np.array([len(g) for g in groups])
    drawn = rng.integers(0, len(groups), (SAMPLES, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def in_first(features: Features, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take labelled features and a score; return for each article with a loaded sentence whether one of its first three
    by score is loaded, and its event.
    """
    found, event = [], []
    for article in np.unique(features.article):
        rows = np.flatnonzero(features.article == article)
        if features.loaded[rows].any():
            first = rows[np.argsort(-score[rows], kind="stable")[:FIRST]]
            found.append(float(features.loaded[first].any()))
            event.append(features.event[rows[0]])
    return np.array(found), np.array(event)


def best_f1(y: np.ndarray, score: np.ndarray) -> float:
    """Take labels and a score; return the best F1 of the loaded sentences over all cuts."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(y[order])
    return float((2 * hits / (np.arange(1, len(y) + 1) + y.sum())).max())


def f1_interval(features: Features, score: np.ndarray) -> tuple[float, float]:
    """Take labelled features and a score; return the 95 % bootstrap interval of the best F1, drawing whole events."""
    rng = np.random.default_rng(1)
    rows = [np.flatnonzero(features.event == event) for event in np.unique(features.event)]
    values = []
    for _ in range(500):
        drawn = np.concatenate([rows[n] for n in rng.integers(0, len(rows), len(rows))])
        values.append(best_f1(features.loaded[drawn], score[drawn]))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def calibration_error(y: np.ndarray, p: np.ndarray, *, bins: int = 10) -> float:
    """Take labels and probabilities; return the mean distance between what was given and what was marked, over ten bins
    of equally many sentences, ties split (``measuring.calibration`` keeps them together: .0099 where this gives .0098).
    """
    order = np.argsort(p, kind="stable")
    return float(sum(len(b) * abs(p[b].mean() - y[b].mean()) for b in np.array_split(order, bins)) / len(y))


def print_articles(title: str, features: Features, scores: dict[str, list[np.ndarray]]) -> dict[str, dict[str, float]]:
    """Take named scores (several runs each); print a table of ranking within articles; return the figures."""
    print(f"\n{title}")
    print(f"{'':34} {'within-article AUC':>26} {'MAP':>26}  all sentences: AUC    AP")
    figures = {}
    for name, runs in scores.items():
        parts = [by_article(features, run) for run in runs]
        auc, precision = np.mean([p[0] for p in parts], axis=0), np.mean([p[1] for p in parts], axis=0)
        event = parts[0][2]
        pooled, ap = np.mean([ranking(features.loaded, run) for run in runs], axis=0)
        a, m = interval(auc, event), interval(precision, event)
        print(
            f"{name:34} {auc.mean():14.3f} [{a[0]:.3f}, {a[1]:.3f}] {precision.mean():8.3f} [{m[0]:.3f}, {m[1]:.3f}]"
            f" {pooled:20.3f} {ap:5.3f}"
        )
        figures[name] = {
            "auc": round(float(auc.mean()), 3),
            "auc_low": round(a[0], 3),
            "auc_high": round(a[1], 3),
            "map": round(float(precision.mean()), 3),
            "map_low": round(m[0], 3),
            "map_high": round(m[1], 3),
        }
    return figures


def calibration(features: Features, p: np.ndarray) -> list[tuple[float, float, float, float, int]]:
    """Take labels and probabilities; return by band of probability its bounds, the mean probability, the share of
    loaded sentences and their number.
    """
    edges = (0.0, 1e-9, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
    bands = []
    for low, high in pairwise(edges):
        rows = (p >= low) & (p < high)
        if rows.any():
            mean, share = float(p[rows].mean()), float(features.loaded[rows].mean())
            bands.append((low, high, mean, share, int(rows.sum())))
    return bands


def whole_articles(data: Path, slow: LoadedScorer, quick: LoadedScorer) -> dict[str, Figures]:
    """Take the data folder, the shipped model and the fast one; print the tables on whole articles; return figures for
    the card.
    """
    gold = read_gold(data)
    full = gold_features(gold, slow, fast=False)
    plain_parse = gold_features(gold, quick, fast=True)
    rate = float(full.loaded.mean())
    events = len(np.unique(full.event))
    print(f"basil_dev: {len(gold)} articles, {events} events, {len(full.loaded)} sentences (titles are not labelled).")
    print(f"Loaded in the writer's voice: {int(full.loaded.sum())} ({100 * rate:.1f} %). ", end="")
    print(f"Without a word of the writer: {int((~full.usable).sum())}.")
    runs = [cross_validated(full, ENCODER_CHOICES, seed=seed) for seed in range(REPEATS)]
    fast = [cross_validated(plain_parse, LINEAR_CHOICES, seed=seed) for seed in range(REPEATS)]
    table = {
        **{f"  only: {name}": {name: names} for name, names in (LINEAR_CHOICES | ENCODER_CHOICES).items()},
    }
    scores = {
        "loaded (shipped)": runs,
        "loaded, fast path (no parse)": fast,
        **{name: [cross_validated(full, choices)] for name, choices in table.items()},
        "encoder's sentence head, untuned": [column(full, "whole")],
        "word table's evidence, untuned": [full.evidence],
        "kinds of cue alone, untuned": [column(full, "kinds")],
        "baseline: writer's words": [full.writer_words.astype(float)],
        "baseline: VADER, whole sentence": [vader(full.text)],
        "baseline: VADER, writer's words": [vader(full.own_text)],
        "baseline: TextBlob, whole": [textblob(full.text)],
        "baseline: TextBlob, writer's words": [textblob(full.own_text)],
    }
    figures = print_articles("Loaded sentences within whole articles (event-grouped, nested)", full, scores)
    made: dict[str, Figures] = {}
    for name, features, given in (("basil_dev", full, runs), ("basil_dev_fast", plain_parse, fast)):
        title = "loaded (shipped)" if given is runs else "loaded, fast path (no parse)"
        made[name] = {
            "measured_on": "BASIL, 40 events, event-grouped nested cross-validation, own-voice lexical sentences",
            **figures[title],
            **levels(title, features, given, len(gold)),
        }
        bands = calibration(features, given[0])
        print("calibration (out of fold): mean probability, share loaded, sentences")
        for band in bands:
            print(f"  {band[2]:.3f}  {band[3]:.3f}  {band[4]}")
        made["calibration" if given is runs else "calibration_fast"] = {
            key: [round(band[place], 3) for band in bands if band[1] > 1e-9] for place, key in enumerate(BANDS)
        }
    made["basil_dev_baselines"] = {
        f"{key}_{measure}": figures[f"baseline: {name}"][measure]
        for key, name in (
            ("writer_words", "writer's words"),
            ("vader", "VADER, whole sentence"),
            ("textblob", "TextBlob, whole"),
        )
        for measure in ("auc", "map")
    }
    return made


def column(features: Features, name: str) -> np.ndarray:
    """Take features and a name; return its column, with what has no word of the writer at the end."""
    values = features.matrix[:, FEATURES.index(name)]
    return np.where(features.usable, values, values.min() - 1)


def levels(title: str, features: Features, runs: Sequence[np.ndarray], articles: int) -> Figures:
    """Print and return what levels give: precision and recall at the threshold, best F1, first three, calibration."""
    flagged = np.array([run >= THRESHOLD for run in runs])
    precision, recall = np.mean([figures_at(features.loaded, run) for run in runs], axis=0)
    f1 = float(np.mean([best_f1(features.loaded, run) for run in runs]))
    low, high = f1_interval(features, runs[0])
    parts = [in_first(features, run) for run in runs]
    first = np.mean([part[0] for part in parts], axis=0)
    bounds = interval(first, parts[0][1])
    error = float(np.mean([calibration_error(features.loaded, run) for run in runs]))
    false = float(np.mean([(flags & ~features.loaded).sum() for flags in flagged])) / articles
    print(f"\n{title}: from {THRESHOLD:g}: precision {precision:.3f}, recall {recall:.3f}, ", end="")
    print(
        f"{flagged.sum(axis=1).mean() / articles:.1f} sentences an article, {false:.1f} of them not marked by readers"
    )
    print(f"best F1 {f1:.3f} [{low:.3f}, {high:.3f}]; a marked sentence among the first {FIRST} in ", end="")
    print(f"{first.mean():.3f} [{bounds[0]:.3f}, {bounds[1]:.3f}] of articles; calibration error {error:.4f}")
    return {
        "precision_at_threshold": round(float(precision), 3),
        "recall_at_threshold": round(float(recall), 3),
        "false_alarms_an_article": round(false, 2),
        "best_f1": round(f1, 3),
        "best_f1_low": round(low, 3),
        "best_f1_high": round(high, 3),
        "in_first_three": round(float(first.mean()), 3),
        "in_first_three_low": round(bounds[0], 3),
        "in_first_three_high": round(bounds[1], 3),
        "calibration_error": round(error, 4),
        "rate": round(float(features.loaded.mean()), 4),
        "expected_rate": round(float(np.mean([run.mean() for run in runs])), 4),
    }
