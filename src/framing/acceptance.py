"""A lexicon's marks in, out with those that a strict reader would hardly keep made notes.

Strict readers judged thousands of the lexicon's marks in news. ``structure/accepted.tsv`` holds how often they kept a
cue's marks (``training/acceptance.py``); a sentence model may say how likely they are to keep any mark at a word, where
it stands (``training/kept_head.py``). Both together are the chance that a mark is kept. Below the level it is a note:
shown, explained, and in no rate. Where no model read the words it takes more: a cue whose marks were mostly refused.

Two kinds of mark are left as they are: those of family P, so that no verdict on the label of one side decides whether
that of the other is marked; and what stands in a sentence beside a mark of the same voice that is kept, since words
that are plain alone are less so in company. Labels of people and groups are no such company, again to be even.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from framing.types import Finding, Tokens

#: What the note of such a mark says, after the rule's own reason.
NOTE = "often plain in news, so only a note here"
#: The family whose marks are left as they are, and its categories that say who somebody is.
NAMING = "P"
_LABELS = frozenset(("epithet_label", "ingroup_outgroup"))
#: Where no model read the words, a mark is a note only if it is more likely refused than kept, and its cue was judged
#: so often: one refusal says little of a rare cue.
_LEVEL_ALONE = 0.5
_LEAST_JUDGED = 3
#: Shares are kept off 0 and 1, where log-odds end.
_EDGE = 0.005

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is known of a lexicon's marks: how often they were kept, and how that becomes a chance.

    ``share`` is by (category, cue), for a category's other cues by (category, ""); ``kept`` how many marks were kept
    and of how many. ``weight`` is that of the share's log-odds, ``intercept`` what is added to it where no model read
    the words. Marks that a model read are notes below a chance of ``level``.
    """

    lexicon: str
    share: Mapping[Key, float]
    kept: Mapping[Key, tuple[int, int]]
    weight: float
    intercept: float
    level: float

    def doubts(self, finding: Finding, read: float | None = None) -> bool:
        """Take a mark and the log-odds that a model gives it (None: not read); return whether a strict reader would
        hardly keep it. Never for family P and for marks that are not of this lexicon.
        """
        known = self._known(finding)
        if known is None:
            return False
        if read is None:
            return self.judged_enough(finding) and known + self.intercept < _log_odds(_LEVEL_ALONE)
        return known + read < _log_odds(self.level)

    def mostly_refused(self, finding: Finding) -> bool:
        """Take a mark; return whether, by the counts alone, it is more likely refused than kept."""
        known = self._known(finding)
        return known is not None and known + self.intercept < _log_odds(_LEVEL_ALONE)

    def judged_enough(self, finding: Finding) -> bool:
        """Take a mark; return whether its cue was judged so often that the counts alone may speak."""
        _, judged = self.kept.get((finding.category, finding.term), (0, 0))
        return judged >= _LEAST_JUDGED

    def _known(self, finding: Finding) -> float | None:
        """Return what the counts add to the log-odds of a mark; None where they say nothing of it."""
        share = self.share.get((finding.category, finding.term), self.share.get((finding.category, "")))
        if share is None or finding.family == NAMING or not self._is_ours(finding):
            return None
        return self.weight * _log_odds(share)

    def firm(self, finding: Finding) -> bool:
        """Take a mark that is kept; return whether it keeps those beside it: marks of this lexicon and of a model, but
        no label.
        """
        ours = self._is_ours(finding) or not finding.origin.startswith("lexicon:")
        return finding.score > 0 and ours and finding.category not in _LABELS

    def _is_ours(self, finding: Finding) -> bool:
        return finding.origin.startswith(f"lexicon:{self.lexicon}/")


def is_doubtful(finding: Finding) -> bool:
    """Take a finding; return whether it is a note because a strict reader would hardly keep it as a mark."""
    return finding.score == 0 and finding.note.endswith(NOTE)


def _log_odds(share: float) -> float:
    share = min(1 - _EDGE, max(_EDGE, share))
    return math.log(share / (1 - share))


def settled(
    findings: Sequence[Finding], tokens: Tokens, acceptance: Acceptance | None, kept: Sequence[float | None] = ()
) -> tuple[Finding, ...]:
    """Take findings, the article's tokens, what is known of the lexicon, and by token a model's log-odds that a mark
    there is kept (None or empty: not read); return the findings, with weight 0 where a mark is hardly kept.
    """
    if acceptance is None:
        return tuple(findings)
    doubtful = [f.score > 0 and acceptance.doubts(f, _read(f, tokens, kept)) for f in findings]
    firm = {
        (f.sentence, f.voice) for f, doubt in zip(findings, doubtful, strict=True) if not doubt and acceptance.firm(f)
    }
    return tuple(
        replace(f, score=0.0, note=f"{f.note}; {NOTE}") if doubt and (f.sentence, f.voice) not in firm else f
        for f, doubt in zip(findings, doubtful, strict=True)
    )


def _read(finding: Finding, tokens: Tokens, kept: Sequence[float | None]) -> float | None:
    """Return the mean log-odds over the words of a finding that a model read; None where it read none."""
    first, last = (bisect_left(tokens.start, place) for place in (finding.span.start, finding.span.end))
    read = [odds for odds in kept[first:last] if odds is not None]
    return math.fsum(read) / len(read) if read else None
