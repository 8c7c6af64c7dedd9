"""Lexicon folders written for a test, and what they find: one category file with the texts that every file needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from framing.lexicon import Lexicon, load
from framing.matching.matcher import Matcher
from framing.pipeline import parse
from framing.types import Article, ParsedArticle

HEAD = """schema = 1
category = "{category}"
family = "L"
title = "A test category"
version = 1
licence = "Apache-2.0"
severity = 2
definition = "Words that a test looks for."
why = "The test says so."
false_alarms = "None that the test knows of."
literature = ["Sol 2024"]
"""
GROUP = """
[[group]]
id = "{id}"
source = "own: words chosen for this test"
note = "a word of the test"
"""
EXAMPLES = """
[examples]
hit = ["The crews [xylograph] the plan."]
miss = ["The crews went home."]
"""


def category_file(
    *groups: str,
    category: str = "testing",
    head: str = "",
    sets: Mapping[str, str] | None = None,
    examples: str = EXAMPLES,
) -> str:
    """Take the TOML of groups (without id, source and note) and of the head; return the text of a category file."""
    named = "\n".join(f'{name} = "{value}"' for name, value in (sets or {}).items())
    return (
        HEAD.format(category=category)
        + head
        + (f"\n[sets]\n{named}\n" if named else "")
        + "".join(GROUP.format(id=f"group-{number}") + text for number, text in enumerate(groups))
        + examples
    )


def cue_block(*cues: str) -> str:
    """Take cues; return them as a group's ``cues`` key."""
    return 'cues = """\n' + "\n".join(cues) + '\n"""\n'


def lexicon(folder: Path, *groups: str, head: str = "", sets: Mapping[str, str] | None = None) -> Lexicon:
    """Take an empty folder and groups; write the lexicon there and return it. Raises LexiconError if it has faults."""
    home = folder / "en"
    home.mkdir(parents=True)
    (home / "testing.toml").write_text(category_file(*groups, head=head, sets=sets), encoding="utf-8")
    return load(home)


def article(text: str) -> Article:
    """Return an article of one body paragraph."""
    return Article(id="a", text=text)


def found(lexicon: Lexicon, text: str | ParsedArticle, *, fast: bool = True) -> list[str]:
    """Take a lexicon and a text; return the words of every hit whose conditions hold, in text order."""
    parsed = parse(article(text), fast=fast) if isinstance(text, str) else text
    tokens = parsed.tokens
    hits, _ = Matcher(lexicon).search(parsed)
    return [parsed.article.text[tokens.start[hit.first] : tokens.end[hit.last - 1]] for hit in hits]


def reasons(lexicon: Lexicon, text: str, *, fast: bool = True) -> list[str]:
    """Take a lexicon and a text; return why each hit that does not count does not."""
    return [rejected.reason for rejected in Matcher(lexicon).search(parse(article(text), fast=fast))[1]]
