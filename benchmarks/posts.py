"""One command, a few counts out: posts of social media that lie in articles as plain text.

    python -m benchmarks.posts [--articles N]

All of the shared ``allsides_sample`` is searched for the lines that embedding puts after a post; N of the articles
with posts (200) are read on the fast path, and the lexicons' marks in posts and in the writer's words are counted: the
first would be the writer's if posts were not known.
"""

from __future__ import annotations

import argparse
import random

from framing.lexicon import load
from framing.pipeline import parse_all
from framing.quotes.posts import SIGNED, find_posts
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article

from .voice import rows

SEED = 4


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    every = list(rows("allsides_sample"))
    with_posts = [row for row in every if SIGNED.search(row["text"])]
    lines = [(match, line) for row in with_posts for line in row["text"].split("\n") for match in SIGNED.finditer(line)]
    ends = sum(not line[match.end() :].strip() for match, line in lines)
    print(f"{len(every)} articles, {len(with_posts)} with a post; {ends} of {len(lines)} posts end their paragraph")
    chosen = random.Random(SEED).sample(with_posts, min(options.articles, len(with_posts)))
    articles = [Article(id=row["id"], text=row["text"], title=row["title"], language="en") for row in chosen]
    scorer, inside, writer = LexiconScorer(load()), 0, 0
    for parsed in parse_all(articles, fast=True):
        posts = find_posts(parsed.article.text, [s for s in parsed.sentences if s.reason is None])
        marks = [finding for finding in scorer.score(parsed, ()).findings if finding.score > 0]
        inside += sum(any(mark.span.start in post.content for post in posts) for mark in marks)
        writer += sum(mark.voice == "writer" for mark in marks)
    print(f"{len(chosen)} of these read: {inside} marks of the lexicons in posts, {writer} in the writer's words")


if __name__ == "__main__":
    main()
