"""How many pages a second the fetcher brings from a server on this machine, polite pauses off: a check of its own cost.

    python -m benchmarks.fetching

The server is a process of its own that sends a page of 40 KB, compressed or not. Beside it, in the same run and from
the same server: the standard library's client, which checks nothing. What counts is the ratio.
"""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from framing.ingest.fetch import Fetcher
from framing.ingest.fetched import Fetched, FetchSettings, networks

PAGES = 400
_WORDS = [f"word{number}" for number in range(4000)]
BODY = " ".join(random.Random(1).choices(_WORDS, k=5000)).encode()
PACKED = gzip.compress(BODY)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        packed = self.path.startswith("/packed")
        body = b"" if self.path == "/robots.txt" else PACKED if packed else BODY
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve() -> None:
    """Serve until killed; print the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


def rate(fetch: Callable[[int], bool]) -> float:
    """Take what fetches page n and tells whether it came; return pages a second."""
    began = time.perf_counter()
    assert all(fetch(number) for number in range(PAGES))
    return PAGES / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    server = subprocess.Popen(
        [sys.executable, "-c", "from benchmarks.fetching import serve; serve()"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    settings = FetchSettings(allow=networks(["127.0.0.0/8"]), delay=0, address_delay=0)
    plain = HTTPConnection("127.0.0.1", port)

    def bare(number: int) -> bool:
        plain.request("GET", f"/plain{number}")
        return len(plain.getresponse().read()) == len(BODY)

    try:
        with Fetcher(settings) as fetcher:
            for kind in ("plain", "packed"):

                def ours(number: int, kind: str = kind) -> bool:
                    found = fetcher.get(f"http://127.0.0.1:{port}/{kind}{number}", kind="page")
                    return isinstance(found, Fetched) and found.body == BODY

                print(f"{rate(ours):7.0f} pages a second by the fetcher, {kind}")
        print(f"{rate(bare):7.0f} pages a second by the standard library's client, plain, nothing checked")
    finally:
        plain.close()
        server.kill()
        server.wait()
        server.stdout.close()


if __name__ == "__main__":
    main()
