"""The fetcher against a real server on this machine: what a well-behaved web sends, and being polite to it."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.fetch import Fetcher
from framing.ingest.fetched import Fetched, FetchFailure, FetchSettings, NotModified
from framing.ingest.politeness import LONGEST_PAUSE, Politeness, retry_after, site

from .loopback import Clock, Hit, Page, fetching, in_turn, moved, one_line, quick, reply, serving

PAGE = b"<title>Harbour</title><p>The harbour opened on Monday.</p>"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def got(outcome: object) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def failed(outcome: object) -> FetchFailure:
    assert isinstance(outcome, FetchFailure), outcome
    assert one_line(outcome.message), outcome.message
    return outcome


def test_a_page_comes_with_what_the_next_night_needs() -> None:
    answer = reply(
        PAGE,
        ETag='W/"a"  ',
        Last_Modified="Tue, 24 Nov 2026 10:00:00 GMT",
        Content_Type="Text/HTML; charset=ISO-8859-1",
    )
    with serving({"/a": answer}) as web, fetching(contact="desk@news.example") as fetcher:
        page = got(fetcher.get(f"{web.url}/a#part", kind="page"))
    assert page.body == PAGE
    assert (page.status, page.final_url, page.permanent_url) == (200, f"{web.url}/a", None)
    assert (page.content_type, page.charset) == ("text/html", "ISO-8859-1")
    assert (page.etag, page.last_modified) == ('W/"a"', "Tue, 24 Nov 2026 10:00:00 GMT")
    hit = web.hits[-1]
    assert hit.headers["host"] == f"127.0.0.1:{web.port}"
    assert "desk@news.example" in hit.headers["user-agent"] and hit.headers["user-agent"].startswith("framing/")
    assert not {"cookie", "referer", "authorization", "if-none-match"} & set(hit.headers)


def test_validators_go_back_byte_for_byte_and_nothing_new_is_no_news() -> None:
    with serving({"/feed": reply(b"", 304, Content_Length=None, ETag='"new"')}) as web, fetching() as fetcher:
        same = fetcher.get(f"{web.url}/feed", kind="feed", etag='W/"\xe4\'`, x"', last_modified="yesterday, about noon")
    assert isinstance(same, NotModified)
    assert (same.etag, same.last_modified) == ('"new"', "yesterday, about noon")
    assert web.hits[0].headers["if-none-match"] == 'W/"\xe4\'`, x"'
    assert web.hits[0].headers["if-modified-since"] == "yesterday, about noon"


@pytest.mark.parametrize("bad", ["a\r\nX: y", "a\nb", "a\0", "\u20ac", " a", "x" * 2000, ""])
def test_a_stored_validator_cannot_become_a_header_of_its_own(bad: str) -> None:
    with serving({"/feed": reply(b"<rss/>")}) as web, fetching() as fetcher:
        got(fetcher.get(f"{web.url}/feed", kind="feed", etag=bad))
    assert "if-none-match" not in web.hits[0].headers and "x" not in web.hits[0].headers


def test_a_304_that_nobody_asked_for_is_a_failure() -> None:
    with serving({"/feed": reply(b"", 304, Content_Length=None)}) as web, fetching() as fetcher:
        assert failed(fetcher.get(f"{web.url}/feed", kind="feed")).reason == "protocol"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("gzip", gzip.compress(PAGE) + b"\0" * 8),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
        ("GZIP", gzip.compress(PAGE)),
    ],
)
def test_compressed_pages(coding: str, packed: bytes) -> None:
    with serving({"/a": reply(packed, Content_Encoding=coding)}) as web, fetching() as fetcher:
        assert got(fetcher.get(f"{web.url}/a", kind="page")).body == PAGE


def test_chunked_pages_and_pages_that_end_with_the_connection() -> None:
    chunked = reply(b"5\r\nThe h\r\n6;x=y\r\narbour\r\n0\r\n\r\n", Content_Length=None, Transfer_Encoding="chunked")
    with serving({"/c": chunked, "/e": reply(PAGE, Content_Length=None)}) as web, fetching() as fetcher:
        assert got(fetcher.get(f"{web.url}/c", kind="page")).body == b"The harbour"
        assert got(fetcher.get(f"{web.url}/e", kind="page")).body == PAGE


# --- redirects (F23)


def test_permanent_redirects_are_told_only_as_far_as_they_are_permanent() -> None:
    pages: dict[str, Page] = {
        "/old": moved("/mid", 308),
        "/mid": moved("/new"),
        "/new": reply(PAGE),
        "/half": moved("/away"),
        "/away": moved("/new", 302),
        "/temp": moved("/old", 307),
    }
    with serving(pages) as web, fetching() as fetcher:
        found = {name: got(fetcher.get(f"{web.url}/{name}", kind="page")) for name in ("old", "half", "temp")}
    assert {page.final_url for page in found.values()} == {f"{web.url}/new"}
    assert found["old"].permanent_url == f"{web.url}/new"
    assert found["half"].permanent_url == f"{web.url}/away"
    assert found["temp"].permanent_url is None


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ({"/a": moved("/b"), "/b": moved("/a")}, "in a circle"),
        ({"/a": moved("/a")}, "in a circle"),
        ({f"/{n or 'a'}": moved(f"/{n + 1}") for n in range(31)}, "more than 10 times"),
        ({"/a": reply(b"", 302)}, "to nowhere"),
        ({"/a": reply(b"", 302, Location="")}, "to nowhere"),
    ],
)
def test_redirects_that_lead_nowhere(pages: dict[str, Page], says: str) -> None:
    with serving(pages) as web, fetching() as fetcher:
        failure = failed(fetcher.get(f"{web.url}/a", kind="page"))
    assert failure.reason == "redirect" and says in failure.message
    assert len(web.hits) < 15


def test_a_redirect_to_what_is_not_fetched_is_told_as_that() -> None:
    targets = ["ftp://example.org/", "file:///etc/passwd", "http://user:secret@example.org/", "http://0x7f.1/"]
    for target in targets:
        with serving({"/a": moved(target)}) as web, fetching() as fetcher:
            failure = failed(fetcher.get(f"{web.url}/a", kind="page"))
        assert failure.reason == "url" and failure.message.startswith("is redirected to an address that")


def test_redirects_to_raw_utf8_and_relative_places() -> None:
    pages: dict[str, Page] = {"/a/b": moved("../ä?ö"), "/%C3%A4?%C3%B6": reply(PAGE)}
    with serving(pages) as web, fetching() as fetcher:
        assert got(fetcher.get(f"{web.url}/a/b", kind="page")).body == PAGE


# --- statuses (F24)


@pytest.mark.parametrize(
    ("status", "reason", "soft"),
    [
        (401, "refused", True),
        (403, "refused", True),
        (404, "not_found", True),
        (410, "gone", False),
        (418, "status", True),
        (451, "refused", True),
        (500, "server_error", True),
        (503, "server_error", True),
        (204, "status", True),
        (206, "status", True),
        (304, "protocol", True),
        (999, "status", True),
    ],
)
def test_each_status_has_its_reason(status: int, reason: str, soft: bool) -> None:
    with serving({"/a": reply(b"", status, Content_Length=None)}) as web, fetching() as fetcher:
        failure = failed(fetcher.get(f"{web.url}/a", kind="feed"))
    assert (failure.reason, failure.soft, failure.status) == (reason, soft, status)
    assert str(status) in failure.message


def test_a_page_that_asks_for_proof_is_told_apart_from_a_refusal() -> None:
    with serving({"/a": reply(b"<h1>Just a moment", 403, cf_mitigated="challenge")}) as web, fetching() as fetcher:
        assert failed(fetcher.get(f"{web.url}/a", kind="page")).reason == "challenge"


@pytest.mark.parametrize(
    ("kind", "declared", "reason"),
    [
        ("page", "application/pdf", "content_type"),
        ("page", "image/png", "content_type"),
        ("page", "application/json", "content_type"),
        ("feed", "audio/mpeg", "content_type"),
        ("page", None, None),
        ("page", "nonsense", None),
        ("page", "application/xhtml+xml", None),
        ("feed", "application/octet-stream", None),
        ("feed", "text/html", None),
    ],
)
def test_what_cannot_be_read_is_not_downloaded(kind: str, declared: str | None, reason: str | None) -> None:
    with serving({"/a": reply(PAGE, Content_Type=declared)}) as web, fetching() as fetcher:  # type: ignore[arg-type]
        outcome = fetcher.get(f"{web.url}/a", kind=kind)  # type: ignore[arg-type]
    assert (outcome.reason if isinstance(outcome, FetchFailure) else None) == reason


def test_a_page_with_nothing_in_it_is_not_an_article() -> None:
    with serving({"/a": reply(b" \n ")}) as web, fetching() as fetcher:
        assert failed(fetcher.get(f"{web.url}/a", kind="feed")).reason == "empty"


# --- Retry-After (F25)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("1.5", None),
        ("9" * 400, LONGEST_PAUSE),
        ("315360000", LONGEST_PAUSE),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), None),
        (format_datetime(NOW + timedelta(days=3650), usegmt=True), LONGEST_PAUSE),
        ("Tue, 99 Nov 2026 12:00:00 GMT", None),
        ("Tue, 24 Nov 0000 12:00:00 GMT", None),
        ("٣٠", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_a_sane_pause_or_none(value: str) -> None:
    seconds = retry_after(value, now=NOW)
    assert seconds is None or 0 < seconds <= LONGEST_PAUSE


def test_a_site_that_asks_for_a_pause_gets_it_without_another_request() -> None:
    clock = Clock()
    pages: dict[str, Page] = {"/a": in_turn(reply(b"", 429, Retry_After="3600"), reply(PAGE))}
    with serving(pages) as web, fetching(clock=clock, sleep=clock.sleep) as fetcher:
        first = failed(fetcher.get(f"{web.url}/a", kind="feed"))
        second = failed(fetcher.get(f"{web.url}/b", kind="feed"))
        assert (first.reason, first.retry_after) == ("rate_limited", 3600.0)
        assert second.reason == "wait" and second.retry_after == 3600.0
        assert web.paths() == ["/a"]
        assert fetcher.wait_for(f"{web.url}/b") == 3600.0
        clock.now += 3590
        assert got(fetcher.get(f"{web.url}/a", kind="feed"))
    assert clock.slept == [10.0]


def test_too_many_requests_without_a_time_means_thirty_seconds() -> None:
    clock = Clock()
    pages: dict[str, Page] = {"/a": in_turn(reply(b"", 429, Retry_After="later"), reply(PAGE))}
    with serving(pages) as web, fetching(clock=clock, sleep=clock.sleep) as fetcher:
        assert failed(fetcher.get(f"{web.url}/a", kind="feed")).reason == "rate_limited"
        got(fetcher.get(f"{web.url}/a", kind="feed"))
    assert clock.slept == [30.0]


# --- pauses (F27, F28)


def test_five_hundred_feeds_on_one_host_start_five_seconds_apart() -> None:
    clock = Clock()
    settings = quick(delay=5.0)
    starts = []

    def look(_: object, hit: object) -> None:
        starts.append(clock.now)
        _.sendall(reply(b"<rss/>"))  # type: ignore[attr-defined]

    pages: dict[str, Page] = {f"/{number}": look for number in range(500)}
    with serving(pages) as web, Fetcher(settings, clock=clock, sleep=clock.sleep) as fetcher:
        for number in range(500):
            got(fetcher.get(f"{web.url}/{number}", kind="feed"))
    assert len(starts) == 500
    assert min(later - sooner for sooner, later in pairwise(starts)) >= 5.0


def test_one_connection_at_a_time_however_many_threads_ask() -> None:
    busy, most = 0, 0
    lock = threading.Lock()

    def slow(connection: object, _: object) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        threading.Event().wait(0.03)
        with lock:
            busy -= 1
        connection.sendall(reply(PAGE))  # type: ignore[attr-defined]

    with serving({f"/{n}": slow for n in range(8)}) as web, fetching() as fetcher:
        threads = [
            threading.Thread(target=fetcher.get, args=(f"{web.url}/{n}",), kwargs={"kind": "page"}) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1 and len(web.hits) == 9  # robots.txt once


def test_crawl_delay_wins_up_to_a_minute() -> None:
    for asked, pause in (("7", 7.0), ("3600", 60.0), ("1", 5.0), ("-3", 5.0), ("nan", 5.0), ("inf", 5.0), ("x", 5.0)):
        clock = Clock()
        pages: dict[str, Page] = {
            "/robots.txt": reply(f"User-agent: framing\nCrawl-delay: {asked}\n"),
            "/a": reply(PAGE),
            "/b": reply(PAGE),
        }
        with serving(pages) as web, Fetcher(quick(delay=5.0), clock=clock, sleep=clock.sleep) as fetcher:
            got(fetcher.get(f"{web.url}/a", kind="page"))
            got(fetcher.get(f"{web.url}/b", kind="page"))
        assert sum(clock.slept) == pause, asked


def test_two_names_on_one_address_are_spaced_and_redirects_of_one_page_are_not() -> None:
    clock = Clock()
    pages: dict[str, Page] = {"/a": moved("/b"), "/b": reply(PAGE)}
    settings = quick(delay=5.0, address_delay=1.0)
    with (
        serving(pages) as web,
        Fetcher(settings, lookup=lambda _: ["127.0.0.1"], clock=clock, sleep=clock.sleep) as fetcher,
    ):
        got(fetcher.get(f"http://one.example:{web.port}/a", kind="feed"))
        got(fetcher.get(f"http://two.example:{web.port}/b", kind="feed"))
    assert clock.slept == [1.0, 1.0]  # the address's own pause, never five seconds


def test_a_dead_host_is_left_alone_after_three_failures() -> None:
    clock = Clock()
    with serving() as web:
        dead = web.url
    with Fetcher(quick(retries=0), clock=clock, sleep=clock.sleep) as fetcher:
        reasons = [failed(fetcher.get(f"{dead}/{number}", kind="page")).reason for number in range(50)]
        assert reasons == ["connect"] * 3 + ["host_down"] * 47
        clock.now += 601
        assert failed(fetcher.get(f"{dead}/x", kind="feed")).reason == "connect"  # one try
        assert failed(fetcher.get(f"{dead}/x", kind="feed")).reason == "host_down"


def test_a_page_that_is_missing_says_nothing_against_its_host() -> None:
    with serving({"/a": reply(PAGE)}) as web, fetching() as fetcher:
        for number in range(10):
            assert failed(fetcher.get(f"{web.url}/no{number}", kind="page")).reason == "not_found"
        got(fetcher.get(f"{web.url}/a", kind="page"))


def test_sites_are_registrable_domains() -> None:
    assert site("www.bbc.co.uk") == site("news.bbc.co.uk") == "bbc.co.uk"
    assert site("a.github.io") != site("b.github.io")
    assert [site(host) for host in ("localhost", "127.0.0.1", "::1")] == ["localhost", "127.0.0.1", "::1"]


def test_pauses_of_different_sites_do_not_add_up() -> None:
    clock = Clock()
    polite = Politeness(clock=clock, sleep=clock.sleep)
    for name in ("a", "b", "c", "a"):
        polite.start([(name, 5.0)])
    assert clock.slept == [5.0]


# --- robots.txt (F26)

RULES = "User-agent: *\nDisallow: /all\n\nUser-agent: Framing\nDisallow: /ours\nAllow: /ours/open\n"


@pytest.mark.parametrize(
    ("path", "allowed"), [("/all", True), ("/ours", False), ("/ours/open", True), ("/ours/x?y", False), ("/x", True)]
)
def test_the_group_that_names_us_counts(path: str, allowed: bool) -> None:
    for body in (RULES.encode(), b"\xef\xbb\xbf" + RULES.encode(), RULES.replace("\n", "\r").encode()):
        with serving({"/robots.txt": reply(body), path: reply(PAGE)}) as web, fetching() as fetcher:
            outcome = fetcher.get(web.url + path, kind="page")
        assert isinstance(outcome, Fetched) is allowed, body
        if not allowed:
            assert failed(outcome).reason == "robots" and web.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (reply(b"", 404), True),
        (reply(b"", 403), True),
        (reply(b"", 401), True),
        (reply(b"", 410), True),
        (reply(b""), True),
        (reply(b"<html>not rules</html>"), True),
        (reply(b"\xff\xfe\x00nonsense\x00"), True),
        (reply(b"", 500), False),
        (reply(b"", 503), False),
        (reply(b"", 429), False),
        (reply(b"User-agent: *\nDisallow: /"), False),
        (reply(b"User-agent: *\nDisallow: /\n" + b"#" * 1_000_000), False),
        (reply(b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n"), True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent", False),
        (b"nonsense\r\n\r\n", False),
    ],
    ids="404 403 401 410 empty html junk 500 503 429 no no-then-1MB rules-after-500KiB truncated not-http".split(),
)
def test_no_file_allows_and_a_server_in_trouble_does_not(answer: bytes, allowed: bool) -> None:
    with serving({"/robots.txt": answer, "/a": reply(PAGE)}) as web, fetching(sleep=lambda _: None) as fetcher:
        outcome = fetcher.get(f"{web.url}/a", kind="page")
    assert isinstance(outcome, Fetched) is allowed, outcome
    if not allowed:
        assert failed(outcome).reason in ("robots", "wait")


def test_robots_is_followed_over_five_redirects_and_asked_for_once() -> None:
    pages: dict[str, Page] = {"/robots.txt": moved("/r1"), "/r5": reply(b"User-agent: *\nDisallow: /b")}
    pages |= {f"/r{number}": moved(f"/r{number + 1}") for number in range(1, 5)}
    pages |= {"/a": reply(PAGE), "/b": reply(PAGE)}
    with serving(pages) as web, fetching() as fetcher:
        got(fetcher.get(f"{web.url}/a", kind="page"))
        assert failed(fetcher.get(f"{web.url}/b", kind="page")).reason == "robots"
        got(fetcher.get(f"{web.url}/a", kind="page"))
    assert web.paths().count("/robots.txt") == 1


def test_robots_is_asked_for_again_after_a_day_and_after_trouble_sooner() -> None:
    clock = Clock()
    pages: dict[str, Page] = {"/robots.txt": in_turn(reply(b"", 500), reply(b"")), "/a": reply(PAGE)}
    with serving(pages) as web, fetching(clock=clock, sleep=clock.sleep) as fetcher:
        assert failed(fetcher.get(f"{web.url}/a", kind="page")).reason == "robots"
        assert failed(fetcher.get(f"{web.url}/a", kind="page")).reason == "robots"
        assert web.paths() == ["/robots.txt"]
        clock.now += 601
        got(fetcher.get(f"{web.url}/a", kind="page"))
        clock.now += 86_399
        got(fetcher.get(f"{web.url}/a", kind="page"))
        assert web.paths().count("/robots.txt") == 2
        clock.now += 2
        got(fetcher.get(f"{web.url}/a", kind="page"))
        assert web.paths().count("/robots.txt") == 3


def test_a_redirect_obeys_the_robots_of_where_it_leads() -> None:
    closed = reply(b"User-agent: *\nDisallow: /")
    with (
        serving({"/robots.txt": closed, "/b": reply(PAGE)}) as other,
        serving({"/a": moved(f"{other.url}/b")}) as web,
        fetching() as fetcher,
    ):
        assert failed(fetcher.get(f"{web.url}/a", kind="page")).reason == "robots"
    assert other.paths() == ["/robots.txt"]


def test_feeds_are_made_for_programs_and_need_no_robots() -> None:
    pages = {"/robots.txt": reply(b"User-agent: *\nDisallow: /"), "/feed": reply(b"<rss/>")}
    with serving(dict(pages)) as web, fetching() as fetcher:
        got(fetcher.get(f"{web.url}/feed", kind="feed"))
    assert web.paths() == ["/feed"]


def test_the_line_for_strangers_does_not_tell_what_is_open() -> None:
    with serving() as web:
        closed = web.url
    with fetching(retries=0) as open_here, Fetcher(FetchSettings()) as guarded:
        lines = {
            open_here.get(f"{closed}/", kind="page").public_message,  # type: ignore[union-attr]
            guarded.get(f"{closed}/", kind="page").public_message,  # type: ignore[union-attr]
            guarded.get("http://127.0.0.1:22/", kind="page").public_message,  # type: ignore[union-attr]
        }
    assert len(lines) == 1


def test_a_thread_that_outlives_the_fetcher_leaves_no_connection_open() -> None:
    done = threading.Event()

    def kept_open(connection: socket.socket, _: Hit) -> None:
        connection.sendall(reply(PAGE).replace(b"Connection: close", b"Connection: keep-alive"))
        done.wait(10)

    with serving({"/a": kept_open}) as web, fetching() as fetcher:
        got(fetcher.get(f"{web.url}/a", kind="page"))
        assert fetcher._wire._pool.connections, "kept for the next request"
        fetcher.close()
        got(fetcher.get(f"{web.url}/a", kind="page"))
        assert not fetcher._wire._pool.connections
        done.set()
