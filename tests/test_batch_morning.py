"""The morning page: its states, what it finds worth attention, what stands out, its size, and hostile input."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from benchmarks.newsroom import day
from hypothesis import given
from hypothesis import strategies as st
from tests.report_payloads import PAYLOADS

from framing.batch.attention import find_attention, usual_gap
from framing.batch.files import Folder
from framing.batch.morning import write_pages
from framing.batch.settings import BatchSettings
from framing.batch.spark import spark
from framing.batch.state import State
from framing.batch.unusual import LEVEL, Counted, find_unusual, two_sided
from framing.corpus.statistics import benjamini_hochberg
from framing.ingest.feeds_file import FeedLine, FeedsFile
from framing.ingest.fetched import FetchSettings

MADE = json.dumps({"framing": "0.1.0", "fast": False, "ran": {"lexicon:en": ["3", "x"]}})
TONIGHT = "2026-06-30"


class Nights:
    """A state filled by hand, and the pages made from it."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root)
        self.folder.make()
        self.state = State(root)
        self.feeds: list[str] = []
        self.number = 0

    def feed(self, name: str) -> str:
        self.feeds.append(name)
        self.state.enter_feeds([FeedLine(name=name, url=f"https://x.example/{len(self.feeds)}")], day(-90))
        return name

    def run(self, night: str, *, state: str = "complete", made: str = MADE, **told: object) -> int:
        with self.state.transaction():
            cursor = self.state.write(
                "INSERT INTO runs (night, kind, state, started, ended, seconds, feeds, feeds_read, feeds_waiting, new, "
                "changed, unchanged, withdrawn, seen, done, failed, skipped, version, made_with, config) "
                "VALUES (?, 'run', ?, ?, ?, 65, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, '0.1.0', ?, 'abc')",
                night, state, f"{night}T03:31:00Z", f"{night}T03:42:00Z", made,
            )  # fmt: skip
            for name in self.feeds:
                self.state.feed_night(int(cursor.lastrowid or 0), name, state="read")
        return int(cursor.lastrowid or 0)

    def article(
        self,
        feed: str,
        night: str,
        *,
        words: int = 600,
        counts: tuple[int, ...] = (3, 1, 1, 1, 2),
        title: str = "A title",
        key: str | None = None,
        language: str = "en",
    ) -> str:
        self.number += 1
        name = f"{self.number:016x}"
        entry = {
            "href": "x.html", "title": title, "lang": "en", "dir": "ltr", "outlet": feed, "published": "not given",
            "words": words, "checked": True, "counts": counts, "writer": sum(counts), "source": 0, "note": "",
        }  # fmt: skip
        write = self.state.write
        write(
            "INSERT INTO articles (id, key, url, feed, outlet, state, first_seen, first_night) "
            "VALUES (?, ?, 'https://x.example/', ?, ?, 'done', ?, ?)",
            name, name, feed, feed, f"{night}T03:31:00Z", night,
        )  # fmt: skip
        write(
            "INSERT INTO items (feed, key, article, first_seen, last_seen, night) VALUES (?, ?, ?, ?, ?, ?)",
            feed, name, name, night, night, night,
        )  # fmt: skip
        write(
            "INSERT INTO versions (article, number, night, fetched, title, language, words, text_sha256, text_key, "
            "document, document_sha256) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, 'd', 'd')",
            name, night, night, title, language, words, name, key or name,
        )  # fmt: skip
        write(
            "INSERT INTO scores (article, number, made_key, made_with, night, scored, report, report_sha256, analysis, "
            "analysis_sha256, entry, words, counts) VALUES (?, 1, 'm', ?, ?, ?, ?, 'r', 'a', 'a', ?, ?, ?)",
            name, MADE, night, night, f"articles/00/{name}.html", json.dumps(entry), words, json.dumps(counts),
        )  # fmt: skip
        return name

    def page(self, *, name: str = "feeds.toml") -> str:
        file = FeedsFile(
            path=name, feeds=tuple(FeedLine(name=name, url="https://x.example/") for name in self.feeds),
            settings=FetchSettings(), batch={},
        )  # fmt: skip
        return write_pages(self.folder, self.state, BatchSettings(), file, now=day(33)).read_text()

    def kinds(self, run: int) -> list[str]:
        return [one.kind for one in find_attention(self.state, run, TONIGHT, feeds_file="feeds.toml")]


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    made = Nights(tmp_path)
    yield made
    made.state.close()


def before(days: int) -> str:
    return (date.fromisoformat(TONIGHT) - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("state", "word"), [("complete", "Complete"), ("incomplete", "Incomplete"), ("failed", "Failed")]
)
def test_the_state_comes_first_and_in_words(nights: Nights, state: str, word: str) -> None:
    nights.feed("post")
    nights.run(TONIGHT, state=state)
    page = nights.page()
    body = page.partition("<main>")[0].partition("</head>")[2]
    assert f"<b>{word}.</b>" in body and "Run of Tue 30 June 2026" in body and "2 of 2 feeds read" in body


def test_a_run_under_way_is_said_above_the_last_one(nights: Nights) -> None:
    nights.feed("post")
    nights.run(before(1))
    assert "Nothing." in nights.page()
    nights.state.begin(night=TONIGHT, kind="run", now=day(33), config="x")
    page = nights.page()
    assert "<b>Running.</b>" in page and "A run is under way since" in page and "29 June 2026" in page
    facts = json.loads((nights.folder.root / "status.json").read_text())
    assert facts["state"] == "running" and facts["run"]["night"] == before(1)


def test_a_run_that_died_is_told_by_the_next(nights: Nights) -> None:
    nights.feed("post")
    nights.state.begin(night=TONIGHT, kind="run", now=day(33), config="x")
    nights.state.begin(night=TONIGHT, kind="run", now=day(33), config="x")
    nights.state.write("UPDATE runs SET state = 'failed' WHERE id = 2")
    nights.run(TONIGHT)
    assert "ended without a word; what it had stored was kept" in nights.page()


def test_before_any_run_there_is_a_page_too(nights: Nights) -> None:
    nights.feed("post")
    assert "No run has ended" in nights.page()


def test_quiet_is_measured_by_the_feeds_own_gap(nights: Nights) -> None:
    daily, weekly = nights.feed("daily"), nights.feed("weekly")
    for back in range(9, 40):
        nights.article(daily, before(back))
    for back in range(9, 80, 7):
        nights.article(weekly, before(back))
    run = nights.run(TONIGHT)
    found = find_attention(nights.state, run, TONIGHT, feeds_file="feeds.toml")
    assert [(one.kind, one.feed, one.what) for one in found] == [
        ("quiet", "daily", "no new item for 9 days; usual gap 1 day")
    ]


def test_shape_language_and_bursts(nights: Nights) -> None:
    feed = nights.feed("post")
    for back in range(1, 15):
        nights.article(feed, before(back), words=610)
    run = nights.run(TONIGHT)
    assert nights.kinds(run) == []
    for _ in range(6):
        nights.article(feed, TONIGHT, words=84, key="same", language="fi")
    assert nights.kinds(run) == ["changed shape", "new language", "duplicate burst"]
    page = nights.page()
    assert "median text 84 words, usually 610" in page and "6 articles in Finnish" in page


def test_commands_can_be_copied_whatever_the_feeds_file_is_called(nights: Nights) -> None:
    nights.feed("post")
    run = nights.run(TONIGHT)
    with nights.state.transaction():
        nights.state.write(
            "UPDATE feeds SET nights_failed = 3, fail_reason = 'dns', configured = 'https://old.example/'"
        )
        nights.state.write("INSERT INTO aliases VALUES ('post', 'https://old.example/', ?)", TONIGHT)
    found = find_attention(nights.state, run, TONIGHT, feeds_file="our feeds.toml")
    assert [one.kind for one in found] == ["failing", "moved"]
    assert all("framing feeds set 'our feeds.toml' post" in one.advice for one in found)
    assert "framing batch run &#39;our feeds.toml&#39;" in nights.page(name="our feeds.toml")


def test_a_usual_gap_needs_some_nights() -> None:
    assert usual_gap([before(n) for n in range(4, 0, -1)]) is None
    assert usual_gap([before(n) for n in range(12, 0, -2)]) == 2


# what stands out ----------------------------------------------------------------------------------------------------


def history(chance: random.Random, count: int, *, outlet: str = "post") -> list[Counted]:
    """Articles of one outlet whose counts spread twice as much as a Poisson's."""
    made = []
    for number in range(count):
        words = chance.randint(300, 1200)
        rate = chance.gammavariate(4, 0.25)
        counts = tuple(sum(chance.random() < share * rate / 100 for _ in range(words)) for share in (2, 1, 0.5, 0.3, 2))
        made.append(Counted(article=f"{outlet}{number}", outlet=outlet, words=words, counts=counts))
    return made


def test_by_chance_alone_hardly_anything_stands_out() -> None:
    found = checks = 0
    for seed in range(8):
        chance = random.Random(seed)
        result = find_unusual(history(chance, 40), history(chance, 150))
        found += len(result.found)
        checks += result.checks
    assert checks == 8 * 200 and found <= 4


def test_an_article_that_is_far_out_remains_after_correction() -> None:
    chance = random.Random(1)
    odd = Counted(article="odd", outlet="post", words=600, counts=(95, 5, 2, 1, 10))
    result = find_unusual([*history(chance, 40), odd], history(chance, 150))
    assert ("odd", "L") in [(one.article, one.family) for one in result.found]
    assert result.found[0].article == "odd" and result.checks == 205


def test_young_outlets_and_short_articles_are_not_judged() -> None:
    chance = random.Random(1)
    young = [Counted(article="y", outlet="young", words=900, counts=(90, 0, 0, 0, 0))]
    short = [Counted(article="s", outlet="post", words=299, counts=(90, 0, 0, 0, 0))]
    result = find_unusual([*young, *short], history(chance, 60))
    assert (result.checks, result.found, result.young, result.short) == (0, (), (("young", 0),), 1)


def test_the_correction_is_that_of_the_paper() -> None:
    # Benjamini & Hochberg 1995, section 3.2: four of the fifteen hypotheses are rejected at 5 %
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert np.flatnonzero(benjamini_hochberg(np.array(p)) <= LEVEL).tolist() == [0, 1, 2, 3]
    assert find_unusual([], []).found == ()


def test_the_tails_are_those_of_the_distributions() -> None:
    stats = pytest.importorskip("scipy.stats")
    for count, mean, spread in ((0, 3.0, 0.0), (9, 3.0, 0.0), (12, 4.0, 0.5), (60, 4.0, 0.2), (2, 30.0, 0.1)):
        law = stats.poisson(mean) if not spread else stats.nbinom(1 / spread, 1 / (1 + spread * mean))
        expected = min(2 * min(law.cdf(count), law.sf(count - 1)), 1)
        assert two_sided(count, mean, spread) == pytest.approx(expected, rel=1e-6)


@given(st.integers(0, 400), st.floats(0.01, 200), st.floats(0, 5))
def test_a_p_value_is_one(count: int, mean: float, spread: float) -> None:
    assert 0 <= two_sided(count, mean, spread) <= 1


def test_the_page_says_how_many_checks_there_were(nights: Nights) -> None:
    feed = nights.feed("post")
    for back in range(1, 61):
        nights.article(feed, before(back), counts=(back % 5, 1, 1, 1, 2))
    odd = nights.article(feed, TONIGHT, counts=(60, 1, 1, 1, 2), title="The reckless plan")
    nights.article(feed, TONIGHT)
    nights.run(TONIGHT)
    page = nights.page()
    assert "10 checks; 1 remains after correction for their number." in page
    assert f'<a href="../articles/00/{odd}.html"><bdi>The reckless plan</bdi></a>' in page
    nights.state.write("DELETE FROM scores WHERE article = ?", odd)
    assert "Nothing beyond chance." in nights.page()


# size, hostile input ------------------------------------------------------------------------------------------------


def test_two_hundred_feeds_and_a_thousand_articles_stay_small(nights: Nights) -> None:
    for number in range(200):
        nights.feed(f"Feed number {number} of a region with a long name")
    with nights.state.transaction():
        for number in range(1000):
            nights.article(nights.feeds[number % 200], TONIGHT, title="A headline of an ordinary length, " * 3)
            nights.article(nights.feeds[number % 200], before(number % 29 + 1))
    run = nights.run(TONIGHT, state="incomplete")
    with nights.state.transaction():
        for number in range(300):
            nights.state.failure(
                run, at=day(0), kind="failed", stage="extract", reason="no_text", message="no text " * 20, article="x",
                feed=nights.feeds[number % 200], url="https://x.example/" + "a" * 300,
            )  # fmt: skip
    page = nights.page()
    assert len(page.encode()) < 500_000, len(page.encode())
    day_page = (nights.folder.root / "runs" / TONIGHT / "index.html").read_text()
    second = (nights.folder.root / "runs" / TONIGHT / "index-2.html").read_text()
    assert all(len(one.encode()) < 500_000 and one.count("<tr>") == 501 for one in (day_page, second))


class _Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names += [f"{tag} {name}" for name, _ in attrs]


@pytest.mark.parametrize("payload", [*PAYLOADS, "{{7*7}} {% include 'x' %} ${7*7}"], ids=range(len(PAYLOADS) + 1))
def test_nothing_that_a_feed_says_becomes_markup(nights: Nights, payload: str) -> None:
    """T1, T2, T19: titles, feed names, reasons and addresses."""

    def filled(text: str) -> str:
        feed = nights.feed(text)
        nights.article(feed, TONIGHT, title=text)
        run = nights.run(TONIGHT)
        with nights.state.transaction():
            nights.state.feed_night(run, feed, state="failed", reason=text, message=text, future=2)
            nights.state.write("UPDATE feeds SET nights_failed = 5, fail_message = ?, url = ?", text, text)
            nights.state.failure(
                run,
                at=day(0),
                kind="failed",
                stage="fetch",
                reason=text,
                message=text,
                article="x",
                feed=feed,
                url=text,
            )
        page = nights.page()
        nights.feeds.clear()
        for table in ("feed_nights", "failures", "scores", "versions", "items", "articles", "feeds", "runs"):
            nights.state.write(f"DELETE FROM {table}")
        return page

    hostile, plain = _Seen(filled(payload)), _Seen(filled("A plain title"))
    links = {"a", "a href", "a rel", "a referrerpolicy"}
    assert [tag for tag in hostile.tags if tag not in links] == [tag for tag in plain.tags if tag not in links]
    assert [name for name in hostile.names if name not in links] == [n for n in plain.names if n not in links]


def test_the_page_has_its_policy_and_nothing_from_elsewhere(nights: Nights) -> None:
    nights.feed("post")
    nights.run(TONIGHT)
    page = nights.page()
    assert "default-src 'none'" in html.unescape(page) and page.count("sha256-") == 4
    assert " style=" not in page and not re.search(r'(src|href)="(?:https?:)?//', page)


def test_a_spark_has_a_bar_a_gap_and_a_line() -> None:
    made = spark([-1, 0, None, 4, 2], [3])
    assert made.told == "0 – 4 2" and made.bars.count("M") == 2 and made.gaps.count("M") == 1 and made.lines == (71.5,)
