"""``framing class``: an article in, a lesson out; what a class handed in in, the page for the projector out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.progress import progress, say
from framing.cli.run import NOTHING, PARTLY, Run, make_scorers
from framing.errors import ConfigError

if TYPE_CHECKING:
    from framing.classroom.answers import Collected
    from framing.types import Analysis

app = typer.Typer(
    no_args_is_help=True,
    help="Make a lesson of an article, and the class's page of its answers.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def new(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="One news report (.txt, .html).", show_default=False)
    ] = None,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="Two reports of one event, instead of one.", show_default=False),
    ] = None,
    sentences: Annotated[
        int, typer.Option("--sentences", min=1, max=40, help="How many sentences to rate (15: 10 to 15 minutes).")
    ] = 15,
    seed: Annotated[int, typer.Option("--seed", min=0, max=10**9, help="Another seed draws other sentences.")] = 7,
    lang: Annotated[
        str, typer.Option("--lang", metavar="xx", help="The language of the pages: en, de, es, or a file like en.toml.")
    ] = "en",
    show_outlet: Annotated[
        bool, typer.Option("--show-outlet", help="Tell students the outlet; else it is kept until the reveal.")
    ] = False,
    out: Annotated[Path, typer.Option("-o", "--output", "--out", metavar="DIR", help="The folder to write.")] = Path(
        "lesson"
    ),
) -> None:
    """Make a lesson of one article: a page to rate on, a paper sheet, a lesson plan with the key.

    Writes student.html and worksheet.html for students, teacher.html for you alone, and exercise.json, which
    `framing class report` needs. Prints the page to open first.

    Example: framing class new story.txt --out lesson
    """
    from framing.classroom.languages import find_language
    from framing.classroom.lesson import STUDENT, TEACHER, make_exercise, write_lesson
    from framing.classroom.sampling import shared
    from framing.safe_files import make_folder

    if (article is None) == (pair is None):
        raise ConfigError("give one article, or two reports of one event with --pair A B")
    language = find_language(lang)
    analyses = _analyses([article] if article is not None else list(pair or ()), debug=bool(context.obj))
    if len(analyses) == 2 and not _on_one_event(analyses):
        say("framing: these two do not seem to be on one event; the lesson says that they are. Is that right?")
    exercise = make_exercise(analyses, sentences=sentences, seed=seed, language=lang, show_outlet=show_outlet)
    folder = make_folder(out)
    write_lesson(exercise, language, folder, typed=out.as_posix())
    drawn = [item.stratum for item in exercise.items]
    say(
        f"framing: exercise {exercise.exercise} · {len(drawn)} sentences: {drawn.count('marked')} marked, "
        f"{drawn.count('unmarked')} unmarked, {drawn.count('doubtful')} in doubt"
    )
    if len(drawn) < sentences:
        say(f"framing: {sentences} sentences were asked for; the text has {len(drawn)} that can be rated alone")
    if repeated := shared(analyses):
        said = "1 sentence stands" if repeated == 1 else f"{repeated} sentences stand"
        say(f"framing: {said} in both reports; asked at most once, as the first report's")
    if not drawn.count("marked"):
        say(
            "framing: the tool marks none of them, so there is little to compare with; a more worded text serves better"
        )
    say(f"framing: for students {folder / STUDENT} or worksheet.html; keep teacher.html to yourself")
    print(folder / TEACHER)


def _on_one_event(analyses: Sequence[Analysis]) -> bool:
    from framing.compare.fingerprint import fingerprint
    from framing.compare.grouping import group

    return bool(group([fingerprint(one.article) for one in analyses]))


@app.command()
def report(
    lesson: Annotated[Path, typer.Argument(metavar="LESSON", help="The folder that `framing class new` wrote.")],
    more: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[ANSWERS]...", help="More of what was handed in, as for --answers.", show_default=False
        ),
    ] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option(
            "--answers",
            metavar="PATH...",
            help="What was handed in: codes (.txt, one per line), answer files or their folder, tables (.csv).",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="3-17",
            help="Which columns of a form's table hold the sentences, in order; remembered for that form.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="xx", help="Another page language than the lesson's.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", "--out", metavar="DIR", help="Write here instead, for a second class.", show_default=False
        ),
    ] = None,
) -> None:
    """Make the class's page of what students handed in, in any mixture of codes, files, paper and forms.

    Writes class.html for the projector and answers.csv, one row per student and sentence, without names. Every answer
    that is not read is named with its place and the reason.

    Example: framing class report lesson --answers codes.txt answers grid.csv
    """
    from framing.classroom.answer_files import read_answers
    from framing.classroom.answers import collect
    from framing.classroom.exercise import load
    from framing.classroom.form_columns import FormColumns
    from framing.classroom.languages import available, find_language
    from framing.classroom.lesson import CLASS, write_report
    from framing.safe_files import make_folder

    exercise = load(lesson)
    if lang is None and exercise.page_language not in available():
        raise ConfigError(f"the pages of this lesson are worded by {exercise.page_language}; name it again with --lang")
    language = find_language(lang or exercise.page_language)
    paths = [*(answers or ()), *(more or ())]
    if not paths:
        raise ConfigError("say what students handed in: --answers codes.txt, a folder of files, a table")
    asked = FormColumns(lesson, given=columns, ask=_ask if sys.stdin.isatty() and sys.stderr.isatty() else None)
    collected = collect(exercise, read_answers(paths, exercise=exercise, language=language, columns=asked))
    _tell(collected)
    if asked.unused:
        say(f"framing: --columns {columns} was not used: no table with a header was read by its columns")
    if not collected.answers:
        say("framing: no answer could be read; nothing was written")
        raise typer.Exit(NOTHING)
    folder = make_folder(out or lesson)
    write_report(exercise, language, collected.answers, folder)
    asked.remember()
    print(folder / CLASS)
    raise typer.Exit(PARTLY if collected.rejected else 0)


def _analyses(names: list[str], *, debug: bool) -> list[Analysis]:
    """Return the analysis of each named article. Raises ``ConfigError`` where a name is not exactly one article."""
    run = Run(debug=debug)
    made = []
    with progress("articles") as step:
        for name in names:
            found = list(run.analyses([name], lambda: make_scorers([], [], [], [], fast=False), fast=False))
            if run.failures:
                raise typer.Exit(NOTHING)  # it was named on standard error
            if len(found) != 1:
                raise ConfigError(f"{name} holds {len(found)} articles; a lesson is made of one, or of two with --pair")
            made += found
            step()
    return made


def _tell(collected: Collected) -> None:
    for line in (*map(str, collected.rejected), *collected.doubts):
        say(f"framing: {line}")
    parts = [f"{len(collected.answers)} read"]
    if collected.rejected:
        parts.append(f"{len(collected.rejected)} rejected")
    if collected.duplicates:
        count = len(collected.duplicates)
        parts.append(f"{count} duplicate{'s' * (count != 1)}, kept once")
    say(f"framing: {' · '.join(parts)}")


def _ask(where: str, header: Iterable[str], count: int) -> str:
    for place, name in enumerate(header, start=1):
        say(f"  {place:3}  {name[:60]}")
    say(f"framing: which columns of {where} hold the {count} sentences, in order (such as 3-{count + 2})?")
    return sys.stdin.readline().strip()
