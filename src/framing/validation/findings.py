"""Twins and their findings in, those whose lexicon findings differ out: which findings, in which sentence.

Naming (family P) is left aside: what somebody is called is its matter, and it has to differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.types import Finding
from framing.validation.suite import Filled, Twin

#: Category, cue, place apart from the names, and whether it is a mark or a note.
Place = tuple[str, str, int, int, bool]
Found = Counter[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A twin and the findings that only one of its sentences has."""

    twin: Twin
    first: tuple[Place, ...]
    second: tuple[Place, ...]

    def __str__(self) -> str:
        names = " / ".join(
            ", ".join(side.text[start:end] for start, end in side.fillers) for side in (self.twin.a, self.twin.b)
        )
        only = "; ".join(
            f"only with the {side}: {', '.join(f'{category} “{cue}”' for category, cue, *_ in found)}"
            for side, found in (("first", self.first), ("second", self.second))
            if found
        )
        return f"{names} in “{self.twin.sentence}”: {only}"


def apart_from_names(text: Filled, findings: Sequence[Finding]) -> Found:
    """Take a filled sentence and its findings; return those outside family P: category, cue, place without the
    fillers, and whether it is a mark.
    """
    return Counter(
        (f.category, f.term, text.without_fillers(f.span.start), text.without_fillers(f.span.end), f.score > 0)
        for f in findings
        if f.family != "P"
    )


def changed_findings(twins: Sequence[Twin], findings: Mapping[str, Sequence[Finding]]) -> list[Change]:
    """Take twins and each sentence's findings; return those whose findings differ, in order."""
    changes = []
    for twin in twins:
        one, other = (apart_from_names(side, findings[side.text]) for side in (twin.a, twin.b))
        if one != other:
            changes.append(Change(twin=twin, first=tuple(sorted(one - other)), second=tuple(sorted(other - one))))
    return changes
