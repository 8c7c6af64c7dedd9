"""Web addresses given to commands, from a real server: articles out, and one clear line for each kind of failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import framing
from framing.ingest import read
from framing.ingest.fetched import FetchSettings
from framing.types import Article, Failure

from .loopback import Page, moved, quick, reply, serving

STORY = "".join(
    f"<p>The council met on Monday for the {day} time this year, and its members spoke about the harbour, the ferry "
    f"and the {thing} for two hours before they voted.</p>"
    for day, thing in (("first", "bridge"), ("second", "road"), ("third", "school"), ("fourth", "market"))
)
HTML = (
    "<html lang=en><head><title>Council votes on harbour</title>{head}</head>"
    f"<body><article><h1>Council votes on harbour</h1>{STORY}" + "{body}</article></body></html>"
)


def html(head: str = "", body: str = "") -> str:
    return HTML.replace("{head}", head).replace("{body}", body)


def one(url: str, settings: FetchSettings | None = None) -> Article | Failure:
    [found] = list(read(url, fetch=settings or quick(retries=0, total_timeout=2.0)))
    return found


def test_a_page_becomes_an_article_that_says_where_it_came_from() -> None:
    with serving({"/a": moved("/story"), "/story": reply(html())}) as web:
        article = one(f"{web.url}/a")
    assert isinstance(article, Article), article
    assert article.title == "Council votes on harbour" and "ferry" in article.text
    assert article.origin == f"{web.url}/a" and dict(article.extra)["url"] == f"{web.url}/story"


def test_a_page_cannot_claim_to_be_another_sites() -> None:
    head = '<link rel="canonical" href="https://other.example/famous">'
    with serving({"/a": reply(html(head))}) as web:
        article = one(f"{web.url}/a")
    assert isinstance(article, Article) and dict(article.extra)["url"] == f"{web.url}/a"


def test_the_header_s_charset_counts_and_plain_text_is_read() -> None:
    text = html(body="<p>Übergröße, señor: the café on the quay stays open, its owner said on Tuesday evening.</p>")
    pages: dict[str, Page] = {
        "/a": reply(text.encode("iso-8859-15"), Content_Type="text/html; charset=iso-8859-15"),
        "/b": reply("Headline\n\nThe harbour opened. It closed again.", Content_Type="text/plain"),
    }
    with serving(pages) as web:
        first, second = one(f"{web.url}/a"), one(f"{web.url}/b")
    assert isinstance(first, Article) and "Übergröße" in first.text
    assert isinstance(second, Article) and second.title == "Headline"


def test_what_a_browser_hides_is_not_evidence() -> None:
    hidden = "".join(
        f"<p {how}>A disgraceful hidden sentence that nobody reads stands here for {n} programs to find.</p>"
        for n, how in enumerate(('style="display: none"', "hidden", 'style="color:red;VISIBILITY :hidden"'))
    )
    with serving({"/a": reply(html(body=hidden))}) as web:
        article = one(f"{web.url}/a")
    assert isinstance(article, Article) and "disgraceful" not in article.text and "ferry" in article.text


def test_a_page_that_shows_its_text_only_by_a_script_is_read_all_the_same() -> None:
    page = html().replace("<article>", '<article><div style="display:none">').replace("</article>", "</div></article>")
    with serving({"/a": reply(page)}) as web:
        article = one(f"{web.url}/a")
    assert isinstance(article, Article) and "ferry" in article.text


FAILURES = {
    "/missing": (None, "fetch", "answered 404 (not found)"),
    "/gone": (reply(b"", 410), "fetch", "gone"),
    "/no": (reply(b"", 403), "fetch", "forbidden"),
    "/busy": (reply(b"", 500), "fetch", "server error"),
    "/pdf": (reply(b"%PDF", Content_Type="application/pdf"), "fetch", "is application/pdf, not a page"),
    "/empty": (reply(b""), "fetch", "is empty"),
    "/loop": (moved("/loop"), "fetch", "in a circle"),
    "/cut": (reply(b"<p>x", Content_Length="999"), "fetch", "ended before all of it had come"),
    "/feed": (reply(b"<?xml version='1.0'?><rss/>", Content_Type="text/xml"), "extract", "is a feed"),
    "/menu": (reply(b"<html><body><script>show()</script></body></html>"), "extract", "no article text"),
}


@pytest.mark.parametrize("path", FAILURES)
def test_each_failure_has_its_line(path: str) -> None:
    page, stage, says = FAILURES[path]
    with serving({path: page} if page is not None else {}) as web:
        failure = one(web.url + path)
    assert isinstance(failure, Failure) and failure.stage == stage and says in failure.message
    assert "\n" not in failure.message


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(framing.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-m", "framing", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": source, **environment},
    )


def test_the_command_reads_a_page_of_ones_own_network_only_when_it_is_told_to() -> None:
    with serving({"/a": reply(html()), "/robots.txt": reply(b"User-agent: *\nDisallow: /closed")}) as web:
        refused = run("analyze", "--fast", f"{web.url}/a")
        assert refused.returncode == 4 and "not on the public internet (this machine)" in refused.stderr
        assert web.hits == []
        addresses = [f"{web.url}/a", f"{web.url}/closed"]
        told = {"FRAMING_ALLOW_NETWORKS": "127.0.0.0/8", "FRAMING_CONTACT": "desk@news.example"}
        done = run("analyze", "--fast", "--json", *addresses, **told)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["article"]["origin"] == f"{web.url}/a"
    assert "robots.txt does not allow it" in done.stderr
    assert all("desk@news.example" in hit.headers["user-agent"] for hit in web.hits)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("FRAMING_ALLOW_NETWORKS", "home", "is no network"), ("FRAMING_CONTACT", "me", "must be an e-mail address")],
)
def test_wrong_settings_are_told_before_anything_is_read(name: str, value: str, says: str) -> None:
    done = run("analyze", "--fast", "https://news.example/a", **{name: value})
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.strip().split("\n")) == 1
