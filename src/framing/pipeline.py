"""The whole tool on one screen: an article in, an ``Analysis`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from framing.marks import find_marked
from framing.quotes import quotes_from_parse, quotes_from_surface
from framing.structure import find_parts, find_sentences
from framing.tokens import tokenize, with_pos, with_voice
from framing.types import Article, ParsedArticle, Span


def parse_all(articles: Iterable[Article], *, fast: bool = False) -> Iterator[ParsedArticle]:
    """Take articles; yield each with its sentences, quotations, tokens and (unless ``fast``) its parse, in order."""

    def prepared() -> Iterator[tuple[Article, tuple, tuple]]:
        for article in articles:
            parts = find_parts(article)
            yield article, parts, find_sentences(article, parts)

    for article, parts, sentences in prepared():
        marked = find_marked(article.text, parts)
        spans = [Span(start=m.start, end=m.end) for m in marked]
        tokens = tokenize(article.text, sentences)
        doc = None
        if fast:
            quotes = quotes_from_surface(article.text, sentences, marked, tokens)
        else:
            from framing.language import parse

            doc = next(parse([(article.text, sentences)]))
            quotes = quotes_from_parse(article.text, sentences, marked, doc)
            tags = {token.idx: token.pos_ for token in doc if not token.is_space}
            ends = {token.idx + len(token): token.pos_ for token in doc if not token.is_space}
            tokens = with_pos(tokens, tags, ends)
        tokens = with_voice(tokens, quotes, spans)
        yield ParsedArticle(article=article, sentences=sentences, quotes=quotes, tokens=tokens, doc=doc)


def parse(article: Article, *, fast: bool = False) -> ParsedArticle:
    """Take one article; return it parsed."""
    return next(parse_all([article], fast=fast))
