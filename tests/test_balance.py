"""The balance of sources: sums that hold, shares with their denominators, stances, thirds, first and last word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from framing.balance import source_balance
from framing.lexicon import load
from framing.pipeline import analyze_all, parse
from framing.quotes.reporting import reporting
from framing.quotes.speaker_types import speaker_type
from framing.scoring import build
from framing.types import Analysis, Article

from .test_quotes import CASES, TEXTS

STORY = (
    "Officials said the bridge was safe. The town was quiet in the morning and the ferries ran on time again. "
    "“It is a ruin and a disgrace,” Helen Sato, a former engineer, claimed. "
    "Nobody worked on the site on Sunday and the road to the north was open to cars. "
    "“We were lied to,” she fumed. It was reported that the pumps had failed. The “repair” took a year. "
    "The report found that the steel was thin. Sato pointed out that nobody had looked."
)


def analyzed(text: str) -> Analysis:
    (made,) = analyze_all([Article(id="case", text=text, language="en")], build(load(), ["lexicon"]))
    return made


def test_a_story() -> None:
    found = source_balance(analyzed(STORY))
    by_name = {one.name: one for one in found.speakers}
    sato, officials = by_name["Helen Sato"], by_name["Officials"]
    assert sato.type == "person"
    assert [span.text(STORY) for span in sato.descriptors] == ["a former engineer"]
    assert (sato.stances("distancing"), sato.stances("loaded"), sato.stances("endorsing")) == (1, 1, 1)
    assert sato.words == 7 + 4 + 3
    assert officials.type == "unnamed" and officials.words == 4
    assert by_name["report"].type == "document"
    assert (found.first, found.last) == ("Officials", "Helen Sato")
    assert (found.unnamed_quotes, found.unnamed_words) == (1, 4)
    assert found.nobody_quotes == 1
    assert officials.thirds == (4, 0, 0)
    assert sum(sato.thirds) == sato.words and all(sato.thirds)


def test_the_measures_have_the_same_figures() -> None:
    made = analyzed(STORY)
    found = source_balance(made)
    measures = {one.name: one for one in made.measures}
    assert (measures["quotes_unnamed"].count, measures["quotes_unnamed"].out_of) == (found.unnamed_quotes, found.quotes)
    assert (measures["words_unnamed"].count, measures["words_unnamed"].out_of) == (found.unnamed_words, found.words)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_sums_hold_for_any_text(text: str) -> None:
    parsed = parse(Article(id="case", text=text, language="en"), fast=True)
    made = Analysis(article=parsed.article, sentences=parsed.sentences, scores=(), quotes=parsed.quotes)
    found = source_balance(made)
    assert sum(one.words for one in found.speakers) == found.words
    assert sum(len(one.quotes) for one in found.speakers) == found.quotes
    assert sum(quote.kind != "scare" for quote in made.quotes) == found.quotes
    for one in found.speakers:
        assert sum(one.thirds) == one.words
        assert sum(one.quotes_by_third) == len(one.quotes)
    spoken = sum(
        word and quote >= 0 and parsed.quotes[quote].kind != "scare"
        for word, quote in zip(parsed.tokens.word, parsed.tokens.quote, strict=True)
    )
    assert found.words == spoken


@pytest.mark.parametrize(
    ("lemma", "stance"),
    [
        ("say", "neutral"), ("tell", "neutral"), ("according to", "neutral"), ("believe", "neutral"),
        ("claim", "distancing"), ("insist", "distancing"), ("allegation", "distancing"),
        ("point out", "endorsing"), ("show", "endorsing"),
        ("admit", "factive"), ("concede", "factive"), ("admission", "factive"),
        ("fume", "loaded"), ("boast", "loaded"), ("brand", "loaded"),
    ],
)  # fmt: skip
def test_stance_of_a_cue(lemma: str, stance: str) -> None:
    assert reporting().stance(lemma) == stance


def test_no_loaded_reporting_verb_of_the_lexicon_is_called_neutral() -> None:
    known = reporting()
    for rule in load().rules:
        if rule.category == "loaded_reporting_verb" and rule.severity >= 1:
            for cue in rule.cues:
                lemma = cue.text.replace(" ", "_")
                if lemma in known.verbs and lemma not in known.belief:
                    assert known.stance(lemma) != "neutral", cue.text


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("The ministry believes that the dam is safe.", "belief"),
        ("Residents fear that the mine will poison their wells.", "fear"),
        ("There is concern that the mine will poison the wells.", "fear"),
        ("The government plans to build nine prisons.", "plan"),
        ("The report found that the pumps had failed twice.", "document"),
        ("Figures show that rents have doubled since 2010.", "document"),
        ("Helen Sato said that the dam was safe.", "speech"),
        ("According to Helen Sato, the ferries are full.", "speech"),
    ],
)
def test_what_a_source_does(text: str, attribution: str) -> None:
    (quote,) = parse(Article(id="case", text=text, language="en")).quotes
    assert quote.attribution == attribution


def test_every_quotation_of_the_cases_has_a_stance_where_it_has_a_cue() -> None:
    for case in CASES[:20]:
        for quote in parse(Article(id="case", text=case["text"], language="en")).quotes:
            assert (quote.cue_stance is None) == (quote.cue_lemma is None)
            assert (quote.attribution is None) == (quote.kind == "scare")


@pytest.mark.parametrize(
    ("name", "mention", "labels", "kind"),
    [
        ("Helen Sato", "Helen Sato", {"Helen Sato": "PERSON"}, "person"),
        ("Helen Sato", "the minister", {"Helen Sato": "PERSON"}, "person"),
        ("Brandt", "Mr. Brandt", {}, "person"),
        ("Acme Holdings", "Acme Holdings", {"Acme Holdings": "ORG"}, "organisation"),
        ("union", "The union", {}, "organisation"),
        ("Beijing", "Beijing", {"Beijing": "GPE"}, "government"),
        ("Kremlin", "The Kremlin", {}, "government"),
        ("China", "China", {"China": "GPE"}, "government"),
        ("ministry", "the ministry", {}, "government"),
        ("police", "Police", {}, "government"),
        ("report", "The report", {}, "document"),
        ("officials", "officials", {}, "unnamed"),
        ("critics", "Critics", {}, "unnamed"),
        ("source close to the palace", "A source close to the palace", {}, "unnamed"),
        ("Two people", "Two people familiar with the talks", {}, "unnamed"),
        ("Sato's lawyers", "Sato's lawyers", {"Sato's lawyers": "PERSON"}, "unnamed"),
        ("Backers of the Senate", "Backers of the Senate", {"Backers of the Senate": "ORG"}, "unnamed"),
        ("Yonhap news agency", "the Yonhap news agency", {}, "organisation"),
        ("president", "The president", {}, "person"),
        ("she", "she", {}, None),
        (None, None, {}, None),
    ],
)
def test_speaker_type(name: str | None, mention: str | None, labels: dict[str, str], kind: str | None) -> None:
    assert speaker_type(name, mention, labels) == kind
