"""A parse in, reported clauses out: which words a reporting verb governs, who is said to have spoken, by what cue.

Clausal complements of reporting verbs and nouns, parataxis ("..., officials said"), and "according to". Forms after the
AP style of English news; the relations are those of spaCy's English parser (ClearNLP labels).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.reporting import reporting
from framing.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj", "nsubjpass")
_MARKERS = frozenset(("that", "whether", "if"))
_TRIM = frozenset(" \t\n,;:—–-.\u00a0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that reports, with its speaker's head (None if none is named) and the clauses that it governs."""

    verb: Token
    lemma: str
    speaker: Token | None
    contents: tuple[Span, ...]


def _lemma(verb: Token) -> str | None:
    """Return the reporting lemma of a verb, with its particle ("point_out"), or None if it reports nothing."""
    known = reporting()
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ == "prt" or (child.dep_ in ("prep", "advmod") and child.i == verb.i + 1):
            phrase = f"{lemma}_{child.lower_}"
            if phrase in known.verbs:
                return phrase
    if lemma in known.verbs or lemma in known.belief:
        return lemma
    return None


def _subject(verb: Token) -> Token | None:
    """Return who reports: the subject, the agent of a passive, or the subject of the verb that this one is joined to."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((t for t in child.children if t.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj":
            return _antecedent(child)
    if verb.dep_ in ("conj", "xcomp", "advcl", "acl") and verb.head is not verb:
        if verb.dep_ == "acl":
            return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
        if verb.head.pos_ in ("VERB", "AUX"):
            for child in verb.head.children:
                if child.dep_ in _SUBJECTS:
                    return _antecedent(child)
    return None


def _antecedent(subject: Token) -> Token:
    """A relative pronoun speaks for the noun before it ("the envoy, who said")."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        head: Token = subject.head.head
        return head
    return subject


def _clause(root: Token, skip: Token) -> list[tuple[int, int]]:
    """Return the token ranges of a clause, cut where the reporting words stand inside it."""
    left, right = root.left_edge.i, root.right_edge.i + 1
    inside = sorted({t.i for t in _reporting_words(skip)} & set(range(left, right)))
    if not inside:
        return [(left, right)]
    ranges = []
    if inside[0] > left:
        ranges.append((left, inside[0]))
    if inside[-1] + 1 < right:
        ranges.append((inside[-1] + 1, right))
    return ranges


def _reporting_words(verb: Token) -> Iterator[Token]:
    """Yield the reporting verb and what belongs to it, its complement clause left out."""
    yield verb
    for child in verb.children:
        if child.dep_ not in ("ccomp", "punct"):
            yield from child.subtree


def _span(doc: Doc, first: int, last: int) -> Span | None:
    """Return the characters of a token range without markers and marks at its edges; None if nothing is left."""
    while first < last and (doc[first].is_space or doc[first].lower_ in _MARKERS or doc[first].text in ",;:—–-."):
        first += 1
    while last > first and (doc[last - 1].is_space or doc[last - 1].text in ",;:—–-."):
        last -= 1
    if first >= last or not any(token.is_alpha for token in doc[first:last]):
        return None
    return Span(start=doc[first].idx, end=doc[last - 1].idx + len(doc[last - 1]))


def _contents(doc: Doc, verb: Token) -> list[Span]:
    roots = [child for child in verb.children if child.dep_ == "ccomp"]
    found: list[tuple[int, int]] = []
    for root in roots:
        if root.i < verb.i and root.right_edge.i > verb.i:
            found.extend(_clause(root, verb))
        else:
            found.append((root.left_edge.i, root.right_edge.i + 1))
    if (
        not roots
        and verb.dep_ in ("parataxis", "ccomp", "advcl")
        and verb.head is not verb
        and verb.head.pos_ in ("VERB", "AUX")
    ):
        # "The plan, officials said, will go on": the parser hangs the reporting verb on the reported one.
        if verb.dep_ == "parataxis" and _subject(verb) is not None:
            found.extend(_clause(verb.head, verb))
    spans = (_span(doc, first, last) for first, last in found)
    return [span for span in spans if span is not None]


def _according(doc: Doc, token: Token) -> Cue | None:
    """Read "according to X": the rest of its sentence is X's."""
    to = next((t for t in token.children if t.lower_ == "to"), None) or (
        doc[token.i + 1] if token.i + 1 < len(doc) else None
    )
    if to is None or to.lower_ != "to":
        return None
    speaker = next((t for t in to.children if t.dep_ == "pobj"), None)
    if speaker is None:
        return None
    sentence = token.sent
    end = speaker.right_edge.i + 1
    before = _span(doc, sentence.start, token.i)
    after = _span(doc, end, sentence.end)
    content = (
        before
        if before is not None and (after is None or before.end - before.start >= after.end - after.start)
        else after
    )
    return None if content is None else Cue(verb=token, lemma="according_to", speaker=speaker, contents=(content,))


def find_cues(doc: Doc) -> list[Cue]:
    """Take a parse; return every reporting word with its speaker and the clauses it governs, in text order."""
    known = reporting()
    found: list[Cue] = []
    for token in doc:
        if token.pos_ == "VERB":
            if token.lemma_.lower() == "accord" or token.lower_ == "according":
                cue = _according(doc, token)
                if cue is not None:
                    found.append(cue)
                continue
            lemma = _lemma(token)
            if lemma is None:
                continue
            contents = [] if known.verbs.get(lemma) == "naming" else _contents(doc, token)
            speaker = _subject(token)
            if lemma in known.belief and lemma not in known.verbs and (not contents or speaker is None):
                continue
            if speaker is not None and speaker.lower_ in ("i", "we", "you") and lemma in known.belief:
                continue
            found.append(Cue(verb=token, lemma=lemma, speaker=speaker, contents=tuple(contents)))
        elif token.pos_ == "NOUN" and token.lemma_.lower() in known.nouns:
            clauses = [
                child
                for child in token.children
                if child.dep_ in ("acl", "ccomp", "relcl")
                and any(grand.dep_ == "mark" and grand.lower_ == "that" for grand in child.children)
            ]
            spans = [span for clause in clauses if (span := _span(doc, clause.left_edge.i, clause.right_edge.i + 1))]
            if spans:
                owner = next((child for child in token.children if child.dep_ == "poss"), None)
                found.append(Cue(verb=token, lemma=token.lemma_.lower(), speaker=owner, contents=tuple(spans)))
        elif token.lower_ == "according":
            cue = _according(doc, token)
            if cue is not None:
                found.append(cue)
    return found
