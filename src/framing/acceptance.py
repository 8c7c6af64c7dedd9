"""A lexicon's marks in, out with those that a strict reader would hardly keep made notes.

Strict readers judged thousands of the lexicon's marks in news. ``structure/accepted.tsv`` holds how often they kept a
cue's marks (``training/acceptance.py``); a sentence model may say how likely they are to keep any mark at a word, where
it stands (``training/kept_head.py``). Both together are the chance that a mark is kept. Below the level it is a note:
shown, explained, and in no rate. Two kinds of mark are left as they are: names of people and groups (family P), so that
no verdict on the label of one side decides whether that of the other is marked; and all in the sentence that a model
puts first, since a page has to show what put it there.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from framing.types import Finding, Tokens

#: What the note of such a mark says, after the rule's own reason.
NOTE = "mostly plain in news, so only a note"
#: The family whose marks are left as they are.
NAMING = "P"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is known of a lexicon's marks: how often they were kept, and how that becomes a chance.

    ``share`` is by (category, cue), for a category's other cues by (category, ""); ``kept`` how many marks were kept
    and of how many. ``weight`` is that of the share's log-odds, ``intercept`` what is added to it where no model read
    the words. Marks of a chance below ``level`` are notes.
    """

    lexicon: str
    share: Mapping[Key, float]
    kept: Mapping[Key, tuple[int, int]]
    weight: float
    intercept: float
    level: float

    def chance(self, finding: Finding, read: float | None = None) -> float:
        """Take a mark and the log-odds that a model gives it (None: not read); return the chance that a strict reader
        keeps it, 1.0 for marks of which nothing is known.
        """
        share = self.share.get((finding.category, finding.term), self.share.get((finding.category, "")))
        if share is None or finding.family == NAMING or not finding.origin.startswith(f"lexicon:{self.lexicon}/"):
            return 1.0
        odds = self.weight * math.log(share / (1 - share)) + (self.intercept if read is None else read)
        return 1 / (1 + math.exp(-odds))


def settled(
    findings: Sequence[Finding],
    tokens: Tokens,
    acceptance: Acceptance | None,
    *,
    kept: Sequence[float | None] = (),
    loaded: Sequence[float | None] = (),
) -> tuple[Finding, ...]:
    """Take findings, the article's tokens and what is known of the lexicon; return the findings, with weight 0 where a
    mark is hardly kept.

    ``kept`` is a model's log-odds, by token, that a mark there is kept (None or empty: not read); ``loaded`` its chance
    by sentence (None: not checked).
    """
    if acceptance is None:
        return tuple(findings)
    chances = [-1.0 if chance is None else chance for chance in loaded]
    first_sentence = chances.index(max(chances)) if chances else None
    made = []
    for finding in findings:
        if finding.score > 0 and finding.sentence != first_sentence:
            first, last = (bisect_left(tokens.start, place) for place in (finding.span.start, finding.span.end))
            read = [odds for odds in kept[first:last] if odds is not None]
            if acceptance.chance(finding, math.fsum(read) / len(read) if read else None) < acceptance.level:
                finding = replace(finding, score=0.0, note=f"{finding.note}; {NOTE}")
        made.append(finding)
    return tuple(made)


def read_acceptance(lexicon: str, table: str, weights: str) -> Acceptance | None:
    """Take a lexicon's id and the texts of its ``accepted.tsv`` and ``acceptance.toml``; return what they say, None
    where one of them is empty. Two lines of the table are its head.
    """
    if not table or not weights:
        return None
    rows = [line.split("\t") for line in table.splitlines()[2:]]
    found = tomllib.loads(weights)
    return Acceptance(
        lexicon=lexicon,
        share={(category, term): float(share) for category, term, _, _, share in rows},
        kept={(category, term): (int(kept), int(judged)) for category, term, kept, judged, _ in rows},
        weight=found["weight"],
        intercept=found["intercept"],
        level=found["level"],
    )
