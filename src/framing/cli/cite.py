"""``framing cite``: analyses in, what to cite out: the program, its lexicons and its models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from framing.cli.layout import plain, width, wrapped
from framing.cli.progress import say
from framing.cli.report import generated_time
from framing.cli.run import NOTHING, PARTLY
from framing.types import About, Analysis
from framing.version import __version__


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

    found = _of_analyses(inputs) if inputs else _Found(dict.fromkeys([__version__]), dict.fromkeys(_installed()))
    made = dict.fromkeys(work for version in found.versions for work in citation.works(version, found.ran))
    works = sorted(made, key=lambda work: work.kind != "software")
    when = generated_time()
    year = when[:4] if when else None
    if not bibtex:
        print(*(plain(citation.apa(work, year)) for work in works), "", sep="\n")
        for about in found.ran:
            print(*_behind(about), sep="\n")
    print("\n\n".join(citation.bibtex(work, year) for work in works))
    if found.failed:
        raise typer.Exit(PARTLY)


@dataclass(slots=True)
class _Found:
    versions: dict[str, None]
    ran: dict[About, None]
    failed: bool = False


def _installed() -> Iterator[About]:
    from framing.lexicon import load
    from framing.scoring import build

    return (scorer.about for scorer in build(load()).ready)


def _of_analyses(inputs: list[str]) -> _Found:
    """Return what made the analyses of files, and whether some could not be read."""
    from framing.stored_files import read_stored

    found = _Found({}, {})
    for name in inputs:
        for item in read_stored(name):
            if isinstance(item, Analysis):
                found.versions[str(item.made_with.get("framing", "version not recorded"))] = None
                found.ran.update(dict.fromkeys(item.ran))
            else:
                found.failed = True
                say(f"framing: {item.origin}: {item.message}")
    if not found.versions:
        raise typer.Exit(NOTHING)
    return found


def _behind(about: About) -> Iterator[str]:
    """Take what ran; yield the line on the works that it rests on, where it is what is installed, and a blank one."""
    from framing.lexicon import load
    from framing.model_cards import installed

    columns = width()
    if about.id.startswith("lexicon:"):
        lexicon = load()
        if lexicon.digest != about.digest:
            text = "not as this version ships it: cite also whoever made what was added or changed"
            yield from wrapped(plain(f"{about.id} (sha256 {about.digest[:12]}) is {text}."), "", columns)
        else:
            named = (work for category in lexicon.categories for work in category.literature)
            behind = sorted({work.replace(" and ", " & ") for work in named}, key=str.casefold)
            yield from wrapped(plain(f"{about.id} rests on: {'; '.join(behind)}."), "", columns)
        yield ""
    for card in installed():
        if about.id.startswith("model:") and f"model:{card.id}".startswith(about.id) and card.version == about.version:
            learned = [f"{one['name']} ({one.get('reference', 'no reference')})" for one in card.data["trained_on"]]
            base = card.data.get("base", {})
            if base:
                learned.insert(0, f"{base['name']} ({base['reference']})")
            yield from wrapped(plain(f"{about.id} was learned from: {'; '.join(learned)}."), "", columns)
            yield ""
