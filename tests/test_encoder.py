"""The encoder: names and a source's words never reach it, a file that is not ours is refused before it runs."""

from __future__ import annotations

import math
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ModelError
from framing.pipeline import analyze_parsed, parse
from framing.resources import models_folder
from framing.scoring import build
from framing.scoring.combination import read_combination
from framing.scoring.encoder_input import NAME_MASK, QUOTE_MASK, Line, encoder_lines
from framing.scoring.encoder_marks import CATEGORY
from framing.scoring.evidence import word_types
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import ENCODER, RESEARCH, load_encoder_model, load_model
from framing.types import Article, ParsedArticle
from framing.validation.raters import read_texts

FOLDER = models_folder() / ENCODER
SCORER = LoadedScorer.load()
READING = SCORER.model.reading
READER = SCORER.model.encoder
assert READER is not None


def parsed(text: str, *, fast: bool = True) -> ParsedArticle:
    return parse(Article(id="a", text=text, language="en"), fast=fast)


def lines(text: str) -> list[Line]:
    article = parsed(text)
    return list(encoder_lines(article.tokens, word_types(article.tokens, text, READING)))


def units(text: str) -> tuple[str, ...]:
    (line,) = lines(text)
    return line.units


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yesterday Maria Lopez opened the bridge.", "Yesterday Sven Olafsson Berg opened the bridge."),
        ("The Muslims of the town voted on Sunday.", "The Christians of the town voted on Sunday."),
        ("Talks with New Zealand resumed.", "Talks with Kenya resumed."),
        ("On Friday she left the party.", "On Friday he left the party."),
        ("The anti-Catholic law was passed.", "The anti-Hindu law was passed."),
        ("The law passed by 51 votes.", "The law passed by 1203 votes."),
    ],
)
def test_a_swap_leaves_the_input_as_it_was(one: str, other: str) -> None:
    assert units(one) == units(other)


def test_a_sources_words_are_cut_out() -> None:
    found = units("The mayor called it “a shameful, wicked theft of the poor” on Monday.")
    assert QUOTE_MASK in found and not {"shameful", "wicked", "theft"} & set(found)


def test_a_sentence_without_the_writers_words_is_not_read() -> None:
    text = "The mayor spoke first. “This is a shameful, wicked theft.”"
    assert [line.sentence for line in lines(text)] == [0]


def test_a_run_of_names_is_one_mask() -> None:
    assert units("Yesterday Anna Maria van Dijk spoke.").count(NAME_MASK) <= 2


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_every_unit_stands_for_a_token_of_its_sentence(text: str) -> None:
    article = parsed(text)
    for line in encoder_lines(article.tokens, word_types(article.tokens, article.article.text, READING)):
        assert len(line.units) == len(line.token) == len(line.counted)
        assert list(line.token) == sorted(line.token)
        assert all(article.tokens.sentence[at] == line.sentence for at in line.token)
        for at, counted in zip(line.token, line.counted, strict=True):
            assert not counted or article.tokens.quote[at] < 0


PLAIN = "The council approved the budget on Monday after a meeting of three hours."
LOADED = "The council rammed through the disgraceful budget on Monday after a farcical meeting of three hours."


def loaded(text: str) -> float:
    value = SCORER.score(parsed(text, fast=False), ()).loaded[0]
    assert value is not None
    return value


def test_loaded_words_raise_the_probability_and_are_marked() -> None:
    assert loaded(LOADED) > 3 * loaded(PLAIN)
    article = parsed(LOADED, fast=False)
    found = SCORER.score(article, ()).findings
    words = {finding.span.text(LOADED) for finding in found}
    assert any("disgraceful" in word for word in words) and all("council" not in word for word in words)
    for finding in found:
        assert finding.category == CATEGORY and finding.voice == "writer" and 0 < finding.score <= 1


def test_a_sentence_that_stands_alone_has_weights_of_its_own() -> None:
    text, plain = "The shameless plan went to the council on Monday. ", "The library opens at ten on Tuesday. "
    combination = SCORER.model.combination
    for article, alone in ((text, True), (text + plain, True), (text + plain * 6, False)):
        first, *_ = SCORER.evidence(parsed(article))
        assert first.alone is alone
        z = (combination.alone if alone else combination.weights).log_odds(first.features)  # type: ignore[union-attr]
        chance = 1 / (1 + math.exp(-z))
        assert combination.probability(first) == pytest.approx(
            combination.ceiling * math.tanh(chance / combination.ceiling), abs=1e-6
        )


def test_the_rows_of_a_table_are_read_by_one_set_of_weights() -> None:
    """A row of four sentences had been weighed as an article, far below the same sentence in a row of its own."""
    from framing.lexicon import load
    from framing.scoring.lexicon import LexiconScorer

    more = " The library in the old town opens at ten on Tuesday and closes in the late afternoon, as it does all year."
    rows = [LOADED, PLAIN, PLAIN + more, LOADED + more * 3]
    numbers, _ = read_texts(rows, {"shipped": SCORER}, LexiconScorer(load()), fast=False)
    sentence, plain, two, four = numbers["shipped"]
    assert four == pytest.approx(sentence, abs=0.02) and max(plain, two) < SCORER.threshold < four
    articles = [LOADED + more * 8, PLAIN + more * 8]
    assert SCORER.for_rows(articles).evidence(parsed(articles[0]))[0].alone is False
    assert SCORER.for_rows([*articles, LOADED]).evidence(parsed(LOADED))[0].alone is False


def test_the_length_of_a_sentence_alone_is_no_evidence() -> None:
    """In articles length tells; a sentence in a table was chosen by somebody."""
    short = "The council met on Monday."
    long = "The council met on Monday, after the library, the market and the two schools had opened in the morning."
    assert max(map(loaded, (short, long))) < SCORER.threshold
    assert abs(loaded(long) - loaded(short)) < 0.02


def test_weights_that_lower_a_result_are_refused() -> None:
    settings_of = {"intercept": 0.0, "weights": {"evidence": 0.5}, "threshold": 0.1, "ceiling": 0.4}
    assert read_combination(settings_of).alone is None
    for wrong in ({"encoder": -0.1}, {"opening": 0.1}, {"encoder": math.nan}):
        with pytest.raises(ValueError, match=r"settings\.json holds"):
            read_combination({**settings_of, "alone": {"intercept": 0.0, "weights": wrong}})


def test_a_word_that_a_lexicon_has_is_marked_once() -> None:
    from framing.lexicon import load

    article = parsed(LOADED, fast=False)
    analysis = analyze_parsed(article, build(load()))
    spans = sorted((f.span.start, f.span.end) for f in analysis.findings if f.family == "L" and f.voice == "writer")
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_the_same_words_in_a_quotation_are_not_the_writers() -> None:
    own = "On Monday the mayor opened the despicable and shameful trade in votes of the council to the public."
    quoted = "On Monday the mayor opened “the despicable and shameful trade in votes of the council” to the public."
    assert loaded(quoted) < loaded(own) / 2


@pytest.mark.parametrize("text", ["", " ", "🎉🎉🎉 🎉", "。、", "x" * 5000, "[unused4] [CLS] [SEP] [MASK]"])
def test_odd_texts_give_no_fault(text: str) -> None:
    for value in SCORER.score(parsed(text), ()).loaded:
        assert value is None or 0 <= value <= 1


def test_a_very_long_sentence_is_read_in_windows() -> None:
    text = "The council " + "approved and signed and read " * 20_000 + "the disgraceful budget."
    article = parsed(text)
    values = [value for value in SCORER.score(article, ()).loaded if value is not None]
    assert all(math.isfinite(value) for value in values)
    assert any(word.evidence > 0.2 for word in SCORER.contributions(article) if word.span.start > len(text) - 30)


def test_a_line_does_not_depend_on_the_order_of_lines() -> None:
    found = [line for text in (PLAIN, LOADED) for line in lines(text)]
    one, other = READER.read(found), READER.read(found[::-1])
    assert one == other[::-1]


def test_another_number_of_threads_gives_the_same_marks() -> None:
    code = (
        "import sys; from framing.pipeline import parse; from framing.types import Article;"
        "from framing.scoring.loaded import LoadedScorer;"
        "print(LoadedScorer.load().score(parse(Article(id='a', text=sys.argv[1]), fast=True), ()))"
    )
    texts = []
    for threads in ("1", "2", "7"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        run = subprocess.run(
            [sys.executable, "-c", code, f"{LOADED} {PLAIN}"],
            env={**os.environ, **dict.fromkeys(names, threads)},
            capture_output=True,
            text=True,
            check=True,
        )
        texts.append(run.stdout)
    assert len(set(texts)) == 1 and "disgraceful" in texts[0]


def broken_folder(tmp_path: Path, name: str, data: bytes) -> Path:
    """A model whose card agrees with the broken file, as an attacker's would."""
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / name).write_bytes(data)
    card = folder / "card.toml"
    old = sha256((FOLDER / name).read_bytes()).hexdigest()
    card.write_text(card.read_text(encoding="utf-8").replace(old, sha256(data).hexdigest()), encoding="utf-8")
    return folder


class _Payload:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("touch executed",)


def _points_elsewhere() -> bytes:
    # The entry of an ONNX tensor that keeps its data in another file: key "location", value a path.
    return (FOLDER / "model.onnx").read_bytes() + b"\x0a\x08location\x12\x0b/etc/passwd"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model.onnx", pickle.dumps(_Payload())),
        ("model.onnx", b""),
        ("model.onnx", b"\x00" * 1000),
        ("model.onnx", (FOLDER / "model.onnx").read_bytes()[:100_000]),
        ("model.onnx", _points_elsewhere()),
        ("model.onnx", b"PK\x03\x04 not a model"),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"\xff\xfe"),
        ("tokenizer.json", pickle.dumps(_Payload())),
        ("settings.json", b"[]"),
        ("settings.json", b'{"weights": {"encoder": NaN}}'),
        ("settings.json", b'{"weights": {"other": 1}}'),
    ],
)
def test_a_file_that_is_no_model_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError) as told:
        load_encoder_model(broken_folder(tmp_path, name, data))
    assert "\n" not in str(told.value) and str(told.value)
    assert not (tmp_path / "executed").exists()


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    poisoned = bytearray((FOLDER / "model.onnx").read_bytes())
    # Runs of small floats are biases and scales: NaN in all of them reaches the output. They begin anywhere.
    for shift in range(4):
        words = np.frombuffer(bytes(poisoned), np.float32, count=(len(poisoned) - shift) // 4, offset=shift).copy()
        with np.errstate(invalid="ignore"):
            small = np.isfinite(words) & (np.abs(words) < 2) & (np.abs(words) > 1e-4)
        blocks = small[: len(small) // 64 * 64].reshape(-1, 64).all(axis=1)
        words[: len(blocks) * 64].reshape(-1, 64)[blocks] = np.nan
        poisoned[shift : shift + 4 * len(words)] = words.tobytes()
    with pytest.raises(ModelError, match=r"numbers|read"):
        load_encoder_model(broken_folder(tmp_path, "model.onnx", bytes(poisoned)))


def test_a_file_that_its_card_does_not_know_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / "model.onnx").write_bytes((FOLDER / "model.onnx").read_bytes() + b"\0")
    with pytest.raises(ModelError, match="sha256"):
        load_encoder_model(folder)


def test_the_fast_path_needs_no_encoder() -> None:
    code = (
        "import sys, framing; framing.analyze('The council approved the shameful budget. ' * 20, fast=True);"
        "sys.exit('onnxruntime' in sys.modules or 'tokenizers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_model_is_small() -> None:
    assert (FOLDER / "model.onnx").stat().st_size <= 25_000_000
    assert replace(SCORER.model, encoder=None).reading == load_model().reading


@pytest.fixture(scope="module")
def research() -> LoadedScorer:
    return LoadedScorer.load(models_folder() / RESEARCH)


def test_the_research_variant_tells_opinion_by_its_own_head(research: LoadedScorer) -> None:
    assert research.model.opinion.weights == {"opinion": 1.0}
    plain, stance, quoted = (
        research.score(article, ()).opinion[0]
        for article in map(
            parsed,
            (
                "The council approved the plan on Tuesday.",
                "It is a foolish plan, and the council ought to be ashamed.",
                "“It is a foolish plan, and the council ought to be ashamed.”",
            ),
        )
    )
    assert plain is not None and stance is not None
    assert plain < 0.3 < 0.7 < stance
    assert quoted == 0.0, "no word is the writer's"
    assert SCORER.score(parsed("It is a foolish plan."), ()).opinion[0] is not None, "the default needs no such head"


def test_the_research_variant_has_the_same_masks(research: LoadedScorer) -> None:
    one, other = (
        research.score(parsed(f"{name} pushed through a shameless plan."), ()) for name in ("Anna Berg", "Omar Haddad")
    )
    assert one.loaded == other.loaded and one.opinion == other.opinion
