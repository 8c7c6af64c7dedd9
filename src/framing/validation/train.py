"""Labelled texts in, a sentence model in a folder out, with figures from grouped cross-validation in its card.

One logistic function over the features of ``framing.scoring.trained``. Everything that is fitted (which terms, their
weights, the penalty) is fitted inside the training groups of each fold. The only module that loads scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from framing.errors import ConfigError
from framing.scoring.evidence import Reading, WordTable
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.trained import NUMBERS, SentenceTerms, combined, numbers, sentence_terms
from framing.validation.measuring import Flags, Floats, base_rate_weights, best_threshold, folds, numbered
from framing.validation.raters import parsed_texts
from framing.validation.table import Labelled

PENALTIES = (0.3, 1.0, 3.0, 10.0)
FOLDS = 5
INNER_FOLDS = 3
#: Each kind of label must stand in this many groups, or cross-validation has nothing to say.
LEAST_GROUPS = 10
_MOST_TERMS = 40_000
_MANY_ROWS = 5_000
_BLOCKS = ("w ", "c ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model: terms with inverse document frequency and weight, weights of the numbers, an intercept."""

    terms: tuple[str, ...]
    idf: Floats
    weights: Floats
    numbers: dict[str, float]
    intercept: float
    penalty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What training made: the model, the threshold, and for each used row its probability from a fit without its group.

    ``labelled`` holds the rows that were used: those with a word of the writer's.
    """

    labelled: Labelled
    fit: Fit
    threshold: float
    out_of_fold: Floats
    several: int


def read_rows(
    labelled: Labelled, lexicon: LexiconScorer, reading: Reading, table: WordTable, *, fast: bool
) -> tuple[Labelled, list[SentenceTerms], int]:
    """Take labelled texts; return those with writer's words, their terms, and how many have more than two sentences."""
    kept, found, several = [], [], 0
    for at, parsed in enumerate(parsed_texts(labelled.text, fast=fast)):
        sentences = sentence_terms(parsed, lexicon.score(parsed, ()).findings, reading, table)
        row = combined(sentences)
        if row.writer_words:
            kept.append(at)
            found.append(row)
            several += len(sentences) > 2
    left_out = dict(labelled.left_out)
    if len(kept) < len(labelled.text):
        left_out["no word of the writer's"] = len(labelled.text) - len(kept)
    usable = replace(
        labelled,
        text=tuple(labelled.text[at] for at in kept),
        label=tuple(labelled.label[at] for at in kept),
        group=tuple(labelled.group[at] for at in kept),
        left_out=left_out,
    )
    return usable, found, several


def train(
    labelled: Labelled,
    rows: Sequence[SentenceTerms],
    *,
    rate: float | None = None,
    several: int = 0,
    step: Callable[[], None] = lambda: None,
) -> Training:
    """Take usable labelled texts and their terms; return the model with out-of-fold probabilities.

    ``rate`` is the share of loaded sentences to calibrate for (None: the table's). ``step`` is called once a fit.
    Raises ConfigError where there are too few groups of a label.
    """
    y = np.array(labelled.label, dtype=bool)
    for wanted, name in ((True, "loaded"), (False, "other")):
        having = len({g for g, flag in zip(labelled.group, labelled.label, strict=True) if flag == wanted})
        if having < LEAST_GROUPS:
            what = "groups have" if labelled.grouped else "rows are"
            raise ConfigError(f"{labelled.source}: only {having} {what} {name} texts; training needs {LEAST_GROUPS}")
    group = numbered(labelled.group)
    fold = folds(group, FOLDS)
    out = np.zeros(len(y))
    corpus = _Corpus(rows)
    for held in range(FOLDS):
        train_rows, test_rows = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        features, fitted = _chosen(corpus, y, group, train_rows, step)
        out[test_rows] = features.log_odds(fitted, features.matrix(test_rows))
    _, final = _chosen(corpus, y, group, np.arange(len(y)), step)
    if rate is not None:
        share = float(y.mean())
        shift = float(np.log(rate / (1 - rate)) - np.log(share / (1 - share)))
        out, final = out + shift, replace(final, intercept=final.intercept + shift)
    p = 1 / (1 + np.exp(-out))
    threshold = best_threshold(y, p, base_rate_weights(y, rate))
    return Training(labelled=labelled, fit=final, threshold=round(threshold, 4), out_of_fold=p, several=several)


def _chosen(
    corpus: _Corpus, y: Flags, group: np.ndarray, use: np.ndarray, step: Callable[[], None]
) -> tuple[_Features, Fit]:
    """Return the fit on these rows whose penalty has the least log-loss over inner folds of groups."""
    fold = folds(numbered([str(number) for number in group[use]]), INNER_FOLDS, seed=2)
    losses = dict.fromkeys(PENALTIES, 0.0)
    for held in range(INNER_FOLDS):
        inner, test = use[fold != held], use[fold == held]
        features = corpus.fitted(inner)
        known, unseen = features.matrix(inner), features.matrix(test)
        for penalty in PENALTIES:
            z = features.log_odds(features.fit(known, y[inner], penalty), unseen)
            losses[penalty] += float(np.logaddexp(0, np.where(y[test], -z, z)).sum())
        step()
    features = corpus.fitted(use)
    return features, features.fit(features.matrix(use), y[use], min(PENALTIES, key=losses.__getitem__))


class _Corpus:
    """The terms of all rows, counted once: by block, the damped counts (1 + log count) and the terms' names."""

    def __init__(self, rows: Sequence[SentenceTerms]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        self.numbers = np.array([numbers(row.evidence, len(row.kinds)) for row in rows])
        self.blocks: list[tuple[Any, list[str]]] = []
        for block in _BLOCKS:
            vectorizer = CountVectorizer(analyzer=_analyzer(block), dtype=np.float64)
            counts = vectorizer.fit_transform(rows)
            counts.data = 1 + np.log(counts.data)
            self.blocks.append((counts, vectorizer.get_feature_names_out().tolist()))

    def fitted(self, use: np.ndarray) -> _Features:
        """Take rows; return their features: the terms of at least two of them, scaled by how rare they are among
        them.
        """
        least = 2 if len(use) < _MANY_ROWS else 3
        kept, idf = [], []
        for counts, _ in self.blocks:
            seen = np.asarray((counts[use] > 0).sum(axis=0)).ravel()
            order = np.argsort(-seen, kind="stable")[:_MOST_TERMS]
            places = np.sort(order[seen[order] >= least])
            kept.append(places)
            idf.append(np.log((1 + len(use)) / (1 + seen[places])) + 1)
        values = self.numbers[use]
        deviation = values.std(axis=0)
        return _Features(self, kept, idf, values.mean(axis=0), np.where(deviation > 1e-6, deviation, 1.0))


@dataclass(frozen=True, slots=True)
class _Features:
    """Which terms are used, how they and the numbers are scaled: all learned from the rows of one fit."""

    corpus: _Corpus
    kept: list[np.ndarray]
    idf: list[Floats]
    mean: Floats
    width: Floats

    def matrix(self, use: np.ndarray) -> Any:
        """Take rows; return their features as a sparse matrix, each block of terms scaled to length one."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.preprocessing import normalize

        blocks = [
            normalize(counts[use][:, places].multiply(scale).tocsr())
            for (counts, _), places, scale in zip(self.corpus.blocks, self.kept, self.idf, strict=True)
        ]
        values = (self.corpus.numbers[use] - self.mean) / self.width
        return hstack([*blocks, csr_matrix(values)]).tocsr()

    def fit(self, matrix: Any, y: Flags, penalty: float) -> Fit:
        """Take the rows' matrix, their labels and a penalty; return the fit, its weights in the units of the
        features.
        """
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=penalty, max_iter=2_000, tol=1e-5)
        model.fit(matrix, y)
        weights = model.coef_[0]
        size = len(weights) - len(NUMBERS)
        plain = weights[size:] / self.width
        return Fit(
            terms=tuple(
                names[at] for (_, names), places in zip(self.corpus.blocks, self.kept, strict=True) for at in places
            ),
            idf=np.concatenate(self.idf),
            weights=weights[:size],
            numbers=dict(zip(NUMBERS, plain.tolist(), strict=True)),
            intercept=float(model.intercept_[0] - plain @ self.mean),
            penalty=penalty,
        )

    def log_odds(self, fit: Fit, matrix: Any) -> Floats:
        """Take a fit of these features and rows' matrix; return the log-odds, as ``TrainedModel.probability`` has
        them.
        """
        plain = np.array([fit.numbers[name] for name in NUMBERS])
        weights = np.concatenate([fit.weights, plain * self.width])
        return np.asarray(matrix @ weights + fit.intercept + plain @ self.mean)


def _analyzer(block: str) -> Callable[[SentenceTerms], list[str]]:
    return lambda row: [term for term in row.terms if term.startswith(block)]
