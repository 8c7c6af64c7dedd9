"""Text in, the words that tell one event from another out, with how rare each is in the news.

Rarity is a share of articles: what a table of 8,000 news articles says (``structure/news_words.toml``), corrected by
the collection at hand, so that "Benghazi" says little in a collection about Benghazi.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from framing.grammar import structure_data

#: How many articles the table counts for when the collection is added to it.
TABLE_ARTICLES = 1000
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d[\d,.]*\d|\d")
_RAREST = math.exp(-5.5)
_COMMONEST = 0.2


def stem(word: str) -> str:
    """Take a word in lower case; return it without a plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def terms(text: str, *, names_only: bool = False) -> Counter[str]:
    """Take a text; return how often each term stands in it. ``names_only`` leaves words without a capital out."""
    found: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        written = match.group()
        if names_only and not (written[0].isupper() or written[0].isdigit()):
            continue
        word = written.lower().replace("’", "'").removesuffix("'s").rstrip("'")
        if len(word) > 2 or word.isdigit():
            found[sys.intern(stem(word))] += 1
    return found


@cache
def _table() -> tuple[dict[str, float], float]:
    data = structure_data("news_words")
    articles = int(data["articles"])
    shares = {word: int(count) / articles for count, words in data["words"].items() for word in words.split()}
    return shares, 1 / articles


def table_share(term: str) -> float:
    """Take a term; return the share of news articles that use it, at least one article's where none does."""
    shares, least = _table()
    return shares.get(term, least)


def corrected_shares(used_in: Mapping[str, int], articles: int) -> dict[str, float]:
    """Take in how many of so many articles each term stands; return its share in the table and these together."""
    total = TABLE_ARTICLES + articles
    return {term: (table_share(term) * TABLE_ARTICLES + count) / total for term, count in used_in.items()}


def weight(share: float) -> float:
    """Take the share of articles that use a term; return how much the term tells, 0 where one in five uses it."""
    return 0.0 if share > _COMMONEST else -math.log(max(share, _RAREST))


def heaviest(counts: Mapping[str, int], most: int) -> Iterable[tuple[str, float]]:
    """Take counts of terms; return those that tell most, with the weight of their number (1 + ln)."""
    scored = [(term, (1 + math.log(count))) for term, count in counts.items() if weight(table_share(term)) > 0]
    scored.sort(key=lambda item: (-item[1] * weight(table_share(item[0])), item[0]))
    return scored[:most]
