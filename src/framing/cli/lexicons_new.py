"""``framing lexicons new``: a name in, a folder to write words of one's own into out."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.progress import say


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name of the category, such as contest_talk.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="The folder to make. Default: NAME, here.", show_default=False
        ),
    ] = None,
) -> None:
    """Make a lexicon folder of your own: a category file with comments and examples, a README, a licence.

    It passes `framing lexicons check` as it is. Prints the file to edit. A folder that is there is never written over.

    Example: framing lexicons new contest_talk -o my-lexicon
    """
    from framing.lexicon_new import new_folder

    folder = output or Path(name)
    path = new_folder(name, folder)
    print(path)
    shown = shlex.quote(str(folder))
    say(f"framing: put your words into {path}; then:")
    say(f"  framing lexicons check {shown}")
    say(f'  framing lexicons test "The mayor outplayed the committee." --lexicons {shown}')
