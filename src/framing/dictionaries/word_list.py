"""A plain list in, its entries out: a term a line, or a table (CSV) of terms with weights, categories and notes.

A table's columns are named in its first row: ``term`` (or ``word``), and if there are any ``category``, ``weight``,
``note``. LIWC's tables have ``DicTerm`` and then a column a category, where a mark or a number puts a term into it.
Without such a row, the first column holds terms and the second, if there is one, categories.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from framing.dictionaries.entries import Dictionary, Entry, Refused, fault

_TERM = ("term", "word", "words", "terms", "phrase", "pattern", "dicterm")
_OTHERS = ("category", "weight", "note")
_MEMBER, _NO_MEMBER = ("x", "1", "true"), ("", "0", "0.0")


def read_list(text: str, shown: str) -> Dictionary:
    """Take the text of a list, a term a line, and its name; return its entries. Lines that begin with # are passed."""
    found = [
        Entry(term=" ".join(line.split()), category="", line=number)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not found:
        raise fault(shown, 1, "has no term; there is nothing to import")
    return Dictionary(entries=tuple(found), refused=())


def read_table(text: str, shown: str) -> Dictionary:
    """Take the text of a table and its name; return its entries. Raises LexiconError where a row cannot be read."""
    rows = list(_rows(text, shown))
    if not rows:
        raise fault(shown, 1, "has no term; there is nothing to import")
    names = [name.strip().lower() for name in rows[0][1]]
    column = next((at for at, name in enumerate(names) if name in _TERM), None)
    if column is None:
        found = list(_without_head(rows, shown))
    elif names[column] == "dicterm" and "category" not in names:
        found = list(_wide(rows, column))
    else:
        found = list(_with_head(rows, column, names))
    if not found:
        raise fault(shown, rows[0][0], "has no term below its first row; there is nothing to import")
    return Dictionary(
        entries=tuple(one for one in found if isinstance(one, Entry)),
        refused=tuple(one for one in found if isinstance(one, Refused)),
    )


def _rows(text: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line where each row begins, and its fields; rows without any text are passed."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.split("\n"), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(value.strip() for value in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise fault(shown, begins, f"has a row that cannot be read: {error}") from None


def _with_head(rows: list[tuple[int, list[str]]], column: int, names: list[str]) -> Iterator[Entry | Refused]:
    places = {name: names.index(name) for name in _OTHERS if name in names}
    for line, row in rows[1:]:
        values = {name: _at(row, at) for name, at in places.items()}
        term, category = _at(row, column), values.get("category", "")
        weight, wrong = _weight(values.get("weight", ""))
        if not term or wrong:
            reason = wrong or "the row has no term"
            yield Refused(line=line, term=term, category=category, reason=reason)
        else:
            yield Entry(term=term, category=category, line=line, weight=weight, note=values.get("note") or None)


def _wide(rows: list[tuple[int, list[str]]], column: int) -> Iterator[Entry | Refused]:
    head = rows[0][1]
    for line, row in rows[1:]:
        term = _at(row, column)
        members = [at for at in range(len(head)) if at != column and _at(row, at) not in _NO_MEMBER]
        if not term or not members:
            why = "the row has no term" if not term else "the row marks no category"
            yield Refused(line=line, term=term, category="", reason=why)
            continue
        for at in members:
            value = _at(row, at)
            weight, wrong = _weight("" if value.lower() in _MEMBER else value)
            category = _at(head, at)
            if wrong:
                yield Refused(line=line, term=term, category=category, reason=wrong)
            else:
                yield Entry(term=term, category=category, line=line, weight=weight)


def _without_head(rows: list[tuple[int, list[str]]], shown: str) -> Iterator[Entry | Refused]:
    for line, row in rows:
        if len(row) > 2:
            raise fault(shown, line, "has more than two columns and no first row that names one of them 'term'")
        if not _at(row, 0):
            yield Refused(line=line, term="", category=_at(row, 1), reason="the row has no term")
        else:
            yield Entry(term=_at(row, 0), category=_at(row, 1), line=line)


def _at(row: list[str], place: int) -> str:
    return " ".join(row[place].split()) if place < len(row) else ""


def _weight(value: str) -> tuple[float | None, str | None]:
    """Return a weight (None where there is none), or why it cannot be used."""
    if not value:
        return None, None
    try:
        number = float(value)
    except ValueError:
        return None, f"the weight {value[:20]!r} is no number"
    if not 0 <= number <= 2:
        return None, f"the weight {value[:20]} is not from 0 to 2, where 1 is plain; rescale the column"
    return number, None
