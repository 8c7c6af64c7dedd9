"""What came of fetching a robots.txt in, what a crawler may do out, after RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from framing.ingest.fetched import Fetched, FetchFailure, NotModified, Reason

#: The name that sites address us by in their robots.txt.
AGENT = "framing"
#: A site whose robots.txt could not be had is asked for it again after so many seconds, not after a day.
RETRY = 600.0
#: Faults of the host itself, which the page would meet as well: they are told as they are.
_SAME_HOST = ("dns", "connect", "tls", "blocked", "host_down", "wait")
_UNAVAILABLE = ("not_found", "gone", "refused", "status", "redirect", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one site allows. ``answer`` is "all", "nothing" (``why`` says why) or "rules" of a file that was read."""

    answer: Literal["all", "nothing", "rules"]
    why: str = ""
    delay: float | None = None
    retry_after: float | None = None
    reason: Reason = "robots"
    _file: Any = None

    def refusal(self, url: str) -> str | None:
        """Take an address of the site; return why it may not be fetched, or None if it may be."""
        if self.answer == "nothing":
            return self.why
        if self.answer == "rules" and not self._file.can_fetch(url, AGENT):
            return "robots.txt does not allow it"
        return None


def rules(outcome: Fetched | NotModified | FetchFailure) -> Rules:
    """Take what came of fetching a robots.txt; return the rules.

    No such file (4xx, or too many redirects) allows everything; a server in trouble (5xx, 429, unreachable) allows
    nothing, since what it wants cannot be known.
    """
    if isinstance(outcome, Fetched):
        return parse(outcome.body)
    if isinstance(outcome, FetchFailure) and outcome.reason in _UNAVAILABLE:
        return Rules(answer="all")
    if isinstance(outcome, FetchFailure) and outcome.reason in _SAME_HOST and outcome.final_url == outcome.url:
        return Rules(answer="nothing", why=outcome.message, retry_after=outcome.retry_after, reason=outcome.reason)
    why = outcome.message if isinstance(outcome, FetchFailure) else "a 304 that nobody asked for"
    pause = outcome.retry_after if isinstance(outcome, FetchFailure) else None
    return Rules(
        answer="nothing", why=f"robots.txt could not be read, so nothing is fetched ({why})", retry_after=pause
    )


def parse(body: bytes) -> Rules:
    """Take the first bytes of a robots.txt; return its rules. A byte order mark is no part of the first line."""
    from protego import Protego

    try:
        file = Protego.parse(body.decode("utf-8-sig", errors="replace"))
        delay = file.crawl_delay(AGENT)
    except (ValueError, IndexError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        return Rules(answer="nothing", why=f"robots.txt could not be read ({type(error).__name__})")
    sane = delay is not None and 0 < float(delay) < float("inf")
    return Rules(answer="rules", delay=float(delay) if sane and delay is not None else None, _file=file)
