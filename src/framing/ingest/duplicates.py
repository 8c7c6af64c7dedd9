"""Texts in, groups of equal and of nearly equal texts out; groups link articles, nothing is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Which texts belong together: tuples of two or more ids, sorted, each group and the groups by their first id.

    ``exact`` have the same words in the same order; ``near`` share most of their four-word sequences (and may be exact
    too).
    """

    exact: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]


def signature(text: str) -> bytes | None:
    """Take a text; return its MinHash of word 4-shingles as 1,024 bytes, or None for too short a text."""
    raise NotImplementedError


def text_key(text: str) -> str:
    """Take a text; return the hash that texts with the same words in the same order share."""
    raise NotImplementedError


def group(texts: Mapping[str, str]) -> Groups:
    """Take texts by id; return the groups of equal and nearly equal ones."""
    raise NotImplementedError


def near_groups(signatures: Mapping[str, bytes], *, least: float = 0.7) -> tuple[tuple[str, ...], ...]:
    """Take signatures by id; return the groups whose estimated Jaccard similarity reaches ``least``."""
    raise NotImplementedError
