"""One command, two ratios out: what ten thousand terms cost beside one thousand, and what matching costs at all.

    python -m benchmarks.matching [--articles N] [--repeats N]

The 10,000 terms are drawn by a fixed seed from the cues that ship, with the conditions of their groups; the 1,000 are
drawn from those. Constructions over the parse are no terms: all of them are in every row. The articles of the shared
``allsides_sample`` are parsed once. Everything runs in one process, on one thread, in turns: each repeat times the
1,000, the 10,000, the lexicons whole and the full analysis one after the other, so that a slow moment of the machine
falls on all of them; a ratio is the median over the repeats.

"Matching" is what every term adds to: the walk over the tokens and the conditions of what it meets. Terms that stand in
a text make hits, and ten times the terms make ten times the hits, each with its conditions. To tell the two apart, one
row has the 1,000 terms and 9,000 more that do not occur in these articles: it is what the mere number of terms costs.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from framing.lexicon import Cue, Lexicon, Rule, load
from framing.matching.matcher import Matcher
from framing.types import ParsedArticle

from .speed import ONE_THREAD, read_articles, seconds

SEED = 20_240_501
MANY, FEW = 10_000, 1_000
MOST_GROWTH, MOST_SHARE = 1.10, 0.05


def terms(lexicon: Lexicon) -> list[tuple[int, Cue]]:
    """Return the cues of a lexicon, each with the number of its rule, in an order drawn by the seed."""
    every = [(n, cue) for n, rule in enumerate(lexicon.rules) if rule.pattern is None for cue in rule.cues]
    random.Random(SEED).shuffle(every)
    return every


def with_terms(lexicon: Lexicon, chosen: list[tuple[int, Cue]]) -> Lexicon:
    """Take a lexicon and some of its cues; return it with those only, the rules that still have any, and all of its
    constructions.
    """
    kept: dict[int, list[Cue]] = defaultdict(list)
    for number, cue in chosen:
        kept[number].append(cue)
    rules: list[Rule] = [
        rule if rule.pattern else replace(rule, cues=tuple(kept[number]))
        for number, rule in enumerate(lexicon.rules)
        if rule.pattern or number in kept
    ]
    return replace(lexicon, rules=tuple(rules))


def missing(whole: Matcher, chosen: list[tuple[int, Cue]], parsed: list[ParsedArticle]) -> list[tuple[int, Cue]]:
    """Take a matcher, some of its cues and parsed articles; return the cues that stand nowhere in those."""
    met = set()
    for one in parsed:
        hits, rejected = whole.search(one)
        met.update((hit.rule.id, hit.rule.category, hit.cue.text) for hit in [*hits, *(miss.hit for miss in rejected)])
    rules = whole.lexicon.rules
    return [(n, cue) for n, cue in chosen if (rules[n].id, rules[n].category, cue.text) not in met]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()

    from framing.pipeline import analyze_all, parse_all
    from framing.scoring import build

    lexicon = load()
    every = terms(lexicon)
    few, many = (Matcher(with_terms(lexicon, every[:count])) for count in (FEW, MANY))
    whole, scorers = Matcher(lexicon), build(lexicon)
    articles = read_articles(options.articles)
    parsed = list(parse_all(articles))
    absent = Matcher(with_terms(lexicon, [*every[:FEW], *missing(whole, every[FEW:], parsed)[: MANY - FEW]]))
    tokens = sum(len(one.tokens) for one in parsed)
    print(f"{len(articles)} articles, {tokens:,} tokens, {options.repeats} repeats in turns, one thread")

    def search(matcher: Matcher) -> Callable[[], list[int]]:
        return lambda: [len(matcher.search(one)[0]) for one in parsed]

    runs: dict[str, Callable[[], object]] = {
        f"{FEW:,} terms": search(few),
        f"{MANY:,} terms": search(many),
        f"{FEW:,} and {MANY - FEW:,} absent": search(absent),
        f"all {lexicon.size:,} terms": search(whole),
        "the full analysis": lambda: sum(1 for _ in analyze_all(articles, scorers)),
    }
    took: dict[str, list[float]] = {name: [] for name in runs}
    for name in list(runs)[:4]:
        runs[name]()  # caches are warm for all alike
    for _ in range(options.repeats):
        for name, run in runs.items():
            took[name].append(seconds(run))
    first, second, extra, third, full = took
    print(f"{'':22}{'ms an article':>14}{'tokens/s':>12}{'hits':>8}")
    for name, matcher in ((first, few), (second, many), (extra, absent), (third, whole), (full, None)):
        median = statistics.median(took[name])
        hits = f"{sum(search(matcher)()):8,}" if matcher else ""
        print(f"{name:22}{1000 * median / len(articles):14.2f}{tokens / median:12,.0f}{hits}")

    def ratio(one: str, other: str) -> float:
        return statistics.median(b / a for a, b in zip(took[other], took[one], strict=True))

    print(f"{MANY:,} terms cost {ratio(second, first):.2f} x {FEW:,} (at most {MOST_GROWTH:.2f})")
    print(f"{MANY - FEW:,} terms more that do not occur: {ratio(extra, first):.2f} x")
    print(
        f"{MANY:,} terms cost {100 * ratio(second, full):.1f} % of the full analysis (at most {100 * MOST_SHARE:.0f} %)"
    )


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # Thread counts are read when the libraries are loaded, so they are set in a process of their own.
        command = [sys.executable, "-m", "benchmarks.matching", *sys.argv[1:]]
        sys.exit(subprocess.run(command, env={**os.environ, **ONE_THREAD}).returncode)
    main()
