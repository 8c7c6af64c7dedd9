"""One command, memory and time of a corpus report out: ten times the articles must not cost more memory or time each.

    python -m benchmarks.corpus [--articles N]

It writes the shared ``allsides_sample`` to two tables, one of N articles (default 20,000: the sample used twice, with
a line added so that no text repeats) and one of a tenth, and runs ``framing report TABLE --fast`` on each, one after
the other, on one thread. Printed are the most memory that each held, the processor seconds an article, and both
ratios; then the size of the largest pages, which must stay within their caps.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed import DATA, ONE_THREAD

MEMORY, TIME, CAP = 1.2, 1.15, 500_000


def write_table(path: Path, count: int) -> None:
    """Write so many articles of the sample as JSON Lines; when it is used up, again with a line of their own."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for copy in range(1, 1000):
            with gzip.open(DATA, "rt", encoding="utf-8") as lines:
                for line in lines:
                    if written == count:
                        return
                    row = json.loads(line)
                    text = row["text"] if copy == 1 else f"{row['text']}\n\nThis is copy {copy} of the article."
                    article = {"id": f"{row['id']}-{copy}", "title": row["title"], "text": text}
                    article |= {"outlet": row["outlet"], "published": row["date"], "url": row["url"]}
                    file.write(json.dumps(article) + "\n")
                    written += 1


def report(table: Path, folder: Path) -> tuple[float, float, float]:
    """Run the report in a process of its own; return its peak memory in MB, processor seconds and seconds."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "framing", "report", str(table), "-o", str(folder), "--fast"]
    with subprocess.Popen(
        command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"the report ended with {child.returncode}")
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    options = parser.parse_args()
    sizes = (options.articles // 10, options.articles)
    found = []
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            table, folder = Path(place) / f"{size}.jsonl", Path(place) / str(size)
            write_table(table, size)
            memory, used, took = report(table, folder)
            found.append((memory, used / size))
            each = f"{1000 * used / size:6.1f} ms of processor time each"
            print(f"{size:7,} articles: {memory:6.0f} MB, {each}, {took:.0f} s", flush=True)
            largest = sorted(((p.stat().st_size, p.name) for p in folder.glob("*.html") if _of_corpus(p)), reverse=True)
            for bytes_, name in largest[:3]:
                print(f"          {name}: {bytes_ / 1000:.0f} KB{'' if bytes_ <= CAP else ' OVER THE CAP'}")
    memory, each = found[1][0] / found[0][0], found[1][1] / found[0][1]
    print(f"memory {memory:.2f} x (at most {MEMORY}), time an article {each:.2f} x (at most {TIME})")
    sys.exit(memory > MEMORY or each > TIME)


def _of_corpus(path: Path) -> bool:
    return path.name.startswith(("index", "outlets", "words", "names", "sources", "data"))


if __name__ == "__main__":
    main()
