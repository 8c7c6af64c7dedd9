"""Mentions as written in, plain names out; and who has spoken so far, by which a pronoun is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from framing.quotes.reporting import reporting

PERSONAL = frozenset("he she him her".split())
PLURAL = frozenset("they them".split())
PRONOUNS = PERSONAL | PLURAL | {"it", "who"}
MARKS = "\"'“”‘’"
# Small words inside names of people: "Ursula von der Leyen", "Mohammed bin Salman".
_PARTICLES = frozenset(
    "de da del della der den di do dos du la le el al van von ten ter bin ibn abu and of y e zu".split()
)


@dataclass(slots=True)
class Said:
    """Who has spoken so far: the last named speaker, and the last one that more than one person or a body may be."""

    last: str | None = None
    group: str | None = None
    at: int = -1

    def add(self, name: str | None, mention: str | None, *, at: int) -> None:
        """Take a resolved name and its mention; remember it. A pronoun that could not be resolved is nobody."""
        if name is None or name.lower() in PRONOUNS:
            return
        self.at = at
        article = mention is not None and mention.lower().startswith("the ") and name.lower() in mention.lower()
        if _one(name) and not article:  # "the Hill" is not a he or a she
            self.last = name
        if mention is not None and mention.lower() not in PERSONAL:
            self.group = name


def _one(name: str) -> bool:
    """Whether a name can be one person's: not "Some voters" or "US officials", where the first word alone is large."""
    words = name.split()
    capitals = [word for word in words if word[:1].isupper()]
    if len(words) == 1:
        lower = name.lower()
        return (
            bool(capitals) and lower.removesuffix("s") not in reporting().unnamed and lower not in reporting().unnamed
        )
    last = words[-1].lower() if words else ""
    known = reporting()
    several = last.endswith("s") and words[-1] == last and last.removesuffix("s") in known.unnamed
    if several or last in known.documents:
        return False  # "White House officials", "Another report from TMZ" is no he or she
    return bool(capitals) and capitals != words[:1]


def surface_name(written: str, said: Said) -> str:
    """Take a mention, on the fast path; return the last speaker for a pronoun, else the name without its titles."""
    lower = written.lower()
    if lower in PERSONAL:
        return said.last or lower
    if lower in PLURAL or lower == "it":
        return said.group or lower
    return plain_name(written)


def plain_name(written: str) -> str:
    """Take a mention as written; return it without titles before it, an article, and a possessive after it."""
    words = bare_words(written).removesuffix("’s").removesuffix("'s").split()
    titles = reporting().titles
    named = [at for at, word in enumerate(words) if word[:1].isupper() and word.lower().strip(".") not in titles]
    while named and len(words) > 1 and (words[0].lower().strip(".") in titles or words[0].lower() == "the"):
        words = words[1:]
    return " ".join(words)


def bare_name(name: str) -> str:
    """Drop an article before the name of a body and a possessive after it."""
    words = name.split()
    while len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    return " ".join(words).removesuffix("’s").removesuffix("'s")


def bare_words(written: str) -> str:
    """Drop an article and marks before a noun phrase; one space between words."""
    words = written.strip(" ,;:" + MARKS).split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)


def is_person_name(name: str) -> bool:
    """Whether words can be a person's name: capitalised but for particles, no list ("Sato, Lee"), no place or paper."""
    words = name.split()
    known = reporting()
    if words and (words[0].lower() in known.place_first or words[-1].lower() in known.place_last):
        return len(words) == 1  # a surname may be one: "Lake", "Bay"
    if len(words) > 1 and words[-1].lower() in known.press_last:
        return False
    return (
        bool(words)
        and not set(",;:|") & set(name)
        and any(piece[:1].isupper() for piece in words[-1].split("-"))
        and all(not word[:1].islower() or word.partition("-")[0] in _PARTICLES for word in words)
    )
