"""A batch's folder in, everything that is not as it should be out; used after a restore and by tests."""

from __future__ import annotations

from framing.batch.files import Folder
from framing.batch.state import State


def find_problems(folder: Folder, state: State, *, running: bool = False) -> list[str]:
    """Take a folder and its state; return one line for each thing that is wrong, nothing where all is well.

    Looks at the state file itself, at every file that it knows (there, and with the very bytes), at what is half
    written, and at whether the counts of every run add up. ``running`` leaves out what a run under way may have.
    """
    problems = [f"state: {row[0]}" for row in state.rows("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [f"state: a row of {row[0]} points to nothing" for row in state.rows("PRAGMA foreign_key_check")]
    for row in state.rows("SELECT document, document_sha256, raw, raw_sha256 FROM versions"):
        problems += _file(folder, row["document"], row["document_sha256"])
        if row["raw"] is not None:
            problems += _file(folder, row["raw"], row["raw_sha256"])
    for row in state.rows("SELECT report, report_sha256, analysis, analysis_sha256 FROM scores"):
        if row["report_sha256"]:  # empty: removed on purpose, by prune
            problems += _file(folder, row["report"], row["report_sha256"])
        problems += _file(folder, row["analysis"], row["analysis_sha256"])
    for row in state.rows("SELECT path, sha256 FROM tables"):
        problems += _file(folder, row["path"], row["sha256"])
    for row in state.rows("SELECT id FROM articles WHERE state = 'done' AND id NOT IN (SELECT article FROM versions)"):
        problems.append(f"article {row['id']} counts as done and has no version")
    for row in state.rows(
        "SELECT id FROM runs WHERE ended IS NOT NULL AND kind = 'run' AND seen <> done + failed + skipped"
    ):
        problems.append(f"run {row['id']}: the counts do not add up")
    if not running:
        problems += [f"tmp/{path.name} is half written" for path in sorted((folder.root / "tmp").glob("*.tmp"))]
    return problems


def _file(folder: Folder, name: str, digest: str) -> list[str]:
    found = folder.digest(name)
    if found is None:
        return [f"{name} is missing"]
    return [] if found == digest else [f"{name} is not the file that was written"]
