"""Lanes of addresses: every task is done once, a host waits for its turn, and no thread outlives the work."""

from __future__ import annotations

import threading
import time

from framing.batch.lanes import Lanes


def _lanes(tasks: list[str], *, pause: float = 0.0, threads: int = 8) -> Lanes[str, str]:
    return Lanes(
        tasks,
        url=lambda task: task,
        work=str.upper,
        pause=lambda _: pause,
        over=threading.Event(),
        stop=threading.Event(),
        threads=threads,
    )


def _done(lanes: Lanes[str, str]) -> list[tuple[str, str]]:
    return [item for item in lanes.results() if item is not None]


def test_threads_end_with_the_work() -> None:
    before = threading.active_count()
    tasks = [f"https://host{n % 5}.example/{n}" for n in range(60)]
    for _ in range(5):
        assert sorted(_done(_lanes(tasks))) == sorted((task, task.upper()) for task in tasks)
    end = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.05)
    assert threading.active_count() == before, "a run that is over leaves no thread that goes on asking"


def test_a_lane_that_waits_for_its_host_is_not_forgotten() -> None:
    tasks = [f"https://slow.example/{n}" for n in range(4)] + ["https://quick.example/"]
    found = _done(_lanes(tasks, pause=0.05))
    assert len(found) == 5
    assert [task for task, _ in found if "slow" in task] == tasks[:4], "one host's addresses are asked for in order"
