"""A training in, the model's folder out: arrays, settings, and a card with sha256 and figures, written last.

Nothing is pickled. A folder whose writing was cut off has no card, and no card is no model.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from framing.errors import ConfigError
from framing.resources import models_folder
from framing.safe_files import make_folder, write_bytes, write_text
from framing.scoring.loaded_model import LINEAR
from framing.scoring.trained import KIND
from framing.validation.evaluate import AtRate, Evaluation
from framing.validation.train import Training
from framing.version import __version__

_WORD_SETTINGS = ("word_intercept", "unknown", "hyphen", "ly", "identity")
_NAME = re.compile(r"[\w.-]+")
_OWN = ("card.toml", "settings.json", "weights.npz", "words.npz")


def check_folder(folder: Path) -> None:
    """Take the folder to write; raise ConfigError where it can't be one: a bad name, or other files are in it."""
    if not _NAME.fullmatch(folder.resolve().name):
        raise ConfigError(
            f"{folder}: a model's folder is named with letters, digits, '-', '_' and '.' only; it is its id"
        )
    if folder.is_dir():
        others = sorted({path.name for path in folder.iterdir()} - set(_OWN))
        if others:
            raise ConfigError(f"{folder} holds other files ({others[0]}); give a new folder with -o")


def write_model(
    folder: Path, training: Training, evaluation: Evaluation, *, rate: float | None, about: Mapping[str, str]
) -> None:
    """Take a folder, a training and its figures; write the model. ``about`` has "title" and "licence".

    Raises ConfigError where the folder can't be written to.
    """
    check_folder(folder)
    make_folder(folder)
    (folder / "card.toml").unlink(missing_ok=True)
    fit = training.fit
    weights = io.BytesIO()
    np.savez_compressed(
        weights,
        terms=np.frombuffer("\n".join(fit.terms).encode(), np.uint8),
        idf=fit.idf.astype(np.float32),
        weights=fit.weights.astype(np.float32),
    )
    shipped = models_folder() / LINEAR
    word_settings = json.loads((shipped / "settings.json").read_text(encoding="utf-8"))
    settings = {
        "intercept": fit.intercept,
        "numbers": fit.numbers,
        "threshold": training.threshold,
        "words": {name: word_settings[name] for name in _WORD_SETTINGS},
    }
    files = {
        "settings.json": (json.dumps(settings, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(),
        "weights.npz": weights.getvalue(),
        "words.npz": (shipped / "weights.npz").read_bytes(),
    }
    for name, data in files.items():
        write_bytes(folder / name, data)
    write_text(folder / "card.toml", _card(folder.resolve().name, files, training, evaluation, rate, about))


def _card(
    name: str,
    files: Mapping[str, bytes],
    training: Training,
    evaluation: Evaluation,
    rate: float | None,
    about: Mapping[str, str],
) -> str:
    labelled = training.labelled
    unit = "groups" if labelled.grouped else "rows"
    head: dict[str, Any] = {
        "id": name,
        "kind": KIND,
        "title": about["title"],
        "version": "1",
        "language": "en",
        "licence": about["licence"],
        "task": "labels of one's own, sentence by sentence, in the writer's own words",
        "meaning": "The probability that a sentence has the label of the table that the model was trained on, "
        + (
            f"where {rate:g} of all sentences have it."
            if rate
            else f"at the table's rate, {evaluation.at[0].rate:.3f}."
        ),
        "rate": round(rate or evaluation.at[0].rate, 4),
        "not_for": "Judging outlets, authors or whole articles; texts unlike those that were labelled. It is as good "
        "as its labels: see the figures. An unmarked sentence is not neutral.",
        "made_by": f"framing models train, version {__version__}",
        "penalty": training.fit.penalty,
        "terms": len(training.fit.terms),
    }
    trained_on = {
        "name": labelled.source,
        "rows": len(labelled.text),
        "loaded": sum(labelled.label),
        "groups": labelled.groups if labelled.grouped else "none named",
        "left_out": ", ".join(f"{count} with {reason}" for reason, count in labelled.left_out.items()) or "none",
    }
    lines = [*_entries(head), "", "[[trained_on]]", *_entries(trained_on), "", "[files]  # sha256"]
    lines += [f'"{file}" = "{hashlib.sha256(data).hexdigest()}"' for file, data in sorted(files.items())]
    for place, at in enumerate(evaluation.at):
        label = "own_labels" if place == 0 else "own_labels_at_rate"
        how = f"{labelled.source}, cross-validation by {unit}; 95 % intervals by {unit}"
        lines += ["", f"[figures.{label}]", *_entries({"measured_on": how, "rate": round(at.rate, 4), **_figures(at)})]
    bins = evaluation.at[-1].bins
    lines += ["", "[figures.calibration]", *_entries({
        "low": [round(b.low, 3) for b in bins],
        "high": [round(b.high, 3) for b in bins],
        "predicted": [round(b.predicted, 3) for b in bins],
        "observed": [round(b.observed, 3) for b in bins],
        "n": [round(b.weight) for b in bins],
    })]  # fmt: skip
    return "\n".join(lines) + "\n"


def _figures(at: AtRate) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in at.figures.items():
        low, high = at.intervals[name]
        key = name.replace(".", "_")
        found |= {key: round(value, 3), f"{key}_low": round(low, 3), f"{key}_high": round(high, 3)}
    return {key: value for key, value in found.items() if value == value}


def _entries(table: Mapping[str, Any]) -> list[str]:
    """Return the lines of a TOML table; JSON's strings and lists of numbers are TOML's, but for one character."""
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "") for key, value in table.items()]
