"""A parse in, the persons and bodies that it names out, by full name, surname and role, and who is told of where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from framing.descriptions import introduced
from framing.quotes.marks import Marked
from framing.quotes.reporting import reporting
from framing.quotes.roles import by_role, roles
from framing.quotes.said import bare_name, is_person_name, plain_name
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

_ASKS = re.compile(r"(?<!\S)Q\s?[:.]\s")  # line breaks are blanks in a parse


def _name_of(ent: Entity) -> str | None:
    """Take what the recogniser calls a person; return the plain name, None where it is none."""
    written = "".join(t.text_with_ws for t in ent if not t.is_space and t.text not in ("’s", "'s"))
    name = plain_name(" ".join(written.rpartition("—")[2].split()))  # "Lorne, Fla.—President Ana Sena"
    mixed = any(t.pos_ in ("DET", "PRON", "AUX", "VERB") and t.is_title for t in ent)  # "Romney Some Trump"
    return name if is_person_name(name) and not mixed else None


def _short_forms(name: str) -> Iterator[tuple[str, int]]:
    """Take a full name; yield the words that it may be shortened to, and how much each counts: a surname more."""
    words = name.split()
    if len(words) < 2 or not words[0][:1].isupper():
        return
    lasts = {words[-1], words[-1][0].upper() + words[-1][1:]}  # "al-Sena", and "Al-Sena" where it begins
    if words[-1].lower().startswith(("al-", "el-")):
        lasts.add(words[-1][3:])  # the recogniser likes to begin there
    yield from ((last, 2) for last in sorted(lasts))
    yield words[0], 1


def _told_outside(persons: Sequence[tuple[int, str, bool]], marked: Sequence[Marked]) -> list[tuple[int, str, bool]]:
    """Take persons (place, name, told of) and what stands in marks; return them in order, those inside not told of."""
    ends = [mark.end for mark in marked]

    def told(start: int) -> bool:
        place = bisect_right(ends, start)
        return place == len(marked) or marked[place].start > start

    return sorted((start, name, subject and told(start)) for start, name, subject in persons)


class Names:
    """The persons and bodies that an article names, so that a surname, a role or a pronoun can be given a full name.

    ``labels`` are the recogniser's kinds by name; ``here`` and ``introduced`` are the words that say who somebody is,
    by the offset of the name and by the name.
    """

    def __init__(self, doc: Doc, body: int = 0, marked: Sequence[Marked] = ()) -> None:
        """Read a parse; ``body`` is where the headline ends: capitals there are a poor sign of names.

        Whom a quotation in marks names is not who is told of around it.
        """
        self._persons: list[tuple[int, str, bool]] = []
        self._roles: dict[str, set[str]] = {}
        self.labels: dict[str, str] = {}
        self.here: dict[int, tuple[str, Span]] = {}
        self.introduced: dict[str, Span] = {}
        ents = doc.ents  # made anew by spaCy each time it is asked for
        self.entity: dict[int, Entity] = {token: ent for ent in ents for token in range(ent.start, ent.end)}
        self._full = self._recognised(ents, body)
        self._unlabelled(doc)
        for token in doc:  # "The minister arrived at noon. He said …"
            if token.dep_ == "nsubj" and token.is_lower and (held := by_role(token, self.with_role)) is not None:
                self._persons.append((token.idx, held, True))
        self._persons = _told_outside(self._persons, marked)
        self._starts = [start for start, _, _ in self._persons]
        for start, written, _ in self._persons:
            self.labels[written] = self.labels[self.full(written)] = "PERSON"
            if start in self.here:
                self.here[start] = (self.full(written), self.here[start][1])
                self.introduced.setdefault(*self.here[start])
        self._answers = self._who_answers(doc.text)

    def _recognised(self, ents: Sequence[Entity], body: int) -> dict[str, str]:
        """Take what the recogniser found and where the headline ends; note the persons, their roles and kinds of names.

        Returned is the full name by surname and first name.
        """
        known_as: dict[str, dict[str, int]] = {}
        votes = Counter((bare_name(ent.text), ent.label_) for ent in ents)
        for ent in ents:
            if ent.label_ != "PERSON":
                self.labels.setdefault(bare_name(ent.text), ent.label_)
                continue
            name = _name_of(ent)
            if name is None or _outvoted(bare_name(ent.text), votes):
                continue
            if (words_of := introduced(ent.root, ent.start)) is not None:
                self.here[ent.start_char] = (name, words_of)
            self._persons.append((ent.start_char, name, _told_of(ent.root)))
            for word, weight in _short_forms(name):
                tally = known_as.setdefault(word, {})
                tally[name] = tally.get(name, 0) + (weight if ent.start_char >= body else 0)
            for role in roles(ent.root, ent.start):
                self._roles.setdefault(role, set()).add(name)
        # A surname rather than a first name, and what is written most often rather than once in a headline's capitals.
        return {
            word: max(tally, key=lambda name: tally[name]) for word, tally in known_as.items() if any(tally.values())
        }

    def _who_answers(self, text: str) -> str | None:
        """Take the text; return the one person named most before the first "Q", None where there is none."""
        asked = _ASKS.search(text)
        named = Counter(self.full(name) for start, name, _ in self._persons if asked and start < asked.start())
        first, second = (*named.most_common(2), ("", 0), ("", 0))[:2]
        return first[0] if first[1] > second[1] else None

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


def _told_of(root: Token) -> bool:
    """Whether a name is a subject, or owns a thing that is one ("Lee's letter urged her. He wrote …")."""
    if root.dep_ == "poss" and root.head.lemma_.lower() not in reporting().unnamed | reporting().titles:
        root = root.head
    # "he made *Lee feel* calm" is told of him, "she said *Lee called*" of her
    reported = root.head.dep_ == "ccomp" and root.head.i > root.head.head.i
    return root.dep_ in ("nsubj", "nsubjpass") and not reported


def _outvoted(name: str, votes: Mapping[tuple[str, str], int]) -> bool:
    """Whether the recogniser mostly takes a name that it here calls a person's for a body's, or as often a place's."""
    persons = votes[name, "PERSON"]
    return votes[name, "GPE"] >= persons or votes[name, "ORG"] > persons
