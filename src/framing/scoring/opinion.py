"""A sentence's evidence in, the probability that it gives the writer's opinion out.

Opinion here is what the annotation guideline of CheckThat! calls subjective (Ruggeri et al. 2023): a sentence that
carries the writer's stance, irony, or a claim about what should be; quoted and reported opinion is none of the
writer's. Plain counts and the evidence of loaded wording go through one logistic function. It is fitted on single
sentences, half of them opinion in some sets and a quarter in others; the rate in whole articles is not known.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from framing.grammar import structure_data
from framing.scoring.combination import SentenceEvidence
from framing.scoring.evidence import NAME, NUMBER, PRONOUN, sentence_ranges
from framing.types import FAMILIES, Finding, ParsedArticle

_DIGITS = 6
#: What only the encoder says: its word evidence, and its heads for sentences (``opinion`` is 0 where it has none).
OF_ENCODER = ("encoder", "whole", "opinion")
_KINDS = tuple(f"kinds_{family}" for family in FAMILIES)


@cache
def word_groups() -> dict[str, frozenset[str]]:
    """Return the groups of words of ``structure/opinion.toml``, by name."""
    return {name: frozenset(words.split()) for name, words in structure_data("opinion")["words"].items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Weights by feature name, any sign, and an intercept."""

    intercept: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float], writer_words: int) -> float:
        """Take a sentence's features; return the probability, 0.0 where no word is the writer's."""
        if writer_words == 0:
            return 0.0
        z = self.intercept + math.fsum(weight * features[name] for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-max(-40.0, min(40.0, z)))), _DIGITS)


def read_opinion(table: Mapping[str, object]) -> Opinion:
    """Take the table ``opinion`` of a model's settings. Raises KeyError, TypeError or ValueError where it is none."""
    weights = table["weights"]
    if not isinstance(weights, dict) or not set(weights) <= set(feature_names()):
        raise ValueError("settings.json holds weights of opinion features that this version does not know")
    intercept = float(str(table["intercept"]))
    numbers = {str(name): float(value) for name, value in weights.items()}
    if not all(map(math.isfinite, (intercept, *numbers.values()))):
        raise ValueError("settings.json holds a number that is not finite")
    return Opinion(intercept=intercept, weights=numbers)


def feature_names() -> tuple[str, ...]:
    """Return the names of all features of opinion, in order."""
    return (
        *OF_ENCODER,
        "evidence",
        "words",
        "source",
        "names",
        "numbers",
        "he",
        "question",
        "cry",
        *_KINDS,
        *sorted(word_groups()),
    )


def opinion_features(
    parsed: ParsedArticle, types: Sequence[str], findings: Sequence[Finding], evidence: Sequence[SentenceEvidence]
) -> dict[int, dict[str, float]]:
    """Take a parsed article, its word types, the lexicon's findings and each sentence's evidence; return by sentence
    the features of opinion, counts as logarithms.
    """
    tokens, groups = parsed.tokens, word_groups()
    known = {found.index: found for found in evidence}
    kinds: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for finding in findings:
        if finding.voice == "writer" and finding.origin.startswith("lexicon:"):
            kinds[finding.sentence].add((finding.family, finding.category))
    out = {}
    for low, high in sentence_ranges(tokens):
        index = tokens.sentence[low]
        own = [at for at in range(low, high) if tokens.quote[at] < 0]
        forms = Counter(tokens.lower[at] for at in own)
        masked = Counter(types[at] for at in own if types[at] in (NAME, NUMBER, PRONOUN))
        families = Counter(family for family, _ in kinds[index])
        found = known[index]
        counts = {
            "words": found.writer_words,
            "source": high - low - len(own),
            "names": masked[NAME],
            "numbers": masked[NUMBER],
            "he": masked[PRONOUN],
            "question": forms["?"],
            "cry": forms["!"],
            **{f"kinds_{family}": families[family] for family in FAMILIES},
            **{name: sum(forms[word] for word in words) for name, words in groups.items()},
        }
        out[index] = {name: math.log1p(count) for name, count in counts.items()} | {
            name: found.features[name] for name in (*OF_ENCODER, "evidence")
        }
    return out
