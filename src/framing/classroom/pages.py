"""An exercise and its language in, the pages of a lesson out as text: student, worksheet, teacher, class.

Each page is one file whose policy lets nothing but its own style and script run, the same bytes for the same exercise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from framing.classroom.answers import Answer
from framing.classroom.board import view as board_view
from framing.classroom.exercise import Exercise, Item
from framing.classroom.languages import REASONS, Language, pieces
from framing.classroom.sampling import HIDDEN
from framing.classroom.teacher import view as teacher_view
from framing.report.pages import environment, policy_for
from framing.report.wording import direction, language_tag

#: The student page is handed round by e-mail and stick; the class page opens on old projector computers.
STUDENT_BYTES, CLASS_BYTES = 25_000, 150_000
_CONTEXT_STEPS = (300, 120, 0)
#: From so many characters on the paper sheet is set smaller, so that it stays on two pages.
_TIGHT = 2_300


def student_page(exercise: Exercise, language: Language) -> str:
    """Take an exercise and a language; return the page that students rate on.

    It holds sentences and their neighbours, and nothing of what the tool says. Where it would be over 25 KB, the
    neighbours are shortened, and in the end left out.
    """
    page = ""
    for most in _CONTEXT_STEPS:
        items = [_for_students(item, most) for item in exercise.items]
        page = _render(
            "student.html", exercise, language, style="student.css", script="student.js", items=items, reasons=REASONS
        )
        if len(page.encode("utf-8", "replace")) <= STUDENT_BYTES:
            break
    return page


def worksheet_page(exercise: Exercise, language: Language) -> str:
    """Take an exercise and a language; return the paper sheet with the same sentences, two printed pages."""
    items = [_for_students(item, 0) for item in exercise.items]
    tight = sum(len(item["text"]) + 40 for item in items) > _TIGHT
    return _render("worksheet.html", exercise, language, style="sheet.css", items=items, tight=tight)


def teacher_page(exercise: Exercise, language: Language, *, folder: str) -> str:
    """Take an exercise, a language and the lesson's folder as it is typed; return the lesson plan with the key."""
    view = teacher_view(exercise, language)
    return _render(
        "teacher.html",
        exercise,
        language,
        style="sheet.css",
        items=(),
        view=view,
        folder=f'"{folder}"' if " " in folder else folder,
    )


def class_page(exercise: Exercise, language: Language, answers: Sequence[Answer]) -> str:
    """Take an exercise, a language and a class's answers; return the page for the projector.

    It holds counts only: no row of a single student, and under 5 answers nothing but the table.
    """
    view = board_view(exercise, language, answers)
    return _render("class.html", exercise, language, style="class.css", script="class.js", items=(), view=view)


def _for_students(item: Item, most: int) -> dict[str, Any]:
    """Return what a student may see of an item; the template gets no more, so that it cannot show more."""
    return {
        "number": item.number,
        "text": item.text,
        "before": _shortened(item.before, -most) if most else "",
        "after": _shortened(item.after, most) if most else "",
    }


def _shortened(text: str, most: int) -> str:
    """Return the first ``most`` characters of a text, or with a number below 0 the last."""
    if len(text) <= abs(most):
        return text
    return "… " + text[most:].partition(" ")[2] if most < 0 else text[:most].rpartition(" ")[0] + " …"


def _render(
    template: str,
    exercise: Exercise,
    language: Language,
    *,
    style: str,
    script: str | None = None,
    items: Sequence[dict[str, Any]],
    **values: Any,
) -> str:
    env = _environment()
    shown = replace(exercise, items=(), texts=(), made_with={})  # a page of students must not hold the key
    tags = {text.language for text in exercise.texts}
    outlets = [text.outlet for text in exercise.texts if text.outlet] if exercise.show_outlet else []
    lang = tags.pop() if len(tags) == 1 else ""
    return env.get_template(f"class/{template}").render(
        policy=policy_for([f"class/{style}"], [f"class/{script}"] if script else [], images=False),
        exercise=shown,
        language=language,
        items=items,
        count=len(exercise.items),
        pair=len(exercise.texts) > 1,
        outlets=outlets,
        text_lang=language_tag(lang),
        text_dir=direction(lang),
        **values,
    )


@cache
def _environment() -> Environment:
    env = environment().overlay(finalize=_without_hidden)
    env.filters = {**env.filters, "pieces": pieces}
    return env


def _without_hidden(value: object) -> object:
    """Return what a template is about to print, without hidden signs: it may come from an article or a key."""
    return HIDDEN.sub(" ", value) if isinstance(value, str) and not isinstance(value, Markup) else value
