"""A quanteda dictionary (YAML) in, its entries out: keys within keys down to lists of terms.

YAML turns ``no`` into False and ``1_000`` into 1000; here every scalar is the text that was written: it is a term.
Nothing is constructed from the file, and one that refers to itself is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from framing.dictionaries.entries import Dictionary, Entry, Refused, fault

#: How the keys on the way to a list are joined to the name of its category.
STEP = " > "
_DEEPEST = 12


def read_quanteda(text: str, shown: str) -> Dictionary:
    """Take the text of a dictionary and its name; return its entries. Raises LexiconError where it cannot be read."""
    try:
        _refuse_tricks(text, shown)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise fault(shown, line, f"is not YAML that can be read: {error.problem or error.context}", column) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise fault(shown, line, f"is not YAML that can be read: {error.reason}") from None
    if root is None:
        raise fault(shown, 1, "is empty; there is nothing to import")
    if not isinstance(root, yaml.MappingNode):
        raise fault(shown, root.start_mark.line + 1, "is no dictionary: its top level must be keys with lists of terms")
    found = list(_entries(root, (), shown))
    return Dictionary(
        entries=tuple(one for one in found if isinstance(one, Entry)),
        refused=tuple(one for one in found if isinstance(one, Refused)),
    )


def _refuse_tricks(text: str, shown: str) -> None:
    """Refuse aliases (a few lines of them can stand for more terms than there is memory) and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise fault(shown, line, "refers to another part of the file; write the terms out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 2 * _DEEPEST:
            raise fault(shown, line, f"has keys more than {_DEEPEST} deep")


def _entries(node: Any, path: tuple[str, ...], shown: str) -> Iterator[Entry | Refused]:
    line = node.start_mark.line + 1
    category = STEP.join(path)
    if len(path) > _DEEPEST:
        raise fault(shown, line, f"has keys more than {_DEEPEST} deep")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not key.value.strip():
                raise fault(shown, key.start_mark.line + 1, "has a key that is no name")
            yield from _entries(value, (*path, " ".join(key.value.split())), shown)
    elif isinstance(node, yaml.SequenceNode):
        if not node.value:
            yield Refused(line=line, term="", category=category, reason="the category has no term")
        for value in node.value:
            yield from _entries(value, path, shown)
    elif node.value.strip():
        yield Entry(term=" ".join(node.value.split()), category=category, line=line)
    else:
        yield Refused(line=line, term="", category=category, reason="the category has no term")
