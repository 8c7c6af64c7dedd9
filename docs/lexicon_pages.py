"""The lexicons and what was measured of them in, the pages on what they look for out: an index, a page a category."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from framing.lexicon import Category, Example, Lexicon, Rule, load
from framing.resources import lexicons_folder
from framing.types import FAMILIES

CONTESTED = "contested_term"
_MADE = "<!-- Made by `python -m docs.make`; edit {source} instead. -->\n"
_HOME = lexicons_folder() / "en"


def cell(text: str) -> str:
    """Take a text; return it on one line, fit for a table."""
    return " ".join(text.split()).replace("|", "\\|")


@cache
def _lift() -> tuple[str, dict[tuple[str, str], dict[str, str]]]:
    """Return what the measured table says of itself, and its rows by category and group ("" for the category)."""
    first, *lines = (_HOME / "structure" / "lift.tsv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines, delimiter="\t") if not row["term"]]
    return first, {(row["category"], row["group"]): row for row in rows}


@cache
def _precision() -> dict[str, dict[str, float]]:
    return dict(tomllib.loads((_HOME / "structure" / "evidence.toml").read_text(encoding="utf-8")))


def _kept() -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return how many marks strict readers kept and of how many, by category and cue ("" for the category)."""
    acceptance = load().acceptance
    return {} if acceptance is None else acceptance.kept


def _per_100(value: float | str) -> str:
    return f"{100 * float(value):.0f}"


def index_page() -> str:
    """Return the page that lists all categories, with what was measured of each and a link to its page."""
    lexicon = load()
    out = [
        "# What the lexicons look for\n",
        _MADE.format(source="lexicons/en/"),
        f"{len(lexicon.categories)} categories with {lexicon.size:,} cues. A cue is a word, a phrase or a pattern of",
        "words. Each category has a page with its cues, their reasons and sources, sentences that must and must not be",
        'marked, and what was measured. To try a sentence: `framing lexicons test "…"`. Severity: 0 a note that enters',
        "no count, 1 weak, 2 medium, 3 strong; a group of cues may have its own.",
        "",
        "*Lift* says how much more often the writer's words that a category marks stand in a loaded sentence than",
        "words taken at random do: 1 is chance. It is given where there were 10 marks or more; each page says what it",
        "was measured on, which matters more than the figure.",
    ]
    for family, title in FAMILIES.items():
        out += ["", f"## {family} · {title}", "", *_of_family(family), ""]
        out += ["| category | what | cues | severity | lift |", "|---|---|---|---|---|"]
        for category in sorted((c for c in lexicon.categories if c.family == family), key=lambda c: c.id):
            count = sum(len(rule.cues) for rule in lexicon.rules if rule.category == category.id)
            row = _lift()[1].get((category.id, ""))
            lift = f"{row['lift']} ({row['low']} to {row['high']})" if row and int(row["hits"]) >= 10 else ""
            out.append(
                f"| [{category.title}](lexicons/{category.id}.md) (`{category.id}`) | {cell(category.definition)} "
                f"| {count:,} | {category.severity} | {lift} |"
            )
    return "\n".join(out) + "\n"


def _of_family(family: str) -> Iterator[str]:
    """Yield how often people also marked the sentences in which a family's marks stand."""
    found = _precision().get(family)
    if found:
        yield (
            f"Of 100 marks of this family in the writer's own words, in whole articles, {_per_100(found['value'])} "
            f"(95% interval {_per_100(found['low'])} to {_per_100(found['high'])}; {found['n']:.0f} marks) stand in a "
            "sentence that the readers of BASIL had marked (120 articles)."
        )


def category_page(name: str) -> str:
    """Take a category's id; return its page."""
    lexicon = load()
    category = next(c for c in lexicon.categories if c.id == name)
    rules = [rule for rule in lexicon.rules if rule.category == name]
    source = "lexicons/en/contested/" if name == CONTESTED else f"lexicons/en/{name}.toml"
    cues = sum(len(rule.cues) for rule in rules)
    out = [
        f"# {category.title}\n",
        _MADE.format(source=source),
        f"`{name}`, family {category.family} ({FAMILIES[category.family].lower()}). [All categories](../lexicons.md)",
        "",
        cell(category.definition),
        "",
        f"**Why look.** {cell(category.why)}",
        "",
        f"**When it misleads.** {cell(category.false_alarms)}",
        "",
        f"- {cues:,} cues in {len(rules)} groups; severity {category.severity}; version {category.version}; licence "
        f"{category.licence}",
        f"- Literature: {cell('; '.join(category.literature))}",
        "",
        "## What was measured",
        "",
        *_measured(category),
        *(_concepts(rules) if name == CONTESTED else _groups(rules)),
        *_sentences(lexicon, name),
    ]
    return "\n".join(out) + "\n"


def _measured(category: Category) -> Iterator[str]:
    yield from _of_family(category.family)
    said, rows = _lift()
    row = rows.get((category.id, ""))
    yield ""
    if row is None:
        yield "This category alone was not measured: it had no hit in the labelled sentences."
        return
    yield (
        f"This category alone: of {int(row['hits']):,} marked words of the writer, {_per_100(row['precision'])} in 100 "
        f"stood in a sentence labelled loaded; lift {row['lift']} (95% interval {row['low']} to {row['high']}), and "
        f"{row['in_outlet']} beside what the outlets of those sentences lead one to expect. Measured on single "
        "sentences of AnnoLexical (2024), half of them labelled loaded, by three language models and not by people; "
        "without a parse, so that conditions on part of speech did not hold back a hit."
    )
    if int(row["hits"]) < 10:
        yield "That is too few to say anything."
    kept, judged = _kept().get((category.id, ""), (0, 0))
    if judged:
        yield ""
        yield (
            f"Strict readers (language models) kept {kept:,} of {judged:,} marks of this category in news. Marks that "
            "they would hardly keep are notes; [how that is told](../method.md#6-marks-that-become-notes)."
        )
    yield ""
    yield f"<sub>{cell(said.removeprefix('# '))}</sub>"


def _groups(rules: list[Rule]) -> Iterator[str]:
    yield from ("", "## Cues", "", "One group has one reason and one source. The signs are those of the [lexicon")
    yield "format](../../lexicons/README.md#cues); `=>` gives a plainer wording where there is one."
    for rule in rules:
        row = _lift()[1].get((rule.category, rule.id))
        lift = f"; lift {row['lift']} on {row['hits']} hits" if row and int(row["hits"]) >= 10 else ""
        yield from ("", f"### {rule.id}", "", f"{cell(rule.note[:1].upper() + rule.note[1:])}.", "")
        yield f"- Source: {cell(rule.source)}"
        known = [_kept()[rule.category, cue.text] for cue in rule.cues if (rule.category, cue.text) in _kept()]
        kept = f"; strict readers kept {sum(k for k, _ in known)} of {sum(n for _, n in known)} marks" if known else ""
        yield f"- Severity {rule.severity}{f', weight {rule.weight:g}' if rule.weight != 1 else ''}{lift}{kept}"
        conditions = list(_conditions(rule))
        if conditions:
            yield f"- Only where: {'; '.join(conditions)}"
        if rule.cues:
            cues = (f"`{cue.text}`" + (f" => {cell(cue.plainer)}" if cue.plainer else "") for cue in rule.cues)
            yield f"- {' · '.join(cues)}"


def _conditions(rule: Rule) -> Iterator[str]:
    if rule.pos:
        yield f"it is used as {rule.pos}"
    if rule.voice == "writer":
        yield "the words are the writer's"
    if rule.negated == "ignore":
        yield "it is not negated"
    if rule.near:
        yield f"one of {_phrases(rule.near)} stands within {rule.within} words"
    if rule.not_near:
        yield f"none of {_phrases(rule.not_near)} stands within {rule.within} words"
    if rule.unless:
        yield f"it is not part of one of {_phrases(rule.unless)}"
    if rule.case:
        yield "the capitals are as written"
    if rule.start:
        yield "it begins a sentence"
    if rule.question:
        yield "the sentence is a question"
    if rule.reports:
        yield "it introduces somebody's words"
    if not rule.headlines:
        yield "it is not in a headline"


def _phrases(listed: tuple[object, ...]) -> str:
    return f"{len(listed)} listed phrase{'s' * (len(listed) != 1)}"


def _concepts(rules: list[Rule]) -> Iterator[str]:
    """Yield the contested things by domain, every name with who uses it and what it implies."""
    yield from ("", "## Contested things", "")
    yield "Each has several names. Every name is a note of weight 0, in the same words for all sides."

    def domain(rule: Rule) -> str:
        return rule.origin.rpartition("/")[2].partition("@")[0]

    for name, members in groupby(rules, key=domain):
        yield from ("", f"### {name.replace('_', ' ').capitalize()}")
        for concept, variants in groupby(members, key=lambda rule: rule.concept):
            named = list(variants)
            yield from ("", f"`{concept}`: {cell(named[0].note.partition(': ')[2].partition('. Used by')[0])}.", "")
            for rule in named:
                cues = " · ".join(f"`{cue.text}`" for cue in rule.cues)
                used = rule.note.partition("Used by: ")[2].partition(". Also called")[0]
                yield f"- {cues}: used by {cell(used)}"
            yield f"- Guidance: {cell(named[0].source)}"


def _sentences(lexicon: Lexicon, name: str) -> Iterator[str]:
    examples = [example for example in lexicon.examples if example.category == name]
    for title, marked in (("What must be marked", True), ("What must not", False)):
        yield from ("", f"## {title}", "")
        yield from (f"- {_bold(example)}" for example in examples if bool(example.marked) is marked)


def _bold(example: Example) -> str:
    """Return an example's text with what must be found in bold."""
    out, at = "", 0
    for words in example.marked:
        place = example.text.find(words, at)
        out += f"{example.text[at:place]}**{words}**"
        at = place + len(words)
    return cell(out + example.text[at:])


#: The pages, by their place in docs/, each with the function that makes it.
PAGES: dict[str, Callable[[], str]] = {
    "lexicons.md": index_page,
    **{
        f"lexicons/{name}.md": partial(category_page, name)
        for name in sorted([*(path.stem for path in _HOME.glob("*.toml")), CONTESTED])
    },
}


def stale(docs: Path) -> list[Path]:
    """Take the folder of the documentation; return the pages of categories that there are no more."""
    return [path for path in docs.glob("lexicons/*.md") if f"lexicons/{path.name}" not in PAGES]
