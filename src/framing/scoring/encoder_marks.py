"""A parsed article and the encoder's evidence in, findings of its own out: loaded words that no lexicon has.

A run of words above the level is one mark, without small words at its edges. What the encoder cannot judge it does not
mark: words in quotation marks that no source spoke (titles of works, words that are talked about; scare quotes have
cues of their own), names, and set phrases that news uses as plain terms ("bully pulpit",
``lexicons/en/structure/set_phrases.toml``).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from framing.grammar import structure_data
from framing.types import About, Finding, ParsedArticle, Span, Tokens

#: The category of words that the encoder marks by itself.
CATEGORY = "loaded_word"
_NOTE = "such words in such places were underlined in marked texts; no lexicon has this one"
_SOURCE = "SemEval-2023 Task 3 (Piskorski et al. 2023) and judged sentences, by the sentence model"
# A mark neither begins nor ends with one of these parts of speech: "kneeled on" is "kneeled".
_EDGES = frozenset("ADP AUX CCONJ DET PART PRON SCONJ".split())
# Entities of these kinds are names; others ("first", "two years") are words like any.
_NAMES = frozenset("PERSON ORG GPE LOC FAC NORP PRODUCT EVENT WORK_OF_ART LAW".split())

if TYPE_CHECKING:
    from spacy.tokens import Token

Phrases = dict[str, tuple[tuple[str, ...], ...]]


def encoder_marks(
    parsed: ParsedArticle, findings: Sequence[Finding], encoded: Sequence[float], *, level: float, about: About
) -> Iterator[Finding]:
    """Take a parsed article, the findings so far, each token's evidence, the probability from which a word is marked
    and what the model is; yield a finding for each run of words from there that no mark of the lexicons overlaps.
    """
    tokens = parsed.tokens
    least = -math.log1p(-level) if level < 1 else math.inf
    high = [at for at, evidence in enumerate(encoded) if evidence >= least]
    barred = _barred(parsed) if high else set()
    high = [at for at in high if at not in barred]
    taken = sorted((f.span.start, f.span.end) for f in findings if f.family == "L" or f.score > 0)
    reached = list(accumulate((end for _, end in taken), max))
    for whole in _runs(high, tokens):
        run = _trimmed(whole, tokens)
        if not run:
            continue
        span = Span(start=tokens.start[run[0]], end=tokens.end[run[-1]])
        before = bisect_left(taken, (span.end,))  # the marks that begin before this run ends
        if before and reached[before - 1] > span.start:
            continue
        yield Finding(
            span=span,
            family="L",
            category=CATEGORY,
            origin=f"{about.id}@{about.version}",
            term=" ".join(tokens.lower[n] for n in run),
            score=round(max(-math.expm1(-encoded[n]) for n in run), 3),
            voice="writer",
            sentence=tokens.sentence[run[0]],
            note=_NOTE,
            source=_SOURCE,
        )


def _runs(high: Sequence[int], tokens: Tokens) -> Iterator[list[int]]:
    """Take tokens by number, in order; yield those of one sentence that follow each other."""
    run: list[int] = []
    for at in high:
        if run and (at > run[-1] + 1 or tokens.sentence[at] != tokens.sentence[run[0]]):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _trimmed(run: list[int], tokens: Tokens) -> list[int]:
    """Take the tokens of a run; return them without small words at either end."""
    kept = [place for place, at in enumerate(run) if tokens.pos[at] not in _EDGES]
    return run[kept[0] : kept[-1] + 1] if kept else []


def _barred(parsed: ParsedArticle) -> set[int]:
    """Take a parsed article; return the tokens that the encoder does not mark."""
    tokens, doc = parsed.tokens, parsed.doc
    barred = {at for at, marked in enumerate(tokens.marked) if marked}
    if doc is None:
        return barred
    word_at = {word.idx: word for word in doc}
    words = [word_at.get(start) for start in tokens.start]
    barred |= {at for at, word in enumerate(words) if word is not None and (word.ent_type_ in _NAMES or _surname(word))}
    parts = list(_parts(tokens, words))
    phrases = set_phrases()
    for place, (_, of_word) in enumerate(parts):
        for form in of_word:
            for phrase in phrases.get(form, ()):
                met = parts[place : place + len(phrase)]
                if len(met) == len(phrase) and all(w in f for w, (_, f) in zip(phrase, met, strict=True)):
                    barred.update(at for at, _ in met)
    return barred


def _parts(tokens: Tokens, words: Sequence[Token | None]) -> Iterator[tuple[int, frozenset[str]]]:
    """Take tokens and the words of the parse that begin where they do; yield the parts of each token at its hyphens:
    the token's number, and the forms by which a phrase may hold the part.
    """
    for at, word in enumerate(words):
        lower = tokens.lower[at]
        if word is not None and "-" not in lower:
            yield at, frozenset((lower, word.lemma_.lower()))
            continue
        for part in lower.split("-"):
            yield at, frozenset((part, part.removesuffix("s")))


def _surname(word: Token) -> bool:
    """Whether a word is a name that the recogniser missed where a sentence begins: "Savage said …"; not in a headline,
    whose words the tagger likes to take for names.
    """
    if word.pos_ != "PROPN" or not word.is_sent_start or word.i + 1 >= len(word.doc):
        return False
    return word.nbor(1).is_lower and word.nbor(1).pos_ in ("VERB", "AUX")


@cache
def set_phrases() -> Phrases:
    """Return the set phrases by their first word; words are dictionary forms."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in structure_data("set_phrases")["phrases"].replace("\n", " ").split("|"):
        words = tuple(phrase.replace("-", " ").split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(phrases) for first, phrases in found.items()}
