"""The findings of a sentence in, the note beside it out: by voice, equal reasons once, findings without weight last."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report.wording import in_100, label, shortened
from framing.types import Analysis, Finding

# A reason longer than this is not repeated at a later mark of the same rule; the later one points to the first.
_REPEATED_LENGTH = 60
_SHOWN_LENGTH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Marked words, how often they stand in the sentence, and a plainer word where there is one."""

    text: str
    times: int
    plainer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteItem:
    """The marked words of one rule that share a reason. ``same_as`` numbers the earlier note that gives it."""

    family: str
    matches: tuple[Match, ...]
    note: str
    category: str
    light: bool
    same_as: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """The items of one voice; ``speaker`` is None for the writer and "" for a source that is not named."""

    voice: str
    speaker: str | None
    items: tuple[NoteItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands beside a sentence (number from 1)."""

    number: int
    findings: int
    groups: tuple[NoteGroup, ...]
    chance: str | None


class NoteMaker:
    """Makes the notes of one analysis in text order; remembers which long reasons were already given, and where."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.given: dict[tuple[str, str], int] = {}

    def make(self, index: int, findings: list[Finding], chance: float | None) -> Note:
        """Take a sentence's index, findings and chance; return its note, the writer's findings first."""
        voices: dict[tuple[str, str | None], list[Finding]] = {}
        for finding in sorted(findings, key=lambda one: (one.voice == "source", one.score == 0, one.span.start)):
            voices.setdefault((finding.voice, self._speaker(finding)), []).append(finding)
        return Note(
            number=index + 1,
            findings=len(findings),
            groups=tuple(
                NoteGroup(voice=voice, speaker=speaker, items=self._items(found, index + 1))
                for (voice, speaker), found in voices.items()
            ),
            chance=in_100(chance) if chance is not None else None,
        )

    def _items(self, findings: list[Finding], number: int) -> tuple[NoteItem, ...]:
        rules: dict[tuple[str, str, str, bool], dict[tuple[str, str | None], int]] = {}
        for finding in findings:
            rule = (finding.family, finding.category, finding.note.strip(), finding.score == 0)
            words = shortened(finding.span.text(self.analysis.article.text), _SHOWN_LENGTH)
            tally = rules.setdefault(rule, {})
            tally[words, finding.plainer] = tally.get((words, finding.plainer), 0) + 1
        items = []
        for (family, category, note, light), tally in rules.items():
            first = self.given.setdefault((category, note), number) if len(note) > _REPEATED_LENGTH else number
            items.append(
                NoteItem(
                    family=family,
                    matches=tuple(Match(text=text, times=n, plainer=plain) for (text, plain), n in tally.items()),
                    note=note if first == number else "",
                    category=label(category),
                    light=light,
                    same_as=first if first != number else None,
                )
            )
        return tuple(items)

    def _speaker(self, finding: Finding) -> str | None:
        if finding.voice == "writer":
            return None
        quotes = self.analysis.quotes
        if finding.quote is None or not 0 <= finding.quote < len(quotes):
            return ""
        quote = quotes[finding.quote]
        if quote.speaker_name:
            return quote.speaker_name
        return shortened(quote.speaker.text(self.analysis.article.text), 60) if quote.speaker else ""
