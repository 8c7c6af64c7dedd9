"""Training on one's own labels: the folder is what was fitted, is blind to names, and is refused when damaged."""

from __future__ import annotations

import csv
import json
import pickle
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from framing.cli.model_runs import run_training
from framing.errors import ConfigError, ModelError
from framing.lexicon import load
from framing.model_cards import find_model, read_card
from framing.pipeline import analyze_all, parse
from framing.report import render_article
from framing.report.model_page import render_card
from framing.scoring import build, load_scorer
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.trained import combined, load_trained, sentence_terms
from framing.types import Article
from framing.validation.raters import parsed_texts, read_texts
from framing.validation.suite import read_suite
from framing.validation.table import read_labelled
from framing.validation.train import read_rows, train

SUITE = read_suite()


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels") / "labels.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["sentence", "judged", "word"])
        for item in SUITE.injections[::6]:
            writer.writerows([[item.loaded, "biased", item.word], [item.plain, "fair", item.word]])
        writer.writerow(["", "biased", "x"])
        writer.writerow(["A sentence without a label.", "", "x"])
    return path


@pytest.fixture(scope="session")
def model(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "own"
    lines = list(
        run_training(
            table, folder, text="sentence", label="judged", group="word", positive="biased", rate=0.1,
            licence="CC0", fast=True,
        )
    )  # fmt: skip
    assert any("AUC" in line for line in lines)
    assert any("1 with no text, 1 with no label" in line for line in lines)
    return folder


@pytest.fixture
def copy(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "own"))


def test_what_is_loaded_is_what_was_fitted(table: Path, model: Path) -> None:
    loaded = load_trained(model)
    labelled = read_labelled(table, text="sentence", label="judged", group="word", positive="biased")
    usable, rows, _ = read_rows(labelled, LexiconScorer(load()), loaded.reading, loaded.table, fast=True)
    training = train(usable, rows, rate=0.1)
    again = [loaded.probability(row) for row in rows]
    y = np.array(usable.label)
    assert np.mean(np.array(again)[y]) > 4 * np.mean(np.array(again)[~y])
    assert loaded.intercept == pytest.approx(training.fit.intercept, abs=1e-6)
    assert loaded.threshold == training.threshold
    assert set(loaded.terms) == set(training.fit.terms)
    # out-of-fold chances are lower than those of the rows that a fit has seen, and still tell the labels apart
    assert np.corrcoef(training.out_of_fold, again)[0, 1] > 0.6


def test_names_and_groups_do_not_count(model: Path) -> None:
    scorer = load_scorer(model)
    twins = [twin for twin in SUITE.twins if twin.made == "written" and twin.group in ("politician", "country")]
    texts = list(dict.fromkeys(side.text for twin in twins for side in (twin.a, twin.b)))
    numbers, _ = read_texts(texts, {"own": scorer}, LexiconScorer(load(), hidden=False), fast=True)
    rating = dict(zip(texts, numbers["own"], strict=True))
    assert max(abs(rating[twin.a.text] - rating[twin.b.text]) for twin in twins) < 1e-6


def test_quoted_words_do_not_count(model: Path) -> None:
    scorer = load_trained(model)
    reading, words = scorer.reading, scorer.table
    (quoted,) = parsed_texts(["“The disgraceful budget is a farce,” a resident said."], fast=True)
    terms = combined(sentence_terms(quoted, (), reading, words)).terms
    assert "w resident" in terms and not any("disgraceful" in term or "farce" in term for term in terms)


def test_an_analysis_and_its_page_use_it(model: Path) -> None:
    scorers = build(load(), model=model)
    text = " ".join(item.loaded for item in SUITE.injections[:40:4]) + " " + SUITE.facts[0].text
    (analysis,) = analyze_all([Article(id="a", text=text)], scorers, fast=True)
    assert analysis.made_with["models"] == {"own": "1"}
    assert max(score.loaded or 0 for score in analysis.scores) > scorers.threshold  # type: ignore[operator]
    page = render_article(analysis)
    assert "model:own" in page and "Chances against what readers marked" in page


def test_the_card_says_what_it_is(model: Path) -> None:
    card = read_card(model)
    assert card.id == "own" and card.licence == "CC0" and card.data["rate"] == 0.1
    assert 0.5 < card.data["figures"]["own_labels"]["auc_low"] <= card.data["figures"]["own_labels"]["auc"] <= 1
    page = render_card(card)
    assert "labels.csv" in page and "<script" in page and "auc low" in page
    assert find_model(str(model)) == model


def _resign(folder: Path) -> None:
    """Make the card fit the files again, so that the files themselves are put to the test."""
    lines = (folder / "card.toml").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        for name in ("settings.json", "weights.npz", "words.npz"):
            if line.startswith(f'"{name}" = '):
                lines[at] = f'"{name}" = "{sha256((folder / name).read_bytes()).hexdigest()}"'
    (folder / "card.toml").write_text("\n".join(lines), encoding="utf-8")


def _refused(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        build(load(), model=folder)
    message = str(caught.value)
    assert "\n" not in message and len(message) < 500
    return message


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("/tmp/framing-was-here"),))  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["weights.npz", "words.npz"])
def test_a_pickle_is_not_opened(copy: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / name).write_bytes(pickle.dumps(Trap()))
    assert "altered" in _refused(copy)
    _resign(copy)
    monkeypatch.setattr(pickle, "loads", None)
    monkeypatch.setattr(pickle, "load", None)
    _refused(copy)
    assert not Path("/tmp/framing-was-here").exists()


@pytest.mark.parametrize("name", ["weights.npz", "words.npz", "settings.json"])
@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_truncated_file_is_refused(copy: Path, name: str, size: int) -> None:
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[:size])
    assert "altered" in _refused(copy)
    _resign(copy)
    assert "do not fit" in _refused(copy)


@pytest.mark.parametrize("name", ["idf", "weights"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_weight_that_is_no_number_is_refused(copy: Path, name: str, bad: float) -> None:
    with np.load(copy / "weights.npz") as stored:
        arrays = {key: stored[key] for key in stored.files}
    arrays[name][3] = bad
    np.savez_compressed(copy / "weights.npz", **arrays)
    _resign(copy)
    assert "finite" in _refused(copy)


def test_settings_of_another_model_are_refused(copy: Path) -> None:
    other = find_model("loaded-linear-en")
    shutil.copy(other / "settings.json", copy / "settings.json")
    assert "altered" in _refused(copy)
    _resign(copy)
    assert "do not fit" in _refused(copy)


@pytest.mark.parametrize(("key", "value"), [("threshold", 0), ("threshold", 7), ("intercept", "x"), ("numbers", {})])
def test_settings_that_mean_nothing_are_refused(copy: Path, key: str, value: object) -> None:
    settings = json.loads((copy / "settings.json").read_text(encoding="utf-8"))
    settings[key] = value
    (copy / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    _resign(copy)
    assert "do not fit" in _refused(copy)


def test_an_archive_that_unpacks_into_too_much_is_refused(copy: Path) -> None:
    with zipfile.ZipFile(copy / "weights.npz", "w", zipfile.ZIP_DEFLATED) as packed, packed.open("idf.npy", "w") as one:
        for _ in range(260):
            one.write(bytes(1 << 20))
    _resign(copy)
    assert "more than a model can hold" in _refused(copy)


def test_an_unknown_kind_is_refused(copy: Path) -> None:
    card = (copy / "card.toml").read_text(encoding="utf-8").replace('kind = "n-grams"', 'kind = "oracle"')
    (copy / "card.toml").write_text(card, encoding="utf-8")
    assert "oracle" in _refused(copy)


def test_a_card_nested_too_deeply_is_refused(copy: Path) -> None:
    (copy / "card.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    _refused(copy)


@pytest.mark.parametrize("text", ["", " ", "🙂🙃 🎉", "…!?", "\u200b", "a"])
def test_texts_of_nothing_are_no_trouble(model: Path, text: str) -> None:
    for name in (model, find_model("loaded-linear-en")):
        for value in load_scorer(name).score(parse(Article(id="a", text=text), fast=True), ()).loaded:
            assert value is None or 0 <= value <= 1


def test_a_hundred_thousand_words_are_no_trouble(model: Path) -> None:
    text = "The despicable plan of the council was read aloud on Monday. " * 8_000 + "x" * 1_000 + " word" * 20_000
    parsed = parse(Article(id="a", text=text), fast=True)
    assert sum(parsed.tokens.word) >= 100_000
    for name in (model, find_model("loaded-linear-en")):
        values = load_scorer(name).score(parsed, ()).loaded
        assert len(values) == len(parsed.sentences)
        assert all(value is None or 0 <= value <= 1 for value in values)


def test_too_few_groups_are_told(table: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.csv"
    small.write_text("text,label\n" + "".join(f"A plain line {n}.,{n % 2}\n" for n in range(12)), encoding="utf-8")
    with pytest.raises(ConfigError, match="only 6 rows are loaded"):
        run_training(
            small,
            tmp_path / "m",
            text="text",
            label="label",
            group=None,
            positive=None,
            rate=None,
            licence="",
            fast=True,
        )
    assert not (tmp_path / "m").exists()


def test_a_folder_with_other_files_is_left_alone(table: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"notes\.txt"):
        run_training(
            table, tmp_path, text="sentence", label="judged", group=None, positive="biased", rate=None, licence="",
            fast=True,
        )  # fmt: skip
