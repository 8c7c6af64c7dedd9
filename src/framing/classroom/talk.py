"""A class's results in, what to talk about out: each prompt is a fact of these ratings, and none names a student."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.classroom.exercise import Exercise
from framing.classroom.languages import Language
from framing.classroom.results import Result, tool_ran


def prompts(exercise: Exercise, split: Sequence[Result], language: Language) -> tuple[str, ...]:
    """Take an exercise, its results with the most split first, and the language; return the prompts."""
    return tuple(_prompts(exercise, [one for one in split if one.rated], language))


def _prompts(exercise: Exercise, split: Sequence[Result], language: Language) -> Iterator[str]:
    say = language.board.say
    if split and split[0].spread > 0:
        yield say("talk_split", number=split[0].item.number)
    looked = [one for one in split if tool_ran(exercise, one.item)]
    only_tool = [one for one in looked if one.item.tool_marked and not one.class_marked]
    if only_tool:
        yield say("talk_tool_only", number=min(only_tool, key=_share).item.number)
    only_class = [one for one in looked if one.class_marked and not one.item.tool_marked]
    if only_class:
        yield say("talk_class_only", number=max(only_class, key=_share).item.number)
    quoted = [one for one in split if one.item.quoted]
    if quoted:
        yield say("talk_quote", number=quoted[0].item.number)
    tapped = max((one for one in split if one.words), key=lambda one: one.words[0][1], default=None)
    if tapped is not None:
        place, count = tapped.words[0]
        word = tapped.item.text.split(" ")[place].strip(".,;:!?“”\"'’")
        yield say("talk_words", number=tapped.item.number, word=word, n=count)
    yield language.board.talk_plain


def _share(one: Result) -> tuple[float, int]:
    return one.heard / one.rated, one.item.number
