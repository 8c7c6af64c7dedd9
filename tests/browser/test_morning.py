"""The morning page in a real browser: accessible, nothing from elsewhere, told when it is old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.browser.conftest import Browser
from tests.test_batch_morning import MADE, TONIGHT, Nights, before

from framing.batch.morning import write_pages
from framing.batch.settings import BatchSettings
from framing.ingest.feeds_file import FeedLine, FeedsFile
from framing.ingest.fetched import FetchSettings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """A night with something of everything."""
    nights = Nights(tmp_path_factory.mktemp("morning"))
    for name in ("Harbour Gazette", "The News of a town with a very long name that does not fit", "تجربة", "City Wire"):
        nights.feed(name)
    nights.run(before(9), made=MADE.replace('"3"', '"2"'))
    for back in range(1, 61):
        nights.article("Harbour Gazette", before(back), counts=(back % 5, 1, 1, 1, 2))
        if back > 8:
            nights.article("City Wire", before(back))
    for back in range(8, 0, -1):
        nights.run(before(back))
    nights.article("Harbour Gazette", TONIGHT, counts=(60, 1, 1, 1, 2), title="The reckless plan of a council")
    for _ in range(6):
        nights.article("تجربة", TONIGHT, words=84, key="same", language="ar")
    run = nights.run(TONIGHT, state="incomplete")
    with nights.state.transaction():
        nights.state.write(
            "UPDATE feeds SET nights_failed = 3, fail_since = ?, fail_reason = 'not_found', fail_message = "
            "'answered 404 (not found)', last_ok = ? WHERE name LIKE 'The News%'",
            f"{before(2)}T03:31:00Z", f"{before(3)}T03:31:00Z",
        )  # fmt: skip
        nights.state.feed_night(run, nights.feeds[1], state="failed", message="answered 404 (not found)")
        nights.state.failure(
            run, at=datetime.now(UTC), kind="failed", stage="extract", reason="no_text", article="x",
            message="no article text found in the page", feed="City Wire", url="https://x.example/" + "a-" * 60,
        )  # fmt: skip
    yield nights
    nights.state.close()


def made(pages: Nights, *, age: timedelta = timedelta(hours=3)) -> Path:
    file = FeedsFile(
        path="feeds.toml", feeds=tuple(FeedLine(name=name, url="https://x.example/") for name in pages.feeds),
        settings=FetchSettings(contact="a@example.org"), batch={},
    )  # fmt: skip
    return write_pages(pages.folder, pages.state, BatchSettings(), file, now=datetime.now(UTC) - age)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["index.html", f"{TONIGHT}/index.html"])
def test_no_violation_and_nothing_from_elsewhere(browser: Browser, pages: Nights, name: str, dark: bool) -> None:
    browser.open(made(pages).parent / name, dark=dark)
    assert browser.requests() == [(pages.folder.root / "runs" / name).as_uri()]
    assert browser.logs() == []
    assert browser.axe() == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, pages: Nights, width: int) -> None:
    browser.open(made(pages), width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("age", "told"), [(3, None), (40, "40 hours old"), (24 * 9, "9 days old")])
def test_an_old_page_says_so(browser: Browser, pages: Nights, age: int, told: str | None) -> None:
    browser.open(made(pages, age=timedelta(hours=age)))
    shown = browser.run("const b = document.getElementById('stale'); return b.hidden ? null : b.textContent")
    assert (told is None) == (shown is None) and (told or "") in (shown or "")


def test_in_print_everything_is_there(browser: Browser, pages: Nights) -> None:
    browser.open(made(pages), printed=True)
    assert len(browser.pdf()) > 10_000
