"""Features of labelled sentences in, the weights of the combination out, and its figures by nested cross-validation.

A penalised logistic function with weights that cannot be negative (more evidence never lowers the probability). Which
group of features is used and how strong the penalty is are chosen inside the training events only, by log-loss;
events never straddle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import minimize
from training.gold import GoldArticle, parsed_gold, regroup_findings

from framing.lexicon import load
from framing.scoring.combination import FEATURES
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import ParsedArticle

#: Groups of features to choose among, by name: with the word table alone, and with the encoder.
LINEAR_CHOICES: dict[str, tuple[str, ...]] = {
    "words": ("evidence",),
    "words, opening": ("evidence", "opening"),
    "words, kinds of cue": ("evidence", "kinds"),
    "words, opening, kinds of cue": ("evidence", "opening", "kinds"),
}
ENCODER_CHOICES: dict[str, tuple[str, ...]] = {
    "words, opening, kinds of cue": ("evidence", "opening", "kinds"),
    "and the encoder's sentence head": FEATURES,
}
Choices = Mapping[str, Sequence[str]]

# Openings are loaded about twice as often as their words say in the articles with marked spans (weight 0.72 there). In
# the articles that the combination is fitted on it is seven times, and a weight of that size would flag nearly every
# first sentence, whatever it says. The independent estimate is the limit.
OPENING_LIMIT = 0.7
STRENGTHS = (0.01, 0.03, 0.1, 0.3)
INNER_FOLDS = 5
# From here sentences are counted as loaded in summaries: two and a half times the rate of whole articles. It is a round
# number on purpose; the F1 of loaded sentences is flat between 0.08 and 0.2, and the best cut jumps from fit to fit.
THRESHOLD = 0.1


# Of the sentences with the most evidence, readers marked between a fifth and a third, however high the logistic
# function goes; so probabilities level off below this number (p -> ceiling x tanh(p / ceiling)); the order stays.
CEILING = 0.4


def levelled(p: np.ndarray) -> np.ndarray:
    """Take probabilities; return them levelled off below the ceiling."""
    return CEILING * np.tanh(p / CEILING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Labelled sentences, one row each: features, label, article and event numbers, text and number of writer's words.

    ``usable`` rows have at least one writer's word; the others get 0.0 by rule and are only measured.
    """

    matrix: np.ndarray
    loaded: np.ndarray
    article: np.ndarray
    event: np.ndarray
    usable: np.ndarray
    writer_words: np.ndarray
    evidence: np.ndarray
    text: tuple[str, ...]
    own_text: tuple[str, ...]


@cache
def _lexicon() -> LexiconScorer:
    return LexiconScorer(load())


def own_text(parsed: ParsedArticle) -> dict[int, str]:
    """Take a parsed article; return by sentence the text of the writer's own words, marks included."""
    pieces: dict[int, list[str]] = {}
    tokens, text = parsed.tokens, parsed.article.text
    for at, quote in enumerate(tokens.quote):
        if quote < 0:
            pieces.setdefault(tokens.sentence[at], []).append(text[tokens.start[at] : tokens.end[at]])
    return {index: " ".join(words) for index, words in pieces.items()}


def gold_features(articles: Sequence[GoldArticle], scorer: LoadedScorer, *, fast: bool) -> Features:
    """Take labelled articles and a model; return the features of every labelled sentence."""
    columns: dict[str, list] = {
        name: [] for name in ("row", "loaded", "article", "event", "words", "evidence", "text", "own")
    }
    events = {event: number for number, event in enumerate(dict.fromkeys(gold.event for gold in articles))}
    for number, (gold, parsed, regrouped, labelled) in enumerate(parsed_gold(list(articles), fast=fast)):
        findings = regroup_findings(_lexicon().score(parsed, ()).findings, regrouped)
        found = {s.index: s for s in scorer.evidence(regrouped, findings)}
        own = own_text(regrouped)
        for at, index in enumerate(labelled):
            sentence = found.get(index)
            columns["row"].append(
                [0.0] * len(FEATURES) if sentence is None else [sentence.features[n] for n in FEATURES]
            )
            columns["loaded"].append(bool(gold.loaded[at]))
            columns["article"].append(number)
            columns["event"].append(events[gold.event])
            columns["words"].append(0 if sentence is None else sentence.writer_words)
            columns["evidence"].append(0.0 if sentence is None else sentence.evidence)
            columns["text"].append(gold.spans[at].text(gold.article.text))
            columns["own"].append(own.get(index, ""))
    words = np.array(columns["words"])
    return Features(
        matrix=np.array(columns["row"]),
        loaded=np.array(columns["loaded"]),
        article=np.array(columns["article"]),
        event=np.array(columns["event"]),
        usable=words > 0,
        writer_words=words,
        evidence=np.array(columns["evidence"]),
        text=tuple(columns["text"]),
        own_text=tuple(columns["own"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """The fitted weights by feature (0 where the chosen group lacks one), and what was chosen."""

    intercept: float
    weights: dict[str, float]
    chosen: str
    strength: float

    def probability(self, matrix: np.ndarray, usable: np.ndarray) -> np.ndarray:
        """Take features; return probabilities, 0.0 where no word is the writer's."""
        z = self.intercept + matrix @ np.array([self.weights[name] for name in FEATURES])
        return np.where(usable, levelled(1 / (1 + np.exp(-z))), 0.0)


def _fit(matrix: np.ndarray, y: np.ndarray, names: Sequence[str], strength: float) -> tuple[float, np.ndarray]:
    """Return intercept and weights (all features; 0 where unused) of a logistic function with weights of at least 0."""
    use = np.array([name in names for name in FEATURES])
    scale = np.where(matrix.std(axis=0) > 1e-6, matrix.std(axis=0), 1.0)
    x = matrix / scale

    def objective(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = weights[0] + x @ weights[1:]
        p = 1 / (1 + np.exp(-z))
        slope = p - y
        loss = np.logaddexp(0, z).sum() - z[y].sum() + 0.5 / strength * weights[1:] @ weights[1:]
        return float(loss), np.concatenate([[slope.sum()], x.T @ slope + weights[1:] / strength])

    limits = {
        name: OPENING_LIMIT * width if name == "opening" else None for name, width in zip(FEATURES, scale, strict=True)
    }
    bounds = [(None, None), *((0.0, limits[name] if used else 0.0) for name, used in zip(FEATURES, use, strict=True))]
    found = minimize(
        objective, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}
    )
    return float(found.x[0]), found.x[1:] / scale


def event_folds(event: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Take event numbers; return the fold of each row: whole events, dealt out at random."""
    events = np.unique(event)
    order = np.random.default_rng(seed).permutation(len(events))
    fold = {int(events[at]): place % count for place, at in enumerate(order)}
    return np.array([fold[int(number)] for number in event])


def _out_of_fold(features: Features, rows: np.ndarray, names: Sequence[str], strength: float, seed: int) -> np.ndarray:
    """Return probabilities of ``rows``, each from a fit without its event."""
    folds = event_folds(features.event[rows], INNER_FOLDS, seed)
    out = np.zeros(len(rows))
    for fold in range(INNER_FOLDS):
        train, test = rows[folds != fold], rows[folds == fold]
        train = train[features.usable[train]]
        intercept, weights = _fit(features.matrix[train], features.loaded[train], names, strength)
        z = intercept + features.matrix[test] @ weights
        out[folds == fold] = np.where(features.usable[test], 1 / (1 + np.exp(-z)), 0.0)
    return out


def fit_combination(
    features: Features, choices: Choices, rows: np.ndarray | None = None, *, seed: int = 0
) -> Combination:
    """Take labelled features (and which rows to use); choose features and penalty by inner folds of events, and fit."""
    rows = np.arange(len(features.loaded)) if rows is None else rows
    usable = features.usable[rows]
    y = features.loaded[rows]
    losses: dict[tuple[str, float], float] = {}
    for chosen in choices:
        for strength in STRENGTHS:
            p = _out_of_fold(features, rows, choices[chosen], strength, seed)
            losses[chosen, strength] = -float(np.log(np.where(y, p, 1 - p)[usable]).mean())
    chosen, strength = min(losses, key=losses.__getitem__)
    train = rows[usable]
    intercept, weights = _fit(features.matrix[train], features.loaded[train], choices[chosen], strength)
    return Combination(
        intercept=round(intercept, 6),
        weights={name: round(float(weight), 6) for name, weight in zip(FEATURES, weights, strict=True)},
        chosen=chosen,
        strength=strength,
    )


def cross_validated(features: Features, choices: Choices, *, folds: int = 10, seed: int = 0) -> np.ndarray:
    """Take labelled features; return probabilities, each from a fit without its event.

    Features and penalty are chosen anew inside each training part.
    """
    fold_of = event_folds(features.event, folds, seed + 100)
    p = np.zeros(len(features.loaded))
    for fold in range(folds):
        test = fold_of == fold
        model = fit_combination(features, choices, np.flatnonzero(~test), seed=seed)
        p[test] = model.probability(features.matrix[test], features.usable[test])
    return p
