"""One command, tables out: how well loaded and opinionated sentences are found, beside familiar tools in the same run.

    python -m benchmarks.quality            print the tables (``make quality``)
    python -m benchmarks.quality --card     also write the figures into the cards of the models

Whole articles (``articles.py``), single sentences (``single.py``), words (``words.py``), opinion (``opinion.py``), and
the research variant (``research.py``). What is measured was not fitted on: whole articles by nested cross-validation
over events, words on articles that the encoder did not learn from, babe not at all by the default. The cards' figures
of one table are replaced together.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.card import Figures, write_card, write_figures

from benchmarks.articles import whole_articles
from benchmarks.opinion import opinion
from benchmarks.research import research
from benchmarks.single import single_sentences
from benchmarks.words import marked_words
from framing.resources import models_folder
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import ENCODER, LINEAR, RESEARCH

ROOT = Path(__file__).resolve().parent.parent


def of_fast(figures: Figures) -> Figures:
    """Take figures by table name; return those of the fast path, by the names that a card has for its own model's."""
    opinion = figures["opinion"]
    mine = {key.removeprefix("fast_"): value for key, value in opinion.items() if key.startswith(("fast_", "measured"))}
    plain = {name: table for name, table in figures.items() if name.endswith("_baselines")}
    fast = {name.removesuffix("_fast"): table for name, table in figures.items() if name.endswith("_fast")}
    return {**fast, **plain, "opinion": mine}


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--card", action="store_true", help="write the figures into the models' cards")
    options = parser.parse_args(arguments)
    if not (options.data / "basil_dev.jsonl.gz").exists():
        print(f"quality: no data at {options.data}; give --data")
        raise SystemExit(2)
    slow, quick = LoadedScorer.load(), LoadedScorer.load(fast=True)
    figures = whole_articles(options.data, slow, quick)
    figures.update(single_sentences(options.data, slow, quick))
    figures.update(marked_words(options.data, slow))
    figures.update(opinion(options.data, slow, quick))
    of_research = research(options.data)
    if options.card:
        for name, own in ((ENCODER, figures), (LINEAR, of_fast(figures))):
            write_card(models_folder() / name, own)
            write_figures(models_folder() / name, figures)
        if of_research:
            write_card(models_folder() / RESEARCH, of_research)
            write_figures(models_folder() / RESEARCH, of_research)
        print("\nwrote the figures into the cards and READMEs of the models")


if __name__ == "__main__":
    main()
