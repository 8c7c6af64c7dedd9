"""The arguments and options that several commands share, each with its one line of help and its completion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli import completion
from framing.errors import unknown as unknown

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files (.txt .html .docx .jsonl .csv .parquet .zip ...), folders, web addresses, or - for standard input.",
        show_default=False,
    ),
]
Texts = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A table with text and id or url: the texts for a Media Cloud table, which has none.",
        show_default=False,
    ),
]
Fast = Annotated[
    bool, typer.Option("--fast", help="Leave the grammar out: about ten times as fast, less sure whose words they are.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="MODEL",
        autocompletion=completion.models,
        help="Use this sentence model: an id, or a folder that `framing models train` wrote.",
        show_default=False,
    ),
]
Lexicons = Annotated[
    list[Path],
    typer.Option(
        "--lexicons",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Also use the lexicon in this folder; may be given several times.",
        show_default=False,
    ),
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only",
        metavar="NAME",
        autocompletion=completion.categories_and_families,
        help="Use only this lexicon category, this family (L F A P H), or all that begin alike (mine_*); may be given "
        "several times.",
        show_default=False,
    ),
]
Without = Annotated[
    list[str],
    typer.Option(
        "--without",
        metavar="NAME",
        autocompletion=completion.categories_and_families,
        help="Leave out this lexicon category, this family (L F A P H), or all that begin alike (mine_*); may be given "
        "several times.",
        show_default=False,
    ),
]
FailOn = Annotated[
    list[str],
    typer.Option(
        "--fail-on",
        metavar="CATEGORY",
        autocompletion=completion.categories,
        help="Exit with 1 if this category is found in the writer's words; may be given several times.",
        show_default=False,
    ),
]
Reference = Annotated[
    str | None,
    typer.Option(
        "--reference",
        metavar="NAME",
        help="Compare with this reference set: an id, or a file of `framing reference build`; none: no comparison.",
        show_default=False,
    ),
]
