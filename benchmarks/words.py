"""Articles with marked words in, a table out: of the letters that annotators marked, how many our evidence marks too.

The shared ``se23_spans``, the articles that the encoder did not learn from (every sixth). The word table learned from
all of them, so it has no row here; ``training.loaded`` prints what it reaches on held-out articles. Both voices count,
since annotators marked both: quotations are read as if they were the writer's words.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score
from training.corpora import read_rows
from training.encoder_data import HELD_OUT, TAGS

from benchmarks.articles import Figures
from framing.lexicons import load
from framing.pipeline import parse
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article

LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)


def marked_words(data: Path, slow: LoadedScorer) -> dict[str, Figures]:
    """Take the data folder and the shipped model; print precision and recall by letter; return figures."""
    lexicon = LexiconScorer(load())
    rows = [row for row in read_rows(data, "se23_spans") if row["labels"]["spans"] is not None]
    truth, chance, by_lexicon, article = [], [], [], []
    for number, row in enumerate(rows):
        if number % HELD_OUT:
            continue
        text = row["text"]
        parsed = parse(Article(id="a", text=text, language="en"), fast=True)
        own = replace(parsed, tokens=replace(parsed.tokens, quote=(-1,) * len(parsed.tokens)))
        gold, said, cue = np.zeros(len(text), bool), np.zeros(len(text)), np.zeros(len(text), bool)
        for span in row["labels"]["spans"]:
            if span["tag"] in TAGS[0]:
                gold[span["start"] : span["end"]] = True
        for word in slow.contributions(own):
            said[word.span.start : word.span.end] = -np.expm1(-word.evidence)
        for finding in lexicon.score(own, ()).findings:
            if finding.family == "L" or finding.category == "epithet_label":
                cue[finding.span.start : finding.span.end] |= finding.score > 0
        letters = np.array([char.isalnum() for char in text], bool)
        truth.append(gold[letters])
        chance.append(said[letters])
        by_lexicon.append(cue[letters])
        article.append(np.full(int(letters.sum()), number))
    y, p, cue, group = map(np.concatenate, (truth, chance, by_lexicon, article))
    print(
        f"\nse23_spans: {len(truth)} articles that the encoder never saw; {100 * y.mean():.1f} % of letters are marked"
    )
    print(f"{'':36}{'precision':>10}{'':16}{'recall':>8}{'':16}{'F1':>7}")
    found: Figures = {
        "measured_on": "SemEval-2023 Task 3, every sixth article, by letter",
        "rate": round(float(y.mean()), 4),
    }
    named = {
        "lexicon: loaded wording, epithets": cue,
        **{f"encoder, words from {level:g}": p >= level for level in LEVELS},
    }
    named["encoder from 0.3, or lexicon"] = (p >= 0.3) | cue
    for name, said in named.items():
        values, bounds = _figures(y, said, group)
        cells = "".join(f"{v:10.3f} [{a:.3f}, {b:.3f}]" for v, (a, b) in zip(values, bounds, strict=True))
        print(f"{name:36}{cells}")
        key = {"lexicon: loaded wording, epithets": "lexicon"}.get(name, name)
        for level in LEVELS:
            key = key.replace(f"encoder, words from {level:g}", f"encoder_{round(100 * level)}")
        if " " not in key:
            found |= {f"{key}_precision": round(values[0], 3), f"{key}_recall": round(values[1], 3)}
    ap = float(average_precision_score(y, p))
    print(f"average precision of the encoder by letter {ap:.3f}")
    return {"se23_words": {**found, "ap": round(ap, 3)}}


def _figures(y: np.ndarray, said: np.ndarray, group: np.ndarray) -> tuple[list[float], list[tuple[float, float]]]:
    """Return precision, recall and F1 by letter, and their bootstrap intervals over articles."""
    places = np.unique(group, return_inverse=True)[1]
    cells = np.stack([np.bincount(places, weights=w) for w in (y & said, ~y & said, y & ~said)], axis=1)

    def both(counts: np.ndarray) -> np.ndarray:
        hit, false, missed = counts
        return np.array(
            [hit / max(hit + false, 1), hit / max(hit + missed, 1), 2 * hit / max(2 * hit + false + missed, 1)]
        )

    rng = np.random.default_rng(1)
    draws = np.array([both(cells[rng.integers(0, len(cells), len(cells))].sum(0)) for _ in range(1000)])
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    return [float(v) for v in both(cells.sum(0))], [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
