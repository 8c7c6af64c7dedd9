"""An exercise and a class's answers in, the class page as data out: steps for the projector, in its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.classroom.answers import Answer
from framing.classroom.codes import length
from framing.classroom.dots import Dots, draw
from framing.classroom.exercise import Exercise
from framing.classroom.languages import REASONS, Language, starless
from framing.classroom.results import (
    FEW_ANSWERS,
    FEWEST_ANSWERS,
    HEARD,
    Result,
    boxes,
    class_agreement,
    most_split,
    results,
    tool_ran,
)
from framing.classroom.talk import prompts
from framing.classroom.tool_words import tool_lines
from framing.report.wording import language_tag

_CAUSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a sentence; ``count`` is how many tapped it where that is shown, and ``level`` (1 to 3) how thick."""

    text: str
    count: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A sentence on the projector. ``lines`` may hold *stress*; ``tool`` is shown in step B only."""

    number: int
    place: int
    lang: str
    words: tuple[Word, ...]
    before: str
    after: str
    dots: Dots
    labels: tuple[tuple[str, int], ...]
    described: str
    lines: tuple[str, ...]
    taps: tuple[str, ...]
    tool: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of the table of all ratings: counts by point, "can't say", and the middle answer in words."""

    number: int
    text: str
    lang: str
    counts: tuple[int, ...]
    cant_say: int
    middle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One of the four boxes: its name and the numbers of its sentences."""

    name: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A text with how often each point was chosen for its sentences."""

    line: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The class page. With ``small`` only the table is shown, if it has rows. ``causes`` split the class most."""

    count: str
    cant_say: str
    small: bool
    steps: tuple[Step, ...]
    rows: tuple[TableRow, ...]
    boxes: tuple[Box, ...]
    boxes_how: str
    no_tool: tuple[str, ...]
    texts: tuple[TextRow, ...]
    agreement: tuple[str, ...]
    comparison: bool
    causes: tuple[tuple[int, str], ...]
    code_length: int
    prompts: tuple[str, ...]
    made: str


def view(exercise: Exercise, language: Language, answers: Sequence[Answer]) -> BoardView:
    """Take an exercise, the language of its pages and the answers; return the class page."""
    say = language.board.say
    found = results(exercise, answers)
    split = most_split(found)
    rated, cant_say = sum(one.rated for one in found), sum(one.cant_say for one in found)
    lines, given = _agreement(exercise, answers, language)
    students = say("students", n=len(answers))
    told = len(answers) >= FEWEST_ANSWERS
    return BoardView(
        count=say("count", students=students, sentences=say("sentences", n=len(found)), ratings=say("ratings", n=rated))
        if told
        else students,
        cant_say=say("cant_say", n=cant_say) if cant_say and told else "",
        small=len(answers) < FEW_ANSWERS,
        steps=tuple(_step(exercise, one, place, language) for place, one in enumerate(split, start=1)),
        rows=tuple(_table_row(exercise, one, language) for one in found if told),
        boxes=_boxes(exercise, found, language),
        boxes_how=say("boxes_how", point=language.scale.points[HEARD]),
        no_tool=tuple(
            dict.fromkeys(
                say("no_tool", reason=starless(text.not_marked_because))
                for text in exercise.texts
                if text.not_marked_because
            )
        ),
        texts=_texts(exercise, found, language),
        agreement=lines,
        comparison=given,
        causes=tuple((one.item.number, one.item.text) for one in split[:_CAUSES] if one.spread > 0) if given else (),
        code_length=length(len(exercise.items)),
        prompts=prompts(exercise, split, language),
        made=say(
            "made", version=exercise.made_with.get("framing", ""), exercise=exercise.exercise, lesson=exercise.lesson
        ),
    )


def _step(exercise: Exercise, one: Result, place: int, language: Language) -> Step:
    item, points = one.item, language.scale.points
    said = [language.board.say("said", n=count, point=point) for count, point in zip(one.counts, points, strict=True)]
    return Step(
        number=item.number,
        place=place,
        lang=language_tag(exercise.texts[item.source].language),
        words=tuple(_words(one)),
        before=item.before,
        after=item.after,
        dots=draw(one.counts, one.low, one.high),
        labels=tuple(zip(points, one.counts, strict=True)),
        described="; ".join(said),
        lines=tuple(_lines(one, language)),
        taps=tuple(_taps(one, language)),
        tool=tuple(tool_lines(one, language)) if tool_ran(exercise, item) else (),
    )


def _words(one: Result) -> Iterator[Word]:
    tapped = dict(one.words)
    most = max(tapped.values(), default=0)
    for place, word in enumerate(one.item.text.split(" ")):
        count = tapped.get(place, 0)
        yield Word(text=word, count=count, level=1 + (2 * count > most) + (count == most) if count else 0)


def _lines(one: Result, language: Language) -> Iterator[str]:
    say, points = language.board.say, language.scale.points
    if one.low is None or one.high is None:
        yield language.board.nobody
    elif one.counts[one.low] == one.rated:
        yield say("all_same", point=points[one.low])
    elif one.low != one.high:
        yield say("half", low=points[one.low], high=points[one.high])
    else:
        yield say(
            "middle",
            point=points[one.low],
            at=one.counts[one.low],
            below=sum(one.counts[: one.low]),
            above=sum(one.counts[one.low + 1 :]),
        )
    if one.cant_say and one.rated:
        yield say("some_cant", n=one.cant_say)


def _taps(one: Result, language: Language) -> Iterator[str]:
    say = language.board.say
    if one.words:
        words = one.item.text.split(" ")
        each = [say("tapped_count", word=words[place].strip(".,;:!?“”\"'’"), n=n) for place, n in one.words]
        yield say("tapped", words=", ".join(each))
    if one.reasons:
        named = [
            say("reason_count", reason=language.scale.reasons[REASONS.index(name)], n=n) for name, n in one.reasons
        ]
        yield say("why", reasons=", ".join(named))


def _table_row(exercise: Exercise, one: Result, language: Language) -> TableRow:
    points = language.scale.points
    named = [points[place] for place in dict.fromkeys((one.low, one.high)) if place is not None]
    return TableRow(
        number=one.item.number,
        text=one.item.text,
        lang=language_tag(exercise.texts[one.item.source].language),
        counts=one.counts,
        cant_say=one.cant_say,
        middle=" – ".join(named),
    )


def _boxes(exercise: Exercise, found: Sequence[Result], language: Language) -> tuple[Box, ...]:
    made = boxes(exercise, found)
    if made is None:
        return ()
    names = ("both", "only_class", "only_tool", "neither")
    return tuple(Box(name=getattr(language.board, name), sentences=getattr(made, name)) for name in names)


def _texts(exercise: Exercise, found: Sequence[Result], language: Language) -> tuple[TextRow, ...]:
    rows = []
    for source, text in enumerate(exercise.texts):
        outlet = text.outlet or language.board.no_outlet
        if len(exercise.texts) > 1:
            line = language.board.say("text_line", letter="AB"[source], title=text.title, outlet=outlet)
        else:
            line = language.board.say("from", title=text.title, outlet=outlet)
        of = [one.counts for one in found if one.item.source == source]
        rows.append(TextRow(line=line, counts=tuple(sum(column) for column in zip(*of, strict=True))))
    return tuple(rows)


def _agreement(exercise: Exercise, answers: Sequence[Answer], language: Language) -> tuple[tuple[str, ...], bool]:
    """Return what is said of agreement, and whether a number is among it."""
    words = language.board
    made = class_agreement(exercise, answers)
    if made.outcome == "few_sentences":
        return (words.say("few_sentences", n=len(exercise.items)),), False
    if made.outcome == "constant":
        return (words.constant,), False
    if made.alpha is None:
        return (words.too_few_ratings,), False

    def shown(value: float) -> str:
        return f"{value:.2f}".replace("-", "−").replace(".", language.decimal)

    if made.low is None or made.high is None:
        first = words.say("alpha_only", alpha=shown(made.alpha))
    else:
        first = words.say("alpha", alpha=shown(made.alpha), low=shown(made.low), high=shown(made.high))
    percent = words.say("percent", n=round(100 * (made.percent or 0)))
    return (first, percent), True
