"""OPML in, lines of a feeds file out, and the other way; a document type is refused, so nothing expands or is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from framing.errors import IngestError
from framing.ingest.clean import clean_field
from framing.ingest.feeds_file import FeedLine
from framing.ingest.target import BadTarget, parse_target
from framing.ingest.urls import canonical_url

_LARGEST = 10_000_000
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


def read_opml(data: bytes) -> tuple[tuple[FeedLine, ...], tuple[str, ...]]:
    """Take an OPML document; return its feeds, and one line for each outline that could not be taken.

    Folders are walked; a feed that stands in two folders is taken once; names that come twice get a number. Raises
    ``IngestError`` for what is no OPML and for a document type: no subscription list needs one.
    """
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    if len(data) > _LARGEST:
        raise IngestError(f"is over {_LARGEST // 1_000_000} MB")
    if _DOCTYPE.search(data.replace(b"\0", b"")):
        raise IngestError("has a document type (<!DOCTYPE>), which is refused; take that line out")
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = fromstring(data, parser)
    except (XMLSyntaxError, ValueError) as error:
        raise IngestError(f"is not well-formed XML ({' '.join(str(error).split())[:200]})") from None
    if root.tag != "opml":
        raise IngestError("is not OPML: its first element is not <opml>")
    feeds: dict[str, FeedLine] = {}
    names: set[str] = set()
    problems = []
    for outline in root.iter("outline"):
        values = {name.lower(): value for name, value in outline.attrib.items() if isinstance(name, str)}
        address = str(values.get("xmlurl", ""))
        title = clean_field(str(values.get("title") or values.get("text") or "")) or None
        if not address.strip():
            continue  # a folder
        try:
            url = parse_target(address).url
        except BadTarget as error:
            problems.append(f"line {outline.sourceline}: {(title or 'a feed')[:80]!r} is left out: its address {error}")
            continue
        key = canonical_url(url) or url
        if key in feeds:
            problems.append(f"line {outline.sourceline}: {(title or url)[:80]!r} is left out: its address came before")
            continue
        feeds[key] = FeedLine(name=_free((title or url)[:200], names), url=url, outlet=title and title[:200])
    return tuple(feeds.values()), tuple(problems)


def write_opml(feeds: Iterable[FeedLine], *, title: str = "framing feeds") -> bytes:
    """Take feeds; return them as an OPML 2.0 document in UTF-8."""
    from lxml.etree import Element, SubElement, indent, tostring

    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for feed in feeds:
        SubElement(body, "outline", type="rss", text=feed.name, title=feed.outlet or feed.name, xmlUrl=feed.url)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def as_toml(feeds: Iterable[FeedLine], *, contact: str) -> str:
    """Take feeds and a contact; return the feeds file that says the same."""
    parts = [f"[fetch]\ncontact = {_quoted(contact)}\n"]
    for feed in feeds:
        fields = {"url": feed.url, "name": feed.name, "outlet": feed.outlet, "language": feed.language}
        parts.append("[[feed]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in fields.items() if value))
    return "\n".join(parts)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free.casefold())
    return free
