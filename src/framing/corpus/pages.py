"""A counted corpus in, its pages and tables out, one page after another: nothing is held but the page in hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from framing.corpus.keyness import LEAST_ARTICLES, LEVEL, compared_outlets, keyness
from framing.corpus.names import Named, NameRow, concepts, name_rows
from framing.corpus.outlets import FEW, OutletRates, Rate, outlet_rates
from framing.corpus.overview import Overview, overview
from framing.corpus.periods import Period, periods, step_of, undated
from framing.corpus.sources import TYPES, outlet_sources, speakers
from framing.corpus.statistics import FEWEST
from framing.corpus.store import MEASURED, CorpusStore
from framing.corpus.views import (
    FIRST,
    VOICES,
    KeyRow,
    RateTable,
    key_row,
    numbered,
    plan_of,
    rate_table,
    source_row,
    split_tables,
    table_values,
)
from framing.export.corpus_columns import CORPUS_TABLES
from framing.export.schema import Table
from framing.export.tables import TableWriter
from framing.report.names import slug
from framing.report.pages import render
from framing.types import FAMILIES, Failure

#: Rows of a page; of the outlets on the first page; and of outlets that are shown at all (the tables have all).
ROWS = 400
ON_INDEX = 80
MOST_OUTLETS = 1000
_KINDS = {"cue": "Marked wording", "word": "All words"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """What the index says of all articles together. ``pages`` are (file, title, what it holds)."""

    overview: Overview
    few: int
    outlets: RateTable | None
    outlets_left: int
    step: str | None
    undated: int
    periods: RateTable | None
    words: tuple[KeyRow, ...]
    words_left: int
    pages: tuple[tuple[str, str, str], ...]


class CorpusPages:
    """Writes the pages of a corpus through ``write`` (file name, page) and its tables through a ``TableWriter``."""

    def __init__(
        self,
        store: CorpusStore,
        tables: TableWriter,
        write: Callable[[str, str], None],
        *,
        generated: str | None = None,
        version: str = "",
    ) -> None:
        self.store, self.tables, self._write = store, tables, write
        self._frame: dict[str, Any] = {"generated": generated, "version": version, "few": FEW}
        self._listed: list[tuple[str, str, str]] = []

    def make(self, failures: Sequence[Failure]) -> IndexView:
        """Write all pages but the index, and all tables; return what the index says."""
        self.store.finish()
        facts = overview(self.store, failures)
        shown, outlets = self._outlets()
        step, rows = self._periods()
        words = self._words()
        self._names()
        self._sources()
        return IndexView(
            overview=facts,
            few=FEW,
            outlets=self._on_index(shown),
            outlets_left=max(0, outlets - ON_INDEX),
            step=step,
            undated=undated(self.store),
            periods=rows,
            words=tuple(words[:ON_INDEX]),
            words_left=max(0, len(words) - ON_INDEX),
            pages=tuple(self._listed),
        )

    def _page(self, template: str, name: str, **values: Any) -> None:
        self._write(name, render(f"corpus/{template}", **self._frame, **values))

    def _pages(
        self,
        template: str,
        base: str,
        plan: Sequence[Sequence[Any]],
        fill: Callable[[Any], Any] | None = None,
        **values: Any,
    ) -> None:
        """Write a page for each part of the plan; ``fill`` makes what is shown of an item, one page at a time."""
        nav = [(page, numbered(base, page)) for page in range(1, len(plan) + 1)]
        for page, name in nav:
            parts = [fill(item) if fill else item for item in plan[page - 1]]
            self._page(template, name, parts=parts, page=page, nav=nav, **values)

    def _list(self, name: str, title: str, what: str) -> None:
        self._listed.append((name, title, what))

    # --- outlets and periods -----------------------------------------------------------------------------------------

    def _outlets(self) -> tuple[list[OutletRates], int]:
        """Write the outlets' table and pages; return the rows that pages show, and how many outlets there are."""
        found: list[OutletRates] = []
        self.tables.extra("outlets", CORPUS_TABLES["outlets"], self._outlet_values(found))
        shown = _largest(found, MOST_OUTLETS)
        tables = []
        for place in range(len(MEASURED)):
            tables.append(rate_table(place, [self._outlet_row(one, one.rates[place]) for one in shown]))
        self._pages(
            "outlets.html", "outlets", plan_of(split_tables(tables, ROWS), ROWS), least=FEWEST, families=FAMILIES
        )
        if shown:
            self._list("outlets.html", "Outlets", "rates of every kind in either voice, outlet by outlet")
        return shown, max(0, len(found) - 1)

    def _outlet_values(self, found: list[OutletRates]) -> Iterator[list[Any]]:
        for one in outlet_rates(self.store):
            found.append(one)
            for (measure, voice), rate in zip(MEASURED, one.rates, strict=True):
                scope = ["all", None] if one.id is None else ["outlet", one.name]
                yield [*scope, measure, voice, one.articles, *table_values(rate)]

    def _outlet_row(self, one: OutletRates, rate: Rate) -> tuple[str, int, Rate, bool, str | None, bool]:
        return (one.name, one.articles, rate, one.few, None, one.id is None)

    def _on_index(self, shown: list[OutletRates]) -> RateTable | None:
        if not shown:
            return None
        return rate_table(FIRST, [self._outlet_row(one, one.rates[FIRST]) for one in _largest(shown, ON_INDEX)])

    def _periods(self) -> tuple[str | None, RateTable | None]:
        step = step_of(self.store)
        if step is None:
            return None, None
        found: list[Period] = list(periods(self.store, step))
        self.tables.extra(
            "periods",
            CORPUS_TABLES["periods"],
            (
                [one.name, measure, voice, one.articles, *table_values(rate)]
                for one in found
                for (measure, voice), rate in zip(MEASURED, one.rates, strict=True)
            ),
        )
        rows = [(one.name, one.articles, one.rates[FIRST], one.few, None, False) for one in found]
        return step, rate_table(FIRST, rows)

    # --- words -------------------------------------------------------------------------------------------------------

    def _words(self) -> list[KeyRow]:
        """Write a page an outlet, and the tables of terms and lines; return a row an outlet for the index."""
        if not compared_outlets(self.store):
            return []
        rows: list[KeyRow] = []
        self.tables.extra("keyness", CORPUS_TABLES["keyness"], self._key_values(rows))
        self.tables.extra("keyness_lines", CORPUS_TABLES["keyness_lines"], self.store.put_aside())
        self._pages("words.html", "words", plan_of(((row, 1) for row in rows), ROWS), least=LEAST_ARTICLES)
        self._list("words.html", "Words", "what each outlet says more than all others do, with lines to read")
        return rows

    def _key_values(self, rows: list[KeyRow]) -> Iterator[list[Any]]:
        for one in keyness(self.store):
            href = f"words-{slug(one.name)}-{hashlib.sha256(one.name.encode()).hexdigest()[:6]}.html"
            rows.append(key_row(one, href))
            self._page("outlet_words.html", href, one=one, heads=_KINDS, voices=VOICES, families=FAMILIES, level=LEVEL)
            for table in one.tables:
                for term in table.terms:
                    key = [one.name, table.kind, table.voice]
                    yield [
                        *key, term.term, term.here, term.elsewhere, round(term.per_million_here, 2),
                        round(term.per_million_elsewhere, 2), round(term.log_odds, 4), round(term.z, 3),
                        round(term.z_by_article, 3), float(f"{term.p:.4g}"), float(f"{term.q:.4g}"), table.tests,
                        term.articles, term.outlets,
                    ]  # fmt: skip
                    for line in term.lines:
                        place = [line.docname, line.first, line.last, line.pre, line.keyword, line.post]
                        self.store.put_aside([*key, *place, term.term, line.href, line.sentence])

    # --- names and sources -------------------------------------------------------------------------------------------

    def _names(self) -> None:
        found = list(concepts(self.store))
        if not found:
            return
        self.tables.extra("contested", CORPUS_TABLES["contested"], self._name_values(found))
        plan = plan_of(((one, min(one.outlets, ROWS) + len(one.names)) for one in found), ROWS)
        self._pages("names.html", "names", plan, self._named, most=ROWS)
        self._list(
            "names.html", "Contested names", "which outlet uses which name for the same thing, and in whose words"
        )

    def _named(self, one: Named) -> tuple[Named, list[NameRow]]:
        return one, list(islice(name_rows(self.store, one.concept), ROWS))

    def _name_values(self, found: list[Named]) -> Iterator[list[Any]]:
        for one in found:
            for row in name_rows(self.store, one.concept):
                for use in row.uses:
                    yield [
                        one.concept, use.name, row.outlet, use.voice, use.count, use.articles, use.href, use.sentence
                    ]  # fmt: skip

    def _sources(self) -> None:
        rows = list(outlet_sources(self.store))
        values = (
            [one.name, one.articles, one.quotes, one.source_words, one.words, *one.by_type, one.without] for one in rows
        )
        self.tables.extra("sources", CORPUS_TABLES["sources"], values)
        named = list(speakers(self.store))
        query = (
            "SELECT speakers.name, outlets.name, COUNT(DISTINCT n), SUM(quotes) FROM speakers"
            " JOIN outlets ON outlet = id WHERE speakers.name <> ''"
            " GROUP BY speakers.name, outlet ORDER BY speakers.name, outlets.name"
        )
        self.tables.extra("source_names", CORPUS_TABLES["source_names"], self.store.rows(query))
        plan = plan_of(((row, 1) for row in rows), ROWS)
        self._pages("sources.html", "sources", plan, source_row, types=TYPES, named=named)
        if rows:
            self._list(
                "sources.html", "Sources", "how much each outlet quotes, what kinds of source, and who is quoted"
            )


def _largest(rows: Sequence[OutletRates], most: int) -> list[OutletRates]:
    """Take outlets and the whole corpus; return so many outlets, those with the most articles, and the corpus."""
    kept = {one.id for one in sorted(rows, key=lambda one: (one.id is not None, -one.articles))[: most + 1]}
    return [one for one in rows if one.id in kept]


def data_page(tables: Mapping[str, Table], *, generated: str | None = None, version: str = "") -> str:
    """Take the tables that were written; return the page that says what every column means."""
    return render("corpus/data.html", tables=list(tables.items()), generated=generated, version=version)
