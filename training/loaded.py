"""One command, data in, models/loaded-linear-en out: the word table, then the combination, then the card.

    python -m training.loaded                       everything (about 6 minutes on one core)
    python -m training.loaded --only combination    keep the word table, refit the combination (about 1 minute)

Run from the root of the repository with ``src`` on the path. Seeds are fixed and one thread is used.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before numpy is loaded
    os.environ[_name] = "1"

import argparse  # noqa: E402
import json  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from sklearn.metrics import average_precision_score, roc_auc_score  # noqa: E402

from framing.scoring.evidence import END, NAME, PRONOUN, START, Reading, WordTable  # noqa: E402
from training import corpora  # noqa: E402
from training.card import write_card  # noqa: E402
from training.combination import fit_combination, gold_features  # noqa: E402
from training.gold import gold_text, read_gold  # noqa: E402
from training.word_fit import Words, fit, make_design, make_words, to_table  # noqa: E402
from training.word_vectors import learn_vectors  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "loaded-linear-en"
HELD_OUT = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the model's files and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the model")
    parser.add_argument("--only", choices=("words", "combination"), help="make only this part anew")
    options = parser.parse_args(arguments)
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    options.out.mkdir(parents=True, exist_ok=True)
    if options.only != "combination":
        figures = make_words_part(options.data, options.out, log)
        _update(options.out / "settings.json", {"figures_words": figures})
    if options.only != "words":
        features = gold_features(read_gold(options.data), options.out, fast=False)
        log(f"labelled sentences with writer's words: {int(features.usable.sum())}, loaded: {int(features.loaded.sum())}")
        combination = fit_combination(features)
        for name, weight in combination.weights.items():
            log(f"  {name:<10} {weight:+.3f}")
        _update(options.out / "settings.json", {"intercept": combination.intercept, "weights": combination.weights})
        log(f"penalty chosen: C = {combination.strength:g}; features: {combination.chosen}")
    write_card(options.out)
    log(f"wrote {options.out.name}")


def _update(path: Path, values: dict[str, object]) -> None:
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.update(values)
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def make_words_part(data: Path, out: Path, log: Callable[[str], None]) -> dict[str, float]:  # noqa: F821
    """Take the data folder; write the word table into ``out`` and return its figures on held-out articles and outlets."""
    identity = corpora.read_identity(ROOT / "training" / "identity_terms.txt")
    common = corpora.common_words(row["text"] for row in corpora.read_rows(data, "allsides_sample"))
    reading = Reading(common=common, identity=identity)
    log(f"{len(common)} words are mostly written in lower case; {len(identity)} identity terms are masked")
    vectors = learn_vectors(corpora.running_text((row["text"] for row in corpora.read_rows(data, "allsides_sample")), reading))
    log(f"vectors of {len(vectors.words)} types")
    avoid = gold_text(read_gold(data))
    articles, dropped = corpora.marked_articles(data, reading, avoid)
    judged, labels, outlets, dropped_sentences = corpora.judged_sentences(data, reading, avoid)
    spans = [line for article in articles for line in article]
    log(f"{len(articles)} articles with spans ({dropped} paragraphs left out), {len(judged)} judged sentences ({dropped_sentences} left out)")

    seen = Counter(kind for line in (*spans, *judged) for kind in line.types)
    in_spans = Counter(kind for line in spans for kind in line.types)
    kinds = list(dict.fromkeys((START, END, NAME, PRONOUN, *vectors.words, *sorted(common), *seen)))
    design = make_design(kinds, seen, in_spans, vectors)
    span_words = make_words(spans, design.place)
    judged_words = make_words(judged, design.place)
    y = np.array(labels)
    of_article = np.repeat(np.arange(len(articles)), [len(article) for article in articles])[span_words.line]
    figures = _held_out(design, span_words, of_article, judged_words, y, outlets)
    for name, value in figures.items():
        log(f"  {name}: {value:.3f}")
    fitted = fit(design, span_words, judged_words, y)
    log(f"fitted in {fitted.steps} steps; a word is loaded at {1 / (1 + np.exp(-fitted.intercept)):.4f} before its weights")
    kept = [kind for kind in kinds if kind in common or kind in set_of(vectors.words) or seen[kind] >= 3 or kind in (START, END)]
    _write_table(out, to_table(design, fitted, kept), reading)
    return figures
