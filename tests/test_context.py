"""Words whose surroundings decide whether they are found: 80 sentences, each with exactly what must be found in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from framing.lexicons import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article

CASES = tomllib.loads((Path(__file__).parent / "context_cases.toml").read_text(encoding="utf-8"))["case"]


def test_surroundings_decide() -> None:
    assert len(CASES) >= 60
    scorer = LexiconScorer(load())
    articles = [Article(id=str(number), text=case["text"], language="en") for number, case in enumerate(CASES)]
    wrong = []
    for case, parsed in zip(CASES, parse_all(articles), strict=True):
        findings = scorer.score(parsed, ()).findings
        found = [f.span.text(case["text"]) for f in findings if f.voice == "writer" and f.score > 0]
        if found != case["found"]:
            wrong.append(f"{case['text']}: {found}")
    assert not wrong, "\n".join(wrong)
