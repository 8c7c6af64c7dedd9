"""Analyses in, tidy rows out: one row an observation, stable ids, offsets in code points, and nothing computed anew."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from framing.export.columns import columns_of
from framing.export.columns_wide import RATED, READABLE
from framing.export.people import actor_rows, description_rows, speaker_rows
from framing.types import FAMILIES, Analysis, Failure, Finding, Measure, Voice

Row = dict[str, Any]
_VOICES: tuple[Voice, ...] = ("writer", "source")


def _measure(analysis: Analysis, name: str, voice: str) -> Measure | None:
    return next((found for found in analysis.measures if (found.name, found.voice) == (name, voice)), None)


def _findings(analysis: Analysis, voice: Voice, family: str | None = None) -> int:
    """Return the counted findings of a voice (and family): the measure's figure where it was taken."""
    taken = _measure(analysis, f"findings_{family or 'all'}", voice)
    if taken is not None:
        return taken.count
    return sum(f.voice == voice and f.score != 0 and family in (None, f.family) for f in analysis.findings)


def _article_rows(analysis: Analysis) -> Iterator[Row]:
    article = analysis.article
    parts = {sentence.index: sentence.part for sentence in analysis.sentences}
    states = Counter(
        score.state
        for score in analysis.scores
        if score.state != "not_checked" or parts.get(score.index) != "boilerplate"
    )
    mine, theirs = (_measure(analysis, "words", voice) for voice in _VOICES)
    checked = states["marked"] + states["checked"] > 0
    counts = {
        **{f"n_{f}_{voice}": _findings(analysis, voice, f) for voice in _VOICES for f in FAMILIES},
        **{f"n_findings_{voice}": _findings(analysis, voice) for voice in _VOICES},
        "n_notes": sum(finding.score == 0 for finding in analysis.findings),
    }
    yield {
        "article_id": article.id,
        "origin": article.origin,
        "outlet": article.outlet,
        "title": article.title,
        "authors": "; ".join(article.authors) or None,
        "published": article.published,
        "language": article.language,
        "n_words": mine.out_of if mine else theirs.out_of if theirs else None,
        "n_words_writer": mine.count if mine else None,
        "n_words_source": theirs.count if theirs else None,
        "n_sentences": states.total(),
        "n_marked": states["marked"],
        "n_checked": states["checked"],
        "n_not_checked": states["not_checked"],
        # where nothing was checked, a zero would say that nothing was found
        **(counts if checked else dict.fromkeys(counts)),
        "status": "analysed" if checked else "not_checked",
        "status_reason": "; ".join(f"{skip.id}: {skip.reason}" for skip in analysis.skipped) or None,
        "notes": "; ".join(article.notes) or None,
        "text_sha256": hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _sentence_rows(analysis: Analysis) -> Iterator[Row]:
    text, key = analysis.article.text, analysis.article.id
    scores = {score.index: score for score in analysis.scores}
    tally = Counter((finding.sentence, finding.voice) for finding in analysis.findings if finding.score != 0)
    for sentence in analysis.sentences:
        score = scores.get(sentence.index)
        yield {
            "sentence_id": f"{key}:s{sentence.index}",
            "article_id": key,
            "index": sentence.index,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "part": sentence.part,
            "paragraph": sentence.paragraph,
            "state": score.state if score else "not_checked",
            "reason": (score.reason if score else None) or sentence.reason,
            "voice": score.voice if score else None,
            "writer_words": score.writer_words if score else None,
            "n_findings_writer": tally[sentence.index, "writer"],
            "n_findings_source": tally[sentence.index, "source"],
            "loaded": score.loaded if score else None,
            "opinion": score.opinion if score else None,
            "text": sentence.span.text(text),
        }


def _finding_id(key: str, finding: Finding, seen: Counter[str]) -> str:
    """Return an id that stays when other findings come or go."""
    name = f"{key}:f{finding.span.start}-{finding.span.end}-{finding.category}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}#{seen[name]}"


def _finding_rows(analysis: Analysis) -> Iterator[Row]:
    text, key = analysis.article.text, analysis.article.id
    seen: Counter[str] = Counter()
    for finding in analysis.findings:
        quote = None if finding.quote is None else analysis.quotes[finding.quote]
        yield {
            "finding_id": _finding_id(key, finding, seen),
            "sentence_id": f"{key}:s{finding.sentence}",
            "article_id": key,
            "start": finding.span.start,
            "end": finding.span.end,
            "text": finding.span.text(text),
            "family": finding.family,
            "category": finding.category,
            "origin": finding.origin,
            "term": finding.term,
            "weight": finding.score,
            "voice": finding.voice,
            "quote_id": None if quote is None else f"{key}:q{finding.quote}",
            "speaker": quote.speaker_name if quote else None,
            "note": finding.note or None,
            "plainer": finding.plainer,
            "source": finding.source,
        }


def _quote_rows(analysis: Analysis) -> Iterator[Row]:
    text, key = analysis.article.text, analysis.article.id
    for number, quote in enumerate(analysis.quotes):
        yield {
            "quote_id": f"{key}:q{number}",
            "article_id": key,
            "start": quote.span.start,
            "end": quote.span.end,
            "kind": quote.kind,
            "closed": quote.closed,
            "speaker": quote.speaker_name,
            "speaker_text": quote.speaker.text(text) if quote.speaker else None,
            "speaker_type": quote.speaker_type,
            "descriptor": quote.descriptor.text(text) if quote.descriptor else None,
            "cue": quote.cue_lemma,
            "cue_stance": quote.cue_stance,
            "attribution": quote.attribution,
            "text": quote.span.text(text),
        }


def _measure_rows(analysis: Analysis) -> Iterator[Row]:
    for found in analysis.measures:
        yield {
            "article_id": analysis.article.id,
            "name": found.name,
            "voice": found.voice,
            "count": found.count,
            "out_of": found.out_of,
            "per": found.per,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "method": found.method,
        }


def _wide_rows(analysis: Analysis) -> Iterator[Row]:
    """Yield the article's one row; what was not measured stays empty."""
    article = analysis.article
    row: Row = {"article_id": article.id, "outlet": article.outlet, "published": article.published}
    for voice in _VOICES:
        words = _measure(analysis, "words", voice)
        row[f"n_words_{voice}"] = words.count if words else None
    for voice in _VOICES:
        for name in RATED:
            key, found = f"{name}_{voice}", _measure(analysis, name, voice)
            row[key] = found.count if found else None
            row[f"{key}_per_100"] = found.value if found else None
            row[f"{key}_low"] = found.low if found else None
            row[f"{key}_high"] = found.high if found else None
    loaded = _measure(analysis, "loaded_sentences", "writer")
    row["loaded_sentences"] = loaded.count if loaded else None
    row["loaded_sentences_of"] = loaded.out_of if loaded else None
    for name, of in READABLE:
        found = _measure(analysis, name, of)
        row[f"{name}_{of}"] = found.value if found else None
    yield row


_ROWS: dict[str, Callable[[Analysis], Iterator[Row]]] = {
    "articles": _article_rows,
    "sentences": _sentence_rows,
    "findings": _finding_rows,
    "quotes": _quote_rows,
    "speakers": speaker_rows,
    "actors": actor_rows,
    "descriptions": description_rows,
    "measures": _measure_rows,
    "measures_wide": _wide_rows,
}


def rows(table: str, analysis: Analysis, *, text: bool = True) -> Iterator[Row]:
    """Take the name of a table and an analysis; yield its rows, with the columns of ``TABLES`` in their order.

    ``text`` False leaves out the words of the article and keeps offsets and hashes, for sharing. None is missing.
    KeyError on a table that does not come from analyses.
    """
    names = [column.name for column in columns_of(table, text=text)]
    for row in _ROWS[table](analysis):
        yield {name: row[name] for name in names}


def failure_row(failure: Failure) -> Row:
    """Take a failure; return its row."""
    return {"origin": failure.origin, "stage": failure.stage, "message": failure.message}
