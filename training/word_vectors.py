"""Running text in, one vector a word out: words that keep the same company get similar vectors.

Positive pointwise mutual information of words with their neighbours, reduced by a truncated SVD (Levy, Goldberg &
Dagan 2015).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

_WINDOW = ((1, 1.0), (2, 0.7), (3, 0.45), (4, 0.3))
_SMOOTHING = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """``words`` by falling frequency, their ``counts``, and one unit row each in ``matrix``."""

    words: list[str]
    counts: list[int]
    matrix: np.ndarray


def learn_vectors(
    sentences: Iterable[list[str]],
    *,
    least: int = 8,
    most: int = 40_000,
    contexts: int = 20_000,
    size: int = 300,
    seed: int = 0,
) -> Vectors:
    """Take sentences as types; return vectors of the ``most`` frequent types that occur at least ``least`` times."""
    number: dict[str, int] = {}
    count: Counter[str] = Counter()
    flat: list[int] = []
    for sentence in sentences:
        count.update(sentence)
        flat.extend(number.setdefault(kind, len(number)) for kind in sentence)
        flat.append(-1)
    ranked = sorted((kind for kind, times in count.items() if times >= least), key=lambda kind: (-count[kind], kind))[
        :most
    ]
    place = np.full(len(number) + 1, -1)
    for rank, kind in enumerate(ranked):
        place[number[kind]] = rank
    text = np.array(flat, dtype=np.int32)
    sentence_of = np.cumsum(text == -1)
    text = np.where(text == -1, -1, place[text])
    # The nearest neighbour is counted apart on the left and on the right; farther ones on either side alike.
    shape = (len(ranked), 2 * contexts)
    table = sp.csr_matrix(shape)
    for distance, weight in _WINDOW:
        left, right = text[:-distance], text[distance:]
        near = (left >= 0) & (right >= 0) & (sentence_of[:-distance] == sentence_of[distance:])
        for word, neighbour, offset in ((left, right, 0), (right, left, contexts if distance == 1 else 0)):
            kept = near & (neighbour < contexts)
            table = (
                table
                + sp.coo_matrix(
                    (np.full(int(kept.sum()), weight), (word[kept], neighbour[kept] + offset)), shape=shape
                ).tocsr()
            )
    of_word = np.asarray(table.sum(axis=1)).ravel() + 1e-9
    of_context = np.asarray(table.sum(axis=0)).ravel() ** _SMOOTHING
    of_context /= of_context.sum()
    cells = table.tocoo()
    information = np.log(cells.data / (of_word[cells.row] * of_context[cells.col]))
    kept = information > 0
    positive = sp.coo_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=shape).tocsr()
    left_vectors, strengths, _ = randomized_svd(
        positive.astype(np.float32), n_components=size, n_iter=4, random_state=seed
    )
    matrix = left_vectors * np.sqrt(strengths)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
    return Vectors(words=ranked, counts=[count[kind] for kind in ranked], matrix=matrix.astype(np.float32))
