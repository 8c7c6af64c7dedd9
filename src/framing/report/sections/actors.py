"""Analysis in, who is described how out: each actor's descriptions and deeds, the writer's words and sources' apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.report.settings import DEFAULT, Settings
from framing.report.wording import label, shortened
from framing.types import Analysis, Description, Voice

_ACTORS = 15
_SHOWN = 8
_LONGEST = 60
_DEEDS = {"acts": "acts", "acted_on": "acted_on", "agentless_passive": "acted_on"}
_VOICES: tuple[tuple[Voice, str], ...] = (("writer", "the writer"), ("source", "sources"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words about an actor, the number of the sentence to go to (None: no link), and whether nobody is said to act."""

    text: str
    sentence: int | None
    agentless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one voice says of an actor; ``*_more`` count what is not shown."""

    voice: str
    described: tuple[Words, ...]
    described_more: int
    acts: int
    acts_shown: tuple[Words, ...]
    acted_on: int
    acted_on_shown: tuple[Words, ...]
    agentless: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """A person, organisation, place or group, how often it is mentioned, and what each voice says of it."""

    name: str
    type: str
    mentions: int
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsView:
    """The section; ``more`` counts the actors that are not shown. Where nobody was looked for, the section on the
    method says why.
    """

    actors: tuple[ActorRow, ...]
    more: int

    @property
    def shown(self) -> bool:
        """Whether anybody is named and described."""
        return bool(self.actors)


def _words(
    found: Sequence[Description], text: str, places: Sequence[tuple[int, int]], *, link: bool
) -> tuple[Words, ...]:
    """Return different words once, in text order, at most so many."""
    shown: dict[str, Words] = {}
    for one in found:
        words = shortened(one.span.text(text), _LONGEST)
        sentence = next((number for start, number in reversed(places) if start <= one.span.start), None)
        shown.setdefault(
            words.casefold(),
            Words(text=words, sentence=sentence if link else None, agentless=one.relation == "agentless_passive"),
        )
    return tuple(shown.values())[:_SHOWN]


def _told(
    described: Sequence[Description],
    voice: Voice,
    name: str,
    text: str,
    places: Sequence[tuple[int, int]],
    *,
    link: bool,
) -> Told | None:
    mine = [one for one in described if one.voice == voice]
    if not mine:
        return None
    kinds: dict[str, list[Description]] = {"described": [], "acts": [], "acted_on": []}
    for one in mine:
        kinds[_DEEDS.get(one.relation, "described")].append(one)
    qualities = _words(kinds["described"], text, places, link=link)
    different = {shortened(one.span.text(text), _LONGEST).casefold() for one in kinds["described"]}
    return Told(
        voice=name,
        described=qualities,
        described_more=len(different) - len(qualities),
        acts=len(kinds["acts"]),
        acts_shown=_words(kinds["acts"], text, places, link=link),
        acted_on=len(kinds["acted_on"]),
        acted_on_shown=_words(kinds["acted_on"], text, places, link=link),
        agentless=sum(one.relation == "agentless_passive" for one in mine),
    )


def view(analysis: Analysis, settings: Settings = DEFAULT) -> ActorsView:
    """Take an analysis; return its actors, those of whom most is said first. Excerpts have no links to sentences."""
    text = analysis.article.text
    places = [(sentence.span.start, sentence.index + 1) for sentence in analysis.sentences]
    ranked = sorted(
        (actor for actor in analysis.actors if actor.described),
        key=lambda actor: (-len(actor.described), -len(actor.mentions), actor.name),
    )
    rows = tuple(
        ActorRow(
            name=shortened(actor.name, _LONGEST),
            type=label(actor.type).lower(),
            mentions=len(actor.mentions),
            told=tuple(
                told
                for voice, name in _VOICES
                if (told := _told(actor.described, voice, name, text, places, link=not settings.excerpts)) is not None
            ),
        )
        for actor in ranked[:_ACTORS]
    )
    return ActorsView(actors=rows, more=max(len(ranked) - _ACTORS, 0))
