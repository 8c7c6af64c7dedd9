"""Figures of an evaluation or of the suite in, lines for a terminal or plain data for JSON out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.validation.evaluate import AtRate, Evaluation
    from framing.validation.evenhanded import Line

_NAMES = {
    "auc": "AUC",
    "average_precision": "average precision",
    "calibration_error": "calibration error",
    "macro_f1": "macro-F1",
    "f1": "F1 of loaded",
    "precision": "precision",
    "recall": "recall",
}
_MOST_TERMS = 8
_CUTS = {"own": "its own threshold", "fitted": "thresholds fitted on the other groups"}


def evaluation_lines(evaluation: Evaluation, *, whole_text: bool) -> Iterator[str]:
    """Take an evaluation and whether quoted words were rated too; yield the lines of its table."""
    from framing.validation.evaluate import FEW_GROUPS

    labelled = evaluation.labelled
    used = len(labelled.text)
    left = ", ".join(f"{count} with {reason}" for reason, count in labelled.left_out.items())
    yield f"{evaluation.rater} on {labelled.source}"
    yield f"  rows     {used} of {labelled.rows} used, {evaluation.loaded} labelled as loaded" + (
        f"; left out: {left}" if left else ""
    )
    yield "  groups   " + (f"{labelled.groups}; every split and interval keeps a group whole" if labelled.grouped else
                          "none named: every row is its own; too narrow intervals if rows belong together")  # fmt: skip
    yield "  voice    " + (
        "the whole text was rated, quoted words too"
        if whole_text
        else "the writer's own words were rated; words of sources were left out"
    )
    if labelled.groups < FEW_GROUPS:
        yield f"  note     only {labelled.groups} groups: the intervals say little"
    for at in evaluation.at:
        yield ""
        yield from _at_lines(at, own=at is evaluation.at[0])


def _at_lines(at: AtRate, *, own: bool) -> Iterator[str]:
    yield f"Where {100 * at.rate:.3g} in 100 are loaded " + ("(as in the table)" if own else "(weighted to this rate)")

    def row(name: str) -> str:
        low, high = at.intervals[name]
        return f"  {_NAMES[name.split('.')[-1]]:20} {at.figures[name]:6.3f}  [{low:.3f}, {high:.3f}]"

    yield from (row(name) for name in at.figures if "." not in name)
    for cut, confusion in at.confusion.items():
        yield f"  at {_CUTS[cut]} ({at.thresholds[cut]:.3g})"
        yield from ("  " + row(name) for name in at.figures if name.startswith(f"{cut}."))
        yield (
            f"    loaded: {confusion.hit:.0f} marked, {confusion.missed:.0f} not; "
            f"other: {confusion.false:.0f} marked, {confusion.rest:.0f} not"
        )
    if at.bins:
        yield "  number given      loaded   rows"
        for b in at.bins:
            yield f"    {b.predicted:6.3f}         {b.observed:6.3f}  {b.weight:6.0f}"


def evaluation_data(evaluation: Evaluation, *, whole_text: bool) -> dict[str, Any]:
    """Take an evaluation; return it as plain data, the same content as its table."""
    labelled = evaluation.labelled
    return {
        "rater": evaluation.rater,
        "table": labelled.source,
        "rows": labelled.rows,
        "used": len(labelled.text),
        "left_out": labelled.left_out,
        "loaded": evaluation.loaded,
        "groups": labelled.groups if labelled.grouped else None,
        "voice": "all" if whole_text else "writer",
        "at": [
            {
                "rate": at.rate,
                "thresholds": at.thresholds,
                "figures": {
                    name: dict(zip(("value", "low", "high"), map(_number, (value, *at.intervals[name])), strict=True))
                    for name, value in at.figures.items()
                },
                "confusion": {
                    cut: {
                        "loaded_marked": c.hit,
                        "loaded_unmarked": c.missed,
                        "other_marked": c.false,
                        "other_unmarked": c.rest,
                    }
                    for cut, c in at.confusion.items()
                },
                "calibration": [
                    {"low": b.low, "high": b.high, "predicted": b.predicted, "observed": b.observed, "rows": b.weight}
                    for b in at.bins
                ],
            }
            for at in evaluation.at
        ],
    }  # fmt: skip


def _number(value: float) -> float | None:
    return value if value == value else None


def suite_lines(lines: Sequence[Line], *, everything: bool) -> Iterator[str]:
    """Take the suite's lines; yield a table. Without ``everything``, of the single terms only the worst that miss."""
    terms = sorted((line for line in lines if line.test == "named term marked"), key=lambda line: -line.missed)
    shown = [line for line in terms if everything or line.missed][: len(terms) if everything else _MOST_TERMS]
    yield f"{'':28} {'':22} {'value':>7} {'95 % interval':>16} {'cases':>6}  limit"
    last = ""
    for line in lines:
        if line in terms and line not in shown:
            continue
        name = line.test if line.test != last else ""
        last = line.test
        limit = "" if line.limit is None else f"{'<=' if line.sense == 'most' else '>='} {line.limit:g}"
        missed = f"  missed by {line.missed:.3f}" if line.missed else ""
        interval = f"[{line.low:.3f}, {line.high:.3f}]"
        yield f"{name:28} {line.part:22} {line.value:7.4f} {interval:>16} {line.cases:6}  {limit}{missed}"


def suite_data(lines: Sequence[Line], *, rater: str, threshold: float) -> dict[str, Any]:
    """Take the suite's lines and who was rated; return them as plain data."""
    return {
        "rater": rater,
        "threshold": threshold,
        "lines": [
            {
                "test": line.test,
                "part": line.part,
                "value": line.value,
                "low": line.low,
                "high": line.high,
                "cases": line.cases,
                "sense": line.sense,
                "limit": line.limit,
                "missed": line.missed,
            }
            for line in lines
        ],
    }
