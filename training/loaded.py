"""One command, data in, models/loaded-linear-en out: the word table, then the combination, then the card.

    python -m training.loaded                       everything (about 3 minutes on one core)
    python -m training.loaded --only combination    keep the word table, refit the combination (about 1 minute)

Run from the root of the repository with ``src`` on the path. Seeds are fixed and one thread is used.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before numpy is loaded
    os.environ[_name] = "1"

import argparse  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from dataclasses import replace  # noqa: E402
from pathlib import Path  # noqa: E402
from zlib import crc32  # noqa: E402

import numpy as np  # noqa: E402
from sklearn.metrics import average_precision_score, roc_auc_score  # noqa: E402
from training import corpora  # noqa: E402
from training.card import write_card, write_settings  # noqa: E402
from training.combination import CEILING, LINEAR_CHOICES, THRESHOLD, fit_combination, gold_features  # noqa: E402
from training.gold import gold_text, read_gold  # noqa: E402
from training.judged_words import type_lines  # noqa: E402
from training.opinion import fit_opinion, judged_rows  # noqa: E402
from training.word_fit import Design, Words, fit, make_design, make_words, to_table  # noqa: E402
from training.word_vectors import learn_vectors  # noqa: E402

from framing.grammar import identity_terms  # noqa: E402
from framing.scoring.evidence import END, NAME, PRONOUN, START, Reading, WordTable  # noqa: E402
from framing.scoring.loaded import LoadedScorer  # noqa: E402
from framing.scoring.opinion import OF_ENCODER, feature_names  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "loaded-linear-en"
HELD_OUT_ARTICLES = 3
HELD_OUT_OUTLETS = 5
LEAST_SEEN = 3


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
        make_words_part(options.data, options.out, log)
    start: dict[str, object] = {"intercept": 0.0, "weights": {}, "threshold": THRESHOLD, "ceiling": CEILING}
    write_settings(options.out, {**start, "opinion": {"intercept": 0.0, "weights": {}}})
    write_card(options.out)
    if options.only != "words":
        scorer = LoadedScorer.load(options.out, fast=True)
        features = gold_features(read_gold(options.data), scorer, fast=False)
        log(f"sentences with writer's words: {int(features.usable.sum())}, loaded: {int(features.loaded.sum())}")
        combination = fit_combination(features, LINEAR_CHOICES)
        for name, weight in combination.weights.items():
            log(f"  {name:<10} {weight:+.3f}")
        log(f"features: {combination.chosen}; penalty {combination.strength:g}")
        write_settings(options.out, {"intercept": combination.intercept, "weights": combination.weights})
        without = [name for name in feature_names() if name not in OF_ENCODER]
        intercept, weights = fit_opinion(judged_rows(options.data, scorer, fast=True), without)
        write_settings(options.out, {"opinion": {"intercept": intercept, "weights": weights}})
    write_card(options.out)
    log(f"wrote {options.out.name}")


def make_words_part(data: Path, out: Path, log: Callable[[str], None]) -> None:
    """Take the data folder; write the word table into ``out``, with its figures on held-out articles and outlets."""
    identity = identity_terms()
    common = corpora.common_words(row["text"] for row in corpora.read_rows(data, "allsides_sample"))
    reading = Reading(common=common, identity=identity)
    log(f"{len(common)} words are mostly written in lower case; {len(identity)} identity terms are masked")
    vectors = learn_vectors(
        corpora.running_text((row["text"] for row in corpora.read_rows(data, "allsides_sample")), reading)
    )
    log(f"vectors of {len(vectors.words)} types")
    avoid = gold_text(read_gold(data))
    articles, dropped = corpora.marked_articles(data, reading, avoid)
    judged, labels, outlets, dropped_sentences = corpora.judged_sentences(data, reading, avoid)
    spans = [line for article in articles for line in article]
    graded, graded_outlets = type_lines(data, reading)
    log(f"{len(articles)} articles with spans ({dropped} paragraphs left out for shared text)")
    log(f"{len(judged)} sentences with a label ({dropped_sentences} left out), {len(graded)} with judged words")

    seen = Counter(kind for line in (*spans, *graded, *judged) for kind in line.types)
    in_spans = Counter(kind for line in (*spans, *graded) for kind in line.types)
    kinds = list(dict.fromkeys((START, END, NAME, PRONOUN, *vectors.words, *sorted(common), *seen)))
    design = make_design(kinds, seen, in_spans, vectors)
    span_words = make_words([*spans, *graded], design.place)
    judged_words = make_words(judged, design.place)
    y = np.array(labels)
    of_line = np.repeat(np.arange(len(articles)), [len(article) for article in articles])
    away = [*(of_line % HELD_OUT_ARTICLES == 0), *map(is_away, graded_outlets)]
    figures = held_out(design, span_words, np.array(away), len(spans), judged_words, y, outlets)
    for name, value in figures.items():
        log(f"  {name} {value:.3f}")
    fitted = fit(design, span_words, judged_words, y)
    log(f"fitted in {fitted.steps} steps on {len(span_words.kind)} + {len(judged_words.kind)} words")
    wanted = {START, END, *vectors.words, *common}
    kept = [kind for kind in kinds if kind in wanted or seen[kind] >= LEAST_SEEN]
    write_table(out, to_table(design, fitted, kept), reading)
    in_articles = span_words.line < len(spans)
    counts = {
        "articles": len(articles),
        "marked_words": int(span_words.marked[in_articles].sum()),
        "sentences": len(judged),
        "judged": len(graded),
        "judged_words": int(span_words.marked[~in_articles].sum()),
    }
    write_settings(out, {"held_out": figures, "learned_from": counts})


def is_away(outlet: str) -> bool:
    """Take an outlet; return whether it is kept out where the word table is measured."""
    return crc32(outlet.encode()) % HELD_OUT_OUTLETS == 0


def held_out(
    design: Design,
    span_words: Words,
    away: np.ndarray,
    spans: int,
    judged_words: Words,
    labels: np.ndarray,
    outlets: list[str],
) -> dict[str, float]:
    """Fit without the lines that are kept away and without a fifth of the outlets; return how well those are ranked.

    The first ``spans`` lines are annotators' spans, the others judged words.
    """
    out_outlet = np.array([is_away(outlet) for outlet in outlets])
    number = np.cumsum(~out_outlet) - 1
    kept = judged_words.where(~out_outlet[judged_words.line])
    kept = replace(kept, line=number[kept.line])
    out = away[span_words.line]
    fitted = fit(design, span_words.where(~out), kept, labels[~out_outlet])
    test = span_words.where(out & (span_words.line < spans))
    said = span_words.where(out & (span_words.line >= spans))
    odds = fitted.log_odds(test)
    lines = fitted.line_evidence(judged_words, len(labels), judged=True)[out_outlet]
    figures = {
        "word_auc": roc_auc_score(test.marked, odds),
        "word_ap": average_precision_score(test.marked, odds),
        "word_rate": test.marked.mean(),
        "judged_word_ap": average_precision_score(said.marked, fitted.log_odds(said)),
        "judged_word_rate": said.marked.mean(),
        "sentence_auc": roc_auc_score(labels[out_outlet], lines),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def write_table(out: Path, table: WordTable, reading: Reading) -> None:
    """Take the word table; write ``weights.npz`` (plain arrays, half precision) and its part of ``settings.json``."""
    words = list(table.rows)
    np.savez_compressed(
        out / "weights.npz",
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        rows=np.array([table.rows[word] for word in words]).astype(np.float16),
        sense=np.array([table.sense.get(word, 0.0) for word in words]).astype(np.float16),
        common=np.array([word in reading.common for word in words]),
        grams=np.frombuffer("\n".join(table.grams).encode(), np.uint8),
        gram_weights=np.array(list(table.grams.values())).astype(np.float16),
    )
    numbers = {"word_intercept": table.intercept, "unknown": table.unknown, "hyphen": table.hyphen, "ly": table.ly}
    values: dict[str, object] = {name: round(value, 5) for name, value in numbers.items()}
    write_settings(out, {**values, "identity": sorted(reading.identity)})


if __name__ == "__main__":
    main()
