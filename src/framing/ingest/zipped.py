"""A ZIP file of single files in (Nexis: a document a file; Media Cloud: a table), their articles out, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from framing.errors import IngestError
from framing.ingest.corpora.archive import Damaged, Member, members
from framing.ingest.source import MAX_FILE, Source, printable, suffix_of
from framing.types import Article, Failure, Skipped

#: A member over this size is kept on disk while it is read; tables and WARC archives may be large.
_IN_MEMORY = 8_000_000
_MAX_MEMBER = 1_000_000_000
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz")


def read_zip(
    source: Source, *, readers: Mapping[str, Callable[[Source], Iterator[Article | Failure]]]
) -> Iterator[Article | Failure]:
    """Take a ZIP file and the readers by suffix; yield the articles of its files in the archive's order.

    Files of other kinds, hidden ones and Nexis' list of documents are passed over, each told to ``source.on_skip``; an
    archive in the archive is refused. Raises ``IngestError`` for what is no ZIP file, a bomb, or holds nothing to read.
    """
    found = 0
    with source.open() as stream:
        for member in members(stream):
            name = printable(member.name)
            suffix = suffix_of(name, readers)
            if reason := _passed_over(name, suffix, known=suffix in readers):
                source.on_skip(Skipped(id=f"{source.origin}/{name}", reason=reason))
                continue
            found += 1
            yield from _read(source, member, name, suffix, readers)
    if not found:
        raise IngestError(f"holds no file that can be read; it reads {', '.join(readers)}")


def _passed_over(name: str, suffix: str, *, known: bool) -> str | None:
    path = PurePosixPath(name)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts if part not in (".", "..")):
        return "hidden"
    if path.stem.casefold().endswith(("_doclist", "_documentlist")):
        return "the list of documents of a Nexis download"
    if suffix in _ARCHIVES or known:
        return None
    return f"suffix {suffix} is not read" if suffix else "no suffix"


def _read(
    source: Source,
    member: Member,
    name: str,
    suffix: str,
    readers: Mapping[str, Callable[[Source], Iterator[Article | Failure]]],
) -> Iterator[Article | Failure]:
    origin = f"{source.origin}/{name}"
    try:
        if suffix in _ARCHIVES or suffix not in readers:
            raise IngestError("is an archive in an archive, which is not read; unpack it first")
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            limit = _MAX_MEMBER if suffix in (".csv", ".tsv", ".jsonl", ".ndjson", ".warc", ".arc") else MAX_FILE * 2
            fault: Damaged | None = None
            try:
                for piece in member.pieces(limit=limit):
                    copy.write(piece)
            except Damaged as error:
                fault = error
            copy.seek(0)
            inner = replace(source, origin=origin, path=None, stream=cast("BinaryIO", copy))
            yield from readers[suffix](inner)
            if fault is not None:
                raise IngestError(f"{fault} in the archive; what stands before that place was read")
    except IngestError as error:
        yield Failure(origin=origin, stage="read", message=str(error))
