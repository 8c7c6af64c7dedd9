"""The shared ``babe`` and ``checkthat`` in, labelled lines out: what the research variant learns from.

BABE (Spinde et al. 2021): five experts say of each sentence whether it is biased, which words do it, and whether it is
factual or gives the writer's opinion. CheckThat! (Ruggeri et al. 2023): whether a sentence is subjective. The licences
they state are copyleft and non-commercial: the default encoder sees neither.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from training.corpora import read_rows
from training.encoder_data import TAGS, joined, text_lines
from training.opinion import LEVEL

from framing.pipeline import parse
from framing.scoring.encoder_input import Line, encoder_lines
from framing.scoring.evidence import Reading, word_types
from framing.types import Article

_OPINION = {"Entirely factual": 0.0, "Somewhat factual but also opinionated": 0.6, "Expresses writer’s opinion": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """A judged sentence: ``line`` as an article is read, ``whole`` with a source's words in it, which the experts saw
    too (None where nobody is quoted), and flags of the marked units of each.

    ``share`` of the experts said "biased", ``loaded`` is the label that ships with the set, ``opinion`` None where they
    did not agree.
    """

    line: Line | None
    whole: Line | None
    marks: tuple[tuple[bool, ...], ...]
    whole_marks: tuple[tuple[bool, ...], ...]
    share: float
    loaded: bool
    opinion: float | None
    article: str
    outlet: str


def expert_lines(data: Path, reading: Reading) -> list[Expert]:
    """Take the data folder and how words are read; return the sentences that have a label."""
    found = []
    for row in read_rows(data, "babe"):
        labels = row["labels"]
        if labels["bias"] is None:
            continue
        tokens = parse(Article(id="text", text=row["text"], language="en"), fast=True).tokens
        types = word_types(tokens, row["text"], reading)
        inside = _inside(row["text"], labels["words"])
        line = joined(list(encoder_lines(tokens, types)))
        quoted = any(quote >= 0 for quote in tokens.quote)
        whole = joined(list(encoder_lines(tokens, types, cut_quotes=False))) if quoted else None
        share = labels["p_bias"]
        found.append(
            Expert(
                line=line,
                whole=whole,
                marks=_marks(line, tokens.start, inside),
                whole_marks=_marks(whole, tokens.start, inside),
                share=float(labels["bias"]) if share is None else float(share),
                loaded=bool(labels["bias"]),
                opinion=_OPINION.get(str(labels["opinion"]).replace("'", "’")),
                article=row["group"] or row["id"],
                outlet=row["outlet"],
            )
        )
    return found


def opinion_lines(data: Path, reading: Reading) -> list[tuple[Line, bool]]:
    """Take the data folder and how words are read; return the sentences of CheckThat!'s parts train and dev that have a
    word of the writer, as an article is read, and whether they are opinion.
    """
    found = []
    for row in read_rows(data, "checkthat"):
        if row["split"] in LEVEL:
            line = joined(text_lines(row["text"], reading, cut_quotes=True)[0])
            if line is not None:
                found.append((line, bool(row["labels"]["subj"])))
    return found


def _inside(text: str, words: str | None) -> bytearray:
    """Take a text and the list of marked words as the set has it; return for each character whether it is in one."""
    inside = bytearray(len(text) + 1)
    for word in ast.literal_eval(words) if words else ():
        for hit in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) if word.strip() else ():
            inside[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
    return inside


def _marks(line: Line | None, starts: tuple[int, ...], inside: bytearray) -> tuple[tuple[bool, ...], ...]:
    none = (False,) * (len(TAGS) - 1)
    return () if line is None else tuple((bool(inside[starts[token]]), *none) for token in line.token)
