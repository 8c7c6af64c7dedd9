"""An ``Analysis`` in, one line of JSON out, and back; ``docs/json.md`` documents the wire format field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from framing.errors import IngestError
from framing.stored import read_analysis
from framing.types import Analysis, Span

SCHEMA = 1


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return it as plain data in the wire format, schema 1. Lists may be empty, never missing."""
    article = analysis.article
    text = article.text
    words = sum(measure.count for measure in analysis.measures if measure.name == "words")
    set_off = {part.paragraph for part in article.parts if part.set_off}
    return {
        "schema": SCHEMA,
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "language": article.language,
            "origin": article.origin,
            "n_words": words,
            "authors": list(article.authors),
            "notes": list(article.notes),
            "extra": dict(article.extra),
        },
        "text": text,
        "sentences": [
            {
                "index": sentence.index,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "part": sentence.part,
                "paragraph": sentence.paragraph,
                "state": score.state,
                "reason": score.reason,
                "voice": score.voice,
                "writer_words": score.writer_words,
                "loaded": score.loaded,
                "opinion": score.opinion,
                **({"set_off": True} if sentence.paragraph in set_off else {}),
            }
            for sentence, score in zip(analysis.sentences, analysis.scores, strict=True)
        ],
        "findings": [
            {
                "start": finding.span.start,
                "end": finding.span.end,
                "text": finding.span.text(text),
                "family": finding.family,
                "category": finding.category,
                "origin": finding.origin,
                "term": finding.term,
                "score": finding.score,
                "voice": finding.voice,
                "quote": finding.quote,
                "sentence": finding.sentence,
                "note": finding.note,
                "plainer": finding.plainer,
                "source": finding.source,
            }
            for finding in analysis.findings
        ],
        "quotes": [
            {
                "start": quote.span.start,
                "end": quote.span.end,
                "kind": quote.kind,
                "cue": _pair(quote.cue),
                "cue_lemma": quote.cue_lemma,
                "cue_stance": quote.cue_stance,
                "attribution": quote.attribution,
                "speaker": _pair(quote.speaker),
                "speaker_name": quote.speaker_name,
                "speaker_type": quote.speaker_type,
                "descriptor": _pair(quote.descriptor),
                "closed": quote.closed,
            }
            for quote in analysis.quotes
        ],
        "actors": [
            {
                "name": actor.name,
                "type": actor.type,
                "mentions": [_pair(span) for span in actor.mentions],
                "described": [
                    {
                        "start": description.span.start,
                        "end": description.span.end,
                        "text": description.span.text(text),
                        "relation": description.relation,
                        "voice": description.voice,
                    }
                    for description in actor.described
                ],
                "active": actor.active,
                "passive": actor.passive,
                "agentless": actor.agentless,
            }
            for actor in analysis.actors
        ],
        "frames": [
            {"scheme": frame.scheme, "frame": frame.frame, "score": frame.score, "sentences": list(frame.sentences)}
            for frame in analysis.frames
        ],
        "measures": [
            {
                "name": measure.name,
                "voice": measure.voice,
                "count": measure.count,
                "out_of": measure.out_of,
                "per": measure.per,
                "value": measure.value,
                "low": measure.low,
                "high": measure.high,
                "method": measure.method,
                "findings": list(measure.findings),
            }
            for measure in analysis.measures
        ],
        "ran": [{"id": a.id, "version": a.version, "digest": a.digest, "licence": a.licence} for a in analysis.ran],
        "skipped": [{"id": skipped.id, "reason": skipped.reason} for skipped in analysis.skipped],
        "made_with": analysis.made_with,
    }


def dumps(analysis: Analysis) -> str:
    """Take an analysis; return one line of JSON without a line end. The same analysis gives the same bytes."""
    return json.dumps(to_dict(analysis), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_dict(data: Mapping[str, Any]) -> Analysis:
    """Take plain data in the wire format; return the analysis.

    Raises IngestError, in one line, that names what is missing or wrong: every offset lies in the text, every index
    points to something, and every kind is one of those that ``types.py`` lists.
    """
    if data.get("schema") != SCHEMA:
        raise IngestError(f"the analysis has schema {data.get('schema')!r}; this version reads schema {SCHEMA}")
    return read_analysis(data)


def loads(line: str) -> Analysis:
    """Take one line of JSON; return the analysis. Raises IngestError if it is not one."""
    try:
        data = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise IngestError(f"not a line of JSON: {error}") from error
    if not isinstance(data, dict):
        raise IngestError("not an analysis: the line holds no JSON object")
    return from_dict(data)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
