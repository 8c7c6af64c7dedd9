"""Paragraphs in, the spans that stand in quotation marks out: straight and curly, single and double, nested, unclosed.

Only the text is read, so the full and the fast path agree on what is quoted. A quotation may run over several paragraphs
when each begins with an opening mark; a mark that is never closed cannot reach beyond its own paragraph. One pass over
the marks of a paragraph, with places looked up in sorted lists: linear in the text, whatever stands in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.mark_places import MARKS, Places, closes_here, opens_here, places, whole_paragraph
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

    text: str
    low: int
    high: int
    places: Places
    stack: list[_Open] = field(default_factory=list)
    by_mark: dict[str, list[int]] = field(default_factory=lambda: {mark: [] for mark in _CLOSERS})
    spans: list[tuple[int, int]] = field(default_factory=list)
    left: list[_Open] = field(default_factory=list)

    def read(self) -> None:
        """Read every mark of the paragraph in order."""
        for match in MARKS.finditer(self.text, self.low, self.high):
            mark, at = match[0], match.start()
            if mark == "''" and not self.by_mark["``"]:
                self._read("'", at)
                self._read("'", at + 1)
            else:
                self._read(mark, at)
        for item in self.stack:
            self._forget(item)

    def _read(self, mark: str, at: int) -> None:
        opening, closing = opens_here(self.text, at, mark, self), closes_here(self.text, at, mark, self)
        inner = self._open_for(mark, closing=closing)
        if mark in "'‘’":
            self._single(mark, at, inner, opening=opening, closing=closing)
        elif inner is not None and (mark in "»''" or not opening or closing):
            self._close(inner, at + len(mark))
        elif mark in "“„«``" or (opening and mark in '"”»' and not self._inside_double(mark)):
            self._push(mark, at)

    def _single(self, mark: str, at: int, inner: int | None, *, opening: bool, closing: bool) -> None:
        """Read a single mark: the closing of an open single quotation, an opening, or an apostrophe."""
        if inner is not None and closing and not self._apostrophe(mark, at, self.stack[inner]):
            self._close(inner, at + 1)
        elif mark != "’" and opening and not self.by_mark["'"] and not self.by_mark["‘"]:
            # A straight mark that nothing can close is an apostrophe ("the 'burbs").
            if mark == "‘" or self.places.last_closing_single >= at + 3:
                self._push(mark, at)

    def _open_for(self, mark: str, *, closing: bool) -> int | None:
        """Return the place on the stack of the innermost mark that this one closes; a mistyped one must look closing."""
        found = -1
        for opened, closers in _CLOSERS.items():
            if mark in closers and self.by_mark[opened] and (mark == closers[0] or closing):
                found = max(found, self.by_mark[opened][-1])
        return None if found < 0 else found

    def _inside_double(self, mark: str) -> bool:
        """Whether a closing curly mark would open inside an open quotation of its kind: then it is a slip."""
        return mark == "”" and bool(self.by_mark["“"] or self.by_mark["„"] or self.by_mark["”"])

    def _apostrophe(self, mark: str, at: int, opened: _Open) -> bool:
        """Whether a mark that could close a single quotation is a possessive, or not the kind that this one ends with.

        "'The ministers' plan' was": after a plural s and before a word, it closes only if nothing later in the sentence
        can. The same holds after a number ("5' tall").
        """
        places = self.places
        if mark != _CLOSERS[opened.mark][0] and places.last_closing(_CLOSERS[opened.mark][0]) > at:
            return True
        text = self.text
        if text[at - 1] not in "sS" and not text[at - 1].isdigit():
            return False
        if at + 2 >= self.high or text[at + 1] != " " or not text[at + 2].islower():
            return False
        stop = places.sentence_end(at + 1)
        later = places.closing_single_after(at + 1, stop)
        reopened = places.opening_single_after(at, stop)
        return later is not None and (reopened is None or reopened > later)

    def _push(self, mark: str, at: int) -> None:
        self.by_mark[mark].append(len(self.stack))
        self.stack.append(_Open(mark, at))

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
        # Straight singles and stray closing marks are mostly apostrophes and slips: unclosed, they quote nothing.
        if opened.mark not in ("'", "”", "»"):
            self.left.append(opened)


def find_marked(text: str, parts: Sequence[Part]) -> tuple[Marked, ...]:
    """Take the text and its parts; return the outermost marked spans of the checked parts, in order.

    An unclosed mark whose paragraph is followed by one that opens with the same mark is a quotation that goes on; any
    other unclosed mark ends with its clause or sentence and is flagged. The spans of a paragraph do not overlap.
    """
    found: list[Marked] = []
    checked = [part for part in parts if part.kind not in ("boilerplate", "caption")]
    for number, part in enumerate(checked):
        following = checked[number + 1].span.start if number + 1 < len(checked) else None
        found.extend(_of_paragraph(text, part, following))
    return tuple(found)


def _of_paragraph(text: str, part: Part, following: int | None) -> list[Marked]:
    low, high = part.span.start, part.span.end
    if MARKS.search(text, low, high) is None:
        return []
    scan = _Scan(text, low, high, places(text, low, high))
    scan.read()
    outer = _outermost(scan.spans)
    starts = [start for start, _ in outer]
    found = [Marked(start=a, end=b, paragraph=part.paragraph) for a, b in outer]
    left = sorted(scan.left, key=lambda item: item.at)
    for opened in left:
        around = bisect_left(starts, opened.at) - 1
        if around >= 0 and opened.at < outer[around][1]:
            continue  # an inner mark of a quotation that is closed
        if opened is left[-1] and following is not None and text.startswith(opened.mark, following):
            found.append(Marked(start=opened.at, end=high, paragraph=part.paragraph, continued=True))
            continue
        if opened.at == low and whole_paragraph(text, low, high):
            end = high
        else:
            end = _unclosed_end(scan, opened)
        # It stops where the next closed quotation begins: that one has its own marks.
        after = bisect_right(starts, opened.at)
        if after < len(starts) and starts[after] < end:
            end = _without_space(text, opened.at, starts[after])
        if end > opened.at + len(opened.mark):
            found.append(Marked(start=opened.at, end=end, paragraph=part.paragraph, closed=False))
    return _disjoint(found)


def _unclosed_end(scan: _Scan, opened: _Open) -> int:
    """Return where a quotation without a closing mark ends: a fragment at its clause, a statement at its sentence."""
    text, begin = scan.text, opened.at + len(opened.mark)
    end = scan.places.sentence_end(begin)
    if text[begin : begin + 1].islower():
        clause = scan.places.clause_end(begin, end)
        if clause is not None and (
            len(text[begin:clause].split(maxsplit=_FRAGMENT_WORDS)) <= _FRAGMENT_WORDS
            or len(text[begin:end].split(maxsplit=2 * _FRAGMENT_WORDS)) > 2 * _FRAGMENT_WORDS
        ):
            end = clause
    return _without_space(text, opened.at, end)


def _without_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


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
