"""A reporting verb that the parser gives no clause in, what it reports out, from the order of words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.clauses import Range, is_finite
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import is_passive, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLAUSE_STARTS = frozenset(("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"))
_LATE = 8  # words that may follow a closing "X said": "on Wednesday", "in a statement"
_BEFORE_THAT = 14  # words between a verb and its "that": "for the second day in a row"


def by_place(verb: Token, lemma: str) -> list[Range]:
    """Take a verb and its reporting lemma; return the token ranges that it reports, none where the order is no sign."""
    if is_passive(verb) or lemma not in reporting().verbs:
        return []
    if (late := _after_phrase(verb)) is not None or (late := _bare(verb, lemma)) is not None:
        return [late]
    if lemma not in reporting().plain:
        return []
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    doc, sentence = verb.doc, verb.sent
    if subject is None or subject.lower_ in ("which", "who", "that"):
        return []  # "ran her essay, which argued for troops"
    that = next(
        (
            t.i
            for t in doc[verb.i + 1 : min(verb.i + 8, sentence.end)]
            if t.lower_ == "that" and (t.tag_ == "IN" or t.dep_ == "mark")
        ),
        None,
    )
    if that is not None:
        return [(that, _stop(doc, that, sentence.end))]
    first = min(subject.left_edge.i, verb.i)
    last = max(subject.right_edge.i, verb.i) + 1
    rest = last
    while rest < sentence.end and doc[rest].text not in ",;:":
        rest += 1
    if first - sentence.start >= 4 and doc[first - 1].text == ",":
        if not any(is_finite(t) for t in doc[sentence.start : first - 1] if t.pos_ in ("VERB", "AUX")):
            return []  # "Under the bill, owners may claim …"
        if rest >= sentence.end or (rest - last <= _LATE and doc[rest].text == "," and rest + 2 >= sentence.end):
            return [(sentence.start, first - 1)]  # "…, officials said on Monday."
        return []
    if verb.i + 1 >= sentence.end:
        return []  # "Officials say"
    if subject.i < verb.i and first == sentence.start and lemma == "say" and doc[verb.i + 1].pos_ in _CLAUSE_STARTS:
        stop = _stop(doc, verb.i + 1, sentence.end)
        if any(is_finite(t) for t in doc[verb.i + 2 : stop] if t.pos_ in ("VERB", "AUX")):
            return [(verb.i + 1, stop)]
    return []


def _stop(doc: Doc, first: int, last: int) -> int:
    return next((t.i for t in doc[first:last] if t.text == ";"), last)


def _after_phrase(verb: Token) -> Range | None:
    """Return a clause whose "that" comes after a phrase of time or means, which the parser takes for a relative clause:
    "argued for the second day in a row *that the vote was rigged*", "stating via a lawyer *that …*".
    """
    doc, stop = verb.doc, min(verb.i + _BEFORE_THAT, verb.sent.end)
    if reporting().verbs.get(verb.lemma_.lower()) == "naming" or subject_of(verb) is None:
        return None
    for that in doc[verb.i + 2 : stop]:
        before = doc[that.i - 1]
        if that.pos_ == "VERB" or before.text in ",;:":
            return None
        if that.lower_ != "that" or that.dep_ == "det":
            continue
        known = reporting()
        means = before.lemma_.lower() in known.means | known.authored or before.ent_type_ in ("DATE", "TIME", "PERSON")
        clause = next((token for token in doc[that.i + 1 : verb.sent.end] if token.dep_ == "relcl"), None)
        if not means or before.dep_ == "dobj" or clause is None or not is_finite(clause):
            return None
        if that not in clause.children and clause.left_edge.i != that.i:
            return None
        things = known.documents | known.authored | known.proposed
        if any(child.dep_ == "dobj" and child.lemma_.lower() in things for child in verb.children):
            return None  # "wrote a letter on Monday that the paper printed"
        own = any(child.dep_ in ("nsubj", "nsubjpass") and child.i > that.i for child in clause.children)
        return (that.i + 1, clause.right_edge.i + 1) if own else None
    return None


def _bare(verb: Token, lemma: str) -> Range | None:
    """Return a clause without "that" whose subject the parser takes for the verb's object: "are warning *the plan is a
    disaster*".
    """
    if lemma not in reporting().bare:
        return None
    thing = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if thing is None or thing.right_edge.i + 1 >= verb.sent.end:
        return None
    after = verb.doc[thing.right_edge.i + 1]
    if after.tag_ not in ("VBZ", "VBP", "VBD", "MD"):
        return None
    clause = after.head if after.dep_ in ("aux", "auxpass") else after
    if clause == verb.head and verb.dep_ == "csubj":
        return thing.left_edge.i, clause.right_edge.i + 1
    if clause.head == verb and clause.dep_ in ("advcl", "ccomp", "conj"):
        return thing.left_edge.i, clause.right_edge.i + 1
    return None
