"""A name or a noun phrase in, the roles it holds out ("minister", "house speaker", "former president")."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from framing.quotes.reporting import reporting

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 3  # words of a title


def roles(root: Token, start: int) -> set[str]:
    """Take the root of a name and the index of its first token; return the roles that it is introduced with, before it
    or in apposition: "minister", "foreign minister". Who held a role or will hold it has it with that word only.
    """
    doc = root.doc
    heads: list[Token] = [child for child in root.children if child.dep_ == "appos" and child.pos_ == "NOUN"]
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        heads.append(root.head)
    found: set[str] = set()
    for head in heads:
        found |= _held(_holder(head), {head.lemma_.lower(), _with_word_before(head)})
    known = reporting()
    titles = known.titles | known.unnamed
    at = max(start, root.i - _REACH)
    while at < root.i and doc[at].lower_.strip(".") in titles:
        at += 1  # the entity itself may hold the title
    words: list[str] = []
    while at > 0 and len(words) < _REACH and doc[at - 1].lower_.strip(".") in titles:
        at -= 1
        words.insert(0, doc[at].lower_)
    if at > 2 and doc[at - 2].lower_ == "of" and doc[at - 3].lower_ in known.offices and doc[at - 1].pos_ != "DET":
        before = doc[at - 4].lower_ if at > 3 else ""
        office = doc[at - 3].lower_  # "secretary of state"
        other = before if before in known.other_holders else None
        found |= _held(other, {f"{office} of {doc[at - 1].lower_}", office})
    holder = next((word for word in words if word in known.other_holders), None)
    words = [word for word in words if word not in known.other_holders]
    if words and len(words[-1]) > 3:
        names = {words[-1], " ".join(words[-2:])}
        if len(words) == 1 and at > 0 and doc[at - 1].dep_ == "compound":
            at -= 1
            names.add(f"{doc[at].lower_} {words[0]}")  # "House speaker"
        if at > 0 and doc[at - 1].lower_ in known.other_holders:
            holder = holder or doc[at - 1].lower_
        found |= _held(holder, names)
    return found


def by_role(head: Token, with_role: Callable[[str], str | None]) -> str | None:
    """Take the head of a noun phrase ("the minister") and who alone holds a role; return that person, or None."""
    # the tagger's "the secretary of state", and "the Vice President"
    one = head.tag_ == "NN" or (head.tag_ == "NNP" and (head.is_lower or head.lower_ in reporting().offices))
    if not one or not any(c.dep_ == "det" and c.lower_ in ("the", "this") for c in head.children):
        return None
    of = _of(head)
    if of is not None:
        return with_role(f"{head.lower_} of {of}")
    if any(c.dep_ in ("prep", "poss", "relcl", "acl") for c in head.children):
        return None  # "the manager of Lee's campaign" is the manager of that one
    holder = _holder(head)
    others = [c for c in head.children if c.dep_ in ("amod", "compound") and c.lower_ != holder]
    for role in (_with_word_before(head), *([] if others else [head.lemma_.lower()])):
        for name in _held(holder, {role}):
            if (person := with_role(name)) is not None:
                return person
    return None


def _of(head: Token) -> str | None:
    """Return the one word after "of" in an office: "secretary of state"; None for any other noun phrase."""
    if head.lower_ not in reporting().offices or any(c.dep_ in ("poss", "relcl", "acl") for c in head.children):
        return None
    prepositions = [c for c in head.children if c.dep_ == "prep"]
    if len(prepositions) != 1 or prepositions[0].lower_ != "of" or prepositions[0].i != head.i + 1:
        return None
    part = next(iter(prepositions[0].children), None)
    return part.lower_ if part is not None and part.left_edge.i == part.right_edge.i else None


def _held(holder: str | None, names: set[str]) -> set[str]:
    return names if holder is None else {f"{holder} {name}" for name in names}


def _holder(head: Token) -> str | None:
    """Return the word that says that somebody else has the role now: "former", "acting"."""
    return next((c.lower_ for c in head.lefts if c.lower_ in reporting().other_holders), None)


def _with_word_before(head: Token) -> str:
    before = [t.lower_ for t in head.lefts if t.dep_ in ("compound", "amod") and t.i == head.i - 1]
    before = [word for word in before if word not in reporting().other_holders]
    return " ".join([*before, head.lemma_.lower()])
