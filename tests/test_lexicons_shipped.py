"""The lexicons that ship: every example holds, every category is there, and each has enough of everything."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from framing.lexicon import Lexicon, load
from framing.lexicon_check import check_folder
from framing.resources import lexicons_folder
from framing.types import FAMILIES

#: The 24 categories of the taxonomy and scare quotes, by family (design: one family each).
CATEGORIES = {
    "L": "evaluative_adjective sensational_verb alarm_amplification moral_evaluation imputed_motive "
    "intensifier_quantity loaded_reporting_verb",
    "F": "metaphor presupposition_trigger factive_presupposition concession_counterexpectation universal_bandwagon "
    "euphemism agent_deletion",
    "A": "vague_attribution veracity_judgement scare_quotes",
    "P": "contested_term metalinguistic_evaluation epithet_label ingroup_outgroup",
    "H": "hedge booster_certainty stance_adverb authorial_voice",
}
#: Wording that no text shown to a reader may have.
FORBIDDEN = (
    "bias score",
    "biased outlet",
    "the ai thinks",
    "objective",
    "unreliable",
    "violation",
    "http://",
    "https://",
)


#: Both names of a contested thing weigh the same whatever labelled text says of one, so that no side is taken.
_EVEN = "contested_term"


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return load()


def test_no_file_has_a_problem_and_every_example_holds() -> None:
    assert [str(problem) for problem in check_folder(lexicons_folder() / "en")] == []


def test_every_category_is_there_in_its_family(shipped: Lexicon) -> None:
    assert set(CATEGORIES) == set(FAMILIES)
    found = {category.id: category.family for category in shipped.categories}
    assert found == {name: family for family, names in CATEGORIES.items() for name in names.split()}


def test_there_is_enough_to_find(shipped: Lexicon) -> None:
    assert shipped.size >= 3_500
    assert len({rule.concept for rule in shipped.rules if rule.concept}) >= 150
    by_category = Counter(rule.category for rule in shipped.rules for _ in rule.cues)
    thin = {c.id for c in shipped.categories if by_category[c.id] < 30} - {"scare_quotes"}
    assert not thin


def test_every_category_has_examples_of_what_is_and_what_is_not_found(shipped: Lexicon) -> None:
    hits = Counter(e.category for e in shipped.examples if e.marked)
    misses = Counter(e.category for e in shipped.examples if not e.marked)
    names = [category.id for category in shipped.categories if category.id != "contested_term"]
    assert {name: (hits[name], misses[name]) for name in names if hits[name] < 15 or misses[name] < 15} == {}


def test_every_contested_thing_has_an_example_and_a_counterexample(shipped: Lexicon) -> None:
    concepts = {rule.concept for rule in shipped.rules if rule.concept}
    assert {e.concept for e in shipped.examples if e.concept and e.marked} == concepts
    assert {e.concept for e in shipped.examples if e.concept and not e.marked} == concepts


def test_the_names_of_a_contested_thing_are_treated_alike(shipped: Lexicon) -> None:
    by_concept: dict[str, list[tuple[object, ...]]] = {}
    for rule in shipped.rules:
        if rule.concept:
            alike = (
                rule.severity,
                rule.weight,
                rule.family,
                rule.voice,
                rule.negated,
                rule.near,
                rule.not_near,
                rule.unless,
            )
            by_concept.setdefault(rule.concept, []).append(alike)
    assert all(len(set(rules)) == 1 and len(rules) >= 2 for rules in by_concept.values())


def test_what_a_reader_sees_is_plain(shipped: Lexicon) -> None:
    for rule in shipped.rules:
        assert rule.note == rule.note.strip()
        if rule.concept is None:
            assert not rule.note.endswith("."), rule.note
            assert rule.note[:1].islower() or not rule.note[:1].isalpha() or rule.note.split()[0].isupper(), rule.note
        lower = f"{rule.note} {rule.source}".lower()
        assert not any(word in lower for word in FORBIDDEN), (rule.id, lower)
    for category in shipped.categories:
        texts = f"{category.title} {category.definition} {category.why} {category.false_alarms}".lower()
        assert not any(word in texts for word in FORBIDDEN), category.id


def test_examples_are_sentences_of_their_own(shipped: Lexicon) -> None:
    texts = Counter(example.text for example in shipped.examples if example.concept is None)
    assert [text for text, count in texts.items() if count > 2] == []
    assert all(len(example.text.split()) >= 3 for example in shipped.examples)


def test_what_is_no_more_frequent_in_loaded_sentences_has_no_weight(shipped: Lexicon) -> None:
    """A category, group or cue met ten times or more whose lift over the base rate is not above 1 must not count."""
    _, *lines = (lexicons_folder() / "en" / "structure" / "lift.tsv").read_text(encoding="utf-8").splitlines()
    weak = {
        (row["category"], row["group"], row["term"])
        for row in csv.DictReader(lines, delimiter="\t")
        if int(row["hits"]) >= 10 and float(row["lift"]) <= 1 and row["category"] != _EVEN
    }
    assert len(weak) > 20, "the table is there and read"
    counting = {
        key
        for rule in shipped.rules
        if rule.severity * rule.weight > 0
        for cue in rule.cues
        for key in ((rule.category, "", ""), (rule.category, rule.id, ""), (rule.category, rule.id, cue.text))
    }
    assert weak & counting == set()
