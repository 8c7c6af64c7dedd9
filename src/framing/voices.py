"""The frozen types of voice: places in the text, quotations, and those of whom the article speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["writer", "source"]
QuoteKind = Literal["direct", "indirect", "mixed", "scare"]
#: What the reporting word does besides reporting; "loaded" where it judges who speaks or how.
Stance = Literal["neutral", "distancing", "endorsing", "loaded", "factive"]
Attribution = Literal["speech", "belief", "fear", "plan", "document"]
#: ``unnamed`` is a person or people without a name; a body without one ("the ministry") keeps its type.
SpeakerType = Literal["person", "organisation", "government", "document", "unnamed"]

#: How a description is tied to its actor, in the order of reports.
RELATIONS: dict[str, str] = {
    "title": "what stands before the name",
    "apposition": "what is set beside the name, between commas",
    "adjective": "an adjective before the name or noun",
    "predicate": "what the actor is said to be, or is called",
    "acts": "a verb whose agent the actor is, active or with “by”",
    "acted_on": "a verb whose object the actor is, or a passive that says who acts",
    "agentless_passive": "a passive about the actor that does not say who acts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range ``[start, end)`` of code points in ``Article.text``."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def text(self, source: str) -> str:
        """Take the article's text; return the characters of this span."""
        return source[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that belong to a source: the span, how they are given, the reporting cue and the speaker.

    ``direct`` stands in quotation marks or is an interview's answer, ``indirect`` is reported, ``mixed`` is reported
    with marked words inside, ``scare`` is a few marked words that nobody in the sentence is said to have spoken.
    ``closed`` is False where the closing mark is missing; the span then ends with the paragraph or sooner.
    ``cue_stance`` is the class of the cue, ``attribution`` says whether the source spoke, thinks, fears, plans or is
    read, and ``descriptor`` are the words that say who the speaker is: here, else where the name is introduced.
    """

    span: Span
    kind: QuoteKind
    cue: Span | None = None
    cue_lemma: str | None = None
    cue_stance: Stance | None = None
    attribution: Attribution | None = None
    speaker: Span | None = None
    speaker_name: str | None = None
    speaker_type: SpeakerType | None = None
    descriptor: Span | None = None
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Words that describe an actor, how they are tied to it (``RELATIONS``), and whose words they are."""

    span: Span
    relation: str
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, organisation, place or group of the article, with mentions and descriptions in text order.

    ``active`` counts the deeds told of it, ``passive`` how often it is acted upon, ``agentless`` how many of these are
    passives that name nobody who acts; all in both voices. Each is a description, so that its place is known.
    """

    name: str
    type: str
    mentions: tuple[Span, ...] = ()
    described: tuple[Description, ...] = ()
    active: int = 0
    passive: int = 0
    agentless: int = 0
