"""``framing feeds``: a feeds file checked, changed, made from OPML and turned into it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.progress import say
from framing.errors import ConfigError

app = typer.Typer(
    no_args_is_help=True,
    help="The feeds file of the nightly run.\n\n\b\nExample: framing feeds check feeds.toml",
)
Feeds = Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds file.", show_default=False)]


@app.command()
def check(feeds: Feeds) -> None:
    """Check a feeds file; every fault is told with its line. Nothing is fetched.

    Example: framing feeds check feeds.toml
    """
    from framing.batch.settings import batch_settings
    from framing.ingest.feeds_file import FeedsFileError, read_feeds_file

    try:
        file = read_feeds_file(feeds)
    except FeedsFileError as error:
        try:
            batch_settings(error.batch, path=str(feeds))
        except ConfigError as more:
            raise ConfigError(f"{error}\n{more}") from None
        raise
    batch_settings(file.batch, path=file.path)
    print(f"{feeds}: {len(file.feeds)} feeds, no fault")


@app.command(name="set")
def set_address(
    feeds: Feeds,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The feed's name in the file.", show_default=False)],
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Its new address.", show_default=False)],
) -> None:
    """Change the address of one feed; all else in the file, comments too, stays as it is.

    Example: framing feeds set feeds.toml "Example Post" https://post.example/rss
    """
    from framing.batch.feed_lines import with_address
    from framing.ingest.feeds_file import read_feeds_file
    from framing.safe_files import write_bytes

    file = read_feeds_file(feeds)
    text = feeds.read_bytes().decode("utf-8-sig")
    write_bytes(feeds, with_address(text, name=name, url=address, path=file.path).encode())
    print(f"{feeds}: {name} is now asked at {address}")


@app.command(name="import")
def import_opml(
    opml: Annotated[Path, typer.Argument(metavar="FILE.opml", help="What a feed reader exported.", show_default=False)],
    contact: Annotated[
        str,
        typer.Option(
            "--contact", metavar="WHO", help="Your e-mail or web address, told to every server.", show_default=False
        ),
    ],
) -> None:
    """Turn an OPML file into a feeds file, printed on standard output.

    Example: framing feeds import subscriptions.opml --contact news@example.org > feeds.toml
    """
    from framing.ingest.feeds_file import parse_feeds_file
    from framing.ingest.opml import as_toml, read_opml

    lines, problems = read_opml(opml.read_bytes())
    for problem in problems:
        say(f"framing: {opml}: {problem}")
    text = as_toml(lines, contact=contact)
    parse_feeds_file(text.encode(), path=str(opml))
    sys.stdout.write(text)
    say(f"framing: {len(lines) + len(problems)} read: {len(lines)} feeds, {len(problems)} left out")
    raise typer.Exit(3 if problems else 0)


@app.command(name="export")
def export_opml(feeds: Feeds) -> None:
    """Turn a feeds file into OPML for feed readers, printed on standard output.

    Example: framing feeds export feeds.toml > subscriptions.opml
    """
    from framing.ingest.feeds_file import read_feeds_file
    from framing.ingest.opml import write_opml

    sys.stdout.write(write_opml(read_feeds_file(feeds).feeds).decode())
