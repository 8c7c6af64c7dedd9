"""A JSON file that a person names in, what it holds out; whatever is wrong with it is one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from framing.errors import ConfigError

_Made = TypeVar("_Made")


def read_json(path: Path, *, hint: str) -> Any:
    """Take a path; return what the file holds. Raises ConfigError, which ends in ``hint``, where it is no JSON file."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; {hint}") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise ConfigError(f"{path}: is not JSON; {hint}") from None


def made_of(path: Path, data: dict[str, Any], kind: type[_Made], *, schema: int, what: str = "") -> _Made:
    """Take a file's data and a dataclass with its schema number; return the data as that class.

    Raises ConfigError, naming the first place that is wrong, for another schema or damaged data; ``what`` names it.
    """
    from pydantic import TypeAdapter, ValidationError

    if data.get("schema") != schema:
        raise ConfigError(f"{path}: has schema {data.get('schema')!r}; this version reads schema {schema}")
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigError(f"{path}: {what}is damaged at {where}: {first['msg'].lower()}") from None
