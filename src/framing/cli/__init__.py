"""Arguments in, calls and an exit status out: the only package that prints.

Heavy modules are imported inside commands, so that ``framing --help`` answers at once.
Exit status: 0 done, 1 only with --fail-on, 2 wrong use, 3 some inputs failed, 4 nothing could be analysed, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from framing.cli.analyze import analyze
from framing.cli.doctor import doctor
from framing.cli.lexicons import app as lexicons
from framing.cli.models import app as models
from framing.cli.report import report
from framing.errors import FramingError, LexiconError
from framing.version import __version__

USAGE, INTERRUPTED = 2, 130

app = typer.Typer(
    name="framing",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Finds loaded and opinionated wording in news articles, and says whose words they are. "
        "It marks wording and shows evidence; people judge."
    ),
    epilog=(
        "Examples:  framing analyze story.txt   |   framing report stories/ -o out   |   "
        "Exit status: 0 done, 1 --fail-on matched, 2 wrong use, 3 some inputs failed, 4 nothing could be analysed."
    ),
)
app.command()(analyze)
app.command()(report)
app.command()(doctor)
app.add_typer(lexicons, name="lexicons")
app.add_typer(models, name="models")

_debug = False


def _version(wanted: bool) -> None:
    if wanted:
        print(f"framing {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback where something fails.")] = False,
) -> None:
    """Set what all commands share."""
    global _debug
    _debug = debug


def main() -> None:
    """Run the command line; turn every known error into one line and its exit status."""
    try:
        app()
    except LexiconError as error:
        if _debug:
            raise
        print(error, file=sys.stderr)
        sys.exit(USAGE)
    except FramingError as error:
        if _debug:
            raise
        print(f"framing: {error}", file=sys.stderr)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away ("| head"): that is no failure.
        sys.stderr.close()
        sys.exit(0)
