"""``framing lexicons list|check|show|test``: the word lists, for those who read and edit them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import completion
from framing.cli.kwic import kwic
from framing.cli.layout import plain, width, wrapped
from framing.cli.lexicons_import import import_
from framing.cli.lexicons_new import new
from framing.cli.options import Lexicons, unknown
from framing.cli.progress import say
from framing.types import FAMILIES

if TYPE_CHECKING:
    from framing.lexicon import Category, Rule

PROBLEMS = 2
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Make, show, check and try word lists.")
app.command()(new)
app.command("import")(import_)
app.command()(kwic)


@app.command("list")
def list_(lexicons: Lexicons = []) -> None:  # noqa: B006
    """List the categories of the lexicons: family, number of cues, severity.

    Example: framing lexicons list
    """
    from framing.lexicon_choice import load_with

    lexicon = load_with(lexicons)
    print(f"{'category':30}{'family':>7}{'cues':>7}{'severity':>10}")
    for category in sorted(lexicon.categories, key=lambda c: (list(FAMILIES).index(c.family), c.id)):
        cues = sum(len(rule.cues) for rule in lexicon.rules if rule.category == category.id)
        print(f"{category.id:30}{category.family:>7}{cues:7}{category.severity:10}")
    concepts = {rule.concept for rule in lexicon.rules if rule.concept}
    licences = sorted({category.licence for category in lexicon.categories})
    print()
    print(*wrapped("; ".join(f"{letter} {name}" for letter, name in FAMILIES.items()), "", width()), sep="\n")
    text = (
        f"{lexicon.size} cues in {len(lexicon.categories)} categories, {len(concepts)} contested things; "
        f"licence {', '.join(licences)}; sha256 {lexicon.digest[:12]}"
    )
    print(*wrapped(plain(text), "", width()), sep="\n")


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            exists=True,
            file_okay=False,
            help="A lexicon folder; the shipped one if none is given.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check a folder: its files, sources, examples. Prints every problem as path:line:col: message.

    Example: framing lexicons check my-lexicon
    """
    from framing.lexicon import read_folder
    from framing.lexicon_check import check_folder
    from framing.resources import lexicons_folder

    place = folder or lexicons_folder() / "en"
    problems = check_folder(place)
    for problem in problems:
        print(plain(str(problem)))
    if problems:
        say(f"framing: {len(problems)} problem{'s' * (len(problems) != 1)} in {place}")
        raise typer.Exit(PROBLEMS)
    lexicon, _ = read_folder(place)
    say(f"framing: {lexicon.id}: {lexicon.size} cues, {len(lexicon.examples)} examples hold, no problem")


@app.command()
def show(
    category: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A category (sensational_verb) or the id of a contested thing.",
            show_default=False,
            autocompletion=completion.lexicon_entries,
        ),
    ],
    lexicons: Lexicons = [],  # noqa: B006
) -> None:
    """Show a category: what it is, why it matters, when it misleads, and its cues with their sources.

    Example: framing lexicons show sensational_verb
    """
    from framing.lexicon_choice import load_with

    lexicon = load_with(lexicons)
    rules = [rule for rule in lexicon.rules if category in (rule.category, rule.concept)]
    if not rules:
        known = {rule.category for rule in lexicon.rules} | {rule.concept for rule in lexicon.rules if rule.concept}
        raise unknown("lexicon category or contested thing", category, sorted(known), "framing lexicons list")
    about = next((c for c in lexicon.categories if c.id == category), None)
    if about is not None:
        print(*_about(about), sep="\n")
    for rule in rules:
        print(*_rule(rule), sep="\n")


def _about(category: Category) -> Iterator[str]:
    yield plain(f"{category.title} ({category.id}), family {category.family}: {FAMILIES[category.family]}")
    yield ""
    for name, text in (
        ("What", category.definition),
        ("Why", category.why),
        ("Misleads", category.false_alarms),
        ("Sources", "; ".join(category.literature)),
        ("Licence", f"{category.licence}, version {category.version}"),
    ):
        yield from wrapped(plain(text), f"{name:10}", width())


def _rule(rule: Rule) -> Iterator[str]:
    yield ""
    yield plain(f"{rule.id}  severity {rule.severity}")
    yield from wrapped(plain(rule.note), "  ", width())
    yield from wrapped(plain(f"source: {rule.source}"), "  ", width())
    cues = ", ".join(cue.text + (f" (plainer: {cue.plainer})" if cue.plainer else "") for cue in rule.cues)
    yield from wrapped(plain(cues), "  ", width())


@app.command()
def test(
    text: Annotated[str, typer.Argument(help="A sentence, in quotation marks.", show_default=False)],
    lexicons: Lexicons = [],  # noqa: B006
) -> None:
    """Explain every hit in a text, and every near miss with the condition that failed.

    Example: framing lexicons test "The minister slammed the plan."
    """
    if not text.strip():
        raise typer.BadParameter("the text is empty; give a sentence in quotation marks", param_hint="TEXT")
    from framing.cli.lexicons_explained import LEAD, explained
    from framing.lexicon_choice import load_with

    for line in explained(text, load_with(lexicons)):
        print(*wrapped(plain(line[LEAD:]), line[:LEAD], width()), sep="\n")
