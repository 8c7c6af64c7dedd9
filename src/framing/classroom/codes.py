"""A student's ratings in, an answer code to write down or read out; a code in, the ratings or the reason it is wrong.

The number of a code is: the ratings in base 6 (five points and "can't say"), a random number of 10 bits that keeps
equal answers apart, the exercise's number of 10 bits, and a check of 10 bits, the rest of all that modulo 1021. It is
written in Crockford's base 32, most significant first, with as few characters as hold any code of that many sentences.

Why no mistyped character and no two swapped neighbours can pass: the check is the last two characters. A wrong
character before them changes the rest by d x 32^k, two swapped neighbours by 31 d x 32^k, with d from 1 to 31; 1021 is
a prime, so neither is 0. Over the border, a swap changes both sides by 33 d, no multiple of 1021 either.
``student.js`` and ``class.js`` do the same in the pages; a test compares them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Points of the scale; a rating is 0 to 4, None is "can't say" (digit 5 of a code).
POINTS = 5
#: Nonces and exercise numbers are below this.
SPACE = 1024
PRIME = 1021
_HINTS = 3

_VALUE = {char: value for value, char in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−_. \t\u00a0"), None)

Ratings = tuple[int | None, ...]


class CodeError(ValueError):
    """A code that gives no ratings; the message completes 'this code: …' in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a code holds: a rating (0 to 4, None for "can't say") a sentence, and its random number."""

    ratings: Ratings
    nonce: int


def length(sentences: int) -> int:
    """Take the number of sentences; return how many characters a code has, without dashes."""
    most, size = (POINTS + 1) ** sentences * SPACE**3, 0
    while 32**size < most:
        size += 1
    return size


def encode(ratings: Sequence[int | None], *, nonce: int, exercise: int) -> str:
    """Take ratings, a nonce and the exercise's number (both below 1024); return the code in groups of five."""
    if not (0 <= nonce < SPACE and 0 <= exercise < SPACE):
        raise ValueError("nonce and exercise must be from 0 to 1023")
    number = 0
    for rating in ratings:
        if rating is not None and not 0 <= rating < POINTS:
            raise ValueError(f"a rating is 0 to {POINTS - 1} or None, not {rating!r}")
        number = number * (POINTS + 1) + (POINTS if rating is None else rating)
    number = (number * SPACE + nonce) * SPACE + exercise
    return grouped(_write(number * SPACE + number % PRIME, length(len(ratings))))


def decode(text: str, *, sentences: int, exercise: int) -> Code:
    """Take what was typed, the number of sentences and of the exercise; return what the code holds.

    Case, dashes and spaces do not matter; O is read as 0, I and L as 1. Raises ``CodeError`` with the reason.
    """
    typed = normalised(text)
    size = length(sentences)
    strange = sorted({char for char in typed if char not in _VALUE})
    if strange:
        raise CodeError(f"“{strange[0]}” is in no code; look at that character again")
    if len(typed) != size:
        few = "missing" if len(typed) < size else "too many"
        raise CodeError(f"{len(typed)} characters, a code of this lesson has {size}: {abs(size - len(typed))} {few}")
    number = 0
    for char in typed:
        number = number * 32 + _VALUE[char]
    number, check = divmod(number, SPACE)
    if number % PRIME != check:
        raise CodeError(f"wrong checksum, a character is mistyped{_nearest(typed, sentences, exercise)}")
    number, of = divmod(number, SPACE)
    number, nonce = divmod(number, SPACE)
    digits = []
    for _ in range(sentences):
        number, digit = divmod(number, POINTS + 1)
        digits.append(None if digit == POINTS else digit)
    if of != exercise or number:
        raise CodeError(f"a code of exercise {of}; this lesson is exercise {exercise}")
    return Code(ratings=tuple(reversed(digits)), nonce=nonce)


def normalised(text: str) -> str:
    """Take what was typed; return it in capitals, without dashes and spaces, with wide characters made plain."""
    return unicodedata.normalize("NFKC", text).upper().translate(_DASHES)


def grouped(code: str) -> str:
    """Take a code; return it in groups of five with dashes."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


def looks_like_code(text: str, *, sentences: int) -> bool:
    """Whether a cell of a table is meant as a code of that many sentences, right or wrong."""
    typed = normalised(text)
    return len(typed) == length(sentences) and all(char in _VALUE for char in typed) and not typed.isdecimal()


def _write(number: int, size: int) -> str:
    digits = []
    for _ in range(size):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def _nearest(typed: str, sentences: int, exercise: int) -> str:
    """Return a hint where at most three codes of this lesson are one character, or one swap of neighbours, away."""
    found = sorted({near for near in _neighbours(typed) if _fits(near, sentences, exercise)})
    if not 0 < len(found) <= _HINTS:
        return ""
    only = "the only code" if len(found) == 1 else "codes"
    return f"; {only} one slip away: {' or '.join(map(grouped, found))}"


def _neighbours(typed: str) -> Iterator[str]:
    plain = "".join(ALPHABET[_VALUE[char]] for char in typed)
    for at, old in enumerate(plain):
        for new in ALPHABET:
            if new != old:
                yield plain[:at] + new + plain[at + 1 :]
        if at and plain[at - 1] != old:
            yield plain[: at - 1] + old + plain[at - 1] + plain[at + 1 :]


def _fits(typed: str, sentences: int, exercise: int) -> bool:
    number = 0
    for char in typed:
        number = number * 32 + _VALUE[char]
    number, check = divmod(number, SPACE)
    of, answers = number % SPACE, number // SPACE**2
    return number % PRIME == check and of == exercise and answers < (POINTS + 1) ** sentences
