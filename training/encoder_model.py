"""Lines with labels in, a loss or log-odds out: the encoder as it learns, its three heads, and its batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.encoder_data import TAGS
from transformers import AutoModel

from framing.scoring.encoder_input import MASKS, Line

BATCH = 48
MOST_PIECES = 128
# A heavier noisy-or, in a second stretch of learning, ranked both words (.299 for .318) and articles worse.
NOISY_OR_SHARE, SMOOTHING = 0.1, 0.05
OPINION_SHARE = 0.5
#: How much a teacher's word on the words of a judged sentence counts.
TAUGHT_SHARE = 1.0
#: How much a judged sentence counts beside a line with marks.
SENTENCE_SHARE = 0.5
TAG_SHARE = (1.0, 0.15, 0.15, 0.15)
#: The outputs of the head for sentences: loaded; any marked word; the writer's opinion.
LOADED, ANY_MARK, OPINION = range(3)
#: How the weights of the head of ``training.kept_head`` begin.
KEPT = "kept."
_BCE = nn.functional.binary_cross_entropy_with_logits


class Encoder(nn.Module):
    """The pretrained body with a head for words (one output a tag) and one for sentences (three outputs)."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(base, add_pooling_layer=False)
        size = self.body.config.hidden_size
        self.words = nn.Linear(size, len(TAGS))
        self.sentence = nn.Linear(size, 3)
        self.drop = nn.Dropout(0.1)
        self.scale = nn.Parameter(torch.tensor([0.0, -2.0]))
        with torch.no_grad():
            self.words.bias.fill_(-3.0)

    def forward(self, ids: Tensor, attended: Tensor) -> tuple[Tensor, Tensor]:
        """Take piece ids and which are no padding, both (lines, pieces); return word logits (lines, pieces, tags) and
        sentence logits (lines, 3).
        """
        words, sentence, _ = self.read(ids, attended)
        return words, sentence

    def read(self, ids: Tensor, attended: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Take what ``forward`` takes; return what it returns, and what the body says of each piece (lines, pieces,
        size).
        """
        hidden = self.body(input_ids=ids, attention_mask=attended).last_hidden_state
        return self.words(self.drop(hidden)), self.sentence(self.drop(mean_of(hidden, attended))), hidden


def load_encoder(base: Path, state: Mapping[str, Tensor]) -> Encoder:
    """Take the pretrained folder and learned weights; return the encoder, without what ``training.kept_head`` added."""
    model = Encoder(base)
    model.load_state_dict({name: values for name, values in state.items() if not name.startswith(KEPT)})
    return model


@dataclass(slots=True)
class Item:
    """A line ready to learn from: piece ids; its units, where each begins and whether it counts; the label there is.

    ``marks`` are one flag a unit and tag; ``loaded`` and ``opinion`` may lie between no (0.0) and yes (1.0).
    ``taught`` is what a teacher says of each unit, as a probability; ``key`` stands for the words of the line.
    """

    key: int
    ids: list[int]
    units: list[int]
    first: list[int]
    counted: list[bool]
    marks: list[tuple[bool, ...]] | None = None
    loaded: float | None = None
    opinion: float | None = None
    taught: list[float] | None = None


def make_tokenizer(base: Path) -> Tokenizer:
    """Take the pretrained folder; return its tokeniser with our masks as tokens of their own."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.add_special_tokens(list(MASKS))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_items(tokenizer: Tokenizer, lines: Sequence[Line]) -> list[Item]:
    """Take lines; return items without labels, each cut to the most pieces."""
    items = []
    for line, found in zip(
        lines, tokenizer.encode_batch([list(line.units) for line in lines], is_pretokenized=True), strict=True
    ):
        begins: dict[int, int] = {}
        for place, unit in enumerate(found.word_ids[:MOST_PIECES]):
            if unit is not None:
                begins.setdefault(unit, place)
        units, first = list(begins), list(begins.values())
        key = int.from_bytes(blake2b("\x1f".join(line.units).encode(), digest_size=8).digest(), "big")
        items.append(Item(key, found.ids[:MOST_PIECES], units, first, [line.counted[unit] for unit in units]))
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
    """Take a batch whose items have the same kinds of label; return the sum of the losses of these kinds."""
    ids, attended = padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words, sentences = model(ids, attended)
    words, sentences = words.float(), sentences.float()
    loss = torch.zeros(())
    if batch[0].marks is not None:
        loss = loss + _loss_of_words(batch, words, sentences)
    if batch[0].opinion is not None:
        loss = loss + OPINION_SHARE * _BCE(sentences[:, OPINION], _smooth([item.opinion for item in batch]))
    if batch[0].loaded is not None and batch[0].taught is not None:
        label = torch.tensor([item.loaded for item in batch])
        loss = loss + SENTENCE_SHARE * _BCE(sentences[:, LOADED], label) + TAUGHT_SHARE * _loss_of_taught(batch, words)
    elif batch[0].loaded is not None:
        counted = torch.zeros(words.shape[:2])
        for row, item in enumerate(batch):
            counted[row, [place for place, flag in zip(item.first, item.counted, strict=True) if flag]] = 1.0
        evidence = (nn.functional.softplus(words[..., 0]) * counted).sum(1)
        odds = nn.functional.softplus(model.scale[0]) * torch.log(evidence + 0.02) - model.scale[1]
        label = _smooth([item.loaded for item in batch])
        loss = loss + SENTENCE_SHARE * _BCE(sentences[:, LOADED], label) + NOISY_OR_SHARE * _BCE(odds, label)
    return loss


def _smooth(labels: Sequence[float | None]) -> Tensor:
    return torch.tensor(labels) * (1 - SMOOTHING) + SMOOTHING / 2


def _places(batch: Sequence[Item]) -> tuple[Tensor, Tensor]:
    """Return row and column of each unit of a batch."""
    rows = torch.tensor([row for row, item in enumerate(batch) for _ in item.first])
    return rows, torch.tensor([place for item in batch for place in item.first])


def _loss_of_taught(batch: Sequence[Item], words: Tensor) -> Tensor:
    rows, columns = _places(batch)
    target = torch.tensor([chance for item in batch for chance in item.taught or ()])
    use = torch.tensor([flag for item in batch for flag in item.counted])
    losses = _BCE(words[rows, columns, 0], target, reduction="none")[use]
    return losses.mean() if len(losses) else losses.sum()


def _loss_of_words(batch: Sequence[Item], words: Tensor, sentences: Tensor) -> Tensor:
    rows, columns = _places(batch)
    target = torch.tensor([mark for item in batch for mark in item.marks or ()], dtype=torch.float)
    use = torch.tensor([flag for item in batch for flag in item.counted])
    losses = _BCE(words[rows, columns], target, reduction="none")[use]
    any_mark = torch.tensor([float(any(mark[0] for mark in item.marks or ())) for item in batch])
    return (losses * torch.tensor(TAG_SHARE)).sum(1).mean() + 0.1 * _BCE(sentences[:, ANY_MARK], any_mark)


@torch.no_grad()
def states(model: Encoder, items: Sequence[Item]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
    """Take items; yield batches of similar length: the numbers of the items, what the body says of each piece (items,
    pieces, size) and which pieces are no padding (items, pieces). The model is left in evaluation mode.
    """
    model.eval()
    order = sorted(range(len(items)), key=lambda n: len(items[n].ids))
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        ids, attended = padded([items[n] for n in part])
        yield part, model.body(input_ids=ids, attention_mask=attended).last_hidden_state, attended


@torch.no_grad()
def read(model: Encoder, items: Sequence[Item]) -> tuple[list[np.ndarray], np.ndarray]:
    """Take items; return the main word logit of each unit, an array an item, and the sentence logits (items, 3)."""
    words: list[np.ndarray] = [np.zeros(0)] * len(items)
    sentences = np.zeros((len(items), 3))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        for part, hidden, attended in states(model, items):
            word, sentence = model.words(hidden), model.sentence(mean_of(hidden, attended))
            for row, n in enumerate(part):
                words[n] = word[row, items[n].first, 0].float().numpy()
                sentences[n] = sentence[row].float().numpy()
    return words, sentences


def mean_of(hidden: Tensor, attended: Tensor) -> Tensor:
    """Take what the body says of each piece; return its mean over the pieces of each line, (lines, size)."""
    mask = attended.unsqueeze(-1).to(hidden.dtype)
    return (hidden * mask).sum(1) / mask.sum(1)
