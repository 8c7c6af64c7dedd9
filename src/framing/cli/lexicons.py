"""``framing lexicons list|check|show|test``: the word lists, for those who read and edit them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.terminal import plain
from framing.types import FAMILIES

PROBLEMS = 2
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Show, check and try the word lists.")
_Folder = Annotated[list[Path], typer.Option("--lexicons", help="Also the lexicon in this folder.", show_default=False)]


@app.command("list")
def list_(lexicons: _Folder = []) -> None:  # noqa: B006
    """List the categories of the lexicons: family, cues, severity, licence.

    Example: framing lexicons list
    """
    from framing.lexicons import load, merge

    lexicon = load()
    for folder in lexicons:
        lexicon = merge(lexicon, load(folder))
    print(f"{'category':30}{'family':>6}{'cues':>7}{'severity':>10}  licence")
    for category in sorted(lexicon.categories, key=lambda c: (list(FAMILIES).index(c.family), c.id)):
        cues = sum(len(rule.cues) for rule in lexicon.rules if rule.category == category.id)
        print(f"{category.id:30}{category.family:>6}{cues:7}{category.severity:10}  {category.licence}")
    concepts = {rule.concept for rule in lexicon.rules if rule.concept}
    print(
        f"{lexicon.size} cues in {len(lexicon.categories)} categories; {len(concepts)} contested things; sha256 {lexicon.digest[:12]}"
    )


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A lexicon folder; the shipped one if none is given.", show_default=False)
    ] = None,
) -> None:
    """Check a folder: its files, sources, examples. Prints every problem as path:line:col: message.

    Example: framing lexicons check my-lexicon
    """
    from framing.lexicon_check import check_folder
    from framing.lexicons import read_folder
    from framing.resources import lexicons_folder

    place = folder or lexicons_folder() / "en"
    problems = check_folder(place)
    for problem in problems:
        print(plain(str(problem)))
    lexicon, _ = read_folder(place)
    if problems:
        print(f"framing: {len(problems)} problem{'s' * (len(problems) != 1)} in {place}", file=sys.stderr)
        raise typer.Exit(PROBLEMS)
    print(f"{place.name}: {lexicon.size} cues, {len(lexicon.examples)} examples hold, no problem", file=sys.stderr)


@app.command()
def show(
    category: Annotated[
        str, typer.Argument(help="A category (sensational_verb) or the id of a contested thing.", show_default=False)
    ],
) -> None:
    """Show a category: what it is, why it matters, when it misleads, and its cues with their sources.

    Example: framing lexicons show sensational_verb
    """
    from framing.errors import ConfigError
    from framing.lexicons import load

    lexicon = load()
    rules = [rule for rule in lexicon.rules if category in (rule.category, rule.concept)]
    if not rules:
        raise ConfigError(f"no lexicon category is named {category!r}; `framing lexicons list` names them all")
    about = next((c for c in lexicon.categories if c.id == rules[0].category), None)
    if about is not None and category == about.id:
        print(f"{about.title} ({about.id}), family {about.family}: {FAMILIES[about.family]}\n")
        print(f"What      {about.definition}\nWhy       {about.why}\nMisleads  {about.false_alarms}")
        print(f"Sources   {'; '.join(about.literature)}\nLicence   {about.licence}, version {about.version}")
    for rule in rules:
        print(f"\n{rule.id}  severity {rule.severity}\n  {rule.note}\n  source: {rule.source}")
        print("  " + ", ".join(cue.text + (f" (plainer: {cue.plainer})" if cue.plainer else "") for cue in rule.cues))


@app.command()
def test(
    text: Annotated[str, typer.Argument(help="A sentence, in quotation marks.", show_default=False)],
    lexicons: _Folder = [],  # noqa: B006
) -> None:
    """Explain every hit in a text, and every near miss with the condition that failed.

    Example: framing lexicons test "The minister slammed the plan."
    """
    from framing.ingest.article import make_article
    from framing.lexicons import load, merge
    from framing.matching import Matcher
    from framing.pipeline import parse
    from framing.scoring.lexicon import LexiconScorer

    lexicon = load()
    for folder in lexicons:
        lexicon = merge(lexicon, load(folder))
    parsed = parse(make_article(text, origin="text", language="en"))
    scorer = LexiconScorer(lexicon)
    findings = scorer.score(parsed, ()).findings
    shown = parsed.article.text
    for finding in findings:
        print(
            plain(
                f"hit   {finding.family} {finding.category:28} “{finding.span.text(shown)}”  weight {finding.score}, {finding.voice}"
            )
        )
        print(plain(f"      {finding.note}" + (f"; plainer: {finding.plainer}" if finding.plainer else "")))
        print(plain(f"      rule {finding.origin} · {finding.source}"))
    hits, rejected = Matcher(lexicon).search(parsed)
    tokens = parsed.tokens
    kept = {(f.span.start, f.span.end, f.category) for f in findings}
    for hit in hits:
        place = (tokens.start[hit.first], tokens.end[hit.last - 1], hit.rule.category)
        if place not in kept:
            why = (
                "the name that all sides share; no rival of it is used here"
                if hit.rule.shared
                else "a longer or heavier hit of its family covers it"
            )
            print(plain(f"none  {hit.rule.family} {hit.rule.category:28} “{shown[place[0] : place[1]]}”  {why}"))
    for miss in rejected:
        words = shown[tokens.start[miss.hit.first] : tokens.end[miss.hit.last - 1]]
        print(plain(f"none  {miss.hit.rule.family} {miss.hit.rule.category:28} “{words}”  {miss.reason}"))
    if not hits and not rejected:
        print("no cue of any lexicon stands in this text")
