"""A reported clause in, what is left of it without the writer's asides out.

"His budget, *which slashes aid*, was fair, Ryan said": a clause or a name set off by commas on both sides adds what
the writer knows; it is not part of what is reported (supplements are the reporter's: Potts 2005, The Logic of
Conventional Implicatures). At the end of a reported clause such an addition is as often the source's, and stays with
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.clauses import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MARKS = frozenset("\"'“”‘’")


def _aside(token: Token, first: int, last: int) -> Range | None:
    """Return the range of an aside with its commas, or None: "which"/"who" clauses after a comma and before another."""
    if token.dep_ != "relcl" or not any(c.lower_ in ("which", "who", "whose") for c in token.subtree):
        return None
    doc = token.doc
    left, right = token.left_edge.i, token.right_edge.i + 1
    if left - 1 <= first or right >= last - 2:
        return None
    if doc[left - 1].text != "," or not (doc[right].text == "," or doc[right - 1].text == ","):
        return None
    if any(t.text in _MARKS or t.text == "''" for t in doc[left:right]):
        return None
    return left - 1, right + (doc[right].text == ",")


def without_asides(doc: Doc, piece: Range) -> list[Range]:
    """Take the token range of a reported clause; return its ranges without the writer's asides."""
    first, last = piece
    cuts = [cut for token in doc[first:last] if (cut := _aside(token, first, last)) is not None]
    kept: list[Range] = []
    for left, right in sorted(cuts):
        if left > first:
            kept.append((first, left))
        first = max(first, right)
    if first < last:
        kept.append((first, last))
    return kept
