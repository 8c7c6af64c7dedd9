"""Messages to and from a child process that can be killed at any moment, and what such a child may not do.

Pages, feeds and analyses run in such children: hostile input keeps C code busy for minutes, and only the kernel can end
that. A message is its length in a line, then JSON.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

#: What writing to or reading from a dead child raises.
GONE = (OSError, ValueError, EOFError)


def exchange(child: subprocess.Popen[bytes], message: bytes | None, *, timeout: float) -> dict[str, Any]:
    """Send one message and wait for the answer; a timer kills the child, which ends any wait for it here.

    Raises TimeoutError then, and one of ``GONE`` where the child died by itself.
    """
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
            send(child.stdin, message)
        answer = receive(child.stdout)
    except GONE:
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        timer.join()
    if late.is_set():  # the timer ran out as the answer came; the child is dead all the same
        raise TimeoutError
    return answer


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(b"%d\n" % len(message) + message)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any]:
    """Return the next message; raise EOFError where the stream ends first, ValueError where no length stands."""
    size = stream.readline(20)
    if not size.endswith(b"\n"):
        raise EOFError if not size else ValueError(size)
    body = stream.read(int(size))
    if len(body) != int(size):
        raise EOFError
    return cast("dict[str, Any]", json.loads(body))


def how_it_ended(code: int) -> str:
    """Take how a child ended; return it in words."""
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def refuse_network(event: str, _: Any) -> None:
    """Raise at an attempt to use the network: an audit hook of the child."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        raise PermissionError("extraction never uses the network")


def limits(memory: int) -> Callable[[float], object]:
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
