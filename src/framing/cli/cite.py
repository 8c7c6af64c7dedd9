"""``framing cite``: analyses in, what to cite out: the program, its lexicons and its models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.layout import plain
from framing.cli.progress import say
from framing.cli.report import generated_time
from framing.cli.run import NOTHING, PARTLY
from framing.types import Analysis
from framing.version import __version__

if TYPE_CHECKING:
    from framing.citation import Work


def cite(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="[ANALYSES]...",
            help="JSON Lines of framing analyze --json: cite what made them. Without: what is installed.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX and nothing else.")] = False,
) -> None:
    """Show how to cite the program with the lexicons and models in use, in APA style and as BibTeX.

    Example: framing cite analyses.jsonl --bibtex > framing.bib
    """
    from framing import citation

    works, failed = _of_analyses(inputs) if inputs else (_installed(), False)
    when = generated_time()
    year = when[:4] if when else None
    if not bibtex:
        print(*(plain(citation.apa(work, year)) for work in works), "", sep="\n")
    print("\n\n".join(citation.bibtex(work, year) for work in works))
    if failed:
        raise typer.Exit(PARTLY)


def _installed() -> tuple[Work, ...]:
    from framing import citation
    from framing.lexicons import load
    from framing.scoring import build

    return citation.works(__version__, [scorer.about for scorer in build(load()).ready])


def _of_analyses(inputs: list[str]) -> tuple[tuple[Work, ...], bool]:
    """Return what made the analyses of files, and whether some could not be read."""
    from framing import citation
    from framing.stored_files import read_stored

    found: dict[Work, None] = {}
    failed = False
    for name in inputs:
        for item in read_stored(name):
            if isinstance(item, Analysis):
                version = str(item.made_with.get("framing", "version not recorded"))
                found.update(dict.fromkeys(citation.works(version, item.ran)))
            else:
                failed = True
                say(f"framing: {item.origin}: {item.message}")
    if not found:
        raise typer.Exit(NOTHING)
    return tuple(sorted(found, key=lambda work: work.kind != "software")), failed
