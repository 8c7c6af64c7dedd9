"""Arguments in, calls and an exit status out: the only package that prints.

Heavy modules are imported inside commands, so that ``framing --help`` answers at once.
Exit status: 0 done, 1 only with --fail-on, 2 wrong use, 3 some inputs failed, 4 nothing could be analysed,
130 interrupted.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import Annotated

import typer

from framing.cli.analyze import analyze
from framing.cli.batch import app as batch
from framing.cli.cite import cite
from framing.cli.classroom import app as classroom
from framing.cli.compare import compare
from framing.cli.doctor import doctor
from framing.cli.export import export, verify
from framing.cli.feeds import app as feeds
from framing.cli.figure import figure
from framing.cli.lexicons import app as lexicons
from framing.cli.models import app as models
from framing.cli.progress import say
from framing.cli.reference import app as reference
from framing.cli.report import report
from framing.cli.validate import app as validate
from framing.errors import ConfigError, FramingError, LexiconError
from framing.version import __version__

USAGE, INTERRUPTED, ENDED = 2, 130, 143
# typer keeps its own copy of click in some versions and uses the installed one in others; this is right in both
_WrongUse: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="framing",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Finds loaded and opinionated wording in news articles, and says whose words they are.\n\n"
        "It marks wording and shows evidence; people judge.\n\n"
        "\b\nExamples:\n  framing analyze story.txt\n  framing report stories/ -o out"
    ),
    epilog=(
        "Exit status: 0 done; 1 --fail-on matched; 2 wrong use; 3 done, but some inputs failed; "
        "4 nothing could be analysed; 130 interrupted."
    ),
)
app.command()(analyze)
app.command()(report)
app.command()(compare)
app.command()(export)
app.command()(verify)
app.command()(figure)
app.command()(cite)
app.add_typer(lexicons, name="lexicons")
app.add_typer(models, name="models")
app.add_typer(reference, name="reference")
app.add_typer(validate, name="validate")
app.add_typer(classroom, name="class")
app.add_typer(batch, name="batch")
app.add_typer(feeds, name="feeds")
app.command()(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"framing {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback where something fails.")] = False,
) -> None:
    """Set what all commands share: ``context.obj`` is whether to debug."""
    context.obj = debug


def main(arguments: list[str] | None = None) -> None:
    """Take arguments (default: the command line's); run them and exit. Every error is one line and its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    _prepare_streams()
    try:
        status = _run(given, debug="--debug" in given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away ("| head"): that is no failure. What is left in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        return int(app(args=arguments, prog_name="framing", standalone_mode=False) or 0)
    except LexiconError as error:
        if debug:
            raise
        for problem in error.problems:
            say(str(problem))
        return USAGE
    except FramingError as error:
        if debug:
            raise
        # Settings are told fault by fault; of all else an article may be part, which must not make lines of its own.
        for line in str(error).split("\n") if isinstance(error, ConfigError) else [str(error)]:
            say(f"framing: {line}")
        return USAGE
    except _WrongUse as error:
        return _wrong_use(error)
    except BrokenPipeError:
        raise
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # typer makes it exit 1, which here means --fail-on
            raise end.__context__ from None
        raise
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        if debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        say(f"framing: {where}{error.strerror or error}; nothing more was written")
        return USAGE
    except Exception as error:  # the last resort: a fault of ours is one line too
        if debug:
            raise
        fault = f"{type(error).__name__}: {error}"
        say(f"framing: stopped by a fault of ours ({fault}); run it again with --debug and report it")
        return USAGE


def _wrong_use(error: Exception) -> int:
    """Print a wrong use in one line: the command, what is wrong, where to look. Without any argument, show the help."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "framing"
    if message.startswith("Usage:"):
        print(message, file=sys.stderr)
    else:
        end = "" if message.endswith(("?", ".")) else "."
        text = message[:1].lower() + message[1:].replace("'. Did", "'; did") + end
        say(f"{command}: {text} See: {command} --help")
    return USAGE


def _prepare_streams() -> None:
    """Let nothing that an article holds break the output, and let SIGTERM clear up what is half written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if hasattr(signal, "SIGTERM") and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
