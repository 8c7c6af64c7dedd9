"""A reporting verb in, its clauses out: which words it governs, wherever the parser has put them.

Clausal complements, parataxis ("..., officials said"), "as Lee put it"; where a clause ends that something else is
joined to. The relations are those of spaCy's English parser (ClearNLP labels).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.quotes.by_place import by_place
from framing.quotes.clauses import Range, has_that, is_finite, past_manner
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import SUBJECTS, can_tell, goes_on, is_passive, joins_report, lemma_of
from framing.quotes.whose_words import sides

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_AS_SAID = frozenset("say put_it write note argue point_out explain observe remark warn predict report tell".split())
_ASKING, _WHETHER = frozenset(("ask", "wonder", "inquire")), frozenset(("if", "whether"))
_PERCEPTION = frozenset("see find feel hear hold show prove know imagine read notice observe".split())
_DASHES = frozenset(("—", "–", "--"))
_FULL = frozenset("dobj ccomp xcomp attr acomp oprd prep advmod".split())
_AT_END = 10  # words of a second attribution that ends a sentence: ", the Herald reported at the time"


def report_lemma(verb: Token) -> str | None:
    """Take a verb; return its reporting lemma, with its particle ("point_out"), or None if it reports nothing."""
    known = reporting()
    lemma = lemma_of(verb)
    for child in verb.children:
        if child.dep_ == "prt" or (child.dep_ in ("prep", "advmod", "dobj") and child.i == verb.i + 1):
            phrase = f"{lemma}_{child.lower_}"
            if phrase in known.verbs:
                return phrase
    return lemma if lemma in known.verbs or lemma in known.belief else None


def _reporting_words(verb: Token, roots: tuple[Token, ...]) -> Iterator[Token]:
    """Yield the reporting verb and what belongs to it, the reported clauses left out."""
    yield verb
    for child in verb.children:
        condition = child.dep_ == "advcl" and child.i < verb.i and child.left_edge.lower_ in ("if", "unless", "because")
        if child not in roots and child.dep_ not in ("ccomp", "punct", "parataxis") and not condition:
            yield from child.subtree


def _but_also(verb: Token, root: Token) -> int:
    """Return where "not only …, *but millions of others*" ends, which the parser ties to the reporting verb; else 0."""
    but = next((child for child in verb.children if child.lower_ == "but" and child.i > root.i), None)
    if but is None or not any(token.dep_ in ("neg", "preconj") and token.lower_ == "not" for token in root.subtree):
        return 0
    more = (c for c in verb.children if c.i > but.i and c.left_edge.i == but.i + 1)
    return next((c.right_edge.i + 1 for c in more if c.pos_ not in ("VERB", "AUX") or c.dep_ == "advcl"), 0)


def _adds_to_object(verb: Token, root: Token) -> bool:
    """Whether a clause stands behind a dash after the verb's object: "noted his way — *something we believe in*"."""
    first = root.left_edge.i
    return (
        first > verb.i
        and verb.doc[first - 1].text in _DASHES
        and any(child.dep_ in ("dobj", "xcomp") and verb.i < child.i < first for child in verb.children)
    )


def _tells_of_object(verb: Token, root: Token) -> bool:
    """Whether a clause tells of the thing that was written or proposed: "wrote a letter *that they printed*"."""
    known = reporting()
    if not has_that(root) and not any(c.lower_ == "that" and c.dep_ == "dobj" for c in root.children):
        return False
    things = (c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < root.left_edge.i)
    lacks = not any(c.dep_ in _FULL and c.i > root.i for c in root.children)
    return lacks and any(c.lemma_.lower() in known.documents | known.authored | known.proposed for c in things)


def _attributes(verb: Token, root: Token) -> bool:
    """Whether a clause is another attribution at the end: "said that it spread, *the Herald reported at the time*"."""
    first = root.left_edge.i
    return (
        root.i > verb.i
        and lemma_of(root) in reporting().plain | {"report"}
        and verb.doc[first - 1].text == ","
        and root.right_edge.i - first < _AT_END
        and not any(child.dep_ == "ccomp" for child in root.children)
    )


def _around(root: Token, verb: Token, roots: tuple[Token, ...]) -> list[Range]:
    """Return the token ranges of a clause, cut where the reporting words stand inside it or next to it."""
    left, right = root.left_edge.i, root.right_edge.i + 1
    kinds = {child.dep_ for child in root.children if child.i > root.i}
    if root.i < verb.i and "cc" in kinds and "conj" not in kinds:
        return []  # "Lee blasted it, *and*, in a tweet, Sena accused her": a statement of its own
    inside = sorted({t.i for t in _reporting_words(verb, roots)} & set(range(left, right)))
    if not inside:
        return [] if right <= verb.i and _parted(verb.doc, right) else [(left, right), *_rest(verb, right)]
    first, last = inside[0], inside[-1] + 1
    # A clause that stands wholly before its cue is set off by a comma or a mark, never by a semicolon.
    colon = next((at for at in range(first - 1, left, -1) if verb.doc[at].text == ":"), None)
    left = left if colon is None else colon + 1  # "Lee was clear: it was, he said, a mess"
    before = [(left, first)] if first > left and verb.doc[first - 1].text not in ";:.(" else []
    if first - left == 1 and verb.doc[left].tag_ in ("WDT", "WP"):
        before = []  # "which, critics say, is a waste": the pronoun alone says nothing
    return before + ([(last, right)] if last < right else [])


def _rest(verb: Token, right: int) -> list[Range]:
    """Return where a clause goes on that a report breaks off behind its "is": "She is, say critics, *a danger*". Only
    where one comma follows: with two nobody can tell what belongs to whom.
    """
    doc, end = verb.doc, verb.sent.end
    if right > verb.i or doc[right - 1].pos_ != "AUX" or doc[right].text != ",":
        return []
    parted = [at for at in range(verb.i + 1, end - 1) if doc[at].text in (",", ";", ":", "–", "—")]
    if len(parted) != 1 or doc[parted[0]].text != ",":
        return []
    return [(parted[0] + 1, end - (doc[end - 1].text == "."))]


def _parted(doc: Doc, at: int) -> bool:
    """Whether a semicolon or colon stands between a clause that ends here and what follows: then it is a statement of
    its own ("The claim is untrue: the operator asked for more").
    """
    return any(doc[place].text in (";", ":") for place in (at - 1, at) if 0 <= place < len(doc))


def clauses_of(verb: Token, lemma: str) -> list[Range]:
    """Take a reporting verb and its lemma; return the token ranges of the clauses that it reports."""
    roots = tuple(child for child in verb.children if child.dep_ == "ccomp" and child.pos_ not in ("INTJ", "SYM"))
    if not roots and lemma in _ASKING:  # "asked them if they would come"
        roots = tuple(c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and c.left_edge.lower_ in _WHETHER)
    roots = tuple(inner for root in roots if (inner := past_manner(root)) is not None)
    if lemma in _PERCEPTION:
        roots = tuple(root for root in roots if is_finite(root))
    known = reporting()
    if lemma in known.object_infinitive or lemma in known.clause_infinitive:
        # "urged them to go" is read as an infinitive, "asked that she be fined" is a clause
        roots = tuple(root for root in roots if is_finite(root) or has_that(root))
    roots = tuple(root for root in roots if not (_adds_to_object(verb, root) or _tells_of_object(verb, root)))
    if len(roots) > 1:
        roots = tuple(root for root in roots if not _attributes(verb, root))
    if lemma == "report" and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        roots = tuple(root for root in roots if root.i > verb.i)  # "profits fall, planners report a rush"
        if not roots:
            return []
    if any(root.i > verb.i for root in roots):
        roots = tuple(root for root in roots if root.i > verb.i)
    found: list[Range] = []
    for root in roots:
        if root.left_edge.i <= verb.i <= root.right_edge.i or root.i < verb.i:
            found.extend(_around(root, verb, roots))
        else:
            found.append((_past_day(root.left_edge), max(_before_join(root), _but_also(verb, root))))
    if not roots and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        named = any(c.dep_ in ("nsubj", "agent") for c in verb.children)  # "the law as written" is nobody's word
        if verb.dep_ != "advcl" or lemma not in _AS_SAID or not named:
            return []
        around = sides(verb.left_edge.i, verb.right_edge.i + 1, verb)
        if verb.head.dep_ == "conj":  # "The plan was there, but as Lee reported, it was dropped"
            around = [(max(first, verb.head.left_edge.i), last) for first, last in around]
        return [piece for piece in around if piece[0] < piece[1] and not _joins(verb.doc, *piece)]
    if not roots and verb.head != verb and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        # "The plan, officials said, will go on": the parser hangs the reporting verb on the reported one.
        commas = verb.doc[verb.left_edge.i - 1].text == "," if verb.left_edge.i > verb.sent.start else False
        hung = verb.dep_ == "parataxis" or (
            verb.dep_ in ("ccomp", "advcl") and commas and verb.right_edge.i + 2 >= verb.sent.end
        )
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)  # ", charging at him" reports nothing
        if (
            hung
            and subject is not None
            and not any(  # "he often says" reports, "as he says" is told of elsewhere
                c.dep_ in ("mark", "advmod", "prep") and c.i < min(subject.i, verb.i) for c in verb.children
            )
        ):
            found.extend(_around(verb.head, verb, roots))
    return found or (by_place(verb, lemma) if not roots else [])


def _past_day(first: Token) -> int:
    """Return where a reported clause begins, behind the day of its report: "said *on Monday* it was unable"."""
    if first.lower_ == "on" and first.i + 2 < len(first.doc) and first.nbor().lower_ in _DAYS:
        return first.i + 2
    return first.i


def _joins(doc: Doc, first: int, last: int) -> bool:
    """Whether words before a comma only join what follows to what was said before: "In fact, as Lee noted, …"."""
    words = " ".join(token.lower_ for token in doc[first:last] if token.is_alpha)
    return words in reporting().joiners


def _before_join(root: Token) -> int:
    """Return where a reported clause ends: before a verb joined to it that reports for itself, or whose tense shows
    that it goes on from the reporting verb ("noted that he had lost, and *praised* her").
    """
    for child in root.children:
        if child.dep_ != "conj" or any(c.dep_ in SUBJECTS for c in child.children):
            continue
        if (
            (goes_on(child) and is_finite(root))
            or _keeps_silent(child, root)
            or (joins_report(child) and report_lemma(child) is not None)
        ):
            return next((c.i for c in root.children if c.dep_ == "cc" and c.i < child.i), child.left_edge.i)
    return root.right_edge.i + 1


def _keeps_silent(verb: Token, root: Token) -> bool:
    """Whether a joined verb tells what who reports did not say: "said a man was held *but did not name him*"."""
    denied = any(child.dep_ == "neg" for child in verb.children) and any(c.dep_ == "aux" for c in verb.children)
    known = reporting()
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None)
    other = (  # somebody else than the subject: "did not name *him*"
        is_passive(root)
        or not can_tell(subject)
        or any(child.dep_ == "dobj" and child.lower_ in ("him", "her", "them") for child in verb.children)
    )
    return (
        denied
        and other
        and root.head.tag_ in ("VBD", "VBZ", "VBP")
        and lemma_of(verb) in known.untold | known.disclosing
    )
