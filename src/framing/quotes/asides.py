"""A reported clause in, what is left of it without the writer's asides out.

"His budget, *which slashes aid*, was fair, Ryan said": a clause set off by commas on both sides adds what the writer
knows. It is not part of what is reported; such supplements are the reporter's (Potts 2005, The Logic of Conventional
Implicatures). So is an addition after a last dash, a participle of reporting after a comma (", hinting that …"), whose
subject is the one who speaks, a verdict (", a bold claim"), what became of the words (", sparking applause"), a
rebuttal ("; in fact, …"), what somebody else calls or says (", while 46% say …"), and who else has it ("according to").
A relative clause that ends a reported clause is as often the source's, and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.clauses import Range
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MARKS = frozenset("\"'“”‘’")
_DASHES = frozenset(("—", "–", "--", "―"))
_HEAD_WORDS = 4  # fewer words before a dash are no statement yet
_VERDICT_WORDS = 4


def _quoted(doc: Doc, left: int, right: int) -> bool:
    return any(token.text in _MARKS or token.text == "''" for token in doc[left:right])


def _aside(token: Token, first: int, last: int) -> Range | None:
    """Return the range of an aside with its commas, or None: "which"/"who" clauses after a comma and before another."""
    if token.dep_ != "relcl" or not any(c.lower_ in ("which", "who", "whose") for c in token.subtree):
        return None
    doc = token.doc
    left, right = token.left_edge.i, token.right_edge.i + 1
    if left - 1 <= first or right >= last - 2:
        return None
    if doc[left - 1].text != "," or not (doc[right].text == "," or doc[right - 1].text == ","):
        return None
    if _quoted(doc, left, right):
        return None
    return left - 1, right + (doc[right].text == ",")


def reports_on(token: Token) -> bool:
    """Whether a verb is a participle of reporting after a comma: ", hinting that …", ", saying …"."""
    if token.dep_ != "advcl" or token.tag_ != "VBG" or token.left_edge.i == 0:
        return False
    known = reporting()
    lemma = lemma_of(token)
    return token.doc[token.left_edge.i - 1].text == "," and (lemma in known.verbs or lemma in known.preposition)


def _remark(token: Token) -> bool:
    """Whether a participle after a comma or dash says what became of the words: ", *sparking applause*"."""
    known, lemma = reporting(), token.lemma_.lower()
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "conj") or token.left_edge.i == 0:
        return False
    if token.doc[token.left_edge.i - 1].text not in _DASHES | {","}:
        return False
    if lemma in known.remarks:
        return True
    return lemma in known.remarks_with and any(t.lower_ in known.remarked for t in token.subtree)


def _verdict_clause(token: Token) -> bool:
    """Whether a clause says something of the whole statement before it: ", *which bodes ill*", ", *which is false*"."""
    which = next((c for c in token.children if c.lower_ == "which" and c.dep_ in ("nsubj", "nsubjpass")), None)
    if which is None or which.left_edge.i == 0 or token.doc[which.i - 1].text != "," or token.tag_ != "VBZ":
        return False
    plural = token.dep_ == "relcl" and token.head.tag_ in ("NNS", "NNPS")
    judges = token.lemma_.lower() in reporting().remarks | {"bode"} or (
        token.lemma_ == "be" and any(child.dep_ == "acomp" for child in token.children)
    )
    return judges and (token.dep_ == "advcl" or plural)


def _another_calls(token: Token) -> bool:
    """Whether a clause gives the name that somebody else has for what was told: ", *which Lee called laughable*"."""
    known = reporting()
    if token.dep_ != "relcl" or lemma_of(token) not in known.predicate | known.as_:
        return False
    which = next((c for c in token.children if c.lower_ == "which" and c.dep_ == "dobj"), None)
    if which is None or which.i == 0 or token.doc[which.i - 1].text != ",":
        return False
    return any(c.dep_ == "nsubj" and c.pos_ in ("PROPN", "NOUN") for c in token.children)


def _another_says(token: Token) -> bool:
    """Whether a clause sets what somebody else says against what was reported: ", *while 46% say* …"."""
    children = list(token.children)
    states = lemma_of(token) in reporting().plain or any(child.dep_ == "ccomp" for child in children)
    if not states or lemma_of(token) not in reporting().verbs or token.doc[token.left_edge.i - 1].text != ",":
        return False  # "waited while his brother called the police"
    return any(c.dep_ == "mark" and c.lower_ in ("while", "whereas") for c in children) and any(
        c.dep_ == "nsubj" and c.lower_ not in ("he", "she", "they", "it") for c in children
    )


def _verdict(doc: Doc, comma: int, last: int) -> bool:
    """Whether a comma opens the writer's verdict on what was said: ", a hollow boast", ", which is a bold claim"."""
    at = comma + 1
    if at < last and doc[at].lower_ == "which":
        at += 1
        if at >= last or doc[at].lemma_ != "be":
            return False
        at += 1
    if at >= last or doc[at].lower_ not in ("a", "an", "the"):
        return False
    known = reporting().verdicts
    for word in doc[at + 1 : min(last, at + 2 + _VERDICT_WORDS)]:
        if word.pos_ == "NOUN" and word.lemma_.lower() in known:
            return True
        if word.pos_ not in ("ADJ", "ADV", "NOUN", "VERB"):
            return False
    return False


def _joins_words(dash: Token) -> bool:
    """Whether a dash stands between two words without blanks, as a hyphen does: "the Israel–Hamas war"."""
    return dash.text == "–" and dash.i > 0 and not dash.whitespace_ and not dash.nbor(-1).whitespace_


def _end(doc: Doc, first: int, last: int, *, infinitive: bool) -> int:
    """Return where a reported clause ends, without what the writer adds after it."""
    dashes = [token.i for token in doc[first:last] if token.text in _DASHES and not _joins_words(token)]
    for token in doc[first:last]:
        if token.text == "," and token.i - first >= 2 and _verdict(doc, token.i, last):
            return int(token.i)
        # Two dashes hold an insertion; behind one the writer adds something.
        if dashes == [token.i] and token.i - first >= _HEAD_WORDS and not _quoted(doc, first, last):
            return int(token.i)
        if (
            token.lower_ == "according"
            and token.i >= first + _HEAD_WORDS
            and (doc[token.i - 1].text == "," or token.right_edge.i + 1 >= last)
            and token.i + 1 < last
            and doc[token.i + 1].lower_ == "to"
        ):
            return int(token.i - (doc[token.i - 1].text == ","))  # who else says it
        if token.text == ";" and " ".join(t.lower_ for t in doc[token.i + 1 : token.i + 3]) in reporting().rebuts:
            return int(token.i)
        if token.i > first + _HEAD_WORDS and (_remark(token) or _verdict_clause(token) or _another_calls(token)):
            start = int(token.left_edge.i)
            return start - (doc[start - 1].text in _DASHES | {","})
        if token.dep_ == "advcl" and token.i > first + _HEAD_WORDS and _another_says(token):
            return int(token.left_edge.i - (doc[token.left_edge.i - 1].text == ","))
        if token.dep_ != "advcl" or token.left_edge.i <= first + 1:
            continue
        # "planned to return *as* the house sought …": what happened beside a plan is no part of it
        beside = token.tag_ == "VBD" and any(c.dep_ == "mark" and c.lower_ in ("as", "while") for c in token.children)
        own = infinitive and (beside or doc[token.left_edge.i - 1].text == ",")
        if own or (reports_on(token) and token.i > first + _HEAD_WORDS):
            return int(token.left_edge.i - (doc[token.left_edge.i - 1].text == ","))
    return last


def without_asides(doc: Doc, piece: Range) -> list[Range]:
    """Take the token range of a reported clause; return its ranges without the writer's asides."""
    first, last = piece
    last = _end(doc, first, last, infinitive=first < last and doc[first].lower_ == "to")
    cuts = [cut for token in doc[first:last] if (cut := _aside(token, first, last)) is not None]
    kept: list[Range] = []
    for left, right in sorted(cuts):
        if left > first:
            kept.append((first, left))
        first = max(first, right)
    if first < last:
        kept.append((first, last))
    return kept
