"""The words that report speech, as data: verbs by class, nouns, and heads of sources; read from ``lexicons/en/structure``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from framing.inflect import forms
from framing.resources import lexicons_folder

# Forms that are as often a noun or another verb; without a parse they would report too much.
_AMBIGUOUS = frozenset(
    """states reports notes comments reads shows finds proves hopes fears plans signs orders projects details figures feels sees
    holds views reasons questions answers voices suspects doubts views estimates forecasts cautions read found held saw felt
    signed ordered planned projected detailed figured figures decided determined wanted wants shown proved showed established
    discovered learned learnt regretted quoted reminded instructed requested pleaded expressed voiced charged blasted slammed
    crossed cried crowed measured outlined briefed highlighted stressed signals signed countered proposed promised promises
    pledged pledges swore agreed agrees requests appeals urges urged appealed described describes accused accuses recognised
    recognized rejected rejects disputed disputes denied denies realised realized demonstrated reviewed""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Reporting verbs and what is known of sources. ``verbs`` maps a lemma ("say", "point_out") to its class."""

    verbs: dict[str, str]
    belief: frozenset[str]
    nouns: frozenset[str]
    documents: frozenset[str]
    unnamed: frozenset[str]
    governments: frozenset[str]
    titles: frozenset[str]
    surface: dict[str, str]


@cache
def reporting() -> Reporting:
    """Return the reporting words of English. A verb in two classes keeps the stronger: loaded, factive, distancing, endorsing, neutral."""
    data = tomllib.loads((lexicons_folder() / "en" / "structure" / "reporting.toml").read_text(encoding="utf-8"))
    verbs: dict[str, str] = {}
    for kind in ("neutral", "endorsing", "distancing", "factive", "loaded"):
        verbs.update(dict.fromkeys(data["verbs"][kind].split(), kind))
    for lemma in data["verbs"]["naming"].split():
        verbs.setdefault(lemma, "naming")
    for lemma in tuple(verbs):
        if lemma.endswith("ise"):
            verbs[lemma[:-2] + "ze"] = verbs[lemma]
    surface = {
        form: lemma
        for lemma, kind in verbs.items()
        if kind != "naming" and "_" not in lemma
        for form in forms(lemma, "verb")
        if form != lemma and not form.endswith("ing") and form not in _AMBIGUOUS
    }
    words = {name: frozenset(value.split()) for name, value in data["sources"].items()}
    return Reporting(
        verbs=verbs,
        belief=frozenset(data["verbs"]["belief"].split()),
        nouns=frozenset(data["nouns"]["speech"].split()),
        documents=words["documents"],
        unnamed=words["unnamed"],
        governments=words["governments"],
        titles=words["titles"],
        surface=surface,
    )
