"""Steps and two inputs in, the steps out whose cost grows faster than the input does."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from typing import Any

#: Four times as much takes 4 times as long if the cost is linear, 16 times if it is quadratic; other work blurs both.
MOST = 8.0
#: Seconds: what takes less at first is no cost, and its ratio is noise.
_LEAST = 0.004
_TRIES = 4
#: Seconds that no step may take, however its cost grows.
_LONGEST = 30.0


def steep(small: Any, large: Any, *steps: Callable[[Any], Any]) -> dict[int, float]:
    """Take an input, one four times as large, and steps that each take what the one before returned; return the steps
    (from 0) that take more than ``MOST`` times as long on the larger one, and how many times.

    The fastest of up to four runs counts, in processor time and without garbage collection, after one that loads what
    is loaded once. A step that takes longer than any may is returned too.
    """
    value = small
    for step in steps:
        value = step(value)
    few, many = [math.inf] * len(steps), [math.inf] * len(steps)
    found: dict[int, float] = {}
    gc.disable()
    try:
        for _ in range(_TRIES):
            for value, fastest in ((small, few), (large, many)):
                for place, step in enumerate(steps):
                    started = time.process_time()
                    value = step(value)
                    fastest[place] = min(fastest[place], time.process_time() - started)
            ratios = {place: many[place] / max(few[place], _LEAST) for place in range(len(steps))}
            found = {
                place: round(ratio, 1) for place, ratio in ratios.items() if ratio > MOST or many[place] > _LONGEST
            }
            if not found:
                break
    finally:
        gc.enable()
    return found
