"""Who speaks: the exact mention, and the name that it stands for in the article."""

from __future__ import annotations

import pytest
from spacy.tokens import Span

from framing.pipeline import parse
from framing.quotes.names import Names
from framing.quotes.said import Said, is_person_name, plain_name, surface_name
from framing.types import Article, Quote


def last(text: str, *, fast: bool = False) -> tuple[str, Quote]:
    """Return the mention of the last quotation's speaker, and that quotation."""
    quote = parse(Article(id="case", text=text, language="en"), fast=fast).quotes[-1]
    return (quote.speaker.text(text) if quote.speaker else ""), quote


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Finance Minister Helen Sato said the bank was sound.", "Finance Minister Helen Sato", "Helen Sato"),
        ("Ann Lee, a nurse in the town, said the ward was full.", "Ann Lee", "Ann Lee"),
        ("Omar Diallo resigned. Diallo said the job had made him ill.", "Diallo", "Omar Diallo"),
        ("Omar Diallo resigned. Mr. Diallo said the job had made him ill.", "Mr. Diallo", "Omar Diallo"),
        ("Kenya’s envoy to the US Amina Otieno said the talks would go on.", "Kenya’s envoy", "Amina Otieno"),
        ("An aide to Joe Biden said the talks would go on.", "An aide to Joe Biden", "aide to Joe Biden"),
        ("An aide to US President Joe Biden said the talks would go on.", "An aide", "aide to US President Joe Biden"),
        (
            "An aide to France’s Emmanuel Macron said the talks would go on.",
            "An aide",
            "aide to France’s Emmanuel Macron",
        ),
        ("Baltic Post reported that the port would close. It added that the yard was sold.", "It", "Baltic Post"),
        ("Omar Diallo resigned. He said the job had made him ill.", "He", "Omar Diallo"),
        ("Police spokesman Ivan Horvat spoke. The spokesman said two men had fled.", "The spokesman", "Ivan Horvat"),
        ("The union met. It said the strike would go on.", "It", "It"),
        ("The union said the pay was low. It added that the strike would go on.", "It", "union"),
        ("Critics said the law was weak. They warned that it would fail.", "They", "critics"),
        ("The law was called a sham by Ann Lee, who said that it would fail.", "Ann Lee", "Ann Lee"),
        ("Washington said that the base would close.", "Washington", "Washington"),
        ("The Kremlin said that the base would close.", "The Kremlin", "Kremlin"),
        ("Trump administration officials said that the base would close.", "Trump administration officials", None),
        ("Two people familiar with the talks said that a deal was near.", "Two people", None),
        ("Ann Lee's claim that the mine was safe was read in court.", "Ann Lee's", "Ann Lee"),
    ],
)
def test_speaker(text: str, mention: str, name: str | None) -> None:
    written, quote = last(text)
    assert written.startswith(mention.removesuffix("'s"))
    if name is not None:
        assert (quote.speaker_name or "").lower() == name.lower()


def test_a_possessive_is_no_part_of_a_name() -> None:
    """One mayor, not a person "mayor" and somebody unnamed called "mayor's"."""
    text = "The mayor said the dam was safe. The mayor’s claim that the dam was safe was read in court."
    quotes = parse(Article(id="case", text=text, language="en")).quotes
    assert {quote.speaker_name for quote in quotes} == {"mayor"}
    assert len({quote.speaker_type for quote in quotes}) == 1


def test_a_paper_is_no_person() -> None:
    _, quote = last("The Lagoon Times said that the port would close. The yard is open.")
    assert quote.speaker_type == "organisation"
    assert not is_person_name("Lagoon Times") and is_person_name("Helen Sato")


def test_a_name_is_what_the_recogniser_mostly_takes_it_for() -> None:
    doc = parse(Article(id="case", text=f"{'Belmaro sold a yard. ' * 3}", language="en")).doc
    assert doc is not None
    words = [token.i for token in doc if token.text == "Belmaro"]
    for labels, person in ((("ORG", "ORG", "PERSON"), False), (("PERSON", "PERSON", "ORG"), True)):
        doc.set_ents([Span(doc, at, at + 1, label=label) for at, label in zip(words, labels, strict=True)])
        assert (Names(doc).labels["Belmaro"] == "PERSON") is person


def test_officials_of_a_person_are_not_the_person() -> None:
    _, quote = last("Trump administration officials said that the base would close.")
    assert quote.speaker_name != "Trump"


def test_two_ministers_are_not_mixed_up() -> None:
    text = (
        "Foreign Minister Helen Sato met Finance Minister Omar Diallo. "
        "The foreign minister said the border would open. The finance minister said the money was there."
    )
    quotes = parse(Article(id="case", text=text, language="en")).quotes
    assert [quote.speaker_name for quote in quotes] == ["Helen Sato", "Omar Diallo"]


def test_a_role_of_several_people_stays_a_role() -> None:
    text = "Minister Helen Sato met Minister Omar Diallo. The minister said the border would open."
    assert parse(Article(id="case", text=text, language="en")).quotes[-1].speaker_name == "minister"


def test_names_do_not_follow_from_gender() -> None:
    for pronoun in ("He", "She"):
        _, quote = last(f"Helen Sato resigned. {pronoun} said the job was done.")
        assert quote.speaker_name == "Helen Sato"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We are done,” Helen Sato said.", "Helen Sato"),
        ("“We are done,” said Prime Minister Helen Sato.", "Helen Sato"),
        ("“We are done,” said Helen Sato. “We will not be back this year,” she added.", "Helen Sato"),
        ("According to Omar Diallo, the dam was never safe.", "Omar Diallo"),
    ],
)
def test_speaker_on_the_fast_path(text: str, name: str) -> None:
    _, quote = last(text, fast=True)
    assert quote.speaker_name == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Prime Minister Helen Sato", "Helen Sato"),
        ("Mr. Diallo’s", "Diallo"),
        ("the minister", "minister"),
        ("prime minister", "prime minister"),
        ("the Red Cross", "Red Cross"),
    ],
)
def test_plain_name(written: str, name: str) -> None:
    assert plain_name(written) == name


def test_a_pronoun_before_anybody_spoke_stays_a_pronoun() -> None:
    assert surface_name("she", Said()) == "she"
    said = Said()
    said.add("Helen Sato", "Helen Sato", at=0)
    assert surface_name("she", said) == "Helen Sato"


@pytest.mark.parametrize("text", ["He said", "The council met on Monday. Officials say", "It was reported", "Says who"])
def test_a_reporting_verb_at_the_very_end_is_read(text: str) -> None:
    """The last word of a text has no next word to look at."""
    parsed = parse(Article(id="x", text=text, language="en"))
    assert all(quote.span.end <= len(text) for quote in parsed.quotes)
