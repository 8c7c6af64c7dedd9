"""A dictionary of another program in, its entries out: LIWC, quanteda, plain lists and tables.

A new format is one module with a reader and one line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from framing.dictionaries.entries import Dictionary, Entry, Refused, fault
from framing.dictionaries.liwc import read_liwc
from framing.dictionaries.word_list import read_list, read_table
from framing.errors import IngestError
from framing.ingest.encoding import decode

__all__ = ["FORMATS", "Dictionary", "Entry", "Refused", "read_dictionary"]

#: The largest dictionaries in use have a hundredth of this.
MOST_BYTES = 20_000_000
_BOM = "\ufeff"


def _quanteda(text: str, shown: str) -> Dictionary:
    from framing.dictionaries.quanteda import read_quanteda

    return read_quanteda(text, shown)


#: Format -> its reader.
FORMATS: dict[str, Callable[[str, str], Dictionary]] = {
    "liwc": read_liwc,
    "quanteda": _quanteda,
    "list": read_list,
    "table": read_table,
}
#: Suffix -> format, where none is given.
SUFFIXES = {
    ".dic": "liwc",
    ".yml": "quanteda",
    ".yaml": "quanteda",
    ".txt": "list",
    ".csv": "table",
    ".tsv": "table",
    ".dicx": "table",
}


def read_dictionary(path: Path, format: str | None = None) -> tuple[str, Dictionary]:
    """Take a file, and a key of ``FORMATS`` or None to tell it from the file; return the format and the entries.

    Raises LexiconError with the file and line where it cannot be read.
    """
    shown = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise fault(shown, 1, f"cannot be read: {(error.strerror or 'unknown').lower()}") from None
    if len(data) > MOST_BYTES:
        raise fault(shown, 1, f"is larger than {MOST_BYTES // 1_000_000} MB; split it")
    try:
        text = decode(data)[0]
    except IngestError as error:
        raise fault(shown, 1, str(error)) from None
    text = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    kind = format or _kind(path, text, shown)
    return kind, FORMATS[kind](text, shown)


def _kind(path: Path, text: str, shown: str) -> str:
    if text.lstrip().partition("\n")[0].strip() == "%":
        return "liwc"  # whatever the file is called
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        known = ", ".join(FORMATS)
        raise fault(shown, 1, f"has a suffix that does not tell its format; give --format ({known})")
    return kind
