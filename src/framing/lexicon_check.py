"""A lexicon folder in, every problem of it out: the files' own faults, then each example that does not hold."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from framing.errors import Problem
from framing.lexicon import Example, Lexicon, read_folder, select
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article, ParsedArticle


def check_folder(folder: Path) -> list[Problem]:
    """Take a lexicon folder; return all its problems in file order, empty if it is sound.

    Examples are parsed as articles of one sentence and scored with the rules of their own category alone.
    """
    lexicon, problems = read_folder(folder)
    return sorted([*problems, *failed_examples(lexicon)])


def failed_examples(lexicon: Lexicon) -> list[Problem]:
    """Take a lexicon; return a problem for each example whose marked words are not exactly what is found.

    Cues that are only counted (severity 0 and weight 0) may stand in any example: they are never shown.
    """
    by_category: dict[str, list[Example]] = defaultdict(list)
    for example in lexicon.examples:
        by_category[example.category].append(example)
    found: list[Problem] = []
    for category, examples in by_category.items():
        scorer = LexiconScorer(select(lexicon, only=frozenset({category})), hidden=True)
        articles = [
            Article(id=str(number), text=example.text, language="en") for number, example in enumerate(examples)
        ]
        for example, parsed in zip(examples, parse_all(articles), strict=True):
            problem = _failed(example, parsed, scorer)
            if problem is not None:
                found.append(Problem(example.path, example.line, 1, problem))
    return found


def _failed(example: Example, parsed: ParsedArticle, scorer: LexiconScorer) -> str | None:
    findings = scorer.score(parsed, ()).findings
    if example.concept is not None:
        others = {rule.origin + rule.note for rule in scorer.lexicon.rules if rule.concept != example.concept}
        findings = tuple(f for f in findings if f.origin + f.note not in others)
    counted = {rule.origin + rule.note for rule in scorer.lexicon.rules if not rule.severity and not rule.weight}
    texts = ((finding, finding.span.text(example.text)) for finding in findings)
    found = tuple(text for f, text in texts if f.origin + f.note not in counted or text in example.marked)
    if found == example.marked:
        return None
    shown = ", ".join(f"“{text}”" for text in found) or "nothing"
    wanted = ", ".join(f"“{text}”" for text in example.marked) or "nothing"
    return f"the example “{example.text[:70]}” should find {wanted}, and finds {shown}"
