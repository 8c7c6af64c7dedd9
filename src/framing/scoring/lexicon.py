"""A parsed article in, the lexicon's findings out: which words, of what kind, why, and whose words they are.

Weight of a finding = severity x rarity x context. It is 0 for a cue that was measured and says nothing
(``lexicons/en/structure/weights.tsv``) and for a word that stands as somebody's view (``matching/attributed.py``).
Rarity and the context factors were measured on BABE and BASIL (training split) before this project began;
``docs/method.md`` gives the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from framing.lexicon import Lexicon, Rule
from framing.matching.attributed import NOTE, attributed
from framing.matching.matcher import Hit, Matcher
from framing.scoring.apart import Apart
from framing.types import About, Evidence, Finding, ParsedArticle, Quote, Sentence, Span

# How far a context raises or lowers the weight of a loaded word (share of such hits that annotators marked).
NEGATED = 0.55
_MODAL = 0.65
_NUMBER = 0.5
_POSSESSIVE = 1.4
_ADVERB = 1.3
_FIRST = 1.1
_MODALS = frozenset("may might could would can should if unless whether".split())


def rarity(zipf: float | None) -> float:
    """Take a Zipf frequency (0 to 8; None for a phrase or an unknown word); return a factor from 0.3 to 1.3."""
    return 1.0 if zipf is None else min(1.3, max(0.3, (5.5 - zipf) / 2.5))


class LexiconScorer:
    """Scores with one lexicon; the trie is built once. It rates no sentences and has no model."""

    threshold: float | None = None
    card: Mapping[str, Any] | None = None

    def __init__(self, lexicon: Lexicon, *, hidden: bool = False) -> None:
        """Take a lexicon; ``hidden`` keeps the rules that are only there to be counted (severity 0 and weight 0)."""
        if not hidden:
            lexicon = replace(lexicon, rules=tuple(rule for rule in lexicon.rules if rule.severity or rule.weight))
        self.lexicon = lexicon
        self._matcher = Matcher(lexicon)
        licences = sorted({category.licence for category in lexicon.categories})
        versions = sorted({category.version for category in lexicon.categories})
        self.about = About(
            id=f"lexicon:{lexicon.id}",
            version=".".join(map(str, versions[-1:])) or "0",
            digest=lexicon.digest,
            licence=", ".join(licences),
        )

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article; return its findings in text order, at most one of a family on any word."""
        hits, _ = self._matcher.search(parsed)
        views = attributed(parsed)
        made = [self._finding(hit, parsed, as_view=hit.first in views) for hit in self._contested(hits)]
        made.extend(self._scare_quotes(parsed))
        return Evidence(findings=tuple(_longest(made)))

    def evidence(self, parsed: ParsedArticle) -> dict[int, float]:
        """Take a parsed article; return the summed evidence of the cues in the writer's words, by sentence.

        Every cue counts with the weight that labelled text gave it (``training/cue_weights.py``), notes and the cues
        that are only counted too, if the scorer was made with ``hidden``; of a category's cues on a word the longest.
        """
        found: dict[int, float] = defaultdict(float)
        taken: dict[str, set[int]] = defaultdict(set)
        hits, _ = self._matcher.search(parsed)
        for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first, hit.rule.id, hit.cue.text)):
            places = set(range(hit.first, hit.last))
            if parsed.tokens.quote[hit.first] < 0 and not places & taken[hit.rule.category]:
                taken[hit.rule.category] |= places
                found[parsed.tokens.sentence[hit.first]] += self.lexicon.weight(hit.rule, hit.cue)
        return dict(found)

    def _contested(self, hits: list[Hit]) -> list[Hit]:
        """Drop the name that all sides share, unless the article also uses a rival of it."""
        used: dict[str, set[str]] = defaultdict(set)
        for hit in hits:
            if hit.rule.concept is not None:
                used[hit.rule.concept].add(hit.rule.id)
        return [hit for hit in hits if not hit.rule.shared or used[hit.rule.concept or ""] - {hit.rule.id}]

    def _finding(self, hit: Hit, parsed: ParsedArticle, *, as_view: bool) -> Finding:
        tokens, rule = parsed.tokens, hit.rule
        quote = tokens.quote[hit.first]
        weight = rule.severity * rule.weight * (self.lexicon.weight(rule, hit.cue) > 0)
        shown_as_view = as_view and quote < 0 and weight > 0
        return Finding(
            span=Span(start=tokens.start[hit.first], end=tokens.end[hit.last - 1]),
            family=rule.family,
            category=rule.category,
            origin=rule.origin,
            term=hit.cue.text,
            score=0.0 if shown_as_view else round(weight * self._rarity(hit) * _context(hit, parsed), 3),
            voice="writer" if quote < 0 else "source",
            sentence=tokens.sentence[hit.first],
            quote=None if quote < 0 else quote,
            note=f"{rule.note}; {NOTE}" if shown_as_view else rule.note,
            plainer=hit.cue.plainer,
            source=rule.source,
        )

    def _rarity(self, hit: Hit) -> float:
        return rarity(self.lexicon.rarity.get(hit.cue.text))

    def _scare_quotes(self, parsed: ParsedArticle) -> list[Finding]:
        """Find a few marked words that nobody is said to have spoken; the marks are the writer's act."""
        rules = [rule for rule in self.lexicon.rules if rule.construction == "scare_quote"]
        scare = [quote for quote in parsed.quotes if quote.kind == "scare" and quote.closed]
        starts = [sentence.span.start for sentence in parsed.sentences]  # each quotation lies in a sentence
        return [
            _scare_finding(rule, quote, parsed.sentences[bisect_right(starts, quote.span.start) - 1], parsed)
            for rule in rules
            for quote in scare
        ]


def _scare_finding(rule: Rule, quote: Quote, sentence: Sentence, parsed: ParsedArticle) -> Finding:
    return Finding(
        span=quote.span,
        family=rule.family,
        category=rule.category,
        origin=rule.origin,
        term=quote.span.text(parsed.article.text),
        score=float(rule.severity * rule.weight),
        voice="writer",
        sentence=sentence.index,
        quote=None,
        note=rule.note,
        source=rule.source,
    )


def _context(hit: Hit, parsed: ParsedArticle) -> float:
    """Return the product of the context factors of a hit."""
    tokens = parsed.tokens
    factor = 1.0
    if hit.rule.negated == "weaken" and tokens.negated[hit.first]:
        factor *= NEGATED
    if hit.rule.family != "L":
        return factor
    sentence = tokens.sentence[hit.first]
    before = [at for at in range(max(0, hit.first - 4), hit.first) if tokens.sentence[at] == sentence]
    if any(tokens.lower[at] in _MODALS for at in before):
        factor *= _MODAL
    near = range(max(0, hit.first - 3), min(len(tokens), hit.last + 3))
    if any(tokens.lower[at][0].isdigit() and tokens.sentence[at] == sentence for at in near):
        factor *= _NUMBER
    if not before:
        factor *= _FIRST
    elif tokens.lower[hit.first - 1] == "'s":
        factor *= _POSSESSIVE
    elif tokens.pos[hit.first - 1] == "ADV" or tokens.lower[hit.first - 1].endswith("ly"):
        factor *= _ADVERB
    return factor


def _longest(findings: list[Finding]) -> list[Finding]:
    """Keep of overlapping findings of one family the longest, of equally long ones the heaviest; sort by place."""
    kept: list[Finding] = []
    taken: dict[str, Apart] = defaultdict(Apart)
    order = sorted(findings, key=lambda f: (f.span.start - f.span.end, -f.score, f.span.start, f.category, f.term))
    for finding in order:
        if taken[finding.family].take(finding.span):
            kept.append(finding)
    return sorted(kept, key=lambda f: (f.span.start, f.span.end, f.family, f.category))
