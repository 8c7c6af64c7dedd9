"""An analysis in, the balance of its sources out: how many words, quotations and which verbs each speaker is given.

Everything is counted from what an analysis holds, so a stored one gives the same figures. A word inside two quotations
counts once, for the inner one; scare quotes are nobody's words and are left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from framing.tokens import split
from framing.types import Analysis, Quote, Span, SpeakerType, Stance

_THIRDS = 3
#: What stands for the name where a quotation has no speaker at all ("it is believed that …").
NO_SPEAKER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A word that introduces a speaker, its class, and how often it does."""

    lemma: str
    stance: Stance | None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerBalance:
    """One speaker, with places as indices into ``Analysis.quotes``; ``thirds`` are words in each third of the article.

    ``named`` is False where only the words that mention the speaker are known; ``name`` is "" where not even these are.
    """

    name: str
    type: SpeakerType | None
    named: bool
    descriptors: tuple[Span, ...]
    quotes: tuple[int, ...]
    words: int
    verbs: tuple[Verb, ...]
    thirds: tuple[int, int, int]
    quotes_by_third: tuple[int, int, int]

    def stances(self, stance: Stance) -> int:
        """Return how often a word of this class introduces the speaker."""
        return sum(verb.times for verb in self.verbs if verb.stance == stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBalance:
    """The speakers, the one with the most words first, and the sums that their shares are of.

    ``unnamed`` are people without a name ("officials"), ``nobody`` are reports with no speaker at all; each as
    quotations and words. ``first`` and ``last`` name who has the first and the last word, None where nobody is quoted;
    ``first_quote`` and ``last_quote`` are their places.
    """

    speakers: tuple[SpeakerBalance, ...]
    quotes: int
    words: int
    unnamed_quotes: int
    unnamed_words: int
    nobody_quotes: int
    nobody_words: int
    first_quote: int | None
    last_quote: int | None
    first: str | None
    last: str | None


def _name(quote: Quote, text: str) -> tuple[str, bool]:
    if quote.speaker_name and quote.speaker_name.strip():
        return " ".join(quote.speaker_name.split()), True
    if quote.speaker and quote.speaker.text(text).strip():
        return " ".join(quote.speaker.text(text).split()), False
    return NO_SPEAKER, False


def _words(analysis: Analysis) -> list[int]:
    """Return where the words of the checked sentences begin, numbers and marks left out."""
    text = analysis.article.text
    return [
        start
        for sentence in analysis.sentences
        if sentence.reason is None
        for start, end in split(text, sentence.span.start, sentence.span.end)
        if any(map(str.isalpha, text[start:end])) and text[start:end].lower() not in ("'s", "’s")
    ]


def _speaker(
    analysis: Analysis, name: str, named: bool, places: Sequence[int], words: Mapping[int, Sequence[int]],
    thirds: Mapping[int, int],
) -> SpeakerBalance:  # fmt: skip
    """Put together what is known of one speaker: ``words`` by quotation and third, ``thirds`` where each begins."""
    quotes = [analysis.quotes[place] for place in places]
    kinds = Counter(quote.speaker_type for quote in quotes if quote.speaker_type is not None)
    verbs = Counter((quote.cue_lemma, quote.cue_stance) for quote in quotes if quote.cue_lemma)
    text = analysis.article.text
    descriptors: dict[str, Span] = {}
    for quote in quotes:
        if quote.descriptor is not None:
            descriptors.setdefault(quote.descriptor.text(text).casefold(), quote.descriptor)
    begun = Counter(thirds[place] for place in places)
    return SpeakerBalance(
        name=name,
        type=kinds.most_common(1)[0][0] if kinds else None,
        named=named,
        descriptors=tuple(sorted(descriptors.values(), key=lambda span: span.start)),
        quotes=tuple(places),
        words=sum(sum(words[place]) for place in places),
        verbs=tuple(
            Verb(lemma=lemma, stance=stance, times=times)
            for (lemma, stance), times in sorted(verbs.items(), key=lambda item: (-item[1], item[0][0]))
        ),
        thirds=_three(sum(words[place][third] for place in places) for third in range(_THIRDS)),
        quotes_by_third=_three(begun[third] for third in range(_THIRDS)),
    )


def _three(numbers: Iterable[int]) -> tuple[int, int, int]:
    first, second, last = numbers
    return first, second, last


def source_balance(analysis: Analysis) -> SourceBalance:
    """Take an analysis; return the balance of its sources."""
    text = analysis.article.text
    starts = _words(analysis)
    spoken = [place for place, quote in enumerate(analysis.quotes) if quote.kind != "scare"]
    owner: dict[int, int] = {}  # a word's number -> its quotation; longer ones first, so that inner ones win
    words: dict[int, list[int]] = {}
    thirds: dict[int, int] = {}
    size = max(len(starts), 1)
    for place in sorted(spoken, key=lambda i: analysis.quotes[i].span.start - analysis.quotes[i].span.end):
        span = analysis.quotes[place].span
        low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
        owner.update(dict.fromkeys(range(low, high), place))
        words[place] = [0] * _THIRDS
        thirds[place] = min(low * _THIRDS // size, _THIRDS - 1)
    for number, place in owner.items():
        words[place][number * _THIRDS // size] += 1
    grouped: dict[tuple[str, bool], list[int]] = {}
    shown: dict[tuple[str, bool], str] = {}
    for place in spoken:
        name, named = _name(analysis.quotes[place], text)
        key = (name.casefold(), named)
        shown.setdefault(key, name)
        grouped.setdefault(key, []).append(place)
    speakers = [_speaker(analysis, shown[key], key[1], places, words, thirds) for key, places in grouped.items()]
    unnamed = [one for one in speakers if one.type == "unnamed"]
    nobody = [one for one in speakers if one.name == NO_SPEAKER]
    in_order = sorted(spoken, key=lambda place: analysis.quotes[place].span.start)
    return SourceBalance(
        speakers=tuple(sorted(speakers, key=lambda one: (-one.words, -len(one.quotes), one.name))),
        quotes=len(spoken),
        words=len(owner),
        unnamed_quotes=sum(len(one.quotes) for one in unnamed),
        unnamed_words=sum(one.words for one in unnamed),
        nobody_quotes=sum(len(one.quotes) for one in nobody),
        nobody_words=sum(one.words for one in nobody),
        first_quote=in_order[0] if in_order else None,
        last_quote=in_order[-1] if in_order else None,
        first=_name(analysis.quotes[in_order[0]], text)[0] if in_order else None,
        last=_name(analysis.quotes[in_order[-1]], text)[0] if in_order else None,
    )
