"""A labelled table in (CSV, JSON Lines or Parquet), its labelled texts out; what can't be used is counted, with why.

Cells are read as the ingest reads them; only which columns hold the text, the label and the group is the caller's.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ConfigError, IngestError
from framing.ingest.encoding import choose

_YES = frozenset(["1", "1.0", "true", "yes", "y", "t"])
_NO = frozenset(["0", "0.0", "false", "no", "n", "f"])
_LONGEST = 8_000_000
_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The usable rows as parallel tuples, and how many rows there were and were left out, by reason.

    ``group`` is the row's own number where no group column was named: then every row is its own group.
    """

    source: str
    text: tuple[str, ...]
    label: tuple[bool, ...]
    group: tuple[str, ...]
    grouped: bool
    rows: int
    left_out: dict[str, int]

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(set(self.group))


def read_labelled(
    path: Path, *, text: str, label: str, group: str | None = None, positive: str | None = None
) -> Labelled:
    """Take a table's path and the names of its columns; return its labelled texts.

    ``positive`` is the label that means loaded; without it labels are 1 and 0, true and false, or yes and no. Raises
    ConfigError where the table can't be read, a column is not there, labels are of another kind, or all are alike.
    """
    texts: list[str] = []
    labels: list[str] = []
    groups: list[str] = []
    left_out: Counter[str] = Counter()
    rows = 0
    for rows, row in enumerate(_rows(path, [text, label, *([group] if group else [])]), 1):
        if not _cell(row, text):
            left_out["no text"] += 1
        elif not _cell(row, label):
            left_out["no label"] += 1
        elif group and not _cell(row, group):
            left_out["no group"] += 1
        else:
            texts.append(_cell(row, text))
            labels.append(_cell(row, label).casefold())
            groups.append(_cell(row, group) if group else str(rows))
    if not texts:
        counted = ", ".join(f"{count} with {reason}" for reason, count in left_out.items()) or "it has no rows"
        raise ConfigError(f"{path}: no row can be used ({counted})")
    flags = _flags(labels, f"{path}: column {label!r}", positive)
    return Labelled(
        source=path.name,
        text=tuple(texts),
        label=flags,
        group=tuple(groups),
        grouped=group is not None,
        rows=rows,
        left_out=dict(left_out),
    )


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None or value != value:  # None, or a NaN of a float column
        return ""
    return str(value).strip()


def _flags(labels: list[str], where: str, positive: str | None) -> tuple[bool, ...]:
    counts = Counter(labels)
    shown = ", ".join(f"{value[:40]!r} ({count})" for value, count in counts.most_common(_SHOWN))
    if positive is not None:
        wanted = positive.strip().casefold()
        if wanted not in counts:
            raise ConfigError(f"{where} never holds {positive!r}, which --positive names; it holds {shown}")
        flags = tuple(value == wanted for value in labels)
    elif set(counts) <= _YES | _NO:
        flags = tuple(value in _YES for value in labels)
    else:
        raise ConfigError(f"{where} holds {shown}; say with --positive which one means loaded")
    if len(set(flags)) == 1:
        raise ConfigError(f"{where} holds only one kind of label, {shown}; loaded and other texts are both needed")
    return flags


def _rows(path: Path, wanted: list[str]) -> Iterator[Mapping[str, Any]]:
    readers = {".csv": _csv, ".tsv": _csv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ConfigError(f"{path}: not a table that is read here; give {', '.join(readers)}")
    try:
        yield from reader(path, wanted)
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (IngestError, csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None


def _need(path: Path, wanted: list[str], columns: list[str]) -> None:
    for name in wanted:
        if name not in columns:
            shown = ", ".join(column[:40] for column in columns[:12]) or "none"
            raise ConfigError(f"{path}: has no column {name!r} (columns: {shown})")


def _csv(path: Path, wanted: list[str]) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    with path.open("rb") as stream:
        encoding = choose(stream)
        with io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline="") as lines:
            first = lines.readline(_LONGEST)
            delimiter = max(",;\t", key=first.count)
            columns = next(csv.reader([first], delimiter=delimiter), [])
            _need(path, wanted, columns)
            for row in csv.reader(lines, delimiter=delimiter):
                if any(row):
                    yield dict(zip(columns, row, strict=False))


def _jsonl(path: Path, wanted: list[str]) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                raise IngestError(f"line {number} is not JSON") from None
            if not isinstance(row, dict):
                raise IngestError(f"line {number} is not a JSON object")
            if number == 1:
                _need(path, wanted, list(row))
            yield row


def _parquet(path: Path, wanted: list[str]) -> Iterator[Mapping[str, Any]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise IngestError("reading .parquet needs pyarrow: pip install 'framing[parquet]'") from None
    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            _need(path, wanted, table.schema_arrow.names)
            for batch in table.iter_batches(columns=wanted):
                yield from batch.to_pylist()
    except pyarrow.ArrowException as error:
        raise IngestError(f"is no sound Parquet file ({' '.join(str(error).split())[:120]})") from None
