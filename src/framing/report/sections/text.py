"""Analysis in, the marked text out: rows of runs, a sign a sentence, and the notes that stand beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from framing.report import facts
from framing.report.facts import States
from framing.report.notes import Note, NoteMaker
from framing.report.runs import Row, Run, make_rows
from framing.report.sections.short import standing_out
from framing.report.settings import DEFAULT, Pages, Settings
from framing.report.wording import direction, language_tag
from framing.types import FAMILIES, Analysis, Finding, PartKind, Sentence, SentenceScore, State

#: Above this many sentences a note is one line; the details stand in the table of findings.
LONG_ARTICLE = 150
#: From this many notes on, only the links into the notes are tab stops, not those back.
MANY_NOTES = 60
_SIGNS: dict[State, str] = {"marked": "●", "checked": "○", "not_checked": "–"}
#: The sign of a checked sentence that holds notes and no mark.
_NOTED = "◐"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A sentence's runs, its number from 1 (None between sentences), and the findings its note link announces."""

    number: int | None
    runs: tuple[Run, ...]
    linked: bool
    findings: int
    off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A paragraph: its number from 0, part, a sign a sentence, its pieces, its notes, and why it was not checked."""

    number: int
    part: PartKind
    signs: tuple[str, ...]
    pieces: tuple[PieceView, ...]
    notes: tuple[Note, ...]
    quiet: tuple[str, ...]
    gap: bool
    off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A checkbox above the text: how many findings of a family are marks, and how many are notes."""

    family: str
    name: str
    marks: int
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The section: language, rows, filters, states and what the legend must explain (``chances``: the first one)."""

    lang: str
    dir: str
    rows: tuple[RowView, ...]
    filters: tuple[Filter, ...]
    sourced: bool
    states: States
    brief: bool
    excerpts: bool
    back_stops: bool
    chances: str | None


def _quiet(scored: list[tuple[Sentence, SentenceScore]]) -> tuple[str, ...]:
    """Return why sentences of a row were not checked, one line a reason."""
    reasons: dict[str, list[int]] = {}
    for sentence, score in scored:
        if score.state == "not_checked":
            reasons.setdefault(score.reason or sentence.reason or "no reason given", []).append(sentence.index + 1)
    if len(reasons) == 1 and all(score.state == "not_checked" for _, score in scored):
        return (f"Not checked: {next(iter(reasons))}.",)
    return tuple(
        f"Sentence {', '.join(map(str, numbers))} not checked: {reason}." for reason, numbers in reasons.items()
    )


def _kept(analysis: Analysis, likely: frozenset[int]) -> set[int]:
    """Return the sentences that excerpts show: the headline, those with a note, those of a frame, and neighbours."""
    order = [sentence.index for sentence in analysis.sentences]
    kept = {sentence.index for sentence in analysis.sentences if sentence.part == "headline"}
    carriers = {index for frame in analysis.frames for index in frame.sentences}
    marked = {finding.sentence for finding in analysis.findings} | likely | carriers
    for place, index in enumerate(order):
        if index in marked:
            kept.update(order[max(place - 1, 0) : place + 2])
    return kept


def view(analysis: Analysis, settings: Settings = DEFAULT) -> TextView:
    """Take an analysis; return its marked text. Without ``excerpts`` the rows hold every character of its lines."""
    scored = {sentence.index: (sentence, score) for sentence, score in facts.pairs(analysis)}
    by_sentence: dict[int, list[Finding]] = {}
    for finding in analysis.findings:
        by_sentence.setdefault(finding.sentence, []).append(finding)
    likely = standing_out(analysis)
    kept = _kept(analysis, likely) if settings.excerpts else None
    notes = NoteMaker(analysis)
    rows: list[RowView] = []
    left_out = False
    refused = not facts.checked_anything(analysis)  # then the banner says why, and not every row again
    for number, row in enumerate(make_rows(analysis)):
        indices = [i for i in row.sentences if kept is None or i in kept]
        if kept is not None and not indices:
            left_out = True
            continue
        here = {
            i: notes.make(i, by_sentence.get(i, []), scored[i][1].loaded if scored[i][1].writer_words else None)
            for i in indices
            if by_sentence.get(i) or i in likely
        }
        noted = by_sentence.keys() & set(indices)
        rows.append(_row(number, row, indices, scored, here, noted, gap=left_out, whole=kept is None, refused=refused))
        left_out = False
    many = sum(len(row.notes) for row in rows)
    marks = Counter[str](found.family for voice in facts.VOICES for found in facts.distinct(analysis, voice))
    extra = Counter[str](found.family for found in analysis.findings if found.score == 0)
    return TextView(
        lang=language_tag(analysis.article.language),
        dir=direction(analysis.article.language),
        rows=tuple(rows),
        filters=tuple(
            Filter(family=family, name=name, marks=marks[family], notes=extra[family])
            for family, name in FAMILIES.items()
            if marks[family] or extra[family]
        ),
        sourced=any(found.voice == "source" for found in analysis.findings),
        states=facts.states(analysis),
        brief=len(analysis.sentences) > LONG_ARTICLE,
        excerpts=settings.excerpts,
        back_stops=many < MANY_NOTES,
        chances=next((note.chance for row in rows for note in row.notes if note.chance), None),
    )


def on_page(view: TextView, pages: Pages) -> TextView:
    """Take the whole text and the pages; return what stands on the one at which they are opened."""
    return replace(view, rows=tuple(row for row in view.rows if pages.holds_row(row.number)))


def _row(
    number: int,
    row: Row,
    indices: list[int],
    scored: dict[int, tuple[Sentence, SentenceScore]],
    notes: dict[int, Note],
    noted: set[int],
    *,
    gap: bool,
    whole: bool,
    refused: bool,
) -> RowView:
    here = [scored[index] for index in indices]
    part: PartKind = here[0][0].part if here else "boilerplate"
    pieces = tuple(
        PieceView(
            number=None if piece.sentence is None else piece.sentence + 1,
            runs=piece.runs,
            linked=piece.sentence in notes,
            findings=notes[piece.sentence].findings if piece.sentence in notes else 0,
            off=piece.sentence is not None and scored[piece.sentence][1].state == "not_checked" and not refused,
        )
        for piece in row.pieces
        if whole or piece.sentence is None or piece.sentence in indices
    )
    quiet = _quiet(here) if here else ("Not checked: outside every sentence.",)
    told = refused and part != "boilerplate"
    return RowView(
        number=number,
        part=part,
        signs=tuple(_sign(score, noted=score.index in noted) for _, score in here) or ("–",),
        pieces=pieces,
        notes=tuple(notes.values()),
        quiet=() if told else quiet,
        gap=gap,
        off=not told and (not here or all(score.state == "not_checked" for _, score in here)),
    )


def _sign(score: SentenceScore, *, noted: bool) -> str:
    return _NOTED if noted and score.state == "checked" else _SIGNS[score.state]
