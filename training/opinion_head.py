"""One command, a learned encoder in, its third head out: which sentences give their writer's opinion.

    python -m training.opinion_head --base FOLDER --work MEAN       (about 5 minutes on two cores)

The body stays as it is, so neither words nor loaded sentences change: learned together with them, opinion made both
worse. What the body says of each sentence of ``training.judged_opinion`` and ``training.judged_words`` is read, and one
logistic regression over it becomes the head. Its strength is chosen on outlets left out; no sentence of ``checkthat``
is seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from training.encoder import labelled_opinions, options_of
from training.encoder_model import OPINION, Encoder, Item, load_encoder, make_tokenizer, mean_of, states
from training.judged_opinion import judged_opinions
from training.judged_words import opinions, word_lines

from framing.scoring.loaded_model import load_model

STRENGTHS = (0.003, 0.01, 0.03, 0.1)
FOLDS = 5


def sentence_vectors(model: Encoder, items: Sequence[Item]) -> np.ndarray:
    """Take items; return what the body says of each: the mean over its pieces, (items, size)."""
    vectors = np.zeros((len(items), model.body.config.hidden_size), np.float32)
    for part, hidden, attended in states(model, items):
        vectors[part] = mean_of(hidden, attended).numpy()
    return vectors


def fit_head(vectors: np.ndarray, opinion: np.ndarray, outlets: np.ndarray) -> tuple[LogisticRegression, float, float]:
    """Take vectors, labels and outlets; return the fitted head, its strength (C) and its AUC with outlets left out."""
    folds = GroupKFold(FOLDS)
    scores = {}
    for strength in STRENGTHS:
        model = LogisticRegression(C=strength, max_iter=1000)
        chance = cross_val_predict(model, vectors, opinion, groups=outlets, cv=folds, method="decision_function")
        scores[strength] = float(roc_auc_score(opinion, chance))
    best = max(scores, key=scores.__getitem__)
    return LogisticRegression(C=best, max_iter=1000).fit(vectors, opinion), best, scores[best]


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the head into the learned weights and print how well it ranks."""
    options = options_of(__doc__).parse_args(arguments)
    reading = load_model().reading
    judged = [*judged_opinions(options.data, reading), *opinions(word_lines(options.data, reading))]
    items = labelled_opinions(make_tokenizer(options.base), judged)
    state = torch.load(options.work / "state.pt", weights_only=True)
    model = load_encoder(options.base, state)
    opinion = np.array([row.opinion for row in judged])
    head, strength, auc = fit_head(sentence_vectors(model, items), opinion, np.array([row.outlet for row in judged]))
    print(f"{len(judged)} sentences, penalty {strength:g}, AUC on outlets left out {auc:.3f}")
    state["sentence.weight"][OPINION] = torch.from_numpy(head.coef_[0].astype(np.float32))
    state["sentence.bias"][OPINION] = float(head.intercept_[0])
    torch.save(state, options.work / "state.pt")
    path = options.work / "learned.json"
    learned = json.loads(path.read_text(encoding="utf-8"))
    held = {**learned["held_out"], "opinion_auc": round(auc, 4)}
    path.write_text(json.dumps({**learned, "opinions": len(judged), "held_out": held}), encoding="utf-8")


if __name__ == "__main__":
    main()
