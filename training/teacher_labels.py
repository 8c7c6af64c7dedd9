"""What a larger encoder says of lines in, a file of labels out; and such a file in, lines with its labels out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from training.encoder_model import LOADED, Encoder, Item, read

#: The file for the judged sentences, and the one for lines that nobody judged.
LABELS, MORE = "labels.npz", "more.npz"
#: Lines are cut where a source speaks, so that a few read otherwise than on the day when the teacher read them.
MOST_UNKNOWN = 0.1


def write_labels(model: Encoder, items: Sequence[Item], out: Path) -> None:
    """Take the teacher and lines; write its log-odds: of each line, and of each unit of each line.

    Lines whose labels the file holds are not read again, and their labels stay.
    """
    known = dict(np.load(out)) if out.exists() else {}
    met = set(_places(known)) if known else set()
    items = [item for item in items if (item.key, len(item.first)) not in met]
    words, sentences = read(model, items)
    new = {
        "keys": np.array([item.key for item in items], np.uint64),
        "sizes": np.array([len(found) for found in words], np.int64),
        "words": np.concatenate([*words, np.zeros(0)]).astype(np.float16),
        "sentences": sentences[:, LOADED].astype(np.float16),
    }
    joined = {name: np.concatenate([known[name], array]) if known else array for name, array in new.items()}
    np.savez_compressed(out, **joined)


def _places(found: Mapping[str, np.ndarray]) -> dict[tuple[int, int], int]:
    """Take a file of labels; return where each line stands in it: by its words and how many were kept."""
    pairs = zip(found["keys"].tolist(), found["sizes"].tolist(), strict=True)
    return {pair: row for row, pair in enumerate(pairs)}


def with_teacher(items: Sequence[Item], labels: Path) -> list[Item]:
    """Take lines, judged or not, and the file of labels; return those that the teacher read, with both labels.

    Raises ValueError where it read fewer than nine in ten.
    """
    found = np.load(labels)
    if "keys" not in found:
        raise ValueError(f"{labels} does not say which sentences it labels; run training.teacher again")
    words = np.split(_chances(found["words"]), np.cumsum(found["sizes"])[:-1])
    chances = _chances(found["sentences"])
    place = _places(found)
    rows = [place.get((item.key, len(item.first))) for item in items]
    if sum(row is None for row in rows) > MOST_UNKNOWN * len(items):
        raise ValueError(f"{labels} holds labels of other sentences; run training.teacher again")
    return [
        replace(
            item,
            loaded=float(chances[row]) if item.loaded is None else (item.loaded + float(chances[row])) / 2,
            taught=words[row].tolist(),
        )
        for item, row in zip(items, rows, strict=True)
        if row is not None
    ]


def chances_of(labels: Path) -> dict[tuple[int, int], float]:
    """Take a file of labels; return how loaded the teacher finds each line, by its words and how many were kept."""
    found = np.load(labels)
    chances = _chances(found["sentences"])
    return {place: float(chances[row]) for place, row in _places(found).items()}


def _chances(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds.astype(np.float64)))
