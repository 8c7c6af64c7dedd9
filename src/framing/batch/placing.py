"""A document and its score in, their files in the batch's folder out, all written before the state knows of any."""

from __future__ import annotations

from dataclasses import dataclass

from framing.batch.files import Folder, packed
from framing.batch.plain import as_bytes
from framing.batch.records import Document, Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the files of a version lie, relative to the folder, with their sha256; a report only where one was made."""

    document: tuple[str, str]
    raw: tuple[str, str] | None
    report: tuple[str, str] | None = None
    analysis: tuple[str, str] | None = None


def write_files(
    folder: Folder,
    document: Document,
    scored: Scored | None,
    *,
    number: int,
    made: tuple[str, str] | None,
    keep_page: bool,
) -> Places:
    """Write the files of a version, all of them before the state knows of any; return where they lie."""
    article = document.job.article
    stem = f"{article[:2]}/{article}-{number}"
    files = {f"articles/{stem}.json.gz": packed(as_bytes(document.article))}
    if keep_page:
        files[f"pages/{stem}.html.gz"] = packed(document.page)
    if scored is not None and made is not None:
        files |= score_files(article, number, scored, made[0])
    digests = list(folder.write_all(files).items())
    raw = digests.pop(1) if keep_page else None
    report, analysis = (digests[1], digests[2]) if len(digests) == 3 else (None, None)
    return Places(document=digests[0], raw=raw, report=report, analysis=analysis)


def score_files(article: str, number: int, scored: Scored, made_key: str) -> dict[str, bytes]:
    """Return the files of a score by name: the report, then the analysis. Their names hold what made them."""
    stem = scored.name.removesuffix(".html")
    return {
        f"articles/{article[:2]}/{stem}-{made_key[:8]}.html": scored.html.encode("utf-8", "replace"),
        f"articles/{article[:2]}/{article}-{number}-{made_key[:8]}.analysis.json.gz": packed(
            scored.line.encode("utf-8", "replace")
        ),
    }
