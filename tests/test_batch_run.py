"""Whole nights against a real server on loopback; each test names the fault of the table that it covers."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.newsroom import Newsroom, Outlet, Story, day
from tests.batch_nights import ONLY_KEEP, child, command, one_night, problems, query, stub

from framing.batch.files import DiskFull, Folder
from framing.batch.lock import held, is_held
from framing.batch.nightly import config_hash
from framing.batch.settings import BatchSettings
from framing.errors import ConfigError
from framing.ingest.feeds_file import parse_feeds_file


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(hosts=2) as made:
        yield made


def post(room: Newsroom, *, stories: int = 3) -> Outlet:
    outlet = room.outlet("post")
    for _ in range(stories):
        outlet.publish(day(0), length=9)
    return outlet


def test_a_night_and_its_repetition(room: Newsroom, tmp_path: Path) -> None:
    """F34: the second run of a night changes nothing, and asks for nothing within the hour."""
    post(room)
    first = one_night(room, tmp_path, analyst=stub())
    assert (first.state, first.tally.new, first.status) == ("complete", 3, 0)
    page = (tmp_path / "runs" / "2026-05-28" / "index.html").read_bytes()
    room.log.clear()
    second = one_night(room, tmp_path, analyst=stub())
    assert (second.state, second.tally.seen, room.log) == ("complete", 0, [])
    assert (tmp_path / "runs" / "2026-05-28" / "index.html").read_bytes() == page


def test_an_unchanged_feed_is_asked_with_its_validators_and_not_read(room: Newsroom, tmp_path: Path) -> None:
    post(room)
    one_night(room, tmp_path, 0)
    room.log.clear()
    one_night(room, tmp_path, 1)
    asked = [one for one in room.log if one.path.endswith("feed.xml")]
    assert [(one.conditional, one.status) for one in asked] == [(True, 304)]
    assert "tests@example.org" in asked[0].agent


def test_304_after_the_state_was_lost_is_never_asked_for(room: Newsroom, tmp_path: Path) -> None:
    """F21: without a state there are no validators, so everything comes again."""
    post(room)
    one_night(room, tmp_path)
    (tmp_path / "state.sqlite3").unlink()
    for left in tmp_path.glob("state.sqlite3-*"):
        left.unlink()
    assert one_night(room, tmp_path, 1).tally.new == 3


def test_etag_that_changes_every_time_reads_nothing_anew(room: Newsroom, tmp_path: Path) -> None:
    """F22: the hash decides. A 304 for changed content is found out by the monthly whole request (policy tests)."""
    outlet = post(room)
    tags = iter(range(99))
    outlet.answer = lambda headers: (200, {"ETag": f'"{next(tags)}"', "Content-Type": "text/xml"}, room.feed(outlet))
    one_night(room, tmp_path, 0)
    one_night(room, tmp_path, 1)
    assert query(tmp_path, "SELECT state FROM feed_nights ORDER BY run") == [("read",), ("unchanged",)]


def test_one_guid_for_all_and_none_at_all_keep_every_article(room: Newsroom, tmp_path: Path) -> None:
    """F15, F16."""
    outlet = room.outlet("post")
    for guid in ("same", "same", "same", None, None):
        outlet.publish(day(0), length=9, guid=guid)
    assert one_night(room, tmp_path).tally.new == 5


def test_a_guid_that_changes_does_not_fetch_the_article_again(room: Newsroom, tmp_path: Path) -> None:
    """F15: guid changed, same address; and a guid reused for another article."""
    outlet = post(room, stories=2)
    one_night(room, tmp_path, 0)
    outlet.stories[0].guid = "new-guid"
    outlet.publish(day(1), length=9, guid=outlet.stories[1].guid)
    outcome = one_night(room, tmp_path, 1)
    assert outcome.tally.new == 1
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_items_that_lead_nowhere_are_skipped_with_the_reason(room: Newsroom, tmp_path: Path) -> None:
    """F16: no link, a link too long, a scheme that is no web page's; told once, not every night."""
    outlet = post(room, stories=1)
    items = "<item><title>No link</title></item><item><title>Long</title><link>http://x.example/" + "a" * 3000
    items += "</link></item><item><title>Mail</title><link>mailto:a@example.org</link></item>"

    def odd(headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Type": "text/xml"}, room.feed(outlet).replace(b"<item>", items.encode() + b"<item>", 1)

    outlet.answer = odd
    outcome = one_night(room, tmp_path, 0)
    assert (outcome.tally.new, outcome.tally.skipped, outcome.state) == (1, 3, "complete")
    reasons = query(tmp_path, "SELECT reason FROM failures ORDER BY reason")
    assert len(reasons) == 3 and all(reason for (reason,) in reasons)
    outlet.publish(day(1), length=9)
    assert one_night(room, tmp_path, 1).tally.skipped == 0


def test_dates_in_the_future_are_left_out_and_told(room: Newsroom, tmp_path: Path) -> None:
    """F10: the date as it came is kept beside."""
    outlet = room.outlet("post")
    outlet.publish(day(4000), length=9)
    one_night(room, tmp_path)
    assert query(tmp_path, "SELECT published, raw_date IS NOT NULL FROM items") == [(None, 1)]
    assert "1 item dated in the future" in (tmp_path / "runs" / "index.html").read_text()


def test_ten_thousand_items_are_cut_to_the_newest_two_thousand_and_counted(room: Newsroom, tmp_path: Path) -> None:
    """F14."""
    outlet = room.outlet("post")
    outlet.shown = 10_000
    outlet.stories = [Story("post", n, f"Title {n}", ["x"], day(0), f"g{n}", status=404) for n in range(10_000)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.batch.nightly.fetch_and_score", lambda *_: None)
        one_night(room, tmp_path)
    assert query(tmp_path, "SELECT entries, tossed FROM feed_nights") == [(2000, 8000)]


def test_one_article_in_three_feeds_and_its_twins_is_one_article(room: Newsroom, tmp_path: Path) -> None:
    """F40: tracking keys make no new article; every feed that had it is kept."""
    outlet = post(room, stories=1)
    for name in ("second", "third"):
        other = room.outlet(name)

        def same(headers: dict[str, str], name: str = name) -> tuple[int, dict[str, str], bytes]:
            link = outlet.stories[0].path.encode()
            body = room.feed(outlet).replace(link, link + f"?utm_source={name}".encode())
            return 200, {"Content-Type": "text/xml"}, body

        other.answer = same
    assert one_night(room, tmp_path).tally.new == 1
    assert query(tmp_path, "SELECT count(*) FROM items WHERE article <> ''") == [(3,)]


def test_a_wire_report_on_five_sites_is_five_articles_in_one_group(room: Newsroom, tmp_path: Path) -> None:
    """F40: copies are linked, not dropped; a nearly equal one too."""
    body: list[str] = []
    for number in range(5):
        story = room.outlet(f"site-{number}").publish(day(0), length=30)
        body = body or story.body
        story.body = body if number < 4 else [*body[:-1], "One last sentence was changed by the desk in the night."]
        story.title = "A wire report that everybody prints"
    assert one_night(room, tmp_path).tally.new == 5
    rows = query(tmp_path, "SELECT same_as IS NOT NULL, near IS NOT NULL FROM versions")
    assert sorted(rows) == [(0, 0), (0, 1), (1, 1), (1, 1), (1, 1)] or sorted(rows)[0] == (0, 0)
    assert sum(bool(same or near) for same, near in rows) == 4


def test_an_edited_article_is_a_new_version_and_the_old_is_kept(room: Newsroom, tmp_path: Path) -> None:
    """F41: the body edited; looked at again after a day."""
    outlet = post(room)
    one_night(room, tmp_path, 0, analyst=stub())
    outlet.stories[0].body[1] = "The council has taken back what it said the day before about the bridge."
    outcome = one_night(room, tmp_path, 1, analyst=stub())
    assert (outcome.tally.changed, outcome.tally.unchanged) == (1, 2)
    rows = query(tmp_path, "SELECT number, night, document FROM versions ORDER BY number DESC LIMIT 2")
    assert [row[:2] for row in rows] == [(2, "2026-05-29"), (1, "2026-05-28")]
    assert query(tmp_path, "SELECT count(*) FROM scores") == [(4,)]


def test_an_edited_headline_is_looked_at_the_same_night(room: Newsroom, tmp_path: Path) -> None:
    """F41: the headline, on a night on which the article is not due."""
    outlet = post(room)
    one_night(room, tmp_path, 0)
    one_night(room, tmp_path, 1)
    outlet.stories[2].title = "A headline that was written anew"
    assert one_night(room, tmp_path, 2).tally.changed == 1
    assert query(tmp_path, "SELECT title FROM versions WHERE number = 2") == [("A headline that was written anew",)]


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_was_taken_away_is_noted_and_its_report_stays(
    room: Newsroom, tmp_path: Path, status: int
) -> None:
    """F41."""
    outlet = post(room)
    one_night(room, tmp_path, 0, analyst=stub())
    outlet.stories[1].status = status
    outcome = one_night(room, tmp_path, 1, analyst=stub())
    assert (outcome.tally.withdrawn, outcome.state) == (1, "complete")
    assert query(tmp_path, "SELECT count(*) FROM articles WHERE withdrawn IS NOT NULL") == [(1,)]
    room.log.clear()
    one_night(room, tmp_path, 8, analyst=stub())
    assert outlet.stories[1].path not in [one.path for one in room.log]


def test_what_fails_on_three_nights_is_set_aside_and_can_be_tried_again(room: Newsroom, tmp_path: Path) -> None:
    """F31: three starts of one night count as one."""
    outlet = post(room)
    outlet.stories[0].status = 500
    for number in (0, 0, 1):
        outcome = one_night(room, tmp_path, number)
        assert (outcome.state, outcome.tally.failed, outcome.status) == ("incomplete", 1, 3)
    one_night(room, tmp_path, 2)
    assert "1 article was set aside after failing on three nights" in (tmp_path / "runs" / "index.html").read_text()
    room.log.clear()
    assert one_night(room, tmp_path, 3).state == "complete"
    assert outlet.stories[0].path not in [one.path for one in room.log]
    outlet.stories[0].status = 200
    assert one_night(room, tmp_path, 4, retry=True).tally.new == 1


@pytest.mark.parametrize(
    ("words", "reason"), [("HANGS HERE", "timeout"), ("DIES HERE", "crash"), ("EATS MEMORY", "memory")]
)
def test_a_poisonous_article_fails_alone(room: Newsroom, tmp_path: Path, words: str, reason: str) -> None:
    """F30: in the analysis it hangs, dies by a signal, or asks for too much memory; all others are done."""
    outlet = post(room, stories=6)
    outlet.stories[2].body[1] = f"{words} said the sentence."
    outcome = one_night(room, tmp_path, analyst=stub(seconds=1.0))
    assert (outcome.tally.new, outcome.tally.failed) == (5, 1)
    assert query(tmp_path, "SELECT stage, reason FROM failures") == [("analyse", reason)]


def test_a_page_that_the_extractor_cannot_stand_fails_alone(room: Newsroom, tmp_path: Path) -> None:
    """F30, T11: 100,000 attributes on one tag keep libxml2 busy for minutes, in C."""
    outlet = post(room)
    outlet.stories[0].raw = (
        b"<html><body " + b" ".join(b"a%d='x'" % n for n in range(100_000)) + b"><p>x</p></body></html>"
    )
    outcome = one_night(room, tmp_path, batch="analyze = false\nextraction_seconds = 2.0")
    assert (outcome.tally.new, outcome.tally.failed) == (2, 1)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (b"<html><head><title>x</title></head><body></body></html>", "no article text"),
        (b"", "empty"),
        (b"%PDF-1.4 nothing to see", ""),
    ],
)
def test_a_page_without_an_article_is_a_failure_with_its_reason(
    room: Newsroom, tmp_path: Path, page: bytes, told: str
) -> None:
    """F33: never a score of nothing."""
    outlet = post(room)
    outlet.stories[0].raw = page
    outcome = one_night(room, tmp_path)
    assert (outcome.tally.new, outcome.tally.failed, outcome.state) == (2, 1, "incomplete")
    assert told in str(query(tmp_path, "SELECT message FROM failures"))


def test_no_network_at_all_loses_nothing_and_still_writes_the_page(tmp_path: Path) -> None:
    """F29: exit 4, since nothing could be read; the page says so, and what is stored stays."""
    with Newsroom() as room:
        post(room)
        one_night(room, tmp_path, 0)
    outcome = one_night(room, tmp_path, 1)
    assert (outcome.state, outcome.status, outcome.feeds) == ("failed", 4, (1, 0, 0))
    page = (tmp_path / "runs" / "index.html").read_text()
    assert "<b>Failed.</b>" in page and "29 May 2026" in page
    assert query(tmp_path, "SELECT count(*) FROM versions") == [(3,)]


def test_some_feeds_failing_is_incomplete_and_three_nights_are_told(room: Newsroom, tmp_path: Path) -> None:
    """F24, T23: a night in the table only, three under "needs attention"."""
    post(room)
    dead = room.outlet("dead letter")
    dead.answer = lambda headers: (404, {}, b"")
    for number in range(3):
        outcome = one_night(room, tmp_path, number)
        assert (outcome.state, outcome.status) == ("incomplete", 3)
        page = (tmp_path / "runs" / "index.html").read_text()
        assert ("in a row" in page) == (number == 2)
    assert "framing feeds set feeds.toml &#39;dead letter&#39; ADDRESS" in page


def test_a_feed_that_is_gone_is_switched_off_told_and_not_asked_again(room: Newsroom, tmp_path: Path) -> None:
    """F24."""
    outlet = post(room)
    room.outlet("other").publish(day(0), length=9)
    one_night(room, tmp_path, 0)
    outlet.answer = lambda headers: (410, {}, b"")
    one_night(room, tmp_path, 1)
    room.log.clear()
    outcome = one_night(room, tmp_path, 2)
    assert not [one for one in room.log if one.path == "/post/feed.xml"]
    assert outcome.state == "complete" and "switched off" in (tmp_path / "runs" / "index.html").read_text()


def test_a_feed_that_moved_for_good_is_asked_at_its_new_place_from_the_third_night(
    room: Newsroom, tmp_path: Path
) -> None:
    """F23, T7: and the address that it had is kept."""
    post(room)
    old = room.outlet("old")
    place = f"{room.origin('post')}/moved/feed.xml"
    room.outlet("moved")
    feeds = {name: room.outlets[name] for name in ("old",)}
    old.answer = lambda headers: (301, {"Location": place}, b"")
    moved = room.outlets["moved"]
    moved.answer = lambda headers: (200, {"Content-Type": "text/xml"}, room.feed(moved))
    file = room.feeds_file
    room.feeds_file = lambda **given: file(**given).replace(
        f'url = "{room.origin("moved")}/moved/feed.xml"\nname = "moved"',
        f'url = "{room.origin("post")}/post/feed.xml?x=1"\nname = "moved"',
    )  # type: ignore[method-assign]
    for number in range(3):
        one_night(room, tmp_path, number)
    if room.origin("moved") == room.origin("post"):
        assert query(tmp_path, "SELECT url FROM feeds WHERE name = 'old'") == [(place,)]
        assert len(query(tmp_path, "SELECT url FROM aliases")) == 1
        assert "moved for good" in (tmp_path / "runs" / "index.html").read_text()
    assert feeds


def test_a_redirect_to_a_private_place_is_never_stored(room: Newsroom, tmp_path: Path) -> None:
    """T7."""
    post(room).answer = lambda headers: (301, {"Location": "http://10.0.0.1/feed"}, b"")
    for number in range(4):
        one_night(room, tmp_path, number)
    assert "10.0.0.1" not in str(query(tmp_path, "SELECT url, redirect_target FROM feeds"))


def test_damaged_and_odd_feeds_keep_what_was_there(room: Newsroom, tmp_path: Path) -> None:
    """F11, F17, F18: a page, nothing, half a gzip; the validators of the last good answer stay."""
    outlet = post(room)
    one_night(room, tmp_path, 0)
    before = query(tmp_path, "SELECT etag, body_sha256 FROM feeds")
    half = __import__("gzip").compress(room.feed(outlet) * 50)[:-600]
    for number, (headers, body) in enumerate(
        [
            ({"Content-Type": "text/html"}, b"<html><body>Please log in</body></html>"),
            ({"Content-Type": "text/xml"}, b""),
            ({"Content-Type": "text/xml", "Content-Encoding": "gzip", "ETag": '"bad"'}, half),
        ],
        1,
    ):
        outlet.answer = lambda _, headers=headers, body=body: (200, headers, body)  # type: ignore[misc]
        assert one_night(room, tmp_path, number).state == "failed" or query(tmp_path, "SELECT 1 FROM failures")
        assert query(tmp_path, "SELECT etag, body_sha256 FROM feeds") == before
    reasons = {reason for (reason,) in query(tmp_path, "SELECT reason FROM feed_nights WHERE state = 'failed'")}
    assert len(reasons) == 3


def test_a_clock_that_goes_back_and_forth_floods_nobody_and_is_told(room: Newsroom, tmp_path: Path) -> None:
    """F9: 1970, 2038, and back; every feed is asked once a run at most."""
    post(room)
    for number in (0, -20_000, 4_500, 1):
        room.log.clear()
        one_night(room, tmp_path, number)
        assert sum(one.path.endswith("feed.xml") for one in room.log) <= 1
    assert "its clock went back" in (tmp_path / "runs" / "index.html").read_text()
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_the_deadline_ends_fetching_and_the_page_is_still_written(room: Newsroom, tmp_path: Path) -> None:
    """F44: what was not reached is skipped, and done first the next time."""
    outlet = post(room, stories=12)
    for story in outlet.stories:
        story.wait = 0.4
    outcome = one_night(room, tmp_path, batch="analyze = false\nminutes = 0.02")
    assert outcome.state == "incomplete" and outcome.tally.skipped and "deadline" in (outcome.note or "")
    for story in outlet.stories:
        story.wait = 0.0
    assert one_night(room, tmp_path, 0).tally.new == outcome.tally.skipped
    assert query(tmp_path, "SELECT count(*) FROM versions") == [(12,)]


def test_a_dead_host_with_fifty_articles_costs_three_tries(room: Newsroom, tmp_path: Path) -> None:
    """F28: the fetcher's circuit breaker; the articles wait for the next night."""
    outlet = room.outlet("post")
    for _ in range(30):
        outlet.publish(day(0), length=9)
    body = room.feed(outlet).replace(room.origin("post").encode(), b"http://127.0.0.9:9")
    outlet.answer = lambda headers: (200, {"Content-Type": "text/xml"}, body)
    began = time.monotonic()
    outcome = one_night(room, tmp_path)
    assert time.monotonic() - began < 60
    assert outcome.tally.failed <= 3 and outcome.tally.skipped >= 27
    assert query(tmp_path, "SELECT DISTINCT state FROM articles") == [("waiting",)]


def test_robots_are_obeyed_and_the_article_is_not_tried_again(room: Newsroom, tmp_path: Path) -> None:
    """F26 (the file itself is the fetcher's): skipped with the reason, no failure."""
    outlet = post(room)
    room.robots = b"User-agent: *\nDisallow: /post/story-1.html\n"
    outcome = one_night(room, tmp_path)
    assert (outcome.tally.new, outcome.tally.skipped, outcome.state) == (2, 1, "complete")
    assert outlet.stories[1].path not in [one.path for one in room.log]


def test_the_order_of_feeds_does_not_matter(room: Newsroom, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        outlet = room.outlet(name)
        story = outlet.publish(day(0), length=9)
        outlet.publish(day(0), length=9)
        story.body = room.outlets["a"].stories[0].body
    one_night(room, tmp_path / "one")
    room.outlets = dict(reversed(room.outlets.items()))
    one_night(room, tmp_path / "two")
    for table in ("articles", "items", "versions"):
        assert sorted(map(repr, query(tmp_path / "one", f"SELECT * FROM {table}"))) == sorted(
            map(repr, query(tmp_path / "two", f"SELECT * FROM {table}"))
        )


@pytest.mark.parametrize("charset", ["foo", "unicode_escape", "windows-1252"])
def test_a_charset_that_a_server_names_is_no_codec_of_python(room: Newsroom, tmp_path: Path, charset: str) -> None:
    """One that is not known is passed over, as for a single fetched page."""
    outlet = post(room, stories=2)
    outlet.stories[0].body[0] = "The café reopened at last, \\x3cscript said the keeper."
    page = outlet.stories[0].page().replace(b'<meta charset="utf-8">', b"")
    outlet.stories[0].raw = page.decode().encode("windows-1252")  # what is UTF-8 is read as that, whatever is declared
    respond = room.respond

    def named(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        status, sent, body = respond(path, headers)
        return status, {**sent, "Content-Type": f"text/html; charset={charset}"} if "story" in path else sent, body

    room.respond = named  # type: ignore[method-assign]
    outcome = one_night(room, tmp_path)
    assert (outcome.state, outcome.tally.new) == ("complete", 2)
    texts = [
        json.loads(Folder(tmp_path).read(str(name))) for (name,) in query(tmp_path, "SELECT document FROM versions")
    ]
    assert sum("The café reopened at last, \\x3cscript" in one["text"] for one in texts) == 1


def test_a_fault_of_ours_costs_one_article(room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.batch.plain import to_plain
    from framing.types import Article

    def faulty(article: Article) -> dict[str, object]:
        if (article.title or "").endswith("1"):
            raise LookupError("unknown")
        return to_plain(article)

    post(room)
    monkeypatch.setattr("framing.batch.harvest.to_plain", faulty)
    outcome = one_night(room, tmp_path)
    assert (outcome.state, outcome.tally.new, outcome.tally.failed) == ("incomplete", 2, 1)
    assert query(tmp_path, "SELECT reason, message FROM failures") == [
        ("fault", "could not be read (LookupError); this is our fault: please report it")
    ]


def test_an_analyst_that_was_interrupted_as_it_started_answers_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> dict[str, object]:
        raise KeyboardInterrupt

    analyst = stub()
    with monkeypatch.context() as patch:
        patch.setattr("framing.ingest.child.exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            analyst.made()
    assert "stub 1" in analyst.made()[1] and analyst.score([]) == []
    analyst.close()


def test_a_renamed_feed_keeps_its_articles(room: Newsroom, tmp_path: Path) -> None:
    """Also those that it no longer lists: they are still fetched, and looked at again."""
    outlet = post(room, stories=2)
    outlet.stories[0].status = 500
    one_night(room, tmp_path, 0)
    outlet.stories[0].status, outlet.shown = 200, 1
    outlet.stories[1].body[1] = "The text is another one now."
    whole = room.feeds_file
    room.feeds_file = lambda **told: whole(**told).replace('name = "post"', 'name = "daily"')  # type: ignore[method-assign]
    outcome = one_night(room, tmp_path, 1)
    assert (outcome.tally.new, outcome.tally.changed) == (1, 1)
    for table in ("articles", "items", "feed_nights", "failures"):
        assert query(tmp_path, f"SELECT DISTINCT feed FROM {table}") == [("daily",)]


def test_articles_of_a_feed_that_was_taken_out_go_to_one_that_lists_them_or_are_told(
    room: Newsroom, tmp_path: Path
) -> None:
    outlet = post(room, stories=2)
    for story in outlet.stories:
        story.status = 500
    both = room.outlet("zzz")
    alone = f"<item><title>x</title><link>{room.origin('post')}{outlet.stories[0].path}</link></item></channel>"
    both.answer = lambda headers: (
        200, {"Content-Type": "text/xml"}, room.feed(both).replace(b"</channel>", alone.encode()),
    )  # fmt: skip
    one_night(room, tmp_path, 0)
    assert query(tmp_path, "SELECT DISTINCT feed FROM articles") == [("post",)]
    for story in outlet.stories:
        story.status = 200
    whole = room.feeds_file

    def without_post(**told: str) -> str:
        head, *feeds = whole(**told).split("[[feed]]")
        return "[[feed]]".join([head, *(one for one in feeds if '"zzz"' in one)])

    room.feeds_file = without_post  # type: ignore[method-assign]
    lines: list[str] = []
    outcome = one_night(room, tmp_path, 1, lines=lines)
    assert (outcome.state, outcome.tally.new) == ("complete", 1)
    assert query(tmp_path, "SELECT feed, state FROM articles ORDER BY feed") == [("post", "waiting"), ("zzz", "done")]
    assert "feed post: no longer in the feeds file; 1 article waits for it" in lines
    told = json.loads((tmp_path / "status.json").read_text())["attention"]
    assert [(one["kind"], one["feed"]) for one in told] == [("left out", "post")]
    one_night(room, tmp_path, 12)
    assert json.loads((tmp_path / "status.json").read_text())["attention"] == []


def test_the_configuration_is_the_same_in_any_order(room: Newsroom) -> None:
    def told(names: str) -> str:
        room.outlets = {}
        for name in names:
            room.outlet(name)
        return config_hash(parse_feeds_file(room.feeds_file().encode(), path="feeds.toml"), BatchSettings())

    assert told("abc") == told("cab") != told("ab")


# processes of their own --------------------------------------------------------------------------------------------


def feeds_file(room: Newsroom, tmp_path: Path, batch: str = "") -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(room.feeds_file(batch=batch))
    return path


@pytest.mark.parametrize("number", [signal.SIGTERM])
def test_a_run_that_is_told_to_stop_stops_within_seconds_and_can_go_on(
    room: Newsroom, tmp_path: Path, number: int
) -> None:
    """F2: even while a server does not answer; the summary adds up, and nothing is half there."""
    outlet = post(room, stories=8)
    for story in outlet.stories[3:]:
        story.wait = 25.0
    process = child(feeds_file(room, tmp_path), tmp_path / "out")
    until = time.monotonic() + 60
    while time.monotonic() < until and len(room.log) < 2:
        time.sleep(0.05)
    time.sleep(1.0)
    began = time.monotonic()
    process.send_signal(number)
    out, said = process.communicate(timeout=30)
    assert time.monotonic() - began < 10, said
    facts = json.loads(out)
    assert facts["failed"] == 0, said
    assert facts["state"] == "incomplete" and facts["seen"] == facts["done"] + facts["failed"] + facts["skipped"] == 8
    assert problems(tmp_path / "out") == []
    for story in outlet.stories:
        story.wait = 0.0
    again = child(feeds_file(room, tmp_path), tmp_path / "out")
    assert json.loads(again.communicate(timeout=60)[0])["new"] == facts["skipped"]


def test_the_second_of_two_runs_leaves_and_a_killed_holder_leaves_no_lock(room: Newsroom, tmp_path: Path) -> None:
    """F7, F8, F44."""
    for story in post(room).stories:
        story.wait = 30.0
    feeds = feeds_file(room, tmp_path)
    first = child(feeds, tmp_path / "out")
    until = time.monotonic() + 60
    while time.monotonic() < until and not (is_held(tmp_path / "out") if (tmp_path / "out").exists() else False):
        time.sleep(0.05)
    second = command("batch", "run", feeds, "-o", tmp_path / "out")
    assert second.returncode == 3 and "already running: process" in second.stderr, second
    first.kill()
    first.communicate()
    assert not is_held(tmp_path / "out")
    with held(tmp_path / "out", now="now"):
        pass


def test_a_file_that_does_not_fit_on_the_disk_stops_the_run_whole(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F5: the limit on file size stands for a full disk (EFBIG for ENOSPC)."""
    post(room)
    one_night(room, tmp_path, 0)
    story = room.outlets["post"].publish(day(1), length=9)
    story.body = [
        f"{os.urandom(40).hex()} {n} {os.urandom(40).hex()} said the board in a long sentence." for n in range(1500)
    ]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(DiskFull):
            one_night(room, tmp_path, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list((tmp_path / "tmp").iterdir())
    assert one_night(room, tmp_path, 1).tally.new == 1


def test_little_room_on_the_disk_is_said_before_it_is_full(room: Newsroom, tmp_path: Path) -> None:
    post(room)
    with pytest.raises(DiskFull, match="are kept free; make room"):
        one_night(room, tmp_path, batch=f"analyze = false\nleast_free_mb = {10**9}")
    assert query(tmp_path, "SELECT state FROM runs") == [("failed",)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(room: Newsroom, tmp_path: Path) -> None:
    """F6."""
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(ConfigError, match="cannot be written to"):
        one_night(room, tmp_path / "out")


def test_a_file_in_place_of_the_folder_is_named(room: Newsroom, tmp_path: Path) -> None:
    """F6."""
    post(room)
    feeds = feeds_file(room, tmp_path, ONLY_KEEP)
    (tmp_path / "out").write_text("x")
    done = command("batch", "run", feeds, "-o", tmp_path / "out")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "out" in done.stderr, done.stderr


def test_a_wrong_feeds_file_is_told_whole_before_anything_is_fetched(room: Newsroom, tmp_path: Path) -> None:
    """F38."""
    post(room)
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(room.feeds_file(batch='minuts = 10\nhosts_at_once = -3\nfast = "yes"'))
    done = command("batch", "run", feeds, "-o", tmp_path / "out")
    assert done.returncode == 2 and room.log == []
    assert "did you mean minutes?" in done.stderr and "hosts_at_once" in done.stderr and "fast" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
        {"TZ": "Nowhere/Atall", "TERM": "dumb", "PYTHONUTF8": "0"},
    ],
)
def test_in_cron_there_are_plain_lines_and_one_summary(
    room: Newsroom, tmp_path: Path, environment: dict[str, str]
) -> None:
    """F45, T20: no colours, no bars, and a title cannot write to the log or the terminal."""
    outlet = post(room)
    outlet.stories[0].title = "\x1b]0;owned\x07 “Ünïcode” \u202e\nline"
    outlet.stories[0].status = 500
    feeds = feeds_file(room, tmp_path, ONLY_KEEP)
    done = command("batch", "run", feeds, "-o", tmp_path / "out", "--json", **environment)
    assert done.returncode == 3, done.stderr
    facts = json.loads(done.stdout)
    assert facts["seen"] == facts["done"] + facts["failed"] + facts["skipped"]
    assert sum("articles seen = " in line for line in done.stderr.splitlines()) == 1
    log = next((tmp_path / "out" / "logs").iterdir()).read_text()
    assert not {"\x1b", "\x07", "\u202e"} & {*done.stderr, *log}


def test_a_log_that_is_left_over_and_a_wal_that_is_missing(room: Newsroom, tmp_path: Path) -> None:
    """F36: the write-ahead log is part of the state; without it the last transactions are gone, no more."""
    post(room)
    one_night(room, tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for left in (tmp_path / "b").glob("state.sqlite3-*"):
        left.unlink()
    (tmp_path / "b" / "state.sqlite3-wal").write_bytes(b"left over from something else")
    assert one_night(room, tmp_path / "b", 1).state == "complete"
    connection = sqlite3.connect(tmp_path / "b" / "state.sqlite3")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_stop_before_anything_was_fetched_keeps_everything_waiting(room: Newsroom, tmp_path: Path) -> None:
    post(room)
    stop = threading.Event()
    stop.set()
    outcome = one_night(room, tmp_path, stop=stop)
    assert outcome.state == "incomplete"
    assert one_night(room, tmp_path).tally.new == 3
