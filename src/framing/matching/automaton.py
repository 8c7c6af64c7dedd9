"""A trie in, the same trie as states that are met once each out: what a word leads to is looked up, not searched for.

A state is a set of places in the trie, some with room left in a gap. Where a word leads from a state is worked out when
a text first needs it and kept (a lazy subset construction; Aho, Sethi and Ullman 1986, §3.6; Cox 2007), so that the
cost of a word hardly depends on how many cues there are. Most words lead nowhere, and that is one look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from framing.matching.trie import BARRIER, Node, Trie
from framing.types import Tokens

# Texts made to meet ever new states and words cannot fill the memory: beyond these all are forgotten between two
# articles, since within one the conditions are looked up by state.
_MOST_STATES = 50_000
_MOST_WORDS = 100_000
# A node, and how many more words its gap may take.
_Place = tuple[Node, int]
_NO_GAP = -1
# What stands for every word that leads nowhere by itself: it may still fill a gap, unless it is a mark.


_OTHER, _OTHER_MARK = "\0", "\0."


@dataclass(slots=True, eq=False)
class State:
    """A set of places, and what ends there: ``hits`` (rule, cue), and the phrases of conditions by rule.

    ``letters`` are the words that lead on, ``waits`` says that a gap takes any word, ``slotted`` that parts of speech
    matter; ``loose`` states are led on by other words than their letters too. ``known`` is where words led so far.
    """

    places: frozenset[_Place]
    hits: tuple[tuple[int, int], ...]
    cancels: frozenset[int]
    marks: frozenset[tuple[int, bool]]
    conditions: bool
    ends: bool
    letters: frozenset[str]
    waits: bool
    slotted: bool
    loose: bool
    known: dict[str, State | None] = field(default_factory=dict)


class Automaton:
    """A closed trie, ready to walk.

    ``cancels`` and ``marks`` hold for a rule the states met so far that end phrases of its conditions.
    """

    def __init__(self, trie: Trie) -> None:
        self._trie = trie
        self._states: dict[frozenset[_Place], State] = {}
        self._first: dict[str, State | None] = {}
        self.cancels: dict[int, set[State]] = defaultdict(set)
        self.marks: dict[tuple[int, bool], set[State]] = defaultdict(set)
        self._start = self._state({(trie.root, _NO_GAP)})

    def walk(self, tokens: Tokens, bounds: Sequence[int]) -> Iterator[tuple[State, int, int]]:
        """Yield the states with an end to which the tokens lead from any of them on, that token, and the one after the
        last.

        ``bounds`` holds for each token the index after the last token of its sentence.
        """
        if len(self._states) >= _MOST_STATES or len(self._first) >= _MOST_WORDS:
            self._forget()
        lower, pos, after, first = tokens.lower, tokens.pos, self._after, self._first
        for begin, word in enumerate(lower):
            state = first.get(word)
            if state is None:
                if word in first:
                    continue
                state = self._begun(word, pos[begin])
                if state is None:
                    continue
            at, limit = begin + 1, bounds[begin]
            while True:
                if state.ends:
                    yield state, begin, at
                if at >= limit or not (state.loose or lower[at] in state.letters):
                    break
                following = after(state, lower[at], pos[at])
                if following is None:
                    break
                state, at = following, at + 1

    def _forget(self) -> None:
        for known in (self._states, self._first, self.cancels, self.marks):
            known.clear()
        self._start = self._state({(self._trie.root, _NO_GAP)})

    def _begun(self, word: str, pos: str) -> State | None:
        """Return the state to which a first word leads, None if nothing begins so, and keep it for the next time."""
        found = self._first[word] = self._after(self._start, word, pos) if self._trie.begins(word) else None
        return found

    def _after(self, state: State, word: str, pos: str) -> State | None:
        """Return the state to which a word leads; None if it leads nowhere."""
        key = word
        if not self._reads(state, word):
            if not state.waits and not state.slotted:
                return None
            key = _OTHER_MARK if word in BARRIER else _OTHER  # all other words are alike
        if state.slotted:
            key = f"{key}\0{pos}"
        try:
            return state.known[key]
        except KeyError:
            found = state.known[key] = self._follow(state, word, pos)
            return found

    def _reads(self, state: State, word: str) -> bool:
        if word in state.letters:
            return True
        return self._trie.patterned(word) and any(key in state.letters for key in self._trie.keys(word))

    def _follow(self, state: State, word: str, pos: str) -> State | None:
        found: set[_Place] = set()
        for node, room in state.places:
            for key in self._trie.keys(word):
                following = node.words.get(key)
                if following is not None:
                    found.add((following, _NO_GAP))
                found.update((join, _NO_GAP) for join in node.joins.get(key, ()))
            slot = node.slots.get(pos)
            if slot is not None:
                found.add((slot, _NO_GAP))
            if room > 0 and word not in BARRIER:
                found.add((node, room - 1))
        return self._state(found) if found else None

    def _state(self, places: set[_Place]) -> State:
        """Return the state of these places and of the gaps that open at them."""
        opened = {(after, most) for node, room in places if room == _NO_GAP for most, after in node.gaps.items()}
        key = frozenset(places | opened)
        state = self._states.get(key)
        if state is None:
            nodes = [node for node, room in key if room == _NO_GAP]
            letters = frozenset(word for node, _ in key for words in (node.words, node.joins) for word in words)
            waits, slotted = any(room > 0 for _, room in key), any(node.slots for node, _ in key)
            state = self._states[key] = State(
                places=key,
                hits=tuple(hit for node in nodes for hit in node.hits),
                cancels=frozenset(rule for node in nodes for rule in node.cancels),
                marks=frozenset(mark for node in nodes for mark in node.marks),
                conditions=any(node.cancels or node.marks for node in nodes),
                ends=any(node.hits or node.cancels or node.marks for node in nodes),
                letters=letters,
                waits=waits,
                slotted=slotted,
                loose=waits or slotted or any("*" in word or "?" in word for word in letters),
            )
            for rule in state.cancels:
                self.cancels[rule].add(state)
            for mark in state.marks:
                self.marks[mark].add(state)
        return state
