"""An article's outlet and authors in, what finds them in a sentence out: a lesson does not tell who wrote what.

Names are found whole. Of an outlet's name a part is enough where it can hardly mean anything else (``_parts``): "BBC"
of "BBC News", "the Times" of "The New York Times". An ordinary word or a place is no such part: neither "times" nor
"Times Square" tells the paper, and the town of the "Welling Courier" may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

_ARTICLES = frozenset("the der die das el la los las".split())
_LITTLE = frozenset("of on for in and the".split())
#: No outlet's name is longer; what is, is no name.
_MOST_WORDS = 12
_NO_NAME = re.compile("[<>=]")
#: What stands behind a name to say which edition it is: people leave it out.
_EDITIONS = frozenset(
    "online digital website edition english us usa uk eu europe asia africa america australia canada india".split()
)
#: With one of these in front, the last word is mostly a place: "Radio Mogadishu".
_STATIONS = frozenset("radio tv television channel voice".split())
#: Capitals that articles are full of.
_ORDINARY = frozenset(
    "US USA UK EU UN UAE NATO NY NYC LA DC SF HK NZ TV FM AM PM MP PC IT AI ID CEO GOP LGBT LGBTQ NHS".split()
)
#: Outlets that are known by two letters; others' two letters mean too much else ("World War II").
_TWO = frozenset("AP FT SZ WP".split())
#: Words with a capital that go on after "the Times" without being part of a name: "told the Times Monday".
_NO_PART = (
    "I|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    "September|October|November|December"
)
#: What follows is no further part of a name: "the Times Square crowd".
_NO_NAME_AFTER = rf"(?!\w)(?!\s+(?:of\s+)?(?!(?:{_NO_PART})\b)[A-Z])"
_WORD = re.compile(r"[^\W_]+(?:[.&'’-][^\W_]+)*")
_CUT = re.compile(r"[(\[|,/]|\s[-–—]\s")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)*?([^\W_][\w-]+)(?:\.(?:co|com|org|net|ac|gov))?\.[a-z]{2,6}(?:/.*)?")


def names_of(outlet: str | None, authors: Sequence[str]) -> re.Pattern[str]:
    """Take an outlet and authors as clean lines; return what finds them: whole words, and parts that tell the outlet.

    A name of one word counts only with a capital or as it is written: "Time" is not "time".
    """
    found = [_whole(name) for name in (outlet or "", *authors) if name.split()]
    found += [rf"(?<!\w)(?:{part})(?!\w)" for part in _parts(outlet or "")]
    return re.compile("|".join(found) or "(?!)")


def _whole(name: str) -> str:
    """Return what finds a name, with or without its article."""
    words = _without_article(name.split())
    told = r"\s+".join(map(re.escape, words))
    forms = dict.fromkeys((words[0], words[0].capitalize(), words[0].upper()))
    told = f"(?i:{told})" if len(words) > 1 else f"(?:{'|'.join(map(re.escape, forms))})"
    # scripts that write no spaces have no whole words
    return told if any(east_asian_width(c) == "W" for c in words[0]) else rf"(?<!\w){told}(?!\w)"


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0].casefold() in _ARTICLES else words


def _parts(outlet: str) -> Iterator[str]:
    """Yield what finds the parts of an outlet's name that tell it.

    They are words with two capitals (BBC, HuffPost), the name without its edition (Daily Mail of "Daily Mail Online"),
    its initials (NYT, AP), initials before its noun (NY Times) and its noun after "the", with a capital.
    """
    if address := _ADDRESS.fullmatch(outlet):
        name = address[1]
        yield rf"{name[0].upper()}(?i:{re.escape(name[1:])})"
        return
    everything = _without_article(_WORD.findall(outlet))
    if not 1 < len(everything) <= _MOST_WORDS or _NO_NAME.search(outlet):
        return
    yield from (rf"{re.escape(word)}\d?" for word in _distinctive(everything))
    words = _without_article(_WORD.findall(_CUT.split(outlet)[0])) or everything
    while len(words) > 1 and words[-1].replace(".", "").casefold() in _EDITIONS:
        if words[-2].casefold() in _LITTLE:  # Times of India
            break
        words = words[:-1]
    if 1 < len(words) < len(everything):
        yield "(?i:" + r"\s+".join(map(re.escape, words)) + ")"
    elif len(words) == 1 < len(everything) and words[0].upper() not in _ORDINARY:
        yield rf"{re.escape(words[0])}{_NO_NAME_AFTER}"
    yield from _initials(words)
    yield from _noun(words)


def _distinctive(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a name that are told from all others by their capitals."""
    letters = "".join(words)
    silent = letters.isupper() or letters.islower()
    for word in words:
        if word.replace(".", "").upper() in _ORDINARY:
            continue
        if silent:  # its capitals say nothing, but BBC and CNN cannot be spoken as words
            if len(word) > 2 and word.isascii() and word.isalpha() and not set(word.lower()) & set("aeiouy"):
                yield word.upper()
        elif any(sum(map(str.isupper, one)) > 1 for one in word.split("-")) and not word.startswith(("Mc", "Mac")):
            yield word


def _initials(words: Sequence[str]) -> Iterator[str]:
    pieces = [piece for word in words for piece in word.split("-")]
    long = [piece for piece in pieces if piece.casefold() not in _LITTLE]
    for taken in dict.fromkeys(("".join(p[0] for p in pieces).upper(), "".join(p[0] for p in long).upper())):
        if (len(taken) > 2 or taken in _TWO) and taken not in _ORDINARY:
            yield _dotted(taken)


def _noun(words: Sequence[str]) -> Iterator[str]:
    """Yield "the Times" and "NY Times" of New York Times; not where another name goes on: "the Times Square crowd"."""
    end = next((at for at, word in enumerate(words) if at and word.casefold() in _LITTLE - {"and"}), len(words))
    before, noun = words[: end - 1], words[end - 1]
    if not noun[0].isalpha() or noun.upper() in _ORDINARY or words[0].casefold() in _STATIONS:
        return
    forms = "|".join(
        dict.fromkeys(re.escape(form) for form in (noun[0].upper() + noun[1:], noun.title(), noun.upper()))
    )
    yield rf"(?:[Tt]he|THE)\s+(?:{forms}){_NO_NAME_AFTER}"
    if len(before) > 1:
        yield rf"{_dotted(''.join(word[0] for word in before).upper())}\s+(?:{forms})"


def _dotted(letters: str) -> str:
    """Return what finds initials with and without dots."""
    return "".join(rf"{re.escape(letter)}\.?" for letter in letters)
