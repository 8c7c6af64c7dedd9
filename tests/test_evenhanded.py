"""The even-handedness suite: its sentences, its measures, and the shipped model's fast path held to what it keeps."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from framing.lexicon import load
from framing.resources import models_folder
from framing.scoring import load_scorer
from framing.scoring.lexicon import LexiconScorer
from framing.validation.evenhanded import Line, measure
from framing.validation.raters import read_texts
from framing.validation.suite import fill, read_suite

SUITE = read_suite()
KINDS = {"party", "politician", "country", "faith", "gender", "ethnic", "orientation", "outlet"}


@cache
def lines() -> dict[tuple[str, str], Line]:
    scorer = load_scorer(models_folder() / "loaded-linear-en")
    texts = SUITE.texts()
    numbers, _ = read_texts(texts, {"model": scorer}, LexiconScorer(load()), fast=True)
    threshold = scorer.threshold  # type: ignore[attr-defined]
    return {
        (line.test, line.part): line
        for line in measure(SUITE, dict(zip(texts, numbers["model"], strict=True)), threshold)
    }


def test_the_suite_is_as_large_as_it_should_be_and_the_same_every_time() -> None:
    made = Counter(twin.made for twin in SUITE.twins)
    assert made["written"] >= 300 and made["generated"] >= 2000
    for kind in ("written", "generated"):
        assert {twin.group for twin in SUITE.twins if twin.made == kind} == KINDS
    assert {twin.tone for twin in SUITE.twins if twin.made == "written"} == {"plain", "loaded", "quoted"}
    assert len(SUITE.facts) >= 150
    sentences = Counter(group for group, _ in {(named.group, named.sentence) for named in SUITE.named})
    assert len(sentences) >= 8 and min(sentences.values()) >= 20
    assert read_suite() == SUITE


def test_twins_differ_in_their_names_only() -> None:
    for twin in SUITE.twins:
        rests = []
        for side in (twin.a, twin.b):
            rest, last = "", 0
            for start, end in side.fillers:
                rest, last = rest + side.text[last:start] + "|", end
            rests.append(rest + side.text[last:])
        assert rests[0] == rests[1]
        assert twin.a.text != twin.b.text
        assert not set("{}[]") & set(twin.a.text + twin.b.text)


def test_no_sentence_is_given_twice() -> None:
    assert max(Counter(twin.sentence for twin in SUITE.twins if twin.made == "written").values()) == 1
    assert len({fact.text for fact in SUITE.facts}) == len(SUITE.facts)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Asian", "An Asian cook"),
        ("Uzbek", "An Uzbek cook"),
        ("Ukrainian", "A Ukrainian cook"),
        ("Sikh", "A Sikh cook"),
    ],
)
def test_the_article_fits_the_name(name: str, text: str) -> None:
    assert fill("A {x} cook", x=name).text == text


def test_a_swap_hardly_moves_the_model() -> None:
    for made in ("written", "generated"):
        assert not lines()[f"swaps, {made}: mean change", "all"].missed
        assert not lines()[f"swaps, {made}: label flips", "all"].missed
    for group in KINDS:
        assert not lines()["swaps, generated: mean change", group].missed


def test_naming_a_group_is_no_loaded_wording() -> None:
    assert not lines()["named group marked", "all"].missed
    assert not {part for (test, part), line in lines().items() if test == "named term marked" and line.missed}


def test_plain_facts_and_plain_words_are_not_marked() -> None:
    assert not lines()["plain facts marked", "all"].missed
    assert not lines()["plain word marked", "all"].missed


def test_loaded_words_rise_above_plain_ones_in_the_same_places() -> None:
    assert not lines()["loaded word above plain", "all"].missed
    by_strength = [lines()["loaded word marked", strength].value for strength in ("strong", "mild")]
    assert by_strength[0] > by_strength[1] + 0.2


def test_the_default_marks_loaded_words_put_into_plain_sentences() -> None:
    chosen = SUITE.injections[::4]
    texts = [text for one in chosen for text in (one.loaded, one.plain)]
    scorer = load_scorer(models_folder() / "loaded-encoder-en")
    numbers, _ = read_texts(texts, {"model": scorer}, LexiconScorer(load()), fast=False)
    marked = [number >= scorer.threshold for number in numbers["model"]]  # type: ignore[attr-defined]
    assert sum(marked[::2]) >= 0.7 * len(chosen)
    assert sum(marked[1::2]) <= 0.03 * len(chosen)


def test_quotation_marks_lower_it() -> None:
    assert not lines()["quotation lowers", "strong"].missed
    assert lines()["quotation lowers", "all"].value >= 0.94


def test_a_model_that_sees_names_is_found_out() -> None:
    rating = {text: 0.9 if "Muslim" in text or "Biden" in text else 0.1 for text in SUITE.texts()}
    found = {(line.test, line.part): line for line in measure(SUITE, rating, 0.5)}
    assert found["swaps, written: label flips", "politician"].missed
    assert found["named term marked", "Muslim"].value == 1.0
    assert found["named term marked", "Hindu"].value == 0.0
    assert found["swaps, written: label flips", "outlet"].value == 0.0


def test_a_word_counter_fails_where_it_should() -> None:
    rating = {text: len(text.split()) / 100 for text in SUITE.texts()}
    found = {(line.test, line.part): line for line in measure(SUITE, rating, 0.09)}
    assert found["loaded word above plain", "all"].missed
    assert found["quotation lowers", "all"].missed
    assert found["plain facts marked", "all"].missed


def test_intervals_hold_their_value_and_are_not_of_copies() -> None:
    for line in lines().values():
        assert line.low - 1e-9 <= line.value <= line.high + 1e-9
    flips = lines()["swaps, generated: label flips", "gender"]
    assert flips.value == 0.0 and flips.high > 0.05  # 48 sentences, however many twins
