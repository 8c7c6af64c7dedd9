"""A key in, what coders get out: sheets for a spreadsheet, an offline page, Label Studio tasks, the codebook.

Nothing in them tells what the tool said, unless it was asked for. Every coder has an order of their own.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from framing.export.table_files import field
from framing.report.pages import environment, policy_for
from framing.types import FAMILIES
from framing.validation.codebook import Kind, Variable, chosen
from framing.validation.items import Item, Unit
from framing.validation.key import Key


def orders(key: Key, coders: int, shared: int | None = None) -> list[list[Item]]:
    """Take a key and the number of coders; return each coder's items, in an order of their own.

    All get all; with ``shared`` only so many go to all, and the others are dealt out, one coder each.
    """
    random = np.random.default_rng(key.seed)
    mixed = [key.items[at] for at in random.permutation(len(key.items))]
    common = mixed if shared is None else mixed[:shared]
    given = []
    for coder in range(coders):
        mine = [*common, *mixed[len(common) + coder :: coders]]
        given.append([mine[at] for at in np.random.default_rng((key.seed, coder)).permutation(len(mine))])
    return given


def told(item: Item, key: Key) -> str:
    """Return what the tool said of an item, in words, for sheets that show it."""
    tool = item.tool
    parts = [f"{FAMILIES[family]} ({family})" for family in FAMILIES if family in tool.writer]
    if tool.loaded is not None:
        parts.append(f"chance {tool.loaded:.2f}")
    return "; ".join(parts) or "nothing"


def sheet(key: Key, items: Sequence[Item]) -> str:
    """Take a key and a coder's items; return the blank sheet as CSV, with a mark that tells Excel the encoding."""
    variables = chosen(key.variables, unit=key.unit)
    context = ["before", "text", "after"] if key.unit == "sentence" else ["text"]
    tool = ["tool"] if key.shown else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["item", *context, *tool, *(one.name for one in variables), "note"])
    for item in items:
        cells = [item.id, *(getattr(item, name) for name in context), *(told(item, key) for _ in tool)]
        writer.writerow([*map(field, cells), *("" for _ in variables), ""])
    return "\ufeff" + out.getvalue()


def tasks(key: Key, items: Sequence[Item]) -> str:
    """Take a key and a coder's items; return Label Studio tasks (JSON, for its import)."""
    rows = []
    for item in items:
        data = {"item": item.id, "before": item.before, "text": item.text, "after": item.after}
        rows.append({"data": {**data, "tool": told(item, key)} if key.shown else data})
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def labelling(key: Key) -> str:
    """Take a key; return the labelling interface for Label Studio (XML)."""
    template = environment().get_template("validate/label-studio.xml")
    return template.render(variables=chosen(key.variables, unit=key.unit), shown=key.shown) + "\n"


def coding_page(key: Key, items: Sequence[Item], coder: str) -> str:
    """Take a key, a coder's items and name; return the offline page on which they code, with the same columns saved.

    It works from a stick without a network, keeps the answers in the browser, and saves the same CSV as the sheet.
    """
    variables = chosen(key.variables, unit=key.unit)
    shown = [
        {"id": item.id, "before": item.before, "text": item.text, "after": item.after, "tool": told(item, key)}
        for item in items
    ]
    mark = hashlib.sha256("".join(item.id for item in items).encode()).hexdigest()[:12]
    return _render(
        "validate/coding.html", script="validate/coding.js", variables=variables, items=shown, coder=coder, mark=mark,
        shown=key.shown, unit=key.unit,
    )  # fmt: skip


def codebook_page(variables: Sequence[Variable], kinds: Sequence[Kind], *, unit: Unit) -> str:
    """Take the variables and the lexicon's kinds of wording; return the codebook as a page to read and print."""
    return _render("validate/codebook.html", variables=variables, kinds=kinds, families=FAMILIES, unit=unit)


def _render(template: str, *, script: str | None = None, **values: Any) -> str:
    policy = policy_for(["validate/coding.css"], [script] if script else [])
    return environment().get_template(template).render(policy=policy, **values)
