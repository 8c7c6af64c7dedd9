"""The chunks of a body as they come in, the decoded document out, or a ``Fault`` once a limit is passed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from framing.ingest.answers import Fault, Headers, header
from framing.ingest.codings import Decoder
from framing.ingest.fetched import FetchSettings, Kind


def read_body(
    chunks: Iterable[bytes], *, headers: Headers, kind: Kind, limits: FetchSettings, left: Callable[[], float]
) -> bytes:
    """Take the raw chunks of an answer; return its decoded body; raise ``Fault`` or ``CodingError``.

    ``left`` tells how many seconds the fetch still has. Of a robots.txt the first part is read and the rest left.
    """
    most = {"feed": limits.max_feed, "page": limits.max_page, "robots": 4 * limits.max_robots}[kind]
    declared = header(headers, "content-length") or ""
    if kind != "robots" and declared.isascii() and declared.isdigit() and int(declared[:20]) > most:
        raise Fault("too_large", f"is larger than {most / 1e6:g} MB", status=200)
    decoder = Decoder(header(headers, "content-encoding") or "", most=most)
    began = time.monotonic()
    pieces: list[bytes] = []
    size = sent = 0
    for chunk in chunks:
        sent += len(chunk)
        for piece in decoder.feed(chunk):
            pieces.append(piece)
            size += len(piece)
            if kind == "robots" and size >= limits.max_robots:
                return b"".join(pieces)[: limits.max_robots]
        took = time.monotonic() - began
        if left() <= 0:
            raise Fault("timeout", f"was not complete within {limits.total_timeout:g} s")
        if took > limits.rate_after and sent / took < limits.least_rate:
            raise Fault("slow", f"came at {sent / took:,.0f} bytes a second; {limits.least_rate:,.0f} are the least")
    decoder.finish()
    body = b"".join(pieces)
    if kind != "robots" and not body.strip():
        raise Fault("empty", "is empty", status=200)
    return body
