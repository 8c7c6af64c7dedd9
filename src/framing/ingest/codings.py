"""Compressed bytes in, plain bytes out in bounded pieces; truncated data and bombs are errors, not results.

The libraries' own response decoding does not tell a body that was cut off from a whole one, and an article that lacks
its end would be counted as one that has no findings there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Literal, Protocol

_PIECE = 1 << 18
_MOST_CODINGS = 2
_MOST_MEMBERS = 1000
_RATIO, _RATIO_FROM = 100, 1_000_000


class CodingError(ValueError):
    """A body that cannot or must not be decoded; ``reason`` is one of the fetcher's."""

    def __init__(self, reason: Literal["encoding", "truncated", "bomb", "too_large"], message: str) -> None:
        self.reason = reason
        super().__init__(message)


class _Coding(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]: ...
    @property
    def whole(self) -> bool: ...


class _Zlib:
    """gzip (with its members) or deflate (with or without its header)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inner = zlib.decompressobj(31 if gzip else 15)
        self._members = 1
        self._fresh = True

    def pieces(self, data: bytes) -> Iterator[bytes]:
        pending = False
        while data or pending:
            if self._inner.eof:
                if not (self._gzip and data.startswith(b"\x1f")):
                    return  # padding after the end
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise CodingError("bomb", f"has more than {_MOST_MEMBERS:,} compressed members")
                self._inner = zlib.decompressobj(31)
            try:
                piece = self._inner.decompress(data, _PIECE)
            except zlib.error as error:
                if self._gzip or not self._fresh:
                    raise CodingError("encoding", f"has damaged compressed data ({error})") from None
                self._fresh, self._inner = False, zlib.decompressobj(-15)
                continue
            self._fresh = False
            if piece:
                yield piece
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
            pending = len(piece) == _PIECE  # the end of a long match may still be inside

    @property
    def whole(self) -> bool:
        return bool(self._inner.eof)


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._inner: Any = brotli.Decompressor()
        self._error = brotli.error

    def pieces(self, data: bytes) -> Iterator[bytes]:
        try:
            if self._inner.is_finished():
                return
            piece = self._inner.process(data, output_buffer_limit=_PIECE)
            while piece:
                yield piece
                if self._inner.is_finished():
                    return
                piece = self._inner.process(b"", output_buffer_limit=_PIECE)
        except self._error as error:
            raise CodingError("encoding", f"has damaged compressed data ({error})") from None

    @property
    def whole(self) -> bool:
        return bool(self._inner.is_finished())


class Decoder:
    """The decoder of one body. ``codings`` is the Content-Encoding header; ``most`` the decoded bytes it may have.

    Raises ``CodingError`` for unknown codings and for more than two, when made; for damage and bombs, when fed.
    """

    def __init__(self, codings: str, *, most: int) -> None:
        names = [name for raw in codings.split(",") if (name := raw.strip().lower()) not in ("", "identity")]
        if len(names) > _MOST_CODINGS:
            raise CodingError("bomb", f"is compressed {len(names)} times over; two are read at most")
        self._chain = [_coding(name) for name in reversed(names)]
        self._most = most
        self._sent = 0
        self._made = [0] * (len(self._chain) + 1)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take the next bytes as they came; yield what they decode to."""
        self._sent += len(data)
        return self._through(data, 0)

    def _through(self, data: bytes, step: int) -> Iterator[bytes]:
        """Decode from a step of the chain on; what stands between two codings is bounded like the result."""
        self._made[step] += len(data)
        if self._made[step] > self._most:
            raise CodingError("too_large", f"is larger than {_megabytes(self._most)}")
        if self._made[step] > max(_RATIO_FROM, _RATIO * self._sent):
            raise CodingError("bomb", f"decompresses to more than {_RATIO} times what was sent")
        if step < len(self._chain):
            for piece in self._chain[step].pieces(data):
                yield from self._through(piece, step + 1)
        elif data:
            yield data

    def finish(self) -> None:
        """Raise ``CodingError`` if compressed data ended too early."""
        if self._sent and not all(coding.whole for coding in self._chain):
            raise CodingError("truncated", "ended in the middle of its compressed data")


def _coding(name: str) -> _Coding:
    if name in ("gzip", "x-gzip"):
        return _Zlib(gzip=True)
    if name == "deflate":
        return _Zlib(gzip=False)
    if name == "br":
        return _Brotli()
    raise CodingError("encoding", f"is compressed in a way that was not asked for ({name[:20]!r})")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB" if size >= 1_000_000 else f"{size // 1024} KB"
