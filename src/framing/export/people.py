"""Analyses in, rows of those who speak and of those who are spoken of out: speakers, actors, descriptions."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any

from framing.balance import NO_SPEAKER, source_balance
from framing.export.columns_people import STANCES
from framing.types import Analysis, Voice

_VOICES: tuple[Voice, ...] = ("writer", "source")
_DEEDS = {"acts": ("acts",), "acted_on": ("acted_on",), "agentless_passive": ("acted_on", "agentless")}


def speaker_rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """Take an analysis; yield the rows of its speakers, the one with the most words first."""
    text, key = analysis.article.text, analysis.article.id
    found = source_balance(analysis)
    for rank, one in enumerate(found.speakers):
        yield {
            "speaker_id": f"{key}:p{rank}",
            "article_id": key,
            "speaker": one.name if one.name != NO_SPEAKER else None,
            "type": one.type,
            "named": one.named,
            "descriptors": "; ".join(" ".join(span.text(text).split()) for span in one.descriptors) or None,
            "n_quotes": len(one.quotes),
            "of_quotes": found.quotes,
            "n_words": one.words,
            "of_words": found.words,
            **{f"n_words_third_{n}": count for n, count in enumerate(one.thirds, start=1)},
            **{f"n_{stance}": one.stances(stance) for stance in STANCES},
            "first_word": found.first_quote in one.quotes,
            "last_word": found.last_quote in one.quotes,
        }


def actor_rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """Take an analysis; yield the rows of its actors, the most mentioned first."""
    key = analysis.article.id
    for rank, actor in enumerate(analysis.actors):
        told = Counter(
            (kind, one.voice) for one in actor.described for kind in _DEEDS.get(one.relation, ("described",))
        )
        yield {
            "actor_id": f"{key}:a{rank}",
            "article_id": key,
            "actor": actor.name,
            "type": actor.type,
            "n_mentions": len(actor.mentions),
            **{
                f"n_{kind}_{voice}": told[kind, voice]
                for voice in _VOICES
                for kind in ("described", "acts", "acted_on", "agentless")
            },
        }


def description_rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """Take an analysis; yield the rows of its descriptions, by actor and in text order."""
    text, key = analysis.article.text, analysis.article.id
    starts = [sentence.span.start for sentence in analysis.sentences]
    for rank, actor in enumerate(analysis.actors):
        seen: Counter[str] = Counter()
        for one in actor.described:
            name = f"{key}:a{rank}:d{one.span.start}-{one.span.end}-{one.relation}"
            seen[name] += 1
            at = bisect_right(starts, one.span.start) - 1
            yield {
                "description_id": name if seen[name] == 1 else f"{name}#{seen[name]}",
                "actor_id": f"{key}:a{rank}",
                "sentence_id": f"{key}:s{at}" if at >= 0 else None,
                "article_id": key,
                "start": one.span.start,
                "end": one.span.end,
                "actor": actor.name,
                "relation": one.relation,
                "voice": one.voice,
                "text": one.span.text(text),
            }
