"""A model's folder in, its card out: who it is, what it was made from, its files' sha256 and its measured figures.

What is written by hand lies in ``training/cards``; the rest is added here.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CARDS = Path(__file__).resolve().parent / "cards"
Figures = Mapping[str, Mapping[str, Any]]
_NOT_HASHED = {"card.toml", "README.md"}
_BASELINES = (("number of the writer's words", "writer_words"), ("VADER", "vader"), ("TextBlob", "textblob"))


def write_card(folder: Path, figures: Figures | None = None) -> None:
    """Take a model's folder and figures by table name (kept from the old card if None); write ``card.toml``."""
    path = folder / "card.toml"
    if figures is None:
        figures = tomllib.loads(path.read_text(encoding="utf-8")).get("figures", {}) if path.exists() else {}
    lines = [(CARDS / f"{folder.name}.toml").read_text(encoding="utf-8"), "[files]  # sha256"]
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name not in _NOT_HASHED)
    lines += [f'"{file.name}" = "{hashlib.sha256(file.read_bytes()).hexdigest()}"' for file in files]
    for table, values in figures.items():
        lines += ["", f"[figures.{table}]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_figures(folder: Path, figures: Figures) -> None:
    """Take a model's folder and figures by table name; put these tables into its card, the others stay."""
    write_card(folder, {**figures_of(folder), **figures})


def figures_of(folder: Path) -> Figures:
    """Take a model's folder; return the figures in its card, by table name."""
    return dict(tomllib.loads((folder / "card.toml").read_text(encoding="utf-8")).get("figures", {}))


def write_settings(folder: Path, values: Mapping[str, object]) -> None:
    """Take a model's folder and settings; add them to its ``settings.json``."""
    path = folder / "settings.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.update(values)
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_figures(folder: Path, figures: Figures) -> None:
    """Take a model's folder and the figures; write them as tables between the marks in ``README.md``."""
    path = folder / "README.md"
    before, rest = path.read_text(encoding="utf-8").split("<!-- figures -->\n", 1)
    after = rest.split("<!-- /figures -->", 1)[1]
    lines = (
        _research(figures)
        if "research" in folder.name
        else _tables(figures, this="basil_dev_fast" if "linear" in folder.name else "basil_dev")
    )
    text = "\n".join(lines)
    path.write_text(f"{before}<!-- figures -->\n{text}\n<!-- /figures -->{after}", encoding="utf-8")


def _between(row: Mapping[str, Any], name: str) -> str:
    return f"{row[name]:.3f} [{row[f'{name}_low']:.3f}, {row[f'{name}_high']:.3f}]"


def _tables(figures: Figures, *, this: str) -> Iterator[str]:
    """Yield the lines of the tables; ``this`` names the row whose levels are told in words."""
    plain, simple, level = figures["basil_dev_baselines"], figures["babe_baselines"], figures[this]
    yield from (
        "Whole articles (BASIL, 40 events, nested cross-validation by event; 95 % bootstrap intervals over events):",
        "",
        "| | AUC within articles | MAP | best F1 | a marked one in the first three |",
        "|---|---|---|---|---|",
    )
    for name, key in (("encoder (the default)", "basil_dev"), ("word table (`--fast`)", "basil_dev_fast")):
        row = figures[key]
        cells = (_between(row, measure) for measure in ("auc", "map", "best_f1", "in_first_three"))
        yield f"| {name} | {' | '.join(cells)} |"
    for name, key in _BASELINES:
        yield f"| {name} | {plain[f'{key}_auc']:.3f} | {plain[f'{key}_map']:.3f} | | |"
    yield from (
        "",
        f"From this model's threshold: precision {level['precision_at_threshold']:.2f}, recall"
        f" {level['recall_at_threshold']:.2f}; {level['false_alarms_an_article']:.1f} sentences an article that"
        " readers had not marked.",
        f"Share loaded {level['rate']:.3f}, mean probability {level['expected_rate']:.3f}, calibration error (ten bins)"
        f" {level['calibration_error']:.4f}.",
        "",
        "Single sentences (BABE; nothing is trained there but the threshold, on the training part of each split):",
        "",
        "| | macro-F1 by article | macro-F1 leave-outlet-out | AUC |",
        "|---|---|---|---|",
    )
    for name, key in (("encoder (the default)", "babe"), ("word table (`--fast`)", "babe_fast")):
        row = figures[key]
        f1, auc = _between(row, "macro_f1_by_article"), _between(row, "auc")
        yield f"| {name} | {f1} | {row['macro_f1_leave_outlet_out']:.3f} | {auc} |"
    for name, key in _BASELINES:
        cells = (simple[f"{key}_{measure}"] for measure in ("macro_f1_by_article", "macro_f1_leave_outlet_out", "auc"))
        yield f"| {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} |"
    subjective = figures["opinion"]
    yield from (
        "",
        "Opinion (CheckThat!, dev_test; only the level is chosen, on train and dev): macro-F1 "
        f"{_between(subjective, 'macro_f1')}, AUC {_between(subjective, 'auc')}; without the encoder macro-F1 "
        f"{subjective['fast_macro_f1']:.3f}, AUC {subjective['fast_auc']:.3f}.",
    )


def _research(figures: Figures) -> Iterator[str]:
    """Yield the lines of the research variant's table."""
    whole, subjective, simple = figures["basil_dev"], figures["opinion"], figures.get("babe")
    rows = (
        ("whole articles (BASIL, 40 events)", whole, ("AUC within articles", "auc"), ("MAP", "map")),
        ("", whole, ("best F1", "best_f1"), ("a marked one in the first three", "in_first_three")),
        ("opinion (CheckThat! dev_test)", subjective, ("macro-F1", "macro_f1"), ("AUC", "auc")),
    )
    yield from ("| | | |", "|---|---|---|")
    for name, table, *cells in rows:
        yield f"| {name} | {' | '.join(f'{said} {_between(table, key)}' for said, key in cells)} |"
    for name, cut in (("by article", "by_article"), ("outlets left out", "leave_outlets_out")) if simple else ():
        f1, auc = _between(simple, f"macro_f1_{cut}"), _between(simple, f"auc_{cut}")
        yield f"| single sentences (BABE), {name} | macro-F1 {f1} | AUC {auc} |"
