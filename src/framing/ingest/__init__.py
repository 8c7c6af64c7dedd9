"""What a user names in, articles and failures out, one at a time.

A new format is one module with a reader and one line in ``READERS``. A reader yields an ``Article`` or a ``Failure``
for each thing that it was given, and raises ``IngestError`` where the whole input can't be read. No reader opens a
socket; web addresses go through the one fetcher, which is loaded when the first is named.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from framing.errors import IngestError
from framing.ingest.article import text_id
from framing.ingest.corpora.readers import read_docx, read_eml, read_rtf, read_xml
from framing.ingest.corpora.warc import read_warc
from framing.ingest.delimited import read_csv
from framing.ingest.detect import detect_language
from framing.ingest.fetched import FetchSettings
from framing.ingest.html import read_html
from framing.ingest.jsonl import read_jsonl
from framing.ingest.parquet import read_parquet
from framing.ingest.source import Source, sources, suffix_of, why
from framing.ingest.stream import read_stream
from framing.ingest.text import read_text
from framing.ingest.zipped import read_zip
from framing.types import Article, Failure, Skipped

if TYPE_CHECKING:  # loaded only where a web address is named
    from framing.ingest.fetch import Fetcher

__all__ = ["READERS", "Reader", "Source", "detect_language", "read"]

Reader = Callable[[Source], Iterator[Article | Failure]]

#: Which reader reads which suffix (in lower case).
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".docx": read_docx,
    ".rtf": read_rtf,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".xml": read_xml,
    ".eml": read_eml,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".arc": read_warc,
    ".arc.gz": read_warc,
    ".zip": lambda source: read_zip(source, readers=READERS),
}

#: What is not read, and what to do instead; completes "this input …".
_INSTEAD: dict[str, str] = {
    ".pdf": "is a PDF, whose text has no order; download the articles as .docx, .rtf or .txt instead",
    ".doc": "is an old Word file; save it as .docx",
    ".odt": "is a text of LibreOffice; save it as .docx or .txt",
    ".xlsx": "is an Excel table; save it as CSV with a column text (ProQuest's and Media Cloud's tables hold no text)",
    ".xls": "is an Excel table; save it as CSV with a column text (ProQuest's and Media Cloud's tables hold no text)",
    ".mbox": "is a mailbox; save each mail of ProQuest as .eml",
    ".msg": "is a mail of Outlook; save it as .eml",
    ".json": "is JSON, which is read as JSON Lines: one article a line, in a file that ends in .jsonl",
}


def read(
    origins: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    timeout: float = 20.0,
    stdin: BinaryIO | None = None,
    on_skip: Callable[[Skipped], None] | None = None,
    fetch: FetchSettings | None = None,
    text_for: Callable[[str | None, str | None], str | None] | None = None,
) -> Iterator[Article | Failure]:
    """Take files, folders, web addresses and ``-`` (standard input); yield an article or a failure for each article in
    them, in a fixed order.

    Nothing that an input holds raises: what can't be read is a ``Failure`` whose message completes "this input …" in
    one line, and the inputs after it are read. Memory doesn't grow with the length of a table or folder, but for one
    number an article to keep ids apart: where an id comes twice, the later article's gets "-2", and a note says so.
    ``timeout`` is how many seconds the extraction of one page may take; ``stdin`` replaces standard input; ``on_skip``
    is told each file that a folder holds and that is passed over, with the reason; ``fetch`` says how web addresses
    are fetched. ``text_for`` takes the id and the address of an article in a table without text and returns its text
    or None (see ``framing.ingest.joined``).
    """
    named = [origins] if isinstance(origins, str | os.PathLike) else origins
    seen: set[int] = set()
    again: dict[str, int] = {}
    with ExitStack() as stack:
        fetcher: Fetcher | None = None
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
            if source.address is not None and fetcher is None:
                from framing.ingest.fetch import Fetcher

                fetcher = stack.enter_context(Fetcher(fetch))
            try:
                source = replace(source, on_skip=on_skip or (lambda _: None), text_for=text_for)
                for item in _items(source, fetcher):
                    yield apart(item, seen, again) if isinstance(item, Article) else item
            except IngestError as error:
                yield Failure(origin=source.origin, stage="read", message=str(error))
            except OSError as error:
                yield Failure(origin=source.origin, stage="read", message=why(error))


def _items(source: Source, fetcher: Fetcher | None) -> Iterator[Article | Failure]:
    if source.address is not None and fetcher is not None:
        from framing.ingest.web_page import read_address

        return read_address(source.address, origin=source.origin, fetcher=fetcher, timeout=source.timeout)
    return _reader(source)(source)


def _reader(source: Source) -> Reader:
    if source.path is None:
        return read_stream
    suffix = suffix_of(source.path.name, READERS)
    if suffix in READERS:
        return READERS[suffix]
    if not suffix or not source.path.is_file():  # a pipe such as /dev/fd/63 has no suffix that means anything
        return read_stream
    if suffix in _INSTEAD:
        raise IngestError(_INSTEAD[suffix])
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
