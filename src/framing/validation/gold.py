"""Coders' answers in, agreement, what they settle on, and where they differ out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.validation.agreement import Agreement, Rating, agreement
from framing.validation.codebook import Variable
from framing.validation.coded import Coder
from framing.validation.items import Item

Answers = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An item on which coders differ in one variable: each coder's answer ("" where there is none), and whether it is
    settled by a majority or a decision.
    """

    item: Item
    variable: str
    answers: tuple[str, ...]
    settled: str


def ratings(coders: Sequence[Coder], variable: Variable, items: Sequence[Item]) -> list[list[Rating]]:
    """Take coders and a variable; return each item's answers in the order of coders, as ``agreement`` takes them."""

    def rated(answer: str | None) -> Rating:
        return float(answer) if answer is not None and variable.level != "nominal" else answer

    return [[rated(coder.answers.get(item.id, {}).get(variable.name)) for coder in coders] for item in items]


def agreements(coders: Sequence[Coder], variables: Sequence[Variable], items: Sequence[Item]) -> dict[str, Agreement]:
    """Take coders; return their agreement, variable by variable."""
    return {one.name: agreement(ratings(coders, one, items), level=one.level) for one in variables}


def settle(
    coders: Sequence[Coder], variable: str, items: Sequence[Item], decided: Mapping[tuple[str, str], str]
) -> Answers:
    """Return the value of each item that is settled: what was decided, else what more than half of its coders say."""
    found = {}
    for item in items:
        value = decided.get((item.id, variable))
        if value is None:
            given = Counter(a for c in coders if (a := c.answers.get(item.id, {}).get(variable)) is not None)
            value = next((a for a, times in given.most_common(1) if 2 * times > given.total()), None)
        if value is not None:
            found[item.id] = value
    return found


def differences(
    coders: Sequence[Coder],
    variables: Sequence[Variable],
    items: Sequence[Item],
    decided: Mapping[tuple[str, str], str],
) -> list[Difference]:
    """Return every item and variable in which coders differ, in the order of variables and items."""
    found = []
    for variable in variables:
        settled = settle(coders, variable.name, items, decided)
        for item in items:
            answers = tuple(coder.answers.get(item.id, {}).get(variable.name, "") for coder in coders)
            if len({answer for answer in answers if answer}) > 1:
                found.append(
                    Difference(item=item, variable=variable.name, answers=answers, settled=settled.get(item.id, ""))
                )
    return found
