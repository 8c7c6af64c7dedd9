"""Twins in, those whose lexicon findings differ out: which findings, in which sentence.

Naming (family P) is left aside: what somebody is called is its matter, and it has to differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from framing.lexicons import load
from framing.scoring.lexicon import LexiconScorer
from framing.validation.raters import parsed_texts
from framing.validation.suite import Filled, Twin

Found = Counter[tuple[str, str, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A twin and the findings (category, cue and place apart from the names) that only one of its sentences has."""

    twin: Twin
    first: tuple[tuple[str, str, int, int], ...]
    second: tuple[tuple[str, str, int, int], ...]

    def __str__(self) -> str:
        names = " / ".join(
            ", ".join(side.text[start:end] for start, end in side.fillers) for side in (self.twin.a, self.twin.b)
        )
        only = "; ".join(
            f"only with the {side}: {', '.join(f'{category} “{cue}”' for category, cue, _, _ in found)}"
            for side, found in (("first", self.first), ("second", self.second))
            if found
        )
        return f"{names} in “{self.twin.sentence}”: {only}"


def findings(texts: Sequence[Filled], *, fast: bool = False) -> list[Found]:
    """Take filled sentences; return the findings of each outside family P: category, cue, place apart from the fillers."""
    scorer = LexiconScorer(load())
    return [
        Counter(
            (f.category, f.term, text.without_fillers(f.span.start), text.without_fillers(f.span.end))
            for f in scorer.score(parsed, ()).findings
            if f.family != "P"
        )
        for text, parsed in zip(texts, parsed_texts([text.text for text in texts], fast=fast), strict=True)
    ]


def changed_findings(twins: Sequence[Twin], *, fast: bool = False) -> list[Change]:
    """Take twins; return those whose findings differ, in order."""
    first = findings([twin.a for twin in twins], fast=fast)
    second = findings([twin.b for twin in twins], fast=fast)
    return [
        Change(twin=twin, first=tuple(sorted(one - other)), second=tuple(sorted(other - one)))
        for twin, one, other in zip(twins, first, second, strict=True)
        if one != other
    ]
