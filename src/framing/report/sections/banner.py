"""Analysis in, what a reader must know first out: parts that were not analysed, notes of the reader of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from framing.names_of_languages import language_name
from framing.report import facts
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import number, plural, sentence
from framing.types import Analysis
from framing.validated import other_versions

#: Parts that the section on the method, or one of their own, says to be missing.
_SAID_ELSEWHERE = frozenset({"frames", "frame", "reference", "actors", "opinion", "events", "same_event", "compare"})
_PARTS = {
    "lexicon": "The lexicons",
    "lexicons": "The lexicons",
    "model": "The sentence model",
    "model:loaded": "The sentence model",
    "model:opinion": "The opinion model",
    "loaded": "The sentence model",
    "opinion": "The opinion model",
    "parse": "The parse",
    "speakers": "The search for speakers",
    "quotes": "The search for quotations",
    "readability": "The readability measures",
}
_MODELS = frozenset({"model", "loaded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to know: the short of it, and the rest."""

    head: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerView:
    """The notices, in the order of their weight; empty if nothing is incomplete."""

    notices: tuple[Notice, ...]


def _split(text: str) -> Notice:
    """Take a note; return its first sentence as the head, each with a capital. A note of one sentence has no rest."""
    text = text[:1].upper() + text[1:]
    what, cut, why = text.partition(" did not run: ")
    if cut:
        return Notice(head=f"{what} did not run.", rest=sentence(why[:1].upper() + why[1:]))
    head, dot, rest = sentence(text).partition(". ")
    return Notice(head=head + "." if dot else head, rest=rest)


def _parts_left_out(analysis: Analysis) -> list[Notice]:
    left = [
        (s, score) for s, score in facts.pairs(analysis) if score.state == "not_checked" and s.part != "boilerplate"
    ]
    if not left or not facts.checked_anything(analysis):  # where nothing was checked, a part that did not run says why
        return []
    reasons = Counter(score.reason or sentence.reason or "no reason given" for sentence, score in left)
    named = ", ".join(f"{reason} ({number(count)})" for reason, count in reasons.most_common())
    of = plural(facts.states(analysis).sentences, "sentence")
    return [
        Notice(
            head="Part of this article was not analysed.",
            rest=f"{number(len(left))} of {of} {'was' if len(left) == 1 else 'were'} not checked: {named}.",
        )
    ]


def _parts_not_run(analysis: Analysis) -> list[Notice]:
    lexicons_ran = any(about.id.startswith("lexicon") for about in analysis.ran)
    found: list[Notice] = []
    for skip in analysis.skipped:
        part = skip.id.partition(":")[0]
        if part in _SAID_ELSEWHERE or (part == "article" and facts.length(analysis) == "too_short"):
            continue
        if part == "article" or "did not run" in skip.reason or skip.reason.startswith("No lexicon"):
            notice = _split(skip.reason)
        else:
            name = _PARTS.get(skip.id) or _PARTS.get(part) or f"The part “{skip.id}”"
            rest = sentence(skip.reason)
            if part in _MODELS and lexicons_ran:
                rest = f"{rest} The lexicon findings are complete."
            notice = Notice(head=f"{name} did not run.", rest=rest[:1].upper() + rest[1:])
        if notice not in found:
            found.append(notice)
    if not found and not facts.checked_anything(analysis) and facts.length(analysis) != "too_short":
        language = analysis.article.language
        head = (
            f"No lexicon for {language_name(language)}." if language not in (None, "", "en") else "Nothing was checked."
        )
        found.append(Notice(head=head, rest=""))
    return found


def _other_versions(analysis: Analysis, settings: Settings) -> list[Notice]:
    differ = other_versions(settings.validated, analysis) if settings.validated else None
    if differ is None:
        return []
    then, now = differ
    rest = f"They are from a validation of {then}; this page was made with {now}. They may not hold here."
    return [Notice(head="The error figures were measured with other versions.", rest=rest)]


def view(analysis: Analysis, settings: Settings = DEFAULT) -> BannerView:
    """Take an analysis; return its notices: parts that did not run, sentences left out, then the article's notes."""
    notes = [_split(note) for note in analysis.article.notes if note.strip()]
    return BannerView(
        notices=(*_parts_not_run(analysis), *_parts_left_out(analysis), *_other_versions(analysis, settings), *notes)
    )
