"""An analysis in, the figures that several sections share out: words, counts by family and voice, states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framing.measures import WORDS_FOR_ANALYSIS, WORDS_FOR_RATE, stand_alone
from framing.types import FAMILIES, Analysis, Finding, Measure, Sentence, SentenceScore, Voice

#: In whole articles trained readers mark about one sentence in this many.
BASE_RATE = 24

Length = Literal["unknown", "too_short", "short", "full"]
#: Whose words findings stand in.
VOICES: tuple[Voice, ...] = ("writer", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How many words are whose; None is not measured."""

    writer: int | None
    source: int | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Findings of one family by voice, and the sentence numbers (from 1) where each voice's first one stands."""

    family: str
    name: str
    writer: int
    source: int
    writer_place: int | None
    source_place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """How many sentences are in which state. ``checked`` counts those without a mark, ``noted`` those among them that
    hold a note; ``furniture`` counts boilerplate lines, which no other field counts.
    """

    marked: int
    checked: int
    noted: int
    not_checked: int
    furniture: int

    @property
    def sentences(self) -> int:
        """How many sentences the article has, without page furniture."""
        return self.marked + self.checked + self.not_checked


def measure(analysis: Analysis, name: str, voice: str) -> Measure | None:
    """Return the measure of that name and voice, or None where it was not taken."""
    return next((found for found in analysis.measures if found.name == name and found.voice == voice), None)


def words(analysis: Analysis) -> Words:
    """Return the words by voice, from the measures "words", else from the sentences' counts of the writer's words."""
    writer = measure(analysis, "words", "writer")
    source = measure(analysis, "words", "source")
    either = writer or source
    if either is not None:
        mine = writer.count if writer else either.out_of - either.count
        theirs = source.count if source else either.out_of - either.count
        return Words(writer=mine, source=theirs, total=either.out_of)
    counted = [found for found in analysis.measures if found.name in ("findings_all", "findings_L")]
    by_voice = {found.voice: found.out_of for found in counted}
    mine_or_none = by_voice.get("writer")
    if mine_or_none is None and analysis.scores:
        mine_or_none = sum(score.writer_words for score in analysis.scores)
    theirs_or_none = by_voice.get("source")
    both = mine_or_none is not None and theirs_or_none is not None
    return Words(
        writer=mine_or_none,
        source=theirs_or_none,
        total=(mine_or_none or 0) + (theirs_or_none or 0) if both else None,
    )


def length(analysis: Analysis) -> Length:
    """Return what the article's length allows to be said: nothing, counts only, or rates."""
    total = words(analysis).total
    if total is None:
        return "unknown"
    return "too_short" if total < WORDS_FOR_ANALYSIS else "short" if total < WORDS_FOR_RATE else "full"


def counted(finding: Finding) -> bool:
    """Return whether a finding enters the counts; one of weight 0 is a note and is counted apart."""
    return finding.score != 0


def notes(analysis: Analysis, voice: Voice) -> int:
    """Return the findings of weight 0 in one voice."""
    taken = measure(analysis, "notes", voice)
    return taken.count if taken else sum(f.voice == voice and not counted(f) for f in analysis.findings)


def alone(analysis: Analysis) -> bool:
    """Whether the text is a sentence or two: their chances have no rate of whole articles to compare with."""
    return stand_alone(analysis.sentences, WORDS_FOR_ANALYSIS)


def threshold(analysis: Analysis) -> float | None:
    """Return the chance from which the sentence model marks a sentence, where it is recorded."""
    level = analysis.made_with.get("loaded_threshold")
    return float(level) if isinstance(level, int | float) else None


def distinct(analysis: Analysis, voice: Voice) -> tuple[Finding, ...]:
    """Return the findings that the numbers of one voice count: those that the measure names, else all of weight, of
    overlapping ones of one family the first.
    """
    taken = measure(analysis, "findings_all", voice)
    every = analysis.findings
    if taken is not None and len(taken.findings) == taken.count and max(taken.findings, default=-1) < len(every):
        return tuple(every[number] for number in taken.findings)
    kept = []
    reach: dict[str, int] = {}
    for finding in every:
        if finding.voice == voice and counted(finding):
            if finding.span.start >= reach.get(finding.family, 0):
                kept.append(finding)
            reach[finding.family] = max(reach.get(finding.family, 0), finding.span.end)
    return tuple(kept)


def counts(analysis: Analysis) -> tuple[Count, ...]:
    """Return the findings of every family by voice, in the order of the families; the measures' figures where taken."""
    made = []
    found = {voice: distinct(analysis, voice) for voice in VOICES}
    for family, name in FAMILIES.items():
        number: dict[str, int] = {}
        place: dict[str, int | None] = {}
        for voice in VOICES:
            mine = [one for one in found[voice] if one.family == family]
            taken = measure(analysis, f"findings_{family}", voice)
            number[voice] = taken.count if taken else len(mine)
            place[voice] = mine[0].sentence + 1 if mine else None
        made.append(
            Count(
                family=family,
                name=name,
                writer=number["writer"],
                source=number["source"],
                writer_place=place["writer"],
                source_place=place["source"],
            )
        )
    return tuple(made)


def total(analysis: Analysis, voice: Voice) -> int:
    """Return the findings of all families in one voice."""
    taken = measure(analysis, "findings_all", voice)
    return taken.count if taken else sum(getattr(count, voice) for count in counts(analysis))


def pairs(analysis: Analysis) -> Iterator[tuple[Sentence, SentenceScore]]:
    """Yield every sentence with what is said of it; a sentence without a score counts as not checked."""
    scores = {score.index: score for score in analysis.scores}
    for sentence in analysis.sentences:
        score = scores.get(sentence.index)
        if score is None:
            reason = sentence.reason or "no result"
            score = SentenceScore(
                index=sentence.index, state="not_checked", voice="writer", writer_words=0, reason=reason
            )
        yield sentence, score


def _furniture(sentence: Sentence, score: SentenceScore) -> bool:
    return sentence.part == "boilerplate" and score.state == "not_checked"


def article_pairs(analysis: Analysis) -> tuple[tuple[Sentence, SentenceScore], ...]:
    """Return the article's sentences with what is said of each. Page furniture is left out: it is no part of it."""
    return tuple(pair for pair in pairs(analysis) if not _furniture(*pair))


def third(place: int, sentences: int) -> int:
    """Take a place from 0 among so many sentences; return in which third it stands: 0, 1 or 2."""
    return min(place * 3 // sentences, 2)


def states(analysis: Analysis) -> States:
    """Return how many sentences are marked, checked without a mark, among these noted, and not checked."""
    tally = {"marked": 0, "checked": 0, "noted": 0, "not_checked": 0, "furniture": 0}
    found = {finding.sentence for finding in analysis.findings}
    for sentence, score in pairs(analysis):
        tally["furniture" if _furniture(sentence, score) else score.state] += 1
        tally["noted"] += score.state == "checked" and sentence.index in found
    return States(**tally)


def base_rate(analysis: Analysis) -> float:
    """Return the share of loaded sentences that chances are set to: the model's own, else that of whole articles."""
    own = analysis.made_with.get("loaded_rate")
    return own if isinstance(own, float) and 0 < own < 1 else 1 / BASE_RATE


def checked_anything(analysis: Analysis) -> bool:
    """Return whether at least one sentence was looked at; without one, "0 findings" would be a false statement."""
    found = states(analysis)
    return found.marked + found.checked > 0


def missing(analysis: Analysis, part: str) -> str | None:
    """Return the reason why a named part ("frames", "reference", "model:loaded") did not run, or None."""
    return next(
        (skip.reason for skip in analysis.skipped if skip.id.partition(":")[0] == part or skip.id == part), None
    )
