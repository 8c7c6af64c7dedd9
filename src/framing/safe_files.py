"""A path and content in, a whole file on disk out: written beside its place and moved there, never through a link."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from framing.errors import ConfigError


def make_folder(path: Path) -> Path:
    """Take a path; return it as a folder that can be written to. Raises ConfigError if it is something else."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise ConfigError(f"{path} is a file; give a folder with -o") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be made: {error.strerror}; give another folder with -o") from None
    if not os.access(path, os.W_OK):
        raise ConfigError(f"{path} cannot be written to; give another folder with -o")
    return path


def write_text(path: Path, text: str) -> None:
    """Take a path and text; write it as UTF-8, line ends as they are. A reader sees the old file or the new one."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Take a path and bytes; write them. A reader sees the old file or the new one."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(temporary, flags, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None
