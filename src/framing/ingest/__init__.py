"""What a user names in, articles and failures out, one at a time.

A new format is one module with a reader and one line in ``READERS``. A reader yields an ``Article`` or a ``Failure``
for each thing that it was given, and raises ``IngestError`` where the whole input can't be read. No reader opens a
socket.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from framing.errors import IngestError
from framing.ingest.article import text_id
from framing.ingest.delimited import read_csv
from framing.ingest.detect import detect_language
from framing.ingest.html import read_html
from framing.ingest.jsonl import read_jsonl
from framing.ingest.parquet import read_parquet
from framing.ingest.source import Source, sources, why
from framing.ingest.stream import read_stream
from framing.ingest.text import read_text
from framing.types import Article, Failure, Skipped

__all__ = ["READERS", "Reader", "Source", "detect_language", "read"]

Reader = Callable[[Source], Iterator[Article | Failure]]

#: Which reader reads which suffix (in lower case).
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}


def read(
    origins: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    timeout: float = 20.0,
    stdin: BinaryIO | None = None,
    on_skip: Callable[[Skipped], None] | None = None,
) -> Iterator[Article | Failure]:
    """Take files, folders and ``-`` (standard input); yield an article or a failure for each article in them, in a
    fixed order.

    Nothing that an input holds raises: what can't be read is a ``Failure`` whose message completes "this input …" in
    one line, and the inputs after it are read. Memory doesn't grow with the length of a table or folder, but for one
    number an article to keep ids apart: where an id comes twice, the later article's gets "-2", and a note says so.
    ``timeout`` is how many seconds the extraction of one page may take; ``stdin`` replaces standard input; ``on_skip``
    is told each file that a folder holds and that is passed over, with the reason.
    """
    named = [origins] if isinstance(origins, str | os.PathLike) else origins
    seen: set[int] = set()
    again: dict[str, int] = {}
    for source in sources(
        named,
        suffixes=READERS.keys(),
        stdin=stdin,
        timeout=timeout,
        on_skip=on_skip or (lambda _: None),
    ):
        if isinstance(source, Failure):
            yield source
            continue
        try:
            for item in _reader(source)(source):
                yield apart(item, seen, again) if isinstance(item, Article) else item
        except IngestError as error:
            yield Failure(origin=source.origin, stage="read", message=str(error))
        except OSError as error:
            yield Failure(origin=source.origin, stage="read", message=why(error))


def _reader(source: Source) -> Reader:
    if source.path is None:
        return read_stream
    suffix = source.path.suffix.lower()
    if suffix in READERS:
        return READERS[suffix]
    if not suffix or not source.path.is_file():  # a pipe such as /dev/fd/63 has no suffix that means anything
        return read_stream
    raise IngestError(f"has the suffix {suffix}, which is not read; it reads {', '.join(READERS)}")


def apart(article: Article, seen: set[int], again: dict[str, int]) -> Article:
    """Return the article, its id changed if an earlier one has it; ids are kept as hashes, which take little room."""
    if hash(article.id) not in seen:
        seen.add(hash(article.id))
        return article
    count = again.get(article.id, 1)
    while True:
        count += 1
        new = f"{article.id}-{count}"
        if hash(new) not in seen:
            break
    again[article.id] = count
    seen.add(hash(new))
    if article.id == text_id(article.text):
        note = f"same text as an earlier article (sha256 equal); its id is {article.id}"
    else:
        note = f"an earlier article has the id {article.id}; this one is {new}"
    return replace(article, id=new, notes=(*article.notes, note))
