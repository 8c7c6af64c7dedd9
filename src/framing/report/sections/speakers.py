"""Analysis in, who speaks out: quotations, words and reporting verbs by speaker, by third, the share without a name."""

from __future__ import annotations

from dataclasses import dataclass

from framing.balance import NO_SPEAKER, SourceBalance, SpeakerBalance, source_balance
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import shortened
from framing.types import Analysis

#: What a class of reporting word means, in the order of the legend; a neutral one needs no word.
STANCES: dict[str, str] = {
    "distancing": "the writer does not vouch for what was said",
    "endorsing": "the writer agrees with it",
    "factive": "the writer takes it for a fact",
    "loaded": "the writer judges who speaks, or how",
}
_ROWS = 40
_NOBODY = "no speaker given"
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A word that introduces a speaker, how often, and its class where that is not neutral."""

    lemma: str
    times: int
    stance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One speaker: quotations, their words and share of all quoted words in percent, cues, words by third."""

    name: str
    named: bool
    type: str
    described: tuple[str, ...]
    quotes: int
    words: int
    share: int
    verbs: tuple[Verb, ...]
    thirds: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The speaker with the most quoted words, in percent of all, whether that is a document, and how many people and
    bodies are named, and how many documents quoted.
    """

    name: str
    percent: int
    document: bool
    speakers: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersView:
    """The section: the speakers with the most words, the sums that shares are of, and what has no speaker."""

    speakers: tuple[Speaker, ...]
    more: int
    quotes: int
    words: int
    first: str | None
    last: str | None
    unnamed_quotes: int
    unnamed_words: int
    unnamed_share: int
    nobody_quotes: int
    nobody_words: int
    stances: tuple[tuple[str, str], ...]
    scare: int
    unclosed: int


def _speaker(one: SpeakerBalance, text: str, total: int) -> Speaker:
    described = (shortened(span.text(text), _LONGEST) for span in one.descriptors)
    return Speaker(
        name=shortened(one.name, _LONGEST) or _NOBODY,
        named=one.named,
        type="without a name" if one.type == "unnamed" or (not one.named and one.name) else one.type or "",
        described=tuple(words for words in described if words.casefold() != one.name.casefold()),
        quotes=len(one.quotes),
        words=one.words,
        share=_percent(one.words, total),
        verbs=tuple(
            Verb(lemma=verb.lemma, times=verb.times, stance=None if verb.stance == "neutral" else verb.stance)
            for verb in one.verbs
        ),
        thirds=one.thirds,
    )


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def largest_share(analysis: Analysis) -> Share | None:
    """Return the named speaker with the largest share of the quoted words, or None where nobody is named."""
    found = source_balance(analysis)
    named = [one for one in found.speakers if one.named and one.type != "unnamed"]
    documents = sum(one.type == "document" for one in named)
    if not named:
        return None
    return Share(
        name=named[0].name,
        percent=_percent(named[0].words, found.words),
        document=named[0].type == "document",
        speakers=len(named) - documents,
        documents=documents,
    )


def _who(name: str | None) -> str | None:
    return None if name is None else _NOBODY if name == NO_SPEAKER else shortened(name, _LONGEST)


def view(analysis: Analysis, settings: Settings = DEFAULT) -> SpeakersView:
    """Take an analysis; return its speakers and their balance."""
    found: SourceBalance = source_balance(analysis)
    used = {verb.stance for one in found.speakers for verb in one.verbs}
    return SpeakersView(
        speakers=tuple(_speaker(one, analysis.article.text, found.words) for one in found.speakers[:_ROWS]),
        more=max(len(found.speakers) - _ROWS, 0),
        quotes=found.quotes,
        words=found.words,
        first=_who(found.first),
        last=_who(found.last),
        unnamed_quotes=found.unnamed_quotes,
        unnamed_words=found.unnamed_words,
        unnamed_share=_percent(found.unnamed_words, found.words),
        nobody_quotes=found.nobody_quotes,
        nobody_words=found.nobody_words,
        stances=tuple((stance, meaning) for stance, meaning in STANCES.items() if stance in used),
        scare=sum(quote.kind == "scare" for quote in analysis.quotes),
        unclosed=sum(not quote.closed for quote in analysis.quotes),
    )
