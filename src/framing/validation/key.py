"""The key of a coding sample ⇄ a JSON file: what was drawn from what, and what the tool said. Coders never see it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from framing.errors import ConfigError
from framing.json_files import made_of, read_json
from framing.types import FAMILIES
from framing.validation.codebook import variables
from framing.validation.items import CRITERIA, Item, Unit

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A drawn sample. ``population`` counts the corpus by cell and signature; None where the items are all there is,
    and stand for texts like them (labels that were not drawn as a sample).
    """

    unit: Unit
    criterion: str
    threshold: float | None
    seed: int
    strata: tuple[str, ...]
    variables: tuple[str, ...]
    shown: bool
    articles: int
    repeated: int
    made_with: dict[str, str]
    population: dict[str, dict[str, int]] | None
    items: tuple[Item, ...]
    schema: int = SCHEMA

    @property
    def size(self) -> int:
        """How many sentences (or articles) the corpus has."""
        if self.population is None:
            return len(self.items)
        return sum(sum(signatures.values()) for signatures in self.population.values())


def made_with_text(counted: dict[str, Counter[str]]) -> dict[str, str]:
    """Take how many articles were made with which versions; return one text a part ("1", or "1, 2")."""
    return {name: ", ".join(sorted(versions)) for name, versions in sorted(counted.items())}


def key_text(key: Key) -> str:
    """Take a key; return it as JSON, one item a line."""
    data = asdict(key)
    rows = data.pop("items")
    head = json.dumps({"schema": data.pop("schema"), **data}, ensure_ascii=False, indent=1, allow_nan=False)
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return head.removesuffix("\n}") + ',\n "items": [\n' + lines + "\n ]\n}\n"


def read_key(path: Path) -> Key:
    """Take a path; return the key. Raises ConfigError, in one line, where it can't be read or is no key."""
    hint = "give the key.json that `validate sample` wrote first"
    data = read_json(path, hint=hint)
    if not isinstance(data, dict) or "items" not in data or "criterion" not in data:
        raise ConfigError(f"{path}: is no key of a coding sample; {hint}")
    key = made_of(path, data, Key, schema=SCHEMA, what="the key ")
    _check(path, key)
    return key


def _check(path: Path, key: Key) -> None:
    def wrong(what: str) -> ConfigError:
        return ConfigError(f"{path}: the key is damaged: {what}")

    if not key.items:
        raise ConfigError(f"{path}: the key names no item; draw a sample first")
    ids = Counter(item.id.casefold() for item in key.items)
    twice = next((name for name, times in ids.items() if times > 1), None)
    if twice is not None:
        raise wrong(f"the item {twice} stands in it twice")
    if key.criterion not in CRITERIA and key.criterion not in FAMILIES:
        raise wrong(f"the criterion {key.criterion[:40]!r} is not known")
    strange = [name for name in key.variables if name not in variables()]
    if strange or not key.variables:
        raise wrong(f"the variable {strange[0][:40]!r} is not known" if strange else "it names no variable")
    if key.population is None:
        return
    if any(count < 0 for signatures in key.population.values() for count in signatures.values()):
        raise wrong("a count is below nothing")
    drawn = Counter(item.cell for item in key.items)
    for cell, number in drawn.items():
        if number > sum(key.population.get(cell, {}).values()):
            raise wrong(f"more items of the cell {cell[:40]!r} than the corpus has")


def item_place(item: Item) -> dict[str, Any]:
    """Return the columns that say where an item is from, for tables."""
    return {"article": item.article, "sentence": "" if item.index is None else item.index, "outlet": item.outlet}
