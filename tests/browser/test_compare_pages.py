"""The compare page in a reader's browser: accessible in every mode, nothing over the side, nothing from elsewhere."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from framing.compare.comparison import compare
from framing.compare.pages import EventEntry, render_comparison, render_events

from ..report_stories import arabic, harbour, heavy, measured
from ..test_compare import comparison
from .conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = ("event", "arabic", "six", "events")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("compare")
    named = [
        replace(one, article=replace(one.article, id=f"i{n}", outlet=outlet))
        for n, (one, outlet) in enumerate(
            (
                (harbour(), "Alpha"),
                (heavy(40), "Beta"),
                (arabic(), "العربية اليوم"),
                (measured(), "Delta"),
                (harbour(), "Epsilon"),
                (heavy(60), "Zeta"),
            )
        )
    ]
    entry = EventEntry(href="a.html", about="Lena Orr", outlets=("Alpha", "Beta"), why="Grouped because …")
    for name, page in {
        "event": render_comparison(comparison(), hrefs=("a.html", None, "b.html", None), generated="2031-11-01"),
        "arabic": render_comparison(
            compare([replace(arabic(), article=replace(arabic().article, id=x, outlet=x)) for x in ("واحد", "اثنان")])
        ),
        "six": render_comparison(compare(named, keep_wire=True), index="events.html"),
        "events": render_events([entry], alone=["One", "Two"], articles=4),
    }.items():
        (made / f"{name}.html").write_text(page, encoding="utf-8")
    return made


@pytest.mark.parametrize("mode", ["light", "dark", "print", "forced", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, mode: str) -> None:
    browser.open(
        folder / f"{name}.html",
        dark=mode == "dark",
        printed=mode == "print",
        forced=mode == "forced",
        width=320 if mode == "phone" else 1280,
    )
    assert browser.axe() == []


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_over_the_side(browser: Browser, folder: Path, name: str, width: int) -> None:
    browser.open(folder / f"{name}.html", width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.logs() == []


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_page(browser: Browser, folder: Path, name: str) -> None:
    page = folder / f"{name}.html"
    browser.open(page)
    assert [url for url in browser.requests() if url != page.as_uri()] == []


def test_on_a_phone_one_article_stands_below_the_other(browser: Browser, folder: Path) -> None:
    tops = "return [...document.querySelectorAll('.head')].map((e) => e.getBoundingClientRect().left)"
    browser.open(folder / "event.html", width=320)
    assert len(set(browser.run(tops))) == 1
    turn = "return getComputedStyle(document.querySelector('.turn')).display"
    assert browser.run(turn) == "flex"
    browser.open(folder / "event.html", width=1280)
    assert len(set(browser.run(tops))) > 1
    assert browser.run(turn) == "none"


def test_it_prints_with_its_sentences(browser: Browser, folder: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    browser.open(folder / "event.html")
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(browser.pdf())).pages)
    assert "in the shared copy" in " ".join(words.split())
    assert "A mob of motorists" in " ".join(words.split()), "folded sentences are printed"
