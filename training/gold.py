"""Labelled whole articles in, parsed articles with the labellers' sentences out: what the combination is fitted and
measured on.

A sentence is loaded if it has a lexical-bias span that is not inside a quotation, by the labellers' own mark. Titles
were not labelled and are left out of fitting and measuring, but stay in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from training.corpora import read_rows, word_runs

from framing.pipeline import parse
from framing.types import Article, Finding, ParsedArticle, Sentence, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """An article with one label a labelled sentence: ``spans`` are places in the text, ``loaded`` the labels, title
    left out.
    """

    id: str
    event: str
    outlet: str
    article: Article
    spans: tuple[Span, ...]
    loaded: np.ndarray


def read_gold(data: Path) -> list[GoldArticle]:
    """Take the data folder; return its labelled articles in file order."""
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in read_rows(data, "basil_dev"):
        by_article.setdefault(row["group"], []).append(row)
    return [_gold(name, rows) for name, rows in by_article.items()]


def _gold(name: str, rows: list[dict[str, Any]]) -> GoldArticle:
    title = next((row["text"] for row in rows if row["id"].endswith("-title")), None)
    body = [row for row in rows if not row["id"].endswith("-title")]
    text = "" if title is None else f"{title}\n\n"
    spans = []
    for row in body:
        spans.append(Span(start=len(text), end=len(text) + len(row["text"])))
        text += row["text"] + " "
    loaded = [any(s["bias"] == "lex" and s["quote"] == "no" for s in row["labels"]["spans"]) for row in body]
    return GoldArticle(
        id=name,
        event=rows[0]["event"],
        outlet=rows[0]["outlet"],
        article=Article(id=name, text=text.rstrip(), title=title),
        spans=tuple(spans),
        loaded=np.array(loaded),
    )


def gold_text(articles: list[GoldArticle]) -> set[tuple[str, ...]]:
    """Take labelled articles; return their runs of words, so that training text can avoid them."""
    return {run for gold in articles for run in word_runs(gold.article.text)}


def with_gold_sentences(parsed: ParsedArticle, gold: GoldArticle) -> tuple[ParsedArticle, tuple[int, ...]]:
    """Take a parse and the labels; return the parse with the labellers' sentences, and which of its sentences these
    are.

    Words, quotations and voices stay as our parse has them; only the grouping of words into sentences follows the
    labels. The title keeps its own sentences, before the labelled ones.
    """
    first = gold.spans[0].start
    titles = [s for s in parsed.sentences if s.span.end <= first]
    sentences = titles + [
        Sentence(index=len(titles) + at, span=span, part="body", paragraph=1) for at, span in enumerate(gold.spans)
    ]
    starts = [sentence.span.start for sentence in sentences]
    index = tuple(max(0, bisect_right(starts, start) - 1) for start in parsed.tokens.start)
    regrouped = replace(parsed, sentences=tuple(sentences), tokens=replace(parsed.tokens, sentence=index))
    return regrouped, tuple(range(len(titles), len(sentences)))


def regroup_findings(findings: tuple[Finding, ...], parsed: ParsedArticle) -> tuple[Finding, ...]:
    """Take findings of an article and its regrouped parse; return them with the number of the labellers' sentence."""
    starts = [sentence.span.start for sentence in parsed.sentences]
    return tuple(replace(f, sentence=max(0, bisect_right(starts, f.span.start) - 1)) for f in findings)


def parsed_gold(
    articles: list[GoldArticle], *, fast: bool
) -> Iterator[tuple[GoldArticle, ParsedArticle, ParsedArticle, tuple[int, ...]]]:
    """Take labelled articles; yield each with its parse, the regrouped parse, and the numbers of the labelled
    sentences.
    """
    for gold in articles:
        parsed = parse(gold.article, fast=fast)
        regrouped, labelled = with_gold_sentences(parsed, gold)
        yield gold, parsed, regrouped, labelled
