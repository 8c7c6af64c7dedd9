"""The frozen types that a lexicon is made of: ``lexicon.load`` reads them, ``framing.matching`` searches with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from framing.acceptance import Acceptance
from framing.lexicon.cues import Elements
from framing.lexicon.patterns import Pattern
from framing.types import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One line of a lexicon: its text, its elements, a plainer wording, and its line in the file."""

    text: str
    elements: Elements
    plainer: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Cues that share a category, a reason and conditions; ``concept`` is set for the names of a contested thing.

    A rule with a ``pattern`` has one cue without elements, for its name in findings.
    ``head`` says which word of a hit inflects and bears the part of speech ``pos``: "first", "last", or None.
    """

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
    reports: bool = False
    headlines: bool = True
    weight: float = 1.0
    construction: str | None = None
    pattern: Pattern | None = None
    concept: str | None = None
    shared: bool = False

    @property
    def lexicon(self) -> str:
        """Return the id of the lexicon that the rule is from."""
        return self.origin.removeprefix("lexicon:").partition("/")[0]


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
    """Everything in one folder: categories, rules, examples, word rarity, cue weights, parts of speech.

    ``parts`` holds the parts of speech that a word is seen as often enough in news, by word. ``weights`` holds what a
    cue says by measured evidence, by (lexicon, category, group, cue); empty where nothing was measured. ``acceptance``
    says how often strict readers kept the marks.
    ``digest`` is the sha256 over the files.
    """

    id: str
    digest: str
    categories: tuple[Category, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    rarity: dict[str, float]
    weights: dict[tuple[str, str, str, str], float] = field(default_factory=dict)
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    acceptance: Acceptance | None = None

    def weight(self, rule: Rule, cue: Cue) -> float:
        """Take a rule and its cue; return the weight by evidence: the cue's, else its group's, its category's, or 1."""
        group = rule.concept or rule.id
        for names in ((rule.category, group, cue.text), (rule.category, group, ""), (rule.category, "", "")):
            if (rule.lexicon, *names) in self.weights:
                return self.weights[rule.lexicon, *names]
        return 1.0

    @property
    def size(self) -> int:
        """Return the number of cues."""
        return sum(len(rule.cues) for rule in self.rules)
