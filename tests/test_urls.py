"""One form for one article: canonical addresses, and the key that its twins share."""

from __future__ import annotations

import pytest
from hypothesis import given, provisional
from hypothesis import strategies as st

from framing.ingest.urls import article_key, canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example:443/a/../b?b=2&a=1#part", "https://news.example/b?a=1&b=2"),
        ("https://news.example/a?utm_source=x&utm_medium=y&fbclid=z&id=7", "https://news.example/a?id=7"),
        ("https://news.example/?p=123", "https://news.example/?p=123"),
        ("https://news.example/a?sid=7", "https://news.example/a?sid=7"),
        ("https://news.example/a?PHPSESSID=1", "https://news.example/a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://news.example/a%7Eb", "https://news.example/a~b"),
        ("ftp://news.example/a", None),
        ("news.example/a", None),
        ("https://user:pw@news.example/", None),
        ("", None),
    ],
)
def test_canonical(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "twin",
    [
        "http://news.example/a/story",
        "https://www.news.example/a/story/",
        "https://m.news.example/a/story",
        "https://mobile.news.example/a/story#comments",
        "https://amp.news.example/a/story",
        "https://news.example/a/story/amp/",
        "https://news.example/a/story/amp",
        "https://news.example/amp/a/story",
        "https://news.example/a/story?amp=1",
        "https://news.example/a/story?outputType=amp",
        "https://news.example/a/story.amp",
        "https://news.example/a/story?utm_campaign=x&gclid=1",
        "https://www.google.com/amp/s/www.news.example/a/story",
        "https://news-example.cdn.ampproject.org/c/s/news.example/a/story?amp=1",
    ],
)
def test_twins_share_a_key(twin: str) -> None:
    assert article_key(twin) == "news.example/a/story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/?p=1", "https://news.example/?p=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/camp", "https://news.example/c"),
        ("https://news.example/a?page=2", "https://news.example/a"),
        ("https://m.de/a", "https://n.de/a"),
        ("https://news.example/example/a", "https://news.example/a"),
    ],
)
def test_different_articles_keep_different_keys(one: str, other: str) -> None:
    assert article_key(one) != article_key(other)


@given(
    provisional.urls()
    | st.text(alphabet="abé%/?#&=;.:@~+2F[]|\\ ü\u202e", max_size=40).map("https://n.example/{}".format)
)
def test_canonical_is_a_fixed_point(url: str) -> None:
    found = canonical_url(url)
    assert found is None or canonical_url(found) == found


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_form_or_none(text: str) -> None:
    for url in (text, f"http://{text}", f"http://n.example/{text}"):
        canonical_url(url)
        article_key(url)
