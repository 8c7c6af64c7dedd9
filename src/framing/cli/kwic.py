"""``framing lexicons kwic``: a term and inputs in, keywords in context out, as CSV or as lines for a terminal."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import completion
from framing.cli.layout import plain, width
from framing.cli.options import Fast, Inputs, Lexicons
from framing.cli.progress import progress, say
from framing.cli.run import Run

if TYPE_CHECKING:
    from framing.kwic import Line
    from framing.scoring.lexicon import LexiconScorer
    from framing.types import Article, ParsedArticle

_MOST = 1000
# The columns that a row of the table needs beside the words: the place, the brackets, the voice.
_REST = 18


class Inflect(StrEnum):
    """Which word of the term takes its other forms."""

    NONE = "none"
    VERB = "verb"
    NOUN = "noun"


class Format(StrEnum):
    """How the lines are printed."""

    CSV = "csv"
    TABLE = "table"


def kwic(
    context: typer.Context,
    term: Annotated[
        str,
        typer.Argument(
            metavar="TERM",
            help="A term in the language of cues (lash out, econom**), or a lexicon category.",
            show_default=False,
            autocompletion=completion.categories,
        ),
    ],
    inputs: Inputs,
    window: Annotated[
        int, typer.Option("--window", metavar="N", min=0, max=_MOST, help="Words and marks on each side. Default: 5.")
    ] = 5,
    inflect: Annotated[
        Inflect,
        typer.Option("--inflect", help="Find the other forms of a verb (its first word) or a noun (its last), too."),
    ] = Inflect.NONE,
    format: Annotated[Format, typer.Option("--format", help="csv, or table to read on a terminal.")] = Format.CSV,
    fast: Fast = False,
    lexicons: Lexicons = [],  # noqa: B006
) -> None:
    """Show a term or a category in its context, one line a hit, with whose words it is.

    The columns are those of quanteda's kwic (docname, from, to, pre, keyword, post, pattern), then voice and sentence.
    docname is the article's own id in its table, else its file. Fields that a spreadsheet would run as a formula begin
    with an apostrophe. A plain word that is also a category means the category; write (hedge) for the word.

    Example: framing lexicons kwic "lash out" stories/ --inflect verb
    """
    from framing.kwic import COLUMNS, searcher
    from framing.lexicon_choice import load_with

    scorer = searcher(term, load_with(lexicons), inflect=inflect.value)
    run = Run(debug=bool(context.obj))
    write = _table if format is Format.TABLE else _csv(COLUMNS)
    hits = within = 0
    with progress("articles", own_terminal=not sys.stdout.isatty()) as step:
        for parsed, lines in run.each(inputs, partial(_search, scorer, term, window, fast)):
            step()
            run.analysed += 1
            run.checked += bool(len(parsed.tokens))
            hits += len(lines)
            within += bool(lines)
            write(lines)
    if run.analysed + len(run.failures) > 1:
        say(f"framing: {run.summary()}")
    if run.checked:
        say(f"framing: {hits} hit{'s' * (hits != 1)} of {term} in {within} of {run.analysed} articles")
    raise typer.Exit(run.status)


def _search(
    scorer: LexiconScorer, term: str, window: int, fast: bool
) -> Callable[[list[Article]], Iterable[tuple[ParsedArticle, list[Line]]]]:
    from framing.kwic import kwic_all

    return partial(kwic_all, scorer=scorer, pattern=term, window=window, fast=fast)


def _csv(columns: Iterable[str]) -> Callable[[list[Line]], None]:
    from framing.export.table_files import field

    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(columns)

    def write(lines: list[Line]) -> None:
        table.writerows([field(plain(value) if isinstance(value, str) else value) for value in line.fields]
                        for line in lines)  # fmt: skip
        sys.stdout.flush()

    return write


def _table(lines: list[Line]) -> None:
    for row in _rows(lines):
        print(row, flush=True)


def _rows(lines: list[Line]) -> Iterator[str]:
    """Yield the name of the article, then a row a line: keywords stand under each other."""
    if not lines:
        return
    yield plain(lines[0].docname)
    keyword = min(max(len(line.keyword) for line in lines), width() // 3)
    side = (width() - keyword - _REST) // 2
    for line in lines:
        pre, post = plain(line.pre)[-side:], plain(line.post)[:side]
        yield f"{line.first:6} {pre:>{side}} [{plain(line.keyword)}] {post:{side}} {line.voice}".rstrip()
