"""A model's folder in, its checked card and files out: every file is what the card says it is, or there is no model.

A card is ``card.toml``: ``id``, ``version``, ``licence`` and a table ``[files]`` of sha256 by file name. Files are read
whole, compared, and only then opened; nothing in them is ever run.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ModelError
from framing.resources import models_folder
from framing.types import About

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A model that is what its card says: who it is, the card as read, and the bytes of its files by name."""

    about: About
    card: dict[str, Any]
    files: dict[str, bytes]


def read_model(folder: Path, *, name: str) -> ModelFiles:
    """Take a model's folder and the name it goes by in findings ("model:loaded"); return its checked files.

    Raises ModelError, in one line, where the card is missing or unreadable or a file is not what the card says.
    """
    card_path = folder / "card.toml"
    remedy = "reinstall framing" if folder.parent == models_folder() else "copy it again, or train it again"
    try:
        card = tomllib.loads(card_path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"no model at {folder}: card.toml is missing; {remedy}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ModelError(f"{card_path} cannot be read: {error}") from None
    listed = card.get("files")
    if (
        not isinstance(listed, dict)
        or not listed
        or not all(isinstance(card.get(key), str) for key in ("version", "licence"))
    ):
        raise ModelError(f"{card_path}: needs version, licence and a [files] table; {remedy}")
    files: dict[str, bytes] = {}
    for file in sorted(listed):
        if Path(file).name != file or file.startswith("."):
            raise ModelError(f"{card_path}: {file!r} is not a file name")
        files[file] = _checked(folder / file, str(listed[file]), remedy)
    digest = hashlib.sha256("\n".join(f"{file} {listed[file]}" for file in sorted(listed)).encode()).hexdigest()
    about = About(id=name, version=card["version"], digest=digest, licence=card["licence"])
    return ModelFiles(about=about, card=card, files=files)


def _checked(path: Path, digest: str, remedy: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelError(f"{path} is larger than a model file can be; {remedy}")
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); {remedy}") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise ModelError(f"{path} is damaged or altered (its sha256 is not the card's); {remedy}")
    return data
