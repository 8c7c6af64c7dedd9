"""A table with texts in, a function from an article's id or address to its text out; the texts lie on disk.

It is for lists of articles without text, such as Media Cloud's. Where ids and addresses both fail there is no text;
nothing is guessed by title.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from framing.errors import ConfigError
from framing.types import Failure


class Texts:
    """Texts by id and by address; ``find`` is what ``framing.ingest.read`` takes as ``text_for``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def find(self, id: str | None, url: str | None) -> str | None:
        """Take an article's id and address (either may be None); return its text, or None."""
        for key in (id, _address(url)):
            if key and (
                row := self._database.execute("SELECT text FROM texts WHERE key = ?", (key.strip(),)).fetchone()
            ):
                return str(row[0])
        return None


@contextmanager
def texts_from(path: Path) -> Iterator[Texts]:
    """Take a table (CSV, JSON Lines or Parquet) with ``text`` and ``id`` or ``url``; yield its texts.

    Rows that can't be read are left out. Raises ``ConfigError`` if no row has a text.
    """
    from framing.ingest import read

    with TemporaryDirectory(prefix="framing-") as folder:
        database = sqlite3.connect(Path(folder) / "texts.sqlite")
        try:
            database.execute("CREATE TABLE texts (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")
            fault = "is empty"
            count = 0
            for item in read(path):
                if isinstance(item, Failure):
                    fault = item.message
                    continue
                count += 1
                keys = {item.id, _address(item.origin)}
                rows = [(key, item.text) for key in keys if key]
                database.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", rows)
            if not count:
                raise ConfigError(f"{path} {fault}; --texts takes a table with the columns text and id or url")
            yield Texts(database)
        finally:
            database.close()


def _address(url: str | None) -> str | None:
    """Return an address without what differs between two copies of the same: its scheme, "www." and last slash."""
    if not url or "://" not in url:
        return None
    return url.strip().partition("://")[2].removeprefix("www.").rstrip("/")
