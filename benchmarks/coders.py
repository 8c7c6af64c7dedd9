"""One command, a table out: ``validate score`` beside the project's own quality benchmark, on the same labels.

    python -m benchmarks.coders            all of both sets (some minutes)
    python -m benchmarks.coders --rows 300 only so many articles' sentences of each set

The labels of ``basil_dev`` and ``babe`` are written as a coder's CSV, what the tool says of each sentence as a key, and
both are read and scored as a user's files are. Each figure must equal scikit-learn's from the arrays, and, for all of
the data, the one that the quality benchmark wrote into the model's card; the last column says whether it does.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, precision_score, recall_score, roc_auc_score
from training.combination import ENCODER_CHOICES, THRESHOLD, cross_validated, gold_features
from training.corpora import read_rows
from training.gold import read_gold

from benchmarks.articles import REPEATS
from benchmarks.single import read
from framing.lexicon import load
from framing.model_cards import find_model, read_card
from framing.safe_files import write_text
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import ENCODER
from framing.validation.coded import read_coder
from framing.validation.items import Item, Tool
from framing.validation.key import Key, key_text, read_key
from framing.validation.score import Scored, score

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """A labelled set with what the tool says: text, group (event or article), label and chance of each sentence, the
    latter once a run; and where the figures stand in the card.
    """

    name: str
    text: tuple[str, ...]
    group: tuple[str, ...]
    loaded: np.ndarray
    runs: tuple[np.ndarray, ...]
    card: str


def as_files(labels: Labels, chances: np.ndarray, folder: Path) -> tuple[Path, Path]:
    """Take labels and the chances of a run; write the key and the coder's sheet; return their paths."""
    items = tuple(
        Item(
            id=f"s{number}",
            article=group,
            index=number,
            text=text,
            before="",
            after="",
            outlet="",
            tool=Tool(
                state="marked" if chance >= THRESHOLD else "checked",
                voice="writer",
                loaded=float(chance),
                writer="L" if chance >= THRESHOLD else "",
            ),
        )
        for number, (text, group, chance) in enumerate(zip(labels.text, labels.group, chances, strict=True))
    )
    key = Key(
        unit="sentence",
        criterion="chance",
        threshold=THRESHOLD,
        seed=1,
        strata=(),
        variables=("loaded",),
        shown=False,
        articles=len(set(labels.group)),
        repeated=0,
        made_with={},
        population=None,
        items=items,
    )
    write_text(folder / "key.json", key_text(key))
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["item", "text", "loaded"])
        writer.writerows(
            [item.id, item.text, "yes" if loaded else "no"] for item, loaded in zip(items, labels.loaded, strict=True)
        )
    return folder / "key.json", folder / "labels.csv"


def scored(labels: Labels, chances: np.ndarray) -> Scored:
    """Take labels and the chances of a run; return what ``validate score`` makes of their files."""
    with tempfile.TemporaryDirectory() as folder:
        key_file, sheet = as_files(labels, chances, Path(folder))
        key = read_key(key_file)
        coder, faults = read_coder(sheet, key)
        assert not faults, faults[0]
        return score(key, [coder])


#: What the card calls a figure.
IN_CARD = {
    "precision": "precision_at_threshold",
    "recall": "recall_at_threshold",
    "share loaded": "rate",
}


def mine(labels: Labels, chances: np.ndarray) -> dict[str, float]:
    """Take labels and the chances of a run; return the figures of ``validate score``."""
    found = scored(labels, chances)
    assert found.main is not None and found.levels is not None
    figures = found.main.figures
    return {
        "precision": figures["precision"].value or 0.0,
        "recall": figures["recall"].value or 0.0,
        "share loaded": figures["prevalence"].value or 0.0,
        "AUC": found.levels.auc,
        "average precision": found.levels.average_precision,
    }


def theirs(labels: Labels, p: np.ndarray) -> dict[str, float]:
    """Take labels and the chances of a run; return what scikit-learn makes of them."""
    y = labels.loaded
    return {
        "precision": precision_score(y, p >= THRESHOLD),
        "recall": recall_score(y, p >= THRESHOLD),
        "share loaded": y.mean(),
        "AUC": roc_auc_score(y, p),
        "average precision": average_precision_score(y, p),
    }


def lines(labels: Labels, card: dict[str, float] | None) -> Iterator[tuple[str, float, float | None, float | None]]:
    """Take labels and the card's figures; yield each figure: ours, scikit-learn's, the card's (means over runs)."""
    ours = [mine(labels, run) for run in labels.runs]
    other = [theirs(labels, run) for run in labels.runs]
    for name in ours[0]:
        stored = (
            None
            if card is None
            else card.get(IN_CARD.get(name, ""))
            if labels.card == "basil_dev"
            else (card["auc"] if name == "AUC" else None)
        )
        known = float(np.mean([one[name] for one in other])) if name in other[0] else None
        yield name, float(np.mean([one[name] for one in ours])), known, stored


def basil(data: Path, scorer: LoadedScorer, *, rows: int | None) -> Labels:
    """Return whole articles, with chances from models that did not see their event."""
    gold = read_gold(data)[:rows]
    features = gold_features(gold, scorer, fast=False)
    return Labels(
        name="basil_dev",
        text=features.text,
        group=tuple(f"e{event}" for event in features.event),
        loaded=features.loaded,
        runs=tuple(cross_validated(features, ENCODER_CHOICES, seed=seed) for seed in range(REPEATS)),
        card="basil_dev",
    )


def babe(data: Path, scorer: LoadedScorer, *, rows: int | None) -> Labels:
    """Return single sentences, with the chances of the shipped model."""
    found = [row for row in read_rows(data, "babe") if row["labels"]["bias"] is not None][:rows]
    return Labels(
        name="babe",
        text=tuple(row["text"] for row in found),
        group=tuple(row["group"] or row["id"] for row in found),
        loaded=np.array([bool(row["labels"]["bias"]) for row in found]),
        runs=(read(found, scorer, LexiconScorer(load()), fast=False).loaded,),
        card="babe",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--rows", type=int, default=None, help="only the first articles of basil_dev, rows of babe")
    options = parser.parse_args(arguments)
    if not (options.data / "basil_dev.jsonl.gz").exists():
        print(f"coders: no data at {options.data}; give --data")
        raise SystemExit(2)
    scorer = LoadedScorer.load()
    figures = read_card(find_model(ENCODER)).data["figures"]
    differ = 0
    for labels in (make(options.data, scorer, rows=options.rows) for make in (basil, babe)):
        print(
            f"{labels.name}: {len(labels.loaded)} sentences, {int(labels.loaded.sum())} loaded; {len(labels.runs)} runs"
        )
        print(f"  {'':20}{'validate score':>15}{'scikit-learn':>15}{'card':>9}")
        for name, ours, other, card in lines(labels, None if options.rows else figures[labels.card]):
            equal = other is None or abs(ours - other) < 1e-9
            near = card is None or abs(ours - card) < (0.00051 if card > 0.05 else 0.000051)
            differ += not (equal and near)
            told = f"{'' if other is None else format(other, '.6f'):>15}{'' if card is None else format(card, 'g'):>9}"
            print(f"  {name:20}{ours:15.6f}{told}  {'equal' if equal and near else 'DIFFERS'}")
    raise SystemExit(1 if differ else 0)


if __name__ == "__main__":
    main()
