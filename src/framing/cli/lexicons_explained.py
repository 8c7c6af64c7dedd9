"""A text and a lexicon in, lines out: every hit, and every cue that stood there and did not count, with why."""

from __future__ import annotations

from collections.abc import Iterator

from framing.acceptance import Acceptance
from framing.lexicon import Lexicon
from framing.matching.matcher import Hit, Matcher
from framing.types import Finding, ParsedArticle

#: What stands before the text of a line: "hit", "none", or nothing.
LEAD = 6


def explained(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Take a text and a lexicon; yield three lines for each hit, one more where a page would hardly show it as a mark,
    then one for each cue that did not count.
    """
    from framing.ingest.article import make_article
    from framing.near_misses import near_misses
    from framing.pipeline import parse
    from framing.scoring.lexicon import LexiconScorer

    parsed = parse(make_article(text, origin="text", language="en"))
    findings = LexiconScorer(lexicon).score(parsed, ()).findings
    for f in findings:
        words = f.span.text(parsed.article.text)
        yield f"{'hit':{LEAD}}{f.family} {f.category} “{words}”: weight {f.score:g}, voice {f.voice}{_by(f, parsed)}"
        yield f"{'':{LEAD}}{f.note}" + (f"; plainer: {f.plainer}" if f.plainer else "")
        yield f"{'':{LEAD}}rule {f.origin}; source: {f.source}"
        if f.score > 0 and lexicon.acceptance is not None and lexicon.acceptance.mostly_refused(f):
            yield f"{'':{LEAD}}{_doubt(f, lexicon.acceptance)}"
    hits, rejected = Matcher(lexicon).search(parsed)
    kept = {(f.span.start, f.span.end, f.category) for f in findings}
    missed = [
        (hit, _why(hit, parsed, findings)) for hit in hits if (*_span(hit, parsed), hit.rule.category) not in kept
    ]
    missed += [(miss.hit, miss.reason) for miss in rejected]
    known = {(hit.first, hit.rule.category) for hit in [*hits, *(miss.hit for miss in rejected)]}
    for miss in near_misses(lexicon, parsed):
        if (miss.hit.first, miss.hit.rule.category) not in known:
            missed.append((miss.hit, f"{miss.hit.cue.text}: {miss.reason}"))
    for hit, reason in missed:
        start, end = _span(hit, parsed)
        yield f"{'none':{LEAD}}{hit.rule.family} {hit.rule.category} “{parsed.article.text[start:end]}”: {reason}"
    if not findings and not missed:
        yield f"{'none':{LEAD}}no cue of any lexicon stands in this text"


def _doubt(finding: Finding, acceptance: Acceptance) -> str:
    """Return why a page shows a mark as a note in most places."""
    key = (finding.category, finding.term)
    kept, judged = acceptance.kept.get(key) or acceptance.kept.get((finding.category, ""), (0, 0))
    which = "such marks" if key in acceptance.kept else f"marks of {finding.category}"
    unless = "a note on a page, unless a model or a firm mark beside it says otherwise"
    if not acceptance.judged_enough(finding):
        unless = "too few to tell, so a note on a page only where a model doubts it too"
    return f"strict readers kept {kept} of {judged} {which} in news: {unless}"


def _by(finding: Finding, parsed: ParsedArticle) -> str:
    """Return why words are a source's, in brackets: the speaker and the word that reports; "" for the writer's."""
    if finding.quote is None:
        return ""
    quote = parsed.quotes[finding.quote]
    cue = None if quote.cue is None else f"“{quote.cue.text(parsed.article.text)}”"
    return f" ({', '.join(filter(None, (quote.speaker_name or 'nobody named', cue)))})"


def _span(hit: Hit, parsed: ParsedArticle) -> tuple[int, int]:
    return parsed.tokens.start[hit.first], parsed.tokens.end[hit.last - 1]


def _why(hit: Hit, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> str:
    """Return why a hit whose conditions hold is no finding."""
    if not hit.rule.severity and not hit.rule.weight and hit.rule.concept is None:
        return "of weight 0 and severity 0: kept for those who count it, and never shown"
    if hit.rule.shared:
        return "the name that all sides share; no rival of it is used here"
    start, end = _span(hit, parsed)
    beside = [f for f in findings if f.family == hit.rule.family and f.span.start < end and f.span.end > start]
    over = [f"“{f.span.text(parsed.article.text)}” ({f.category})" for f in beside]
    cover = over[0] if over else "another hit of its family"
    return f"{cover} is longer or heavier, and a word counts once for a family"
