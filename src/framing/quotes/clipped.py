"""Reports in, the same out with what they govern cut where the text shows that it ends, on either path.

A cue in parentheses or between two dashes governs what stands in there with it; a statement after a semicolon that has
a cue of its own is not the first one's; and after a quotation nobody goes on without marks behind a semicolon.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from framing.quotes.marks import Marked
from framing.quotes.pieces import Report, sentence_at
from framing.types import Sentence, Span

_DASH = re.compile(r"\s?—\s?|\s(?:–|--?)\s")
_BRACKET = re.compile(r"[()]")
_BRIEF = 2  # words between a semicolon and who speaks next: "; but the"
_THAT = re.compile(r";\s+(?:and\s+|but\s+|or\s+)?that\b")


def clipped(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], reports: Sequence[Report]
) -> list[Report]:
    """Take the text, its sentences, marked words and the reports outside them; return the reports with their contents
    cut.
    """
    starts = [m.start for m in marked]
    by_place = sorted(reports, key=lambda report: report.start)
    cues = [report.start for report in by_place]
    asides: dict[int, list[Span]] = {}

    def outside(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place < 0 or marked[place].end <= at

    def cut(report: Report, sentence: Span) -> Report:
        if report.lemma is None or not report.contents:
            return report
        contents = report.contents
        if sentence.start not in asides:
            asides[sentence.start] = _asides(text, sentence, outside)
        inside = asides[sentence.start]
        at = bisect_right(inside, report.start, key=lambda span: span.start) - 1
        if at >= 0 and report.start < inside[at].end:
            quoting = bisect_left(starts, inside[at].start) < bisect_left(starts, inside[at].end)
            contents = _inside(contents, inside[at], quoting=quoting)
        return replace(
            report, contents=tuple(kept for c in contents if (kept := before_semicolon(report, c, sentence)))
        )

    def before_semicolon(report: Report, content: Span, sentence: Span) -> Span | None:
        quoted = starts and bisect_left(starts, sentence.start) < bisect_left(starts, report.start)
        if content.start > report.end and quoted and ";" in text[report.end : content.start]:
            return None if outside(content.start) else content
        at = text.find(";", content.start, content.end)
        if at < 0 or content.start < report.start or not outside(at) or _THAT.match(text, at):
            return content
        others = by_place[bisect_right(cues, at) : bisect_left(cues, content.end)]
        if any(
            o.speaker is not None
            and at < o.speaker.start < o.start
            and len(text[at + 1 : o.speaker.start].split()) <= _BRIEF
            and outside(o.start)
            for o in others
        ):
            return Span(start=content.start, end=at)
        return content

    return [cut(report, sentence_at(sentences, report.start).span) for report in reports]


def _inside(contents: Sequence[Span], aside: Span, *, quoting: bool) -> tuple[Span, ...]:
    """Return what of some contents stands in an aside; all of them if nothing does ("the plan (Lee says) is dead"),
    unless the aside holds words in marks, which are what it reports ("a — “sham,” critics say — that passed").
    """
    kept = tuple(
        Span(start=max(c.start, aside.start), end=min(c.end, aside.end))
        for c in contents
        if c.start < aside.end and c.end > aside.start
    )
    return kept or (() if quoting else tuple(contents))


def _asides(text: str, sentence: Span, outside: Callable[[int], bool]) -> list[Span]:
    """Return what stands in parentheses in a sentence, and between its two dashes if it has two, in text order."""
    found: list[Span] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text, sentence.start, sentence.end):
        if match[0] == "(":
            opened.append(match.end())
        elif opened:
            start = opened.pop()
            if not opened:
                found.append(Span(start=start, end=match.start()))
    dashes = [m for m in _DASH.finditer(text, sentence.start, sentence.end) if outside(m.start())]
    if len(dashes) == 2:
        between = Span(start=dashes[0].end(), end=dashes[1].start())
        found = [span for span in found if span.end <= between.start or span.start >= between.end]
        found.append(between)
    return sorted(found, key=lambda span: span.start)
