"""Verdicts of strict readers in, out: how often they keep the marks of each of the lexicons' cues.

    python -m training.acceptance     write lexicons/en/structure/accepted.tsv and acceptance.toml (a few seconds)

``accepted.tsv`` holds, by category and by cue, how many marks were kept and of how many (``training/verdicts.tsv``).
The share of a cue leans on its category, as if four more marks had been judged like the category's, and a category on
all marks (twenty). ``acceptance.toml`` holds a logistic regression from the share's log-odds to the verdict, fitted on
shares that were counted without the article a mark stands in; how well it ranks is printed, on articles left out. What
the encoder adds is learned by ``training.kept_head``.

The level is the chance from which a mark is shown: seven in ten. On articles left out, the marks that reach it are kept
in 84 of 100 (``training.kept_head``); strict readers of plain news keep fewer (``docs/lexicon-audit.md``). What is
reported are those audits and people's marks in ``basil_dev`` and ``babe``, none of which is read here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from training.lexicon_evidence import ROOT
from training.verdicts import Verdict, read_verdicts

from framing.acceptance import NAMING, Key
from framing.lexicon import load

STRUCTURE = ROOT / "lexicons" / "en" / "structure"
COMMAND = "python -m training.acceptance"
#: As many marks like the level above are added to a category's and a cue's counts.
PRIOR_CATEGORY, PRIOR_CUE = 20, 4
LEVEL = 0.7
FOLDS = 5


def judged_marks() -> list[Verdict]:
    """Return the verdicts on marks of all families but that of names."""
    naming = {category.id for category in load().categories if category.family == NAMING}
    return [verdict for verdict in read_verdicts() if verdict.category not in naming]


def shares(verdicts: Iterable[Verdict]) -> tuple[dict[Key, float], Counter[Key], Counter[Key]]:
    """Take verdicts; return by (category, cue), and by (category, "") for all of a category, the share that is kept,
    each leaning on the level above; how many were kept; how many were judged.
    """
    kept: Counter[Key] = Counter()
    judged: Counter[Key] = Counter()
    for verdict in verdicts:
        for key in (("", ""), (verdict.category, ""), (verdict.category, verdict.cue)):
            judged[key] += 1
            kept[key] += verdict.accepted
    share = {("", ""): kept["", ""] / judged["", ""]}
    for key in sorted(judged, key=lambda key: key[1] != ""):  # categories before their cues
        if key[0]:
            above, prior = (share[key[0], ""], PRIOR_CUE) if key[1] else (share["", ""], PRIOR_CATEGORY)
            share[key] = (kept[key] + prior * above) / (judged[key] + prior)
    return share, kept, judged


def left_out_odds(verdicts: Sequence[Verdict]) -> np.ndarray:
    """Take verdicts; return for each the log-odds of its cue's share, counted in other articles."""
    found = np.zeros(len(verdicts))
    for train, test in GroupKFold(FOLDS).split(found, groups=[verdict.article for verdict in verdicts]):
        share, _, _ = shares(verdicts[at] for at in train)
        for at in test:
            keys = ((verdicts[at].category, verdicts[at].cue), (verdicts[at].category, ""), ("", ""))
            found[at] = next(share[key] for key in keys if key in share)
    return np.log(found / (1 - found))


def print_ranking(name: str, kept: np.ndarray, chance: np.ndarray) -> None:
    """Take a name, verdicts and chances on articles left out; print how well the chances rank the verdicts."""
    auc = roc_auc_score(kept, chance)
    print(f"{name}: {len(kept)} marks, kept {kept.mean():.3f}, AUC on articles left out {auc:.3f}")
    order = np.argsort(-chance, kind="stable")
    for part in (0.9, 0.8, 0.7, 0.6, 0.5):
        best = order[: round(part * len(order))]
        print(f"  of the best {part:.0%} (from {chance[best[-1]]:.2f}) kept {kept[best].mean():.3f}")
    above = chance >= LEVEL
    print(f"  from {LEVEL}: {above.mean():.0%} of the marks, kept {kept[above].mean():.3f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write both files and print how well they rank."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(
        arguments
    )
    verdicts = judged_marks()
    kept = np.array([verdict.accepted for verdict in verdicts])
    articles = [verdict.article for verdict in verdicts]
    odds = left_out_odds(verdicts)[:, None]
    model = LogisticRegression()
    chance = cross_val_predict(
        model, odds, kept, groups=articles, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]  # fmt: skip
    print_ranking("share of the cue", kept, chance)
    model.fit(odds, kept)
    write(verdicts, intercept=float(model.intercept_[0]), weight=float(model.coef_[0, 0]))


def write(verdicts: Sequence[Verdict], *, intercept: float, weight: float) -> None:
    """Take verdicts and the regression; write the two files."""
    share, kept, judged = shares(verdicts)
    lines = [f"# training/verdicts.tsv, {len(verdicts)} marks in news; made by: {COMMAND}; do not edit"]
    lines.append("category\tterm\tkept\tjudged\tshare")
    lines += [f"{a}\t{b}\t{kept[a, b]}\t{judged[a, b]}\t{share[a, b]:.3f}" for a, b in sorted(share) if a]
    (STRUCTURE / "accepted.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (STRUCTURE / "acceptance.toml").write_text(
        "# The log-odds that a strict reader keeps a mark: weight x log-odds of the cue's share in accepted.tsv, plus\n"
        "# what the sentence model says of the place, or the intercept where none read it. Marks below the level are\n"
        f"# notes. Made by: {COMMAND}; do not edit.\n"
        f"weight = {weight:.4f}\nintercept = {intercept:.4f}\nlevel = {LEVEL}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
