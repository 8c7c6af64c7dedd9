"""Analyses in, a lesson's files out; a lesson's folder and answers in, the class page and its table out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from framing.classroom.answers import Answer
from framing.classroom.exercise import FILE, Exercise, identity, load, to_json
from framing.classroom.languages import Language
from framing.classroom.pages import class_page, student_page, teacher_page, worksheet_page
from framing.classroom.sampling import about, sample
from framing.errors import ConfigError
from framing.export.table_files import field
from framing.safe_files import write_text
from framing.types import Analysis

#: The columns of ``answers.csv``. There is no other, and none tells who a respondent is.
COLUMNS = ("exercise", "respondent", "sentence", "rating", "why")
STUDENT, WORKSHEET, TEACHER = "student.html", "worksheet.html", "teacher.html"
CLASS, ANSWERS = "class.html", "answers.csv"


def make_exercise(
    analyses: Sequence[Analysis], *, sentences: int, seed: int, language: str, show_outlet: bool
) -> Exercise:
    """Take one or two analyses and the options; return the exercise.

    Raises ``ConfigError`` where no sentence of the article can be rated alone.
    """
    texts = tuple(about(analysis) for analysis in analyses)
    items = sample(analyses, sentences=sentences, seed=seed)
    if not items:
        raise ConfigError("the article has no sentence that a student can rate alone; give a longer news report")
    number, lesson = identity(texts, items, seed)
    return Exercise(
        exercise=number,
        lesson=lesson,
        page_language=language,
        show_outlet=show_outlet,
        seed=seed,
        asked=sentences,
        texts=texts,
        items=items,
        made_with=analyses[0].made_with,
    )


def write_lesson(exercise: Exercise, language: Language, folder: Path, *, typed: str) -> None:
    """Take an exercise, its language, a folder that exists and how it was typed; write the four files of the lesson.

    Raises ``ConfigError`` where the folder holds another lesson: its key is needed for the codes of its students.
    """
    if (folder / FILE).exists():
        try:
            before = load(folder)
        except ConfigError:
            before = None
        if before is None or before.lesson != exercise.lesson:
            holds = "another lesson" if before is None else f"exercise {before.exercise}"
            raise ConfigError(
                f"{folder} already holds {holds}, whose codes need its key; give another folder with --out"
            )
    pages = {
        STUDENT: student_page(exercise, language),
        WORKSHEET: worksheet_page(exercise, language),
        TEACHER: teacher_page(exercise, language, folder=typed),
        FILE: to_json(exercise),
    }
    for name, text in pages.items():
        write_text(folder / name, text)


def write_report(exercise: Exercise, language: Language, answers: Sequence[Answer], folder: Path) -> None:
    """Take an exercise, a language, answers in shuffled order and a folder; write the class page and the table."""
    write_text(folder / CLASS, class_page(exercise, language, answers))
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows([field(cell) for cell in row] for row in rows(exercise, answers))
    write_text(folder / ANSWERS, table.getvalue())


def rows(exercise: Exercise, answers: Sequence[Answer]) -> Iterator[tuple[int, str, int, str, str]]:
    """Take an exercise and answers; yield the rows of ``answers.csv``, a row a student and sentence.

    ``rating`` is 1 to 5, empty for "can't say"; ``why`` the reason and, in brackets, the words that were tapped.
    """
    wide = max(2, len(str(len(answers))))
    for nth, answer in enumerate(answers, start=1):
        for place, (item, rating) in enumerate(zip(exercise.items, answer.ratings, strict=True)):
            why = (answer.why[place] if answer.why else None) or ""
            if answer.words and answer.words[place]:
                words = item.text.split(" ")
                why += f"{' ' if why else 'words '}({' '.join(words[word] for word in answer.words[place])})"
            yield exercise.exercise, f"r{nth:0{wide}}", item.number, "" if rating is None else str(rating + 1), why
