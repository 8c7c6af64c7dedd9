"""The words that report speech, as data: verbs by class, nouns, heads of sources; from ``lexicons/en/structure``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

from framing.grammar import structure_data
from framing.lexicon.inflect import forms
from framing.voices import Attribution, Stance

#: The lists of words in each table of the file that have the same name here, and those that have another.
_LISTS = {
    "verbs": """belief evidence vouched plain bare shows between open done bound by_somebody to_somebody untold
        disclosing remarks remarks_with remarked authored authoring proposed unwilling""",
    "complements": "infinitive object_infinitive clause_infinitive passive_infinitive gerund preposition predicate",
    "nouns": "means spreading stated verdicts",
    "sources": """documents measured unnamed states bodies any_body governments place_first place_last press_last
        offices other_holders titles labels""",
}
_OTHER_LISTS = {
    "as_": ("complements", "as"),
    "object_": ("complements", "object"),
    "nouns": ("nouns", "speech"),
    "nouns_of": ("nouns", "of"),
    "nouns_infinitive": ("nouns", "infinitive"),
    "adjectives": ("adjectives", "belief"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Reporting words and what is known of sources.

    What follows "did not" and one of ``untold``, or one of ``unwilling`` and "to", was not said. Who does one of
    ``authoring`` with one of ``authored`` ("gave a speech calling …") speaks.
    ``verbs`` maps a lemma ("say", "point_out") to its class; ``surface`` maps an inflected form to its lemma. The
    sets from ``plain`` to ``unwilling`` say what a verb's form or denial means, those from ``infinitive`` to
    ``object_`` what it takes: an infinitive, a preposition ("accuse_of"), "as", an object. The file explains each.
    """

    verbs: dict[str, str]
    surface: dict[str, str]
    stances: dict[str, Stance]
    attributions: dict[str, Attribution]
    belief: frozenset[str]
    evidence: frozenset[str]
    vouched: frozenset[str]
    plain: frozenset[str]
    bare: frozenset[str]
    shows: frozenset[str]
    between: frozenset[str]
    open: frozenset[str]
    done: frozenset[str]
    bound: frozenset[str]
    by_somebody: frozenset[str]
    to_somebody: frozenset[str]
    untold: frozenset[str]
    disclosing: frozenset[str]
    remarks: frozenset[str]
    remarks_with: frozenset[str]
    remarked: frozenset[str]
    authored: frozenset[str]
    authoring: frozenset[str]
    proposed: frozenset[str]
    unwilling: frozenset[str]
    infinitive: frozenset[str]
    object_infinitive: frozenset[str]
    clause_infinitive: frozenset[str]
    passive_infinitive: frozenset[str]
    gerund: frozenset[str]
    preposition: frozenset[str]
    as_: frozenset[str]
    predicate: frozenset[str]
    object_: frozenset[str]
    nouns: frozenset[str]
    nouns_of: frozenset[str]
    means: frozenset[str]
    spreading: frozenset[str]
    stated: frozenset[str]
    nouns_infinitive: frozenset[str]
    adjectives: frozenset[str]
    documents: frozenset[str]
    measured: frozenset[str]
    unnamed: frozenset[str]
    states: frozenset[str]
    bodies: frozenset[str]
    any_body: frozenset[str]
    governments: frozenset[str]
    place_first: frozenset[str]
    place_last: frozenset[str]
    press_last: frozenset[str]
    verdicts: frozenset[str]
    offices: frozenset[str]
    other_holders: frozenset[str]
    titles: frozenset[str]
    labels: frozenset[str]
    joiners: frozenset[str]
    rebuts: frozenset[str]

    def stance(self, lemma: str) -> Stance:
        """Take a cue's lemma ("say", "point out", "allegation"); return its class, neutral where no list has it."""
        return self.stances.get(lemma.replace(" ", "_"), "neutral")

    def attribution(self, lemma: str | None) -> Attribution:
        """Take a cue's lemma, or None where layout gives the words; return what the source does: speech by default."""
        return self.attributions.get(lemma or "", "speech")


@cache
def reporting() -> Reporting:
    """Return the reporting words of English.

    A verb in two classes keeps the stronger: loaded, factive, distancing, endorsing, neutral.
    """
    data = structure_data("reporting")
    verbs: dict[str, str] = {}
    for kind in ("neutral", "endorsing", "distancing", "factive", "loaded"):
        verbs.update(dict.fromkeys(data["verbs"][kind].split(), kind))
    for lemma in data["verbs"]["naming"].split():
        verbs.setdefault(lemma, "naming")
    for lemma in tuple(verbs):
        if lemma.endswith("ise") and lemma not in ("advise", "promise"):
            verbs[lemma[:-2] + "ze"] = verbs[lemma]
    ambiguous = frozenset(data["verbs"]["ambiguous"].split())
    surface = {
        form: lemma
        for lemma, kind in verbs.items()
        if kind != "naming" and "_" not in lemma
        for form in forms(lemma, "verb")
        if form != lemma and not form.endswith("ing") and form not in ambiguous
    }

    stances: dict[str, Stance] = {}
    for stance in get_args(Stance):
        stances.update(dict.fromkeys(data["stance"].get(stance, "").split(), stance))
    # a word that is a verb of a class keeps it as a noun: "the claim that"
    stances.update({lemma: kind for lemma, kind in verbs.items() if kind in get_args(Stance)})  # type: ignore[misc]
    attributions: dict[str, Attribution] = {
        word: kind for kind in get_args(Attribution) for word in data["attribution"].get(kind, "").split()
    }

    lists = {name: (table, name) for table, names in _LISTS.items() for name in names.split()} | _OTHER_LISTS
    return Reporting(
        verbs=verbs,
        surface=surface,
        stances=stances,
        attributions=attributions,
        joiners=_phrases(data["sources"]["joiners"]),
        rebuts=_phrases(data["sources"]["rebuts"]),
        **{name: frozenset(data[table][key].split()) for name, (table, key) in lists.items()},
    )


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in listed.split(","))
