"""A lexicon's constructions and a parse in, the places where they stand out, and where one nearly does and why not.

They need the parse; on the fast path there is none, and nothing is found. The work for one word is bounded, so that no
sentence, however long, and no construction can make the search slow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.lexicon.patterns import Check, Pattern, Step
from framing.types import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    Bound = dict[str, Token]

# So many words are tried for one place where a construction may begin; a real one needs some twenty.
_MOST_TRIED = 400
# Texts of ever new words cannot fill the memory.
_MOST_VALUES = 100_000
_ATTRIBUTES = {"lemma": "LEMMA", "word": "LOWER", "tag": "TAG", "dep": "DEP", "pos": "POS"}


@dataclass(frozen=True, slots=True)
class Found:
    """A construction (its rule's number) on tokens ``first`` to ``last`` (half-open); ``missing`` is the line that
    failed, and then the place is that of the word where it begins.
    """

    rule: int
    first: int
    last: int
    missing: str | None = None


class Constructions:
    """The constructions of a lexicon, sorted by what begins them; built once."""

    def __init__(self, patterns: Mapping[int, Pattern]) -> None:
        self._begin: dict[tuple[str, str], list[tuple[int, Pattern]]] = defaultdict(list)
        for number, pattern in patterns.items():
            pick = _pick(pattern)
            for value in pick.values:
                self._begin[pick.key, value].append((number, pattern))
        # By key, what begins with a value, by the number that the parser has for it: looked up once a value.
        self._known: dict[str, dict[int, list[tuple[int, Pattern]]]] = {key: {} for key, _ in self._begin}

    def search(self, doc: Doc, tokens: Tokens) -> Iterator[Found]:
        """Take a parse and the tokens of the same text; yield what is found and what is nearly found, in text order."""
        beginnings = self._beginnings(doc)
        places = _Places(tokens)
        for at, number, pattern in beginnings:
            yield from _at(doc[at], number, pattern, places)

    def _beginnings(self, doc: Doc) -> list[tuple[int, int, Pattern]]:
        """Return the words at which a construction may begin: each one's index, the rule and the pattern, in order."""
        found = []
        for key, known in self._known.items():
            if len(known) > _MOST_VALUES:
                known.clear()
            for at, value in enumerate(doc.to_array(_ATTRIBUTES[key]).tolist()):
                patterns = known.get(value)
                if patterns is None:
                    patterns = known[value] = self._begin.get((key, _value(doc[at], key)), [])
                if patterns:
                    found += [(at, number, pattern) for number, pattern in patterns]
        return sorted(found, key=lambda item: item[0])


def _pick(pattern: Pattern) -> Check:
    """Return the test of the first line that picks the fewest words."""
    order = ("lemma", "word", "tag", "dep", "pos")
    tests = [test for test in pattern.steps[0].tests if test.key in order and not test.negative]
    return min(tests, key=lambda test: order.index(test.key))


def _at(token: Token, number: int, pattern: Pattern, places: _Places) -> Iterator[Found]:
    first, *rest = pattern.steps
    if not _holds(token, first.tests):
        return
    search = _Search(rest)
    bound = search.run({first.name: token}, 0)
    if bound is not None:
        span = places.span(bound, pattern)
        if span is not None:
            yield Found(number, *span)
    elif _pick(pattern).key in ("lemma", "word"):  # where any verb may begin, a miss tells nobody anything
        place = places.span({first.name: token}, Pattern((first,), ((first.name, False),)))
        if place is not None:
            yield Found(number, *place, missing=rest[search.deepest].text)


class _Search:
    """Binds names to words, line by line, going back where a later line fails."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.deepest = 0
        self.tried = 0

    def run(self, bound: Bound, at: int) -> Bound | None:
        if at == len(self.steps):
            return bound
        self.deepest = max(self.deepest, at)
        step = self.steps[at]
        left = bound[step.left]
        if step.link == "..":
            return self.run(bound, at + 1) if left.i < bound[step.name].i else None
        for other in _linked(left, step.link):
            self.tried += 1
            if self.tried > _MOST_TRIED:
                return None
            if any(other.i == word.i for word in bound.values()) or not _holds(other, step.tests):
                continue
            if step.sign == "!":
                return None
            done = self.run({**bound, step.name: other}, at + 1)
            if done is not None:
                return done
        return self.run(bound, at + 1) if step.sign else None


def _linked(token: Token, link: str) -> Iterator[Token]:
    """Yield the words that stand in a relation to a word: children, all below it, its head, the next word."""
    if link == ">":
        yield from token.children
    elif link == ">>":
        yield from (below for below in token.subtree if below.i != token.i)
    elif link == "<":
        if token.head.i != token.i:
            yield token.head
    elif token.i + 1 < len(token.doc) and not token.doc[token.i + 1].is_sent_start:
        yield token.doc[token.i + 1]


def _holds(token: Token, tests: tuple[Check, ...]) -> bool:
    for test in tests:
        value = _value(token, test.key)
        if (value in test.values if test.values else bool(value)) == test.negative:
            return False
    return True


def _value(token: Token, key: str) -> str:
    if key == "lemma":
        return token.lemma_.lower()
    if key == "word":
        return token.lower_.replace("’", "'")
    if key == "pos":
        return token.pos_
    if key == "tag":
        return token.tag_
    return token.dep_ if key == "dep" else token.ent_type_


class _Places:
    """Where the words of the parse stand among the tokens of the article, which keep hyphen compounds whole."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._start = {start: at for at, start in enumerate(tokens.start)}
        self._end = {end: at for at, end in enumerate(tokens.end)}

    def span(self, bound: Bound, pattern: Pattern) -> tuple[int, int] | None:
        """Return the range of tokens from the first marked word to the last; None where they fit no tokens."""
        words: list[Token] = []
        for name, whole in pattern.marked:
            if name in bound:
                words += (
                    [w for w in bound[name].subtree if w.pos_ not in ("PUNCT", "SPACE")] if whole else [bound[name]]
                )
        if not words:
            return None
        low, high = min(words, key=lambda w: w.i), max(words, key=lambda w: w.i)
        first = self._start.get(low.idx)
        last = self._end.get(high.idx + len(high))
        if first is None or last is None or last < first or self._tokens.sentence[first] != self._tokens.sentence[last]:
            return None
        return first, last + 1
