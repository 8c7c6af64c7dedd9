"""Analysis in, who speaks out: quotations, words and reporting verbs by speaker, and who is named how."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from framing.report import facts
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import gap, label, shortened
from framing.types import Analysis, Quote

_WORD = re.compile(r"[^\W\d_][\w’'&-]*")
_UNNAMED = ("quotes_without_speaker", "unnamed", "unnamed_sources")
_ACTORS = 15
_DESCRIPTIONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One speaker: quotations, their words and share of all quoted words in percent, cues, quotations by third."""

    name: str
    named: bool
    quotes: int
    words: int
    share: int
    verbs: tuple[tuple[str, int], ...]
    thirds: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """A person or group that is named: words that describe it by voice, and how often it acts or is acted upon."""

    name: str
    type: str
    mentions: int
    writer: tuple[str, ...]
    source: tuple[str, ...]
    active: int
    passive: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The speaker with the most quoted words, in percent of all, and how many speakers are named."""

    name: str
    percent: int
    speakers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersView:
    """The section. ``unnamed`` is the measure's count of sources without a name, None where it was not taken."""

    speakers: tuple[Speaker, ...]
    scare: int
    unclosed: int
    unnamed: int | None
    actors: tuple[ActorRow, ...]
    more_actors: int
    no_actors: str | None


def _name(quote: Quote, text: str) -> tuple[str, bool]:
    if quote.speaker_name and quote.speaker_name.strip():
        return quote.speaker_name.strip(), True
    if quote.speaker and quote.speaker.text(text).strip():
        return shortened(quote.speaker.text(text), 80), False
    return "no speaker found", False


def speakers(analysis: Analysis) -> tuple[Speaker, ...]:
    """Take an analysis; return its speakers, the one with the most words first. A word in a quotation within another
    counts once, for the inner one; words in scare quotes are nobody's and are left out.
    """
    text = analysis.article.text
    spoken = [quote for quote in analysis.quotes if quote.kind != "scare"]
    owner: dict[int, int] = {}  # where a word begins -> its quotation; longer spans first, so that inner ones win
    for place in sorted(range(len(spoken)), key=lambda i: spoken[i].span.start - spoken[i].span.end):
        for match in _WORD.finditer(text, max(spoken[place].span.start, 0), spoken[place].span.end):
            owner[match.start()] = place
    words = Counter(owner.values())
    total = sum(words.values())
    grouped: dict[tuple[str, bool], list[int]] = {}
    for place, quote in enumerate(spoken):
        grouped.setdefault(_name(quote, text), []).append(place)
    made = []
    for (name, named), places in grouped.items():
        thirds = Counter(min(spoken[i].span.start * 3 // max(len(text), 1), 2) for i in places)
        verbs = Counter(lemma for i in places if (lemma := spoken[i].cue_lemma))
        mine = sum(words[i] for i in places)
        made.append(
            Speaker(
                name=name,
                named=named,
                quotes=len(places),
                words=mine,
                share=round(100 * mine / total) if total else 0,
                verbs=tuple(sorted(verbs.items(), key=lambda item: (-item[1], item[0]))),
                thirds=(thirds[0], thirds[1], thirds[2]),
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.words, -one.quotes, one.name)))


def largest_share(analysis: Analysis) -> Share | None:
    """Return the named speaker with the largest share of the quoted words, or None where nobody is named."""
    named = [one for one in speakers(analysis) if one.named]
    return Share(name=named[0].name, percent=named[0].share, speakers=len(named)) if named else None


def _actors(analysis: Analysis) -> list[ActorRow]:
    text = analysis.article.text
    rows = []
    for actor in analysis.actors:
        words: dict[str, list[str]] = {"writer": [], "source": []}
        for described in actor.described:
            shown = shortened(described.span.text(text), 60)
            if shown not in words[described.voice]:
                words[described.voice].append(shown)
        rows.append(
            ActorRow(
                name=actor.name,
                type=label(actor.type).lower(),
                mentions=len(actor.mentions),
                writer=tuple(words["writer"][:_DESCRIPTIONS]),
                source=tuple(words["source"][:_DESCRIPTIONS]),
                active=actor.active,
                passive=actor.passive,
            )
        )
    return sorted(rows, key=lambda row: (-row.mentions, row.name))


def view(analysis: Analysis, settings: Settings = DEFAULT) -> SpeakersView:
    """Take an analysis; return its speakers and actors."""
    unnamed = next((found.count for found in analysis.measures if found.name in _UNNAMED), None)
    actors = _actors(analysis)
    return SpeakersView(
        speakers=speakers(analysis),
        scare=sum(quote.kind == "scare" for quote in analysis.quotes),
        unclosed=sum(not quote.closed for quote in analysis.quotes),
        unnamed=unnamed,
        actors=tuple(actors[:_ACTORS]),
        more_actors=max(len(actors) - _ACTORS, 0),
        no_actors=None if actors else gap("Not analysed", facts.missing(analysis, "actors"), "Nobody was recognised."),
    )
