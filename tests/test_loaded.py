"""The sentence model: evidence adds up over the writer's words; files that are not what the card says are refused."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ModelError
from framing.lexicon import load
from framing.pipeline import parse
from framing.resources import models_folder
from framing.scoring.combination import FEATURES
from framing.scoring.encoder_marks import encoder_marks, set_phrases
from framing.scoring.evidence import NAME, PRONOUN, word_types
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import LINEAR
from framing.types import Article, Finding, ParsedArticle, Span

from .growth import steep

FOLDER = models_folder() / LINEAR
SCORER = LoadedScorer.load(fast=True)


def parsed(text: str, **given_: str) -> ParsedArticle:
    return parse(Article(id="a", text=text, **given_), fast=True)  # type: ignore[arg-type]


def total(text: str) -> float:
    return sum(sentence.evidence for sentence in SCORER.evidence(parsed(text)))


def probability(text: str) -> float:
    (value,) = SCORER.score(parsed(text), ()).loaded
    assert value is not None
    return value


def types(text: str) -> list[str]:
    article = parsed(text)
    return word_types(article.tokens, text, SCORER.model.reading)


PLAIN = "The council approved the budget on Monday after a meeting of three hours."
LOADED = [
    "The council rammed through the disgraceful budget on Monday after a farcical meeting of three hours.",
    "In a stunning act of cowardice, the mayor caved to a mob of shrieking extremists.",
    "The despicable scheme is a brazen insult to every decent family.",
    "This pathetic excuse for a plan would be catastrophic.",
]


@pytest.mark.parametrize("text", LOADED)
def test_loaded_words_raise_the_probability(text: str) -> None:
    assert probability(text) > 2 * probability(PLAIN)


def test_a_plain_sentence_stays_below_the_threshold() -> None:
    assert probability(PLAIN) < SCORER.threshold / 2


def test_evidence_is_the_sum_over_words_and_is_not_thinned_by_plain_ones() -> None:
    text = LOADED[1]
    words = SCORER.contributions(parsed(text))
    assert total(text) == pytest.approx(sum(word.evidence for word in words), abs=1e-4)
    longer = text[:-1] + ", which the council had discussed on Monday and on Tuesday."
    assert total(longer) > 0.95 * total(text)  # the one word beside the change has a new neighbour


def test_contributions_point_at_the_telling_words() -> None:
    text = "The mayor signed the despicable order on Monday."
    words = {word.span.text(text): word.evidence for word in SCORER.contributions(parsed(text))}
    # The noun that a loaded adjective stands before shares in it, as it does in readers' marks.
    assert set(sorted(words, key=words.__getitem__)[-2:]) == {"despicable", "order"}
    assert words["despicable"] > 5 * words["signed"]


def test_a_sentence_without_the_writers_words_is_zero() -> None:
    text = "The mayor spoke to the paper. “This is a despicable, shameful disgrace, and everybody knows it.”"
    loaded = SCORER.score(parsed(text), ()).loaded
    assert loaded[-1] == 0.0


def test_a_quotation_lowers_the_probability() -> None:
    own = "The mayor called on Monday for an end to the despicable and shameful trade in votes of the council."
    quoted = "The mayor called on Monday for an end to “the despicable and shameful trade in votes of the council.”"
    assert probability(quoted) < probability(own) / 2


def test_what_is_not_checked_has_no_probability() -> None:
    body = " ".join([PLAIN] * 4)
    article = parsed(f"A plain headline\n\n{body}\n\nRead more: ten pathetic excuses for a plan")
    loaded = SCORER.score(article, ()).loaded
    assert len(loaded) == len(article.sentences)
    for sentence, value in zip(article.sentences, loaded, strict=True):
        assert (value is None) == (sentence.reason is not None)


def test_findings_in_the_writers_voice_never_lower_it() -> None:
    article = parsed(LOADED[0])
    findings = LexiconScorer(load()).score(article, ()).findings
    assert any(finding.voice == "writer" for finding in findings)
    (without,), (with_them,) = SCORER.score(article, ()).loaded, SCORER.score(article, findings).loaded
    assert without is not None and with_them is not None and with_them >= without
    assert all(weight >= 0 for weight in SCORER.model.combination.weights.by_name.values())
    assert set(SCORER.model.combination.weights.by_name) <= set(FEATURES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Democrats", "Republicans"),
        ("Conservatives", "Liberals"),
        ("Muslims", "Christians"),
        ("Women", "Men"),
        ("Immigrants", "Natives"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["The radical {} stormed out of the talks.", "Critics of {} staged a furious protest."]
)
def test_swapping_a_group_changes_nothing(one: str, other: str, frame: str) -> None:
    for a, b in ((one, other), (one.lower(), other.lower())):
        assert total(frame.format(a)) == total(frame.format(b))


def test_swapping_a_nation_changes_nothing() -> None:
    assert total("The radical Russians stormed out.") == total("The radical Americans stormed out.")


def test_names_pronouns_and_parts_of_compounds_are_masked() -> None:
    assert types("Yesterday Warren met her rival.")[1] == NAME
    assert types("Yesterday he met her rival.")[1] == types("Yesterday she met her rival.")[1] == PRONOUN
    assert types("The anti-Muslim law passed.") == types("The anti-Catholic law passed.")
    assert types("The Carter-era law passed.") == types("The Thatcher-era law passed.")
    assert total("Some women spoke.") == total("Some gays spoke.")


def test_headline_capitals_do_not_hide_words() -> None:
    assert types("Mayor Slams Despicable Plan in Furious Speech")[1:4] == ["slams", "despicable", "plan"]


def test_unknown_words_are_read_by_their_letters() -> None:
    assert "superdisgustingly" not in SCORER.model.table.rows
    assert total("It was superdisgustingly done.") > total("It was supercalibratedly done.")


def test_the_opening_counts_only_in_an_article() -> None:
    sentences = [PLAIN] * 12
    values = SCORER.score(parsed(" ".join(sentences)), ()).loaded
    assert values[0] is not None and values[-1] is not None and values[0] > values[-1]
    few = SCORER.score(parsed(" ".join(sentences[:4])), ()).loaded
    assert len(set(few)) == 1


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_probabilities(text: str) -> None:
    article = parsed(text)
    for value in SCORER.score(article, ()).loaded:
        assert value is None or 0.0 <= value <= 1.0
    for word in SCORER.contributions(article):
        assert 0 <= word.span.start < word.span.end <= len(text)
        assert np.isfinite(word.evidence)


def test_the_same_in_every_process_and_with_any_number_of_threads() -> None:
    code = (
        "import sys; from framing.pipeline import parse; from framing.types import Article;"
        "from framing.scoring.loaded import LoadedScorer;"
        "print(LoadedScorer.load(fast=True).score(parse(Article(id='a', text=sys.argv[1]), fast=True), ()).loaded);"
        "assert 'sklearn' not in sys.modules"
    )
    seen = set()
    for threads, seed in (("1", "0"), ("4", "7")):
        env = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed}
        env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        done = subprocess.run(
            [sys.executable, "-c", code, " ".join(LOADED)], env=env, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert seen == {f"{SCORER.score(parsed(' '.join(LOADED)), ()).loaded}\n"}


def test_an_article_takes_a_few_milliseconds() -> None:
    article = parsed(" ".join([PLAIN, *LOADED] * 14))
    SCORER.score(article, ())
    best = min(_timed(article) for _ in range(5))
    assert best < 0.03  # 3 ms is the aim; the rest is room for busy machines


def _timed(article: ParsedArticle) -> float:
    began = time.perf_counter()
    SCORER.score(article, ())
    return time.perf_counter() - began


def _marked(article: ParsedArticle, *tokens: tuple[int, int]) -> list[Finding]:
    return [
        Finding(
            span=Span(start=article.tokens.start[first], end=article.tokens.end[last]), family="L", category="c",
            origin="lexicon:x@1", term="t", score=1.0, voice="writer", sentence=0,
        )
        for first, last in tokens
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentences", "words", "alone"), [(1, 20, True), (1, 70, True), (2, 40, True), (3, 30, False), (9, 12, False)]
)
def test_a_sentence_or_two_stand_alone_however_long(sentences: int, words: int, alone: bool) -> None:
    text = " ".join(
        "The harbour board met on the quay and" + " then again" * ((words - 8) // 2) + "." for _ in range(sentences)
    )
    assert {found.alone for found in SCORER.evidence(parsed(text))} == {alone}


def own(article: ParsedArticle, findings: Sequence[Finding], evidence: Sequence[float]) -> list[Finding]:
    """The encoder's own findings where a word is marked from a probability of one half."""
    return list(encoder_marks(article, findings, evidence, level=0.5, about=SCORER.about))


def test_a_word_that_a_mark_overlaps_is_not_marked_again() -> None:
    article = parsed("Mad lies wreck town halls fast.")
    telling = [math.inf, 0.0, math.inf, 0.0, math.inf, 0.0, 0.0]
    # The second mark lies in the first, which goes on after it.
    marks = _marked(article, (0, 2), (1, 1))
    assert [found.term for found in own(article, marks, telling)] == ["halls"]
    assert [found.term for found in own(article, marks[1:], telling)] == ["mad", "wreck", "halls"]


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("The plan was savage, Ms. Lee wrote.", "savage", True),
        ("Savage said the bridge would open in May, the town council heard.", "savage", False),
        ("The mayor signed copies of “Escaping Jurassic Government” on Monday.", "escaping", False),
        ("The mayor was escaping scrutiny on Monday.", "escaping", True),
        ("His words became a rallying cry for the farmers.", "cry", False),
        ("The cry of the farmers went unheard.", "cry", True),
        ("Earmarks are dirty words on the council.", "dirty", False),
        ("The council played a dirty game.", "dirty", True),
        ("The low-hanging fruit is gone, the rank-and-file members heard.", "rank-and-file", False),
        ("The shoo-ins lost in both towns.", "shoo-ins", False),
    ],
)
def test_names_titles_and_set_phrases_are_no_marks(text: str, word: str, marked: bool) -> None:
    article = parse(Article(id="a", text=text, language="en"))
    telling = [math.inf if lower == word else 0.0 for lower in article.tokens.lower]
    assert math.inf in telling
    assert [found.term for found in own(article, (), telling)] == [word] * marked


def test_words_around_a_set_phrase_are_marked_without_it() -> None:
    article = parse(Article(id="a", text="It was a brutal war crime horror there, they heard.", language="en"))
    telling = [math.inf if lower in {"brutal", "war", "crime", "horror"} else 0.0 for lower in article.tokens.lower]
    assert [found.term for found in own(article, (), telling)] == ["brutal", "horror"]


def test_every_set_phrase_is_found_as_it_stands() -> None:
    phrases = [" ".join(phrase) for found in set_phrases().values() for phrase in found]
    assert len(phrases) == len(set(phrases)) > 400
    text = "".join(f"It was {phrase} there.\n\n" for phrase in phrases).replace(" '", "'")
    article = parse(Article(id="a", text=text, language="en"))
    telling = [0.0 if lower in {"it", "was", "there", "."} else math.inf for lower in article.tokens.lower]
    assert [found.term for found in own(article, (), telling)] == []


def test_many_marks_take_time_in_proportion() -> None:
    def case(words: int) -> tuple[ParsedArticle, list[Finding], list[float]]:
        article = parsed("mad lies wreck town " * (words // 4))
        marks = _marked(article, *((at, at) for at in range(1, words, 2)))
        return article, marks, [math.inf, 0.0] * (words // 2)

    assert not steep(case(4_000), case(16_000), lambda some: own(*some))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / LINEAR))


def _resign(folder: Path) -> None:
    """Make the card fit the files again, so that the files themselves are put to the test."""
    lines = (folder / "card.toml").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        for name in ("settings.json", "weights.npz"):
            if line.startswith(f'"{name}" = '):
                lines[at] = f'"{name}" = "{sha256((folder / name).read_bytes()).hexdigest()}"'
    (folder / "card.toml").write_text("\n".join(lines), encoding="utf-8")


def _refused(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        LoadedScorer.load(folder, fast=True)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_copy_is_the_same_model(copy: Path) -> None:
    assert LoadedScorer.load(copy, fast=True).about == SCORER.about


def test_one_changed_byte_is_refused(copy: Path) -> None:
    data = bytearray((copy / "weights.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "weights.npz").write_bytes(data)
    assert "altered" in _refused(copy)


def test_a_word_table_that_unpacks_into_too_much_is_refused(copy: Path) -> None:
    with (
        zipfile.ZipFile(copy / "weights.npz", "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("rows.npy", "w") as one,
    ):
        for _ in range(260):
            one.write(bytes(1 << 20))
    _resign(copy)
    assert "more than a model can hold" in _refused(copy)


@pytest.mark.parametrize("name", ["settings.json", "weights.npz", "card.toml"])
def test_a_missing_file_is_refused(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert name in _refused(copy)


def test_a_broken_card_is_refused(copy: Path) -> None:
    (copy / "card.toml").write_text("id = [", encoding="utf-8")
    assert "cannot be read" in _refused(copy)
    (copy / "card.toml").write_text('id = "x"', encoding="utf-8")
    assert "needs" in _refused(copy)


def test_a_card_cannot_point_outside_its_folder(copy: Path) -> None:
    text = (copy / "card.toml").read_text(encoding="utf-8").replace('"weights.npz" =', '"../weights.npz" =')
    (copy / "card.toml").write_text(text, encoding="utf-8")
    assert "not a file name" in _refused(copy)


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"much"', "null"])
def test_a_weight_that_is_no_number_is_refused(copy: Path, value: str) -> None:
    values = json.loads((copy / "settings.json").read_text(encoding="utf-8"))
    values["weights"]["evidence"] = "@"
    (copy / "settings.json").write_text(json.dumps(values).replace('"@"', value), encoding="utf-8")
    _resign(copy)
    assert "do not fit" in _refused(copy)


@pytest.mark.parametrize("what", ["nan", "short", "pickle", "empty"])
def test_a_word_table_that_does_not_fit_is_refused(copy: Path, what: str) -> None:
    path = copy / "weights.npz"
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    if what == "nan":
        arrays["rows"][3, 1] = np.nan
    elif what == "short":
        arrays["rows"] = arrays["rows"][:-1]
    elif what == "pickle":
        arrays["sense"] = np.array([{"a": 1}], dtype=object)
    if what == "empty":
        path.write_bytes(b"")
    else:
        np.savez_compressed(path, **arrays)
    _resign(copy)
    assert "do not fit" in _refused(copy)


def test_the_model_is_small_and_its_card_complete() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000
    card = SCORER.model.card
    assert {"title", "task", "not_for", "licence_note", "trained_on", "figures"} <= set(card)
    assert card["figures"]["basil_dev"]["auc"] > card["figures"]["basil_dev_baselines"]["writer_words_auc"]
