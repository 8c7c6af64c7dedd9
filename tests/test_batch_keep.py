"""What is kept: tables that DuckDB and pandas read, old scores beside new ones, pruning, backup and restore."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from benchmarks.newsroom import Newsroom, day
from tests.batch_nights import command, one_night, problems, query, stub

from framing.batch.backup import back_up, restore
from framing.batch.files import Folder, packed
from framing.batch.keep import prune
from framing.batch.schema import NAME
from framing.batch.state import State
from framing.batch.tables import write_tables
from framing.errors import ConfigError


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights that are really analysed (the fast way), and the commands on them."""
    root = tmp_path_factory.mktemp("batch")
    with Newsroom() as room:
        outlet = room.outlet("post, \"the\" 'daily'")
        outlet.name = "post"
        room.outlets = {"post": outlet}
        for _ in range(3):
            outlet.publish(day(0), length=30)
        outlet.stories[0].title = "=HYPERLINK(0) reckless plan"
        feeds = root / "feeds.toml"
        feeds.write_text(room.feeds_file(batch="fast = true"))
        first = command("batch", "run", feeds, "-o", root / "out", number=0)
        assert first.returncode == 0, first.stderr
        assert first.stdout.strip() == str(root / "out" / "runs" / "index.html")
        outlet.stories[1].body[1] = "The council has taken back this reckless and disastrous sentence."
        second = command("batch", "run", feeds, "-o", root / "out", number=1)
        assert second.returncode == 0, second.stderr
    return root


def test_duckdb_reads_the_tables_of_all_nights(batch: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    parquet = batch / "out" / "parquet"
    rows = duckdb.sql(
        f"SELECT night, version, count(*), sum(n_words_writer) > 100, any_value(made_key) IS NOT NULL "
        f"FROM '{parquet}/articles/*.parquet' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert rows == [("2026-05-28", 1, 3, True, True), ("2026-05-29", 2, 1, True, True)]
    joined = duckdb.sql(
        f"SELECT count(*) FROM '{parquet}/findings/*.parquet' f JOIN '{parquet}/articles/*.parquet' a "
        "USING (article_id, night, version)"
    ).fetchall()
    assert joined == duckdb.sql(f"SELECT count(*) FROM '{parquet}/findings/*.parquet'").fetchall() != [(0,)]


def test_pandas_reads_a_folder_and_text_is_lossless(batch: Path) -> None:
    import pandas as pd

    table = pd.read_parquet(batch / "out" / "parquet" / "articles")
    assert len(table) == 4 and "=HYPERLINK(0) reckless plan" in set(table["title"])
    assert set(table["feed"]) == {"post"} and table["n_findings_writer"].sum() > 0


def test_the_pages_of_a_real_night(batch: Path) -> None:
    page = (batch / "out" / "runs" / "index.html").read_text()
    assert "<b>Complete.</b>" in page and "1 is a new version of an article whose text changed" in page
    entry = query(batch / "out", "SELECT report FROM scores WHERE number = 2")[0][0]
    day_page = (batch / "out" / "runs" / "2026-05-29" / "index.html").read_text()
    assert f'href="../../{entry}"' in day_page and "version 2: the text changed" in day_page
    assert "reckless" in (batch / "out" / str(entry)).read_text()
    facts = json.loads((batch / "out" / "status.json").read_text())
    assert facts["state"] == "complete" and facts["run"]["changed"] == 1 and len(facts["nights"]) == 30


def test_status_says_how_it_went_and_checks_every_file(batch: Path) -> None:
    done = command("batch", "status", "-o", batch / "out", "--check", number=1)
    assert done.returncode == 0 and "complete: run 2 of 2026-05-29" in done.stdout, done
    late = command("batch", "status", "-o", batch / "out", number=5)
    assert late.returncode == 3 and "one is expected every 24 hours" in late.stdout
    assert json.loads(command("batch", "status", "-o", batch / "out", "--json", number=1).stdout)["schema"] == 1
    assert command("batch", "rescore", batch / "feeds.toml", "-o", batch / "out", number=5).returncode == 0
    late = command("batch", "status", "-o", batch / "out", number=5)
    assert late.returncode == 3, "pages built again are no run"
    missing = command("batch", "status", "-o", batch / "nowhere")
    assert missing.returncode == 2 and "holds no batch" in missing.stderr


def test_rescore_with_the_same_parts_does_nothing(batch: Path) -> None:
    done = command("batch", "rescore", batch / "feeds.toml", "-o", batch / "out", number=1)
    assert done.returncode == 0 and "4 seen: 0 scored anew, 4 had this score" in done.stderr, done.stderr


def test_new_parts_leave_old_scores_until_somebody_asks(tmp_path: Path) -> None:
    """F39: another lexicon changes nothing stored; `rescore` adds scores, and the change is told on the page."""
    import threading

    from framing.batch.rescore import rescore

    newer = "import benchmarks.night_child as c, json, sys\nsys.path[:] = json.loads(sys.argv[1])"
    newer += "\nc.answer(json.loads(sys.argv[2]), 'stub 2')"
    with Newsroom() as room:
        outlet = room.outlet("post")
        for _ in range(3):
            outlet.publish(day(0), length=9)
        one_night(room, tmp_path, 0, analyst=stub())
        outlet.publish(day(1), length=9)
        path = "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n" + newer
        one_night(room, tmp_path, 1, analyst=stub(program=path))
        page = (tmp_path / "runs" / "index.html").read_text()
        assert "Numbers before and after 29 May 2026 are not comparable." in page and 'class="v"' in page
        before = {(tmp_path / str(name)).read_bytes() for (name,) in query(tmp_path, "SELECT report FROM scores")}
        assert query(tmp_path, "SELECT made_key, count(*) FROM scores GROUP BY 1 ORDER BY 2")[0][1] == 1
        state, analyst = State(tmp_path), stub(program=path)
        found = rescore(
            Folder(tmp_path), state, analyst, now=day(2), since=None, stop=threading.Event(), say=lambda _: None,
            progress=lambda *_: None,
        )  # fmt: skip
        analyst.close()
        state.close()
    assert (found.done, found.had, found.seen) == (3, 1, 4)
    assert query(tmp_path, "SELECT count(*), sum(rescored) FROM scores") == [(7, 3)]
    after = {(tmp_path / str(name)).read_bytes() for (name,) in query(tmp_path, "SELECT report FROM scores")}
    assert before <= after and problems(tmp_path) == []


def test_stored_files_that_are_lost_cost_their_own_articles(tmp_path: Path) -> None:
    """A missing, a torn and a garbled file: the others are scored anew and in the tables, and each loss is told."""
    import threading

    import pandas as pd

    from framing.batch.rescore import rescore

    with Newsroom() as room:
        outlet = room.outlet("post")
        for _ in range(4):
            outlet.publish(day(0), length=9)
        one_night(room, tmp_path, 0, analyst=stub())
    folder, state = Folder(tmp_path), State(tmp_path)
    for column, table in (("document", "versions"), ("analysis", "scores")):
        first, second, third, _ = [str(row[0]) for row in state.rows(f"SELECT {column} FROM {table} ORDER BY article")]
        folder.path(first).unlink()
        folder.path(second).write_bytes(folder.path(second).read_bytes()[:40])
        folder.write(third, packed(b"\xff{"))
    newer = "import sys, json; sys.path[:] = json.loads(sys.argv[1])\nimport benchmarks.night_child as c"
    analyst = stub(program=newer + "\nc.answer(json.loads(sys.argv[2]), 'stub 2')")
    found = rescore(
        folder, state, analyst, now=day(2), since=None, stop=threading.Event(), say=lambda _: None,
        progress=lambda *_: None,
    )  # fmt: skip
    analyst.close()
    assert (found.done, found.failed) == (1, 3)
    assert state.one("SELECT state FROM runs WHERE kind = 'rescore'") == "incomplete"
    state.write("DELETE FROM tables")
    lines: list[str] = []
    assert write_tables(folder, state, say=lines.append) == ["2026-05-28", "2026-05-30"]
    assert len(lines) == 3 and all(line.startswith("read ") and "backup" in line for line in lines)
    assert len(pd.read_parquet(tmp_path / "parquet" / "articles" / "2026-05-28.parquet")) == 1
    assert state.one("SELECT count(*) FROM failures WHERE stage = 'read' AND reason = 'unreadable'") == 6
    state.close()


def test_a_night_whose_tables_lack_a_lost_analysis_is_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.batch_nights.problems", lambda _: [])  # that the file is gone is what this is about
    with Newsroom() as room:
        room.outlet("post").publish(day(0), length=9)
        one_night(room, tmp_path, 0, analyst=stub())
        state = State(tmp_path)
        Folder(tmp_path).path(state.one("SELECT analysis FROM scores")).unlink()
        state.write("DELETE FROM tables")
        state.close()
        room.outlets["post"].publish(day(1), length=9)
        outcome = one_night(room, tmp_path, 1, analyst=stub())
        assert (outcome.state, outcome.tally.new, outcome.tally.failed) == ("incomplete", 1, 0)
        assert "is missing; put it back from a backup" in (tmp_path / "runs" / "index.html").read_text()
        room.outlets["post"].publish(day(2), length=9)
        later = one_night(room, tmp_path, 2, analyst=stub())
    assert later.state == "complete", "what nobody can put back is told once, not every night"


def test_prune_removes_what_it_was_told_and_nothing_else(tmp_path: Path) -> None:
    with Newsroom() as room:
        room.outlet("post").publish(day(0), length=9)
        one_night(room, tmp_path, 0, analyst=stub())
        room.outlet("post").publish(day(20), length=9)
        one_night(room, tmp_path, 20, analyst=stub())
    (tmp_path / "articles" / "aa").mkdir(exist_ok=True)
    (tmp_path / "articles" / "aa" / "left.html").write_text("a run died before it could store this")
    (tmp_path / "logs" / "2026-01-01.log").write_text("old")
    pretended = command(
        "batch", "prune", "-o", tmp_path, "--pages-days", "10", "--orphans", "--logs-days", "30", "-n", number=20
    )
    assert "1 pages, 0 reports, 1 logs, 1 unknown files would be removed" in pretended.stdout, pretended
    state = State(tmp_path)
    done = prune(Folder(tmp_path), state, pages_before=day(20) - timedelta(days=10), orphans=True)
    assert (done.pages, done.reports, done.orphans) == (1, 0, 1)
    done = prune(Folder(tmp_path), state, reports_before=day(20) - timedelta(days=10))
    assert done.reports == 1 and state.one("SELECT count(*) FROM scores") == 2
    state.close()
    assert problems(tmp_path) == []
    assert len(list((tmp_path / "articles").rglob("*.analysis.json.gz"))) == 2
    assert command("batch", "prune", "-o", tmp_path).returncode == 2


def test_a_run_itself_forgets_pages_after_their_time(tmp_path: Path) -> None:
    with Newsroom() as room:
        room.outlet("post").publish(day(0), length=9)
        one_night(room, tmp_path, 0)
        assert list((tmp_path / "pages").rglob("*.gz"))
        one_night(room, tmp_path, 40)
    assert not list((tmp_path / "pages").rglob("*.gz"))
    assert query(tmp_path, "SELECT raw FROM versions") == [(None,)]


def test_a_backup_can_be_put_back(tmp_path: Path) -> None:
    """F36: made while another connection writes; put back over a lost state; then the next night goes on."""
    out, copy = tmp_path / "out", tmp_path / "copy"
    with Newsroom() as room:
        outlet = room.outlet("post")
        for _ in range(3):
            outlet.publish(day(0), length=9)
        one_night(room, out, 0, analyst=stub())
        state = State(out)
        first = back_up(Folder(out), state, copy, now=day(0))
        again = back_up(Folder(out), state, copy, now=day(0))
        assert first.articles == 3 and first.copied == first.files and again.copied < first.copied
        state.close()
        (out / NAME).write_bytes(b"gone")
        next((out / "articles").rglob("*.html")).unlink()
        done = command("batch", "restore", copy, "-o", out)
        assert done.returncode == 0 and "3 articles" in done.stdout and "0 problems" in done.stdout, done
        assert problems(out) == [] and list(out.glob(f"{NAME}.before-*"))
        outlet.publish(day(1), length=9)
        assert one_night(room, out, 1, analyst=stub()).tally.new == 1


def test_a_restore_tells_what_the_backup_lacks_and_refuses_what_is_none(tmp_path: Path) -> None:
    out, copy = tmp_path / "out", tmp_path / "copy"
    with Newsroom() as room:
        room.outlet("post").publish(day(0), length=9)
        one_night(room, out, 0, analyst=stub())
    state = State(out)
    with pytest.raises(ConfigError, match="lies in the folder"):
        back_up(Folder(out), state, out / "inside", now=day(0))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("x")
    with pytest.raises(ConfigError, match="no backup"):
        back_up(Folder(out), state, tmp_path / "full", now=day(0))
    back_up(Folder(out), state, copy, now=day(0))
    state.close()
    next((copy / "articles").rglob("*.html")).write_text("damaged on the way")
    kept = (copy / NAME).read_bytes()
    done = restore(copy, tmp_path / "new", now=day(0))
    assert (copy / NAME).read_bytes() == kept and not list(copy.glob(f"{NAME}-*")), "a backup is only read"
    assert len(done.problems) == 1 and "is not the file that was written" in done.problems[0]
    with pytest.raises(ConfigError, match="is no backup"):
        restore(tmp_path / "full", tmp_path / "new", now=day(0))


def test_an_address_is_set_and_all_else_stays(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    text = '# ours\n[fetch]\ncontact = "news@example.org"\n\n[[feed]]\nname = "One"\n'
    text += 'url = "https://one.example/rss"  # old\n\n[[feed]]\nurl = "https://two.example/rss"\nname = "Two"\n'
    feeds.write_text(text)
    done = command("feeds", "set", feeds, "Two", "https://new.example/rss")
    assert done.returncode == 0, done.stderr
    assert feeds.read_text() == text.replace("https://two.example/rss", "https://new.example/rss")
    for name, address, told in (
        ("Tow", "https://x.example/", "did you mean Two?"),
        ("One", "file:///etc/passwd", ""),
        ("One", 'https://x.example/"\n[batch]', "no web address"),
    ):
        wrong = command("feeds", "set", feeds, name, address)
        assert wrong.returncode == 2 and told in wrong.stderr, wrong.stderr
    assert command("feeds", "check", feeds).stdout.endswith("2 feeds, no fault\n")
    opml = tmp_path / "feeds.opml"
    opml.write_text(command("feeds", "export", feeds).stdout)
    back = command("feeds", "import", opml, "--contact", "news@example.org")
    assert back.returncode == 0 and "https://new.example/rss" in back.stdout, back.stderr
