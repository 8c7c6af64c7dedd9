"""``framing reference``: a collection of articles in, a file of reference figures out; and what sets there are."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.layout import plain
from framing.cli.options import Inputs, Lexicons, Model
from framing.cli.progress import progress, say
from framing.cli.run import NOTHING, Run, make_scorers, none_exists
from framing.errors import ConfigError

if TYPE_CHECKING:
    from framing.reference.sets import Statement

app = typer.Typer(
    no_args_is_help=True,
    help="Reference sets: how frequent each kind of wording is in a named collection of articles.",
)


@app.command("list")
def list_() -> None:
    """List the reference sets that come with the program: what each is, and how it was measured.

    Example: framing reference list
    """
    from framing.reference.sets import installed

    for number, reference in enumerate(installed()):
        said = reference.statement
        if number:
            print()
        print(f"{plain(said.id)}  {plain(said.version)}  {plain(said.title)}")
        rows = [
            ("articles", f"{reference.articles:,} of {len(reference.outlets)} outlets"),
            ("published", f"{reference.first} to {reference.last}" if reference.first else "dates not given"),
            *((one.mode, _made(one.parts)) for one in reference.made),
            ("kinds", ", ".join(dict.fromkeys(cell.genre for cell in reference.cells))),
            ("licence", said.licence),
        ]
        for name, value in rows:
            print(f"  {name:10} {plain(value)}")
    if not installed():
        say("framing: no reference set is installed. `framing reference build DIR` makes one.")


def _made(parts: tuple[object, ...]) -> str:
    from framing.reference.sets import Part

    return ", ".join(f"{one.id}@{one.version} sha256 {one.digest[:12]}" for one in parts if isinstance(one, Part))


@app.command()
def build(
    context: typer.Context,
    inputs: Inputs,
    about: Annotated[
        Path | None,
        typer.Option(
            "--about",
            metavar="FILE",
            help="What the collection is (TOML: id, version, language, title, what, collected, licence, caution).",
            show_default=False,
        ),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")] = Path(
        "reference.json"
    ),
    fast: Annotated[
        bool, typer.Option("--fast", help="Measure as --fast does only; without it both ways are measured.")
    ] = False,
    lexicons: Lexicons = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Measure a collection of articles, and write the spread of its rates as a reference set.

    The file holds figures only, no text. Use it with --reference FILE. Both paths (with a parse and --fast) are
    measured unless --fast is given. Articles under 300 words have no rates; a text that comes twice is counted once;
    bands of length with fewer than 50 articles are left out.

    Example: framing reference build stories/ --about stories.toml -o stories.json
    """
    from framing.reference.collect import Builder
    from framing.reference.sets import BANDS, LEAST_ARTICLES, dumps
    from framing.safe_files import write_text

    statement = _statement(about)
    run = Run(debug=bool(context.obj))
    if none_exists(inputs):
        list(run.articles(inputs))  # names each
        say("framing: nothing was written")
        raise typer.Exit(NOTHING)
    if "-" in inputs and not fast:
        raise ConfigError("standard input can be read only once: give files, or --fast")
    builder = Builder(statement)
    for mode in (True,) if fast else (True, False):
        run = Run(debug=bool(context.obj))
        make = partial(make_scorers, lexicons, [], [], [], model, fast=mode)
        with progress("articles, " + ("fast" if mode else "with the parse")) as step:
            for analysis in run.analyses(inputs, make, fast=mode):
                builder.add(analysis)
                step()
        builder.failed(len(run.failures))
    made = builder.made()
    if not made.cells:
        least, most = BANDS[0][0], BANDS[-1][1]
        raise ConfigError(
            f"{made.articles} articles have rates, too few: a set needs {LEAST_ARTICLES} of one kind and about one "
            f"length ({least} to {most} words in a voice); nothing was written"
        )
    write_text(output, dumps(made))
    say(f"framing: {run.summary()} · {made.articles} of {len(made.outlets)} outlets are in the set")
    for reason, count in made.left_out.items():
        say(f"framing: left out: {count} {reason}")
    print(output)
    raise typer.Exit(run.status)


def _statement(path: Path | None) -> Statement:
    """Return what the collection is: from a TOML file, else what can be said of any. Raises ConfigError."""
    from pydantic import ValidationError

    from framing.reference.sets import Statement

    if path is None:
        return Statement(
            id="own",
            version="1",
            language="en",
            title="A collection of your own",
            what="Articles that were given to `framing reference build`; nothing more was said of them.",
            collected="not said",
            licence="not said",
        )
    try:
        return Statement.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from None
