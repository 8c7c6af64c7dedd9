"""How well feeds are read: gofeed's 1,091 test files against its own expectations, and 100 real feeds of 2026.

    python -m benchmarks.feeds            print the tables (part of ``make quality``)
    python -m benchmarks.feeds --all      also name every file that differs

The number of items, and titles, links and dates where gofeed expects some, as parsed; titles are compared as text, as
ours have no markup. Well-formed means that a parser which repairs nothing reads the file. Every file, expectations
too, goes through ``read_feed`` as a night's feed would, and its time is taken.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from framing.ingest.feed import Feed, read_feed
from framing.ingest.feed_parse import RawItem, parse

ROOT = Path(__file__).resolve().parent.parent
URL = "https://feeds.example.org/feed.xml"


def files(archive: Path) -> dict[str, bytes]:
    """Take an archive; return its files by path."""
    with tarfile.open(archive) as packed:
        return {
            member.name: found.read()
            for member in packed
            if member.isfile() and (found := packed.extractfile(member)) is not None
        }


def pairs(found: dict[str, bytes]) -> Iterator[tuple[str, bytes, dict[str, Any] | None]]:
    """Take gofeed's files; yield each feed's name, body, and the parsed expectation if there is one."""
    for name, body in sorted(found.items()):
        if name.endswith("_expected.json"):
            continue
        stem = name.rpartition(".")[0]
        beside = f"{stem}.json" if name.endswith(".xml") else f"{stem}_expected.json"
        if name.endswith(".json") and (f"{stem}.xml" in found or not ("/json/" in name or "universal" in name)):
            continue
        yield name, body, json.loads(found[beside]) if beside in found else None


def well_formed(body: bytes) -> bool:
    """Take a file; tell whether a parser that repairs nothing reads it."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    if body.lstrip().startswith(b"{"):
        try:
            return isinstance(json.loads(body), dict)
        except ValueError:
            return False
    try:
        fromstring(body, XMLParser(resolve_entities=False, no_network=True))
    except (XMLSyntaxError, ValueError):
        return False
    return True


def expected_items(expected: dict[str, Any]) -> list[dict[str, Any]]:
    """Take an expectation; return its items, whatever they are called."""
    return expected.get("items") or expected.get("entries") or []


def read_timed(body: bytes) -> tuple[Feed, float]:
    """Take a body; return the feed and how many seconds it took."""
    began = time.perf_counter()
    feed = read_feed(body, url=URL, now=datetime.fromisoformat("2026-11-24T00:00:00+00:00"))
    return feed, time.perf_counter() - began


def day(text: object) -> str | None:
    """Take a date of either side; return it to the second in UTC, or None."""
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")).strftime("%FT%T") if text else None
    except ValueError:
        return None


def fields(item: dict[str, Any]) -> dict[str, str | None]:
    """Take an item that gofeed expects; return what it says of title, link and date."""
    links = item.get("links") or []
    first = links[0] if links else None
    alternate = next((link for link in links if isinstance(link, dict) and link.get("rel") == "alternate"), first)
    linked = item.get("link") or (alternate.get("href") if isinstance(alternate, dict) else alternate)
    date = item.get("publishedParsed") or item.get("pubDateParsed") or item.get("date_published")
    return {
        "title": item.get("title"),
        "link": linked or item.get("url"),
        "date": day(date or item.get("updatedParsed") or item.get("date_modified")),
    }


def compare(expected: dict[str, Any], items: list[RawItem], tally: Counter[tuple[str, str]]) -> list[str]:
    """Take what is expected and what was parsed; count agreement by field; return the differences as lines."""
    lines = []
    for wanted, item in zip(expected_items(expected), items, strict=False):
        has = {"title": item["title"], "link": item["link"], "date": day(item["date"])}
        for name, value in fields(wanted).items():
            if value is None or value == "":
                continue
            same = _plain(value) == _plain(has[name] or "")
            tally[name, "same" if same else "other"] += 1
            if not same:
                lines.append(f"{name}: {value[:60]!r} expected, {(has[name] or 'nothing')[:60]!r} found")
    return lines


def _plain(text: str) -> str:
    """Return a text without markup, control characters and a last slash: gofeed keeps what is escaped twice."""
    return re.sub(r"<[^<>]*>|[\x00-\x20]", "", unescape(unescape(text))).rstrip("/")


def gofeed(archive: Path, *, every: bool) -> None:
    """Print how gofeed's files are read."""
    counts: Counter[str] = Counter()
    tally: Counter[tuple[str, str]] = Counter()
    slowest = (0.0, "")
    other_counts, other_fields = [], []
    found = files(archive)
    for name, body in found.items():
        slowest = max(slowest, (read_timed(body)[1], name))
    for name, body, expected in pairs(found):
        feed, took = read_timed(body)
        slowest = max(slowest, (took, name))
        form = "well-formed" if well_formed(body) else "broken"
        counts[form] += 1
        counts["no feed"] += feed.fault is not None
        if expected is None:
            counts["without expectation"] += 1
            if feed.fault:
                other_counts.append(f"{name}: {feed.message}")
            continue
        counts[f"{form}, compared"] += 1
        wanted = len(expected_items(expected))
        same = feed.read == wanted
        counts[f"{form}, same number"] += same
        if not same:
            other_counts.append(f"{name} ({form}): {wanted} expected, {feed.read} found; {feed.message or ''}")
        items = parse(base64.b64encode(body).decode(), {})["items"]
        other_fields += [f"{name}: {line}" for line in compare(expected, items, tally)]
    print(f"gofeed: {len(found):,} files, none raised; slowest {slowest[0]:.2f} s ({slowest[1].rpartition('/')[2]})")
    for form in ("well-formed", "broken"):
        same, of = counts[f"{form}, same number"], counts[f"{form}, compared"]
        print(
            f"  {form:<12} {counts[form]:>4} feeds, {of} with an expectation: same number of items in {share(same, of)}"
        )
    for field in ("title", "link", "date"):
        same, other = tally[field, "same"], tally[field, "other"]
        print(f"  {field:<12} same in {share(same, same + other)} of the items where one is expected")
    print("  another number of items, or no feed:")
    for line in other_counts:
        print(f"    {line}")
    for line in other_fields if every else other_fields[:12]:
        print(f"    {line}")
    if not every and len(other_fields) > 12:
        print(f"    … and {len(other_fields) - 12} more fields (--all)")


def real(archive: Path) -> None:
    """Print how the real feeds are read."""
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    slowest = 0.0
    for name, body in sorted(files(archive).items()):
        feed, took = read_timed(body)
        slowest = max(slowest, took)
        total["feeds"] += 1
        total["no feed"] += feed.fault is not None
        total["read"] += feed.read
        total["entries"] += len(feed.entries)
        total["repeated"] += feed.repeated
        total["tossed"] += feed.tossed
        total["dated"] += sum(entry.published is not None for entry in feed.entries)
        total["without guid"] += sum(entry.guid is None for entry in feed.entries)
        total["damaged"] += bool(feed.problems)
        reasons.update(item.reason for item in feed.rejected)
        if feed.fault or not feed.read:
            print(f"  {name}: {feed.message or 'no items'}")
    print(f"real feeds: {total['feeds']}, of these {total['no feed']} no feed; slowest {slowest:.2f} s")
    print(
        f"  {total['read']:,} items = {total['entries']:,} entries + {sum(reasons.values())} without a usable link "
        f"({', '.join(f'{count} {reason}' for reason, count in reasons.most_common()) or 'none'}) + "
        f"{total['repeated']} repeated + {total['tossed']} beyond the newest 2,000"
    )
    print(
        f"  {share(total['dated'], total['entries'])} of the entries have a date, "
        f"{share(total['without guid'], total['entries'])} no guid; {total['damaged']} feeds are damaged or odd"
    )


def share(part: int, whole: int) -> str:
    """Take a part and a whole; return both with the share in per cent."""
    return f"{part:,} of {whole:,} ({100 * part / whole:.1f} %)" if whole else "0 of 0"


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--all", action="store_true", help="name every difference")
    options = parser.parse_args(arguments)
    if not (options.data / "feeds_gofeed.tar.gz").exists():
        print(f"feeds: no data at {options.data}; give --data")
        raise SystemExit(2)
    gofeed(options.data / "feeds_gofeed.tar.gz", every=options.all)
    real(options.data / "feeds_real.tar.xz")


if __name__ == "__main__":
    main()
