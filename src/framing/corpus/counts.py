"""An analysis in, what a corpus counts of it out: its words and marked wording by voice, contested names, sources."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from framing.export.people import speaker_rows
from framing.lexicon.contested import CATEGORY, concept_of
from framing.tokens import normal, split
from framing.types import Analysis, Voice

Kind = Literal["cue", "word"]
#: The longest term that is kept; what is longer is no word of a language.
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A contested name in one voice: what it names, the name, how often, and the first sentence that holds it."""

    concept: str
    name: str
    voice: Voice
    count: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A speaker of an article: the name ("" without one), the type, and how much is quoted."""

    name: str
    type: str
    quotes: int
    words: int


def spoken_ranges(analysis: Analysis) -> list[tuple[int, int]]:
    """Take an analysis; return the ranges of sources' words, merged and in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((quote.span.start, quote.span.end) for quote in analysis.quotes):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def inside(ranges: list[tuple[int, int]], place: int) -> bool:
    """Take ranges in order and an offset; return whether it lies in one of them."""
    nth = bisect_right(ranges, (place, float("inf"))) - 1
    return nth >= 0 and place < ranges[nth][1]


def checked_ranges(analysis: Analysis) -> list[tuple[int, int, int]]:
    """Take an analysis; return (start, end, index) of the sentences that were checked, in order."""
    states = {score.index: score.state for score in analysis.scores}
    return [
        (sentence.span.start, sentence.span.end, sentence.index)
        for sentence in analysis.sentences
        if states.get(sentence.index, "not_checked") != "not_checked"
    ]


def count_words(analysis: Analysis) -> dict[Voice, Counter[str]]:
    """Take an analysis; return how often each word stands in the checked sentences, by voice, in lower case."""
    text = analysis.article.text
    spoken = spoken_ranges(analysis)
    writer: Counter[str] = Counter()
    source: Counter[str] = Counter()
    for start, end, _ in checked_ranges(analysis):
        for a, b in split(text, start, end):
            form = normal(text[a:b])
            if len(form) <= _LONGEST and form != "'s" and any(map(str.isalpha, form)):
                (source if spoken and inside(spoken, a) else writer)[form] += 1
    return {"writer": writer, "source": source}


def count_cues(analysis: Analysis) -> dict[Voice, Counter[str]]:
    """Take an analysis; return how often each cue was found, by voice. Findings of weight 0 are not counted."""
    found: dict[Voice, Counter[str]] = {"writer": Counter(), "source": Counter()}
    for finding in analysis.findings:
        if finding.score > 0:
            found[finding.voice][cue_of(finding.family, finding.term)] += 1
    return found


def cue_of(family: str, term: str) -> str:
    """Take a finding's family and term; return the name that a corpus counts it under: "L slam"."""
    return f"{family} {' '.join(term.split())[:_LONGEST]}"


def count_names(analysis: Analysis) -> list[Use]:
    """Take an analysis; return the contested names that it uses, by voice."""
    uses: dict[tuple[str, str, Voice], list[int]] = {}
    for finding in analysis.findings:
        concept = concept_of(finding.note) if finding.category == CATEGORY.id else None
        if concept:
            name = " ".join(finding.term.split())[:_LONGEST]
            uses.setdefault((concept, name, finding.voice), []).append(finding.sentence)
    return [
        Use(concept=concept, name=name, voice=voice, count=len(places), sentence=places[0])
        for (concept, name, voice), places in uses.items()
    ]


def count_sources(analysis: Analysis) -> list[Source]:
    """Take an analysis; return its speakers with how much each is quoted."""
    return [
        Source(
            name=(row["speaker"] or "")[:_LONGEST] if row["named"] else "",
            type=row["type"] or "unknown",
            quotes=row["n_quotes"],
            words=row["n_words"],
        )
        for row in speaker_rows(analysis)
    ]
