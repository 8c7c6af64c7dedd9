"""Answers in, what the class page shows out: counts, middles and spread a sentence, agreement, tool against class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from framing.classroom.answers import Answer
from framing.classroom.codes import POINTS
from framing.classroom.exercise import Exercise, Item
from framing.validation.agreement import agreement

#: Under so many answers no agreement and no own row are shown, under so many no rating at all.
FEW_ANSWERS, FEWEST_ANSWERS = 5, 3
#: Under so many sentences no agreement is shown.
FEW_SENTENCES = 8
#: From this point of the scale on ("Somewhat") a sentence counts as heard as slanted.
HEARD = 2
_SHOWN_WORDS = 4

Outcome = Literal["given", "few_sentences", "constant", "too_few_ratings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the class said of one sentence.

    ``counts`` are the answers by point, ``cant_say`` those without one. ``low`` and ``high`` are the lower and upper
    median (points, None where nobody rated). ``spread`` is the mean distance between two students' answers, in points.
    ``reasons`` and ``words`` (place in the sentence) count taps.
    """

    item: Item
    counts: tuple[int, ...]
    cant_say: int
    low: int | None
    high: int | None
    spread: float
    reasons: tuple[tuple[str, int], ...]
    words: tuple[tuple[int, int], ...]

    @property
    def rated(self) -> int:
        """How many students rated the sentence."""
        return sum(self.counts)

    @property
    def heard(self) -> int:
        """How many chose Somewhat or more."""
        return sum(self.counts[HEARD:])

    @property
    def class_marked(self) -> bool:
        """Whether at least half of those who rated chose Somewhat or more."""
        return self.rated > 0 and self.heard * 2 >= self.rated


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAgreement:
    """How far the class agrees; only ``given`` outcomes hold alpha, and an interval where five sentences allow one."""

    outcome: Outcome
    sentences: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Numbers of sentences by whether class and tool marked them."""

    both: tuple[int, ...]
    only_class: tuple[int, ...]
    only_tool: tuple[int, ...]
    neither: tuple[int, ...]


def results(exercise: Exercise, answers: Sequence[Answer]) -> tuple[Result, ...]:
    """Take an exercise and its answers; return a result a sentence, in the order of the sheet."""
    return tuple(_result(item, place, answers) for place, item in enumerate(exercise.items))


def most_split(found: Sequence[Result]) -> list[Result]:
    """Take results; return them with the most split sentence first."""
    return sorted(found, key=lambda one: (-one.spread, one.item.number))


def class_agreement(exercise: Exercise, answers: Sequence[Answer]) -> ClassAgreement:
    """Take an exercise and its answers; return how far they agree (ordinal alpha), or why it is not computed."""
    units = [[answer.ratings[place] for answer in answers] for place in range(len(exercise.items))]
    paired = sum(sum(rating is not None for rating in unit) >= 2 for unit in units)
    seen = {rating for unit in units for rating in unit if rating is not None}
    if len(units) < FEW_SENTENCES:
        return ClassAgreement(outcome="few_sentences", sentences=len(units))
    if len(seen) == 1:
        return ClassAgreement(outcome="constant", sentences=paired)
    made = agreement(units, level="ordinal")
    if paired < FEW_SENTENCES or made.alpha is None:
        return ClassAgreement(outcome="too_few_ratings", sentences=paired)
    return ClassAgreement(
        outcome="given", sentences=paired, alpha=made.alpha, low=made.low, high=made.high, percent=made.percent
    )


def boxes(exercise: Exercise, found: Sequence[Result]) -> Boxes | None:
    """Take an exercise and its results; return the four boxes, or None where the tool marked no text."""
    looked = [one for one in found if tool_ran(exercise, one.item) and one.rated]
    if not any(tool_ran(exercise, one.item) for one in found):
        return None

    def numbers(by_class: bool, by_tool: bool) -> tuple[int, ...]:
        return tuple(
            one.item.number for one in looked if one.class_marked == by_class and one.item.tool_marked == by_tool
        )

    return Boxes(
        both=numbers(True, True),
        only_class=numbers(True, False),
        only_tool=numbers(False, True),
        neither=numbers(False, False),
    )


def tool_ran(exercise: Exercise, item: Item) -> bool:
    """Whether the tool looked at the text that a sentence is from."""
    return exercise.texts[item.source].not_marked_because is None


def _result(item: Item, place: int, answers: Sequence[Answer]) -> Result:
    given = sorted(rating for answer in answers if (rating := answer.ratings[place]) is not None)
    counts = tuple(given.count(point) for point in range(POINTS))
    n = len(given)
    apart = sum(counts[a] * counts[b] * (b - a) for a in range(POINTS) for b in range(a + 1, POINTS))
    reasons = Counter(answer.why[place] for answer in answers if answer.why and answer.why[place])
    words = Counter(word for answer in answers if answer.words for word in answer.words[place])
    most = sorted(words.items(), key=lambda one: (-one[1], one[0]))
    return Result(
        item=item,
        counts=counts,
        cant_say=len(answers) - n,
        low=given[(n - 1) // 2] if n else None,
        high=given[n // 2] if n else None,
        spread=2 * apart / (n * (n - 1)) if n > 1 else 0.0,
        reasons=tuple(
            sorted(((str(reason), count) for reason, count in reasons.items()), key=lambda one: (-one[1], one[0]))
        ),
        words=tuple(one for one in most if one[1] > 1)[:_SHOWN_WORDS],
    )
