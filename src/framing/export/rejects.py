"""Failures in, ``rejects.jsonl`` out: a line for each record or file that gave no article."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from framing.safe_files import write_text
from framing.types import Failure

NAME = "rejects.jsonl"


def reject(failure: Failure) -> dict[str, str | int | None]:
    """Take a failure; return its line: the file, the number of the record in it or None, the stage and the reason."""
    file = failure.origin
    if failure.record is not None:
        file = file.removesuffix(f":{failure.record}")
    return {"file": file, "record": failure.record, "stage": failure.stage, "reason": failure.message}


def write_rejects(folder: Path, failures: Iterable[Failure]) -> bool:
    """Take a folder and failures; write ``rejects.jsonl`` there and return True; remove an old one without.

    Raises ``ConfigError`` if it can't be written.
    """
    lines = [json.dumps(reject(failure), ensure_ascii=False) for failure in failures]
    path = folder / NAME
    if lines:
        # a file name that is not UTF-8 has lone surrogates
        write_text(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace").decode("utf-8"))
    elif not path.is_symlink():
        path.unlink(missing_ok=True)
    return bool(lines)
