"""What a fetch needs and what comes of it, as frozen types; nothing here opens a socket.

A ``Fetcher`` never raises for what a server does: every fetch ends as ``Fetched``, ``NotModified`` or
``FetchFailure``, and the failure says in one line what happened.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal

from framing.errors import ConfigError
from framing.version import __version__

Kind = Literal["feed", "page", "robots"]
Network = IPv4Network | IPv6Network

#: Why nothing was fetched. "Host" reasons count towards the circuit breaker; the last five need no connection.
Reason = Literal[
    "dns",  # the name has no address, or the lookup failed
    "connect",  # refused, reset, unreachable
    "tls",  # the certificate does not hold, or no secure connection came about
    "timeout",  # no answer in time, or not all of it by the deadline
    "slow",  # bytes kept coming, slower than the least rate
    "truncated",  # the connection or the compressed data ended early
    "protocol",  # what came is not HTTP, or a 304 that nobody asked for
    "too_large",  # more decoded bytes than this kind may have
    "bomb",  # decoded to far more than was sent
    "encoding",  # a coding that we did not ask for, or damaged compressed data
    "content_type",  # not a kind of document that is read
    "empty",  # status 200 and nothing in it
    "redirect",  # too many, in a circle, or to nowhere
    "gone",  # 410
    "not_found",  # 404
    "refused",  # 401, 402, 403, 451
    "challenge",  # a page that asks whether one is a robot
    "rate_limited",  # 429, or 503 with Retry-After
    "server_error",  # 5xx
    "status",  # any other status
    "url",  # not a web address that can be fetched
    "blocked",  # an address or port that is not public
    "robots",  # robots.txt says no, or could not be read
    "wait",  # the host asked for a pause that is longer than we wait
    "host_down",  # three fetches in a row failed at this host; it rests for ten minutes
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How to fetch. Times are seconds, sizes are bytes after decompression.

    ``contact`` is an e-mail or web address that goes into the User-Agent; ``allow`` names networks that may be reached
    although they are not public, on any port (tests, an operator's own intranet); ``ca_file`` adds certificates.
    """

    contact: str | None = None
    allow: tuple[Network, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    ca_file: str | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    total_timeout: float = 30.0  # of one fetch: all hops and retries, without polite waits
    least_rate: float = 500.0  # bytes sent a second, on average, once ``rate_after`` seconds have passed
    rate_after: float = 10.0
    max_feed: int = 15_000_000
    max_page: int = 10_000_000
    max_robots: int = 500 * 1024  # read to here and no further; RFC 9309 wants 500 KiB at least
    max_redirects: int = 10
    retries: int = 2  # after a refused or broken connection; never after a deadline or a bad certificate
    delay: float = 5.0  # between starts at one registrable domain
    address_delay: float = 1.0  # between starts at one address, whatever the domain: hosts of thousands of sites
    most_crawl_delay: float = 60.0
    longest_wait: float = 120.0  # a longer pause that a host asks for ends as a failure of reason "wait"
    robots_hours: float = 24.0

    def __post_init__(self) -> None:
        """Raise ``ConfigError`` for values that cannot be meant."""
        if self.contact is not None and contact_problem(self.contact):
            raise ConfigError(f"contact {contact_problem(self.contact)}")

    @property
    def user_agent(self) -> str:
        """Who asks: the program, its version, and whom to write to."""
        return f"framing/{__version__} (news wording research; {self.contact or 'no contact given'})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document. ``permanent_url`` is where permanent redirects (301, 308) alone led, else None.

    It was reached and answered, so it has passed the same checks as ``url``. ``content_type`` is in lower case without
    parameters, ``charset`` as declared; validators are byte for byte what the server sent.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None

    @property
    def body_sha256(self) -> str:
        """The hash that tells whether a body changed, whatever its validators say."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed. Validators are the new ones where it sent any, else those that we sent."""

    url: str
    final_url: str
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """Nothing was fetched. ``message`` is one clear line; ``retry_after`` is the pause in seconds that was asked for.

    ``soft`` tells whether the next night may well go better.
    """

    url: str
    final_url: str
    reason: Reason
    message: str
    status: int | None = None
    retry_after: float | None = None

    @property
    def soft(self) -> bool:
        """Whether the fault is likely to pass by itself."""
        return self.reason not in ("gone", "challenge", "url", "blocked", "robots", "content_type")

    @property
    def public_message(self) -> str:
        """The line to show where strangers choose the address: it does not tell a closed port from a blocked one."""
        if self.reason in ("url", "blocked", "dns", "connect", "tls", "timeout", "host_down", "protocol"):
            return "could not be fetched from the public web"
        return self.message


def networks(names: tuple[str, ...] | list[str]) -> tuple[Network, ...]:
    """Take networks such as "10.0.0.0/8" or "::1"; return them; raise ``ConfigError`` for what is none."""
    found = []
    for name in names:
        try:
            found.append(ip_network(name.strip()))
        except ValueError as error:
            raise ConfigError(f"{name!r} is no network such as 10.0.0.0/8 ({error})") from None
    return tuple(found)


def contact_problem(contact: str) -> str | None:
    """Take a contact; return what is wrong with it, or None: it goes into a header that every server reads."""
    if not contact.isascii() or not contact.isprintable() or len(contact) > 200:
        return "must be plain letters on one line, 200 at most"
    name, at, domain = contact.partition("@")
    if contact.startswith(("https://", "http://", "mailto:")) or (at and name and "." in domain and " " not in contact):
        return None
    return "must be an e-mail address or a web address that says who fetches"
