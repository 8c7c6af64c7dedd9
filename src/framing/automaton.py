"""A trie in, the same trie as states that are met once each out: what a word leads to is looked up, not searched for.

A state is a set of places in the trie, some with room left in a gap. Where a word leads from a state is worked out when
a text first needs it and kept (a lazy subset construction; Aho, Sethi and Ullman 1986, §3.6; Cox 2007), so that the
cost of a word hardly depends on how many cues there are. Most words lead nowhere, and that is one look-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.trie import BARRIER, Node, Trie
from framing.types import Tokens

# Texts made to meet ever new states cannot fill the memory.
_MOST_STATES = 50_000
# A node, and how many more words its gap may take.
_Place = tuple[Node, int]
_NO_GAP = -1
# What stands for every word that leads nowhere by itself: it may still fill a gap, unless it is a mark.


_OTHER, _OTHER_MARK = "\0", "\0."


@dataclass(slots=True, eq=False)
class State:
    """A set of places, and what ends there: ``hits`` (rule, cue), and the phrases of conditions by rule.

    ``letters`` are the words that lead on, ``waits`` says that a gap takes any word, ``slotted`` that parts of speech
    matter; ``known`` is where words led so far.
    """

    places: frozenset[_Place]
    hits: tuple[tuple[int, int], ...]
    cancels: frozenset[int]
    marks: frozenset[tuple[int, bool]]
    ends: bool
    letters: frozenset[str]
    waits: bool
    slotted: bool
    known: dict[str, State | None] = field(default_factory=dict)


class Automaton:
    """A closed trie, ready to walk."""

    def __init__(self, trie: Trie) -> None:
        self._trie = trie
        self._states: dict[frozenset[_Place], State] = {}
        self._start = self._state({(trie.root, _NO_GAP)})

    def walk(self, tokens: Tokens, first: int, limit: int) -> Iterator[tuple[State, int]]:
        """Yield the states with an end that the tokens from ``first`` on lead to, and the token after them.

        ``limit`` is the index after the last token of the sentence.
        """
        state: State | None = self._start
        lower, pos = tokens.lower, tokens.pos
        for at in range(first, limit):
            assert state is not None
            state = self._after(state, lower[at], pos[at])
            if state is None:
                return
            if state.ends:
                yield state, at + 1

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
            if len(self._states) >= _MOST_STATES:
                self._states.clear()
                self._start.known.clear()
            nodes = [node for node, room in key if room == _NO_GAP]
            state = self._states[key] = State(
                places=key,
                hits=tuple(hit for node in nodes for hit in node.hits),
                cancels=frozenset(rule for node in nodes for rule in node.cancels),
                marks=frozenset(mark for node in nodes for mark in node.marks),
                ends=any(node.hits or node.cancels or node.marks for node in nodes),
                letters=frozenset(word for node, _ in key for words in (node.words, node.joins) for word in words),
                waits=any(room > 0 for _, room in key),
                slotted=any(node.slots for node, _ in key),
            )
        return state
