"""A parse in, names out: who a mention is, resolved within the article by full name, surname, role and last speaker.

Only what the text says is used; a mention that cannot be resolved is given as it stands. No gender is guessed: a
pronoun is the person last in focus, which is the subject of the sentence before (Grosz, Joshi & Weinstein 1995), else
the last speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from framing.descriptions import introduced
from framing.marks import Marked
from framing.reporting import reporting
from framing.roles import by_role, roles
from framing.said import MARKS, PERSONAL, PLURAL, PRONOUNS, Said, bare_name, bare_words, is_person_name, plain_name
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

_ASKS = re.compile(r"(?<!\S)Q\s?[:.]\s")  # line breaks are blanks in a parse
_BODIES = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))
_OPEN_DEPS = frozenset(("relcl", "acl", "appos", "advcl", "cc", "conj", "punct", "prep", "ccomp", "parataxis"))
_TIGHT = frozenset(("of", "for", "at", "in", "from", "to"))


class Names:
    """The persons and bodies that an article names, so that a surname, a role or a pronoun can be given a full name.

    ``labels`` are the recogniser's kinds by name; ``here`` and ``introduced`` are the words that say who somebody is,
    by the offset of the name and by the name.
    """

    def __init__(self, doc: Doc, body: int = 0, marked: Sequence[Marked] = ()) -> None:
        """Read a parse; ``body`` is where the headline ends: capitals there are a poor sign of names.

        Whom a quotation in marks names is not who is told of around it.
        """
        known_as: dict[str, dict[str, int]] = {}
        self._persons: list[tuple[int, str, bool]] = []
        self._roles: dict[str, set[str]] = {}
        self.labels: dict[str, str] = {}
        self.here: dict[int, tuple[str, Span]] = {}
        self.introduced: dict[str, Span] = {}
        ents = doc.ents  # made anew by spaCy each time it is asked for
        self.entity: dict[int, Entity] = {token: ent for ent in ents for token in range(ent.start, ent.end)}
        votes = Counter((bare_name(ent.text), ent.label_) for ent in ents)
        for ent in ents:
            if ent.label_ != "PERSON":
                self.labels.setdefault(bare_name(ent.text), ent.label_)
                continue
            written = "".join(t.text_with_ws for t in ent if not t.is_space and t.text not in ("’s", "'s"))
            name = plain_name(" ".join(written.rpartition("—")[2].split()))  # "Lorne, Fla.—President Ana Sena"
            mixed = any(t.pos_ in ("DET", "PRON", "AUX", "VERB") and t.is_title for t in ent)  # "Romney Some Trump"
            if not is_person_name(name) or mixed or _outvoted(bare_name(ent.text), votes):
                continue
            if (words_of := introduced(ent.root, ent.start)) is not None:
                self.here[ent.start_char] = (name, words_of)
            self._persons.append((ent.start_char, name, ent.root.dep_ in ("nsubj", "nsubjpass")))
            words = name.split()
            if len(words) > 1 and words[0][:1].isupper():
                lasts = {words[-1], words[-1][0].upper() + words[-1][1:]}  # "al-Sena", and "Al-Sena" where it begins
                for word, weight in (*((last, 2) for last in sorted(lasts)), (words[0], 1)):
                    tally = known_as.setdefault(word, {})
                    tally[name] = tally.get(name, 0) + (weight if ent.start_char >= body else 0)
            for role in roles(ent.root, ent.start):
                self._roles.setdefault(role, set()).add(name)
        # A surname rather than a first name, and what is written most often rather than once in a headline's capitals.
        self._full = {
            word: max(tally, key=lambda name: tally[name]) for word, tally in known_as.items() if any(tally.values())
        }
        self._unlabelled(doc)
        ends = [m.end for m in marked]

        def told(start: int) -> bool:
            place = bisect_right(ends, start)
            return place == len(marked) or marked[place].start > start

        self._persons = sorted((start, name, subject and told(start)) for start, name, subject in self._persons)
        self._starts = [start for start, _, _ in self._persons]
        for start, written, _ in self._persons:
            self.labels[written] = self.labels[self.full(written)] = "PERSON"
            if start in self.here:
                self.here[start] = (self.full(written), self.here[start][1])
                self.introduced.setdefault(*self.here[start])
        asked = _ASKS.search(doc.text)
        named = Counter(self.full(name) for start, name, _ in self._persons if asked and start < asked.start())
        first, second = (*named.most_common(2), ("", 0), ("", 0))[:2]
        self._answers = first[0] if first[1] > second[1] else None

    def _unlabelled(self, doc: Doc) -> None:
        """Take two capitalised words that are a subject for a person where the recogniser has missed the name."""
        for token in doc:
            if (
                token.dep_ == "nsubj"
                and token.ent_type_ != "PERSON"
                and token.text in self._full
                and token.pos_ == "PROPN"
            ):
                if token.i == 0 or doc[token.i - 1].dep_ != "compound":
                    self._persons.append((token.idx, token.text, True))  # a surname that the recogniser has missed
                continue
            if (
                token.pos_ != "PROPN"
                or token.dep_ not in ("nsubj", "appos")
                or token.ent_type_ not in ("", "LOC")
                or token.i == 0
            ):
                continue
            first = doc[token.i - 1]
            if first.pos_ != "PROPN" or first.head != token or not (first.is_title and token.is_title):
                continue
            if first.lower_.strip(".") in reporting().titles or token.text in self._full:
                continue
            name = f"{first.text} {token.text}"
            self._full.setdefault(token.text, name)
            self._persons.append((first.idx, name, token.dep_ == "nsubj"))
            for role in roles(token, first.i):
                self._roles.setdefault(role, set()).add(name)

    def full(self, name: str) -> str:
        """Take a name as written; return its fullest form in the article."""
        words = name.split()
        if len(words) == 3 and len(words[1]) == 2 and words[1][1] == ".":
            short = f"{words[0]} {words[2]}"  # "Ana P. Sena" is Ana Sena
            return short if short in self.labels else name
        if len(words) == 1 and name.lower() not in reporting().governments:
            return self._full.get(name, self._full.get(name.capitalize(), name) if name.isupper() else name)
        return name

    def written(self, label: str) -> str:
        """Take a label ("SATO", "Mr Sato", "the minister"); return the name that it stands for.

        "A" is who answers: the one person named most before the first "Q".
        """
        if label == "A":
            return self._answers or label
        name = plain_name(label)
        words = name.split()
        for at in range(1, len(words) - 1):  # "U.S. House Rep. Ana Sena"
            if self.labels.get(" ".join(words[at:])) == "PERSON":
                return self.full(" ".join(words[at:]))
        return self.with_role(name.lower()) or self.full(name)

    def with_role(self, role: str) -> str | None:
        """Take a role ("foreign minister"); return the one person introduced with it, or None for none or several."""
        names = {self.full(name) for name in self._roles.get(role, ())}
        return names.pop() if len(names) == 1 else None

    def in_focus(self, offset: int, since: int) -> str | None:
        """Return the person last named as a subject between two offsets, by full name, or None."""
        for start, name, subject in reversed(self._persons[: bisect_left(self._starts, offset)]):
            if start < since:
                return None
            if subject:
                return self.full(name)
        return None

    def person_before(self, offset: int) -> str | None:
        """Return the last person named before an offset, by full name."""
        at = bisect_left(self._starts, offset)
        return self.full(self._persons[at - 1][1]) if at else None


def _outvoted(name: str, votes: Mapping[tuple[str, str], int]) -> bool:
    """Whether the recogniser mostly takes a name that it here calls a person's for a body's, or as often a place's."""
    persons = votes[name, "PERSON"]
    return votes[name, "GPE"] >= persons or votes[name, "ORG"] > persons


def mention(head: Token) -> Span:
    """Take the head of a subject; return its noun phrase, without clauses and appositions that hang on it."""
    left, right = head.i, head.i
    for child in head.children:
        if child.dep_ in _OPEN_DEPS and not (
            child.dep_ == "prep" and child.text.lower() in _TIGHT and child.i == right + 1
        ):
            continue
        left = min(left, child.left_edge.i)
        right = max(right, child.right_edge.i)
    doc = head.doc
    clause = next((token for token in doc[head.i + 1 : right + 1] if token.dep_ == "relcl"), None)
    if clause is not None:  # on a word inside: "opponents of the penalty, who say"
        right = clause.left_edge.i - 1
        while right > head.i and (doc[right].is_space or doc[right].text in ",;:–—"):
            right -= 1
    while left < head.i and (doc[left].is_space or doc[left].text in MARKS):
        left += 1
    return Span(start=doc[left].idx, end=doc[right].idx + len(doc[right]))


def speaker_name(head: Token, names: Names, said: Said) -> str:
    """Take the head of a subject; return the speaker's name: a full name, a body, or the words as they stand."""
    doc = head.doc
    lower = head.text.lower()
    if lower in PRONOUNS or lower == "his":
        return _pronoun(head, lower, names, said)
    for token in (head, *reversed([t for t in head.subtree if t.dep_ != "poss"])):
        if not (token == head or token.head == head) or token.ent_type_ != "PERSON":
            continue
        # "the Obama administration" and "Obama aides" are not Obama.
        if (
            token == head
            or token.dep_ == "appos"
            or (head.pos_ == "PROPN" and token.dep_ in ("compound", "flat", "nmod"))
        ):
            ent = names.entity.get(token.i)
            if ent is not None and (token == head or ent.root.dep_ != "poss"):
                return names.full(plain_name(ent.text))
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            return speaker_name(child, names, said)
    if (after := _named_after(head, names)) is not None:
        return names.full(plain_name(after.text))
    body = names.entity.get(head.i)
    if body is not None and body.label_ in ("ORG", "GPE"):
        return names.full(bare_name(body.text))
    if head.pos_ == "PROPN":
        left = head.i
        while left > 0 and doc[left - 1].pos_ == "PROPN" and doc[left - 1].dep_ in ("compound", "flat", "nmod"):
            left -= 1
            if left > 1 and doc[left - 1].text == "-" and not doc[left - 1].whitespace_ + doc[left - 2].whitespace_:
                left -= 2
        return names.full(plain_name(doc[left : head.i + 1].text))
    return by_role(head, names.with_role) or bare_words(
        mention(head).text(doc.text).removesuffix("’s").removesuffix("'s")
    )


def _named_after(head: Token, names: Names) -> Entity | None:
    """Return the person whose name follows a role with a place in it, no comma between: "envoy to the US Koji Tomita".

    The parser ties such a name to the place. "The aide to Joe Biden" has no place before the name and is not he.
    """
    if head.pos_ != "NOUN":
        return None
    for prep in head.rights:
        last = names.entity.get(prep.right_edge.i) if prep.dep_ == "prep" else None
        if last is None or last.label_ != "PERSON" or last.start <= prep.i + 1 or last.end != prep.right_edge.i + 1:
            continue
        place = names.entity.get(last.start - 1)
        possessive = head.doc[last.start - 1].tag_ == "POS"  # "an aide to France’s Emmanuel Macron"
        if place is not None and place.label_ in _BODIES and place.start > prep.i and not possessive:
            return last
    return None


def _pronoun(head: Token, lower: str, names: Names, said: Said) -> str:
    if lower == "who":
        return lower
    if lower == "it" or lower in PLURAL:
        group = said.group if names.labels.get(said.group or "") != "PERSON" else None
        if lower == "it" and group is None and said.last is not None and said.at >= _sentence_before(head):
            return said.last  # who spoke in the sentence before is taken for a person, but nobody calls one "it"
        # a plural that is a subject since the group last spoke is nearer: "Universities raise fees. They deny …"
        nearer = _plural_before(head, said.at if group else -1) if lower in PLURAL else None
        return nearer or group or lower
    if lower in PERSONAL or lower == "his":
        sentence = head.sent.start_char
        since = max(said.at, sentence - 400)
        last = said.last
        if last is not None and " " not in last and names.labels.get(last) in _BODIES:
            last = None  # a body; two words that are taken for one may well be a person
        return names.in_focus(head.idx, since) or last or names.person_before(head.idx) or lower
    return lower


def _sentence_before(head: Token) -> int:
    """Return the offset where the sentence before begins, or that of this one at the start of the text."""
    first = head.sent.start
    return int(head.doc[first - 1].sent.start_char if first else head.sent.start_char)


def _plural_before(head: Token, since: int) -> str | None:
    """Return the plural subject of the sentence before, if it stands after an offset, as it is written."""
    first = head.sent.start
    if first == 0:
        return None
    for token in head.doc[first - 1].sent:
        if token.dep_ == "nsubj" and token.tag_ in ("NNS", "NNPS") and token.idx > since and token.head.dep_ == "ROOT":
            return bare_words(mention(token).text(token.doc.text))
    return None
