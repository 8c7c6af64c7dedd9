"""One command, a learned encoder in, its first head for sentences out: which sentences are loaded.

    python -m training.sentence_head --base FOLDER --work MEAN      (about 8 minutes on two cores)

The body stays as it is, as for ``training.opinion_head``. What it says of every sentence that was judged is read
(``anno_lexical``, labels of language models, and ``training.judged_words``), and one logistic regression over it
becomes the head: a head that learns with the body leans towards what it met last. Its strength is chosen on outlets
left out, where both sets count alike; the body has met these outlets, so the figures there flatter. Those of the
outlets that are held out of all learning are printed at the end.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from training.encoder import measured, options_of, read_material
from training.encoder_data import held_out, judged_lines
from training.encoder_model import LOADED, load_encoder, make_items, make_tokenizer
from training.gold import gold_text, read_gold
from training.judged_words import word_lines
from training.opinion_head import FOLDS, sentence_vectors

from framing.scoring.loaded_model import load_model

STRENGTHS = (0.0003, 0.001, 0.003)


def fit_loaded(
    vectors: np.ndarray, loaded: np.ndarray, words: np.ndarray, outlets: np.ndarray
) -> tuple[np.ndarray, float, float, dict[float, float]]:
    """Take vectors, labels, which sentences had their words judged, and outlets; return the head (weights and
    intercept), its strength (C) and by strength the AUC with outlets left out, a mean over both sets.
    """
    middle, scale = vectors.mean(0), vectors.std(0)
    features = (vectors - middle) / scale
    ranked = {}
    for strength in STRENGTHS:
        chance = cross_val_predict(
            LogisticRegression(C=strength, max_iter=500), features, loaded,
            groups=outlets, cv=GroupKFold(FOLDS), method="decision_function",
        )  # fmt: skip
        ranked[strength] = float(np.mean([roc_auc_score(loaded[of], chance[of]) for of in (words, ~words)]))
    best = max(ranked, key=ranked.__getitem__)
    head = LogisticRegression(C=best, max_iter=500).fit(features, loaded)
    weights = head.coef_[0] / scale
    return weights, float(head.intercept_[0] - weights @ middle), best, ranked


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the head into the learned weights and print how well it ranks."""
    options = options_of(__doc__).parse_args(arguments)
    reading, tokenizer = load_model().reading, make_tokenizer(options.base)
    sentences = [
        (row.line, row.loaded, row.outlet)
        for row in judged_lines(options.data, reading, gold_text(read_gold(options.data)))
    ]
    words = [(row.line, row.loaded > 0.5, row.outlet) for row in word_lines(options.data, reading)]
    rows = [row for row in (*sentences, *words) if not held_out(row[2])]
    of_words = np.array([at >= len(sentences) for at, row in enumerate((*sentences, *words)) if not held_out(row[2])])
    state = torch.load(options.work / "state.pt", weights_only=True)
    vectors = sentence_vectors(load_encoder(options.base, state), make_items(tokenizer, [line for line, _, _ in rows]))
    loaded, outlets = np.array([label for _, label, _ in rows]), np.array([outlet for _, _, outlet in rows])
    weights, intercept, strength, ranked = fit_loaded(vectors, loaded, of_words, outlets)
    print(f"{len(rows)} sentences, penalty {strength:g}; AUC on outlets left out, a mean over both sets: {ranked}")
    state["sentence.weight"][LOADED] = torch.from_numpy(weights.astype(np.float32))
    state["sentence.bias"][LOADED] = intercept
    torch.save(state, options.work / "state.pt")
    path = options.work / "learned.json"
    learned = json.loads(path.read_text(encoding="utf-8"))
    figures = measured(load_encoder(options.base, state), read_material(options.data, tokenizer))
    print(figures)
    path.write_text(json.dumps({**learned, "held_out": {**learned["held_out"], **figures}}), encoding="utf-8")


if __name__ == "__main__":
    main()
