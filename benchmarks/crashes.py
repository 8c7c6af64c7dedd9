"""Kill the nightly run again and again, and see whether anything is lost, doubled or half there.

    PYTHONPATH=src:. python -m benchmarks.crashes [--kills 80] [--seed 1]

Two nights on a loopback newsroom, once left in peace, once killed (SIGKILL) at every named step and at random moments,
then run to the end. After each kill the state and every stored file are checked; at the end all files and all rows must
be those of the night left in peace, byte for byte. Every stored time is that of the rehearsal's clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.newsroom import Newsroom, day
from framing.batch.check import find_problems
from framing.batch.crash import STEPS
from framing.batch.files import Folder
from framing.batch.schema import NAME
from framing.batch.state import State

_ROWS = ("feeds", "items", "articles", "versions", "scores", "tables", "aliases")


def night(feeds: Path, out: Path, number: int, *, crash: str | None = None, after: float | None = None) -> int:
    """Run one night in a process; kill it at a step or after some seconds; return its exit status (-9: killed)."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(day(number).timestamp()))}
    if crash:
        environment["FRAMING_CRASH_AT"] = crash
    command = [sys.executable, "-m", "benchmarks.night_child", str(feeds), str(out), "--stub"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
    if process.returncode not in (0, 3, -9):
        raise AssertionError(said.decode())
    return process.returncode


def result(out: Path) -> dict[str, object]:
    """Return what a batch has come to: every file's bytes, every row, without what only tells of runs."""
    files = {
        str(path.relative_to(out)): path.read_bytes()
        for top in ("articles", "pages", "parquet", "runs")
        for path in sorted((out / top).rglob("*"))
        if path.is_file() and path != out / "runs" / "index.html"
    }
    state = State(out, create=False)
    rows: dict[str, object] = {
        table: sorted(json.dumps([repr(value) for value in row]) for row in state.rows(f"SELECT * FROM {table}"))
        for table in _ROWS
    }
    state.close()
    return {**files, **rows}


def problems(out: Path) -> list[str]:
    """Return what is wrong in a folder whose run was just killed; half-written files are the next run's to clear."""
    if not (out / NAME).is_file():
        return []
    state = State(out, create=False)
    try:
        return find_problems(Folder(out), state, running=True)
    finally:
        state.close()


def world(room: Newsroom, *, outlets: int = 4, stories: int = 5) -> None:
    """Fill a newsroom for the first night."""
    for number in range(outlets):
        outlet = room.outlet(f"outlet-{number}")
        for _ in range(stories):
            outlet.publish(day(0), length=12)
    room.outlets["outlet-0"].stories[1].status = 500
    room.outlets["outlet-1"].stories[0].body = room.outlets["outlet-2"].stories[0].body


def second_night(room: Newsroom) -> None:
    """Change the newsroom for the second night: something new, an edit, a withdrawal."""
    room.outlets["outlet-0"].publish(day(1), length=12)
    room.outlets["outlet-1"].stories[2].body[1] = "The council has now written this sentence anew and in full."
    room.outlets["outlet-2"].stories[3].status = 410


def kills(count: int, seed: int) -> Iterator[tuple[str | None, float | None]]:
    """Yield ways to die: every named step, the third time too where a step comes often, then random moments."""
    named = [f"{name}:{nth}" for nth in (1, 3) for name in STEPS if nth == 1 or name not in ("started", "ended")]
    chance = random.Random(seed)
    for number in range(count):
        if number < len(named):
            yield named[number], None
        else:
            yield None, chance.uniform(0.4, 2.5)


def rehearse(root: Path, ways: list[tuple[str | None, float | None]]) -> dict[str, int]:
    """Run both nights in peace and killed in these ways; return counts; AssertionError where anything differs."""
    with Newsroom(hosts=3) as room:
        world(room)
        feeds = root / "feeds.toml"
        feeds.write_text(room.feeds_file(batch="keep_pages_days = 400"))
        calm, hit = root / "calm", root / "hit"
        died = 0
        assert night(feeds, calm, 0) == 3  # one page answers 500
        half = len(ways) // 2
        for part, number in ((ways[:half], 0), (ways[half:], 1)):
            if number == 1:
                second_night(room)
                night(feeds, calm, 1)
            for crash, after in part:
                died += night(feeds, hit, number, crash=crash, after=after) == -9
                assert not (found := problems(hit)), (crash, after, found)
            night(feeds, hit, number)
            assert not list((hit / "tmp").glob("*.tmp"))
            one, two = result(calm), result(hit)
            different = [name for name in sorted({*one, *two}) if one.get(name) != two.get(name)]
            assert not different, (number, different[:10])
    return {"kills": len(ways), "died": died, "same": len(one)}


def main() -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = rehearse(Path(folder), list(kills(chosen.kills, chosen.seed)))
    print(
        f"{counts['kills']} kills asked for, {counts['died']} processes died by them; every check after each held; "
        f"{counts['same']} files and tables as in the nights left in peace; {time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
