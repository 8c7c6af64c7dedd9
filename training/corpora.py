"""The shared data in, sentences as word types out: what the word table is learned from.

Everything goes through the same tokeniser, masks and voices as an article does when it is read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.pipeline import parse
from framing.scoring.evidence import Reading, is_counted, sentence_ranges, word_types
from framing.structure import find_parts, find_sentences
from framing.tokens import tokenize
from framing.types import Article

SPAN_TAGS = frozenset(("Loaded_Language", "Name_Calling-Labeling"))
#: A training paragraph that shares so many words in a row with an article of the measuring set is left out.
SHARED_WORDS = 10
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?(?:-\w+)*|[.!?:\n“”\"]")


def read_rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """Take the data folder and a file's name without suffixes; yield its rows."""
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def common_words(texts: Iterable[str], *, least: int = 6, share: float = 0.35) -> frozenset[str]:
    """Take texts; return the words that inside sentences are written in lower case often enough to be no names."""
    low: Counter[str] = Counter()
    high: Counter[str] = Counter()
    for text in texts:
        begins = True
        for word in _WORD.findall(text):
            if not word[0].isalpha():
                begins = True
                continue
            if not begins:
                (high if word[0].isupper() else low)[word.lower().replace("’", "'")] += 1
            begins = False
    return frozenset(word for word, count in low.items() if count >= least and count >= share * (count + high[word]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence for learning: its types; which tokens count (the writer's words, no names); which are marked as
    loaded.
    """

    types: tuple[str, ...]
    counted: tuple[bool, ...]
    marked: tuple[bool, ...] = ()


def running_text(texts: Iterable[str], reading: Reading) -> Iterator[list[str]]:
    """Take articles' texts; yield the types of each sentence."""
    for text in texts:
        article = Article(id="text", text=text)
        tokens = tokenize(text, find_sentences(article, find_parts(article)))
        types = word_types(tokens, text, reading)
        for low, high in sentence_ranges(tokens):
            yield types[low:high]


def lines(
    text: str,
    reading: Reading,
    *,
    writer_only: bool,
    spans: Iterable[tuple[int, int]] = (),
    within: Sequence[tuple[int, int]] = ((0, sys.maxsize),),
) -> list[Line]:
    """Take a text, its marked spans and ranges; return the sentences that begin in one of these. Voices are those of
    the fast path.
    """
    parsed = parse(Article(id="text", text=text), fast=True)
    tokens = parsed.tokens
    types = word_types(tokens, text, reading)
    inside = bytearray(len(text) + 1)
    for start, end in spans:
        inside[start:end] = b"\1" * (end - start)
    found = []
    for low, high in sentence_ranges(tokens):
        if not any(start <= tokens.start[low] < end for start, end in within):
            continue
        counted = tuple(
            tokens.word[at] and is_counted(types[at]) and (not writer_only or tokens.quote[at] < 0)
            for at in range(low, high)
        )
        marked = tuple(bool(inside[tokens.start[at]]) for at in range(low, high))
        found.append(Line(types=tuple(types[low:high]), counted=counted, marked=marked))
    return found


def word_runs(text: str, size: int = SHARED_WORDS) -> set[tuple[str, ...]]:
    """Take a text; return every run of ``size`` words in it."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def marked_articles(data: Path, reading: Reading, avoid: set[tuple[str, ...]]) -> tuple[list[list[Line]], int]:
    """Return the articles with marked spans as sentences, and how many paragraphs were left out for shared text."""
    articles: list[list[Line]] = []
    dropped = 0
    for row in read_rows(data, "se23_spans"):
        spans = row["labels"]["spans"]
        if spans is None:
            continue
        text = row["text"]
        kept = [(span["start"], span["end"]) for span in spans if span["tag"] in SPAN_TAGS]
        for paragraph in re.finditer(r"[^\n]+", text):
            if word_runs(paragraph[0]) & avoid:
                dropped += 1
                text = text[: paragraph.start()] + " " * len(paragraph[0]) + text[paragraph.end() :]
        articles.append(lines(text, reading, writer_only=False, spans=kept))
    return articles, dropped


def judged_sentences(
    data: Path, reading: Reading, avoid: set[tuple[str, ...]]
) -> tuple[list[Line], list[bool], list[str], int]:
    """Return sentences with a yes or no each, their labels, their outlets, and how many were left out for shared
    text.
    """
    kept: list[Line] = []
    labels: list[bool] = []
    outlets: list[str] = []
    dropped = 0
    for row in read_rows(data, "anno_lexical"):
        if word_runs(row["text"]) & avoid:
            dropped += 1
            continue
        found = lines(row["text"], reading, writer_only=True)
        if not found:
            continue
        kept.append(
            Line(
                types=tuple(kind for line in found for kind in line.types),
                counted=tuple(flag for line in found for flag in line.counted),
            )
        )
        labels.append(bool(row["labels"]["bias_silver"]))
        outlets.append(row["outlet"])
    return kept, labels, outlets, dropped
