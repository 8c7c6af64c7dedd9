"""A made corpus for coding: articles of plain numbered sentences, some of which a made tool marks, and made coders."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

from framing.store import dumps
from framing.types import Analysis, Article, Finding, Sentence, SentenceScore, Span

OUTLETS = ("Harbour Post", "The Ledger", "=cmd|calc")


def made_article(number: int, *, sentences: int = 20) -> Analysis:
    """Return an article whose tenth sentences are marked (the chance is 0.3), and every fifth is a source's."""
    texts = [f"Sentence {at} of article {number} tells what happened, and nothing more." for at in range(sentences)]
    spans, place = [], 0
    for text in texts:
        spans.append(Span(start=place, end=place + len(text)))
        place += len(text) + 1
    findings, scores = [], []
    for at, span in enumerate(spans):
        marked = at % 10 == 3
        voice = "source" if at % 5 == 4 else "writer"
        if marked:
            findings.append(
                Finding(
                    span=span, family="L", category="made", origin="lexicon:en/made@1", term="x", score=1.0,
                    voice="writer", sentence=at,
                )
            )  # fmt: skip
        scores.append(
            SentenceScore(
                index=at,
                state="marked" if marked else "checked",
                voice=voice,  # type: ignore[arg-type]
                writer_words=0 if voice == "source" else 10,
                loaded=0.3 if marked else 0.0 if voice == "source" else 0.01 + 0.01 * (at % 7),
            )
        )
    return Analysis(
        article=Article(id=f"a{number}", text=" ".join(texts), outlet=OUTLETS[number % 3], language="en"),
        sentences=tuple(Sentence(index=at, span=span, part="body", paragraph=0) for at, span in enumerate(spans)),
        scores=tuple(scores),
        findings=tuple(findings),
        made_with={"framing": "0.1.0", "models": {"made": "1"}, "lexicons": {"en": "1"}, "loaded_threshold": 0.1},
    )


def corpus(articles: int = 40) -> list[Analysis]:
    """Return articles."""
    return [made_article(number) for number in range(articles)]


def write_corpus(path: Path, articles: int = 40) -> Path:
    """Write articles as analyses; return the path."""
    path.write_text("".join(dumps(one) + "\n" for one in corpus(articles)), encoding="utf-8")
    return path


def coded_rows(folder: Path, coder: int, *, wrong: float = 0.0, seed: int = 1) -> list[dict[str, str]]:
    """Take a sample's folder; return a coder's rows: loaded where the tool marks and in one of seven others."""
    key = json.loads((folder / "key.json").read_text("utf-8"))
    tool = {item["id"]: item["tool"] for item in key["items"]}
    chance = random.Random(f"{seed} {coder}")
    text = (folder / "coding" / f"coder{coder}.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        truth = tool[row["item"]]["state"] == "marked" or hash_of(row["item"]) % 7 == 0
        row["loaded"] = "yes" if truth != (chance.random() < wrong) else "no"
        row["voice"] = tool[row["item"]]["voice"]
    return rows


def hash_of(text: str) -> int:
    """Return a number that a text always has."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(text))


def write_rows(path: Path, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write a coder's rows; return the path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def lines(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
