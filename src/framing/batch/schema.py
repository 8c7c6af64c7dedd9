"""The path of a state file in, an open SQLite connection of the present schema out.

SQLite in write-ahead mode with ``synchronous=FULL``: a transaction is on the disk when it returns, or not there at all.
``MIGRATIONS`` lead from each version to the next; an older file is copied beside itself and moved up in one
transaction, a newer one is refused, a damaged one named.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from framing.errors import ConfigError

NAME = "state.sqlite3"
_BUSY_SECONDS = 30.0
_HELP = "restore a backup with `framing batch restore`, or move the file away to begin anew"

_FIRST = """
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, night TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, started TEXT NOT NULL,
  ended TEXT, seconds REAL, feeds INTEGER, feeds_read INTEGER, feeds_waiting INTEGER, new INTEGER,
  changed INTEGER, unchanged INTEGER, withdrawn INTEGER, seen INTEGER, done INTEGER, failed INTEGER, skipped INTEGER,
  version TEXT NOT NULL, made_with TEXT, config TEXT,
  note TEXT);
CREATE TABLE feeds (
  name TEXT PRIMARY KEY, url TEXT NOT NULL, configured TEXT NOT NULL, outlet TEXT, added TEXT NOT NULL,
  etag TEXT, last_modified TEXT, body_sha256 TEXT, last_try TEXT, last_ok TEXT, last_full TEXT, next_try TEXT,
  fail_score REAL NOT NULL DEFAULT 0, nights_failed INTEGER NOT NULL DEFAULT 0, last_failed_night TEXT,
  fail_since TEXT, fail_reason TEXT, fail_message TEXT, http_304_ever INTEGER NOT NULL DEFAULT 0, same_since TEXT,
  redirect_target TEXT, redirect_count INTEGER NOT NULL DEFAULT 0, redirect_night TEXT, retry_after_until TEXT,
  disabled_reason TEXT, disabled_since TEXT);
CREATE TABLE aliases (feed TEXT NOT NULL, url TEXT NOT NULL, until TEXT NOT NULL, PRIMARY KEY (feed, url));
CREATE TABLE feed_nights (
  run INTEGER NOT NULL REFERENCES runs (id), feed TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, message TEXT,
  entries INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0, tossed INTEGER NOT NULL DEFAULT 0,
  future INTEGER NOT NULL DEFAULT 0, problems TEXT, PRIMARY KEY (run, feed));
CREATE INDEX feed_nights_by_feed ON feed_nights (feed, run);
CREATE TABLE articles (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, feed TEXT NOT NULL, outlet TEXT,
  state TEXT NOT NULL, reason TEXT, first_seen TEXT NOT NULL, first_night TEXT NOT NULL, checked TEXT,
  next_check TEXT, tries INTEGER NOT NULL DEFAULT 0, last_failed_night TEXT, withdrawn TEXT, withdrawn_why TEXT);
CREATE INDEX articles_by_state ON articles (state, next_check);
CREATE INDEX articles_by_feed ON articles (feed, first_night);
CREATE TABLE items (
  feed TEXT NOT NULL, key TEXT NOT NULL, article TEXT NOT NULL, url TEXT, title TEXT, published TEXT, raw_date TEXT,
  first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, night TEXT NOT NULL, digest TEXT, reason TEXT,
  PRIMARY KEY (feed, key, article));
CREATE INDEX items_by_article ON items (article);
CREATE INDEX items_by_night ON items (feed, night);
CREATE TABLE versions (
  article TEXT NOT NULL REFERENCES articles (id), number INTEGER NOT NULL, night TEXT NOT NULL, fetched TEXT NOT NULL,
  final_url TEXT, title TEXT, published TEXT, language TEXT, words INTEGER, text_sha256 TEXT NOT NULL,
  text_key TEXT NOT NULL, signature BLOB, raw TEXT, raw_sha256 TEXT, document TEXT NOT NULL,
  document_sha256 TEXT NOT NULL, same_as TEXT, near TEXT, linked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (article, number));
CREATE INDEX versions_by_night ON versions (night);
CREATE INDEX versions_by_text ON versions (text_key);
CREATE TABLE scores (
  article TEXT NOT NULL, number INTEGER NOT NULL, made_key TEXT NOT NULL, made_with TEXT NOT NULL, night TEXT NOT NULL,
  scored TEXT NOT NULL, report TEXT NOT NULL, report_sha256 TEXT NOT NULL, analysis TEXT NOT NULL,
  analysis_sha256 TEXT NOT NULL, entry TEXT NOT NULL, words INTEGER, counts TEXT, rescored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (article, number, made_key), FOREIGN KEY (article, number) REFERENCES versions (article, number));
CREATE INDEX scores_by_night ON scores (night);
CREATE TABLE failures (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id), at TEXT NOT NULL, kind TEXT NOT NULL, feed TEXT,
  article TEXT, url TEXT, stage TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX failures_by_run ON failures (run);
CREATE TABLE tables (night TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, rows INTEGER NOT NULL,
  sha256 TEXT NOT NULL, PRIMARY KEY (night, name));
"""

#: Step n leads from schema n to schema n + 1; steps are never changed, only added.
MIGRATIONS: tuple[str, ...] = (_FIRST,)
VERSION = len(MIGRATIONS)


def open_state(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """Take the path of a state file; return a connection to it. ConfigError, in one line, where it cannot be used."""
    if not create and not path.is_file():
        raise ConfigError(f"{path} is not there: no run has been made in this folder yet")
    if path.is_symlink():
        raise ConfigError(f"{path} is a link; the state must be a file of its own")
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        found = connection.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise ConfigError(f"{path} is damaged ({found[:120]}); {_HELP}")
        _migrate(connection, path)
    except sqlite3.OperationalError as error:
        raise ConfigError(f"{path} cannot be used ({error}); if another program holds it open, close that") from None
    except sqlite3.DatabaseError as error:
        raise ConfigError(f"{path} is damaged ({error}); {_HELP}") from None
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == VERSION:
        return
    if version > VERSION:
        raise ConfigError(
            f"{path} was written by a newer framing (state {version}, this one knows {VERSION}); install that version"
        )
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise ConfigError(f"{path} is another program's database; {_HELP}")
    if version:
        copy = path.with_name(f"{path.name}.before-{VERSION}")
        copy.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(copy),))
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version:]:
            for statement in filter(str.strip, script.split(";\n")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
