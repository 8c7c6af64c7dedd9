"""A page or feed in, what is found in it out, computed in a process of its own that can be killed, even inside C code.

Small hostile pages and feeds keep a parser busy for minutes, so none is ever parsed in the caller's process. The
process is started at the first one, serves many, and is replaced after a failure and every ``_RECYCLE`` pages
(extraction leaks). It is a plain child that speaks JSON over its standard streams, not ``multiprocessing``: that would
run an unguarded script of the caller a second time, and unpickle what a process answers that has just handled hostile
data.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Literal, cast

from framing.children import GONE, how_it_ended, limits, receive, refuse_network, send
from framing.errors import IngestError
from framing.ingest.child import Child

#: What extraction may use above what the process needs to start.
MEMORY = 1_500_000_000

_START_SECONDS = 120.0  # a cold disk, a busy machine: importing is not the page's fault
_RECYCLE = 500
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from framing.ingest.worker import serve
serve(sys.argv[3], memory=int(sys.argv[2]))
"""
#: What a worker can do, and what a person calls that.
Task = Literal["page", "feed", "blocks"]
_CALLED = {"page": "extraction", "feed": "parsing", "blocks": "extraction"}


class ExtractionError(IngestError):
    """Extraction was stopped or died; the message says how, in words that go into a failure.

    ``cause`` is "timeout", "memory" or "crashed".
    """

    def __init__(self, message: str, *, cause: str = "crashed") -> None:
        self.cause = cause
        super().__init__(message)


class Worker:
    """A child process that parses, one input at a time; started when first asked, safe to share between threads."""

    def __init__(self, task: Task = "page", *, memory: int = MEMORY) -> None:
        self._task = task
        self._called = _CALLED[task]
        self._memory = memory
        self._child: Child | None = None
        self._lock = threading.Lock()

    def extract(self, html: str, *, timeout: float) -> dict[str, Any] | None:
        """Take a page and a limit in seconds; return the answer of ``page.extract``; raise ``ExtractionError``."""
        return cast("dict[str, Any] | None", self.ask({"html": html}, timeout=timeout))

    def blocks(self, html: str, *, timeout: float) -> list[tuple[str, str, str]]:
        """Take a piece of HTML and a limit in seconds; return the answer of ``blocks.blocks``; errors as above."""
        return [(tag, classes, text) for tag, classes, text in self.ask({"html": html}, timeout=timeout)]

    def ask(self, arguments: dict[str, Any], *, timeout: float) -> Any:
        """Take the arguments of the task and a limit in seconds; return its answer; raise ``ExtractionError``."""
        with self._lock:
            child = self._running()
            message = json.dumps({"arguments": arguments, "seconds": timeout}).encode("ascii")
            try:
                answer = child.ask(message, timeout=timeout)
            except TimeoutError:
                raise ExtractionError(f"{self._called} took more than {timeout:g} s", cause="timeout") from None
            except GONE:
                raise ExtractionError(
                    f"{self._called} stopped ({how_it_ended(child.end())}); the {self._task} may be hostile or damaged"
                ) from None
            child.served += 1
            if "error" in answer:
                if answer["error"] == "memory":
                    child.end()
                    raise ExtractionError(
                        f"{self._called} needed more than {self._memory / 1e9:g} GB of memory", cause="memory"
                    )
                raise ExtractionError(f"{self._called} failed ({answer['error']})")
            return answer["found"]

    def close(self) -> None:
        """End the process, if one runs, and with it a page in work; the next page starts another."""
        if self._child is not None:
            self._child.kill()
        with self._lock:
            if self._child is not None:
                self._child.end()

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of this one; for use after a fork."""
        if self._child is not None:
            self._child.forget()
        self._child = None
        self._lock = threading.Lock()

    def _running(self) -> Child:
        if self._child is not None:
            if self._child.ready and self._child.served < _RECYCLE:
                return self._child
            self._child.end()
        self._child = child = Child(_CHILD, str(self._memory), self._task)
        try:
            child.ask(None, timeout=_START_SECONDS)
        except GONE:
            raise ExtractionError(
                f"the process for {self._called} did not start; `framing doctor` may say why"
            ) from None
        return child


def serve(task: str, *, memory: int) -> None:
    """Answer one kind of task on the standard streams until they end, within ``memory`` bytes; run by the child."""
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a stray print of a library must not mix with the answers
    sys.addaudithook(refuse_network)
    work: Callable[..., Any]
    if task == "page":
        from framing.ingest.page import extract as work
    elif task == "blocks":
        from framing.ingest.blocks import blocks as work
    else:
        from framing.ingest.feed_parse import parse as work

    alarm = limits(memory)
    send(answers, b'{"ready": true}')
    while True:
        try:
            request = receive(sys.stdin.buffer)
        except EOFError:
            return
        # If the caller is killed, nobody is left to kill this process; the kernel then does it, even inside C.
        alarm(request["seconds"] + 2)
        try:
            answer: dict[str, Any] = {"found": work(**request["arguments"])}
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:  # noqa: BLE001  # third-party parsers on hostile input raise anything; it must fail alone
            answer = {"error": type(error).__name__}
        alarm(0)
        send(answers, json.dumps(answer).encode("ascii"))


#: The processes that all pages, feeds and pages of archives share.
WORKER = Worker()
FEED_WORKER = Worker("feed")
BLOCKS_WORKER = Worker("blocks")
for _worker in (WORKER, FEED_WORKER, BLOCKS_WORKER):
    atexit.register(_worker.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_worker.forget)
