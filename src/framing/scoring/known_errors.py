"""The measured figures of lexicons and models in, what a report may say of their errors out.

Nothing is estimated here: a figure that was not measured is left out, and the report says that it is missing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from framing.resources import lexicons_folder


def precision_of_families() -> dict[str, dict[str, float]]:
    """Return per family the share of its marks whose sentence people also marked (``benchmarks/lexicon.py``)."""
    path = lexicons_folder() / "en" / "structure" / "evidence.toml"
    if not path.is_file():
        return {}
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def calibration_of(card: Mapping[str, Any]) -> list[dict[str, float]]:
    """Take a model's card; return its table of chances given against what readers marked, a row a band, or nothing."""
    table = card.get("figures", {}).get("calibration")
    if not isinstance(table, dict):
        return []
    names = ("low", "high", "predicted", "observed", "n")
    columns: Iterable[tuple[float, ...]] = zip(*(table.get(name, ()) for name in names), strict=False)
    return [dict(zip(names, row, strict=True)) for row in columns]
