"""A speaker's name and mention in, its kind out: person, organisation, government, document, or without a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from framing.quotes.reporting import reporting
from framing.types import Quote, Span, SpeakerType

_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_OF_SOMEBODY = re.compile(r"[’']s? [a-z]")
_DEFINITE = re.compile(r"the\b", re.I)
# What follows the head of a noun phrase: "two people *familiar with the talks*", "a source *close to* the palace".
_AFTER_HEAD = frozenset(
    "of for at in from to with on by who which that whose close familiar briefed and or near inside within".split()
)
_PRONOUNS = frozenset("he she it they i we you his her their him them who one this that".split())
_HONORIFICS = frozenset("mr mrs ms miss mx dr sir lord lady dame".split())


def speaker_type(name: str | None, mention: str | None, labels: Mapping[str, str]) -> SpeakerType | None:
    """Take a speaker's name, the words of its mention, and entity labels by name; return what it is, or None.

    None is a pronoun that nothing resolves, or no speaker at all. Without a parse there are no labels, and the words
    alone decide.
    """
    written = name or mention
    if not written or written.lower() in _PRONOUNS:
        return None
    words = _WORD.findall(written)
    if not words:
        return None
    known = reporting()
    head = _head(words)
    label = labels.get(written)
    if len(words) > 1 and words[-1].lower() in known.press_last and words[-1][:1].isupper():
        return "organisation"
    if label == "PERSON":
        return "unnamed" if _OF_SOMEBODY.search(written) else "person"  # "Lee's lawyers"
    if head in known.offices and _DEFINITE.match(mention or ""):
        return "person"
    if head in known.governments:
        return "government"
    if label == "GPE" and not (written.isupper() and len(written) > 2):
        return "government"
    capitals = sum(word[:1].isupper() for word in words)
    single = head.removesuffix("s")
    if "news" in (word.lower() for word in words):
        return "organisation"
    if len(words) > 1 and {head, single} & known.unnamed - known.states - known.bodies and words[-1].lower() != head:
        return "unnamed"  # "Backers of the Senate", which the recogniser takes for a body
    if {head, single} & known.states and not (capitals == 0 and head in known.unnamed - known.states):
        return "government"
    if label in ("ORG", "FAC"):
        return "document" if words[-1].lower() in ("report", "act", "bill", "survey") else "organisation"
    if {head, single} & known.bodies:
        return "organisation"
    if {head, single} & known.documents and (label is None or capitals < len(words)):
        return "document"
    own = _WORD.findall(mention or "")
    if own and own[0].lower().strip(".") in _HONORIFICS:
        return "person"
    if words[-1][:1].isupper() and head == words[-1].lower() and label is None and capitals == len(words):
        # "Sato", "Helen Sato"; a plural is a group of people: "Republicans", "Democrats"
        if head in known.unnamed or single in known.unnamed or (len(words) == 1 and head.endswith("ans")):
            return "unnamed"
        return "person"
    return "unnamed"


def _head(words: Sequence[str]) -> str:
    """Return the head of a noun phrase by its words, in lower case: the last one before a preposition."""
    for at, word in enumerate(words):
        if at and word.lower() in _AFTER_HEAD:
            return words[at - 1].lower()
    return words[-1].lower()


def with_sources(
    text: str,
    quotes: Sequence[Quote],
    labels: Mapping[str, str],
    here: Mapping[int, tuple[str, Span]],
    introduced: Mapping[str, Span],
) -> tuple[Quote, ...]:
    """Take quotations and what is known of names; return them with stance, attribution, speaker type and descriptor.

    ``here`` gives the full name and the descriptor at a mention, by the offset where its name begins; ``introduced``
    the descriptor where a name is introduced. Somebody without a name is described by the words that stand for it.
    """
    known = reporting()
    found = []
    for quote in quotes:
        mention = None if quote.speaker is None else quote.speaker.text(text)
        kind = speaker_type(quote.speaker_name, mention, labels)
        descriptor = None
        if kind == "unnamed":
            descriptor = None if (mention or "").lower() in _PRONOUNS else quote.speaker
        elif quote.speaker is not None and quote.speaker_name:
            inside = range(quote.speaker.start, quote.speaker.end)
            named = (here[at][1] for at in inside if at in here and here[at][0] == quote.speaker_name)
            descriptor = next(named, introduced.get(quote.speaker_name))
        found.append(
            replace(
                quote,
                cue_stance=None if quote.cue_lemma is None else known.stance(quote.cue_lemma),
                attribution=None
                if quote.kind == "scare"
                else "document"
                if kind == "document"
                else known.attribution(quote.cue_lemma),
                speaker_type=kind,
                descriptor=descriptor,
            )
        )
    return tuple(found)
