"""``framing report``: inputs in, a folder of pages and tables out."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.options import Fast, Inputs, Lexicons, Model, Only, Reference, Texts, Without
from framing.cli.progress import progress, say
from framing.cli.run import NOTHING, Run, make_scorers, none_exists, texts_for
from framing.epoch import source_date
from framing.version import __version__

if TYPE_CHECKING:
    from framing.compare.fingerprint import Fingerprint


def generated_time() -> str | None:
    """Return the time to print on the pages: SOURCE_DATE_EPOCH if set, else none, so that bytes stay the same."""
    moment = source_date()
    return None if moment is None else moment.isoformat()


def report(
    context: typer.Context,
    inputs: Inputs,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write; made if it is not there.")
    ] = Path("framing-out"),
    fast: Fast = False,
    excerpts: Annotated[
        bool, typer.Option("--excerpts", help="Show marked sentences and their neighbours only, for handouts.")
    ] = False,
    validation: Annotated[
        Path | None,
        typer.Option(
            "--validation",
            metavar="FILE",
            help="Show the error figures of this validation.json, which `framing validate score` wrote.",
            show_default=False,
        ),
    ] = None,
    lexicons: Lexicons = [],  # noqa: B006
    only: Only = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    model: Model = None,
    reference: Reference = None,
    texts: Texts = None,
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Also put articles on the same event together: compare them on a page, link their pages."
        ),
    ] = False,
) -> None:
    """Write a page for each article, an index, and tables (CSV); for several articles pages on all of them together.

    Prints the page to open first. All together: outlets, the words that set them apart, contested names, sources, time.
    The tables are articles.csv, sentences.csv, findings.csv, quotes.csv, speakers.csv, actors.csv, descriptions.csv,
    measures.csv, measures_wide.csv and, where something failed, failures.csv; datapackage.json says what every column
    means. analyses.jsonl holds the analyses themselves, which framing export and compare read. rejects.jsonl has a
    line for each record that gave no article: file, number, reason.

    Example: framing report story.txt -o out
    """
    from framing.cli.report_events import EVENTS, write_lone, write_with_events
    from framing.compare.fingerprint import fingerprint
    from framing.corpus.pages import CorpusPages, data_page
    from framing.corpus.store import CorpusStore
    from framing.export.analyses_file import ANALYSES, AnalysesWriter
    from framing.export.rejects import NAME, write_rejects
    from framing.export.tables import TableWriter
    from framing.report import index_entry, index_pages, render_pages
    from framing.safe_files import make_folder, write_text
    from framing.validated import read_validated

    run = Run(debug=bool(context.obj))
    make = cache(partial(make_scorers, lexicons, only, without, [], model, fast=fast, reference=reference))
    if none_exists(inputs):
        list(run.articles(inputs))  # names each
        say("framing: nothing was written")
        raise typer.Exit(NOTHING)
    if only or without or model or reference:
        make()  # a mistyped category or model is told before anything is read
    generated = generated_time()
    measured = read_validated(validation) if validation is not None else None
    folder = make_folder(output)
    prints: list[Fingerprint] = []
    beside = None if excerpts else ANALYSES
    render = partial(render_pages, excerpts=excerpts, generated=generated, data=beside, validated=measured)

    def write(name: str, page: str) -> None:
        write_text(folder / name, page)

    with CorpusStore(folder) as store:
        corpus = None
        with TableWriter(folder) as tables, AnalysesWriter(folder) as lines:
            with texts_for(run, texts), progress("articles") as step:
                for analysis in run.analyses(inputs, make, fast=fast):
                    tables.add(analysis)
                    lines.add(analysis)
                    if events:  # a page says what else is on its event, so it waits for the last article
                        prints.append(fingerprint(analysis.article))
                    else:
                        for name, page in render(analysis):
                            write(name, page)
                    store.add(analysis, index_entry(analysis))
                    step()
            if store.articles > 1:
                corpus = CorpusPages(store, tables, write, generated=generated, version=__version__).make(run.failures)
            tables.fail(run.failures)
        if corpus is not None:
            write("data.html", data_page(tables.known, generated=generated, version=__version__))
        data = [*tables.described, (ANALYSES, "the analyses, one line per article, for framing export and compare")]
        if len(prints) > 1:
            found = write_with_events(prints, folder / ANALYSES, render=render, generated=generated, write=write)
            data.append((EVENTS, f"articles on the same event, compared: {found}"))
        elif prints:
            write_lone(folder / ANALYSES, render=render, write=write)
            say("framing: --events has nothing to compare: there is only one article")
        if write_rejects(folder, run.failures):
            data.append((NAME, "the records that gave no article, each with its reason"))
        for name, page in index_pages(
            store.entries,
            failures=run.failures,
            data=data,
            corpus=corpus,
            generated=generated,
            version=__version__,
        ):
            write(name, page)
        alone = store.entries[0].href if store.articles == 1 and not run.failures else None
    say(f"framing: {run.summary()}")
    print(folder / (alone or "index.html"))
    raise typer.Exit(run.status)
