"""An analysis in, lines for a terminal out: plain where the output is no terminal or NO_COLOR is set."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator

from framing.types import FAMILIES, Analysis, Finding

# ANSI only: underline styles stand for the families as on the page, colour comes second.
_STYLE = {"L": "\x1b[4;34m", "F": "\x1b[21;33m", "A": "\x1b[4;32m", "P": "\x1b[4;35m", "H": "\x1b[4;2m"}
_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SHOWN = 8


def plain(text: str) -> str:
    """Take any text; return it without control characters and invisible marks, so that it cannot drive a terminal."""
    return _CONTROL.sub("", text.replace("\n", " "))


def colours() -> bool:
    """Whether standard output is a terminal that wants colour."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _marked(analysis: Analysis, index: int, *, colour: bool) -> str:
    """Return a sentence with its findings in brackets and letters, or underlined; sources' words are set apart."""
    text = analysis.article.text
    span = analysis.sentences[index].span
    spans: list[Finding] = []
    for finding in sorted(
        (f for f in analysis.findings if f.sentence == index), key=lambda f: (f.span.start, -f.span.end)
    ):
        if not spans or finding.span.start >= spans[-1].span.end:
            spans.append(finding)
    out, at = [], span.start
    for finding in spans:
        out.append(plain(text[at : finding.span.start]))
        words = plain(finding.span.text(text))
        out.append(
            f"{_STYLE[finding.family]}{words}{_OFF}{_DIM}{finding.family}{_OFF}"
            if colour
            else f"[{words}]{finding.family}"
        )
        at = finding.span.end
    out.append(plain(text[at : span.end]))
    return "".join(out)


def summary(analysis: Analysis) -> Iterator[str]:
    """Take an analysis; yield the lines of its terminal summary: counts by voice, then the sentences to read first."""
    colour = colours()
    bold, dim, off = (_BOLD, _DIM, _OFF) if colour else ("", "", "")
    article = analysis.article
    width = min(100, shutil.get_terminal_size((100, 24)).columns)
    words = {m.voice: m for m in analysis.measures if m.name == "words"}
    title = article.title or (analysis.sentences[0].span.text(article.text) if analysis.sentences else article.id)
    yield bold + textwrap.shorten(plain(title), width, placeholder=" …") + off
    meta = [article.outlet, article.published, article.language, f"{words['writer'].out_of} words" if words else None]
    if words and words["writer"].out_of:
        meta.append(f"{words['writer'].count} the writer's, {words['source'].count} sources'")
    yield dim + plain(" · ".join(str(item) for item in meta if item)) + off
    yield ""
    refused = next((skip.reason for skip in analysis.skipped if skip.id == "article"), None)
    if refused:
        yield plain(refused)
        return
    own: Counter[str] = Counter(f.family for f in analysis.findings if f.voice == "writer" and f.score > 0)
    theirs: Counter[str] = Counter(f.family for f in analysis.findings if f.voice == "source" and f.score > 0)
    yield f"  {'':28}writer  sources"
    for family, name in FAMILIES.items():
        if own[family] or theirs[family]:
            yield f"  {bold}{family}{off} {name:26}{own[family]:6}{theirs[family]:9}"
    if not own and not theirs:
        yield "  Nothing was marked. Finding none is not a certificate of neutrality."
    notes = sum(f.score <= 0 for f in analysis.findings)
    if notes:
        yield f"  {dim}{notes} more are notes: contested names and wording that is shown and not counted{off}"
    yield ""
    yield from _first_sentences(analysis, width, colour=colour)
    states = Counter(score.state for score in analysis.scores)
    yield (
        f"{states['marked'] + states['checked']} sentences checked: {states['marked']} marked, {states['checked']} with nothing "
        f"found; {states['not_checked']} not checked."
    )
    for note in article.notes:
        yield plain(f"Note: {note}.")
    for skip in analysis.skipped:
        if skip.id.startswith("model:"):
            yield plain(skip.reason)
    yield f"{dim}A mark is wording worth a second look. A sentence without one has not been cleared.{off}"


def _first_sentences(analysis: Analysis, width: int, *, colour: bool) -> Iterator[str]:
    """Yield the sentences with the most evidence in the writer's words, each with its reasons."""
    weight: dict[int, float] = defaultdict(float)
    for finding in analysis.findings:
        if finding.voice == "writer":
            weight[finding.sentence] += max(finding.score, 0.1)
    rated = {s.index: s.loaded for s in analysis.scores if s.loaded is not None}
    order = sorted(weight, key=lambda index: (-(rated.get(index) or 0.0), -weight[index], index))[:_SHOWN]
    if not order:
        return
    yield "Read these first (the writer's words):" if len(weight) > _SHOWN else "Marked in the writer's words:"
    for index in order:
        chance = rated.get(index)
        lead = f"  {index + 1:>3}  "
        body = _marked(analysis, index, colour=colour)
        yield from _wrap(body, lead, width)
        if chance is not None:
            yield f"       {_DIM if colour else ''}about {round(100 * chance)} in 100 trained readers' marks fall on such a sentence{_OFF if colour else ''}"
        seen = set()
        for finding in analysis.findings:
            if finding.sentence == index and finding.voice == "writer" and finding.term not in seen:
                seen.add(finding.term)
                reason = f"{finding.family} {finding.span.text(analysis.article.text)}: {finding.note}"
                if finding.plainer:
                    reason += f"; plainer: {finding.plainer}"
                yield from _wrap(plain(textwrap.shorten(reason, 180, placeholder=" …")), "         ", width)
        yield ""


def _wrap(text: str, lead: str, width: int) -> Iterator[str]:
    """Wrap by what is visible: escape sequences take no room."""
    line, used = lead, len(lead)
    for word in text.split(" "):
        size = len(re.sub(r"\x1b\[[\d;]*m", "", word))
        if used + size + 1 > width and used > len(lead):
            yield line
            line, used = " " * len(lead), len(lead)
        line += word + " "
        used += size + 1
    yield line.rstrip()
