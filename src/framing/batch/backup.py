"""A batch's folder in, a copy that can be put back out, and the way back; while a run is at work, too.

The state is copied by ``VACUUM INTO``, which is one consistent moment; a plain copy of the file beside its write-ahead
log is not. Files are copied after it: they are never changed once written, so each that the state knows is there.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from framing.batch.check import find_problems
from framing.batch.clock import stamp
from framing.batch.files import Folder
from framing.batch.schema import NAME
from framing.batch.state import State
from framing.errors import ConfigError
from framing.version import __version__

_MANIFEST = "backup.json"
_TREES = ("articles", "pages", "parquet", "runs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How many files a backup or a restore has, and how many of them were copied now."""

    files: int
    copied: int
    articles: int
    problems: tuple[str, ...] = ()


def back_up(folder: Folder, state: State, target: Path, *, now: datetime) -> Copied:
    """Copy the batch to another folder; files that are there already, of the same size, are not copied again."""
    if target.resolve() == folder.root.resolve() or folder.root.resolve() in target.resolve().parents:
        raise ConfigError(f"{target} lies in the folder of the batch; a backup belongs elsewhere, best on another disk")
    if target.exists() and any(target.iterdir()) and not (target / _MANIFEST).is_file():
        raise ConfigError(
            f"{target} has files in it that are no backup; name a new folder, or that of an earlier backup"
        )
    copy = Folder(target)
    copy.make()
    fresh = target / f"{NAME}.new"
    fresh.unlink(missing_ok=True)
    state.connection.execute("VACUUM INTO ?", (str(fresh),))
    files, copied = _copy(folder.root, target)
    fresh.replace(target / NAME)
    articles = int(state.one("SELECT count(*) FROM articles"))
    told = {"framing": __version__, "made": stamp(now), "articles": articles, "files": files}
    copy.write(_MANIFEST, json.dumps(told, indent=1).encode())
    return Copied(files=files, copied=copied, articles=articles)


def restore(source: Path, root: Path, *, now: datetime) -> Copied:
    """Put a backup back, under the lock that the caller holds; a state that is there is kept aside, never overwritten.

    Every file is then checked against the state; what is missing or changed is told.
    """
    if not (source / _MANIFEST).is_file() or not (source / NAME).is_file():
        raise ConfigError(f"{source} is no backup: it lacks {_MANIFEST} or {NAME}")
    _readable(source)
    folder = Folder(root)
    folder.make()
    for name in (NAME, f"{NAME}-wal", f"{NAME}-shm"):
        if (root / name).exists():
            (root / name).replace(root / f"{name}.before-{stamp(now).replace(':', '')}")
    files, copied = _copy(source, root)
    folder.write(NAME, (source / NAME).read_bytes())
    state = State(root)
    try:
        problems = find_problems(folder, state)
        return Copied(
            files=files, copied=copied, articles=state.one("SELECT count(*) FROM articles"), problems=tuple(problems)
        )
    finally:
        state.close()


def _readable(source: Path) -> None:
    """Refuse a damaged or newer state before anything is touched: a copy is opened, since opening may write."""
    with TemporaryDirectory() as folder:
        shutil.copyfile(source / NAME, Path(folder) / NAME)
        State(Path(folder)).close()


def _copy(source: Path, target: Path) -> tuple[int, int]:
    files = copied = 0
    for tree in _TREES:
        for path in sorted((source / tree).rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            files += 1
            place = target / path.relative_to(source)
            kept = tree in ("articles", "pages")  # never changed once written
            if kept and place.is_file() and place.stat().st_size == path.stat().st_size:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = target / "tmp" / f"{path.name[:100]}.tmp"
            try:
                shutil.copyfile(path, temporary, follow_symlinks=False)
            except FileNotFoundError:
                continue  # pruned meanwhile
            temporary.replace(place)
            copied += 1
    return files, copied
