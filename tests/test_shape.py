"""What a text is as a whole: cut short, a list of items, partly in another language; a reader must be told."""

from __future__ import annotations

import pytest

from framing.pipeline import parse
from framing.shape import notes_on, with_languages
from framing.structure import find_parts
from framing.types import Article

_BODY = (
    "The council voted on Tuesday to close the harbour for a year. Fishing crews called the plan a surprise.\n\n"
    "The harbour master said that the work would begin in May and that no boat would have to leave before then."
)
_FRENCH = (
    "Le conseil municipal a publié un communiqué dans lequel il rejette la proposition de la compagnie, jugée "
    "insuffisante pour les habitants de la rive sud."
)
_NAMES = (
    "Follow Mira Sol, Aro Lindt, Lena Orr, Tomas Brandt, Helen Sato and Koji Arden, Sena Island Harbour Post, "
    "Western Reach Ferry Company, Senate Armed Services Committee"
)


def _notes(text: str) -> tuple[str, ...]:
    article = Article(id="a", text=text)
    return notes_on(article, find_parts(article))


@pytest.mark.parametrize(
    ("ending", "at"),
    [
        ("To continue reading, start your free trial today.", "To continue reading, start your free trial today"),
        ("Subscribe to continue", "Subscribe to continue"),
        ("You’ve reached your limit of free articles.", "You’ve reached your limit of free articles"),
    ],
)
def test_a_text_that_ends_at_a_request_to_subscribe_is_called_cut_short(ending: str, at: str) -> None:
    assert _notes(f"{_BODY}\n\n{ending}") == (f"The text may be cut short. It ends after 40 words at “{at}”.",)


@pytest.mark.parametrize("end", ["…", "...", "[…]", "[+2310 chars]"])
def test_a_text_that_ends_with_dots_is_called_cut_short(end: str) -> None:
    (note,) = _notes(f"{_BODY} The mayor of the northern town said {end}")
    assert note.startswith("The text may be cut short.") and note.endswith(f"“{end}”.")


def test_a_whole_text_has_no_note() -> None:
    assert _notes(_BODY) == ()
    assert _notes(f"{_BODY}\n\nSign up for our newsletter") == ()
    # a request in the middle, below which the article goes on, cuts nothing
    assert _notes(f"{_BODY}\n\nSubscribe to continue\n\n{_BODY}") == ()


def test_entries_with_times_are_a_list() -> None:
    entries = "\n\n".join(f"{hour}:15 GMT\n\n{_BODY}" for hour in range(10, 15))
    assert _notes(entries) == ("This looks like a list of short items; numbers mix them.",)


def test_a_few_subheads_are_no_list() -> None:
    parts = "\n\n".join(f"The {word} question\n\n{_BODY} {_BODY}" for word in ("first", "second", "third"))
    assert _notes(f"Harbour talks go on\n\n{parts}") == ()


def test_a_paragraph_in_another_language_is_not_checked_and_named() -> None:
    parsed = parse(Article(id="a", text=f"{_BODY}\n\n{_FRENCH}\n\n{_BODY}", language="en"), fast=True)
    assert [s.reason for s in parsed.sentences] == [None, None, None, "French", None, None, None]


@pytest.mark.parametrize("text", [_NAMES, _BODY, "Très bien", "U.S. Embassy Abu Dhabi, United Arab Emirates"])
def test_names_and_short_lines_are_not_taken_for_another_language(text: str) -> None:
    article = Article(id="a", text=text, language="en")
    assert all(part.reason is None for part in with_languages(article, find_parts(article)) if part.kind == "body")


def test_an_article_in_another_language_is_left_to_the_banner() -> None:
    article = Article(id="a", text=_FRENCH, language="fr")
    assert [part.reason for part in with_languages(article, find_parts(article))] == [None]
