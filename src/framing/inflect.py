"""A base word in, its English inflected forms out; irregular forms are data in ``lexicons/en/structure/irregular.toml``.

A cue is expanded to surface forms once, when a lexicon is loaded, so that matching never has to lemmatise a text.
The rules are checked in the tests against lemminflect (Jascob 2019) over every inflected cue that ships.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from framing.resources import lexicons_folder

_VOWELS = "aeiou"
_DOUBLES = re.compile(r"^[^aeiou]*(?:qu)?[aeiouy][bdfgklmnprstvz]$")  # one syllable: stop, slam, but not show, fix
_ISE = re.compile(r"([a-z]{2,})is(e|es|ed|ing|er|ers|ation|ations)$")
_OUR = re.compile(
    r"(col|hon|lab|harb|fav|neighb|rum|savi|behavi|endeav|splend|val|vap|hum|vig|ard|clam|ranc|od|arm)our"
)
_NOT_ISE = frozenset(
    "rise arise wise advise devise revise supervise improvise comprise compromise despise disguise excise exercise franchise "
    "incise merchandise premise praise raise promise surprise televise advertise chastise demise guise noise poise bruise cruise "
    "appraise surmise enterprise expertise otherwise likewise precise concise treatise paradise cerise reprise circumcise".split()
)


@cache
def _irregular(kind: str) -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((lexicons_folder() / "en" / "structure" / "irregular.toml").read_text(encoding="utf-8"))
    if kind == "doubling":
        return dict.fromkeys(data["doubling"]["words"].split(), ())
    return {base: tuple(forms.split()) for base, forms in data[kind].items()}


def _prefixed(word: str, kind: str) -> tuple[str, ...] | None:
    """Look an irregular word up, also behind a prefix: "rebuild", "outsell", "policeman"."""
    table = _irregular(kind)
    if word in table:
        return table[word]
    prefixes = ("re", "over", "out", "under", "un", "mis") if kind == "verb" else ()
    for prefix in prefixes:
        base = word.removeprefix(prefix)
        if base != word and base in table and len(base) > 2:
            return tuple(prefix + form for form in table[base])
    if (
        kind == "noun"
        and word.endswith("man")
        and len(word) > 4
        and word not in ("german", "human", "talisman", "ottoman", "shaman")
    ):
        return (word[:-2] + "en",)
    return None


def _s_form(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")) or (word.endswith("o") and word[-2:-1] not in _VOWELS):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _verb_forms(word: str) -> set[str]:
    irregular = _prefixed(word, "verb")
    if irregular is not None:
        return set(irregular)
    found = {_s_form(word)}
    if word.endswith("e"):
        stem = word[:-2] + "y" if word.endswith("ie") else word if word.endswith(("ee", "oe", "ye")) else word[:-1]
        return found | {word + "d", stem + "ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return found | {word[:-1] + "ied", word + "ing"}
    if word.endswith("c"):
        return found | {word + "ked", word + "king"}
    double = word in _irregular("doubling")
    if double or _DOUBLES.match(word):
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    if not _DOUBLES.match(word):
        found |= {word + "ed", word + "ing"}
    return found


def spellings(form: str) -> set[str]:
    """Take a word; return it with its British and American spellings (-ise/-ize, -our/-or, travelled/traveled)."""
    found = {form}
    match = _ISE.search(form)
    if match and form[: match.end(1)] + "ise" not in _NOT_ISE:
        found.add(form[: match.end(1)] + "iz" + match[2])
    match = re.search(r"([a-z]{2,})iz(e|es|ed|ing|er|ers|ation|ations)$", form)
    if match and form not in (
        "size",
        "sizes",
        "sized",
        "sizing",
        "prize",
        "prizes",
        "prized",
        "seize",
        "seizes",
        "seized",
        "seizing",
    ):
        found.add(form[: match.end(1)] + "is" + match[2])
    for spelled in tuple(found):
        if _OUR.search(spelled):
            found.add(_OUR.sub(r"\1or", spelled))
    return found


@cache
def forms(word: str, kind: str) -> frozenset[str]:
    """Take a base word and "verb", "noun" or "none"; return the word and its inflected forms, in both spellings."""
    head, hyphen, last = word.rpartition("-")
    found = {last}
    if kind == "verb":
        found |= _verb_forms(last)
    elif kind == "noun":
        irregular = _prefixed(last, "noun")
        found |= set(irregular) if irregular is not None else {_s_form(last)}
    both = {spelled for form in found for spelled in spellings(form)}
    return frozenset(head + hyphen + form for form in both)
