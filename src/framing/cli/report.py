"""``framing report``: inputs in, a folder of pages and tables out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.progress import progress
from framing.cli.run import Run, make_scorers
from framing.version import __version__


def _generated() -> str | None:
    """Return the time to print on the pages: SOURCE_DATE_EPOCH where it is set, else none, so that bytes stay the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    if not epoch.isdigit():
        raise typer.BadParameter(f"SOURCE_DATE_EPOCH is {epoch!r}; it is a whole number of seconds")
    return datetime.fromtimestamp(int(epoch), UTC).isoformat()


def report(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders or - for standard input.", show_default=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder to write; made if it is not there.")
    ] = Path("framing-out"),
    fast: Annotated[bool, typer.Option("--fast", help="Match words without a parse.")] = False,
    excerpts: Annotated[
        bool, typer.Option("--excerpts", help="Show marked sentences and their neighbours only, for handouts.")
    ] = False,
    lexicons: Annotated[
        list[Path], typer.Option("--lexicons", help="Add the lexicon in this folder.", show_default=False)
    ] = [],  # noqa: B006
    only: Annotated[list[str], typer.Option("--only", help="Use this lexicon category only.", show_default=False)] = [],  # noqa: B006
    without: Annotated[
        list[str], typer.Option("--without", help="Leave this lexicon category out.", show_default=False)
    ] = [],  # noqa: B006
) -> None:
    """Write a page for each article, an index, and tables (sentences.csv, findings.csv, articles.csv).

    Example: framing report story.txt -o out
    """
    from framing.export.tables import TableWriter
    from framing.report import index_entry, index_pages, page_name, render_article
    from framing.safe_files import make_folder, write_text

    scorers = make_scorers(lexicons, only, without)
    folder = make_folder(output)
    generated = _generated()
    run = Run()
    entries = []
    with ExitStack() as stack:
        tables = stack.enter_context(TableWriter(folder))
        step = stack.enter_context(progress("articles"))
        for analysis in run.analyses(inputs, scorers, fast=fast):
            name = page_name(analysis.article)
            write_text(folder / name, render_article(analysis, excerpts=excerpts, generated=generated))
            tables.add(analysis)
            entries.append(index_entry(analysis))
            step()
        tables.fail(run.failures)
    if entries or run.failures:
        data = [(name, name) for name in tables.names]
        for name, page in index_pages(
            entries, failures=run.failures, data=data, generated=generated, version=__version__
        ):
            write_text(folder / name, page)
    first = folder / (entries[0].href if len(entries) == 1 else "index.html")
    print(f"framing: {run.summary()}", file=sys.stderr)
    if entries:
        print(first)
    raise typer.Exit(run.status)
