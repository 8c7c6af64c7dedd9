"""Run thirty nights of two hundred feeds on loopback: is anything lost or doubled, do memory and time stay flat.

    PYTHONPATH=src:. python -m benchmarks.nights [--nights 30] [--feeds 200] [--seed 1]

Outlets publish, edit and withdraw articles, repeat guids, copy each other, answer 404, 429 and 503, date items in the
future, and close for good. The simulator keeps a ledger of its own; after the last night the state must agree with it.
The server's log shows whether unchanged feeds were asked with their validators and whether pauses were kept. Scoring is
left out: what is looked at is the keeping. One night is one day of the rehearsal's clock.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.newsroom import Newsroom, Story, day
from framing.batch.check import find_problems
from framing.batch.clock import Clock
from framing.batch.files import Folder
from framing.batch.nightly import Outcome, run_night
from framing.batch.settings import batch_settings
from framing.batch.state import State
from framing.ingest.feeds_file import parse_feeds_file
from framing.ingest.fetch import Fetcher
from framing.ingest.urls import article_key

_EDIT = b"This sentence was put in later"


@dataclass(slots=True)
class Ledger:
    """What must be in the state: articles by key with the versions to be seen, those taken away, feeds that closed."""

    published: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    pauses: dict[str, int] = field(default_factory=dict)


def simulate(nights: int, feeds: int, seed: int, out: Path, *, say: bool = True) -> list[str]:
    """Run the nights; return what does not agree, nothing where all does."""
    chance = random.Random(seed)
    ledger = Ledger()
    faults: list[str] = []
    seconds: list[float] = []
    memory: list[int] = []
    with Newsroom(hosts=16) as room:
        for number in range(feeds):
            outlet = room.outlet(f"outlet-{number:03}")
            for _ in range(3):
                _publish(room, ledger, outlet.publish(day(0), length=9))
        for number in range(nights):
            if number:
                _one_day(room, ledger, chance, number, nights)
            room.log.clear()
            outcome, took = _night(room, out, number)
            seconds.append(1000 * took / max(outcome.tally.seen + len(room.outlets), 1))
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            faults += _look_at_log(room, number, ledger)
            if say:
                print(f"night {number + 1:>2}: {outcome.summary()} · {memory[-1]} MB at most so far", flush=True)
        faults += _compare(room, ledger, out)
    if say:
        early, late = statistics.median(seconds[2:8]), statistics.median(seconds[-6:])
        print(
            f"computing per feed and article of a night: {early:.1f} ms early on, {late:.1f} ms at the end, "
            f"{late / early:.2f} times as much (waits for servers and for other programs are not in it)"
        )
        print(f"memory at most: {memory[min(5, nights - 1)]} MB after 6 nights, {memory[-1]} MB at the end")
    return faults


def _publish(room: Newsroom, ledger: Ledger, story: Story) -> None:
    ledger.published[_key(room, story)] = 1


def _key(room: Newsroom, story: Story) -> str:
    return article_key(room.origin(story.outlet) + story.path) or ""


def _one_day(room: Newsroom, ledger: Ledger, chance: random.Random, number: int, nights: int) -> None:
    """Let a day pass: a third of the outlets publish, and things go wrong here and there."""
    for outlet in room.outlets.values():
        if outlet.name in ledger.closed:
            continue
        outlet.answer = None
        if chance.random() < 0.35:
            twice = "again-and-again" if chance.random() < 0.1 else ""
            for _ in range(chance.randint(1, 2)):
                story = outlet.publish(day(number), length=9, guid=twice)
                if chance.random() < 0.05:
                    story.published = day(number + 400)  # a clock that is wrong
                if chance.random() < 0.05:
                    other = chance.choice(list(room.outlets.values()))
                    story.body = other.stories[0].body[:]  # a copy
                _publish(room, ledger, story)
        fate = chance.random() if number < nights - 3 else 1.0  # at the end, time to see what came
        fresh = [
            story
            for story in outlet.stories
            if story.published.date() == day(number - 1).date() and story.status == 200
        ]
        if fate < 0.03 and fresh:  # looked at again tonight, so the edit must be seen
            fresh[0].body[1] = f"This sentence was put in later, on day {number}, by {outlet.name}."
            ledger.published[_key(room, fresh[0])] = 2
        elif fate < 0.05 and fresh:
            fresh[0].status = chance.choice([404, 410])
            ledger.withdrawn.add(_key(room, fresh[0]))
        elif fate < 0.06:
            outlet.answer = lambda headers: (404, {}, b"")
        elif fate < 0.07:
            outlet.answer = lambda headers: (429, {"Retry-After": str(30 * 3600)}, b"")
            ledger.pauses[outlet.name] = number
        elif fate < 0.08:
            outlet.answer = lambda headers: (503, {}, b"")
        elif fate < 0.083 and number > 3:
            outlet.answer = lambda headers: (410, {}, b"")
            ledger.closed.add(outlet.name)
            for story in [story for story in outlet.stories if story.published.date() == day(number).date()]:
                ledger.published.pop(_key(room, story), None)  # never to be seen in the feed


def _night(room: Newsroom, out: Path, number: int) -> tuple[Outcome, float]:
    file = parse_feeds_file(room.feeds_file(batch="analyze = false\nkeep_pages_days = 7").encode(), path="feeds.toml")
    settings = batch_settings(file.batch, path=file.path)
    began = time.process_time()
    with Fetcher(file.settings) as fetcher:
        outcome = run_night(
            out,
            file,
            settings,
            fetcher=fetcher,
            clock=Clock(frozen=day(number)),
            stop=threading.Event(),
            say=lambda _: None,
        )
    return outcome, time.process_time() - began


def _look_at_log(room: Newsroom, number: int, ledger: Ledger) -> list[str]:
    """Check the night from the server's side."""
    asked = [one for one in room.log if one.path.endswith("/feed.xml")]
    faults = [
        f"night {number}: {name} was asked twice" for name in {a.path for a in asked if _count(asked, a.path) > 1}
    ]
    late = [one for one in asked if one.path.split("/")[1] in ledger.closed]
    known = {one.path for one in late if one.status == 410}
    faults += [f"night {number}: a feed that is gone was asked again" for one in late if one.path not in known]
    if number > 1:
        healthy = [one for one in asked if one.status in (200, 304)]
        whole = sum(not one.conditional for one in healthy)
        if whole > len(healthy) * 0.1:
            faults.append(f"night {number}: {whole} of {len(healthy)} feeds were asked without their validators")
        if not any(one.status == 304 for one in healthy):
            faults.append(f"night {number}: no 304")
    pages = [one.path for one in room.log if one.path.endswith(".html")]
    faults += (
        [f"night {number}: {len(pages) - len(set(pages))} pages were fetched twice"]
        if len(pages) > len(set(pages))
        else []
    )
    return faults


def _count(asked: list[object], path: str) -> int:
    return sum(getattr(one, "path", None) == path for one in asked)


def _compare(room: Newsroom, ledger: Ledger, out: Path) -> list[str]:
    """Compare the state with the ledger."""
    state = State(out, create=False)
    have = {
        row["key"]: row["n"]
        for row in state.rows(
            "SELECT a.key, count(v.number) AS n FROM articles a LEFT JOIN versions v ON v.article = a.id GROUP BY a.id"
        )
    }
    # edited before its host let us fetch it: there is one version, and it must be the edited one
    folder = Folder(out)
    late = {
        row["key"]
        for row in state.rows("SELECT a.key, v.document FROM articles a JOIN versions v ON v.article = a.id")
        if ledger.published.get(row["key"]) == 2 and have[row["key"]] == 1 and _EDIT in folder.read(row["document"])
    }
    ledger.published |= dict.fromkeys(late, 1)
    gone = {row["key"] for row in state.rows("SELECT key FROM articles WHERE withdrawn IS NOT NULL")}
    off = {row["name"] for row in state.rows("SELECT name FROM feeds WHERE disabled_reason IS NOT NULL")}
    faults = find_problems(Folder(out), state)
    state.close()
    # taken away before its host let us fetch it: there is nothing to keep, and the state knows it as not fetched
    early = {key for key in ledger.withdrawn if have.get(key) == 0}
    ledger.withdrawn -= early
    ledger.published |= dict.fromkeys(early, 0)
    shown = {_key(room, story) for outlet in room.outlets.values() if outlet.answer for story in outlet.stories}
    lost = [key for key in ledger.published if key not in have and key not in shown]
    faults += [f"lost: {key}" for key in lost] + [
        f"never published: {key}" for key in have if key not in ledger.published
    ]
    faults += [
        f"{key}: {have[key]} versions, {count} expected"
        for key, count in ledger.published.items()
        if key in have and have[key] != count and key not in shown
    ]
    faults += [f"withdrawn and not noted: {key}" for key in ledger.withdrawn - gone] + [
        f"noted: {key}" for key in gone - ledger.withdrawn
    ]
    faults += [f"{name} closed for good, and is still asked" for name in ledger.closed - off]
    print(f"{len(late)} articles were edited and {len(early)} taken away before their host let us fetch them")
    print(f"{len(have)} articles, {sum(have.values())} versions, {len(gone)} withdrawn, {len(off)} feeds switched off")
    return faults


def main() -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = simulate(chosen.nights, chosen.feeds, chosen.seed, Path(folder) / "out")
    print("nothing lost, doubled or made up" if not faults else "\n".join(faults[:40]))


if __name__ == "__main__":
    main()
