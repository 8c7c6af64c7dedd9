"""Columns in, the words that each uses for the same person, group, happening or contested thing out.

A person is a row where two articles name it; the words are the forms of the name with the titles before it, and, apart,
what the grammar says of it. A group or a happening is a row where articles use different nouns of one list
(``structure/same_thing.toml``); a contested thing is one of the lexicon's concepts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from framing.compare.columns import Column
from framing.compare.people import aligned
from framing.grammar import structure_data
from framing.lexicon.contested import concept_of
from framing.quotes.said import is_person_name
from framing.tokens import split
from framing.types import Actor, Finding, Span, Voice

Kind = Literal["contested", "group", "event", "person"]
#: The kinds of row in the order of the page: names that choose a side first.
KINDS: tuple[Kind, ...] = ("contested", "group", "event", "person")
_QUALITIES = frozenset(("apposition", "adjective", "predicate"))
_MOST_PEOPLE = 12
_MOST_ROWS = 16
_BEGINNING = 6
_OFTEN = 3
_COLLECTIVE = frozenset(("mob", "crowd", "elite", "fishermen"))
_PEOPLE_ENDINGS = ("man", "woman", "person", "or", "ist", "ee", "ian", "ent", "ary", "yer", "der", "ter", "ner", "ice")
# A description that begins so is a clause whose subject is often somebody else.
_CLAUSE = frozenset(
    "is are was were be been will would could can may might should must has have had not n't n’t".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or words as printed, how often in the writer's voice and in sources', and the sentences of its places."""

    text: str
    own: int
    quoted: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one column calls it, the most frequent first, and how it describes it beside the name."""

    words: tuple[Word, ...] = ()
    described: tuple[Word, ...] = ()

    @property
    def total(self) -> int:
        """How often the column names it, in both voices."""
        return sum(word.own + word.quoted for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """A person, group, happening or contested thing with a cell a column."""

    label: str
    kind: Kind
    cells: tuple[Cell, ...]

    @property
    def spread(self) -> int:
        """How many columns name it."""
        return sum(bool(cell.words) for cell in self.cells)


_Found = tuple[str, Voice, int]  # words, whose, sentence


@cache
def _lists(kind: str) -> dict[str, str]:
    return {word: label for label, words in structure_data("same_thing")[kind].items() for word in words.split()}


def _words(found: Sequence[_Found]) -> tuple[Word, ...]:
    """Return different words, in small letters where the same are also printed so, the most frequent first."""
    own: Counter[str] = Counter()
    quoted: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[int]] = defaultdict(list)
    for text, voice, sentence in found:
        key = text.casefold()
        forms[key][text] += 1
        (own if voice == "writer" else quoted)[key] += 1
        places[key].append(sentence)
    order = sorted(forms, key=lambda key: (-own[key] - quoted[key], key))
    return tuple(
        Word(
            text=max(forms[key], key=lambda form: (form == key, forms[key][form], form)),
            own=own[key],
            quoted=quoted[key],
            places=tuple(dict.fromkeys(places[key])),
        )
        for key in order
    )


def naming(columns: Sequence[Column]) -> tuple[NameRow, ...]:
    """Take columns; return the rows: contested things, groups and happenings named differently, and people."""
    contested = [row for row in _contested(columns) if row.spread > 1 or _different(row) > 1]
    groups = [row for row in _of_list(columns, "people", "group") if _prominent(row, columns) > 1 and _differs(row)]
    events = [row for row in _of_list(columns, "events", "event") if _prominent(row, columns) > 1 and _differs(row)]
    people = [row for row in _people(columns) if row.spread > 1 and _full(row)]
    return (
        *_first(contested, _MOST_ROWS),
        *_first(groups, _MOST_ROWS),
        *_first(events, _MOST_ROWS),
        *_first(people, _MOST_PEOPLE),
    )


def _first(rows: Sequence[NameRow], most: int) -> list[NameRow]:
    """Return the rows that most columns have, then those named most often."""
    return sorted(rows, key=lambda row: (-row.spread, -sum(cell.total for cell in row.cells), row.label))[:most]


def _prominent(row: NameRow, columns: Sequence[Column]) -> int:
    """Return in how many columns a row's words stand near the beginning, or three times: what a text is about, and not
    something mentioned in passing that happens to have a word of the same list.
    """
    found = 0
    for cell, column in zip(row.cells, columns, strict=True):
        first = sorted(column.sentences)[:_BEGINNING]
        places = [place for word in cell.words for place in word.places]
        found += bool(places) and (cell.total >= _OFTEN or any(place in first for place in places))
    return found


def _full(row: NameRow) -> bool:
    """Whether some text gives more than one word of the name; a single word alone is often a place or a body."""
    return is_person_name(row.label) and any(" " in word.text for cell in row.cells for word in cell.words)


def _different(row: NameRow) -> int:
    return len({word.text.casefold() for cell in row.cells for word in cell.words})


def _differs(row: NameRow) -> bool:
    """Whether two columns that name it use different words, singular and plural being one."""
    used = [{_singular(word.text.casefold()) for word in cell.words} for cell in row.cells if cell.words]
    return any(one != used[0] for one in used)


def _singular(word: str) -> str:
    for ending, other in (("men", "man"), ("ies", "y"), ("ses", "s"), ("shes", "sh"), ("ches", "ch"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)] + other
    return word


def _contested(columns: Sequence[Column]) -> Iterator[NameRow]:
    found: dict[str, list[list[_Found]]] = {}
    for place, column in enumerate(columns):
        text = column.analysis.article.text
        for finding in column.analysis.findings:
            name = concept_of(finding.note) if finding.category == "contested_term" else None
            if name is None or finding.sentence not in column.sentences or _of_a_name(text, finding):
                continue
            cells = found.setdefault(name, [[] for _ in columns])
            cells[place].append((" ".join(finding.span.text(text).split()), finding.voice, finding.sentence))
    for name, cells in sorted(found.items()):
        yield NameRow(label=name, kind="contested", cells=tuple(Cell(words=_words(one)) for one in cells))


def _of_a_name(text: str, finding: Finding) -> bool:
    """Whether the words stand with capitals that they have in a name only: "Colored People" in the name of a body."""
    words = finding.span.text(text).split()
    return len(words) > 1 and finding.term.islower() and all(word[:1].isupper() for word in words)


def _of_list(columns: Sequence[Column], table: str, kind: Kind) -> Iterator[NameRow]:
    """Yield a row for every list of which the columns use a noun, as it stands or in the plural."""
    known = _lists(table)
    found: dict[str, list[list[_Found]]] = {}
    for place, column in enumerate(columns):
        text = column.analysis.article.text
        names = _name_spans(column)
        for sentence in column.analysis.sentences:
            if sentence.index not in column.sentences:
                continue
            before: tuple[str, ...] = ()
            for start, end in split(text, sentence.span.start, sentence.span.end):
                word = text[start:end]
                single = _singular(word.casefold())
                label = known.get(word.casefold()) or known.get(single)
                if kind == "group" and single == word.casefold() and single not in _COLLECTIVE:
                    label = None  # "the congressman" is one person, whose row is another
                noun = kind != "event" or _after_determiner(before)
                before = (*before[-1:], word.casefold())
                if label is None or not noun or _in_name(word, start, sentence.span.start, names):
                    continue
                cells = found.setdefault(label, [[] for _ in columns])
                voice = column.voice(Span(start=start, end=end))
                cells[place].append((word.casefold(), voice, sentence.index))
    for label, cells in sorted(found.items()):
        yield NameRow(label=label, kind=kind, cells=tuple(Cell(words=_words(one)) for one in cells))


def _after_determiner(before: tuple[str, ...]) -> bool:
    """Whether the words before show a noun: "the attack", "a fierce attack", "after attacks", "Monday's attack"."""
    lists = structure_data("same_thing")["nouns"]
    determiners, prepositions = lists["determiners"].split(), lists["prepositions"].split()
    last = before[-1:] or ("",)
    return (
        last[0] in determiners
        or last[0] in prepositions
        or last[0].endswith(("'s", "’s"))
        or any(word in determiners for word in before)
    )


def _name_spans(column: Column) -> set[int]:
    """Return the offsets that lie in a name: the police of "New York Police Department" are nobody's choice of word."""
    return {
        offset
        for actor in column.analysis.actors
        if actor.type != "group"
        for span in actor.mentions
        for offset in range(span.start, span.end)
    }


def _in_name(word: str, start: int, sentence: int, names: set[int]) -> bool:
    return start in names or (word[:1].isupper() and start > sentence + 1)


def _people(columns: Sequence[Column]) -> Iterator[NameRow]:
    actors = [[one for one in column.analysis.actors if one.type == "person"] for column in columns]
    stands = aligned([actor.name for actor in mine] for mine in actors)
    rows: dict[str, list[list[_Found]]] = {}
    told: dict[str, list[list[_Found]]] = {}
    for place, (column, mine) in enumerate(zip(columns, actors, strict=True)):
        for actor in mine:
            key = stands[actor.name]
            rows.setdefault(key, [[] for _ in columns])[place].extend(_forms(column, actor))
            told.setdefault(key, [[] for _ in columns])[place].extend(_described(column, actor))
    for key in sorted(rows):
        yield NameRow(
            label=key,
            kind="person",
            cells=tuple(
                Cell(words=_words(names), described=_words(said) if names else ())
                for names, said in zip(rows[key], told[key], strict=True)
            ),
        )


def _forms(column: Column, actor: Actor) -> Iterator[_Found]:
    """Yield the actor's mentions as printed, each with the title that stands before it."""
    text = column.analysis.article.text
    titles = {one.span.end: one.span for one in actor.described if one.relation == "title"}
    for span in actor.mentions:
        if not column.counts(span):
            continue
        before = next((titles[at] for at in (span.start - 1, span.start - 2) if at in titles), None)
        written = text[before.start if before else span.start : span.end]
        named = " ".join(written.split()).removesuffix("’s").removesuffix("'s")
        if named.islower() and not _an_office(named):
            continue  # "the fund-raiser": a piece of a compound, not a name for anybody
        yield (named, column.voice(span), column.sentence_at(span.start))


def _an_office(word: str) -> bool:
    """Whether a noun is one for people: an office, a title, a member of a group."""
    return word.endswith(_PEOPLE_ENDINGS) or word in structure_data("actors")["groups"]["people"].split()


def _described(column: Column, actor: Actor) -> Iterator[_Found]:
    text = column.analysis.article.text
    for one in actor.described:
        words = " ".join(one.span.text(text).split())
        clause = words.partition(" ")[0].casefold() in _CLAUSE
        if one.relation in _QUALITIES and not clause and column.counts(one.span):
            yield (words, one.voice, column.sentence_at(one.span.start))
