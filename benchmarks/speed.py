"""One command, a table out: what an analysis costs, beside the parts it is made of and two familiar tools.

    python -m benchmarks.speed [--articles N]

All rows are measured in one run, in one process, on one thread, over the same articles of the shared
``allsides_sample``; what counts is their ratio. The full and the fast analysis do all that ``framing analyze`` does for
an article: structure, voice, lexicons, model, measures, readability. Memory is read after half of the articles and
after all: it must not grow.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides_sample.jsonl.gz"


def read_articles(count: int) -> list[Any]:
    """Return the first articles of the sample, title and body."""
    from framing.types import Article

    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    return [
        Article(id=str(number), text=f"{row['title']}\n\n{row['text']}", title=row["title"], language="en")
        for number, row in enumerate(rows)
    ]


def seconds(run: Callable[[], object]) -> float:
    """Run; return the processor seconds that it took."""
    started = time.process_time()
    run()
    return time.process_time() - started


def peak() -> float:
    """Return the most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def held() -> float:
    """Return the memory that this process holds now, in megabytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def voices(articles: list[Any]) -> float:
    """Return the processor seconds that quotations, speakers and actors take, once the parse is there."""
    from framing.actors import find_actors
    from framing.language import given_back, parse_texts
    from framing.quotes.marks import find_marked
    from framing.quotes.names import Names
    from framing.quotes.quotations import quotes_from_parse
    from framing.structure import find_parts, find_sentences

    took = 0.0
    for article in articles:
        parts = find_parts(article)
        sentences = find_sentences(article, parts)
        with given_back():
            doc = next(iter(parse_texts([(article.text, sentences)])))
            started = time.process_time()
            marked = find_marked(article.text, parts)
            names = Names(doc, marked=marked)
            find_actors(doc, names, quotes_from_parse(article.text, sentences, marked, doc, names))
            took += time.process_time() - started
            del doc, names
    return took


def startup() -> Iterator[tuple[str, float]]:
    """Yield the time to the first byte of the help and of an empty interpreter: the median of nine runs each."""
    for name, command in (("python -c pass", ["-c", "pass"]), ("framing --help", ["-m", "framing", "--help"])):
        times = []
        for _ in range(9):
            started = time.perf_counter()
            with subprocess.Popen(
                [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as child:
                assert child.stdout is not None
                child.stdout.read(1)
                times.append(time.perf_counter() - started)
        yield name, statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()

    from framing.language import pipeline
    from framing.lexicon import load
    from framing.matching.matcher import Matcher
    from framing.pipeline import analyze_all
    from framing.scoring import build

    articles = read_articles(options.articles)
    half = len(articles) // 2
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words / len(articles):.0f} words each, one thread")

    started = time.process_time()
    lexicon = load()
    loading = time.process_time() - started
    building = seconds(lambda: Matcher(lexicon))
    scorers, quick = build(lexicon), build(lexicon, fast=True)
    print(f"lexicons: {lexicon.size} cues read in {loading:.2f} s, made ready to search in {building:.2f} s")

    from textblob.en import sentiment
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    nlp = pipeline()

    def full(some: list[Any]) -> None:
        for _ in analyze_all(some, scorers):
            pass

    def fast(some: list[Any]) -> None:
        for _ in analyze_all(some, quick, fast=True):
            pass

    for warm in (full, fast):
        warm(articles[:3])
    list(nlp.pipe([article.text for article in articles[:3]]))

    full(articles[:half])
    after_half = held()
    rows = {
        "framing": seconds(lambda: full(articles)),
        "framing --fast": seconds(lambda: fast(articles)),
    }
    after_all, most = held(), peak()
    rows["spaCy's pipeline alone"] = seconds(lambda: list(nlp.pipe([a.text for a in articles], batch_size=16)))
    rows["VADER"] = seconds(lambda: [vader.polarity_scores(a.text) for a in articles])
    rows["TextBlob"] = seconds(lambda: [sentiment(a.text) for a in articles])
    base = rows["spaCy's pipeline alone"]
    voice = voices(articles)
    print(f"{'':26}{'articles/s':>11}{'ms each':>9}{'x spaCy':>9}")
    for name, took in rows.items():
        print(f"{name:26}{len(articles) / took:11.1f}{1000 * took / len(articles):9.1f}{took / base:9.2f}")
    print(f"the full analysis costs {rows['framing'] / base:.2f} x spaCy alone (at most 2.5)")
    print(
        f"quotations, speakers and actors cost {1000 * voice / len(articles):.1f} ms each, "
        f"{voice / rows['framing']:.1%} of the full analysis (at most 10%)"
    )
    print(f"--fast is {rows['framing'] / rows['framing --fast']:.1f} x faster than full (at least 8)")
    print(
        f"memory: {after_half:.0f} MB held after {half} articles, {after_all:.0f} MB after "
        f"{half + len(articles) * 2}; peak {most:.0f} MB"
    )
    times = dict(startup())
    for name, took in times.items():
        print(f"first byte of {name:16} {1000 * took:6.0f} ms")
    print(f"difference {1000 * (times['framing --help'] - times['python -c pass']):.0f} ms (at most 300)")


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # Thread counts are read when the libraries are loaded, so they are set in a process of their own.
        sys.exit(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.speed", *sys.argv[1:]], env={**os.environ, **ONE_THREAD}
            ).returncode
        )
    main()
