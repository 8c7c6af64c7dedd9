"""One command, tables out: how well loaded sentences are ranked in whole articles and told apart in single sentences.

    python -m benchmarks.quality            print the tables (``make quality``)
    python -m benchmarks.quality --card     also write the figures into the model's card

Whole articles: the shared ``basil_dev``, by cross-validation that never splits an event and chooses everything inside
the training events. Single sentences: the shared ``babe``, on which nothing is trained; only the threshold is fitted
there, on the training part of each split. Baselines run on the same sentences: the number of the writer's words,
VADER, TextBlob. Intervals are bootstraps over articles, or over events where events are the unit, 2,000 samples, seed
1.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score
from training.card import write_card, write_figures
from training.combination import CHOICES, THRESHOLD, Features, cross_validated, gold_features, own_text
from training.corpora import read_rows
from training.gold import read_gold

from framing.lexicons import load
from framing.pipeline import parse
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import FEATURES, LoadedScorer
from framing.types import Article

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "loaded-linear-en"
SAMPLES = 2000
REPEATS = 3


def vader(texts: Sequence[str]) -> np.ndarray:
    """Take texts; return VADER's strength of sentiment, either way."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return np.array([abs(analyzer.polarity_scores(text)["compound"]) for text in texts])


def textblob(texts: Sequence[str]) -> np.ndarray:
    """Take texts; return TextBlob's subjectivity."""
    from textblob.en import sentiment

    return np.array([sentiment(text)[1] for text in texts])


def by_article(features: Features, score: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take labelled features and a score a sentence; return AUC and average precision of each article with both
    kinds, and its event.
    """
    auc, precision, event = [], [], []
    for article in np.unique(features.article):
        rows = features.article == article
        y = features.loaded[rows]
        if y.any() and not y.all():
            auc.append(roc_auc_score(y, score[rows]))
            precision.append(average_precision_score(y, score[rows]))
            event.append(features.event[rows][0])
    return np.array(auc), np.array(precision), np.array(event)


def interval(values: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Take values and their groups; return the 95 % bootstrap interval of the mean, drawing whole groups."""
    rng = np.random.default_rng(1)
    groups = [values[group == g] for g in np.unique(group)]
    sums = np.array([g.sum() for g in groups])
    sizes = np.array([len(g) for g in groups])
    drawn = rng.integers(0, len(groups), (SAMPLES, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def print_articles(title: str, features: Features, scores: dict[str, list[np.ndarray]]) -> dict[str, dict[str, float]]:
    """Take named scores (several runs each); print a table of ranking within articles; return the figures."""
    print(f"\n{title}")
    print(f"{'':34} {'within-article AUC':>26} {'MAP':>26}  all sentences: AUC    AP")
    figures = {}
    for name, runs in scores.items():
        parts = [by_article(features, run) for run in runs]
        auc, precision = np.mean([p[0] for p in parts], axis=0), np.mean([p[1] for p in parts], axis=0)
        event = parts[0][2]
        pooled = float(np.mean([roc_auc_score(features.loaded, run) for run in runs]))
        ap = float(np.mean([average_precision_score(features.loaded, run) for run in runs]))
        a, m = interval(auc, event), interval(precision, event)
        print(
            f"{name:34} {auc.mean():14.3f} [{a[0]:.3f}, {a[1]:.3f}] {precision.mean():8.3f} [{m[0]:.3f}, {m[1]:.3f}]"
            f" {pooled:20.3f} {ap:5.3f}"
        )
        figures[name] = {
            "auc": round(float(auc.mean()), 3),
            "auc_low": round(a[0], 3),
            "auc_high": round(a[1], 3),
            "map": round(float(precision.mean()), 3),
            "map_low": round(m[0], 3),
            "map_high": round(m[1], 3),
        }
    return figures


def calibration(features: Features, p: np.ndarray) -> list[tuple[float, float, float, float, int]]:
    """Take labels and probabilities; return by band of probability its bounds, the mean probability, the share of
    loaded sentences and their number.
    """
    edges = (0.0, 1e-9, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
    bands = []
    for low, high in pairwise(edges):
        rows = (p >= low) & (p < high)
        if rows.any():
            mean, share = float(p[rows].mean()), float(features.loaded[rows].mean())
            bands.append((low, high, mean, share, int(rows.sum())))
    return bands


def whole_articles(data: Path) -> dict[str, dict[str, float | int | str]]:
    """Take the data folder; print the tables on whole articles; return figures for the card."""
    gold = read_gold(data)
    full = gold_features(gold, FOLDER, fast=False)
    quick = gold_features(gold, FOLDER, fast=True)
    rate = float(full.loaded.mean())
    events = len(np.unique(full.event))
    print(f"basil_dev: {len(gold)} articles, {events} events, {len(full.loaded)} sentences (titles are not labelled).")
    print(f"Loaded in the writer's voice: {int(full.loaded.sum())} ({100 * rate:.1f} %). ", end="")
    print(f"Without a word of the writer: {int((~full.usable).sum())}.")
    runs = [cross_validated(full, seed=seed) for seed in range(REPEATS)]
    fast = [cross_validated(quick, seed=seed) for seed in range(REPEATS)]
    plain = {f"  only: {name}": [cross_validated(full, choices=(name,))] for name in CHOICES}
    kinds = full.matrix[:, FEATURES.index("kinds")]
    scores = {
        "loaded (this model)": runs,
        "loaded, fast path (no parse)": fast,
        **plain,
        "sum of word evidence, untuned": [full.evidence],
        "kinds of cue alone, untuned": [kinds],
        "baseline: writer's words": [full.writer_words.astype(float)],
        "baseline: VADER, whole sentence": [vader(full.text)],
        "baseline: VADER, writer's words": [vader(full.own_text)],
        "baseline: TextBlob, whole": [textblob(full.text)],
        "baseline: TextBlob, writer's words": [textblob(full.own_text)],
    }
    figures = print_articles("Loaded sentences within whole articles (event-grouped, nested)", full, scores)
    flagged = np.array([run >= THRESHOLD for run in runs])
    precision = float(np.mean([full.loaded[flags].mean() for flags in flagged]))
    recall = float((flagged & full.loaded).sum(axis=1).mean() / full.loaded.sum())
    print(f"\nFrom {THRESHOLD:g}: precision {precision:.3f}, recall {recall:.3f}, ", end="")
    print(f"{flagged.sum(axis=1).mean() / len(gold):.1f} sentences an article.")
    print("Calibration (out of fold): mean probability, share loaded, sentences")
    bands = calibration(full, runs[0])
    for band in bands:
        print(f"  {band[2]:.3f}  {band[3]:.3f}  {band[4]}")
    main_figures = figures["loaded (this model)"]
    return {
        "basil_dev": {
            "measured_on": "BASIL, 40 events, event-grouped nested cross-validation, own-voice lexical sentences",
            **main_figures,
            "precision_at_threshold": round(float(precision), 3),
            "recall_at_threshold": round(float(recall), 3),
            "rate": round(rate, 4),
            "expected_rate": round(float(np.mean([run.mean() for run in runs])), 4),
        },
        "basil_dev_fast": {**figures["loaded, fast path (no parse)"]},
        "calibration": {
            name: [round(band[place], 3) for band in bands if band[1] > 1e-9]
            for place, name in enumerate(("low", "high", "predicted", "observed", "n"))
        },
        "basil_dev_baselines": {
            "writer_words_auc": figures["baseline: writer's words"]["auc"],
            "writer_words_map": figures["baseline: writer's words"]["map"],
            "vader_auc": figures["baseline: VADER, whole sentence"]["auc"],
            "vader_map": figures["baseline: VADER, whole sentence"]["map"],
            "textblob_auc": figures["baseline: TextBlob, whole"]["auc"],
            "textblob_map": figures["baseline: TextBlob, whole"]["map"],
        },
    }


def macro_f1(y: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Take labels and predictions (one column a threshold, or a single one); return macro-F1 a column."""
    truth = y[:, None]
    said = said.reshape(len(y), -1)
    hit, wrong = (said & truth).sum(axis=0), (said ^ truth).sum(axis=0) / 2
    right = (~said & ~truth).sum(axis=0)
    return (hit / np.maximum(hit + wrong, 1e-9) + right / np.maximum(right + wrong, 1e-9)) / 2


def by_split(y: np.ndarray, score: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Take labels, a score and folds; return predictions, each with the threshold that was best in the other folds."""
    out = np.zeros(len(y), bool)
    for held in np.unique(fold):
        train = fold != held
        steps = np.unique(np.quantile(score[train], np.linspace(0.02, 0.98, 97)))
        best = steps[int(np.argmax(macro_f1(y[train], score[train][:, None] >= steps)))]
        out[~train] = score[~train] >= best
    return out


def single_sentences(data: Path) -> dict[str, dict[str, float | int | str]]:
    """Take the data folder; print the table on single sentences; return figures for the card."""
    rows = [row for row in read_rows(data, "babe") if row["labels"]["bias"] is not None]
    scorer, lexicon = LoadedScorer.load(FOLDER), LexiconScorer(load())
    y = np.array([bool(row["labels"]["bias"]) for row in rows])
    loaded, words, texts = [], [], []
    for row in rows:
        parsed = parse(Article(id="s", text=row["text"]), fast=True)
        findings = lexicon.score(parsed, ()).findings
        values = [value for value in scorer.score(parsed, findings).loaded if value is not None]
        # A row may hold more than one of our sentences: it is loaded if any of them is.
        loaded.append(1 - float(np.prod([1 - value for value in values])))
        words.append(sum(1 for at, quote in enumerate(parsed.tokens.quote) if quote < 0 and parsed.tokens.word[at]))
        texts.append(" ".join(own_text(parsed).values()))
    whole = [row["text"] for row in rows]
    groups = {"link": [row["group"] or row["id"] for row in rows], "outlet": [row["outlet"] for row in rows]}
    names = {key: {name: at for at, name in enumerate(dict.fromkeys(values))} for key, values in groups.items()}
    number = {key: np.array([names[key][value] for value in values]) for key, values in groups.items()}
    order = np.random.default_rng(5).permutation(len(names["link"]))
    grouped = order[number["link"]] % 5
    scores = {
        "loaded (not trained on babe)": np.array(loaded),
        "baseline: writer's words": np.array(words, float),
        "baseline: VADER": vader(whole),
        "baseline: VADER, writer's words": vader(texts),
        "baseline: TextBlob": textblob(whole),
        "baseline: TextBlob, writer's words": textblob(texts),
    }
    print(f"\nbabe: {len(rows)} single sentences, {100 * y.mean():.1f} % biased; only the threshold is fitted on them.")
    print(f"{'':36} macro-F1: by article {'':15} leave-outlet-out {'':15} AUC    within outlets")
    figures: dict[str, dict[str, float | int | str]] = {}
    for name, score in scores.items():
        cells = []
        for fold in (grouped, number["outlet"]):
            p = by_split(y, score, fold)
            cells.append((float(macro_f1(y, p)[0]), *f1_interval(y, p, number["link"])))
        inside = [roc_auc_score(y[rows_], score[rows_]) for rows_ in _outlets(number["outlet"], y)]
        auc = roc_auc_score(y, score)
        shown = "   ".join(f"{value:10.3f} [{low:.3f}, {high:.3f}]" for value, low, high in cells)
        print(f"{name:36} {shown} {auc:10.3f} {np.mean(inside):8.3f}")
        figures[name] = {
            "macro_f1_by_article": round(float(cells[0][0]), 3),
            "macro_f1_by_article_low": round(cells[0][1], 3),
            "macro_f1_by_article_high": round(cells[0][2], 3),
            "macro_f1_leave_outlet_out": round(float(cells[1][0]), 3),
            "auc": round(float(auc), 3),
        }
    words, sentiment, subjective = (figures[f"baseline: {name}"] for name in ("writer's words", "VADER", "TextBlob"))
    return {
        "babe": {"measured_on": "BABE; only the threshold is fitted there", **figures["loaded (not trained on babe)"]},
        "babe_baselines": {
            f"{name}_{measure}": values[measure]
            for name, values in (("writer_words", words), ("vader", sentiment), ("textblob", subjective))
            for measure in ("macro_f1_by_article", "macro_f1_leave_outlet_out", "auc")
        },
    }


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--card", action="store_true", help="write the figures into the model's card")
    options = parser.parse_args(arguments)
    if not (options.data / "basil_dev.jsonl.gz").exists():
        print(f"quality: no data at {options.data}; give --data")
        raise SystemExit(2)
    figures = whole_articles(options.data)
    figures.update(single_sentences(options.data))
    if options.card:
        write_card(FOLDER, figures)
        write_figures(FOLDER, figures)
        print("\nwrote the figures into the card and the README of the model")


if __name__ == "__main__":
    main()
