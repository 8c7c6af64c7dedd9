"""An article in, the kind of article out (news report, opinion piece …), with what says so.

The values, addresses and headlines that say it are data: ``lexicons/en/structure/genres.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from framing.grammar import structure_data
from framing.types import Article

#: What an article is taken for where nothing says otherwise.
NEWS = "news"
#: Columns of an input table that name the kind; any value of the first counts, of the second only a known one.
_NAMED, _HINTED = "genre", "section"
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """The kind: ``id`` ("news", "opinion", or a value of the input), ``name`` in words, and ``by``, what says so."""

    id: str
    name: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    id: str
    name: str
    values: frozenset[str]
    paths: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            id=key,
            name=table["name"],
            values=frozenset(table["values"]),
            paths=frozenset(table.get("paths", "").split()),
            starts=tuple(table.get("starts", ())),
            ends=tuple(table.get("ends", ())),
        )
        for key, table in structure_data("genres").items()
        if isinstance(table, dict)
    )


def _address_parts(article: Article) -> set[str]:
    """Return the parts of the path of the article's web address, in lower case."""
    addresses = [article.origin or "", *(value for key, value in article.extra if key == "canonical")]
    parts: set[str] = set()
    for address in addresses:
        if address.startswith(("http://", "https://")):
            try:
                parts.update(urlsplit(address).path.lower().split("/"))
            except ValueError:  # "http://[": no address
                continue
    return parts


def genre_of(article: Article) -> Genre:
    """Take an article; return its kind: by the input's own word, else its address, else its headline, else news."""
    given = {key.lower(): " ".join(value.lower().split()) for key, value in article.extra}
    for column in (_NAMED, _HINTED):
        for kind in _kinds():
            if given.get(column) in kind.values:
                return Genre(id=kind.id, name=kind.name, by=f"its column “{column}”")
    if given.get(_NAMED):
        other = given[_NAMED][:_MOST]
        return Genre(id=other, name=f"“{other}”", by=f"its column “{_NAMED}”")
    parts = _address_parts(article)
    title = " ".join((article.title or article.text.lstrip()[:300].partition("\n")[0]).lower().split())
    for kind in _kinds():
        if kind.paths & parts:
            return Genre(id=kind.id, name=kind.name, by="its web address")
        if title.startswith(kind.starts) or re.sub(r"[.!]+$", "", title).endswith(kind.ends):
            return Genre(id=kind.id, name=kind.name, by="its headline")
    return Genre(id=NEWS, name=next(kind.name for kind in _kinds() if kind.id == NEWS), by="nothing says otherwise")
