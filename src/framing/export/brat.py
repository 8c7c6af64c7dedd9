"""Analyses in, brat standoff out: a text and its annotations, and the configuration that names what they use.

Offsets are code points. A passage with a line end in it is written in pieces; a tab becomes a space in both files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from framing.export.spans import COLOURS, LABELS, LINES, marks, shown, split_at_lines
from framing.types import Analysis, QuoteKind, Voice


def plain_text(analysis: Analysis) -> str:
    """Take an analysis; return the text that the offsets count in."""
    return shown(analysis.article.text, tabs=False)


def standoff(analysis: Analysis) -> Iterator[str]:
    """Take an analysis; yield the lines of its ``.ann`` file: passages, their attributes, and notes on them."""
    text = plain_text(analysis)
    attributes = number = 0
    for mark in marks(analysis):
        pieces = split_at_lines(text, mark.start, mark.end)
        if not pieces:
            continue
        number += 1
        places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        yield f"T{number}\t{mark.label} {places}\t{' '.join(piece.text(text) for piece in pieces)}"
        for name in ("voice", "category", "kind"):
            if value := mark.get(name):
                attributes += 1
                yield f"A{attributes}\t{name.capitalize()} T{number} {attribute(value)}"
        if mark.note:
            yield f"#{number}\tAnnotatorNotes T{number}\t{' '.join(shown(mark.note, tabs=False).split())}"


def attribute(value: str) -> str:
    """Take a value; return it as brat can hold it, in letters, digits, hyphens and underscores."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", value)


def annotation_conf(categories: Iterable[str]) -> str:
    """Take the categories that were found; return ``annotation.conf``."""
    lines = ["[entities]", *LABELS, "", "[relations]", "", "[events]", "", "[attributes]"]
    values = {
        "Voice": get_args(Voice),
        "Kind": get_args(QuoteKind),
        "Category": sorted(set(map(attribute, categories))),
    }
    lines += [f"{name}\tArg:<ENTITY>, Value:{'|'.join(listed)}" for name, listed in values.items() if listed]
    return "\n".join(lines) + "\n"


def visual_conf() -> str:
    """Return ``visual.conf``: the words and tints of the reports."""
    lines = ["[labels]", *(f"{name} | {words} | {name}" for name, words in LABELS.items()), "", "[drawing]"]
    lines += [f"{name}\tbgColor:{COLOURS[name]}, fgColor:black, borderColor:{LINES[name]}" for name in LABELS]
    return "\n".join(lines) + "\n"
