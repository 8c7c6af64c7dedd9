"""Analysis in, the head of the page out: headline, where it is from, when, how long, in what language."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report import facts
from framing.report.runs import Run, chunks, make_rows
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import (
    day,
    direction,
    language,
    language_tag,
    last_part,
    listed,
    plural,
    safe_link,
    shortened,
)
from framing.types import Analysis

_TITLE_LENGTH = 160
_NOWHERE = ("text", "-")  # a text that was handed over, and standard input


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderView:
    """The headline as runs (marked like the text), the line below it as items, and a link to the origin."""

    headline: tuple[Run, ...]
    lang: str
    dir: str
    items: tuple[str, ...]
    link: str | None
    origin: str | None


def plain_title(analysis: Analysis) -> str:
    """Return the article's title, else its headline, else how it begins, else its id, as plain text."""
    article = analysis.article
    if article.title and article.title.strip():
        return article.title.strip()
    lines = [s.span.text(article.text) for s in analysis.sentences if s.part == "headline"]
    lines = lines or [article.text.strip().partition("\n")[0]]
    return shortened(" ".join(lines), _TITLE_LENGTH) or f"Article {article.id}"


def view(analysis: Analysis, settings: Settings = DEFAULT) -> HeaderView:
    """Take an analysis; return its header. What is not known is written out."""
    article = analysis.article
    headlines = {s.index for s in analysis.sentences if s.part == "headline"}
    marked = tuple(
        run
        for row in make_rows(analysis)
        if headlines.issuperset(row.sentences) and row.sentences
        for piece in row.pieces
        for run in piece.runs
    )
    total = facts.words(analysis).total
    link = safe_link(article.origin)
    return HeaderView(
        headline=marked or (Run(chunks=chunks(plain_title(analysis)), voice="writer"),),
        lang=language_tag(article.language),
        dir=direction(article.language),
        items=(
            article.outlet or "outlet not given",
            listed(article.authors) if article.authors else "author not given",
            day(article.published),
            plural(total, "word") if total is not None else "words not counted",
            language(article.language),
        ),
        link=link,
        origin=last_part(article.origin) if article.origin not in (None, *_NOWHERE) and not link else None,
    )
