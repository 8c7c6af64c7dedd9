"""The beginning of a name in, the names that begin so out, for the shell's completion; nothing heavy is loaded."""

from __future__ import annotations

import re

from framing.resources import lexicons_folder, models_folder
from framing.types import FAMILIES

_CONCEPT = re.compile(r'^id\s*=\s*"([^"]+)"', re.M)
_CONTESTED = "contested_term"


def categories(incomplete: str = "") -> list[str]:
    """Take the beginning of a name; return the lexicon categories that begin so."""
    folder = lexicons_folder() / "en"
    names = [path.stem for path in folder.glob("*.toml")]
    if (folder / "contested").is_dir():
        names.append(_CONTESTED)
    return sorted(name for name in names if name.startswith(incomplete))


def categories_and_families(incomplete: str = "") -> list[str]:
    """Take the beginning of a name; return the categories and the letters of the families that begin so."""
    return [*categories(incomplete), *(letter for letter in FAMILIES if letter.startswith(incomplete))]


def lexicon_entries(incomplete: str = "") -> list[str]:
    """Take the beginning of a name; return the categories and the ids of contested things that begin so."""
    found = categories(incomplete)
    for path in sorted((lexicons_folder() / "en" / "contested").glob("*.toml")):
        found.extend(name for name in _CONCEPT.findall(path.read_text(encoding="utf-8")) if name.startswith(incomplete))
    return found


def models(incomplete: str = "") -> list[str]:
    """Take the beginning of a name; return the models that begin so. A model's folder has its id as its name."""
    return sorted(
        path.parent.name for path in models_folder().glob("*/card.toml") if path.parent.name.startswith(incomplete)
    )
