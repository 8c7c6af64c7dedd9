"""A parse in, reported clauses out: which words a reporting word governs, who is said to have spoken, by what cue.

Clausal complements of reporting verbs, nouns and adjectives, parataxis ("..., officials said"), and "according to";
what verbs take besides clauses is read by ``complements``. Forms after the AP style of English news and the
annotation manual of PolNeAR (Newell et al. 2018); the relations are those of spaCy's English parser (ClearNLP
labels).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.by_place import by_place
from framing.clauses import Cue, Range, is_finite, past_manner
from framing.complements import noun_complements, verb_complements
from framing.reporting import reporting
from framing.sources import (
    antecedent,
    can_tell,
    goes_on,
    is_nobody,
    is_own,
    is_passive,
    is_withheld,
    joins_report,
    lemma_of,
    subject_of,
)
from framing.types import Span
from framing.whose_words import IN_WORDS, according, in_words, relayed, sides, spans_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_AS_SAID = frozenset("say put_it write note argue point_out explain observe remark warn predict report tell".split())
_ASKING, _WHETHER = frozenset(("ask", "wonder", "inquire")), frozenset(("if", "whether"))
_PERCEPTION = frozenset("see find feel hear hold show prove know imagine read notice observe".split())


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


def _around(root: Token, verb: Token, roots: tuple[Token, ...]) -> list[Range]:
    """Return the token ranges of a clause, cut where the reporting words stand inside it or next to it."""
    left, right = root.left_edge.i, root.right_edge.i + 1
    inside = sorted({t.i for t in _reporting_words(verb, roots)} & set(range(left, right)))
    if not inside:
        return [] if right <= verb.i and _parted(verb.doc, right) else [(left, right)]
    first, last = inside[0], inside[-1] + 1
    # A clause that stands wholly before its cue is set off by a comma or a mark, never by a semicolon.
    before = [(left, first)] if first > left and verb.doc[first - 1].text not in ";:.(" else []
    if first - left == 1 and verb.doc[left].tag_ in ("WDT", "WP"):
        before = []  # "which, critics say, is a waste": the pronoun alone says nothing
    return before + ([(last, right)] if last < right else [])


def _parted(doc: Doc, at: int) -> bool:
    """Whether a semicolon or colon stands between a clause that ends here and what follows: then it is a statement of
    its own ("The claim is untrue: the operator asked for more").
    """
    return any(doc[place].text in (";", ":") for place in (at - 1, at) if 0 <= place < len(doc))


def _clauses(verb: Token, lemma: str) -> list[Range]:
    """Return the token ranges of the clauses that a verb reports."""
    roots = tuple(child for child in verb.children if child.dep_ == "ccomp" and child.pos_ not in ("INTJ", "SYM"))
    if not roots and lemma in _ASKING:  # "asked them if they would come"
        roots = tuple(c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and c.left_edge.lower_ in _WHETHER)
    roots = tuple(inner for root in roots if (inner := past_manner(root)) is not None)
    if lemma in _PERCEPTION:
        roots = tuple(root for root in roots if is_finite(root))
    known = reporting()
    if lemma in known.object_infinitive or lemma in known.clause_infinitive:
        roots = tuple(root for root in roots if is_finite(root))  # "urged them to go": read as an infinitive
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
            found.append((_past_day(root.left_edge), _before_join(root)))
    if not roots and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        named = any(c.dep_ in ("nsubj", "agent") for c in verb.children)  # "the law as written" is nobody's word
        if verb.dep_ != "advcl" or lemma not in _AS_SAID or not named:
            return []
        return [piece for piece in sides(verb.left_edge.i, verb.right_edge.i + 1, verb) if not _joins(verb.doc, *piece)]
    if not roots and verb.head != verb and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        # "The plan, officials said, will go on": the parser hangs the reporting verb on the reported one.
        commas = verb.doc[verb.left_edge.i - 1].text == "," if verb.left_edge.i > verb.sent.start else False
        hung = verb.dep_ == "parataxis" or (
            verb.dep_ in ("ccomp", "advcl") and commas and verb.right_edge.i + 2 >= verb.sent.end
        )
        if (
            hung
            and any(c.dep_ == "nsubj" for c in verb.children)  # ", charging at him" reports nothing
            and not any(c.dep_ in ("mark", "advmod", "prep") and c.i < verb.i for c in verb.children)
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
        if child.dep_ != "conj" or any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in child.children):
            continue
        if (goes_on(child) and is_finite(root)) or (joins_report(child) and report_lemma(child) is not None):
            return next((c.i for c in root.children if c.dep_ == "cc" and c.i < child.i), child.left_edge.i)
    return root.right_edge.i + 1


def _generic(verb: Token, speaker: Token | None) -> bool:
    """Whether nobody in particular speaks: "it is fair to say that", "suffice to say", "to say nothing of"."""
    if speaker is not None and speaker.lower_ != "it":
        return False
    if is_passive(verb) or (speaker is not None and speaker.head == verb):
        return False
    return verb.dep_ in ("xcomp", "advcl", "acl", "ccomp") and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in verb.children
    )


def _stopped(verb: Token) -> bool:
    """Whether a sentence ends with a full stop, as headlines do not."""
    last = next((token for token in reversed(verb.sent) if not token.is_space), verb)
    return last.text in '.!?…"”’'


def _verb(doc: Doc, verb: Token) -> Cue | None:
    known = reporting()
    if verb.dep_ == "amod":
        return None  # "declared candidates"
    lemma = report_lemma(verb)
    base = lemma or lemma_of(verb)
    speaker = subject_of(verb)
    if speaker is not None and speaker.tag_ == "DT" and speaker.lower_ in ("this", "that"):
        speaker = None  # "This was after writing that …"
    elif speaker is None and verb.tag_ == "VBG" and verb.dep_ in ("pcomp", "csubj"):
        return None  # "predicting whether …": by nobody
    elif speaker is None and verb.tag_ == "VB" and verb.dep_ == "ROOT" and not is_passive(verb):
        return None  # "Imagine a town …"
    if base == "expect" and verb.tag_ in ("VBD", "VBN") and verb.dep_ == "ROOT" and not _stopped(verb):
        return None  # "Senate expected to vote on Friday", a headline: by nobody who is named
    if is_own(speaker) or is_nobody(speaker) or is_withheld(verb) or _generic(verb, speaker):
        return None
    contents: tuple[Span, ...] = ()
    if lemma is not None and known.verbs.get(lemma) != "naming":
        contents = spans_of(doc, _clauses(verb, lemma))
    if base in known.evidence and not can_tell(speaker) and not (speaker is None and is_passive(verb)):
        return None
    if not contents:
        contents = spans_of(doc, verb_complements(verb, base, speaker))
        if lemma is None and contents:
            lemma = base
    if lemma is None:
        return None
    if lemma in known.belief and lemma not in known.verbs and not contents:
        return None
    return Cue(word=verb, lemma=lemma, speaker=speaker, contents=contents)


def _noun(doc: Doc, noun: Token) -> Cue | None:
    lemma = noun.lemma_.lower()
    if any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children):
        return None  # "there is no doubt that …" is the writer's own certainty
    if lemma in IN_WORDS and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        return in_words(doc, noun, IN_WORDS[lemma])
    ranges: list[Range] = []
    if noun.lemma_.lower() in reporting().nouns:
        for child in noun.children:
            if child.dep_ in ("acl", "ccomp", "relcl") and any(
                grand.dep_ == "mark" and grand.lower_ == "that" for grand in child.children
            ):
                ranges.append((child.left_edge.i, child.right_edge.i + 1))
    ranges = ranges or noun_complements(noun) or _behind_verb(noun)
    spans = spans_of(doc, ranges)
    if not spans:
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        owner = None if by is None else next((c for c in by.children if c.dep_ == "pobj"), None)
    if owner is None:  # "a Harvest Bank report that …"
        owner = next((c for c in noun.lefts if c.dep_ == "compound" and c.ent_type_ in ("ORG", "GPE", "PERSON")), None)
    if is_own(owner) or (owner is not None and owner.lower_ in ("my", "our", "your")):
        return None
    return Cue(word=noun, lemma=noun.lemma_.lower(), speaker=owner, contents=spans)


def _behind_verb(noun: Token) -> list[Range]:
    """Return the clause that a verb parts from its noun: "Warnings grow *that …*", "Flint's message is *that …*"."""
    verb, known = noun.head, reporting()
    if noun.dep_ != "nsubj":
        return []
    lemma = noun.lemma_.lower()
    owned = any(child.dep_ == "poss" for child in noun.children)
    grows = lemma in known.nouns and lemma_of(verb) in known.spreading
    if not grows and not (owned and lemma in known.stated and lemma_of(verb) == "be"):
        return []
    clauses = [child for child in verb.children if child.dep_ in ("ccomp", "advcl") and child.i > verb.i]
    thats = (c for c in clauses if any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children))
    return [(clause.left_edge.i, clause.right_edge.i + 1) for clause in thats]


def _read(doc: Doc, noun: Token) -> Cue | None:
    """Read "…, the message read", which the parser takes for one noun."""
    if noun.lower_ not in ("read", "reads") or noun.i == 0 or noun.i + 1 >= len(doc):
        return None
    what, after = doc[noun.i - 1], doc[noun.i + 1]
    if (
        what.dep_ != "compound"
        or what.lemma_.lower() not in reporting().documents
        or after.pos_ not in ("PUNCT", "ADP")
    ):
        return None
    first = what.i
    while first > noun.sent.start and doc[first - 1].dep_ in ("det", "compound", "amod", "poss", "case"):
        first -= 1
    if first <= noun.sent.start or doc[first - 1].text not in ',”"':
        return None
    return Cue(word=noun, lemma="read", speaker=what, contents=spans_of(doc, [(noun.sent.start, first)]))


def _adjective(doc: Doc, word: Token) -> Cue | None:
    """Read "was confident that …": a state of mind and what it holds."""
    roots = [child for child in word.children if child.dep_ == "ccomp" and child.i > word.i and is_finite(child)]
    if not roots or word.head.lemma_.lower() not in ("be", "feel", "remain", "seem", "become", "sound"):
        return None
    speaker = next((c for c in word.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if speaker is None or is_own(speaker) or not can_tell(speaker):
        return None
    spans = spans_of(doc, [(root.left_edge.i, root.right_edge.i + 1) for root in roots])
    if not spans:
        return None
    return Cue(word=word, lemma=word.lower_, speaker=antecedent(speaker), contents=spans)


def find_cues(doc: Doc) -> list[Cue]:
    """Take a parse; return every reporting word with its speaker and the words it governs, in text order."""
    known = reporting()
    found: list[Cue] = []
    for token in doc:
        cue: Cue | None = None
        if token.lower_ == "according":
            cue = according(doc, token)
        elif token.pos_ == "VERB":
            cue = _verb(doc, token)
        elif token.pos_ == "NOUN":
            cue = _noun(doc, token) or _read(doc, token)
        if cue is None and token.lower_ in known.adjectives and token.dep_ in ("acomp", "xcomp"):
            cue = _adjective(doc, token)
        if cue is not None:
            found.append(cue)
    return [cue for cue in found if cue.lemma != "according_to" or not relayed(cue, found)]
