"""The name or file of a language in, what the pages of a lesson say in it out.

A language is one TOML file in ``reports/templates/class``. ``en.toml`` is the pattern: another file needs the same
keys, lists of the same length, and the same placeholders.
"""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ConfigError
from framing.report.wording import language_tag
from framing.resources import templates_folder

DEFAULT = "en"
#: The reasons a student can tap, as answer files and ``answers.csv`` name them; languages word them in this order.
REASONS = ("word_choice", "one_sided", "unclear_source", "quote", "other")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one section of the pages says. ``say`` fills in what the program knows."""

    texts: dict[str, Any]

    def __getattr__(self, key: str) -> Any:
        try:
            return self.texts[key]
        except KeyError:
            raise AttributeError(key) from None

    def say(self, key: str, **values: object) -> str:
        """Take a key and values; return its text. Where ``n`` is given and the key has two forms, the fitting one."""
        if f"{key}_other" in self.texts:
            key = f"{key}_one" if values.get("n") == 1 else f"{key}_other"
        return str(self.texts[key]).format(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of the pages: its tag, direction and decimal sign, and the wording of the scale and of each page."""

    tag: str
    dir: str
    decimal: str
    scale: Wording
    student: Wording
    sheet: Wording
    teacher: Wording
    board: Wording


def pieces(text: str) -> list[tuple[bool, str]]:
    """Take a text with *stressed* words; return its pieces, each with whether it is stressed.

    Only for texts of a language file whose values cannot hold an asterisk; see ``stressed``.
    """
    return [(bool(place % 2), piece) for place, piece in enumerate(_EMPHASIS.split(text)) if piece]


def starless(text: str) -> str:
    """Take words of an article; return them without asterisks, so that they can stand in a text with *stress*."""
    return text.replace("*", "∗")


def available() -> list[str]:
    """Return the codes of the languages that ship."""
    return sorted(path.stem for path in (templates_folder() / "class").glob("*.toml"))


def find_language(name: str) -> Language:
    """Take a code ("de") or the path of a file; return the language. Raises ``ConfigError`` with what is wrong."""
    if name in available():
        return _language(templates_folder() / "class" / f"{name}.toml")
    path = Path(name)
    if path.suffix != ".toml":
        raise ConfigError(
            f"no page language is named {name!r}; there are {', '.join(available())}, or give a .toml file"
        )
    return _language(path)


def _language(path: Path) -> Language:
    pattern = _read(templates_folder() / "class" / f"{DEFAULT}.toml")
    data = _read(path)
    faults = list(_faults(pattern, data, ""))
    if not faults and (not language_tag(data["tag"]) or data["dir"] not in ("ltr", "rtl")):
        faults = ["tag is no language tag, or dir is neither ltr nor rtl"]
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise ConfigError(f"{path}: {faults[0]}{more}; en.toml is the pattern")
    return Language(
        tag=data["tag"],
        dir=data["dir"],
        decimal=data["decimal"],
        **{part: Wording(texts=data[part]) for part in ("scale", "student", "sheet", "teacher", "board")},
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{path} is over {_MOST_BYTES // 1000} KB; a language file is not so large")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); give a language that ships or a file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {str(error).lower()}; a language file is TOML in UTF-8") from None


def _faults(pattern: Any, data: Any, where: str) -> list[str]:
    """Return what a language file lacks or has too much, compared with the English one."""
    if isinstance(pattern, dict):
        if not isinstance(data, dict):
            return [f"{where} is not a table"]
        found = [f"{where}{key} is missing" for key in pattern if key not in data]
        found += [f"{where}{key} is not known" for key in data if key not in pattern]
        for key in pattern.keys() & data.keys():
            # the form for one may leave out what the form for more must say
            model = pattern.get(f"{key[:-4]}_other", pattern[key]) if key.endswith("_one") else pattern[key]
            found += _faults(model, data[key], f"{where}{key}." if isinstance(model, dict) else where + key)
        return sorted(found)
    if isinstance(pattern, list):
        if not isinstance(data, list) or len(data) != len(pattern):
            return [f"{where} must have {len(pattern)} entries"]
        return [fault for place, (a, b) in enumerate(zip(pattern, data, strict=True), 1)
                for fault in _faults(a, b, f"{where}[{place}]")]  # fmt: skip
    if not isinstance(data, str) or not data.strip():
        return [f"{where} is no text"]
    try:
        wanted, given = _placeholders(pattern), _placeholders(data)
    except ValueError as error:
        return [f"{where}: {error}"]
    if given - wanted or (wanted - given and not where.endswith("_one")):
        must = "may hold only" if where.endswith("_one") else "must hold"
        return [f"{where} {must} the placeholders {', '.join(sorted(wanted)) or '(none)'}"]
    return []


def _placeholders(text: str) -> set[str]:
    found = [(name, spec or how) for _, name, spec, how in string.Formatter().parse(text) if name is not None]
    if any(not name.isidentifier() or form for name, form in found):
        raise ValueError("a placeholder is a plain name in braces")
    return {name for name, _ in found}
