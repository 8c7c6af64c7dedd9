"""The feeds file: every fault named at once, with its line, before anything is fetched; and OPML both ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ConfigError, IngestError
from framing.ingest.feeds_file import FeedLine, FeedsFileError, parse_feeds_file, read_feeds_file
from framing.ingest.opml import as_toml, read_opml, write_opml

from .test_cli import framing

GOOD = """
[fetch]
contact = "desk@news.example"
delay = 6

[[feed]]
url = "https://news.example/feed.xml"
outlet = "The News"

[[feed]]
name = "harbour"
url = "https://harbour.example/rss"
language = "en"

[batch]
anything = 1
"""


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(FeedsFileError) as raised:
        parse_feeds_file(text.encode() if isinstance(text, str) else text, path="feeds.toml")
    return str(raised.value).split("\n")


def test_a_good_file(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(GOOD, encoding="utf-8")
    found = read_feeds_file(tmp_path / "feeds.toml")
    assert [feed.name for feed in found.feeds] == ["https://news.example/feed.xml", "harbour"]
    assert (found.settings.contact, found.settings.delay, found.batch) == ("desk@news.example", 6.0, {"anything": 1})


def test_all_faults_at_once_and_where() -> None:
    said = faults(
        """[fetch]
contact = "me"
delay = 0
max_feed = "large"
colour = "red"

[[feed]]
url = "https://news.example/feed"
name = "one"

[[feed]]
nmae = "two"

[[feed]]
url = "https://news.example/three"
language = "English"

[extra]
"""
    )
    assert [line.partition(": ")[0] for line in said] == [
        "feeds.toml:2:1",
        "feeds.toml:3:1",
        "feeds.toml:4:1",
        "feeds.toml:5:1",
        "feeds.toml:11:1",
        "feeds.toml:12:1",
        "feeds.toml:16:1",
        "feeds.toml:18:1",
    ]
    assert "must be 5 or more" in said[1] and "feed 2: url: is missing" in said[4] and "not a known key" in said[5]


def test_faults_between_feeds() -> None:
    said = faults(
        """[fetch]
contact = "desk@news.example"
[[feed]]
url = "https://news.example/feed?utm_source=x"
name = "One"
[[feed]]
url = "https://NEWS.example/feed"
name = "one"
[[feed]]
url = "file:///etc/passwd"
"""
    )
    assert [line.split(": ", 1)[1] for line in said] == [
        "feed 2: url: the same address as feed 1",
        "feed 2: name: feed 1 has this name already",
        "feed 3: url: this address begins with file:; only http and https are fetched",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[fetch", "feeds.toml:1:1: is not TOML"),
        ("a = 1\na = 2", "feeds.toml:2:1: is not TOML"),
        ("a = 1\nb = ?\n", "feeds.toml:2:5: is not TOML"),
        (b"# \xff", "feeds.toml:1:1: is not UTF-8"),
        (b"x" * 6_000_000, "is larger than 5 MB"),
        ("", "fetch: is missing"),
        ('[fetch]\ncontact = "desk@news.example"\nfeed = []', "is not a known key"),
        ('feed = []\n[fetch]\ncontact = "desk@news.example"', "feed: "),
        (
            '[fetch]\ncontact = "desk@news.example"\nallow = ["home"]\n[[feed]]\nurl = "https://a.example/"',
            "no network",
        ),
        ('[fetch]\ncontact = "desk@news.example"\ndelay = nan\n[[feed]]\nurl = "https://a.example/"', "delay"),
        ('[fetch]\ncontact = "a@b.example\\r\\nX: y"\n[[feed]]\nurl = "https://a.example/"', "contact"),
        ("a=" + "[" * 5000, "is not TOML"),
    ],
)
def test_what_is_wrong_with_a_file(text: str | bytes, says: str) -> None:
    assert any(says in line for line in faults(text))


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigError):
            read_feeds_file(path)


def test_less_than_five_seconds_only_beside_networks_of_ones_own() -> None:
    text = '[fetch]\ncontact = "desk@news.example"\nallow = ["127.0.0.0/8"]\ndelay = 0\n[[feed]]\nurl = "http://127.0.0.1:9/f"\n'
    assert parse_feeds_file(text.encode(), path="x").settings.delay == 0


@given(st.text(max_size=200))
def test_any_text_is_a_file_or_has_faults(text: str) -> None:
    for one in (text, GOOD + text):
        try:
            parse_feeds_file(one.encode("utf-8", "replace"), path="feeds.toml")
        except FeedsFileError as error:
            assert error.problems


# --- OPML

OPML = """<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Papers">
  <outline type="rss" text="The News" xmlUrl="https://news.example/feed"/>
  <outline text="The News" xmlurl="https://news.example/other"/>
  <outline text="Again" xmlUrl="https://news.example/feed?utm_source=opml"/>
  <outline text="Odd &amp; old" xmlUrl="gopher://news.example/"/>
</outline></body></opml>"""


def test_opml_in() -> None:
    feeds, problems = read_opml(OPML.encode())
    assert [(feed.name, feed.url) for feed in feeds] == [
        ("The News", "https://news.example/feed"),
        ("The News (2)", "https://news.example/other"),
    ]
    assert len(problems) == 2 and "line 6" in problems[0] and "came before" in problems[0] and "gopher" in problems[1]


def test_opml_out_and_in_again_and_as_a_feeds_file() -> None:
    feeds = [
        FeedLine(name='N "1" \\ <&>', url="https://a.example/f?x=1&y=2", outlet="O"),
        FeedLine(name="two", url="https://b.example/"),
    ]
    again, problems = read_opml(write_opml(feeds))
    assert [feed.url for feed in again] == [feed.url for feed in feeds] and problems == ()
    text = as_toml(feeds, contact="desk@news.example")
    assert list(parse_feeds_file(text.encode(), path="x").feeds) == feeds


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not well-formed"),
        (b"<html/>", "not OPML"),
        (b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/hostname">]><opml>&a;</opml>', "document type"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>'.encode("utf-16"), "document type"),
        (b"<opml>" + b"<outline>" * 100_000, "not well-formed"),
        (b"<opml>" + b" " * 11_000_000, "10 MB"),
    ],
)
def test_hostile_opml_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(IngestError, match=says):
        read_opml(data)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_survives_a_feeds_file(name: str, outlet: str) -> None:
    feeds, _ = read_opml(write_opml([FeedLine(name="x", url="https://a.example/")]))
    made = as_toml([FeedLine(name=name, url="https://a.example/", outlet=outlet)], contact="desk@news.example")
    try:
        found = parse_feeds_file(made.encode("utf-8", "replace"), path="x").feeds
    except FeedsFileError:
        return  # a name with control characters, or too long: said, not broken
    assert len(found) == len(feeds) == 1


def test_the_file_that_the_docs_show_is_a_good_one() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "operate.md").read_text(encoding="utf-8")
    shown = [part.partition("```")[0] for part in page.split("```toml\n")[1:]]
    files = [text for text in shown if "[[feed]]" in text and "[fetch]" in text]
    assert files
    for text in files:
        assert len(parse_feeds_file(text.encode(), path="x").feeds) >= 2


def test_check_tells_the_faults_of_all_tables_one_a_line_with_the_nearest_key(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[fetch]\ncontact = "desk@news.example"\ndealy = 9\n[batch]\nminuts = 3\n[[feed]]\nurl = "htp://x"\n'
        'name = "a"\n[[feed]]\nurl = "https://news.example/rss"\nname = "b"\nlangauge = "en"\n',
        encoding="utf-8",
    )
    ran = framing("feeds", "check", path)
    assert ran.status == 2
    said = ran.err.splitlines()
    assert len(said) == 4 and all(line.startswith(f"framing: {path}:") for line in said)
    for line, words in zip(said, ("delay?", "htp:", "language?", "minutes?"), strict=True):
        assert words in line
