"""Text in, lines for a terminal out: nothing in them can drive it, and they are wrapped by what is visible."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

_ESCAPE = re.compile(r"\x1b\[[\d;]*m")
_SPACES = re.compile(r"[ \t\n\r\v\f\x85\u2028\u2029]+")
_WIDEST = 100
_NARROWEST = 24

BOLD, DIM, OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def plain(text: str) -> str:
    """Take any text; return it on one line without control and format characters: it cannot drive a terminal."""
    line = _SPACES.sub(" ", text)
    if line.isascii() and line.isprintable():
        return line
    return "".join(
        "\ufffd" if kind == "Cs" else char for char in line if (kind := unicodedata.category(char)) not in ("Cc", "Cf")
    )


def colours() -> bool:
    """Whether standard output is a terminal that wants colour."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def width() -> int:
    """Return how many columns to fill: the terminal's (or COLUMNS), at most 100."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def shortened(text: str, size: int) -> str:
    """Take any text and a size; return it plain and no longer than that, cut between words where it can be."""
    line = plain(text).strip()
    if len(line) <= size:
        return line
    cut = textwrap.shorten(line, size, placeholder=" …")
    return cut if len(cut) > 2 else line[: size - 1] + "…"


def wrapped(text: str, lead: str, columns: int) -> Iterator[str]:
    """Take a text, what stands before it, and a width; yield lines that line up. Escape sequences take no room."""
    line, used, indent = lead, len(lead), len(lead)
    for word in text.split(" "):
        size = len(_ESCAPE.sub("", word))
        if used > indent and used + size > columns:
            yield line.rstrip()
            line, used = " " * indent, indent
        line += word + " "
        used += size + 1
    yield line.rstrip()


def fitted(items: Iterable[str], lead: str, columns: int) -> str:
    """Take short items, what stands before them, and a width; return one line: what fits, and the count of the rest."""
    listed = list(items)
    for count in range(len(listed), 0, -1):
        rest = len(listed) - count
        line = lead + ", ".join(listed[:count]) + (f", and {rest} more" if rest else "")
        if len(line) <= columns:
            return line
    return shortened(lead + ", ".join(listed), columns)
