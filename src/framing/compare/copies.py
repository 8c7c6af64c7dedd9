"""Articles in, those that share sentences out: word for word, or nearly.

For a few articles every sentence is looked up by its runs of three words; for a collection MinHash finds the pairs that
are worth it (Broder 1997), so that 20,000 articles need no pair looked at that shares nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from framing.types import Analysis

#: Two sentences are the same copy if they share this share of their runs of three words.
SAME = 0.6
_RUN = 3
_SHORTEST = 6
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_PERMUTATIONS = 64
_BAND_THRESHOLD = 0.25
_LONG_RUN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two articles by their indices, the pairs of sentences that are the same, and their share of the shorter's.

    The share is of body sentences of six words or more. The pairs hold also what is short or a headline, where both
    print it word for word.
    """

    one: int
    other: int
    pairs: tuple[tuple[int, int], ...]
    share: float


def _runs(text: str, length: int = _RUN) -> frozenset[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    return frozenset(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


def find_copies(analyses: Sequence[Analysis]) -> tuple[Copy, ...]:
    """Take analyses; return for each two that share a sentence of six words or more which they share."""
    texts: list[dict[int, frozenset[str]]] = []
    for one in analyses:
        body = [s for s in one.sentences if s.reason is None and s.part == "body"]
        texts.append(
            {
                s.index: _runs(words)
                for s in body
                if len(_WORD.findall(words := s.span.text(one.article.text))) >= _SHORTEST
            }
        )
    made = []
    for number, mine in enumerate(texts):
        for later in range(number + 1, len(texts)):
            pairs = _same(mine, texts[later])
            if pairs:
                alike = _identical(analyses[number], analyses[later])
                fewest = min(len(mine), len(texts[later]))
                either = min(len({a for a, _ in pairs}), len({b for _, b in pairs}))
                every = tuple(sorted({*pairs, *alike}))
                made.append(Copy(one=number, other=later, pairs=every, share=either / fewest))
    return tuple(made)


def _same(mine: dict[int, frozenset[str]], theirs: dict[int, frozenset[str]]) -> tuple[tuple[int, int], ...]:
    index: dict[str, list[int]] = defaultdict(list)
    for number, runs in theirs.items():
        for run in runs:
            index[run].append(number)
    found = []
    for number, runs in mine.items():
        shared: Counter[int] = Counter()
        for run in runs:
            shared.update(index.get(run, ()))
        best = [(count / len(runs | theirs[other]), -other) for other, count in shared.items()]
        if best and max(best)[0] >= SAME:
            found.append((number, -max(best)[1]))
    return tuple(found)


def _identical(mine: Analysis, theirs: Analysis) -> Iterator[tuple[int, int]]:
    """Yield pairs that hold each sentence which both print word for word, as a headline or not."""
    here, there = _worded(mine), _worded(theirs)
    for words in here.keys() & there.keys():
        yield from ((one, there[words][0]) for one in here[words])
        yield from ((here[words][0], other) for other in there[words])


def _worded(analysis: Analysis) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for sentence in analysis.sentences:
        words = [word.lower() for word in _WORD.findall(sentence.span.text(analysis.article.text))]
        if sentence.reason is None and words:
            found["headline" if sentence.part == "headline" else "", *words].append(sentence.index)
    return found


def likely_copies(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, float], ...]:
    """Take (id, text) of a collection, one at a time; return the pairs of ids that share much text, with the estimated
    share of common runs of five words (Jaccard), the largest first.

    Only a sketch of 64 numbers is kept of each text. The estimate is off by about 0.06; pairs that have a quarter of
    their runs in common are found about 8 times in 10, closer ones nearly always.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_BAND_THRESHOLD, num_perm=_PERMUTATIONS)
    kept: dict[str, MinHash] = {}
    found = []
    for name, text in texts:
        runs = _runs(text, _LONG_RUN)
        if not runs or name in kept:
            continue
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update_batch([run.encode("utf-8", "replace") for run in sorted(runs)])
        for other in index.query(sketch):
            alike = float(sketch.jaccard(kept[other]))
            if alike >= _BAND_THRESHOLD:
                found.append((other, name, round(alike, 3)))
        index.insert(name, sketch)
        kept[name] = sketch
    return tuple(sorted(found, key=lambda one: (-one[2], one[0], one[1])))
