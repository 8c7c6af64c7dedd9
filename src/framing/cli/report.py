"""``framing report``: inputs in, a folder of pages and tables out."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.options import Fast, Inputs, Lexicons, Model, Only, Without
from framing.cli.progress import progress, say
from framing.cli.run import NOTHING, Run, make_scorers, none_exists
from framing.errors import ConfigError
from framing.version import __version__

_LATEST = 253402300799  # the last second of the year 9999


def _generated() -> str | None:
    """Return the time to print on the pages: SOURCE_DATE_EPOCH if set, else none, so that bytes stay the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    if not (epoch.isascii() and epoch.isdigit() and int(epoch) <= _LATEST):
        raise ConfigError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a whole number of seconds since 1970")
    return datetime.fromtimestamp(int(epoch), UTC).isoformat()


def report(
    context: typer.Context,
    inputs: Inputs,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write; made if it is not there.")
    ] = Path("framing-out"),
    fast: Fast = False,
    excerpts: Annotated[
        bool, typer.Option("--excerpts", help="Show marked sentences and their neighbours only, for handouts.")
    ] = False,
    validation: Annotated[
        Path | None,
        typer.Option(
            "--validation",
            metavar="FILE",
            help="Show the error figures of this validation.json, which `framing validate score` wrote.",
            show_default=False,
        ),
    ] = None,
    lexicons: Lexicons = [],  # noqa: B006
    only: Only = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Write a page for each article, an index, and tables (CSV).

    Prints the page to open first. The tables are articles.csv, sentences.csv, findings.csv, quotes.csv,
    speakers.csv, actors.csv, descriptions.csv, measures.csv and, where something failed, failures.csv; datapackage.json
    says what every column means.

    Example: framing report story.txt -o out
    """
    from framing.export.tables import TableWriter
    from framing.report import index_entry, index_pages, page_name, render_article
    from framing.safe_files import make_folder, write_text
    from framing.validated import read_validated

    run = Run(debug=bool(context.obj))
    make = cache(partial(make_scorers, lexicons, only, without, [], model, fast=fast))
    if none_exists(inputs):
        list(run.articles(inputs))  # names each
        say("framing: nothing was written")
        raise typer.Exit(NOTHING)
    if only or without or model:
        make()  # a mistyped category or model is told before anything is read
    generated = _generated()
    measured = read_validated(validation) if validation is not None else None
    folder = make_folder(output)
    entries = []
    with ExitStack() as stack:
        tables = stack.enter_context(TableWriter(folder))
        step = stack.enter_context(progress("articles"))
        for analysis in run.analyses(inputs, make, fast=fast):
            name = page_name(analysis.article)
            write_text(
                folder / name, render_article(analysis, excerpts=excerpts, generated=generated, validated=measured)
            )
            tables.add(analysis)
            entries.append(index_entry(analysis))
            step()
        tables.fail(run.failures)
    data = [(name, name) for name in tables.names]
    for name, page in index_pages(entries, failures=run.failures, data=data, generated=generated, version=__version__):
        write_text(folder / name, page)
    say(f"framing: {run.summary()}")
    print(folder / (entries[0].href if len(entries) == 1 and not run.failures else "index.html"))
    raise typer.Exit(run.status)
