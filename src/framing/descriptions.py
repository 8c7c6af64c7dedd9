"""The head of a mention in, what is said of it out: adjectives, titles, appositions, predicates, and deeds.

Everything is read from the parse of the sentence that holds the mention; nothing is inferred beyond it. The relations
are those of spaCy's English parser (ClearNLP labels); agent and patient, active and passive after Halliday (1985) and
the studies of transitivity in news (Trew 1979, Fowler 1991, Henley et al. 1995).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from framing.grammar import structure_data
from framing.quotes.reporting import reporting
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Found = tuple[Span, str]

_MARKS = frozenset("\"'“”‘’,;:()[]–—-")
_QUOTES = frozenset('"“”«»')
_STOPS = frozenset(("punct", "appos", "cc", "conj", "relcl", "advcl"))
_MOST_WORDS = 14
_HONORIFICS = frozenset("mr mrs ms miss mx dr sir lord lady dame the".split())
_NO_QUALITY = frozenset(("NORP", "GPE", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"))
_QUALITIES = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG"))


@cache
def word_list(name: str) -> frozenset[str]:
    """Take the name of a list in the table "words" of ``actors.toml``; return its words."""
    return frozenset(structure_data("actors")["words"][name].split())


def phrase(head: Token) -> Span | None:
    """Take the head of a noun phrase; return the phrase with what follows it closely, or None if it is too long."""
    doc = head.doc
    left, right = head.left_edge.i, head.i
    for child in head.rights:
        if child.dep_ in _STOPS and not (child.dep_ == "punct" and child.text == "-"):
            break
        right = child.right_edge.i
    return between(doc, left, right + 1)


def between(doc: Doc, left: int, right: int) -> Span | None:
    """Take a token range; return its characters without marks at its edges; None if no word is left, or too many."""
    while left < right and (doc[left].is_space or doc[left].text in _MARKS):
        left += 1
    while right > left and (doc[right - 1].is_space or doc[right - 1].text in _MARKS):
        right -= 1
    if left >= right or right - left > _MOST_WORDS or not any(token.is_alpha for token in doc[left:right]):
        return None
    if sum(token.text in _QUOTES for token in doc[left:right]) % 2:
        return None  # half of a quotation
    return Span(start=doc[left].idx, end=doc[right - 1].idx + len(doc[right - 1]))


def title(root: Token, start: int) -> Span | None:
    """Take the root of a name and the index of its first token; return the title before it, or None."""
    doc = root.doc
    while start <= root.i and doc[start].lower_.strip(".") in _HONORIFICS:
        start += 1
    left = start
    for child in root.lefts:
        if child.i < start and (child.dep_ in ("compound", "nmod", "appos", "poss") or child.tag_ == "JJ"):
            left = min(left, child.left_edge.i)
    while left < start and (doc[left].lower_.strip(".") in _HONORIFICS or doc[left].pos_ == "DET"):
        left += 1
    known = reporting()
    right = start
    while right > left and not (
        doc[right - 1].pos_ == "NOUN" or doc[right - 1].lower_.strip(".") in known.titles | known.unnamed
    ):
        right -= 1  # "Cardinal *Jorge* Bergoglio": a name that the recogniser has cut
    words = [token for token in doc[left:right] if token.pos_ in ("NOUN", "PROPN")]
    if not words or any(token.lower_.strip(".") in _HONORIFICS or token.ent_type_ == "PERSON" for token in words):
        return None
    if any(token.text in (",", ";", ":") or token.is_space for token in doc[left:right]):
        return None
    return between(doc, left, right)


def apposition(root: Token) -> Span | None:
    """Take the root of a name; return the noun phrase that is set beside it, after it or before it, or None."""
    for child in root.children:
        if child.dep_ == "appos" and child.pos_ == "NOUN" and child.i > root.i and child.ent_type_ not in _NO_QUALITY:
            return phrase(child)
    head = _whose(root)
    if root.dep_ == "appos" and head.pos_ == "NOUN" and head.i < root.i and head.ent_type_ not in _NO_QUALITY:
        if any(token.text in (":", ";", "\n") for token in head.doc[head.i : root.i]):
            return None
        return between(head.doc, head.left_edge.i, min(root.left_edge.i, head.i + 8))
    return None


def _whose(root: Token) -> Token:
    """Return the noun that a name stands beside: a person, where the parser ties the name to a thing after "of" ("the
    architect of this fiasco, Bo Kreis").
    """
    head: Token = root.head
    persons = reporting().titles | reporting().unnamed
    while root.ent_type_ == "PERSON" and head.dep_ == "pobj" and head.head.lower_ == "of":
        above = head.head.head
        if above.pos_ != "NOUN" or head.lemma_.lower() in persons:
            break
        head = above
    return head


def introduced(root: Token, start: int) -> Span | None:
    """Take the root of a name and the index of its first token; return the words that say who it is, or None."""
    return apposition(root) or title(root, start)


def described(head: Token, start: int, *, named: bool, cues: frozenset[int]) -> Iterator[Found]:
    """Take the head of a mention, the index of its first token, and where cues of quotations begin; yield descriptions.

    ``named``: the mention is a name, which may have a title or an apposition. Verbs that report what is quoted are no
    deeds; they are told in the balance of sources.
    """
    if named:
        if (beside := apposition(head)) is not None:
            yield beside, "apposition"
        if (before := title(head, start)) is not None:
            yield before, "adjective" if head.tag_ in ("NNS", "NNPS") else "title"  # "working-age Americans"
    if head.dep_ == "poss":
        return  # what follows "Sato's" is said of what is hers
    yield from _adjectives(head, start)
    for place in _places(head):
        yield from _governed(place, cues)
    for child in head.children:
        if child.dep_ == "relcl" and child.pos_ in ("VERB", "AUX"):
            subject = next((c for c in child.children if c.lower_ in ("who", "which", "that")), None)
            if subject is not None:
                yield from _governed(subject, cues)
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.i > head.i:
            yield from _deed(child, "passive", cues)
        elif child.dep_ == "acl" and child.tag_ == "VBG" and child.i > head.i:
            yield from _deed(child, "acts", cues)


def _places(head: Token) -> Iterator[Token]:
    """Yield a mention and, where it is one of several ("Sato and Diallo"), the first of these: they share the verb."""
    yield head
    if head.dep_ == "conj":
        first = head.head
        while first.dep_ == "conj" and first.head != first:
            first = first.head
        if first.pos_ in ("NOUN", "PROPN", "PRON"):
            yield first


def _adjectives(head: Token, start: int) -> Iterator[Found]:
    empty = word_list("not_descriptive")
    doc = head.doc
    for child in head.lefts:
        if child.dep_ != "amod" or child.i >= start or child.ent_type_ in _NO_QUALITY:
            continue
        for word in (child, *(c for c in child.children if c.dep_ == "conj" and c.i < start)):
            if word.lower_ in empty or word.tag_ not in _QUALITIES or not word.text[0].isalpha():
                continue
            first = word.i if word != child else word.left_edge.i
            if doc[first].text in _MARKS:
                first += 1
            if (span := between(doc, first, word.i + 1)) is not None:
                yield span, "adjective"


def _governed(place: Token, cues: frozenset[int]) -> Iterator[Found]:
    """Yield what the verb that governs a noun (or a relative pronoun) tells of it."""
    verb, dep = place.head, place.dep_
    if dep == "nsubj":
        if verb.lemma_ in ("be", "become", "remain", "seem", "appear", "stay", "look", "sound"):
            yield from _predicates(verb)
        elif verb.dep_ == "ccomp" and verb.pos_ in ("NOUN", "ADJ") and verb.head.lemma_ in word_list("naming"):
            span = between(verb.doc, place.right_edge.i + 1, verb.right_edge.i + 1) if place.i < verb.i else None
            if span is not None:
                yield span, "predicate"  # "called the mayor a disgrace"
        for doing in (verb, *_joined(verb)):
            yield from _deed(doing, "passive" if _has(doing, "auxpass") else "acts", cues)
    elif dep == "nsubjpass":
        for doing in (verb, *(v for v in _joined(verb) if not _has(v, "auxpass"))):
            yield from _deed(doing, "passive", cues)
        yield from _named(verb)
    elif dep in ("dobj", "dative") and verb.pos_ == "VERB":
        yield from _deed(verb, "acted_on", cues)
        yield from _named(verb)
    elif dep == "pobj" and verb.dep_ == "agent":
        yield from _deed(verb.head, "acts", cues)


def _joined(verb: Token) -> Iterator[Token]:
    """Yield the verbs that share a verb's subject: "seized power and *jailed* rivals"."""
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
        ):
            yield child
            yield from _joined(child)


def _has(token: Token, dep: str) -> bool:
    return any(child.dep_ == dep for child in token.children)


def _predicates(verb: Token) -> Iterator[Found]:
    """Yield what somebody is said to be; "not" and "may" belong to it: "is not a liar" is not read as "a liar"."""
    before = [c.i for c in verb.children if c.dep_ == "neg" or c.tag_ == "MD"]
    for child in verb.children:
        if child.dep_ not in ("attr", "acomp", "oprd") or child.i < verb.i or child.ent_type_ in _NO_QUALITY:
            continue
        if child.dep_ == "attr" and child.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if child.i + 1 < len(verb.doc) and child.nbor().text == "-":
            continue  # half of a compound: "are co-sponsors"
        first = min(verb.i, *before) if before else child.left_edge.i
        right = child.i
        for below in child.rights:
            if below.dep_ in ("punct", "relcl", "advcl", "ccomp", "appos") or (
                below.tag_ == "CC" and below.head != child
            ):
                break
            right = below.right_edge.i
        if (span := between(verb.doc, first, right + 1)) is not None:
            yield span, "predicate"


def _named(verb: Token) -> Iterator[Found]:
    """Yield the name that a verb gives its object: "was called *a hero*", "saw her as *a rival*"."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ == "oprd" and verb.lemma_ in word_list("naming"):
            span = phrase(child)
        elif child.dep_ == "prep" and child.lower_ == "as" and verb.lemma_ in word_list("as"):
            inner = next((c for c in child.children if c.dep_ in ("pobj", "amod", "acomp")), None)
            span = None if inner is None else phrase(inner)
        else:
            continue
        if span is not None:
            yield span, "predicate"


def _deed(verb: Token, role: str, cues: frozenset[int]) -> Iterator[Found]:
    """Yield a verb as a deed, with its negation, modal and particle; none for verbs of being and saying."""
    if verb.pos_ != "VERB" or verb.idx in cues or not verb.text[0].isalpha():
        return
    lemma = verb.lemma_.lower()
    if lemma in word_list("states") and role == "acts":
        return
    if reporting().verbs.get(lemma) == "neutral" and (_has(verb, "ccomp") or lemma in ("say", "tell", "add")):
        return
    if role == "passive":
        role = "acted_on" if _has(verb, "agent") else "agentless_passive"
    doc = verb.doc
    first = last = verb.i
    for child in verb.children:
        # "may *not* sign", "to leave": what is denied, possible or only wanted is not shown as done
        if child.i < verb.i and (child.dep_ == "neg" or (child.dep_ == "aux" and child.tag_ in ("MD", "TO"))):
            first = min(first, child.i)
        elif child.dep_ == "prt" and child.i <= verb.i + 2:
            last = max(last, child.i)
    if (span := between(doc, first, last + 1)) is not None:
        yield span, role
