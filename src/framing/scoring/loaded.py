"""A parsed article and its findings in; for each sentence out: the probability that a trained reader would mark it as
loaded. With the encoder, also the words that it expects readers to mark and that no lexicon has.

The model's pages (``models/loaded-encoder-en/README.md``, ``models/loaded-linear-en/README.md``) have the data, the
figures and the limits. The same input gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.measures import WORDS_FOR_ANALYSIS
from framing.scoring.combination import SentenceEvidence, sentence_evidence
from framing.scoring.encoder import LineEvidence
from framing.scoring.encoder_input import encoder_lines
from framing.scoring.encoder_marks import encoder_marks
from framing.scoring.evidence import WordEvidence, word_types
from framing.scoring.lexicon import NEGATED
from framing.scoring.loaded_model import LoadedModel, load_encoder_model, load_model
from framing.scoring.opinion import opinion_features
from framing.types import Evidence, Finding, ParsedArticle, Span, Tokens

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Words:
    """An article's word types, their evidence by the word table and by the encoder (empty where there is none), by
    sentence what the encoder says of it as a whole, and by token the log-odds that a lexicon's mark there is kept.
    """

    types: list[str]
    table: Sequence[float]
    encoder: Sequence[float] = ()
    whole: dict[int, LineEvidence] | None = None
    kept: tuple[float | None, ...] = ()


class LoadedScorer:
    """Scores sentences with a model; ``LoadedScorer.load()`` takes the shipped ones."""

    def __init__(self, model: LoadedModel, *, marks: bool = True, alone: bool | None = None) -> None:
        """Take a model; without ``marks`` it makes no findings of its own. ``alone`` says of every text whether its
        sentences stand alone; None leaves that to each text.
        """
        self.model = model
        self._level = model.word_level if marks else 1.0
        self._alone = alone
        self.about = model.about
        self.threshold: float | None = model.combination.threshold
        self.card: Mapping[str, Any] | None = model.card

    @classmethod
    def load(cls, folder: Path | None = None, *, fast: bool = False, marks: bool = True) -> LoadedScorer:
        """Take a model's folder (default: the shipped one) and whether it is the word table alone; return the scorer.

        Raises ModelError, in one line.
        """
        return cls(load_model(folder) if fast else load_encoder_model(folder), marks=marks)

    def for_rows(self, texts: Sequence[str]) -> LoadedScorer:
        """Take the texts of a table's rows, which are compared with each other; return a scorer that reads all of
        them by the same weights: where most rows are too short for an article, the long ones too.
        """
        short = sum(len(text.split()) < WORDS_FOR_ANALYSIS for text in texts) * 2 > len(texts)
        return LoadedScorer(self.model, marks=self._level < 1.0, alone=short)

    def _words(self, parsed: ParsedArticle) -> _Words:
        model, tokens = self.model, parsed.tokens
        types = word_types(tokens, parsed.article.text, model.reading)
        table = _weakened(model.table.evidence(tokens, types), tokens)
        if model.encoder is None:
            return _Words(types, table)
        lines = list(encoder_lines(tokens, types))
        encoded = [0.0] * len(tokens)
        kept: list[float | None] = [None] * len(tokens)
        whole = {}
        for line, found in zip(lines, model.encoder.read(lines), strict=True):
            whole[line.sentence] = found
            for at, odds in zip(line.token, found.words, strict=True):
                if odds is not None:
                    encoded[at] = math.log1p(math.exp(odds)) if odds < 30.0 else odds
            for at, odds in zip(line.token, found.kept, strict=False):
                kept[at] = odds
        return _Words(types, table, _weakened(encoded, tokens), whole, tuple(kept))

    def evidence(self, parsed: ParsedArticle, findings: tuple[Finding, ...] = ()) -> tuple[SentenceEvidence, ...]:
        """Take a parsed article and the lexicon's findings; return the features behind each sentence's probability."""
        return self._evidence(parsed, findings, self._words(parsed))

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings so far; return ``loaded`` and ``opinion`` a sentence, None for those
        not checked, and the encoder's own findings.
        """
        loaded: list[float | None] = [0.0 if s.reason is None else None for s in parsed.sentences]
        opinion = list(loaded)
        words = self._words(parsed)
        evidence = self._evidence(parsed, findings, words)
        features = opinion_features(parsed, words.types, findings, evidence)
        for found in evidence:
            loaded[found.index] = self.model.combination.probability(found)
            opinion[found.index] = self.model.opinion.probability(features[found.index], found.writer_words)
        return Evidence(
            findings=tuple(encoder_marks(parsed, findings, words.encoder, level=self._level, about=self.about)),
            loaded=tuple(loaded),
            opinion=tuple(opinion),
            kept=words.kept,
        )

    def opinion_features(self, parsed: ParsedArticle, findings: Sequence[Finding]) -> dict[int, dict[str, float]]:
        """Take a parsed article and the lexicon's findings; return by sentence the features behind ``opinion``."""
        words = self._words(parsed)
        return opinion_features(parsed, words.types, findings, self._evidence(parsed, findings, words))

    def _evidence(
        self, parsed: ParsedArticle, findings: Sequence[Finding], words: _Words
    ) -> tuple[SentenceEvidence, ...]:
        return sentence_evidence(parsed, findings, words.table, words.encoder, words.whole, alone=self._alone)

    def contributions(self, parsed: ParsedArticle) -> tuple[WordEvidence, ...]:
        """Take a parsed article; return what each of the writer's words adds to its sentence's evidence, in text order.

        The unit is ``-log(1 - p)``, p being the probability that a trained reader underlines the word: about 0.03 for
        a plain word, above 0.3 for a telling one. A sentence's evidence is the sum; names, identity terms and quoted
        words are left out. The encoder's evidence where the model has one, else the word table's.
        """
        tokens = parsed.tokens
        words = self._words(parsed)
        return tuple(
            WordEvidence(
                span=Span(start=tokens.start[at], end=tokens.end[at]),
                sentence=tokens.sentence[at],
                evidence=round(value, _DIGITS),
            )
            for at, value in enumerate(words.encoder or words.table)
            if value > 0.0
        )


def _weakened(evidence: list[float], tokens: Tokens) -> list[float]:
    """Take evidence by token; return it with less where a negation governs the word ("not a disaster")."""
    return [
        value * NEGATED if value and negated else value for value, negated in zip(evidence, tokens.negated, strict=True)
    ]
