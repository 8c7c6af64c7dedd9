"""A web address in, what came of visiting it out: whose turn it is, what robots.txt says, where redirects lead.

What is sent and received goes through a ``Wire`` that is handed in; no socket is opened here.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Protocol

from framing.ingest import robots
from framing.ingest.answers import PERMANENT, Answer, Fault, document, request_headers
from framing.ingest.fetched import Fetched, FetchFailure, FetchSettings, Kind, NotModified
from framing.ingest.politeness import AFTER_429, LONGEST_PAUSE, Politeness, site
from framing.ingest.target import BadTarget, Target, parse_target

#: Reasons that say something of the host rather than of the document.
_HOST = ("dns", "connect", "tls", "timeout", "slow", "truncated", "protocol")
_AGAIN = ("connect", "truncated")

RequestHeaders = list[tuple[str, str]]


class Wire(Protocol):
    """What looks hosts up and carries requests; both raise ``Fault``."""

    def resolve(self, target: Target, *, seconds: float) -> tuple[str, ...]:
        """Take a target; return the addresses that may be dialled for it, all checked."""

    def exchange(
        self, target: Target, *, kind: Kind, headers: RequestHeaders, addresses: tuple[str, ...], seconds: float
    ) -> Answer:
        """Take a request; dial one of the addresses; return the answer within so many seconds."""


class Visits:
    """The visits of one run: their pauses, rules and dead hosts; shared by threads."""

    def __init__(
        self,
        settings: FetchSettings,
        wire: Wire,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._clock = clock
        self._sleep = sleep
        self._polite = Politeness(clock=clock, sleep=sleep)
        self._rules: dict[str, tuple[float, robots.Rules]] = {}

    def wait_for(self, url: str) -> float:
        """Take a web address; return in how many seconds its site may be asked again, 0 for now."""
        try:
            return self._polite.wait_for(site(parse_target(url).host))
        except BadTarget:
            return 0.0

    def visit(
        self, url: str, *, kind: Kind, etag: str | None, last_modified: str | None
    ) -> Fetched | NotModified | FetchFailure:
        """Take what ``Fetcher.get`` takes; return what it returns."""
        place = url
        try:
            target = parse_target(url)
            place = target.url
            agent = self._settings.user_agent
            headers = request_headers(kind, agent=agent, etag=etag, last_modified=last_modified)
            left = self._settings.total_timeout
            permanent, only_permanent = None, True
            seen: set[str] = set()
            before = ""
            while True:
                place = target.url
                if place in seen or len(seen) > self._settings.max_redirects:
                    where = "in a circle" if place in seen else f"more than {self._settings.max_redirects} times"
                    raise Fault("redirect", f"is redirected {where}")
                seen.add(place)
                answer, left = self._ask(target, kind, headers, left=left, before=before)
                if not answer.redirects:
                    break
                before = site(target.host)
                came_from, target = target, _next(answer, target)
                # A move that would give up encryption is followed today and not remembered.
                safe = target.scheme == "https" or came_from.scheme == "http"
                only_permanent = only_permanent and answer.status in PERMANENT and safe
                permanent = target.url if only_permanent else permanent
            return document(
                answer, url=url, final_url=place, permanent_url=permanent, etag=etag, last_modified=last_modified
            )
        except BadTarget as error:
            return FetchFailure(url=url, final_url=url, reason="url", message=str(error))
        except Fault as fault:
            return FetchFailure(
                url=url,
                final_url=place,
                reason=fault.reason,
                message=fault.message,
                status=fault.status,
                retry_after=fault.retry_after,
            )

    def _ask(
        self, target: Target, kind: Kind, headers: RequestHeaders, *, left: float, before: str
    ) -> tuple[Answer, float]:
        """Send one request when its turn comes, again if the connection breaks; return answer and time left."""
        host, name = f"{target.host}:{target.port}", site(target.host)
        self._may_ask(host, name)
        began = time.monotonic()
        try:
            addresses = self._wire.resolve(target, seconds=left)
        except Fault as fault:
            self._polite.answered(host, well=fault.reason not in _HOST)
            raise
        left -= time.monotonic() - began
        delay = self._settings.delay if kind != "robots" else 0.0
        if kind == "page":
            delay = max(delay, self._allowed_delay(target))
        with self._polite.turn(name):
            self._may_ask(host, name)  # it may have changed while another thread had the turn
            own = [] if name == before else [(name, delay)]
            self._polite.start([*own, (f"@{addresses[0]}", self._settings.address_delay)])
            for again in range(self._settings.retries + 1):
                began = time.monotonic()
                try:
                    answer = self._wire.exchange(target, kind=kind, headers=headers, addresses=addresses, seconds=left)
                except Fault as fault:
                    left -= time.monotonic() - began
                    pause = random.uniform(0.25, 0.75) * 2**again
                    if fault.reason in _AGAIN and again < self._settings.retries and pause < left:
                        self._sleep(pause)
                        left -= pause
                        continue
                    self._polite.answered(host, well=fault.reason not in _HOST)
                    if fault.reason == "rate_limited":
                        self._polite.ask_pause(name, fault.retry_after or AFTER_429)
                    raise
                self._polite.answered(host, well=True)
                return answer, left - (time.monotonic() - began)
        raise AssertionError("the last try returns or raises")

    def _may_ask(self, host: str, name: str) -> None:
        if self._polite.resting(host):
            raise Fault("host_down", f"{host} failed three times in a row and is left alone for ten minutes")
        pause = self._polite.asked_pause(name)
        if pause > self._settings.longest_wait:
            raise Fault("wait", f"{name} asked to wait another {pause:,.0f} s", retry_after=pause)
        if pause:
            self._sleep(pause)

    def _allowed_delay(self, target: Target) -> float:
        """Return the pause that robots.txt asks for; raise ``Fault`` if it does not allow the target."""
        with self._polite.turn(f"robots {target.origin}"):
            until, rules = self._rules.get(target.origin, (0.0, None))
            if rules is None or until <= self._clock():
                found = self.visit(f"{target.origin}/robots.txt", kind="robots", etag=None, last_modified=None)
                rules = robots.rules(found)
                seconds = robots.RETRY if rules.answer == "nothing" else self._settings.robots_hours * 3600
                if rules.reason == "robots":  # a host that can't be reached is another matter, and not for ten minutes
                    self._rules[target.origin] = (self._clock() + min(seconds, LONGEST_PAUSE), rules)
        if why := rules.refusal(target.url):
            raise Fault(rules.reason, why, retry_after=rules.retry_after)
        return min(rules.delay or 0.0, self._settings.most_crawl_delay)


def _next(answer: Answer, target: Target) -> Target:
    if not answer.location:
        raise Fault("redirect", "is redirected to nowhere", status=answer.status)
    try:
        # Servers write raw UTF-8 into this header, whatever the standard says.
        return parse_target(answer.location.encode("latin-1").decode("utf-8", "replace"), base=target.url)
    except BadTarget as error:
        raise Fault("url", f"is redirected to an address that {error}", status=answer.status) from None
