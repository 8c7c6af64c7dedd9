"""A pandas Series of texts in, a table about them out, with the index of the series."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any

from framing.errors import IngestError
from framing.ready import ready_scorers
from framing.types import Analysis, Article

if TYPE_CHECKING:
    import pandas

#: What a text alone does not tell; a data frame has these in its own columns.
_NOT_IN_A_TEXT = ("origin", "outlet", "title", "authors", "published")


def analyze_series(
    texts: pandas.Series[Any],
    *,
    table: str = "articles",
    titles: pandas.Series[Any] | None = None,
    fast: bool = False,
    lexicons: Iterable[str | os.PathLike[str]] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
) -> pandas.DataFrame:
    """Take a Series of texts; return a table about them, its index that of the Series, for ``df.join``.

    Args:
        texts: one article an element. What is missing, or no text, is a row with status "not_checked" and a reason.
        table: "articles" has one row an element; "findings", "sentences", "quotes" and the others of
            ``docs/columns.md`` have one row an observation, each with the index of its element.
        titles: headlines, where the texts are bodies alone.
        fast: as in ``framing.analyze``.
        lexicons: as in ``framing.analyze``.
        only: as in ``framing.analyze``.
        without: as in ``framing.analyze``.

    The columns are those of ``docs/columns.md``; those that a text alone does not tell (outlet, title, ...) are left
    out of "articles". Memory grows with the rows, not with the analyses.

    Raises:
        KeyError: there is no such table; the message names them.
        TypeError: ``texts`` is no Series.
        ValueError: ``titles`` is not as long as ``texts``.
    """
    from framing.export.columns import OF_ANALYSES
    from framing.export.rows import Row, rows
    from framing.export.tables import typed_frame

    if not (hasattr(texts, "index") and hasattr(texts, "array")):
        raise TypeError(f"give a pandas Series of texts, not {type(texts).__name__}; for one text: framing.analyze")
    if table not in OF_ANALYSES:
        raise KeyError(f"there is no table {table!r}; the tables are {', '.join(OF_ANALYSES)}")
    if titles is not None and len(titles) != len(texts):
        raise ValueError(f"there are {len(texts)} texts and {len(titles)} titles")
    headlines = repeat(None, len(texts)) if titles is None else iter(titles)
    scorers = ready_scorers(lexicons=lexicons, only=only, without=without, fast=fast)
    reasons: dict[int, str] = {}
    places: list[int] = []
    made: list[Row] = []
    for place, analysis in _analyzed(zip(texts, headlines, strict=True), scorers, fast, reasons):
        found = list(rows(table, analysis))
        made += found
        places += [place] * len(found)
    if table == "articles":
        made += [{"status": "not_checked", "status_reason": reason} for reason in reasons.values()]
        places += reasons
    order = sorted(range(len(made)), key=places.__getitem__)
    whole = typed_frame(table, [made[at] for at in order])
    whole.index = texts.index.take([places[at] for at in order])
    return whole.drop(columns=list(_NOT_IN_A_TEXT)) if table == "articles" else whole


def _analyzed(
    given: Iterable[tuple[Any, Any]], scorers: Any, fast: bool, reasons: dict[int, str]
) -> Iterator[tuple[int, Analysis]]:
    """Yield the place and the analysis of every text; note why the others have none."""
    from framing.ingest.article import make_article
    from framing.pipeline import analyze_all

    places: list[int] = []

    def articles() -> Iterator[Article]:
        for place, (text, title) in enumerate(given):
            if not isinstance(text, str):
                reasons[place] = "is missing" if text is None or text != text or str(text) == "<NA>" else "is no text"
                continue
            try:
                article = make_article(text, origin="text", title=title if isinstance(title, str) else None)
            except IngestError as error:
                reasons[place] = str(error)
                continue
            places.append(place)
            yield article

    for number, analysis in enumerate(analyze_all(articles(), scorers, fast=fast)):
        yield places[number], analysis
