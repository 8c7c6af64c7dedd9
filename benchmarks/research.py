"""The research variant of the encoder in, its rows out: whole articles, opinion, and (from its card) single sentences.

It learned from BABE and CheckThat!'s parts train and dev: its figures on BABE are those of nine encoders that did not
see what they are measured on, written into its card by ``python -m training.research --measure``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from training.card import figures_of
from training.combination import ENCODER_CHOICES, cross_validated, gold_features
from training.gold import read_gold
from training.opinion import TEST, Rows, opinion_rows

from benchmarks.articles import BANDS, REPEATS, Figures, calibration, levels, print_articles
from benchmarks.opinion import measured
from framing.resources import models_folder
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import RESEARCH
from framing.scoring.opinion import feature_names


def research(data: Path) -> dict[str, Figures]:
    """Take the data folder; print the rows of the research variant; return figures for its card, none without it."""
    folder = models_folder() / RESEARCH
    if not (folder / "card.toml").exists():
        print("\nresearch variant: not there (python -m training.research makes it)")
        return {}
    scorer = LoadedScorer.load(folder)
    gold = read_gold(data)
    features = gold_features(gold, scorer, fast=False)
    runs = [cross_validated(features, ENCODER_CHOICES, seed=seed) for seed in range(REPEATS)]
    name = "loaded (research variant)"
    ranked = print_articles(
        "The research variant within whole articles (event-grouped, nested)", features, {name: runs}
    )
    whole = {"measured_on": "BASIL, 40 events, event-grouped nested cross-validation", **ranked[name]}
    whole |= levels(name, features, runs, len(gold))
    bands = calibration(features, runs[0])
    rows = opinion_rows(data, scorer, TEST, fast=False)
    p = chance(scorer, rows)
    print(f"opinion, on {len(p)} sentences of checkthat's dev_test; from 0.5 on:")
    subjective = measured("opinion (research variant)", rows.opinion, p >= 0.5, p)
    made: dict[str, Figures] = {
        "basil_dev": whole,
        "calibration": {
            key: [round(band[place], 3) for band in bands if band[1] > 1e-9] for place, key in enumerate(BANDS)
        },
        "opinion": {"measured_on": "CheckThat! dev_test; train and dev were learned from", **subjective},
    }
    known = figures_of(folder).get("babe")
    if known:
        print("babe, from the card (python -m training.research --measure):")
        for cut in ("by_article", "leave_outlets_out"):
            cells = (known[f"{measure}_{cut}{end}"] for measure in ("macro_f1", "auc") for end in ("", "_low", "_high"))
            print("  {:18} macro-F1 {:.3f} [{:.3f}, {:.3f}]  AUC {:.3f} [{:.3f}, {:.3f}]".format(cut, *cells))
        made["babe"] = known
    return made


def chance(scorer: LoadedScorer, rows: Rows) -> np.ndarray:
    """Take a scorer and rows; return the probability of opinion of each, as the scorer gives it."""
    names = feature_names()
    chances = [
        scorer.model.opinion.probability(dict(zip(names, row, strict=True)), int(row[names.index("words")] > 0))
        for row in rows.matrix.tolist()
    ]
    return np.array(chances)
