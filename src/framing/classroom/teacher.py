"""An exercise in, the teacher's page as data out: the plan, the words to look at first, the key with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from framing.classroom.exercise import Exercise, Item
from framing.classroom.languages import Language
from framing.classroom.results import FEW_SENTENCES, tool_ran
from framing.classroom.sensitive import find_sensitive
from framing.language import SUPPORTED
from framing.report.runs import Run, chunks
from framing.report.wording import language_tag

_FEW_MARKED = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A text of the lesson: A or B, its language and the line about it."""

    letter: str
    lang: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a passage is marked: the family's letter, the words, the reason, and what more there is to say."""

    family: str
    words: str
    note: str
    extra: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A sentence of the key as runs with marks, where it is from, the reasons, and one line more."""

    number: int
    lang: str
    runs: tuple[Run, ...]
    place: str
    reasons: tuple[Reason, ...]
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherView:
    """The teacher's page."""

    texts: tuple[TextLine, ...]
    drawn: str
    warnings: tuple[str, ...]
    sensitive_line: str
    sensitive: tuple[str, ...]
    plan: tuple[tuple[str, str, str], ...]
    know: str
    rows: tuple[KeyRow, ...]
    made: str


def view(exercise: Exercise, language: Language) -> TeacherView:
    """Take an exercise and the language of its pages; return the teacher's page."""
    words = language.teacher
    kinds = [item.stratum for item in exercise.items]
    titles = [text.title for text in exercise.texts]
    warm_up = (
        words.say("warm_up_pair", a=titles[0], b=titles[1])
        if len(titles) == 2
        else words.say("warm_up_single", a=titles[0])
    )
    line, found = _sensitive(exercise, language)
    return TeacherView(
        texts=tuple(
            TextLine(
                letter="AB"[place],
                lang=language_tag(text.language),
                line=words.say(
                    "text_line", title=text.title, outlet=text.outlet or words.no_outlet, words=f"{text.words:,}"
                ),
            )
            for place, text in enumerate(exercise.texts)
        ),
        drawn=words.say(
            "drawn",
            n=len(kinds),
            marked=kinds.count("marked"),
            unmarked=kinds.count("unmarked"),
            doubtful=kinds.count("doubtful"),
            seed=exercise.seed,
        ),
        warnings=tuple(_warnings(exercise, language)),
        sensitive_line=line,
        sensitive=found,
        plan=tuple((minutes, what, how.format(warm_up=warm_up)) for minutes, what, how in words.plan_rows),
        know=_know(exercise, language),
        rows=tuple(_row(exercise, item, language) for item in exercise.items),
        made=words.say(
            "made", version=exercise.made_with.get("framing", ""), exercise=exercise.exercise, lesson=exercise.lesson
        ),
    )


def _warnings(exercise: Exercise, language: Language) -> Iterator[str]:
    words, count = language.teacher, len(exercise.items)
    if count < exercise.asked:
        yield words.say("fewer", asked=exercise.asked, n=count)
    if count < FEW_SENTENCES:
        yield words.few_for_alpha
    reasons = dict.fromkeys(text.not_marked_because for text in exercise.texts if text.not_marked_because)
    for reason in reasons:
        yield words.say("unscored", reason=reason)
    if not reasons and sum(item.tool_marked for item in exercise.items) < _FEW_MARKED * count:
        yield words.few_marked


def _sensitive(exercise: Exercise, language: Language) -> tuple[str, tuple[str, ...]]:
    words = language.teacher
    if any(text.language.split("-")[0].lower() not in SUPPORTED for text in exercise.texts):
        return words.sensitive_unknown, ()
    lines = tuple(
        words.say(
            "sensitive_row",
            number=item.number,
            words=", ".join(found.words),
            kind=getattr(words, f"kind_{found.kind}"),
        )
        for item in exercise.items
        for found in find_sensitive(f"{item.before}\n{item.text}\n{item.after}")
    )
    return (words.sensitive_some if lines else words.sensitive_none), lines


def _know(exercise: Exercise, language: Language) -> str:
    measured = exercise.made_with.get("precision")
    figures = measured.get("L") if isinstance(measured, dict) else None
    if not isinstance(figures, dict) or not all(isinstance(figures.get(k), float) for k in ("value", "low", "high")):
        return str(language.teacher.know_unmeasured)
    shown = {key: round(100 * figures[name]) for key, name in (("n", "value"), ("low", "low"), ("high", "high"))}
    return language.teacher.say("know_measured", **shown)


def _row(exercise: Exercise, item: Item, language: Language) -> KeyRow:
    words = language.teacher
    key = "place" if len(exercise.texts) > 1 else "place_single"
    place = words.say(key, text="AB"[item.source], index=item.index + 1)
    if item.quoted:
        place += f" · {words.whole_quote}"
    line = ""
    if not tool_ran(exercise, item):
        line = words.not_run
    elif item.likely and item.chance is not None:
        line = words.say("chance", n=max(1, round(100 * item.chance)))
    elif not item.marks:
        line = words.nothing_marked
    return KeyRow(
        number=item.number,
        lang=language_tag(exercise.texts[item.source].language),
        runs=tuple(_runs(item)),
        place=place,
        reasons=tuple(_reasons(item, language)),
        line=line,
    )


def _reasons(item: Item, language: Language) -> Iterator[Reason]:
    words = language.teacher
    for mark in item.marks:
        extra = [words.in_quote] if mark.voice == "source" else []
        extra += [] if mark.counted else [words.note_only]
        extra += [words.say("plainer", word=mark.plainer)] if mark.plainer else []
        yield Reason(
            family=mark.family,
            words=item.text[mark.start : mark.end],
            note=mark.note or mark.category.replace("_", " "),
            extra="; ".join(extra),
        )


def _runs(item: Item) -> Iterator[Run]:
    """Yield the sentence in stretches under the same marks, as the article's report draws them."""
    cuts = sorted({0, len(item.text), *(m.start for m in item.marks), *(m.end for m in item.marks)})
    for start, end in pairwise(cuts):
        over = [mark for mark in item.marks if mark.start <= start and mark.end >= end]
        over.sort(key=lambda mark: (not mark.counted, mark.voice == "source", mark.start, -mark.end))
        families = "".join(dict.fromkeys(mark.family for mark in over))
        yield Run(
            chunks=chunks(item.text[start:end]),
            voice=over[0].voice if over else "writer",
            families=families,
            letters=families if any(mark.end == end for mark in over) else "",
            tint=bool(over) and over[0].counted and over[0].voice == "writer",
            light=bool(over) and not over[0].counted,
        )
