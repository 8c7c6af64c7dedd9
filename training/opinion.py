"""Labelled sentences in, the weights of opinion out, and its figures on sentences that were not fitted on.

CheckThat! (Ruggeri et al. 2023; CC BY-NC-SA 4.0): fitted on its parts ``train`` and ``dev``, measured on ``dev_test``.
Two dozen weights and an intercept are all that is kept of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from training.corpora import read_rows

from framing.lexicons import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.scoring.opinion import feature_names
from framing.types import Article

STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0)
FIT, TEST = ("train_en", "dev_en"), ("dev_test_en",)
#: What an encoder without the third head weighs (``training.opinion_head``).
WITHOUT_HEAD = tuple(name for name in feature_names() if name != "opinion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Sentences with a label: features (rows, names), whether they are opinion, and their texts."""

    matrix: np.ndarray
    opinion: np.ndarray
    text: tuple[str, ...]


def opinion_rows(data: Path, scorer: LoadedScorer, parts: Iterable[str], *, fast: bool) -> Rows:
    """Take the data folder, a model and parts of the set; return their rows; several of our sentences may be one."""
    wanted = set(parts)
    rows = [row for row in read_rows(data, "checkthat") if row["split"] in wanted]
    lexicon = LexiconScorer(load())
    articles = [Article(id=str(n), text=row["text"], language="en") for n, row in enumerate(rows)]
    matrix = []
    for parsed in parse_all(articles, fast=fast):
        found = scorer.opinion_features(parsed, lexicon.score(parsed, ()).findings)
        values = np.array([[features[name] for name in feature_names()] for features in found.values()])
        matrix.append(values.max(axis=0) if len(values) else np.zeros(len(feature_names())))
    return Rows(
        matrix=np.array(matrix),
        opinion=np.array([bool(row["labels"]["subj"]) for row in rows]),
        text=tuple(row["text"] for row in rows),
    )


def fit_opinion(rows: Rows, names: Iterable[str]) -> tuple[float, dict[str, float]]:
    """Take labelled rows and the features to use; return intercept and weights. The penalty is chosen by folds."""
    used = [name in set(names) for name in feature_names()]
    x = rows.matrix[:, used]
    scale = np.where(x.std(axis=0) > 1e-6, x.std(axis=0), 1.0)
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    losses = {}
    for strength in STRENGTHS:
        model = LogisticRegression(C=strength, max_iter=2000)
        p = cross_val_predict(model, x / scale, rows.opinion, cv=folds, method="predict_proba")[:, 1]
        losses[strength] = -float(np.log(np.where(rows.opinion, p, 1 - p)).mean())
    model = LogisticRegression(C=min(losses, key=losses.__getitem__), max_iter=2000).fit(x / scale, rows.opinion)
    kept = [name for name, flag in zip(feature_names(), used, strict=True) if flag]
    weights = {name: round(float(w), 6) for name, w in zip(kept, model.coef_[0] / scale, strict=True)}
    return round(float(model.intercept_[0]), 6), weights
