"""The folder of models in, their cards out: what each is for, made from and good for, as plain text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from framing.errors import ConfigError, ModelError
from framing.resources import models_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One model's card; ``text`` is the whole of it for reading."""

    id: str
    version: str
    task: str
    licence: str
    text: str
    data: dict[str, Any]


def read_card(folder: Path) -> Card:
    """Take a model's folder; return its card. Raises ModelError, in one line, where it is missing or damaged."""
    path = folder / "card.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"model file not found at {folder.name}/card.toml; reinstall framing") from None
    except OSError as error:
        raise ModelError(f"{folder.name}/card.toml cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError(f"{folder.name}/card.toml is damaged: {error}; reinstall framing") from None
    missing = [key for key in ("id", "version", "task", "licence") if key not in data]
    if missing:
        raise ModelError(f"{folder.name}/card.toml lacks {', '.join(missing)}; reinstall framing")
    lines = list(_lines(data))
    return Card(
        id=str(data["id"]), version=str(data["version"]), task=str(data["task"]), licence=str(data["licence"]),
        text="\n".join(lines), data=data,
    )  # fmt: skip


def _lines(data: dict[str, Any], heading: str = "") -> list[str]:
    """Return a card's entries as indented lines, tables after plain entries."""
    out = []
    tables = []
    for key, value in data.items():
        name = key.replace("_", " ")
        if isinstance(value, dict):
            tables.append((name, value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables.extend((name, item) for item in value)
        elif isinstance(value, list):
            out.append(f"{heading}{name}: {', '.join(map(str, value))}")
        else:
            out.append(f"{heading}{name}: {' '.join(str(value).split())}")
    for name, table in tables:
        out += ["", f"{heading}{name}", *_lines(table, heading + "  ")]
    return out


def installed() -> tuple[Card, ...]:
    """Return the cards of all installed models, by id."""
    folder = models_folder()
    if not folder.is_dir():
        return ()
    return tuple(read_card(path.parent) for path in sorted(folder.glob("*/card.toml")))


def find_model(name: str) -> Path:
    """Take a model's id or its folder; return the folder. Raises ConfigError, with the nearest id, where there is none.

    A folder is meant where the name holds a separator or names one that has a card.
    """
    folder = Path(name)
    if (folder / "card.toml").is_file():
        return folder
    shipped = {path.parent.name: path.parent for path in models_folder().glob("*/card.toml")}
    if name in shipped:
        return shipped[name]
    if folder.is_dir() or any(mark in name for mark in "/\\"):
        raise ConfigError(f"no model at {name}: it has no card.toml; `framing models train` writes one")
    near = get_close_matches(name, list(shipped), n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else ";"
    raise ConfigError(f"no model is named {name!r}{hint} `framing models list` names them all")
