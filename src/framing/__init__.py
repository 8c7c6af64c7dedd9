"""framing: finds loaded and opinionated wording in news articles, and says whose words they are.

>>> import framing
>>> analysis = framing.analyze(text)          # doctest: +SKIP
>>> analysis.to_frame()                       # doctest: +SKIP
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from framing.types import Analysis, Article, Failure, Finding, Quote, Sentence, Span
from framing.version import __version__

if TYPE_CHECKING:
    from framing.scoring import Scorers

__all__ = ["Analysis", "Article", "Failure", "Finding", "Quote", "Sentence", "Span", "__version__", "analyze"]


@lru_cache(maxsize=2)
def _scorers(fast: bool) -> Scorers:
    from framing.lexicons import load
    from framing.scoring import build

    return build(load(), fast=fast)


def analyze(article: str | Article, *, title: str | None = None, fast: bool = False) -> Analysis:
    """Take an article, or its text; return its analysis.

    Args:
        article: the text (headline first, then a blank line, if it has one), or an ``Article`` from ``framing.ingest``.
        title: the headline, where ``article`` is the body's text alone.
        fast: match words without a parse; about ten times as fast, with coarser voices.

    Raises:
        LexiconError: the shipped lexicons are damaged.
        ModelError: the parser's weights are missing.
    """
    from framing.pipeline import analyze_parsed, parse

    if isinstance(article, str):
        from framing.ingest.article import make_article

        article = make_article(article, origin="text", title=title)
    return analyze_parsed(parse(article, fast=fast), _scorers(fast), fast=fast)
