"""A file of contested terms in, one rule a name out, each said of in the same words and with the same weight."""

from __future__ import annotations

from collections.abc import Iterator

from framing.lexicon.files import HEADS, LexiconFile, cue_lines, split_sets
from framing.lexicon.format import Concept, ContestedFile, Variant
from framing.lexicon.rules import Category, Rule

CATEGORY = Category(
    id="contested_term",
    family="P",
    title="Contested name",
    version=1,
    licence="Apache-2.0",
    severity=0,
    definition="One of several names for the same thing, each preferred by a side.",
    why="A name can choose a side before the sentence says anything.",
    false_alarms="Every one of the names is somebody's ordinary word; a mark says that there are others.",
    literature=("Entman 1993",),
)
_LOOKED_UP = ("retrieved", "institutional")
_MOST_OTHERS = 4
_NAMES = "a contested name for: "


def contested_rules(file: LexiconFile, data: ContestedFile, lexicon: str, domain: str) -> Iterator[Rule]:
    """Take a file's content, the lexicon's id and the domain; yield a rule for every name of every concept."""
    sets = split_sets(data.sets)
    for number, concept in enumerate(data.concept):
        path = ("concept", number)
        if concept.basis in _LOOKED_UP and len(concept.source.strip()) < 2:
            file.problem(file.at(*path), f"{concept.id}: guidance that was {concept.basis} needs its 'source'")
        first = [next(iter(cue_lines(variant.cues, 0)), (0, "", None))[1] for variant in concept.variant]
        near = file.phrases((*path, "near"), concept.near, sets)
        not_near = file.phrases((*path, "not_near"), concept.not_near, sets)
        unless = file.phrases((*path, "unless"), concept.unless, sets)
        for place, variant in enumerate(concept.variant):
            here = (*path, "variant", place)
            cues = file.cues(here, variant.cues, variant.inflect, sets)
            if not cues:
                file.problem(file.at(*here), f"{concept.id}: a variant has no cue")
            others = [name for index, name in enumerate(first) if index != place]
            yield Rule(
                id=f"{concept.id}.{place}",
                category=CATEGORY.id,
                family=CATEGORY.family,
                origin=f"lexicon:{lexicon}/contested/{domain}@{data.version}",
                note=_note(concept, variant, others),
                source=_source(concept),
                severity=CATEGORY.severity,
                cues=cues,
                head=HEADS[variant.inflect],
                pos=variant.pos,
                near=near,
                not_near=not_near,
                within=concept.within,
                unless=unless,
                negated="keep",
                names=concept.names or concept.case,
                case=concept.case,
                concept=concept.id,
                shared=variant.shared,
            )


def _note(concept: Concept, variant: Variant, others: list[str]) -> str:
    """Say of any variant the same three things in the same words."""
    also = ", ".join(others[:_MOST_OTHERS])
    used = f"Used by: {variant.used_by}. Implies: {variant.implies}. Also called: {also}"
    return f"{_NAMES}{concept.name}. {used}"


def _source(concept: Concept) -> str:
    if concept.basis in _LOOKED_UP and concept.source:
        return f"{concept.advice} ({concept.source})"
    basis = "common desk practice, not looked up" if concept.basis == "desk practice" else "our suggestion"
    return f"{concept.advice} ({basis})"


def concept_of(note: str) -> str | None:
    """Take the note of a finding; return what the contested name is a name for, or None where it is no such note."""
    lead, found, rest = note.partition(_NAMES)
    return rest.partition(". Used by: ")[0] if found and not lead else None
