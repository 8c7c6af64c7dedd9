"""A line in, the reason why it is page furniture out, or None; the rules are data in ``lexicons/en/structure``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from framing.resources import lexicons_folder

_EDGE = " \t*•·|×✕–—-_=~>»«<.:…"
_WORD = re.compile(r"\w")
# "By Mira Sol, Staff Writer" but not "By Friday, three towns were without power."
_BYLINE = re.compile(
    r"(?:by|written by|story by|posted by|author:)\s+(?:[A-Z][\w.'’-]+(?:,|\s+and|\s+with)?\s*){1,8}(?:[|·•–—-].*)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a line is furniture, and whether what follows it is too."""

    reason: str
    cuts: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    furniture: Furniture
    lines: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    most: int
    byline: bool


def _plain(line: str) -> str:
    return " ".join(line.lower().replace("’", "'").split())


@cache
def _rules() -> tuple[_Rule, ...]:
    data: dict[str, Any] = tomllib.loads(
        (lexicons_folder() / "en" / "structure" / "furniture.toml").read_text(encoding="utf-8")
    )
    return tuple(
        _Rule(
            furniture=Furniture(reason=rule["reason"], cuts=rule.get("cuts", False)),
            lines=frozenset(_plain(line).strip(_EDGE) for line in rule.get("lines", ())),
            starts=tuple(map(_plain, rule.get("starts", ()))),
            ends=tuple(map(_plain, rule.get("ends", ()))),
            most=rule.get("most", 25),
            byline=rule.get("byline", False),
        )
        for rule in data["rule"]
    )


def furniture_reason(line: str, *, near_title: bool = False) -> Furniture | None:
    """Take one line and whether it stands right below the title; return why it is furniture, or None if it is text."""
    if not _WORD.search(line):
        return Furniture("no words", cuts=False)
    plain = _plain(line)
    bare = plain.strip(_EDGE)
    size = len(plain.split())
    for rule in _rules():
        if bare in rule.lines:
            return rule.furniture
        if size > rule.most:
            continue
        if rule.byline:
            if near_title and (_BYLINE.match(line) or (plain.startswith(rule.starts[1:]) and line[-1] != ".")):
                return rule.furniture
        elif plain.startswith(rule.starts) or (rule.ends and plain.endswith(rule.ends)):
            return rule.furniture
    return None
