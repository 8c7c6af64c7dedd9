"""An analysis in, its terminal summary out: counts by voice, who speaks, then the sentences to read first and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from framing.acceptance import NOTE, is_doubtful
from framing.cli.layout import BOLD, DIM, OFF, colours, fitted, plain, shortened, width, wrapped
from framing.measures import WORDS_OF_VOICE
from framing.report import facts
from framing.report.sections import speakers
from framing.report.sections.short import ranked
from framing.report.wording import decimal, in_100, language, last_part, number, plural
from framing.types import FAMILIES, Analysis, Finding, Measure, Span

# ANSI only: underline styles stand for the families as on the page, colour comes second.
_STYLE = {"L": "\x1b[4;34m", "F": "\x1b[21;33m", "A": "\x1b[4;32m", "P": "\x1b[4;35m", "H": "\x1b[4;36m"}
_SHOWN = 6
_REASONS = 3
_NOTE = 160
_ALSO = "Also called: "


def summary(analysis: Analysis) -> Iterator[str]:
    """Take an analysis; yield the lines of its terminal summary, no longer than the terminal is wide."""
    columns = width()
    bold, dim, off = (BOLD, DIM, OFF) if colours() else ("", "", "")
    yield from _head(analysis, columns, bold=bold, dim=dim, off=off)
    yield ""
    if not facts.checked_anything(analysis):
        yield from wrapped(_unchecked(analysis), "", columns)
        return
    yield from _counts(analysis, columns, bold=bold, off=off)
    voices = [
        f"{shortened(one.name, columns // 2 - 8)} {one.share}%"
        for one in sorted(speakers.view(analysis).speakers, key=lambda s: not s.named)
    ]
    if voices:
        yield fitted(voices, "Quoted words: ", columns)
    yield ""
    yield from _sentences(analysis, columns, dim=dim, off=off)
    yield from _contested(analysis, columns)
    yield from _foot(analysis, columns, dim=dim, off=off)


def _head(analysis: Analysis, columns: int, *, bold: str, dim: str, off: str) -> Iterator[str]:
    article = analysis.article
    first = analysis.sentences[0].span.text(article.text) if analysis.sentences else article.id
    yield bold + shortened(article.title or first, columns) + off
    words = facts.words(analysis)
    about = [
        last_part(article.origin) if article.origin else None,
        article.outlet,
        article.published,
        language(article.language),
        plural(words.total, "word") if words.total is not None else None,
    ]
    for line in wrapped(plain(" · ".join(item for item in about if item)), "", columns):
        yield dim + line + off


def _unchecked(analysis: Analysis) -> str:
    reason = next((skip.reason for skip in analysis.skipped if skip.id == "article"), None)
    return plain(reason or f"No sentence was checked: {_reasons(analysis)}.")


def _reasons(analysis: Analysis) -> str:
    """Return why sentences were not checked, the most frequent reasons first."""
    counts = Counter(score.reason or "no reason given" for score in analysis.scores if score.state == "not_checked")
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{name} {count}" for name, count in order[:_REASONS]]
    rest = sum(counts.values()) - sum(count for _, count in order[:_REASONS])
    return plain(", ".join([*shown, f"other {rest}"] if rest else shown))


def _counts(analysis: Analysis, columns: int, *, bold: str, off: str) -> Iterator[str]:
    """Yield the findings by family and voice, and the writer's rate with its interval if the article is long enough."""
    words = facts.words(analysis)
    tally: Counter[tuple[str, str]] = Counter((f.family, f.voice) for f in analysis.findings if facts.counted(f))
    every = facts.measure(analysis, "findings_all", "writer")
    if not tally:
        yield from wrapped(_nothing(analysis, every), "", columns)
        return
    yield f"  {'':28}writer  sources"
    for family, name in FAMILIES.items():
        if tally[family, "writer"] or tally[family, "source"]:
            yield f"  {bold}{family}{off} {name:26}{tally[family, 'writer']:6}{tally[family, 'source']:9}"
    yield f"  {'words':28}{number(words.writer or 0):>6}{number(words.source or 0):>9}"
    if every is not None and every.value is not None and every.low is not None and every.high is not None:
        text = (
            f"{plural(every.count, 'finding')} in the writer's {plural(every.out_of, 'word')}: {decimal(every.value)} "
            f"per 100 (95% interval {decimal(every.low)} to {decimal(every.high)})."
        )
    elif facts.length(analysis) == "full":
        text = f"No rate is given of the writer's words: they are under {WORDS_OF_VOICE}."
    else:
        text = "Under 300 words a rate cannot tell two articles apart, so none is given."
    yield from wrapped(text, "", columns)


def _nothing(analysis: Analysis, every: Measure | None) -> str:
    states = facts.states(analysis)
    text = f"Nothing was marked. {plural(states.marked + states.checked, 'sentence was', 'sentences were')} checked."
    if every is not None and every.high is not None:
        text += (
            f" Finding none in {plural(every.out_of, 'word')} still fits a rate of up to {decimal(every.high)} per 100."
        )
    return f"{text} This is not a certificate of neutrality."


def _sentences(analysis: Analysis, columns: int, *, dim: str, off: str) -> Iterator[str]:
    """Yield the writer's sentences that a reader would mark most likely, each with what was found in it."""
    own: dict[int, list[Finding]] = defaultdict(list)
    for finding in analysis.findings:
        shown = facts.counted(finding) or finding.category == "contested_term" or is_doubtful(finding)
        if finding.voice == "writer" and shown:
            own[finding.sentence].append(finding)
    weight = {index: sum(f.score for f in found) for index, found in own.items() if any(map(facts.counted, found))}
    chance = {index: value for value, index in ranked(analysis)}
    level = facts.threshold(analysis)
    reached = {index for index, value in chance.items() if level is not None and value >= level}
    candidates = set(weight) | reached
    order = sorted(candidates, key=lambda at: (-chance.get(at, 0.0), -weight.get(at, 0.0), at))
    if not order:
        return
    more = f"; {_SHOWN} of {len(order)}" if len(order) > _SHOWN else ""
    yield from wrapped(f"Read first (the writer's words, the likeliest to be marked on top{more}):", "", columns)
    for index in order[:_SHOWN]:
        yield ""
        yield from wrapped(_marked(analysis, index, own[index], dim=dim, off=off), f"{index + 1:>5}  ", columns)
        if index in chance:
            text = f"A trained reader would mark it: about {in_100(chance[index])}.".replace("about under", "under")
            for line in wrapped(text, " " * 7, columns):
                yield dim + line + off
        yield from _why(analysis, own[index], columns)
    if chance:
        yield ""
        set_to = "loaded_rate" in analysis.made_with
        what = "that this model was made for:" if set_to else "of whole articles, where readers mark"
        text = f"Chances are at the rate {what} about 1 sentence in {round(1 / facts.base_rate(analysis))}."
        for line in wrapped(text, "", columns):
            yield dim + line + off
    yield ""


def _marked(analysis: Analysis, index: int, findings: list[Finding], *, dim: str, off: str) -> str:
    """Return a sentence with the writer's findings in brackets (in colour: underlined) and sources' words dimmed."""
    text = analysis.article.text
    span = analysis.sentences[index].span
    quoted = [quote.span for quote in analysis.quotes if quote.kind != "scare"]
    out: list[str] = []
    at = span.start
    for finding in sorted(findings, key=lambda f: (f.span.start, -f.span.end)):
        if finding.span.start < at:
            continue
        out.append(_voiced(text, Span(start=at, end=finding.span.start), quoted, dim=dim, off=off))
        words = plain(finding.span.text(text))
        letter = finding.family
        out.append(f"{_STYLE[letter]}{words}{off}{dim}{letter}{off}" if off else f"[{words}]{letter}")
        at = finding.span.end
    out.append(_voiced(text, Span(start=at, end=span.end), quoted, dim=dim, off=off))
    return "".join(out).strip()


def _voiced(text: str, span: Span, quoted: list[Span], *, dim: str, off: str) -> str:
    """Return a run of a sentence; in colour, a source's words are dimmed, as the page greys them."""
    if not dim:
        return plain(span.text(text))
    edges = {span.start, span.end}
    for other in quoted:
        edges |= {edge for edge in (other.start, other.end) if edge in span}
    places = sorted(edges)
    out = []
    for start, end in pairwise(places):
        words = plain(text[start:end])
        out.append(f"{dim}{words}{off}" if any(start in other for other in quoted) else words)
    return "".join(out)


def _why(analysis: Analysis, findings: list[Finding], columns: int) -> Iterator[str]:
    """Yield the reason of each different finding; where none stands in the sentence that is told here, say so."""
    if not findings:
        yield from wrapped("no cue that counts; the wording as a whole resembles what readers mark", " " * 7, columns)
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        words = plain(finding.span.text(analysis.article.text))
        if (finding.term, words.lower()) in seen:
            continue
        seen.add((finding.term, words.lower()))
        reason = finding.note
        if is_doubtful(finding):
            words += " (only a note: often plain in news)"
            reason = reason.removesuffix(f"; {NOTE}")
        note = _short_name(finding) if finding.category == "contested_term" else shortened(reason, _NOTE)
        if finding.plainer:
            note += f"; plainer: {plain(finding.plainer)}"
        yield from wrapped(f"{words}: {note}", f"       {finding.family} ", columns)


def _short_name(finding: Finding) -> str:
    _, found, others = finding.note.partition(_ALSO)
    return "a contested name" + (f"; also called {shortened(others, 60)}" if found else "")


def _contested(analysis: Analysis, columns: int) -> Iterator[str]:
    """Yield one paragraph on the contested names of the article: how often each voice uses them, and their rivals."""
    names: dict[str, Finding] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for finding in analysis.findings:
        if finding.category == "contested_term":
            name = plain(finding.span.text(analysis.article.text))
            names.setdefault(name, finding)
            counts[name, finding.voice] += 1
    if not names:
        return
    shown = []
    for name, finding in list(names.items())[:_SHOWN]:
        used = [f"{voice} {counts[name, voice]}" for voice in ("writer", "source") if counts[name, voice]]
        _, found, others = finding.note.partition(_ALSO)
        also = f"; also called {shortened(others, 60)}" if found else ""
        shown.append(f"{name} ({', '.join(used)}{also})")
    if len(names) > _SHOWN:
        shown.append(f"and {len(names) - _SHOWN} more")
    yield from wrapped(f"Contested names (notes, not counted): {'; '.join(shown)}.", "", columns)
    yield ""


def _foot(analysis: Analysis, columns: int, *, dim: str, off: str) -> Iterator[str]:
    states = Counter(score.state for score in analysis.scores)
    checked = plural(states["marked"] + states["checked"], "sentence")
    found = {finding.sentence for finding in analysis.findings}
    noted = sum(score.state == "checked" and score.index in found for score in analysis.scores)
    text = f"{checked} checked: {states['marked']} marked in either voice, "
    if noted:
        text += f"{noted} with notes only, "
    text += f"{states['checked'] - noted} with nothing found."
    if states["not_checked"]:
        text += f" Not checked: {states['not_checked']} ({_reasons(analysis)})."
    yield from wrapped(text, "", columns)
    for note in analysis.article.notes:
        yield from wrapped(plain(f"Note: {note.rstrip('.')}."), "", columns)
    for skip in analysis.skipped:
        if skip.id.startswith("model:"):
            yield from wrapped(plain(skip.reason), "", columns)
    for line in wrapped(
        "A mark is wording worth a second look. A sentence without one has not been cleared.", "", columns
    ):
        yield dim + line + off
