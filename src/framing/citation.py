"""What ran in, how to cite it out: the program, its word lists and its models, in APA style and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from framing.types import About

AUTHORS = "The framing authors"
TITLE = "framing: loaded and opinionated wording in news articles, and whose words they are"
_KINDS = {"lexicon": "Word lists", "model": "Model"}
_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_"}
    | {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to cite: its BibTeX key and kind, its title and version, what it is, and what tells it from others."""

    key: str
    kind: str
    title: str
    version: str
    medium: str
    note: str = ""


def tool(version: str) -> Work:
    """Take the program's version; return it as a work."""
    return Work(key="framing", kind="software", title=TITLE, version=version, medium="Computer software")


def part(about: About) -> Work:
    """Take what ran; return it as a work, told apart by the digest of its data."""
    kind, _, name = about.id.partition(":")
    note = f"sha256 {about.digest}; {about.licence}" if about.licence else f"sha256 {about.digest}"
    return Work(
        key=re.sub(r"[^A-Za-z0-9-]", "-", f"framing-{kind}-{name}"),
        kind="misc",
        title=f"{name} ({_KINDS.get(kind, kind).lower()} for framing)",
        version=about.version,
        medium=_KINDS.get(kind, "Data set"),
        note=note,
    )


def works(version: str, ran: Iterable[About]) -> tuple[Work, ...]:
    """Take a version and what ran; return all that is to be cited, each once, the program first."""
    return (tool(version), *dict.fromkeys(part(about) for about in ran))


def apa(work: Work, year: str | None = None) -> str:
    """Take a work and the year of the version, if it is known; return its line in APA style (7th edition)."""
    line = f"{AUTHORS}. ({year or 'n.d.'}). {work.title} (Version {work.version}) [{work.medium}]."
    return f"{line} {work.note[:1].upper()}{work.note[1:]}." if work.note else line


def bibtex(work: Work, year: str | None = None) -> str:
    """Take a work and the year of the version, if it is known; return its BibTeX entry."""
    fields = [
        f"  author  = {{{{{AUTHORS}}}}},",
        f"  title   = {{{_escaped(work.title)}}},",
        *([f"  year    = {{{year}}},"] if year else []),
        f"  version = {{{_escaped(work.version)}}}" + ("," if work.note else ""),
        *([f"  note    = {{{_escaped(work.note)}}}"] if work.note else []),
    ]
    return "\n".join([f"@{work.kind}{{{work.key},", *fields, "}"])


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
