"""The HTML of a page in, its article as lines and what the page says of itself out; runs only in the worker's process.

Extraction is trafilatura's in precision mode (Barbaresi 2021, ACL demo): boilerplate taken for text would become false
evidence. Nothing is fetched, and dates are taken from what the page declares, never guessed from years in its prose.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, TypedDict

from trafilatura import bare_extraction
from trafilatura.utils import load_html

logging.disable(logging.CRITICAL)  # nobody reads this process's log; failures travel in the answer

#: Elements of trafilatura's tree that begin and end a line; every other element runs on in its line.
_BLOCKS = frozenset(("p", "head", "item", "list", "quote", "row", "table", "div", "article", "section", "body"))
_KINDS = {"head": "head", "quote": "quote", "item": "item", "row": "item"}
#: What hides an element where it stands; style sheets are not read.
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: A fixed day, so that one page gives one result today and tomorrow; trafilatura would take today's date.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


class Page(TypedDict):
    """What a page holds: ``lines`` are ``(text, kind)`` with kind "head", "text", "quote" or "item", in order.

    ``heading`` tells whether the first line is an ``h1``. Strings are as the page has them, uncleaned.
    """

    lines: list[tuple[str, str]]
    heading: bool
    title: str | None
    outlet: str | None
    authors: list[str]
    published: str | None
    url: str | None
    language: str | None


def extract(html: str) -> Page | None:
    """Take the HTML of a page; return its article and metadata, or None where no article text is found.

    What a reader can't see is left out, unless nothing is left then: some pages show their text only by a script.
    """
    tree = load_html(html)
    if tree is None:
        return None
    dropped = _drop_hidden(tree)
    found = _extract(tree)
    if found is None and dropped:
        tree = load_html(html)
        return None if tree is None else _extract(tree)
    return found


def _drop_hidden(tree: Any) -> int:
    """Take a page's tree; drop the elements that a browser does not show; return how many."""
    hidden = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (
            element.tag == "template"
            or element.get("hidden") is not None
            or ("style" in element.attrib and _HIDDEN.search(element.get("style")))
        )
        and element.tag not in ("html", "body", "main", "article")
    ]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()
    return len(hidden)


def _extract(tree: Any) -> Page | None:
    language = _language(tree)
    document: Any = bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    if document is None or document.body is None:
        return None
    lines = list(_lines(document.body))
    if all(kind == "head" for _, kind in lines):
        return None
    first = next(document.body.iter("head"), None)
    return Page(
        lines=lines,
        heading=lines[0][1] == "head" and first is not None and first.get("rend") == "h1",
        title=document.title,
        outlet=document.sitename,
        authors=(document.author or "").split("; "),
        published=document.date,
        url=document.url,
        language=language,
    )


def _lines(body: Any) -> Iterator[tuple[str, str]]:
    """Walk trafilatura's tree without recursion; yield every line that has text, with its kind."""
    from lxml.etree import iterwalk

    words: list[str] = []
    kinds = ["text"]

    def line() -> Iterator[tuple[str, str]]:
        text = " ".join("".join(words).split()).removesuffix(" |")
        words.clear()
        if text:
            yield text, kinds[-1]

    for event, element in iterwalk(body, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):  # a comment or processing instruction
            continue
        if event == "start":
            if tag in _BLOCKS:
                yield from line()
                # A paragraph inside a quotation or a list item is still that.
                inner = _KINDS.get(tag, kinds[-1]) if kinds[-1] == "text" else kinds[-1]
                kinds.append(inner)
            elif tag == "lb":
                yield from line()
            words.append(element.text or "")
        else:
            if tag in _BLOCKS:
                yield from line()
                kinds.pop()
            elif tag == "cell":
                words.append(" | ")
            words.append(element.tail or "")
    yield from line()


def _language(tree: Any) -> str | None:
    """Return what the page calls its language: the ``lang`` of the root or body, or the content-language."""
    for place in (tree, tree.find(".//body")):
        for name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
            if place is not None and (tag := place.get(name)):
                return str(tag)
    for meta in tree.iterfind(".//head/meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language" or meta.get("property") == "og:locale":
            return meta.get("content") or None
    return None
