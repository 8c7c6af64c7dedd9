"""Analyses in, a folder for other people and programs out: tables, annotation files, and how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing import citation
from framing.errors import ConfigError
from framing.export.codebook import codebook
from framing.export.corpus_facts import CorpusFacts
from framing.export.formats import FORMATS
from framing.export.methods import methods
from framing.export.provenance import NAME, Choices, as_json, fingerprint, provenance
from framing.export.table_files import TableWriter
from framing.staging import Staging
from framing.types import Analysis, Failure

#: The formats that are tables; the others are those of ``FORMATS``.
TABLE_FORMATS = {"csv": "tables as CSV", "parquet": "the same tables as Parquet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the files, what they were made of, and the carried columns that were left out with the text."""

    files: tuple[str, ...]
    facts: CorpusFacts
    left_out: tuple[str, ...] = ()


def check(folder: Path, choices: Choices) -> None:
    """Take a folder and choices; raise ConfigError, in one line, where they cannot be done, before anything is read."""
    known = (*TABLE_FORMATS, *FORMATS)
    for name in choices.formats:
        if name not in known:
            raise ConfigError(f"there is no format {name!r}; the formats are {', '.join(known)}")
        if not choices.text and name in FORMATS and not FORMATS[name].without_text:
            fitting = ", ".join((*TABLE_FORMATS, *(key for key, one in FORMATS.items() if one.without_text)))
            raise ConfigError(f"{name} is made of the text, so it cannot be written with --no-text; use {fitting}")
        if name in ("webanno", "uima", "brat") and (folder / name).is_dir() and any((folder / name).iterdir()):
            raise ConfigError(
                f"{folder / name} is not empty; people may have annotated there, so nothing in it is replaced: "
                "give another folder with -o, or move it away"
            )


def write_folder(
    items: Iterable[Analysis | Failure],
    folder: Path,
    choices: Choices,
    *,
    inputs: Iterable[Path] = (),
    generated: str | None = None,
) -> Exported:
    """Take analyses and failures, a folder that is there, and choices; write all files of the export together.

    ``inputs`` are the files that the analyses came from, ``generated`` the time to record (ISO 8601). Memory does not
    grow with the number of analyses. Raises ConfigError where the choices cannot be done.
    """
    check(folder, choices)
    facts = CorpusFacts()
    left_out: tuple[str, ...] = ()
    with Staging(folder) as staging, ExitStack() as stack:
        writers = [FORMATS[name].make(staging, choices.text) for name in choices.formats if name in FORMATS]
        tables = TableWriter(
            folder,
            text=choices.text,
            excel=choices.excel,
            csv="csv" in choices.formats,
            parquet="parquet" in choices.formats,
            staging=staging,
        )
        wanted = bool(tables.suffixes)
        if wanted:
            stack.enter_context(tables)
        for item in items:
            if isinstance(item, Failure):
                facts.fail(item)
                if wanted:
                    tables.fail([item])
                continue
            facts.add(item)
            if wanted:
                tables.add(item)
            for writer in writers:
                writer.add(item)
        for writer in writers:
            writer.finish()
        stack.close()  # the tables are complete now
        if wanted:
            left_out = tables.left_out
            _put(staging, "codebook.md", codebook(tables.written, files=tables.suffixes))
        _put(staging, "methods.md", methods(facts))
        _put(staging, "citation.bib", _bibliography(facts, generated))
        files = list(_fingerprints(staging))
        _put(staging, NAME, as_json(provenance(facts, choices, inputs=inputs, files=files, generated=generated)))
        names = staging.names
    return Exported(files=names, facts=facts, left_out=left_out)


def _put(staging: Staging, name: str, text: str) -> None:
    staging.open(name).write(text)
    staging.close(name)


def _bibliography(facts: CorpusFacts, generated: str | None) -> str:
    year = generated[:4] if generated else None
    cited: dict[citation.Work, None] = {}
    for version in sorted(facts.versions):
        cited.update(dict.fromkeys(citation.works(version, sorted(facts.ran, key=lambda a: (a.id, a.version)))))
    return "\n\n".join(citation.bibtex(work, year) for work in cited) + "\n"


def _fingerprints(staging: Staging) -> Iterator[dict[str, Any]]:
    for name in sorted(staging.names):
        yield {**fingerprint(staging.written(name)), "name": name}
