"""Whatever an article or a stored analysis says, it stays text: no element, attribute or address of its own."""

from __future__ import annotations

import re

import pytest

from framing.report import index_entry, render_article, render_fragment, render_index

from .report_pages import Page, page_lines, visible_lines
from .report_payloads import PAYLOADS, hostile, hostile_failure, hostile_without_frames

_PLAIN = "plain words"


def _shape(source: str) -> set[tuple[str, tuple[str, ...]]]:
    """Return the kinds of element on a page, each with the names of its attributes."""
    return {(tag, tuple(sorted(attrs))) for tag, attrs in Page(source).tags}


def _pages(payload: str) -> list[str]:
    entries = [index_entry(hostile(payload)), index_entry(hostile_without_frames(payload))]
    return [
        render_article(hostile(payload), generated=payload),
        render_article(hostile_without_frames(payload), excerpts=True),
        render_fragment(hostile(payload)),
        render_index(entries, failures=[hostile_failure(payload)], title=payload, generated=payload, version=payload),
    ]


# What a payload may change: a hidden control gets an element of its own, outer white space a run of its own.
_ALLOWED = {
    ("bdi", ("class", "data-c")),
    ("span", ("class",)),
    ("mark", ("class",)),
}


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_add_no_element_and_no_attribute(payload: str) -> None:
    for page, plain in zip(_pages(payload), _pages(_PLAIN), strict=True):
        assert _shape(page) - _shape(plain) <= _ALLOWED
        tags = [tag for tag, _ in Page(page).tags]
        assert tags.count("script") == [tag for tag, _ in Page(plain).tags].count("script")
        assert tags.count("style") == 1
        for link in Page(page).links:
            assert re.fullmatch(r"#[\w-]+|https?://[^/].*|[a-z0-9-]+\.html", link)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_shown_as_they_are(payload: str) -> None:
    analysis = hostile(payload)
    assert page_lines(Page(render_article(analysis)).lines) == visible_lines(analysis.article.text)


def test_a_web_address_in_every_field_is_a_link_only_where_a_link_belongs() -> None:
    page = Page(render_article(hostile("https://a.example/x")))
    outside = [attrs for tag, attrs in page.tags if attrs.get("href", "").startswith("http")]
    assert len(outside) == 2, "the origin and the article on the same event"
    assert all({"noopener", "noreferrer", "nofollow"} <= set(attrs["rel"].split()) for attrs in outside)
