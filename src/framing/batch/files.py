"""Bytes and a place in a folder in, a file that survives a power cut out: written apart, synced, then moved there.

What is half written lies in ``tmp/`` of the same folder, so that clearing up after a crash looks at one folder only.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import secrets
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path

from framing.batch.crash import step
from framing.errors import ConfigError, FramingError

_FOLDER_MODE = 0o755


class DiskFull(ConfigError):
    """There is no room, or the folder cannot be written to: the run stops, and nothing is half there."""


class Unreadable(FramingError):
    """A stored file is missing or damaged."""


class Folder:
    """The folder of a batch: where files lie, and how they get there."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def make(self) -> None:
        """Make the folder; ConfigError in one line where it cannot be written to."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for name in ("tmp", "articles", "pages", "runs", "logs", "parquet"):
                self._real(self.root / name)
        except OSError as error:
            raise ConfigError(
                f"{self.root} cannot be written to ({error.strerror}); name another folder with -o, or mend its rights"
            ) from None
        if not os.access(self.root, os.W_OK) or not os.access(self.root / "tmp", os.W_OK):
            raise ConfigError(f"{self.root} cannot be written to; name another folder with -o, or mend its rights")

    def path(self, name: str) -> Path:
        """Take a stored name, relative to the folder; return its path. ValueError if it would lie elsewhere."""
        path = self.root / name
        if Path(name).is_absolute() or ".." in Path(name).parts or not name:
            raise ValueError(f"{name!r} does not lie in the folder of the batch")
        return path

    def write(self, name: str, data: bytes) -> str:
        """Take a name and bytes; write them as ``write_all`` does and return their sha256."""
        return self.write_all({name: data})[name]

    def write_all(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Take bytes by name; write them for good and return their sha256. A reader sees old files or new ones.

        A link in the place of a folder or file is never followed. Raises DiskFull, with nothing half written.
        """
        made: list[tuple[Path, Path]] = []
        target = self.root
        try:
            for name, data in files.items():
                target = self.path(name)
                self._real(target.parent)
                temporary = self.root / "tmp" / f"{secrets.token_hex(8)}.tmp"
                made.append((temporary, target))
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
                with os.fdopen(os.open(temporary, flags, 0o644), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            step("written")
            for temporary, target in made:
                temporary.replace(target)
            for folder in sorted({target.parent for _, target in made}):
                sync_folder(folder)
            step("renamed")
        except OSError as error:
            for temporary, _ in made:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise DiskFull(f"{target} cannot be written ({error.strerror}); make room or mend its rights") from None
        return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}

    def read(self, name: str) -> bytes:
        """Take a stored name; return the file's bytes, unpacked where the name ends in ".gz"; raise Unreadable."""
        try:
            data = self.path(name).read_bytes()
            return gzip.decompress(data) if name.endswith(".gz") else data
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(name, error) from None

    def digest(self, name: str) -> str | None:
        """Take a stored name; return the sha256 of the file as it lies there, or None where there is none."""
        try:
            with self.path(name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            return None

    def clear(self) -> int:
        """Remove what an earlier run left half written; return how many files. Only for the holder of the lock."""
        count = 0
        for path in (self.root / "tmp").glob("*.tmp"):
            path.unlink(missing_ok=True)
            count += 1
        return count

    def free(self) -> int:
        """Return the bytes that are free on the disk."""
        return shutil.disk_usage(self.root).free

    def _real(self, folder: Path) -> None:
        """Make a folder below the root where it is missing; a link in its place is an error."""
        if folder == self.root:
            return
        if folder.is_symlink():
            raise OSError(0, "a link stands where a folder should be", str(folder))
        if not folder.is_dir():
            self._real(folder.parent)
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=_FOLDER_MODE)
                sync_folder(folder.parent)


def unreadable(name: str, error: Exception) -> Unreadable:
    """Take a stored name and what reading it raised; return the error in one line: what, and what to do."""
    word = "is missing" if isinstance(error, FileNotFoundError) else f"is damaged ({type(error).__name__})"
    return Unreadable(f"{name} {word}; put it back from a backup")


def packed(data: bytes) -> bytes:
    """Take bytes; return them as gzip, the same bytes for the same input."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def sync_folder(folder: Path) -> None:
    """Take a folder; wait until its entries are on the disk. Windows has no such call and needs none."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
