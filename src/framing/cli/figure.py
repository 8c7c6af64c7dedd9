"""``framing figure``: analyses in, a figure for a paper out, with its numbers beside it and its caption."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.export import Analyses, analysed
from framing.cli.layout import width, wrapped
from framing.cli.progress import progress, say
from framing.cli.run import NOTHING, Run
from framing.errors import ConfigError

_SUFFIXES = (".svg", ".pdf")


class FigureKind(StrEnum):
    """What a figure shows."""

    RATES = "rates"
    POSITIONS = "positions"
    TIME = "time"


def figure(
    context: typer.Context,
    kind: Annotated[
        FigureKind,
        typer.Argument(
            metavar="KIND",
            help="rates (by outlet, family and voice), positions (in the article) or time (by week or month).",
            show_default=False,
        ),
    ],
    inputs: Analyses,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The .svg or .pdf to write; its numbers go beside it as .csv. Default: KIND.svg.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Draw a figure for a paper, as SVG or PDF, readable in greyscale; print its caption.

    The unit is the article: intervals are bootstrap samples of articles. Needs pip install 'framing[figures]'.

    Example: framing figure rates analyses.jsonl -o rates.pdf
    """
    from framing.export.table_files import field
    from framing.figures.draw import check_installed, make_figure, picture
    from framing.figures.places import table_beside
    from framing.safe_files import write_bytes, write_text

    place = output or Path(f"{kind.value}.svg")
    if place.suffix.lower() not in _SUFFIXES:
        raise ConfigError(f"{place} ends in {place.suffix or 'nothing'}; a figure is written as .svg or .pdf")
    if not place.parent.is_dir():
        raise ConfigError(f"the folder {place.parent} is not there; make it, or give another file with -o")
    numbers = table_beside(place, inputs)
    check_installed()
    run = Run(debug=bool(context.obj))
    with progress("articles") as step:
        articles = analysed(run, inputs, step)
        first = next(articles, None)
        if first is None:
            say("framing: nothing was written")
            raise typer.Exit(NOTHING)
        made = make_figure(kind.value, chain([first], articles))
    data = picture(made, place.suffix.lower())
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(made.rows[0])
    rows.writerows([field(value, guard=False) for value in row.values()] for row in made.rows)
    write_text(numbers, table.getvalue())
    write_bytes(place, data)
    say(f"framing: {run.summary()}")
    print(place, numbers, "", sep="\n")
    print(*wrapped(made.caption, "", width()), sep="\n")
    raise typer.Exit(run.status)
