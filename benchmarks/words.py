"""Marked words in, tables out: of the letters that people or judges marked, how many our evidence marks too.

Two sets that the encoder did not learn from. ``se23_spans``, every sixth article: the word table learned from all of
them, so it has no row here; ``training.loaded`` prints what it reaches on held-out articles. Annotators marked both
voices, so quotations are read as if they were the writer's words. And the sentences of ``training.judged_words`` of
outlets that were held out, in the writer's words alone: judged by language models, not by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score
from training.corpora import read_rows
from training.encoder_data import HELD_OUT, TAGS, held_out
from training.judged_words import judged_rows

from benchmarks.articles import Figures
from framing.lexicon import load
from framing.pipeline import parse
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article, ParsedArticle

LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
CUES = "lexicon: loaded wording, epithets"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A text as it is read, the places that were marked in it, and the number of its article."""

    parsed: ParsedArticle
    spans: tuple[tuple[int, int], ...]
    article: int


def annotated(data: Path) -> Iterator[MarkedText]:
    """Take the data folder; yield the articles with annotators' spans that the encoder did not learn from."""
    rows = [row for row in read_rows(data, "se23_spans") if row["labels"]["spans"] is not None]
    for number, row in enumerate(rows):
        if number % HELD_OUT == 0:
            parsed = parse(Article(id="a", text=row["text"], language="en"), fast=True)
            own = replace(parsed, tokens=replace(parsed.tokens, quote=(-1,) * len(parsed.tokens)))
            spans = tuple((s["start"], s["end"]) for s in row["labels"]["spans"] if s["tag"] in TAGS[0])
            yield MarkedText(parsed=own, spans=spans, article=number)


def judged(data: Path) -> Iterator[MarkedText]:
    """Take the data folder; yield the judged sentences of outlets that the encoder did not learn from."""
    for number, (row, found) in enumerate(judged_rows(data)):
        for one in found if held_out(row["outlet"] or "") else ():
            text = row["text"][one.start : one.end]
            spans = tuple((low - one.start, high - one.start) for low, high in one.words)
            yield MarkedText(
                parsed=parse(Article(id="a", text=text, language="en"), fast=True), spans=spans, article=number
            )


def marked_words(data: Path, slow: LoadedScorer) -> dict[str, Figures]:
    """Take the data folder and the shipped model; print precision and recall by letter; return figures."""
    return {
        "se23_words": _table("SemEval-2023 Task 3, every sixth article, by letter", annotated(data), slow),
        "judged_words": _table("judged sentences of outlets held out, by letter", judged(data), slow),
    }


def _table(name: str, texts: Iterable[MarkedText], slow: LoadedScorer) -> Figures:
    lexicon = LexiconScorer(load())
    truth, chance, by_lexicon, article = [], [], [], []
    for marked in texts:
        parsed = marked.parsed
        text = parsed.article.text
        gold, said, cue = np.zeros(len(text), bool), np.zeros(len(text)), np.zeros(len(text), bool)
        for low, high in marked.spans:
            gold[low:high] = True
        for word in slow.contributions(parsed):
            said[word.span.start : word.span.end] = -np.expm1(-word.evidence)
        for finding in lexicon.score(parsed, ()).findings:
            if finding.family == "L" or finding.category == "epithet_label":
                cue[finding.span.start : finding.span.end] |= finding.score > 0
        letters = np.array([char.isalnum() for char in text], bool)
        truth.append(gold[letters])
        chance.append(said[letters])
        by_lexicon.append(cue[letters])
        article.append(np.full(int(letters.sum()), marked.article))
    y, p, cue, group = map(np.concatenate, (truth, chance, by_lexicon, article))
    print(f"\n{name}: {len(truth)} texts; {100 * y.mean():.1f} % of letters are marked")
    print(f"{'':36}{'precision':>10}{'':16}{'recall':>8}{'':16}{'F1':>7}")
    found: Figures = {"measured_on": name, "rate": round(float(y.mean()), 4)}
    rows = {
        CUES: ("lexicon", cue),
        **{f"encoder, words from {level:g}": (f"encoder_{round(100 * level)}", p >= level) for level in LEVELS},
        "encoder from 0.3, or lexicon": (None, (p >= 0.3) | cue),
    }
    for row, (key, said) in rows.items():
        values, bounds = _figures(y, said, group)
        cells = "".join(f"{v:10.3f} [{a:.3f}, {b:.3f}]" for v, (a, b) in zip(values, bounds, strict=True))
        print(f"{row:36}{cells}")
        if key:
            found |= {f"{key}_precision": round(values[0], 3), f"{key}_recall": round(values[1], 3)}
    ap = float(average_precision_score(y, p))
    print(f"average precision of the encoder by letter {ap:.3f}")
    return {**found, "ap": round(ap, 3)}


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
