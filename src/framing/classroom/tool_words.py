"""A sentence's result in, what is said of the tool's marks in step B out, beside what the class said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.classroom.exercise import Mark
from framing.classroom.languages import Language, starless
from framing.classroom.results import HEARD, Result

_SHOWN_REASONS = 3


def tool_lines(one: Result, language: Language) -> Iterator[str]:
    """Take a result; yield the tool's marks, why, and how many students rated Somewhat or more. May hold *stress*."""
    say, item = language.board.say, one.item
    own = [mark for mark in item.marks if mark.counted and mark.voice == "writer"]
    quoted = [mark for mark in item.marks if mark.counted and mark.voice == "source"]
    if own:
        yield say("tool_marked", words=_words(item.text, own))
    elif item.likely and item.chance is not None:
        yield say("tool_chance", n=max(1, round(100 * item.chance)))
    elif quoted:
        yield say("tool_quote", words=_words(item.text, quoted))
    elif item.marks:
        yield say("tool_note", words=_words(item.text, item.marks))
    else:
        yield language.board.tool_nothing
    shown = own or quoted or list(item.marks)
    for mark in shown[:_SHOWN_REASONS]:
        note = starless(mark.note or mark.category.replace("_", " "))
        yield say("reason", word=starless(item.text[mark.start : mark.end]), note=note)
    if len(shown) > _SHOWN_REASONS:
        yield say("more_reasons", n=len(shown) - _SHOWN_REASONS)
    if one.rated:
        yield say("somewhat", k=one.heard, n=one.rated, point=language.scale.points[HEARD])


def _words(text: str, marks: Sequence[Mark]) -> str:
    return ", ".join(dict.fromkeys(starless(text[mark.start : mark.end]) for mark in marks))
