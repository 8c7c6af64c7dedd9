"""Single sentences in, a table out: how well loaded sentences are told apart where half of them are.

The shared ``babe``, on which nothing is trained; only the threshold is fitted there, on the training part of each
split: by article, and leaving each outlet out. Intervals are bootstraps over articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from training.combination import own_text
from training.corpora import read_rows

from benchmarks.articles import SAMPLES, Figures
from benchmarks.baselines import textblob, vader
from framing.lexicon import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a model says of each row: the probability, the encoder's evidence and sentence head, the writer's words."""

    loaded: np.ndarray
    encoder: np.ndarray
    whole: np.ndarray
    words: np.ndarray
    own: tuple[str, ...]


def read(rows: Sequence[dict[str, Any]], scorer: LoadedScorer, lexicon: LexiconScorer, *, fast: bool) -> Read:
    """Take labelled rows and a model; return what it says of each, the highest where a row has several sentences, as
    ``framing models evaluate`` does.
    """
    scorer = scorer.for_rows([row["text"] for row in rows])
    articles = [Article(id=str(n), text=row["text"], language="en") for n, row in enumerate(rows)]
    loaded, encoder, whole, words, own = [], [], [], [], []
    for parsed in parse_all(articles, fast=fast):
        findings = lexicon.score(parsed, ()).findings
        found = scorer.evidence(parsed, findings)
        chance = [scorer.model.combination.probability(sentence) for sentence in found]
        loaded.append(max(chance, default=0.0))
        encoder.append(sum(np.exp(s.features["encoder"]) for s in found))
        heads = [s.features["whole"] for s in found if s.writer_words]
        whole.append(max(heads, default=-10.0))
        words.append(sum(s.writer_words for s in found))
        own.append(" ".join(own_text(parsed).values()))
    return Read(
        loaded=np.array(loaded), encoder=np.array(encoder), whole=np.array(whole), words=np.array(words, float),
        own=tuple(own),
    )  # fmt: skip


def macro_f1(y: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Take labels and predictions (one column a threshold, or a single one); return macro-F1 a column."""
    truth = y[:, None]
    said = said.reshape(len(y), -1)
    hit, wrong = (said & truth).sum(axis=0), (said ^ truth).sum(axis=0) / 2
    right = (~said & ~truth).sum(axis=0)
    return (hit / np.maximum(hit + wrong, 1e-9) + right / np.maximum(right + wrong, 1e-9)) / 2


def best_level(y: np.ndarray, score: np.ndarray) -> float:
    """Take labels and a score; return the level with the best macro-F1."""
    steps = np.unique(np.quantile(score, np.linspace(0.02, 0.98, 97)))
    return float(steps[int(np.argmax(macro_f1(y, score[:, None] >= steps)))])


def by_split(y: np.ndarray, score: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Take labels, a score and folds; return predictions, each with the threshold that was best in the other folds."""
    out = np.zeros(len(y), bool)
    for held in np.unique(fold):
        train = fold != held
        out[~train] = score[~train] >= best_level(y[train], score[train])
    return out


def single_sentences(data: Path, slow: LoadedScorer, quick: LoadedScorer) -> dict[str, Figures]:
    """Take the data folder and both models; print the table on single sentences; return figures for the card."""
    rows = [row for row in read_rows(data, "babe") if row["labels"]["bias"] is not None]
    lexicon = LexiconScorer(load())
    y = np.array([bool(row["labels"]["bias"]) for row in rows])
    full, fast = read(rows, slow, lexicon, fast=False), read(rows, quick, lexicon, fast=True)
    whole = [row["text"] for row in rows]
    groups = {"link": [row["group"] or row["id"] for row in rows], "outlet": [row["outlet"] for row in rows]}
    names = {key: {name: at for at, name in enumerate(dict.fromkeys(values))} for key, values in groups.items()}
    number = {key: np.array([names[key][value] for value in values]) for key, values in groups.items()}
    order = np.random.default_rng(5).permutation(len(names["link"]))
    grouped = order[number["link"]] % 5
    scores = {
        "loaded (shipped, never saw babe)": full.loaded,
        "loaded, fast path": fast.loaded,
        "  encoder's word evidence": full.encoder,
        "  encoder's sentence head": full.whole,
        "baseline: writer's words": full.words,
        "baseline: VADER": vader(whole),
        "baseline: VADER, writer's words": vader(full.own),
        "baseline: TextBlob": textblob(whole),
        "baseline: TextBlob, writer's words": textblob(full.own),
    }
    print(f"\nbabe: {len(rows)} single sentences, {100 * y.mean():.1f} % biased; only the threshold is fitted on them.")
    print(f"{'':36} macro-F1: by article {'':15} leave-outlet-out {'':15} AUC    within outlets")
    figures: dict[str, Figures] = {}
    for name, score in scores.items():
        cells = []
        for fold in (grouped, number["outlet"]):
            p = by_split(y, score, fold)
            cells.append((float(macro_f1(y, p)[0]), *f1_interval(y, p, number["link"])))
        inside = [roc_auc_score(y[rows_], score[rows_]) for rows_ in _outlets(number["outlet"], y)]
        auc = roc_auc_score(y, score)
        low, high = auc_interval(y, score, number["link"])
        shown = "   ".join(f"{value:10.3f} [{a:.3f}, {b:.3f}]" for value, a, b in cells)
        print(f"{name:36} {shown} {auc:10.3f} [{low:.3f}, {high:.3f}] {np.mean(inside):8.3f}")
        figures[name] = {
            "macro_f1_by_article": round(float(cells[0][0]), 3),
            "macro_f1_by_article_low": round(cells[0][1], 3),
            "macro_f1_by_article_high": round(cells[0][2], 3),
            "macro_f1_leave_outlet_out": round(float(cells[1][0]), 3),
            "auc": round(float(auc), 3),
            "auc_low": round(low, 3),
            "auc_high": round(high, 3),
        }
    said = "BABE; only the threshold is fitted there"
    return {
        "babe": {"measured_on": said, **figures["loaded (shipped, never saw babe)"]},
        "babe_fast": {"measured_on": said, **figures["loaded, fast path"]},
        "babe_baselines": {
            f"{key}_{measure}": figures[f"baseline: {name}"][measure]
            for key, name in (("writer_words", "writer's words"), ("vader", "VADER"), ("textblob", "TextBlob"))
            for measure in ("macro_f1_by_article", "macro_f1_leave_outlet_out", "auc")
        },
    }


def auc_interval(y: np.ndarray, score: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Take labels, a score and articles; return the 95 % bootstrap interval of the AUC, drawing whole articles."""
    rng = np.random.default_rng(1)
    size = int(group.max()) + 1
    order = np.argsort(group, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(group, minlength=size))[:-1])
    values = []
    for _ in range(300):
        drawn = np.concatenate([rows[n] for n in rng.integers(0, size, size)])
        values.append(roc_auc_score(y[drawn], score[drawn]))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def _outlets(outlet: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    rows = [outlet == number for number in np.unique(outlet)]
    return [r for r in rows if r.sum() >= 50 and 5 <= y[r].sum() <= r.sum() - 5]


def f1_interval(y: np.ndarray, p: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Take labels, predictions and articles; return the 95 % bootstrap interval of macro-F1, drawing whole articles."""
    rng = np.random.default_rng(1)
    size = int(group.max()) + 1
    cells = np.zeros((size, 4))
    for at, (truth, said) in enumerate(zip(y, p, strict=True)):
        cells[group[at], 2 * int(truth) + int(said)] += 1
    values = []
    for _ in range(SAMPLES):
        tn, fp, fn, tp = cells[rng.integers(0, size, size)].sum(axis=0)
        values.append((tp / (tp + (fp + fn) / 2) + tn / (tn + (fp + fn) / 2)) / 2)
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
