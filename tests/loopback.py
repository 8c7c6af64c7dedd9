"""A real web server on this machine whose every byte a test decides: well-behaved pages and broken ones."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from framing.ingest.fetch import Fetcher
from framing.ingest.fetched import FetchSettings, networks

LOOPBACK = networks(["127.0.0.0/8", "::1"])

Respond = Callable[[socket.socket, "Hit"], None]
Page = bytes | Respond


@dataclass(frozen=True)
class Hit:
    """A request that came: its path with query, its headers in lower case, and when."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Site:
    """Pages by path; a page is the whole answer in bytes, or a function that writes to the connection itself."""

    pages: dict[str, Page] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    url: str = ""
    port: int = 0

    def paths(self) -> list[str]:
        return [hit.path for hit in self.hits]


def reply(body: bytes | str = b"", status: int | str = 200, /, **headers: str) -> bytes:
    """Return a whole answer; header names are written with underscores, and None takes one of the usual ones out."""
    data = body.encode() if isinstance(body, str) else body
    named: dict[str, str | None] = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Said"] + [f"{name}: {value}" for name, value in named.items() if value is not None]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8") + data


def moved(to: str, status: int = 301) -> bytes:
    return reply(b"", status, Location=to)


@contextmanager
def serving(pages: dict[str, Page] | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve pages on a free port of 127.0.0.1; what is not there is 404; robots.txt is 404 unless given."""
    site = Site(pages=dict(pages or {}))

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection = self.request
            connection.settimeout(30)
            with contextlib.suppress(OSError):
                if tls is None:
                    self.answer(connection)
                else:
                    with tls.wrap_socket(connection, server_side=True) as secure:
                        self.answer(secure)

        def answer(self, connection: Any) -> None:
            data = b""
            while b"\r\n\r\n" not in data:
                piece = connection.recv(65536)
                if not piece or piece.startswith(b"\x16"):  # TLS, which is not spoken here
                    return
                data += piece
            first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            hit = Hit(first.split(" ")[1], headers, time.monotonic())
            site.hits.append(hit)
            page = site.pages.get(hit.path, reply(b"no", 404))
            if callable(page):
                page(connection, hit)
            else:
                connection.sendall(page)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

        def handle_error(self, *_: Any) -> None:
            """A client that hangs up is what many tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        site.url = f"{'https' if tls else 'http'}://127.0.0.1:{site.port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def quick(**settings: Any) -> FetchSettings:
    """Return settings for this machine: loopback allowed, no polite pauses."""
    return FetchSettings(**{"allow": LOOPBACK, "delay": 0.0, "address_delay": 0.0, **settings})


@contextmanager
def fetching(**settings: Any) -> Iterator[Fetcher]:
    options = {name: settings.pop(name) for name in ("lookup", "clock", "sleep") if name in settings}
    with Fetcher(quick(**settings), **options) as fetcher:
        yield fetcher


def drip(data: bytes, *, every: float, size: int = 1, head: bytes = b"") -> Respond:
    """Return a page that sends a head at once and then a few bytes at a time, for as long as anybody listens."""

    def respond(connection: socket.socket, _: Hit) -> None:
        connection.sendall(head)
        for start in range(0, len(data), size):
            connection.sendall(data[start : start + size])
            time.sleep(every)

    return respond


def reset(head: bytes) -> Respond:
    """Return a page that breaks the connection after its first bytes."""

    def respond(connection: socket.socket, _: Hit) -> None:
        connection.sendall(head)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    return respond


def in_turn(*answers: Page) -> Respond:
    """Return a page that answers differently each time; the last answer stays."""
    left = list(answers)

    def respond(connection: socket.socket, hit: Hit) -> None:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if callable(answer):
            answer(connection, hit)
        else:
            connection.sendall(answer)

    return respond


@dataclass
class Clock:
    """A clock that only sleeping moves on; ``slept`` holds every pause."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def one_line(message: str) -> bool:
    return bool(re.fullmatch(r"[^\x00-\x1f\x7f\u202a-\u202e]{5,400}", message))
