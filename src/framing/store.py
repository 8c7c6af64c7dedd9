"""An ``Analysis`` in, one line of JSON out, and back; the wire format is documented field by field in ``docs/json.md``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from framing.errors import IngestError
from framing.types import (
    About,
    Actor,
    Analysis,
    Article,
    Description,
    Finding,
    FrameEvidence,
    Measure,
    Part,
    Quote,
    Sentence,
    SentenceScore,
    Skipped,
    Span,
)

SCHEMA = 1


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return it as plain data in the wire format, schema 1. Lists may be empty, never missing."""
    article = analysis.article
    text = article.text
    words = sum(measure.count for measure in analysis.measures if measure.name == "words")
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
                "speaker": _pair(quote.speaker),
                "speaker_name": quote.speaker_name,
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
    """Take plain data in the wire format; return the analysis. Raises IngestError that names what is missing or wrong."""
    if data.get("schema") != SCHEMA:
        raise IngestError(f"the analysis has schema {data.get('schema')!r}; this version reads schema {SCHEMA}")
    try:
        return _analysis(data)
    except (KeyError, TypeError, ValueError) as error:
        raise IngestError(f"the analysis is damaged: {type(error).__name__} {error}") from error


def loads(line: str) -> Analysis:
    """Take one line of JSON; return the analysis. Raises IngestError if it is not one."""
    try:
        data = json.loads(line)
    except ValueError as error:
        raise IngestError(f"not a line of JSON: {error}") from error
    if not isinstance(data, dict):
        raise IngestError("not an analysis: the line holds no JSON object")
    return from_dict(data)


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(start=pair[0], end=pair[1])


def _analysis(data: Mapping[str, Any]) -> Analysis:
    head = data["article"]
    article = Article(
        id=head["id"],
        text=data["text"],
        title=head["title"],
        origin=head["origin"],
        outlet=head["outlet"],
        published=head["published"],
        authors=tuple(head.get("authors", ())),
        language=head["language"],
        notes=tuple(head.get("notes", ())),
        extra=tuple((head.get("extra") or {}).items()),
        parts=_parts(data["sentences"]),
    )
    return Analysis(
        article=article,
        sentences=tuple(
            Sentence(
                index=row["index"], span=Span(start=row["start"], end=row["end"]), part=row["part"],
                paragraph=row.get("paragraph", 0), reason=row["reason"] if row["part"] in ("boilerplate", "caption") else None,
            )
            for row in data["sentences"]
        ),
        scores=tuple(
            SentenceScore(
                index=row["index"], state=row["state"], voice=row["voice"], writer_words=row["writer_words"],
                reason=row["reason"], loaded=row["loaded"], opinion=row["opinion"],
            )
            for row in data["sentences"]
        ),
        findings=tuple(
            Finding(
                span=Span(start=row["start"], end=row["end"]), family=row["family"], category=row["category"],
                origin=row["origin"], term=row["term"], score=row["score"], voice=row["voice"], quote=row["quote"],
                sentence=row["sentence"], note=row["note"], plainer=row.get("plainer"), source=row.get("source"),
            )
            for row in data["findings"]
        ),
        quotes=tuple(
            Quote(
                span=Span(start=row["start"], end=row["end"]), kind=row["kind"], cue=_span(row["cue"]),
                cue_lemma=row["cue_lemma"], speaker=_span(row["speaker"]), speaker_name=row["speaker_name"], closed=row["closed"],
            )
            for row in data["quotes"]
        ),
        actors=tuple(
            Actor(
                name=row["name"], type=row["type"], mentions=tuple(Span(start=a, end=b) for a, b in row["mentions"]),
                described=tuple(
                    Description(span=Span(start=d["start"], end=d["end"]), relation=d["relation"], voice=d["voice"])
                    for d in row["described"]
                ),
                active=row["active"], passive=row["passive"],
            )
            for row in data["actors"]
        ),
        frames=tuple(
            FrameEvidence(scheme=row["scheme"], frame=row["frame"], score=row["score"], sentences=tuple(row["sentences"]))
            for row in data["frames"]
        ),
        measures=tuple(
            Measure(
                name=row["name"], voice=row["voice"], count=row["count"], out_of=row["out_of"], per=row["per"],
                value=row["value"], low=row["low"], high=row["high"], method=row.get("method", "none"),
                findings=tuple(row.get("findings", ())),
            )
            for row in data["measures"]
        ),
        ran=tuple(About(**row) for row in data["ran"]),
        skipped=tuple(Skipped(**row) for row in data["skipped"]),
        made_with=dict(data["made_with"]),
    )  # fmt: skip


def _parts(rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    """Rebuild the paragraphs from the sentences, so that a stored analysis can be shown with its structure."""
    found: dict[int, Part] = {}
    for row in rows:
        number = row.get("paragraph", 0)
        known = found.get(number)
        start = row["start"] if known is None else known.span.start
        reason = row["reason"] if row["part"] == "boilerplate" else None
        found[number] = Part(span=Span(start=start, end=row["end"]), kind=row["part"], paragraph=number, reason=reason)
    return tuple(found.values())
