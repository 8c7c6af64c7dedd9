"""Inputs in, their analyses out: those that are analyses already are read as they are, the others are analysed.

Analyses are JSON Lines as ``framing analyze --json`` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from framing.types import Analysis, Failure

if TYPE_CHECKING:
    from framing.cli.run import Run

_HEAD = 65_536


def holds_analyses(name: str) -> bool:
    """Whether an input is a file of stored analyses: its first line is an object with a schema."""
    path = Path(name)
    if path.suffix.lower() not in (".jsonl", ".ndjson") or not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.readline(_HEAD).lstrip(b"\xef\xbb\xbf \t")
    if head.startswith(b'{"schema":'):
        return True
    try:
        row = json.loads(head)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"schema", "sentences"} <= row.keys()


def stored(name: str, fail: Callable[[Failure], None]) -> Iterator[Analysis]:
    """Take a file of analyses; yield them. A damaged line is told to ``fail``, and the others are read."""
    from framing.errors import IngestError
    from framing.store import loads

    with Path(name).open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield loads(line)
            except IngestError as error:
                fail(Failure(origin=f"{name}:{number}", stage="read", message=str(error)))


def stored_again(name: str) -> Iterator[Analysis]:
    """Take a file of analyses that was read once; yield the sound ones again."""
    yield from stored(name, lambda _: None)


def note(run: Run) -> Callable[[Failure], None]:
    """Return what notes a failure in a run and names it on standard error."""
    from framing.cli.progress import say

    def fail(failure: Failure) -> None:
        run.failures.append(failure)
        say(f"framing: {failure.origin}: {failure.message}")

    return fail
