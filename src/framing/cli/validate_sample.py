"""The options of ``framing validate sample`` in, a folder for coders and a key out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from framing.cli.progress import progress, say
from framing.cli.run import Run
from framing.errors import ConfigError
from framing.stored_files import is_stored, read_stored
from framing.types import Analysis, Failure

if TYPE_CHECKING:
    from framing.scoring import Scorers
    from framing.validation.items import Unit
    from framing.validation.plan import Assumed, Cell, Plan
    from framing.validation.sampling import Design, Frame, Place

PREVALENCES = (0.01, 0.05, 0.20)
_PRECISION_WITHIN, _RECALL_WITHIN = 0.05, 0.10
#: A name that no other command writes or suggests, so that what lies there is of an earlier draw.
ANALYSES = "sample-analyses.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for."""

    count: int | None
    precision_within: float | None
    recall_within: float | None
    prevalence: float | None
    precision: float
    coders: int
    shared: int | None
    variables: tuple[str, ...]
    show_tool: bool
    only_plan: bool
    without: tuple[Path, ...] = ()


def sample(
    run: Run,
    inputs: list[str],
    folder: Path,
    design: Design,
    wanted: Wanted,
    make: Callable[[], Scorers],
    *,
    fast: bool,
) -> Iterator[str]:
    """Read the inputs, write the sample into the folder; yield the lines to print. Raises ConfigError."""
    from framing.lexicon import load
    from framing.safe_files import make_folder, write_text
    from framing.validation.codebook import chosen, kinds, refuse_for
    from framing.validation.key import Key, key_text, made_with_text
    from framing.validation.plan import Assumed, plan
    from framing.validation.sampling import count, draw
    from framing.validation.sheets import codebook_page, coding_page, labelling, orders, sheet, tasks

    variables = chosen(wanted.variables, unit=design.unit)
    refuse_for(design.unit, (*wanted.variables, *design.strata))
    design = replace(design, without=_places(wanted.without, design.unit))
    make_folder(folder)
    _refuse_overwriting(folder, inputs)
    again, design = _read(run, inputs, folder, design, make, fast=fast)
    frame = count(again(), design)
    cells = frame.cells()
    if not cells and design.without and frame.articles:
        raise ConfigError("nothing is left to draw: all is in the keys given with --except; give more articles")
    if not cells:
        raise ConfigError(
            "no sentence was checked, so there is nothing to sample from; are the inputs English articles?"
        )
    assumed = Assumed(prevalence=wanted.prevalence, precision=wanted.precision)
    made = plan(
        cells,
        assumed,
        count=wanted.count,
        precision_within=wanted.precision_within,
        recall_within=wanted.recall_within,
    )
    yield from _corpus_lines(frame, cells, design)
    yield from _plan_lines(made, cells)
    yield from _advice(cells, assumed, design.unit)
    if wanted.only_plan:
        return
    drawn = draw(again(), design, frame, dict(zip((c.name for c in cells), made.coded, strict=True)))
    key = Key(
        unit=design.unit,
        criterion=design.criterion,
        threshold=design.threshold,
        seed=design.seed,
        strata=design.strata,
        variables=tuple(one.name for one in variables),
        shown=wanted.show_tool,
        articles=frame.articles,
        repeated=frame.repeated,
        made_with=made_with_text(frame.made_with),
        population={cell: dict(sorted(signed.items())) for cell, signed in sorted(frame.signatures.items())},
        items=tuple(drawn),
    )
    coding = make_folder(folder / "coding")
    for number, items in enumerate(orders(key, wanted.coders, wanted.shared), 1):
        name = f"coder{number}"
        write_text(coding / f"{name}.csv", sheet(key, items))
        write_text(coding / f"{name}.html", coding_page(key, items, name))
        write_text(coding / f"{name}.label-studio.json", tasks(key, items))
    write_text(coding / "label-studio.xml", labelling(key))
    write_text(coding / "codebook.html", codebook_page(variables, kinds(load()), unit=design.unit))
    write_text(folder / "key.json", key_text(key))
    yield f"written: {coding} (give it to the coders) and {folder / 'key.json'} (keep it from them)"


def _places(keys: tuple[Path, ...], unit: Unit) -> frozenset[Place]:
    """Take the keys of earlier samples; return where their items stand. Raises ConfigError for another unit's."""
    from framing.validation.key import read_key
    from framing.validation.sampling import place

    found: set[Place] = set()
    for path in keys:
        key = read_key(path)
        if key.unit != unit:
            raise ConfigError(f"{path}: is the key of a sample of {key.unit}s; with --unit {unit} give one of {unit}s")
        found.update(map(place, key.items))
    return frozenset(found)


def _refuse_overwriting(folder: Path, inputs: list[str]) -> None:
    kept = folder / ANALYSES
    for name in inputs if kept.exists() else ():
        given = Path(name)
        if given.exists() and (given.samefile(kept) or given.resolve() in kept.resolve().parents):
            raise ConfigError(f"{name} would be read and written over ({kept}); give another folder with -o")
    if (folder / "key.json").exists():
        raise ConfigError(
            f"{folder / 'key.json'} is there already, and sheets may be out with coders; give another folder with -o"
        )


def _read(
    run: Run, inputs: list[str], folder: Path, design: Design, make: Callable[[], Scorers], *, fast: bool
) -> tuple[Callable[[], Iterator[Analysis]], Design]:
    """Analyse what isn't analysed yet into the folder; return what yields all analyses again, and the full design."""
    ready = [name for name in inputs if is_stored(name)]
    raw = [name for name in inputs if name not in ready]
    given = [item for name in ready for item in map(_level, run.stored(name)) if item is not None]
    if raw:
        path = folder / ANALYSES
        with progress("articles") as step:
            _write(path, (_stepped(one, step) for one in run.analyses(raw, make, fast=fast)))
        ready.append(str(path))
        given += filter(None, map(_level, _sound([str(path)])))
    threshold = next(iter(given), None)
    if threshold is None and design.criterion == "chance":
        say("framing: no sentence model ran, so no chance is known; what counts as marked is --mark words")
        design = replace(design, criterion="words")
    return lambda: _sound(ready), replace(design, threshold=threshold)


def _level(item: Analysis | Failure) -> float | None:
    """Return the level from which an analysis counts a sentence as loaded, None where no model ran or it failed."""
    level = None if isinstance(item, Failure) else item.made_with.get("loaded_threshold")
    return level if isinstance(level, float) else None


def _sound(ready: Iterable[str]) -> Iterator[Analysis]:
    """Take files of analyses that were read once, and their failures told; yield the analyses again."""
    for item in chain.from_iterable(map(read_stored, ready)):
        if isinstance(item, Analysis):
            yield item


def _stepped(analysis: Analysis, step: Callable[[], None]) -> Analysis:
    step()
    return analysis


def _write(path: Path, analyses: Iterable[Analysis]) -> None:
    from framing.store import dumps

    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as lines:
            for analysis in analyses:
                lines.write(dumps(analysis) + "\n")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _corpus_lines(frame: Frame, cells: list[Cell], design: Design) -> Iterator[str]:
    from framing.validation.items import criterion_text

    total = sum(cell.population for cell in cells)
    marked = sum(cell.population for cell in cells if cell.marked)
    again = f" ({frame.repeated} that came twice counted once)" if frame.repeated else ""
    what = criterion_text(design.criterion, design.unit)
    level = f" ({design.threshold:g})" if design.criterion == "chance" and design.threshold is not None else ""
    yield f"corpus: {frame.articles:,} articles{again}, {total:,} checked {design.unit}s"
    yield f"the tool marks {marked:,} of them ({marked / total:.1%}): {what}{level}"


def _plan_lines(made: Plan, cells: list[Cell]) -> Iterator[str]:
    marked = sum(n for n, cell in zip(made.coded, cells, strict=True) if cell.marked)
    yield f"to code: {made.total:,}, of them {marked:,} marked and {made.total - marked:,} unmarked"
    yield f"expected 95% intervals: precision {_within(made.precision_within)}, recall {_within(made.recall_within)}"
    if made.capped:
        yield "the wanted interval is narrower than this corpus allows; a wider --recall-within needs fewer"


def _within(value: float | None) -> str:
    if value is None:
        return "not known (nothing of that side is coded)"
    return f"within {value:.3f}" if value >= 0.0005 else "exact (all of that side are coded)"


def _advice(cells: list[Cell], assumed: Assumed, unit: str) -> Iterator[str]:
    from framing.validation.plan import what_it_takes

    yield f"for precision within {_PRECISION_WITHIN:g} and recall within {_RECALL_WITHIN:g}, if of all {unit}s"
    rows = what_it_takes(
        cells,
        prevalences=PREVALENCES,
        precision=assumed.precision,
        precision_within=_PRECISION_WITHIN,
        recall_within=_RECALL_WITHIN,
    )
    for share, made in zip(PREVALENCES, rows, strict=True):
        end = " (all that help; not narrow enough)" if made.capped else ""
        yield f"  {share:4.0%} are loaded: code {made.total:,}{end}"
