"""Folders and names in, the lexicon to use out: the shipped one, those added, only some categories or families."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from framing.errors import ConfigError, unknown
from framing.lexicon import Lexicon, load, merge, select
from framing.types import FAMILIES


def load_with(folders: Iterable[Path]) -> Lexicon:
    """Take lexicon folders; return the shipped lexicon with theirs added.

    Raises LexiconError with every problem of a folder, ConfigError where two folders have one name: what is measured
    of a cue, and what its findings name, goes by that.
    """
    lexicon = load()
    for folder in folders:
        added = load(folder.resolve())
        if added.id in lexicon.id.split("+"):
            raise ConfigError(f"two lexicons are named {added.id!r}; rename the folder {folder}")
        lexicon = merge(lexicon, added)
    return lexicon


def categories_of(lexicon: Lexicon, names: Iterable[str]) -> frozenset[str]:
    """Take names of categories and letters of families; return the ids of the categories that they mean.

    ``mine_*`` means every category that begins so, such as all of one imported dictionary.
    Raises ConfigError where a name is neither.
    """
    by_id = {category.id: category for category in lexicon.categories}
    found: set[str] = set()
    for name in names:
        beginning = name.removesuffix("*")
        begin_so = {id for id in by_id if beginning not in (name, "") and id.startswith(beginning)}
        if name in by_id:
            found.add(name)
        elif begin_so:
            found |= begin_so
        elif name in FAMILIES:
            found.update(category.id for category in by_id.values() if category.family == name)
        else:
            raise unknown("lexicon category or family", name, sorted(by_id), "framing lexicons list")
    return frozenset(found)


def choose(lexicon: Lexicon, *, only: Collection[str] = (), without: Collection[str] = ()) -> Lexicon:
    """Take a lexicon and names of categories or letters of families; return it with ``only`` those, ``without`` these.

    Where both name a category, it is left out. Raises ConfigError where a name is not known, or nothing is left.
    """
    kept, left_out = categories_of(lexicon, only), categories_of(lexicon, without)
    if not only and not without:
        return lexicon
    chosen = select(lexicon, only=kept if only else None, without=left_out)
    if not chosen.rules:
        raise ConfigError("no lexicon category is left: what is to be used only is also left out")
    return chosen
