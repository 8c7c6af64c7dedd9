"""Columns in, sentences without a counterpart in the other columns out: what only one article says, to be checked.

A counterpart is a sentence, or two neighbours, of another article that has a third or more of the sentence's telling
words. Words are compared without plural endings; a paraphrase in other words is missed, and looks like "only here".
Headlines are not looked at, and no sentence of common words alone, which tell nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from framing.compare.columns import Column
from framing.compare.terms import table_share, terms, weight

if TYPE_CHECKING:
    import numpy as np

#: A sentence has a counterpart where another text has this share of its telling words close together.
COUNTERPART = 0.35
SHOWN = 5
#: Sums of weights in any order differ by less than this share.
_ROUNDED = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyHere:
    """The sentences of one column: indices in text order, and how many more there are.

    ``looked_at`` counts the sentences of the body that were looked up, ``common`` those that hold common words only.
    """

    sentences: tuple[int, ...] = ()
    more: int = 0
    looked_at: int = 0
    common: int = 0


def only_here(columns: Sequence[Column]) -> tuple[OnlyHere, ...]:
    """Take columns; return for each at most five sentences without a counterpart, those with most words that no other
    column has. Shared copy has none: it is in several articles by its nature, and a counterpart for the others.
    """
    everywhere = [_sentences(column) for column in columns]
    tells = {word: weight(table_share(word)) for some in everywhere for words in some.values() for word in words}
    bodies = [
        {index: words for index, words in some.items() if column.part_of(index) == "body"}
        for column, some in zip(columns, everywhere, strict=True)
    ]
    texts = [{index: words for index, words in some.items() if any(map(tells.__getitem__, words))} for some in bodies]
    windows = [_Windows(list(some.values()), tells) for some in everywhere]
    made = []
    for place, (column, mine) in enumerate(zip(columns, texts, strict=True)):
        if column.shared_by:
            made.append(OnlyHere())
            continue
        others = [some for number, some in enumerate(windows) if number != place]
        elsewhere = {
            word for number, some in enumerate(texts) if number != place for one in some.values() for word in one
        }
        scored = [
            (math.fsum(tells[word] for word in words - elsewhere), index)
            for index, words in mine.items()
            if not any(other.counterpart(words) for other in others)
        ]
        scored.sort(key=lambda one: (-one[0], one[1]))
        made.append(
            OnlyHere(
                sentences=tuple(sorted(index for _, index in scored[:SHOWN])),
                more=max(0, len(scored) - SHOWN),
                looked_at=len(mine),
                common=len(bodies[place]) - len(mine),
            )
        )
    return tuple(made)


class _Windows:
    """The sentences of a column, every two neighbours together (a lone one alone), by the telling words in them."""

    def __init__(self, sentences: Sequence[set[str]], tells: Mapping[str, float]) -> None:
        import numpy as np

        joined = [one | other for one, other in pairwise(sentences)] or sentences
        # A page of one line again and again has few different windows.
        self._windows = list(dict.fromkeys(map(frozenset, joined)))
        self._tells = tells
        places: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._windows):
            for word in words:
                if tells[word]:
                    places[word].append(number)
        self._places: dict[str, np.ndarray] = {word: np.array(found) for word, found in places.items()}

    def counterpart(self, words: set[str]) -> bool:
        """Return whether some window has enough of a sentence's telling words."""
        import numpy as np

        total = math.fsum(map(self._tells.__getitem__, words))
        shared = np.zeros(len(self._windows))
        for word in words:
            if word in self._places:
                shared[self._places[word]] += self._tells[word]
        return any(
            math.fsum(self._tells[word] for word in words & self._windows[number]) / total >= COUNTERPART
            for number in np.flatnonzero(shared >= (1 - _ROUNDED) * COUNTERPART * total)
        )


def _sentences(column: Column) -> dict[int, set[str]]:
    """Return the words of each sentence that counts, by its index."""
    text = column.analysis.article.text
    return {s.index: set(terms(s.span.text(text))) for s in column.analysis.sentences if s.index in column.sentences}
