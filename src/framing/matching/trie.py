"""Cues in, a trie over normalised tokens out.

All cues and all phrases of conditions lie in one trie, so that ten thousand cost hardly more than one thousand. Gaps,
part-of-speech slots and alternatives are edges of it. ``automaton.py`` walks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from framing.lexicon.cues import Choice, Elements, Gap, Slot
from framing.lexicon.globs import Globs, is_glob

# A gap does not cross these: a new clause or another voice begins.
BARRIER = frozenset('.;:!?"“”«»')


@dataclass(slots=True, eq=False)
class Node:
    """A place in the trie: where each next token leads, and what ends here.

    ``words`` is shared by all cues. ``joins`` leads to nodes where the alternatives of a choice meet again: so a choice
    costs the sum of its alternatives, not their product; cues that begin with the same choice share them.
    """

    words: dict[str, Node] = field(default_factory=dict)
    joins: dict[str, list[Node]] = field(default_factory=dict)
    gaps: dict[int, Node] = field(default_factory=dict)
    slots: dict[str, Node] = field(default_factory=dict)
    hits: list[tuple[int, int]] = field(default_factory=list)  # (rule, cue)
    cancels: list[int] = field(default_factory=list)  # rules whose hits an overlap cancels
    marks: list[tuple[int, bool]] = field(default_factory=list)  # (rule, True = near / False = not near)

    def _step(self, tokens: tuple[str, ...]) -> Node:
        node = self
        for token in tokens:
            following = node.words.get(token)
            if following is None:
                following = node.words[token] = Node()
            node = following
        return node


class Trie:
    """A trie that is filled once, closed, and then searched any number of times."""

    def __init__(self) -> None:
        self.root = Node()
        self._joined: dict[tuple[frozenset[Node], Choice], Node] = {}
        self._prefixes: frozenset[str] = frozenset()
        self._suffixes: frozenset[str] = frozenset()
        self._globs = Globs()
        self._has_globs = False

    def add(self, elements: Elements) -> list[Node]:
        """Take the elements of a cue; return the nodes where it ends, for the caller to note what that means."""
        frontier = [self.root]
        last = len(elements) - 1
        for number, element in enumerate(elements):
            if isinstance(element, Choice):
                self._globs.add(token for option in element.options for token in option if is_glob(token))
            if isinstance(element, Gap):
                frontier = [node.gaps.setdefault(element.most, Node()) for node in frontier]
            elif isinstance(element, Slot):
                frontier = [node.slots.setdefault(element.pos, Node()) for node in frontier]
            elif number == last or len(element.options) == 1:
                following = [node._step(option) for node in frontier for option in element.options]
                frontier = list(dict.fromkeys(following + (frontier if element.optional else [])))
            else:
                frontier = [self._join(frontier, element), *(frontier if element.optional else [])]
        return [node for node in frontier if node is not self.root]

    def _join(self, frontier: list[Node], choice: Choice) -> Node:
        """Return the node to which every alternative of a choice leads from these nodes."""
        key = (frozenset(frontier), choice)
        join = self._joined.get(key)
        if join is None:
            join = self._joined[key] = Node()
            for node in frontier:
                for option in choice.options:
                    node._step(option[:-1]).joins.setdefault(option[-1], []).append(join)
        return join

    def close(self) -> None:
        """Make ready to search, once everything is added."""
        self._joined.clear()
        self._has_globs = bool(self._globs)
        first = (*self.root.words, *self.root.joins)
        self._prefixes = frozenset(word.removesuffix("-*") for word in first if word.endswith("-*"))
        self._suffixes = frozenset(word.removeprefix("*-") for word in first if word.startswith("*-"))

    def begins(self, word: str) -> bool:
        """Whether anything can begin with this token."""
        return word in self.root.words or word in self.root.joins or self.patterned(word)

    def patterned(self, word: str) -> bool:
        """Whether a token may fit a pattern of one word, and not only the word that it is."""
        return "-" in word or (self._has_globs and bool(self._globs.of(word)))

    def keys(self, word: str) -> list[str]:
        """Return a word and the patterns that it fits: econom**; of a hyphen compound also anti-*, *-obsessed."""
        keys = [word, *self._globs.of(word)]
        if "-" not in word:
            return keys
        first, last = word.partition("-")[0], word.rpartition("-")[2]
        if first in self._prefixes:
            keys.append(first + "-*")
        if last in self._suffixes:
            keys.append("*-" + last)
        return keys
