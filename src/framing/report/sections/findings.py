"""Analysis in, every finding as a line of keyword in context out: the table ``findings.csv`` on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report.settings import DEFAULT, Settings
from framing.report.wording import direction, label, rule_name, shortened
from framing.types import Analysis

_CONTEXT = 32
#: Above this many findings the table is folded on the screen; it is printed whole.
FOLDED = 40
#: A table of more lines makes a page slow to open; all findings stand in ``findings.csv``.
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding between the words before and after it; ``sentence`` is its number from 1, ``note`` says that it is not
    counted.
    """

    left: str
    match: str
    right: str
    family: str
    category: str
    voice: str
    sentence: int
    rule: str
    plainer: str
    note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """The section: lines in text order, and the works that the rules rest on with the number of findings each.

    ``found`` counts all findings; ``lines`` holds at most 1,000 of them.
    """

    found: int
    lines: tuple[Line, ...]
    folded: bool
    dir: str
    sources: tuple[tuple[str, int], ...]

    @property
    def shown(self) -> bool:
        """Whether there is a finding to list."""
        return bool(self.lines)


def _left(text: str, at: int) -> str:
    line = text[max(at - 2 * _CONTEXT, 0) : at].rpartition("\n")[2]
    if len(line) > _CONTEXT:
        line = line[-_CONTEXT:].partition(" ")[2] or line[-_CONTEXT:]
    return " ".join(line.split())


def _right(text: str, at: int) -> str:
    line = text[at : at + 2 * _CONTEXT].partition("\n")[0]
    if len(line) > _CONTEXT:
        line = line[:_CONTEXT].rpartition(" ")[0] or line[:_CONTEXT]
    return " ".join(line.split())


def view(analysis: Analysis, settings: Settings = DEFAULT) -> FindingsView:
    """Take an analysis; return its findings with their context."""
    text = analysis.article.text
    rests_on: dict[str, int] = {}
    for finding in analysis.findings:
        if finding.source:
            rests_on[finding.source] = rests_on.get(finding.source, 0) + 1
    here = [found for found in analysis.findings if settings.pages.holds_sentence(found.sentence + 1)]
    lines = tuple(
        Line(
            left=_left(text, finding.span.start),
            match=shortened(finding.span.text(text), 120),
            right=_right(text, finding.span.end),
            family=finding.family,
            category=label(finding.category),
            voice=finding.voice,
            sentence=finding.sentence + 1,
            rule=rule_name(finding.origin),
            plainer=finding.plainer or "",
            note=finding.score == 0,
        )
        for finding in here[:MOST]
    )
    return FindingsView(
        found=len(here),
        lines=lines,
        folded=len(lines) > FOLDED,
        dir="rtl" if direction(analysis.article.language) == "rtl" else "ltr",
        sources=tuple(sorted(rests_on.items(), key=lambda item: (-item[1], item[0]))),
    )
