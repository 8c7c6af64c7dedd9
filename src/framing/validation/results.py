"""Scores in, tables and the file that reports carry out: figures, agreement, what is left to adjudicate, faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from framing.export.table_files import field
from framing.types import FAMILIES
from framing.validated import BandOfChance, Share, Validated
from framing.validation.agreement import Agreement
from framing.validation.codebook import chosen
from framing.validation.coded import FINAL, Fault
from framing.validation.estimates import Estimate
from framing.validation.key import item_place
from framing.validation.score import Compared, Scored


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(field, header))
    writer.writerows([field(cell) for cell in row] for row in rows)
    return out.getvalue()


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6g}")


def _counts(found: Agreement) -> list[object]:
    return [found.units, found.single, found.coders, found.ratings, found.reason]


def _whose(one: Compared) -> list[object]:
    return [one.variable, one.gold, one.criterion, one.voice]


def agreement_csv(scored: Scored) -> str:
    """Take scores; return the agreement, one row a variable."""
    header = ["variable", "level", "alpha", "low", "high", "percent", "units", "single", "coders", "ratings", "reason"]
    header += ["corpus_alpha", "corpus_low", "corpus_high", "corpus_reason"]
    rows = []
    for name, a in scored.agreement.items():
        row: list[object] = [name, a.level, *map(_number, (a.alpha, a.low, a.high, a.percent)), *_counts(a)]
        whole = scored.corpus_agreement.get(name)
        weighted = (None, None, None) if whole is None else (whole.alpha, whole.low, whole.high)
        rows.append([*row, *map(_number, weighted), "" if whole is None else whole.reason])
    return _csv(header, rows)


def comparisons(scored: Scored) -> tuple[Compared, ...]:
    """Take scores; return all comparisons with the tool, the main one first."""
    main = () if scored.main is None else (scored.main,)
    return (*main, *scored.criteria, *scored.single, *scored.voices, *scored.families)


def figures_csv(scored: Scored) -> str:
    """Take scores; return every figure, one row each."""
    header = ("variable", "gold", "marked_by", "voice", "figure", "value", "low", "high", "count", "out_of", "reason")
    return _csv(
        header,
        (
            [*_whose(one), name, *map(_number, (f.value, f.low, f.high)), f.count, f.out_of, f.reason]
            for one in comparisons(scored)
            for name, f in one.figures.items()
        ),
    )


def counts_csv(scored: Scored) -> str:
    """Take scores; return the coded items of each comparison as counts: coders yes or no, tool marked or not."""
    header = ("variable", "gold", "marked_by", "voice", "both", "coders_only", "tool_only", "neither", "uncovered")
    return _csv(
        header,
        ([*_whose(one), one.hit, one.missed, one.false, one.rest, one.uncovered] for one in comparisons(scored)),
    )


def adjudicate_csv(scored: Scored) -> str:
    """Take scores; return what coders differ in, one row an item and variable, with a column to decide in.

    The column holds what was decided before, so that the newest list holds every decision. The list does not tell what
    the tool said: who decides should not know it either.
    """
    variables = {one.name: one for one in chosen(scored.key.variables, unit=scored.key.unit)}
    header = ("item", "variable", "before", "text", "after", *scored.coders, "settled", FINAL, "write_one_of")
    rows = [
        (
            one.item.id,
            one.variable,
            one.item.before,
            one.item.text,
            one.item.after,
            *one.answers,
            one.settled,
            one.decided,
            " / ".join(variables[one.variable].values),
        )
        for one in scored.listed
    ]
    return "\ufeff" + _csv(header, rows)


def items_csv(scored: Scored, answers: Sequence[dict[str, dict[str, str]]]) -> str:
    """Take scores and each coder's answers; return one row an item: place, what the tool said, what coders said."""
    names = [one.name for one in chosen(scored.key.variables, unit=scored.key.unit)]
    header = [
        "item",
        "article",
        "sentence",
        "outlet",
        "cell",
        "state",
        "voice",
        "loaded",
        "opinion",
        "writer",
        "source",
    ]
    header += [f"{coder}.{name}" for coder in scored.coders for name in names] + ["text"]
    rows = []
    for item in scored.key.items:
        tool = item.tool
        row: list[object] = [item.id, *item_place(item).values(), item.cell, tool.state, tool.voice]
        row += [_number(tool.loaded), _number(tool.opinion), tool.writer, tool.source]
        row += [answered.get(item.id, {}).get(name, "") for answered in answers for name in names]
        rows.append([*row, item.text])
    return _csv(header, rows)


def faults_csv(faults: Sequence[Fault]) -> str:
    """Take faults; return them, one row each, with the cells as they were: nothing of a coder's work is lost."""
    return _csv(("file", "line", "problem", "cells"), ((f.file, f.line, f.message, f.cells) for f in faults))


def _share(found: Estimate | None) -> Share | None:
    if found is None or found.value is None or found.low is None or found.high is None:
        return None
    return Share(value=round(found.value, 6), low=round(found.low, 6), high=round(found.high, 6), n=found.out_of)


def _alpha(found: Agreement | None) -> float | None:
    return None if found is None or found.alpha is None else round(found.alpha, 4)


def validated(scored: Scored, *, source: str, date: str) -> Validated:
    """Take scores, what was coded (in words) and the day; return what reports carry: figures for like texts."""
    key, main = scored.key, scored.main
    by_criterion = {one.criterion: one for one in (*([main] if main else []), *scored.criteria)}
    families = {
        family: share
        for family in FAMILIES
        if family in by_criterion and (share := _share(by_criterion[family].alike["precision"])) is not None
    }
    figures = main.alike if main else {}
    return Validated(
        date=date,
        source=source,
        unit=key.unit,
        articles=key.articles,
        sentences=key.size,
        coded=scored.coded,
        coders=len(scored.coders),
        alpha=_alpha(scored.agreement.get("loaded")),
        corpus_alpha=_alpha(scored.corpus_agreement.get("loaded")),
        criterion=main.criterion if main else key.criterion,
        threshold=key.threshold,
        made_with=dict(key.made_with),
        precision=_share(figures.get("precision")),
        recall=_share(figures.get("recall")),
        prevalence=_share(figures.get("prevalence")),
        families=families,
        calibration=()
        if scored.levels is None
        else tuple(
            BandOfChance(low=round(b.lowest, 4), high=round(b.highest, 4), predicted=round(b.predicted, 4),
                         observed=round(b.observed, 4), n=b.coded,
                         observed_low=None if b.low is None else round(b.low, 4),
                         observed_high=None if b.high is None else round(b.high, 4))
            for b in scored.levels.bands
        ),
    )  # fmt: skip
