"""A model's card in, one self-contained HTML page out: what it is for, what it was made from, how well it does."""

from __future__ import annotations

from dataclasses import dataclass

from framing.model_cards import Card
from framing.report.pages import render

_HEAD = ("id", "title", "task", "meaning", "not_for", "limits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a card: its name, and its entries as names and texts."""

    name: str
    rows: tuple[tuple[str, str], ...]


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())


def _table(name: str, data: dict[str, object]) -> Table:
    rows = tuple((key.replace("_", " "), _text(value)) for key, value in data.items() if not isinstance(value, dict))
    return Table(name=name.replace("_", " "), rows=rows)


def render_card(card: Card) -> str:
    """Take a model's card; return its page, the same bytes for the same card."""
    data = card.data
    trained = data.get("trained_on", [])
    figures = data.get("figures", {})
    limits = data.get("limits", [])
    plain = {key: value for key, value in data.items() if key not in _HEAD and not isinstance(value, dict | list)}
    return render(
        "model.html",
        title=_text(data.get("title", card.id)),
        id=card.id,
        lead=[(name, _text(data[key])) for name, key in (
            ("What it does", "task"), ("What its number means", "meaning"), ("Not for", "not_for"),
        ) if key in data],
        limits=[_text(limit) for limit in limits] if isinstance(limits, list) else [_text(limits)],
        trained_on=[_table(f"{place}", item) for place, item in enumerate(trained, 1) if isinstance(item, dict)],
        figures=[_table(name, table) for name, table in figures.items() if isinstance(table, dict)],
        rest=[_table("model", plain), _table("files (sha256)", data.get("files", {}))],
    )  # fmt: skip
