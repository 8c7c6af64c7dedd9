"""Paragraphs in, the spans that stand in quotation marks out: straight and curly, single and double, nested, unclosed.

Only the text is read, so the full and the fast path agree on what is quoted. A quotation may run over several
paragraphs when each begins with an opening mark; a mark that is never closed cannot reach beyond its own paragraph.
It is one pass over the marks of a paragraph, linear in the text, whatever stands in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.quotes.mark_places import MARKS, Places, places, whole_paragraph
from framing.types import Part

# What closes a mark, the proper one first; the others are mistyped but common.
_CLOSERS = {
    "“": ("”", "“", '"'),
    "„": ("“", "”", '"'),
    "”": ("”",),
    "«": ("»",),
    "»": ("«",),
    "‘": ("’", "‘", "'"),
    "'": ("'", "’"),
    '"': ('"', "”"),
    "``": ("''", '"'),
}
_SINGLES = frozenset("'‘’")
_OPENING = frozenset(("“", "„", "«", "``"))  # these open wherever they stand
_CLOSING = frozenset(("”", "»", "''"))  # these close whatever stands around them
#: A mark and the next of its kind that lie further apart than this many characters are no pair: one was forgotten.
LONGEST = 3000
_FRAGMENT_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words in quotation marks, marks included. ``continued``: the paragraph ends inside, and the next one goes on."""

    start: int
    end: int
    paragraph: int
    closed: bool = True
    continued: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    at: int


@dataclass(slots=True)
class _Scan:
    """The marks of one paragraph as they are read: what is open, what was closed, what stayed open."""

    places: Places
    stack: list[_Open] = field(default_factory=list)
    by_mark: dict[str, list[int]] = field(default_factory=lambda: {mark: [] for mark in _CLOSERS})
    spans: list[tuple[int, int]] = field(default_factory=list)
    left: list[_Open] = field(default_factory=list)

    def read(self) -> None:
        """Read every mark of the paragraph in order."""
        for match in MARKS.finditer(self.places.text, self.places.low, self.places.high):
            mark, at = match[0], match.start()
            if mark in _SINGLES:
                self._single(mark, at)
            elif mark == "''" and not self.by_mark["``"]:
                self._single("'", at)
                self._single("'", at + 1)
            else:
                self._double(mark, at)
        for item in self.stack:
            self._forget(item)

    def _double(self, mark: str, at: int) -> None:
        """Read a double mark: the closing of an open quotation, or an opening."""
        if self.places.is_measure(at, mark):
            return
        opening, closing = self.places.is_opening(at, mark), self.places.is_closing(at, mark)
        if mark == "“" and not opening and self.by_mark["“"]:
            closing = True  # "... in the valley, “ she said": nothing begins before white space
        inner = self._opened(mark, at, closing=closing)
        if inner is not None and (mark in _CLOSING or closing or not opening):
            self._close(inner, at + len(mark))
        elif mark in _OPENING or (opening and mark != "''" and not (mark == "”" and self._in_curly())):
            self.by_mark[mark].append(len(self.stack))
            self.stack.append(_Open(mark, at))

    def _single(self, mark: str, at: int) -> None:
        """Read a single mark: the closing of an open single quotation, an opening, or an apostrophe."""
        places = self.places
        if places.is_closing(at, mark):
            inner = self._opened(mark, at, closing=True)
            if inner is not None and not places.is_possessive(at):
                self._close(inner, at + 1)
                return
        if mark == "’" or self.by_mark["'"] or self.by_mark["‘"] or not places.is_opening(at, mark):
            return
        # A straight mark that nothing can close is an apostrophe ("the 'burbs").
        if mark == "‘" or places.can_close_single(at):
            self.by_mark[mark].append(len(self.stack))
            self.stack.append(_Open(mark, at))

    def _opened(self, mark: str, at: int, *, closing: bool) -> int | None:
        """Return the place on the stack of the innermost mark that this one closes: properly, or else as a slip."""
        proper, slips = [-1], [-1]
        for opened, closers in _CLOSERS.items():
            inside = self.by_mark[opened]
            if inside and mark == closers[0]:
                proper.append(inside[-1])
            elif inside and closing and mark in closers and self.places.mistyped(closers[0], at):
                slips.append(inside[-1])
        found = max(proper) if len(proper) > 1 else max(slips)
        return None if found < 0 else found

    def _in_curly(self) -> bool:
        return bool(self.by_mark["“"] or self.by_mark["„"] or self.by_mark["”"])

    def _close(self, index: int, end: int) -> None:
        """End the quotation at this place of the stack; what was opened inside it and not closed is left open."""
        while len(self.stack) > index + 1:
            self._forget(self._pop())
        opened = self._pop()
        if end - opened.at <= LONGEST:
            self.spans.append((opened.at, end))
        else:
            self._forget(opened)

    def _pop(self) -> _Open:
        opened = self.stack.pop()
        self.by_mark[opened.mark].pop()
        return opened

    def _forget(self, opened: _Open) -> None:
        # Straight singles and closing marks that open are mostly apostrophes and slips: unclosed, they quote nothing.
        if opened.mark not in ("'", "”", "»"):
            self.left.append(opened)


def find_marked(text: str, parts: Sequence[Part]) -> tuple[Marked, ...]:
    """Take the text and its parts; return the outermost marked spans of the checked parts, in order.

    An unclosed mark whose paragraph is followed by one that opens with the same mark is a quotation that goes on; any
    other unclosed mark ends with its clause or sentence and is flagged, or with a short paragraph that it opens and
    that names nobody who speaks, unless that paragraph is all there is of the article. The spans of a
    paragraph do not overlap.
    """
    found: list[Marked] = []
    checked = [part for part in parts if part.kind not in ("boilerplate", "caption")]
    alone = sum(part.kind == "body" for part in checked) < 2
    for number, part in enumerate(checked):
        following = checked[number + 1].span.start if number + 1 < len(checked) else None
        found.extend(_of_paragraph(text, part, following, alone=alone))
    return tuple(found)


def _of_paragraph(text: str, part: Part, following: int | None, *, alone: bool) -> list[Marked]:
    low, high = part.span.start, part.span.end
    if MARKS.search(text, low, high) is None:
        return []
    scan = _Scan(places(text, low, high))
    scan.read()
    outer = _outermost(scan.spans)
    starts = [start for start, _ in outer]
    doubles = [start for start in starts if text[start] not in _SINGLES]
    found = [Marked(start=a, end=b, paragraph=part.paragraph) for a, b in outer]
    left = sorted(scan.left, key=lambda item: item.at)
    for opened in left:
        around = bisect_left(starts, opened.at) - 1
        if around >= 0 and opened.at < outer[around][1]:
            continue  # an inner mark of a quotation that is closed
        if opened is left[-1] and following is not None and text.startswith(opened.mark, following):
            found.append(Marked(start=opened.at, end=high, paragraph=part.paragraph, continued=True))
            continue
        # It ends before the next closed quotation of its own kind, which has marks of its own.
        others = starts if opened.mark == "‘" else doubles
        after = bisect_left(others, opened.at)
        stop = others[after] if after < len(others) else high
        end = _unclosed_end(scan.places, opened, stop, alone=alone)
        if end > opened.at + len(opened.mark):
            found.append(Marked(start=opened.at, end=end, paragraph=part.paragraph, closed=False))
    return _disjoint(found)


def _unclosed_end(places: Places, opened: _Open, stop: int, *, alone: bool) -> int:
    """Return where a quotation without a closing mark ends: a fragment at its clause, a statement at its sentence."""
    text, begin = places.text, opened.at + len(opened.mark)
    first = min(places.sentence_end(begin), stop)
    if (told := places.told_end(begin, first)) is not None:
        return places.without_space(opened.at, told)
    opens = opened.at == places.low and stop == places.high and not alone
    if opens and whole_paragraph(text, places.low, places.high):
        return places.high
    if stop < places.high and places.goes_on(begin, stop):
        return places.without_space(opened.at, stop)
    end = first
    if text[begin : begin + 1].islower():
        clause = places.clause_end(begin, end)
        if clause is not None and (
            places.words_between(begin, clause) <= _FRAGMENT_WORDS
            or places.words_between(begin, end) > 2 * _FRAGMENT_WORDS
        ):
            end = clause
    return places.without_space(opened.at, end)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _disjoint(spans: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for marked in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not kept or marked.start >= kept[-1].end:
            kept.append(marked)
    return kept
