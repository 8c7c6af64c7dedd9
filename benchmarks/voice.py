"""One command, a table out: whose words are whose, against people who marked sources, cues and contents.

    python -m benchmarks.voice [--fast] [--limit N]

On the development part of the shared ``polnear``: precision, recall and F1 of content characters, the recall of contents
inside quotation marks, and how often the speaker is right where a content is found; beside quotation marks alone. On
``basil_dev``: of the spans that annotators call quoted, the share given to a source; of the writer's own loaded spans, the
share left to the writer. Intervals are bootstraps over articles, 1,000 samples, seed 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from framing.pipeline import parse_all
from framing.types import Article, ParsedArticle

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


def polnear(*, fast: bool, limit: int | None) -> None:
    """Print the table over the development articles of ``polnear``."""
    kept = [row for row in rows("polnear") if row.get("split") == "dev"][:limit]
    articles = [Article(id=row["id"], text=row["text"], language="en") for row in kept]
    ours, marks = [], []
    marked_all = marked_found = speakers = matched = 0
    for row, parsed in zip(kept, parse_all(articles, fast=fast), strict=True):
        text = row["text"]
        seen = visible(text)
        gold = mask(len(text), [span for a in attributions(row) for span in spans(a.get("content"))]) & seen
        found = mask(len(text), [(q.span.start, q.span.end) for q in parsed.quotes]) & seen
        quoted = mask(len(text), in_marks(parsed)) & seen
        ours.append((gold.sum(), found.sum(), (gold & found).sum()))
        marks.append((gold.sum(), quoted.sum(), (gold & quoted).sum()))
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
            if best is None or not any(best.span.start < b and best.span.end > a for a, b in content):
                continue
            matched += 1
            if best.speaker is not None:
                speakers += any(best.speaker.start < b and best.speaker.end > a for a, b in source)
    print(f"polnear, development part: {len(kept)} articles")
    print(f"  quotation marks alone   {figures(np.array(marks))}")
    print(f"  framing{' --fast' if fast else '       '}          {figures(np.array(ours))}")
    print(f"  content in marks found  {marked_found / max(marked_all, 1):.3f}")
    print(f"  speaker overlaps        {speakers / max(matched, 1):.3f} of {matched} matched contents with a source")


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


def main() -> None:
    """Run both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="without a parse")
    parser.add_argument("--limit", type=int, help="only so many articles of polnear")
    options = parser.parse_args()
    polnear(fast=options.fast, limit=options.limit)
    basil(fast=options.fast)


if __name__ == "__main__":
    main()
