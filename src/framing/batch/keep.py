"""How long to keep what in, what was removed out. Nothing that an analysis rests on is ever removed by itself.

Fetched pages and logs go after a time; reports only when somebody asks for it with a date. Their rows stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from framing.batch.clock import stamp
from framing.batch.files import Folder
from framing.batch.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many files of each kind were removed (or would be), and their bytes."""

    pages: int = 0
    reports: int = 0
    logs: int = 0
    orphans: int = 0
    size: int = 0


def prune(
    folder: Folder,
    state: State,
    *,
    pages_before: datetime | None = None,
    reports_before: datetime | None = None,
    logs_before: datetime | None = None,
    orphans: bool = False,
    pretend: bool = False,
) -> Pruned:
    """Take dates; remove fetched pages, reports and logs from before them, and files that the state does not know.

    A report's analysis and document stay; only the HTML goes, and `framing batch rescore` can make it again.
    """
    pages = _old_pages(state, pages_before)
    reports = _old_reports(state, reports_before)
    logs = _old_logs(folder, logs_before)
    lost = _unknown(folder, state) if orphans else []
    size = sum(_size(folder.root / name) for name in [*pages, *reports, *logs, *lost])
    if not pretend:
        # the state forgets first: a file without a row is waste, a row without a file would be a lie
        if pages or reports:
            with state.transaction():
                for name in pages:
                    state.write("UPDATE versions SET raw = NULL WHERE raw = ?", name)
                for name in reports:
                    state.write("UPDATE scores SET report_sha256 = '' WHERE report = ?", name)
        for name in [*pages, *reports, *logs, *lost]:
            (folder.root / name).unlink(missing_ok=True)
    return Pruned(pages=len(pages), reports=len(reports), logs=len(logs), orphans=len(lost), size=size)


def _old_pages(state: State, before: datetime | None) -> list[str]:
    if before is None:
        return []
    rows = state.rows("SELECT raw FROM versions WHERE raw IS NOT NULL AND fetched < ?", stamp(before))
    return [row["raw"] for row in rows]


def _old_reports(state: State, before: datetime | None) -> list[str]:
    if before is None:
        return []
    rows = state.rows("SELECT report FROM scores WHERE report_sha256 <> '' AND scored < ?", stamp(before))
    return [row["report"] for row in rows]


def _old_logs(folder: Folder, before: datetime | None) -> list[str]:
    if before is None:
        return []
    return sorted(
        f"logs/{path.name}"
        for path in (folder.root / "logs").glob("????-??-??.log")
        if path.stem < f"{before:%Y-%m-%d}"
    )


def _unknown(folder: Folder, state: State) -> list[str]:
    """Return files of articles and pages that no row knows: a run died between the files and their transaction."""
    known = {name for row in state.rows("SELECT raw, document FROM versions") for name in row}
    known |= {name for row in state.rows("SELECT report, analysis FROM scores") for name in row}
    found = [
        str(path.relative_to(folder.root))
        for top in ("articles", "pages")
        for path in sorted((folder.root / top).rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    return [name for name in found if name not in known]


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
