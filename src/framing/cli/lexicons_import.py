"""``framing lexicons import``: a dictionary of another program in, a lexicon folder out."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.layout import plain
from framing.cli.progress import say
from framing.cli.run import NOTHING, PARTLY
from framing.errors import ConfigError
from framing.types import FAMILIES

_SHORTEST = 3  # characters of a text in a lexicon file


class DictionaryFormat(StrEnum):
    """The formats that are read."""

    LIWC = "liwc"
    QUANTEDA = "quanteda"
    LIST = "list"
    TABLE = "table"


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="A dictionary: LIWC (.dic, .dicx), quanteda (.yml), a list (.txt), a table (.csv).",
            show_default=False,
        ),
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Who made it, where it is from.", show_default=False)
    ] = "",
    licence: Annotated[
        str, typer.Option("--licence", metavar="TEXT", help="On what terms it may be used.", show_default=False)
    ] = "",
    family: Annotated[
        str,
        typer.Option(
            "--family", metavar="LETTER", help="What kind of wording it lists: L F A P H.", show_default=False
        ),
    ] = "",
    title: Annotated[
        str,
        typer.Option(
            "--title", metavar="TEXT", help="What it is called. Default: the file's name.", show_default=False
        ),
    ] = "",
    severity: Annotated[
        int,
        typer.Option("--severity", metavar="N", min=0, max=3, help="0 (a note, in no count) to 3. Default: 1."),
    ] = 1,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="The folder to make. Default: the file's name, here."),
    ] = None,
    format: Annotated[
        DictionaryFormat | None, typer.Option("--format", help="Where the file's name does not tell it.")
    ] = None,
) -> None:
    """Make a lexicon folder of a dictionary of another program: LIWC, quanteda, a plain list or table.

    Terms hit as they do there: as written, * any ending, in names and negated too. What cannot be used is printed, one
    line each, and kept in refused.csv: read = written + refused. Exit status 3 if some entries were refused, 4 if all.

    Example: framing lexicons import my.dic --source "Sol 2024" --licence CC0-1.0 --family L
    """
    from framing.dictionaries import read_dictionary
    from framing.dictionaries.to_folder import About, all_lines, clean, make_folder_of
    from framing.lexicon_check import check_folder
    from framing.lexicon_new import refuse_existing
    from framing.report.wording import plural

    _refuse_missing(source=source, licence=licence, family=family)
    folder = output or Path(file.stem)
    refuse_existing(folder)
    kind, dictionary = read_dictionary(file, format.value if format else None)
    called = clean(title) or clean(file.stem)
    called = called if len(called) >= _SHORTEST else f"list {called}"
    about = About(title=called, source=source, licence=licence, family=family, severity=severity)
    made = make_folder_of(dictionary, folder, about, format=kind, file=file)
    for line in all_lines(made, file.as_posix()):
        print(plain(line))
    count = sum(made.written.values())
    say(
        f"framing: {plural(made.read, 'entry', 'entries')} read: {count:,} written to "
        f"{plural(len(made.written), 'category', 'categories')}, {len(made.refused):,} refused"
    )
    if not count:
        say("framing: nothing was written")
        raise typer.Exit(NOTHING)
    for problem in check_folder(folder):
        say(str(problem))
    say(f"framing: please write what each category means into the files in {folder}; then:")
    say(f"  framing lexicons check {shlex.quote(str(folder))}")
    say(f"  framing report INPUT -o out --lexicons {shlex.quote(str(folder))}")
    raise typer.Exit(PARTLY if made.refused else 0)


def _refuse_missing(**given: str) -> None:
    """Raise ConfigError where something is not given that only a person knows."""
    missing = [
        f"--{name}" for name, value in given.items() if len(value.strip()) < (1 if name == "family" else _SHORTEST)
    ]
    if missing:
        raise ConfigError(f"give {' and '.join(missing)}: an import cannot know who made a list, its terms, or its use")
    if given["family"] not in FAMILIES:
        letters = ", ".join(f"{letter} {name.lower()}" for letter, name in FAMILIES.items())
        raise ConfigError(f"--family {given['family']!r} is none of {letters}")
