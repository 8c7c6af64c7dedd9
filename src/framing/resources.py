"""Where the shipped lexicons, models, reference sets and templates lie: in the installed package, else the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(packaged: str, checkout: str) -> Path:
    inside = _PACKAGE / packaged
    return inside if inside.is_dir() else _CHECKOUT / checkout


def lexicons_folder() -> Path:
    """Return the folder of the shipped lexicons, one folder a language."""
    return _folder("lexicons", "lexicons")


def models_folder() -> Path:
    """Return the folder of the shipped models, one folder a model."""
    return _folder("models", "models")


def templates_folder() -> Path:
    """Return the folder of the report templates."""
    return _folder("templates", "reports/templates")


def references_folder() -> Path:
    """Return the folder of the shipped reference sets, one file a set."""
    return _folder("references", "references")


def suite_folder() -> Path:
    """Return the folder of the even-handedness suite's sentences."""
    return _folder("quality", "tests/quality")


def data_folder() -> Path:
    """Return the folder of shipped third-party data (CMUdict)."""
    return _folder("data", "src/framing/data")
