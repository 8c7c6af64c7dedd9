"""A parsed article and its findings in; for each sentence out: the probability that a trained reader would mark it as
loaded.

Only the writer's own words are evidence. The sum of their evidence (``evidence.py``), how many kinds of cue the lexicon
found in the writer's voice, and whether the sentence opens the article go through one logistic function, fitted and
calibrated on whole articles, where few sentences are loaded; a classifier fitted on half-and-half data would flag
several times too many. ``models/loaded-linear-en/README.md`` has the data, the figures and the limits. At run time
there is only arithmetic on floats: the same input gives the same bytes.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ModelError
from framing.resources import models_folder
from framing.scoring.cards import read_model
from framing.scoring.evidence import Reading, WordEvidence, WordTable, sentence_ranges, word_types
from framing.types import About, Evidence, Finding, ParsedArticle, Span

MODEL = "loaded-linear-en"
# The evidence of a sentence without a single telling word; keeps the logarithm finite and plain sentences apart from
# empty ones.
_FLOOR = 0.02
# Below this many checked body sentences a text is an excerpt, and its first sentence is not the opening of an article.
_ARTICLE = 8
_DIGITS = 6

#: The features of a sentence, in the order in which the model's weights are listed. Cues count by kind: a second cue of
#: one category says little, a cue of another category says much, whatever its family.
FEATURES: tuple[str, ...] = ("evidence", "opening", "kinds")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEvidence:
    """What is known of one sentence's writer's words: how many they are, their summed evidence, and all features by
    name.
    """

    index: int
    writer_words: int
    evidence: float
    features: dict[str, float]


def _openings(parsed: ParsedArticle) -> dict[int, float]:
    """Return 1, 1/2, 1/3, ... for the checked body sentences in order, 0 for headlines and in excerpts.

    Openings are loaded more often than their words alone say, in two corpora that were labelled independently.
    """
    body = [s.index for s in parsed.sentences if s.part == "body" and s.reason is None]
    return {index: 1 / place for place, index in enumerate(body, 1)} if len(body) >= _ARTICLE else {}


def sentence_evidence(
    parsed: ParsedArticle, findings: tuple[Finding, ...], words: list[float]
) -> tuple[SentenceEvidence, ...]:
    """Take a parsed article, findings and the evidence of each token; return the features of each sentence with
    tokens.
    """
    tokens = parsed.tokens
    openings = _openings(parsed)
    kinds: dict[int, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.voice == "writer" and finding.score > 0 and finding.origin.startswith("lexicon:"):
            kinds[finding.sentence].add(finding.category)
    found = []
    for low, high in sentence_ranges(tokens):
        index = tokens.sentence[low]
        total = sum(words[low:high])
        features = {
            "evidence": math.log(total + _FLOOR),
            "opening": openings.get(index, 0.0),
            "kinds": math.log1p(len(kinds[index])),
        }
        writer = sum(1 for at in range(low, high) if tokens.word[at] and tokens.quote[at] < 0)
        found.append(SentenceEvidence(index=index, writer_words=writer, evidence=total, features=features))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """The model in memory: how words are read, the word table, the weights of the features, and a threshold.

    ``threshold`` is the probability from which sentences are counted as loaded in summaries; the card gives its error.
    ``ceiling`` is what no probability reaches, however much evidence there is: the labels support no more.
    """

    about: About
    card: dict[str, Any]
    reading: Reading
    table: WordTable
    intercept: float
    weights: dict[str, float]
    threshold: float
    ceiling: float

    def probability(self, sentence: SentenceEvidence) -> float:
        """Take a sentence's evidence; return the probability, 0.0 where no word is the writer's."""
        if sentence.writer_words == 0:
            return 0.0
        z = self.intercept + math.fsum(self.weights[name] * sentence.features[name] for name in FEATURES)
        chance = 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))
        return round(self.ceiling * math.tanh(chance / self.ceiling), _DIGITS)


def load_model(folder: Path | None = None) -> LoadedModel:
    """Take a model's folder (default: the shipped one); return the model. Raises ModelError where anything is wrong
    with it.
    """
    files = read_model(folder or models_folder() / MODEL, name="model:loaded")
    try:
        settings = json.loads(files.files["settings.json"])
        reading, table = read_words(files.files["weights.npz"], settings)
        weights = {name: float(settings["weights"][name]) for name in FEATURES}
        intercept, threshold, ceiling = (float(settings[name]) for name in ("intercept", "threshold", "ceiling"))
        if not all(map(math.isfinite, (intercept, threshold, ceiling, *weights.values()))) or not 0 < ceiling <= 1:
            raise ValueError("settings.json holds a number that is not finite")
    except (KeyError, TypeError, ValueError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"model {MODEL}: its files do not fit together ({type(error).__name__}: {error}); reinstall framing"
        ) from None
    return LoadedModel(
        about=files.about,
        card=files.card,
        reading=reading,
        table=table,
        intercept=intercept,
        weights=weights,
        threshold=threshold,
        ceiling=ceiling,
    )


def read_words(data: bytes, settings: dict[str, Any]) -> tuple[Reading, WordTable]:
    """Take the bytes of ``weights.npz`` and the settings; return how words are read and the word table.

    Raises ValueError or KeyError where they do not fit together. Nothing but plain arrays is read (no pickle).
    """
    import numpy as np  # here, so that importing the package stays quick

    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in ("words", "rows", "sense", "common", "grams", "gram_weights")}
    for name in ("rows", "sense", "gram_weights"):
        if not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} holds a number that is not finite")
    words = arrays["words"].tobytes().decode("utf-8").split("\n")
    grams = arrays["grams"].tobytes().decode("utf-8").split("\n")
    rows = arrays["rows"].astype(float)
    if rows.shape != (len(words), 3):
        raise ValueError("the word table has rows of different lengths")
    numbers = {key: float(settings[key]) for key in ("word_intercept", "unknown", "hyphen", "ly")}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError("settings.json holds a number that is not finite")
    sense = zip(words, arrays["sense"].astype(float).tolist(), strict=True)
    reading = Reading(
        common=frozenset(word for word, flag in zip(words, arrays["common"].tolist(), strict=True) if flag),
        identity=frozenset(map(str, settings["identity"])),
    )
    table = WordTable(
        rows={word: (own, before, after) for word, (own, before, after) in zip(words, rows.tolist(), strict=True)},
        sense={word: value for word, value in sense if value},
        grams=dict(zip(grams, arrays["gram_weights"].astype(float).tolist(), strict=True)),
        intercept=numbers["word_intercept"],
        unknown=numbers["unknown"],
        hyphen=numbers["hyphen"],
        ly=numbers["ly"],
    )
    return reading, table


class LoadedScorer:
    """Scores sentences with a model; ``LoadedScorer.load()`` takes the shipped one."""

    def __init__(self, model: LoadedModel) -> None:
        self.model = model
        self.about = model.about
        self.threshold = model.threshold

    @classmethod
    def load(cls, folder: Path | None = None) -> LoadedScorer:
        """Take a model's folder (default: the shipped model); return the scorer. Raises ModelError, in one line."""
        return cls(load_model(folder))

    def _words(self, parsed: ParsedArticle) -> list[float]:
        types = word_types(parsed.tokens, parsed.article.text, self.model.reading)
        return self.model.table.evidence(parsed.tokens, types)

    def evidence(self, parsed: ParsedArticle, findings: tuple[Finding, ...] = ()) -> tuple[SentenceEvidence, ...]:
        """Take a parsed article and the lexicon's findings; return the features behind each sentence's probability."""
        return sentence_evidence(parsed, findings, self._words(parsed))

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings so far; return ``loaded`` a sentence, None for those not checked."""
        loaded: list[float | None] = [0.0 if s.reason is None else None for s in parsed.sentences]
        for sentence in self.evidence(parsed, findings):
            loaded[sentence.index] = self.model.probability(sentence)
        return Evidence(loaded=tuple(loaded))

    def contributions(self, parsed: ParsedArticle) -> tuple[WordEvidence, ...]:
        """Take a parsed article; return what each of the writer's words adds to its sentence's evidence, in text order.

        The unit is ``-log(1 - p)``, p being the probability that a trained reader underlines the word: about 0.03 for
        a plain word, above 0.3 for a telling one. A sentence's evidence is the sum; names, identity terms and quoted
        words are left out.
        """
        tokens = parsed.tokens
        return tuple(
            WordEvidence(
                span=Span(start=tokens.start[at], end=tokens.end[at]),
                sentence=tokens.sentence[at],
                evidence=round(value, _DIGITS),
            )
            for at, value in enumerate(self._words(parsed))
            if value > 0.0
        )
