"""``framing models list|card``: what was learned from data, from which, and how well it does."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Show the models and their cards.")


@app.command("list")
def list_() -> None:
    """List the installed models: id, version, task, licence.

    Example: framing models list
    """
    from framing.model_cards import installed

    for card in installed():
        print(f"{card.id:24}version {card.version:8}{card.licence:16}{card.task}")


@app.command()
def card(
    model: Annotated[str, typer.Argument(help="A model's id, as `framing models list` gives it.", show_default=False)],
) -> None:
    """Show a model's card: what it is for, what it was trained and measured on, its figures and its limits.

    Example: framing models card loaded-linear-en
    """
    from framing.errors import ConfigError
    from framing.model_cards import installed

    for known in installed():
        if known.id == model:
            print(known.text)
            return
    raise ConfigError(f"no model is named {model!r}; `framing models list` names them all")
