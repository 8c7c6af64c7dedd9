"""Names of lexicons in, everything that marks an article out, built once a process; texts in, analyses out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.scoring import Scorers


def ready_scorers(
    *,
    lexicons: Iterable[str | os.PathLike[str]] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    fast: bool = False,
) -> Scorers:
    """Take folders of lexicons and names of categories or families; return what marks articles. A folder is read once.

    Raises LexiconError, ConfigError or ModelError as ``framing.analyze`` says; TypeError for a bare string.
    """
    for names in (lexicons, only, without):
        if isinstance(names, str):
            raise TypeError(f"give a list of names, not the string {names!r}")
    folders = tuple(Path(folder).resolve() for folder in lexicons)
    return _built(folders, tuple(only), tuple(without), fast)


@lru_cache(maxsize=4)
def _built(folders: tuple[Path, ...], only: tuple[str, ...], without: tuple[str, ...], fast: bool) -> Scorers:
    from framing.lexicon_choice import choose, load_with
    from framing.scoring import build

    return build(choose(load_with(folders), only=only, without=without), fast=fast)
