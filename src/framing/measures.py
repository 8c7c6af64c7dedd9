"""Findings and voices in, numbers out: every one with its count, its denominator and an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from framing.intervals import FEW_FINDINGS, FEW_SENTENCES, bootstrap, poisson
from framing.types import FAMILIES, Finding, Measure, ParsedArticle, Sentence, SentenceScore, Tokens

#: Below this many words no rate is given: it could not tell two articles apart.
WORDS_FOR_RATE = 300
#: Below this many words an article is not analysed.
WORDS_FOR_ANALYSIS = 50
#: Below this many words of a voice it has no rate, however long the article: a single finding would make it high.
WORDS_OF_VOICE = WORDS_FOR_ANALYSIS
#: So many sentences were chosen by somebody, however long they are: they stand alone.
_CHOSEN = 2
_VOICES: tuple[Literal["writer", "source"], ...] = ("writer", "source")


def words_by_voice(sentences: Sequence[Sentence], tokens: Tokens) -> tuple[list[int], list[int]]:
    """Take sentences and tokens; return per sentence the writer's words and the sources' words (numbers excluded)."""
    writer, source = [0] * len(sentences), [0] * len(sentences)
    for at, sentence in enumerate(tokens.sentence):
        if tokens.word[at]:
            if tokens.quote[at] < 0:
                writer[sentence] += 1
            else:
                source[sentence] += 1
    return writer, source


def stand_alone(sentences: Sequence[Sentence], words: int) -> bool:
    """Take a text's sentences and its number of words; return whether they stand alone, in no article: a text of one or
    two sentences, or one that is too short to be analysed. Page furniture and captions do not count.
    """
    return words < WORDS_FOR_ANALYSIS or sum(s.part in ("headline", "subhead", "body") for s in sentences) <= _CHOSEN


def counted(finding: Finding) -> bool:
    """Whether a finding enters the rates: notes (weight 0) are shown, and counted apart."""
    return finding.score > 0


def rate_measures(parsed: ParsedArticle, findings: Sequence[Finding]) -> tuple[Measure, ...]:
    """Take a parsed article and its findings; return per voice and family the findings per 100 words of that voice.

    The interval is a bootstrap over checked sentences (2,000 resamples, seed 1); with fewer than 10 sentences or 5
    findings it is exact Poisson. Articles under 300 words get counts only, and so does a voice under 50. Weightless
    findings are not counted.
    """
    checked = [sentence.index for sentence in parsed.sentences if sentence.reason is None]
    writer, source = words_by_voice(parsed.sentences, parsed.tokens)
    words = {"writer": writer, "source": source}
    enough = sum(writer) + sum(source) >= WORDS_FOR_RATE
    rows: list[tuple[str, Literal["writer", "source"], tuple[int, ...]]] = []
    for voice in _VOICES:
        own = [n for n, finding in enumerate(findings) if finding.voice == voice and counted(finding)]
        for family in FAMILIES:
            rows.append((f"findings_{family}", voice, tuple(n for n in own if findings[n].family == family)))
        rows.append(("findings_all", voice, tuple(own)))
        notes = tuple(n for n, finding in enumerate(findings) if finding.voice == voice and not counted(finding))
        rows.append(("notes", voice, notes))
    intervals = _bootstrapped(rows, findings, checked, words) if enough else {}
    made = []
    for number, (name, voice, members) in enumerate(rows):
        total = sum(words[voice])
        value = low = high = None
        method = "none"
        if enough and total >= WORDS_OF_VOICE:
            value = 100 * len(members) / total
            if len(members) < FEW_FINDINGS or len(checked) < FEW_SENTENCES:
                low, high = (100 * bound / total for bound in poisson(len(members)))
                method = "poisson"
            else:
                low, high = (100 * bound for bound in intervals[number])
                method = "bootstrap"
        made.append(
            Measure(
                name=name, voice=voice, count=len(members), out_of=total, value=_round(value), low=_round(low),
                high=_round(high), method=method, findings=members,
            )
        )  # fmt: skip
    return tuple(made)


def _bootstrapped(
    rows: Sequence[tuple[str, Literal["writer", "source"], tuple[int, ...]]],
    findings: Sequence[Finding],
    checked: Sequence[int],
    words: dict[str, list[int]],
) -> dict[int, tuple[float, float]]:
    place = {index: column for column, index in enumerate(checked)}
    wanted = [number for number, row in enumerate(rows) if len(row[2]) >= FEW_FINDINGS]
    if not wanted or len(checked) < FEW_SENTENCES:
        return {}
    counts = []
    for number in wanted:
        row = [0] * len(checked)
        for member in rows[number][2]:
            row[place[findings[member].sentence]] += 1
        counts.append(row)
    sizes = [[words[rows[number][1]][index] for index in checked] for number in wanted]
    return dict(zip(wanted, bootstrap(counts, sizes), strict=True))


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def word_measures(parsed: ParsedArticle) -> tuple[Measure, ...]:
    """Take a parsed article; return the words of each voice out of all, and the share of sources without a name.

    People without a name ("officials", "a source") are counted as quotations and as words, out of all that sources say.
    """
    writer, source = words_by_voice(parsed.sentences, parsed.tokens)
    total = sum(writer) + sum(source)

    def share(name: str, voice: Literal["writer", "source", "all"], count: int, out_of: int) -> Measure:
        value = round(100 * count / out_of, 1) if out_of else None
        return Measure(name=name, voice=voice, count=count, out_of=out_of, value=value)

    spoken = [quote for quote in parsed.quotes if quote.kind != "scare"]
    without = sum(quote.speaker_name is None for quote in spoken)
    unnamed = sum(quote.speaker_type == "unnamed" for quote in spoken)
    theirs = Counter(quote for at, quote in enumerate(parsed.tokens.quote) if quote >= 0 and parsed.tokens.word[at])
    said = {place: count for place, count in theirs.items() if parsed.quotes[place].kind != "scare"}
    nameless = sum(count for place, count in said.items() if parsed.quotes[place].speaker_type == "unnamed")
    return (
        share("words", "writer", sum(writer), total),
        share("words", "source", sum(source), total),
        share("quotes_without_speaker", "source", without, len(spoken)),
        share("quotes_unnamed", "source", unnamed, len(spoken)),
        share("words_unnamed", "source", nameless, sum(said.values())),
    )


def loaded_measure(scores: Sequence[SentenceScore], threshold: float | None) -> tuple[Measure, ...]:
    """Take sentence scores and the model's threshold; return how many sentences with writer's words reach it."""
    rated = [
        score for score in scores if score.loaded is not None and score.writer_words and score.state != "not_checked"
    ]
    if threshold is None or not rated:
        return ()
    count = sum((score.loaded or 0.0) >= threshold for score in rated)
    value = round(100 * count / len(rated), 1)
    return (Measure(name="loaded_sentences", voice="writer", count=count, out_of=len(rated), value=value),)
