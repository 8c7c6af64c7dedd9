"""The baselines of ``benchmarks.voice``: quotation marks alone, and a short rule over the parse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from framing.types import ParsedArticle, Quote, Span


def in_marks(parsed: ParsedArticle) -> list[tuple[int, int]]:
    """Return the ranges of tokens that stand in quotation marks: the baseline."""
    tokens = parsed.tokens
    return [(tokens.start[at], tokens.end[at]) for at in range(len(tokens)) if tokens.marked[at]]


_SAY = frozenset(
    "say tell add claim argue warn think believe announce report note explain suggest insist write".split()
)


def by_rule(parsed: ParsedArticle) -> list[Quote]:
    """Return the words of sources by a short rule: marks, clauses of fifteen verbs, what "according to" stands with.

    The speaker is the subject of the verb; for marks that of such a verb in the sentence, else of the last one.
    """
    found: list[Quote] = []
    doc = parsed.doc
    if doc is None:
        return found
    cues: dict[int, tuple[Span, Span | None]] = {}
    for token in doc:
        if token.lemma_.lower() in _SAY:
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            cue = _span(token)
            who = None if subject is None else Span(start=subject.left_edge.idx, end=_span(subject.right_edge).end)
            cues.setdefault(token.sent.start, (cue, who))
            for child in token.children:
                if child.dep_ == "ccomp":
                    span = Span(start=child.left_edge.idx, end=_span(child.right_edge).end)
                    found.append(Quote(span=span, kind="indirect", cue=cue, speaker=who))
        elif token.lower_ == "according":
            first, last = token.sent[0], token.sent[-1]
            who = next((_span(t) for t in token.subtree if t.dep_ == "pobj"), None)
            if token.i - first.i > last.i - token.i:
                span = Span(start=first.idx, end=token.idx)
            elif (comma := next((t for t in token.sent if t.i > token.i and t.text == ","), None)) is not None:
                span = Span(start=comma.idx, end=last.idx)
            else:
                continue
            found.append(Quote(span=span, kind="indirect", cue=_span(token), speaker=who))
    last: tuple[Span | None, Span | None] = (None, None)
    for start, end in in_marks(parsed):
        place = doc.char_span(start, end, alignment_mode="expand")
        if place is not None and len(place):
            last = cues.get(place.sent.start, last)  # a sentence without such a verb goes on from the last
        cue_, who = last
        if found and found[-1].kind == "direct" and start - found[-1].span.end <= 1:
            found[-1] = replace(found[-1], span=Span(start=found[-1].span.start, end=end))
        else:
            found.append(Quote(span=Span(start=start, end=end), kind="direct", cue=cue_, speaker=who))
    return found


def _span(token: Any) -> Span:
    return Span(start=token.idx, end=token.idx + len(token))
