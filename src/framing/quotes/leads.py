"""Text and parts in, words that layout gives to a source out: "Name:", interviews, headlines, credits after a dash.

Only the text is read, so the full and the fast path agree. A label counts as a speaker where it names a role or a
document, or somebody who is said to speak elsewhere in the article; "Analysis:" and "Brexit:" are topics.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from framing.quotes.reporting import reporting
from framing.types import Part, Span

_WORD = re.compile(r"[^\W_][\w’'-]*")
_LABEL = re.compile(r"([A-Z][\w.’'-]*(?:[ \u00a0][\w.’'-]+){0,5})\s?:[ \u00a0]+(?=\S)")
_QA = re.compile(r"([QA])\.[ \u00a0]+(?=\S)")
_TAIL = re.compile(r"(?<!\s)\s*(?:[–—-]\s+|:\s+|\|\s+)((?:the\s+)?[A-Z]?[\w.’'-]+(?:\s[\w.’'-]+){0,3})$")
_SAYS_AFTER = re.compile(r",\s+([a-z]+)\s+([\w.’'-]+(?:\s[\w.’'-]+){0,5}\s?)$", re.I)
_NAME_SAYS = re.compile(r",\s+((?:[\w.’'-]+\s){1,5})([a-z]+)$", re.I)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|our|us|me)\b")
_INTERVIEW_TURNS = 3
_LABEL_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Words given to a source by layout: the words, the speaker as written, the cue if it is a verb, and its lemma.

    ``verbatim``: a turn of an interview, that is, the source's very words.
    """

    content: Span
    speaker: Span | None
    cue: Span | None = None
    lemma: str | None = None
    verbatim: bool = False


@cache
def _headline_verbs() -> dict[str, str]:
    """Return the present and past forms that head a headline's report: "says", "warned"; not plain verbs of naming."""
    known = reporting()
    extra = {
        "promises": "promise",
        "pledges": "pledge",
        "admits": "admit",
        "denies": "deny",
        "finds": "find",
        "shows": "show",
    }
    extra |= {
        "fears": "fear",
        "hopes": "hope",
        "agrees": "agree",
        "urges": "urge",
        "reports": "report",
        "suspects": "suspect",
    }
    return known.surface | extra


def find_leads(text: str, parts: Sequence[Part]) -> tuple[Lead, ...]:
    """Take the text and its parts; return the words that layout gives to a source, in order, none overlapping."""
    body = [part for part in parts if part.kind == "body"]
    speaking = _speaking(text, body)
    found = [
        lead
        for part in parts
        if part.kind in ("headline", "subhead") and (lead := _headline(text, part.span, speaking))
    ]
    found.extend(_turns(text, body, speaking))
    return tuple(sorted(found, key=lambda lead: lead.content.start))


def _speaking(text: str, body: Sequence[Part]) -> frozenset[str]:
    """Return the capitalised words that stand next to a reporting verb in the body: "Sato said", "said Helen Sato"."""
    surface = reporting().surface
    names: set[str] = set()
    for part in body:
        words = [match[0] for match in _WORD.finditer(text, part.span.start, part.span.end)]
        for at, word in enumerate(words):
            if word.lower() in surface:
                near = words[max(0, at - 2) : at] + words[at + 1 : at + 4]
                names.update(other for other in near if other[:1].isupper())
    return frozenset(names)


def _is_source(label: str, speaking: frozenset[str]) -> bool:
    """Whether the words of a label can be somebody who speaks."""
    words = _WORD.findall(label)
    if not words or len(words) > _LABEL_WORDS:
        return False
    known = reporting()
    last = words[-1]
    low = last.lower()
    if words[0].lower() in known.labels or low in known.labels:
        return False
    single = low.removesuffix("s")
    if low in known.governments or low in known.documents or low in known.unnamed or single in known.unnamed:
        return True
    if single in known.documents or low in known.titles:
        return True
    return last in speaking or (last.isupper() and last.capitalize() in speaking)


def _headline(text: str, span: Span, speaking: frozenset[str]) -> Lead | None:
    """Read a headline: "Minister: taxes to rise", "Taxes to rise, says minister", "Taxes to rise – minister"."""
    low, high = span.start, span.end
    verbs = _headline_verbs()
    label = _LABEL.match(text, low, high)
    if label and _is_source(label[1], speaking) and len(_WORD.findall(text[label.end() : high])) >= 2:
        return Lead(content=Span(start=label.end(), end=high), speaker=Span(start=low, end=label.end(1)))
    line = text[low:high]
    after = _SAYS_AFTER.search(line)
    if after and after[1].lower() in verbs and len(_WORD.findall(line[: after.start()])) >= 2:
        return Lead(
            content=Span(start=low, end=low + after.start()),
            speaker=Span(start=low + after.start(2), end=low + after.end(2)),
            cue=Span(start=low + after.start(1), end=low + after.end(1)),
            lemma=verbs[after[1].lower()],
        )
    before = _NAME_SAYS.search(line)
    if before and before[2].lower() in verbs and len(_WORD.findall(line[: before.start()])) >= 2:
        return Lead(
            content=Span(start=low, end=low + before.start()),
            speaker=Span(start=low + before.start(1), end=low + before.end(1) - 1),
            cue=Span(start=low + before.start(2), end=low + before.end(2)),
            lemma=verbs[before[2].lower()],
        )
    tail = _TAIL.search(line)
    if tail and _is_source(tail[1], speaking) and len(_WORD.findall(line[: tail.start()])) >= 2:
        return Lead(content=Span(start=low, end=low + tail.start()), speaker=Span(start=low + tail.start(1), end=high))
    return None


def _turns(text: str, body: Sequence[Part], speaking: frozenset[str]) -> list[Lead]:
    """Return the turns of an interview and lone "Name:" paragraphs; the interviewer's turns are the writer's own."""
    labelled: list[tuple[int, re.Match[str]]] = []
    dotted = [_QA.match(text, part.span.start, part.span.end) for part in body]
    asked = (
        text[part.span.end - 1] == "?" for part, match in zip(body, dotted, strict=True) if match and match[1] == "Q"
    )
    both = any(asked) and any(match and match[1] == "A" for match in dotted)  # "A. Smith has left" is no answer
    for number, part in enumerate(body):
        label = _LABEL.match(text, part.span.start, part.span.end) or (dotted[number] if both else None)
        if (
            label
            and len(_WORD.findall(label[1])) <= 3
            and _WORD.findall(label[1])[-1:]
            and label[1].lower() not in reporting().labels
        ):
            labelled.append((number, label))
    names = Counter(label[1] for _, label in labelled)
    repeated = {name for name, times in names.items() if times >= 2}
    turns = [(number, label) for number, label in labelled if label[1] in repeated or label[1] in ("Q", "A")]
    found: list[Lead] = []
    if len(turns) >= _INTERVIEW_TURNS:
        asks = _asking(text, body, turns)
        for place, (number, label) in enumerate(turns):
            if label[1] in asks:
                continue
            last = turns[place + 1][0] if place + 1 < len(turns) else number + 1
            speaker = Span(start=label.start(1), end=label.end(1))
            for row in range(number, last):
                start = label.end() if row == number else body[row].span.start
                found.append(Lead(content=Span(start=start, end=body[row].span.end), speaker=speaker, verbatim=True))
        return found
    for number, label in labelled:
        name = Span(start=label.start(1), end=label.end(1))
        # Outside an interview a name before a colon may head an item of a list; speech speaks of itself.
        speech = _FIRST_PERSON.search(text, label.end(), body[number].span.end)
        if speech and text[label.end()] not in "“\"‘'«„" and _is_source(label[1], speaking):
            found.append(Lead(content=Span(start=label.end(), end=body[number].span.end), speaker=name, verbatim=True))
    return found


def _asking(text: str, body: Sequence[Part], turns: Sequence[tuple[int, re.Match[str]]]) -> frozenset[str]:
    """Return the labels of those who ask: "Q", or the one label most of whose turns end with a question mark."""
    asked: dict[str, list[bool]] = {}
    for number, label in turns:
        asked.setdefault(label[1], []).append(text[body[number].span.end - 1] == "?")
    if "Q" in asked and "A" in asked:
        return frozenset("Q")
    asks = [name for name, ends in asked.items() if sum(ends) > 0.5 * len(ends)]
    return frozenset(asks) if len(asks) == 1 and len(asked) > 1 else frozenset()


_CREDIT = re.compile(r"\s*[–—]\s*((?:[A-Z][\w.’'-]*)(?:[ \u00a0][A-Z][\w.’'-]*){0,6})(?=[,.]|\s*$|\s*\n)")
_OPENER = re.compile(r"((?:[A-Z][\w.’'-]*)(?:[ \u00a0][\w.’'-]+){0,4})\s?(?::|[–—])\s*$")


def credited(text: str, start: int, end: int, low: int) -> Span | None:
    """Take a quotation's range and its paragraph's start; return who is named beside it: "Sato: “…”", "“…” — Sato"."""
    opener = _OPENER.match(text, low, start)
    if opener:
        words = _WORD.findall(opener[1])
        if (
            words
            and (words[-1][:1].isupper() or _is_source(opener[1], frozenset()))  # "The main reason: “…”" names nobody
            and words[0].lower() not in reporting().labels
            and not any(w.lower() in _headline_verbs() for w in words)
        ):
            return Span(start=low, end=opener.end(1))
    credit = _CREDIT.match(text, end)
    if credit is None:
        return None
    return Span(start=credit.start(1), end=credit.end(1))
