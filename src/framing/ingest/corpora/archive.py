"""A ZIP file in, its members out as capped streams, also where the file is cut off and its directory is lost.

Declared sizes are not believed: a member is read through a counter. Nothing is ever written under a member's name, so a
name such as ``../../x`` harms nothing.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from framing.errors import IngestError

#: An export of 500 documents has 501 members; an archive with more than this is refused unread.
MAX_MEMBERS = 10_000
#: All members of an archive together, and the ratio that no text reaches (XML of an export reaches 1 : 30).
MAX_UNPACKED = 1_000_000_000
MAX_RATIO = 200
#: Under this size the ratio says nothing: an empty document is mostly spaces.
RATIO_FROM = 1_000_000

_STEP = 1 << 10
_PIECE = 1 << 16
#: Where a directory is lost, members are looked for in so many bytes.
_SEARCHED = 250_000_000
_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED, _ENCRYPTED = 0, 8, 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, RuntimeError)


class Damaged(IngestError):
    """A member is damaged or cut off; what stands before that place has been given."""


@dataclass(slots=True, kw_only=True)
class Unpacked:
    """How many bytes were really unpacked from an archive: one counter for all its members."""

    size: int = 0

    def add(self, size: int) -> None:
        """Count bytes; raise ``IngestError`` over ``MAX_UNPACKED``."""
        self.size += size
        if self.size > MAX_UNPACKED:
            raise IngestError(f"is not read: the files before it unpacked into over {MAX_UNPACKED:,} bytes in all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in an archive: its name as stored, its declared sizes, and where its packed bytes begin.

    ``packed`` and ``crc`` are None where the archive's directory is lost.
    """

    name: str
    stream: BinaryIO
    offset: int
    stored: bool = False
    size: int = 0
    packed: int | None = None
    crc: int | None = None
    locked: bool = False
    total: Unpacked = field(default_factory=Unpacked)

    def pieces(self, *, limit: int) -> Iterator[bytes]:
        """Yield the content in pieces; raise ``IngestError`` over ``limit`` bytes, beyond the ratio, or where the whole
        archive comes to more than ``MAX_UNPACKED``, and ``Damaged`` at damage.
        """
        if self.locked:
            raise IngestError("is locked with a password; unlock it first")
        if self.size > limit:
            raise IngestError(f"would unpack into {self.size:,} bytes; at most {limit // 1_000_000} MB are read")
        done = crc = 0
        for piece, packed in self._unpacked():
            done += len(piece)
            self.total.add(len(piece))
            crc = zlib.crc32(piece, crc)
            if done > limit:
                raise IngestError(f"unpacks into more than {limit // 1_000_000} MB, which no text of an export does")
            if done > RATIO_FROM and done > MAX_RATIO * packed:
                raise IngestError(f"unpacks to over {MAX_RATIO} times its size, which no text does; it is not read")
            yield piece
        if self.crc is not None and crc != self.crc:
            raise Damaged("is damaged: its checksum is wrong")

    def read(self, *, limit: int) -> bytes:
        """Return the whole content; errors as ``pieces``."""
        return b"".join(self.pieces(limit=limit))

    def _unpacked(self) -> Iterator[tuple[bytes, int]]:
        """Yield pieces and how many packed bytes were taken; small steps, so that little is lost before damage."""
        inflate = None if self.stored else zlib.decompressobj(-zlib.MAX_WBITS)
        taken = 0
        while inflate is None or not inflate.eof:
            self.stream.seek(self.offset + taken)
            left = _STEP if self.packed is None else min(_STEP, self.packed - taken)
            raw = self.stream.read(left) if left > 0 else b""
            if not raw:
                if inflate is None and left <= 0:
                    return
                raise Damaged("is cut off")
            taken += len(raw)
            if inflate is None:
                yield raw, taken
                continue
            while raw and not inflate.eof:
                try:
                    yield inflate.decompress(raw, _PIECE), taken
                except zlib.error as error:
                    raise Damaged("is damaged") from error
                raw = inflate.unconsumed_tail


def members(stream: BinaryIO) -> Iterator[Member]:
    """Take a seekable stream; yield the files in the ZIP archive, in its order.

    Without a directory (a download that broke off) the members are found by their own headers. Raises ``IngestError``
    for what is no ZIP archive, for one with more than ``MAX_MEMBERS`` or ``MAX_UNPACKED``, and for one whose directory
    names the same bytes twice.
    """
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except _DAMAGE:
        yield from _scattered(stream)
        return
    if len(entries) > MAX_MEMBERS:
        raise IngestError(f"holds {len(entries):,} files; at most {MAX_MEMBERS:,} are read")
    total = sum(info.file_size for info in entries)
    if total > MAX_UNPACKED:
        raise IngestError(f"would unpack into {total:,} bytes; at most {MAX_UNPACKED:,} are read")
    if not all(_is_there(stream, info) for info in entries):  # bytes are missing before the directory
        yield from _scattered(stream)
        return
    places = sorted((info.header_offset, info.header_offset + _HEADER.size + info.compress_size) for info in entries)
    if any(end > following for (_, end), (following, _) in pairwise(places)):
        raise IngestError("is not read: its files lie over one another, as only a bomb's do")
    unpacked = Unpacked()
    for info in entries:
        stream.seek(info.header_offset)
        header = stream.read(_HEADER.size)
        if info.is_dir() or len(header) < _HEADER.size or info.compress_type not in (_STORED, _DEFLATED):
            continue
        name_size, extra_size = _HEADER.unpack(header)[9:11]
        yield Member(
            name=info.filename,
            stream=stream,
            offset=info.header_offset + _HEADER.size + name_size + extra_size,
            stored=info.compress_type == _STORED,
            size=info.file_size,
            packed=info.compress_size,
            crc=info.CRC,
            locked=bool(info.flag_bits & _ENCRYPTED),
            total=unpacked,
        )


def _is_there(stream: BinaryIO, info: zipfile.ZipInfo) -> bool:
    if info.header_offset < 0:
        return False
    stream.seek(info.header_offset)
    return stream.read(len(_LOCAL)) == _LOCAL


def _scattered(stream: BinaryIO) -> Iterator[Member]:
    """Find members by the headers that stand before each, for an archive whose directory is lost."""
    stream.seek(0)
    data = stream.read(_SEARCHED)
    place, count, unpacked = data.find(_LOCAL), 0, Unpacked()
    if place != 0:
        raise IngestError("is not a ZIP file, or its beginning is damaged; download it again")
    while 0 <= place <= len(data) - _HEADER.size and count < MAX_MEMBERS:
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _HEADER.unpack_from(data, place)
        begin = place + _HEADER.size
        name = data[begin : begin + name_size].decode("utf-8", "replace")
        if method in (_STORED, _DEFLATED) and not name.endswith("/"):
            count += 1
            yield Member(
                name=name,
                stream=stream,
                offset=begin + name_size + extra_size,
                stored=method == _STORED,
                packed=packed if method == _STORED else None,
                locked=bool(flags & _ENCRYPTED),
                total=unpacked,
            )
        # a ZIP stored in a ZIP has headers of its own, which are not this archive's
        place = data.find(_LOCAL, begin + packed if method == _STORED else begin)
