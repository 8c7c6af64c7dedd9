"""Analyses in, ``analyses.jsonl`` in a folder out, one line each: what every other command reads again."""

from __future__ import annotations

import secrets
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from framing.store import dumps
from framing.types import Analysis

#: The file that holds the analyses of a report folder.
ANALYSES = "analyses.jsonl"


class AnalysesWriter:
    """Writes the analyses of a run: ``add`` each, and the file appears whole when the block ends without an error."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ANALYSES
        self._temporary = folder / f".{ANALYSES}.{secrets.token_hex(4)}.tmp"
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._file = self._temporary.open("xb")
        return self

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; write its line."""
        assert self._file is not None, "used outside its block"
        self._file.write(dumps(analysis).encode("utf-8", "replace") + b"\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._file is not None
        self._file.close()
        if kind is None:
            self._temporary.replace(self._path)
        else:
            self._temporary.unlink(missing_ok=True)
