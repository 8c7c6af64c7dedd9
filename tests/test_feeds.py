"""Feeds as publishers write them, and as attackers would: what is read, what is refused, and that nothing hangs."""

from __future__ import annotations

import json
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.feed import Feed, read_feed
from framing.ingest.feed_items import date_of, make_entries
from framing.ingest.feed_parse import RawItem

URL = "https://news.example/feed.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def feed(*items: str, head: str = "<title>News</title><link>https://news.example/</link>") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{inner}</channel></rss>'.encode()


def read(body: bytes | str, **options: object) -> Feed:
    found = read_feed(body.encode() if isinstance(body, str) else body, url=URL, now=NOW, **options)  # type: ignore[arg-type]
    assert found.read == len(found.entries) + len(found.rejected) + found.repeated + found.tossed
    return found


def item(title: str = "A", link: str | None = "https://news.example/a", guid: str | None = None, date: str = "") -> str:
    parts = [f"<title>{title}</title>", f"<link>{link}</link>" if link is not None else ""]
    return "".join([*parts, f"<guid>{guid}</guid>" if guid else "", f"<pubDate>{date}</pubDate>" if date else ""])


def test_an_item_has_what_a_night_needs() -> None:
    found = read(
        feed(item("Harbour &amp;amp; &lt;b&gt;ferry&lt;/b&gt;", guid="g1", date="Mon, 23 Nov 2026 08:00:00 +0200"))
    )
    assert (found.title, found.kind, found.fault, found.problems) == ("News", "rss20", None, ())
    [entry] = found.entries
    assert (entry.key, entry.link, entry.title) == ("g1", "https://news.example/a", "Harbour & ferry")
    assert (entry.published, entry.raw_date) == ("2026-11-23T06:00:00+00:00", "Mon, 23 Nov 2026 08:00:00 +0200")


# --- identity (F15)


def test_a_guid_that_all_items_share_names_none_of_them() -> None:
    found = read(feed(*(item(f"T{n}", f"https://news.example/{n}", guid="same") for n in range(3))))
    assert [entry.key for entry in found.entries] == [f"https://news.example/{n}" for n in range(3)]
    assert found.repeated == 0 and "share their guid" in found.problems[0]


def test_a_guid_of_its_own_wins_over_a_link_that_changes() -> None:
    first, second = (read(feed(item(link=f"https://news.example/{slug}", guid="g"))) for slug in ("old", "new"))
    assert first.entries[0].key == second.entries[0].key
    assert first.entries[0].canonical != second.entries[0].canonical


def test_the_same_item_twice_is_one_and_is_counted() -> None:
    found = read(feed(item(), item(), item(link="https://news.example/a?utm_source=rss")))
    assert (len(found.entries), found.repeated) == (1, 2)


def test_items_without_guid_go_by_their_canonical_link() -> None:
    found = read(feed(item(link="https://news.example/a?utm_medium=x#top"), item(link="https://news.example/?p=2")))
    assert [entry.key for entry in found.entries] == ["https://news.example/a", "https://news.example/?p=2"]
    assert found.entries[0].link == "https://news.example/a?utm_medium=x#top"


# --- links (F16)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (None, "no link"),
        ("", "no link"),
        ("https://news.example/" + "x" * 3000, "link too long"),
        ("javascript:alert(1)", "link scheme"),
        ("mailto:a@news.example", "link scheme"),
        ("file:///etc/passwd", "link scheme"),
        ("https://", "link scheme"),
        ("http://user:pw@news.example/", "link scheme"),
        ("http://[::1", "relative link"),
    ],
)
def test_an_item_that_leads_nowhere_is_named_with_its_reason(link: str | None, reason: str) -> None:
    found = read(feed(item("Lost", link), item("Kept")))
    assert [entry.title for entry in found.entries] == ["Kept"]
    assert [(item.title, item.reason) for item in found.rejected] == [("Lost", reason)]


def test_relative_links_are_resolved_and_told() -> None:
    found = read(feed(item("A", "/a"), item("B", "//cdn.example/b"), item("C", "c?x=1")))
    assert [entry.link for entry in found.entries] == [
        "https://news.example/a",
        "https://cdn.example/b",
        "https://news.example/c?x=1",
    ]
    assert any("3 links are relative" in line for line in found.problems)


def test_a_guid_that_is_an_address_stands_in_for_a_link() -> None:
    found = read(feed("<title>A</title><guid>https://news.example/p</guid>"))
    assert found.entries[0].link == "https://news.example/p"


# --- dates (F10)


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("Mon, 23 Nov 2026 08:00:00 GMT", "2026-11-23T08:00:00+00:00"),
        ("2026-11-23T08:00:00-05:00", "2026-11-23T13:00:00+00:00"),
        ("Wed, 25 Nov 2026 08:00:00 GMT", "2026-11-25T08:00:00+00:00"),
        ("Mon, 23 Nov 2099 08:00:00 GMT", None),
        ("Mon, 01 Jan 0000 00:00:00 GMT", None),
        ("9999-12-31T23:59:59Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("2026-11-23T08:00:00+99:00", None),
        ("2026-13-45T08:00:00Z", None),
        ("yesterday", None),
        ("9" * 500, None),
    ],
)
def test_an_absurd_date_is_none_and_kept_as_it_stands(raw: str, published: str | None) -> None:
    [entry] = read(feed(item(date=raw))).entries
    assert entry.published == published
    assert entry.raw_date == raw


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_date_is_a_sane_one_or_none(value: str, raw: str) -> None:
    found = date_of(value, raw=raw, now=NOW)
    assert found is None or "1990" <= found[:4] <= "2026"


# --- many items (F14)


def test_of_ten_thousand_items_the_newest_two_thousand_are_kept() -> None:
    items = [
        item(
            f"T{n}",
            f"https://news.example/{n}",
            guid=f"g{n}",
            date=f"2026-{1 + n // 1000:02}-01T00:{n // 60 % 60:02}:{n % 60:02}Z",
        )
        for n in range(10_000)
    ]
    began = time.monotonic()
    found = read(feed(*items), timeout=60)
    assert (found.read, len(found.entries), found.tossed) == (10_000, 2000, 8000)
    assert min(entry.published or "" for entry in found.entries) >= "2026-09"
    assert time.monotonic() - began < 60


def test_undated_items_are_kept_in_the_order_of_the_feed() -> None:
    raw = [
        RawItem(
            guid=None,
            link=f"https://news.example/{n}",
            base=None,
            title=None,
            date=None,
            raw_date=None,
            authors=[],
            summary=None,
        )
        for n in range(30)
    ]
    entries, _, _, tossed, _ = make_entries(raw, url=URL, site=None, most=10, now=NOW)
    assert [entry.link for entry in entries] == [f"https://news.example/{n}" for n in range(10)] and tossed == 20


# --- damage (F17)


@pytest.mark.parametrize(
    "body",
    [
        feed(item("A&nbsp;B")),
        feed(item("A\x08B")),
        feed(item()) + b"<script>junk</script>",
        b"\n\n  " + feed(item()),
        feed("<title><![CDATA[open</title><link>https://news.example/a</link>"),
        feed(item()).replace(b"</channel></rss>", b""),
        feed(item("A & B")),
        feed(item()).replace(b"<item>", b"<item><p>").replace(b"</item>", b"<br></item>"),
        feed(item()).replace(b'<?xml version="1.0"?>', b"<?xml version='1.0' encoding='nonsense'?>"),
        b"<rss><channel><item><title>A</title><link>https://news.example/a</link>",
    ],
    ids="entity control junk-after blank-before open-cdata cut-off ampersand html-inside encoding bare".split(),
)
def test_damaged_feeds_are_read(body: bytes) -> None:
    found = read(body)
    assert found.fault is None and found.read == 1


@pytest.mark.parametrize("name", ["entity", "control", "cut-off"])
def test_damage_is_told(name: str) -> None:
    body = {"entity": feed(item("A&nbsp;B")), "control": feed(item("A\x08B")), "cut-off": feed(item())[:-20]}[name]
    assert read(body).problems


# --- what is no feed (F18)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "html"),
        (b"\xef\xbb\xbf<!-- x --><html lang=en><head><title>Just a moment...</title>", "html"),
        (b"<HTML><body><rss>", "html"),
        (b"hello", "not_a_feed"),
        (b'{"error": "no"}', "not_a_feed"),
        (b"[1, 2]", "not_a_feed"),
        (b"[" * 100_000, "not_a_feed"),
        (b'{"items":' * 50_000, "not_a_feed"),
        (b"<?xml version='1.0'?><sitemapindex/>", "not_a_feed"),
        (bytes(range(256)) * 10, "not_a_feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, fault: str) -> None:
    found = read(body)
    assert found.fault == fault and found.message and "\n" not in found.message
    assert found.entries == ()


def test_a_feed_without_items_is_a_feed() -> None:
    found = read(feed())
    assert (found.fault, found.read) == (None, 0)


# --- encodings (F19) and odd characters (F20)

TITLE = "Żółw — “naïve” 東京 Привет"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(codec: str) -> None:
    text = (
        feed(item(TITLE))
        .decode()
        .replace("?>", f" encoding='{codec.replace('-sig', '').replace('-le', '').replace('-be', '')}'?>", 1)
    )
    assert read(text.encode(codec)).entries[0].title == TITLE


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("windows-1251", "windows-1251", None),
        ("windows-1251", "utf-8", "text/xml; charset=windows-1251"),
        ("koi8-r", "koi8-r", None),
        ("utf-8", "iso-8859-1", "application/rss+xml; charset=utf-8"),
    ],
)
def test_declared_and_wrongly_declared_encodings(codec: str, declared: str, header: str | None) -> None:
    text = feed(item("Привет, гавань")).decode().replace("?>", f" encoding='{declared}'?>", 1)
    found = read(text.encode(codec), headers={"content-type": header} if header else None)
    assert found.entries[0].title == "Привет, гавань"


def test_letters_that_are_lost_are_told() -> None:
    wrong = feed(item("Привет, гавань")).decode().replace("?>", " encoding='utf-8'?>", 1).encode("windows-1251")
    assert any("declared as utf-8" in line for line in read(wrong).problems)
    lost = read(feed(item("Harb\ufffd\ufffdr")))
    assert any("2 letters of its titles could not be decoded" in line for line in lost.problems)


def test_texts_are_clean_lines() -> None:
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T\u0000\ud800",
            "items": [
                {
                    "id": 7,
                    "url": "https://news.example/a",
                    "title": "a\n\u0007b\ud83d \u202ex",
                    "authors": [{"name": "N\r\n"}, 3],
                },
                {
                    "id": "8",
                    "external_url": "https://other.example/b",
                    "content_html": "<p>x</p>",
                    "date_published": True,
                },
                "no item",
            ],
        }
    )
    found = read(body)
    assert found.kind == "json" and found.read == 2
    first, second = found.entries
    assert (first.key, first.authors) == ("7", ("N",))
    assert first.title is not None and "\n" not in first.title and "\x07" not in first.title
    first.title.encode()
    assert (second.link, second.summary, second.published) == ("https://other.example/b", "x", None)


# --- attacks (T8, and the parser's own weak places)

ENTITIES = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "lol">{ENTITIES}]>',
        '<!DOCTYPE r [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; <!ENTITY l9 "x">]>',
        f'<!DOCTYPE r [<!ENTITY l9 "{"A" * 100_000}">]>',
    ],
    ids="laughs file network quadratic".split(),
)
def test_entities_neither_expand_nor_read_files(doctype: str) -> None:
    many = "&l9;" * (1000 if "AAA" in doctype else 1)
    body = feed(item(f"before {many} after")).decode().replace("?>", f"?>{doctype}", 1)
    secret = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "no-such-name"
    read(feed(item()))  # the process runs
    began = time.monotonic()
    found = read(body)
    assert time.monotonic() - began < 10  # seconds on an idle machine are tenths
    shown = repr(found)
    assert (not secret or f" {secret} " not in shown) and len(shown) < 10_000


def test_a_feed_that_hangs_the_first_parser_is_read_by_the_second() -> None:
    """The first parser's search for an e-mail address in an author's name takes quadratic time."""
    body = feed(item("A") + f"<author>{'a' * 400_000}</author>", item("B", "https://news.example/b"))
    began = time.monotonic()
    found = read(body, timeout=6)
    assert time.monotonic() - began < 12
    assert [entry.title for entry in found.entries] == ["A", "B"]


@pytest.mark.parametrize(
    "body",
    [
        feed("<a>" * 100_000),
        feed(item("<" * 200_000)),
        feed("<x " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"),
        b"<rss>" + b"<!--" * 200_000,
        b"<rss version='2.0'><channel>" + b"<item>" * 50_000,
        b"<?xml version='1.0'?>" + b"<![CDATA[" * 100_000,
        feed(item("&" * 200_000)),
    ],
    ids="deep brackets attributes comments items cdata ampersands".split(),
)
def test_nothing_hangs_or_breaks_the_caller(body: bytes) -> None:
    began = time.monotonic()
    found = read(body, timeout=8)
    assert time.monotonic() - began < 14
    assert found.fault is None or found.message


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_are_a_feed_or_none(data: bytes) -> None:
    for body in (data, b"<rss version='2.0'><channel><item><title>" + data, b'{"items":[' + data):
        read(body)


# --- other people's feeds


@pytest.mark.data
@pytest.mark.skipif(not (DATA / "feeds_gofeed.tar.gz").exists(), reason="../shared/data is not here")
def test_gofeeds_files_give_the_number_of_items_that_gofeed_expects() -> None:
    from benchmarks.feeds import expected_items, files, pairs

    compared = same = 0
    for name, body, expected in pairs(files(DATA / "feeds_gofeed.tar.gz")):
        began = time.monotonic()
        found = read(body)
        assert time.monotonic() - began < 5, name
        if expected is not None:
            compared += 1
            same += found.read == len(expected_items(expected))
    assert compared > 500 and same >= 0.95 * compared


@pytest.mark.data
@pytest.mark.skipif(not (DATA / "feeds_real.tar.xz").exists(), reason="../shared/data is not here")
def test_real_feeds_are_all_read() -> None:
    with tarfile.open(DATA / "feeds_real.tar.xz") as packed:
        bodies = [found.read() for member in packed if member.isfile() and (found := packed.extractfile(member))]
    found = [read(body) for body in bodies]
    assert len(found) == 100
    assert all(feed.fault is None and feed.entries for feed in found)
