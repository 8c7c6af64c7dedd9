"""The six example articles against what a careful reader finds in them (see examples/README.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import framing
from framing.ingest import read
from framing.types import FAMILIES, Analysis, Article, Finding, Sentence, SentenceScore, Span

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = tuple(sorted(path.stem for path in EXAMPLES.glob("*.txt")))

#: Of the reported words without marks, the share that has to be found in all articles together. This is the hard
#: part of attribution: trained annotators of PolNeAR agree on content at a character F1 of 0.89.
INDIRECT_SHARE = 0.8
#: Of the word runs that a linguist would mark in the asides, the share that has to be met in all articles together.
MARKS_SHARE = 0.5

each_example = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{name}.expect.toml").read_text(encoding="utf-8"))


@cache
def article_text(name: str) -> str:
    return (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")


@cache
def analysis(name: str) -> Analysis:
    return framing.analyze(article_text(name))


def place(text: str, words: str) -> Span:
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in the article"
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def line_place(text: str, line: str) -> Span:
    found = [m.span() for m in re.finditer(rf"^{re.escape(line)}$", text, flags=re.MULTILINE)]
    assert len(found) == 1, f"the line {line!r} stands {len(found)} times in the article"
    return Span(start=found[0][0], end=found[0][1])


def words_in(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"\w+", text[span.start : span.end]):
        yield Span(start=span.start + match.start(), end=span.start + match.end())


def meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def inside(a: Span, b: Span) -> bool:
    return b.start <= a.start and a.end <= b.end


def source_runs(name: str) -> list[dict[str, Any]]:
    return [*expected(name)["quoted"], *expected(name)["mistyped"]]


def aside_span(result: Analysis, name: str) -> Span:
    return place(result.article.text, expected(name)["aside"])


def scored(result: Analysis) -> list[tuple[Sentence, SentenceScore]]:
    return list(zip(result.sentences, result.scores, strict=True))


def aside_score(result: Analysis, name: str) -> SentenceScore:
    """Return the score of the sentence that shares most characters with the aside."""
    span = aside_span(result, name)

    def shared(pair: tuple[Sentence, SentenceScore]) -> int:
        return min(span.end, pair[0].span.end) - max(span.start, pair[0].span.start)

    return max(scored(result), key=shared)[1]


def aside_findings(result: Analysis, name: str) -> list[Finding]:
    span = aside_span(result, name)
    return [finding for finding in result.findings if meets(finding.span, span)]


# --- the material itself ---------------------------------------------------------------------------------------------


def test_there_are_six_examples_each_with_a_sidecar() -> None:
    assert len(NAMES) == 6
    assert {path.name.removesuffix(".expect.toml") for path in EXAMPLES.glob("*.expect.toml")} == set(NAMES)


@each_example
def test_the_sidecar_fits_its_article(name: str) -> None:
    text, expect = article_text(name), expected(name)
    assert 350 <= len(text.split()) <= 650
    for line in [expect["headline"], *expect["subheads"], *expect["captions"], *expect["boilerplate"]]:
        line_place(text, line)
    for words in [expect["aside"], *(run["words"] for run in source_runs(name)), *expect["indirect"]]:
        place(text, words)
    for sentence in expect["writer"]:
        place(text, sentence)
    for speaker in expect["speakers"]:
        assert speaker in text
    assert {run["speaker"] for run in source_runs(name) if "speaker" in run} <= set(expect["speakers"])


@each_example
def test_the_marks_stand_in_the_aside(name: str) -> None:
    expect = expected(name)
    spans = sorted((place(expect["aside"], mark["text"]) for mark in expect["marks"]), key=lambda span: span.start)
    assert len(spans) >= 4
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {mark["family"] for mark in expect["marks"]} == set(expect["families"]) <= set(FAMILIES)
    assert expect["voice"] == "writer"


@each_example
def test_the_source_words_stand_only_in_quotations(name: str) -> None:
    text = article_text(name)
    runs = [place(text, run["words"]) for run in source_runs(name)]
    for word in expected(name)["source_words"]:
        found = list(re.finditer(rf"\b{word}\b", text, flags=re.IGNORECASE))
        assert found
        for match in found:
            assert any(inside(Span(start=match.start(), end=match.end()), run) for run in runs), word


# --- the aside -------------------------------------------------------------------------------------------------------


@each_example
def test_the_aside_is_one_sentence(name: str) -> None:
    result = analysis(name)
    sentence = result.sentences[aside_score(result, name).index]
    assert sentence.part == "body"
    assert sentence.span.text(result.article.text).strip() == expected(name)["aside"]


@each_example
def test_the_aside_is_the_writers(name: str) -> None:
    result = analysis(name)
    score = aside_score(result, name)
    assert score.state == "marked"
    assert score.voice == "writer"
    assert {finding.voice for finding in aside_findings(result, name)} == {"writer"}


@each_example
def test_the_aside_is_the_most_loaded_sentence(name: str) -> None:
    result = analysis(name)
    aside = aside_score(result, name)
    assert aside.loaded is not None, "no model gave the aside a probability"
    rivals = {
        sentence.span.text(result.article.text): score.loaded
        for sentence, score in scored(result)
        if score.state != "not_checked" and score.index != aside.index and score.loaded is not None
    }
    higher = {text: loaded for text, loaded in rivals.items() if loaded >= aside.loaded}
    assert not higher, f"the aside has {aside.loaded:.3f}"


@each_example
def test_the_aside_has_four_findings_of_the_expected_families(name: str) -> None:
    result = analysis(name)
    found = aside_findings(result, name)
    assert len({(finding.span.start, finding.span.end) for finding in found}) >= 4
    assert len({finding.family for finding in found} & set(expected(name)["families"])) >= 2


@each_example
def test_no_other_sentence_has_as_many_findings_of_the_writers(name: str) -> None:
    result = analysis(name)
    aside = aside_score(result, name).index
    counts = dict.fromkeys((sentence.index for sentence in result.sentences), 0)
    for finding in result.findings:
        if finding.voice == "writer":
            counts[finding.sentence] += 1
    assert all(count < counts[aside] for index, count in counts.items() if index != aside)


def test_half_of_what_a_linguist_marks_is_found() -> None:
    met, missed = 0, []
    for name in NAMES:
        result = analysis(name)
        start = aside_span(result, name).start
        for mark in expected(name)["marks"]:
            within = place(expected(name)["aside"], mark["text"])
            span = Span(start=start + within.start, end=start + within.end)
            if any(meets(finding.span, span) for finding in result.findings):
                met += 1
            else:
                missed.append(f"{name}: {mark['text']} ({mark['family']})")
    assert met / (met + len(missed)) >= MARKS_SHARE, missed


# --- whose words -----------------------------------------------------------------------------------------------------


@each_example
def test_words_in_quotation_marks_belong_to_a_source(name: str) -> None:
    result = analysis(name)
    text = result.article.text
    lost = [
        f"{word.text(text)} in {run['words']!r}"
        for run in source_runs(name)
        for word in words_in(text, place(text, run["words"]))
        if not any(inside(word, quote.span) for quote in result.quotes)
    ]
    assert not lost


@each_example
def test_findings_on_source_words_are_the_sources(name: str) -> None:
    result = analysis(name)
    text = result.article.text
    for word in expected(name)["source_words"]:
        for match in re.finditer(rf"\b{word}\b", text, flags=re.IGNORECASE):
            span = Span(start=match.start(), end=match.end())
            for finding in result.findings:
                if meets(finding.span, span):
                    assert finding.voice == "source", finding
                    assert finding.quote is not None, finding
                    assert meets(result.quotes[finding.quote].span, span), finding


@each_example
def test_the_writers_sentences_are_nobody_elses(name: str) -> None:
    result = analysis(name)
    text = result.article.text
    for sentence in [expected(name)["aside"], *expected(name)["writer"]]:
        span = place(text, sentence)
        taken = [quote.span.text(text) for quote in result.quotes if meets(quote.span, span)]
        assert not taken, sentence


def test_most_reported_words_without_marks_belong_to_a_source() -> None:
    found, lost = 0, []
    for name in NAMES:
        result = analysis(name)
        text = result.article.text
        for content in expected(name)["indirect"]:
            for word in words_in(text, place(text, content)):
                if any(inside(word, quote.span) for quote in result.quotes):
                    found += 1
                else:
                    lost.append(f"{name}: {word.text(text)} in {content!r}")
    assert found / (found + len(lost)) >= INDIRECT_SHARE, lost


@each_example
def test_the_speakers_are_found(name: str) -> None:
    names = {quote.speaker_name for quote in analysis(name).quotes if quote.speaker_name is not None}
    missing = [speaker for speaker in expected(name)["speakers"] if not any(speaker in found for found in names)]
    assert not missing, names


@each_example
def test_no_quotation_is_given_to_the_wrong_speaker(name: str) -> None:
    result = analysis(name)
    text = result.article.text
    for run in source_runs(name):
        if "speaker" not in run:
            continue
        span = place(text, run["words"])
        surname = run["speaker"].split()[-1]
        # A quotation inside it has a speaker of its own, so only the quotations around the whole run count.
        for quote in result.quotes:
            if quote.speaker_name is not None and inside(span, quote.span):
                assert surname in quote.speaker_name, run["words"]


# --- the parts -------------------------------------------------------------------------------------------------------


@each_example
def test_headline_and_subheads_are_known(name: str) -> None:
    result = analysis(name)
    lines = [(expected(name)["headline"], "headline"), *((line, "subhead") for line in expected(name)["subheads"])]
    for line, kind in lines:
        span = line_place(result.article.text, line)
        assert {sentence.part for sentence in result.sentences if meets(sentence.span, span)} == {kind}, line


@each_example
def test_no_line_of_the_page_around_the_article_is_checked(name: str) -> None:
    result = analysis(name)
    for line in expected(name)["boilerplate"]:
        span = line_place(result.article.text, line)
        states = {(score.state, score.reason) for sentence, score in scored(result) if meets(sentence.span, span)}
        assert {state for state, _ in states} == {"not_checked"}, line
        assert all(reason for _, reason in states), line
        assert not [finding for finding in result.findings if meets(finding.span, span)], line


@each_example
def test_captions_are_not_body_text(name: str) -> None:
    result = analysis(name)
    for line in expected(name)["captions"]:
        span = line_place(result.article.text, line)
        parts = {sentence.part for sentence in result.sentences if meets(sentence.span, span)}
        assert parts and parts <= {"caption", "boilerplate"}, line


@each_example
def test_the_file_gives_what_its_text_gives(name: str) -> None:
    (article,) = read([str(EXAMPLES / f"{name}.txt")])
    assert isinstance(article, Article), article
    assert article.text.strip() == article_text(name).strip()
    from_file, from_text = framing.analyze(article), analysis(name)
    assert [f.term for f in from_file.findings] == [f.term for f in from_text.findings]
    assert [s.loaded for s in from_file.scores] == [s.loaded for s in from_text.scores]
