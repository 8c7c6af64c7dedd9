"""A web address in, a document, "not modified" or a failure out; the only module of the package that opens sockets.

One lookup per host, every address checked, and the checked address is what is dialled, at every hop; certificates are
always verified; redirects are followed by hand; one deadline holds for a whole fetch. No cookies, no proxies, no
credentials, nothing from the environment but the system's certificates.
"""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self

import httpcore2

from framing.ingest.addresses import allowed, as_address, refusal
from framing.ingest.answers import Answer, Fault, check_status, check_type, decode_headers
from framing.ingest.codings import CodingError
from framing.ingest.fetched import Fetched, FetchFailure, FetchSettings, Kind, NotModified
from framing.ingest.reading import read_body
from framing.ingest.target import Target
from framing.ingest.visits import RequestHeaders, Visits

LookUp = Callable[[str], list[str]]

_LOOKUP_SECONDS = 60.0
_MOST_ADDRESSES = 4


def look_up(host: str) -> list[str]:
    """Take a host name; return its addresses in the order of the system's resolver; raise ``OSError``."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


class _Now(threading.local):
    """What holds for the request that this thread makes: whom it may dial, and until when it may take."""

    host = ""
    addresses: tuple[str, ...] = ()
    deadline = 0.0

    def left(self) -> float:
        return self.deadline - time.monotonic()


class _Stream(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline of the request that uses it."""

    def __init__(self, inner: httpcore2.NetworkStream, now: _Now) -> None:
        self._inner = inner
        self._now = now

    def _within(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._now.left()
        if left <= 0:
            raise late("deadline")
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._within(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._within(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        within = self._within(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, within), self._now)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Dials the addresses that were checked for this request, and looks nothing up."""

    def __init__(self, settings: FetchSettings, now: _Now) -> None:
        self._settings = settings
        self._now = now
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        if host != self._now.host:
            raise Fault("blocked", "leads to a host that was not checked")
        failed: Exception = httpcore2.ConnectError("no address")
        for address in self._now.addresses:
            check_address(address, port, self._settings)
            left = min(timeout or self._settings.connect_timeout, self._now.left())
            if left <= 0:
                raise httpcore2.ConnectTimeout("deadline")
            try:
                stream = self._inner.connect_tcp(address, port, left, None, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
                continue
            return _Stream(stream, self._now)
        raise failed


def check_address(address: str, port: int, settings: FetchSettings) -> None:
    """Take an address and a port; raise ``Fault`` unless they are public or allowed by the settings."""
    why = refusal(address, allow=settings.allow)
    if why:
        raise Fault("blocked", f"leads to an address that is not on the public internet ({why})")
    if port not in settings.ports and not allowed(address, allow=settings.allow):
        usual = " and ".join(map(str, settings.ports))
        raise Fault("blocked", f"leads to port {port}; pages are fetched from {usual} only")


class Fetcher:
    """Fetches politely and safely; shared by threads, closed as a context manager.

    ``lookup``, ``clock`` and ``sleep`` are for tests and for callers that wait in their own way; the deadline of a
    fetch always goes by the real clock.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        lookup: LookUp = look_up,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._wire = _Connections(self.settings, lookup)
        self._visits = Visits(self.settings, self._wire, clock=clock, sleep=sleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def wait_for(self, url: str) -> float:
        """Take a web address; return in how many seconds its site may be asked again, 0 for now."""
        return self._visits.wait_for(url)

    def get(
        self, url: str, *, kind: Kind, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | FetchFailure:
        """Take a web address and what it should be; return the document, "not modified" or a failure.

        ``etag`` and ``last_modified`` are the validators of the last time, as they came. Waits as long as politeness
        asks for; without that, never longer than ``total_timeout`` and as long again for a robots.txt. Never raises
        for what a server or a name does.
        """
        return self._visits.visit(url, kind=kind, etag=etag, last_modified=last_modified)


class _Connections:
    """Lookups and connections: what ``visits.Wire`` asks for."""

    def __init__(self, settings: FetchSettings, lookup: LookUp) -> None:
        self._settings = settings
        self._lookup = lookup
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._now = _Now()
        self._closed = False
        context = httpcore2.default_ssl_context()
        if settings.ca_file:
            context.load_verify_locations(settings.ca_file)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=1000,  # whoever waits for a connection here would meet one more limit
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=_Backend(settings, self._now),
        )

    def close(self) -> None:
        self._closed = True
        self._pool.close()

    def resolve(self, target: Target, *, seconds: float) -> tuple[str, ...]:
        """Return the checked addresses of a host; all must be public, so that none can be chosen by chance or later."""
        until, addresses = self._known.get(target.host, (0.0, ()))
        if until <= time.monotonic():
            addresses = self._looked_up(target.host, limit=min(seconds, self._settings.connect_timeout))
            self._known[target.host] = (time.monotonic() + _LOOKUP_SECONDS, addresses)
        for address in addresses:
            check_address(address, target.port, self._settings)
        return addresses[:_MOST_ADDRESSES]

    def _looked_up(self, host: str, *, limit: float) -> tuple[str, ...]:
        if address := as_address(host):
            return (address,)
        found: list[list[str]] = []
        failed: list[OSError | UnicodeError] = []

        def work() -> None:
            try:
                found.append(self._lookup(host))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        # The system's resolver has no time limit; a thread that is given up on ends by itself.
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(limit)
        if found and found[0]:
            return tuple(found[0])
        if not failed:
            raise Fault("dns", f"the name {host} was not answered for within {limit:.0f} s")
        if isinstance(failed[0], socket.gaierror) and failed[0].errno == socket.EAI_AGAIN:
            raise Fault("dns", f"the name {host} could not be looked up just now; is there a network?")
        raise Fault("dns", f"the name {host} is not known")

    def exchange(
        self, target: Target, *, kind: Kind, headers: RequestHeaders, addresses: tuple[str, ...], seconds: float
    ) -> Answer:
        """Send one request; return its answer, with its body where it is a document."""
        limits = self._settings
        now = self._now
        now.host, now.addresses, now.deadline = target.host, addresses, time.monotonic() + seconds
        place = target.origin.partition("://")[2]
        waits = {"connect": limits.connect_timeout, "read": limits.read_timeout, "write": limits.read_timeout}
        request = httpcore2.Request(
            "GET",
            httpcore2.URL(
                scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
            ),
            headers=[(name.encode(), value.encode("latin-1")) for name, value in [("Host", place), *headers]],
            extensions={"timeout": {**waits, "pool": seconds}},
        )
        with _faults(limits, now.left):
            response = self._pool.handle_request(request)
            try:
                answer = Answer(status=response.status, headers=decode_headers(response.headers))
                if answer.redirects:
                    return answer
                check_status(answer.status, answer.headers, conditional=any(n.startswith("If-") for n, _ in headers))
                if answer.status == 304:
                    return answer
                check_type(kind, answer.headers)
                body = read_body(
                    response.iter_stream(), headers=answer.headers, kind=kind, limits=limits, left=now.left
                )
                return replace(answer, body=body)
            finally:
                response.close()
                if self._closed:  # a thread that goes on after the end would leave its connection open in the pool
                    self._pool.close()


@contextmanager
def _faults(limits: FetchSettings, left: Callable[[], float]) -> Iterator[None]:
    """Turn what the connection raises into a ``Fault`` in plain words."""
    try:
        yield
    except CodingError as error:
        raise Fault(error.reason, str(error), status=200) from None
    except httpcore2.TimeoutException as error:
        late = left() <= 0.05
        what = f"did not answer within {limits.total_timeout if late else limits.read_timeout:g} s"
        if isinstance(error, httpcore2.ConnectTimeout) and not late:
            what = f"could not be connected to within {limits.connect_timeout:g} s"
        raise Fault("timeout", what) from None
    except httpcore2.RemoteProtocolError as error:
        said = str(error)
        if "without sending complete message" in said or "incomplete chunked" in said:
            raise Fault("truncated", "ended before all of it had come") from None
        if "without sending a response" in said:
            raise Fault("connect", "the connection was closed without an answer") from None
        raise Fault("protocol", "did not answer in HTTP") from None
    except (httpcore2.ConnectError, httpcore2.ReadError, httpcore2.WriteError) as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise Fault("tls", f"has a certificate that does not hold ({cause.verify_message})") from None
        if isinstance(cause, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
            raise Fault("tls", "no secure connection came about") from None
        if isinstance(error, httpcore2.ReadError):
            raise Fault("truncated", "the connection broke") from None
        if isinstance(cause, OSError) and cause.errno in (errno.EMFILE, errno.ENFILE):
            raise Fault("connect", "could not be connected to: this machine has too many files open") from None
        raise Fault("connect", "could not be connected to (refused or unreachable)") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, ValueError) as error:
        raise Fault("protocol", f"could not be fetched ({type(error).__name__})") from None
