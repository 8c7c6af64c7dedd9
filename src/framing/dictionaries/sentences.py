"""Cues in, sentences that must hit and must not out: each is tried before it is given, and holds."""

from __future__ import annotations

from collections.abc import Iterator

from framing.lexicon.cues import compile_cue
from framing.lexicon.globs import ANY, ONE
from framing.lexicon.rules import Cue, Lexicon, Rule
from framing.pipeline import parse
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article

#: Around a term, and without one. A list may hold any of their words, so there are several to choose from.
_HITS = ("The list has [{}] in it.", "One of these words is [{}].", "Somebody wrote [{}] here.", "Xylographers: [{}].")
_MISSES = (
    "The council met on Monday.",
    "Trains to the coast ran late.",
    "Nine boats sank.",
    "Xylographers varnish zithers.",
)
_MOST_TRIED, _ENOUGH = 40, 2


def example_sentences(cues: list[str]) -> tuple[list[str], list[str]]:
    """Take the cues of a category, all exact; return up to two sentences that hit, marked with [ ], and a miss.

    Where no sentence holds (a list of nearly all words), there is none, and the check asks for one.
    """
    made = tuple(Cue(text=cue, elements=compile_cue(cue, inflect="exact"), plainer=None, line=1) for cue in cues)
    rule = Rule(
        id="terms",
        category="terms",
        family="L",
        origin="",
        note="",
        source="",
        severity=1,
        cues=made,
        negated="keep",
        names=True,
    )
    scorer = LexiconScorer(Lexicon(id="", digest="", categories=(), rules=(rule,), examples=(), rarity={}))
    hits: list[str] = []
    for sentence, words in _candidates(cues):
        if len(hits) < _ENOUGH and all(words not in hit for hit in hits) and _found(scorer, sentence) == [words]:
            hits.append(sentence)
    return hits, [sentence for sentence in _MISSES if not _found(scorer, sentence)][:1]


def _candidates(cues: list[str]) -> Iterator[tuple[str, str]]:
    for cue in cues[:_MOST_TRIED]:
        words = cue.replace(ANY, "").replace(ONE, "a")
        for frame in _HITS:
            yield frame.format(words), words


def _found(scorer: LexiconScorer, sentence: str) -> list[str]:
    text = sentence.replace("[", "").replace("]", "")
    findings = scorer.score(parse(Article(id="example", text=text, language="en"), fast=True), ()).findings
    return [finding.span.text(text) for finding in findings]
