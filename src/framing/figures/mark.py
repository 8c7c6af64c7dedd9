"""A drawn picture in, the same with a mark out, by which a later run knows it and replaces no picture of a user's."""

from __future__ import annotations

from framing.errors import ConfigError

#: Stands at the end of every picture, as a comment; a file without it is somebody else's.
MARK = b"Made by framing figure, which replaces this file when it is made again."
#: The mark is looked for in so many bytes at the end.
LONGEST_END = 500
#: Before what the mark stands, and as which comment. In a PDF it is behind all that is found by its place in the file.
_FORMS = {".svg": (b"</svg>", b"<!-- " + MARK + b" -->"), ".pdf": (b"startxref", b"% " + MARK + b"\n")}


def is_marked(end: bytes) -> bool:
    """Take the end of a file; return whether ``framing figure`` drew it."""
    return MARK in end[-LONGEST_END:]


def marked(data: bytes, suffix: str) -> bytes:
    """Take a picture's bytes and ``.svg`` or ``.pdf``; return it with the mark at its end.

    Raises ConfigError where the picture has no such end: unmarked, it could not be told from a file of the user's.
    """
    before, comment = _FORMS[suffix]
    start, end, rest = data.rpartition(before)
    made = start + comment + end + rest
    if not end or not is_marked(made):
        other = ".pdf" if suffix == ".svg" else ".svg"
        raise ConfigError(
            f"the installed vl-convert draws a {suffix} without the usual {before.decode()} at its end, so framing "
            f"figure could not tell its own file from yours later; nothing is drawn: give a {other} file with -o"
        )
    return made
