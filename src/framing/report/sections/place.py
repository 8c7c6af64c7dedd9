"""Analysis in, where in the article the findings stand out: two strips of one bar a sentence, and a table by thirds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from framing.report import facts
from framing.report.charts import Chances, Strip, chances, strip
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import in_100, listed, plural
from framing.types import Analysis

_NAMED_IN_TEXT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """A third of the article, by sentences: states and findings."""

    name: str
    sentences: int
    marked: int
    checked: int
    not_checked: int
    writer: int
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """The section; a chart is None where it would show nothing. ``described`` holds the chart's numbers in words."""

    checked: bool
    strip: Strip | None
    described: str
    chances: Chances | None
    chances_described: str
    top: str
    base: str
    thirds: tuple[Third, ...]

    @property
    def shown(self) -> bool:
        """Whether a sentence was checked; else "in short" says that none was."""
        return self.checked


def view(analysis: Analysis, settings: Settings = DEFAULT) -> PlaceView:
    """Take an analysis; return its strips and thirds, without page furniture."""
    own, quoted = (Counter(found.sentence for found in facts.distinct(analysis, voice)) for voice in facts.VOICES)
    scored = facts.article_pairs(analysis)
    bars = [(score.state != "not_checked", own[score.index], quoted[score.index]) for _, score in scored]
    probabilities = [score.loaded if score.state != "not_checked" else None for _, score in scored]
    known = sorted(
        ((p, score.index) for p, (_, score) in zip(probabilities, scored, strict=True) if p is not None), reverse=True
    )
    named = [
        f"sentence {score.index + 1}: {mine + theirs}"
        for (_, mine, theirs), (_, score) in zip(bars, scored, strict=True)
        if mine + theirs
    ]
    rest = len(named) - _NAMED_IN_TEXT
    described = f"{plural(len(scored), 'sentence')} in order. Findings: " + "; ".join(named[:_NAMED_IN_TEXT])
    described += f"; and {plural(rest, 'further sentence')}." if rest > 0 else "."
    found = [mine + theirs for _, mine, theirs in bars]
    chart = chances(probabilities, facts.base_rate(analysis)) if known else None
    highest = listed([f"sentence {index + 1}, {in_100(p)}" for p, index in known[:3]])
    return PlaceView(
        checked=facts.checked_anything(analysis),
        strip=strip(bars) if any(found) else None,
        described=described if any(found) else "",
        chances=chart,
        chances_described=f"{plural(len(known), 'sentence')} in order. Highest: {highest}." if known else "",
        top=f"{chart.top:.0%}".replace("%", " in 100") if chart else "",
        base=in_100(facts.base_rate(analysis)),
        thirds=_thirds(bars, [score.state for _, score in scored]) if any(found) else (),
    )


def _thirds(bars: list[tuple[bool, int, int]], states: list[str]) -> tuple[Third, ...]:
    count = len(bars)
    made = []
    for nth, name in enumerate(("First third", "Second third", "Last third")):
        places = [i for i in range(count) if facts.third(i, count) == nth]
        made.append(
            Third(
                name=name,
                sentences=len(places),
                marked=sum(states[i] == "marked" for i in places),
                checked=sum(states[i] == "checked" for i in places),
                not_checked=sum(states[i] == "not_checked" for i in places),
                writer=sum(bars[i][1] for i in places),
                source=sum(bars[i][2] for i in places),
            )
        )
    return tuple(made)
