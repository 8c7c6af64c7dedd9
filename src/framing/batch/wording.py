"""Times, durations and counts of reasons in, the plain words of the morning page and the log out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UNITS = {"unknown": "not known"}
#: Reasons as they are counted, in words.
_REASONS = {
    "no_text": "without article text",
    "extraction": "not extracted",
    "unreadable": "unreadable",
    "timeout": "too slow",
    "not_found": "not found",
    "gone": "gone",
    "refused": "refused",
    "challenge": "robot check",
    "rate_limited": "asked to wait",
    "server_error": "server fault",
    "robots": "robots.txt",
    "deadline": "not reached",
    "stopped": "not reached",
    "host_down": "host down",
    "wait": "asked to wait",
    "crash": "analysis died",
    "memory": "too much memory",
    "content_type": "no page",
    "too_large": "too large",
    "connect": "no connection",
    "dns": "name unknown",
}


def zone(moment: datetime) -> str:
    """Take a local time; return its zone as "UTC+1"."""
    minutes = int((moment.utcoffset() or date.resolution * 0).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def day_name(day: str) -> str:
    """Take a date as ISO 8601; return "Tue 3 June 2026"."""
    when = date.fromisoformat(day[:10])
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def clock_time(moment: datetime | None) -> str:
    """Take a time; return "05:31 (UTC+1)" in the zone of this machine."""
    if moment is None:
        return "an unknown time"
    local = moment.astimezone()
    return f"{local:%H:%M} ({zone(local)})"


def until(began: datetime | None, ended: datetime | None = None) -> str:
    """Take a time; return "3 June 2026, 05:31 (UTC+1)". Take two; return "05:31–05:42 (UTC+1)"."""
    if began is None:
        return "an unknown time"
    local = began.astimezone()
    if ended is None:
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M} ({zone(local)})"
    return f"{local:%H:%M}–{ended.astimezone():%H:%M} ({zone(local)})"


def took(seconds: float) -> str:
    """Take seconds; return them in words."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def reasons(counts: Mapping[str, int]) -> str:
    """Take counts by reason; return "3: 2 without article text, 1 not found", or "0"."""
    if not counts:
        return "0"
    told = ", ".join(f"{count} {_REASONS.get(name, name.replace('_', ' '))}" for name, count in counts.items())
    return f"{sum(counts.values())}: {told}"
