"""A parsed article in; for each sentence out: the probability of a user's own label, by a model trained on them.

What ``framing models train`` makes: a logistic function of the writer's words, their pairs and letter n-grams (TF-
IDF, each kind scaled to length one), of the shipped word evidence and of how many kinds of cue the lexicon found.
Names, identity terms, he and she are masked before any look-up (``evidence.py``), so that the model can't learn who
is talked about. The folder is complete in itself: it holds the word table that it was trained with. At run time there
is only arithmetic.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ModelError
from framing.scoring.arrays import read_arrays
from framing.scoring.cards import ModelFiles, read_model
from framing.scoring.evidence import Reading, WordTable, is_counted, letters, sentence_ranges, word_types
from framing.scoring.loaded_model import read_words
from framing.types import About, Evidence, Finding, ParsedArticle

KIND = "n-grams"
#: Features beside the terms, in order.
NUMBERS: tuple[str, ...] = ("evidence", "kinds")
_FLOOR = 0.02
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTerms:
    """The writer's part of a sentence: number of words, terms ("w …" words and pairs, "c …" letters), evidence,
    kinds.
    """

    index: int
    writer_words: int
    terms: tuple[str, ...]
    evidence: float
    kinds: frozenset[str]


def numbers(evidence: float, kinds: int) -> tuple[float, ...]:
    """Take summed word evidence and the number of kinds of cue; return the features beside the terms."""
    return math.log(evidence + _FLOOR), math.log1p(kinds)


def sentence_terms(
    parsed: ParsedArticle, findings: tuple[Finding, ...], reading: Reading, table: WordTable
) -> tuple[SentenceTerms, ...]:
    """Take a parsed article, the lexicon's findings and how words are read; return each sentence's terms, in order."""
    tokens = parsed.tokens
    types = word_types(tokens, parsed.article.text, reading)
    evidence = table.evidence(tokens, types)
    kinds: dict[int, set[str]] = {}
    for finding in findings:
        if finding.voice == "writer" and finding.score > 0 and finding.origin.startswith("lexicon:"):
            kinds.setdefault(finding.sentence, set()).add(finding.category)
    found = []
    for low, high in sentence_ranges(tokens):
        terms: list[str] = []
        before: str | None = None
        writer = 0
        for at in range(low, high):
            kind = types[at]
            if tokens.quote[at] >= 0 or not tokens.word[at]:
                before = None
                continue
            writer += 1
            counted = is_counted(kind)
            if counted:
                terms.append(f"w {kind}")
                terms.extend(f"c {gram}" for gram in letters(kind))
            if before is not None and (counted or is_counted(before)):
                terms.append(f"w {before} {kind}")
            before = kind
        index = tokens.sentence[low]
        found.append(
            SentenceTerms(
                index=index,
                writer_words=writer,
                terms=tuple(terms),
                evidence=sum(evidence[low:high]),
                kinds=frozenset(kinds.get(index, ())),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel:
    """The model in memory; ``terms`` holds by term its inverse document frequency and its weight."""

    about: About
    card: dict[str, Any]
    reading: Reading
    table: WordTable
    terms: dict[str, tuple[float, float]]
    numbers: tuple[float, ...]
    intercept: float
    threshold: float

    def probability(self, sentence: SentenceTerms) -> float:
        """Take a sentence; return the probability, 0.0 where no word is the writer's."""
        if not sentence.writer_words:
            return 0.0
        z = self.intercept
        for block in ("w ", "c "):
            length = weighed = 0.0
            for term, count in Counter(term for term in sentence.terms if term.startswith(block)).items():
                known = self.terms.get(term)
                if known is not None:
                    value = (1 + math.log(count)) * known[0]
                    length += value * value
                    weighed += value * known[1]
            z += weighed / math.sqrt(length) if length else 0.0
        values = numbers(sentence.evidence, len(sentence.kinds))
        z += math.fsum(weight * value for weight, value in zip(self.numbers, values, strict=True))
        return round(1 / (1 + math.exp(-max(-40.0, min(40.0, z)))), _DIGITS)


def load_trained(folder: Path) -> TrainedModel:
    """Take a model's folder; return the model. Raises ModelError, in one line, where anything is wrong with it."""
    files = read_model(folder, name=f"model:{folder.name}")
    try:
        return _model(files)
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        EOFError,
        OverflowError,
        RecursionError,
        zipfile.BadZipFile,
    ) as error:
        said = " ".join(str(error).split())[:200]
        raise ModelError(f"model {folder}: its files do not fit together ({type(error).__name__}: {said})") from None


def _model(files: ModelFiles) -> TrainedModel:
    settings = json.loads(files.files["settings.json"])
    reading, table = read_words(files.files["words.npz"], settings["words"])
    arrays = read_arrays(files.files["weights.npz"], ("terms", "idf", "weights"))
    terms = arrays["terms"].tobytes().decode("utf-8").split("\n")
    idf, weights = (arrays[name].astype(float).tolist() for name in ("idf", "weights"))
    values = tuple(float(settings["numbers"][name]) for name in NUMBERS)
    intercept, threshold = float(settings["intercept"]), float(settings["threshold"])
    if not all(map(math.isfinite, (*values, intercept, *idf, *weights))):
        raise ValueError("a weight is not a finite number")
    if not 0 < threshold <= 1:
        raise ValueError("the threshold is not between 0 and 1")
    return TrainedModel(
        about=files.about,
        card=files.card,
        reading=reading,
        table=table,
        terms={
            term: (scale, weight)
            for term, scale, weight in zip(terms, idf, weights, strict=True)
        },
        numbers=values,
        intercept=intercept,
        threshold=threshold,
    )  # fmt: skip


class TrainedScorer:
    """Scores sentences with a model of ``framing models train``."""

    def __init__(self, model: TrainedModel) -> None:
        self.model = model
        self.about = model.about
        self.threshold: float | None = model.threshold
        self.card: Mapping[str, Any] | None = model.card

    @classmethod
    def load(cls, folder: Path) -> TrainedScorer:
        """Take a model's folder; return the scorer. Raises ModelError, in one line."""
        return cls(load_trained(folder))

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings so far; return ``loaded`` a sentence, None for those not checked."""
        loaded: list[float | None] = [0.0 if s.reason is None else None for s in parsed.sentences]
        for sentence in sentence_terms(parsed, findings, self.model.reading, self.model.table):
            loaded[sentence.index] = self.model.probability(sentence)
        return Evidence(loaded=tuple(loaded))


def combined(sentences: Sequence[SentenceTerms]) -> SentenceTerms:
    """Take the sentences of one labelled text; return them as one, as training reads it."""
    kinds: frozenset[str] = frozenset()
    return SentenceTerms(
        index=0,
        writer_words=sum(s.writer_words for s in sentences),
        terms=tuple(term for s in sentences for term in s.terms),
        evidence=sum(s.evidence for s in sentences),
        kinds=kinds.union(*(s.kinds for s in sentences)),
    )
