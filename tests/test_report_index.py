"""The index of a folder of reports, and the names of its pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import IndexEntry, index_entry, index_pages, page_name, render_index
from framing.report.names import slug
from framing.types import Article, Failure

from .report_pages import Page
from .report_stories import STORIES, finnish, harbour

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{12}\.html")


@given(st.text(max_size=500), st.text(max_size=50))
def test_page_names_are_safe_everywhere(title: str, identity: str) -> None:
    name = page_name(Article(id=identity, text="x", title=title))
    assert _NAME.fullmatch(name)
    assert len(name) <= 60 + 1 + 12 + 5


@pytest.mark.parametrize(
    "title",
    [
        "../../x",
        "..",
        ".",
        "",
        "CON",
        "a\0b",
        "x" * 400,
        "島" * 255,
        "\u202egpj",
        "-rf",
        "café",
        "cafe\u0301",
        "/",
        "a.html",
    ],
)
def test_hard_titles(title: str) -> None:
    name = page_name(Article(id="1", text="x", title=title))
    assert _NAME.fullmatch(name)
    assert not name.startswith("-")


def test_slugs() -> None:
    assert slug("Island council slams mainland!") == "island-council-slams-mainland"
    assert slug("島") == "article"
    assert slug("Zwölf Boxkämpfer") == "zwolf-boxkampfer"
    assert len(slug("word " * 100)) <= 60


def test_names_differ_where_articles_do() -> None:
    def name(identity: str, text: str, title: str = "One") -> str:
        return page_name(Article(id=identity, text=text, title=title))

    assert name("1", "x") == name("1", "x")
    assert len({name("1", "x"), name("2", "x"), name("1", "y")}) == 3
    assert len({name(t, "x", t).lower() for t in ("Story", "STORY", "story")}) == 3
    assert name("1", "café") != name("1", "cafe\u0301")


def test_the_index_lists_failures_first_and_its_counts_add_up() -> None:
    entries = [index_entry(make()) for make in STORIES.values()]
    failures = [
        Failure(origin="/home/wilhelmina/junk.bin", stage="read", message="this is not text"),
        Failure(origin="https://a.example/b", stage="extract", message="no article text found"),
    ]
    source = render_index(entries, failures=failures, data=[("findings.csv", "one row a finding")])
    page = Page(source)
    assert f"{len(entries) + 2} inputs: {len(entries)} articles analysed, 2 not." in page.text
    assert source.index("this is not text") < source.index("Island council")
    assert "wilhelmina" not in source
    assert "findings.csv" in page.links
    hrefs = [attrs["href"] for tag, attrs in page.tags if tag == "a" and _NAME.fullmatch(attrs["href"])]
    assert len(hrefs) == len(entries)


def test_an_article_that_was_not_checked_has_no_zeros() -> None:
    source = render_index([index_entry(finnish())])
    row = Page(source).text.partition("Sources")[2]
    assert "not checked" in row
    assert " 0 " not in row.partition("Made by")[0]


def test_an_empty_index_says_so() -> None:
    assert "No article was analysed." in Page(render_index([])).text
    assert "0 inputs: 0 articles analysed, 0 not." in Page(render_index([])).text


def test_more_than_five_hundred_rows_make_several_pages() -> None:
    entry = index_entry(harbour())
    pages = dict(index_pages([entry] * 1001, failures=[Failure(origin="x", stage="read", message="bad")]))
    assert list(pages) == ["index.html", "index-2.html", "index-3.html"]
    assert "Page 2 of 3" in Page(pages["index-2.html"]).text
    assert "Articles 501 to 1,000 of 1,001" in Page(pages["index-2.html"]).text
    rows = [sum(tag == "tr" for tag, _ in Page(page).tags) for page in pages.values()]
    assert rows == [1 + 500 + 2, 1 + 500, 1 + 1]
    assert "index-3.html" in Page(pages["index.html"]).links
    with pytest.raises(ValueError, match="page 4"):
        render_index([entry] * 1001, page=4)


def test_a_page_of_the_index_stays_within_its_cap_with_the_longest_titles_and_many_failures() -> None:
    long = harbour()
    article = replace(long.article, title="<&>'\" " * 60, outlet="& " * 500, notes=("n&" * 400,))
    failures = [Failure(origin="https://a.example/" + "x" * 300, stage="read", message="m" * 300)] * 5000
    pages = dict(index_pages([index_entry(replace(long, article=article))] * 600, failures=failures))
    assert all(len(page.encode()) < 1_000_000 for page in pages.values())
    assert len(dict(index_pages([index_entry(long)] * 600))["index.html"].encode()) < 400_000
    assert "5,000 inputs gave no report; the first 200 of them, all are in failures.csv" in pages["index.html"]


def test_the_entry_keeps_no_text() -> None:
    entry = index_entry(harbour())
    assert isinstance(entry, IndexEntry)
    assert "footnote" not in repr(entry)
    assert (entry.writer, entry.source) == (19, 2)


def test_the_same_article_twice_is_said() -> None:
    entry = index_entry(harbour())
    assert Page(render_index([entry, entry])).text.count("same id and text as a row above; one page") == 1
