"""What the encoder learned in, models/loaded-encoder-en out: the exported encoder, its combination, opinion, its card.

    python -m training.finish --base FOLDER --work OTHER      export, then fit the combination and opinion
    python -m training.finish                                 fit the combinations and opinion anew (about 6 minutes)

What comes before, in its order, is told in ``training.encoder``.

The combination is fitted on whole articles of BASIL, the one for sentences that stand alone by ``training.alone``,
opinion on judged sentences; ``make quality`` measures them without what they are measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from training.alone import alone_rows, fit_alone
from training.card import write_card, write_settings
from training.combination import CEILING, ENCODER_CHOICES, THRESHOLD, fit_combination, gold_features
from training.gold import read_gold
from training.opinion import fit_opinion, judged_rows

from framing.resources import models_folder
from framing.scoring.loaded import LoadedScorer
from framing.scoring.loaded_model import ENCODER, RESEARCH
from framing.scoring.opinion import feature_names

ROOT = Path(__file__).resolve().parent.parent
_COUNTS = ("lines", "sentences", "opinions")
#: From this probability a word that no lexicon has is marked: where, in judged sentences of outlets held out, more than
#: four of five letters were judged charged too (``benchmarks/words.py``).
WORD_LEVEL = 0.6


def finish(out: Path, data: Path, *, base: Path | None = None, work: Path | None = None, opinion: bool = False) -> None:
    """Take a model's folder and the data; export the encoder where ``base`` and ``work`` are given, then write its
    combination, its weights of opinion and its card. ``opinion`` says that the encoder learned opinion: then its head
    alone gives the probability.
    """
    out.mkdir(exist_ok=True)
    if base and work:
        from training.encoder_export import export

        learned = json.loads((work / "learned.json").read_text(encoding="utf-8"))
        size = export(base, work / "state.pt", out, opinion=opinion or "opinions" in learned)
        counts = {name: learned[name] for name in _COUNTS if name in learned}
        write_settings(out, {"held_out": learned["held_out"], "learned_from": counts})
        print(f"exported, {size:.1f} MB")
    start: dict[str, object] = {
        "intercept": 0.0, "weights": {}, "threshold": THRESHOLD, "ceiling": CEILING, "word_level": WORD_LEVEL,
        "opinion": {"intercept": 0.0, "weights": {}},
    }  # fmt: skip
    write_settings(out, start)
    write_card(out)
    scorer = LoadedScorer.load(out)
    combination = fit_combination(gold_features(read_gold(data), scorer, fast=False), ENCODER_CHOICES)
    print(f"combination: {combination.chosen}; penalty {combination.strength:g}; {combination.weights}")
    write_settings(out, {"intercept": combination.intercept, "weights": combination.weights})
    alone = fit_alone(alone_rows(data, scorer))
    print(f"sentences that stand alone: {alone}")
    write_settings(out, {"alone": alone})
    if opinion:
        intercept, weights = 0.0, {"opinion": 1.0}
    else:
        intercept, weights = fit_opinion(judged_rows(data, scorer, fast=False), feature_names())
    print(f"opinion: {weights}")
    write_settings(out, {"opinion": {"intercept": intercept, "weights": weights}})
    write_card(out)
    print(f"wrote {out.name}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the model's files and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("--work", type=Path, help="folder that training.encoder wrote")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--model", default=ENCODER, help="which of the encoders")
    options = parser.parse_args(arguments)
    finish(
        models_folder() / options.model,
        options.data,
        base=options.base,
        work=options.work,
        opinion=options.model == RESEARCH,
    )


if __name__ == "__main__":
    main()
