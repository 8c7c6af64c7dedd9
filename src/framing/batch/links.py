"""The night's new texts and those of the nights before in, links between equal and nearly equal ones out.

Copies are linked, never dropped: a wire report in five outlets is five articles, and a study of framing needs all five.
It is done at the end of a run over everything at once, so that the order in which pages came does not matter.
"""

from __future__ import annotations

from datetime import date, timedelta

from framing.batch.crash import step
from framing.batch.state import State
from framing.ingest.duplicates import near_groups

_Key = tuple[str, str, int]  # night, article, number: the order in which texts came


def link(state: State, *, night: str, days: int) -> int:
    """Link the versions that are not linked yet to the first text that is equal, and to the first that is nearly so.

    Only texts of so many days back are compared. Returns how many versions were looked at.
    """
    fresh = state.rows(
        "SELECT article, number, night, text_key FROM versions WHERE linked = 0 ORDER BY night, article, number"
    )
    if not fresh:
        return 0
    near = _near(state, min(row["night"] for row in fresh), days)
    with state.transaction():
        for row in fresh:
            key: _Key = (row["night"], row["article"], row["number"])
            equal = state.rows(
                "SELECT night, article, number FROM versions WHERE text_key = ? AND article <> ? "
                "ORDER BY night, article, number LIMIT 1",
                row["text_key"],
                row["article"],
            )
            same = _earlier(tuple(equal[0]) if equal else None, key)
            state.write(
                "UPDATE versions SET same_as = ?, near = ?, linked = 1 WHERE article = ? AND number = ?",
                same,
                _earlier(near.get(key), key),
                row["article"],
                row["number"],
            )
    step("linked")
    return len(fresh)


def _earlier(other: _Key | None, key: _Key) -> str | None:
    return other[1] if other is not None and other < key and other[1] != key[1] else None


def _near(state: State, night: str, days: int) -> dict[_Key, _Key]:
    """Return, for each text that is near another article's, the first of its group."""
    since = (date.fromisoformat(night) - timedelta(days=days)).isoformat()
    rows = state.rows(
        "SELECT night, article, number, signature FROM versions WHERE night >= ? AND signature IS NOT NULL", since
    )
    by_id = {f"{row['article']}#{row['number']}": (row["night"], row["article"], row["number"]) for row in rows}
    groups = near_groups({f"{row['article']}#{row['number']}": row["signature"] for row in rows})
    found: dict[_Key, _Key] = {}
    for group in groups:
        members = sorted(by_id[name] for name in group)
        for member in members[1:]:
            found[member] = members[0]
    return found
