"""The fetcher under attack, on a real server: addresses, bombs, slow and broken connections, certificates.

The names of the tests say what happens; ``docs/reliability.md`` joins them to the list of threats and faults.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import resource
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.codings import CodingError, Decoder
from framing.ingest.fetch import Fetcher
from framing.ingest.fetched import Fetched, FetchFailure, FetchSettings, networks

from .loopback import Page, Site, drip, fetching, in_turn, moved, one_line, quick, reply, reset, serving

PAGE = b"<p>The harbour opened on Monday.</p>"


def failed(outcome: object) -> FetchFailure:
    assert isinstance(outcome, FetchFailure), outcome
    assert one_line(outcome.message), outcome.message
    return outcome


@pytest.fixture
def web() -> Iterator[Site]:
    with serving({"/a": reply(PAGE), "/robots.txt": reply(b"")}) as site:
        yield site


# --- addresses (T5, T6, T7)

HOSTS = (
    "127.0.0.1 localhost 2130706433 0x7f.1 127.1 0.0.0.0 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [2002:7f00:1::] "
    "[64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [::7f00:1] 10.0.0.1 100.64.0.1 169.254.169.254 192.168.1.1 [fe80::1] "
    "[fd00:ec2::254] 127.0.0.1.nip.example localhost. LOCALHOST 017700000001 １２７.０.０.１"
).split()


@pytest.mark.parametrize("kind", ["page", "feed", "robots"])
@pytest.mark.parametrize("host", HOSTS)
def test_no_address_of_this_machine_or_its_neighbours_is_reached(web: Site, host: str, kind: str) -> None:
    settings = FetchSettings(ports=(80, 443, web.port), delay=0, address_delay=0)

    def lookup(name: str) -> list[str]:
        return ["::1", "127.0.0.1"] if name.startswith("localhost") else ["127.0.0.1"]

    with Fetcher(settings, lookup=lookup) as fetcher:
        outcome = failed(fetcher.get(f"http://{host}:{web.port}/a", kind=kind))  # type: ignore[arg-type]
    assert outcome.reason in ("blocked", "url")
    assert web.hits == []


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_into_this_machine_is_not_followed(host: str, status: int) -> None:
    """The outer server is allowed by its address alone; the inner one, on another address of this machine, is not."""
    allow = networks(["127.0.0.2"])
    with serving({"/in": reply(PAGE)}) as inner:
        target = f"http://{host}:{inner.port}/in"
        with serving({"/a": moved(target, status)}) as outer:
            settings = FetchSettings(allow=allow, ports=(inner.port, outer.port), delay=0, address_delay=0)
            address = {"outer.example": "127.0.0.2"}
            redirect = _listen_on("127.0.0.2", moved(target, status))
            with redirect as port, Fetcher(settings, lookup=lambda name: [address.get(name, "127.0.0.1")]) as fetcher:
                outcome = failed(fetcher.get(f"http://outer.example:{port}/a", kind="feed"))
        assert outcome.reason in ("blocked", "url")
        assert inner.hits == []


class _listen_on:
    """A server of one answer on a chosen address of this machine."""

    def __init__(self, address: str, answer: bytes) -> None:
        self._socket = socket.create_server((address, 0))
        self._answer = answer

    def __enter__(self) -> int:
        def serve() -> None:
            while True:
                try:
                    connection, _ = self._socket.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(self._answer)

        threading.Thread(target=serve, daemon=True).start()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def test_a_robots_txt_that_redirects_into_this_machine_closes_the_site(web: Site) -> None:
    with _listen_on("127.0.0.2", moved(f"http://127.0.0.1:{web.port}/robots.txt")) as port:
        settings = FetchSettings(allow=networks(["127.0.0.2"]), ports=(port, web.port), delay=0, address_delay=0)
        with Fetcher(settings) as fetcher:
            outcome = failed(fetcher.get(f"http://127.0.0.2:{port}/a", kind="page"))
    assert outcome.reason == "robots" and web.hits == []


def test_one_bad_address_among_good_ones_closes_the_name(web: Site) -> None:
    settings = FetchSettings(ports=(web.port,), delay=0, address_delay=0)
    for answer in (["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["2606:4700::1111", "::1"]):
        with Fetcher(settings, lookup=lambda _, answer=answer: answer) as fetcher:
            assert failed(fetcher.get(f"http://both.example:{web.port}/a", kind="page")).reason == "blocked"
    assert web.hits == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_dialled(web: Site) -> None:
    """Rebinding: a name that is public when checked and this machine when asked again."""
    asked = []

    def lookup(name: str) -> list[str]:
        asked.append(name)
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    with _listen_on("127.0.0.2", reply(PAGE)) as port:
        settings = FetchSettings(allow=networks(["127.0.0.2"]), delay=0, address_delay=0)
        with Fetcher(settings, lookup=lookup) as fetcher:
            for _ in range(3):
                assert isinstance(fetcher.get(f"http://rebind.example:{port}/a", kind="feed"), Fetched)
    assert asked == ["rebind.example"] and web.hits == []


def test_a_port_that_is_not_the_webs_is_not_dialled(web: Site) -> None:
    with Fetcher(FetchSettings(), lookup=lambda _: ["8.8.8.8"]) as fetcher:
        for port in (22, 25, 6379, 8080, web.port):
            outcome = failed(fetcher.get(f"http://public.example:{port}/", kind="feed"))
            assert outcome.reason == "blocked" and str(port) in outcome.message


def test_the_environment_cannot_put_a_proxy_in_between(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/a": reply(b"through the proxy")}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        with fetching() as fetcher:
            outcome = fetcher.get(f"{web.url}/a", kind="page")
        assert isinstance(outcome, Fetched) and outcome.body == PAGE
        assert proxy.hits == []


def test_a_permanent_move_is_only_told_once_the_new_place_has_answered(web: Site) -> None:
    """T7: what may be stored as a feed's address has been reached by the same checks."""
    pages: dict[str, Page] = {"/a": moved("http://10.0.0.1/feed"), "/b": moved("/missing")}
    with serving(pages) as site, fetching() as fetcher:
        for name in ("a", "b"):
            outcome = fetcher.get(f"{site.url}/{name}", kind="feed")
            assert isinstance(outcome, FetchFailure) and not hasattr(outcome, "permanent_url")


# --- names (F29)


def test_names_that_are_not_known_slow_or_odd() -> None:
    def slow(_: str) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    def away(_: str) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    def odd(_: str) -> list[str]:
        raise UnicodeError("label too long")

    for lookup, says in ((slow, "within"), (away, "is there a network"), (odd, "not known"), (lambda _: [], "not")):
        began = time.monotonic()
        with fetching(lookup=lookup, connect_timeout=0.3) as fetcher:
            outcome = failed(fetcher.get("http://name.example/", kind="feed"))
        assert outcome.reason == "dns" and says in outcome.message
        assert time.monotonic() - began < 2


# --- bombs (T9)


def _bomb(coding: str) -> bytes:
    zeros = b"\0" * (1 << 20)
    if coding == "br":
        press = brotli.Compressor(quality=5)
        return b"".join(press.process(zeros) for _ in range(1000)) + press.finish()
    wide = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15}[coding])
    return b"".join(wide.compress(zeros) for _ in range(300)) + wide.flush()


@pytest.mark.parametrize("coding", ["br", "gzip", "deflate", "gzip, gzip"])
def test_a_small_answer_that_would_fill_the_memory_is_cut_off(coding: str) -> None:
    data = gzip.compress(_bomb("gzip")) if "," in coding else _bomb(coding)
    with serving({"/a": reply(data, Content_Encoding=coding)}) as site, fetching() as fetcher:
        outcome = failed(fetcher.get(f"{site.url}/a", kind="feed"))
    assert outcome.reason in ("bomb", "too_large")


_GROWTH = """
import resource, sys
from framing.ingest.fetch import Fetcher
from framing.ingest.fetched import FetchSettings, networks
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with Fetcher(FetchSettings(allow=networks(["127.0.0.1"]), delay=0, address_delay=0)) as fetcher:
    assert fetcher.get(sys.argv[1] + "/good", kind="feed").body
    before = most()
    print(fetcher.get(sys.argv[1] + "/bomb", kind="feed").reason, most() - before)
"""


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_bomb_takes_no_memory_worth_speaking_of(coding: str) -> None:
    """In a process of its own: the most that a process ever used never falls again."""
    good = reply(brotli.compress(PAGE), Content_Encoding="br")
    with serving({"/good": good, "/bomb": reply(_bomb(coding), Content_Encoding=coding)}) as site:
        command = [sys.executable, "-c", _GROWTH, site.url]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=environment)
    reason, grown = said.stdout.split()
    assert reason in ("bomb", "too_large") and int(grown) < 50_000, f"{int(grown) / 1000:.0f} MB"


def test_three_codings_are_refused_before_anything_is_decoded() -> None:
    for coding in ("gzip, gzip, gzip", "br,gzip,deflate"):
        with serving({"/a": reply(PAGE, Content_Encoding=coding)}) as site, fetching() as fetcher:
            assert failed(fetcher.get(f"{site.url}/a", kind="page")).reason == "bomb"


@pytest.mark.parametrize("coding", ["zstd", "compress", "sdch", "\x01\x02", "gzip;q=1"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with serving({"/a": reply(PAGE, Content_Encoding=coding)}) as site, fetching() as fetcher:
        assert failed(fetcher.get(f"{site.url}/a", kind="page")).reason in ("encoding", "protocol")


def test_a_million_empty_members_are_a_bomb() -> None:
    with serving({"/a": reply(gzip.compress(b"") * 100_000, Content_Encoding="gzip")}) as site, fetching() as fetcher:
        began = time.monotonic()
        assert failed(fetcher.get(f"{site.url}/a", kind="feed")).reason == "bomb"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("told", [True, False])
def test_a_page_that_is_too_large(told: bool) -> None:
    length = "20000000" if told else None
    pages: dict[str, Page] = {"/a": reply(b"x" * 20_000_000, Content_Length=length)}
    with serving(pages) as site, fetching() as fetcher:
        outcome = failed(fetcher.get(f"{site.url}/a", kind="page"))
    assert outcome.reason == "too_large" and "10 MB" in outcome.message


@pytest.mark.parametrize("head", ["X: " + "y" * 5_000_000, "X: y\r\n" * 500_000])
def test_headers_without_end(head: str) -> None:
    with serving({"/a": f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode()}) as site, fetching(retries=0) as fetcher:
        assert failed(fetcher.get(f"{site.url}/a", kind="feed")).reason in ("protocol", "truncated")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br"]), st.integers(1, 50))
@settings(max_examples=300)
def test_any_bytes_decode_or_are_refused(data: bytes, coding: str, step: int) -> None:
    decoder = Decoder(coding, most=10_000)
    try:
        size = sum(len(piece) for at in range(0, len(data), step) for piece in decoder.feed(data[at : at + step]))
        decoder.finish()
    except CodingError:
        return
    assert size <= 10_000


@given(st.binary(max_size=3000), st.integers(1, 400), st.sampled_from(["gzip", "deflate", "br"]), st.data())
@settings(max_examples=300)
def test_whole_data_decodes_and_a_part_of_it_never_passes_for_the_whole(
    data: bytes, step: int, coding: str, draw: st.DataObject
) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](data)
    assert _decoded(packed, coding, step) == data
    if len(packed) < 2:  # of nothing at all there is no part
        return
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(CodingError):
        _decoded(packed[:cut], coding, step)


def _decoded(packed: bytes, coding: str, step: int) -> bytes:
    decoder = Decoder(coding, most=10_000_000)
    pieces = [piece for at in range(0, len(packed), step) for piece in decoder.feed(packed[at : at + step])]
    decoder.finish()
    return b"".join(pieces)


# --- broken answers (F11, F12)

FULL = gzip.compress(PAGE * 50)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(FULL[:-9], Content_Encoding="gzip"), "truncated"),
        (reply(FULL[:-4], Content_Encoding="gzip"), "truncated"),
        (reply(FULL[:-8] + b"\0" * 8, Content_Encoding="gzip"), "encoding"),
        (reply(brotli.compress(PAGE * 50)[:-3], Content_Encoding="br"), "truncated"),
        (reply(zlib.compress(PAGE)[:-5], Content_Encoding="deflate"), "truncated"),
        (reply(b"not gzip", Content_Encoding="gzip"), "encoding"),
        (reply(PAGE, Content_Length="1000"), "truncated"),
        (reply(b"ff\r\nabc", Content_Length=None, Transfer_Encoding="chunked"), "truncated"),
        (reply(b"5\r\nabcde\r\n", Content_Length=None, Transfer_Encoding="chunked"), "truncated"),
        (reply(b"zz\r\nabcde\r\n", Content_Length=None, Transfer_Encoding="chunked"), "protocol"),
        (reply(PAGE, Content_Length="-5"), "protocol"),
        (reply(PAGE, Content_Length="12, 13"), "protocol"),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\n bad\r\n\r\n", "protocol"),
        (b"HTTP/1.1 xyz OK\r\n\r\n", "protocol"),
        (b"", "connect"),
    ],
)
def test_what_ends_early_or_is_damaged_is_a_failure_and_has_no_validators(answer: bytes, reason: str) -> None:
    with serving({"/a": answer}) as site, fetching(sleep=lambda _: None) as fetcher:
        outcome = failed(fetcher.get(f"{site.url}/a", kind="feed"))
    assert outcome.reason == reason, outcome
    assert not hasattr(outcome, "etag")


def test_a_broken_connection_is_tried_three_times_in_all_and_no_more() -> None:
    slept: list[float] = []
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    pages: dict[str, Page] = {"/a": reset(head), "/b": in_turn(reset(head), b"", reply(PAGE))}
    with serving(pages) as site, fetching(sleep=slept.append) as fetcher:
        assert failed(fetcher.get(f"{site.url}/a", kind="feed")).reason == "truncated"
        assert site.paths() == ["/a"] * 3
        assert isinstance(fetcher.get(f"{site.url}/b", kind="feed"), Fetched)
    assert len(slept) == 4 and all(0.2 < pause < 3 for pause in slept)
    assert len(set(slept)) == 4  # jitter


# --- time (T12, F13)


def _endless(connection: socket.socket, _: object) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>more</p>" * 1000)


@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        (drip(b"x" * 1000, every=0.1, head=b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), ("timeout", "slow")),
        (drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000, every=0.1), ("timeout",)),
        (drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, every=0.01, size=25), ("timeout", "protocol")),
        (lambda connection, _: time.sleep(5), ("timeout",)),
        (_endless, ("too_large", "timeout")),
        (
            drip(
                gzip.compress(os.urandom(5000)),
                every=0.05,
                size=3,
                head=reply(b"", Content_Encoding="gzip", Content_Length=None),
            ),
            ("timeout", "slow"),
        ),
    ],
    ids=["body", "headers", "informational", "silence", "endless", "compressed"],
)
def test_a_slow_or_endless_answer_ends_at_the_deadline(page: Page, reasons: tuple[str, ...]) -> None:
    with serving({"/a": page}) as site, fetching(total_timeout=1.5, read_timeout=1.0) as fetcher:
        began = time.monotonic()
        outcome = failed(fetcher.get(f"{site.url}/a", kind="feed"))
        took = time.monotonic() - began
    assert outcome.reason in reasons and took < 2.5


def test_a_robots_txt_that_never_comes_closes_the_site() -> None:
    with serving({"/robots.txt": lambda *_: time.sleep(5), "/a": reply(PAGE)}) as site:
        with fetching(total_timeout=0.5) as fetcher:
            began = time.monotonic()
            assert failed(fetcher.get(f"{site.url}/a", kind="page")).reason == "robots"
            assert time.monotonic() - began < 2
        assert site.paths() == ["/robots.txt"]


def test_the_deadline_holds_for_all_redirects_together() -> None:
    def late(to: str) -> Page:
        def respond(connection: socket.socket, _: object) -> None:
            time.sleep(0.4)
            connection.sendall(moved(to))

        return respond

    with serving({f"/{n}": late(f"/{n + 1}") for n in range(10)}) as site, fetching(total_timeout=1.0) as fetcher:
        began = time.monotonic()
        assert failed(fetcher.get(f"{site.url}/0", kind="feed")).reason == "timeout"
        assert time.monotonic() - began < 2


def test_less_than_the_least_rate_is_slow() -> None:
    page = drip(b"x" * 1000, every=0.05, head=b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    with serving({"/a": page}) as site, fetching(rate_after=0.5, total_timeout=10) as fetcher:
        outcome = failed(fetcher.get(f"{site.url}/a", kind="feed"))
    assert outcome.reason == "slow" and "bytes a second" in outcome.message


def test_a_connection_that_is_never_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        with fetching(connect_timeout=0.5, total_timeout=2) as fetcher:
            began = time.monotonic()
            assert failed(fetcher.get(f"http://127.0.0.1:{port}/", kind="feed")).reason == "timeout"
            assert time.monotonic() - began < 3
        for one in waiting:
            one.close()


def test_no_file_left_to_open_is_said_as_that() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with serving({"/a": reply(PAGE)}) as site, fetching(retries=0) as fetcher:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1, hard))
        try:
            outcome = fetcher.get(f"{site.url}/a", kind="feed")
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert "too many files open" in failed(outcome).message


# --- certificates (F12)


def _openssl(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    try:
        _openssl(*new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test", "-days", "9", folder=folder)
    except FileNotFoundError:
        pytest.skip("the openssl command is not installed: no certificates to test with")
    for name, alternative in (("good", "IP:127.0.0.1"), ("other", "DNS:other.example")):
        signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", f"subjectAltName={alternative}"]
        signed += ["-addext", "basicConstraints=critical,CA:FALSE", "-days", "9", "-subj", "/CN=x"]
        _openssl(*new, "-keyout", f"{name}.key", "-out", f"{name}.pem", *signed, folder=folder)
    return folder


def _context(folder: Path, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


@pytest.mark.parametrize(
    ("name", "known", "reason"), [("good", True, None), ("good", False, "tls"), ("other", True, "tls")]
)
def test_a_certificate_always_has_to_hold(certificates: Path, name: str, known: bool, reason: str | None) -> None:
    ca_file = str(certificates / "ca.pem") if known else None
    with serving({"/a": reply(PAGE)}, tls=_context(certificates, name)) as site, fetching(ca_file=ca_file) as fetcher:
        outcome = fetcher.get(f"{site.url}/a", kind="feed")
        if reason is None:
            assert isinstance(outcome, Fetched)
        else:
            assert failed(outcome).reason == reason and "certificate" in failed(outcome).message
            assert site.hits == []  # nothing was asked over a connection that does not hold


def test_no_https_where_https_was_said(web: Site) -> None:
    with fetching() as fetcher:
        assert failed(fetcher.get(f"https://127.0.0.1:{web.port}/a", kind="feed")).reason == "tls"


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def serve() -> None:
            connection, _ = plain.accept()
            with connection, contextlib.suppress(OSError):
                for _ in range(100):
                    connection.sendall(b"\x16")
                    time.sleep(0.1)

        thread = threading.Thread(target=serve)
        thread.start()
        with fetching(total_timeout=1.0, retries=0) as fetcher:
            began = time.monotonic()
            outcome = failed(fetcher.get(f"https://127.0.0.1:{plain.getsockname()[1]}/", kind="feed"))
            assert time.monotonic() - began < 2
        thread.join()
    assert outcome.reason in ("timeout", "tls")


# --- whatever comes


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_whatever_a_server_sends_is_an_outcome(data: bytes) -> None:
    pages: dict[str, Page] = {"/a": data, "/b": b"HTTP/1.1 200 OK\r\n" + data}
    with serving(pages) as site, Fetcher(quick(retries=0, total_timeout=3)) as fetcher:
        for path in pages:
            outcome = fetcher.get(f"{site.url}{path}", kind="feed")
            assert isinstance(outcome, Fetched) or one_line(failed(outcome).message)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=60))
@settings(max_examples=60)
def test_whatever_a_redirect_says_is_an_outcome(location: str) -> None:
    to = location.replace("\r", "").replace("\n", "")
    with (
        serving({"/a": moved(to)}) as site,
        Fetcher(quick(retries=0, total_timeout=3), lookup=lambda _: ["10.0.0.1"]) as f,
    ):
        outcome = f.get(f"{site.url}/a", kind="feed")
    assert isinstance(outcome, Fetched | FetchFailure)
