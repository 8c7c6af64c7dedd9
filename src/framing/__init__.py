"""framing: finds loaded and opinionated wording in news articles, and says whose words they are.

>>> import framing
>>> analysis = framing.analyze(text)          # doctest: +SKIP
>>> analysis.to_frame()                       # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from framing.ready import ready_scorers
from framing.series import analyze_series
from framing.types import Analysis, Article, Failure, Finding, Quote, Sentence, Span
from framing.version import __version__

__all__ = [
    "Analysis",
    "Article",
    "Failure",
    "Finding",
    "Quote",
    "Sentence",
    "Span",
    "__version__",
    "analyze",
    "analyze_series",
]


def analyze(
    article: str | Article,
    *,
    title: str | None = None,
    fast: bool = False,
    lexicons: Iterable[str | os.PathLike[str]] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
) -> Analysis:
    """Take an article, or its text; return its analysis.

    Args:
        article: the text (headline first, then a blank line, if it has one), or an ``Article`` from ``framing.ingest``.
        title: the headline, where ``article`` is the body's text alone.
        fast: leave the grammar out; about ten times as fast, less sure whose words they are.
        lexicons: folders of lexicons to use beside the shipped one. A folder is read once a process.
        only: names of lexicon categories, or letters of families (L F A P H), to use and no others.
        without: names of lexicon categories, or letters of families, to leave out.

    Raises:
        LexiconError: a lexicon has faults; it names all of them.
        ConfigError: no category or family has such a name.
        ModelError: the parser's weights are missing.
    """
    scorers = ready_scorers(lexicons=lexicons, only=only, without=without, fast=fast)
    from framing.pipeline import analyze_parsed, parse

    if isinstance(article, str):
        from framing.ingest.article import make_article

        article = make_article(article, origin="text", title=title)
    return analyze_parsed(parse(article, fast=fast), scorers, fast=fast)
