"""The state file: old, new, damaged, full, held by others (faults F4, F35, F36), and the lock (F7, F8)."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from framing.batch import lock, schema
from framing.batch.files import DiskFull, Folder
from framing.batch.lock import AlreadyRunning, held, is_held
from framing.batch.plain import from_plain, to_plain
from framing.batch.state import State
from framing.errors import ConfigError
from framing.ingest.feeds_file import FeedLine
from framing.types import Article, Part, Span

NOW = datetime(2026, 6, 3, 3, 30, tzinfo=UTC)


def test_a_new_state_waits_for_the_disk_and_has_its_version(tmp_path: Path) -> None:
    state = State(tmp_path)
    assert state.one("PRAGMA journal_mode") == "wal"
    assert state.one("PRAGMA synchronous") == 2  # FULL
    assert state.one("PRAGMA user_version") == schema.VERSION


def test_a_newer_state_is_refused_and_left_alone(tmp_path: Path) -> None:
    State(tmp_path).close()
    connection = sqlite3.connect(tmp_path / schema.NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match="newer framing"):
        State(tmp_path)


def test_an_older_state_is_copied_and_moved_up_in_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(tmp_path)
    state.enter_feeds([FeedLine(name="post", url="https://post.example/rss")], NOW)
    state.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "ALTER TABLE feeds ADD COLUMN mood TEXT;\nOOPS"))
    monkeypatch.setattr(schema, "VERSION", 2)
    with pytest.raises(ConfigError):
        State(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], "ALTER TABLE feeds ADD COLUMN mood TEXT"))
    state = State(tmp_path)
    assert state.rows("SELECT name, mood FROM feeds")[0]["name"] == "post"
    copy = sqlite3.connect(tmp_path / f"{schema.NAME}.before-2")
    assert copy.execute("PRAGMA user_version").fetchone()[0] == 1
    assert copy.execute("SELECT count(*) FROM feeds").fetchone()[0] == 1
    copy.close()
    state.close()


def test_a_damaged_state_is_named_with_what_to_do(tmp_path: Path) -> None:
    state = State(tmp_path)
    for number in range(300):
        state.enter_feeds([FeedLine(name=f"feed {number}", url=f"https://post.example/{number}")], NOW)
    state.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    state.close()
    path = tmp_path / schema.NAME
    data = bytearray(path.read_bytes())
    data[8192:20480] = b"\xff" * 12288
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"is damaged.*restore a backup"):
        State(tmp_path)


@pytest.mark.parametrize("data", [b"this is no database at all" * 99, b"SQLite format 3\0" + b"\0" * 4000])
def test_what_is_no_database_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / schema.NAME).write_bytes(data)
    with pytest.raises(ConfigError, match=r"damaged|another program"):
        State(tmp_path)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / schema.NAME)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(ConfigError, match="another program"):
        State(tmp_path)


def test_a_link_in_place_of_the_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / schema.NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="is a link"):
        State(tmp_path)


def test_a_full_disk_stops_and_leaves_the_state_whole(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.connection.execute(f"PRAGMA max_page_count={state.one('PRAGMA page_count') + 1}")
    with pytest.raises(DiskFull, match="cannot be written"):
        for number in range(2000):
            state.enter_feeds([FeedLine(name=f"{number:0500}", url=f"https://post.example/{number}")], NOW)
    assert state.one("PRAGMA integrity_check") == "ok"
    kept = state.one("SELECT count(*) FROM feeds")
    state.close()
    again = State(tmp_path)
    assert again.one("SELECT count(*) FROM feeds") == kept
    again.close()


def test_a_reader_does_not_hold_up_the_run(tmp_path: Path) -> None:
    state = State(tmp_path)
    reader = sqlite3.connect(tmp_path / schema.NAME)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM feeds").fetchall()
    state.enter_feeds([FeedLine(name="post", url="https://post.example/rss")], NOW)
    reader.close()
    assert state.one("SELECT count(*) FROM feeds") == 1
    state.close()


def test_a_writer_that_stays_is_named_and_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_BUSY_SECONDS", 0.1)
    state = State(tmp_path)
    other = sqlite3.connect(tmp_path / schema.NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DiskFull, match="locked"):
        state.enter_feeds([FeedLine(name="post", url="https://post.example/rss")], NOW)
    other.close()
    state.close()


def test_names_are_values_never_statements(tmp_path: Path) -> None:
    state = State(tmp_path)
    name = "x'; DROP TABLE feeds; -- \" OR NEAR("
    state.enter_feeds([FeedLine(name=name, url="https://post.example/rss")], NOW)
    assert state.feed(name).name == name
    state.close()


def test_the_lock_keeps_a_second_run_out_and_is_free_after(tmp_path: Path) -> None:
    with held(tmp_path, now="2026-06-03T03:30:00Z"):
        assert is_held(tmp_path)
        with (
            pytest.raises(AlreadyRunning, match=r"already running: process \d+ since 2026-06-03"),
            held(tmp_path, now=""),
        ):
            pass
    assert not is_held(tmp_path)


def test_whoever_only_looks_keeps_no_run_from_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl
    import os

    monkeypatch.setattr(lock, "_PATIENCE", 60.0)
    with held(tmp_path, now=""):
        pass
    descriptor = os.open(tmp_path / "lock", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)  # what `batch status` has for an instant
    threading.Timer(0.3, os.close, (descriptor,)).start()
    with held(tmp_path, now=""):
        assert is_held(tmp_path)


def test_a_feed_that_gets_another_name_keeps_all_that_is_known_of_it(tmp_path: Path) -> None:
    state = State(tmp_path)
    before = [FeedLine(name=name, url=f"https://{name}.example/rss") for name in ("old", "gone", "other")]
    state.enter_feeds(before, NOW)
    state.save_feed(replace(state.feed("old"), etag='"1"'), NOW)
    state.write("INSERT INTO items VALUES ('old', 'k', 'a', '', '', '', '', '', '', '', '', NULL)")
    state.write(
        "INSERT INTO articles (id, key, url, feed, outlet, state, first_seen, first_night) "
        "VALUES ('a', 'k', 'u', 'old', 'old', 'done', '', '')"
    )
    after = [FeedLine(name="new", url="https://old.example/rss"), before[2]]
    assert [feed.etag for feed in state.enter_feeds(after, NOW)] == ['"1"', None]
    assert state.one("SELECT feed FROM items") == "new"
    assert [tuple(row) for row in state.rows("SELECT feed, outlet FROM articles")] == [("new", "new")]
    assert [row["name"] for row in state.rows("SELECT name FROM feeds ORDER BY name")] == ["gone", "new", "other"]
    state.close()


def test_files_never_go_through_a_link(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "batch")
    folder.make()
    victim = tmp_path / "victim"
    victim.mkdir()
    (tmp_path / "batch" / "articles" / "aa").symlink_to(victim)
    with pytest.raises(ConfigError):
        folder.write("articles/aa/x.html", b"x")
    (tmp_path / "batch" / "runs" / "index.html").symlink_to(victim / "page")
    folder.write("runs/index.html", b"x")  # the link is replaced, not followed
    assert list(victim.iterdir()) == []
    assert not list((tmp_path / "batch" / "tmp").iterdir())


@pytest.mark.parametrize("name", ["../x", "/etc/x", "articles/../../x", ""])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = Folder(tmp_path)
    folder.make()
    with pytest.raises(ValueError, match="does not lie"):
        folder.write(name, b"x")


def test_an_article_waits_as_plain_data_and_comes_back_also_from_a_state_of_before() -> None:
    span = Span(start=0, end=5)
    one = Article(id="a", text="Words", parts=(Part(span=span, kind="body", paragraph=0, set_off=True),))
    plain = to_plain(one)
    assert from_plain(plain) == one
    plain["parts"] = [row[:5] for row in plain["parts"]]
    assert from_plain(plain) == replace(one, parts=(Part(span=span, kind="body", paragraph=0),))
