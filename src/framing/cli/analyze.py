"""``framing analyze``: inputs in, a summary for the terminal or JSON Lines out."""

from __future__ import annotations

import shlex
import sys
from functools import cache, partial
from typing import Annotated

import typer

from framing.cli.options import FailOn, Fast, Inputs, Lexicons, Model, Only, Reference, Texts, Without
from framing.cli.progress import progress, say
from framing.cli.run import Run, make_scorers, texts_for

FAILED_ON = 1


def analyze(
    context: typer.Context,
    inputs: Inputs,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines on standard output, one article per line.")] = False,
    fast: Fast = False,
    lexicons: Lexicons = [],  # noqa: B006
    only: Only = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    model: Model = None,
    reference: Reference = None,
    texts: Texts = None,
    fail_on: FailOn = [],  # noqa: B006
) -> None:
    """Show what is marked in an article, and whose words it is.

    Example: framing analyze story.txt
    """
    from framing.cli.layout import width
    from framing.cli.terminal import summary
    from framing.store import dumps

    run = Run(debug=bool(context.obj))
    make = cache(partial(make_scorers, lexicons, only, without, fail_on, model, fast=fast, reference=reference))
    if only or without or fail_on or model or reference:
        make()  # a mistyped category or model is told before anything is read
    matched = False
    with texts_for(run, texts), progress("articles", own_terminal=not sys.stdout.isatty()) as step:
        for number, analysis in enumerate(run.analyses(inputs, make, fast=fast)):
            step()
            matched = matched or any(f.category in fail_on and f.voice == "writer" for f in analysis.findings)
            if json:
                sys.stdout.buffer.write(dumps(analysis).encode("utf-8", "replace") + b"\n")
                sys.stdout.buffer.flush()
            else:
                print(*(["", "─" * width(), ""] if number else []), *summary(analysis), sep="\n", flush=True)
    if run.analysed + len(run.failures) != 1:
        say(f"framing: {run.summary()}")
    elif run.checked and not json and sys.stdout.isatty() and inputs != ["-"]:
        say(f"framing: for the whole article as a page: framing report {shlex.join(inputs)}")
    raise typer.Exit(FAILED_ON if matched and run.status == 0 else run.status)
