"""The measured figures of lexicons and models in, what a report may say of their errors out.

Nothing is estimated here: a figure that was not measured is left out, and the report says that it is missing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from typing import Any

from framing.resources import lexicons_folder

_COLUMNS = ("low", "high", "predicted", "observed", "n")


def measured_marks(*, fast: bool = False) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Take whether the run is fast; return per family the share of its marks whose sentence people also marked, and the
    share of the sentences that people marked which have a mark (``benchmarks/lexicon.py``); both are empty where this
    was not measured.
    """
    path = lexicons_folder() / "en" / "structure" / "evidence.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    on_fast = found.pop("fast", {})
    found = on_fast if fast else found  # the file's tables, without those of the other kind of run
    recall = found.pop("recall", {})
    return found, recall


def calibration_of(card: Mapping[str, Any]) -> list[dict[str, float]]:
    """Take a model's card; return its table of chances given against what readers marked, a row per band, or nothing
    where it has none that can be read: a card may be anybody's.
    """
    figures = card.get("figures")
    table = figures.get("calibration") if isinstance(figures, dict) else None
    columns = [table.get(name) for name in _COLUMNS] if isinstance(table, dict) else []
    if not columns or not all(isinstance(column, list) and all(map(_is_number, column)) for column in columns):
        return []
    return [dict(zip(_COLUMNS, row, strict=True)) for row in zip(*columns, strict=False)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
