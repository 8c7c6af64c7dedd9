"""Who is described how: what the grammar ties to a name, in whose words, and who is one and the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.lexicons import load
from framing.pipeline import analyze_all, parse
from framing.scoring import build
from framing.types import Actor, Article
from framing.voices import RELATIONS


def actors(text: str) -> dict[str, Actor]:
    return {actor.name: actor for actor in parse(Article(id="case", text=text, language="en")).actors}


def told(text: str, name: str) -> list[tuple[str, str, str]]:
    found = actors(text)
    assert name in found, list(found)
    return [(one.span.text(text), one.relation, one.voice) for one in found[name].described]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "Prime Minister Helen Sato left the hall on Monday.",
            "Helen Sato",
            [("Prime Minister", "title", "writer"), ("left", "acts", "writer")],
        ),
        (
            "Omar Diallo, a former nurse from the coast, opened the bridge.",
            "Omar Diallo",
            [("a former nurse from the coast", "apposition", "writer"), ("opened", "acts", "writer")],
        ),
        (
            "Embattled Helen Sato resigned.",
            "Helen Sato",
            [("Embattled", "adjective", "writer"), ("resigned", "acts", "writer")],
        ),
        ("Helen Sato is a ruthless leader.", "Helen Sato", [("a ruthless leader", "predicate", "writer")]),
        ("Helen Sato is not a liar.", "Helen Sato", [("is not a liar", "predicate", "writer")]),
        ("Helen Sato did not sign the treaty.", "Helen Sato", [("not sign", "acts", "writer")]),
        ("Helen Sato may sign the treaty.", "Helen Sato", [("may sign", "acts", "writer")]),
        (
            "Helen Sato seized power and jailed her rivals.",
            "Helen Sato",
            [("seized", "acts", "writer"), ("jailed", "acts", "writer")],
        ),
        ("The court fined Helen Sato on Monday.", "Helen Sato", [("fined", "acted_on", "writer")]),
        ("Helen Sato was attacked by two men.", "Helen Sato", [("attacked", "acted_on", "writer")]),
        ("Helen Sato was attacked on Monday.", "Helen Sato", [("attacked", "agentless_passive", "writer")]),
        ("Helen Sato, who leads the party, was booed.", "Helen Sato", [
            ("leads", "acts", "writer"), ("booed", "agentless_passive", "writer"),
        ]),
        ("Critics described Helen Sato as a clown.", "Helen Sato", [("a clown", "predicate", "source")]),
        ("Omar Diallo called Helen Sato a disgrace.", "Helen Sato", [("a disgrace", "predicate", "source")]),
        (
            "Omar Diallo said that Helen Sato was a coward.",
            "Helen Sato",
            [("a coward", "predicate", "source")],
        ),
        (
            "Peaceful protesters were beaten near the port.",
            "protesters",
            [("Peaceful", "adjective", "writer"), ("beaten", "agentless_passive", "writer")],
        ),
    ],
)  # fmt: skip
def test_descriptions(text: str, name: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, name) == expected


def test_both_voices_are_kept_apart() -> None:
    text = "Helen Sato is a careful minister. “Helen Sato is a cruel fool,” Omar Diallo said."
    assert told(text, "Helen Sato") == [
        ("a careful minister", "predicate", "writer"),
        ("a cruel fool", "predicate", "source"),
    ]


def test_saying_is_told_under_who_speaks() -> None:
    assert not [
        one
        for one in told("Helen Sato said that the port would close. Helen Sato left.", "Helen Sato")
        if "said" in one[0]
    ]


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        ("Helen Sato won. Sato thanked the town. Mr Sato wept.", "Helen Sato", 3),
        ("Foreign Minister Helen Sato won. The minister thanked the town.", "Helen Sato", 2),
        ("Foreign Minister Helen Sato won. The acting minister left the town.", "Helen Sato", 1),
        ("Helen Sato won. She thanked the town.", "Helen Sato", 1),
        ("The World Bank Group lent money. The WBG wants it back.", "World Bank Group", 2),
        ("The United States signed. The U.S. left the room.", "United States", 2),
        ("Syrian refugees waited for the boats. The refugees sang in the harbour.", "Syrian refugees", 2),
        ("Syrian refugees fled. Afghan refugees waited for the boats.", "Syrian refugees", 1),
    ],
)
def test_who_is_one_and_the_same(text: str, name: str, mentions: int) -> None:
    found = actors(text)
    assert name in found, list(found)
    assert len(found[name].mentions) == mentions


def test_counts_are_those_of_the_descriptions() -> None:
    text = (
        "Helen Sato fined the bank. Helen Sato was jailed. Helen Sato was freed by the court. The mob hit Helen Sato."
    )
    found = actors(text)["Helen Sato"]
    assert (found.active, found.passive, found.agentless) == (1, 3, 1)


PIECES = st.sampled_from(
    [
        *("Helen Sato ", "the minister ", "Syrian refugees ", "police ", "the UN ", "Omar Diallo, a nurse, ", "who "),
        *("said ", "was beaten ", "by ", "called ", "is not ", "a cruel fool ", "and ", ". ", ", ", "“", "”", "\n\n"),
        *("brave ", "left ", "'s ", "as ", "to ", "may ", "𝄞 ", "’"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_place_is_in_the_text_and_every_relation_has_a_meaning(text: str) -> None:
    parsed = parse(Article(id="case", text=text, language="en"))
    for actor in parsed.actors:
        assert actor.type in ("person", "organisation", "place", "group")
        assert len(actor.mentions) > 1 or actor.described
        for mention in actor.mentions:
            assert any(map(str.isalpha, mention.text(text)))
        for one in actor.described:
            assert one.relation in RELATIONS
            assert any(map(str.isalnum, one.span.text(text)))
            held = any(one.span.start in quote.span for quote in parsed.quotes if quote.kind != "scare")
            assert (one.voice == "source") == held


LONG = "Helen Sato, a nurse, opened the bridge. " + "The river rose by a metre in the night and the road was shut. " * 5


@pytest.mark.parametrize(
    ("text", "language", "fast", "reason"),
    [
        (LONG, "en", True, "Who is described how was not looked at: it needs the parse, which --fast leaves out."),
        (LONG, "fi", False, "Who is described how was not looked at: there is no parser for this language."),
        ("Helen Sato, a nurse, opened the bridge.", "en", False, "Too short to say who is described how."),
        (LONG, "en", False, None),
    ],
)
def test_what_was_not_looked_at_says_why(text: str, language: str, fast: bool, reason: str | None) -> None:
    articles: Sequence[Article] = [Article(id="case", text=text, language=language)]
    (made,) = analyze_all(articles, build(load(), ["lexicon"]), fast=fast)
    assert [skip.reason for skip in made.skipped if skip.id == "actors"] == ([reason] if reason else [])
    assert bool(made.actors) == (reason is None)
