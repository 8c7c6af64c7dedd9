"""Analysis in, the page in a few sentences and one small table out; counts and places, no judgement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from framing.report import facts
from framing.report.comparison import no_comparison, standing
from framing.report.facts import Count, States, Words
from framing.report.sections.speakers import Share, largest_share
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import in_100, shortened
from framing.types import Analysis, Measure

_QUOTED_LENGTH = 300
_TOP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A sentence that readers would mark most likely: its number from 1, its words and its chance in words."""

    number: int
    text: str
    chance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowded:
    """The sentence (number from 1) or the third of the article that holds most of the writer's findings."""

    count: int
    sentence: int | None
    third: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortView:
    """What "In short" says; the template has the words. ``upper`` is the highest rate that no finding still fits.

    ``alone`` says that the sentences stand in no article whose rate could be set beside them. ``unmarked`` says that
    sentences are likely although nothing in the writer's words is marked, ``plain`` that readers would leave most such
    sentences unmarked.
    """

    length: str
    checked: bool
    states: States
    words: Words
    writer: int
    source: int
    counts: tuple[Count, ...]
    upper: float | None
    recall: str | None
    no_comparison: str
    standing: str | None
    crowded: Crowded | None
    share: Share | None
    likely: tuple[Likely, ...]
    unmarked: bool
    plain: bool
    base_rate: str
    alone: bool
    highest: str | None
    loaded: Measure | None
    level: str | None
    notes: tuple[int, int]


def _crowded(analysis: Analysis) -> Crowded | None:
    """Return the largest structural fact: a sentence with at least 3 and a quarter of the findings, else a third."""
    places = [found.sentence for found in facts.distinct(analysis, "writer")]
    if len(places) < 4:
        return None
    sentence, most = max(sorted(Counter(places).items()), key=lambda item: item[1])
    if most >= 3 and most * 4 >= len(places):
        return Crowded(count=most, sentence=sentence + 1, third=None)
    order = [sentence.index for sentence, _ in facts.article_pairs(analysis)]
    thirds = {index: facts.third(at, len(order)) for at, index in enumerate(order)}
    tally = Counter(thirds[place] for place in places if place in thirds)
    third, most = max(sorted(tally.items()), key=lambda item: item[1], default=(0, 0))
    return (
        Crowded(count=most, sentence=None, third=("first", "second", "last")[third]) if most * 2 > len(places) else None
    )


def ranked(analysis: Analysis) -> list[tuple[float, int]]:
    """Return (chance, sentence index) of the sentences that have one, the highest first, ties in text order."""
    pairs = [
        (score.loaded, score.index) for score in analysis.scores if score.loaded is not None and score.writer_words
    ]
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1]))


def likely_sentences(analysis: Analysis) -> list[tuple[float, int]]:
    """Return up to three (chance, sentence index) that stand above the rate found in whole articles."""
    return [pair for pair in ranked(analysis)[:_TOP] if pair[0] > facts.base_rate(analysis)]


def standing_out(analysis: Analysis) -> frozenset[int]:
    """Return the sentences that get a note for their chance alone: the likeliest, and those at the model's level."""
    level = facts.threshold(analysis)
    reached = {index for chance, index in ranked(analysis) if level is not None and chance >= level}
    return frozenset(reached | {index for _, index in likely_sentences(analysis)})


def view(analysis: Analysis, settings: Settings = DEFAULT) -> ShortView:
    """Take an analysis; return the facts of "In short"."""
    text = analysis.article.text
    spans = {sentence.index: sentence.span for sentence in analysis.sentences}
    every = facts.measure(analysis, "findings_all", "writer")
    length = facts.length(analysis)
    ranks = ranked(analysis)
    recall = analysis.made_with.get("recall")
    level = facts.threshold(analysis)
    return ShortView(
        length=length,
        checked=facts.checked_anything(analysis),
        states=facts.states(analysis),
        words=facts.words(analysis),
        writer=facts.total(analysis, "writer"),
        source=facts.total(analysis, "source"),
        counts=facts.counts(analysis),
        upper=every.high if every and length == "full" else None,
        recall=in_100(recall["value"]) if isinstance(recall, dict) and "value" in recall else None,
        no_comparison=no_comparison(analysis),
        standing=standing(analysis),
        crowded=_crowded(analysis),
        share=largest_share(analysis),
        likely=tuple(
            Likely(number=index + 1, text=shortened(spans[index].text(text), _QUOTED_LENGTH), chance=in_100(chance))
            for chance, index in likely_sentences(analysis)
            if index in spans
        ),
        unmarked=facts.total(analysis, "writer") == 0,
        plain=bool(ranks) and ranks[0][0] < 0.5,
        base_rate=in_100(facts.base_rate(analysis)),
        alone=facts.alone(analysis),
        highest=in_100(ranks[0][0]) if ranks else None,
        loaded=facts.measure(analysis, "loaded_sentences", "writer"),
        level=in_100(level) if level is not None else None,
        notes=(facts.notes(analysis, "writer"), facts.notes(analysis, "source")),
    )
