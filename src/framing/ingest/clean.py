"""Raw decoded text in, clean text and notes on what was mended out; after this step a text is never altered again.

What is removed carries no meaning for a reader but splits words or breaks files: control characters, byte order marks,
soft hyphens, zero-width spaces. Joiners and direction marks stay: emoji, Persian and Hebrew need them.
"""

from __future__ import annotations

import re
import unicodedata

#: The C1 controls are Windows-1252 punctuation that was read as Latin-1; HTML reads them the same way (WHATWG,
#: 13.2.5.80).
_C1 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_C1_ANY = re.compile("[\x80-\x9f]")
_BREAKS = re.compile("\r\n?|[\v\f\u2028]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(raw: str) -> tuple[str, tuple[str, ...]]:
    """Take decoded text; return ``(text, notes)``, the text in NFC with ``\\n`` line ends and no control characters.

    The text has no outer white space, may be empty, and is a fixed point: cleaning it again changes nothing. Notes say
    in plain words what was done beyond line ends, and that direction marks are present (they can hide the order of
    words).
    """
    notes: list[str] = []
    text = _BREAKS.sub("\n", raw.removeprefix("\ufeff")).replace("\u2029", "\n\n")
    if _C1_ANY.search(text):
        text = text.translate(_C1)
        text = _C1_ANY.sub("", text)
        notes.append("Windows-1252 punctuation was put right")
    text, count = _SURROGATES.subn("\ufffd", text)
    if count:
        notes.append(f"{_times(count, 'half character')} replaced by U+FFFD")
    text, count = _CONTROLS.subn("", text)
    if count:
        notes.append(f"{_times(count, 'control character')} removed")
    text, count = _INVISIBLE.subn("", text)
    if count:
        notes.append(f"{_times(count, 'invisible character')} removed (soft hyphens, zero-width spaces)")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        notes.append("accents were composed (Unicode NFC)")
    if _DIRECTION.search(text):
        notes.append("has marks that change the direction of writing; the order shown can differ from the order stored")
    return text.strip(), tuple(notes)


def clean_field(raw: str | None) -> str | None:
    """Take a value such as a title or a name; return it as one clean line, or None if nothing is left."""
    if raw is None:
        return None
    return " ".join(clean(raw)[0].split()) or None


def _times(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
