"""The header of a table from Media Cloud in, what the table is and what to do about it out.

Story tables name articles and hold no text; the texts are joined from a table of the user's own, or fetched.
"""

from __future__ import annotations

from collections.abc import Iterable

#: The columns that a story table must have; Media Cloud writes eight, sorted, and the Wayback variant ten.
_ENOUGH = frozenset(("media_name", "publish_date", "title", "url"))

#: The other downloads: the columns that one must have, and what it is.
_TABLES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("date", "count")), "a Media Cloud count table (stories a day)"),
    (frozenset(("source", "count", "ratio")), "a Media Cloud table of sources"),
    (frozenset(("language", "count", "ratio")), "a Media Cloud table of languages"),
    (frozenset(("term", "term_count")), "a Media Cloud table of words"),
)

NEEDS_TEXT = (
    "is a Media Cloud story table: it lists articles and holds no text; "
    "give a table with id or url and text by --texts FILE"
)

NOT_JOINED = "has no text: neither its id nor its url is in the table of --texts"

#: ProQuest's table of a search: metadata, no text.
_PROQUEST = frozenset(("storeid", "pubtitle"))
PROQUEST = "is a ProQuest table of metadata; it holds no text; export the articles as Text Only (.txt) with full text"


def is_story_table(columns: Iterable[str]) -> bool:
    """Take a table's columns; tell whether it is Media Cloud's table of stories, as downloaded or with more columns."""
    return _names(columns) >= _ENOUGH


def wrong_table(columns: Iterable[str]) -> str | None:
    """Take a table's columns; return what it is, if it is a known table without articles, as the end of a sentence."""
    names = _names(columns)
    if names >= _PROQUEST:
        return PROQUEST
    for known, said in _TABLES:
        if names >= known and len(names) <= 8 and "text" not in names:
            return f"is {said}; it holds no articles: download the stories (the file that ends in -content.csv)"
    return None


def story_row(row: dict[str, str | None], text: str | None) -> dict[str, str | None]:
    """Take a row of the story table and its text; return it with the columns that readers use."""
    renamed = {"media_name": "outlet", "publish_date": "published"}
    used = {renamed.get(name.strip().casefold(), name): value for name, value in row.items()}
    used.pop("media_url", None)
    return {**used, "text": text}


def _names(columns: Iterable[str]) -> frozenset[str]:
    return frozenset(name.strip().strip("\ufeff").casefold() for name in columns)
