"""Analysis in, how to cite the tool, its word lists and this page out."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    year = match.group() if match else "n.d."
    title = "framing: loaded and opinionated wording in news articles, and whose words they are"
    fields = [
        "  author  = {{The framing authors}},",
        f"  title   = {{{title}}},",
        *([f"  year    = {{{year}}},"] if match else []),
        f"  version = {{{version}}}",
    ]
    outlet = analysis.article.outlet or "outlet not given"
    return CiteView(
        apa=f"The framing authors. ({year}). {title} (Version {version}) [Computer software].",
        bibtex="\n".join(["@software{framing,", *fields, "}"]),
        page=f"Report on “{plain_title(analysis)}” ({outlet}), made with framing {version}.",
        data=tuple(f"{about.id}@{about.version}" for about in analysis.ran),
    )
