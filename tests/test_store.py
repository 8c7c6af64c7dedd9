"""An analysis and back: nothing is lost on the way to a line of JSON, and a damaged line gives one clear error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import analyze
from framing.balance import source_balance
from framing.errors import IngestError
from framing.store import dumps, from_dict, loads, to_dict
from framing.types import (
    About,
    Actor,
    Analysis,
    Article,
    Attribution,
    Description,
    Finding,
    FrameEvidence,
    Measure,
    Part,
    Quote,
    Sentence,
    SentenceScore,
    Skipped,
    Span,
    SpeakerType,
    Stance,
)

from .report_stories import STORIES

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_SOME = st.none() | _WORDS
_NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=32)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Draw an analysis whose offsets and indices hold, and whose every field may be anything else."""
    lines = draw(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=40), min_size=1)
    )
    text = "\n".join(lines)
    kinds = [draw(st.sampled_from(["headline", "subhead", "body", "caption", "boilerplate"])) for _ in lines]
    starts = [sum(map(len, lines[:number])) + number for number in range(len(lines))]
    spans = [Span(start=start, end=start + len(line)) for start, line in zip(starts, lines, strict=True)]
    whys = [draw(_WORDS if kind in ("caption", "boilerplate") else _SOME) for kind in kinds]

    def span() -> Span:
        start = draw(st.integers(0, len(text)))
        return Span(start=start, end=draw(st.integers(start, len(text))))

    def some(make: Callable[[], Any]) -> tuple[Any, ...]:
        return tuple(make() for _ in range(draw(st.integers(0, 2))))

    def maybe() -> Span | None:
        return span() if draw(st.booleans()) else None

    def one_of(*values: str | None) -> Any:
        return draw(st.sampled_from(values))

    sentences = tuple(
        Sentence(index=n, span=spans[n], part=kinds[n], paragraph=n, reason=whys[n]) for n in range(len(lines))
    )  # type: ignore[arg-type]
    quotes = some(
        lambda: Quote(
            span=span(), kind=one_of("direct", "indirect", "mixed", "scare"), cue=maybe(), cue_lemma=draw(_SOME),
            speaker=maybe(), speaker_name=draw(_SOME), closed=draw(st.booleans()), descriptor=maybe(),
            cue_stance=one_of(None, *get_args(Stance)), attribution=one_of(None, *get_args(Attribution)),
            speaker_type=one_of(None, *get_args(SpeakerType)),
        )
    )  # fmt: skip
    findings = some(
        lambda: Finding(
            span=span(), family=one_of(*"LFAPH"), category=draw(_WORDS), origin=draw(_WORDS), term=draw(_WORDS),
            score=draw(_NUMBER), voice=one_of("writer", "source"), sentence=draw(st.integers(0, len(lines) - 1)),
            quote=draw(st.integers(0, len(quotes) - 1)) if quotes else None, note=draw(_WORDS), plainer=draw(_SOME),
            source=draw(_SOME),
        )
    )  # fmt: skip
    indices = st.lists(st.integers(0, len(findings) - 1), max_size=2).map(tuple) if findings else st.just(())
    return Analysis(
        article=Article(
            id=draw(_WORDS), text=text, title=draw(_SOME), origin=draw(_SOME), outlet=draw(_SOME),
            published=draw(_SOME), authors=tuple(draw(st.lists(_WORDS, max_size=2))), language=draw(_SOME),
            parts=tuple(
                Part(span=spans[n], kind=kinds[n], paragraph=n, reason=whys[n], set_off=draw(st.booleans()))
                for n in range(len(lines))
            ),
            extra=tuple(draw(st.dictionaries(_WORDS, _WORDS, max_size=2)).items()),
            notes=tuple(draw(st.lists(_WORDS, max_size=2))),
        ),
        sentences=sentences,
        scores=tuple(
            SentenceScore(
                index=n, state=one_of("marked", "checked", "not_checked"), voice=one_of("writer", "source", "mixed"),
                writer_words=draw(st.integers(0, 99)), reason=whys[n], loaded=draw(st.none() | _NUMBER),
                opinion=draw(st.none() | _NUMBER),
            )
            for n in range(len(lines))
        ),
        quotes=quotes,
        findings=findings,
        actors=some(
            lambda: Actor(
                name=draw(_WORDS), type=draw(_WORDS), mentions=some(span),
                described=some(
                    lambda: Description(span=span(), relation=draw(_WORDS), voice=one_of("writer", "source"))
                ),
                active=draw(st.integers(0, 9)), passive=draw(st.integers(0, 9)),
                agentless=draw(st.integers(0, 9)),
            )
        ),
        frames=some(
            lambda: FrameEvidence(
                scheme=draw(_WORDS), frame=draw(_WORDS), score=draw(_NUMBER),
                sentences=(draw(st.integers(0, len(lines) - 1)),),
            )
        ),
        measures=some(
            lambda: Measure(
                name=draw(_WORDS), voice=one_of("writer", "source", "all"), count=draw(st.integers(0, 9)),
                out_of=draw(st.integers(0, 9)), per=draw(_NUMBER), value=draw(st.none() | _NUMBER),
                low=draw(st.none() | _NUMBER), high=draw(st.none() | _NUMBER), method=draw(_WORDS),
                findings=draw(indices),
            )
        ),
        ran=some(lambda: About(id=draw(_WORDS), version=draw(_WORDS), digest=draw(_WORDS), licence=draw(_WORDS))),
        skipped=some(lambda: Skipped(id=draw(_WORDS), reason=draw(_WORDS))),
        made_with=draw(st.dictionaries(_WORDS, _WORDS | st.booleans() | st.integers(), max_size=3)),
    )  # fmt: skip


@given(analyses())
@settings(max_examples=100)
def test_nothing_is_lost_on_the_way(analysis: Analysis) -> None:
    line = dumps(analysis)
    assert "\n" not in line
    again = loads(line)
    assert again == analysis
    assert dumps(again) == line
    assert line.encode("utf-8").decode("utf-8") == line


@pytest.mark.parametrize("name", STORIES)
def test_stories_come_back_as_they_went(name: str) -> None:
    line = dumps(STORIES[name]())
    again = dumps(loads(line))
    assert json.loads(again) == json.loads(line)  # 1 may have become 1.0
    assert dumps(loads(again)) == again
    assert json.loads(line)["schema"] == 1


def test_every_span_is_shown_with_its_own_words() -> None:
    data = to_dict(STORIES["harbour"]())
    for finding in data["findings"]:
        assert data["text"][finding["start"] : finding["end"]] == finding["text"]


Change = Callable[[dict[str, Any]], object]


def _drop(*keys: str | int) -> Change:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        del data[keys[-1]]

    return change


def _set(value: object, *keys: str | int) -> Change:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set(2, "schema"), "the analysis has schema 2; this version reads schema 1"),
        (_drop("schema"), "the analysis has schema None; this version reads schema 1"),
        (_drop("text"), "text is missing"),
        (_set(7, "text"), "text is 7"),
        (_set("\ud800", "text"), "text is '\\ud800'"),
        (_drop("sentences"), "sentences is missing"),
        (_set({}, "sentences"), "sentences is {}"),
        (_set(3, "sentences", 1), "sentences[1] is no JSON object"),
        (_set(10**9, "sentences", 1, "end"), "sentences[1].end is no place in the text"),
        (_set(-1, "findings", 0, "start"), "findings[0].end is no place in the text"),
        (_set("0", "findings", 0, "start"), "findings[0].start is '0'"),
        (_set(True, "findings", 0, "start"), "findings[0].start is True"),
        (_set("X", "findings", 0, "family"), "findings[0].family is 'X'; it is one of L, F, A, P, H"),
        (_set(10**6, "findings", 0, "sentence"), "findings[0].sentence is 1000000"),
        (_set(-2, "findings", 0, "quote"), "findings[0].quote is -2"),
        (_set("heavy", "findings", 0, "score"), "findings[0].score is 'heavy'"),
        (_set(7, "sentences", 1, "index"), "sentences[1].index is 7; sentences are numbered from 0"),
        (_set("gone", "sentences", 1, "state"), "sentences[1].state is 'gone'"),
        (_set([1], "quotes", 0, "cue"), "quotes[0].cue is [1]; it is [start, end] or null"),
        (_set(["a", "b"], "quotes", 0, "speaker"), "quotes[0].speaker is ['a', 'b']"),
        (_set("no", "quotes", 0, "closed"), "quotes[0].closed is 'no'"),
        (_set([10**6], "measures", 0, "findings"), "measures[0].findings holds 1000000"),
        (_set("us", "measures", 0, "voice"), "measures[0].voice is 'us'"),
        (_drop("article", "id"), "article.id is missing"),
        (_set([], "article"), "article is []"),
        (_set([1], "article", "authors"), "article.authors holds something that is no text"),
        (_set({"a": 1}, "article", "extra"), "article.extra holds something that is no text"),
        (_drop("made_with"), "made_with is missing"),
        (_set([{"id": "a"}], "ran"), "ran[0].version is missing"),
    ],
)
def test_a_damaged_analysis_says_what_is_wrong(change: Change, message: str) -> None:
    data = to_dict(STORIES["harbour"]())
    change(data)
    with pytest.raises(IngestError) as error:
        from_dict(data)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "not a line of JSON"),
        ("{", "not a line of JSON"),
        ("[]", "not an analysis: the line holds no JSON object"),
        ("null", "not an analysis: the line holds no JSON object"),
        ('{"schema": NaN}', "NaN is no number of JSON"),
        ("[" * 200_000, "not a line of JSON"),
        ('{"schema": 1}', "text is missing"),
        ("1" * 10_000, "not a line of JSON"),
    ],
)
def test_a_line_that_is_no_analysis_says_so(line: str, message: str) -> None:
    with pytest.raises(IngestError, match=message):
        loads(line)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS, lambda x: st.lists(x) | st.dictionaries(_WORDS, x), max_leaves=8
)
_KEYS = st.sampled_from(
    ["article", "text", "sentences", "findings", "quotes", "actors", "frames", "measures", "made_with"]
)


@given(_VALUES, _KEYS)
@settings(max_examples=100)
def test_any_damage_gives_an_ingest_error_or_an_analysis(value: object, key: str) -> None:
    data = to_dict(STORIES["harbour"]())
    data[key] = value
    try:
        from_dict(data)
    except IngestError as error:
        assert str(error)


def test_fields_that_were_added_later_may_be_missing() -> None:
    data = to_dict(STORIES["harbour"]())
    for key in ("authors", "notes", "extra"):
        del data["article"][key]
    for row in data["sentences"]:
        del row["paragraph"]
    for row in data["quotes"]:
        del row["cue_stance"], row["attribution"], row["speaker_type"], row["descriptor"]
    for row in data["actors"]:
        del row["agentless"]
    for row in data["measures"]:
        del row["method"], row["findings"]
    for row in data["findings"]:
        del row["plainer"], row["source"]
    assert from_dict(data).measures[0].method == "none"


_FRENCH = (
    "Le ministre a déclaré hier que les nouvelles mesures seraient présentées au parlement avant la fin du mois, et "
    "que les communes recevraient une aide pour réparer les routes, les écoles et les ponts endommagés par la crue."
)


def test_a_loaded_analysis_leaves_out_the_same_sentences_as_the_one_that_was_stored() -> None:
    english = "The council met on Monday and the mayor said the wall would hold for years. " * 4
    text = "\n\n".join(("The wall", english, _FRENCH, _FRENCH, english, "“We were told,” said Ana Ruiz. " * 3))
    live = analyze(Article(id="a", text=text, language="en"), fast=True)
    again = loads(dumps(live))
    assert [one.reason for one in live.sentences].count("French") == 2
    assert again.sentences == live.sentences
    assert source_balance(again) == source_balance(live)
    assert [part.reason for part in again.article.parts] == [None, None, "French", "French", None, None]


def test_a_refused_article_gives_its_sentences_no_reason_of_their_own() -> None:
    live = analyze("A short line.\n\nAnother short line.", fast=True)
    assert {score.reason for score in live.scores} == {"article too short"}
    assert loads(dumps(live)).sentences == live.sentences
