"""A phrase that tells whose words a sentence holds in, the cue out: "according to X", "in the words of X"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from framing.quotes.asides import without_asides
from framing.quotes.clauses import Cue, Range, span_of
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import is_own
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Nouns of such phrases and the cue that each gives.
IN_WORDS = {
    "word": "in the words of",
    "view": "in the view of",
    "opinion": "in the opinion of",
    "telling": "in the telling of",
    "eye": "in the eyes of",
}
#: The same behind "by": "by his own admission".
BY_WORDS = {"account": "by the account of", "admission": "by the admission of", "reckoning": "by the reckoning of"}
_OPENING = frozenset(("“", '"', "``", "‘", "'"))


def sides(first: int, last: int, word: Token) -> list[Range]:
    """Return what stands in the sentence before and after an attribution ("as Lee put it", "in the words of Lee")."""
    sentence = word.sent
    return [piece for piece in ((sentence.start, first), (last, sentence.end)) if piece[0] < piece[1]]


def spans_of(doc: Doc, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """Take ranges of tokens; return them as spans of text, the writer's asides left out."""
    parts = (part for piece in ranges for part in without_asides(doc, piece) if not _names_source(doc, *part))
    found = (span_of(doc, first, last) for first, last in parts)
    return tuple(span for span in found if span is not None)


def _names_source(doc: Doc, first: int, last: int) -> bool:
    """Whether tokens are "according to …", which is no statement: what is left of a clause that another cuts out."""
    start = next((at for at in range(first, min(first + 3, last)) if doc[at].is_alpha), first)
    return start + 1 < last and doc[start].lower_ == "according" and doc[start + 1].lower_ == "to"


def according(doc: Doc, token: Token) -> Cue | None:
    """Read "according to X": the rest of its clause is X's."""
    to = next((t for t in token.children if t.lower_ == "to"), None) or (
        doc[token.i + 1] if token.i + 1 < len(doc) else None
    )
    if to is None or to.lower_ != "to":
        return None
    speaker = next((t for t in to.children if t.dep_ == "pobj"), None)
    if speaker is None or (speaker.tag_ == "NN" and not list(speaker.lefts) and speaker.ent_type_ == ""):
        return None  # "went ahead according to plan"
    sentence = token.sent
    end = speaker.right_edge.i + 1
    start, stop = sentence.start, sentence.end
    for at in range(token.i - 1, sentence.start, -1):  # another statement, before a semicolon, is not X's
        if doc[at].text == ";":
            start = at + 1
            break
    for at in range(end, sentence.end):
        if doc[at].text == ";":
            stop = at
            break
    before, after = span_of(doc, start, token.i), span_of(doc, end, stop)
    size = 0 if before is None else before.end - before.start
    if before is not None and (after is None or size >= after.end - after.start):
        contents: tuple[Span, ...] = (before,)
    elif after is not None:
        # "Prices, according to the bank, rose": both sides are the bank's.
        contents = (before, after) if before is not None and doc[token.i - 1].text == "," else (after,)
    else:
        return None
    return Cue(word=token, lemma="according_to", speaker=speaker, contents=contents)


def relayed(relay: Cue, cues: Sequence[Cue]) -> bool:
    """Take an attribution and all cues in text order; return whether its source only passes on what another says:
    "“…,” Lee said, *according to the Herald*". A poll does not: what its respondents say is its result.
    """
    if relay.speaker is not None and relay.speaker.lemma_.lower() in reporting().measured:
        return False
    sentence = relay.word.sent
    low, high = (bisect_left(cues, at, key=lambda cue: cue.word.i) for at in (sentence.start, sentence.end))
    for cue in cues[low:high]:
        if cue is relay or cue.speaker is None or cue.lemma not in reporting().plain:
            continue
        size = sum(span.end - span.start for span in cue.contents)
        inside = any(span.start <= cue.word.idx < span.end for span in relay.contents)
        if inside and cue.word.dep_ == "ROOT":
            return True
        if inside and 2 * size >= sum(span.end - span.start for span in relay.contents):
            return True
    return False


def in_words(doc: Doc, noun: Token, lemma: str) -> Cue | None:
    """Read "in the words of X" and "in X's view": the rest of the sentence is X's."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None:
        of = next((child for child in noun.children if child.lower_ == "of"), None)
        owner = None if of is None else next((c for c in of.children if c.dep_ == "pobj"), None)
    if (
        owner is None
        or owner.ent_type_ in ("DATE", "TIME")
        or is_own(owner)
        or owner.lower_ in ("my", "our", "your", "other")
    ):
        return None
    if lemma == IN_WORDS["eye"] and noun.head.head.pos_ not in ("VERB", "AUX"):
        return None  # "the kindness in his eyes"
    if lemma in (IN_WORDS["view"], IN_WORDS["opinion"]) and (
        noun.tag_ != "NN" or any(c.dep_ in ("amod", "compound") for c in noun.children)
    ):
        return None  # "a shift in the nation's religious views"
    first, last = noun.head.i, noun.right_edge.i + 1
    at = last + 1 if last < len(doc) and doc[last].text == "," else last
    if first > noun.sent.start and at < noun.sent.end and doc[at].text in _OPENING:
        spans = spans_of(doc, [(at, noun.sent.end)])  # "it was, in her words, “a mess”"
    else:
        spans = spans_of(doc, sides(first, last, noun))
    return Cue(word=noun, lemma=lemma, speaker=owner, contents=spans) if spans else None
