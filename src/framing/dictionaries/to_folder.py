"""The entries of a foreign dictionary in, a lexicon folder out: one category file each, with what was refused beside.

Terms hit as in the program they come from: no other forms, no other spellings, in names too, negated or not. What an
import cannot know (what a category means, where it misleads) is said so in the file, for a person to write.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.dictionaries.entries import Dictionary, Entry, Refused
from framing.dictionaries.sentences import example_sentences
from framing.dictionaries.to_cue import NoCueError, to_cue
from framing.safe_files import make_folder, write_text

_LONGEST = 300
_NAME = 60
#: A category file may have as many groups, and a group as many cues, as ``framing.lexicon.files`` reads.
_MOST_GROUPS = 1000
_MOST_CUES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What only a person can say of a dictionary: what it is called, where it is from, on what terms, what it marks."""

    title: str
    source: str
    licence: str
    family: str
    severity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file: its entries, those written by category id, those refused. read = written + refused."""

    read: int
    written: dict[str, int]
    refused: tuple[Refused, ...]


def make_folder_of(dictionary: Dictionary, folder: Path, about: About, *, format: str, file: Path) -> Imported:
    """Take a dictionary, the folder to make, what is known of it, its format and file; write the lexicon.

    Writes nothing where no entry can be used.
    """
    refused = list(dictionary.refused)
    by_category: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in dictionary.entries:
        cues = by_category[entry.category]
        try:
            cue = to_cue(entry.term, format=format)
            if cue in cues:
                raise NoCueError(f"it stands already in line {cues[cue].line}")
            if len(cues) >= _MOST_CUES:
                raise NoCueError(f"the category has more than {_MOST_CUES:,} terms; split it")
            kinds = {(other.weight, other.note) for other in cues.values()} if entry.weight or entry.note else set()
            if len(kinds) >= _MOST_GROUPS and (entry.weight, entry.note) not in kinds:
                raise NoCueError(f"the category has more than {_MOST_GROUPS:,} different weights and notes")
        except NoCueError as error:
            refused.append(Refused(line=entry.line, term=entry.term, category=entry.category, reason=str(error)))
            continue
        cues[cue] = entry
    filled = {category: cues for category, cues in by_category.items() if cues}
    written: dict[str, int] = {}
    if filled:
        make_folder(folder)
        names = _names(filled, _slug(folder.resolve().name, "list"))
        for category, cues in filled.items():
            write_text(folder / f"{names[category]}.toml", _category_file(names[category], category, cues, about))
            written[names[category]] = len(cues)
        write_text(folder / "README.md", _readme(about, dictionary.read, written, len(refused), file))
        if refused:
            write_text(folder / "refused.csv", _table(sorted(refused)))
    return Imported(read=dictionary.read, written=written, refused=tuple(sorted(refused)))


def _names(categories: dict[str, dict[str, Entry]], prefix: str) -> dict[str, str]:
    """Return an id for each category: behind the folder's name, so that none joins a category of another lexicon."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for category in categories:
        base = f"{prefix}_{_slug(category, 'x')}"[:_NAME] if category else prefix
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base[: _NAME - 5]}_{number}"
        taken.add(name)
        names[category] = name
    return names


def _slug(text: str, otherwise: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:_NAME]
    return name if re.match(r"[a-z]", name) else f"{otherwise}_{name}".strip("_")


def clean(text: str) -> str:
    """Take any text; return it on one line, without invisible characters, cut to what a file may hold."""
    visible = "".join(" " if char.isspace() else char for char in text)
    return " ".join("".join(c for c in visible if unicodedata.category(c)[0] != "C").split())[:_LONGEST]


def _toml(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False)


def _category_file(name: str, category: str, cues: dict[str, Entry], about: About) -> str:
    title = f"{about.title}: {category}" if category else about.title
    note = f"listed in {about.title}" + (f" under {category}" if category else "")
    hit, miss = example_sentences(list(cues))
    lines = [
        "# Made by `framing lexicons import`. Terms hit as written: no other forms, in names too, negated or not.",
        "schema   = 1",
        f"category = {_toml(name)}",
        f"family   = {_toml(about.family)}",
        f"title    = {_toml(title)}",
        "version  = 1",
        f"licence  = {_toml(about.licence)}",
        f"severity = {about.severity}",
        "# An import cannot know what the next three should say: please write them.",
        f"definition   = {_toml(f'The terms that {about.title} lists' + (f' under {category}.' if category else '.'))}",
        'why          = "The list says that a word is there, not what it does in the sentence; read the sentence."',
        'false_alarms = "Every use of a listed word is marked: other senses, names and titles too."',
        f"literature   = [{_toml(about.source)}]",
        'negated      = "keep"',
    ]
    groups: dict[tuple[float | None, str | None], list[str]] = defaultdict(list)
    for cue, entry in cues.items():
        groups[entry.weight, entry.note].append(cue)
    for number, ((weight, own), members) in enumerate(groups.items(), start=1):
        lines += [
            "",
            "[[group]]",
            f'id       = "terms-{number}"',
            f"source   = {_toml(about.source)}",
            f"note     = {_toml(own if own and len(clean(own)) >= 3 else note)}",
            'inflect  = "exact"',
            "names    = true",
            "also     = true",
            *([f"weight   = {weight!r}"] if weight is not None else []),
            'cues = """',
            *members,
            '"""',
        ]
    lines += [
        "",
        "# Made of the terms themselves, to show that they are found. Please add sentences that made you doubt.",
        "[examples]",
        f"hit  = [{', '.join(_toml(one) for one in hit)}]",
        f"miss = [{', '.join(_toml(one) for one in miss)}]",
    ]
    return "\n".join(lines) + "\n"


def _readme(about: About, read: int, written: dict[str, int], refused: int, file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    rows = [f"| `{name}` | {count:,} |" for name, count in written.items()]
    return "\n".join(
        [
            f"# {clean(about.title)}",
            "",
            f"Made by `framing lexicons import` from `{clean(file.name)}` (sha256 {digest}).",
            "",
            f"- Source: {clean(about.source)}",
            f"- Licence: {clean(about.licence)}",
            f"- {read:,} entries read: {sum(written.values()):,} written, {refused:,} refused"
            + (" (`refused.csv` says why)" if refused else ""),
            "",
            "| category | terms |",
            "|---|---|",
            *rows,
            "",
            "What only a person can write: each file's `definition`, `why` and `false_alarms`, and better examples.",
            "",
        ]
    )


def _table(refused: list[Refused]) -> str:
    from framing.export.table_files import field

    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("line", "term", "category", "reason"))
    table.writerows([field(value) for value in (one.line, one.term, one.category, one.reason)] for one in refused)
    return out.getvalue()


def all_lines(imported: Imported, shown: str) -> Iterator[str]:
    """Take what was imported and the file's name; yield a line for each refused entry: where, what, why."""
    for one in imported.refused:
        where = f" ({clean(one.category)})" if one.category else ""
        yield f"{shown}:{one.line}: “{clean(one.term)}”{where}: {one.reason}"
