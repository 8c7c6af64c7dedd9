"""Ranges of tokens in, spans of text out: the shared shapes of the modules that read reported words from a parse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]

_EDGES = frozenset(",;:—–-.")
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that reports, with its speaker's head (None if none is named) and the words that it governs.

    ``known`` are clauses that the writer vouches for ("knows *that it failed*"): the source's only in quotation marks.
    """

    word: Token
    lemma: str
    speaker: Token | None
    contents: tuple[Span, ...]
    known: tuple[Span, ...] = ()


def span_of(doc: Doc, first: int, last: int) -> Span | None:
    """Take a token range; return its characters without marks at the edges, or None if no word is left."""
    while first < last and (doc[first].is_space or doc[first].text in _EDGES):
        first += 1
    while last > first and (doc[last - 1].is_space or doc[last - 1].text in _EDGES):
        last -= 1
    if first < last and doc[first].lower_ == "that" and doc[first].dep_ == "mark":
        first += 1  # "whether" and "if" belong to what is asked; "that" only joins
    if first >= last or not any(token.is_alpha for token in doc[first:last]):
        return None
    return Span(start=doc[first].idx, end=doc[last - 1].idx + len(doc[last - 1]))


def is_finite(root: Token) -> bool:
    """Whether a clause has a finite verb; "saw them fall" and "found it useful" have none."""
    return root.tag_ in _FINITE or any(
        child.dep_ in ("aux", "auxpass") and (child.tag_ in _FINITE or child.lower_ in ("'ll", "’ll"))
        for child in root.children
    )


def has_that(root: Token) -> bool:
    """Whether a clause begins with the "that" which only joins it."""
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in root.children)


def infinitive_start(root: Token) -> int | None:
    """Take the verb of a clause; return the index of its "to" (or the "not" before it), or None without one."""
    for child in root.children:
        if child.dep_ == "aux" and child.lower_ == "to" and child.i < root.i:
            before = child.nbor(-1) if child.i > 0 else child
            return before.i if before.lower_ == "not" and before.head == root else child.i
    return None


def past_manner(root: Token) -> Token | None:
    """Take the head of a clause; return it, or the clause behind it where it is an adverb: "said stiffly that …"."""
    if not root.lower_.endswith("ly") or any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in root.children):
        return root
    return next((child for child in root.children if child.dep_ == "ccomp"), None)
