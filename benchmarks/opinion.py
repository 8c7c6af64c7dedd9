"""Single sentences in, a table out: how well opinion is told from report.

The shared ``checkthat``, of which the models saw nothing: only the level from which a sentence is called opinion is
chosen on its parts train and dev; measured is dev_test. Baselines learn from train and dev, and so does one row of our
features, for comparison. Intervals are bootstraps over sentences: the set names no articles.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline, make_union
from training.opinion import LEVEL, TEST, Rows, fit_opinion, opinion_rows

from benchmarks.articles import Figures
from benchmarks.baselines import textblob, vader
from benchmarks.single import best_level, macro_f1
from framing.scoring.loaded import LoadedScorer
from framing.scoring.opinion import feature_names

SAMPLES = 2000


def opinion(data: Path, slow: LoadedScorer, quick: LoadedScorer) -> dict[str, Figures]:
    """Take the data folder and both models; print macro-F1 and AUC; return figures for the card."""
    full_fit, full = (opinion_rows(data, slow, part, fast=False) for part in (LEVEL, TEST))
    fast_fit, fast = (opinion_rows(data, quick, part, fast=True) for part in (LEVEL, TEST))
    y, known = full.opinion, full_fit.opinion
    grams = (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    plain = make_pipeline(make_union(*grams), LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000))
    plain.fit(full_fit.text, known)
    scores = {
        "opinion (shipped)": (chance(slow, full_fit), chance(slow, full)),
        "  its features fitted on train and dev": (fitted(full_fit, full_fit), fitted(full_fit, full)),
        "opinion, fast path": (chance(quick, fast_fit), chance(quick, fast)),
        "baseline: TF-IDF, logistic": (plain.predict_proba(full_fit.text)[:, 1], plain.predict_proba(full.text)[:, 1]),
        "baseline: VADER": (vader(full_fit.text), vader(full.text)),
        "baseline: TextBlob": (textblob(full_fit.text), textblob(full.text)),
    }
    shares = f"{100 * known.mean():.0f} % of them opinion", f"{100 * y.mean():.0f} %"
    print(f"\ncheckthat: level chosen on {len(known)} sentences ({shares[0]}), measured on {len(y)} ({shares[1]})")
    print(f"{'':36}{'macro-F1':>10}{'':16}{'AUC':>8}")
    figures: dict[str, Figures] = {}
    for name, (of_fit, of_test) in scores.items():
        said = with_level(known, of_fit, of_test, fixed=0.5 if "TF-IDF" in name else None)
        figures[name] = measured(name, y, said, of_test)
    quickly = figures["opinion, fast path"]
    return {
        "opinion": {
            "measured_on": "CheckThat! dev_test; nothing is fitted on it, and only the level on train and dev",
            **figures["opinion (shipped)"],
            "fast_macro_f1": quickly["macro_f1"],
            "fast_auc": quickly["auc"],
        }
    }


def measured(name: str, y: np.ndarray, said: np.ndarray, score: np.ndarray) -> Figures:
    """Take labels, predictions and scores; print a row and return its macro-F1 and AUC with 95 % intervals."""
    drawn = np.random.default_rng(1).integers(0, len(y), (SAMPLES, len(y)))
    f1, auc = float(macro_f1(y, said)[0]), float(roc_auc_score(y, score))
    f1s = [float(macro_f1(y[rows], said[rows])[0]) for rows in drawn]
    aucs = [roc_auc_score(y[rows], score[rows]) for rows in drawn]
    (a, b), (c, d) = np.quantile(f1s, (0.025, 0.975)), np.quantile(aucs, (0.025, 0.975))
    print(f"{name:36}{f1:10.3f} [{a:.3f}, {b:.3f}]{auc:8.3f} [{c:.3f}, {d:.3f}]")
    return {
        "macro_f1": round(f1, 3), "macro_f1_low": round(float(a), 3), "macro_f1_high": round(float(b), 3),
        "auc": round(auc, 3), "auc_low": round(float(c), 3), "auc_high": round(float(d), 3),
    }  # fmt: skip


def chance(scorer: LoadedScorer, rows: Rows) -> np.ndarray:
    """Take a model and rows; return the probabilities that it gives."""
    opinion = scorer.model.opinion
    z = opinion.intercept + rows.matrix @ np.array([opinion.weights.get(name, 0.0) for name in feature_names()])
    return 1 / (1 + np.exp(-z))


def fitted(fitted_on: Rows, rows: Rows) -> np.ndarray:
    """Take rows to fit on and rows to judge; return the probabilities of weights of all features fitted there."""
    intercept, weights = fit_opinion(fitted_on, feature_names())
    z = intercept + rows.matrix @ np.array([weights[name] for name in feature_names()])
    return 1 / (1 + np.exp(-z))


def with_level(known: np.ndarray, of_fit: np.ndarray, of_test: np.ndarray, *, fixed: float | None) -> np.ndarray:
    """Take labels and scores of what was fitted on, and the scores to judge; return which are opinion, from the level
    with the best macro-F1 where it was fitted (or a fixed one).
    """
    return of_test >= (best_level(known, of_fit) if fixed is None else fixed)
