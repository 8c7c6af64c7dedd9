"""The code, the lexicons and the model's card in, the generated pages and figures of the documentation out, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.lexicon_pages import PAGES as LEXICON_PAGES

ROOT = Path(__file__).resolve().parent.parent
_QUALITY = re.compile(r"(<!-- quality -->).*?(<!-- /quality -->)", re.S)
_ERRORS = re.compile(r"(<!-- errors -->).*?(<!-- /errors -->)", re.S)
_GENERATED = "<!-- Made by `python -m docs.make`; edit {source} instead. -->\n"


def columns_page() -> str:
    """Return the page of all tables and columns."""
    from framing.export.codebook import table_lines
    from framing.export.columns import TABLES
    from framing.export.corpus_columns import CORPUS_TABLES

    out = [
        "# The tables, column by column\n",
        _GENERATED.format(source="src/framing/export/columns.py"),
        "`framing report` and `framing export` write these files; `codebook.md` of an export says the same of its own.",
        "They are UTF-8 with commas, the first row holds the names, an empty field is missing, `true` and `false` are",
        "written so. Offsets count Unicode code points from 0, and the end is the first one after the passage.",
        "`datapackage.json` beside them says the same for programs (Frictionless Table Schema). Columns of your own",
        "input table stand at the end of `articles.csv`. As Parquet (`framing export --format parquet`) they hold the",
        "same columns with the same values. The tables from `outlets.csv` on come with several articles.",
    ]
    for name, table in {**TABLES, **CORPUS_TABLES}.items():
        out += ["", f"## {name}.csv", "", f"{table.row[:1].upper()}{table.row[1:]}."]
        out += table_lines(name, table.columns, known={**TABLES, **CORPUS_TABLES})
    return "\n".join(out) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield (full name, command) of every command that does something."""
    if getattr(command, "commands", None):
        for child, inner in command.commands.items():
            yield from _commands(inner, f"{name} {child}")
    else:
        yield name, command


def commands() -> dict[str, Any]:
    """Return every command of the program by its full name."""
    from typer.main import get_command

    from framing.cli import app

    return dict(_commands(get_command(app), "framing"))


def commands_page() -> str:
    """Return the page of all commands, arguments and options."""
    out = [
        "# Commands\n",
        _GENERATED.format(source="src/framing/cli/"),
        "Results go to standard output, all else to standard error. `framing --version` shows the version,",
        "`framing --debug` before a command shows a traceback where something fails, `framing --install-completion`",
        "sets up your shell, `framing --show-completion` prints what it would add.",
        "",
        "| exit status | means |",
        "|---|---|",
        "| 0 | done; findings are no failure |",
        "| 1 | a category named with `--fail-on` was found in the writer's words, or by `verify` a difference |",
        "| 2 | wrong use: an option, a name, a lexicon with faults, a folder that cannot be written |",
        "| 3 | done, but some inputs failed; each has its line on standard error |",
        "| 4 | nothing could be analysed |",
        "| 130, 143 | interrupted with Ctrl-C, or ended by the system |",
    ]
    for name, command in commands().items():
        summary, _, rest = (command.help or "").partition("\n\n")
        out += ["", f"## {name}", "", " ".join(summary.split())]
        paragraphs = [" ".join(part.split()) for part in rest.split("\n\n") if part.strip()]
        out += [line for part in paragraphs for line in ("", re.sub(r"^Example: (.*)$", r"Example: `\1`", part))]
        rows = [_parameter(one) for one in command.params if getattr(one, "name", "") != "help"]
        if rows:
            out += ["", "| argument or option | meaning |", "|---|---|", *rows]
    return "\n".join(out) + "\n"


def _parameter(one: Any) -> str:
    if one.param_type_name == "argument":
        name = one.metavar or one.name.upper()
    else:
        name = ", ".join(one.opts) + (f" {one.metavar}" if one.metavar else "")
    default = f" Default: `{one.default}`." if isinstance(one.default, Path) else ""
    text = (one.help or "").rstrip(".")
    return f"| `{name}` | {_cell(text)}.{default} |"


def _figures() -> dict[str, Any]:
    import tomllib

    card = (ROOT / "models" / "loaded-encoder-en" / "card.toml").read_text(encoding="utf-8")
    figures: dict[str, Any] = tomllib.loads(card)["figures"]
    return figures


def quality_table() -> str:
    """Return the README's table of figures, as the sentence model's card has them (``make quality`` measures them)."""
    figures = _figures()
    whole, fast, single = figures["basil_dev"], figures["basil_dev_fast"], figures["babe"]
    others, of_single = figures["basil_dev_baselines"], figures["babe_baselines"]
    rows = [
        "| | whole articles: AUC within an article | whole articles: MAP | single sentences: macro-F1 |",
        "|---|---|---|---|",
        f"| **framing** | {_with_interval(whole, 'auc')} | {_with_interval(whole, 'map')} "
        f"| {_with_interval(single, 'macro_f1_by_article')} |",
        f"| framing `--fast` | {_with_interval(fast, 'auc')} | {_with_interval(fast, 'map')} | |",
    ]
    for key, name in (
        ("writer_words", "plain number of the writer's words"),
        ("vader", "VADER, strength of sentiment"),
        ("textblob", "TextBlob, subjectivity"),
    ):
        rows.append(
            f"| {name} | {others[f'{key}_auc']:.3f} | {others[f'{key}_map']:.3f} "
            f"| {of_single[f'{key}_macro_f1_by_article']:.3f} |"
        )
    return "\n".join(rows)


def _with_interval(figures: dict[str, float], name: str) -> str:
    return f"{figures[name]:.3f} ({figures[f'{name}_low']:.3f} to {figures[f'{name}_high']:.3f})"


def error_line() -> str:
    """Return how often the sentence model is wrong at its level, in plain words, from its card."""
    whole = _figures()["basil_dev"]
    settings = json.loads((ROOT / "models" / "loaded-encoder-en" / "settings.json").read_text(encoding="utf-8"))
    level = round(100 * settings["threshold"])
    right, found = round(100 * whole["precision_at_threshold"]), round(100 * whole["recall_at_threshold"])
    return (
        f"Of 100 sentences with a chance of {level} in 100 or more, the readers of BASIL had marked about {right};\n"
        f"of 100 sentences that they marked, about {found} have such a chance."
    )


def with_figures(page: str) -> str:
    """Take a page; return it with the figures of the card between its ``quality`` and ``errors`` comments."""
    page = _QUALITY.sub(lambda match: f"{match[1]}\n{quality_table()}\n{match[2]}", page)
    return _ERRORS.sub(lambda match: f"{match[1]}\n{error_line()}\n{match[2]}", page)


#: The pages that are made whole.
GENERATED = {"columns.md": columns_page, "commands.md": commands_page, **LEXICON_PAGES}
