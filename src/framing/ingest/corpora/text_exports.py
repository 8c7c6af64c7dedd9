"""The text of a file in (TXT, RTF, Word), the records of the archive that it was exported from out, or None."""

from __future__ import annotations

from collections.abc import Iterator

from framing.ingest.corpora.factiva import factiva_record, is_factiva_text, rtf_chunks
from framing.ingest.corpora.nexis import is_list_of_documents, is_nexis, nexis_records
from framing.ingest.corpora.nexis_old import MARK, nexis_text_records
from framing.ingest.corpora.proquest import is_proquest, proquest_records
from framing.ingest.corpora.record import Record

LIST_OF_DOCUMENTS = "is the list of documents of a Nexis download; it holds no articles"


def text_records(text: str) -> Iterator[Record] | None:
    """Take the decoded text of a file; return the records in it, or None where it is no export of an archive.

    A list of documents without articles gives one record that says so.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if MARK.search(text):
        return nexis_text_records(text)
    if is_proquest(text):
        return proquest_records(text)
    lines = text.split("\n")
    if is_nexis(lines):
        return nexis_records((line.replace("\x0c", ""), None) for line in lines)
    if is_factiva_text(lines):
        return map(factiva_record, rtf_chunks(text))
    if is_list_of_documents(lines):
        return iter([Record(fault=LIST_OF_DOCUMENTS)])
    return None
