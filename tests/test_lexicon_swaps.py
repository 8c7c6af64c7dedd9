"""Swapping the name of a party, country, people, faith or gender changes no finding outside family P (naming)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framing.lexicons import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article

QUALITY = Path(__file__).parent / "quality"
_SLOT = re.compile(r"\{([xXyY])\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its slots filled: the text, and where each filler stands in it."""

    text: str
    fillers: tuple[tuple[int, int], ...]

    def without_fillers(self, offset: int) -> int:
        """Take an offset; return it as it would be if every filler were empty, so that twins can be compared."""
        return offset - sum(min(offset, end) - start for start, end in self.fillers if start < offset)


def fill(template: str, *, x: str, y: str) -> Text:
    """Take a template and the fillers of its slots; {X} and {Y} are the same with a capital."""
    text, fillers, last = "", [], 0
    for slot in _SLOT.finditer(template):
        text += template[last : slot.start()]
        word = x if slot[1] in "xX" else y
        word = word[0].upper() + word[1:] if slot[1].isupper() else word
        fillers.append((len(text), len(text) + len(word)))
        text += word
        last = slot.end()
    return Text(text + template[last:], tuple(fillers))


def swapped(pair: list[str], template: str) -> tuple[Text, Text]:
    """Take a pair (two names, or two names and two pronouns); return the sentence with the one and with the other."""
    pronouns = pair[2:] or ["", ""]
    first, second = (fill(template, x=name, y=pronoun) for name, pronoun in zip(pair[:2], pronouns, strict=True))
    return first, second


@cache
def templates() -> list[tuple[Text, Text]]:
    """Return the 300 sentences, each with two names of its kind."""
    data: dict[str, Any] = tomllib.loads((QUALITY / "swaps.toml").read_text(encoding="utf-8"))
    made = []
    for group in data["sentences"]:
        pairs = data["pairs"][group["kind"]]
        made += [swapped(pairs[number % len(pairs)], text) for number, text in enumerate(group["texts"])]
    return made


@cache
def twins() -> list[tuple[Text, Text]]:
    """Return the 60 pairs of ``twins.toml``; a filler is each word by which the twins differ."""
    found = []
    for pair in tomllib.loads((QUALITY / "twins.toml").read_text(encoding="utf-8"))["pair"]:
        both = []
        for text, words in ((pair["a"], pair["swap"]["from"]), (pair["b"], pair["swap"]["to"])):
            wanted = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
            both.append(Text(text, tuple(match.span() for match in wanted.finditer(text))))
        found.append((both[0], both[1]))
    return found


def findings(texts: list[Text]) -> list[Counter[tuple[str, str, int, int]]]:
    """Take texts; return the findings of each outside family P: category, cue, and place apart from the fillers."""
    scorer = LexiconScorer(load())
    articles = [Article(id=str(number), text=text.text, language="en") for number, text in enumerate(texts)]
    return [
        Counter(
            (f.category, f.term, text.without_fillers(f.span.start), text.without_fillers(f.span.end))
            for f in scorer.score(parsed, ()).findings
            if f.family != "P"
        )
        for text, parsed in zip(texts, parse_all(articles), strict=True)
    ]


def test_swapping_names_changes_no_finding_outside_naming() -> None:
    pairs = [*templates(), *twins()]
    assert len(templates()) >= 300
    first, second = findings([a for a, _ in pairs]), findings([b for _, b in pairs])
    changed = [
        f"{a.text} / {b.text}: only the first has {sorted(one - other)}, only the second {sorted(other - one)}"
        for (a, b), one, other in zip(pairs, first, second, strict=True)
        if one != other
    ]
    assert not changed, "\n".join(changed)


def test_the_sentences_put_the_lexicon_to_work() -> None:
    found = findings([a for a, _ in templates()])
    assert sum(map(bool, found)) >= 150


def test_places_are_compared_apart_from_the_names() -> None:
    short, long = swapped(["Iran", "South Korea"], "{X} slammed the plan of {x}.")
    places = [text.without_fillers(text.text.index("slammed")) for text in (short, long)]
    assert places == [1, 1]
    assert short.without_fillers(len(short.text)) == long.without_fillers(len(long.text))
