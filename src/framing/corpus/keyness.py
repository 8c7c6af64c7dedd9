"""A counted corpus in, the terms that set an outlet apart from all others out, with how sure that is and lines to read.

Own voice and quoted voice are compared apart, and so are marked wording (cues) and all words. Ranked by the z of the
log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008). That z takes each use of a word for a
chance of its own; the p and q values widen the variance by how the uses cluster in articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from framing.corpus.counts import Kind
from framing.corpus.lines import Line, lines
from framing.corpus.statistics import PRIOR, benjamini_hochberg, log_odds, spread, two_sided
from framing.corpus.store import NO_OUTLET, CorpusStore
from framing.types import Voice

if TYPE_CHECKING:
    from framing.corpus.statistics import Floats

#: An outlet with fewer articles is not compared by its words.
LEAST_ARTICLES = 10
#: Terms on the page, and in the table; those on the page have lines of context and a q below LEVEL.
SHOWN, WRITTEN = 15, 100
SHOWN_FROM = 3
LEVEL = 0.05
GROUPS: tuple[tuple[Kind, Voice], ...] = (("cue", "writer"), ("cue", "source"), ("word", "writer"), ("word", "source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of one outlet against all others. ``articles`` are those of the outlet, ``outlets`` all that use it.

    ``z`` ranks; ``z_by_article``, ``p`` and ``q`` allow for uses that cluster in articles.
    """

    term: str
    here: int
    elsewhere: int
    per_million_here: float
    per_million_elsewhere: float
    log_odds: float
    z: float
    z_by_article: float
    p: float
    q: float
    articles: int
    outlets: int
    lines: tuple[Line, ...] = ()

    @property
    def stands_out(self) -> bool:
        """Whether it is for a page: beyond chance, and in enough articles to be no matter of one story."""
        return self.q < LEVEL and self.articles >= SHOWN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTable:
    """The terms of one kind and voice: ``tests`` were made, ``terms`` are the first of them by z."""

    kind: Kind
    voice: Voice
    tests: int
    words_here: int
    words_elsewhere: int
    terms: tuple[Term, ...]

    @property
    def shown(self) -> tuple[Term, ...]:
        """The terms for a page: those beyond chance, the first few by z."""
        return tuple(term for term in self.terms if term.stands_out)[:SHOWN]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOutlet:
    """An outlet, its articles and its tables, in the order of ``GROUPS``."""

    id: int
    name: str
    articles: int
    tables: tuple[KeyTable, ...]


def compared_outlets(store: CorpusStore) -> list[tuple[int, str, int]]:
    """Take a counted corpus; return (id, name, articles) of the outlets whose words are compared, by name."""
    query = (
        "SELECT id, name, COUNT(*) FROM articles JOIN outlets ON outlet = id WHERE status IN ('counted', 'short')"
        " AND name <> ? GROUP BY id HAVING COUNT(*) >= ? ORDER BY name COLLATE NOCASE, name"
    )
    found = list(store.rows(query, NO_OUTLET, LEAST_ARTICLES))
    others = store.one("SELECT COUNT(DISTINCT outlet) FROM articles WHERE status IN ('counted', 'short')")[0]
    return found if others > 1 else []


def keyness(store: CorpusStore) -> Iterator[KeyOutlet]:
    """Take a counted corpus that is finished; yield its outlets with their terms, one at a time, by name."""
    outlets = compared_outlets(store)
    groups = {group: _Group(store, *group) for group in GROUPS} if outlets else {}
    for id, name, articles in outlets:
        tables = tuple(group.table(id) for group in groups.values())
        yield KeyOutlet(id=id, name=name, articles=articles, tables=tables)


class _Group:
    """The pooled counts of one kind and voice, as arrays over its terms."""

    def __init__(self, store: CorpusStore, kind: Kind, voice: Voice) -> None:
        self.store, self.kind, self.voice = store, kind, voice
        query = "SELECT id, count, squares, cross FROM pooled WHERE kind = ? AND voice = ? ORDER BY id"
        table = self._table(query, 4)
        self.first = int(table[0, 0]) if len(table) else 0
        self.count, self.squares, self.cross = (table[:, column] for column in (1, 2, 3))
        self.sizes = store.one(f"SELECT {self._sizes} FROM articles WHERE status IN ('counted', 'short')")

    @property
    def _sizes(self) -> str:
        return f"TOTAL({self.voice}), TOTAL({self.voice} * {self.voice}), TOTAL({self.voice} > 0)"

    def _table(self, query: str, columns: int) -> Floats:
        import numpy as np

        rows = self.store.rows(query, self.kind, self.voice)
        return np.fromiter((value for row in rows for value in row), dtype=float).reshape(-1, columns)

    def table(self, outlet: int) -> KeyTable:
        import numpy as np

        query = (
            "SELECT p.id, t.count, t.squares, t.cross, t.articles FROM terms t JOIN pooled p USING (kind, voice, term)"
            f" WHERE t.kind = ? AND t.voice = ? AND t.outlet = {int(outlet)}"
        )
        table = self._table(query, 5)
        rows = table[:, 0].astype(int) - self.first
        here, squares, cross, articles = (np.zeros_like(self.count) for _ in range(4))
        for column, into in enumerate((here, squares, cross, articles), start=1):
            into[rows] = table[:, column]
        words, words_squared, size = self.store.one(
            f"SELECT {self._sizes} FROM articles WHERE status IN ('counted', 'short') AND outlet = ?", outlet
        )
        other = (self.sizes[0] - words, self.sizes[1] - words_squared, self.sizes[2] - size)
        empty = not len(self.count) or not words or not other[0]
        if empty:
            return self._made((), 0, words, other[0])
        elsewhere = self.count - here
        prior = PRIOR * self.count / self.sizes[0]
        odds, variance = log_odds(here, elsewhere, words, other[0], prior)
        wide = spread(here, squares, cross, words, words_squared, int(size)) / (here + prior) + spread(
            elsewhere, self.squares - squares, self.cross - cross, other[0], other[1], int(other[2])
        ) / (elsewhere + prior)
        z, by_article = odds / np.sqrt(variance), odds / np.sqrt(wide)
        p = two_sided(by_article)
        q = benjamini_hochberg(p)
        # a term of one article is no finding
        best = [place for place in np.argsort(-z, kind="stable").tolist() if articles[place] > 1 and z[place] > 0]
        sure = [place for place in best if q[place] < LEVEL and articles[place] >= SHOWN_FROM][:SHOWN]
        terms = []
        for place in sorted({*best[:WRITTEN], *sure}, key=best.index):
            term, outlets = self.store.one("SELECT term, outlets FROM pooled WHERE id = ?", place + self.first)
            terms.append(
                Term(
                    term=term,
                    here=int(here[place]),
                    elsewhere=int(elsewhere[place]),
                    per_million_here=1e6 * here[place] / words,
                    per_million_elsewhere=1e6 * elsewhere[place] / other[0],
                    log_odds=float(odds[place]),
                    z=float(z[place]),
                    z_by_article=float(by_article[place]),
                    p=float(p[place]),
                    q=float(q[place]),
                    articles=int(articles[place]),
                    outlets=outlets,
                )
            )
        return self._made(self._with_lines(terms, outlet), len(self.count), words, other[0])

    def _made(self, terms: tuple[Term, ...], tests: int, here: float, elsewhere: float) -> KeyTable:
        return KeyTable(
            kind=self.kind,
            voice=self.voice,
            tests=tests,
            words_here=int(here),
            words_elsewhere=int(elsewhere),
            terms=terms,
        )

    def _with_lines(self, terms: list[Term], outlet: int) -> tuple[Term, ...]:
        shown = [term.term for term in terms if term.stands_out][:SHOWN]
        found = lines(self.store, self.kind, self.voice, outlet, shown)
        return tuple(replace(term, lines=found.get(term.term, ())) for term in terms)
