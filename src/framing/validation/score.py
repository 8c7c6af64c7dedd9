"""A key and coders' answers in, agreement and how well the tool does against them out: data for page and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.errors import ConfigError
from framing.types import FAMILIES
from framing.validation.agreement import Agreement
from framing.validation.codebook import chosen
from framing.validation.coded import Coder
from framing.validation.estimates import Counts, Estimate, Table, clustered_estimates, estimates, tabulate
from framing.validation.gold import Answers, Difference, agreements, corpus_agreements, differences, settle
from framing.validation.items import CRITERIA, Item, is_marked, signature, voice_of
from framing.validation.key import Key
from framing.validation.levels import Levels, levels
from framing.validation.measuring import Floats, numbered

#: What the tool is compared on, beside what it marks.
VOICES = ("writer", "source", "mixed")
AGREED = "coders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The tool against one set of answers: the variable, whose answers, what counts as marked, the figures for the
    corpus (``figures``) and for texts like it (``alike``), and the coded sentences as counts.
    """

    variable: str
    gold: str
    criterion: str
    figures: dict[str, Estimate]
    alike: dict[str, Estimate]
    hit: int
    missed: int
    false: int
    rest: int
    uncovered: int = 0
    voice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Everything that ``validate score`` says. ``main`` is the comparison that reports carry, where there is one.

    ``agreement`` is that on the sample as it was drawn, ``corpus_agreement`` the same weighted back to the corpus.
    ``listed`` holds what coders differ in or somebody decided.
    """

    key: Key
    coders: tuple[str, ...]
    coded: int
    adjudicated: int
    agreement: dict[str, Agreement]
    corpus_agreement: dict[str, Agreement]
    listed: tuple[Difference, ...]
    unsettled: dict[str, int]
    main: Compared | None
    criteria: tuple[Compared, ...]
    single: tuple[Compared, ...]
    voices: tuple[Compared, ...]
    families: tuple[Compared, ...]
    voice_table: dict[tuple[str, str], int]
    levels: Levels | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What coders differ in."""
        return tuple(one for one in self.listed if one.differs)


def score(
    key: Key,
    coders: Sequence[Coder],
    *,
    decided: Mapping[tuple[str, str], str] | None = None,
    rate: float | None = None,
) -> Scored:
    """Take a key, coders and what was decided where they differ; return the scores.

    ``rate`` is the share of loaded sentences for the advice on levels (None: that of the corpus). Raises ConfigError
    where no item was coded.
    """
    decided = decided or {}
    variables = chosen(key.variables, unit=key.unit)
    names = {one.name for one in variables}
    coded = sum(any(item.id in coder.answers for coder in coders) for item in key.items)
    if not coded:
        raise ConfigError("no item of the key was coded in these files; are they the sheets of this sample?")
    settled = {one.name: settle(coders, one.name, key.items, decided) for one in variables}
    chance = any(item.tool.loaded is not None for item in key.items) and key.threshold is not None
    first = key.criterion if chance or key.criterion != "chance" else "words"
    others = [name for name in (*CRITERIA, *FAMILIES) if name != first and (chance or name != "chance")]

    def against(gold: Answers, criterion: str, variable: str, whose: str, voice: str = "") -> Compared | None:
        if not gold:
            return None
        return compare(key, gold, variable=variable, whose=whose, criterion=criterion, voice=voice)

    loaded = settled.get("loaded", {})
    of_sentences = key.unit == "sentence"
    main = against(loaded, first, "loaded", AGREED)
    single = [against(_of(coder, "loaded"), first, "loaded", coder.name) for coder in coders if len(coders) > 1]
    return Scored(
        key=key,
        coders=tuple(coder.name for coder in coders),
        coded=coded,
        adjudicated=len(decided),
        agreement=agreements(coders, variables, key.items),
        corpus_agreement=corpus_agreements(coders, variables, key),
        listed=tuple(differences(coders, variables, key.items, decided)),
        unsettled={
            one.name: sum(any(one.name in c.answers.get(i.id, {}) for c in coders) for i in key.items)
            - len(settled[one.name])
            for one in variables
        },
        main=main,
        criteria=_present([against(loaded, name, "loaded", AGREED) for name in others]),
        single=_present(single),
        voices=_present([against(loaded, first, "loaded", AGREED, voice) for voice in VOICES if of_sentences]),
        families=_present([against(settled[f], f, f, AGREED) for f in FAMILIES if f in names]),
        voice_table=_voice_table(key, settled.get("voice", {}) if of_sentences else {}),
        levels=_levels(key, loaded, rate) if chance and loaded else None,
    )


def _present(found: Sequence[Compared | None]) -> tuple[Compared, ...]:
    return tuple(one for one in found if one is not None and one.hit + one.missed + one.false + one.rest)


def _of(coder: Coder, variable: str) -> Answers:
    return {item: answers[variable] for item, answers in coder.answers.items() if variable in answers}


@dataclass(frozen=True, slots=True)
class _Sample:
    """The coded items with, for a criterion, what is marked, their cells' numbers, and the corpus by cell and mark."""

    items: tuple[Item, ...]
    gold: np.ndarray
    marked: np.ndarray
    cell: Counts
    population: Counts

    def table(self) -> Table:
        return tabulate(self.gold, self.marked, self.cell, self.population)

    def weights(self) -> Floats:
        """Return how many sentences of the corpus each coded one stands for."""
        coded = tabulate(self.gold, self.marked, self.cell, self.population).coded
        return np.asarray((self.population / np.maximum(coded, 1))[self.cell, self.marked.astype(int)], dtype=float)


def _sample(key: Key, gold: Answers, criterion: str, wanted: Callable[[str], bool] = lambda _: True) -> _Sample:
    signed = {item.id: signature(item.tool, key.threshold) for item in key.items}
    items = tuple(item for item in key.items if item.id in gold and wanted(signed[item.id]))
    population = key.population
    if population is None:
        population = {}
        for item in items:
            counts = population.setdefault(item.cell, {})
            counts[signed[item.id]] = counts.get(signed[item.id], 0) + 1
    names = {name: place for place, name in enumerate(sorted(population))}
    counted = np.zeros((max(len(names), 1), 2), dtype=np.int64)
    for name, signatures in population.items():
        for sign, number in signatures.items():
            if wanted(sign):
                counted[names[name], int(is_marked(sign, criterion))] += number
    return _Sample(
        items=items,
        gold=np.array([gold[item.id] == "yes" for item in items], dtype=bool),
        marked=np.array([is_marked(signed[item.id], criterion) for item in items], dtype=bool),
        cell=np.array([names.get(item.cell, 0) for item in items], dtype=np.int64),
        population=counted,
    )


def compare(key: Key, gold: Answers, *, variable: str, whose: str, criterion: str, voice: str = "") -> Compared:
    """Take a key and the settled answers to a yes-or-no variable; return the tool against them, for the corpus.

    ``voice`` leaves only sentences of that voice.
    """
    sample = _sample(key, gold, criterion, lambda sign: not voice or voice_of(sign) == voice)
    table = sample.table()
    if key.population is None and sample.items:
        figures = clustered_estimates(sample.gold, sample.marked, numbered([item.article for item in sample.items]))
        alike = figures
    else:
        figures, alike = estimates(table), estimates(table, finite=False)
    positive, coded = table.positive.sum(axis=0), table.coded.sum(axis=0)
    return Compared(
        variable=variable,
        gold=whose,
        criterion=criterion,
        figures=figures,
        alike=alike,
        hit=int(positive[1]),
        missed=int(positive[0]),
        false=int(coded[1] - positive[1]),
        rest=int(coded[0] - positive[0]),
        uncovered=table.uncovered,
        voice=voice,
    )


def _voice_table(key: Key, gold: Answers) -> dict[tuple[str, str], int]:
    """Return how often the tool said one voice where coders said another, over the coded items."""
    found: dict[tuple[str, str], int] = {}
    for item in key.items:
        if item.id in gold and item.tool.voice is not None:
            place = (item.tool.voice, gold[item.id])
            found[place] = found.get(place, 0) + 1
    return found


def _levels(key: Key, gold: Answers, rate: float | None) -> Levels | None:
    sample = _sample(key, gold, "chance")
    known = np.array([item.tool.loaded is not None for item in sample.items], dtype=bool)
    if not known.any() or key.threshold is None:
        return None
    chance = np.array([item.tool.loaded or 0.0 for item in sample.items])
    return levels(
        sample.gold[known],
        chance[known],
        sample.weights()[known],
        threshold=key.threshold,
        rate=rate,
        drawn=None if key.population is None else (sample.table(), sample.cell[known], _bands(key.population)),
    )


def _bands(cells: Mapping[str, object]) -> list[list[int]]:
    """Return the numbers of the cells that share a band of chance, the lowest band first; those without one apart."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(sorted(cells)):
        found.setdefault(name.rpartition("|")[2], []).append(place)
    return [places for _, places in sorted(found.items())]
