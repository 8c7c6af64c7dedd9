"""One command, data and the learned encoder in, models/loaded-research-en out: the variant that learned from more sets.

    python -m training.research --base FOLDER --work MEAN --teacher T             learn (10 minutes), then finish, card
    python -m training.research --base FOLDER --work MEAN --measure               on BABE: 9 fits (25 minutes)

MEAN is where ``training.encoder`` and ``training.opinion_head`` left what the default learned, T the folder of
``training.teacher``. BABE (Spinde et al. 2021) states a copyleft and a non-commercial licence; this variant is for
research, the default never sees it. Experts' shares are soft labels, the words they named are marks, and what they
called opinion teaches the head for opinion, together with CheckThat!'s parts train and dev. ``basil_dev`` is seen by
the combination only, as in the default.

Measured on BABE are encoders that started from the same weights and learned from the other articles (five parts) or
from the other outlets (eleven in four parts of about equal size); the threshold comes from the part that was learned
from. They see neither CheckThat! nor the items of before again, which the written model does.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch import Tensor
from training import kept_head
from training.card import add_figures, figures_of
from training.encoder import ROOT, SEED, labelled_opinions, measured, passes, read_material
from training.encoder_model import LOADED, Encoder, Item, batches, load_encoder, make_items, make_tokenizer, read
from training.finish import finish
from training.judged_opinion import judged_opinions
from training.research_data import Expert, expert_lines, opinion_lines

from framing.resources import models_folder
from framing.scoring.encoder_input import Line
from framing.scoring.loaded_model import RESEARCH, load_model

PASSES, PASSES_OPINION = 3, 4
RATE = 4e-5
FOLDS, OUTLET_FOLDS = 5, 4
#: Of what the encoder learned from before, so many items are shown again: what it knew must not fade.
AGAIN = {"spans": 6000, "judged": 9000, "opinions": 6000}
MEASURED_ON = "BABE, by encoders that did not see the articles (five parts) or outlets (four parts) measured"
CUTS = ("by_article", "leave_outlets_out")
State = dict[str, Tensor]
Log = Callable[[str], None]


def expert_items(tokenizer: Tokenizer, experts: Sequence[Expert], turn: int) -> list[Item]:
    """Take judged sentences and the number of the pass; return their items, in order.

    Half of those that quote somebody are read whole, the others as an article is read; then a sentence whose marked
    words are all a source's is not loaded.
    """
    chosen = []
    for number, expert in enumerate(experts):
        line, marks, share = expert.line, expert.marks, expert.share
        if expert.whole is not None and (line is None or (number + turn) % 2):
            line, marks = expert.whole, expert.whole_marks
        elif any(mark[0] for mark in expert.whole_marks) and not any(mark[0] for mark in marks):
            share = 0.0
        if line is not None:
            chosen.append((line, marks, share, expert.opinion))
    items = make_items(tokenizer, [line for line, *_ in chosen])
    return [
        replace(item, marks=[marks[unit] for unit in item.units], loaded=share, opinion=opinion)
        for item, (_, marks, share, opinion) in zip(items, chosen, strict=True)
    ]


def opinion_items(tokenizer: Tokenizer, lines: Sequence[tuple[Line, bool]]) -> list[Item]:
    """Take sentences that are opinion or not; return their items."""
    items = make_items(tokenizer, [line for line, _ in lines])
    return [replace(item, opinion=float(label)) for item, (_, label) in zip(items, lines, strict=True)]


def by_kind(items: Sequence[Item]) -> list[list[Item]]:
    """Take items; return those with an opinion and those without one: a batch holds one kind."""
    return [[i for i in items if i.opinion is not None], [i for i in items if i.opinion is None]]


def tuned(
    base: Path, state: State, experts: Sequence[Expert], log: Log, again: Sequence[Sequence[Item]] = ()
) -> Encoder:
    """Take the learned weights and judged sentences (and items to show again); return the encoder tuned on them."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    tokenizer = make_tokenizer(base)
    model = load_encoder(base, state)
    plan = [
        batch
        for turn in range(PASSES)
        for kind in by_kind(expert_items(tokenizer, experts, turn))
        for batch in batches(kind, rng)
    ]
    plan += [batch for items in again for batch in batches(items, rng)]
    rng.shuffle(plan)
    passes(model, plan, log, rate=RATE)
    return model


def said(model: Encoder, tokenizer: Tokenizer, experts: Sequence[Expert], *, whole: bool) -> np.ndarray:
    """Take an encoder and judged sentences; return the log-odds of each, read whole or as an article is read."""
    lines = [(e.whole or e.line) if whole else e.line for e in experts]
    known = [line for line in lines if line is not None]
    _, heads = read(model, make_items(tokenizer, known))
    values = iter(heads[:, LOADED])
    return np.array([next(values) if line is not None else -10.0 for line in lines])


def measure(
    base: Path, state: State, experts: Sequence[Expert], log: Log, cuts: Sequence[str] = CUTS
) -> Iterator[dict[str, float]]:
    """Take the learned weights and judged sentences; yield macro-F1 and AUC by article, then with outlets left out."""
    article = _numbers([e.article for e in experts])
    outlet = _numbers([e.outlet for e in experts])
    order = np.random.default_rng(5).permutation(int(article.max()) + 1)
    for name, fold in (
        ("by_article", order[article] % FOLDS),
        ("leave_outlets_out", _even_parts(outlet, OUTLET_FOLDS)),
    ):
        if name not in cuts:
            continue
        scores = {key: np.zeros(len(experts)) for key in (name, f"{name}_whole")}
        marked = {key: np.zeros(len(experts), bool) for key in scores}
        for held in np.unique(fold):
            log(f"{name}: part {held + 1} of {len(np.unique(fold))}")
            learned = [expert for expert, part in zip(experts, fold, strict=True) if part != held]
            away = [expert for expert, part in zip(experts, fold, strict=True) if part == held]
            found = _of_part(base, state, learned, away)
            for key, (score, said_so) in zip(scores, found, strict=True):
                scores[key][fold == held], marked[key][fold == held] = score, said_so
        figures: dict[str, float] = {}
        for key, score in scores.items():
            figures |= _figures(key, np.array([e.loaded for e in experts]), score, marked[key], article)
        yield figures


def _of_part(
    base: Path, state: State, learned: Sequence[Expert], away: Sequence[Expert]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Take what to learn from and what to judge; yield scores and marks, read as an article is and then whole.

    The level of the marks is the best on a third of what was learned from; scores are taken from the mean there.
    """
    from benchmarks.single import best_level

    tokenizer = make_tokenizer(base)
    model = tuned(base, state, learned, lambda _: None)
    some = learned[::3]
    for whole in (False, True):
        before = said(model, tokenizer, some, whole=whole)
        after = said(model, tokenizer, away, whole=whole)
        yield after - before.mean(), after >= best_level(np.array([e.loaded for e in some]), before)


def _figures(key: str, y: np.ndarray, score: np.ndarray, marked: np.ndarray, article: np.ndarray) -> dict[str, float]:
    from benchmarks.single import auc_interval, f1_interval, macro_f1

    f1, auc = f1_interval(y, marked, article), auc_interval(y, score, article)
    found = {
        f"macro_f1_{key}": float(macro_f1(y, marked)[0]), f"macro_f1_{key}_low": f1[0], f"macro_f1_{key}_high": f1[1],
        f"auc_{key}": float(roc_auc_score(y, score)), f"auc_{key}_low": auc[0], f"auc_{key}_high": auc[1],
    }  # fmt: skip
    return {name: round(value, 3) for name, value in found.items()}


def _even_parts(number: np.ndarray, count: int) -> np.ndarray:
    """Take the number of each row's outlet; return the part of each row: whole outlets, the largest dealt out first."""
    sizes = np.bincount(number)
    part_of = np.zeros(len(sizes), int)
    filled = np.zeros(count, int)
    for outlet in np.argsort(-sizes, kind="stable"):
        part_of[outlet] = int(filled.argmin())
        filled[part_of[outlet]] += sizes[outlet]
    return part_of[number]


def _numbers(names: Sequence[str]) -> np.ndarray:
    known = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([known[name] for name in names])


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the model, or measure the way it is made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--work", type=Path, required=True, help="folder of what the default learned")
    parser.add_argument("--teacher", type=Path, help="folder that training.teacher wrote; --measure needs none")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--measure", action="store_true", help="fit on parts of BABE and print the figures")
    parser.add_argument("--cut", choices=CUTS, action="append", help="only this way of parting BABE")
    options = parser.parse_args(arguments)
    if not options.measure and options.teacher is None:
        parser.error("learning needs --teacher")
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    reading = load_model().reading
    experts = expert_lines(options.data, reading)
    state = torch.load(options.work / "state.pt", weights_only=True)
    log(f"{len(experts)} judged sentences of {len({e.outlet for e in experts})} outlets")
    if options.measure:
        for figures in measure(options.base, state, experts, log, options.cut or CUTS):
            for name, value in figures.items():
                print(f"{name:36} {value:.3f}", flush=True)
            known = figures_of(models_folder() / RESEARCH).get("babe", {})
            add_figures(models_folder() / RESEARCH, {"babe": {**known, "measured_on": MEASURED_ON, **figures}})
        return
    tokenizer = make_tokenizer(options.base)
    material = read_material(options.data, tokenizer, teacher=options.teacher)
    opinions = labelled_opinions(tokenizer, judged_opinions(options.data, reading))
    rng = random.Random(SEED)
    sources = {"spans": material.spans, "judged": material.judged, "opinions": opinions}
    again = [rng.sample(items, min(AGAIN[name], len(items))) for name, items in sources.items()]
    subjective = opinion_items(tokenizer, opinion_lines(options.data, reading))
    model = tuned(options.base, state, experts, log, (*again, *[subjective] * PASSES_OPINION))
    figures = measured(model, material)
    log(str(figures))
    learned = options.work / "research"
    learned.mkdir(exist_ok=True)
    torch.save(model.state_dict(), learned / "state.pt")
    counts = {"lines": len(again[0]), "sentences": len(experts) + len(again[1]) + len(subjective)}
    (learned / "learned.json").write_text(json.dumps({"held_out": figures, **counts}))
    kept_head.learn(options.base, options.data, learned)
    finish(models_folder() / RESEARCH, options.data, base=options.base, work=learned, opinion=True)


if __name__ == "__main__":
    main()
