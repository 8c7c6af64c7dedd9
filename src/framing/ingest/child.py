"""A program and its arguments in, a process that answers messages out; one that owes an answer is not asked again.

Whatever ends an exchange before its answer has come (a limit, a crash, Ctrl-C) ends the process: an answer that is
still under way would be taken for that of the next question.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from typing import Any

from framing.children import exchange


class Child:
    """A process that runs ``program`` and speaks as ``framing.children`` says; how much it served, its owner counts.

    ``program`` is given ``sys.path`` as JSON, then ``arguments``. ``ask`` with no message takes the word that it is
    ready, and comes first.
    """

    def __init__(self, program: str, *arguments: str) -> None:
        places = json.dumps([place for place in sys.path if isinstance(place, str)])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-W", "ignore", "-c", program, places, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._owes = True
        self.served = 0

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def ready(self) -> bool:
        """Whether it can be asked: it runs, and it has answered everything so far."""
        return not self._owes and self._process.poll() is None

    def ask(self, message: bytes | None, *, timeout: float) -> dict[str, Any]:
        """Take a message and a limit in seconds; return the answer; raise as ``exchange``, the process ended then."""
        self._owes = True
        try:
            answer = exchange(self._process, message, timeout=timeout)
        except BaseException:
            self.end()
            raise
        self._owes = False
        return answer

    def kill(self) -> None:
        """Kill it, from any thread; whoever waits for its answer sees it gone."""
        self._process.kill()

    def end(self) -> int:
        """End it; return its status, its own where it died by itself. A second call only returns that."""
        self._owes = True
        process = self._process
        with contextlib.suppress(OSError, ValueError):
            if process.stdin:
                process.stdin.close()
        # One that died by itself is about to be seen as dead; its own status says more than our kill.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        return process.returncode or 0

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of this one; for use after a fork."""
        self._process.returncode = 0  # not ours to wait for
