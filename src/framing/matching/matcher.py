"""A lexicon and an article's tokens in, the places where its rules hit out, in one pass over the tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from framing.lexicon.cues import Elements
from framing.lexicon.rules import Lexicon
from framing.matching.automaton import Automaton, State
from framing.matching.conditions import Forms, Hit
from framing.matching.constructions import Constructions
from framing.matching.trie import Node, Trie
from framing.types import ParsedArticle, Tokens

__all__ = ["Hit", "Matcher", "Rejected"]

# No phrase of a condition is longer than this many tokens: twelve words, each two tokens at most, and five gaps of six.
_LONGEST_PHRASE = 60


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cue that stood there but did not count, and the condition that failed, in plain words."""

    hit: Hit
    reason: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the trie found in an article: cues, and where which states were met that end phrases of conditions.

    Phrases of conditions stand nearly everywhere and few are asked for, so they are sorted out by rule only then.
    """

    automaton: Automaton
    cues: list[tuple[int, int, int, int]] = field(default_factory=list)  # (rule, cue, first, last)
    phrases: dict[State, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    _cancels: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _marks: dict[tuple[int, bool], list[int]] = field(default_factory=dict)

    def cancels(self, number: int) -> list[tuple[int, int]]:
        """Return where phrases stand that cancel hits of a rule, in text order."""
        if number not in self._cancels:
            met = self.phrases.keys() & self.automaton.cancels.get(number, set())
            self._cancels[number] = sorted(place for state in met for place in self.phrases[state])
        return self._cancels[number]

    def marks(self, number: int, *, wanted: bool) -> list[int]:
        """Return where phrases begin that must (or must not) stand near hits of a rule, in text order."""
        mark = (number, wanted)
        if mark not in self._marks:
            met = self.phrases.keys() & self.automaton.marks.get(mark, set())
            self._marks[mark] = sorted({first for state in met for first, _ in self.phrases[state]})
        return self._marks[mark]


class Matcher:
    """A lexicon made ready to search; build once, use for any number of articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._trie = Trie()
        self._constructions = Constructions(
            {number: rule.pattern for number, rule in enumerate(lexicon.rules) if rule.pattern is not None}
        )
        phrases: dict[Elements, list[Node]] = {}

        def ends(elements: Elements) -> list[Node]:
            if elements not in phrases:
                phrases[elements] = self._trie.add(elements)
            return phrases[elements]

        for number, rule in enumerate(lexicon.rules):
            for place, cue in enumerate(rule.cues if rule.pattern is None else ()):
                for node in self._trie.add(cue.elements):
                    node.hits.append((number, place))
            for elements in rule.unless:
                for node in ends(elements):
                    node.cancels.append(number)
            for wanted, conditions in ((True, rule.near), (False, rule.not_near)):
                for elements in conditions:
                    for node in ends(elements):
                        node.marks.append((number, wanted))
        self._trie.close()
        self._automaton = Automaton(self._trie)

    def search(self, parsed: ParsedArticle) -> tuple[list[Hit], list[Rejected]]:
        """Take a parsed article; return the hits whose conditions hold, in text order, and those that failed one."""
        found = self._walk(parsed.tokens)
        forms = Forms(parsed, self.lexicon)
        hits: list[Hit] = []
        rejected: list[Rejected] = []
        if parsed.doc is not None:
            for one in self._constructions.search(parsed.doc, parsed.tokens):
                if one.missing is None:
                    found.cues.append((one.rule, 0, one.first, one.last))
                else:
                    rule = self.lexicon.rules[one.rule]
                    hit = Hit(rule, rule.cues[0], one.first, one.last)
                    rejected.append(Rejected(hit, _missing(hit, one.missing)))
        for number, place, first, last in sorted(
            set(found.cues), key=lambda item: (item[2], -item[3], item[0], item[1])
        ):
            rule = self.lexicon.rules[number]
            hit = Hit(rule, rule.cues[place], first, last)
            reason = (
                _failed(hit, number, parsed, found)
                or forms.failed(hit)
                or _failed_near(hit, number, parsed, found, forms)
            )
            if reason is None:
                hits.append(hit)
            else:
                rejected.append(Rejected(hit, reason))
        return hits, rejected

    def _walk(self, tokens: Tokens) -> _Found:
        found = _Found(self._automaton)
        cues, phrases = found.cues, found.phrases
        for state, first, after in self._automaton.walk(tokens, sentence_ends(tokens)):
            if state.hits:
                cues.extend((number, cue, first, after) for number, cue in state.hits)
            if state.conditions:
                phrases[state].append((first, after))
        return found


def _missing(hit: Hit, line: str) -> str:
    """Say which line of a construction failed, in plain words."""
    what = "a word stands there that it forbids" if " !" in line else "no word fits it"
    return f"could begin the construction “{hit.cue.text}”, which fails at its line “{line}”: {what}"


def _failed(hit: Hit, number: int, parsed: ParsedArticle, found: _Found) -> str | None:
    """Return why a hit is cancelled, in the wrong voice or negated, in plain words; None if it is none of these."""
    rule, tokens = hit.rule, parsed.tokens
    phrases = found.cancels(number) if rule.unless else []
    for place in range(bisect_left(phrases, (hit.first - _LONGEST_PHRASE, 0)), bisect_left(phrases, (hit.last, 0))):
        first, last = phrases[place]
        if last > hit.first:
            phrase = parsed.article.text[tokens.start[first] : tokens.end[last - 1]]
            return f"inside or over “{phrase}”, which the rule excludes"
    if rule.voice == "writer" and tokens.quote[hit.first] >= 0:
        return "in a source's words; this rule looks at the writer's only"
    if rule.negated == "ignore" and tokens.negated[hit.first]:
        return "negated"
    return None


def _failed_near(hit: Hit, number: int, parsed: ParsedArticle, found: _Found, forms: Forms) -> str | None:
    """Return which condition on the words around a hit fails, in plain words; None if none does."""
    rule, tokens = hit.rule, parsed.tokens
    if rule.near and _close(hit, found.marks(number, wanted=True), tokens, forms) is None:
        return f"none of the words that must stand within {rule.within} words does"
    if rule.not_near:
        at = _close(hit, found.marks(number, wanted=False), tokens, forms)
        if at is not None:
            word = parsed.article.text[tokens.start[at] : tokens.end[at]]
            return f"a word that must not stand within {rule.within} words does: “{word}”"
    return None


def _close(hit: Hit, places: list[int], tokens: Tokens, forms: Forms) -> int | None:
    """Return the first of these tokens that is near the hit, in its sentence and not inside it; None if none is."""
    rule, same = hit.rule, tokens.sentence[hit.first]
    if not places:
        return None
    low = bisect_left(places, forms.apart(hit.first) - rule.within, key=forms.apart)
    high = bisect_right(places, forms.apart(hit.last - 1) + rule.within, key=forms.apart)
    return next((at for at in places[low:high] if tokens.sentence[at] == same and not hit.first <= at < hit.last), None)


def sentence_ends(tokens: Tokens) -> list[int]:
    """Return for each token the index after the last token of its sentence."""
    sentence = tokens.sentence
    ends = [end := len(sentence)] * len(sentence)
    for at in range(len(sentence) - 2, -1, -1):
        if sentence[at] != sentence[at + 1]:
            end = at + 1
        ends[at] = end
    return ends
