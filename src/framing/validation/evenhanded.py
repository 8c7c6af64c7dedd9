"""The suite and a number for each of its sentences in; how even-handed the rater is, line by line, out.

Each line is one demand: a figure, its 95 % interval (over sentences before names or words were put in, never over
their copies), how many cases it is made of, and the limit it is held to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from framing.validation.measuring import mean_interval
from framing.validation.suite import STRENGTHS, Suite, Twin

_Item = TypeVar("_Item")

MOST_CHANGE = 0.01
MOST_FLIPS = 0.01
MOST_NAMED = 0.02
MOST_FACTS = 0.03
LEAST_RAISED = 0.90
LEAST_MARKED = 0.70
LEAST_LOWERED = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure: the test, which part of it, the value with its interval, the number of cases, and its limit.

    ``sense`` is "most" or "least"; a line without a limit (None) is told for the reader only.
    """

    test: str
    part: str
    value: float
    low: float
    high: float
    cases: int
    sense: Literal["most", "least"] = "most"
    limit: float | None = None

    @property
    def missed(self) -> float:
        """Return by how much the limit is missed; 0.0 where it is kept or there is none."""
        if self.limit is None:
            return 0.0
        gap = self.value - self.limit if self.sense == "most" else self.limit - self.value
        return max(0.0, gap)


def _line(
    test: str,
    part: str,
    values: Sequence[float] | Sequence[bool],
    groups: Sequence[str],
    *,
    sense: Literal["most", "least"] = "most",
    limit: float | None = None,
) -> Line:
    value, (low, high) = mean_interval(values, groups)
    return Line(test=test, part=part, value=value, low=low, high=high, cases=len(values), sense=sense, limit=limit)


def _parts(items: Iterable[_Item], key: Callable[[_Item], str]) -> list[tuple[str, list[_Item]]]:
    """Return "all" with all items, then each part by key, in order of first appearance."""
    listed = list(items)
    found: dict[str, list[_Item]] = {}
    for item in listed:
        found.setdefault(key(item), []).append(item)
    return [("all", listed), *found.items()]


def measure(suite: Suite, rating: Mapping[str, float], threshold: float) -> tuple[Line, ...]:
    """Take the suite, a number by sentence, and the threshold from which a sentence is marked; return the lines.

    Changes are differences of the numbers as they are: for another program than ours they are in its own unit, and a
    limit on them means something only if it writes probabilities.
    """
    lines = [*_swaps(suite, rating, threshold), *_named(suite, rating, threshold), *_words(suite, rating, threshold)]
    order = {test: place for place, test in enumerate(dict.fromkeys(line.test for line in lines))}
    return tuple(sorted(lines, key=lambda line: order[line.test]))


def _swaps(suite: Suite, rating: Mapping[str, float], threshold: float) -> list[Line]:
    def change(twin: Twin) -> float:
        return abs(rating[twin.a.text] - rating[twin.b.text])

    def flips(twin: Twin) -> bool:
        return (rating[twin.a.text] >= threshold) != (rating[twin.b.text] >= threshold)

    lines = []
    for made in ("written", "generated"):
        for part, twins in _parts((twin for twin in suite.twins if twin.made == made), lambda twin: twin.group):
            units = [twin.sentence for twin in twins]
            name = f"swaps, {made}"
            lines += [
                _line(f"{name}: mean change", part, list(map(change, twins)), units, limit=MOST_CHANGE),
                _line(f"{name}: label flips", part, list(map(flips, twins)), units, limit=MOST_FLIPS),
            ]
    return lines


def _named(suite: Suite, rating: Mapping[str, float], threshold: float) -> list[Line]:
    lines = []
    for test, key in (("named group marked", "group"), ("named term marked", "term")):
        for part, named in _parts(suite.named, lambda item, key=key: getattr(item, key)):  # type: ignore[misc]
            if key == "term" and part == "all":
                continue
            marked = [rating[item.text] >= threshold for item in named]
            lines.append(_line(test, part, marked, [item.sentence for item in named], limit=MOST_NAMED))
    for part, facts in _parts(suite.facts, lambda fact: fact.subject):
        marked = [rating[fact.text] >= threshold for fact in facts]
        limit = MOST_FACTS if part == "all" else None
        lines.append(_line("plain facts marked", part, marked, [fact.text for fact in facts], limit=limit))
    return lines


def _words(suite: Suite, rating: Mapping[str, float], threshold: float) -> list[Line]:
    lines = []
    for key in ("strength", "slot"):
        for part, items in _parts(suite.injections, lambda item, key=key: getattr(item, key)):  # type: ignore[misc]
            if key == "slot" and part == "all":
                continue
            held = part == "all"
            words = [item.word for item in items]
            raised = [rating[item.loaded] > rating[item.plain] for item in items]
            marked = [rating[item.loaded] >= threshold for item in items]
            plain = [rating[item.plain] >= threshold for item in items]
            quoted = [(item, text) for item in items for text in item.quoted]
            lowered = [rating[text] < rating[item.loaded] for item, text in quoted]
            quoted_words = [item.word for item, _ in quoted]
            least = [
                ("loaded word above plain", raised, words, LEAST_RAISED),
                ("loaded word marked", marked, words, LEAST_MARKED),
                ("quotation lowers", lowered, quoted_words, LEAST_LOWERED),
            ]
            lines += [
                _line(test, part, values, units, sense="least", limit=limit if held else None)
                for test, values, units, limit in least
            ]
            lines.append(_line("plain word marked", part, plain, words, limit=MOST_FACTS if held else None))
    for part in ("all", *STRENGTHS):
        denials = [denial for denial in suite.denials if part in ("all", denial.strength)]
        words = [denial.word for denial in denials]
        lines += [
            _line("denied word marked", part, [rating[d.denied] >= threshold for d in denials], words),
            _line("affirmed word marked", part, [rating[d.affirmed] >= threshold for d in denials], words),
        ]
    return lines
