"""``framing compare``: articles in, a page that compares those on one event out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.options import Fast, Inputs, Lexicons, Model
from framing.cli.progress import progress, say
from framing.cli.report import generated_time
from framing.cli.run import NOTHING, Run, make_scorers, none_exists
from framing.errors import ConfigError
from framing.stored_files import is_stored
from framing.types import Failure

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison
    from framing.scoring import Scorers
    from framing.types import Analysis

_PAGE = Path("framing-out/compare.html")
_NAMED = 10


def compare(
    context: typer.Context,
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="The page to write (.html), or a folder for several events. Default: framing-out/compare.html.",
            show_default=False,
        ),
    ] = None,
    without: Annotated[
        list[str],
        typer.Option(
            "--without",
            metavar="ID",
            help="Leave out the article with this id; may be given several times.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    together: Annotated[
        bool, typer.Option("--together", help="Compare all articles on one page, whatever they seem to be about.")
    ] = False,
    keep_wire: Annotated[
        bool, typer.Option("--keep-wire", help="Count sentences that articles share in each of them, not once.")
    ] = False,
    fast: Fast = False,
    lexicons: Lexicons = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Compare articles of several outlets on one event: names, sources, what only one says, rates.

    Articles and stored analyses (framing analyze --json) can be mixed. Inputs about several events need a folder (-o
    DIR): it gets a page for each event and events.html.

    Example: framing compare one.html two.html three.html -o compare.html
    """
    from framing.compare.grouped import compare_events, compare_together, titled

    run = Run(debug=bool(context.obj))
    make = cache(partial(make_scorers, lexicons, [], [], [], model, fast=fast))
    if none_exists(inputs):
        list(run.articles(inputs))  # names each
        say("framing: nothing was written")
        raise typer.Exit(NOTHING)
    with progress("articles") as step:
        kept = _kept(_analyses(run, inputs, make, fast=fast), set(without), step)
    if not kept:
        say("framing: no article to compare; nothing was written")
        raise typer.Exit(NOTHING)
    if len(kept) == 1:
        raise ConfigError("Only one article on this event; nothing to compare.")
    alone: list[Analysis] = []
    if together:
        made = [compare_together(kept, keep_wire=keep_wire)]
    else:
        made, alone = compare_events(kept, keep_wire=keep_wire)
        if not made:
            raise ConfigError(
                f"no two of these {len(kept)} articles seem to be on one event; nothing to compare. --together "
                "compares them all the same"
            )
    for comparison in made:
        if comparison.left_out:
            rest = comparison.left_out
            say(f"framing: {len(rest)} more on one event than fit on a page: {_named(rest)}")
    if alone:
        say(f"framing: not compared, no other article on the event: {_named([titled(one) for one in alone])}")
    folder = output is not None and (output.is_dir() or output.suffix.lower() not in (".html", ".htm"))
    if len(made) > 1 and not folder:
        from framing.compare.headings import about

        events = _named([about(one) for one in made])
        raise ConfigError(
            f"the articles are about {len(made)} events ({events}); give a folder with -o to get a page for each, or "
            "--together to put them on one"
        )
    opened = (
        _write_folder(output, made, alone, len(kept)) if folder and output else _write_page(output or _PAGE, made[0])
    )
    if run.failures or run.passed_over:
        say(f"framing: {run.summary()}")
    print(opened)
    raise typer.Exit(run.status)


def _analyses(run: Run, inputs: list[str], make: Callable[[], Scorers], *, fast: bool) -> Iterator[Analysis]:
    """Yield the analyses of the inputs: stored ones as they are, the others made now."""
    ready = [name for name in inputs if is_stored(name)]
    raw = [name for name in inputs if name not in ready]
    for item in chain.from_iterable(map(run.stored, ready)):
        if not isinstance(item, Failure):
            yield item
    if raw:
        yield from run.analyses(raw, make, fast=fast)


def _kept(analyses: Iterator[Analysis], without: set[str], step: Callable[[], None]) -> list[Analysis]:
    """Return the analyses without those that are to be left out; two with one id and text count once."""
    kept: dict[tuple[str, str], Analysis] = {}
    seen: set[str] = set()
    for analysis in analyses:
        step()
        seen.add(analysis.article.id)
        if analysis.article.id not in without:
            kept.setdefault((analysis.article.id, analysis.article.text), analysis)
    unknown = sorted(without - seen)
    if unknown:
        known = ", ".join(sorted(seen)[:_NAMED])
        raise ConfigError(f"--without {unknown[0]}: no article has this id; the ids are {known}")
    return list(kept.values())


def _named(names: list[str] | tuple[str, ...]) -> str:
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "; ".join(names[:_NAMED]) + rest


def _write_page(path: Path, comparison: Comparison) -> Path:
    from framing.compare.pages import render_comparison
    from framing.safe_files import make_folder, write_text

    make_folder(path.parent)
    write_text(path, render_comparison(comparison, generated=generated_time()))
    return path


def _write_folder(folder: Path, made: list[Comparison], alone: list[Analysis], articles: int) -> Path:
    from framing.compare.grouped import titled
    from framing.compare.pages import event_entry, event_page_name, render_comparison, render_events
    from framing.safe_files import make_folder, write_text

    make_folder(folder)
    generated = generated_time()
    index = "events.html"
    for comparison in made:
        page = render_comparison(comparison, generated=generated, index=index)
        write_text(folder / event_page_name(comparison), page)
    entries = [event_entry(one) for one in made]
    names = [titled(one) for one in alone]
    write_text(folder / index, render_events(entries, alone=names, articles=articles, generated=generated))
    return folder / (entries[0].href if len(entries) == 1 and not alone else index)
