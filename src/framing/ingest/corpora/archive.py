"""A ZIP file in, its members out as capped streams, also where the file is cut off and its directory is lost.

Declared sizes are not believed: a member is read through a counter. Nothing is ever written under a member's name, so a
name such as ``../../x`` harms nothing.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from framing.errors import IngestError

#: An export of 500 documents has 501 members; an archive with more than this is refused unread.
MAX_MEMBERS = 10_000
#: All members of an archive together, and the ratio that no text reaches (XML of an export reaches 1 : 30).
MAX_UNPACKED = 1_000_000_000
MAX_RATIO = 200
#: Under this size the ratio says nothing: an empty document is mostly spaces.
RATIO_FROM = 1_000_000

_STEP = 1 << 16
_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED, _ENCRYPTED = 0, 8, 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in an archive: its name as stored, its declared size, and how to open it. ``cut`` marks a lost end."""

    name: str
    size: int
    stream: BinaryIO
    info: zipfile.ZipInfo | None = None
    archive: zipfile.ZipFile | None = None
    offset: int = 0

    def pieces(self, *, limit: int) -> Iterator[bytes]:
        """Yield the content in pieces; raise ``IngestError`` over ``limit`` bytes, beyond the ratio, or at damage.

        What was unpacked before a damaged place has been yielded by then.
        """
        if self.size > limit:
            raise IngestError(f"would unpack into {self.size:,} bytes; at most {limit // 1_000_000} MB are read")
        done = packed = 0
        for piece, packed in self._unpacked():
            done += len(piece)
            if done > limit:
                raise IngestError(f"unpacks into more than {limit // 1_000_000} MB, which no text of an export does")
            if done > RATIO_FROM and done > MAX_RATIO * max(1, packed):
                raise IngestError(
                    f"unpacks to more than {MAX_RATIO} times its size, which no text does; it is not read"
                )
            yield piece

    def read(self, *, limit: int) -> bytes:
        """Return the whole content; errors as ``pieces``."""
        return b"".join(self.pieces(limit=limit))

    def _unpacked(self) -> Iterator[tuple[bytes, int]]:
        try:
            if self.info is not None and self.archive is not None:
                if self.info.flag_bits & _ENCRYPTED:
                    raise IngestError("is locked with a password; unlock it first")
                with self.archive.open(self.info) as stream:
                    while piece := stream.read(_STEP):
                        yield piece, self.info.compress_size
            else:
                yield from self._salvaged()
        except _DAMAGE as error:
            if isinstance(error, IngestError):
                raise
            raise IngestError("is damaged; what stands before the damage was read") from error

    def _salvaged(self) -> Iterator[tuple[bytes, int]]:
        self.stream.seek(self.offset)
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        packed = 0
        while not inflate.eof:
            raw = self.stream.read(_STEP)
            if not raw:
                raise IngestError("is cut off; what stands before the cut was read")
            packed += len(raw)
            while raw and not inflate.eof:
                yield inflate.decompress(raw, _STEP), packed
                raw = inflate.unconsumed_tail


def members(stream: BinaryIO) -> Iterator[Member]:
    """Take a seekable stream; yield the files in the ZIP archive, in its order.

    Without a directory (a download that broke off) the members are found by their own headers. Raises ``IngestError``
    for what is no ZIP archive, and for one with more than ``MAX_MEMBERS`` or ``MAX_UNPACKED``.
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
    for info in entries:
        if not info.is_dir():
            yield Member(name=info.filename, size=info.file_size, stream=stream, info=info, archive=archive)


def _scattered(stream: BinaryIO) -> Iterator[Member]:
    stream.seek(0)
    data = stream.read(MAX_UNPACKED // 4)
    place, count = data.find(_LOCAL), 0
    if place != 0:
        raise IngestError("is not a ZIP file, or its beginning is damaged; download it again")
    while place >= 0 and count < MAX_MEMBERS:
        following = data.find(_LOCAL, place + 4)
        if place + _HEADER.size <= len(data):
            fields = _HEADER.unpack_from(data, place)
            method, flags, packed, name_size, extra_size = fields[3], fields[2], fields[7], fields[9], fields[10]
            begin = place + _HEADER.size + name_size + extra_size
            name = data[place + _HEADER.size : place + _HEADER.size + name_size].decode("utf-8", "replace")
            if method == _DEFLATED and not flags & _ENCRYPTED and not name.endswith("/"):
                count += 1
                yield Member(name=name, size=0, stream=io.BytesIO(data), offset=begin)
            elif method == _STORED and packed and not name.endswith("/"):
                count += 1
                whole = io.BytesIO(zlib.compress(data[begin : begin + packed], wbits=-zlib.MAX_WBITS))
                yield Member(name=name, size=packed, stream=cast("BinaryIO", whole))
        place = following
