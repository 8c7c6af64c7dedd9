"""One command, a table out: how often the intervals of ``framing validate score`` hold the truth.

    python -m benchmarks.coverage               1,000 runs a line (some minutes)
    python -m benchmarks.coverage --runs 200    a quick look

Corpora with a known precision, recall and prevalence are made; the size calculator says how many sentences of each
cell to code for precision within .05 and recall within .10; the sample is drawn, and scored by the function that
``validate score`` uses. A 95 % interval should hold the truth in about 95 % of the runs; with 1,000 runs the share
itself varies by 1.4 points. The chances of the tool are made informative, useless, or
misleading (the likeliest ones are plain).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from framing.validation.estimates import FIGURES, Table, estimates
from framing.validation.plan import Assumed, Cell, Plan, plan

SENTENCES = 60_000
WITHIN = {"precision": 0.05, "recall": 0.10}
#: Prevalence, precision, recall.
TRUTHS = (
    (0.01, 0.6, 0.5),
    (0.05, 0.6, 0.5),
    (0.20, 0.6, 0.5),
    (0.01, 0.25, 0.7),
    (0.05, 0.25, 0.3),
    (0.20, 0.85, 0.8),
)
#: How far the chances of missed sentences lie above those of plain ones, in standard deviations.
CHANCES = {"informative": 1.2, "useless": 0.0, "misleading": -0.7}
_LOGIT_OF_CHANCE = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One made corpus: what is true, the plan, how often each interval held it, and its mean half-width."""

    prevalence: float
    precision: float
    recall: float
    chances: str
    made: Plan
    held: dict[str, float]
    half: dict[str, float]


def corpus(prevalence: float, precision: float, recall: float, shift: float, random: np.random.Generator) -> tuple[
    np.ndarray, np.ndarray, np.ndarray
]:  # fmt: skip
    """Return for each sentence whether it is gold, whether the tool marks it, and the chance that the tool gives."""
    gold = np.arange(SENTENCES) < round(SENTENCES * prevalence)
    hits = round(gold.sum() * recall)
    marked = np.zeros(SENTENCES, dtype=bool)
    marked[:hits] = True
    marked[gold.sum() : gold.sum() + round(hits / precision - hits)] = True
    logit = np.log(prevalence / (1 - prevalence)) + _LOGIT_OF_CHANCE * (
        random.normal(size=SENTENCES) + shift * gold - 0.5
    )
    return gold, marked, 1 / (1 + np.exp(-logit))


def cells(marked: np.ndarray, chance: np.ndarray) -> tuple[np.ndarray, list[Cell]]:
    """Return the number of each sentence's cell (bands of chance within each side), and the cells."""
    band = np.digitize(chance, (0.02, 0.05, 0.1, 0.25))
    names = sorted({(int(m), int(b)) for m, b in zip(marked, band, strict=True)})
    place = {name: at for at, name in enumerate(names)}
    number = np.array([place[int(m), int(b)] for m, b in zip(marked, band, strict=True)])
    made = [
        Cell(
            name=f"{m}|{b}",
            marked=bool(m),
            population=int((number == at).sum()),
            chances=float(chance[number == at].sum()),
        )
        for at, (m, b) in enumerate(names)
    ]
    return number, made


def cover(truth: tuple[float, float, float], chances: str, *, runs: int, draws: int = 4000, seed: int = 1) -> Line:
    """Take what is true and how good the chances are; return how often the intervals held it."""
    prevalence, precision, recall = truth
    random = np.random.default_rng(seed)
    gold, marked, chance = corpus(*truth, CHANCES[chances], random)
    number, made = cells(marked, chance)
    assumed = Assumed(prevalence=prevalence, precision=precision)
    planned = plan(made, assumed, precision_within=WITHIN["precision"], recall_within=WITHIN["recall"])
    size = np.array([cell.population for cell in made])
    flags = np.array([cell.marked for cell in made]).astype(int)
    positive = np.bincount(number[gold], minlength=len(made))
    coded = np.array(planned.coded)
    true = {
        "prevalence": gold.mean(),
        "precision": gold[marked].mean(),
        "recall": marked[gold].mean(),
        "f1": 2 * (gold & marked).sum() / (gold.sum() + marked.sum()),
        "false_alarms": marked[~gold].mean(),
    }

    def side(counts: np.ndarray) -> np.ndarray:
        both = np.zeros((len(made), 2), dtype=np.int64)
        both[np.arange(len(made)), flags] = counts
        return both

    held, half = dict.fromkeys(FIGURES, 0), dict.fromkeys(FIGURES, 0.0)
    for run in range(runs):
        found = random.hypergeometric(positive, size - positive, coded)
        table = Table(population=side(size), coded=side(coded), positive=side(found))
        for name, one in estimates(table, draws=draws, seed=run).items():
            if one.low is not None and one.high is not None:
                held[name] += one.low <= true[name] <= one.high
                half[name] += (one.high - one.low) / 2
    return Line(
        prevalence=prevalence,
        precision=precision,
        recall=recall,
        chances=chances,
        made=planned,
        held={name: count / runs for name, count in held.items()},
        half={name: total / runs for name, total in half.items()},
    )


def lines(*, runs: int) -> Iterator[Line]:
    """Yield every made corpus's line."""
    for chances in CHANCES:
        for truth in TRUTHS:
            yield cover(truth, chances, runs=runs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000, help="runs a line")
    options = parser.parse_args(arguments)
    print(f"{SENTENCES:,} sentences a corpus, {options.runs} runs a line; coded so that precision is within ", end="")
    print(f"{WITHIN['precision']:.2f} and recall within {WITHIN['recall']:.2f}")
    print(f"{'chances':12} {'prev.':>6} {'prec.':>5} {'rec.':>5} {'coded':>7} ", end="")
    print("".join(f"{name:>18}" for name in FIGURES), "  (share of runs that held the truth, mean half-width)")
    everything = []
    for line in lines(runs=options.runs):
        everything += list(line.held.values())
        print(
            f"{line.chances:12} {line.prevalence:6.0%} {line.precision:5.2f} {line.recall:5.2f} {line.made.total:7,} ",
            end="",
        )
        print(
            "".join(f"{line.held[name]:11.1%} ±{line.half[name]:.3f}" for name in FIGURES),
            " (all that there are)" if line.made.capped else "",
            flush=True,
        )
    inside = np.mean([0.93 <= share <= 0.97 for share in everything])
    print(f"within 93 to 97 %: {inside:.0%} of {len(everything)} intervals; lowest {min(everything):.1%}, ", end="")
    print(f"highest {max(everything):.1%}")


if __name__ == "__main__":
    main()
