"""A parse in, reported clauses out: which words a reporting word governs, who is said to have spoken, by what cue.

Clausal complements of reporting verbs, nouns and adjectives, parataxis ("..., officials said"), and "according to";
what verbs take besides clauses is read by ``complements``. Forms after the AP style of English news and the
annotation manual of PolNeAR (Newell et al. 2018); the relations are those of spaCy's English parser (ClearNLP
labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.clauses import Cue, Range, has_that, is_finite
from framing.quotes.complements import noun_complements, verb_complements
from framing.quotes.reported import clauses_of, report_lemma
from framing.quotes.reporting import reporting
from framing.quotes.who_reports import (
    antecedent,
    can_tell,
    is_nobody,
    is_own,
    is_passive,
    is_withheld,
    lemma_of,
    subject_of,
)
from framing.quotes.whose_words import BY_WORDS, IN_WORDS, according, in_words, relayed, spans_of
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset((".", "!", "?", "…", "...", ")", '"', "”", "’"))


def _generic(verb: Token, speaker: Token | None) -> bool:
    """Whether nobody in particular speaks: "it is fair to say that", "suffice to say", "to say nothing of"."""
    if speaker is not None and speaker.lower_ != "it":
        return False
    if is_passive(verb) or (speaker is not None and speaker.head == verb):
        return False
    return verb.dep_ in ("xcomp", "advcl", "acl", "ccomp") and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in verb.children
    )


def _quoted_as(verb: Token) -> Token | None:
    """Return who is quoted, not who quotes: "“…,” the agency quoted *the army* as saying"; None where nobody is."""
    says = (c for child in verb.children if child.lower_ == "as" for c in child.children if c.dep_ == "pcomp")
    if not any(lemma_of(said) in reporting().verbs for said in says):
        return None
    return next((child for child in verb.children if child.dep_ == "dobj" and can_tell(child)), None)


def _stopped(verb: Token) -> bool:
    """Whether a sentence ends with a full stop, as headlines do not."""
    last = next((token for token in reversed(verb.sent) if not token.is_space), verb)
    return last.text in _STOPS


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
    if base in ("quote", "cite") and (quoted := _quoted_as(verb)) is not None:
        speaker = quoted
    contents: tuple[Span, ...] = ()
    if lemma is not None and known.verbs.get(lemma) != "naming":
        contents = spans_of(doc, clauses_of(verb, lemma))
    vouched: tuple[Span, ...] = ()
    if lemma in known.vouched:
        contents, vouched = (), contents
    if base in known.evidence and not can_tell(speaker, verb) and not (speaker is None and is_passive(verb)):
        return None
    if not contents:
        contents = spans_of(doc, verb_complements(verb, base, speaker))
        if lemma is None and contents:
            lemma = base
    if lemma is None:
        return None
    if lemma in known.belief and lemma not in known.verbs and not contents:
        return None
    return Cue(word=verb, lemma=lemma, speaker=speaker, contents=contents, known=vouched)


def _noun(doc: Doc, noun: Token) -> Cue | None:
    lemma = noun.lemma_.lower()
    if any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children):
        return None  # "there is no doubt that …" is the writer's own certainty
    if lemma in IN_WORDS and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        return in_words(doc, noun, IN_WORDS[lemma])
    # "was triggered by his admission": the admission did it, and nobody is named whose words the clause is.
    if lemma in BY_WORDS and noun.dep_ == "pobj" and noun.head.lower_ == "by" and noun.head.dep_ != "agent":
        cue = in_words(doc, noun, BY_WORDS[lemma])  # "by Sunday's account" is nobody's
        return cue if cue is not None and can_tell(cue.speaker) else None
    ranges: list[Range] = []
    if noun.lemma_.lower() in reporting().nouns:
        for child in noun.children:
            if child.dep_ in ("acl", "ccomp", "relcl") and has_that(child):
                ranges.append((child.left_edge.i, child.right_edge.i + 1))
    ranges = ranges or noun_complements(noun) or _behind_verb(noun)
    spans = spans_of(doc, ranges)
    if not spans:
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        owner = None if by is None else next((c for c in by.children if c.dep_ == "pobj"), None)
    if owner is None and lemma in reporting().documents:  # "a Harvest Bank report that …"
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
    return [(clause.left_edge.i, clause.right_edge.i + 1) for clause in clauses if has_that(clause)]


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
