"""Standard input or a pipe in, articles out; its first bytes tell whether it is a page, JSON Lines or a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.ingest.html import page_items
from framing.ingest.jsonl import read_lines
from framing.ingest.source import Source, read_capped
from framing.ingest.table import MAX_ROW
from framing.ingest.text import text_items
from framing.types import Article, Failure

_PAGE = re.compile(
    rb"\s*(?:<\?xml|<!--|<!doctype\s+html|<(?:html|head|body|meta|title|main|article|section|div|h1|p)[\s>])", re.I
)
_BOM = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\})')


def read_stream(source: Source) -> Iterator[Article | Failure]:
    """Take a stream of unknown format; yield its articles. JSON Lines are read a line at a time, as they come."""
    with source.open() as stream:
        first = stream.readline(MAX_ROW + 1)
        head = _BOM.sub(b"", first[:4096]).replace(b"\0", b"")
        if _OBJECT.match(head):
            yield from read_lines(stream, origin=source.origin, first=first)
            return
        data = read_capped(stream, first=first)
    if _PAGE.match(head) or (not head.strip() and _PAGE.match(data)):
        yield from page_items(data, origin=source.origin, timeout=source.timeout)
    else:
        yield from text_items(data, origin=source.origin)
