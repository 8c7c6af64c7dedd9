"""Analysis in, how the page came about out: what ran, what did not, and all that is needed to make it again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from framing.report import facts
from framing.report.comparison import Comparison, comparison, no_comparison
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import last_part, number
from framing.types import About, Analysis

# Keys of made_with that other sections show, or that are shown under a name of their own.
_SHOWN_ELSEWHERE = frozenset(
    {"precision", "recall", "calibration", "same_event", "reference", "framing", "models", "lexicons"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A part that ran: id, version, licence of its data, and how many marks and notes it made."""

    id: str
    version: str
    licence: str
    marks: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """The section: parts that ran and that did not, and the lines of the reproduction block."""

    ran: tuple[Ran, ...]
    skipped: tuple[tuple[str, str], ...]
    rates: bool
    reference: Comparison | None
    no_comparison: str
    block: tuple[str, ...]


def _made_by(about: About, origins: Counter[str]) -> str:
    return number(sum(n for origin, n in origins.items() if _origin_of(about.id, about.version, origin)))


def _origin_of(identifier: str, version: str, origin: str) -> bool:
    return origin in (identifier, f"{identifier}@{version}") or origin.startswith((identifier + "/", identifier + "@"))


def _block(analysis: Analysis, settings: Settings) -> tuple[str, ...]:
    made = analysis.made_with
    text = analysis.article.text.encode("utf-8", "surrogatepass")
    lines = [
        f"framing        {made.get('framing', 'version not recorded')}",
        f"input          {last_part(analysis.article.origin) if analysis.article.origin else 'origin not recorded'}",
        f"text sha256    {hashlib.sha256(text).hexdigest()}",
        f"made           {settings.generated or 'time not recorded'}",
    ]
    reference = comparison(analysis)
    if reference is not None:
        lines.append(f"reference      {reference.name} sha256:{reference.digest}")
    lines += [f"ran            {about.id}@{about.version} sha256:{about.digest}" for about in analysis.ran]
    for key in sorted(set(made) - _SHOWN_ELSEWHERE):
        value = made[key]
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
        lines.append(f"{key:<14} {shown}")
    return tuple(lines)


def view(analysis: Analysis, settings: Settings = DEFAULT) -> MethodView:
    """Take an analysis; return its provenance. Nothing of it is a clock's or a machine's unless it was passed in."""
    reference = comparison(analysis)
    marks, notes = (
        Counter(found.origin for found in analysis.findings if (found.score > 0) == counts) for counts in (True, False)
    )
    ran = tuple(
        Ran(
            id=about.id,
            version=about.version,
            licence=about.licence or "licence not given",
            marks=_made_by(about, marks),
            notes=_made_by(about, notes),
        )
        for about in analysis.ran
    )
    return MethodView(
        ran=ran,
        # why there is no comparison is said under its own heading
        skipped=tuple((skip.id, skip.reason) for skip in analysis.skipped if skip.id != "reference"),
        rates=facts.length(analysis) == "full",
        reference=reference,
        no_comparison=no_comparison(analysis),
        block=_block(analysis, settings),
    )
