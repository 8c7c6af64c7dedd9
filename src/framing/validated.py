"""What a validation measured ⇄ a JSON file that reports carry: how often the tool is wrong, by whom and on what."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from framing.errors import ConfigError
from framing.json_files import made_of, read_json
from framing.types import Analysis

SCHEMA = 1
KIND = "framing validation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share (0 to 1) with its 95 % interval, and the coded sentences it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BandOfChance:
    """Sentences of about one chance: its bounds, the mean chance, the share that coders marked, how many were coded.

    ``observed_low`` and ``observed_high`` are that share's interval by the design of the sample, None where not known.
    """

    low: float
    high: float
    predicted: float
    observed: float
    n: int
    observed_low: float | None = None
    observed_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """How often the tool was right against coders. ``families`` gives precision by letter; ``criterion`` says what
    counted as marked for ``precision`` and ``recall``. ``date`` is when it was scored (ISO 8601). ``alpha`` is how far
    coders agree on loaded wording in the sample, ``corpus_alpha`` the same weighted back to the corpus that the sample
    was drawn from: None where it is not known, as in files of earlier versions.
    """

    date: str
    source: str
    unit: str
    articles: int
    sentences: int
    coded: int
    coders: int
    alpha: float | None
    criterion: str
    threshold: float | None
    made_with: dict[str, str]
    precision: Share | None
    recall: Share | None
    prevalence: Share | None
    families: dict[str, Share]
    calibration: tuple[BandOfChance, ...]
    corpus_alpha: float | None = None
    kind: str = KIND
    schema: int = SCHEMA


def validated_text(validated: Validated) -> str:
    """Take what was measured; return it as JSON."""
    return json.dumps(asdict(validated), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_validated(path: Path) -> Validated:
    """Take a path; return what was measured. Raises ConfigError, in one line, where the file is something else."""
    hint = "give the validation.json that `framing validate score` wrote"
    data = read_json(path, hint=hint)
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ConfigError(f"{path}: is no result of a validation; {hint}")
    found = made_of(path, data, Validated, schema=SCHEMA)
    shares = [one for one in (found.precision, found.recall, found.prevalence, *found.families.values()) if one]
    if not all(0 <= one.low <= one.value <= one.high <= 1 for one in shares):
        raise ConfigError(f"{path}: is damaged: a share does not lie in its interval between 0 and 1")
    return found


def versions(analysis: Analysis) -> dict[str, str]:
    """Return what an analysis was made with, flat: {"framing": "0.1.0", "lexicon en": "1", "model loaded": "1"}."""
    made = analysis.made_with
    found = {"framing": str(made.get("framing", "not known"))}
    for kind in ("lexicon", "model"):
        named = made.get(f"{kind}s")
        if isinstance(named, dict):
            found |= {f"{kind} {name}": str(version) for name, version in sorted(named.items())}
    return found


def other_versions(validated: Validated, analysis: Analysis) -> tuple[str, str] | None:
    """Return what a validation and an analysis were made with, as texts, where they differ in a part; else None."""
    then, now = validated.made_with, versions(analysis)
    parts = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    if not parts:
        return None

    def told(made: dict[str, str]) -> str:
        return ", ".join(f"{name} {made[name]}" if name in made else f"no {name}" for name in parts)

    return told(then), told(now)
