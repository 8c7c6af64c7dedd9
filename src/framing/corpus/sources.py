"""A counted corpus in, who speaks in it out: how much each outlet quotes and what kind of source, and who is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framing.corpus.store import CorpusStore

#: Kinds of source in the order of the table; "unknown" is a name whose kind was not found.
TYPES = ("person", "organisation", "government", "document", "unnamed", "unknown")
#: A speaker of fewer articles is left out of the page; it is in the table of every article.
LEAST_ARTICLES = 3
MOST_SPEAKERS = 300
#: So many outlets are named beside a speaker; the table has all.
NAMED_OUTLETS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletSources:
    """An outlet: its articles, quotations, words of sources out of all words, and quotations by kind (``TYPES``).

    ``without`` are quotations whose speaker was not found.
    """

    name: str
    articles: int
    quotes: int
    source_words: int
    words: int
    by_type: tuple[int, ...]
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A named speaker: articles that quote it, quotations, and per outlet the number of articles, by name."""

    name: str
    type: str
    articles: int
    quotes: int
    outlets: tuple[tuple[str, int], ...]
    more: int


def outlet_sources(store: CorpusStore) -> Iterator[OutletSources]:
    """Take a counted corpus; yield what each outlet quotes, by the outlet's name."""
    whose = "SELECT type, SUM(quotes * (name <> '')), SUM(quotes) FROM speakers WHERE outlet = ? GROUP BY type"
    query = (
        "SELECT id, name, COUNT(*), TOTAL(quotes), TOTAL(source), TOTAL(writer + source) FROM articles"
        " JOIN outlets ON outlet = id WHERE status IN ('counted', 'short') GROUP BY id"
        " ORDER BY name COLLATE NOCASE, name"
    )
    for id, name, articles, quotes, source, words in list(store.rows(query)):
        tally = {type: (named, every) for type, named, every in store.rows(whose, id)}
        # a person, organisation ... counts where it has a name; people without one are counted as such
        by_type = tuple(tally.get(type, (0, 0))[type == "unnamed"] for type in TYPES)
        yield OutletSources(
            name=name,
            articles=articles,
            quotes=int(quotes),
            source_words=int(source),
            words=int(words),
            by_type=by_type,
            without=sum(every for _, every in tally.values()) - sum(by_type),
        )


def speakers(store: CorpusStore, *, least: int = LEAST_ARTICLES, most: int = MOST_SPEAKERS) -> Iterator[Speaker]:
    """Take a counted corpus; yield the named speakers of several articles, those of the most articles first."""
    query = (
        "SELECT name, COUNT(DISTINCT n), SUM(quotes) FROM speakers WHERE name <> '' GROUP BY name"
        " HAVING COUNT(DISTINCT n) >= ? ORDER BY COUNT(DISTINCT n) DESC, name LIMIT ?"
    )
    where = (
        "SELECT outlets.name, COUNT(DISTINCT n) FROM speakers JOIN outlets ON outlet = id WHERE speakers.name = ?"
        " GROUP BY outlet ORDER BY outlets.name COLLATE NOCASE, outlets.name"
    )
    kind = "SELECT type FROM speakers WHERE name = ? GROUP BY type ORDER BY COUNT(*) DESC, type LIMIT 1"
    if next(iter(store.rows("SELECT 1 FROM sqlite_master WHERE name = 'speaker_name'")), None) is None:
        list(store.rows("CREATE INDEX speaker_name ON speakers(name)"))
    for name, articles, quotes in list(store.rows(query, least, most)):
        outlets = list(store.rows(where, name))
        shown = sorted(outlets, key=lambda one: -one[1])[:NAMED_OUTLETS]
        yield Speaker(
            name=name,
            type=store.one(kind, name)[0],
            articles=articles,
            quotes=quotes,
            outlets=tuple(one for one in outlets if one in shown),
            more=len(outlets) - len(shown),
        )
