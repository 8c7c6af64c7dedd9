"""Analyses in, one by one; everything a corpus page needs is kept in a temporary SQLite file, not in memory.

The file lies in the output folder, holds the articles' texts for the lines of context, and is deleted at the end. Words
are counted in a small table in memory that is written out when it is full.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, overload

from framing.corpus.counts import (
    checked_ranges,
    count_cues,
    count_names,
    count_sources,
    count_words,
    cue_of,
    spoken_ranges,
)
from framing.corpus.status import status_of
from framing.genre import genre_of
from framing.report.index import TWIN, IndexEntry
from framing.types import FAMILIES, Analysis, Voice

#: Measures of an article in the order of the columns c0, c1 ...: all kinds and each family, for either voice.
MEASURED: tuple[tuple[str, Voice], ...] = tuple(
    (name, voice) for voice in ("writer", "source") for name in ("all", *FAMILIES)
)
#: Different (word, voice, outlet) that wait in memory before they are written; about 15 MB.
_WAITING = 40_000
#: So many articles are remembered for each term and outlet, to show it in context.
EXAMPLES = 3
#: An outlet's name is cut to so many characters.
_LONGEST = 80
NO_OUTLET = "not given"

_SCHEMA = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-4000;
CREATE TABLE articles(n INTEGER PRIMARY KEY, outlet INTEGER, day TEXT, language TEXT, genre TEXT, status TEXT,
  href TEXT, docname TEXT, entry TEXT, writer INTEGER, source INTEGER,
  quotes INTEGER, {", ".join(f"c{place} INTEGER" for place in range(len(MEASURED)))}, kept BLOB);
CREATE TABLE outlets(id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE hrefs(href TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE twins(outlet INTEGER, digest BLOB, PRIMARY KEY(outlet, digest)) WITHOUT ROWID;
CREATE TABLE words(kind TEXT, voice TEXT, term TEXT, outlet INTEGER, count INTEGER, articles INTEGER,
  squares INTEGER, cross INTEGER, examples TEXT);
CREATE TABLE names(concept TEXT, name TEXT, voice TEXT, outlet INTEGER, n INTEGER, sentence INTEGER, count INTEGER);
CREATE TABLE aside(id INTEGER PRIMARY KEY, row TEXT);
CREATE TABLE speakers(name TEXT, type TEXT, outlet INTEGER, n INTEGER, quotes INTEGER, words INTEGER);
"""


class CorpusStore:
    """Counts a corpus: ``add`` each analysis with its row of the index; then read with ``rows``; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f".corpus.{secrets.token_hex(4)}.tmp"
        self._waiting: dict[tuple[str, Voice, int, str], list[Any]] = {}
        self._outlets: dict[str, int] = {}
        self.articles = 0
        self.made_with: dict[str, Any] = {}
        self.parts: tuple[tuple[str, str, str], ...] = ()

    def __enter__(self) -> Self:
        self._path.touch(mode=0o600, exist_ok=False)
        self._base = sqlite3.connect(self._path, isolation_level=None)
        self._base.executescript(_SCHEMA)
        self._base.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._path.unlink(missing_ok=True)

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Take SQL and its values; yield the rows."""
        yield from self._base.execute(query, values)

    def one(self, query: str, *values: object) -> tuple[Any, ...]:
        """Take SQL that gives one row; return it."""
        found: tuple[Any, ...] = self._base.execute(query, values).fetchone()
        return found

    def add(self, analysis: Analysis, entry: IndexEntry) -> None:
        """Take an analysis and its row of the index; count it. A text that an outlet has twice is counted once."""
        self.articles += 1
        number, article = self.articles, analysis.article
        outlet = self._outlet(article.outlet)
        if not self._new("INSERT OR IGNORE INTO hrefs VALUES(?)", entry.href):
            entry = replace(entry, note=f"{TWIN}; {entry.note}" if entry.note else TWIN)
        taken = {(found.name, found.voice): found for found in analysis.measures}
        words = {voice: taken.get(("words", voice)) for voice in ("writer", "source")}
        writer, source = (found.count if found else 0 for found in words.values())
        counts = [taken.get((f"findings_{name}", voice)) for name, voice in MEASURED]
        status = status_of(
            article.text,
            checked=entry.checked,
            words=writer + source,
            new=lambda digest: self._new("INSERT OR IGNORE INTO twins VALUES(?,?)", outlet, digest),
        )
        used = status in ("counted", "short")
        row = [
            number, outlet, (article.published or "")[:10], article.language or "", genre_of(article).id, status,
            entry.href, (article.origin or article.id)[:200], json.dumps(asdict(entry)), writer, source,
            sum(quote.kind != "scare" for quote in analysis.quotes),
            *(found.count if found else 0 for found in counts), self._kept(analysis) if used else None,
        ]  # fmt: skip
        self._base.execute(f"INSERT INTO articles VALUES({','.join('?' * len(row))})", row)
        if used:
            if not self.made_with:
                self.made_with = dict(analysis.made_with)
                self.parts = tuple((about.id, about.version, about.digest) for about in analysis.ran)
            self._count(analysis, number, outlet)

    def put_aside(self, row: Sequence[object] | None = None) -> Iterator[list[Any]]:
        """Take a row of plain values to keep it on disk; called without one, return all that were kept, in order."""
        if row is not None:
            self._base.execute("INSERT INTO aside(row) VALUES(?)", (json.dumps(row),))
            return iter(())
        return (json.loads(text) for (text,) in self.rows("SELECT row FROM aside ORDER BY id"))

    def finish(self) -> None:
        """Write what waits and sum up; after it no article is added."""
        self._flush()
        self._base.executescript(
            """
            CREATE TABLE terms AS SELECT kind, voice, term, outlet, SUM(count) AS count, SUM(articles) AS articles,
              SUM(squares) AS squares, SUM(cross) AS cross, GROUP_CONCAT(examples) AS examples
              FROM words GROUP BY kind, voice, term, outlet;
            DROP TABLE words;
            CREATE TABLE pooled(id INTEGER PRIMARY KEY, kind TEXT, voice TEXT, term TEXT, count INTEGER,
              articles INTEGER, outlets INTEGER, squares INTEGER, cross INTEGER);
            INSERT INTO pooled(kind, voice, term, count, articles, outlets, squares, cross)
              SELECT kind, voice, term, SUM(count), SUM(articles), COUNT(*), SUM(squares), SUM(cross) FROM terms
              GROUP BY kind, voice, term HAVING SUM(articles) > 1 AND SUM(count) > 4 ORDER BY kind, voice, term;
            CREATE UNIQUE INDEX pooled_term ON pooled(kind, voice, term);
            CREATE INDEX terms_outlet ON terms(outlet, kind, voice, term);
            """
        )

    def _new(self, insert: str, *values: object) -> bool:
        return self._base.execute(insert, values).rowcount == 1

    def _outlet(self, name: str | None) -> int:
        name = " ".join((name or "").split())[:_LONGEST] or NO_OUTLET
        if name not in self._outlets:
            if len(self._outlets) > 5000:  # a corpus of many thousand outlets must not grow in memory
                self._outlets.clear()
            self._base.execute("INSERT OR IGNORE INTO outlets(name) VALUES(?)", (name,))
            self._outlets[name] = self.one("SELECT id FROM outlets WHERE name = ?", name)[0]
        return self._outlets[name]

    def _kept(self, analysis: Analysis) -> bytes:
        """Return what lines of context need: the text, sources' ranges, sentences, marked passages."""
        cues = [[cue_of(f.family, f.term), f.span.start, f.span.end, f.voice] for f in analysis.findings if f.score > 0]
        kept = [analysis.article.text, spoken_ranges(analysis), checked_ranges(analysis), cues]
        return zlib.compress(json.dumps(kept).encode(), 1)

    def _count(self, analysis: Analysis, number: int, outlet: int) -> None:
        place = zlib.crc32(str(number).encode()) << 32 | number  # an order of articles that is not that of the input
        words = count_words(analysis)
        for kind, found in (("word", words), ("cue", count_cues(analysis))):
            for voice, tally in found.items():
                total = words[voice].total()
                for term, count in tally.items():
                    self._tally(kind, voice, outlet, term, count, total, place)
        if len(self._waiting) > _WAITING:
            self._flush()
        self._base.executemany(
            "INSERT INTO names VALUES(?,?,?,?,?,?,?)",
            [(u.concept, u.name, u.voice, outlet, number, u.sentence, u.count) for u in count_names(analysis)],
        )
        self._base.executemany(
            "INSERT INTO speakers VALUES(?,?,?,?,?,?)",
            [(one.name, one.type, outlet, number, one.quotes, one.words) for one in count_sources(analysis)],
        )

    def _tally(self, kind: str, voice: Voice, outlet: int, term: str, count: int, total: int, place: int) -> None:
        row = self._waiting.get((kind, voice, outlet, term))
        if row is None:
            self._waiting[kind, voice, outlet, term] = [count, 1, count * count, count * total, place]
            return
        row[0] += count
        row[1] += 1
        row[2] += count * count
        row[3] += count * total
        if len(row) < 4 + EXAMPLES:
            row.append(place)
        else:
            latest = max(row[4:])
            if place < latest:
                row[row.index(latest, 4)] = place

    def _flush(self) -> None:
        self._base.executemany(
            "INSERT INTO words VALUES(?,?,?,?,?,?,?,?,?)",
            (
                (kind, voice, term, outlet, *row[:4], ",".join(map(str, row[4:])))
                for (kind, voice, outlet, term), row in self._waiting.items()
            ),
        )
        self._waiting.clear()

    @property
    def entries(self) -> Entries:
        """The rows of the index, read a page at a time."""
        return Entries(self)


class Entries(Sequence[IndexEntry]):
    """The rows of the index in the order of reading, as a sequence that lies on disk."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store

    def __len__(self) -> int:
        return self._store.articles

    @overload
    def __getitem__(self, place: int) -> IndexEntry: ...
    @overload
    def __getitem__(self, place: slice) -> list[IndexEntry]: ...
    def __getitem__(self, place: int | slice) -> IndexEntry | list[IndexEntry]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(len(self))
        found = self._store.rows("SELECT entry FROM articles WHERE n > ? AND n <= ? ORDER BY n", start, stop)
        return [_entry(json.loads(text)) for (text,) in found]


def _entry(data: dict[str, Any]) -> IndexEntry:
    return IndexEntry(**{**data, "counts": tuple(data["counts"])})
