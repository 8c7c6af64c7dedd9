"""A model's folder in, its card out: who it is, what it was made from, its files' sha256 and its measured figures."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

VERSION = "1"
_FILES = ("settings.json", "weights.npz")
_HEAD = """# The card of this model; ``framing models card`` shows it. README.md beside it says the same in words.
id = "loaded-linear-en"
title = "Loaded wording in the writer's own voice, sentence by sentence (linear)"
version = "{version}"
language = "en"
licence = "Apache-2.0"
licence_note = "{licence_note}"
task = "{task}"
meaning = "{meaning}"
not_for = "{not_for}"
limits = [
  "From its threshold, about three of four flagged sentences were not marked by the labellers, who agree little.",
  "Labelled articles are news from the United States, 2010 to 2019, politics only.",
  "Irony, framing by selection and loaded uses of plain words are missed; wording in quotations is left out.",
  "The lexicons draw on lists measured on part of the same articles: the gain from cues may be smaller elsewhere.",
  "The first sentences of an article get a higher probability than the same words get later (at most twice the odds).",
]
made_by = "python -m training.loaded"

[[trained_on]]
name = "SemEval-2023 Task 3 (English, training part), spans of Loaded_Language and Name_Calling-Labeling"
reference = "Piskorski et al. 2023"
licence = "none stated"
used_for = "word table"

[[trained_on]]
name = "Anno-Lexical"
reference = "Horych et al. 2025"
licence = "MIT"
used_for = "word table"

[[trained_on]]
name = "10,000 articles of the AllSides collection of Baly et al. 2020, without labels"
reference = "Baly et al. 2020"
licence = "Apache-2.0 (repository)"
used_for = "word vectors, which words are names"

[[trained_on]]
name = "BASIL, 40 events, 120 articles"
reference = "Fan et al. 2019"
licence = "none stated"
used_for = "combination: {n_weights} weights, and an intercept"
"""

_LICENCE_NOTE = (
    "Weights only; no text of any source is contained. Two sources state no licence (see trained_on); whoever needs "
    "weights from stated licences only can make them anew with the commands in training/."
)
_TASK = "loaded wording, sentence by sentence, in the writer's own words"
_MEANING = (
    "The probability that a trained reader would mark the writer's own words of a sentence as loaded, at the rate of "
    "whole news articles."
)
_NOT_FOR = (
    "Judging outlets, authors or whole articles; fine differences between sentences of different articles; texts that "
    "are not English or not news. An unmarked sentence is not neutral."
)


def write_card(folder: Path, figures: dict[str, dict[str, float | int | str]] | None = None) -> None:
    """Take a model's folder and figures by table name (kept from the old card if None); write ``card.toml``."""
    path = folder / "card.toml"
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    if figures is None:
        figures = tomllib.loads(path.read_text(encoding="utf-8")).get("figures", {}) if path.exists() else {}
    weights = [name for name, value in settings.get("weights", {}).items() if value]
    lines = [
        _HEAD.format(
            version=VERSION,
            n_weights=len(weights),
            licence_note=_LICENCE_NOTE,
            task=_TASK,
            meaning=_MEANING,
            not_for=_NOT_FOR,
        )
    ]
    lines.append("[files]  # sha256")
    lines += [f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"' for name in _FILES]
    for table, values in figures.items():
        lines += ["", f"[figures.{table}]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_figures(folder: Path, figures: dict[str, dict[str, float | int | str]]) -> None:
    """Take a model's folder and its figures; write them as tables between the marks in ``README.md``."""
    article, quick, plain = figures["basil_dev"], figures["basil_dev_fast"], figures["basil_dev_baselines"]
    single, simple = figures["babe"], figures["babe_baselines"]

    def ranking(name: str, row: dict[str, float | int | str]) -> str:
        auc = f"{row['auc']:.3f} [{row['auc_low']:.3f}, {row['auc_high']:.3f}]"
        return f"| {name} | {auc} | {row['map']:.3f} [{row['map_low']:.3f}, {row['map_high']:.3f}] |"

    baselines = (("number of the writer's words", "writer_words"), ("VADER", "vader"), ("TextBlob", "textblob"))
    low, high = single["macro_f1_by_article_low"], single["macro_f1_by_article_high"]
    lines = [
        "Whole articles (BASIL, 40 events, nested cross-validation by event; 95 % bootstrap intervals over events):",
        "",
        "| | AUC within articles | MAP |",
        "|---|---|---|",
        ranking("this model", article),
        ranking("this model, `--fast`", quick),
        *(f"| {name} | {plain[f'{key}_auc']:.3f} | {plain[f'{key}_map']:.3f} |" for name, key in baselines),
        "",
        f"From the threshold: precision {article['precision_at_threshold']:.2f}, "
        f"recall {article['recall_at_threshold']:.2f}.",
        f"Share loaded {article['rate']:.3f}, mean probability {article['expected_rate']:.3f}.",
        "",
        "Single sentences (BABE; nothing is trained there but the threshold, on the training part of each split):",
        "",
        "| | macro-F1 by article | macro-F1 leave-outlet-out | AUC |",
        "|---|---|---|---|",
        f"| this model | {single['macro_f1_by_article']:.3f} [{low:.3f}, {high:.3f}] "
        f"| {single['macro_f1_leave_outlet_out']:.3f} | {single['auc']:.3f} |",
        *(
            f"| {name} | {simple[f'{key}_macro_f1_by_article']:.3f} | {simple[f'{key}_macro_f1_leave_outlet_out']:.3f} "
            f"| {simple[f'{key}_auc']:.3f} |"
            for name, key in baselines
        ),
    ]
    path = folder / "README.md"
    before, rest = path.read_text(encoding="utf-8").split("<!-- figures -->\n", 1)
    after = rest.split("<!-- /figures -->", 1)[1]
    text = "\n".join(lines)
    path.write_text(f"{before}<!-- figures -->\n{text}\n<!-- /figures -->{after}", encoding="utf-8")
