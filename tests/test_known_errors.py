"""What a page says of its marks' errors was measured on pages of its kind; verdicts are kept apart from audits."""

from __future__ import annotations

import tomllib

import pytest
from training import judged_words
from training.judged_opinion import read_judged
from training.lexicon_evidence import is_for_learning
from training.verdicts import read_verdicts

from framing.lexicon import load
from framing.model_cards import read_card
from framing.resources import lexicons_folder, models_folder
from framing.scoring import build
from framing.scoring.known_errors import calibration_of
from framing.scoring.loaded_model import ENCODER
from framing.types import FAMILIES


def test_a_fast_run_has_figures_of_its_own() -> None:
    evidence = tomllib.loads((lexicons_folder() / "en" / "structure" / "evidence.toml").read_text(encoding="utf-8"))
    lexicon = load()
    whole, fast = build(lexicon), build(lexicon, fast=True)
    assert set(whole.precision) == set(fast.precision) == set(FAMILIES)
    assert whole.precision["L"] == evidence["L"] and fast.precision["L"] == evidence["fast"]["L"]
    assert whole.recall == evidence["recall"] and fast.recall == evidence["fast"]["recall"]
    measured = read_card(models_folder() / ENCODER).data["figures"]
    assert [band["n"] for band in whole.calibration] == measured["calibration"]["n"]
    assert [band["n"] for band in fast.calibration] == measured["calibration_fast"]["n"] != measured["calibration"]["n"]


def test_verdicts_that_taught_the_lexicons_are_of_no_audited_article() -> None:
    verdicts = read_verdicts()
    assert len(verdicts) > 8000
    assert all(is_for_learning(verdict.article) and verdict.start < verdict.end for verdict in verdicts)


def test_judged_sentences_are_places_and_each_is_judged_once() -> None:
    judged = read_judged()
    assert len(judged) > 9000
    assert len({(one.article, one.start) for one in judged}) == len(judged)
    assert all(one.start < one.end for one in judged)


def test_judged_words_are_places_within_their_sentence() -> None:
    judged = judged_words.read_judged()
    assert len(judged) > 20_000
    assert len({(one.source, one.row, one.start) for one in judged}) == len(judged)
    assert all(bool(one.words) == (one.grade > 0) for one in judged)
    assert all(one.start <= low < high <= one.end for one in judged for low, high in one.words)


def test_words_that_were_answered_are_found_in_their_sentence_only() -> None:
    text = "A grim year.\nThe plan is a grim, needless\nblow to Lee’s town, and needlessly so."
    assert judged_words.places(text, 13, len(text), "grim | needless blow | absent | needless") == (
        (27, 31), (33, 46), (33, 41),
    )  # fmt: skip


@pytest.mark.parametrize(
    "figures",
    [None, "x", {}, {"calibration": 1}, {"calibration": {"low": 1}}, {"calibration": {"low": [0.1]}},
     {"calibration": {name: ["a"] for name in ("low", "high", "predicted", "observed", "n")}},
     {"calibration": {name: [float("nan")] for name in ("low", "high", "predicted", "observed", "n")}}],
)  # fmt: skip
def test_a_card_that_is_not_ours_may_have_no_table_of_chances(figures: object) -> None:
    assert calibration_of({} if figures is None else {"figures": figures}) == []


def test_a_cards_table_of_chances_is_read_by_band() -> None:
    table = {"low": [0.0, 0.5], "high": [0.5, 1.0], "predicted": [0.2, 0.7], "observed": [0.1, 0.8], "n": [40, 4]}
    first, second = calibration_of({"figures": {"calibration": table}})
    assert first == {"low": 0.0, "high": 0.5, "predicted": 0.2, "observed": 0.1, "n": 40}
    assert second["n"] == 4
