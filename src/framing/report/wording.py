"""Numbers, dates and codes in, the plain words of the report out: one place for each way of saying something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

#: ISO 639-1 codes and English names of languages that news inputs often carry.
LANGUAGES: dict[str, str] = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian",
    "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati", "ha": "Hausa",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovene", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip

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


def decimal(value: float) -> str:
    """Take a rate; return it with one decimal, and a rate that would round to nothing as "under 0.1"."""
    return "under 0.1" if 0 < value < 0.05 else f"{value:,.1f}"


def in_100(probability: float) -> str:
    """Take a probability from 0 to 1; return it as a natural frequency: "31 in 100"."""
    of_100 = round(probability * 100)
    if of_100 < 1:
        return "under 1 in 100"
    return "over 99 in 100" if of_100 > 99 else f"{of_100} in 100"


def listed(items: Sequence[str]) -> str:
    """Take some words; return them as "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def language_name(code: str | None) -> str:
    """Take a language tag or None; return its English name, or what is missing."""
    if not code:
        return "language not known"
    return LANGUAGES.get(code.split("-")[0].lower(), code)


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
