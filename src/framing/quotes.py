"""A parsed article in, its quotations out: what stands in quotation marks and what is reported without them.

Each has its kind, its cue and its speaker. Quotations never overlap; every token is the writer's or belongs to one of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.indirect import find_cues
from framing.marks import Marked
from framing.speakers import Names, mention, speaker_name
from framing.surface import find_surface_cues
from framing.types import Quote, QuoteKind, Sentence, Span, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SCARE_WORDS = 4
_FRAGMENT_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """A cue of either path: where the word is, who speaks, and what it governs."""

    start: int
    end: int
    lemma: str
    speaker: Span | None
    name: Callable[[str | None], str | None]
    contents: tuple[Span, ...]


def quotes_from_parse(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], doc: Doc
) -> tuple[Quote, ...]:
    """Take the text, its sentences and marked spans, and its parse; return the quotations in text order."""
    names = Names(doc)
    reports = []
    for cue in find_cues(doc):
        head = cue.speaker

        def name(last: str | None, head: object = head) -> str | None:
            return None if head is None else speaker_name(head, names, last)  # type: ignore[arg-type]

        reports.append(
            _Report(
                start=cue.word.idx,
                end=cue.word.idx + len(cue.word),
                lemma=cue.lemma,
                speaker=None if head is None else mention(head),
                name=name,
                contents=cue.contents,
            )
        )
    return _assemble(text, sentences, marked, reports)


def quotes_from_surface(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], tokens: Tokens
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
    reports = []
    for cue in find_surface_cues(text, tokens, bounds, inside):
        speaker = cue.speaker
        written = None if speaker is None else speaker.text(text)

        def name(last: str | None, written: str | None = written) -> str | None:
            return last if written is not None and written.lower() in ("he", "she", "it", "they") else written

        reports.append(
            _Report(
                start=tokens.start[cue.at],
                end=tokens.end[cue.at],
                lemma=cue.lemma,
                speaker=speaker,
                name=name,
                contents=cue.contents,
            )
        )
    return _assemble(text, sentences, marked, reports)


def _assemble(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked], reports: Sequence[_Report]
) -> tuple[Quote, ...]:
    """Join marked spans and reported clauses into quotations that do not overlap, and give each its cue and speaker."""
    starts = [sentence.span.start for sentence in sentences]

    def sentence_at(offset: int) -> Sentence:
        return sentences[max(0, bisect_left(starts, offset + 1) - 1)]

    outside = [report for report in reports if not any(m.start <= report.start < m.end for m in marked)]
    clauses = _clauses(text, outside, marked)
    found: list[Quote] = []
    last_name: str | None = None
    last_paragraph = -2
    carried: Quote | None = None
    used = [False] * len(marked)
    pieces: list[tuple[int, int, Marked | None, _Report | None]] = []
    for span, report in clauses:
        inner = [number for number, m in enumerate(marked) if m.start < span.end and m.end > span.start]
        start = min([span.start, *(marked[number].start for number in inner)])
        end = max([span.end, *(marked[number].end for number in inner)])
        if inner and _covers(marked, inner, span):
            for number in inner:
                used[number] = True
                pieces.append((marked[number].start, marked[number].end, marked[number], report))
            continue
        for number in inner:
            used[number] = True
        pieces.append((start, end, None, report))
    for number, left in enumerate(marked):
        if not used[number]:
            pieces.append((left.start, left.end, left, _nearest(left, outside, sentence_at)))
    for start, end, m, cue in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if found and start < found[-1].span.end:
            continue
        sentence = sentence_at(start)
        inner_text = text[start:end]
        words = len(inner_text.split())
        # A quotation of whole sentences without a cue goes on from the one before it in this paragraph or the last.
        if m is not None and cue is None:
            if words <= _SCARE_WORDS and not _whole_sentence(text, sentence, m):
                if not _is_title(inner_text):
                    found.append(Quote(span=Span(start=start, end=end), kind="scare", closed=m.closed))
                continue
            goes_on = carried is not None and (
                sentence.paragraph == last_paragraph
                or (carried.span.end <= start and last_paragraph == sentence.paragraph - 1 and text[start] in "“\"‘'")
            )
            found.append(
                Quote(
                    span=Span(start=start, end=end),
                    kind="direct" if words > _FRAGMENT_WORDS or _whole_sentence(text, sentence, m) else "mixed",
                    cue=None,
                    speaker=None,
                    speaker_name=last_name if goes_on else None,
                    closed=m.closed or m.continued,
                )
            )
            carried, last_paragraph = found[-1], sentence.paragraph
            continue
        assert cue is not None
        name = cue.name(last_name)
        kind: QuoteKind = "indirect"
        if m is not None:
            kind = "direct" if words > _FRAGMENT_WORDS or inner_text[1:2].isupper() else "mixed"
        elif any(x.start < end and x.end > start for x in marked):
            kind = "mixed"
        closed = all(x.closed or x.continued for x in marked if x.start < end and x.end > start)
        found.append(
            Quote(
                span=Span(start=start, end=end),
                kind=kind,
                cue=Span(start=cue.start, end=cue.end),
                cue_lemma=cue.lemma.replace("_", " "),
                speaker=cue.speaker,
                speaker_name=name,
                closed=closed,
            )
        )
        last_name = name or last_name
        carried, last_paragraph = found[-1], sentence.paragraph
    return tuple(found)


def _clauses(text: str, reports: Sequence[_Report], marked: Sequence[Marked]) -> list[tuple[Span, _Report]]:
    """Return the outermost reported clauses, each with its cue; a clause inside another's belongs to that one's source."""
    spans = sorted(
        ((span, report) for report in reports for span in report.contents),
        key=lambda item: (item[0].start, -item[0].end),
    )
    kept: list[tuple[Span, _Report]] = []
    for span, report in spans:
        if kept and span.start < kept[-1][0].end:
            continue
        kept.append((span, report))
    return kept


def _covers(marked: Sequence[Marked], inner: Sequence[int], span: Span) -> bool:
    """Whether the marked words make up nearly all of a reported clause: then it is a direct quotation."""
    inside = sum(min(marked[n].end, span.end) - max(marked[n].start, span.start) for n in inner)
    return inside >= 0.85 * (span.end - span.start)


def _nearest(m: Marked, reports: Sequence[_Report], sentence_at: Callable[[int], Sentence]) -> _Report | None:
    """Return the reporting word for marked words: the nearest in the sentences that the marked span touches."""
    first, last = sentence_at(m.start), sentence_at(m.end - 1)
    best: tuple[int, _Report] | None = None
    for report in reports:
        if first.span.start <= report.start < last.span.end:
            distance = m.start - report.end if report.end <= m.start else report.start - m.end
            if distance <= _REACH and report.lemma not in _WEAK and (best is None or distance < best[0]):
                best = (distance, report)
    return best[1] if best else None


# Characters between a quotation and its cue; and words that report clauses but do not introduce marked words.
_REACH = 160
_WEAK = frozenset(
    "continue conclude show prove find hold see want decide determine establish read know realise realize learn understand consider".split()
)


def _whole_sentence(text: str, sentence: Sentence, m: Marked) -> bool:
    """Whether marked words are a sentence of their own."""
    inside = m.end - m.start
    return m.start <= sentence.span.start + 1 and inside >= 0.8 * (sentence.span.end - sentence.span.start)


def _is_title(inner: str) -> bool:
    """Whether marked words are the title of a work: several words, all but small ones capitalised."""
    words = [word for word in inner.strip("\"'“”‘’,.?!").split()]
    return len(words) > 1 and words[0][:1].isupper() and all(word[:1].isupper() or len(word) <= 3 for word in words)
