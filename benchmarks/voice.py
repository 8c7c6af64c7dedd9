"""One command, a table out: whose words are whose, against people who marked sources, cues and contents.

    python -m benchmarks.voice [--fast] [--split train] [--limit N] [--cost]

On the development part of the shared ``polnear``: precision, recall and F1 of content characters, the recall of
contents inside quotation marks, and how often the speaker and the cue are right where a content is found; beside two
baselines, quotation marks alone and a short rule over the parse. On ``basil_dev``: of the spans that annotators call
quoted, the share given to a source; of the writer's own loaded spans, the share left to the writer. ``--cost`` prints
the time that quotations take beside the parse. Intervals are bootstraps over articles, 1,000 samples, seed 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from framing.language import parse_texts
from framing.marks import find_marked
from framing.pipeline import parse_all
from framing.quotes import quotes_from_parse
from framing.structure import find_parts, find_sentences
from framing.types import Article, ParsedArticle, Span

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
SAMPLES = 1000


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Take the name of a shared table; yield its rows."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def spans(value: Any) -> list[tuple[int, int]]:
    """Return the character ranges of one field of an attribution, however it is nested."""
    if isinstance(value, dict):
        return [(value["start"], value["end"])]
    if not value:
        return []
    if isinstance(value[0], int):
        return [(value[0], value[1])]
    return [span for item in value for span in spans(item)]


def mask(size: int, ranges: list[tuple[int, int]]) -> np.ndarray:
    """Return which characters lie in one of the ranges."""
    found = np.zeros(size, bool)
    for start, end in ranges:
        found[start:end] = True
    return found


def visible(text: str) -> np.ndarray:
    """Return which characters are letters or digits: only these are counted."""
    return np.array([character.isalnum() for character in text], bool)


def in_marks(parsed: ParsedArticle) -> list[tuple[int, int]]:
    """Return the ranges of tokens that stand in quotation marks: the baseline."""
    tokens = parsed.tokens
    return [(tokens.start[at], tokens.end[at]) for at in range(len(tokens)) if tokens.marked[at]]


_SAY = frozenset(
    "say tell add claim argue warn think believe announce report note explain suggest insist write".split()
)


def by_rule(parsed: ParsedArticle) -> list[tuple[int, int]]:
    """Return the words of sources by a short rule: marks, clauses of fifteen verbs, what "according to" stands with."""
    found = in_marks(parsed)
    for token in parsed.doc or ():
        lemma = token.lemma_.lower()
        if lemma in _SAY:
            for child in token.children:
                if child.dep_ == "ccomp":
                    found.append((child.left_edge.idx, child.right_edge.idx + len(child.right_edge)))
        elif token.lower_ == "according":
            first, last = token.sent[0], token.sent[-1]
            if token.i - first.i > last.i - token.i:
                found.append((first.idx, token.idx))
            elif (comma := next((t for t in token.sent if t.i > token.i and t.text == ","), None)) is not None:
                found.append((comma.idx, last.idx))
    return found


def attributions(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row's attributions, wherever the table keeps them."""
    found = row.get("attributions")
    return list(found if found is not None else row["labels"]["attributions"])


def figures(hits: np.ndarray) -> str:
    """Take (true, found, both) characters an article; return precision, recall and F1 with the interval of F1."""

    def f1(rows: np.ndarray) -> tuple[float, float, float]:
        true, found, both = rows.sum(0)
        precision, recall = both / max(found, 1), both / max(true, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)

    precision, recall, value = f1(hits)
    random = np.random.default_rng(1)
    draws = [f1(hits[random.integers(0, len(hits), len(hits))])[2] for _ in range(SAMPLES)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"P {precision:.3f}  R {recall:.3f}  F1 {value:.3f} ({low:.3f} to {high:.3f})"


def meet(span: Span | None, ranges: list[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of the ranges."""
    return span is not None and any(span.start < end and span.end > start for start, end in ranges)


def polnear(*, fast: bool, limit: int | None, split: str = "dev") -> None:
    """Print the table over one part of ``polnear``."""
    kept = [row for row in rows("polnear") if row.get("split") == split][:limit]
    articles = [Article(id=row["id"], text=row["text"], language="en") for row in kept]
    ours, marks, rule = [], [], []
    marked_all = marked_found = speakers = matched = cues = cued = 0
    for row, parsed in zip(kept, parse_all(articles, fast=fast), strict=True):
        text = row["text"]
        seen = visible(text)
        gold = mask(len(text), [span for a in attributions(row) for span in spans(a.get("content"))]) & seen
        found = mask(len(text), [(q.span.start, q.span.end) for q in parsed.quotes]) & seen
        quoted = mask(len(text), in_marks(parsed)) & seen
        ours.append((gold.sum(), found.sum(), (gold & found).sum()))
        marks.append((gold.sum(), quoted.sum(), (gold & quoted).sum()))
        simple = mask(len(text), by_rule(parsed)) & seen
        rule.append((gold.sum(), simple.sum(), (gold & simple).sum()))
        marked_all += (gold & quoted).sum()
        marked_found += (gold & quoted & found).sum()
        for attribution in attributions(row):
            content, source = spans(attribution.get("content")), spans(attribution.get("source"))
            if not content or not source:
                continue
            best = max(
                (q for q in parsed.quotes),
                key=lambda q: sum(max(0, min(q.span.end, b) - max(q.span.start, a)) for a, b in content),
                default=None,
            )
            if best is None or not meet(best.span, content):
                continue
            matched += 1
            speakers += meet(best.speaker, source)
            if cue := spans(attribution.get("cue")):
                cued += 1
                cues += meet(best.cue, cue)
    print(f"polnear, {split}: {len(kept)} articles")
    print(f"  quotation marks alone   {figures(np.array(marks))}")
    if not fast:
        print(f"  a short rule            {figures(np.array(rule))}")
    print(f"  framing{' --fast' if fast else '       '}          {figures(np.array(ours))}")
    print(f"  content in marks found  {marked_found / max(marked_all, 1):.3f}")
    print(f"  speaker overlaps        {speakers / max(matched, 1):.3f} of {matched} matched contents with a source")
    print(f"  cue overlaps            {cues / max(cued, 1):.3f} of {cued} of these with a cue")


def basil(*, fast: bool) -> None:
    """Print how annotated spans of ``basil_dev`` fall on the two voices."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows("basil_dev"):
        grouped.setdefault(row["group"], []).append(row)
    articles, offsets = [], []
    for group, members in grouped.items():
        pieces, at, places = [], 0, []
        for number, row in enumerate(members):
            if number:
                gap = "\n\n" if number == 1 else " "
                pieces.append(gap)
                at += len(gap)
            places.append((at, row))
            pieces.append(row["text"])
            at += len(row["text"])
        articles.append(Article(id=group, text="".join(pieces), title=members[0]["text"], language="en"))
        offsets.append(places)
    quoted = [0, 0]
    own = [0, 0]
    for parsed, places in zip(parse_all(articles, fast=fast), offsets, strict=True):
        source = mask(len(parsed.article.text), [(q.span.start, q.span.end) for q in parsed.quotes])
        for at, row in places:
            for span in row["labels"]["spans"]:
                start, end = at + span["start"], at + span["end"]
                share = source[start:end].mean() if end > start else 0.0
                if span["quote"] == "yes":
                    quoted[0] += share >= 0.5
                    quoted[1] += 1
                elif span["bias"] == "lex":
                    own[0] += share < 0.5
                    own[1] += 1
    print(f"basil_dev: {len(articles)} articles")
    print(f"  spans annotated as quoted, given to a source      {quoted[0] / max(quoted[1], 1):.3f} of {quoted[1]}")
    print(f"  the writer's loaded spans, left to the writer     {own[0] / max(own[1], 1):.3f} of {own[1]}")


def cost(articles: int = 60) -> None:
    """Print how long quotations take beside the parse, over articles of ``allsides_sample``."""
    kept = [row for row, _ in zip(rows("allsides_sample"), range(articles), strict=False)]
    parse = voice = 0.0
    for row in kept:
        article = Article(id=row["id"], text=row["text"], language="en")
        parts = find_parts(article)
        sentences = find_sentences(article, parts)
        marked = find_marked(article.text, parts)
        began = time.process_time()
        doc = next(iter(parse_texts([(article.text, sentences)])))
        parsed = time.process_time()
        quotes_from_parse(article.text, sentences, marked, doc)
        parse += parsed - began
        voice += time.process_time() - parsed
    print(f"allsides_sample: {len(kept)} articles, parse {parse:.2f} s, quotations {voice:.2f} s ({voice / parse:.1%})")


def main() -> None:
    """Run both tables, or the timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="without a parse")
    parser.add_argument("--limit", type=int, help="only so many articles of polnear")
    parser.add_argument("--split", default="dev", choices=("train", "dev"), help="which part of polnear")
    parser.add_argument("--cost", action="store_true", help="only the time that quotations take")
    options = parser.parse_args()
    if options.cost:
        cost()
        return
    polnear(fast=options.fast, limit=options.limit, split=options.split)
    basil(fast=options.fast)


if __name__ == "__main__":
    main()
