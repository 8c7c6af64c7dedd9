"""In a notebook: what an analysis shows of itself, tables of a Series, and the transformer of scikit-learn."""

from __future__ import annotations

import json
import pickle
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import framing
from framing.export.columns import OF_ANALYSES
from framing.sklearn import FramingFeatures

from .report_stories import harbour, heavy

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES[:3]]


# --- one analysis ----------------------------------------------------------------------------------------------------


def test_a_notebook_gets_text_and_html() -> None:
    bundle = harbour()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"] == repr(harbour())
    assert len(bundle["text/plain"]) < 200
    assert "19 findings in the writer's words" in bundle["text/plain"]
    assert bundle["text/html"] == harbour()._repr_html_()


def test_the_html_is_small_and_cannot_do_anything() -> None:
    page = heavy(400)._repr_html_()
    assert len(page.encode()) <= 30_000
    assert "<script" not in page
    assert not re.search(r"\son\w+=|\sstyle=|\sid=|https?://", page)
    names = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    assert names and all(name.startswith("fr-") for name in names)
    assert "prefers-color-scheme:dark" in page


def test_ipython_shows_the_html() -> None:
    formatter = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    data, _ = formatter.format(harbour())
    assert data["text/html"].startswith('<div class="fr-report">') or "fr-report" in data["text/html"]


@pytest.mark.parametrize("table", OF_ANALYSES)
def test_to_frame_gives_every_table(table: str) -> None:
    made = harbour().to_frame(table)
    assert len(made) > 0
    if table == "findings":
        assert made.equals(harbour().to_frame())


def test_to_frame_names_the_tables() -> None:
    with pytest.raises(KeyError, match="the tables are articles, sentences"):
        harbour().to_frame("words")


# --- a Series --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    texts = [TEXTS[0], None, "", TEXTS[1], float("nan"), "Too short.", TEXTS[2]]
    return pd.DataFrame({"outlet": list("ABCDEFG"), "text": texts}, index=[10, 11, 12, 13, 14, 15, 15])


def test_a_series_keeps_its_index_and_every_row(frame: pd.DataFrame) -> None:
    made = framing.analyze_series(frame["text"], fast=True)
    assert list(made.index) == list(frame.index)
    assert list(made["status"]) == ["analysed", *["not_checked"] * 2, "analysed", *["not_checked"] * 2, "analysed"]
    assert list(made["status_reason"][[11, 12, 14]]) == ["is missing", "has no text; nothing to analyse", "is missing"]
    assert made["n_findings_writer"].isna().tolist() == [False, True, True, False, True, True, False]
    assert "outlet" not in made
    first = framing.analyze(TEXTS[0], fast=True).to_frame("articles")
    assert made["n_findings_writer"].iloc[0] == first["n_findings_writer"].iloc[0]


def test_a_series_joins_its_frame(frame: pd.DataFrame) -> None:
    unique = frame.reset_index(drop=True)
    joined = unique.join(framing.analyze_series(unique["text"], fast=True))
    assert len(joined) == len(frame)
    assert list(joined["outlet"]) == list("ABCDEFG")


def test_findings_of_a_series_point_to_their_text(frame: pd.DataFrame) -> None:
    made = framing.analyze_series(frame["text"].iloc[:4], table="findings", fast=True)
    assert set(made.index) == {10, 13}
    for index, row in made.iterrows():
        assert frame["text"][index].replace("\r", "")[row["start"] : row["end"]] == row["text"]


def test_nothing_in_a_series_is_nothing_in_the_table() -> None:
    made = framing.analyze_series(pd.Series([], dtype=object), fast=True)
    assert len(made) == 0
    assert "n_findings_writer" in made
    assert len(framing.analyze_series(pd.Series([None]), table="findings", fast=True)) == 0


def test_titles_stand_before_their_texts() -> None:
    body = TEXTS[0].partition("\n\n")[2]
    plain = framing.analyze_series(pd.Series([body]), table="sentences", fast=True)
    titled = framing.analyze_series(
        pd.Series([body]), titles=pd.Series(["A line that nobody wrote"]), table="sentences", fast=True
    )
    assert titled["text"].iloc[0] == "A line that nobody wrote"
    assert titled["part"].iloc[0] == "headline"
    assert len(titled) == len(plain) + 1


def test_wrong_uses_of_a_series_say_what_to_do() -> None:
    with pytest.raises(TypeError, match="give a pandas Series of texts, not str; for one text"):
        framing.analyze_series("text")  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="the tables are articles"):
        framing.analyze_series(pd.Series(["x"]), table="words")
    with pytest.raises(ValueError, match="2 texts and 1 titles"):
        framing.analyze_series(pd.Series(["x", "y"]), titles=pd.Series(["x"]))


# --- scikit-learn ----------------------------------------------------------------------------------------------------


def test_the_transformer_passes_the_checks_of_scikit_learn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        check_estimator(FramingFeatures(fast=True))


def test_the_transformer_counts_what_the_tables_count() -> None:
    made = FramingFeatures(fast=True, counts=True).set_output(transform="pandas").fit_transform(TEXTS)
    table = framing.analyze_series(pd.Series(TEXTS), fast=True)
    for voice in ("writer", "source"):
        assert made[f"words_{voice}"].tolist() == table[f"n_words_{voice}"].tolist()
        for family in "LFAPH":
            assert made[f"{family}_{voice}"].tolist() == table[f"n_{family}_{voice}"].tolist()


def test_rates_are_per_100_words_of_the_voice() -> None:
    counts = FramingFeatures(fast=True, counts=True, voice="writer").transform(TEXTS)
    rates = FramingFeatures(fast=True, voice="writer").transform(TEXTS)
    assert np.allclose(rates[:, 1:], 100 * counts[:, 1:] / counts[:, :1])


def test_what_was_not_checked_is_not_a_number() -> None:
    made = FramingFeatures(fast=True).transform([TEXTS[0], None, "Too short.", ""])
    assert np.isnan(made).all(axis=1).tolist() == [False, True, True, True]


def test_the_transformer_works_in_a_pipeline_and_can_be_copied() -> None:
    steps = make_pipeline(FramingFeatures(fast=True), SimpleImputer(), LogisticRegression())
    found = steps.fit(pd.Series(TEXTS), [0, 1, 0]).predict(TEXTS)
    assert found.shape == (3,)
    copy = clone(FramingFeatures(fast=True, voice="source", only=("L",)))
    assert copy.get_params()["only"] == ("L",)
    assert pickle.loads(pickle.dumps(copy)).voice == "source"


def test_wrong_parameters_are_named() -> None:
    with pytest.raises(ValueError, match="'writer', 'source' or 'both'"):
        FramingFeatures(voice="own").fit(TEXTS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a list of texts, not one text"):
        FramingFeatures().fit("text")
    with pytest.raises(ValueError, match="one text a row"):
        FramingFeatures().fit(np.array([["a", "b"]], dtype=object))


# --- the notebook of the documentation -------------------------------------------------------------------------------


def test_the_notebook_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).resolve().parent.parent
    notebook = json.loads((root / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    (tmp_path / "examples").symlink_to(root / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
            exec(compile("".join(cell["source"]), "notebook", "exec"), names)
