"""One command, a learned encoder in, its last head out: whether a strict reader keeps a lexicon's mark where it stands.

    python -m training.acceptance                                   first: what is known of each cue
    python -m training.kept_head --base FOLDER --work MEAN          (about 5 minutes on two cores)

The body stays as it is, as for ``training.opinion_head``: neither words nor sentences change. What the body says of the
marked words (their mean) and of the whole line (its mean) is read for each mark of ``training/verdicts.tsv``, and one
logistic regression over both becomes the head. What is known of the cue enters as it does when a page is made: with the
weight of ``acceptance.toml``, its share counted without the article of the mark. The strength is chosen on articles
left out. Lines are cut as everywhere: names are masked, so the head cannot see who is written about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from training.acceptance import FOLDS, judged_marks, left_out_odds, print_ranking
from training.corpora import read_rows
from training.encoder import options_of
from training.encoder_data import text_lines
from training.encoder_model import KEPT, Encoder, load_encoder, make_items, make_tokenizer, mean_of, states
from training.verdicts import Verdict

from framing.lexicon import load
from framing.scoring.encoder_input import Line
from framing.scoring.loaded_model import load_model

#: What half the sum of the squared weights of standardised features costs, beside the mean loss of a mark.
STRENGTHS = (0.05, 0.1, 0.2, 0.4)

Place = tuple[int, Line, tuple[int, ...]]


def marked_places(data: Path, verdicts: Sequence[Verdict]) -> list[Place]:
    """Take the data folder and verdicts; return for each whose words are the writer's its number, its line, and the
    units of the line that are marked.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, verdict in enumerate(verdicts):
        wanted[verdict.article].append(number)
    reading = load_model().reading
    found = []
    for row in read_rows(data, "allsides_sample"):
        if row["id"] not in wanted:
            continue
        lines, starts = text_lines(row["text"], reading, cut_quotes=True)
        for number in wanted[row["id"]]:
            verdict = verdicts[number]
            for line in lines:
                units = tuple(
                    unit
                    for unit, (token, counted) in enumerate(zip(line.token, line.counted, strict=True))
                    if counted and verdict.start <= starts[token] < verdict.end
                )
                if units:
                    found.append((number, line, units))
                    break
    return found


def vectors(model: Encoder, base: Path, places: Sequence[Place]) -> np.ndarray:
    """Take the encoder and places; return what its body says of each: (places, twice its size), the mean over the
    marked units beside that over the line. NaN where a line was too long to hold the mark.
    """
    items = make_items(make_tokenizer(base), [line for _, line, _ in places])
    size = model.body.config.hidden_size
    found = np.full((len(places), 2 * size), np.nan, np.float32)
    for part, hidden, attended in states(model, items):
        means = mean_of(hidden, attended)
        for row, number in enumerate(part):
            marked = set(places[number][2])
            item = items[number]
            pieces = [piece for unit, piece in zip(item.units, item.first, strict=True) if unit in marked]
            if pieces:
                found[number, :size] = hidden[row, pieces].mean(0).numpy()
                found[number, size:] = means[row].numpy()
    return found


def fit(features: np.ndarray, offset: np.ndarray, kept: np.ndarray, strength: float) -> np.ndarray:
    """Take standardised features, log-odds known beforehand, verdicts and a penalty; return weights, the intercept
    last.
    """
    sign = np.where(kept, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (features @ weights[:-1] + weights[-1] + offset)
        slope = -sign / (1 + np.exp(margin)) / len(kept)
        gradient = np.append(features.T @ slope + strength * weights[:-1], slope.sum())
        penalty = strength * (weights[:-1] ** 2).sum() / 2
        return float(np.logaddexp(0, -margin).mean() + penalty), gradient

    return minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B").x


def learn(base: Path, data: Path, work: Path) -> None:
    """Take the pretrained folder, the data folder and the folder of a learned encoder; write the head into its weights
    and print how well it ranks. Raises ValueError where nothing is known of the cues.
    """
    acceptance = load().acceptance
    if acceptance is None:
        raise ValueError("nothing is known of the cues; run training.acceptance first")
    verdicts = judged_marks()
    known = acceptance.weight * left_out_odds(verdicts)
    state = torch.load(work / "state.pt", weights_only=True)
    places = marked_places(data, verdicts)
    found = vectors(load_encoder(base, state), base, places)
    whole = ~np.isnan(found[:, 0])
    numbers = np.array([number for number, _, _ in places])[whole]
    found, offset = found[whole].astype(np.float64), known[numbers]
    kept = np.array([verdicts[number].accepted for number in numbers])
    articles = [verdicts[number].article for number in numbers]
    middle, scale = found.mean(0), found.std(0)
    features = (found - middle) / scale
    chances = {}
    for strength in STRENGTHS:
        chances[strength] = np.zeros(len(kept))
        for train, test in GroupKFold(FOLDS).split(features, groups=articles):
            weights = fit(features[train], offset[train], kept[train], strength)
            odds = features[test] @ weights[:-1] + weights[-1] + offset[test]
            chances[strength][test] = 1 / (1 + np.exp(-odds))
    best = min(chances, key=lambda strength: float(log_loss(kept, chances[strength])))
    print_ranking(f"share of the cue and head, penalty {best:g}", kept, chances[best])
    weights = fit(features, offset, kept, best)
    slopes = weights[:-1] / scale
    words, line = np.split(slopes, 2)
    state[f"{KEPT}word"] = torch.from_numpy(words.astype(np.float32))
    state[f"{KEPT}line"] = torch.from_numpy(line.astype(np.float32))
    state[f"{KEPT}bias"] = torch.tensor(float(weights[-1] - slopes @ middle))
    torch.save(state, work / "state.pt")


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the head."""
    options = options_of(__doc__).parse_args(arguments)
    learn(options.base, options.data, options.work)


if __name__ == "__main__":
    main()
