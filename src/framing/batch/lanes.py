"""Addresses to fetch in, what became of each out, in any order: one lane a host, several lanes at once.

A lane is worked on by one thread at a time and waits for its host's turn without holding a thread, so that hosts take
turns and a slow one keeps nobody. Threads are daemons: a run that is told to stop does not wait for a slow server.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar
from urllib.parse import urlsplit

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_TICK = 0.2
_LONGEST = 120.0


def host_of(url: str) -> str:
    """Take an address; return its host in lower case, "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


class Lanes(Generic[_Task, _Result]):
    """Works on tasks in threads; ``results`` yields (task, result) as they come, until all are done.

    With ``over`` set no task is begun any more, and those in work are waited for; with ``stop`` nothing is.

    ``pause`` tells in how many seconds the host of an address may be asked again; ``most`` is how many results may wait
    to be taken, so that memory does not grow where the taker is slower.
    """

    def __init__(
        self,
        tasks: Iterable[_Task],
        *,
        url: Callable[[_Task], str],
        work: Callable[[_Task], _Result],
        pause: Callable[[str], float],
        over: threading.Event,
        stop: threading.Event,
        threads: int,
        most: int = 32,
    ) -> None:
        self._url, self._work, self._pause = url, work, pause
        self._over, self._stop = over, stop
        self._busy = 0
        self._room = threading.Semaphore(most)
        self._out: SimpleQueue[tuple[_Task, _Result | BaseException]] = SimpleQueue()
        lanes: dict[str, deque[_Task]] = {}
        self._left = 0
        for task in tasks:
            lanes.setdefault(host_of(url(task)), deque()).append(task)
            self._left += 1
        self._unbegun = self._left
        self._order = 0
        self._waiting: list[tuple[float, int, deque[_Task]]] = []
        self._lock = threading.Lock()
        for lane in lanes.values():
            self._push(0.0, lane)
        for _ in range(min(threads, len(lanes))):
            threading.Thread(target=self._serve, daemon=True).start()

    def results(self) -> Iterator[tuple[_Task, _Result] | None]:
        """Yield each task with its result, and None where nothing came for a while; see the class for the end."""
        while self._left and not self._stop.is_set() and not (self._over.is_set() and not self._busy):
            try:
                task, result = self._out.get(timeout=_TICK)
            except Empty:
                yield None
                continue
            self._left -= 1
            self._room.release()
            with self._lock:
                self._busy -= 1
            if isinstance(result, BaseException):
                raise result
            yield task, result

    def _push(self, when: float, lane: deque[_Task]) -> None:
        with self._lock:
            self._order += 1
            heapq.heappush(self._waiting, (when, self._order, lane))

    def _serve(self) -> None:
        while not self._stop.is_set() and not self._over.is_set():
            with self._lock:
                if not self._unbegun:  # a thread that went on asking would ask for ever
                    return
                ready = self._waiting and self._waiting[0][0] <= time.monotonic()
                self._unbegun -= bool(ready)
                self._busy += bool(ready)
                lane = heapq.heappop(self._waiting)[2] if ready else None
                wait = self._waiting[0][0] - time.monotonic() if self._waiting and not ready else _TICK
            if lane is None:
                self._stop.wait(min(max(wait, 0.005), _TICK))
                continue
            task = lane.popleft()
            while not self._room.acquire(timeout=_TICK):
                if self._stop.is_set():
                    return
            try:
                self._out.put((task, self._work(task)))
            except BaseException as error:  # noqa: BLE001  # raised again where results are taken
                self._out.put((task, error))
            if lane:
                wait = self._pause(self._url(lane[0]))
                # a host that asked for hours is not waited for: the fetcher says so at once, and the next night asks
                self._push(time.monotonic() + (wait if wait <= _LONGEST else 0.0), lane)
