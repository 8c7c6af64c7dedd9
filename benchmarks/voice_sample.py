"""Speakers and descriptions to check by hand, and what must hold of any article, on the unlabelled ``allsides_sample``.

    python -m benchmarks.voice --sample speakers|actors [--seed N] [--count N]
    python -m benchmarks.voice --check [--count N]

``--sample`` prints one item an article, with the sentences it stands in, so that a person can say whether it is right;
``docs/voice-audit.md`` records the verdicts by article and offsets. ``--check`` analyses random articles and counts
offsets that are no place in the text and quotations that overlap otherwise than by nesting: both must be 0.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from framing.pipeline import parse_all
from framing.types import Article, ParsedArticle, Span

_BATCH = 8
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides_sample.jsonl.gz"


def random_articles(count: int, seed: int) -> list[Article]:
    """Take a number and a seed; return so many random articles of the sample, title and body."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [
        Article(id=str(row["id"]), text=f"{row['title']}\n\n{row['text']}", title=row["title"], language="en")
        for row in random.Random(seed).sample(rows, count)
    ]


def faults(parsed: ParsedArticle) -> list[str]:
    """Take a parsed article; return what is wrong with its offsets and quotations, which should be nothing."""
    text = parsed.article.text
    spans: list[Span | None] = []
    for quote in parsed.quotes:
        spans += [quote.span, quote.cue, quote.speaker, quote.descriptor]
    for actor in parsed.actors:
        spans += [*actor.mentions, *(one.span for one in actor.described)]
    wrong = [f"no place: {span}" for span in spans if span and not (0 <= span.start < span.end <= len(text))]
    wrong += [f"no words: {span}" for span in spans if span and not any(map(str.isalnum, span.text(text)))]
    for number, one in enumerate(parsed.quotes):
        for other in parsed.quotes[number + 1 :]:
            apart = one.span.end <= other.span.start or other.span.end <= one.span.start
            nested = one.span.start <= other.span.start and other.span.end <= one.span.end
            if not apart and not nested:
                wrong.append(f"overlap: {one.span} {other.span}")
    return wrong


def check(count: int, seed: int) -> None:
    """Print how many faults so many random articles have, on both paths."""
    articles = random_articles(count, seed)
    for fast in (False, True):
        found = quotes = described = 0
        for parsed in parse_all(articles, fast=fast):
            wrong = faults(parsed)
            found += len(wrong)
            quotes += len(parsed.quotes)
            described += sum(len(actor.described) for actor in parsed.actors)
            for line in wrong:
                print(f"  {parsed.article.id}: {line}")
        path = "--fast" if fast else "full"
        print(f"{path}: {count} random articles, {quotes} quotations, {described} descriptions, {found} faults (0)")


def _around(parsed: ParsedArticle, *spans: Span | None) -> str:
    """Return the sentences that the spans stand in, and the one before, with the spans in brackets."""
    text = parsed.article.text
    held = [span for span in spans if span is not None]
    low, high = min(span.start for span in held), max(span.end for span in held)
    near = [s for s in parsed.sentences if s.span.end > low and s.span.start < high]
    first = max(near[0].index - 1, 0)
    start, end = parsed.sentences[first].span.start, near[-1].span.end
    out = text[start:end]
    for span in sorted(held, key=lambda one: one.start, reverse=True):
        a, b = span.start - start, span.end - start
        out = f"{out[:a]}[{out[a:b]}]{out[b:]}"
    return " ".join(out.split())


def _speakers(parsed: ParsedArticle) -> Iterator[str]:
    for quote in parsed.quotes:
        if quote.kind == "scare" or quote.speaker_name is None or quote.speaker is None:
            continue
        place = f"{parsed.article.id} {quote.span.start}-{quote.span.end}"
        shown = f"{quote.speaker_name} | {quote.speaker_type} | {quote.attribution} | {quote.kind} {quote.cue_lemma}"
        descriptor = quote.descriptor.text(parsed.article.text) if quote.descriptor else None
        shown = f"{shown} ({quote.cue_stance}) | described: {descriptor}"
        yield f"{place} | {shown}\n    {_around(parsed, quote.span, quote.speaker)}"


def _actors(parsed: ParsedArticle) -> Iterator[str]:
    text = parsed.article.text
    for actor in parsed.actors:
        for one in actor.described:
            near = min(actor.mentions, key=lambda m: abs(m.start - one.span.start))
            place = f"{parsed.article.id} {one.span.start}-{one.span.end}"
            yield (
                f"{place} | {actor.name} ({actor.type}) | {one.relation}: {one.span.text(text)!r} | {one.voice}\n"
                f"    {_around(parsed, one.span, near)}"
            )


def sample(kinds: Sequence[str], count: int, seed: int) -> None:
    """Print random items of each kind to check, one an article, of as many articles as have all kinds."""
    chosen = random.Random(seed)
    makers = {"speakers": _speakers, "actors": _actors}
    shown = 0
    articles = random_articles(2 * count, seed)
    for first in range(0, len(articles), _BATCH):
        for parsed in parse_all(articles[first : first + _BATCH]):
            found = {kind: list(makers[kind](parsed)) for kind in kinds}
            if all(found.values()) and shown < count:
                shown += 1
                for kind, items in found.items():
                    print(f"{kind} {shown}. {chosen.choice(items)}\n", flush=True)
        if shown == count:
            return
