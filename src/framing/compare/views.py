"""A comparison in, the data of its page out: every number, word and sentence as it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from framing.compare.columns import Column, checked, in_shared_copy
from framing.compare.comparison import Comparison
from framing.compare.naming import KINDS, Cell, Kind, NameRow, Word
from framing.report import facts
from framing.report.runs import Run, make_rows
from framing.report.sections.header import plain_title
from framing.report.wording import day, direction, language_tag, plural, shortened
from framing.types import Analysis

_FIRST_WORDS = 12
_MOST_FIRST = 3
_MOST_PLACES = 2
_PLACE_LENGTH = 200
_MOST_WORDS = 8
_LABEL_LENGTH = 60

#: What stands above the rows of each kind, and what its rows are.
HEADS: dict[Kind, tuple[str, str]] = {
    "contested": (
        "Names that are disputed",
        "Names of the lexicon’s sets: others are in use for the same thing, and each is preferred by somebody.",
    ),
    "group": (
        "Groups of people",
        "Nouns for people that can mean the same group. Read the sentences to see if they do.",
    ),
    "event": ("What happened", "Nouns that can mean the same happening. Read the sentences to see if they do."),
    "person": (
        "People",
        "People whom two texts or more name, as each prints the name, and what the grammar ties to it.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of an article: its number from 1 and its marked runs."""

    number: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How an article begins: name, id, headline and first sentences; ``href`` is its page beside this one, or None."""

    anchor: str
    name: str
    id: str
    published: str
    words: str
    lang: str
    dir: str
    headline: tuple[Run, ...]
    plain: str
    first: tuple[Passage, ...]
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Sentences of one column in which a row's words stand, as evidence."""

    column: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesRow:
    """A row of the names: label, cells, what stands in shared copy only, words left out, and the sentences."""

    label: str
    cells: tuple[Cell, ...]
    shared: tuple[bool, ...]
    more: tuple[int, ...]
    places: tuple[Places, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesTable:
    """The rows of one kind."""

    kind: Kind
    title: str
    note: str
    rows: tuple[NamesRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What only one article says; ``looked_at`` and ``common`` count its sentences that were looked up and were not."""

    name: str
    lang: str
    dir: str
    sentences: tuple[Passage, ...]
    more: int
    looked_at: int
    common: int


def _passages(analysis: Analysis) -> dict[int, tuple[Run, ...]]:
    return {
        piece.sentence: piece.runs for row in make_rows(analysis) for piece in row.pieces if piece.sentence is not None
    }


def heads(comparison: Comparison, hrefs: Sequence[str | None]) -> tuple[Head, ...]:
    """Take a comparison and the page of each article, or None; return how each article begins."""
    made = []
    for number, (analysis, name) in enumerate(zip(comparison.analyses, comparison.names, strict=True)):
        article = analysis.article
        runs = _passages(analysis)
        kept = checked(analysis)
        headline = [s.index for s in analysis.sentences if s.part == "headline"]
        first: list[int] = []
        words = 0
        for sentence in analysis.sentences:
            if sentence.index in kept and sentence.part == "body" and len(first) < _MOST_FIRST and words < _FIRST_WORDS:
                first.append(sentence.index)
                words += len(sentence.span.text(article.text).split())
        total = facts.words(analysis).total
        made.append(
            Head(
                anchor=f"a{number + 1}",
                name=name,
                id=article.id,
                published=day(article.published),
                words=plural(total, "word") if total is not None else "words not counted",
                lang=language_tag(article.language),
                dir=direction(article.language),
                headline=tuple(run for index in headline for run in runs.get(index, ())),
                plain=plain_title(analysis),
                first=tuple(Passage(number=index + 1, runs=runs.get(index, ())) for index in first),
                href=hrefs[number],
            )
        )
    return tuple(made)


def names_tables(comparison: Comparison) -> tuple[NamesTable, ...]:
    """Take a comparison; return the names for the same thing, a table a kind, with the sentences of each row."""
    made = []
    for kind in KINDS:
        rows = [row for row in comparison.naming if row.kind == kind]
        if rows:
            title, note = HEADS[kind]
            view = partial(_names_row, columns=comparison.columns)
            made.append(NamesTable(kind=kind, title=title, note=note, rows=tuple(map(view, rows))))
    return tuple(made)


def _names_row(row: NameRow, columns: Sequence[Column]) -> NamesRow:
    places = []
    for column, cell in zip(columns, row.cells, strict=True):
        # a person's name needs no evidence, what is said of one does
        words = cell.described if row.kind == "person" else cell.words
        wanted = dict.fromkeys(index for word in words for index in word.places[:_MOST_PLACES])
        text = column.analysis.article.text
        sentences = {s.index: s for s in column.analysis.sentences}
        shown = tuple(
            f"{index + 1}: {shortened(sentences[index].span.text(text), _PLACE_LENGTH)}"
            for index in list(wanted)[: _MOST_PLACES * 2]
            if index in sentences
        )
        if shown:
            places.append(Places(column=column.name, sentences=shown))
    return NamesRow(
        label=shortened(row.label, _LABEL_LENGTH),
        cells=tuple(Cell(words=_cut(cell.words), described=_cut(cell.described)) for cell in row.cells),
        shared=in_shared_copy(columns, [bool(cell.words) for cell in row.cells]),
        more=tuple(max(0, len(cell.words) - _MOST_WORDS) for cell in row.cells),
        places=tuple(places),
    )


def _cut(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(
        Word(text=shortened(word.text, _LABEL_LENGTH), own=word.own, quoted=word.quoted, places=word.places)
        for word in words[:_MOST_WORDS]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerView:
    """A speaker, the quotations in each column as printed ("● 2"), and words for those without a name."""

    name: str
    cells: tuple[str, ...]
    also: tuple[str, ...]


def speakers(comparison: Comparison) -> tuple[SpeakerView, ...]:
    """Take a comparison; return the rows of who is quoted."""
    made = []
    for row in (*comparison.quoted.rows, *comparison.quoted.rest):
        shared = in_shared_copy(comparison.columns, [count > 0 for count in row.counts])
        made.append(
            SpeakerView(
                name=shortened(row.name, _LABEL_LENGTH),
                cells=tuple(
                    f"● {count}" if count else "in the shared copy" if also else "not found in this text"
                    for count, also in zip(row.counts, shared, strict=True)
                ),
                also=tuple(shortened(words, _LABEL_LENGTH) for words in row.also),
            )
        )
    return tuple(made)


def only_views(comparison: Comparison) -> tuple[Only, ...]:
    """Take a comparison; return the sentences that only one article has, as marked runs; none of shared copy."""
    made = []
    for column, found in zip(comparison.columns, comparison.only_here, strict=True):
        if column.shared_by:
            continue
        runs = _passages(column.analysis)
        made.append(
            Only(
                name=column.name,
                lang=language_tag(column.analysis.article.language),
                dir=direction(column.analysis.article.language),
                sentences=tuple(Passage(number=index + 1, runs=runs.get(index, ())) for index in found.sentences),
                more=found.more,
                looked_at=found.looked_at,
                common=found.common,
            )
        )
    return tuple(made)


def neighbours(made: Sequence[Head]) -> tuple[tuple[Head | None, Head, Head | None], ...]:
    """Take the heads; return each with the one before and the one after, for the links on a narrow page."""
    padded = [None, *made, None]
    before = [one for one, _ in pairwise(padded)]
    after = [other for _, other in pairwise(padded)]
    return tuple(zip(before[: len(made)], made, after[1:], strict=True))
