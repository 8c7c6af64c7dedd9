"""``framing validate sample|score``: what people say beside what the tool says, from a probability sample."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.options import Fast, Lexicons, Model
from framing.cli.run import NOTHING, PARTLY, Run, make_scorers, none_exists

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Check the tool against human coders: draw a sample, score it."
)

_VARIABLES = ("loaded", "voice", "strength", "L", "F", "A", "P", "H")


@app.command()
def sample(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Articles (files, folders, tables) or analyses (.jsonl of `framing analyze --json`).",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write; made if it is not there.")
    ] = Path("framing-coding"),
    count: Annotated[
        int | None,
        typer.Option("--count", metavar="N", min=2, help="Code so many in all (default: 400).", show_default=False),
    ] = None,
    precision_within: Annotated[
        float | None,
        typer.Option(
            "--precision-within",
            metavar="SHARE",
            min=0.005,
            max=0.5,
            help="Code enough for precision plus or minus this (0.05).",
            show_default=False,
        ),
    ] = None,
    recall_within: Annotated[
        float | None,
        typer.Option(
            "--recall-within",
            metavar="SHARE",
            min=0.005,
            max=0.5,
            help="Code enough for recall plus or minus this (0.10).",
            show_default=False,
        ),
    ] = None,
    prevalence: Annotated[
        float | None,
        typer.Option(
            "--prevalence",
            metavar="SHARE",
            min=0.0005,
            max=0.9,
            help="Expected share of loaded sentences (default: what the model expects).",
            show_default=False,
        ),
    ] = None,
    expect_precision: Annotated[
        float,
        typer.Option(
            "--expect-precision",
            metavar="SHARE",
            min=0.01,
            max=0.99,
            help="Expected share of loaded ones among the marked; 0.5 asks for the most.",
        ),
    ] = 0.5,
    mark: Annotated[
        str,
        typer.Option(
            "--mark",
            metavar="WHAT",
            help="What counts as marked: chance, words (L or F in the writer's words), any, or a family.",
        ),
    ] = "chance",
    stratify: Annotated[
        str | None,
        typer.Option(
            "--stratify",
            metavar="NAMES",
            help="Give each its share: outlet, voice, article; or none (default: outlet,voice).",
            show_default=False,
        ),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="UNIT", help="What is coded: sentence or article.")
    ] = "sentence",
    variable: Annotated[
        list[str],
        typer.Option(
            "--variable",
            metavar="NAME",
            help=f"What coders answer ({', '.join(_VARIABLES)}); may be given several times (default: loaded, voice; "
            "of articles loaded).",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    coders: Annotated[int, typer.Option("--coders", metavar="N", min=1, max=50, help="How many sheets to write.")] = 2,
    shared: Annotated[
        int | None,
        typer.Option(
            "--shared",
            metavar="N",
            min=0,
            help="Only so many go to all coders; the others are dealt out (default: all go to all).",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Draws another sample.")] = 1,
    without: Annotated[
        list[Path],
        typer.Option(
            "--except",
            metavar="KEY",
            help="Leave out what the sample of this key.json holds; may be given several times.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    show_tool: Annotated[
        bool, typer.Option("--show-tool", help="Show coders what the tool said. They will tend to agree with it.")
    ] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say how many to code, and write no sheets.")] = False,
    fast: Fast = False,
    lexicons: Lexicons = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Draw a probability sample of sentences for human coders, with blank sheets, a codebook and a key.

    Give the folder `coding` to the coders and keep key.json from them.

    Example: framing validate sample articles.csv -o coding-1 --precision-within 0.05 --recall-within 0.10
    """
    from framing.cli.validate_sample import Wanted
    from framing.cli.validate_sample import sample as run_sample
    from framing.errors import unknown
    from framing.types import FAMILIES
    from framing.validation.codebook import DEFAULT
    from framing.validation.items import CRITERIA, Unit
    from framing.validation.sampling import STRATA, STRATIFIED, Design

    if mark not in CRITERIA and mark not in FAMILIES:
        raise unknown("mark", mark, [*CRITERIA, *FAMILIES], "framing validate sample --help")
    if unit not in ("sentence", "article"):
        raise typer.BadParameter(f"--unit is sentence or article, not {unit!r}")
    of: Unit = "article" if unit == "article" else "sentence"
    stratify = STRATIFIED[of] if stratify is None else stratify
    names = tuple(name.strip() for name in stratify.split(",") if name.strip() and stratify.strip() != "none")
    for name in names:
        if name not in STRATA:
            raise unknown("stratum", name, STRATA, "framing validate sample --help")
    run = Run(debug=bool(context.obj))
    if none_exists(inputs):
        list(run.articles(inputs))
        raise typer.Exit(NOTHING)
    given = precision_within is not None or recall_within is not None
    wanted = Wanted(
        count=count if count is not None or given else 400,
        precision_within=precision_within,
        recall_within=recall_within,
        prevalence=prevalence,
        precision=expect_precision,
        coders=coders,
        shared=shared,
        variables=tuple(variable) or DEFAULT[of],
        show_tool=show_tool,
        only_plan=plan,
        without=tuple(without),
    )
    if count is not None and given:
        raise typer.BadParameter("give --count, or how narrow intervals should be; not both")
    design = Design(unit=of, criterion=mark, strata=names, seed=seed)
    make = cache(partial(make_scorers, lexicons, [], [], [], model, fast=fast))
    for line in run_sample(run, inputs, output, design, wanted, make, fast=fast):
        print(line)
    raise typer.Exit(PARTLY if run.failures else 0)


@app.command()
def score(
    key: Annotated[Path, typer.Argument(metavar="KEY", help="The key.json of the sample.", show_default=False)],
    coded: Annotated[
        list[Path],
        typer.Argument(
            metavar="CODED...",
            help="The coders' files: CSV, or what Label Studio exports. A coder is called as the file is.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write; made if it is not there.")
    ] = Path("framing-validation"),
    adjudicated: Annotated[
        Path | None,
        typer.Option(
            "--adjudicated",
            metavar="FILE",
            help="The list adjudicate.csv of an earlier run, with the column `final` filled in.",
            show_default=False,
        ),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            "--rate",
            metavar="SHARE",
            min=0.0001,
            max=0.9999,
            help="The share of loaded sentences where you use the tool, for the advice on levels (default: as here).",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="TEXT",
            help="What was coded, in your words, for reports (default: the key's file name).",
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help="When it was coded (default: the newest file's day).", show_default=False
        ),
    ] = None,
) -> None:
    """Score coders' files: agreement, the tool against coders, what to adjudicate, a methods paragraph.

    Prints the page to open. validation.json is for `framing report --validation`.

    Example: framing validate score coding-1/key.json anna.csv ben.csv -o scored
    """
    from datetime import date as calendar

    from framing.cli.validate_score import run_score

    if date is not None:
        try:
            calendar.fromisoformat(date)
        except ValueError:
            raise typer.BadParameter(f"--date is {date!r}; write it as 2031-06-03") from None
    lines, faulty = run_score(key, coded, output, adjudicated=adjudicated, rate=rate, source=source, date=date)
    print(*lines, sep="\n")
    raise typer.Exit(PARTLY if faulty else 0)
