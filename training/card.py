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
  "At its threshold, about three of four flagged sentences were not marked by the labellers, who agree little.",
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
used_for = "combination: {n_weights} weights, an intercept and a threshold"
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
