"""The measured figures of lexicons and models in, what a report may say of their errors out.

Nothing is estimated here: a figure that was not measured is left out, and the report says that it is missing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from framing.resources import lexicons_folder


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
    """Take a model's card; return its table of chances given against what readers marked, a row a band, or nothing."""
    table = card.get("figures", {}).get("calibration")
    if not isinstance(table, dict):
        return []
    names = ("low", "high", "predicted", "observed", "n")
    columns: Iterable[tuple[float, ...]] = zip(*(table.get(name, ()) for name in names), strict=False)
    return [dict(zip(names, row, strict=True)) for row in columns]
