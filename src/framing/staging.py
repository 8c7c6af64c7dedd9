"""A folder in; files written in a hidden folder inside it, which move to their places together at the end."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from framing.errors import ConfigError


class Staging:
    """Files of a folder that appear together: ``open`` and write them, and they are moved when the block ends.

    Every place is looked at first, and none is touched where one of them cannot take its file. They are then moved one
    by one, in the order in which they were begun: a disk that fails in between leaves new files beside old ones, and
    the last one (the record of an export, which has the hash of each) as it was. Each takes the place of an older file
    of its name in one step, never through a link, so that nobody reads half a file. Where the block ends in an error,
    or in SIGTERM, the older files stay as they were; where the process is killed outright they stay too, and what was
    half written lies in a folder ``.framing-….tmp``, which can be deleted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hidden = folder / f".framing-{secrets.token_hex(6)}.tmp"
        self._files: dict[str, IO[str]] = {}
        self._names: dict[str, None] = {}
        self._outdated: list[str] = []

    def __enter__(self) -> Self:
        try:
            self._hidden.mkdir(mode=0o700)
        except OSError as error:
            raise ConfigError(f"{self.folder} cannot be written to: {error.strerror}") from None
        return self

    def path(self, name: str) -> Path:
        """Take the name of a file (``brat/a.txt``: in a folder); return where to write it until the block ends."""
        self._names[name] = None
        made = self._hidden / PurePosixPath(name)
        made.parent.mkdir(parents=True, exist_ok=True)
        return made

    def open(self, name: str, *, encoding: str = "utf-8") -> IO[str]:
        """Take a name; return the file open for writing, line ends as they are given, until the block ends."""
        # what cannot be written in UTF-8 (half a surrogate pair) becomes "?"
        self._files[name] = self.path(name).open("x+", encoding=encoding, errors="replace", newline="")
        return self._files[name]

    def close(self, name: str) -> None:
        """Take the name of an open file; close it, to have few open at once."""
        self._files.pop(name).close()

    def drop(self, name: str) -> None:
        """Take the name of a file that was only needed on the way; it does not appear."""
        if name in self._files:
            self.close(name)
        self._names.pop(name, None)
        (self._hidden / name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take the name of an older file that is not written anew; it goes when the others appear."""
        self._outdated.append(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The files so far, in the order in which they were begun."""
        return tuple(self._names)

    def written(self, name: str) -> Path:
        """Take the name of a file; return where its finished content lies now, for reading."""
        if name in self._files:
            self._files[name].flush()
        return self._hidden / name

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for file in self._files.values():
                if kind is None:
                    file.close()
                else:
                    with suppress(OSError):
                        file.close()
            if kind is None:
                self._publish()
        except OSError as fault:
            raise ConfigError(f"{self.folder} cannot be written to: {fault.strerror or fault}") from None
        finally:
            shutil.rmtree(self._hidden, ignore_errors=True)

    def _publish(self) -> None:
        places = {name: self.folder / PurePosixPath(name) for name in self._names}
        for place in places.values():
            self._check(place)
        for outdated in (self.folder / name for name in self._outdated):
            if not outdated.is_symlink():
                outdated.unlink(missing_ok=True)
        for name, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            (self._hidden / name).replace(place)

    def _check(self, place: Path) -> None:
        within = place.parent
        if within != self.folder:
            if within.is_symlink():
                raise ConfigError(f"{within} is a link; nothing is written through it")
            if within.exists() and not within.is_dir():
                raise ConfigError(f"{within} is a file; move it away, a folder of that name is to be written")
        if within.exists() and not os.access(within, os.W_OK):
            raise ConfigError(f"{within} cannot be written to; give another folder with -o")
        if place.is_dir() and not place.is_symlink():
            raise ConfigError(f"{place} is a folder; move it away, a file of that name is to be written")
