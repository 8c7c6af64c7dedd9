"""Who is described how: what the grammar ties to a name, in whose words, and who is one and the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.lexicon import load
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
            "Prime Minister Maria Lopez left the hall on Monday.",
            "Maria Lopez",
            [("Prime Minister", "title", "writer"), ("left", "acts", "writer")],
        ),
        (
            "Omar Diallo, a former nurse from the coast, opened the bridge.",
            "Omar Diallo",
            [("a former nurse from the coast", "apposition", "writer"), ("opened", "acts", "writer")],
        ),
        (
            "Prime Minister Maria Lopez won. The embattled prime minister resigned.",
            "Maria Lopez",
            [
                ("Prime Minister", "title", "writer"), ("won", "acts", "writer"),
                ("embattled", "adjective", "writer"), ("resigned", "acts", "writer"),
            ],
        ),
        ("Maria Lopez might not be a hero.", "Maria Lopez", [("might not be a hero", "predicate", "writer")]),
        ("Maria Lopez is a ruthless leader.", "Maria Lopez", [("a ruthless leader", "predicate", "writer")]),
        ("Maria Lopez is not a liar.", "Maria Lopez", [("is not a liar", "predicate", "writer")]),
        ("Maria Lopez did not sign the treaty.", "Maria Lopez", [("not sign", "acts", "writer")]),
        ("Maria Lopez may sign the treaty.", "Maria Lopez", [("may sign", "acts", "writer")]),
        (
            "Maria Lopez seized power and jailed her rivals.",
            "Maria Lopez",
            [("seized", "acts", "writer"), ("jailed", "acts", "writer")],
        ),
        ("The court fined Maria Lopez on Monday.", "Maria Lopez", [("fined", "acted_on", "writer")]),
        ("Maria Lopez was attacked by two men.", "Maria Lopez", [("attacked", "acted_on", "writer")]),
        ("Maria Lopez was attacked on Monday.", "Maria Lopez", [("attacked", "agentless_passive", "writer")]),
        ("Maria Lopez, who leads the party, was booed.", "Maria Lopez", [
            ("leads", "acts", "writer"), ("booed", "agentless_passive", "writer"),
        ]),
        ("Critics described Maria Lopez as a clown.", "Maria Lopez", [("a clown", "predicate", "source")]),
        ("Omar Diallo called Maria Lopez a disgrace.", "Maria Lopez", [("a disgrace", "predicate", "source")]),
        (
            "Omar Diallo said that Maria Lopez was a coward.",
            "Maria Lopez",
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
    text = "Maria Lopez is a careful minister. “Maria Lopez is a cruel fool,” Omar Diallo said."
    assert told(text, "Maria Lopez") == [
        ("a careful minister", "predicate", "writer"),
        ("a cruel fool", "predicate", "source"),
    ]


def test_saying_is_told_under_who_speaks() -> None:
    assert not [
        one
        for one in told("Maria Lopez said that the port would close. Maria Lopez left.", "Maria Lopez")
        if "said" in one[0]
    ]


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        ("Maria Lopez won. Lopez thanked the town. Mr Lopez wept.", "Maria Lopez", 3),
        ("Foreign Minister Maria Lopez won. The minister thanked the town.", "Maria Lopez", 2),
        ("Foreign Minister Maria Lopez won. The acting minister left the town.", "Maria Lopez", 1),
        ("Maria Lopez won. She thanked the town.", "Maria Lopez", 1),
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


def test_a_lake_is_no_person() -> None:
    text = "Lake Malawi is a deep lake. Lake Malawi feeds the river. He said that it was deep."
    assert all(actor.type == "place" for actor in actors(text).values() if "Lake" in actor.name)
    assert parse(Article(id="case", text=text, language="en")).quotes[-1].speaker_name != "Lake Malawi"


def test_counts_are_those_of_the_descriptions() -> None:
    text = "Maria Lopez fined the bank. Maria Lopez was jailed. The court freed Maria Lopez. The mob hit Lopez."
    found = actors(text)["Maria Lopez"]
    assert (found.active, found.passive, found.agentless) == (1, 3, 1)


PIECES = st.sampled_from(
    [
        *("Maria Lopez ", "the minister ", "Syrian refugees ", "police ", "the UN ", "Omar Diallo, a nurse, ", "who "),
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


LONG = (
    "Maria Lopez, a nurse, opened the bridge. " + "The river rose by a metre in the night and the road was shut. " * 5
)


@pytest.mark.parametrize(
    ("text", "language", "fast", "reason"),
    [
        (LONG, "en", True, "Who is described how was not looked at: it needs the parse, which --fast leaves out."),
        (LONG, "fi", False, "Who is described how was not looked at: there is no parser for this language."),
        ("Maria Lopez, a nurse, opened the bridge.", "en", False, "Too short to say who is described how."),
        (LONG, "en", False, None),
    ],
)
def test_what_was_not_looked_at_says_why(text: str, language: str, fast: bool, reason: str | None) -> None:
    articles: Sequence[Article] = [Article(id="case", text=text, language=language)]
    (made,) = analyze_all(articles, build(load(), ["lexicon"]), fast=fast)
    assert [skip.reason for skip in made.skipped if skip.id == "actors"] == ([reason] if reason else [])
    assert bool(made.actors) == (reason is None)


def test_a_name_beside_a_thing_is_described_by_the_person() -> None:
    text = "The architect of this fiasco, transport chief Bo Kreis, left on Monday. Kreis said that it was late."
    kreis = next(actor for actor in parse(Article(id="x", text=text)).actors if actor.name == "Bo Kreis")
    assert "The architect of this fiasco" in [d.span.text(text) for d in kreis.described]
