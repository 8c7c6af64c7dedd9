"""A parse in, out: the words that stand as somebody's view although no verb of saying reports them.

The constructions are data: ``lexicons/en/structure/attributed.toml``.
"""

from __future__ import annotations

from functools import cache

from framing.grammar import structure_data
from framing.lexicon.files import split_sets
from framing.lexicon.patterns import compile_pattern
from framing.matching.constructions import Constructions
from framing.types import ParsedArticle

#: What a note says of such a word, after the rule's own reason.
NOTE = "given as somebody's view"


@cache
def _constructions() -> Constructions:
    data = structure_data("attributed")
    sets = split_sets(data["sets"])
    return Constructions(
        {number: compile_pattern(one["text"], one["mark"], sets) for number, one in enumerate(data["pattern"])}
    )


def attributed(parsed: ParsedArticle) -> frozenset[int]:
    """Take a parsed article; return the tokens that are given as somebody's view; none without a parse."""
    if parsed.doc is None:
        return frozenset()
    places = _constructions().search(parsed.doc, parsed.tokens)
    return frozenset(at for place in places if place.missing is None for at in range(place.first, place.last))
