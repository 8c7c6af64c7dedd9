"""``framing models list|card``: what was learned from data, from which, and how well it does."""

from __future__ import annotations

from typing import Annotated

import typer

from framing.cli import completion

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Show the models and their cards.")


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
            help="A model's id, as `framing models list` gives it.",
            show_default=False,
            autocompletion=completion.models,
        ),
    ],
) -> None:
    """Show a model's card: what it is for, what it was trained and measured on, its figures and its limits.

    Example: framing models card loaded-linear-en
    """
    from framing.cli.layout import plain, width, wrapped
    from framing.cli.options import unknown
    from framing.model_cards import installed

    cards = {known.id: known for known in installed()}
    if model not in cards:
        raise unknown("model", model, cards, "framing models list")
    for line in cards[model].text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        print(*wrapped(plain(line.strip()), indent, width()), sep="\n")
