"""``framing models list|card|evaluate|train``: what was learned from data, how well it does, and learning from one's
own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import completion
from framing.cli.model_runs import load_rater, run_suite, run_table, run_training
from framing.cli.options import Fast, Model

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Show, measure and train the models.")

Text = Annotated[
    str, typer.Option("--text", metavar="COLUMN", help="The column that holds the texts.", show_default=True)
]
Label = Annotated[
    str, typer.Option("--label", metavar="COLUMN", help="The column that holds the labels.", show_default=True)
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group",
        metavar="COLUMN",
        help="Rows that belong together (article, event, outlet): never split between fitting and measuring.",
        show_default=False,
    ),
]
Positive = Annotated[
    str | None,
    typer.Option(
        "--positive",
        metavar="LABEL",
        help="The label that means loaded, where labels aren't 1 and 0.",
        show_default=False,
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        "--rate",
        metavar="SHARE",
        min=0.0001,
        max=0.9999,
        help="Weigh for this share of loaded texts (0.04: 4 in 100), as articles have it.",
        show_default=False,
    ),
]


@app.command("list")
def list_() -> None:
    """List the installed models: id, version, licence, task.

    Example: framing models list
    """
    from framing.cli.layout import plain, width, wrapped
    from framing.model_cards import installed

    for card in installed():
        print(plain(f"{card.id}  version {card.version}  {card.licence}"))
        print(*wrapped(plain(card.task), "  ", width()), sep="\n")


@app.command()
def card(
    model: Annotated[
        str,
        typer.Argument(
            help="A model's id, as `framing models list` gives it, or its folder.",
            show_default=False,
            autocompletion=completion.models,
        ),
    ],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the card as a page to this file.", show_default=False),
    ] = None,
) -> None:
    """Show a model's card: what it is for, what it was trained and measured on, its figures and its limits.

    Example: framing models card loaded-linear-en
    """
    from framing.cli.layout import plain, width, wrapped
    from framing.model_cards import find_model, read_card

    found = read_card(find_model(model))
    if html is not None:
        from framing.report.model_page import render_card
        from framing.safe_files import write_text

        write_text(html, render_card(found))
        print(html)
        return
    for line in found.text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        print(*wrapped(plain(line.strip()), indent, width()), sep="\n")


@app.command()
def evaluate(
    table: Annotated[
        Path | None,
        typer.Argument(metavar="[TABLE]", help="Labelled texts (.csv .tsv .jsonl .parquet).", show_default=False),
    ] = None,
    text: Text = "text",
    label: Label = "label",
    group: Group = None,
    positive: Positive = None,
    model: Model = None,
    suite: Annotated[bool, typer.Option("--suite", help="Run the even-handedness suite: no table is needed.")] = False,
    command: Annotated[
        str | None,
        typer.Option(
            "--command",
            metavar="PROGRAM",
            help="Measure this program instead: it gets one sentence per line and writes one number per line.",
            show_default=False,
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold", metavar="NUMBER", help="From this number on a text counts as marked.", show_default=False
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="How long the program of --command may take.")
    ] = 600.0,
    rate: Rate = None,
    whole_text: Annotated[
        bool, typer.Option("--whole-text", help="Rate quoted words too, where the labels were given to whole texts.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Show every line of the suite, term by term.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
    fast: Fast = False,
) -> None:
    """Measure a model on your labelled texts, or with --suite on whether it is even-handed.

    Example: framing models evaluate labels.csv --group article --rate 0.04
    """
    if suite == (table is not None):
        raise typer.BadParameter("give either a table of labelled texts or --suite")
    if command is not None and model is not None:
        raise typer.BadParameter("give --model or --command, not both")
    rater = load_rater(model, command, threshold=threshold, timeout=timeout, fast=fast, whole_text=whole_text)
    if table is None:
        data, lines = run_suite(rater, everything=every)
    else:
        data, lines = run_table(
            rater, table, text=text, label=label, group=group, positive=positive, rate=rate, whole_text=whole_text,
        )  # fmt: skip
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    else:
        print(*lines, sep="\n")


@app.command()
def train(
    table: Annotated[
        Path,
        typer.Argument(metavar="TABLE", help="Labelled sentences (.csv .tsv .jsonl .parquet).", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="DIR", help="The model's folder; its name is its id.", show_default=False
        ),
    ],
    text: Text = "text",
    label: Label = "label",
    group: Group = None,
    positive: Positive = None,
    rate: Rate = None,
    licence: Annotated[
        str, typer.Option("--licence", metavar="TEXT", help="The licence of your labels, for the card.")
    ] = "not stated",
    fast: Fast = False,
) -> None:
    """Train a sentence model on your own labels, and measure it on groups it was not trained on.

    Use it with `framing analyze --model DIR`. It sees the writer's words only; names and identity terms are masked.

    Example: framing models train labels.csv --group article -o my-model
    """
    lines = run_training(
        table, output, text=text, label=label, group=group, positive=positive, rate=rate, licence=licence, fast=fast,
    )  # fmt: skip
    print(*lines, sep="\n")
