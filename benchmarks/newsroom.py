"""Outlets that publish on a loopback server, for tests and benchmarks of the nightly run: pages, feeds, edits, faults.

Nothing in it is news: every text is put together from a few lists by a seeded generator. The server keeps a log of what
was asked for and when, so that politeness can be checked from the other side.
"""

from __future__ import annotations

import hashlib
import html
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_WHO = (
    "the harbour board|a council in the north|two teachers|the museum|a bus driver|the water company|an engineer|"
    "the choir|three farmers|the night shift|a retired judge|the ferry crew|the library|a young baker|the union"
).split("|")
_DID = (
    "opened|repaired|counted|moved|sold|painted|measured|closed|visited|described|rejected|praised|slammed|reviewed|"
    "postponed|welcomed|questioned|explained"
).split("|")
_WHAT = (
    "the old bridge|a row of lamps|the new timetable|forty chairs|the reckless plan|a map of the coast|the budget|"
    "a disastrous report|the eastern gate|a field of barley|the lighthouse|an ugly dispute|the archive|a small engine"
).split("|")
_WHERE = (
    "near the station|before the meeting|in the second week of the month|on a windy morning|after long talks|"
    "behind the town hall|with help from neighbours|in spite of the rain|at the edge of the valley|under a new rule"
).split("|")


def sentences(seed: str, count: int) -> list[str]:
    """Take a seed and a number; return so many sentences, no two of them the same."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        who, did, what, where = (chance.choice(words) for words in (_WHO, _DID, _WHAT, _WHERE))
        other = chance.choice(_WHO)
        said = (
            f', said {other}, "and {chance.choice(_WHAT)} can wait until day {number + 2}"' if number % 4 == 3 else ""
        )
        made.append(f"{who[0].upper()}{who[1:]} {did} {what} {where} {chance.randint(2, 98)} times{said}.")
    return made


@dataclass(slots=True)
class Story:
    """An article: what its page holds now, and how the server answers for it."""

    outlet: str
    number: int
    title: str
    body: list[str]
    published: datetime
    guid: str | None
    status: int = 200
    wait: float = 0.0
    raw: bytes | None = None
    moved_to: str | None = None

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/{self.outlet}/story-{self.number}.html"

    def page(self) -> bytes:
        """Return its page as it is now."""
        if self.raw is not None:
            return self.raw
        paragraphs = [" ".join(self.body[at : at + 3]) for at in range(0, len(self.body), 3)]
        text = "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in paragraphs)
        when = self.published.date().isoformat()
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(self.title)}</title>'
            f'<meta property="article:published_time" content="{when}"></head><body><nav><a href="/">Home</a></nav>'
            f"<article><h1>{html.escape(self.title)}</h1>{text}</article><footer>All rights</footer></body></html>"
        ).encode()


@dataclass(slots=True)
class Outlet:
    """A feed and its stories. ``answer`` may take the place of the feed: it returns status, headers and body."""

    name: str
    stories: list[Story] = field(default_factory=list)
    shown: int = 30
    answer: Callable[[dict[str, str]], tuple[int, dict[str, str], bytes]] | None = None
    links_with: str = ""

    def publish(
        self, when: datetime, *, length: int = 30, guid: str | None = "", body: list[str] | None = None
    ) -> Story:
        """Add a story of so many sentences; return it."""
        number = len(self.stories)
        made = sentences(f"{self.name}/{number}", length)
        story = Story(
            outlet=self.name, number=number, title=f"{made[0].split(' times')[0]}, {number}",
            body=body or made, published=when,
            guid=f"{self.name}-{number}" if guid == "" else guid,
        )  # fmt: skip
        self.stories.append(story)
        return story


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in."""

    at: float
    host: str
    path: str
    conditional: bool
    status: int
    agent: str


class Newsroom:
    """Serves outlets on loopback addresses, each outlet on one of ``hosts``; use it as a context manager."""

    def __init__(self, *, hosts: int = 1) -> None:
        self.outlets: dict[str, Outlet] = {}
        self.log: list[Asked] = []
        self.robots: bytes = b""
        self._lock = threading.Lock()
        self._servers = [_Server((f"127.0.0.{number + 1}", 0), _Handler, self) for number in range(hosts)]

    def __enter__(self) -> Newsroom:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def outlet(self, name: str) -> Outlet:
        """Return the outlet of that name, made if it is new."""
        return self.outlets.setdefault(name, Outlet(name))

    def origin(self, outlet: str) -> str:
        """Return where an outlet is served."""
        place = int(hashlib.sha256(outlet.encode()).hexdigest(), 16) % len(self._servers)
        host, port = self._servers[place].server_address[:2]
        return f"http://{host!s}:{port}"

    def feeds_file(self, *, batch: str = "", fetch: str = "") -> str:
        """Return a feeds file of all outlets that may reach loopback and does not wait between requests."""
        lines = ["[fetch]", 'contact = "tests@example.org"', 'allow = ["127.0.0.0/8"]']
        lines += [fetch or "delay = 0.0\naddress_delay = 0.0", "[batch]", batch]
        for name in self.outlets:
            lines += ["[[feed]]", f'url = "{self.origin(name)}/{name}/feed.xml"', f'name = "{name}"']
        return "\n".join(lines) + "\n"

    def note(self, asked: Asked) -> None:
        """Keep a request in the log."""
        with self._lock:
            self.log.append(asked)

    def respond(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Take a path and lower-case headers; return status, headers and body."""
        name, _, rest = path.lstrip("/").partition("/")
        if path == "/robots.txt":
            return (200, {"Content-Type": "text/plain"}, self.robots) if self.robots else (404, {}, b"")
        outlet = self.outlets.get(name)
        if outlet is None:
            return 404, {}, b"no such outlet"
        if rest == "feed.xml":
            return outlet.answer(headers) if outlet.answer else self._feed(outlet, headers)
        for story in outlet.stories:
            if story.path == path.partition("?")[0]:
                time.sleep(story.wait)
                if story.moved_to:
                    return 301, {"Location": story.moved_to}, b""
                if story.status != 200:
                    return story.status, {"Retry-After": "3600"} if story.status == 429 else {}, b"not here"
                return 200, {"Content-Type": "text/html; charset=utf-8"}, story.page()
        return 404, {}, b"no such story"

    def feed(self, outlet: Outlet) -> bytes:
        """Return the outlet's feed as it is now."""
        items = []
        for story in reversed(outlet.stories[-outlet.shown :]):
            link = f"{self.origin(outlet.name)}{story.path}{outlet.links_with}"
            guid = f'<guid isPermaLink="false">{html.escape(story.guid)}</guid>' if story.guid else ""
            items.append(
                f"<item><title>{html.escape(story.title)}</title><link>{html.escape(link)}</link>{guid}"
                f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
            )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>{html.escape(outlet.name)}</title><link>http://example.org/</link><description>x</description>"
            f"{''.join(items)}</channel></rss>"
        ).encode()

    def _feed(self, outlet: Outlet, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        body = self.feed(outlet)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag, "Content-Type": "application/rss+xml"}, body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: Any, room: Newsroom) -> None:
        self.room = room
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        at = time.monotonic()
        status, sent, body = self.server.room.respond(self.path, headers)
        conditional = "if-none-match" in headers or "if-modified-since" in headers
        host = str(self.server.server_address[0])
        self.server.room.note(Asked(at, host, self.path, conditional, status, headers.get("user-agent", "")))
        self.send_response(status)
        for name, value in sent.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The room keeps its own log."""


def day(number: int, hour: int = 4) -> datetime:
    """Take a night's number from 0; return its time in 2026."""
    return datetime.fromtimestamp(1_780_000_000 + number * 86_400 + (hour - 4) * 3600, UTC).replace(minute=0, second=0)
