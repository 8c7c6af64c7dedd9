"""Sentences that stand alone in, the weights of their combination out: for tables of sentences, where no article is.

What weighs how much is learned from sentences that were judged loaded or not (``anno_lexical`` and
``training.judged_words``, the outlets that the encoder did not learn from). 792 of them have a label and a judgement;
where the two differ (200) they teach half each. How many in a hundred such sentences are loaded depends on who chose
them. So the level is set by other sentences: plain ones of wire copy (``allsides_sample``) with and without one loaded
word in the place of an adjective, an adverb, a noun or a verb. What is loaded about such a sentence is known, since we
put it there: the threshold lies where both are equally likely. The words are the lexicons'; in every second sentence
the lexicons' findings are left out, so that a word which no list has counts too. When these sentences taught the
weights as well, cues of the lexicons got twice the weight that judged sentences give them. Nothing of the
even-handedness suite, ``babe`` or ``basil_dev`` is seen.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lemminflect import getAllLemmas, getInflection
from scipy.optimize import minimize
from training.combination import CEILING, THRESHOLD
from training.corpora import read_rows
from training.encoder_data import held_out
from training.judged_words import judged_rows

from framing.lexicon import Lexicon, load
from framing.lexicon.cues import Choice
from framing.pipeline import parse_all
from framing.scoring.combination import ALONE_FEATURES
from framing.scoring.evidence import sentence_ranges
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article, ParsedArticle
from framing.validation.raters import parsed_texts

SEED = 7
ARTICLES, SENTENCES_AN_ARTICLE = 250, 6
SHORTEST, LONGEST = 8, 40
_WIRE = re.compile(r"reuters|associated press|^ap$|apnews", re.IGNORECASE)
#: The tag of the word that gives its place, and the relations in which it does, by part of speech of the loaded word.
_PLACES: dict[str, tuple[str, frozenset[str]]] = {
    "ADJ": ("JJ", frozenset(("amod",))),
    "ADV": ("RB", frozenset(("advmod",))),
    "NOUN": ("NN", frozenset(("attr", "dobj"))),
    "VERB": ("VBD", frozenset(("ROOT", "conj", "advcl", "relcl"))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Features (rows by ALONE_FEATURES) and labels; ``judged`` tells the two sets apart."""

    matrix: np.ndarray
    loaded: np.ndarray
    judged: np.ndarray


def loaded_words(lexicon: Lexicon) -> dict[str, list[str]]:
    """Take the lexicons; return their single words of loaded wording that have one part of speech, by it."""
    words = {
        option[0]
        for rule in lexicon.rules
        if rule.family == "L" and rule.pattern is None and rule.severity and rule.weight
        for cue in rule.cues
        if len(cue.elements) == 1 and isinstance(cue.elements[0], Choice)
        for option in cue.elements[0].options
        if len(option) == 1 and option[0].isalpha()
    }
    found: dict[str, list[str]] = {pos: [] for pos in _PLACES}
    for word in sorted(words):
        lemmas = getAllLemmas(word)
        if set(lemmas) == {"VERB"} and word not in getInflection(lemmas["VERB"][0], "VBD"):
            continue
        if len(lemmas) == 1 and (pos := next(iter(lemmas))) in found:
            found[pos].append(word)
    return found


def put_in(parsed: ParsedArticle, marked: set[int], words: dict[str, list[str]], rng: random.Random) -> list[list[str]]:
    """Take an article of wire copy, its sentences with findings and loaded words; return pairs of a plain sentence and
    the same with one loaded word.
    """
    tokens, text = parsed.tokens, parsed.article.text
    by_start = {word.idx: word for word in parsed.doc or ()}
    pairs = []
    for low, high in sentence_ranges(tokens):
        sentence = parsed.sentences[tokens.sentence[low]]
        plain = sentence.part == "body" and sentence.reason is None and sentence.index not in marked
        if not plain or not SHORTEST <= high - low <= LONGEST:
            continue
        places = [
            (at, pos)
            for at in range(low, high)
            if tokens.quote[at] < 0 and (word := by_start.get(tokens.start[at])) is not None
            for pos, (tag, relations) in _PLACES.items()
            if word.tag_ == tag and word.dep_ in relations and (pos != "ADV" or word.text.endswith("ly"))
        ]
        if places:
            at, pos = rng.choice(places)
            before, after = text[sentence.span.start : tokens.start[at]], text[tokens.end[at] : sentence.span.end]
            plain_text = before + text[tokens.start[at] : tokens.end[at]] + after
            pairs.append([" ".join(t.split()) for t in (plain_text, before + rng.choice(words[pos]) + after)])
    return rng.sample(pairs, min(SENTENCES_AN_ARTICLE, len(pairs)))


def _pairs(data: Path, lexicon: LexiconScorer, words: dict[str, list[str]]) -> list[list[str]]:
    rng = random.Random(SEED)
    wire = [row for row in read_rows(data, "allsides_sample") if _WIRE.search(row["outlet"])]
    articles = [Article(id=row["id"], text=row["text"], language="en") for row in rng.sample(wire, ARTICLES)]
    pairs = []
    for parsed in parse_all(articles):
        marked = {finding.sentence for finding in lexicon.score(parsed, ()).findings}
        pairs += put_in(parsed, marked, words, rng)
    return pairs


def _features(
    texts: Sequence[str], scorer: LoadedScorer, lexicon: LexiconScorer, listed: Sequence[bool]
) -> Iterator[list[float] | None]:
    """Take texts, the models, and for each text whether the lexicon's findings count; yield its features, None where
    it is no single sentence of a writer.
    """
    for parsed, counts in zip(parsed_texts(texts, fast=False), listed, strict=True):
        findings = lexicon.score(parsed, ()).findings if counts else ()
        found = [sentence for sentence in scorer.evidence(parsed, findings) if sentence.writer_words]
        yield [found[0].features[name] for name in ALONE_FEATURES] if len(found) == 1 else None


def alone_rows(data: Path, scorer: LoadedScorer) -> Rows:
    """Take the data folder and a model with an encoder; return the labelled rows of both sets."""
    lexicon = LexiconScorer(load())
    labelled = read_rows(data, "anno_lexical")
    judged = [(row["text"], bool(row["labels"]["bias_silver"])) for row in labelled if held_out(row["outlet"])]
    judged += [
        (row["text"][one.start : one.end], one.grade > 0)
        for row, found in judged_rows(data)
        for one in found
        if held_out(row["outlet"])
    ]
    pairs = _pairs(data, lexicon, loaded_words(load()))
    texts = [text for text, _ in judged] + [text for pair in pairs for text in pair]
    labels = [loaded for _, loaded in judged] + [False, True] * len(pairs)
    listed = [True] * len(judged) + [number % 4 < 2 for number in range(2 * len(pairs))]
    kept = [
        (features, label, number < len(judged))
        for number, (features, label) in enumerate(zip(_features(texts, scorer, lexicon, listed), labels, strict=True))
        if features is not None
    ]
    matrix, loaded, of_judged = zip(*kept, strict=True)
    return Rows(matrix=np.array(matrix), loaded=np.array(loaded), judged=np.array(of_judged))


def fit_alone(rows: Rows) -> dict[str, object]:
    """Take labelled rows; return the settings: weights, none negative, from the judged sentences, and the intercept
    that the pairs give.
    """
    scale = rows.matrix.std(axis=0)
    judged, pairs = rows.judged, ~rows.judged
    weights = _fit(rows.matrix[judged] / scale, rows.loaded[judged])[1:] / scale
    level = _fit(np.zeros((pairs.sum(), 0)), rows.loaded[pairs], known=rows.matrix[pairs] @ weights)[0]
    chance = CEILING * math.atanh(THRESHOLD / CEILING)
    named = {name: round(float(weight), 6) for name, weight in zip(ALONE_FEATURES, weights, strict=True)}
    return {"intercept": round(float(level) + math.log(chance / (1 - chance)), 6), "weights": named}


def _fit(matrix: np.ndarray, loaded: np.ndarray, *, known: np.ndarray | float = 0.0) -> np.ndarray:
    """Take standardised features, labels and log-odds known beforehand; return an intercept and weights from 0 on."""
    table = np.column_stack([np.ones(len(loaded)), matrix])
    sign = np.where(loaded, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (table @ weights + known)
        penalty = np.concatenate([[0.0], weights[1:]])
        slope = -sign / (1 + np.exp(margin))
        return float(np.logaddexp(0, -margin).sum() + penalty @ penalty / 2), table.T @ slope + penalty

    bounds = [(None, None), *[(0.0, None)] * matrix.shape[1]]
    return minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
