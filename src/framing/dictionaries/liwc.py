"""A LIWC dictionary in, its entries out: the classic ``.dic`` with numbered categories, and two columns a line.

A classic file begins with a line ``%``; then come lines of a number and a category's name, another ``%``, and lines of
a term and the numbers of its categories, parted by tabs or spaces; a term may be a phrase. A file without ``%`` has a
term, a tab and the name of a category on every line. LIWC's wide tables (``DicTerm, ...``) are read as tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.dictionaries.entries import Dictionary, Entry, Refused, fault

_HEAD = re.compile(r"\s*(\d+)\s+(\S.*?)\s*$")
_TERM = re.compile(r"\s*(\S.*?)((?:\s+\d+)+)\s*$")
_CONDITIONAL = re.compile(r"[()/<>]")


def read_liwc(text: str, shown: str) -> Dictionary:
    """Take the text of a dictionary and its name; return its entries. Raises LexiconError at the first faulty line."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise fault(shown, 1, "is empty; there is nothing to import")
    found = list((_classic if lines[0][1].strip() == "%" else _two_columns)(lines, shown))
    return Dictionary(
        entries=tuple(one for one in found if isinstance(one, Entry)),
        refused=tuple(one for one in found if isinstance(one, Refused)),
    )


def _classic(lines: list[tuple[int, str]], shown: str) -> Iterator[Entry | Refused]:
    names: dict[int, str] = {}
    end = next((at for at, (_, line) in enumerate(lines) if at and line.strip() == "%"), None)
    if end is None:
        raise fault(shown, lines[-1][0], "ends in its head: the line % that closes the list of categories is missing")
    for number, line in lines[1:end]:
        head = _HEAD.match(line)
        if head is None:
            raise fault(shown, number, f"{line.strip()[:40]!r} is no category; write a number, a tab and a name")
        if int(head[1]) in names:
            raise fault(shown, number, f"the category number {head[1]} stands twice")
        names[int(head[1])] = head[2]
    for number, line in lines[end + 1 :]:
        yield from _term(number, line, names)


def _term(number: int, line: str, names: dict[int, str]) -> Iterator[Entry | Refused]:
    """Yield the entries of one line; a line that cannot be used is one refused entry."""
    split = _TERM.match(line)
    if split is None:
        term, _, rest = line.strip().partition("\t")
        why = "has a condition, which LIWC has dropped" if _CONDITIONAL.search(rest) else "has no category number"
        yield Refused(line=number, term=term, category=" ".join(rest.split()), reason=why)
        return
    term = " ".join(split[1].split())
    for code in dict.fromkeys(map(int, split[2].split())):
        if _CONDITIONAL.search(split[1].partition("\t")[2]):
            yield Refused(line=number, term=term, category=str(code), reason="has a condition, which LIWC has dropped")
        elif code not in names:
            reason = f"the head has no category {code}"
            yield Refused(line=number, term=term, category=str(code), reason=reason)
        else:
            yield Entry(term=term, category=names[code], line=number)


def _two_columns(lines: list[tuple[int, str]], shown: str) -> Iterator[Entry | Refused]:
    for number, line in lines:
        term, tab, category = line.partition("\t")
        if not tab or not term.strip() or not category.strip():
            message = "is no line of a LIWC dictionary: begin with a line %, or write term, tab, category on each line"
            raise fault(shown, number, message)
        yield Entry(term=" ".join(term.split()), category=" ".join(category.split()), line=number)
