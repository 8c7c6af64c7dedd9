"""A page in, what ``page.extract`` or ``blocks.blocks`` finds out, computed in a process that can be killed, even in C.

Small hostile pages keep the HTML parser busy for minutes, so no page is ever parsed in the caller's process. The
process is started at the first page, serves many, and is replaced after a failure and every ``_RECYCLE`` pages
(extraction leaks). It is a plain child that speaks JSON over its standard streams, not ``multiprocessing``: that would
run an unguarded script of the caller a second time, and unpickle what a process answers that has just handled hostile
data.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from framing.errors import IngestError

#: What extraction may use above what the process needs to start.
MEMORY = 1_500_000_000

_START_SECONDS = 120.0  # a cold disk, a busy machine: importing is not the page's fault
_RECYCLE = 500
_GONE = (OSError, ValueError, EOFError)  # what writing to or reading from a dead child raises
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from framing.ingest.worker import serve
serve(memory=int(sys.argv[2]))
"""


class ExtractionError(IngestError):
    """Extraction was stopped or died; the message says how, in words that go into a failure."""


class Worker:
    """A child process that extracts pages, one at a time; started when first asked, safe to share between threads."""

    def __init__(self, *, memory: int = MEMORY) -> None:
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._lock = threading.Lock()

    def extract(self, html: str, *, timeout: float) -> dict[str, Any] | None:
        """Take a page and a limit in seconds; return the answer of ``page.extract``; raise ``ExtractionError``."""
        return cast("dict[str, Any] | None", self._ask({"html": html, "seconds": timeout}, timeout=timeout))

    def blocks(self, html: str, *, timeout: float) -> list[tuple[str, str, str]]:
        """Take a piece of HTML and a limit in seconds; return the answer of ``blocks.blocks``; errors as above."""
        answer = self._ask({"html": html, "seconds": timeout, "task": "blocks"}, timeout=timeout)
        return [(tag, classes, text) for tag, classes, text in answer]

    def _ask(self, request: dict[str, Any], *, timeout: float) -> Any:
        with self._lock:
            child = self._running()
            message = json.dumps(request).encode("ascii")
            try:
                answer = _exchange(child, message, timeout=timeout)
            except TimeoutError:
                self._end()
                raise ExtractionError(f"extraction took more than {timeout:g} s") from None
            except _GONE:
                status = self._end()
                raise ExtractionError(
                    f"extraction stopped ({_status(status)}); the page may be hostile or damaged"
                ) from None
            except BaseException:  # Ctrl-C: the answer still to come must never be taken for the next page's
                self._end()
                raise
            self._served += 1
            if "error" in answer:
                if answer["error"] == "memory":
                    self._end()
                    raise ExtractionError(f"extraction needed more than {self._memory / 1e9:g} GB of memory")
                raise ExtractionError(f"extraction failed ({answer['error']})")
            return answer["page"]

    def close(self) -> None:
        """End the process, if one runs, and with it a page in work; the next page starts another."""
        if self._child is not None:
            self._child.kill()
        with self._lock:
            self._end()

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of this one; for use after a fork."""
        if self._child is not None:
            self._child.returncode = 0  # not ours to wait for
        self._child = None
        self._lock = threading.Lock()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._child.poll() is not None or self._served >= _RECYCLE):
            self._end()
        if self._child is None:
            places = json.dumps([place for place in sys.path if isinstance(place, str)])
            command = [sys.executable, "-I", "-W", "ignore", "-c", _CHILD, places, str(self._memory)]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._served = 0
            try:
                _exchange(self._child, None, timeout=_START_SECONDS)
            except _GONE:
                self._end()
                raise ExtractionError("the extraction process did not start; `framing doctor` may say why") from None
        return self._child

    def _end(self) -> int:
        child, self._child = self._child, None
        if child is None:
            return 0
        with contextlib.suppress(OSError):
            if child.stdin:
                child.stdin.close()
        # One that died by itself is about to be seen as dead; its own status says more than our kill.
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.2)
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
        return child.returncode or 0


def _exchange(child: subprocess.Popen[bytes], message: bytes | None, *, timeout: float) -> dict[str, Any]:
    """Send one message and wait for the answer; a timer kills the child, which ends any wait for it here."""
    assert child.stdin is not None and child.stdout is not None
    late = threading.Event()

    def kill() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(timeout, kill)
    timer.daemon = True
    timer.start()
    try:
        if message is not None:
            _send(child.stdin, message)
        answer = _receive(child.stdout)
    except _GONE:
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        timer.join()
    if late.is_set():  # the timer ran out as the answer came; the child is dead all the same
        raise TimeoutError
    return answer


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(b"%d\n" % len(message) + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> dict[str, Any]:
    size = stream.readline(20)
    if not size.endswith(b"\n"):
        raise EOFError if not size else ValueError(size)
    body = stream.read(int(size))
    if len(body) != int(size):
        raise EOFError
    return cast("dict[str, Any]", json.loads(body))


def _status(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def serve(*, memory: int) -> None:
    """Answer pages on the standard streams until they end, within ``memory`` bytes; only the child runs this."""
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a stray print of a library must not mix with the answers
    sys.addaudithook(_refuse_network)
    from framing.ingest.blocks import blocks
    from framing.ingest.page import extract

    alarm = _limits(memory)
    _send(answers, b'{"ready": true}')
    while True:
        try:
            request = _receive(sys.stdin.buffer)
        except EOFError:
            return
        # If the caller is killed, nobody is left to kill this process; the kernel then does it, even inside C.
        alarm(request["seconds"] + 2)
        try:
            work = blocks if request.get("task") == "blocks" else extract
            answer: dict[str, Any] = {"page": work(request["html"])}
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:  # noqa: BLE001  # third-party parsers on hostile pages raise anything; the row must fail alone
            answer = {"error": type(error).__name__}
        alarm(0)
        _send(answers, json.dumps(answer).encode("ascii"))


def _refuse_network(event: str, _: Any) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        raise PermissionError("extraction never uses the network")


def _limits(memory: int) -> Callable[[float], object]:
    """Set the memory limit where the system has one; return the function that arms the kernel's timer."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller to decide about
    try:
        import resource
    except ImportError:  # Windows: the time limit still holds
        return lambda _seconds: None
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with contextlib.suppress(OSError, ValueError):  # only Linux tells how much is mapped, which is what is limited
        base = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (base + memory, base + memory))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)


#: The process that every page of this program shares.
WORKER = Worker()
atexit.register(WORKER.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WORKER.forget)
