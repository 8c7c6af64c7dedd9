"""The options of ``framing validate score`` in, a page, tables and the file that reports carry out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from framing.cli.progress import say
from framing.epoch import source_date
from framing.errors import ConfigError

ADJUDICATE = "adjudicate.csv"
FILES = (
    ("figures.csv", "every figure with its interval"),
    ("counts.csv", "coded items as counts"),
    ("agreement.csv", "agreement by variable"),
    ("items.csv", "one row per item: what the tool and each coder said"),
    (ADJUDICATE, "where coders differ, with a column to decide in"),
    ("problems.csv", "what could not be used"),
    ("validation.json", "for `framing report --validation`"),
    ("methods.txt", "the paragraph for the methods section"),
)
PAGE = "validation.html"


def run_score(
    key_file: Path,
    sheets: list[Path],
    folder: Path,
    *,
    adjudicated: Path | None,
    rate: float | None,
    source: str | None,
    date: str | None,
) -> tuple[list[str], bool]:
    """Score the sheets against the key, write the folder; return the lines to print, and whether there were faults."""
    from framing.safe_files import make_folder, write_text
    from framing.validated import validated_text
    from framing.validation import results
    from framing.validation.coded import Coder, read_coders, read_decisions
    from framing.validation.key import read_key
    from framing.validation.page import render_page
    from framing.validation.score import score
    from framing.validation.wording import alpha_text, methods, share_text

    key = read_key(key_file)
    _refuse_twice(sheets)
    coders: list[Coder] = []
    faults = []
    refused = 0
    for path, name in zip(sheets, _names(sheets), strict=True):
        try:
            read, found = read_coders(path, key, name=name)
        except ConfigError as error:
            say(f"framing: {error}")
            refused += 1
            continue
        coders += read
        faults += found
    if not coders:
        raise ConfigError("no coder’s file could be read, so nothing was scored")
    decided: dict[tuple[str, str], str] = {}
    if adjudicated is not None:
        decided, found = read_decisions(adjudicated, key)
        faults += found
    for fault in faults:
        say(f"framing: {fault}")
    scored = score(key, coders, decided=decided, rate=rate)
    measured = results.validated(scored, source=source or key_file.name, date=date or _day(sheets))
    _keep_decisions(folder / ADJUDICATE, adjudicated, decided)
    make_folder(folder)
    texts = {
        "figures.csv": results.figures_csv(scored),
        "counts.csv": results.counts_csv(scored),
        "agreement.csv": results.agreement_csv(scored),
        "items.csv": results.items_csv(scored, [coder.answers for coder in coders]),
        ADJUDICATE: results.adjudicate_csv(scored),
        "problems.csv": results.faults_csv(faults),
        "validation.json": validated_text(measured),
        "methods.txt": methods(scored) + "\n",
    }
    for name, text in texts.items():
        write_text(folder / name, text)
    write_text(folder / PAGE, render_page(scored, measured, faults, files=FILES))
    lines = [f"{scored.coded} of {len(key.items)} items coded by {', '.join(scored.coders)}"]
    for name, one in scored.agreement.items():
        whole = scored.corpus_agreement.get(name)
        weighted = f"; in the corpus {alpha_text(whole)}" if whole is not None and whole.alpha is not None else ""
        lines.append(f"alpha {name}: {alpha_text(one)}{weighted}")
    if scored.main is not None:
        lines += [
            f"{name}: {share_text(scored.main.figures[name])}" for name in ("prevalence", "precision", "recall", "f1")
        ]
    open_ = sum(not one.settled for one in scored.differences)
    if scored.differences:
        lines.append(f"{len(scored.differences)} differences between coders, {open_} of them open ({ADJUDICATE})")
    return [*lines, str(folder / PAGE)], bool(faults or refused)


def _refuse_twice(sheets: list[Path]) -> None:
    twice = next((p for p, times in Counter(path.resolve() for path in sheets).items() if times > 1), None)
    if twice is not None:
        raise ConfigError(f"{twice.name} was given twice; each coder’s file counts once")


def _names(sheets: list[Path]) -> list[str]:
    """Return the coders' names: the files', with their folders where two are called alike."""
    stems = Counter(path.stem for path in sheets)
    return [path.stem if stems[path.stem] == 1 else f"{path.parent.name}/{path.stem}" for path in sheets]


def _keep_decisions(written: Path, adjudicated: Path | None, decided: Mapping[tuple[str, str], str]) -> None:
    """Refuse to write the new list over one in which somebody decided what the new one does not hold."""
    from framing.validation.coded import typed_decisions

    if not written.exists():
        return
    if adjudicated is not None and written.resolve() == adjudicated.resolve():
        raise ConfigError(
            f"{adjudicated} would be written over, and the decisions in it lost; give another folder with -o"
        )
    held = {(item.casefold(), variable.casefold(), value.casefold()) for (item, variable), value in decided.items()}
    if typed_decisions(written) - held:
        raise ConfigError(f"{written} holds decisions; give it with --adjudicated and another folder with -o")


def _day(sheets: list[Path]) -> str:
    """Return the day on which coding ended: SOURCE_DATE_EPOCH's, else that of the newest file."""
    newest = max((path.stat().st_mtime for path in sheets if path.exists()), default=0.0)
    return (source_date() or datetime.fromtimestamp(newest, UTC)).date().isoformat()
