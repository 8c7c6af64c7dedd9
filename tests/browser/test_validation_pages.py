"""The pages of a validation in a reader's browser: accessible, narrow enough, silent; the coding page saves."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.lexicon import load
from framing.validation import results
from framing.validation.codebook import chosen, kinds, variables
from framing.validation.coded import Fault, read_coder
from framing.validation.key import read_key
from framing.validation.page import render_page
from framing.validation.score import score
from framing.validation.sheets import codebook_page, coding_page

from .conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "validation"
PAGES = ("coding", "codebook", "validation")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("validation")
    key = read_key(EXAMPLE / "key.json")
    scored = score(key, [read_coder(EXAMPLE / f"{name}.json", key)[0] for name in ("anna", "ben")])
    fault = Fault(file="anna.csv", line=3, message="loaded is '<b>maybe</b>'; write yes, no or leave it empty")
    measured = results.validated(scored, source="examples", date="2031-06-03")
    pages = {
        "coding": coding_page(key, key.items[:12], "coder1"),
        "codebook": codebook_page(chosen(variables()), kinds(load()), unit="sentence"),
        "validation": render_page(scored, measured, [fault], files=[("figures.csv", "figures")]),
    }
    for name, text in pages.items():
        assert " style=" not in text
        (made / f"{name}.html").write_text(text, encoding="utf-8")
    (made / "figures.csv").write_text("", encoding="utf-8")
    return made


@pytest.mark.parametrize("mode", ["light", "dark", "print", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, mode: str) -> None:
    width = 320 if mode == "phone" else 1280
    browser.open(folder / f"{name}.html", dark=mode == "dark", printed=mode == "print", width=width)
    assert browser.axe() == []
    assert browser.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_page_and_the_policy_holds(browser: Browser, folder: Path, name: str) -> None:
    page = folder / f"{name}.html"
    browser.open(page)
    assert [url for url in browser.requests() if url != page.as_uri()] == []
    assert browser.logs() == []


def test_answers_are_kept_and_saved_as_a_sheet(browser: Browser, folder: Path, tmp_path: Path) -> None:
    page = folder / "coding.html"
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    assert browser.run("return document.getElementById('count').textContent") == "0 of 12 coded"
    browser.run(
        "const item = document.querySelector('.item');"
        "item.querySelector('input[value=yes]').click(); item.querySelector('input[value=mixed]').click();"
        "const note = item.querySelector('textarea'); note.value = '=1+1, so';"
        "note.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert browser.run("return document.getElementById('count').textContent") == "1 of 12 coded"
    browser.open(page)
    assert browser.run("return document.getElementById('count').textContent") == "1 of 12 coded", "kept over a reload"
    saved = browser.driver.execute_async_script(
        "const done = arguments[0]; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { blob.text().then(done); return make.call(URL, blob); };"
        "document.getElementById('save').click();"
    )
    sheet = tmp_path / "coder1.csv"
    sheet.write_text(saved, encoding="utf-8", newline="")
    coder, faults = read_coder(sheet, read_key(EXAMPLE / "key.json"))
    assert faults == []
    assert list(coder.answers.values()) == [{"loaded": "yes", "voice": "mixed"}]
    assert '"\'=1+1, so"' in saved
    browser.run("localStorage.clear()")
