"""An analysis in, what coders may be asked about out: its checked sentences, or the article, with what the tool said.

An item's id says nothing of it, begins with a letter and looks like no number, so that no spreadsheet changes it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framing.types import FAMILIES, Analysis, SentenceVoice

Unit = Literal["sentence", "article"]
#: What counts as marked by the tool, beside the letter of a family (a finding of it in the writer's words).
CRITERIA = {
    "chance": "the chance that readers mark the sentence reaches the tool’s level",
    "words": "a finding of loaded wording or frame (L, F) in the writer’s words",
    "any": "a finding of any kind, in anybody’s words",
}
#: The same where whole articles are coded, as far as it is worded otherwise.
_OF_ARTICLES = {"chance": "the chance that readers mark one of its sentences reaches the tool’s level"}
_LOADED = frozenset("LF")
_ID = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What the tool said of an item: its state, whose words (None for an article: the tool says it of sentences), the
    chances (None without a model), and the letters of the families found in the writer's and in sources' words.
    """

    state: str
    voice: SentenceVoice | None
    loaded: float | None = None
    opinion: float | None = None
    writer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sentence (or article) to code: its text with the sentences around it, where it is from, what the tool said."""

    id: str
    article: str
    index: int | None
    text: str
    before: str
    after: str
    outlet: str
    tool: Tool
    cell: str = ""


def signature(tool: Tool, threshold: float | None) -> str:
    """Take what the tool said; return it as a short text that every criterion can be read from ("1mw:LF")."""
    chance = "-" if tool.loaded is None or threshold is None else str(int(tool.loaded >= threshold))
    voice = "-" if tool.voice is None else tool.voice[0]
    return f"{chance}{'m' if tool.state == 'marked' else 'c'}{voice}:{tool.writer}"


def criterion_text(criterion: str, unit: Unit) -> str:
    """Take a criterion and what is coded; return what counts as marked, in words."""
    if criterion in FAMILIES:
        return f"a finding of {FAMILIES[criterion].lower()} ({criterion}) in the writer’s words"
    return {**CRITERIA, **_OF_ARTICLES}[criterion] if unit == "article" else CRITERIA[criterion]


def is_marked(signed: str, criterion: str) -> bool:
    """Take a signature and a criterion; return whether the tool marks such items."""
    head, _, letters = signed.partition(":")
    if criterion == "chance":
        return head.startswith("1")
    if criterion == "any":
        return head[1:2] == "m"
    return bool(_LOADED & set(letters)) if criterion == "words" else criterion in letters


def voice_of(signed: str) -> str:
    """Take a signature; return whose words such items are: writer, source or mixed; nothing for an article."""
    letter = signed[2:3]
    return next((voice for voice in ("writer", "source", "mixed") if voice[0] == letter), "")


def item_id(seed: int, article: str, index: int | None, text: str) -> str:
    """Return the id of an item: eight letters after an "s", from a hash."""
    named = "\0".join((str(seed), article, str(index), text))
    digest = hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    letters = base64.b32encode(digest).decode().lower().translate(str.maketrans("234567", "mnprtz"))
    return "s" + letters[:_ID]


def _line(text: str) -> str:
    return " ".join(text.split())


def _letters(found: set[str]) -> str:
    return "".join(family for family in FAMILIES if family in found)


def items(analysis: Analysis, *, unit: Unit, seed: int) -> Iterator[Item]:
    """Take an analysis; yield its checked sentences as items, or the article as one if any sentence was checked."""
    article = analysis.article
    families: dict[tuple[int, str], set[str]] = {}
    for finding in analysis.findings:
        if finding.score:
            families.setdefault((finding.sentence, finding.voice), set()).add(finding.family)
    shown = [s for s in analysis.sentences if s.part != "boilerplate"]
    checked = {score.index: score for score in analysis.scores if score.state != "not_checked"}
    if unit == "article":
        if checked:
            yield _whole(analysis, families, seed)
        return
    texts = [_line(sentence.span.text(article.text)) for sentence in shown]
    for at, sentence in enumerate(shown):
        score = checked.get(sentence.index)
        if score is None:
            continue
        yield Item(
            id=item_id(seed, article.id, sentence.index, texts[at]),
            article=article.id,
            index=sentence.index,
            text=texts[at],
            before=texts[at - 1] if at else "",
            after=texts[at + 1] if at + 1 < len(texts) else "",
            outlet=article.outlet or "",
            tool=Tool(
                state=score.state,
                voice=score.voice,
                loaded=score.loaded,
                opinion=score.opinion,
                writer=_letters(families.get((sentence.index, "writer"), set())),
                source=_letters(families.get((sentence.index, "source"), set())),
            ),
        )


def _whole(analysis: Analysis, families: dict[tuple[int, str], set[str]], seed: int) -> Item:
    def united(voice: str) -> str:
        return _letters(set().union(*(found for (_, whose), found in families.items() if whose == voice)))

    def highest(name: str) -> float | None:
        return max((n for s in analysis.scores if (n := getattr(s, name)) is not None), default=None)

    text = analysis.article.text
    return Item(
        id=item_id(seed, analysis.article.id, None, text),
        article=analysis.article.id,
        index=None,
        text=text,
        before="",
        after="",
        outlet=analysis.article.outlet or "",
        tool=Tool(
            state="marked" if any(s.state == "marked" for s in analysis.scores) else "checked",
            voice=None,
            loaded=highest("loaded"),
            opinion=highest("opinion"),
            writer=united("writer"),
            source=united("source"),
        ),
    )
