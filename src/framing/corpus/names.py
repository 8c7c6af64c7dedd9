"""A counted corpus in, its contested names out: for each thing that has several names, which outlet uses which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from framing.corpus.store import CorpusStore
from framing.types import Voice

#: What is named in one article only is left out of the page.
LEAST_ARTICLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """How an outlet uses a name in one voice: uses, articles, and the first article with its sentence from 1."""

    name: str
    voice: Voice
    count: int
    articles: int
    href: str
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """An outlet with the names it uses for one thing, in alphabetical order, the writer's before sources'."""

    concept: str
    outlet: str
    uses: tuple[NameUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing with several names: how many articles and outlets name it, and its names with their uses by voice."""

    concept: str
    articles: int
    outlets: int
    names: tuple[tuple[str, int, int], ...]


def concepts(store: CorpusStore) -> Iterator[Named]:
    """Take a counted corpus; yield what is named in two or more articles, in alphabetical order."""
    query = (
        "SELECT concept, COUNT(DISTINCT n), COUNT(DISTINCT outlet) FROM names GROUP BY concept"
        " HAVING COUNT(DISTINCT n) >= ? ORDER BY concept COLLATE NOCASE, concept"
    )
    by_voice = (
        "SELECT name, SUM(count * (voice = 'writer')), SUM(count * (voice = 'source')) FROM names WHERE concept = ?"
        " GROUP BY name ORDER BY name COLLATE NOCASE, name"
    )
    for concept, articles, outlets in list(store.rows(query, LEAST_ARTICLES)):
        names = tuple((name, writer, source) for name, writer, source in store.rows(by_voice, concept))
        yield Named(concept=concept, articles=articles, outlets=outlets, names=names)


def name_rows(store: CorpusStore, concept: str) -> Iterator[NameRow]:
    """Take a counted corpus and a thing; yield a row for each outlet that names it, by the outlet's name."""
    query = (
        # SQLite gives the other columns of the row that has the minimum
        "SELECT outlets.name, u.name, u.voice, SUM(u.count), COUNT(*), a.href, u.sentence, MIN(u.n) FROM names u"
        " JOIN outlets ON outlets.id = u.outlet JOIN articles a ON a.n = u.n WHERE u.concept = ?"
        " GROUP BY u.outlet, u.name, u.voice"
        " ORDER BY outlets.name COLLATE NOCASE, outlets.name, u.name COLLATE NOCASE, u.name, u.voice DESC"
    )
    for outlet, rows in groupby(store.rows(query, concept), key=lambda row: row[0]):
        uses = tuple(
            NameUse(name=name, voice=voice, count=count, articles=articles, href=href, sentence=sentence + 1)
            for _, name, voice, count, articles, href, sentence, _ in rows
        )
        yield NameRow(concept=concept, outlet=outlet, uses=uses)
