"""A stream of bytes in, its character encoding out, or one plain reason why it is not text.

The order is: byte order mark, valid UTF-8, the encoding that the page declares, UTF-8 with a few broken bytes,
Windows-1252. UTF-8 stands before the declaration because text with accents is practically never valid UTF-8 by
accident, while wrong declarations are common. Everything after the second step is noted on the article.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from framing.errors import IngestError

_CHUNK = 1 << 20

#: How a file begins that is not text, and what it is called.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP, Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"PAR1", "a Parquet table"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
)

#: Byte order marks, the longer first: UTF-32's begins like UTF-16's.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Labels that pages declare (WHATWG Encoding, shortened) and the codec for each. A list, because Python's own names
#: include codecs that are not character sets ("zip", "unicode_escape") or take quadratic time ("punycode").
_CODECS: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8"),
    "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"),
    "cp1250": ("windows-1250", "cp1250"),
    "cp1251": ("windows-1251", "cp1251"),
    "cp1253": ("windows-1253", "cp1253"),
    "cp1254": ("windows-1254", "cp1254", "iso-8859-9", "latin5"),
    "cp1255": ("windows-1255", "cp1255"),
    "cp1256": ("windows-1256", "cp1256"),
    "cp1257": ("windows-1257", "cp1257"),
    "cp1258": ("windows-1258", "cp1258"),
    "cp866": ("ibm866", "cp866"),
    "cp874": ("windows-874", "tis-620", "iso-8859-11"),
    "iso8859-2": ("iso-8859-2", "latin2"),
    "iso8859-4": ("iso-8859-4", "latin4"),
    "iso8859-5": ("iso-8859-5",),
    "iso8859-7": ("iso-8859-7",),
    "iso8859-13": ("iso-8859-13",),
    "iso8859-15": ("iso-8859-15", "latin9", "latin-9"),
    "koi8-r": ("koi8-r",),
    "koi8-u": ("koi8-u",),
    "mac-roman": ("macintosh", "x-mac-roman"),
    "cp932": ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"),
    "euc-jp": ("euc-jp", "x-euc-jp"),
    "iso2022_jp": ("iso-2022-jp",),
    "cp949": ("euc-kr", "ks_c_5601-1987"),
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk"),
    "big5hkscs": ("big5", "big5-hkscs"),
}
_LABELS = {label: codec for codec, labels in _CODECS.items() for label in labels}
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,30})["']""", re.I)

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_HIGH = bytes(range(0x80, 0x100))
_HIGH_LETTERS = bytes([*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)])
_ASCII_LETTERS = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B)])
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"

_NOT_TEXT = "is not text (it looks like {}); export it as plain text or HTML"
_JUNK = "is not text (it looks like binary data); give the article as plain text, HTML or a table"
_UNKNOWN = "has an encoding that could not be told (not UTF-8, not Western European); save it as UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A codec, how it treats broken bytes, and what to note on the article (None for ordinary UTF-8)."""

    codec: str
    errors: str = "strict"
    note: str | None = None


def declared_encoding(head: bytes) -> str | None:
    """Take the first bytes of a page; return the codec that its ``meta`` or XML declaration names, or None."""
    match = _XML.search(head[:1024]) or _META.search(head[:4096])
    return _LABELS.get(match[1].decode("ascii").casefold()) if match else None


def known_encoding(label: str | None) -> str | None:
    """Take a charset as a header declares it; return the codec, or None for none and for one that is not known."""
    return _LABELS.get((label or "").strip().casefold())


def refuse_binary(head: bytes) -> None:
    """Take the first bytes of an input; raise ``IngestError`` if they are those of a known format that is not text."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise IngestError(_NOT_TEXT.format(name))


def choose(stream: BinaryIO, *, declared: str | None = None) -> Encoding:
    """Take a seekable stream and what the page declares (a codec or None); return the encoding, the stream rewound.

    The stream is read once, a megabyte at a time. Raises ``IngestError`` for what is not text, and for text whose
    encoding can't be told.
    """
    stream.seek(0)
    head = stream.read(64)
    stream.seek(0)
    refuse_binary(head)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return _marked(stream, codec)
    if declared == "iso2022_jp":  # its bytes are all ASCII, so they would pass as UTF-8
        return Encoding(codec=declared, errors="replace", note="read as iso-2022-jp, as the page declares")
    seen = _count(stream)
    stream.seek(0)
    if seen.nul_even + seen.nul_odd > seen.size / 5:
        wide = "utf-16-be" if seen.nul_even > seen.nul_odd else "utf-16-le"
        if min(seen.nul_even, seen.nul_odd) > seen.size / 50 or not _decodes(stream, wide):
            raise IngestError(_JUNK)
        return Encoding(codec=wide, note="read as UTF-16, which it does not declare")
    if seen.controls > max(4, seen.size / 50):
        raise IngestError(_JUNK)
    if seen.broken == 0:
        return Encoding(codec="utf-8")
    if declared and declared != "utf-8" and _decodes(stream, declared):
        return Encoding(codec=declared, note=f"read as {_name(declared)}, as the page declares")
    if seen.wide >= seen.broken:
        return Encoding(
            codec="utf-8",
            errors="replace",
            note=f"{seen.broken:,} broken byte{'' if seen.broken == 1 else 's'} replaced by U+FFFD",
        )
    if seen.undefined > max(1, seen.size / 200):
        raise IngestError(_JUNK if seen.letters == 0 else _UNKNOWN)
    if seen.high_letters > 0.4 * (seen.high_letters + seen.letters):
        raise IngestError(_UNKNOWN)
    return Encoding(codec="cp1252", errors="replace", note="read as Windows-1252")


def _name(codec: str) -> str:
    return f"Windows-{codec[2:]}" if codec.startswith("cp125") else codec


def _marked(stream: BinaryIO, codec: str) -> Encoding:
    if _decodes(stream, codec):
        return Encoding(codec=codec, note=None if codec == "utf-8-sig" else f"read as {codec.upper()}")
    seen = _count(stream)
    if codec != "utf-8-sig" or seen.controls > max(4, seen.size / 50):
        raise IngestError(_JUNK)
    stream.seek(0)
    return Encoding(codec=codec, errors="replace", note="broken bytes replaced by U+FFFD")


@dataclass(slots=True)
class _Seen:
    """What a pass over the bytes counted; ``wide`` are characters of more than one byte, ``broken`` invalid places."""

    size: int = 0
    controls: int = 0
    nul_even: int = 0
    nul_odd: int = 0
    undefined: int = 0
    letters: int = 0
    high_letters: int = 0
    wide: int = 0
    broken: int = 0


def _count(stream: BinaryIO) -> _Seen:
    seen = _Seen()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    stream.seek(0)
    for chunk in _chunks(stream):
        text = decoder.decode(chunk)
        seen.controls += _share(chunk, _CONTROLS)
        if b"\0" in chunk:  # chunks have even sizes but for the last, so places stay even or odd
            seen.nul_even += chunk[0::2].count(0)
            seen.nul_odd += chunk[1::2].count(0)
        high = _share(chunk, _HIGH)
        if high:
            broken = text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
            seen.broken += max(0, broken)
            seen.wide += max(0, len(text) - (len(chunk) - high) - broken)
            seen.undefined += _share(chunk, _UNDEFINED)
            seen.high_letters += _share(chunk, _HIGH_LETTERS)
        seen.letters += _share(chunk, _ASCII_LETTERS)
        seen.size += len(chunk)
    seen.broken += decoder.decode(b"", final=True).count("\ufffd")
    return seen


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Take the bytes of one article and what the page declares; return ``(text, notes)``; errors as ``choose``."""
    encoding = choose(BytesIO(data), declared=declared)
    return data.decode(encoding.codec, encoding.errors), (encoding.note,) if encoding.note else ()


def _share(chunk: bytes, kinds: bytes) -> int:
    return len(chunk) - len(chunk.translate(None, kinds))


def _decodes(stream: BinaryIO, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    stream.seek(0)
    try:
        for chunk in _chunks(stream):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


@contextmanager
def transcoded(first: bytes, stream: BinaryIO) -> Iterator[BinaryIO]:
    """Take what was read of a UTF-16 stream and the stream; yield the same as UTF-8, kept on disk where it is large."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    with SpooledTemporaryFile(max_size=8 * _CHUNK) as copy:
        copy.write(decoder.decode(first).encode("utf-8", "replace"))
        for chunk in _chunks(stream):
            copy.write(decoder.decode(chunk).encode("utf-8", "replace"))
        copy.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
        copy.seek(0)
        yield cast("BinaryIO", copy)
