"""A parse in, names out: who a mention is, resolved within the article by full name, surname and the last speaker.

Only what the text says is used; a mention that cannot be resolved is given as it stands. No gender is guessed: a pronoun
is the last named speaker, or the last person named before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.reporting import reporting
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRONOUNS = frozenset("he she him her they them it who".split())
_OPEN_DEPS = frozenset(("relcl", "acl", "appos", "advcl", "cc", "conj", "punct", "prep", "ccomp", "parataxis"))


class Names:
    """The persons and bodies that an article names, so that a surname alone can be given its full name."""

    def __init__(self, doc: Doc) -> None:
        self._full: dict[str, str] = {}
        self._persons: list[tuple[int, str]] = []
        titles = reporting().titles
        self._places = {ent.text for ent in doc.ents if ent.label_ == "GPE"}
        for ent in doc.ents:
            if ent.label_ not in ("PERSON", "ORG", "GPE", "NORP"):
                continue
            words = [
                t.text
                for t in ent
                if t.text.lower().strip(".") not in titles and t.text not in ("’s", "'s") and not t.is_space
            ]
            while words and words[0].lower() in ("the", "a"):
                words = words[1:]
            if not words:
                continue
            name = " ".join(words)
            if ent.label_ == "PERSON":
                self._persons.append((ent.start_char, name))
                if len(words) > 1 and all(word[:1].isupper() for word in words):
                    for word in (words[-1], words[0]):
                        known = self._full.get(word)
                        if known is None or (known.endswith(word) is False and name.endswith(word)):
                            self._full[word] = name

    def full(self, name: str) -> str:
        """Take a name as written; return its fullest form in the article."""
        if len(name.split()) == 1 and name not in self._places:
            return self._full.get(name, name)
        return name

    def person_before(self, offset: int) -> str | None:
        """Return the last person named before an offset, by full name."""
        before = [name for start, name in self._persons if start < offset]
        return self.full(before[-1]) if before else None

    def is_person_part(self, word: str) -> bool:
        """Whether a word is the first or last name of a person named in full."""
        return word in self._full


def mention(head: Token) -> Span:
    """Take the head of a subject; return its noun phrase, without clauses and appositions that hang on it."""
    left, right = head.i, head.i
    for child in head.children:
        if child.dep_ in _OPEN_DEPS and not (
            child.dep_ == "prep"
            and child.text.lower() in ("of", "for", "at", "in", "from", "to")
            and child.i == right + 1
        ):
            continue
        left = min(left, child.left_edge.i)
        right = max(right, child.right_edge.i)
    doc = head.doc
    return Span(start=doc[left].idx, end=doc[right].idx + len(doc[right]))


def speaker_name(head: Token, names: Names, last: str | None) -> str:
    """Take the head of a subject; return the speaker's name: a full name, a body, or the words as they stand."""
    doc = head.doc
    lower = head.text.lower()
    if lower in _PRONOUNS:
        if lower in ("it", "they", "them", "who"):
            return last if last is not None and lower != "who" else head.text.lower()
        return last if last is not None else names.person_before(head.idx) or lower
    inside = [t for t in head.subtree if t.dep_ not in ("poss",)]
    for token in (head, *reversed(inside)):
        if not (token == head or token.head == head or token.dep_ in ("appos", "compound", "flat", "pobj", "nmod")):
            continue
        ent = next((ent for ent in doc.ents if ent.start <= token.i < ent.end), None)
        if ent is not None and ent.label_ == "PERSON" and ent.root.dep_ != "poss" and abs(token.i - head.i) < 12:
            return names.full(_bare(ent.text))
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            return speaker_name(child, names, last)
    body = next((ent for ent in doc.ents if ent.start <= head.i < ent.end and ent.label_ in ("ORG", "GPE")), None)
    if body is not None:
        return _bare(body.text)
    if head.pos_ == "PROPN":
        left = head.i
        while left > 0 and doc[left - 1].pos_ == "PROPN" and doc[left - 1].dep_ in ("compound", "flat", "nmod"):
            left -= 1
        return names.full(_bare(doc[left : head.i + 1].text))
    span = mention(head)
    words = doc.text[span.start : span.end]
    for article in ("the ", "a ", "an ", "The ", "A ", "An "):
        words = words.removeprefix(article)
    return " ".join(words.split())


def _bare(name: str) -> str:
    """Drop titles before a name and a possessive after it."""
    words = name.replace("’s", "").replace("'s", "").split()
    titles = reporting().titles
    while len(words) > 1 and (words[0].lower().strip(".") in titles or words[0].lower() == "the"):
        words = words[1:]
    return " ".join(words)
