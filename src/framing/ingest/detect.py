"""A text in, its language code out, or None; offline, by py3langid (Lui & Baldwin 2012, langid.py, ACL)."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

#: Under this length the guess is too often wrong.
MIN_CHARACTERS = 60
#: On 1,500 English news excerpts this keeps 93 % at 60 characters and all at 300, with at most one wrong at any length.
_MIN_CONFIDENCE = 0.6
#: Confidence falls on very long texts and nothing is won after this many characters.
_SAMPLE = 3_000
_NO_LANGUAGE = "zxx"

_loading = threading.Lock()

#: What people write in a language column, besides ISO 639-1 codes: names, and the three-letter codes of ISO 639-2.
_NAMES = {
    "ar": ("arabic", "ara"),
    "cs": ("czech", "ces", "cze"),
    "da": ("danish", "dan", "dansk"),
    "de": ("german", "deu", "ger", "deutsch"),
    "el": ("greek", "ell", "gre"),
    "en": ("english", "eng", "englisch", "anglais"),
    "es": ("spanish", "spa", "español", "castellano"),
    "fi": ("finnish", "fin", "suomi"),
    "fr": ("french", "fra", "fre", "français"),
    "he": ("hebrew", "heb"),
    "hi": ("hindi", "hin"),
    "hu": ("hungarian", "hun", "magyar"),
    "it": ("italian", "ita", "italiano"),
    "ja": ("japanese", "jpn"),
    "ko": ("korean", "kor"),
    "nl": ("dutch", "nld", "dut", "nederlands"),
    "no": ("norwegian", "nor", "norsk"),
    "pl": ("polish", "pol", "polski"),
    "pt": ("portuguese", "por", "português"),
    "ru": ("russian", "rus"),
    "sv": ("swedish", "swe", "svenska"),
    "tr": ("turkish", "tur", "türkçe"),
    "uk": ("ukrainian", "ukr"),
    "zh": ("chinese", "zho", "chi"),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}


@cache
def _identifier() -> Any:
    # About 0.9 s and 100 MB, so only when a text asks for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Without this, English headlines come out as Nigerian Pidgin, and Cantonese or Egyptian Arabic hide Chinese and
    # Arabic.
    identifier.set_languages([label for label in identifier.labels if len(label) == 2 or label == _NO_LANGUAGE])
    return identifier


def detect_language(text: str, *, least: float = _MIN_CONFIDENCE) -> str | None:
    """Take a text; return its ISO 639-1 code ("en"), or None if it has under 60 characters or the guess is unsure
    (its probability is under ``least``).
    """
    sample = text.strip()[:_SAMPLE]
    if len(sample) < MIN_CHARACTERS:
        return None
    with _loading:
        identifier = _identifier()
    code, confidence = identifier.classify(sample)
    return None if code == _NO_LANGUAGE or confidence < least else str(code)


def language_code(value: str | None) -> str | None:
    """Take what a page or a table calls a language ("en-GB", "English", "eng"); return the ISO 639-1 code or None."""
    if not value:
        return None
    name = value.strip().casefold()
    if name in _CODES:
        return _CODES[name]
    code = name.replace("_", "-").split("-")[0]
    if code in _CODES:
        return _CODES[code]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
