"""The options of ``framing models evaluate|train`` in, their results as plain data and lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.cli.progress import progress
from framing.errors import ConfigError

if TYPE_CHECKING:
    from framing.validation.raters import Rater

#: Where a program says nothing else, its numbers are taken for chances.
_EVEN = 0.5


def load_rater(
    model: str | None, command: str | None, *, threshold: float | None, timeout: float, fast: bool, whole_text: bool
) -> Rater:
    """Take the options that say what is measured; return it as a rater. Raises ConfigError or ModelError."""
    from framing.validation.raters import command_rater, model_rater

    if command is not None:
        return command_rater(command, threshold=_EVEN if threshold is None else threshold, timeout=timeout)
    from framing.lexicon import load
    from framing.model_cards import find_model
    from framing.scoring import build
    from framing.scoring.lexicon import LexiconScorer

    lexicon = load()
    scorers = build(lexicon, ("loaded",), model=find_model(model) if model is not None else None, fast=fast)
    if not scorers.ready:
        raise ConfigError(scorers.skipped[0].reason)
    (scorer,) = scorers.ready
    own = scorers.threshold if threshold is None else threshold
    name = f"{scorer.about.id} version {scorer.about.version}"
    return model_rater(
        name, scorer, LexiconScorer(lexicon), threshold=_EVEN if own is None else own, fast=fast, whole_text=whole_text
    )


def run_suite(rater: Rater, *, everything: bool) -> tuple[dict[str, Any], Iterator[str]]:
    """Take a rater; return the suite's results as plain data and as lines."""
    from framing.cli.figures import suite_data, suite_lines
    from framing.validation.evenhanded import measure
    from framing.validation.suite import read_suite

    suite = read_suite()
    texts = suite.texts()
    with progress("of 1 suite"):
        rating = dict(zip(texts, rater.rate(texts), strict=True))
    lines = measure(suite, rating, rater.threshold)
    data = suite_data(lines, rater=rater.name, threshold=rater.threshold)

    def shown() -> Iterator[str]:
        missed = sum(bool(line.missed) for line in lines)
        yield f"{rater.name}, marked from {rater.threshold:g}; {len(texts)} sentences"
        yield from suite_lines(lines, everything=everything)
        yield f"{missed} of {sum(line.limit is not None for line in lines)} limits missed"

    return data, shown()


def run_table(
    rater: Rater,
    table: Path,
    *,
    text: str,
    label: str,
    group: str | None,
    positive: str | None,
    rate: float | None,
    whole_text: bool,
) -> tuple[dict[str, Any], Iterator[str]]:
    """Take a rater and a labelled table; return its evaluation as plain data and as lines."""
    import numpy as np

    from framing.cli.figures import evaluation_data, evaluation_lines
    from framing.validation.evaluate import check_groups, evaluate
    from framing.validation.table import read_labelled

    labelled = read_labelled(table, text=text, label=label, group=group, positive=positive)
    check_groups(labelled)
    with progress("of 1 table"):
        numbers = np.array(rater.rate(labelled.text))
        found = evaluate(labelled, numbers, rater=rater.name, threshold=rater.threshold, rate=rate)
    return evaluation_data(found, whole_text=whole_text), evaluation_lines(found, whole_text=whole_text)


def run_training(
    table: Path,
    output: Path,
    *,
    text: str,
    label: str,
    group: str | None,
    positive: str | None,
    rate: float | None,
    licence: str,
    fast: bool,
) -> Iterable[str]:
    """Take a labelled table and a folder; write the model into it; return the lines that say how well it does."""
    import numpy as np

    from framing.cli.figures import evaluation_lines
    from framing.lexicon import load
    from framing.scoring.lexicon import LexiconScorer
    from framing.scoring.loaded import LoadedScorer
    from framing.scoring.loaded_model import load_model
    from framing.validation.evaluate import evaluate
    from framing.validation.model_folder import check_folder, write_model
    from framing.validation.raters import model_rater
    from framing.validation.table import read_labelled
    from framing.validation.train import read_rows, train

    check_folder(output)
    labelled = read_labelled(table, text=text, label=label, group=group, positive=positive)
    shipped, lexicon = load_model(), LexiconScorer(load())
    with progress("fits") as step:
        usable, rows, several = read_rows(labelled, lexicon, shipped.reading, shipped.table, fast=fast)
        training = train(usable, rows, rate=rate, several=several, step=step)
        found = evaluate(usable, training.out_of_fold, rater=output.resolve().name, threshold=None, rate=rate)
        plain = model_rater("", LoadedScorer(shipped), lexicon, threshold=shipped.combination.threshold, fast=fast)
        before = evaluate(usable, np.array(plain.rate(usable.text)), rater="shipped", threshold=None)
    about = {"title": f"Labels of {labelled.source}, sentence by sentence", "licence": licence}
    write_model(output, training, found, rate=rate, about=about)
    auc, (low, high) = before.at[0].figures["auc"], before.at[0].intervals["auc"]
    lines = [
        *evaluation_lines(found, whole_text=False),
        "",
        f"for comparison, the shipped model on the same rows: AUC {auc:.3f} [{low:.3f}, {high:.3f}]",
    ]
    if several:
        lines.append(f"note: {several} texts have more than two sentences; the model is for single sentences")
    return [
        *lines,
        f"written to {output}; marked from {training.threshold:g}",
        f"is it even-handed: framing models evaluate --suite --model {output}",
    ]
