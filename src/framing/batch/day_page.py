"""A night in, the pages that list its articles out: links to the reports, and what is linked to what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from framing.batch.state import State
from framing.batch.wording import day_name
from framing.report.index import IndexEntry, index_pages
from framing.report.wording import language_tag, shortened
from framing.types import FAMILIES
from framing.version import __version__


def day_files(state: State, night: str) -> Iterator[tuple[str, str]]:
    """Take a night; yield (name below ``runs/``, page) of its articles, 500 a page; nothing where there are none."""
    rows = state.rows(
        "SELECT v.article, v.number, v.title, v.language, v.published, v.words, v.same_as, v.near, "
        "a.outlet, a.url, s.entry, s.report "
        "FROM versions v JOIN articles a ON a.id = v.article LEFT JOIN scores s ON s.article = v.article AND "
        "s.number = v.number AND s.rescored = 0 WHERE v.night = ? GROUP BY v.article, v.number "
        "ORDER BY a.outlet, v.article, v.number",
        night,
    )
    if not rows:
        return
    entries = [_entry(row) for row in rows]
    title = f"Articles of {day_name(night)}"
    for name, page in index_pages(entries, title=title, version=__version__):
        yield f"{night}/{name}", page


def _entry(row: Any) -> IndexEntry:
    notes = []
    if row["number"] > 1:
        notes.append(f"version {row['number']}: the text changed")
    if row["same_as"]:
        notes.append("the same words as another article")
    elif row["near"]:
        notes.append("nearly the same as another article")
    if row["entry"] is None:
        return IndexEntry(
            href=row["url"],
            title=shortened(row["title"] or "Without a title", 140),
            lang=language_tag(row["language"]),
            dir="auto",
            outlet=row["outlet"] or "not given",
            published=row["published"] or "not given",
            words=row["words"],
            checked=False,
            counts=(0,) * len(FAMILIES),
            writer=0,
            source=0,
            note="; ".join(["not scored yet", *notes]),
        )
    data = json.loads(row["entry"])
    entry = IndexEntry(**{**data, "counts": tuple(data["counts"])})
    note = "; ".join(filter(None, [*notes, entry.note]))
    return replace(entry, href=f"../../{row['report']}", note=note)
