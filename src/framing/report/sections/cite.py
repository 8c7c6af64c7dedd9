"""Analysis in, how to cite the tool, its word lists and this page out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing import citation
from framing.report.sections.header import plain_title
from framing.report.settings import DEFAULT, Settings
from framing.types import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteView:
    """The section: one line in APA style, the same as BibTeX, a line for this page, and the data used."""

    apa: str
    bibtex: str
    page: str
    data: tuple[str, ...]


def view(analysis: Analysis, settings: Settings = DEFAULT) -> CiteView:
    """Take an analysis; return its citations. The year is that of ``generated``, else "n.d."."""
    version = str(analysis.made_with.get("framing", "version not recorded"))
    match = re.match(r"\d{4}", settings.generated or "")
    year = match.group() if match else None
    outlet = analysis.article.outlet or "outlet not given"
    return CiteView(
        apa=citation.apa(citation.tool(version), year),
        bibtex=citation.bibtex(citation.tool(version), year),
        page=f"Report on “{plain_title(analysis)}” ({outlet}), made with framing {version}.",
        data=tuple(f"{about.id}@{about.version} (sha256 {about.digest[:12]}…)" for about in analysis.ran),
    )
