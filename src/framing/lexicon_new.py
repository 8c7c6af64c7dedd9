"""A name in, a lexicon folder that passes its check out: what somebody begins from who has words of their own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from framing.errors import ConfigError
from framing.resources import lexicons_folder
from framing.safe_files import make_folder, write_text

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}$")
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$")


def new_folder(name: str, folder: Path) -> Path:
    """Take the name of a category and a folder that is not there; write a lexicon there and return its category file.

    Raises ConfigError where the name cannot be one, or the folder is there.
    """
    if not _NAME.match(name) or _WINDOWS.match(name):
        raise ConfigError(
            f"{name[:60]!r} cannot name a category; begin with a letter, then small letters, digits, _ and - only"
        )
    refuse_existing(folder)
    make_folder(folder)
    for source in sorted(template_folder().iterdir()):
        path = folder / (f"{name}.toml" if source.suffix == ".toml" else source.name)
        write_text(path, filled(source.read_text(encoding="utf-8"), name, folder.name))
    return folder / f"{name}.toml"


def refuse_existing(folder: Path) -> None:
    """Take a folder to be made; raise ConfigError if something is there: what somebody wrote is never written over."""
    if folder.exists() or folder.is_symlink():
        raise ConfigError(f"{folder} is there already; give another folder with -o")


def template_folder() -> Path:
    """Return the folder of which a new lexicon is a copy."""
    return lexicons_folder() / "template"


def filled(text: str, name: str, folder: str) -> str:
    """Take the text of the template, the category's name and the folder's; return it for them."""
    title = name.replace("_", " ").replace("-", " ").capitalize()
    return text.replace("NAME", name).replace("TITLE", title).replace("FOLDER", shlex.quote(folder))
