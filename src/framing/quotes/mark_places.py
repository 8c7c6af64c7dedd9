"""A paragraph in, sorted places out: marks that could open or close a quotation, ends of sentences and clauses.

Every question that reading a mark asks of the text after it ("is there a closing mark before this sentence ends?") is
one look-up here, so that a paragraph of nothing but marks costs no more than one of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from framing.grammar import either, grammar

#: One quotation mark or apostrophe, or a pair that stands for one.
MARKS = re.compile(r"``|''|[“”„«»\"'‘’]")
_OPEN_BEFORE = frozenset(" \t\n([{—–-/:,;\u00a0\u2009\u202f“\"‘'«„`")
_SINGLE_OPENINGS, _DOUBLE_OPENINGS = ("'", "‘"), ("“", "„", '"', "``")
_NO_START = frozenset(".,;:!?)]}…")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’)]*+(?=\s+[\"“‘(]?[A-Z0-9]|\s*$)")
_CLAUSE_END = re.compile(r"[;,]|\s[—–-]\s")
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,!?…;:)])['’](?!\w)")
_OPENING_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)")
_WORD = re.compile(r"\S+")
_FEET = re.compile(r"\d['’]\s?\d[\d.]*$")
#: A paragraph that opens with a mark, never closes it and is longer than this is not all quotation.
_WHOLE_WORDS = 80
_TITLE = 12  # characters before a full stop
_LATE = 8  # words that may follow a closing tag in its clause: "on Wednesday", "in a statement to the court"
# Who joins on ("and others said") or speaks in the quotation ("I knew") closes none, nor do these before a participle.
_NO_TELLER = """and but or so as which who that where when while because if than to not never has have had was were is
are i we you""".split()
_NAMES = "the a an one another his her their its".split()  # before who is named behind the verb: ", cried the crowd"


@cache
def _elision() -> re.Pattern[str]:
    """Return what begins with an apostrophe: '90s, 'em, 'n'."""
    words = "|".join(rf"{word}\b" for word in grammar().elisions)
    return re.compile(rf"['’‘](?:\d\ds?\b|n['’]|{words})", re.I)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(grammar().paragraph_tags)})\b")


@cache
def _tagged() -> re.Pattern[str]:
    """Return what tells who speaks: ", Lee said", ", said Lee"; no further than the first word that does."""
    return re.compile(rf",\s+(?:[\w.’']+\s+){{0,3}}?(?:{either(grammar().paragraph_tags)})\b")


@cache
def _closing() -> re.Pattern[str]:
    """Return what tells at the end of a statement who made it: ", Lee recognised", ", said Lee", "? she asked"."""
    word = rf"(?!(?i:{either(_NO_TELLER)})\s)(?:[A-Z]\w{{0,3}}\.|[\w’'-]+(?:\.[\w’'-]+)*)"
    verb = either(grammar().closing_tags)
    behind = rf"(?!tells|told){verb}\s+(?=[A-Z]|(?:{either(_NAMES)})\s)"
    return re.compile(rf"(?:,|(?<=[?!])(?=\s+[a-z]))\s+(?:(?:{word}\s+){{1,4}}?{verb}\b|{behind})")


@cache
def _title() -> re.Pattern[str]:
    """Return what a full stop does not end a sentence after: "Mr.", "J."."""
    return re.compile(rf"\b(?:{either(grammar().titles)}|[A-Z])$")


@dataclass(frozen=True, slots=True)
class Places:
    """Sorted offsets of one paragraph ``[low, high)``: openings, closings, ends of sentences and of clauses, words, and
    what tells who speaks (``tags``; ``told`` where it closes a statement).
    """

    text: str
    low: int
    high: int
    openings: dict[str, list[int]]
    closings: dict[str, list[int]]
    sentence_starts: list[int]
    sentence_ends: list[int]
    clauses: list[int]
    words: list[int]
    tag_starts: list[int]
    tag_ends: list[int]
    told: list[int]
    _visible: dict[int, int] = field(default_factory=dict)

    def is_opening(self, at: int, mark: str) -> bool:
        """Whether a mark can open here: after white space or another opening, before something visible."""
        return _is_opening(self.text, at, mark, self.low, self.high)

    def is_closing(self, at: int, mark: str) -> bool:
        """Whether a mark can close here: after something visible, and not before a word."""
        return _is_closing(self.text, at, mark, self.low, self.high)

    def is_measure(self, at: int, mark: str) -> bool:
        """Whether a straight double mark after a number stands for inches: 6'2", or a 12" pipe inside a quotation."""
        text = self.text
        if mark != '"' or at == self.low or not text[at - 1].isdigit():
            return False
        if _FEET.search(text, max(self.low, at - 12), at):
            return True
        if at + 2 >= self.high or text[at + 1] != " " or not text[at + 2].islower():
            return False
        following = _next(self.closings['"'], at)
        reopened = _next(self.openings['"'], at)
        return following is not None and (reopened is None or following < reopened)

    def mistyped(self, proper: str, at: int) -> bool:
        """Whether a mark of another kind has to close: the proper one does not come before a new opening does."""
        following = _next(self.closings[proper], at)
        kinds = _SINGLE_OPENINGS if proper in "'’" else _DOUBLE_OPENINGS
        return following is None or any((_next(self.openings[kind], at) or self.high) < following for kind in kinds)

    def can_close_single(self, at: int) -> bool:
        """Whether any straight single mark further on can close the one that stands here."""
        places = self.closings["'"]
        return bool(places) and places[-1] >= at + 3

    def is_possessive(self, at: int) -> bool:
        """Whether a mark after a plural s or a number, before a word, is an apostrophe or a measure ("5' tall").

        It is, if later in the sentence another mark can close, and no new quotation opens before that one.
        """
        text = self.text
        if text[at - 1] not in "sS" and not text[at - 1].isdigit():
            return False
        if at + 2 >= self.high or text[at + 1] != " " or not text[at + 2].islower():
            return False
        stop = self.sentence_end(at + 1)
        later = min(_next(self.closings["'"], at) or stop, _next(self.closings["’"], at) or stop)
        if later >= stop:
            return False
        reopened = min(_next(self.openings["'"], at) or stop, _next(self.openings["‘"], at) or stop)
        return reopened > later

    def sentence_end(self, at: int) -> int:
        """Return where the sentence that holds this offset ends; the paragraph's end if nothing ends it."""
        place = bisect_left(self.sentence_starts, at)
        return self.sentence_ends[place] if place < len(self.sentence_ends) else self.high

    def clause_end(self, at: int, before: int) -> int | None:
        """Return the first end of a clause from an offset on, before another one; None if there is none."""
        place = bisect_left(self.clauses, at)
        return self.clauses[place] if place < len(self.clauses) and self.clauses[place] < before else None

    def without_space(self, start: int, end: int) -> int:
        """Return where the text before an offset ends without white space, no earlier than ``start``."""
        if end not in self._visible:
            last = end
            while last > self.low and self.text[last - 1].isspace():
                last -= 1
            self._visible[end] = last  # many marks that are never closed end at one place
        return max(start, self._visible[end])

    def words_between(self, start: int, end: int) -> int:
        """Return the number of words between two offsets, one that begins before the first included."""
        cut = start < end and not self.text[start].isspace()
        return bisect_left(self.words, end) - bisect_left(self.words, start + cut) + cut

    def told_end(self, begin: int, before: int) -> int | None:
        """Return where a statement ends that is not closed and whose speaker is told behind it, in a clause that says
        little more ("“The port is lost*, Sena recognised on Monday*"); None if nothing tells.
        """
        place = bisect_left(self.told, begin)
        return self.told[place] if place < len(self.told) and self.told[place] < before else None

    def says_little(self, at: int) -> bool:
        """Whether few words follow an offset in its clause."""
        stop = min(self.sentence_end(at), self.clause_end(at, self.high) or self.high)
        return self.words_between(at, stop) <= _LATE

    def goes_on(self, begin: int, stop: int) -> bool:
        """Whether a quotation that is not closed runs on to where the next one opens: a sentence ends there, and
        nothing in between tells who speaks.
        """
        last = self.without_space(begin, stop)
        if last == begin or self.text[last - 1] not in ".!?…":
            return False
        # No tag holds another, so the first that begins here is the first to end.
        tag = bisect_left(self.tag_starts, begin)
        return tag == len(self.tag_ends) or self.tag_ends[tag] > stop


def places(text: str, low: int, high: int) -> Places:
    """Take a text and the bounds of one of its paragraphs; return its places."""
    openings: dict[str, list[int]] = {mark: [] for mark in "“„”«»\"'‘"}
    closings: dict[str, list[int]] = {mark: [] for mark in "”“»«\"'’"}
    openings["``"] = []
    closings["''"] = []
    for match in MARKS.finditer(text, low, high):
        mark, at = match[0], match.start()
        if mark in "'‘’":
            continue
        if mark in openings and (mark in "“„«" or _is_opening(text, at, mark, low, high)):
            openings[mark].append(at)
        if mark in closings and (mark in "”»''" or _is_closing(text, at, mark, low, high)):
            closings[mark].append(at)
    for match in _CLOSING_SINGLE.finditer(text, low, high):
        closings[match[0]].append(match.start())
    for match in _OPENING_SINGLE.finditer(text, low, high):
        if not _elision().match(text, match.start()):
            openings[match[0]].append(match.start())
    ends = [
        match.span()
        for match in _SENTENCE_END.finditer(text, low, high)
        if not _title().search(text, max(low, match.start() - _TITLE), match.start())
    ]
    tags = [match.span() for match in _tagged().finditer(text, low, high)]
    found = Places(
        text,
        low,
        high,
        openings,
        closings,
        [start for start, _ in ends],
        [end for _, end in ends],
        [match.start() for match in _CLAUSE_END.finditer(text, low, high)],
        [match.start() for match in _WORD.finditer(text, low, high)],
        [start for start, _ in tags],
        [end for _, end in tags],
        [],
    )
    found.told.extend(match.start() for match in _closing().finditer(text, low, high) if found.says_little(match.end()))
    return found


def whole_paragraph(text: str, low: int, high: int) -> bool:
    """Whether a paragraph that opens with a mark and never closes it is all quotation: nothing tells who speaks."""
    return len(text[low:high].split(maxsplit=_WHOLE_WORDS)) <= _WHOLE_WORDS and _tag().search(text, low, high) is None


def _is_opening(text: str, at: int, mark: str, low: int, high: int) -> bool:
    if at > low and text[at - 1] not in _OPEN_BEFORE:
        return False
    end = at + len(mark)
    if end >= high or text[end].isspace():
        return False
    if text[end] in _NO_START and not text.startswith(("...", "…"), end):
        return False
    return not (mark in "'‘’" and _elision().match(text, at))


def _is_closing(text: str, at: int, mark: str, low: int, high: int) -> bool:
    end = at + len(mark)
    if at == low or text[at - 1].isspace():
        return False
    # A missing space: "We lost,"she said.
    return end >= high or not text[end].isalnum() or (mark in '"”' and text[at - 1] in ".,!?…")


def _next(offsets: list[int], at: int) -> int | None:
    """Return the first of sorted offsets after this one."""
    place = bisect_left(offsets, at + 1)
    return offsets[place] if place < len(offsets) else None
