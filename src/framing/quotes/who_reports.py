"""A reporting word in, who speaks out: its subject, agent, or the subject it shares; and who can speak at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotes.clauses import has_that
from framing.quotes.reporting import reporting

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")
_ACTORS, _ONE = frozenset(("nsubj", "dobj", "attr", "ccomp", "oprd")), frozenset(("the", "a", "an", "one", "another"))
# The writer, or anybody: what they say is the writer's own ("I would argue that", "one could say that").
_OWN = frozenset(("i", "we", "us", "'s", "’s", "you", "one", "let"))
_THINGS = frozenset(("it", "this", "that", "which", "what", "these", "those", "none", "nothing"))
_NOBODY = frozenset(("nobody", "none", "neither", "nothing", "emphasis"))  # "[emphasis added]"
_HEAVEN = frozenset("god lord heaven heavens goodness".split())
_SOME = frozenset("fewer less more only just".split())
_NEVER = frozenset("never nor nowhere hardly barely scarcely".split())
# "is heard saying", "was seen telling": the one who is heard says it.
_WITNESSED = frozenset("hear see film record quote catch".split())
_BODIES = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_PAST = frozenset(("VBD", "VBN"))
_JUDGED = frozenset("for of as".split())
_IF = frozenset("if unless whether lest".split())
_DUTY = frozenset("should ought shall".split())
_HANGING = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep"))
_MARKS = frozenset(("“", "”", '"', "``", "''"))
# The small model takes "hoping" for a form of "hop".
_LEMMAS = {"hop": "hope", "accord": "according"}


def lemma_of(token: Token) -> str:
    """Take a token; return its lemma in lower case, mended where the tagger's rules are known to be wrong."""
    lemma = token.lemma_.lower()
    return _LEMMAS.get(lemma, lemma)


def subject_of(verb: Token) -> Token | None:
    """Take a reporting verb; return the head of who reports, or None where nobody is named."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((t for t in child.children if t.dep_ == "pobj"), None)
    kinds = SUBJECTS if _has_done(verb) else ("nsubj",)
    subjects = [child for child in verb.children if child.dep_ in kinds]
    subjects = [child for child in subjects if not _in_marks(child, verb)] or _named_behind(verb) or subjects
    if subjects:  # the nearest: in "“A genius he is not,” Lee said" the parser takes two
        return antecedent(min(subjects, key=lambda child: abs(child.i - verb.i)))
    if is_passive(verb) or verb.head == verb:
        return None
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and not any(c.dep_ == "aux" for c in verb.children):
        return None  # "Asked whether …, the minister": she is asked
    before = verb.nbor(-1) if verb.i else verb
    if verb.tag_ == "VBG" and before.dep_ == "pobj" and before.head.lower_ == "with" and can_tell(before):
        return before  # "a week that ended with Damascus announcing that …"
    if verb.dep_ == "acl":
        return (_author(verb.head) or verb.head) if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
    return _shared_subject(verb) if verb.dep_ in _HANGING else None


def _shared_subject(verb: Token) -> Token | None:
    """Take a reporting verb without a subject of its own that hangs on another word; return the head of who reports."""
    head = verb.head
    while head.pos_ in ("ADP", "SCONJ") and head.head != head:  # "before saying", "by arguing"
        head = head.head
    if verb.dep_ == "ccomp" and head.pos_ == "VERB" and head.i > verb.i:
        return None
    if verb.dep_ == "conj" and head.dep_ == "ccomp" and (joins_report(verb) or goes_on(verb)):
        return subject_of(head.head)
    if (above := _report_above(verb, head)) is not None:
        return subject_of(above)  # "said that …, hinting that …": the one who said it
    if verb.dep_ == "pcomp" and verb.head.lower_ in _JUDGED and head.pos_ == "VERB":
        judged = next((child for child in head.children if child.dep_ in ("dobj", "nsubjpass")), None)
        if judged is not None and judged.i < verb.i and can_tell(judged):
            return judged  # "sued her for saying that …", "quoted her as saying that …"
    for child in head.children:
        acted_on = child.dep_ == "nsubjpass" and verb.dep_ in ("conj", "xcomp")
        if child.dep_ in SUBJECTS and (not acted_on or (verb.tag_ == "VBG" and head.lemma_ in _WITNESSED)):
            return antecedent(child)
    if verb.dep_ == "conj" and head.dep_ == "dobj" and verb.tag_ == head.head.tag_:
        return subject_of(head.head)  # "thanks the men and *urges* them": tied to the men by the parser
    if head.dep_ in ("conj", "xcomp", "advcl", "acl", "relcl") and head.head != head and head != verb:
        return subject_of(head)
    return None


def _report_above(verb: Token, head: Token) -> Token | None:
    """Take a participle behind a comma and the verb it hangs on; return the verb that reports that one, if any."""
    if verb.tag_ != "VBG" or verb.left_edge.i == 0 or verb.doc[verb.left_edge.i - 1].text != ",":
        return None
    while head.dep_ in ("csubj", "advcl", "xcomp") and head.head != head:
        head = head.head
    return head.head if head.dep_ == "ccomp" and lemma_of(head.head) in reporting().verbs else None


def _in_marks(subject: Token, verb: Token) -> bool:
    """Whether a quotation mark parts a subject from its verb: then it stands in the words that are quoted."""
    first, last = sorted((subject.i, verb.i))
    return sum(token.text in _MARKS for token in subject.doc[first:last]) % 2 == 1


def _named_behind(verb: Token) -> list[Token]:
    """Return who follows a verb after marked words: "“…,” wrote Ana Sena", "“…,” cried the crowd"; none where no mark
    precedes.
    """
    if not verb.i or verb.nbor(-1).text not in _MARKS:
        return []
    told = verb.i > 1 and verb.nbor(-2).text in ",?!"  # a title or a name in marks ends without
    behind = [child for child in verb.rights if child.left_edge.i == verb.i + 1 and child.dep_ in _ACTORS]
    return [
        child
        for child in behind
        if child.pos_ == "PROPN" or (told and child.pos_ == "NOUN" and child.left_edge.lower_ in _ONE)
    ]


def _author(what: Token) -> Token | None:
    """Take a noun; return who "gave *a speech*" or "wrote *a letter*" that says something, None for anything else."""
    if what.dep_ != "dobj" or what.lemma_.lower() not in reporting().authored or is_passive(what.head):
        return None
    return subject_of(what.head) if lemma_of(what.head) in reporting().authoring else None


def joins_report(verb: Token) -> bool:
    """Whether a verb joined to a reported one reports for itself: "admitted that it failed *and insisted that* …"."""
    children = list(verb.children)
    if any(child.dep_ == "nsubjpass" for child in verb.head.children):
        return False  # "said he was arrested and admitted that …": he did
    return (
        verb.head.head.tag_ == verb.tag_
        and not any(child.dep_ in SUBJECTS for child in children)
        and any(child.dep_ == "ccomp" and has_that(child) for child in children)
    )


def goes_on(verb: Token) -> bool:
    """Whether the tense of a verb joined to a reported one shows that who reports does it: "noted that he had lost *and
    praised* her", "says it was dead *and says* …".
    """
    root, report = verb.head, verb.head.head
    if any(child.dep_ in (*SUBJECTS, "aux") for child in verb.children) or lemma_of(verb) not in reporting().verbs:
        return False
    if any(
        child.dep_ in ("nsubjpass", "auxpass") or (child.dep_ == "aux" and child.lemma_ == "be")
        for child in root.children
    ):
        return False  # "said she was questioned and admitted …": she did
    return verb.tag_ in ("VBD", "VBZ") and verb.tag_ == report.tag_ != root.tag_


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive; "He's vowed to fight" does not, though the parser says so."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) and not _has_done(verb)


def _has_done(verb: Token) -> bool:
    """Whether the "'s" before a participle is "has": "she's said that it fails", "he's accused the council"."""
    short = any(child.dep_ == "auxpass" and child.lower_ in ("'s", "’s") for child in verb.children)
    if not short or not any(child.dep_ == "nsubjpass" and child.lower_ in ("he", "she") for child in verb.children):
        return False
    after = {child.dep_ for child in verb.children if child.i > verb.i}
    told = reporting().to_somebody | {"ask", "inform"}  # "she's told that" is "is told"
    if "dobj" in after or ("ccomp" in after and lemma_of(verb) not in told):
        return True
    return "xcomp" in after and lemma_of(verb) in reporting().done


def antecedent(subject: Token) -> Token:
    """Take a subject; return the noun that a relative pronoun stands for ("the envoy, who said"), or itself."""
    if subject.lower_ not in ("who", "which", "that") or subject.head.dep_ != "relcl":
        return subject
    head: Token = subject.head.head
    if head.dep_ == "appos" and head.head.pos_ == "PROPN" and subject.lower_ == "who":
        return head.head  # "Rep. Ana Sena, an Arizona Republican who said"
    placed = head.ent_type_ == "ORG" and head.dep_ == "pobj" and head.head.lower_ in ("on", "in", "at")
    if subject.lower_ == "who" and (placed or head.ent_type_ in ("GPE", "LOC", "FAC")):
        people = (token for token in reversed(head.doc[head.sent.start : head.i]) if token.tag_ in ("NNS", "NNPS"))
        return next((token for token in people if _somebody(token)), head)  # "Republicans on the Hill, who said"
    while subject.lower_ == "who" and not _somebody(head) and head.dep_ == "pobj" and head.head.head.pos_ == "NOUN":
        head = head.head.head  # "opponents of the death penalty, who say"
    return head


def _somebody(word: Token) -> bool:
    known = reporting()
    lemma = word.lemma_.lower()
    return word.ent_type_ in _BODIES or word.pos_ == "PROPN" or lemma in known.unnamed or lemma in known.titles


def is_own(speaker: Token | None) -> bool:
    """Whether those who speak are the writer and the reader."""
    if speaker is None:
        return False
    of = [child for child in speaker.children if child.lower_ == "of" and child.i == speaker.i + 1]
    if any(part.lower_ in ("us", "you") for prep in of for part in prep.children):
        return True  # "many of us think"
    if any(child.dep_ == "conj" and child.lower_ in ("i", "we") for child in speaker.children):
        return True  # "my wife and I think"
    return speaker.lower_ in _OWN and not of  # "one could say", but not "one of the mayors said"


def is_nobody(speaker: Token | None) -> bool:
    """Whether a subject says that nobody speaks ("nobody said", "no official has claimed"), or is itself what was said
    ("what ministers said was a lie": the verdict is the writer's).
    """
    if speaker is None:
        return False
    if speaker.lower_ in _NOBODY or (speaker.lower_ in _HEAVEN and speaker.head.lemma_ == "know"):
        return True
    if any(child.lower_ in ("what", "whatever") and child.i < speaker.i for child in speaker.children):
        return True
    first = speaker.left_edge
    if first.i == speaker.i or first.lower_ not in ("no", "not", "neither"):
        return False
    # "No 10 said", "no fewer than ten said", "not only critics say" are somebody
    return not first.nbor().text.isdigit() and first.nbor().lower_ not in _SOME


def _denied(verb: Token) -> bool:
    return any(child.dep_ == "neg" or (child.lower_ in _NEVER and child.i < verb.i) for child in verb.children)


def _is_due(verb: Token) -> bool:
    """Whether a verb says what ought to be told or may be, and was not: "ministers should admit *that they lied*", "if
    voters think *that they lied*".
    """
    if verb.dep_ == "advcl" and any(child.dep_ == "mark" and child.lower_ in _IF for child in verb.children):
        return True
    while verb.dep_ == "conj" and not any(child.dep_ in (*SUBJECTS, "aux") for child in verb.children):
        verb = verb.head
    if verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "need") and verb.head.tag_ not in _PAST:
        return True  # "may have to admit that …"; but who "had to admit" it did
    due = _DUTY if lemma_of(verb) in reporting().belief else _DUTY | {"must"}  # "he must think …" is a guess at him
    return any(child.dep_ == "aux" and child.lower_ in due for child in verb.children)


def _is_open(verb: Token) -> bool:
    """Whether a verb says what is to be found out or understood: "will determine *whether* …", "helps voters understand
    *why* …".
    """
    lemma = lemma_of(verb)
    helped = verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_ == "help"
    if lemma not in reporting().open and not (helped and lemma == "explain"):
        return False
    ahead = helped or any(child.dep_ == "aux" and child.tag_ in ("MD", "TO") for child in verb.children)
    starts = (child.left_edge for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i)
    return ahead and any(start.tag_ in ("WRB", "WP", "WDT") or start.lower_ in ("whether", "if") for start in starts)


def is_withheld(verb: Token) -> bool:
    """Whether a verb says what was not told: "did not say *how many* …", "declined to say *whether* …", "never promised
    *that* …", "did not call on her *to resign*", "should admit *that* …".
    """
    if _is_due(verb) or _is_open(verb):
        return True
    above = verb.head if verb.dep_ == "xcomp" else None
    if above is not None and above.lemma_ in _WITNESSED and _denied(above):
        return True  # "has never been recorded bragging about it"
    if not _denied(verb) and (above is None or above.lemma_.lower() not in reporting().unwilling):
        return False
    if lemma_of(verb) in reporting().untold or reporting().verbs.get(lemma_of(verb)) == "naming":
        return True
    starts = (child.left_edge for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i)
    return any(start.tag_ in ("WRB", "WP", "WDT") or start.lower_ in ("whether", "if") for start in starts)


def can_tell(speaker: Token | None, verb: Token | None = None) -> bool:
    """Whether a subject is somebody, or something that can be read; a fact or a mood tells nothing by itself. With a
    verb: whether it can be said to do that; only documents and researchers show.
    """
    if speaker is None or speaker.lower_ in _THINGS:
        return False
    known = reporting()
    lemma = speaker.lemma_.lower()
    if verb is not None and lemma_of(verb) in known.shows and speaker.ent_type_ != "ORG":
        return lemma in known.documents | known.unnamed  # "Mali shows that it is not over" is the writer's inference
    if speaker.ent_type_ in _BODIES or speaker.pos_ in ("PROPN", "PRON"):
        return True
    bodies = known.documents | known.unnamed | known.states | known.bodies | known.titles
    return lemma in bodies or lemma.removesuffix("s") in known.unnamed
