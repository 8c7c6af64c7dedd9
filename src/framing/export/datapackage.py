"""Tables that were written in, their description for programs (``datapackage.json``, Frictionless version 1) out."""

from __future__ import annotations

import json
from typing import Any

from framing.export.columns import TABLES
from framing.export.schema import Column, Table, resource
from framing.staging import Staging
from framing.version import __version__


def datapackage(
    tables: dict[str, tuple[Column, ...]], suffix: str = ".csv", known: dict[str, Table] = TABLES
) -> dict[str, Any]:
    """Take tables with the columns that were written, the suffix of their files, and what each table is; return their
    description.
    """
    return {
        "profile": "tabular-data-package" if suffix == ".csv" else "data-package",
        "name": "framing-tables",
        "title": "Loaded and opinionated wording in news articles, and whose words they are",
        "version": __version__,
        "resources": [
            resource(name, known[name], columns, f"{name}{suffix}", set(tables)) for name, columns in tables.items()
        ],
    }


def write_package(
    staging: Staging, tables: dict[str, tuple[Column, ...]], suffix: str, known: dict[str, Table] = TABLES
) -> None:
    """Take a folder's files and the tables that were written there; write their description beside them."""
    file = staging.open("datapackage.json")
    json.dump(datapackage(tables, suffix, known), file, ensure_ascii=False, indent=1)
    file.write("\n")
