"""Analyses in, the numbers of a figure out: one row a point, with its count, its denominator and its interval.

The unit is the article: intervals resample articles, since findings of one article are not independent.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from framing.corpus.statistics import FEWEST, rate_intervals
from framing.corpus.status import status_of
from framing.ingest.clean import clean_field
from framing.intervals import FEW_FINDINGS, poisson, wilson
from framing.measures import WORDS_OF_VOICE
from framing.types import FAMILIES, Analysis

NO_OUTLET = "outlet not given"
ALL = "all"
TENTHS = 10
_VOICES = ("writer", "source")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEKS_UP_TO = 100
_INTERVAL = ("articles", "count", "out_of", "per_100", "low", "high", "method")
#: The columns of the numbers of every kind of figure.
COLUMNS: dict[str, tuple[str, ...]] = {
    "rates": ("outlet", "family", "voice", *_INTERVAL),
    "positions": ("tenth", *_INTERVAL),
    "time": ("outlet", "begin", "unit", "family", "voice", *_INTERVAL),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a figure needs of one article: findings by (family, voice), words by voice, marked and checked by tenth."""

    outlet: str
    day: date | None
    findings: Mapping[tuple[str, str], int]
    words: Mapping[str, int]
    marked: Sequence[int]
    checked: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The counts of the articles that a figure counts, and how many were left out, by ``corpus.status``."""

    articles: Sequence[Counts]
    left_out: Mapping[str, int]


def corpus_of(analyses: Iterable[Analysis]) -> Corpus:
    """Take analyses; return the counts of those that the corpus pages give a rate, by the rule of ``corpus.status``.

    Left out are articles in which nothing was checked, a text that its outlet has already, and under 300 words.
    """
    articles: list[Counts] = []
    left_out: Counter[str] = Counter()
    seen: dict[str, set[bytes]] = defaultdict(set)
    for analysis in analyses:
        counts = counts_of(analysis)
        status = status_of(
            analysis.article.text,
            checked=counts is not None,
            words=sum(counts.words.values()) if counts else 0,
            new=partial(_new, seen[counts.outlet if counts else NO_OUTLET]),
        )
        if counts is not None and status == "counted":
            articles.append(counts)
        else:
            left_out["not_checked" if counts is None else status] += 1
    return Corpus(articles=articles, left_out=left_out)


def _new(seen: set[bytes], digest: bytes) -> bool:
    before = len(seen)
    seen.add(digest)
    return len(seen) > before


def counts_of(analysis: Analysis) -> Counts | None:
    """Take an analysis; return its counts, or None where no sentence was checked."""
    words: dict[str, int] = {m.voice: m.count for m in analysis.measures if m.name == "words"}
    states = [score for score in analysis.scores if score.state != "not_checked"]
    if not states or not any(words.values()):
        return None
    findings: dict[tuple[str, str], int] = defaultdict(int)
    own: set[int] = set()
    for finding in analysis.findings:
        if finding.score > 0:
            for family in (finding.family, ALL):
                findings[family, finding.voice] += 1
            if finding.voice == "writer":
                own.add(finding.sentence)
    marked, checked = [0] * TENTHS, [0] * TENTHS
    for place, score in enumerate(states):
        tenth = TENTHS * place // len(states)
        checked[tenth] += 1
        marked[tenth] += score.index in own
    return Counts(
        outlet=clean_field(analysis.article.outlet) or NO_OUTLET,
        day=_day(analysis.article.published),
        findings=dict(findings),
        words=words,
        marked=tuple(marked),
        checked=tuple(checked),
    )


def rates(articles: Sequence[Counts]) -> list[Row]:
    """Take counts of articles; return per outlet, family and voice the findings per 100 words of that voice.

    A voice with under 50 words in an outlet has none: a single finding would make it high, and stretch the scale.
    """
    measured = [(family, voice) for family in (ALL, *FAMILIES) for voice in _VOICES]
    rows = [row for outlet, group in _by_outlet(articles) for row in _rates(group, measured, outlet=outlet)]
    return [row for row in rows if row["out_of"] >= WORDS_OF_VOICE]


def over_time(articles: Sequence[Counts], *, outlets: bool) -> list[Row]:
    """Take counts of articles; return per week or month (and outlet) the writer's findings per 100 words.

    Weeks begin on Monday and are used up to 100 days from first to last. Articles without a date are left out, and so
    are weeks or months with under 50 of the writer's words.
    """
    days = [article.day for article in articles if article.day]
    if not days:
        return []
    weeks = (max(days) - min(days)).days <= _WEEKS_UP_TO
    unit = "week" if weeks else "month"
    made: list[Row] = []
    for outlet, group in _by_outlet(articles) if outlets else [(ALL, articles)]:
        bins: dict[date, list[Counts]] = defaultdict(list)
        for article in group:
            if article.day:
                begin = article.day - timedelta(days=article.day.weekday()) if weeks else article.day.replace(day=1)
                bins[begin].append(article)
        for begin, inside in sorted(bins.items()):
            made += _rates(inside, [(ALL, "writer")], outlet=outlet, begin=begin.isoformat(), unit=unit)
    return [row for row in made if row["out_of"] >= WORDS_OF_VOICE]


def positions(articles: Sequence[Counts]) -> list[Row]:
    """Take counts of articles; return per tenth of the article how many of 100 checked sentences are marked.

    A sentence is marked here if the writer's own words hold a counted finding.
    """
    rows = _with_intervals(
        [article.marked for article in articles], [article.checked for article in articles], shares=True
    )
    return [{"tenth": place + 1, **row} for place, row in enumerate(rows) if row is not None]


def _rates(group: Sequence[Counts], measured: Sequence[tuple[str, str]], **about: str) -> list[Row]:
    rows = _with_intervals(
        [[article.findings.get(one, 0) for one in measured] for article in group],
        [[article.words.get(voice, 0) for _, voice in measured] for article in group],
        shares=False,
    )
    return [
        {**about, "family": family, "voice": voice, **row}
        for (family, voice), row in zip(measured, rows, strict=True)
        if row is not None
    ]


def _with_intervals(
    found: Sequence[Sequence[int]], out_of: Sequence[Sequence[int]], *, shares: bool
) -> Iterator[Row | None]:
    """Take counts and what they are out of, articles x measures; yield per measure the rate per 100 with its interval.

    None where it is out of nothing. Whole articles are resampled; with few articles or findings the interval is
    Poisson's, or Wilson's of shares, which cannot leave 0 to 100.
    """
    import numpy as np

    counts, sizes = np.array(found, dtype=float), np.array(out_of, dtype=float)
    for place, interval in enumerate(rate_intervals(counts, sizes)):
        count, total = int(counts[:, place].sum()), int(sizes[:, place].sum())
        articles = int((sizes[:, place] > 0).sum())
        if not total:
            yield None
            continue
        fewest = min(count, total - count) if shares else count
        if interval is not None and articles >= FEWEST and fewest >= FEW_FINDINGS:
            (low, high), method = interval, "bootstrap"
        elif shares:
            (low, high), method = (100 * bound for bound in wilson(count, total)), "wilson"
        else:
            (low, high), method = (100 * bound / total for bound in poisson(count)), "poisson"
        yield {
            "articles": articles,
            "count": count,
            "out_of": total,
            "per_100": round(100 * count / total, 3),
            "low": round(low, 3),
            "high": round(high, 3),
            "method": method,
        }


def _by_outlet(articles: Iterable[Counts]) -> Iterator[tuple[str, list[Counts]]]:
    """Yield outlets in the order of the alphabet with their articles: the order says nothing else."""
    groups: dict[str, list[Counts]] = defaultdict(list)
    for article in articles:
        groups[article.outlet].append(article)
    yield from sorted(groups.items(), key=lambda item: (item[0].casefold(), item[0]))


def _day(published: str | None) -> date | None:
    found = _DAY.match(published or "")
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
