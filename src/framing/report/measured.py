"""An analysis and a validation in, the analysis out with its error figures where reports look for them."""

from __future__ import annotations

from dataclasses import asdict, replace

from framing.types import Analysis
from framing.validated import Validated


def with_measured(analysis: Analysis, validated: Validated | None) -> Analysis:
    """Take an analysis; return it with the error figures of the validation alone (None: as it is).

    What the validation did not measure is not measured: figures of two sources never stand side by side unnamed.
    """
    if validated is None:
        return analysis
    kept = {
        name: value for name, value in analysis.made_with.items() if name not in ("precision", "recall", "calibration")
    }
    figures = {
        "precision": {family: asdict(share) for family, share in validated.families.items()},
        "recall": asdict(validated.recall) if validated.recall else None,
        "calibration": [asdict(band) for band in validated.calibration],
    }
    return replace(analysis, made_with={**kept, **{name: value for name, value in figures.items() if value}})
