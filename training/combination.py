"""Features of labelled sentences in, the weights of the combination out, and its figures by nested cross-validation.

A penalised logistic function with weights that cannot be negative (more evidence never lowers the probability). Which group of
features is used and how strong the penalty is are chosen inside the training events only, by log-loss; events never straddle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from framing.scoring.loaded import FEATURES, read_words, sentence_evidence
from framing.scoring.evidence import word_types
from framing.types import FAMILIES, Finding, ParsedArticle
from training.gold import GoldArticle, parsed_gold, regroup_findings

CUES = tuple(f"cues_{family}" for family in FAMILIES)
#: Groups of features to choose among, by name.
CHOICES: dict[str, tuple[str, ...]] = {
    "words": ("evidence",),
    "words, opening": ("evidence", "opening"),
    "words, opening, form": ("evidence", "opening", "scare", "dash", "aside"),
    "words, opening, cues": ("evidence", "opening", *CUES),
    "words, opening, form, cues": FEATURES,
}
STRENGTHS = (0.01, 0.03, 0.1, 0.3)
INNER_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Labelled sentences, one row each: features, label, article and event numbers, text and number of writer's words.

    ``usable`` rows have at least one writer's word; the others get 0.0 by rule and are only measured.
    """

    matrix: np.ndarray
    loaded: np.ndarray
    article: np.ndarray
    event: np.ndarray
    usable: np.ndarray
    writer_words: np.ndarray
    evidence: np.ndarray
    text: tuple[str, ...]
    own_text: tuple[str, ...]


def _lexicon_findings(parsed: ParsedArticle) -> tuple[Finding, ...]:
    """Return the findings of the shipped lexicon."""
    from functools import cache

    return _lexicon().score(parsed, ()).findings if cache else ()


def gold_features(articles: Sequence[GoldArticle], folder: Path, *, fast: bool) -> Features:
    """Take labelled articles and the model's folder; return the features of every labelled sentence."""
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    reading, table = read_words((folder / "weights.npz").read_bytes(), settings)
    columns: dict[str, list] = {name: [] for name in ("row", "loaded", "article", "event", "words", "evidence", "text", "own")}
    events = {event: number for number, event in enumerate(dict.fromkeys(gold.event for gold in articles))}
    for number, (gold, parsed, regrouped, labelled) in enumerate(parsed_gold(list(articles), fast=fast)):
        findings = regroup_findings(_lexicon_findings(parsed), regrouped)
        values = table.evidence(regrouped.tokens, word_types(regrouped.tokens, gold.article.text, reading))
        found = {s.index: s for s in sentence_evidence(regrouped, findings, values)}
        own = _own_text(regrouped)
        for at, index in enumerate(labelled):
            sentence = found.get(index)
            columns["row"].append([0.0] * len(FEATURES) if sentence is None else [sentence.features[n] for n in FEATURES])
            columns["loaded"].append(bool(gold.loaded[at]))
            columns["article"].append(number)
            columns["event"].append(events[gold.event])
            columns["words"].append(0 if sentence is None else sentence.writer_words)
            columns["evidence"].append(0.0 if sentence is None else sentence.evidence)
            columns["text"].append(gold.spans[at].text(gold.article.text))
            columns["own"].append(own.get(index, ""))
    words = np.array(columns["words"])
    return Features(
        matrix=np.array(columns["row"]),
        loaded=np.array(columns["loaded"]),
        article=np.array(columns["article"]),
        event=np.array(columns["event"]),
        usable=words > 0,
        writer_words=words,
        evidence=np.array(columns["evidence"]),
        text=tuple(columns["text"]),
        own_text=tuple(columns["own"]),
    )
