"""A folder of TOML files in, a ``Lexicon`` out; every fault of the folder is collected and named by its place.

The format is described in ``lexicons/README.md``. A folder holds one file a category, and contested terms in
``contested/``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from framing.errors import LexiconError, Problem
from framing.lexicon.contested import CATEGORY as CONTESTED
from framing.lexicon.contested import contested_rules
from framing.lexicon.files import HEADS, MOST_IN_FOLDER, LexiconFile, split_sets
from framing.lexicon.format import CategoryFile, ContestedFile
from framing.lexicon.rules import Category, Cue, Example, Lexicon, Rule
from framing.lexicon.tables import read_tables
from framing.resources import lexicons_folder

__all__ = ["Category", "Cue", "Example", "Lexicon", "Rule", "load", "merge", "read_folder", "select"]

_OWN = re.compile(r"own\b\W*(.*)", re.I | re.S)
_SHORTEST_REASON = 8


def _category_rules(file: LexiconFile, data: CategoryFile, lexicon: str) -> Iterator[tuple[Rule, bool]]:
    """Yield the rule of each group, and whether its cues may stand elsewhere too."""
    sets = split_sets(data.sets)
    seen: set[str] = set()
    not_near = file.phrases(("not_near",), data.not_near, sets)
    unless = {
        inflect: file.phrases(("unless",), data.unless, sets, inflect)
        for inflect in sorted({group.inflect for group in data.group})
    }
    for number, group in enumerate(data.group):
        path = ("group", number)
        if group.id in seen:
            file.problem(file.at(*path, "id"), f"the group id {group.id!r} stands twice")
        seen.add(group.id)
        cues = file.cues(path, group.cues, group.inflect, sets)
        pattern = file.pattern(path, group.pattern, group.mark, sets)
        if pattern is not None and not cues:
            cues = (Cue(text=group.id.replace("_", " "), elements=(), plainer=None, line=file.at(*path, "pattern")),)
        elif group.pattern and cues:
            file.problem(
                file.at(*path, "pattern"), f"the group {group.id!r} has cues and a pattern; make two groups of it"
            )
        if not cues and not group.pattern and group.construction is None:
            file.problem(file.at(*path), f"the group {group.id!r} has no cue")
        own = _OWN.match(group.source)
        if own is not None and len(own[1]) < _SHORTEST_REASON:
            file.problem(file.at(*path, "source"), "'own' needs a reason: own: <why these words>")
        rule = Rule(
            id=group.id,
            category=data.category,
            family=data.family,
            origin=f"lexicon:{lexicon}/{data.category}@{data.version}",
            note=group.note,
            source=group.source,
            severity=data.severity if group.severity is None else group.severity,
            cues=cues,
            head=HEADS[group.inflect],
            pos=group.pos,
            near=file.phrases((*path, "near"), group.near, sets),
            not_near=not_near + file.phrases((*path, "not_near"), group.not_near, sets),
            within=group.within or data.within,
            unless=unless[group.inflect] + file.phrases((*path, "unless"), group.unless, sets, group.inflect),
            voice=group.voice or data.voice,
            negated=group.negated or data.negated,
            names=group.names or group.case or pattern is not None,
            case=group.case,
            start=group.start,
            question=group.question,
            reports=group.reports,
            headlines=data.headlines and group.headlines,
            weight=group.weight,
            construction=group.construction,
            pattern=pattern,
        )
        yield rule, group.also


@dataclass(slots=True)
class _Folder:
    """A folder while it is read: what was made of its files so far, and who owns which cue and concept."""

    id: str
    problems: list[Problem] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def category_file(self, file: LexiconFile, data: CategoryFile) -> None:
        """Add a category, and note where its name is not the file's or a cue stands already."""
        if data.category != file.path.stem:
            file.problem(
                file.at("category"),
                f"the category is {data.category!r}, and the file {file.path.stem!r}; name both alike",
            )
        for rule, also in _category_rules(file, data, self.id):
            self._add(file, rule, also=also)
        texts = {name: getattr(data, name) for name in Category.__slots__ if name != "id"}
        self.categories.append(Category(id=data.category, **texts))
        self.examples.extend(file.examples(data.category, data.examples))

    def contested_file(self, file: LexiconFile, data: ContestedFile) -> None:
        """Add the concepts of a domain, and note where one stands twice."""
        for rule in contested_rules(file, data, self.id, file.path.stem):
            self._add(file, rule, also=True)  # one name may stand for two contested things
        for number, concept in enumerate(data.concept):
            line = file.at("concept", number, "id")
            if concept.id in self.concepts:
                file.problem(line, f"the concept {concept.id!r} stands already in {self.concepts[concept.id]}")
            self.concepts.setdefault(concept.id, f"{file.shown}:{line}")
            self.examples.extend(file.examples(CONTESTED.id, concept.examples, ("concept", number), concept.id))

    def _add(self, file: LexiconFile, rule: Rule, *, also: bool) -> None:
        for cue in rule.cues:
            owner = self.owners.get(cue.text)
            if owner is not None and not also:
                file.problem(cue.line, f"{cue.text!r} stands already in {owner}")
            self.owners.setdefault(cue.text, f"{file.shown}:{cue.line}")
        self.rules.append(rule)
        self.size += len(rule.cues)


def read_folder(folder: Path) -> tuple[Lexicon, list[Problem]]:
    """Take a lexicon folder; return the lexicon made of what can be read, and every problem of its files, in order."""
    found = _Folder(folder.name)
    digest = hashlib.sha256()
    paths = sorted([*folder.glob("*.toml"), *folder.glob("contested/*.toml")]) if folder.is_dir() else []
    for path in paths:
        shown = path.relative_to(folder.parent).as_posix()
        file = LexiconFile(path, shown, found.problems)
        if path.parent.name == "contested" and path.parent != folder:
            contested = file.load(ContestedFile)
            if contested is not None:
                found.contested_file(file, contested)
        else:
            category = file.load(CategoryFile)
            if category is not None:
                found.category_file(file, category)
        digest.update(shown.encode() + b"\0" + file.raw + b"\0")
        if found.size > MOST_IN_FOLDER:
            file.problem(1, f"is the file with which the folder has more than {MOST_IN_FOLDER} cues; no more are read")
            break
    if not paths:
        found.problems.append(Problem(str(folder), 1, 1, _nothing_in(folder)))
    if any(rule.category == CONTESTED.id for rule in found.rules):
        found.categories.append(CONTESTED)
    tables = read_tables(folder, found.problems)
    digest.update(tables.raw)
    lexicon = Lexicon(
        id=folder.name,
        digest=digest.hexdigest() if paths else "",
        categories=tuple(found.categories),
        rules=tuple(found.rules) if found.size <= MOST_IN_FOLDER else (),
        examples=tuple(found.examples) if found.size <= MOST_IN_FOLDER else (),
        rarity=tables.rarity,
        weights=tables.weights,
        parts=tables.parts,
        acceptance=tables.acceptance,
    )
    return lexicon, sorted(found.problems)


def _nothing_in(folder: Path) -> str:
    if folder.is_dir():
        return "holds no category file (*.toml)"
    what = "is a file" if folder.exists() else "does not exist"
    return f"{what}; give the folder that holds the lexicon's TOML files"


@lru_cache(maxsize=8)
def load(folder: Path | None = None) -> Lexicon:
    """Take a lexicon folder (the shipped English one if None); return the lexicon.

    Raises LexiconError with all problems of the folder.
    """
    lexicon, problems = read_folder(folder or lexicons_folder() / "en")
    if problems:
        raise LexiconError(problems)
    return lexicon


def select(lexicon: Lexicon, *, only: frozenset[str] | None = None, without: frozenset[str] = frozenset()) -> Lexicon:
    """Take a lexicon and category ids; return it with those rules only, or without those."""
    rules = tuple(
        rule for rule in lexicon.rules if (only is None or rule.category in only) and rule.category not in without
    )
    return replace(lexicon, rules=rules)


def merge(first: Lexicon, second: Lexicon) -> Lexicon:
    """Take two lexicons; return one with the rules of both. Of a category in both, the first's texts are kept."""
    known = {category.id for category in first.categories}
    return Lexicon(
        id=f"{first.id}+{second.id}",
        digest=hashlib.sha256(f"{first.digest}{second.digest}".encode()).hexdigest(),
        categories=(*first.categories, *(c for c in second.categories if c.id not in known)),
        rules=(*first.rules, *second.rules),
        examples=(*first.examples, *second.examples),
        rarity={**second.rarity, **first.rarity},
        weights={**second.weights, **first.weights},
        parts={**second.parts, **first.parts},
        acceptance=first.acceptance or second.acceptance,
    )
