"""Analysis in, other articles on the same event out. A single analysis knows of none, and the section says so."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report.settings import DEFAULT, Settings
from framing.report.wording import safe_link
from framing.types import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A page on the same event; ``href`` is a file beside this page or an http link, or None."""

    title: str
    outlet: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereView:
    """The section: pages that compare this article with others, as given in ``made_with["same_event"]``."""

    related: tuple[Related, ...]


def _href(address: object) -> str | None:
    """Take an address; return it if it is an http link or the plain name of a page in the same folder."""
    if not isinstance(address, str):
        return None
    plain = address.endswith(".html") and not set(address) & set(":/\\?#%&\"'<> ") and address.isprintable()
    return address if plain else safe_link(address)


def view(analysis: Analysis, settings: Settings = DEFAULT) -> ElsewhereView:
    """Take an analysis; return the articles on the same event, in alphabetical order of their outlets."""
    rows = analysis.made_with.get("same_event", ())
    related = [
        Related(title=str(row.get("title", "")), outlet=str(row.get("outlet", "")), href=_href(row.get("href")))
        for row in rows
        if isinstance(row, dict)
    ]
    return ElsewhereView(related=tuple(sorted(related, key=lambda one: (one.outlet, one.title))))
