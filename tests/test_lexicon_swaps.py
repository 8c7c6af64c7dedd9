"""Swapping a name (party, person, country, faith, gender, ...) changes hardly any finding outside family P (naming)."""

from __future__ import annotations

from collections import Counter
from functools import cache

from framing.lexicon import load
from framing.scoring.lexicon import LexiconScorer
from framing.types import Finding
from framing.validation.findings import Change, apart_from_names, changed_findings
from framing.validation.raters import read_texts
from framing.validation.suite import Filled, choose, fill, read_suite

SUITE = read_suite()


@cache
def findings() -> dict[str, tuple[Finding, ...]]:
    texts = list(dict.fromkeys(side.text for twin in SUITE.twins for side in (twin.a, twin.b)))
    _, found = read_texts(texts, {}, LexiconScorer(load()), fast=True)
    return dict(zip(texts, found, strict=True))


@cache
def changes() -> tuple[Change, ...]:
    return tuple(changed_findings(SUITE.twins, findings()))


def test_swapping_names_changes_hardly_any_finding_outside_naming() -> None:
    assert len(changes()) <= 0.01 * len(SUITE.twins), "\n".join(map(str, changes()))


def test_no_written_twin_changes_where_there_is_a_parse() -> None:
    """The tagger reads a word by the name beside it; what it hardly ever is does not count against a finding."""
    twins = [twin for twin in SUITE.twins if twin.made == "written"]
    texts = list(dict.fromkeys(side.text for twin in twins for side in (twin.a, twin.b)))
    _, found = read_texts(texts, {}, LexiconScorer(load()), fast=False)
    assert len(twins) >= 300
    assert not list(changed_findings(twins, dict(zip(texts, found, strict=True))))


def test_no_group_is_worse_off() -> None:
    twins = Counter(twin.group for twin in SUITE.twins)
    changed = Counter(change.twin.group for change in changes())
    assert not {group: n for group, n in changed.items() if n > 0.025 * twins[group]}


def test_the_sentences_put_the_lexicon_to_work() -> None:
    assert sum(bool(findings()[twin.a.text]) for twin in SUITE.twins) >= len(SUITE.twins) / 3


def test_places_are_compared_apart_from_the_names() -> None:
    for sides in (
        [fill("{X} slammed the plan of {x}.", x=name) for name in ("Iran", "South Korea")],
        [choose("[Iran|South Korea] slammed the plan.", side) for side in (1, 2)],
    ):
        places = [side.without_fillers(side.text.index("slammed")) for side in sides]
        assert places == [1, 1]
        assert len({side.without_fillers(len(side.text)) for side in sides}) == 1


def test_a_finding_that_only_one_twin_has_is_told() -> None:
    one, other = Filled("A bad x.", ((6, 7),)), Filled("A bad y.", ((6, 7),))
    scorer = LexiconScorer(load())
    _, (plain, loaded) = read_texts(["The plan is here.", "The disgraceful plan is here."], {}, scorer, fast=True)
    assert apart_from_names(one, plain) != apart_from_names(other, loaded)
