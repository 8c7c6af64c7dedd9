"""Columns in, sentences without a counterpart in the other columns out: what only one article says, to be checked.

A counterpart is a sentence, or two neighbours, of another article that has a third or more of the sentence's telling
words. Words are compared without plural endings; a paraphrase in other words is missed, and looks like "only here".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.compare.columns import Column
from framing.compare.terms import table_share, terms, weight

#: A sentence has a counterpart where another text has this share of its telling words close together.
COUNTERPART = 0.35
SHOWN = 5
_SHORTEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyHere:
    """The sentences of one column: indices in text order, and how many more there are."""

    sentences: tuple[int, ...]
    more: int


def only_here(columns: Sequence[Column]) -> tuple[OnlyHere, ...]:
    """Take columns; return for each at most five sentences without a counterpart, those with most words that no other
    column has.
    """
    texts = [_sentences(column) for column in columns]
    everything = [set().union(*(words for _, words in one)) if one else set() for one in texts]
    windows = [_windows([words for _, words in _all_sentences(column)]) for column in columns]
    made = []
    for place, mine in enumerate(texts):
        others = [window for number, some in enumerate(windows) if number != place for window in some]
        elsewhere = set().union(*(words for number, words in enumerate(everything) if number != place))
        scored = []
        for index, words in mine:
            total = math.fsum(map(_tells, words))
            if total and max((_shared(words, other) for other in others), default=0.0) / total < COUNTERPART:
                scored.append((math.fsum(_tells(word) for word in words - elsewhere), index))
        scored.sort(key=lambda one: (-one[0], one[1]))
        made.append(
            OnlyHere(sentences=tuple(sorted(index for _, index in scored[:SHOWN])), more=max(0, len(scored) - SHOWN))
        )
    return tuple(made)


def _tells(word: str) -> float:
    return weight(table_share(word))


def _shared(words: set[str], other: set[str]) -> float:
    return math.fsum(_tells(word) for word in words & other)


def _all_sentences(column: Column) -> list[tuple[int, set[str]]]:
    text = column.analysis.article.text
    return [(s.index, set(terms(s.span.text(text)))) for s in column.analysis.sentences if s.index in column.sentences]


def _sentences(column: Column) -> list[tuple[int, set[str]]]:
    """Return the sentences of the body that are long enough to say something, each with its words."""
    text = column.analysis.article.text
    body = {s.index: s for s in column.analysis.sentences if s.part == "body"}
    return [
        (index, words)
        for index, words in _all_sentences(column)
        if index in body and len(body[index].span.text(text).split()) >= _SHORTEST and any(map(_tells, words))
    ]


def _windows(sentences: Iterable[set[str]]) -> list[set[str]]:
    """Return the sentences and every two neighbours together."""
    single = list(sentences)
    return [*single, *(one | other for one, other in pairwise(single))]
