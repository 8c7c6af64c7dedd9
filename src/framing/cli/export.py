"""``framing export`` and ``framing verify``: analyses in, a folder for other programs out, and whether it is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.progress import progress, say
from framing.cli.report import generated_time
from framing.cli.run import NOTHING, PARTLY, Run, make_scorers, none_exists
from framing.types import Analysis, Failure

DIFFERENT = 1
Analyses = Annotated[
    list[str],
    typer.Argument(
        metavar="ANALYSES...",
        help="JSON Lines of framing analyze --json, or - for standard input; articles are analysed first.",
        show_default=False,
    ),
]


def export(
    context: typer.Context,
    inputs: Analyses,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write; made if it is not there.")
    ] = Path("framing-out"),
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            metavar="NAME",
            help=(
                "csv, parquet, webanno, uima, brat, label-studio, web-annotation, doccano or prodigy; may be given "
                "several times. Default: csv."
            ),
            show_default=False,
        ),
    ] = [],  # noqa: B006
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out all words of the articles; keep offsets and hashes.")
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV for a spreadsheet: byte order mark, and no field runs as a formula.")
    ] = False,
) -> None:
    """Write tables, or files for annotation programs, with a codebook, a methods paragraph and citations.

    Analyses are those of framing analyze --json, so that options such as --fast and --lexicons are given there.
    Prints the files that were written. Folders of annotation files are never replaced, since people work in them.

    Example: framing export analyses.jsonl -o out --format csv --format label-studio
    """
    from framing.export.folder import check, write_folder
    from framing.export.provenance import Choices
    from framing.safe_files import make_folder
    from framing.stored_files import distinct, is_stored

    choices = Choices(formats=tuple(dict.fromkeys(formats)) or ("csv",), text=not no_text, excel=excel)
    check(output, choices)
    when = generated_time()
    run = Run(debug=bool(context.obj))
    held: list[Failure] = []
    with progress("articles") as step:
        items = distinct(_items(run, inputs))
        for item in items:
            if isinstance(item, Analysis):
                items = chain(held, [item], items)
                break
            held.append(item)
        else:
            say("framing: nothing was written")
            raise typer.Exit(NOTHING)
        folder = make_folder(output)
        stored = [Path(name) for name in inputs if name != "-" and is_stored(name)]
        done = write_folder(_counted(items, step), folder, choices, inputs=stored, generated=when)
    for name in done.left_out:
        say(f"framing: the column {name} of the input holds text of the articles, so it was left out")
    say(f"framing: {run.summary()}")
    for line in _written(folder, sorted(done.files)):
        print(line)
    raise typer.Exit(run.status)


def _items(run: Run, inputs: list[str]) -> Iterator[Analysis | Failure]:
    """Yield the analyses of stored ones and of articles, and the failures of both, in order of the inputs."""
    from framing.stored_files import is_stored

    make = cache(partial(make_scorers, [], [], [], [], None, fast=False))
    for name in inputs:
        if name == "-" or is_stored(name):
            yield from run.stored(name)
        else:
            before = len(run.failures)
            yield from run.analyses([name], make, fast=False)
            yield from run.failures[before:]


def analysed(run: Run, inputs: list[str], step: Callable[[], None]) -> Iterator[Analysis]:
    """Take what keeps count, inputs and what to call for each; yield the analyses, each with an id of its own."""
    from framing.stored_files import distinct

    for item in distinct(_items(run, inputs)):
        if isinstance(item, Analysis):
            step()
            yield item


def _counted(items: Iterator[Analysis | Failure], step: Callable[[], None]) -> Iterator[Analysis | Failure]:
    for item in items:
        step()
        yield item


def _written(folder: Path, names: list[str]) -> Iterator[str]:
    """Yield a line for each file, and one for each folder of files."""
    inside: dict[str, int] = {}
    for name in names:
        first, _, rest = name.partition("/")
        inside[first] = inside.get(first, 0) + bool(rest)
    for first, count in inside.items():
        yield f"{folder / first}" + (f" ({count} files)" if count else "")


def verify(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that framing export wrote.", show_default=False)
    ],
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="[ANALYSES]...", help="What it was exported from, to export it again and compare."),
    ] = [],  # noqa: B006
) -> None:
    """Check that exported files are as they were written and, given the analyses, that these give the same files.

    Exits with 1 if something differs.

    Example: framing verify out analyses.jsonl
    """
    from framing.export.verify import changed, read_record, remade
    from framing.stored_files import distinct

    record = read_record(folder)
    run = Run(debug=bool(context.obj))
    differences = list(changed(folder, record))
    if inputs:
        if none_exists(inputs):
            list(_items(run, inputs))  # names each
            raise typer.Exit(PARTLY)
        differences += remade(folder, record, distinct(_items(run, inputs)))
    for line in dict.fromkeys(differences):
        print(line)
    if differences:
        raise typer.Exit(DIFFERENT)
    again = ", and these analyses give the same" if inputs else ""
    print(f"{folder}: {len(record.files)} files are as they were written{again}.")
