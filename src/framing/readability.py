"""A parsed article in, its readability out, for the whole text and for the writer's words.

Words and syllables are counted by textstat, offline: it downloads CMUdict through NLTK at first use, and here the
dictionary ships with the package. Sentences are those of the article: textstat would end one at "U.S." and "Mr.".
"""

from __future__ import annotations

import zipfile
from functools import cache
from typing import Any, Literal

from framing.resources import data_folder
from framing.types import Measure, ParsedArticle

# A constant, and what a word per sentence and a syllable per word add.
_FORMULAS: dict[str, tuple[float, float, float]] = {
    "flesch_reading_ease": (206.835, -1.015, -84.6),
    "flesch_kincaid_grade": (-15.59, 0.39, 11.8),
}
_FEWEST_WORDS = 100
_FEWEST_IN_SENTENCE = 5


@cache
def _pronunciations() -> dict[str, list[list[str]]]:
    """Return CMUdict as textstat wants it: word to its pronunciations, each a list of sounds."""
    table: dict[str, list[list[str]]] = {}
    with zipfile.ZipFile(data_folder() / "cmudict.zip") as archive:
        for line in archive.read("cmudict").decode("latin-1").splitlines():
            word, _, *sounds = line.split()
            table.setdefault(word.lower(), []).append(sounds)
    return table


@cache
def textstat_ready() -> Any:
    """Return textstat with the shipped dictionary in place, so that it never looks for one elsewhere.

    Left to itself, textstat asks NLTK, which downloads, and refuses a data folder that a group may write to.
    """
    import textstat
    from textstat.backend.counts import _count_syllables

    _count_syllables.get_cmudict = lambda lang: _pronunciations() if lang.startswith("en") else None
    textstat.textstat.set_lang("en_US")
    return textstat


def writer_text(parsed: ParsedArticle) -> tuple[str, int]:
    """Take a parsed article; return the writer's words as sentences, the sources' cut out, and how many sentences."""
    tokens = parsed.tokens
    pieces: list[str] = []
    text = parsed.article.text
    count = 0
    at = 0
    for sentence in parsed.sentences:
        kept = []
        words = 0
        while at < len(tokens) and tokens.sentence[at] < sentence.index:
            at += 1
        while at < len(tokens) and tokens.sentence[at] == sentence.index:
            if tokens.quote[at] < 0 and tokens.lower[at][0].isalnum():
                kept.append(text[tokens.start[at] : tokens.end[at]])
                words += tokens.word[at]
            at += 1
        if words >= _FEWEST_IN_SENTENCE:
            pieces.append(" ".join(kept).rstrip(".") + ".")
            count += 1
    return " ".join(pieces), count


def readability_measures(parsed: ParsedArticle) -> tuple[Measure, ...]:
    """Take a parsed article; return Flesch reading ease (Flesch 1948) and Flesch-Kincaid grade (Kincaid et al. 1975).

    ``count`` is the words, ``out_of`` the sentences that the formula saw, ``per`` 1. Under 100 words the value is None.
    """
    body = [s for s in parsed.sentences if s.reason is None and s.part == "body"]
    whole = " ".join(s.span.text(parsed.article.text) for s in body)
    own, own_sentences = writer_text(parsed)
    texts: tuple[tuple[Literal["all", "writer"], str, int], ...] = (
        ("all", whole, len(body)),
        ("writer", own, own_sentences),
    )
    made = []
    for voice, text, sentences in texts:
        words = len(text.split())
        values = _values(text, sentences) if words >= _FEWEST_WORDS else {}
        for name in _FORMULAS:
            value = values.get(name)
            made.append(Measure(name=name, voice=voice, count=words, out_of=sentences, per=1.0, value=value))
    return tuple(made)


def _values(text: str, sentences: int) -> dict[str, float]:
    """Take a text and how many sentences it has; return the value of each formula."""
    counts = textstat_ready()
    words = counts.lexicon_count(text)
    length, syllables = words / sentences, counts.syllable_count(text) / words
    return {
        name: round(constant + per_length * length + per_syllables * syllables, 1)
        for name, (constant, per_length, per_syllables) in _FORMULAS.items()
    }
