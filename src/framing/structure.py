"""An article in, its parts (headline, subhead, body, caption, boilerplate) and sentences out, as exact offsets.

Parts are paragraphs; sentences tile every paragraph that is checked. The text itself is never altered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from framing.furniture import Furniture, furniture_reason, galleries, inner_reason, is_caption, stands_in
from framing.grammar import either, grammar
from framing.types import Article, Part, PartKind, Sentence, Span

_HEADLINE_WORDS = 30
_SUBHEAD_WORDS = 12
_STANDFIRST_WORDS = 25
# A byline or date line stands among so many lines below the first.
_NEAR_TITLE = 3
# A paragraph is hard-wrapped if it has this many lines of nearly one length; then a line break is no paragraph break.
_WRAPPED_LINES = 3
_WRAPPED_WIDTH = range(45, 121)

_CLOSERS = "\"'”’»)]"
_INITIALS = re.compile(r"(?:\b[A-Z]\.){2,}$")
# In 67,000 sentences of news the longest had 215 words; what is longer is a list or a transcript.
_LONGEST = 300
_WORD = re.compile(r"\S+")
# nupunkt's time grows with the square of a run of end marks; so many say no more than three.
_RUN = re.compile(r"[.!?…]{9,}")
# How far back a boundary looks for what stands before it, and how far white space may reach.
_BACK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """The word lists of ``grammar.toml`` as they are searched for."""

    question: re.Pattern[str]
    tag: re.Pattern[str]
    title: re.Pattern[str]
    numbered: re.Pattern[str]
    missed: re.Pattern[str]
    abbreviations: frozenset[str]


@cache
def _patterns() -> _Patterns:
    words = grammar()
    name = r"(?:[A-Z][\w.'’-]*\s){0,4}"
    end = r"""["”’)]*\s+"""
    capital = r"""["“‘(]?[A-Z]"""
    # Ends that nupunkt passes over: an ordinary word, an abbreviation before a word that begins sentences, "week.Lee".
    ordinary = rf"\b([a-z]{{3,}}|[A-Z][a-z]{{3,}})[.!?]{end}(?={capital})"
    abbreviation = rf"(?:\b[ap]\.m\.|\b[A-Z][a-z]{{1,4}}\.|\.\.\.|…){end}(?=[\"“‘][A-Z]|{either(words.starters)}\s)"
    initials = rf"\b(?:[A-Z]\.){{2,4}}{end}(?={either(words.starters)}\s)(?!Federal)"
    glued = r"(?<![\w./@’'-])[A-Za-z’'-]{0,30}[a-z]{3}[.!?][”\"]?(?=[“\"]?[A-Z][a-z’']+[\s,])"
    return _Patterns(
        question=re.compile(rf"{either(words.questions)}\b", re.I),
        tag=re.compile(rf"[a-z]|{name}{either(words.speech_tags)}\b"),
        title=re.compile(rf"\b{either(words.titles)}\.$"),
        numbered=re.compile(rf"\b{either(words.numbered)}\.$"),
        missed=re.compile(f"{ordinary}|{abbreviation}|{initials}|{glued}"),
        abbreviations=words.abbreviations,
    )


class _Line(NamedTuple):
    start: int
    end: int


def _lines(text: str) -> list[_Line]:
    """Return every line that has a visible character, without its outer white space."""
    found = []
    at = 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            found.append(_Line(start, start + len(body)))
        at += len(line) + 1
    return found


def _wrapped(text: str, block: list[_Line]) -> bool:
    widths = [line.end - line.start for line in block[:-1]]
    return (
        len(block) >= _WRAPPED_LINES
        and all(width in _WRAPPED_WIDTH for width in widths)
        and max(widths) - min(widths) <= 30
        and sum(text[line.end - 1] not in '.!?"”' for line in block[:-1]) > len(widths) / 2
    )


def paragraphs(text: str) -> list[Span]:
    """Take a text; return its paragraphs: single lines, or blocks of lines that were wrapped at a fixed width."""
    blocks: list[list[_Line]] = []
    for line in _lines(text):
        if blocks and text.count("\n", blocks[-1][-1].end, line.start) == 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    found = []
    for block in blocks:
        if _wrapped(text, block):
            found.append(Span(start=block[0].start, end=block[-1].end))
        else:
            found.extend(Span(start=line.start, end=line.end) for line in block)
    return found


def _is_headline(article: Article, spans: list[Span]) -> bool:
    """Whether the first paragraph is the headline: it is the given title, or a short line that a blank line follows."""
    text = article.text
    first = spans[0].text(text)
    if article.title is not None:
        return _letters(first) == _letters(article.title)
    if len(spans) == 1 or text.count("\n", spans[0].end, spans[1].start) < 2:
        return False
    return len(first.split()) <= _HEADLINE_WORDS and not first.endswith((".", ",", ";", ":"))


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line)).casefold()


class _Prose:
    """The lines of an article, each looked up at most once for whether it is furniture."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self.text, self.spans = text, spans
        self._known: dict[int, Furniture | None] = {}

    def furniture(self, number: int) -> Furniture | None:
        """Return why a line is furniture where it stands; None if it is text."""
        if number not in self._known:
            line = self.spans[number].text(self.text)
            self._known[number] = furniture_reason(line, near_title=number <= _NEAR_TITLE)
        return self._known[number]

    def after(self, number: int) -> str | None:
        """Return the next of three lines that is not furniture, for the test whether this line heads anything."""
        for place in range(number + 1, min(number + 4, len(self.spans))):
            if self.furniture(place) is None:
                return self.spans[place].text(self.text)
        return None


def _is_subhead(prose: _Prose, number: int, *, standfirst: bool) -> bool:
    """Whether a line is a subhead: short, unquoted, without a full stop, before a longer paragraph.

    Right below the headline (``standfirst``) it may be longer.
    """
    line = prose.spans[number].text(prose.text)
    most = _STANDFIRST_WORDS if standfirst else _SUBHEAD_WORDS
    if len(line.split(maxsplit=most)) > most or not line[0].isalnum():
        return False
    if line[-1] in '.,;:!"”’…)-–—|' or (line[-1] == "?" and not _patterns().question.match(line)):
        return False
    following = prose.after(number)
    return following is not None and len(following) > len(line)


def _only_headline(found: list[Part]) -> bool:
    """Whether nothing but the headline and furniture has come so far."""
    return bool(found) and all(part.kind in ("headline", "boilerplate") for part in found)


def find_parts(article: Article) -> tuple[Part, ...]:
    """Take an article; return its parts in order, one a paragraph.

    Parts that the reader of the format was sure of are kept as they are.
    """
    if article.parts:
        return article.parts
    text = article.text
    spans = paragraphs(text)
    found: list[Part] = []
    prose = _Prose(text, spans)
    cut: str | None = None
    for number, span in enumerate(spans):
        line = span.text(text)
        kind: PartKind = "body"
        reason: str | None = None
        if number == 0 and _is_headline(article, spans):
            kind = "headline"
        elif cut is not None:
            kind, reason = "boilerplate", cut
        else:
            furniture = prose.furniture(number)
            if furniture is not None:
                kind, reason = "boilerplate", furniture.reason
                if furniture.cuts and span.start > len(text) / 2:
                    cut = furniture.reason
            elif is_caption(line):
                kind = "caption"
            elif _is_subhead(prose, number, standfirst=_only_headline(found)):
                kind = "subhead"
        found.append(Part(span=span, kind=kind, paragraph=number, reason=reason))
    return tuple(found)


def split_sentences(text: str) -> list[Span]:
    """Take one paragraph; return its sentences, which tile it but for the white space between them.

    The boundaries are nupunkt's (Punkt, Kiss & Strunk 2006), mended where news prose differs: a quoted question or cry
    is one sentence with the tag that follows it, closing marks stay with their sentence, and a title is no end. What
    runs on for more than 300 words (a transcript, a list) is cut, so that an article can't be one sentence.
    Measured against spaCy's parser and senter by ``benchmarks/sentences.py``.
    """
    import nupunkt  # here, so that importing the package stays quick

    patterns = _patterns()
    short = _RUN.sub(lambda run: run[0][:3] + " " * (len(run[0]) - 3), text)
    starts = {start for _, (start, _end) in nupunkt.sent_spans_with_text(short)}
    starts.update(match.end() for match in patterns.missed.finditer(text) if match[1] not in patterns.abbreviations)
    first, last = _first_and_last_letter(text)
    kept = [0]
    for start in sorted(starts):
        at = _past_closers(text, start)
        if kept[-1] < at <= last and first < at and _is_boundary(text, at, patterns):
            first = _next_letter(text, at)
            kept.append(at)
    kept = [at for a, b in zip(kept, [*kept[1:], len(text)], strict=True) for at in (a, *_cuts(text, a, b))]
    ends = [*kept[1:], len(text)]
    return [Span(start=a, end=a + len(text[a:b].rstrip())) for a, b in zip(kept, ends, strict=True)]


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Return where to cut what has no end mark for so long that it can be no sentence: at a clause, else anywhere."""
    if end - start < 2 * _LONGEST:  # a word and its space are two characters
        return []
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    found: list[int] = []
    first = 0
    while len(words) - first > _LONGEST:
        clauses = (n for n in range(first + _LONGEST, first + _LONGEST // 2, -1) if text[words[n] - 2] in ",;:—–")
        first = next(clauses, first + _LONGEST)
        found.append(words[first])
    return found


def _is_boundary(text: str, at: int, patterns: _Patterns) -> bool:
    """Whether a sentence may begin here, by what stands around it."""
    before = text[max(0, at - _BACK) : at].rstrip()
    if not before or text[at] in ",;:)" or text[at].islower():
        return False
    if text[at].isdigit() and patterns.numbered.search(before):
        return False
    if patterns.title.search(before[-8:]) or (_INITIALS.search(before[-12:]) and not text[at].isupper()):
        return False
    asked = before[-1] in _CLOSERS and before.rstrip(_CLOSERS)[-1:] in ("?", "!", ",")
    return not (asked and patterns.tag.match(text, at))


def _first_and_last_letter(text: str) -> tuple[int, int]:
    """Return the offsets of the first and the last letter or digit; (0, -1) where there is none."""
    last = next((at for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), -1)
    return (0, -1) if last < 0 else (_next_letter(text, 0), last)


def _next_letter(text: str, at: int) -> int:
    """Return the offset of the next letter or digit, of which there is one."""
    while not text[at].isalnum():
        at += 1
    return at


def _past_closers(text: str, at: int) -> int:
    """Move a boundary past closing marks that belong to the sentence before, and past white space."""
    while at < len(text) and (text[at].isspace() or (text[at] in "”’»)]" and text[at - 1 : at] != " ")):
        at += 1
    return at


def find_sentences(article: Article, parts: tuple[Part, ...]) -> tuple[Sentence, ...]:
    """Take an article and its parts; return its sentences in order.

    A headline or subhead is one sentence; a caption or a line of boilerplate is one entry, with the reason.
    """
    text = article.text
    found: list[Sentence] = []
    for part in parts:
        whole, first = part.span.text(text), part.span.start
        inside = split_sentences(whole) if part.kind == "body" else (Span(start=0, end=len(whole)),)
        captions = galleries(whole) if part.kind == "body" else []
        reason = part.reason
        if reason is None and part.kind in ("caption", "boilerplate"):
            reason = "photo caption" if part.kind == "caption" else "page furniture"
        for span in inside:
            why = reason or inner_reason(span.text(whole), shown=stands_in(span, captions))
            place = Span(start=first + span.start, end=first + span.end)
            found.append(Sentence(index=len(found), span=place, part=part.kind, paragraph=part.paragraph, reason=why))
    return tuple(found)
