"""The ``[batch]`` table of a feeds file in, checked settings out; every fault is named before anything is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from framing.errors import ConfigError


class BatchSettings(BaseModel):
    """How a run works. Docs: ``docs/operate.md``."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    minutes: float = Field(default=240, gt=0, le=1440)  #: after so many minutes no page is fetched any more
    period_hours: float = Field(default=24, gt=0, le=24 * 31)  #: how often a run is expected, for the stale notice
    hosts_at_once: int = Field(default=8, ge=1, le=64)
    analyze: bool = True
    fast: bool = False
    analysis_seconds: float = Field(default=120, gt=0, le=3600)  #: of one article
    analysis_memory_mb: int = Field(default=3000, ge=500)
    extraction_seconds: float = Field(default=20, gt=0, le=600)
    recheck_days: list[float] = Field(default=[1, 7], max_length=10)  #: when an article is looked at again
    least_free_mb: int = Field(default=200, ge=0)
    keep_pages_days: int = Field(default=30, ge=0)
    keep_logs_days: int = Field(default=90, ge=1)
    near_days: int = Field(default=14, ge=1, le=365)  #: how far back near-duplicates are looked for
    most_versions: int = Field(default=24, ge=1, le=1000)
    quarantine_nights: int = Field(default=3, ge=1, le=100)


def batch_settings(table: Mapping[str, Any], *, path: str) -> BatchSettings:
    """Take the table ``[batch]`` of a feeds file; return the settings. Raises ConfigError with all faults at once."""
    known = BatchSettings.model_fields
    try:
        return BatchSettings.model_validate(dict(table))
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            name = ".".join(map(str, fault["loc"]))
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
            unknown = fault["type"] == "extra_forbidden"
            what = f"is not a setting{hint}" if unknown else f"is {fault['input']!r}: {fault['msg'].lower()}"
            problems.append(f"{path}: [batch] {name} {what}")
    raise ConfigError("\n".join(problems))
