"""Coders' answers in, agreement, what they settle on, and where they differ out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from framing.validation.agreement import Agreement, Rating, agreement
from framing.validation.codebook import Variable
from framing.validation.coded import Coder
from framing.validation.items import Item
from framing.validation.key import Key

Answers = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An item on which coders differ in one variable, or somebody decided: each coder's answer ("" where there is
    none), what it is settled as by a majority or a decision, and the decision.
    """

    item: Item
    variable: str
    answers: tuple[str, ...]
    settled: str
    decided: str = ""

    @property
    def differs(self) -> bool:
        """Whether coders differ."""
        return len({answer for answer in self.answers if answer}) > 1


def ratings(coders: Sequence[Coder], variable: Variable, items: Sequence[Item]) -> list[list[Rating]]:
    """Take coders and a variable; return each item's answers in the order of coders, as ``agreement`` takes them."""

    def rated(answer: str | None) -> Rating:
        return float(answer) if answer is not None and variable.level != "nominal" else answer

    return [[rated(coder.answers.get(item.id, {}).get(variable.name)) for coder in coders] for item in items]


def agreements(coders: Sequence[Coder], variables: Sequence[Variable], items: Sequence[Item]) -> dict[str, Agreement]:
    """Take coders; return their agreement, variable by variable."""
    return {one.name: agreement(ratings(coders, one, items), level=one.level) for one in variables}


def corpus_agreements(coders: Sequence[Coder], variables: Sequence[Variable], key: Key) -> dict[str, Agreement]:
    """Take coders and the key; return their agreement weighted back to the corpus, variable by variable.

    The sample holds more marked and likely items than the corpus, and coders agree on those otherwise. Each item counts
    for those of its cell. Nothing for items that were not drawn as a sample.
    """
    if key.population is None:
        return {}
    sizes = {cell: sum(signed.values()) for cell, signed in key.population.items()}
    cells = [item.cell for item in key.items]
    found = {}
    for one in variables:
        rated = ratings(coders, one, key.items)
        twice = Counter(cell for cell, row in zip(cells, rated, strict=True) if sum(r is not None for r in row) > 1)
        weights = [sizes.get(cell, 0) / max(twice[cell], 1) for cell in cells]
        made = agreement(rated, level=one.level, weights=weights, cells=cells)
        left = sum(size for cell, size in sizes.items() if not twice[cell])
        if made.alpha is not None and left:
            reason = f"{left:,} {key.unit}s of the corpus lie in parts where no two coders coded the same one"
            made = replace(made, alpha=None, low=None, high=None, percent=None, reason=reason)
        found[one.name] = made
    return found


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
    """Return every item and variable in which coders differ or somebody decided, in the order of variables, items."""
    found = []
    for variable in variables:
        settled = settle(coders, variable.name, items, decided)
        for item in items:
            answers = tuple(coder.answers.get(item.id, {}).get(variable.name, "") for coder in coders)
            one = Difference(
                item=item,
                variable=variable.name,
                answers=answers,
                settled=settled.get(item.id, ""),
                decided=decided.get((item.id, variable.name), ""),
            )
            if one.differs or one.decided:
                found.append(one)
    return found
