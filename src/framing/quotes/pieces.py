"""Marked spans and reports in, the words of sources out: which marks a report takes, which it stands next to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from framing.quotes.leads import Lead, credited
from framing.quotes.marks import Marked
from framing.quotes.reporting import reporting
from framing.quotes.said import Said
from framing.types import Part, Sentence, Span

# Characters between a quotation and its cue; and words that report clauses but do not introduce marked words.
_REACH = 160
_JOINT = 6  # ", and "
_STATEMENT = 4  # words
_TAG_WORDS, _TAGS = 6, frozenset(("said.", "says.", "added.", "asked.", "wrote.", "told."))
_GOES_ON = re.compile(r",?\s+(?:and|but|then|before|while)\b")
_TOLD_WORDS = 2
# Behind a closing mark, the writer's "— though his own party disagreed".
_REMARK = re.compile(
    r"\s*[—–]\s*(?:though|although|even|but|despite|a|an)\b|\s--?\s(?:though|although|even|but|despite|a|an)\b"
)
_DASH, _COMMA = re.compile(r"[—–]|\s--?\s"), re.compile(",")
# "“the enemy of the people,” a phrase Stalin used": the comma of American style stands inside the mark.
_BESIDE = re.compile(r"\s+an?\s")
_WEAK = frozenset(
    """continue conclude show prove find hold see want decide determine establish read know realise realize learn
    understand consider expect hope plan intend threaten pledge offer accuse support oppose defend decision intention
    desire threat proposal request""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A cue of either path: its place, who speaks, and what it governs. Layout has no cue word: ``lemma`` is None.

    ``known`` is what it would govern if the writer did not vouch for it; it shows how far unclosed marks run.
    """

    start: int
    end: int
    lemma: str | None
    speaker: Span | None
    name: Callable[[Said], str | None]
    contents: tuple[Span, ...]
    verbatim: bool = False
    known: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one source: their range, the marks that hold them (None without marks), and the report."""

    start: int
    end: int
    marked: Marked | None
    report: Report | None


def sentence_at(sentences: Sequence[Sentence], offset: int) -> Sentence:
    """Take sentences in order and an offset; return the sentence that holds it or comes before it."""
    at = bisect_right(sentences, offset, key=lambda sentence: sentence.span.start) - 1
    return sentences[max(0, at)]


def parts_of(sentences: Sequence[Sentence]) -> list[Part]:
    """Return the paragraphs that are checked, from their sentences."""
    found: list[Part] = []
    for sentence in sentences:
        if sentence.reason is not None:
            continue
        if found and found[-1].paragraph == sentence.paragraph:
            span = Span(start=found[-1].span.start, end=sentence.span.end)
            found[-1] = replace(found[-1], span=span)
        else:
            found.append(Part(span=sentence.span, kind=sentence.part, paragraph=sentence.paragraph))
    return found


def from_lead(lead: Lead, text: str, written: Callable[[str], str]) -> Report:
    """Take words that layout gives to a source; return them as a report, its name resolved by ``written``."""
    name = None if lead.speaker is None else written(lead.speaker.text(text))
    place = lead.cue or lead.speaker or lead.content
    return Report(
        start=place.start,
        end=place.end,
        lemma=lead.lemma,
        speaker=lead.speaker,
        name=lambda said: name,
        contents=(lead.content,),
        verbatim=lead.verbatim,
    )


def all_mended(text: str, marked: Sequence[Marked], reports: Sequence[Report]) -> list[Marked]:
    """Take marked words and reports; return the words, those without a closing mark as far as a report shows that they
    run; where several do, the first counts.

    Up to the tag of who speaks ("“It is shut, Lee said"), or to a closing mark of another sort that ends the report
    ("“no miracle, and a quack’s cure’, she said"). Reports are looked up by their place: marks that do not overlap take
    time in proportion to their number.
    """
    if all(m.closed or m.continued for m in marked):
        return list(marked)
    before = [
        (report.start, content)
        for report in reports
        for content in (*report.contents, *report.known)
        if content.end <= report.start
    ]
    by_cue = sorted(range(len(before)), key=lambda n: before[n][0])
    cues = [before[n][0] for n in by_cue]
    after: dict[int, int] = {}  # where words begin that a closing mark ends: the first report of them
    for n, (_, content) in enumerate(before):
        if text[content.end - 1] in "’”'\"":
            after.setdefault(content.start, n)

    def mend(m: Marked) -> Marked:
        if m.closed or m.continued:
            return m
        inside = by_cue[bisect_right(cues, m.start) : bisect_left(cues, m.end)]
        found = [n for n in inside if before[n][1].start <= m.start + 2 and m.start < before[n][1].end]
        found += [after[at] for at in range(m.end, m.end + _JOINT + 1) if at in after]
        return replace(m, end=before[min(found)][1].end) if found else m

    return [mend(m) for m in marked]


def find_pieces(
    text: str,
    sentences: Sequence[Sentence],
    marked: Sequence[Marked],
    reports: Sequence[Report],
    written: Callable[[str], str],
) -> list[Piece]:
    """Return the words of sources in text order: reported clauses, and marked words with the nearest cue."""
    spans = sorted(
        ((span, report) for report in reports for span in report.contents),
        key=lambda item: (item[0].start, -item[0].end),
    )
    found: list[Piece] = []
    used: set[int] = set()
    reached = -1
    ends = [m.end for m in marked]
    worded = sorted((r for r in reports if r.lemma is not None and r.lemma not in _WEAK), key=lambda r: r.start)
    for span, report in spans:
        if span.end <= reached:
            continue  # a clause inside another's belongs to that one's source
        first = bisect_right(ends, span.start)
        inner = []
        while first < len(marked) and marked[first].start < span.end:
            inner.append(first)
            first += 1
        if inner and (cut := _statement_end(text, marked[inner[0]], span)) is not None:
            span, inner = Span(start=span.start, end=cut), inner[:1]
        elif inner and (end := _remark(text, marked[inner[-1]], span)) is not None:
            span = Span(start=span.start, end=end)
        start = min([max(span.start, reached), *(marked[number].start for number in inner)])
        end = max([span.end, *(marked[number].end for number in inner)])
        reached = max(reached, end)
        if inner and _covers(marked, inner, span):
            found.extend(
                Piece(start=marked[n].start, end=marked[n].end, marked=marked[n], report=report)
                for n in inner
                if n not in used
            )
        elif not used.intersection(inner):
            found.append(Piece(start=start, end=end, marked=None, report=report))
        used.update(inner)
    for number, left in enumerate(marked):
        if number in used:
            continue
        report_ = _nearest(text, left, worded, sentences)
        if report_ is None or report_.lemma is None:
            low = sentence_at(sentences, left.start).span.start
            name = credited(text, left.start, left.end, low)
            if name is not None:
                report_ = from_lead(Lead(content=Span(start=left.start, end=left.end), speaker=name), text, written)
        found.append(Piece(start=left.start, end=left.end, marked=left, report=report_))
    return sorted(found, key=lambda piece: (piece.start, -piece.end))


def _statement_end(text: str, m: Marked, span: Span) -> int | None:
    """Return where a reported clause ends that begins with a whole statement in marks and goes on without them: at its
    closing mark ("said “We want a better deal” and repeated a familiar line"); None where it does not.
    """
    inner = text[m.start + 1 : m.end - 1].split()
    whole = len(inner) >= _STATEMENT and inner[0][:1].isupper() and sum(word[:1].islower() for word in inner) > 1
    if whole and m.closed and m.start <= span.start + 1 and m.end < span.end and _GOES_ON.match(text, m.end):
        return m.end
    return None


def _remark(text: str, m: Marked, span: Span) -> int | None:
    """Return where a clause ends whose last words in marks the writer adds to, at the closing mark; else None."""
    if not m.closed or not span.start < m.end < span.end:
        return None
    beside = m.start <= span.start + 1 and text[m.end - 2] == "," and _BESIDE.match(text, m.end)
    remark = beside or _REMARK.match(text, m.end)
    # "“…” — a plan he once backed — would ruin us": behind an aside that closes again the report goes on.
    closes = remark and (_COMMA if beside else _DASH).search(text, remark.end(), span.end)
    return m.end if remark and not closes else None


def _covers(marked: Sequence[Marked], inner: Sequence[int], span: Span) -> bool:
    """Whether the marked words make up nearly all of a reported clause: then it is a direct quotation."""
    inside = sum(min(marked[n].end, span.end) - max(marked[n].start, span.start) for n in inner)
    return inside >= 0.85 * (span.end - span.start)


def _nearest(text: str, m: Marked, reports: Sequence[Report], sentences: Sequence[Sentence]) -> Report | None:
    """Take marked words and the reports with a strong cue, in order; return the nearest in the sentences of the words.

    A quotation that opens a paragraph after one that ends with a colon has its cue there.
    """
    first, last = sentence_at(sentences, m.start), sentence_at(sentences, m.end - 1)
    low = first.span.start
    if m.start == low:
        before = text[:low].rstrip()
        if before.endswith(":"):
            low = sentence_at(sentences, len(before) - 1).span.start
    best: tuple[int, Report] | None = None
    high = _tag_end(text, m, sentences, last)
    near = reports[_first(reports, low) : _first(reports, high)]
    for report in _not_told(near) or near:
        distance = m.start - report.end if report.end <= m.start else report.start - m.end
        if distance <= _REACH and (best is None or distance < best[0]):
            best = (distance, report)
    return best[1] if best else None


def _not_told(reports: Sequence[Report]) -> list[Report]:
    """Take reports in order; return those that stand in no other's contents, in time that grows with their number."""
    whole = sorted(
        ((c.start, c.end, number) for number, report in enumerate(reports) for c in report.contents),
    )
    kept, place = [], 0
    furthest: list[tuple[int, int]] = []  # the two contents of different reports that reach furthest, as (end, report)
    for number, report in enumerate(reports):
        while place < len(whole) and whole[place][0] <= report.start:
            furthest = _two_furthest([*furthest, whole[place][1:]])
            place += 1
        if not any(end > report.start for end, other in furthest if other != number):
            kept.append(report)
    return kept


def _two_furthest(ends: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take ends of contents with the number of their report; return the furthest of two reports."""
    best: dict[int, int] = {}
    for end, number in ends:
        best[number] = max(end, best.get(number, end))
    return sorted(((end, number) for number, end in best.items()), reverse=True)[:2]


def _first(reports: Sequence[Report], offset: int) -> int:
    """Return which of the reports, in order, is the first that begins at an offset or later."""
    return bisect_left(reports, offset, key=lambda report: report.start)


def _tag_end(text: str, m: Marked, sentences: Sequence[Sentence], last: Sentence) -> int:
    """Return where the sentence ends in which marked words may have their cue: theirs, or a short one right behind them
    that says no more than who speaks ("“… not apologize.” Mr. Hill said.").
    """
    if m.end < last.span.end:
        return last.span.end
    after = sentence_at(sentences, m.end + 2)
    words = after.span.text(text).split()
    follows = last.span.end <= after.span.start <= m.end + 2 and after.paragraph == last.paragraph
    return after.span.end if follows and len(words) <= _TAG_WORDS and words[-1] in _TAGS else last.span.end


def whole_sentence(sentence: Sentence, m: Marked) -> bool:
    """Whether marked words are a sentence of their own."""
    inside = m.end - m.start
    return m.start <= sentence.span.start + 1 and inside >= 0.8 * (sentence.span.end - sentence.span.start)


def is_told(text: str, sentence: Sentence, m: Marked) -> bool:
    """Whether unclosed marked words that open a sentence end where who speaks is told: "“They lied, Lee saw"."""
    opens = m.start <= sentence.span.start + 1 and len(text[m.start : m.end].split()) >= _TOLD_WORDS
    return opens and not m.closed and text[m.end : m.end + 1] == ","


def gives_name(cue: Report) -> bool:
    """Whether a cue is a verb that gives a name: "called it “The Big Lie”"."""
    return cue.lemma is None or cue.lemma in reporting().predicate or reporting().verbs.get(cue.lemma) == "naming"
