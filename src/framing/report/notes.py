"""The findings of a sentence in, the note that stands beside it out: by voice, equal findings once, lighter ones last."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report.wording import in_100, label, shortened
from framing.types import Analysis, Finding

# A note longer than this is not repeated at a later mark of the same term; the later one points to the first.
_REPEATED_LENGTH = 60
_SHOWN_LENGTH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteItem:
    """A finding in a note; ``times`` equal ones are one item. ``same_as`` numbers the note that explains it."""

    family: str
    match: str
    times: int
    note: str
    plainer: str | None
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
    """Builds the notes in text order and remembers which long notes were already given, and where."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.given: dict[tuple[str, str, str], int] = {}

    def _item(self, finding: Finding, times: int, number: int) -> NoteItem:
        long_note = len(finding.note) > _REPEATED_LENGTH
        first = self.given.setdefault((finding.category, finding.term, finding.note), number) if long_note else number
        return NoteItem(
            family=finding.family,
            match=shortened(finding.span.text(self.analysis.article.text), _SHOWN_LENGTH),
            times=times,
            note="" if first != number else finding.note.strip(),
            plainer=finding.plainer,
            category=label(finding.category),
            light=finding.score == 0,
            same_as=first if first != number else None,
        )

    def make(self, index: int, findings: list[Finding], chance: float | None) -> Note:
        """Take a sentence's index, findings and chance; return its note, the writer's findings first."""
        number = index + 1
        grouped: dict[tuple[str, str | None], dict[tuple[object, ...], list[Finding]]] = {}
        for finding in sorted(
            findings, key=lambda found: (found.voice == "source", found.score == 0, found.span.start)
        ):
            same = (
                finding.family,
                finding.category,
                finding.span.text(self.analysis.article.text).lower(),
                finding.note,
            )
            voice = (finding.voice, self._speaker(finding))
            grouped.setdefault(voice, {}).setdefault(same, []).append(finding)
        groups = tuple(
            NoteGroup(
                voice=voice,
                speaker=speaker,
                items=tuple(self._item(same[0], len(same), number) for same in items.values()),
            )
            for (voice, speaker), items in grouped.items()
        )
        return Note(
            number=number,
            findings=len(findings),
            groups=groups,
            chance=in_100(chance) if chance is not None else None,
        )

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
