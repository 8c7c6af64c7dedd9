"""The pages of a corpus as a browser shows them: accessible in every mode, within the window, without a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.corpus.pages import CorpusPages, data_page
from framing.corpus.store import CorpusStore
from framing.export.tables import TableWriter
from framing.lexicon import load
from framing.pipeline import analyze_all
from framing.report import index_entry, index_pages, render_article
from framing.scoring import build
from framing.types import Article, Failure

from ..corpus_articles import rows
from ..test_reference import compared
from .conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = ("index", "outlets", "words", "words-of-one", "names", "sources", "data", "arabic", "compared")
RTL_NAME = "صحيفة الميناء"


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus-pages")
    scorers = build(load(), fast=True)
    articles = [
        Article(
            id=row["id"],
            text=row["text"],
            outlet=RTL_NAME if row["outlet"].startswith("Corran") else row["outlet"],
            published=row["published"],
            language="en",
        )
        for row in rows(11)
    ]

    def write(name: str, page: str) -> None:
        (folder / name).write_text(page, encoding="utf-8")

    failures = [Failure(origin="/somewhere/junk.bin", stage="read", message="this is not text")]
    with CorpusStore(folder) as store:
        with TableWriter(folder) as tables:
            for analysis in analyze_all(articles, scorers, fast=True):
                tables.add(analysis)
                store.add(analysis, index_entry(analysis))
            view = CorpusPages(store, tables, write, generated="2031-06-03").make(failures)
            tables.fail(failures)
        write("data.html", data_page(tables.known))
        for name, page in index_pages(store.entries, failures=failures, data=tables.described, corpus=view):
            write(name, page)
    one, arabic = next(folder.glob("words-birch-*.html")), next(folder.glob("words-article-*.html"))
    write("words-of-one.html", one.read_text(encoding="utf-8"))
    write("arabic.html", arabic.read_text(encoding="utf-8").replace('<html lang="en">', '<html lang="en" dir="rtl">'))
    write("compared.html", render_article(compared()))
    return folder


@pytest.mark.parametrize("mode", ["light", "dark", "print", "phone", "forced"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_stays_in_its_window(
    browser: Browser, corpus: Path, name: str, mode: str
) -> None:
    page = corpus / f"{name}.html"
    browser.open(
        page,
        width=320 if mode == "phone" else 1280,
        dark=mode == "dark",
        printed=mode == "print",
        forced=mode == "forced",
    )
    assert browser.axe() == []
    if mode != "print":
        assert browser.run("return document.documentElement.scrollWidth") <= (320 if mode == "phone" else 1280)
    assert [url for url in browser.requests() if url != page.as_uri()] == []
    assert browser.logs() == []


def test_charts_are_drawn_and_few_articles_are_grey(browser: Browser, corpus: Path) -> None:
    browser.open(corpus / "outlets.html")
    assert browser.run("return document.querySelectorAll('td.dots svg circle').length") > 10
    assert browser.run("return document.querySelectorAll('td.dots svg .band').length") > 10
    grey = browser.run("return getComputedStyle(document.querySelector('.few th')).color")
    assert grey != browser.run("return getComputedStyle(document.querySelector('.total th')).color")
    assert "few" in browser.run("return document.querySelector('.few td').textContent")


def test_a_line_of_context_leads_to_its_sentence(browser: Browser, corpus: Path) -> None:
    browser.open(corpus / "words-of-one.html")
    link = browser.run("return document.querySelector('.lines a').getAttribute('href')")
    assert "#s" in link
    assert browser.run("return document.querySelector('.lines a b').textContent")


def test_it_can_be_printed(browser: Browser, corpus: Path) -> None:
    import io

    pypdf = pytest.importorskip("pypdf")
    browser.open(corpus / "words-of-one.html")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(browser.pdf())).pages)
    assert "Log-odds" in text
