"""What is known of a sentence in, the probability that a trained reader would mark it out: one logistic function.

Only the writer's own words are evidence. It adds up: nothing lowers a result (no weight is negative). The function is
fitted and calibrated on whole articles, where few sentences are loaded; one fitted on half-and-half data would flag
several times too many (``training/combination.py``). A sentence that stands alone, in a text too short for a page or of
two sentences at most, was chosen by somebody: its length says nothing, and how many like it are loaded nobody knows. It
has weights of its own (``training/alone.py``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framing.measures import stand_alone, words_by_voice
from framing.scoring.encoder import LineEvidence
from framing.scoring.evidence import sentence_ranges
from framing.types import Finding, ParsedArticle

# The evidence of a sentence without a single telling word; keeps the logarithm finite and plain sentences apart from
# empty ones.
_FLOOR = 0.02
# Below this many checked body sentences a text is an excerpt, and its first sentence is not the opening of an article.
_ARTICLE = 8
_DIGITS = 6

#: The features that a model may weigh. ``evidence`` is the word table's sum, ``whole`` what the encoder says of the
#: sentence as a whole, ``opening`` its place. Cues count by kind: a second cue of one category says little, a cue of
#: another category says much, whatever its family. The encoder's word evidence is known too, and marks words; beside
#: these four it added nothing to the ranking of whole articles.
FEATURES: tuple[str, ...] = ("evidence", "opening", "kinds", "whole")
#: Those for sentences that stand alone. ``encoder`` is the sum of the encoder's word evidence, ``opinion`` what it says
#: of the writer's opinion: who judges a sentence by itself judges both at once.
ALONE_FEATURES: tuple[str, ...] = ("encoder", "kinds", "opinion", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEvidence:
    """What is known of one sentence's writer's words: how many they are, their summed evidence, all features by name,
    and whether it stands alone and not in an article.
    """

    index: int
    writer_words: int
    evidence: float
    features: dict[str, float]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """An intercept, and the weights of features by name; none is negative."""

    intercept: float
    by_name: dict[str, float]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Take features by name; return the weighted sum."""
        return self.intercept + math.fsum(weight * features[name] for name, weight in self.by_name.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Weights for sentences of articles, those for sentences that stand alone (the same where None), and two levels.

    ``threshold`` is the probability from which sentences are counted as loaded in summaries; the card gives its error.
    ``ceiling`` is what no probability reaches, however much evidence there is: the labels support no more.
    """

    weights: Weights
    alone: Weights | None
    threshold: float
    ceiling: float

    def probability(self, sentence: SentenceEvidence) -> float:
        """Take a sentence's evidence; return the probability, 0.0 where no word is the writer's."""
        if sentence.writer_words == 0:
            return 0.0
        weights = self.alone if sentence.alone and self.alone is not None else self.weights
        z = weights.log_odds(sentence.features)
        chance = 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))
        return round(self.ceiling * math.tanh(chance / self.ceiling), _DIGITS)


def read_combination(settings: Mapping[str, Any]) -> Combination:
    """Take a model's settings; return its combination. Raises KeyError, TypeError or ValueError where it is none."""
    threshold, ceiling = float(str(settings["threshold"])), float(str(settings["ceiling"]))
    if not math.isfinite(threshold) or not 0 < ceiling <= 1:
        raise ValueError("settings.json holds a level that is none")
    alone = settings.get("alone")
    return Combination(
        weights=_read_weights(settings, FEATURES),
        alone=None if alone is None else _read_weights(alone, ALONE_FEATURES),
        threshold=threshold,
        ceiling=ceiling,
    )


def _read_weights(settings: Mapping[str, Any], names: Sequence[str]) -> Weights:
    """Take settings with an intercept and weights, and the features that these may weigh; return them."""
    found, intercept = settings["weights"], float(str(settings["intercept"]))
    if not isinstance(found, dict) or not set(found) <= set(names):
        raise ValueError("settings.json holds weights of features that this version does not know")
    weights = {name: float(found[name]) for name in names if name in found}
    if not all(map(math.isfinite, (intercept, *weights.values()))):
        raise ValueError("settings.json holds a number that is not finite")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("settings.json holds a negative weight")
    return Weights(intercept, {name: weight for name, weight in weights.items() if weight})


def _openings(parsed: ParsedArticle) -> dict[int, float]:
    """Return 1, 1/2, 1/3, ... for the checked body sentences in order, 0 for headlines and in excerpts.

    Openings are loaded more often than their words alone say, in two corpora that were labelled independently.
    """
    body = [s.index for s in parsed.sentences if s.part == "body" and s.reason is None]
    return {index: 1 / place for place, index in enumerate(body, 1)} if len(body) >= _ARTICLE else {}


def sentence_evidence(
    parsed: ParsedArticle,
    findings: Sequence[Finding],
    words: Sequence[float],
    encoded: Sequence[float] = (),
    whole: Mapping[int, LineEvidence] | None = None,
    *,
    alone: bool | None = None,
) -> tuple[SentenceEvidence, ...]:
    """Take a parsed article, findings, each token's evidence by the word table and (where the encoder ran) by the
    encoder, by sentence what the encoder says of it, and whether the sentences stand alone (None: the text tells);
    return the features of each sentence with tokens.
    """
    tokens = parsed.tokens
    openings = _openings(parsed)
    if alone is None:
        alone = stand_alone(parsed.sentences, sum(map(sum, words_by_voice(parsed.sentences, tokens))))
    kinds: dict[int, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.voice == "writer" and finding.score > 0 and finding.origin.startswith("lexicon:"):
            kinds[finding.sentence].add(finding.category)
    found = []
    for low, high in sentence_ranges(tokens):
        index = tokens.sentence[low]
        total = math.fsum(words[low:high])
        read = whole.get(index) if whole else None
        features = {
            "evidence": math.log(total + _FLOOR),
            "opening": openings.get(index, 0.0),
            "kinds": math.log1p(len(kinds[index])),
            "encoder": math.log(math.fsum(encoded[low:high]) + _FLOOR),
            "whole": read.sentence if read else 0.0,
            "opinion": read.opinion if read else 0.0,
        }
        writer = sum(1 for at in range(low, high) if tokens.word[at] and tokens.quote[at] < 0)
        found.append(SentenceEvidence(index=index, writer_words=writer, evidence=total, features=features, alone=alone))
    return tuple(found)
