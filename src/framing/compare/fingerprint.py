"""An article in, a fingerprint of what happened out: its telling words, its names and its date; a few kilobytes.

An article can be thrown away once its fingerprint is taken, so a collection is grouped in one pass over its articles.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from framing.compare.terms import heaviest, stem, table_share, terms
from framing.types import Article

#: The headline and this many characters after it are compared apart from the whole.
LEAD = 900
_MOST_TERMS = 200
_MOST_NAMES = 40
_KNOWN = 0.06
_TITLE_TIMES = 2
_NAME = re.compile(r"(?:[A-Z][\w’'.-]*[\w.]|[A-Z])(?: (?:[A-Z][\w’'.-]*[\w.]|[A-Z]\.?))*")
_SHORTENED = re.compile(r"[’'](?:m|s|re|ve|ll|d|t)$")
_TABLE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment in hours since 1970 UTC; ``precise`` is False where only the day is known (then it is its noon)."""

    hours: float
    precise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """Terms with the weight of their number, the most telling first."""

    terms: tuple[str, ...]
    numbers: array[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What grouping needs to know of one article. ``names`` maps the last word of a name to its most frequent form."""

    id: str
    outlet: str
    language: str
    when: When | None
    whole: Bag
    lead: Bag
    names: dict[str, str]


def moment(published: str | None) -> When | None:
    """Take a date as it came in; return its moment, or None where it is no ISO 8601 date."""
    if not published:
        return None
    try:
        if len(published) <= 10:
            day = date.fromisoformat(published)
            return When(hours=(day.toordinal() - date(1970, 1, 1).toordinal()) * 24 + 12.0, precise=False)
        when = datetime.fromisoformat(published)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return When(hours=round(when.timestamp() / 3600, 2), precise=True)


def _bag(counts: Counter[str]) -> Bag:
    kept = list(heaviest(counts, _MOST_TERMS))
    return Bag(terms=tuple(term for term, _ in kept), numbers=array("f", (number for _, number in kept)))


def _sentences_only(text: str) -> str:
    """Return the lines that end as sentences do: headlines print most words with a capital."""
    return "\n".join(line for line in text.split("\n") if line.rstrip().endswith((".", "!", "?", "”", '"', "’", "'")))


def _names(text: str) -> dict[str, str]:
    """Return the names of a text by their last word, those of few articles only, in alphabetical order of the key.

    A word is a name if it stands with a capital where no sentence begins, and nowhere in small letters.
    """
    small = set(re.findall(r"\b[a-z][\w’'-]*", text))
    forms: dict[str, Counter[str]] = {}
    for match in _NAME.finditer(text):
        start = match.start()
        before = text[max(0, start - 2) : start].strip()
        written = match.group().rstrip(".").removesuffix("’s").removesuffix("'s")
        if (not before or before in (".", "!", "?", ":", "“", '"')) and " " not in written:
            continue
        words = [word for word in written.split() if word.lower() not in small and not _SHORTENED.search(word)]
        if not words or len(words[-1]) < 3:
            continue
        key = stem(words[-1].lower())
        if min(table_share(stem(word.lower())) for word in words) < _KNOWN:
            forms.setdefault(key, Counter())[" ".join(words)] += 1
    ranked = sorted(forms.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:_MOST_NAMES]
    return {key: min(found, key=lambda form: (-found[form], form)) for key, found in sorted(ranked)}


def fingerprint(article: Article) -> Fingerprint:
    """Take an article; return its fingerprint. In a language without a table of words, only names and numbers count."""
    language = (article.language or _TABLE_LANGUAGE).split("-")[0].lower()
    names_only = language != _TABLE_LANGUAGE
    text = article.text
    title = article.title or text.partition("\n")[0]
    head = Counter({term: _TITLE_TIMES * n for term, n in terms(title, names_only=names_only).items()})
    return Fingerprint(
        id=article.id,
        outlet=article.outlet or "",
        language=language,
        when=moment(article.published),
        whole=_bag(terms(text, names_only=names_only) + head),
        lead=_bag(terms(text[: LEAD + len(title)], names_only=names_only) + head),
        names=_names(_sentences_only(text)),
    )
