"""The text of a construction in, its steps out: the pattern language of ``lexicons/README.md``.

A construction is a small tree over a sentence's parse. Each line names one word, says how it hangs on a word named
before, and what must hold of it. The idea is spaCy's DependencyMatcher; the writing is meant for a linguist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: How many lines a construction may have.
MOST_STEPS = 12
_LINE = re.compile(
    r"(?:(?P<left>[a-z]\w*)\s+(?P<sign>[!?]?)(?P<link>>>|>|<|\.\.|\.)\s+)?(?P<name>[a-z]\w*)(?:\s*:\s*(?P<rest>.*))?$"
)
_TEST = re.compile(r"(?P<no>not\s+)?(?P<key>[a-z]+)(?:\s+(?P<values>\S.*))?$")
_TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
# What the shipped parser writes: ClearNLP relations, Penn Treebank tags, OntoNotes entity types.
_DEPS = frozenset(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp".split()
)
_PENN = frozenset(
    "CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP VBZ "
    "WDT WP WP$ WRB".split()
)
_ENTITIES = frozenset(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART".split()
)
_KNOWN = {"pos": _TAGS, "dep": _DEPS, "tag": _PENN, "ent": _ENTITIES}
_KEYS = ("lemma", "word", *_KNOWN)
#: What can pick the words at which a construction may begin.
_PICKS = ("lemma", "word", "tag", "dep", "pos")


class PatternError(ValueError):
    """A line that cannot be read: why, and its number and column, counted from 0 and 1."""

    def __init__(self, message: str, line: int, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Check:
    """One of ``values`` must be the word's ``key``; if ``negative``, none of them; without values, anything at all."""

    key: str
    values: frozenset[str]
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line: the word's name, what holds of it, and how (``link``) it hangs on an earlier word (``left``).

    ``sign`` is "!" for a word that must not be there, "?" for one that may be. ``text`` is the line as written.
    """

    name: str
    tests: tuple[Check, ...]
    text: str
    left: str = ""
    link: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The steps of a construction, and which words are shown: ``marked`` pairs a name with "whole" (its subtree)."""

    steps: tuple[Step, ...]
    marked: tuple[tuple[str, bool], ...]


def compile_pattern(text: str, mark: str, sets: Mapping[str, tuple[str, ...]]) -> Pattern:
    """Take a construction's lines, the names to be marked, and the file's sets; return the pattern.

    Raises PatternError with the line and column of the first fault.
    """
    steps: list[Step] = []
    for number, line in enumerate(text.split("\n")):
        written = re.split(r"(?:^|\s\s|\t)\s*#", line, maxsplit=1)[0].strip()
        if not written:
            continue
        column = line.find(written) + 1
        steps.append(_step(" ".join(written.split()), number, column, sets, steps))
        if len(steps) > MOST_STEPS:
            raise PatternError(f"has more than {MOST_STEPS} lines", number, column)
    if not steps:
        raise PatternError("has no line", 0)
    return Pattern(tuple(steps), _marked(mark, steps))


def _step(line: str, number: int, column: int, sets: Mapping[str, tuple[str, ...]], before: list[Step]) -> Step:
    def fault(message: str) -> PatternError:
        return PatternError(f"{line[:60]!r} {message}", number, column)

    match = _LINE.match(line)
    if match is None:
        raise fault("cannot be read; a line is 'name: tests' or 'name > other: tests'")
    left, sign, link, name = match["left"] or "", match["sign"] or "", match["link"] or "", match["name"]
    names = {step.name for step in before if step.sign != "!"}
    bound = {step.name for step in before if not step.sign}
    if not before and left:
        raise fault("stands first, and hangs on a word that no line names")
    if before and not left:
        raise fault("hangs on nothing; only the first line does")
    if left and left not in bound:
        raise fault(f"hangs on {left!r}, which no line before it names" + (" for certain" if left in names else ""))
    tests = tuple(_test(part.strip(), sets, fault) for part in (match["rest"] or "").split(";") if part.strip())
    if link == ".." and (name not in bound or tests or sign):
        raise fault("may only say that one named word stands before another: name .. other")
    if link != ".." and name in {step.name for step in before}:
        raise fault(f"names {name!r} a second time")
    if sign == "!" and not tests:
        raise fault("forbids every word; say which")
    if not before and not any(test.key in _PICKS and not test.negative for test in tests):
        raise fault(f"must say by which of {', '.join(_PICKS)} the construction is found")
    return Step(name, tests, line, left, link, sign)


def _test(text: str, sets: Mapping[str, tuple[str, ...]], made: Callable[[str], PatternError]) -> Check:
    """Read one test; ``made`` makes the error of its line."""
    match = _TEST.match(text)
    if match is None or match["key"] not in _KEYS:
        raise made(f"has the test {text!r}; a test is one of {', '.join(_KEYS)} and its values")
    key, values = match["key"], set[str]()
    for value in filter(None, re.split(r"[|\s]+", match["values"] or "")):
        if value.startswith("@"):
            if value[1:] not in sets:
                raise made(f"names the set {value}, which the file does not have")
            values |= {entry.lower() for entry in sets[value[1:]]}
            if many := sorted(entry for entry in sets[value[1:]] if " " in entry or entry.startswith("@")):
                raise made(f"names the set {value}, in which {many[0]!r} is more than a word")
        elif key in _KNOWN and value not in _KNOWN[key]:
            raise made(f"has {value!r}, which is no {key} that the parser knows")
        else:
            values.add(value if key in _KNOWN else value.lower())
    if not values and key != "ent":
        raise made(f"has the test {key!r} without a value")
    return Check(key, frozenset(values), match["no"] is not None)


def _marked(mark: str, steps: list[Step]) -> tuple[tuple[str, bool], ...]:
    names = {step.name for step in steps if step.sign != "!" and step.link != ".."}
    found = tuple((part.rstrip("*"), part.endswith("*")) for part in mark.split())
    wrong = [name for name, _ in found if name not in names]
    if wrong or not found:
        what = f"{wrong[0]!r}, which no line names" if wrong else "nothing"
        raise PatternError(f"the construction marks {what}; 'mark' lists names of its lines", 0)
    if not any(name == step.name for name, _ in found for step in steps if not step.sign):
        raise PatternError("the construction marks only words that may be missing", 0)
    return found
