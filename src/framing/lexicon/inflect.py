"""A base word in, its English inflected forms out; irregular ones are data in ``lexicons/en/structure/irregular.toml``.

A cue is expanded to surface forms once, when a lexicon is loaded, so that matching never has to lemmatise a text.
The rules are checked in the tests against lemminflect (Jascob 2019) over every inflected cue that ships.
"""

from __future__ import annotations

import re
from functools import cache

from framing.grammar import either, grammar, structure_data

_VOWELS = "aeiou"
_DOUBLES = re.compile(r"^[^aeiou]*(?:qu)?[aeiouy][bdfgklmnprstvz]$")  # one syllable: stop, slam, but not show, fix
_DOUBLED_L = re.compile(r"[^aeiou][aeo]l$")  # grovelled or groveled: British and American
_ISE = re.compile(r"([a-z]{2,})is(e|es|ed|ing|er|ers|ation|ations)$")
_IZE = re.compile(r"([a-z]{2,})iz(e|es|ed|ing|er|ers|ation|ations)$")


@cache
def _our() -> re.Pattern[str]:
    """Return what is spelled -our or -or: one of the stems, with an ending that keeps the choice."""
    words = grammar()
    return re.compile(rf"^({either(words.our_stems)})(ou?r)({either(words.our_endings)}?)$")


@cache
def _irregular(kind: str) -> dict[str, tuple[str, ...]]:
    data = structure_data("irregular")
    if kind == "doubling":
        return dict.fromkeys(data["doubling"]["words"].split(), ())
    return {base: tuple(forms.split()) for base, forms in data[kind].items()}


def _prefixed(word: str, kind: str) -> tuple[str, ...] | None:
    """Look an irregular word up, also behind a prefix: "rebuild", "outsell", "policeman"."""
    table = _irregular(kind)
    if word in table:
        return table[word]
    prefixes = grammar().prefixes if kind == "verb" else ()
    for prefix in prefixes:
        base = word.removeprefix(prefix)
        if base != word and base in table and len(base) > 2:
            return tuple(prefix + form for form in table[base])
    if kind == "noun" and word.endswith("man") and len(word) > 4 and word not in grammar().not_men:
        return (word[:-2] + "en",)
    return None


def _s_form(word: str) -> str:
    if word.endswith("sis"):  # nemeses, paralyses
        return word[:-2] + "es"
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
    if word in _irregular("doubling") or _DOUBLES.match(word) or _DOUBLED_L.search(word):
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    if not _DOUBLES.match(word):
        found |= {word + "ed", word + "ing"}
    return found


def spellings(form: str) -> set[str]:
    """Take a word; return it with its British and American spellings (-ise and -ize, -our and -or)."""
    found = {form}
    words = grammar()
    for pattern, other, fixed in ((_ISE, "iz", words.not_ise), (_IZE, "is", words.not_ize)):
        match = pattern.search(form)
        if match and form[: match.start(2)] + "e" not in fixed:
            found.add(form[: match.end(1)] + other + match[2])
    match = _our().match(form)
    if match:
        found |= {match[1] + "our" + match[3], match[1] + "or" + match[3]}
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
        if irregular is None and last.endswith("o"):
            found.add(last + "s")  # photos, but heroes: nothing in the word tells which
    both = {spelled for form in found for spelled in spellings(form)}
    return frozenset(head + hyphen + form for form in both)
