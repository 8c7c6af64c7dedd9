"""Marked spans and judged sentences in, the word table out: one additive model of both.

A word's log-odds of being loaded = its own weight + a weight of the word before + a weight of the word after. Marked
spans say for each word whether it is loaded; judged sentences only that at least one is (a noisy-or over the writer's
words). Both kinds of evidence are fitted at once, by penalised maximum likelihood (L-BFGS). A word's own weight is
itself a sum, over its identity, its letter n-grams, its vector and four plain features; the sums are folded into one
row a word when stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from training.corpora import Line
from training.word_vectors import Vectors

from framing.scoring.evidence import END, START, WordTable, letters

# Chosen by the average precision of words in held-out articles with marked spans; the surface is flat around them.
PENALTY = 2.0
SENTENCE_SHARE = 0.3
_VECTOR_SCALE = 3.0
_NEIGHBOUR_SCALE = 0.5
_NEIGHBOUR_VECTOR_SCALE = 2.0
_NEIGHBOUR_SIZE = 100
_LEAST_WORD = 3
_LEAST_NEIGHBOUR = 15
_LEAST_GRAM = 4
_STEPS = 200


def is_word(kind: str) -> bool:
    """Whether a type is a word or a masked word, not a mark."""
    return any(map(str.isalpha, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Features of every type that occurs: ``own`` for the word itself, ``near`` for a word as a neighbour."""

    place: dict[str, int]
    own: sp.csr_matrix
    near: sp.csr_matrix
    grams: list[str]
    n_ids: int
    has_vector: np.ndarray


def make_design(kinds: Sequence[str], seen: Counter[str], in_spans: Counter[str], vectors: Vectors) -> Design:
    """Take all types, how often each is seen, and in the span corpus, and the vectors; return the features."""
    place = {kind: at for at, kind in enumerate(kinds)}
    vector_of = {word: at for at, word in enumerate(vectors.words)}
    ids = {kind: at for at, kind in enumerate(k for k in kinds if is_word(k) and seen[k] >= _LEAST_WORD)}
    near = {kind: at for at, kind in enumerate(k for k in kinds if in_spans[k] >= _LEAST_NEIGHBOUR)}
    met = Counter(gram for kind in kinds if is_word(kind) for gram in dict.fromkeys(letters(kind)))
    grams = [gram for gram, count in met.items() if count >= _LEAST_GRAM]
    gram_of = {gram: at for at, gram in enumerate(grams)}
    size = vectors.matrix.shape[1]
    matrix = np.zeros((len(kinds), size), np.float32)
    flags = np.zeros((len(kinds), 4), np.float32)
    has_vector = np.zeros(len(kinds), bool)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for kind, at in place.items():
        found = vector_of.get(kind)
        if found is not None:
            matrix[at] = vectors.matrix[found]
            has_vector[at] = True
        elif "-" in kind and is_word(kind):
            parts = [vector_of[part] for part in kind.split("-") if part in vector_of]
            if parts:
                matrix[at] = vectors.matrix[parts].mean(axis=0)
        if not is_word(kind):
            continue
        if kind in ids:
            rows.append(at)
            columns.append(ids[kind])
            values.append(1.0)
        known = [gram_of[gram] for gram in letters(kind) if gram in gram_of]
        rows.extend([at] * len(known))
        columns.extend(len(ids) + gram for gram in known)
        values.extend([max(1, len(known)) ** -0.5] * len(known))
        count = 0 if found is None else vectors.counts[found]
        flags[at] = ("-" in kind, kind.endswith("ly"), np.log10(max(1, count)) / 5, found is None)
    sparse = sp.csr_matrix((values, (rows, columns)), shape=(len(kinds), len(ids) + len(grams)))
    own = sp.hstack([sparse, sp.csr_matrix(matrix * _VECTOR_SCALE), sp.csr_matrix(flags)]).tocsr()
    at_near = [place[kind] for kind in near]
    beside = sp.csr_matrix(
        (np.full(len(near), _NEIGHBOUR_SCALE), (at_near, list(near.values()))), shape=(len(kinds), len(near))
    )
    beside = sp.hstack([beside, sp.csr_matrix(matrix[:, :_NEIGHBOUR_SIZE] * _NEIGHBOUR_VECTOR_SCALE)]).tocsr()
    return Design(place=place, own=own, near=beside, grams=grams, n_ids=len(ids), has_vector=has_vector)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The counted words of a corpus as parallel arrays: type, type before, type after, number of the line, marked or
    not.
    """

    kind: np.ndarray
    before: np.ndarray
    after: np.ndarray
    line: np.ndarray
    marked: np.ndarray

    def where(self, kept: np.ndarray) -> Words:
        """Take a boolean array; return only these words."""
        return Words(
            kind=self.kind[kept],
            before=self.before[kept],
            after=self.after[kept],
            line=self.line[kept],
            marked=self.marked[kept],
        )


def make_words(lines: Sequence[Line], place: dict[str, int]) -> Words:
    """Take sentences and the numbers of types; return their counted words."""
    columns: tuple[list[int], ...] = ([], [], [], [], [])
    for number, line in enumerate(lines):
        numbers = [place[kind] for kind in line.types]
        last = len(numbers) - 1
        for at, kind in enumerate(numbers):
            if line.counted[at]:
                columns[0].append(kind)
                columns[1].append(numbers[at - 1] if at else place[START])
                columns[2].append(numbers[at + 1] if at < last else place[END])
                columns[3].append(number)
                columns[4].append(int(bool(line.marked) and line.marked[at]))
    kind, before, after, line_of, marked = (np.array(column, dtype=np.int64) for column in columns)
    return Words(kind=kind, before=before, after=after, line=line_of, marked=marked.astype(bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The fitted sums by type (``own``, ``before``, ``after``), the raw weights of ``own``, and the two intercepts."""

    own: np.ndarray
    before: np.ndarray
    after: np.ndarray
    weights: np.ndarray
    intercept: float
    sentence_intercept: float
    steps: int

    def log_odds(self, words: Words, *, judged: bool = False) -> np.ndarray:
        """Take words; return the log-odds of each, at the rate of marked spans or (``judged``) of judged sentences."""
        base = self.sentence_intercept if judged else self.intercept
        return base + self.own[words.kind] + self.before[words.before] + self.after[words.after]

    def line_evidence(self, words: Words, n_lines: int, *, judged: bool = False) -> np.ndarray:
        """Take words; return the evidence of each line, the sum of -log(1 - p) over its words."""
        return np.bincount(words.line, np.logaddexp(0, self.log_odds(words, judged=judged)), n_lines)


def fit(design: Design, spans: Words, judged: Words, labels: np.ndarray, *, steps: int = _STEPS) -> Fitted:
    """Take the features, words with marks, words of judged sentences and the sentences' labels; return the fitted
    weights.
    """
    own, near = design.own, design.near
    own_t, near_t = own.T.tocsr(), near.T.tocsr()
    n_own, n_near = own.shape[1], near.shape[1]
    n_kinds = own.shape[0]

    def add(gradient: tuple[np.ndarray, ...], words: Words, slope: np.ndarray) -> None:
        for total, kinds in zip(gradient, (words.kind, words.before, words.after), strict=True):
            total += np.bincount(kinds, slope, n_kinds)

    def objective(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = (own @ weights[:n_own], near @ weights[n_own : n_own + n_near], near @ weights[n_own + n_near : -2])
        totals = tuple(np.zeros(n_kinds) for _ in range(3))
        loss = 0.5 * PENALTY * float(weights[:-2] @ weights[:-2])
        z = weights[-2] + sums[0][spans.kind] + sums[1][spans.before] + sums[2][spans.after]
        loss += float(np.logaddexp(0, z).sum() - z[spans.marked].sum())
        slope = _logistic(z) - spans.marked
        add(totals, spans, slope)
        first = slope.sum()
        z = weights[-1] + sums[0][judged.kind] + sums[1][judged.before] + sums[2][judged.after]
        # -log of the probability that no word is loaded; the small term keeps sentences without counted words finite.
        none = np.bincount(judged.line, np.logaddexp(0, z), len(labels)) + 1e-4
        some = -np.expm1(-none)
        loss += SENTENCE_SHARE * float(none[~labels].sum() - np.log(some[labels]).sum())
        of_line = SENTENCE_SHARE * np.where(labels, -np.exp(-none) / some, 1.0)
        slope = of_line[judged.line] * _logistic(z)
        add(totals, judged, slope)
        gradient = np.concatenate([own_t @ totals[0], near_t @ totals[1], near_t @ totals[2], [first, slope.sum()]])
        gradient[:-2] += PENALTY * weights[:-2]
        return loss, gradient

    begin = np.zeros(n_own + 2 * n_near + 2)
    begin[-2:] = -3.5
    found = minimize(objective, begin, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 10})
    weights = found.x
    return Fitted(
        own=own @ weights[:n_own],
        before=near @ weights[n_own : n_own + n_near],
        after=near @ weights[n_own + n_near : -2],
        weights=weights[:n_own],
        intercept=float(weights[-2]),
        sentence_intercept=float(weights[-1]),
        steps=int(found.nit),
    )


def _logistic(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -40, 40)))


def to_table(design: Design, fitted: Fitted, kept: Sequence[str]) -> WordTable:
    """Take the fit and the types to keep; return the table as it is used at run time. All others are read by their
    letters.
    """
    n_grams = len(design.grams)
    n_flags = 4
    flags = fitted.weights[-n_flags:]
    vector = fitted.weights[design.n_ids + n_grams : -n_flags]
    sense = design.own[:, design.n_ids + n_grams : -n_flags] @ vector
    rows = {}
    senses = {}
    for kind in kept:
        at = design.place[kind]
        rows[kind] = (float(fitted.own[at]), float(fitted.before[at]), float(fitted.after[at]))
        senses[kind] = float(sense[at]) if design.has_vector[at] else 0.0
    grams = dict(zip(design.grams, fitted.weights[design.n_ids : design.n_ids + n_grams].tolist(), strict=True))
    return WordTable(
        rows=rows,
        sense={kind: value for kind, value in senses.items() if value},
        grams=grams,
        intercept=fitted.intercept,
        unknown=float(flags[3]),
        hyphen=float(flags[0]),
        ly=float(flags[1]),
    )
