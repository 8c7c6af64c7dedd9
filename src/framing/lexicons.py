"""A folder of TOML files in, a ``Lexicon`` out; every fault of the folder is collected and named by its place.

The format is described in ``lexicons/README.md``. A folder holds one file a category, and contested terms in ``contested/``.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from framing.cues import CueError, Elements, compile_cue
from framing.errors import LexiconError, Problem
from framing.lexicon_format import CategoryFile, Concept, ContestedFile, Group, Variant
from framing.positions import line_of, locate
from framing.resources import lexicons_folder
from framing.types import Family

MOST_CUES = 20_000
MOST_BYTES = 4_000_000
_UNUSUAL = re.compile(r"[^\t\r\n\x20-\x7e]")
_HIDDEN = {"Cc", "Cf", "Co", "Cn", "Cs"}
_PARTS = {"noun": "last", "verb": "first", "none": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One line of a lexicon: its text, its elements, a plainer wording, and its line in the file."""

    text: str
    elements: Elements
    plainer: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Cues that share a category, a reason and conditions; ``concept`` is set for the names of a contested thing."""

    id: str
    category: str
    family: Family
    origin: str
    note: str
    source: str
    severity: int
    cues: tuple[Cue, ...]
    head: str | None = None
    pos: str | None = None
    near: tuple[Elements, ...] = ()
    not_near: tuple[Elements, ...] = ()
    within: int = 6
    unless: tuple[Elements, ...] = ()
    voice: str = "both"
    negated: str = "weaken"
    names: bool = False
    case: bool = False
    start: bool = False
    question: bool = False
    headlines: bool = True
    weight: float = 1.0
    construction: str | None = None
    concept: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that must hit (then ``marked`` holds the exact words) or must not (then it is empty)."""

    category: str
    text: str
    marked: tuple[str, ...]
    path: str
    line: int
    concept: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a category is, for people: the texts of its file."""

    id: str
    family: Family
    title: str
    version: int
    licence: str
    severity: int
    definition: str
    why: str
    false_alarms: str
    literature: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything in one folder: categories, rules, examples, and word rarity; ``digest`` is the sha256 over its files."""

    id: str
    digest: str
    categories: tuple[Category, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    rarity: dict[str, float]

    @property
    def size(self) -> int:
        """Return the number of cues."""
        return sum(len(rule.cues) for rule in self.rules)


class _File:
    """One file while it is read: its text, its places, and the problems found in it."""

    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.path, self.shown, self._problems = path, shown, problems
        self.text = ""
        self.rows: list[str] = []
        self.lines: dict[tuple[str | int, ...], int] = {}

    def problem(self, line: int, message: str, column: int = 1) -> None:
        self._problems.append(Problem(self.shown, line, column, message))

    def load(self, model: type[CategoryFile] | type[ContestedFile]) -> Any:
        """Return the validated file, or None after noting what is wrong."""
        raw = self.path.read_bytes()
        if len(raw) > MOST_BYTES:
            self.problem(1, f"is larger than {MOST_BYTES // 1_000_000} MB; split it")
            return None
        try:
            self.text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.problem(raw[: error.start].count(b"\n") + 1, "is not UTF-8 text")
            return None
        self.rows = self.text.split("\n")
        self._hidden()
        try:
            data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (self.text.count("\n") + 1, 1)
            self.problem(line, "is not valid TOML: " + re.sub(r" \(at .*", "", str(error)), column)
            return None
        self.lines = locate(self.text)
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for fault in error.errors():
                where = tuple(fault["loc"])
                name = ".".join(str(part) for part in where)
                self.problem(line_of(self.lines, where), f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]}")
            return None

    def _hidden(self) -> None:
        for match in _UNUSUAL.finditer(self.text):
            if unicodedata.category(match[0]) in _HIDDEN:
                line = self.text.count("\n", 0, match.start()) + 1
                column = match.start() - self.text.rfind("\n", 0, match.start())
                self.problem(line, f"holds the invisible character U+{ord(match[0]):04X}", column)


def _cue_lines(value: str, first: int) -> Iterator[tuple[int, str, str | None]]:
    """Yield line, cue and plainer wording of a block of cues; comments and empty lines are passed over."""
    for offset, line in enumerate(value.split("\n")):
        cue = re.split(r"(?:^|\s\s+|\t)#", line, maxsplit=1)[0].strip()
        if cue:
            text, _, plainer = cue.partition("=>")
            yield first + offset, text.strip(), plainer.strip() or None


def _sets(entries: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(part.strip() for part in value.split(",") if part.strip()) for name, value in entries.items()}


def _phrases(
    file: _File, values: tuple[str, ...], line: int, sets: dict[str, tuple[str, ...]], inflect: str
) -> tuple[Elements, ...]:
    found: list[Elements] = []
    for value in values:
        try:
            found.append(compile_cue(value, inflect=inflect, sets=sets, also_plural=True))
        except CueError as error:
            file.problem(line, f"{value!r} {error}")
    return tuple(found)


def _read_cues(
    file: _File, path: tuple[str | int, ...], block: str, inflect: str, sets: dict[str, tuple[str, ...]]
) -> tuple[Cue, ...]:
    key = line_of(file.lines, (*path, "cues"))
    shown = file.rows[key - 1]
    first = key + 1 if re.search(r'=\s*("""|\'\'\')\s*$', shown) else key
    found: list[Cue] = []
    for line, text, plainer in _cue_lines(block, first):
        try:
            elements = compile_cue(text, inflect=inflect, sets=sets)
        except CueError as error:
            file.problem(line, f"{text!r} {error}")
            continue
        found.append(Cue(text=text.replace("~", ""), elements=elements, plainer=plainer, line=line))
    return tuple(found)


def _category_rules(file: _File, data: CategoryFile, lexicon: str) -> Iterator[tuple[Rule, Group]]:
    sets = _sets(data.sets)
    seen: set[str] = set()
    everywhere = line_of(file.lines, ("not_near",))
    shared_not_near = _phrases(file, data.not_near, everywhere, sets, "none")
    shared_unless = {
        inflect: _phrases(file, data.unless, line_of(file.lines, ("unless",)), sets, inflect)
        for inflect in sorted({group.inflect for group in data.group})
    }
    for number, group in enumerate(data.group):
        path = ("group", number)
        line = line_of(file.lines, path)
        if group.id in seen:
            file.problem(line, f"the group id {group.id!r} stands twice")
        seen.add(group.id)
        cues = _read_cues(file, path, group.cues, group.inflect, sets)
        if not cues and group.construction is None:
            file.problem(line, f"the group {group.id!r} has no cue")
        if group.source.lower().startswith("own") and len(group.source) < 12:
            file.problem(line_of(file.lines, (*path, "source")), "'own' needs a reason: own: <why these words>")
        places = {key: line_of(file.lines, (*path, key)) for key in ("near", "not_near", "unless")}
        yield (
            Rule(
                id=group.id,
                category=data.category,
                family=data.family,
                origin=f"lexicon:{lexicon}/{data.category}@{data.version}",
                note=group.note,
                source=group.source,
                severity=data.severity if group.severity is None else group.severity,
                cues=cues,
                head=_PARTS[group.inflect],
                pos=group.pos,
                near=_phrases(file, group.near, places["near"], sets, "none"),
                not_near=shared_not_near + _phrases(file, group.not_near, places["not_near"], sets, "none"),
                within=group.within or data.within,
                unless=shared_unless[group.inflect]
                + _phrases(file, group.unless, places["unless"], sets, group.inflect),
                voice=group.voice or data.voice,
                negated=group.negated or data.negated,
                names=group.names or group.case,
                case=group.case,
                start=group.start,
                question=group.question,
                headlines=data.headlines and group.headlines,
                weight=group.weight,
                construction=group.construction,
            ),
            group,
        )


def _contested_note(concept: Concept, variant: Variant, others: list[str]) -> str:
    """Say of any variant the same three things in the same words."""
    also = ", ".join(others[:4])
    return f"a contested name for: {concept.name}. Used by: {variant.used_by}. Implies: {variant.implies}. Also called: {also}"


def _contested_source(concept: Concept) -> str:
    if concept.basis in ("retrieved", "institutional") and concept.source:
        return f"{concept.advice} ({concept.source})"
    return f"{concept.advice} ({'common desk practice, not looked up' if concept.basis == 'desk practice' else 'our suggestion'})"


def _contested_rules(file: _File, data: ContestedFile, lexicon: str, domain: str) -> Iterator[tuple[Rule, Variant]]:
    sets = _sets(data.sets)
    for number, concept in enumerate(data.concept):
        path = ("concept", number)
        if concept.basis in ("retrieved", "institutional") and len(concept.source) < 2:
            file.problem(line_of(file.lines, path), f"{concept.id}: guidance that was {concept.basis} needs its source")
        first = [next(iter(_cue_lines(variant.cues, 0)), (0, "", None))[1] for variant in concept.variant]
        near = _phrases(file, concept.near, line_of(file.lines, (*path, "near")), sets, "none")
        not_near = _phrases(file, concept.not_near, line_of(file.lines, (*path, "not_near")), sets, "none")
        unless = _phrases(file, concept.unless, line_of(file.lines, (*path, "unless")), sets, "none")
        for place, variant in enumerate(concept.variant):
            here = (*path, "variant", place)
            cues = _read_cues(file, here, variant.cues, variant.inflect, sets)
            if not cues:
                file.problem(line_of(file.lines, here), f"{concept.id}: a variant has no cue")
            others = [name for index, name in enumerate(first) if index != place]
            yield (
                Rule(
                    id=f"{concept.id}.{place}",
                    category="contested_term",
                    family="P",
                    origin=f"lexicon:{lexicon}/contested/{domain}@{data.version}",
                    note=_contested_note(concept, variant, others),
                    source=_contested_source(concept),
                    severity=0,
                    cues=cues,
                    head=_PARTS[variant.inflect],
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
                ),
                variant,
            )


def _line_with(rows: list[str], start: int, value: str) -> int:
    """Return the first line from ``start`` on that holds the beginning of a string as TOML writes it."""
    wanted = (value[:40], value[:40].replace('"', '\\"'))
    return next((n for n in range(start, len(rows) + 1) if any(text in rows[n - 1] for text in wanted)), start)


def _examples(
    file: _File, category: str, data: Any, path: tuple[str | int, ...], concept: str | None = None
) -> Iterator[Example]:
    where = (*path, "examples")
    for kind in ("hit", "miss"):
        values = getattr(data.examples, kind)
        start = line_of(file.lines, (*where, kind))
        if not values:
            file.problem(line_of(file.lines, where), f"{concept or category}: needs at least one '{kind}' example")
        for value in values:
            line = _line_with(file.rows, start, value)
            marked = tuple(re.findall(r"\[([^\]]+)\]", value))
            if kind == "hit" and not marked:
                file.problem(line, "a hit example marks the words to be found with [ ]")
            plain = value.replace("[", "").replace("]", "") if kind == "hit" else value
            yield Example(
                category=category,
                text=plain,
                marked=marked if kind == "hit" else (),
                path=file.shown,
                line=line,
                concept=concept,
            )


def read_folder(folder: Path) -> tuple[Lexicon, list[Problem]]:
    """Take a lexicon folder; return the lexicon made of what can be read, and every problem of its files, in order."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return Lexicon(id=folder.name, digest="", categories=(), rules=(), examples=(), rarity={}), [
            Problem(str(folder), 1, 1, "is not a folder; give the folder that holds the lexicon's TOML files")
        ]
    lexicon_id = folder.name
    rules: list[Rule] = []
    categories: list[Category] = []
    examples: list[Example] = []
    owners: dict[str, str] = {}
    concepts: dict[str, str] = {}
    digest = hashlib.sha256()
    paths = sorted([*folder.glob("*.toml"), *folder.glob("contested/*.toml")])
    if not paths:
        problems.append(Problem(str(folder), 1, 1, "holds no category file (*.toml)"))
    for path in paths:
        shown = path.relative_to(folder.parent).as_posix()
        file = _File(path, shown, problems)
        digest.update(shown.encode() + b"\0" + path.read_bytes() + b"\0")
        contested = path.parent.name == "contested"
        data = file.load(ContestedFile if contested else CategoryFile)
        if data is None:
            continue
        made: list[tuple[Rule, Any]]
        if contested:
            made = list(_contested_rules(file, data, lexicon_id, path.stem))
            for number, concept in enumerate(data.concept):
                if concept.id in concepts:
                    file.problem(
                        line_of(file.lines, ("concept", number)),
                        f"the concept {concept.id!r} also stands in {concepts[concept.id]}",
                    )
                concepts[concept.id] = shown
                examples.extend(_examples(file, "contested_term", concept, ("concept", number), concept.id))
        else:
            if data.category != path.stem:
                file.problem(
                    line_of(file.lines, ("category",)), f"the category is {data.category!r}, the file {path.stem!r}"
                )
            made = list(_category_rules(file, data, lexicon_id))
            categories.append(
                Category(id=data.category, **{name: getattr(data, name) for name in Category.__slots__ if name != "id"})
            )
            examples.extend(_examples(file, data.category, data, ()))
        for rule, group in made:
            for cue in rule.cues:
                owner = owners.get(cue.text)
                if owner is not None and not getattr(group, "also", contested):
                    file.problem(cue.line, f"{cue.text!r} stands already in {owner}")
                owners.setdefault(cue.text, f"{shown}:{cue.line}")
            rules.append(rule)
    size = sum(len(rule.cues) for rule in rules)
    if size > MOST_CUES:
        problems.append(Problem(str(folder), 1, 1, f"holds {size} cues; at most {MOST_CUES} are read"))
        rules = []
    if any(rule.category == "contested_term" for rule in rules):
        categories.append(_CONTESTED)
    rarity = _rarity(folder)
    lexicon = Lexicon(
        id=lexicon_id,
        digest=digest.hexdigest(),
        categories=tuple(categories),
        rules=tuple(rules),
        examples=tuple(examples),
        rarity=rarity,
    )
    return lexicon, sorted(problems)


_CONTESTED = Category(
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


def _rarity(folder: Path) -> dict[str, float]:
    """Return Zipf frequencies of single-word cues, as ``training/rarity.py`` wrote them; empty if there are none."""
    path = folder / "structure" / "rarity.tsv"
    if not path.is_file():
        return {}
    rows = (
        line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    )
    return {word: float(value) for word, value in rows}


@lru_cache(maxsize=8)
def load(folder: Path | None = None) -> Lexicon:
    """Take a lexicon folder (the shipped English one if None); return the lexicon. Raises LexiconError with all problems."""
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
    """Take two lexicons; return one with the rules of both. Where both have a category's texts, the first's are kept."""
    known = {category.id for category in first.categories}
    return Lexicon(
        id=f"{first.id}+{second.id}",
        digest=hashlib.sha256(f"{first.digest}{second.digest}".encode()).hexdigest(),
        categories=(*first.categories, *(c for c in second.categories if c.id not in known)),
        rules=(*first.rules, *second.rules),
        examples=(*first.examples, *second.examples),
        rarity={**second.rarity, **first.rarity},
    )
