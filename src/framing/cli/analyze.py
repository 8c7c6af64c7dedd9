"""``framing analyze``: inputs in, a summary for the terminal or JSON Lines out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.progress import progress
from framing.cli.run import Run, make_scorers
from framing.cli.terminal import summary

FAILED_ON = 1


def analyze(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders or - for standard input.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="JSON Lines on standard output, one article a line.")] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Match words without a parse: about ten times as fast, coarser voices.")
    ] = False,
    lexicons: Annotated[
        list[Path], typer.Option("--lexicons", help="Add the lexicon in this folder.", show_default=False)
    ] = [],  # noqa: B006
    only: Annotated[
        list[str],
        typer.Option("--only", help="Use this lexicon category only; may be given several times.", show_default=False),
    ] = [],  # noqa: B006
    without: Annotated[
        list[str], typer.Option("--without", help="Leave this lexicon category out.", show_default=False)
    ] = [],  # noqa: B006
    fail_on: Annotated[
        list[str],
        typer.Option(
            "--fail-on", help="Exit with 1 if this category is found in the writer's words.", show_default=False
        ),
    ] = [],  # noqa: B006
) -> None:
    """Show what is marked in an article, and whose words it is.

    Example: framing analyze story.txt
    """
    from framing.store import dumps

    scorers = make_scorers(lexicons, only, without)
    run = Run()
    matched = False
    with progress("articles", quiet=not json or sys.stdout.isatty()) as step:
        for number, analysis in enumerate(run.analyses(inputs, scorers, fast=fast)):
            matched = matched or any(f.category in fail_on and f.voice == "writer" for f in analysis.findings)
            if json:
                print(dumps(analysis))
            else:
                print(*(["", "─" * 60, ""] if number else []), *summary(analysis), sep="\n")
            step()
    if run.analysed + len(run.failures) != 1:
        print(f"framing: {run.summary()}", file=sys.stderr)
    raise typer.Exit(FAILED_ON if matched and run.status == 0 else run.status)
