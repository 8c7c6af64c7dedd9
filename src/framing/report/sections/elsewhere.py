"""Analysis in, other articles on the same event out. Where no collection was searched, nothing is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report.settings import DEFAULT, Related, Settings
from framing.report.wording import safe_link
from framing.types import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereView:
    """The section: the other articles, and the page in the same folder that compares them all with this one.

    ``shown`` is False where no collection was searched; "no other article" would say that one was.
    """

    related: tuple[Related, ...]
    compared: str | None
    shown: bool


def _href(address: object) -> str | None:
    """Take an address; return it if it is an http link or the plain name of a page in the same folder."""
    if not isinstance(address, str):
        return None
    plain = address.endswith(".html") and not set(address) & set(":/\\?#%&\"'<> ") and address.isprintable()
    return address if plain else safe_link(address)


def view(analysis: Analysis, settings: Settings = DEFAULT) -> ElsewhereView:
    """Take an analysis; return the articles on the same event, in alphabetical order of their outlets.

    They are those of the settings, else those that a stored analysis names in ``made_with["same_event"]``.
    """
    rows = analysis.made_with.get("same_event", ())
    related = [
        Related(title=str(row.get("title", "")), outlet=str(row.get("outlet", "")), href=_href(row.get("href")))
        for row in rows
        if isinstance(row, dict)
    ]
    given = settings.same_event
    if given is not None and given.articles:
        related = [Related(title=one.title, outlet=one.outlet, href=_href(one.href)) for one in given.articles]
    return ElsewhereView(
        related=tuple(sorted(related, key=lambda one: (one.outlet, one.title))),
        compared=None if given is None else _href(given.compared),
        shown=bool(related) or given is not None or "same_event" in analysis.made_with,
    )
