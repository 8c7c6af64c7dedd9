"""Analysis in, the passages that annotation programs show out: every finding and every quotation, with a label."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from framing.export.rows import rows
from framing.types import FAMILIES, Analysis, Article, Span

#: The labels in the order of reports, each with what a person reads. Programs want names without spaces.
LABELS: dict[str, str] = {
    **{name.split()[0].rstrip(","): f"{letter} {name}" for letter, name in FAMILIES.items()},
    "Quote": "A source's words",
    "Scare": "Marked words that nobody spoke",
}
_OF_FAMILY = dict(zip(FAMILIES, LABELS, strict=False))
#: The tints of the reports, by label.
COLOURS = dict(zip(LABELS, ("#CFE4F3", "#FBE3B8", "#C5EBDD", "#F3D9E7", "#E4E4E4", "#F4F4F4", "#F4F4F4"), strict=True))
LINES = dict(zip(LABELS, ("#0072B2", "#8A5A00", "#00664A", "#8C3F68", "#4A4A4A", "#646C75", "#646C75"), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A passage: its id in the tables, its place, its label, and its features as (name, value), all text."""

    id: str
    start: int
    end: int
    label: str
    features: tuple[tuple[str, str], ...]
    note: str = ""

    def get(self, name: str) -> str:
        """Return the value of a feature, "" where it has none."""
        return dict(self.features).get(name, "")


def _features(row: dict[str, object], *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(row[name])) for name in names if row[name] not in (None, ""))


def marks(analysis: Analysis) -> tuple[Mark, ...]:
    """Take an analysis; return its findings and quotations as marks, by place; what covers no character is left out."""
    found = [
        Mark(
            id=row["finding_id"],
            start=row["start"],
            end=row["end"],
            label=_OF_FAMILY[row["family"]],
            features=_features(row, "family", "category", "voice", "origin", "weight"),
            note=row["note"] or "",
        )
        for row in rows("findings", analysis)
    ]
    found += [
        Mark(
            id=row["quote_id"],
            start=row["start"],
            end=row["end"],
            label="Scare" if row["kind"] == "scare" else "Quote",
            features=_features(row, "kind", "speaker", "cue"),
        )
        for row in rows("quotes", analysis)
    ]
    return tuple(sorted((mark for mark in found if mark.start < mark.end), key=lambda m: (m.start, -m.end, m.id)))


def text_hash(article: Article) -> str:
    """Take an article; return the sha256 of its text in UTF-8, in hexadecimal."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def utf16(text: str) -> Sequence[int]:
    """Take a text; return for each offset in code points, the end included, the offset in UTF-16 code units.

    Java and JavaScript count so: a character beyond U+FFFF, an emoji for one, is two.
    """
    if text.isascii():
        return range(len(text) + 1)
    made, at = [0], 0
    for character in text:
        at += 2 if character > "\uffff" else 1
        made.append(at)
    return made


def split_at_lines(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Take a text and a passage; return its pieces, without the line ends in it and without spaces at their edges."""
    pieces = []
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip()
        if bare:
            first = at + line.index(bare)
            pieces.append(Span(start=first, end=first + len(bare)))
        at += len(line) + 1
    return tuple(pieces)


_CONTROL = {
    code: "\ufffd" for code in (*range(32), *range(127, 160), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code != 10
} | {9: "\t", 13: " "}
_ONE_LINE = dict.fromkeys((9, 11, 12, 28, 29, 30, 133, 8232, 8233), " ")


def shown(text: str, *, tabs: bool = True) -> str:
    """Take an article's text; return it as annotation programs can hold it, every character in its place.

    A carriage return becomes a space, since they take it for a line end of its own; control characters, which XML
    cannot hold, become U+FFFD. ``tabs`` False makes tabs, and what some readers take for a line end, spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_CONTROL if tabs else {**_CONTROL, **_ONE_LINE})
