"""Names of several articles in, one name for each of those they mean out: by full form, without knowledge of the world.

"Duncan D. Hunter", "Rep. Duncan Hunter" and "Hunter" are one where no other Hunter has a first name. Nobody is joined
by office or by a pronoun.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from framing.grammar import structure_data
from framing.quotes.said import plain_name

_ARTICLES = frozenset("a an the his her their its this that these those some other one two several many".split())
_ENDINGS = frozenset("jr sr ii iii iv".split())
_SHORT = 3


def _words(name: str) -> list[str]:
    words = [word.strip(".,").casefold() for word in plain_name(name).replace("’", "'").split()]
    return [word for word in words if word and word not in _ENDINGS]


def _first_names(words: list[str]) -> str:
    """Return the first of the words before the last that is no initial, or an initial where there is no other."""
    return next((word for word in words[:-1] if len(word) > 1), words[0] if len(words) > 1 else "")


@cache
def _forms() -> tuple[frozenset[str], ...]:
    lines = structure_data("same_thing")["first_names"]["forms"].strip().split("\n")
    return tuple(frozenset(line.split()) for line in lines)


def _one_first_name(one: str, other: str) -> bool:
    """Whether two first names may be one person's: the same, an initial, a beginning, or a usual short form."""
    short, long = sorted((one, other), key=len)
    if any(short in forms and long in forms for forms in _forms()):
        return True
    return long.startswith(short) and (short == long or len(short) == 1 or len(short) >= _SHORT)


def aligned(names: Iterable[Iterable[str]]) -> dict[str, str]:
    """Take the names of people of each article; return for every name the one that stands for its person.

    The name that stands for a person is the one that most articles print, the longest of these.
    """
    articles = [tuple(one) for one in names]
    used = Counter(name for one in articles for name in dict.fromkeys(one))
    families: dict[str, list[str]] = defaultdict(list)
    for name in sorted(used):
        words = _words(name)
        if words:
            families[words[-1]].append(name)
    stands: dict[str, str] = {name: name for name in used}
    for members in families.values():
        people: list[list[str]] = []
        for name in sorted(members, key=lambda one: (-len(_words(one)), one)):
            first = _first_names(_words(name))
            fitting = [
                one for one in people if not first or any(_fits(first, other) for other in one)
            ]  # a surname alone fits everybody of that name
            if len(fitting) == 1:
                fitting[0].append(name)
            else:
                people.append([name])
        for one in people:
            chosen = max(one, key=lambda name: (len(_words(name)) > 1, used[name], len(name), name))
            stands.update(dict.fromkeys(one, chosen))
    return stands


def _fits(first: str, other: str) -> bool:
    known = _first_names(_words(other))
    return not known or _one_first_name(first, known)


def unnamed(written: str) -> str:
    """Take words for somebody without a name; return them in small letters without an article before them."""
    words = written.split()
    while len(words) > 1 and words[0].casefold() in _ARTICLES:
        words = words[1:]
    return " ".join(words).casefold()
