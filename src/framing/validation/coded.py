"""A coder's file in, their answers out; what can't be used is a problem with its line, and nothing else is lost.

Files come back from spreadsheets: with another delimiter or encoding, sorted, with ids in capitals, rows twice. Read
are CSV (comma, semicolon, tab) and what Label Studio exports (CSV, JSON, JSON-MIN), where several annotators of one
project are coders of their own.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from framing.errors import ConfigError, IngestError
from framing.ingest.encoding import choose
from framing.validation.codebook import Variable, chosen
from framing.validation.key import Key

#: What an adjudicator's file calls the column with the decided value.
FINAL = "final"
#: The column in which Label Studio says who coded a row.
_WHO = "annotator"
_YES = {"yes", "y", "true", "t", "1"}
_NO = {"no", "n", "false", "f", "0"}
_MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "–", ".", "#n/a"}
_EDGES = " \t'\"=\u00a0\u200b"
_LONGEST = 8_000_000
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a coder's file that can't be used: where, what and what to do, and the cells as they were."""

    file: str
    line: int
    message: str
    cells: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A coder: the name (of the file), and the answers by item and variable. An empty answer is left out."""

    name: str
    answers: dict[str, dict[str, str]]


Row = tuple[int, dict[str, str]]


def read_coder(path: Path, key: Key, *, name: str | None = None) -> tuple[Coder, list[Fault]]:
    """Take one coder's file and the key; return the answers and the faults.

    Raises ConfigError for a file of no use, or of several coders.
    """
    coders, faults = read_coders(path, key, name=name)
    if len(coders) > 1:
        raise ConfigError(f"{path}: holds the answers of {len(coders)} coders; give a file of one")
    return coders[0], faults


def read_coders(path: Path, key: Key, *, name: str | None = None) -> tuple[list[Coder], list[Fault]]:
    """Take a file of answers and the key; return its coders, of whom nearly always there is one, and the faults.

    Where Label Studio names several annotators, each is a coder, called as the file and the annotator ("export 3").
    Raises ConfigError for a file of no use.
    """
    variables = chosen(key.variables, unit=key.unit)
    columns, rows = _rows(path)
    present = [one for one in variables if one.name.casefold() in columns]
    if not present:
        wanted = ", ".join(one.name for one in variables)
        raise ConfigError(f"{path}: has none of the columns {wanted} (columns: {_listed(columns)})")
    faults = [
        Fault(file=path.name, line=1, message=f"the column {one.name} is missing; it counts as not answered")
        for one in variables
        if one not in present
    ]
    called = name or path.stem
    people = _by_annotator(rows)
    coders = []
    for who, mine in people.items():
        answers, found = _answered(path, mine, key, present)
        faults += found
        if answers or len(people) == 1:
            coders.append(Coder(name=called if len(people) == 1 else f"{called} {who}".strip(), answers=answers))
    return coders or [Coder(name=called, answers={})], sorted(faults, key=lambda one: one.line)


def _by_annotator(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows by who coded them, where that is more than one; "" where it isn't said."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(" ".join(row[1].get(_WHO, "").split()), []).append(row)
    return found if sum(map(bool, found)) > 1 else {"": rows}


def _answered(
    path: Path, rows: list[Row], key: Key, present: list[Variable]
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """Take one coder's rows; return the answers by item and variable, and the faults."""
    known = {item.id.casefold(): item.id for item in key.items}
    faults: list[Fault] = []
    seen: dict[str, tuple[int, dict[str, str], bool]] = {}
    for line, cells in rows:
        item = _item(path, line, cells, known, faults)
        if item is None:
            continue
        answers = _answers(path, line, cells, present, faults)
        if item not in seen:
            seen[item] = (line, answers, True)
            continue
        first, before, _ = seen[item]
        if answers == before:
            message = f"the item {item} stands in line {first} too, with the same answers; it counts once"
        else:
            message = f"the item {item} stands in line {first} too, with other answers; both are left out: keep one"
            seen[item] = (first, before, False)
        faults.append(Fault(file=path.name, line=line, message=message, cells=_cells(cells)))
    return {item: answers for item, (_, answers, good) in seen.items() if good and answers}, faults


def read_decisions(path: Path, key: Key) -> tuple[dict[tuple[str, str], str], list[Fault]]:
    """Take an adjudicated list (columns item, variable, final); return the decided values by item and variable."""
    columns, rows = _rows(path)
    for name in ("variable", FINAL):
        if name not in columns:
            raise ConfigError(f"{path}: has no column {name!r} (columns: {_listed(columns)}); give adjudicate.csv back")
    known = {item.id.casefold(): item.id for item in key.items}
    variables = {one.name.casefold(): one for one in chosen(key.variables, unit=key.unit)}
    faults: list[Fault] = []
    found: dict[tuple[str, str], str] = {}
    for line, cells in rows:
        item = _item(path, line, cells, known, faults)
        variable = variables.get(cells["variable"].casefold())
        if item is None:
            continue
        if variable is None:
            message = f"the variable {cells['variable'][:_SHOWN]!r} is not one of the key’s ({', '.join(variables)})"
            faults.append(Fault(file=path.name, line=line, message=message, cells=_cells(cells)))
            continue
        answers = _answers(path, line, {variable.name.casefold(): cells[FINAL]}, [variable], faults)
        place = (item, variable.name)
        if answers and found.setdefault(place, answers[variable.name]) != answers[variable.name]:
            message = f"{variable.name} of the item {item} was decided in another way above; the first one counts"
            faults.append(Fault(file=path.name, line=line, message=message, cells=_cells(cells)))
    return found, faults


def typed_decisions(path: Path) -> set[tuple[str, str, str]]:
    """Take an adjudicated list; return item, variable and value of each decision as they were typed, in small letters.

    Raises ConfigError for a file that can't be read.
    """
    found = set()
    for _, cells in _rows(path)[1]:
        item, variable, value = (cells.get(name, "").strip(_EDGES).casefold() for name in ("item", "variable", FINAL))
        if value:
            found.add((item, variable, value))
    return found


def _item(path: Path, line: int, cells: Mapping[str, str], known: Mapping[str, str], faults: list[Fault]) -> str | None:
    given = cells["item"].strip(_EDGES).casefold()
    if given in known:
        return known[given]
    if not given:
        message = "the item’s id is empty; put it back from the blank sheet"
        if not any(cells.values()):
            return None
    else:
        near = get_close_matches(given, known, n=1, cutoff=0.8)
        hint = f"did you mean {known[near[0]]}?" if near else "is the sheet of another sample, or was the id changed?"
        message = f"there is no item {given[:_SHOWN]!r} in the key; {hint}"
    faults.append(Fault(file=path.name, line=line, message=f"{message} The row is left out", cells=_cells(cells)))
    return None


def _answers(
    path: Path, line: int, cells: Mapping[str, str], variables: list[Variable], faults: list[Fault]
) -> dict[str, str]:
    found = {}
    for one in variables:
        given = cells.get(one.name.casefold(), "")
        value = _value(given, one)
        if value is not None:
            found[one.name] = value
        elif given.strip().casefold() not in _MISSING:
            message = (
                f"{one.name} is {given[:_SHOWN]!r}; write {', '.join(one.values)} or leave it empty. "
                "It counts as not answered"
            )
            faults.append(Fault(file=path.name, line=line, message=message, cells=_cells(cells)))
    return found


def _value(given: str, variable: Variable) -> str | None:
    """Return the variable's value that is meant, or None."""
    text = given.strip(" \t'\"\u00a0\u200b").casefold()
    text = text.removesuffix(".0").removesuffix(",0")
    if variable.binary:
        return "yes" if text in _YES else "no" if text in _NO else None
    return next((value for value in variable.values if value.casefold() == text), None)


def _cells(cells: Mapping[str, str]) -> str:
    return json.dumps({name: value for name, value in cells.items() if value}, ensure_ascii=False)


def _listed(columns: list[str]) -> str:
    return ", ".join(column[:_SHOWN] for column in columns[:12]) or "none"


def _rows(path: Path) -> tuple[list[str], list[Row]]:
    """Return the names of the columns, small, and the rows with their line; a column "item" is there."""
    try:
        with path.open("rb") as stream:
            encoding = choose(stream)
            with io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline="") as lines:
                columns, rows = _json(path, lines.read()) if path.suffix.lower() == ".json" else _csv(lines)
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (IngestError, csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}; save the sheet as CSV") from None
    if "item" not in columns:
        raise ConfigError(
            f"{path}: has no column 'item' (columns: {_listed(columns)}); keep the first line of the sheet as it was"
        )
    return columns, [(line, {**dict.fromkeys(columns, ""), **cells}) for line, cells in rows]


def _csv(lines: io.TextIOWrapper) -> tuple[list[str], list[Row]]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    text = lines.read()
    first = text.split("\n", 1)[0].strip()
    delimiter = max(",;\t", key=first.count)
    if first.casefold().startswith("sep="):  # Excel's own first line
        delimiter, text = first[4:5] or ",", text.split("\n", 1)[1] if "\n" in text else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [name.strip().casefold() for name in next(reader, [])]
    rows = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((reader.line_num, dict(zip(columns, (*cells, *[""] * len(columns)), strict=False))))
    return columns, rows


def _json(path: Path, text: str) -> tuple[list[str], list[Row]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError(f"{path}: is not JSON; export CSV or JSON-MIN from Label Studio") from None
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ConfigError(f"{path}: is no list of tasks; export CSV or JSON-MIN from Label Studio")
    rows = [(number, cells) for number, row in enumerate(data, 1) for cells in _task(row)]
    return list(dict.fromkeys(name for _, row in rows for name in row)), rows


def _task(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the cells of one exported task, its data and what was chosen, for each annotation that was not skipped."""
    inner = row.get("data")
    cells = {
        str(name).casefold(): "" if value is None else str(value)
        for name, value in (inner if isinstance(inner, dict) else row).items()
        if value is None or isinstance(value, str | int | float)
    }
    listed = row.get("annotations")
    made = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    done = [one for one in made if not one.get("was_cancelled")]
    if not done:
        yield cells
    for one in done:
        yield {**cells, **dict(_choices(one)), _WHO: _person(one.get("completed_by"))}


def _choices(annotation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    results = annotation.get("result")
    for one in results if isinstance(results, list) else ():
        value = one.get("value") if isinstance(one, dict) else None
        choices = value.get("choices") if isinstance(value, dict) else None
        if isinstance(choices, list) and choices:
            yield str(one.get("from_name")).casefold(), str(choices[0])


def _person(given: object) -> str:
    """Return who completed an annotation: an id, or a record with one."""
    who = given.get("id") if isinstance(given, dict) else given
    return "" if who is None else str(who)
