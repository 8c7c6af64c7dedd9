"""A parse and its names in, mentions out: where the article speaks of whom, joined by name within the article.

Names are joined by full form (a surname with its full name, an abbreviation with the name it abbreviates); "the
minister" with the one person introduced so; groups by their noun and what people it names ("Syrian refugees"). No
pronoun is resolved, and no two names are one because of what the world knows, but for a short list in ``actors.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from framing.grammar import structure_data
from framing.quotes.names import Names
from framing.quotes.reporting import reporting
from framing.quotes.roles import by_role
from framing.quotes.said import is_person_name, plain_name
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

_TYPES = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group"}
_PLURAL = ("NNS", "NNPS")
_MODIFIES = frozenset(("compound", "amod", "nmod", "npadvmod"))
_NAME = re.compile(r"[^\W\d_][\w.&’' /-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place where somebody is mentioned: by which name and type, its head, and the first token of the name."""

    name: str
    type: str
    head: Token
    start: int
    span: Span
    named: bool


@cache
def _same() -> dict[str, str]:
    """Return the first form of names that have several, by every form."""
    rows = (row.split(" | ") for row in structure_data("actors")["names"]["same"])
    return {form: forms[0] for forms in rows for form in forms}


@cache
def _people() -> frozenset[str]:
    return frozenset(structure_data("actors")["groups"]["people"].split())


def find_mentions(doc: Doc, names: Names) -> list[Mention]:
    """Take a parse and its names; return the mentions in text order. A name has one type: the one it has most often."""
    found = [*_entities(names), *_nominal(doc, names)]
    votes: dict[str, dict[str, int]] = {}
    for mention in found:
        kinds = votes.setdefault(mention.name, {})
        kinds[mention.type] = kinds.get(mention.type, 0) + 1
    full = _abbreviated(votes)
    made = []
    for mention in sorted(found, key=lambda m: m.span.start):
        name = full.get(mention.name, mention.name)
        kinds = votes[name]
        kind = (
            "person" if names.labels.get(name) == "PERSON" and "person" in kinds else max(kinds, key=lambda k: kinds[k])
        )
        made.append(
            Mention(
                name=name, type=kind, head=mention.head, start=mention.start, span=mention.span, named=mention.named
            )
        )
    return made


def _entities(names: Names) -> Iterator[Mention]:
    seen = -1
    for ent in names.entity.values():
        if ent.start == seen:
            continue
        seen = ent.start
        kind = _TYPES.get(ent.label_)
        if kind is None:
            continue
        root = ent.root
        if root.pos_ not in ("PROPN", "NOUN") or root.dep_ in _MODIFIES or not _clean(ent):
            continue
        if kind == "group" and root.tag_ not in _PLURAL:
            continue  # "Chinese" as an adjective, "a Republican"
        name = _name_of(ent, kind, names)
        if name is not None:
            if names.labels.get(name) == "PERSON":
                kind = "person"
            elif kind == "person" and not is_person_name(name):
                first, last = name.split()[0].lower(), name.split()[-1].lower()
                known = reporting()
                if last in known.press_last:
                    kind = "organisation"
                elif first in known.place_first or last in known.place_last:
                    kind = "place"
                else:
                    continue
            elif kind == "organisation" and _is_person(root, ent.start):
                kind = "person"
            yield Mention(
                name=name, type=kind, head=root, start=ent.start,
                span=Span(start=ent.start_char, end=_end(ent)), named=True,
            )  # fmt: skip


def _is_person(root: Token, start: int) -> bool:
    """Whether a title that only people have stands before a name that is taken for a body: "spokesman Judd Deere"."""
    before = root.doc[start - 1] if start else root
    return before.dep_ == "compound" and before.head == root and before.lemma_.lower() in _people()


def _clean(ent: Entity) -> bool:
    """Whether an entity is a name: no line break, no mark that ends a clause, a capital."""
    text = ent.text
    return _NAME.fullmatch(text) is not None and any(map(str.isupper, text)) and not any(t.is_space for t in ent)


def _end(ent: Entity) -> int:
    last = ent[-1]
    return int(last.idx if last.text in ("’s", "'s", "'", "’") and len(ent) > 1 else ent.end_char)


def _name_of(ent: Entity, kind: str, names: Names) -> str | None:
    written = ent.text.removesuffix("’s").removesuffix("'s").strip()
    if kind == "group":
        return written
    plain = plain_name(written)
    plain = plain.removeprefix("the ").removeprefix("The ")
    if not plain or plain.lower() in reporting().titles:
        return None
    same = _same().get(plain)
    return same or names.full(plain)


def _nominal(doc: Doc, names: Names) -> Iterator[Mention]:
    """Yield "the minister" where one person is introduced so, and groups of people by their plural noun."""
    groups: dict[str, set[str]] = {}
    held: list[tuple[Token, str, str]] = []
    for token in doc:
        if token.pos_ == "PROPN" and token.i not in names.entity and token.dep_ not in _MODIFIES:
            yield from _missed(token, names)
        if token.pos_ != "NOUN" or token.dep_ in _MODIFIES:
            continue
        if token.tag_ == "NN" and token.lower_ != "police":
            person = by_role(token, names.with_role)
            if person is not None and not any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in token.children):
                yield Mention(
                    name=person, type="person", head=token, start=token.i, named=False,
                    span=Span(start=token.idx, end=token.idx + len(token)),
                )  # fmt: skip
            continue
        lemma = token.lemma_.lower()
        if lemma in _people() and token.ent_type_ in ("", "NORP"):
            which = next((c.text for c in token.lefts if c.ent_type_ in ("NORP", "GPE") and c.dep_ in _MODIFIES), "")
            noun = token.lower_
            groups.setdefault(noun, set()).add(which)
            held.append((token, noun, which))
    for token, noun, which in held:
        people = groups[noun] - {""}
        if not which and len(people) == 1:
            which = next(iter(people))  # "the refugees", where only Syrian ones are named
        name = f"{which} {noun}" if which else noun
        span = Span(start=token.idx, end=token.idx + len(token))
        yield Mention(name=name, type="group", head=token, start=token.i, span=span, named=False)


def _missed(token: Token, names: Names) -> Iterator[Mention]:
    """Yield a known surname that the recogniser has missed here, with the first name before it."""
    name = names.full(token.text)
    if name == token.text or not name.endswith(token.text):
        return
    first = token.doc[token.i - 1] if token.i else token
    start = first if name == f"{first.text} {token.text}" else token
    yield Mention(
        name=name, type="person", head=token, start=start.i, named=True,
        span=Span(start=start.idx, end=token.idx + len(token)),
    )  # fmt: skip


def _abbreviated(votes: dict[str, dict[str, int]]) -> dict[str, str]:
    """Return the names that capitals stand for, by their abbreviation: "WHO" for "World Health Organization"."""
    initials: dict[str, set[str]] = {}
    for name in votes:
        words = [word for word in re.split(r"[ -]", name) if word[:1].isupper()]
        if len(words) > 1:
            initials.setdefault("".join(word[0] for word in words), set()).add(name)
    found = {}
    for name in votes:
        meant = initials.get(name.replace(".", ""), set())
        if len(name) > 1 and name.replace(".", "").isupper() and len(meant) == 1:
            found[name] = next(iter(meant))
    return found
