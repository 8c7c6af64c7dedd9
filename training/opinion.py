"""Judged sentences in, the weights of opinion out; and CheckThat!'s sentences as rows, to be measured on.

Fitted on the sentences of ``training.judged_opinion`` and the single ones of ``training.judged_words``, each read
alone, as a sentence of a table is. No sentence of CheckThat! (Ruggeri et al. 2023; CC BY-NC-SA 4.0) is fitted on: on
its parts ``train`` and ``dev`` only the level is chosen from which a sentence is called opinion, where yes and no are
compared, and ``dev_test`` is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from training import judged_opinion, judged_words
from training.corpora import read_rows

from framing.lexicon import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.scoring.opinion import feature_names
from framing.types import Article

STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0)
LEVEL, TEST = ("train_en", "dev_en"), ("dev_test_en",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Sentences with a label: features (rows, names), whether they are opinion, and their texts."""

    matrix: np.ndarray
    opinion: np.ndarray
    text: tuple[str, ...]


def opinion_rows(data: Path, scorer: LoadedScorer, parts: Iterable[str], *, fast: bool) -> Rows:
    """Take the data folder, a model and parts of CheckThat!; return their rows."""
    wanted = set(parts)
    found = [row for row in read_rows(data, "checkthat") if row["split"] in wanted]
    sentences = [(row["text"], bool(row["labels"]["subj"])) for row in found]
    return _rows(sentences, scorer, fast=fast)


def judged_rows(data: Path, scorer: LoadedScorer, *, fast: bool) -> Rows:
    """Take the data folder and a model; return the rows of the judged sentences."""
    single = (found for found in judged_words.judged_rows(data) if found[1][0].source == judged_words.SENTENCES)
    sources = (*judged_opinion.judged_articles(data), *single)
    sentences = [(row["text"][one.start : one.end], one.opinion) for row, judged in sources for one in judged]
    return _rows(sentences, scorer, fast=fast)


def _rows(sentences: Sequence[tuple[str, bool]], scorer: LoadedScorer, *, fast: bool) -> Rows:
    """Take sentences with their labels; return their rows; several of our sentences may be one of theirs."""
    lexicon = LexiconScorer(load())
    articles = [Article(id=str(number), text=text, language="en") for number, (text, _) in enumerate(sentences)]
    matrix = []
    for parsed in parse_all(articles, fast=fast):
        found = scorer.opinion_features(parsed, lexicon.score(parsed, ()).findings)
        values = np.array([[features[name] for name in feature_names()] for features in found.values()])
        matrix.append(values.max(axis=0) if len(values) else np.zeros(len(feature_names())))
    return Rows(
        matrix=np.array(matrix),
        opinion=np.array([opinion for _, opinion in sentences]),
        text=tuple(text for text, _ in sentences),
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
