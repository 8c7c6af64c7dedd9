"""Analyses in, the numbers of a figure out: one row a point, with its count, its denominator and its interval.

The unit is the article: intervals resample articles, since findings of one article are not independent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from framing.intervals import FEW_FINDINGS, bootstrap, poisson
from framing.types import FAMILIES, Analysis

#: With fewer articles than this the interval is Poisson's: so few cannot be resampled.
FEW_ARTICLES = 10
NO_OUTLET = "outlet not given"
ALL = "all"
TENTHS = 10
_VOICES = ("writer", "source")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEKS_UP_TO = 100

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
        outlet=analysis.article.outlet or NO_OUTLET,
        day=_day(analysis.article.published),
        findings=dict(findings),
        words=words,
        marked=tuple(marked),
        checked=tuple(checked),
    )


def rates(articles: Sequence[Counts]) -> list[Row]:
    """Take counts of articles; return per outlet, family and voice the findings per 100 words of that voice."""
    return [
        row
        for outlet, group in _by_outlet(articles)
        for family in (ALL, *FAMILIES)
        for voice in _VOICES
        if (row := _rate(group, family, voice, outlet=outlet)) is not None
    ]


def over_time(articles: Sequence[Counts], *, outlets: bool) -> list[Row]:
    """Take counts of articles; return per week or month (and outlet) the writer's findings per 100 words.

    Weeks begin on Monday and are used up to 100 days from first to last. Articles without a date are left out.
    """
    days = [article.day for article in articles if article.day]
    if not days:
        return []
    weeks = (max(days) - min(days)).days <= _WEEKS_UP_TO
    groups: dict[tuple[str, date], list[Counts]] = defaultdict(list)
    for article in articles:
        if article.day:
            begin = article.day - timedelta(days=article.day.weekday()) if weeks else article.day.replace(day=1)
            groups[article.outlet if outlets else ALL, begin].append(article)
    return [
        row
        for (outlet, begin), group in sorted(groups.items())
        if (
            row := _rate(
                group, ALL, "writer", outlet=outlet, begin=begin.isoformat(), unit="week" if weeks else "month"
            )
        )
    ]


def positions(articles: Sequence[Counts]) -> list[Row]:
    """Take counts of articles; return per tenth of the article how many of 100 checked sentences are marked.

    A sentence is marked here if the writer's own words hold a counted finding.
    """
    made = []
    for tenth in range(TENTHS):
        marked = [article.marked[tenth] for article in articles]
        checked = [article.checked[tenth] for article in articles]
        if sum(checked):
            made.append({"tenth": tenth + 1, **_with_interval(marked, checked)})
    return made


def _rate(group: Sequence[Counts], family: str, voice: str, **about: str) -> Row | None:
    found = [article.findings.get((family, voice), 0) for article in group]
    words = [article.words.get(voice, 0) for article in group]
    if not sum(words):
        return None
    return {**about, "family": family, "voice": voice, **_with_interval(found, words)}


def _with_interval(found: Sequence[int], out_of: Sequence[int]) -> Row:
    """Return a count, what it is out of, the rate per 100 and its 95 % interval over articles."""
    count, total = sum(found), sum(out_of)
    if len(found) < FEW_ARTICLES or count < FEW_FINDINGS:
        low, high = (bound / total for bound in poisson(count))
        method = "poisson"
    else:
        ((low, high),) = bootstrap([list(found)], [list(out_of)])
        method = "bootstrap"
    return {
        "articles": len(found),
        "count": count,
        "out_of": total,
        "per_100": round(100 * count / total, 3),
        "low": round(100 * low, 3),
        "high": round(100 * high, 3),
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
