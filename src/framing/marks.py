"""Paragraphs in, the spans that stand in quotation marks out: straight and curly, single and double, nested, unclosed.

Only the text is read, so the full and the fast path agree on what is quoted. A quotation may run over several paragraphs
when each begins with an opening mark; a mark that is never closed cannot reach beyond its own paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from framing.types import Part

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’"}
_OPEN_BEFORE = frozenset(" \t\n([{—–-/:,;\u00a0\u2009\u202f“\"‘'«„")
# Words that begin with an apostrophe, not with a quotation mark.
_ELISION = re.compile(
    r"['’‘](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|twere\b|cause\b|bout\b|n['’]|round\b|neath\b|cos\b|sup\b|nuff\b)",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*(?=\s+[\"“‘(]?[A-Z0-9]|\s*$)")
_CLAUSE_END = re.compile(r"[;,]|\s[—–-]\s")
_FRAGMENT_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words in quotation marks, marks included. ``continued``: the paragraph ends inside, and the next one goes on."""

    start: int
    end: int
    paragraph: int
    closed: bool = True
    continued: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    at: int


def _is_opening(text: str, at: int, low: int, high: int) -> bool:
    """Whether a straight mark can open here: after white space or an opening mark, before something visible."""
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    return before in _OPEN_BEFORE and not after.isspace() and after not in ".,;:!?)"


def _is_closing(text: str, at: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    return not before.isspace() and not after.isalnum()


def _single_closes(text: str, at: int, high: int, opening: int) -> bool:
    """Whether a single mark inside a single quotation closes it, rather than being a plural possessive.

    "the ministers' plan' was": after a plural s and before a word, it closes only if nothing later in the sentence can.
    """
    if at + 1 < high and text[at + 1].isalnum():
        return False
    if text[at - 1].isspace():
        return False
    if text[at - 1] in "sS" and at + 2 < high and text[at + 1] == " " and text[at + 2].islower():
        rest = text[at + 1 : high]
        stop = _SENTENCE_END.search(rest)
        rest = rest[: stop.end()] if stop else rest
        later = re.search(r"(?<=[\w.,!?])['’](?!\w)", rest)
        reopened = next(
            (m for m in re.finditer(r"(?<!\w)['‘](?=\w)", rest) if not _ELISION.match(rest, m.start())), None
        )
        return later is None or (reopened is not None and reopened.start() < later.start())
    return True


def _unclosed_end(text: str, opening: int, high: int) -> int:
    """Return where a quotation without a closing mark ends: a fragment at its clause, a statement at its sentence."""
    inner = text[opening + 1 : high]
    sentence = _SENTENCE_END.search(inner)
    end = sentence.end() if sentence else len(inner)
    if inner[:1].islower():
        clause = _CLAUSE_END.search(inner, 0, end)
        if clause and len(inner[: clause.start()].split()) <= _FRAGMENT_WORDS:
            end = clause.start()
        elif len(inner[:end].split()) > 2 * _FRAGMENT_WORDS:
            end = clause.start() if clause else end
    return opening + 1 + len(inner[:end].rstrip())


def _scan(text: str, low: int, high: int) -> tuple[list[tuple[int, int]], list[_Open]]:
    """Return every closed span of one paragraph, nested ones too, and the marks that stay open, outermost first."""
    stack: list[_Open] = []
    spans: list[tuple[int, int]] = []
    left: list[_Open] = []

    def close(index: int, at: int) -> None:
        spans.append((stack[index].at, at + 1))
        left.extend(item for item in stack[index + 1 :])
        del stack[index:]

    for at in range(low, high):
        character = text[at]
        if character in "“„«":
            stack.append(_Open(character, at))
        elif character in "”»":
            for index in range(len(stack) - 1, -1, -1):
                if character in _PAIRS.get(stack[index].mark, ""):
                    close(index, at)
                    break
        elif character == '"':
            inside = [index for index, item in enumerate(stack) if item.mark == '"']
            opening = _is_opening(text, at, low, high)
            if inside and (not opening or _is_closing(text, at, low, high)):
                close(inside[-1], at)
            elif opening:
                stack.append(_Open('"', at))
        elif character in "'‘’":
            _single(text, at, low, high, stack, close)
    return spans, sorted((item for item in [*stack, *left] if item.mark != "'"), key=lambda item: item.at)


def _single(text: str, at: int, low: int, high: int, stack: list[_Open], close: Callable[[int, int], None]) -> None:
    """Read a single mark: the closing of an open single quotation, an opening, or an apostrophe."""
    inside = [index for index, item in enumerate(stack) if item.mark in "'‘"]
    if inside and text[at] in "'’":
        opened = stack[inside[-1]]
        if (opened.mark == "‘") == (text[at] == "’") and _single_closes(text, at, high, opened.at):
            close(inside[-1], at)
            return
    if text[at] == "’" or not _is_opening(text, at, low, high) or _ELISION.match(text, at):
        return
    if text[at] == "'" and not _has_close(text, at, high):
        return
    if not inside:
        stack.append(_Open(text[at], at))


def _has_close(text: str, opening: int, high: int) -> bool:
    closing = "’" if text[opening] == "‘" else "'"
    return re.search(rf"(?<=[\w.,!?…;:)]){closing}(?!\w)", text[opening + 2 : high]) is not None


def find_marked(text: str, parts: Sequence[Part]) -> tuple[Marked, ...]:
    """Take the text and its parts; return the outermost marked spans of the checked parts, in order.

    An unclosed mark at the head of a paragraph whose follower opens with the same mark is a quotation that goes on; any
    other unclosed mark ends with its clause or sentence and is flagged.
    """
    found: list[Marked] = []
    checked = [part for part in parts if part.kind not in ("boilerplate", "caption")]
    for number, part in enumerate(checked):
        low, high = part.span.start, part.span.end
        spans, left = _scan(text, low, high)
        found.extend(Marked(start=a, end=b, paragraph=part.paragraph) for a, b in spans)
        following = checked[number + 1] if number + 1 < len(checked) else None
        for opened in left:
            if any(a < opened.at < b for a, b in spans):
                continue  # an inner mark of a quotation that is closed
            if opened is left[-1] and following is not None and text[following.span.start] == opened.mark:
                found.append(Marked(start=opened.at, end=high, paragraph=part.paragraph, continued=True))
                continue
            end = high if opened.at == low and _whole(text, low, high) else _unclosed_end(text, opened.at, high)
            found.append(Marked(start=opened.at, end=end, paragraph=part.paragraph, closed=False))
    return tuple(sorted(_disjoint(found), key=lambda marked: marked.start))


_TAG = re.compile(
    r"\b(?:said|says|told|added|asked|warned|wrote|according to|explained|replied|noted|insisted|argued)\b"
)


def _whole(text: str, low: int, high: int) -> bool:
    """Whether a paragraph that opens with a mark and never closes it is all quotation: nothing in it tells who speaks."""
    return _TAG.search(text, low, high) is None and len(text[low:high].split()) <= 80


def _disjoint(spans: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for marked in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not kept or marked.start >= kept[-1].end:
            kept.append(marked)
    return kept
