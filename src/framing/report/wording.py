"""Numbers, dates and codes in, the plain words of the report out: one place for each way of saying something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from framing.names_of_languages import language_name

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def number(value: int) -> str:
    """Take a whole number; return it with commas between thousands."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Take a count and its noun; return "1 finding", "25 findings"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def decimal(value: float, *, places: int = 1) -> str:
    """Take a rate; return it with one decimal (or so many), and a rate that would round to nothing as "under 0.1"."""
    least = 10.0**-places
    return f"under {least:.{places}f}" if 0 < value < least / 2 else f"{value:,.{places}f}"


def in_100(probability: float) -> str:
    """Take a probability from 0 to 1; return it as a natural frequency: "31 in 100"."""
    of_100 = round(probability * 100)
    if of_100 < 1:
        return "under 1 in 100"
    return "over 99 in 100" if of_100 > 99 else f"{of_100} in 100"


def listed(items: Sequence[str]) -> str:
    """Take some words; return them as "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def language(code: str | None) -> str:
    """Take a language tag or None; return its English name without the code, or what is missing."""
    return language_name(code).partition(" (")[0] if code else "language not known"


def sentence(text: str) -> str:
    """Take a reason or a note; return it with a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def about(share: str) -> str:
    """Take a share in words; return it with "about", unless it is a bound already ("over 99 in 100")."""
    return share if share.startswith(("over ", "under ")) else f"about {share}"


def gap(what: str, reason: str | None, otherwise: str) -> str:
    """Take what is missing and the reason why; return one sentence. A reason that is a sentence stands alone."""
    if not reason or not reason.strip():
        return otherwise
    reason = sentence(reason)
    return reason if reason[0].isupper() else f"{what}: {reason}"


def language_tag(code: str | None) -> str:
    """Take a language tag from an input; return it if it is well formed, else "" (HTML's sign for unknown)."""
    return code if code and _LANGUAGE_TAG.fullmatch(code) else ""


def direction(code: str | None) -> str:
    """Take a language tag or None; return the value of HTML's ``dir`` for text in it."""
    if not code:
        return "auto"
    return "rtl" if code.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def day(when: str | None) -> str:
    """Take a date as it came in; return "24 May 2026", with time and zone where given, or the words themselves."""
    if not when:
        return "date not given"
    try:
        if len(when) <= 10:
            only = date.fromisoformat(when)
            return f"{only.day} {_MONTHS[only.month - 1]} {only.year}"
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    zone = moment.tzname()
    clock = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"
    return f"{clock} {zone}" if zone else clock


def label(name: str) -> str:
    """Take the name of a category, type or measure; return it as words."""
    return name.replace("_", " ")


def rule_name(origin: str) -> str:
    """Take the origin of a finding, "lexicon:en/hedge@3"; return it without kind and version, "en/hedge"."""
    return origin.partition(":")[2].partition("@")[0] or origin


def shortened(text: str, limit: int) -> str:
    """Take a text and a number of characters; return it on one line, cut between words with "…" where it is longer."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit + 1].rpartition(" ")[0]
    return (cut if len(cut) > limit // 2 else line[:limit]).rstrip(" ,;:–-") + "…"


def safe_link(address: str | None) -> str | None:
    """Take an address from an input; return it if it is a plain http or https link, else None."""
    if not address or any(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and "\\" not in address else None


def last_part(origin: str) -> str:
    """Take an origin; return a link whole and a path's last part, so that a page does not tell of folders."""
    return origin if safe_link(origin) else re.split(r"[/\\]", origin.rstrip("/\\"))[-1]
