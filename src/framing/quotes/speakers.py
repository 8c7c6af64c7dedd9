"""A subject in, a name out: who speaks, resolved within the article by full name, surname, role and last speaker.

Only what the text says is used; a mention that cannot be resolved is given as it stands. No gender is guessed: a
pronoun is the person last in focus, which is the subject of the sentence before (Grosz, Joshi & Weinstein 1995), else
the last speaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.names import Names
from framing.quotes.reporting import reporting
from framing.quotes.roles import by_role
from framing.quotes.said import MARKS, PERSONAL, PLURAL, PRONOUNS, Said, bare_name, bare_words, plain_name
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Entity
    from spacy.tokens import Token

_BODIES = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))
_OPEN_DEPS = frozenset(("relcl", "acl", "appos", "advcl", "cc", "conj", "punct", "prep", "ccomp", "parataxis"))
_TIGHT = frozenset(("of", "for", "at", "in", "from", "to"))


def mention(head: Token) -> Span:
    """Take the head of a subject; return its noun phrase, without clauses and appositions that hang on it."""
    left, right = _bounds(head)
    doc = head.doc
    return Span(start=doc[left].idx, end=doc[right].idx + len(doc[right]))


def _written(head: Token) -> str:
    """Take the head of a subject; return its noun phrase in words. The text of a parse is made anew each time."""
    left, right = _bounds(head)
    return bare_words(str(head.doc[left : right + 1].text).removesuffix("’s").removesuffix("'s"))


def _bounds(head: Token) -> tuple[int, int]:
    """Return the first and the last token of a subject's noun phrase."""
    left, right = head.i, head.i
    for child in head.children:
        if child.dep_ in _OPEN_DEPS and not (
            child.dep_ == "prep" and child.text.lower() in _TIGHT and child.i == right + 1
        ):
            continue
        if child.lower_ == "in" and any(part.lemma_.lower() in reporting().authored for part in child.children):
            continue  # "the director said *in an interview*", tied to the director
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
    return left, right


def speaker_name(head: Token, names: Names, said: Said) -> str:
    """Take the head of a subject; return the speaker's name: a full name, a body, or the words as they stand."""
    lower = head.text.lower()
    if lower in PRONOUNS or lower in ("his", "her"):
        return _pronoun(head, lower, names, said)
    if lower == "their":
        owners = _owners(head)
        if owners is None:
            return _pronoun(head, "they", names, said)
        return " and ".join(speaker_name(one, names, said) for one in (owners, *owners.conjuncts))
    return (
        _person(head, names)
        or _apposition(head, names, said)
        or _person_after(head, names)
        or _author(head, names, said)
        or (by_role(head, names.with_role) if head.pos_ == "PROPN" else None)
        or _body(head, names)
        or _proper_name(head, names)
        or _body_meant(head, names, said)
        or by_role(head, names.with_role)
        or _written(head)
    )


def _person(head: Token, names: Names) -> str | None:
    """Take the head of a subject; return the person it is, or whose name is joined to it ("minister Ana Sena")."""
    for token in (head, *reversed([t for t in head.subtree if t.dep_ != "poss"])):
        if not (token == head or token.head == head) or token.ent_type_ != "PERSON":
            continue
        # "the Obama administration" and "Obama aides" are not Obama.
        joined = head.pos_ == "PROPN" and token.dep_ in ("compound", "flat", "nmod")
        ent = names.entity.get(token.i) if token == head or token.dep_ == "appos" or joined else None
        if ent is not None and (token == head or ent.root.dep_ != "poss"):
            written = ent.text.removeprefix("Said ").removeprefix("Says ")  # the recogniser's "Said Lee"
            return names.full(plain_name(written))
    return None


def _apposition(head: Token, names: Names, said: Said) -> str | None:
    """Take the head of a subject; return the name in apposition to it ("the mayor, Ana Sena, said")."""
    for child in head.children:
        # A party or a state, "(D., N.Y.)", is nobody.
        bracketed = child.left_edge.i > 0 and head.doc[child.left_edge.i - 1].text == "("
        if child.dep_ == "appos" and child.pos_ == "PROPN" and not (bracketed or child.text.endswith(".")):
            return speaker_name(child, names, said)
    return None


def _person_after(head: Token, names: Names) -> str | None:
    """Take the head of a subject; return the person whose name follows it."""
    after = _named_after(head, names)
    return None if after is None else names.full(plain_name(after.text))


def _body(head: Token, names: Names) -> str | None:
    """Take the head of a subject; return the body or place that the recogniser takes it for."""
    body = names.entity.get(head.i)
    return names.full(bare_name(body.text)) if body is not None and body.label_ in ("ORG", "GPE") else None


def _proper_name(head: Token, names: Names) -> str | None:
    """Take the head of a subject; return the capitalised name that ends with it, which no recogniser knows."""
    if head.pos_ != "PROPN" or head.is_lower:
        return None
    doc, left = head.doc, head.i
    while left > 0 and doc[left - 1].pos_ == "PROPN" and doc[left - 1].dep_ in ("compound", "flat", "nmod"):
        left -= 1
        if left > 1 and doc[left - 1].text == "-" and not doc[left - 1].whitespace_ + doc[left - 2].whitespace_:
            left -= 2
    return names.full(plain_name(doc[left : head.i + 1].text))


def _author(what: Token, names: Names, said: Said) -> str | None:
    """Take the head of "Flint's letter", "his tweet"; return whose it is, None for anything else or nobody's."""
    if what.lemma_.lower() not in reporting().authored:
        return None
    owner = next((child for child in what.children if child.dep_ == "poss"), None)
    if owner is None:
        return None
    person = owner.ent_type_ == "PERSON" or names.labels.get(names.full(owner.text)) == "PERSON"
    if not person and owner.lower_ not in ("his", "her"):
        return None
    name = speaker_name(owner, names, said)
    return None if name in ("his", "her") else name


def _body_meant(head: Token, names: Names, said: Said) -> str | None:
    """Take the head of a bare "the group", "the newspaper"; return the body that spoke last, None where none did.

    "The ministry" is a body with that word in its name only; "the group" may be any that is not of the state.
    """
    noun, known = head.lemma_.lower(), reporting()
    if noun not in known.bodies | known.states or [child.lower_ for child in head.children] != ["the"]:
        return None
    last = said.group
    # One word alone is as often a person's surname that the recogniser has missed.
    if last is None or names.labels.get(last) not in ("ORG", None) or not last[:1].isupper() or " " not in last:
        return None
    words = last.lower().split()
    if noun in words or (noun in known.any_body and not set(words) & known.states):
        return last
    return None


def _named_after(head: Token, names: Names) -> Entity | None:
    """Return the person whose name follows a role with a place in it, no comma between: "envoy to the US Koji Tomita".

    The parser ties such a name to the place. "The aide to Joe Biden" has no place before the name and is not he.
    """
    if head.pos_ not in ("NOUN", "PROPN") or head.lower_ not in reporting().titles | reporting().unnamed:
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
        group = said.group if _fits(lower, said.group, names) else None
        if lower == "it" and group is None and said.last is not None and said.at >= _sentence_before(head):
            return said.last  # who spoke in the sentence before is taken for a person, but nobody calls one "it"
        # a plural that is a subject since the group last spoke is nearer: "Universities raise fees. They deny …"
        nearer = _plural_before(head, said.at if group else -1) if lower in PLURAL else None
        return nearer or group or lower
    if lower in PERSONAL or lower in ("his", "her"):
        if (by := _speech_of(head)) is not None:
            return speaker_name(by, names, said)
        sentence = head.sent.start_char
        since = max(said.at, sentence - 400)
        last = said.last
        if last is not None and " " not in last and names.labels.get(last) in _BODIES:
            last = None  # a body; two words that are taken for one may well be a person
        # "“Flint is ill,” he said": whom the words before name is not who says them
        told = any(child.dep_ == "ccomp" and child.i < head.i for child in head.head.children)
        return names.in_focus(sentence if told else head.idx, since) or last or names.person_before(head.idx) or lower
    return lower


def _owners(word: Token) -> Token | None:
    """Take "their"; return the subject of its clause, if it is several: "Flint and Sena repeated *their* claim"."""
    verb = word.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    subject = next(
        (child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < word.i), None
    )
    if subject is None or subject.pos_ not in ("NOUN", "PROPN"):
        return None
    several = subject.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in subject.children)
    return subject if several else None


def _sentence_before(head: Token) -> int:
    """Return the offset where the sentence before begins, or that of this one at the start of the text."""
    first = head.sent.start
    return int(head.doc[first - 1].sent.start_char if first else head.sent.start_char)


def _fits(pronoun: str, name: str | None, names: Names) -> bool:
    """Whether "it" or "they" can stand for who spoke: a body for both, several people for "they" only."""
    if name is None or names.labels.get(name) == "PERSON":
        return False
    last = name.rpartition(" ")[2].lower()
    if pronoun == "it" and last in reporting().titles:
        return False  # "the prison chief"
    several = " and " in name or last == "people" or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
    body = names.labels.get(name) in _BODIES or last.removesuffix("s") in reporting().bodies | reporting().states
    return body or (several if pronoun != "it" else not several)


def _speech_of(head: Token) -> Token | None:
    """Take "he" in "a speech by Lee in which he vowed"; return Lee, None where there is no such phrase."""
    clause = head.head
    if clause.dep_ != "relcl" or clause.head.lemma_.lower() not in reporting().authored:
        return None
    by = next((c for c in clause.head.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
    return None if by is None else next((c for c in by.children if c.dep_ == "pobj"), None)


def _plural_before(head: Token, since: int) -> str | None:
    """Return the plural subject nearest before "they" in its sentence or the one before, as it is written; in the one
    before only if it stands after an offset.
    """
    first = head.sent.start
    for token in reversed(head.doc[first : head.i]):
        several = token.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in token.children)
        if token.dep_ == "nsubj" and several and token.head.dep_ in ("ROOT", "advcl", "conj") and token.pos_ != "PRON":
            return _written(token)
    if first == 0:
        return None
    for token in head.doc[first - 1].sent:
        if token.dep_ == "nsubj" and token.tag_ in ("NNS", "NNPS") and token.idx > since and token.head.dep_ == "ROOT":
            return _written(token)
    return None
