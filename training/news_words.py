"""The shared news articles in, ``lexicons/en/structure/news_words.toml`` out: in how many articles each word stands.

``python -m training.news_words`` leaves the 2,000 articles out that ``benchmarks.events`` mixes in.
"""

from __future__ import annotations

import gzip
import json
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

from framing.compare.terms import terms

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides_sample.jsonl.gz"
OUT = Path(__file__).resolve().parent.parent / "lexicons" / "en" / "structure" / "news_words.toml"
MIXED_IN = 2000
LEAST = 16
_HEAD = """\
# In how many of {articles:,} news articles a word stands (plural endings taken off): how rare it is, read by
# framing.compare.terms. Counted by `python -m training.news_words` over a sample of 10,000 articles of US outlets,
# 2012 to 2020, from the article collection of "We Can Detect Your Bias" (Baly et al. 2020, repository Apache-2.0),
# without the {mixed:,} that benchmarks.events uses. A key is a number of articles, rounded down.
schema = 1
licence = "Apache-2.0"
articles = {articles}

[words]
"""


def split_sample(path: Path = DATA) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the articles to mix in and those to count, apart; the same ones on every call."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(1).shuffle(rows)
    return rows[:MIXED_IN], rows[MIXED_IN:]


def main() -> None:
    """Count and write."""
    _, rows = split_sample()
    used: Counter[str] = Counter()
    for row in rows:
        used.update(terms(f"{row['title'] or ''}\n{row['text']}").keys())
    bands: dict[int, list[str]] = {}
    for term, count in used.items():
        if count >= LEAST and term.isalpha() and term.isascii():
            bands.setdefault(int(2 ** (math.floor(math.log2(count) * 4) / 4)), []).append(term)
    lines = [_HEAD.format(articles=len(rows), mixed=MIXED_IN)]
    for count in sorted(bands, reverse=True):
        line = ""
        lines.append(f'{count} = """\n')
        for term in sorted(bands[count]):
            if len(line) + len(term) > 118:
                lines.append(line + "\n")
                line = ""
            line += (" " if line else "") + term
        lines.append(line + '"""\n')
    OUT.write_text("".join(lines), encoding="utf-8")
    print(
        f"{sum(map(len, bands.values())):,} words of {len(rows):,} articles -> {OUT.name}, {OUT.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
