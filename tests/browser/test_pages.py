"""The pages as a reader's browser shows them: accessible, complete, still, and without a request to anywhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from framing.report import index_entry, render_article, render_fragment, render_index, render_pages
from framing.types import Analysis, Article, Failure

from ..report_pages import page_lines, visible_lines
from ..report_payloads import PAYLOADS, hostile, hostile_failure
from ..report_stories import STORIES, arabic, build, harbour, heavy, measured
from .conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = (*(name for name in STORIES if name != "heavy"), "index", "long", "spread", "spread2")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for name, make in STORIES.items():
        (made / f"{name}.html").write_text(render_article(make(), generated="2031-06-03"), encoding="utf-8")
    (made / "long.html").write_text(render_article(heavy(155)), encoding="utf-8")
    for (_, page), name in zip(render_pages(heavy(400), data="analyses.jsonl"), ("spread", "spread2"), strict=False):
        (made / f"{name}.html").write_text(page, encoding="utf-8")
    (made / "excerpts.html").write_text(render_article(harbour(), excerpts=True), encoding="utf-8")
    junk = Failure(origin="/somewhere/junk.bin", stage="read", message="this is not text")
    index = render_index(
        [index_entry(make()) for make in STORIES.values()],
        failures=[junk, hostile_failure("https://a.example/b")],
        data=[("findings.csv", "one row a finding")],
        generated="2031-06-03",
    )
    (made / "index.html").write_text(index, encoding="utf-8")
    return made


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, mode: str) -> None:
    browser.open(folder / f"{name}.html", dark=mode == "dark", printed=mode == "print")
    assert browser.axe() == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_phone(browser: Browser, folder: Path, name: str) -> None:
    browser.open(folder / f"{name}.html", width=320)
    assert browser.axe() == []


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("name", (*PAGES, "excerpts", "heavy"))
def test_nothing_runs_over_the_side(browser: Browser, folder: Path, name: str, width: int) -> None:
    browser.open(folder / f"{name}.html", width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    wide = browser.run(
        "return [...document.querySelectorAll('main *, header *, footer *')].filter((e) => !e.closest('.scroll, .skip')"
        " && e.getBoundingClientRect().width && (e.getBoundingClientRect().right > innerWidth + 1"
        " || e.getBoundingClientRect().left < -1)).map((e) => e.outerHTML.slice(0, 120))"
    )
    assert wide == []


@pytest.mark.parametrize("name", (*PAGES, "heavy"))
def test_no_request_leaves_the_page_and_the_policy_holds(browser: Browser, folder: Path, name: str) -> None:
    page = folder / f"{name}.html"
    browser.open(page)
    assert [url for url in browser.requests() if url != page.as_uri()] == []
    assert browser.logs() == []


@pytest.mark.parametrize("name", [name for name in PAGES if name in STORIES])
def test_the_marked_text_is_the_article(browser: Browser, folder: Path, name: str) -> None:
    browser.open(folder / f"{name}.html")
    shown = browser.run("return [...document.querySelectorAll('[data-text]')].map((e) => e.textContent)")
    assert page_lines(shown) == visible_lines(STORIES[name]().article.text)


def test_hard_characters_survive_the_browser(browser: Browser, tmp_path: Path) -> None:
    lines = ["a\rb", "\u202eabc\u202c d", "tab\tand \x0b\x0c\x01\x85", "😀𐍈 \u2028\u2029"]
    lines += ["<b>&amp;</b> &#13;", "nul\0nul", "\ufeffx\u200f"]
    analysis = Analysis(article=Article(id="x", text="\n".join(lines)), sentences=(), scores=())
    page = tmp_path / "hard.html"
    page.write_bytes(render_article(analysis).encode())
    browser.open(page)
    shown = browser.run("return [...document.querySelectorAll('[data-text]')].map((e) => e.textContent)")
    assert page_lines(shown) == visible_lines(analysis.article.text)


def test_copied_text_holds_no_letter_and_no_number(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html")
    copied = browser.run(
        "const p = document.querySelector('#s10').parentElement; const s = getSelection(); s.selectAllChildren(p);"
        "return s.toString()"
    )
    story = harbour()
    assert copied.strip() == story.sentences[9].span.text(story.article.text)


def test_a_letter_is_printed_behind_every_mark(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html")
    letters = browser.run(
        "return [...document.querySelectorAll('[data-text] mark[data-k]')].map((e) =>"
        " getComputedStyle(e, '::after').content.includes(e.dataset.k))"
    )
    assert len(letters) == 23 and all(letters)


def test_families_differ_by_line_and_sources_have_no_tint(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html")
    styles = browser.run(
        "return Object.fromEntries(['L','F','A','P','H'].map((k) => [k,"
        " getComputedStyle(document.querySelector('[data-text] mark.' + k)).textDecorationStyle]))"
    )
    assert styles == {"L": "solid", "F": "double", "A": "dashed", "P": "wavy", "H": "dotted"}
    tints = browser.run(
        "return [...document.querySelectorAll('[data-text] mark')].map((e) =>"
        " [e.classList.contains('t'), getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)'])"
    )
    assert all(wanted == seen for wanted, seen in tints)
    assert {wanted for wanted, _ in tints} == {True, False}


def test_the_boxes_switch_marks_and_notes_off(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html")
    drawn = (
        "return [...document.querySelectorAll('[data-text] mark.L')].filter((e) =>"
        " getComputedStyle(e).textDecorationLine !== 'none').length"
    )
    listed = "return [...document.querySelectorAll('.note .i.L')].filter((e) => e.offsetParent).length"
    assert browser.run(drawn) == 8
    before = browser.run(listed)
    browser.run("document.querySelector('#on-L').click()")
    assert browser.run(drawn) == 0
    assert browser.run(listed) == 0 < before
    browser.run("document.querySelector('#on-L').click(); document.querySelector('#on-source').click()")
    assert browser.run(drawn) == 6
    browser.run("document.querySelector('#off-all').click()")
    assert browser.run(drawn) == 0


def test_tab_stops_are_one_a_marked_sentence(browser: Browser, folder: Path) -> None:
    browser.open(folder / "heavy.html")
    marked = browser.run("return document.querySelectorAll('.ref').length")
    stops = browser.run(
        "return [...document.querySelectorAll('#text a, #text input')].filter((e) => e.tabIndex >= 0).length"
    )
    assert stops <= marked + 10


def test_targets_are_large_enough(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html", width=320)
    small = browser.run(
        "const small = (e) => ((r) => r.height && (r.height < 24 || r.width < 24))(e.getBoundingClientRect());"
        "return [...document.querySelectorAll('button, label, nav a, td a')].filter(small).map((e) => e.outerHTML)"
    )
    assert small == []


def test_folded_parts_are_printed(browser: Browser, folder: Path) -> None:
    browser.open(folder / "heavy.html")
    assert browser.run("return document.querySelector('details').open") is False
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("return document.querySelector('details').open") is True
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("return document.querySelector('details').open") is False


@pytest.mark.parametrize("name", ["harbour", "arabic", "index"])
def test_it_can_be_printed_without_backgrounds(browser: Browser, folder: Path, name: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    browser.open(folder / f"{name}.html")
    pages = pypdf.PdfReader(io.BytesIO(browser.pdf())).pages
    words = " ".join(page.extract_text() for page in pages)
    assert 1 <= len(pages) <= 14
    if name == "harbour":
        assert "arrogant" in words
        assert "No marks at all" not in words, "what is of use on a screen only is left out"
        assert "https://harbour-daily.example/2031/ferries" in words, "a link prints its address"
        for note in ("an adjective that judges people", "claims that everyone agrees"):
            assert note in " ".join(words.split())


def test_forced_colours_keep_lines_and_letters(browser: Browser, folder: Path) -> None:
    browser.open(folder / "harbour.html", forced=True)
    assert browser.axe() == []
    lines = browser.run(
        "return [...document.querySelectorAll('[data-text] mark')].map((e) => getComputedStyle(e).textDecorationLine)"
    )
    assert set(lines) == {"underline"}


def test_the_page_works_without_its_script(browser: Browser, folder: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(folder / "harbour.html")
        hidden = browser.driver.execute_cdp_cmd("DOM.getDocument", {"depth": -1})
        assert "print" in str(hidden)
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.open(folder / "harbour.html")
    assert browser.run("return document.getElementById('print').hidden") is False


@pytest.mark.parametrize("kind", ["article", "index", "fragment"])
def test_payloads_stay_inert(browser: Browser, tmp_path: Path, kind: str) -> None:
    for number, payload in enumerate(PAYLOADS):
        page = tmp_path / f"{kind}{number}.html"
        if kind == "article":
            source = render_article(hostile(payload), generated=payload)
        elif kind == "index":
            source = render_index([index_entry(hostile(payload))], failures=[hostile_failure(payload)], title=payload)
        else:
            source = f"<!doctype html><meta charset=utf-8><title>x</title>{render_fragment(hostile(payload))}"
        page.write_bytes(source.encode())
        browser.open(page)
        assert browser.run("return typeof window.hit") == "undefined", payload
        assert [url for url in browser.requests() if url != page.as_uri()] == [], payload
        assert browser.logs() == [], payload
        scripts = browser.run("return document.scripts.length")
        assert scripts == (0 if kind == "fragment" else 1)


def test_a_script_that_got_in_would_not_run(browser: Browser, tmp_path: Path) -> None:
    source = render_article(build([("body", ["One line."])])).replace(
        "One line.", "<script>window.hit=1</script><img src=x onerror='window.hit=2'>"
    )
    page = tmp_path / "broken.html"
    page.write_text(source, encoding="utf-8")
    browser.open(page)
    assert browser.run("return typeof window.hit") == "undefined"
    assert any("Content Security Policy" in line for line in browser.logs())


def test_notes_stand_beside_their_sentence_and_below_it_on_a_phone(browser: Browser, folder: Path) -> None:
    place = (
        "const a = document.querySelector('#s10').getBoundingClientRect(), b = document.querySelector('#n10')"
        ".getBoundingClientRect(); return [b.left - a.right, Math.abs(b.top - a.top), b.top - a.bottom]"
    )
    browser.open(folder / "harbour.html", width=1280)
    aside, level, _ = browser.run(place)
    assert aside > 0
    assert level < 12
    browser.open(folder / "harbour.html", width=320)
    assert browser.run(place)[2] > 0
    browser.open(folder / "arabic.html", width=1280)
    mirrored = browser.run(place.replace("10'", "1'"))
    assert mirrored[0] < 0, "right to left, the note stands on the left"


def test_the_measured_story_and_the_fragment_are_accessible(browser: Browser, tmp_path: Path) -> None:
    for number, story in enumerate((measured(), arabic(), harbour())):
        page = tmp_path / f"fragment{number}.html"
        page.write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>'
            f"<main><h1>x</h1>{render_fragment(story)}</main>",
            encoding="utf-8",
        )
        for dark in (False, True):
            browser.open(page, dark=dark)
            assert browser.axe() == []
