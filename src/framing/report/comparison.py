"""What an analysis holds of its comparison with a reference set in, checked figures and their plain words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framing.report import facts
from framing.report.wording import day, decimal, gap, listed, number
from framing.types import FAMILIES, Analysis

#: A family is named as frequent from here on: more frequent than in 9 of 10 articles.
TOP = 0.9
#: With fewer findings a kind is not called frequent: one more or less would change its place among the articles.
LEAST_FINDINGS = 3
#: With so many articles the share is told in twentieths, else in tenths.
_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one rate stands: the middle half of the reference rates, the share of lower ones, and of how many."""

    low: float
    high: float
    below: float
    articles: int
    outlets: int
    least: int
    most: int
    findings: int | None

    @property
    def usual(self) -> str:
        """The middle half, as "0.8 to 1.9"."""
        return f"{decimal(self.low)} to {decimal(self.high)}"

    @property
    def more_than(self) -> str:
        """The share of articles with a lower rate, as "about 9 in 10"; a rate of nothing is more frequent than none.

        It is not said of one or two findings.
        """
        if self.findings == 0:
            return "none found"
        return "too few" if self.few else share_in_words(self.below, self.articles)

    @property
    def few(self) -> bool:
        """Whether there are so few findings that none more than others can be said of them."""
        return self.findings is not None and self.findings < LEAST_FINDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The set's name and statement, the kind of article, and a place for each (measure, voice) that has one."""

    name: str
    title: str
    what: str
    licence: str
    caution: str
    digest: str
    articles: int
    outlets: int
    outlet_names: tuple[str, ...]
    dates: str
    genre: str
    fast: bool
    top: float | None
    places: dict[tuple[str, str], Place]
    missing: tuple[str, ...]


def share_in_words(share: float, articles: int) -> str:
    """Take a share and the number of articles behind it; return "about 9 in 10", or twentieths from 1,000 articles."""
    steps = 20 if articles >= _MANY else 10
    count = int(share * steps + 0.5)
    if count < 1:
        return f"under 1 in {steps}"
    return f"over {steps - 1} in {steps}" if count >= steps else f"about {count} in {steps}"


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise ValueError
    return float(value)


def _place(row: Mapping[str, Any], counts: Mapping[tuple[str, str], int]) -> Place:
    low, high, below = (_number(row[key]) for key in ("low", "high", "below"))
    articles, outlets, least, most = (int(_number(row[key])) for key in ("articles", "outlets", "least", "most"))
    if below > 1 or low > high:
        raise ValueError
    findings = counts.get((str(row["name"]), str(row["voice"])))
    return Place(
        low=low, high=high, below=below, articles=articles, outlets=outlets, least=least, most=most, findings=findings
    )


def comparison(analysis: Analysis) -> Comparison | None:
    """Take an analysis; return its comparison, or None where there is none or what is stored is damaged."""
    stored = analysis.made_with.get("reference")
    if not isinstance(stored, Mapping) or facts.length(analysis) != "full":
        return None
    counts: dict[tuple[str, str], int] = {(found.name, found.voice): found.count for found in analysis.measures}
    try:
        places = {(str(row["name"]), str(row["voice"])): _place(row, counts) for row in stored["rows"]}
        text = {key: str(stored.get(key) or "") for key in ("title", "what", "licence", "caution", "digest", "genre")}
        first, last = str(stored.get("first") or ""), str(stored.get("last") or "")
        top = stored.get("top")
        return Comparison(
            name=f"{stored['set']} {stored['version']}",
            articles=int(_number(stored["articles"])),
            outlets=int(_number(stored["outlets"])),
            outlet_names=tuple(map(str, stored.get("outlet_names") or ())),
            dates=f"{day(first)} to {day(last)}" if first else "dates not given",
            fast=stored.get("mode") == "fast",
            top=_number(top["writer"]) if isinstance(top, Mapping) and "writer" in top else None,
            places=places,
            missing=tuple(map(str, dict(stored.get("missing") or {}).values())),
            **text,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def no_comparison(analysis: Analysis) -> str:
    """Return why the article's rates are not compared with those of other articles, as one or two sentences."""
    from framing.reference.compare import NONE_INSTALLED  # here: it loads pydantic, which pages do without

    if facts.length(analysis) in ("short", "too_short"):
        return "No comparison: under 300 words a rate cannot tell two articles apart."
    return gap("No comparison", facts.missing(analysis, "reference"), NONE_INSTALLED)


def standing(analysis: Analysis) -> str | None:
    """Take an analysis; return one sentence on how frequent each kind of the writer's findings is, or None.

    A kind that is more frequent than in 9 of 10 reference articles is named with its share, others by the middle half;
    one or two findings are not called frequent.
    """
    found = comparison(analysis)
    frequent: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {"above": [], "below": [], "few": [], "within": []}
    articles = 0
    for family, name in FAMILIES.items():
        place = found.places.get((f"findings_{family}", "writer")) if found else None
        taken = facts.measure(analysis, f"findings_{family}", "writer")
        if place is None or taken is None or not taken.out_of:
            continue
        articles = place.articles
        rate = round(100 * taken.count / taken.out_of, 2)
        if place.few and (place.below >= TOP or rate > place.high):
            groups["few"].append(name)
        elif place.below >= TOP:
            frequent.setdefault(place.more_than, []).append(name)
        else:
            groups["above" if rate > place.high else "below" if rate < place.low else "within"].append(name)
    if not articles:
        return None
    of = f"{number(articles)} reference articles of this kind and length"
    clauses = [f"{_are(names)} more frequent than in {share} of {of}" for share, names in frequent.items()]
    range_ = "the usual range" if clauses else f"the usual range of {of}"
    for where in ("above", "below"):
        if groups[where]:
            clauses.append(f"{_are(groups[where])} {where} {range_}")
            range_ = "it"
    if groups["few"]:
        rests = "rests" if len(groups["few"]) == 1 else "rest"
        clauses.append(f"{_named(groups['few'])} {rests} on one or two findings, too few to compare")
    if groups["within"]:
        rest = "the other kinds are" if clauses and len(groups["within"]) > 1 else _are(groups["within"])
        clauses.append(f"{rest if clauses else 'all kinds are'} within {range_}")
    line = "; ".join(clauses)
    first = line.find(line.lstrip("“")[:1])
    return line[:first] + line[first : first + 1].upper() + line[first + 1 :] + "."


def _named(names: Sequence[str]) -> str:
    several = any(" and " in name for name in names)  # then quotation marks tell where one ends
    return listed([f"“{name.lower()}”" if several else name.lower() for name in names])


def _are(names: Sequence[str]) -> str:
    return f"{_named(names)} {'is' if len(names) == 1 else 'are'}"
