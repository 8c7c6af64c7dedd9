"""Words whose surroundings decide whether they are found: 80 sentences, each with exactly what must be found in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from framing.lexicon import load
from framing.pipeline import parse, parse_all
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


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Ana Sena, president of Lorne Pro-Choice League, signed it on Monday.", False),
        ("She spoke for a Pro-Choice group in Lorne on Monday.", True),
        ("Its members are pro-choice, Ana Sena wrote on Monday.", True),
    ],
)
def test_a_contested_word_in_a_proper_name_is_no_finding(sentence: str, found: bool) -> None:
    parsed = parse(Article(id="a", text=sentence, language="en"))
    findings = LexiconScorer(load()).score(parsed, ()).findings
    assert any(one.term == "pro-choice" for one in findings) is found
