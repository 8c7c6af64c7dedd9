"""A JSON file that a person names in, what it holds out; whatever is wrong with it is one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from framing.errors import ConfigError

_MOST_BYTES = 50_000_000
_Made = TypeVar("_Made")


def read_json(path: Path, *, hint: str, most: int = _MOST_BYTES) -> Any:
    """Take a path; return what the file, of at most so many bytes, holds.

    Raises ConfigError, which ends in ``hint``, where it is no JSON file.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise ConfigError(f"{path}: is over {most // 1_000_000} MB; {hint}")
        return json.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; {hint}") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}; {hint}") from None
    except (ValueError, RecursionError):
        raise ConfigError(f"{path}: is not JSON; {hint}") from None


def made_of(
    path: Path, data: dict[str, Any], kind: type[_Made], *, schema: int, what: str = "", hint: str = ""
) -> _Made:
    """Take a file's data and a dataclass with its schema number; return the data as that class.

    Raises ConfigError, naming the first place that is wrong, for another schema or damaged data; ``what`` names it, and
    the line ends in ``hint`` where there is one.
    """
    from pydantic import TypeAdapter, ValidationError

    end = hint and f"; {hint}"
    if data.get("schema") != schema:
        raise ConfigError(f"{path}: has schema {data.get('schema')!r}; this version reads schema {schema}{end}")
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigError(f"{path}: {what}is damaged at {where}: {first['msg'].lower()}{end}") from None
