"""Sentences in, the posts of social media that were pasted between them out: whose they are and where they begin.

A post is known by the line that embedding puts after it: "… — Ana Sena (@asena) March 3, 2026", "A post shared by Ana
Sena (@asena) on …", or by the name before it ("Ana Sena (@asena) The hearing is off."). The words of its paragraph are
the poster's. Where a text has lost its line breaks, the post is as many whole sentences before that line as fit into
one, and begins after "… wrote:" at the latest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from framing.quotes.leads import Lead
from framing.quotes.reporting import reporting
from framing.types import Sentence, Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d)"
_NAME = r"(?P<{0}>\S[^\n—–@]{{0,79}}?)\s?\(\s?@[\w.-]{{1,60}}\s?\)"
#: The line after a post; without a date it has to end its paragraph.
SIGNED = re.compile(
    rf"(?:[—–]|--|(?:^|(?<=\s))-)\s?{_NAME.format('name')}(?:,? {_DATE}|(?=\s*$))"
    rf"|\bA (?:post|video|photo|reel) (?:shared|posted) by {_NAME.format('sharer')}(?: on {_DATE})?"
    rf"|\bPosted by (?P<poster>[^\n]{{1,60}}?) on [A-Z][a-z]+day, {_DATE}",
    re.M,
)
#: The name before a post; "Ana Sena (@asena) is the editor of …" is a line about its author.
_HEADED = re.compile(
    r"(?P<name>[A-Z0-9][\w.’'&-]*(?: (?:[A-Z0-9][\w.’'&-]*|of|the|and|for|de|van|bin)){0,5})"
    r"\s?\(\s?@[\w.-]{1,60}\s?\):?\s(?=[\"“‘'@#.]*[A-Z0-9@#])"
)
_WHO = ("name", "sharer", "poster")
#: What stands before a post for readers of screens, and where pictures are not loaded.
_SKIP = re.compile(
    r"\s*(?:View this post on Instagram|(?:Skip |)(?:Twitter|X|Instagram|Facebook) post by @?[\w.]+)[ :]*"
)
#: The most characters of a post: since November 2017, and before; links and pictures count little there.
_LONGEST, _LINK = 280, re.compile(r"(?:https?://|pic\.twitter\.com/)\S+")
_SPACE = 50
_NEXT = 60  # a second word within so many characters: the paragraph goes on
_SAID = re.compile(r"(\w+)(?: on [A-Z]\w*)?:\s+")


def find_posts(text: str, sentences: Sequence[Sentence]) -> tuple[Lead, ...]:
    """Take the text and its checked sentences; return the posts pasted into it, each with who posted it, in order."""
    found: list[Lead] = []
    starts = [sentence.span.start for sentence in sentences]
    at = 0
    while at < len(sentences):
        last = at
        while last + 1 < len(sentences) and sentences[last + 1].paragraph == sentences[at].paragraph:
            last += 1
        low, high = sentences[at].span.start, sentences[last].span.end
        begin = low
        headed = _HEADED.match(text, low, high)
        if headed is not None and SIGNED.search(text, low, high) is None:
            found.append(
                Lead(
                    content=Span(start=headed.end(), end=high),
                    speaker=_speaker(text, *headed.span("name")),
                    verbatim=True,
                )
            )
        for signed in SIGNED.finditer(text, low, high):
            runs_on = len(text[signed.end() : min(high, signed.end() + _NEXT)].split()) > 1
            start = _begin(text, starts, begin, signed.start(), alone=not runs_on)
            if not any(map(str.isalnum, text[start : signed.start()])):
                start = _paragraph_before(text, sentences, at) if start <= low else signed.start()
            end = start + len(text[start : signed.start()].rstrip())
            if end > start:
                speaker = _speaker(text, *signed.span(next(group for group in _WHO if signed[group])))
                found.append(Lead(content=Span(start=start, end=end), speaker=speaker, verbatim=True))
            begin = signed.end()
        at = last + 1
    return tuple(found)


def _speaker(text: str, start: int, end: int) -> Span:
    """Return the name that a post is signed with, without the pictures around it."""
    while end - 1 > start and not (text[end - 1].isalnum() or text[end - 1] in ".’'"):
        end -= 1
    while start + 1 < end and not text[start].isalnum():
        start += 1
    return Span(start=start, end=end)


def _begin(text: str, starts: Sequence[int], low: int, high: int, *, alone: bool) -> int:
    """Return where the post begins that ends at ``high``, in a paragraph whose words before ``low`` are not its own.

    ``alone``: nothing follows it in its paragraph.
    """
    skip = _SKIP.match(text, low)
    if skip is not None:
        return skip.end()
    fits = _size(text, low, high) <= _LONGEST + _SPACE
    if fits and alone:
        return low
    said = [match.end() for match in _SAID.finditer(text, low, high) if match[1].lower() in reporting().surface]
    low = max([low, *said])
    if fits or _size(text, low, high) <= _LONGEST + _SPACE:
        return low
    begin = high
    for place in range(bisect_left(starts, high) - 1, -1, -1):
        start = starts[place]
        if start < low or (begin < high and _size(text, start, high) > _LONGEST):
            break
        begin = start
    return begin


def _size(text: str, low: int, high: int) -> int:
    return len(_LINK.sub("", text[low:high]).strip())


def _paragraph_before(text: str, sentences: Sequence[Sentence], at: int) -> int:
    """Return where the paragraph before this sentence begins, if it can be the post; else where this one does."""
    here = sentences[at].span.start
    first = at
    while (
        first and sentences[first - 1].paragraph == sentences[at].paragraph - 1 and sentences[first - 1].part == "body"
    ):
        first -= 1
    start = sentences[first].span.start
    return start if first < at and _size(text, start, here) <= _LONGEST + _SPACE else here
