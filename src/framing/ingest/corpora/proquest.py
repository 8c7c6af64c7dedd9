"""One record of a ProQuest export (TXT, or the page of an EML or HTML export) in, its ``Record`` out.

A record is a title and then labelled fields; "Full text" runs over many lines, until the next known label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from framing.ingest.corpora.dates import iso_date
from framing.ingest.corpora.record import MAX_CHUNK, Record

#: The line between two records.
RULE = re.compile(r"^_{20,}[ \t]*$", re.M)

#: Every label and the column that it fills; "" is read and left out. Spaces in labels don't count: exports lose some.
_LABELS: dict[str, str] = {
    "Publication info": "info", "Abstract": "abstract", "Links": "", "Full text": "body", "Subject": "subject",
    "Business indexing term": "", "Company / organization": "company", "Company/organization": "company",
    "People": "person", "Person": "person", "Location": "place", "Identifier / keyword": "subject",
    "Classification": "", "Title": "title", "Alternate title": "", "Publication title": "outlet", "Pages": "pages",
    "First page": "pages", "Number of pages": "", "Publication year": "year", "Publication date": "published",
    "Year": "year", "Section": "section", "Column": "column", "Publisher": "publisher", "Volume": "", "Issue": "",
    "Place of publication": "", "Country of publication": "", "Publication subject": "", "ISSN": "", "e-ISSN": "",
    "Source type": "source_type", "Language of publication": "language", "Language": "language",
    "Document type": "document_type", "Document feature": "", "ProQuest document ID": "id", "Document URL": "url",
    "Copyright": "copyright", "Full text availability": "", "Last updated": "", "Database": "database",
    "Author": "authors", "Authors": "authors", "Credit": "credit", "Caption": "graphic", "Dateline": "dateline",
    "Illustration": "graphic", "Correction": "correction", "DOI": "", "CODEN": "", "Publication frequency": "",
    "Accession number": "", "Supplement": "", "Edition": "edition", "Start page": "pages", "Word count": "",
    "Notes": "",
}  # fmt: skip
_BY_NAME = {name.replace(" ", "").casefold(): fills for name, fills in _LABELS.items()}
_LABEL = re.compile(r"([A-Za-z][A-Za-z /-]{1,28}?)\s?:(?:[\s\u00a0]+|$)")
#: They stand directly under the text, without a blank line; ProQuest writes them so.
_UNDER_TEXT = ("credit", "graphic", "correction", "dateline")
#: Every other field is one line; what follows it unlabelled is a heading or foot of the page.
_LONG = ("body", "abstract", "graphic", "correction")
_NO_TEXT = re.compile(r"^(?:none available|not available|full text (?:is )?not available)?\.?$", re.I)
_INFO = re.compile(r"^([^;\[]{2,120}?)\s*(?:;|\[|,? [A-Z][a-z]+ Edition)")
_SHORT = re.compile(r"^(?:\.{3}|-{2,}|\*{2,})$")
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")

_NO_FULL_TEXT = (
    'has no full text (ProQuest gives this record as a citation); export with "Full text" or leave it out of the search'
)


def is_proquest(text: str) -> bool:
    """Take the text of a file; tell whether it is an export of ProQuest."""
    head = text[:200_000]
    return bool(RULE.search(head)) and bool(
        re.search(r"^(?:ProQuest ?document ?ID|Publication info|Full text):", head, re.M)
    )


def proquest_records(text: str) -> Iterator[Record]:
    """Take the text of a TXT export with ``\\n`` line ends; yield a record for each of its records.

    What stands between the rules without any label (table of contents, contact, copyright) is no record.
    """
    places = [match.span() for match in RULE.finditer(text)]
    if not places:
        return
    begins = [0, *(end for _, end in places)]
    ends = [*(start for start, _ in places), len(text)]
    for begin, end in zip(begins, ends, strict=True):
        chunk = text[begin:end].strip("\n")
        if end - begin > MAX_CHUNK:
            yield Record(fault="is too long for an article")
            continue
        record = proquest_record(_paragraphs(chunk))
        if record is not None:
            yield record


def _paragraphs(chunk: str) -> Iterator[str]:
    """Yield lines, those that begin after a blank line with a "\\n" before them."""
    blank = True
    for line in chunk.split("\n"):
        if line.strip():
            yield f"\n{line}" if blank else line
        blank = not line.strip()


def proquest_record(lines: Iterable[str]) -> Record | None:
    """Take the lines of a record, each with a ``\\n`` before it where a blank line or a block's begin precedes it.

    Return its record, or None where no line has a label that only a record has.
    """
    fields: dict[str, list[str]] = {}
    top: list[str] = []
    current: list[str] | None = None
    filling = ""
    for line in lines:
        fills = _fills(line, in_body=filling == "body")
        if fills is not None:
            filling, rest = fills
            current = fields.setdefault(filling, [])
            if rest:
                current.append(rest)
        elif current is None:
            top.append(line.strip())
        elif filling in _LONG or not current:
            current.append(line.strip())
    if not {"body", "id", "info", "abstract"} & fields.keys():
        return None
    return _record(top, fields)


def _fills(line: str, *, in_body: bool) -> tuple[str, str] | None:
    match = _LABEL.match(line.lstrip("\n"))
    name = match and match[1].replace(" ", "").casefold()
    fills = _BY_NAME.get(name) if name else None
    if match is None or fills is None:
        return None
    # In the text a line may begin "Section: " too; a real label of the record follows a blank line.
    if in_body and not line.startswith("\n") and fills not in _UNDER_TEXT and name != "proquestdocumentid":
        return None
    return fills, line.lstrip("\n")[match.end() :].strip()


def _record(top: list[str], fields: dict[str, list[str]]) -> Record:
    one = {name: " ".join(values) for name, values in fields.items() if any(map(str.isalnum, "".join(values)))}
    if "url" in one:  # as the library's proxy wrote it
        one["url"] = one["url"].rpartition("login?url=")[2]
    body = [line for line in fields.get("body", ()) if not _SHORT.match(line) and not _MAIL.match(line)]
    if body and body[0].startswith("html>"):  # ProQuest's own broken tag
        body[0] = body[0].removeprefix("html>").strip()
    title = one.get("title") or next((line for line in top if not line.startswith("http")), None)
    if not body or _NO_TEXT.match(" ".join(body)):
        return Record(fault=_NO_FULL_TEXT)
    known = ("title", "authors", "body", "published", "outlet", "id", "language", "info", "year", "abstract", "")
    whole = "id" in fields or "database" in fields or "published" in fields
    return Record(
        paragraphs=tuple(body),
        title=title,
        id=one.get("id") or None,
        outlet=_outlet(one),
        published=iso_date(one.get("published", "")) or iso_date(one.get("info", "")[-60:]),
        authors=_authors(one.get("authors", "")),
        language=one.get("language", "").split(";")[0].strip() or None,
        extra=tuple((name, value) for name, value in one.items() if name not in known and value),
        notes=() if whole else ("the record has no closing lines; its text may be cut",),
    )


def _outlet(one: dict[str, str]) -> str | None:
    match = _INFO.match(one.get("info", ""))
    if match:
        return match[1].strip()
    return one.get("outlet", "").split(";")[0].strip() or None


def _authors(text: str) -> tuple[str, ...]:
    names = (name.strip(" .") for name in text.split(";"))
    return tuple(name for name in names if 2 < len(name) <= 80 and name.casefold() != "anonymous")[:20]
