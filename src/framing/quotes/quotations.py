"""A parsed article in, its quotations out: what stands in quotation marks and what is reported without them.

Each has its kind, its cue and its speaker. Quotations never overlap; every token is the writer's or belongs to one of
them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from framing.quotes.clipped import clipped
from framing.quotes.indirect import find_cues
from framing.quotes.leads import find_leads
from framing.quotes.marks import Marked
from framing.quotes.names import Names
from framing.quotes.pieces import (
    Piece,
    Report,
    all_mended,
    find_pieces,
    from_lead,
    gives_name,
    is_told,
    parts_of,
    sentence_at,
    whole_sentence,
)
from framing.quotes.posts import find_posts
from framing.quotes.said import Said, plain_name, surface_name
from framing.quotes.set_off import end_before, introduced, set_off_reports
from framing.quotes.speaker_types import with_sources
from framing.quotes.speakers import mention, speaker_name
from framing.quotes.surface import find_surface_cues
from framing.quotes.titles import is_said, is_title, is_work
from framing.types import Quote, QuoteKind, Sentence, Span, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SCARE_WORDS = 4
_NAMED_WORDS = 2  # "the “moderate” Lee"
_FRAGMENT_WORDS = 5
_JOINERS = frozenset("but and still so yet however meanwhile".split())
_NEAR = 160  # a report this near to a headline's words, in the same line, is the one that layout has read
_OPENING = frozenset("“\"‘'«„")


def quotes_from_parse(
    text: str,
    sentences: Sequence[Sentence],
    marked: Sequence[Marked],
    doc: Doc,
    names: Names,
    set_off: Sequence[Span] = (),
) -> tuple[Quote, ...]:
    """Take the text, its sentences and marked spans, its parse and names; return the quotations in text order.

    ``set_off`` are paragraphs that markup sets off as somebody's words.
    """

    def named(head: Token | None) -> Callable[[Said], str | None]:
        return lambda said: None if head is None else speaker_name(head, names, said)

    reports = [
        Report(
            start=cue.word.idx,
            end=cue.word.idx + len(cue.word),
            lemma=cue.lemma,
            speaker=None if cue.speaker is None else mention(cue.speaker),
            name=named(cue.speaker),
            contents=cue.contents,
            known=cue.known,
        )
        for cue in find_cues(doc)
    ]
    found = _assemble(text, sentences, marked, reports, names.written, set_off)
    found = tuple(_after_colon(text, quote, names) for quote in found)
    return with_sources(text, found, names.labels, names.here, names.introduced)


def quotes_from_surface(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], tokens: Tokens, set_off: Sequence[Span] = ()
) -> tuple[Quote, ...]:
    """Take the text, its sentences, marked spans and tokens; return the quotations as far as words alone show them."""
    bounds: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or tokens.sentence[at] != tokens.sentence[first]:
            bounds.append((first, at))
            first = at
    inside = [False] * len(tokens)
    for span in marked:
        a, b = bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end)
        inside[a:b] = [True] * (b - a)

    def named(speaker: Span | None) -> Callable[[Said], str | None]:
        return lambda said: None if speaker is None else surface_name(speaker.text(text), said)

    reports = [
        Report(
            start=tokens.start[cue.at],
            end=tokens.end[cue.at],
            lemma=cue.lemma,
            speaker=cue.speaker,
            name=named(cue.speaker),
            contents=cue.contents,
        )
        for cue in find_surface_cues(text, tokens, bounds, inside)
    ]
    return with_sources(text, _assemble(text, sentences, marked, reports, plain_name, set_off), {}, {}, {})


def _assemble(
    text: str,
    sentences: Sequence[Sentence],
    marked: Sequence[Marked],
    reports: Sequence[Report],
    written: Callable[[str], str],
    set_off: Sequence[Span],
) -> tuple[Quote, ...]:
    """Join marked spans and reported clauses into quotations that do not overlap, and give each its cue and speaker.

    ``written`` resolves a name as it stands in a label or a credit.
    """
    checked = [sentence for sentence in sentences if sentence.reason is None]
    if not checked:
        return ()
    marked = all_mended(text, marked, reports)
    posts = find_posts(text, checked)
    leads = [from_lead(lead, text, written) for lead in (*find_leads(text, parts_of(sentences)), *posts)]
    signed = sorted(place.start for post in posts for place in (post.content, post.speaker) if place is not None)
    alone = {
        span
        for span in (*set_off, *introduced(text, sentences, reports))
        if bisect_left(signed, span.start) == bisect_left(signed, span.end)  # no post stands there
    }
    leads += set_off_reports(text, sorted(alone, key=lambda span: span.start), reports)
    heads = [lead for lead in leads if not lead.verbatim]
    starts = [m.start for m in marked]

    def in_marks(report: Report) -> bool:
        at = bisect_right(starts, report.start) - 1
        return at >= 0 and marked[at].start <= report.start < marked[at].end

    def in_headline(report: Report) -> bool:
        return any(
            lead.contents[0].start - _NEAR <= report.start < lead.contents[0].end + _NEAR
            and sentence_at(checked, report.start) is sentence_at(checked, lead.contents[0].start)
            for lead in heads
        )

    outside = [report for report in reports if not in_marks(report) and not in_headline(report)]
    outside = clipped(text, checked, marked, outside)
    pieces = find_pieces(text, checked, marked, [*leads, *outside], written)
    found = [
        quote
        for quote in _quotes(text, checked, marked, pieces)
        if sentence_at(sentences, quote.span.start).reason is None
    ]
    return _headline_echo(text, checked, _speak_on(text, checked, found))


def _quotes(text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], pieces: Sequence[Piece]) -> list[Quote]:
    """Return the quotations that the pieces make, each with its kind; a speaker only where a cue names one."""
    found: list[Quote] = []
    said = Said()
    starts, reached = [m.start for m in marked], list(accumulate((m.end for m in marked), max))
    for piece in pieces:
        start = max(piece.start, found[-1].span.end if found else 0)
        while start < piece.end and (text[start].isspace() or text[start] in ",;:–—)"):
            start += 1
        if start >= piece.end or not any(map(str.isalnum, text[start : piece.end])):
            continue
        inner = text[start : piece.end]
        words = len(inner.split())
        m, cue = piece.marked, piece.report
        whole = m is not None and whole_sentence(sentence_at(sentences, start), m)
        span = Span(start=start, end=piece.end)
        title = m is not None and (is_work(text, start) or (not whole and is_title(inner)))
        if title and (cue is None or not (gives_name(cue) or is_said(text, start))):
            continue  # "said on “This Week with Ana Sena”", "author of “The Valley: A Life”"
        if cue is None:
            assert m is not None
            stated = whole or is_told(text, sentence_at(sentences, start), m)
            found.append(_unattributed(m, span, words, whole=stated))
            continue
        if m is None and words == 1 and inner.lower() in _JOINERS:
            continue  # "But, officials say, …": the writer's step
        if m is not None and not whole and words <= _NAMED_WORDS and _names_him(text, span, cue):
            found.append(Quote(span=span, kind="scare", closed=m.closed))
            continue  # "the “moderate” Lee told reporters"
        name = cue.name(said)
        near = marked[bisect_right(reached, start) : bisect_left(starts, piece.end)]
        touching = [x for x in near if x.end > start]
        goes_on = bool(found) and found[-1].kind == "direct" and found[-1].cue == Span(start=cue.start, end=cue.end)
        if m is None:
            kind: QuoteKind = "direct" if cue.verbatim else "mixed" if touching else "indirect"
        elif goes_on or words > _FRAGMENT_WORDS or whole or inner[1:2].isupper():
            kind = "direct"  # also the second half of a statement that the cue stands in
        else:
            kind = "mixed"
        found.append(
            Quote(
                span=span,
                kind=kind,
                cue=None if cue.lemma is None else Span(start=cue.start, end=cue.end),
                cue_lemma=None if cue.lemma is None else cue.lemma.replace("_", " "),
                speaker=cue.speaker,
                speaker_name=name,
                closed=all(x.closed or x.continued for x in touching),
            )
        )
        said.add(name, None if cue.speaker is None else cue.speaker.text(text), at=cue.start)
    return found


def _unattributed(m: Marked, span: Span, words: int, *, whole: bool) -> Quote:
    """Return the quotation that marked words make to which no cue belongs: a few of them are scare quotes."""
    if words <= _SCARE_WORDS and not whole:
        return Quote(span=span, kind="scare", closed=m.closed)
    kind: QuoteKind = "direct" if words > _FRAGMENT_WORDS or whole else "mixed"
    return Quote(span=span, kind=kind, closed=m.closed or m.continued)


def _speak_on(text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> list[Quote]:
    """Give quotations without a cue the speaker that they go on from: in their paragraph, else the one before.

    A quotation that opens a paragraph goes on from the last one only if nobody else is named for it later in its
    paragraph.
    """
    found: list[Quote] = []
    places = [sentence_at(sentences, quote.span.start).paragraph for quote in quotes]
    last: Quote | None = None
    last_place = -2
    for number, quote in enumerate(quotes):
        here = places[number]
        if quote.cue is None and quote.speaker is None and quote.kind in ("direct", "mixed"):
            source = last if last is not None and last_place == here else None
            if source is None:
                source = next(
                    (
                        q
                        for q, p in zip(quotes[number + 1 : number + 4], places[number + 1 : number + 4], strict=True)
                        if p == here and q.kind in ("direct", "mixed") and q.speaker is not None
                    ),
                    None,
                )
            if source is None and last is not None and last_place == here - 1 and text[quote.span.start] in _OPENING:
                source = last
            if source is not None:
                quote = replace(quote, speaker=source.speaker, speaker_name=source.speaker_name)
        if quote.kind != "scare" and quote.speaker is not None:
            last, last_place = quote, here
        found.append(quote)
    return found


def _after_colon(text: str, quote: Quote, names: Names) -> Quote:
    """Give a quotation that opens a paragraph, after one that ends with a colon, the person whom that one tells of."""
    start = quote.span.start
    if quote.kind != "direct" or quote.speaker_name is not None:
        return quote
    end = end_before(text, start)
    if text[end - 1 : end] != ":" or "\n" not in text[end:start]:
        return quote
    return replace(quote, speaker_name=names.in_focus(start, text.rfind("\n", 0, end) + 1))


def _headline_echo(text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Give marked words of a headline the speaker whom the body names for the same words."""
    found = list(quotes)
    for number, quote in enumerate(found):
        if quote.speaker is not None or sentence_at(sentences, quote.span.start).part not in ("headline", "subhead"):
            continue
        words = quote.span.text(text).strip("\"'“”‘’ ,.").casefold()
        for other in quotes[number + 1 :]:
            if other.speaker is not None and words and words in other.span.text(text).casefold():
                kind: QuoteKind = "mixed" if quote.kind == "scare" else quote.kind
                found[number] = replace(quote, kind=kind, speaker=other.speaker, speaker_name=other.speaker_name)
                break
    return tuple(found)


def _names_him(text: str, span: Span, cue: Report) -> bool:
    """Whether marked words belong to the name of who speaks: in it, or right before it where no "said" follows it."""
    who = cue.speaker
    if who is None or span.end > who.end:
        return False
    between = text[span.end : who.start]
    return who.start <= span.start or (
        not between.strip() and cue.start > who.end + 1 and text[span.end - 2] not in ",.!?"
    )
