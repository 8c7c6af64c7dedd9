"""One command, figures out: are articles on one event found in a pile, and nothing else with them.

``python -m benchmarks.events`` shuffles the 120 articles of the shared ``basil_dev`` (40 events, three outlets each)
and groups them: alone, with their dates hidden, and in a pile with 2,000 other articles. Precision and recall are over
pairs of articles. The thresholds were chosen on the odd events (the 1st, 3rd … in the order of their ids); the even
ones, which were not looked at, are printed apart. In the mixed pile nobody has labelled which of the 2,000 are on one
of these events too, so pairs with one of them are counted, and ``--show`` lists them for a reader.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from training.news_words import split_sample

from framing.compare.fingerprint import Fingerprint, fingerprint
from framing.compare.grouping import Event, group
from framing.types import Article

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs put together, pairs that belong together, and pairs that are both."""

    found: int
    wanted: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the found pairs that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the wanted pairs that were found."""
        return self.right / self.wanted if self.wanted else 1.0


def read_events(path: Path = DATA / "basil_dev.jsonl.gz") -> list[tuple[Article, str]]:
    """Return the labelled articles, each with the id of its event."""
    rows: dict[str, list[dict[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows.setdefault(row["group"], []).append(row)
    made = []
    for name, lines in rows.items():
        title = next((row["text"] for row in lines if row["id"].endswith("-title")), None)
        body = "\n\n".join(row["text"] for row in lines if not row["id"].endswith("-title"))
        article = Article(
            id=name, title=title, text=f"{title}\n\n{body}" if title else body, outlet=lines[0]["outlet"],
            published=lines[0]["date"], language="en",
        )  # fmt: skip
        made.append((article, lines[0]["event"]))
    return made


def pairs_of(events: Iterable[Event], prints: Sequence[Fingerprint], gold: dict[str, str], among: set[str]) -> Pairs:
    """Take the events found, and the true ones by article id; return the pairs among the articles of some events."""
    found = {
        frozenset((prints[a].id, prints[b].id))
        for event in events
        for a, b in combinations(event.members, 2)
        if {gold.get(prints[a].id), gold.get(prints[b].id)} <= among
    }
    by_event: dict[str, list[str]] = {}
    for name, event in gold.items():
        by_event.setdefault(event, []).append(name)
    wanted = {frozenset(pair) for event in among for pair in combinations(by_event[event], 2)}
    return Pairs(found=len(found), wanted=len(wanted), right=len(found & wanted))


def measure(
    prints: Sequence[Fingerprint], gold: dict[str, str], *, sets: dict[str, set[str]]
) -> tuple[dict[str, Pairs], tuple[Event, ...]]:
    """Take a pile; return the pairs of each set of events, and the events found."""
    events = group(prints)
    return {name: pairs_of(events, prints, gold, among) for name, among in sets.items()}, events


def others() -> list[Article]:
    """Return the 2,000 articles to mix in; a date that is no date is left out."""
    rows, _ = split_sample()
    return [
        Article(
            id=row["id"],
            title=row["title"],
            text=f"{row['title'] or ''}\n\n{row['text']}",
            outlet=row["outlet"],
            published=row["date"],
            language="en",
        )
        for row in rows
    ]


def time_many() -> None:
    """Print how long 20,000 articles take against parsing them for an analysis: the second half is a month later."""
    mixed, counted = split_sample()
    start = time.perf_counter()
    prints = [
        fingerprint(
            Article(id=row["id"], title=row["title"], text=row["text"], outlet=row["outlet"], published=row["date"])
        )
        for row in (*mixed, *counted)
    ]
    took = time.perf_counter() - start
    later = [
        replace(one, id=f"{one.id}+", when=replace(one.when, hours=one.when.hours + 720) if one.when else None)
        for one in prints
    ]
    start = time.perf_counter()
    events = group([*prints, *later])
    grouped = time.perf_counter() - start
    largest = max(len(event.members) for event in events)
    print(f"{len(prints) + len(later):,} articles: fingerprints {2 * took:.0f} s, grouping {grouped:.0f} s; "
          f"{len(events):,} events, the largest of {largest} articles")  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the titles of events with an article of the 2,000")
    parser.add_argument("--wrong", action="store_true", help="print the pairs of odd events that are missed")
    parser.add_argument("--many", action="store_true", help="only time 20,000 articles: the 10,000 shared ones, twice")
    options = parser.parse_args()
    if options.many:
        time_many()
        return
    labelled = read_events()
    random.Random(7).shuffle(labelled)
    gold = {article.id: event for article, event in labelled}
    order = sorted(set(gold.values()))
    sets = {"odd (chosen on)": set(order[::2]), "even (held out)": set(order[1::2]), "all": set(order)}
    plain = [fingerprint(article) for article, _ in labelled]
    more = [fingerprint(article) for article in others()]
    mixed = [*plain, *more]
    random.Random(7).shuffle(mixed)
    hidden = [replace(one, when=None) for one in plain]
    print(f"{'pile':<34}{'events':<18}{'precision':>10}{'recall':>8}   found/right/wanted pairs")
    for name, prints in (
        ("120 articles", plain),
        ("120 articles, dates hidden", hidden),
        ("120 and 2,000 others", mixed),
        ("120 and 2,000 others, dates hidden", [replace(one, when=None) for one in mixed]),
    ):
        start = time.perf_counter()
        figures, events = measure(prints, gold, sets=sets)
        took = time.perf_counter() - start
        for part, pairs in figures.items():
            counts = f"{pairs.found}/{pairs.right}/{pairs.wanted}"
            print(f"{name:<34}{part:<18}{pairs.precision:>10.3f}{pairs.recall:>8.3f}   {counts}")
        strangers = [e for e in events if {prints[n].id in gold for n in e.members} == {True, False}]
        joined = sum(prints[n].id not in gold for event in strangers for n in event.members)
        print(f"{'':<34}{len(events)} events, the largest of {max(len(e.members) for e in events)} articles; "
              f"{joined} of the others joined to {len(strangers)} of the labelled; {took:.1f} s")  # fmt: skip
        if options.show and prints is not plain:
            titles = {a.id: f"{a.published} {a.title}" for a in [*(a for a, _ in labelled), *others()]}
            for event in events:
                if len({prints[n].id in gold for n in event.members}) == 2 or len(prints) > 200:
                    for n in event.members:
                        print("   ", "=" if prints[n].id in gold else "+", titles[prints[n].id][:100])
                    print()
        if options.wrong and prints is plain:
            for event in sorted(sets["odd (chosen on)"]):
                numbers = [n for n, one in enumerate(prints) if gold[one.id] == event]
                if not any(set(numbers) <= set(e.members) for e in events):
                    print("  missed:", [one.title for one, e in labelled if e == event])


if __name__ == "__main__":
    main()
