"""The words that report speech, as data: verbs by class, nouns, heads of sources; from ``lexicons/en/structure``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import get_args

from framing.inflect import forms
from framing.resources import lexicons_folder
from framing.voices import Attribution, Stance


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
    plain: frozenset[str]
    bare: frozenset[str]
    shows: frozenset[str]
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
    data = tomllib.loads((lexicons_folder() / "en" / "structure" / "reporting.toml").read_text(encoding="utf-8"))
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

    def words(table: str, key: str) -> frozenset[str]:
        return frozenset(data[table][key].split())

    def phrases(table: str, key: str) -> frozenset[str]:
        return frozenset(phrase.strip() for phrase in data[table][key].split(","))

    return Reporting(
        verbs=verbs,
        surface=surface,
        stances=stances,
        attributions=attributions,
        belief=words("verbs", "belief"),
        evidence=words("verbs", "evidence"),
        plain=words("verbs", "plain"),
        bare=words("verbs", "bare"),
        shows=words("verbs", "shows"),
        open=words("verbs", "open"),
        done=words("verbs", "done"),
        bound=words("verbs", "bound"),
        by_somebody=words("verbs", "by_somebody"),
        to_somebody=words("verbs", "to_somebody"),
        untold=words("verbs", "untold"),
        disclosing=words("verbs", "disclosing"),
        remarks=words("verbs", "remarks"),
        remarks_with=words("verbs", "remarks_with"),
        remarked=words("verbs", "remarked"),
        authored=words("verbs", "authored"),
        proposed=words("verbs", "proposed"),
        authoring=words("verbs", "authoring"),
        unwilling=words("verbs", "unwilling"),
        infinitive=words("complements", "infinitive"),
        object_infinitive=words("complements", "object_infinitive"),
        clause_infinitive=words("complements", "clause_infinitive"),
        passive_infinitive=words("complements", "passive_infinitive"),
        gerund=words("complements", "gerund"),
        preposition=words("complements", "preposition"),
        as_=words("complements", "as"),
        predicate=words("complements", "predicate"),
        object_=words("complements", "object"),
        nouns=words("nouns", "speech"),
        means=words("nouns", "means"),
        spreading=words("nouns", "spreading"),
        stated=words("nouns", "stated"),
        nouns_of=words("nouns", "of"),
        nouns_infinitive=words("nouns", "infinitive"),
        adjectives=words("adjectives", "belief"),
        documents=words("sources", "documents"),
        measured=words("sources", "measured"),
        unnamed=words("sources", "unnamed"),
        states=words("sources", "states"),
        any_body=words("sources", "any_body"),
        bodies=words("sources", "bodies"),
        governments=words("sources", "governments"),
        place_first=words("sources", "place_first"),
        place_last=words("sources", "place_last"),
        press_last=words("sources", "press_last"),
        verdicts=words("nouns", "verdicts"),
        offices=words("sources", "offices"),
        other_holders=words("sources", "other_holders"),
        titles=words("sources", "titles"),
        joiners=phrases("sources", "joiners"),
        rebuts=phrases("sources", "rebuts"),
        labels=words("sources", "labels"),
    )
