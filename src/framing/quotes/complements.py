"""A reporting word in, what it takes besides a clause out: infinitives, "accuse of …", "describe as …", names, objects.

Only words that the source is bound by or answers for: promises, demands, plans, expectations, charges, descriptions.
The person addressed or judged is named by the writer, so "urged the embattled chairman *to resign*" gives the source
three words less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.clauses import Range, infinitive_start
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import can_tell, is_passive, lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECT_WORDS = 2  # a bare noun ("announced it", "cited Smith") is a name for the matter, not a statement
_PERHAPS = frozenset("might may could would".split())


def _addressed(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "dative") for child in verb.children)


def _to(root: Token) -> Range | None:
    start = infinitive_start(root)
    return None if start is None else (start, root.right_edge.i + 1)


def _whole(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _infinitives(verb: Token, lemma: str, speaker: Token | None) -> list[Range]:
    """Return "to …" after promises, demands and expectations."""
    known = reporting()
    passive = is_passive(verb)
    if lemma in reporting().by_somebody and not passive and speaker is not None and not can_tell(speaker):
        return []  # "the crisis threatened to spread"
    if lemma in reporting().bound and any(child.dep_ == "aux" and child.lower_ in _PERHAPS for child in verb.children):
        return []  # "Iran might agree to wait"
    found: list[Range] = []
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in ("xcomp", "ccomp", "advcl", "acl"):
            continue
        if any(c.dep_ == "dobj" and c.lower_ in ("what", "which") and c.i < verb.i for c in child.children):
            continue  # "what the committee expected to get out of her"
        start = infinitive_start(child)
        own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
        if lemma in reporting().to_somebody and not passive and not own_subject and not _addressed(verb):
            continue  # "9,000 people told to leave", in a headline: they were told
        if start is None:
            if child.dep_ == "xcomp" and child.tag_ == "VBG" and lemma in known.gerund and not passive:
                found.append(_whole(child))
            continue
        if passive:
            if child.dep_ in ("xcomp", "ccomp") and lemma in known.passive_infinitive:
                found.append((start, child.right_edge.i + 1))
        elif own_subject and child.dep_ == "ccomp" and lemma in known.clause_infinitive:
            found.append(_whole(child))
        elif (
            ((own_subject or child.dep_ in ("xcomp", "ccomp") or lemma == "call") and lemma in known.object_infinitive)
            or (lemma == "call" and any(c.lower_ == "on" for c in verb.children))
            or (child.dep_ in ("xcomp", "ccomp") and not own_subject and lemma in known.infinitive)
        ):
            found.append((start, child.right_edge.i + 1))
    return found


def _prepositions(verb: Token, lemma: str) -> list[Range]:
    """Return what stands after "of" in "accuse of", after "as" in "describe as"."""
    known = reporting()
    found: list[Range] = []
    passive = is_passive(verb)
    if lemma == "charge" and passive and not _agent(verb):
        return []  # "was charged with nine counts": by the law
    if lemma == "call" and any(child.lower_ == "on" for child in verb.children):
        return []  # "called on members for their contributions"
    media = _media(verb)
    places = [verb, *(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), *media, *_by_whom(verb)]
    for place in places:
        for prep in (*place.children, *_joined(place)):
            if prep.dep_ not in ("prep", "dative", "prt", "mark", "conj") or prep.i < verb.i:
                continue
            if prep.nbor(-1).lower_ == "such" or any(_tells(child) for child in prep.children):
                continue  # "such as", and "attacked her for *saying that …*": she says it
            if prep.lower_ == "as" and lemma in known.as_ and not (passive and not _agent(verb)):
                found.extend(_whole(c) for c in prep.children if c.dep_ in ("pobj", "pcomp", "amod", "acomp"))
            elif f"{lemma}_{prep.lower_}" in known.preposition and (place == verb or prep.lower_ in ("of", "for")):
                found.extend(
                    _whole(c)
                    for c in prep.children
                    if c.dep_ in ("pobj", "pcomp") and _says(c) and (place not in media or _is_hers(c))
                )
    if lemma in known.as_ and not found and not (passive and not _agent(verb)):
        found.extend(_as_judged(child) for child in verb.children if child.dep_ == "advcl" and _as_judged(child)[0])
    return found


def _joined(place: Token) -> list[Token]:
    """Return the prepositions that another is joined to: "accused of cowardice and *of* hiding"."""
    preps = (child for child in place.children if child.dep_ == "prep")
    return [joined for prep in preps for joined in prep.children if joined.dep_ == "conj" and joined.pos_ == "ADP"]


def _is_hers(token: Token) -> bool:
    """Whether words are a deed, or somebody's: "thanked her in a statement for *her work*"."""
    return token.dep_ == "pcomp" or any(child.tag_ == "PRP$" for child in token.children)


def _by_whom(verb: Token) -> list[Token]:
    """Return who does what is done to another: the parser ties "as" to them in "was derided by critics *as unwise*"."""
    return [noun for child in verb.children if child.dep_ == "agent" for noun in child.children]


def _media(verb: Token) -> list[Token]:
    """Return the letters and statements in which something is done: "thanked her *in a statement* for …"."""
    inside = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == "in")
    return [noun for prep in inside for noun in prep.children if noun.lemma_.lower() in reporting().authored]


def _as_judged(word: Token) -> Range:
    """Return what follows "as" where the parser takes a judging adjective for a verb ("blasted it *as one-sided*");
    (0, 0) for anything else.
    """
    mark = next((child for child in word.children if child.dep_ == "mark" and child.lower_ == "as"), None)
    if mark is None or word.tag_ not in ("VBN", "JJ") or any(c.dep_ in ("nsubj", "nsubjpass") for c in word.children):
        return 0, 0
    return mark.i + 1, word.right_edge.i + 1


def _tells(word: Token) -> bool:
    """Whether a gerund after a preposition reports words itself: "for *claiming* that", "as *saying*"."""
    if word.dep_ != "pcomp" or word.tag_ != "VBG" or lemma_of(word) not in reporting().verbs:
        return False
    return any(child.dep_ in ("ccomp", "oprd", "xcomp") for child in word.children)


def _agent(verb: Token) -> bool:
    return any(child.dep_ == "agent" for child in verb.children)


def _says(token: Token) -> bool:
    """Whether words say something: a clause, or a common noun that is more than a bare name for the matter."""
    if token.dep_ == "pcomp" or token.pos_ == "VERB":
        return True
    return token.pos_ in ("NOUN", "ADJ", "NUM") and token.ent_type_ not in ("PERSON", "DATE", "TIME", "PERCENT")


def _some(token: Token) -> bool:
    """Whether a noun is people: "the complaints of obscure billionaires" are theirs."""
    lemma = token.lemma_.lower()
    return token.dep_ == "pobj" and lemma in reporting().unnamed


def _predicates(verb: Token, lemma: str) -> list[Range]:
    """Return the name that is given: "called the law *a disgrace*"."""
    if lemma not in reporting().predicate or (is_passive(verb) and not _agent(verb)):
        return []
    found: list[Range] = []
    for child in verb.children:
        if child.i < verb.i or child.pos_ == "PROPN":
            continue
        if child.dep_ in ("oprd", "acomp"):
            found.append(_whole(child))
        elif child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("NOUN", "ADJ"):
            first = next(
                (c.right_edge.i + 1 for c in child.children if c.dep_ in ("nsubj", "nsubjpass")), child.left_edge.i
            )
            if first <= child.i:
                found.append((first, child.right_edge.i + 1))
    return found


def _objects(verb: Token, lemma: str, speaker: Token | None) -> list[Range]:
    """Return the object where it is what was said: "cited *concerns about cost*"."""
    if lemma not in reporting().object_ or is_passive(verb) or speaker is None or not can_tell(speaker, verb):
        return []
    known = reporting()
    if lemma in ("show", "find") and speaker.lemma_.lower() not in reporting().documents:
        return []  # "figures show a fall", but not "the town showed its anger"
    return [
        _whole(child)
        for child in verb.children
        if child.dep_ == "dobj"
        and child.i > verb.i
        and child.pos_ == "NOUN"
        and child.ent_type_ not in ("PERSON", "DATE")
        and not (lemma == "cite" and child.lemma_.lower() in known.unnamed | known.states)
        and child.right_edge.i - child.left_edge.i >= _OBJECT_WORDS
    ]


def verb_complements(verb: Token, lemma: str, speaker: Token | None) -> list[Range]:
    """Take a verb without a reported clause, its lemma and speaker; return the token ranges that are the source's."""
    if lemma == "be" or (speaker is None and not is_passive(verb)):
        return []
    if speaker is not None and speaker.lower_ == "what":
        return []  # "what counts as waters"
    found = _infinitives(verb, lemma, speaker) or _predicates(verb, lemma) or _prepositions(verb, lemma)
    return found or _objects(verb, lemma, speaker)


def noun_complements(noun: Token) -> list[Range]:
    """Take a noun; return what stands after "of" in "accusations of …" and after "to" in "a promise to …"."""
    known = reporting()
    lemma = noun.lemma_.lower()
    found: list[Range] = []
    if lemma == "charge" and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        return []  # "the agent in charge of the office"
    if lemma in known.nouns_of:
        for prep in noun.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "about", "over"):
                found.extend(
                    _whole(c)
                    for c in prep.children
                    if c.dep_ in ("pobj", "pcomp") and _says(c) and not (prep.lower_ == "of" and _some(c))
                )
    if lemma in known.nouns_infinitive:
        found.extend(piece for child in noun.children if child.dep_ == "acl" and (piece := _to(child)) is not None)
    return found
