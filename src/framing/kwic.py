"""Articles and a term or category in, keywords in context out: one line a hit, with whose words it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from framing.errors import ConfigError, unknown
from framing.ingest.article import text_id
from framing.language import given_back
from framing.lexicon import Cue, Lexicon, Rule, select
from framing.lexicon.cues import CueError, compile_cue
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article, Finding, ParsedArticle, Voice

#: The columns, in order: those of quanteda's ``kwic`` (Benoit et al. 2018), then ours.
COLUMNS = ("docname", "from", "to", "pre", "keyword", "post", "pattern", "voice", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A keyword in its context.

    ``docname`` is the article's own id in the input, else its file; ``first`` and ``last`` number its tokens (words and
    marks of the checked sentences) from 1; ``sentence`` is the index that ``sentences.csv`` has.
    """

    docname: str
    first: int
    last: int
    pre: str
    keyword: str
    post: str
    pattern: str
    voice: Voice
    sentence: int

    @property
    def fields(self) -> tuple[str | int, ...]:
        """The values in the order of ``COLUMNS``."""
        return (
            *(self.docname, self.first, self.last, self.pre, self.keyword, self.post),
            *(self.pattern, self.voice, self.sentence),
        )


def searcher(term: str, lexicon: Lexicon, *, inflect: str = "none") -> LexiconScorer:
    """Take the id of a category, or a term in the cue language; return what finds it.

    A category hits under its conditions, once on any word. A term hits wherever it stands, in names and headlines too.
    Raises ConfigError where it is neither.
    """
    known = sorted(category.id for category in lexicon.categories)
    if term in known:
        return LexiconScorer(select(lexicon, only=frozenset({term})), hidden=True)
    if "_" in term:
        raise unknown("lexicon category", term, known, "framing lexicons list")
    try:
        elements = compile_cue(term, inflect=inflect)
    except CueError as error:
        raise ConfigError(f"the term {term[:60]!r} {error}") from None
    rule = Rule(
        id="term",
        category="term",
        family="L",
        origin="term",
        note="",
        source="",
        severity=1,
        cues=(Cue(text=term, elements=elements, plainer=None, line=1),),
        negated="keep",
        names=True,
    )
    return LexiconScorer(Lexicon(id="term", digest="", categories=(), rules=(rule,), examples=(), rarity={}))


def kwic_all(
    articles: Iterable[Article], scorer: LexiconScorer, pattern: str, *, window: int = 5, fast: bool = False
) -> Iterator[tuple[ParsedArticle, list[Line]]]:
    """Take articles, what to search with and its name; yield each article parsed, with its lines in text order.

    ``window`` is how many tokens of context stand on each side; they may reach into the sentences around.
    """
    with nullcontext() if fast else given_back():
        for parsed in parse_all(articles, fast=fast):
            findings = scorer.score(parsed, ()).findings
            yield parsed, [_line(finding, parsed, pattern, window) for finding in findings]


def _line(finding: Finding, parsed: ParsedArticle, pattern: str, window: int) -> Line:
    tokens, text, article = parsed.tokens, parsed.article.text, parsed.article
    # A quotation (scare quotes) begins with its mark, which is a token as any other.
    first = bisect_left(tokens.start, finding.span.start)
    last = bisect_left(tokens.start, finding.span.end) - 1
    low, high = max(0, first - window), min(len(tokens), last + 1 + window)
    own = article.id.startswith(text_id(article.text)) and article.origin
    return Line(
        docname=article.origin if own and article.origin else article.id,
        first=first + 1,
        last=last + 1,
        pre=" ".join(text[tokens.start[low] : finding.span.start].split()) if low < first else "",
        keyword=" ".join(finding.span.text(text).split()),
        post=" ".join(text[finding.span.end : tokens.end[high - 1]].split()) if high > last + 1 else "",
        pattern=pattern,
        voice=finding.voice,
        sentence=finding.sentence,
    )
