"""A lexicon and a parsed text in, the cues that stand there but for one gap or part of speech out, each with why.

This explains a lexicon to its author; it is not part of an analysis. Only cues with a gap or a slot can miss so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from framing.lexicon.cues import Choice, Elements, Gap, Slot
from framing.lexicon.globs import fits, is_glob
from framing.lexicon.rules import Lexicon
from framing.matching.matcher import Hit, Rejected, sentence_ends
from framing.matching.trie import BARRIER
from framing.types import ParsedArticle, Tokens

#: A gap is looked at up to so many words beyond what the cue allows; further apart, the words are no near miss.
_BEYOND = 4
_MOST = 200
# (the token after what matched, why it is a miss if it is one)
_State = tuple[int, str | None]


def near_misses(lexicon: Lexicon, parsed: ParsedArticle) -> list[Rejected]:
    """Take a lexicon and a parsed text; return what fails one gap or slot and nothing else, in text order.

    At most 200 are returned, one for each cue and place.
    """
    by_word: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, rule in enumerate(lexicon.rules):
        for place, cue in enumerate(rule.cues):
            if any(isinstance(element, Gap | Slot) for element in cue.elements):
                for word in _first_words(cue.elements):
                    by_word[word].append((number, place))
    found: list[Rejected] = []
    tokens = parsed.tokens
    limits = sentence_ends(tokens)
    for first, word in enumerate(tokens.lower):
        limit = limits[first]
        for number, place in dict.fromkeys(by_word.get(word, ())):
            rule = lexicon.rules[number]
            ends = dict(_ends(rule.cues[place].elements, parsed, first, limit))
            # Where it also matches, it is a hit, and what else could be said of it does not matter.
            if ends and None not in ends.values():
                last, reason = min(ends.items())
                found.append(Rejected(Hit(rule, rule.cues[place], first, last), reason or ""))
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _first_words(elements: Elements) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Choice):
            yield from (option[0] for option in element.options if not is_glob(option[0]))
            if not element.optional:
                return


def _ends(elements: Elements, parsed: ParsedArticle, first: int, limit: int) -> Iterator[_State]:
    """Yield every place where the elements can end from ``first`` on, with at most one failure on the way."""
    tokens = parsed.tokens
    states: set[_State] = {(first, None)}
    for element in elements:
        following: set[_State] = set()
        for at, reason in states:
            if isinstance(element, Choice):
                following.update((end, reason) for end in _choice(element, tokens, at, limit))
            elif isinstance(element, Gap):
                following.update(_gap(element, parsed, at, limit, reason))
            elif at < limit:
                why = _slot(element, parsed, at)
                if why is None or reason is None:
                    following.add((at + 1, reason or why))
        states = following
    # A state without failure comes last, so that it wins where both end at one place.
    yield from sorted(states, key=lambda state: (state[0], state[1] is None, state[1] or ""))


def _choice(choice: Choice, tokens: Tokens, at: int, limit: int) -> Iterator[int]:
    if choice.optional:
        yield at
    for option in choice.options:
        end = at + len(option)
        if end <= limit and all(
            fits(wanted, word) if is_glob(wanted) else wanted == word
            for wanted, word in zip(option, tokens.lower[at:end], strict=True)
        ):
            yield end


def _gap(gap: Gap, parsed: ParsedArticle, at: int, limit: int, reason: str | None) -> Iterator[_State]:
    """Yield where a gap may end: as the cue allows, and, if nothing failed before, a little beyond or past a mark."""
    tokens, text = parsed.tokens, parsed.article.text
    mark: str | None = None
    for place in range(at, min(at + gap.most + _BEYOND, limit - 1) + 1):
        if place > at and tokens.lower[place - 1] in BARRIER:
            mark = mark or text[tokens.start[place - 1] : tokens.end[place - 1]]
        size = place - at
        if mark is None and size <= gap.most:
            yield place, reason
        elif reason is None and mark is None:
            between = text[tokens.start[at] : tokens.end[place - 1]]
            yield place, f"“{between}” is {size} words or marks, and the gap has room for {gap.most}"
        elif reason is None and size <= gap.most:
            yield place, f"“{mark}” stands in the gap, and no gap reaches past it"


def _slot(slot: Slot, parsed: ParsedArticle, at: int) -> str | None:
    tokens = parsed.tokens
    if tokens.pos[at] == slot.pos:
        return None
    word = parsed.article.text[tokens.start[at] : tokens.end[at]]
    known = tokens.pos[at] or "not parsed"
    return f"“{word}” is {known} here, and the cue wants {slot.pos}"
