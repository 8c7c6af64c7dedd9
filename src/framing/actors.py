"""A parse, its names and quotations in, actors out: of whom the article speaks, and in whose words how.

Each mention's own sentence gives its descriptions (``framing.descriptions``); a description that begins inside a
quotation is a source's, any other the writer's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.descriptions import described
from framing.mentions import Mention, find_mentions
from framing.quotes.names import Names
from framing.types import Actor, Description, Quote, Voice

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DONE_TO = ("acted_on", "agentless_passive")


def find_actors(doc: Doc, names: Names, quotes: Sequence[Quote]) -> tuple[Actor, ...]:
    """Take a parse, its names and the quotations in text order; return the actors, the most mentioned first.

    An actor is somebody who is mentioned twice or described once.
    """
    cues = frozenset(quote.cue.start for quote in quotes if quote.cue is not None)
    spoken = [quote for quote in quotes if quote.kind != "scare"]  # scare quotes are the writer's act
    starts = [quote.span.start for quote in spoken]
    grouped: dict[str, list[Mention]] = {}
    for mention in find_mentions(doc, names):
        grouped.setdefault(mention.name, []).append(mention)

    def quoted(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < spoken[at].span.end

    actors = []
    for name, mentions in grouped.items():
        found: dict[tuple[int, int, str], Description] = {}
        for mention in mentions:
            for span, relation in described(mention.head, mention.start, named=mention.named, cues=cues):
                voice: Voice = "source" if quoted(span.start) else "writer"
                found.setdefault(
                    (span.start, span.end, relation), Description(span=span, relation=relation, voice=voice)
                )
        if len(mentions) < 2 and not found:
            continue
        told = tuple(found[key] for key in sorted(found))
        actors.append(
            Actor(
                name=name,
                type=mentions[0].type,
                mentions=tuple(mention.span for mention in mentions),
                described=told,
                active=sum(one.relation == "acts" for one in told),
                passive=sum(one.relation in _DONE_TO for one in told),
                agentless=sum(one.relation == "agentless_passive" for one in told),
            )
        )
    return tuple(sorted(actors, key=lambda actor: (-len(actor.mentions), actor.mentions[0].start)))
