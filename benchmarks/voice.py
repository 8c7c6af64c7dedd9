"""One command, a table out: whose words are whose, against people who marked sources, cues and contents.

    python -m benchmarks.voice [--fast] [--split train] [--limit N] [--cost]
    python -m benchmarks.voice --sample speakers actors | --check [--count N] [--seed N]

On the development part of the shared ``polnear``: precision, recall and F1 of content characters, the recall of
contents inside quotation marks, and how often the speaker and the cue are right where a content is found; beside two
baselines, quotation marks alone and a short rule over the parse. On ``basil_dev``: of the spans that annotators call
quoted, the share given to a source; of the writer's own loaded spans, the share left to the writer,
apart by whether it stands in quotation marks or in a clause that the short rule calls reported: BASIL's annotators gave
much indirect speech to the writer, we give it to the source.
``--cost`` prints the time that quotations and actors take beside the parse; ``--sample`` and ``--check`` are in
``voice_sample``. Intervals are bootstraps over articles, 1,000 samples, seed 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.voice_rule import by_rule, in_marks
from framing.actors import find_actors
from framing.language import parse_texts
from framing.pipeline import parse_all
from framing.quotes.marks import find_marked
from framing.quotes.names import Names
from framing.quotes.quotations import quotes_from_parse
from framing.structure import find_parts, find_sentences
from framing.types import Article, Quote, Span

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
SAMPLES = 1000


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Take the name of a shared table; yield its rows."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def spans(value: Any) -> list[tuple[int, int]]:
    """Return the character ranges of one field of an attribution, however it is nested."""
    if isinstance(value, dict):
        return [(value["start"], value["end"])]
    if not value:
        return []
    if isinstance(value[0], int):
        return [(value[0], value[1])]
    return [span for item in value for span in spans(item)]


def mask(size: int, ranges: list[tuple[int, int]]) -> np.ndarray:
    """Return which characters lie in one of the ranges."""
    found = np.zeros(size, bool)
    for start, end in ranges:
        found[start:end] = True
    return found


def visible(text: str) -> np.ndarray:
    """Return which characters are letters or digits: only these are counted."""
    return np.array([character.isalnum() for character in text], bool)


def attributions(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row's attributions, wherever the table keeps them."""
    found = row.get("attributions")
    return list(found if found is not None else row["labels"]["attributions"])


def figures(hits: np.ndarray) -> str:
    """Take (true, found, both) characters an article; return precision, recall and F1 with the interval of F1."""

    def f1(rows: np.ndarray) -> tuple[float, float, float]:
        true, found, both = rows.sum(0)
        precision, recall = both / max(found, 1), both / max(true, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)

    precision, recall, value = f1(hits)
    random = np.random.default_rng(1)
    draws = [f1(hits[random.integers(0, len(hits), len(hits))])[2] for _ in range(SAMPLES)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"P {precision:.3f}  R {recall:.3f}  F1 {value:.3f} ({low:.3f} to {high:.3f})"


def meet(span: Span | None, ranges: list[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of the ranges."""
    return span is not None and any(span.start < end and span.end > start for start, end in ranges)


def agreement(quotes: Sequence[Quote], row: dict[str, Any]) -> np.ndarray:
    """Return how many contents with a source a quotation meets, speakers that do, contents with a cue, cues that do."""
    matched = speakers = cued = cues = 0
    for attribution in attributions(row):
        content, source = spans(attribution.get("content")), spans(attribution.get("source"))
        if not content or not source:
            continue
        best = max(
            quotes,
            key=lambda q: sum(max(0, min(q.span.end, b) - max(q.span.start, a)) for a, b in content),
            default=None,
        )
        if best is None or not meet(best.span, content):
            continue
        matched += 1
        speakers += meet(best.speaker, source)
        if cue := spans(attribution.get("cue")):
            cued += 1
            cues += meet(best.cue, cue)
    return np.array([matched, speakers, cued, cues])


def polnear(*, fast: bool, limit: int | None, split: str = "dev") -> None:
    """Print the table over one part of ``polnear``."""
    kept = [row for row in rows("polnear") if row.get("split") == split][:limit]
    articles = [Article(id=row["id"], text=row["text"], language="en") for row in kept]
    ours, marks, rule = [], [], []
    marked_all = marked_found = 0
    who, who_by_rule = np.zeros(4, int), np.zeros(4, int)
    for row, parsed in zip(kept, parse_all(articles, fast=fast), strict=True):
        text = row["text"]
        seen = visible(text)
        simple = by_rule(parsed)

        def letters(ranges: list[tuple[int, int]], seen: np.ndarray = seen) -> np.ndarray:
            return mask(len(seen), ranges) & seen

        gold = letters([span for a in attributions(row) for span in spans(a.get("content"))])
        quoted = letters(in_marks(parsed))
        found = letters([(q.span.start, q.span.end) for q in parsed.quotes])
        short = letters([(q.span.start, q.span.end) for q in simple])
        for table, hit in ((ours, found), (marks, quoted), (rule, short)):
            table.append((gold.sum(), hit.sum(), (gold & hit).sum()))
        marked_all += (gold & quoted).sum()
        marked_found += (gold & quoted & found).sum()
        who += agreement(parsed.quotes, row)
        who_by_rule += agreement(simple, row)
    print(f"polnear, {split}: {len(kept)} articles")
    print(f"  {'content characters':24}{'':44}speaker         cue, where a content is met")
    print(f"  {'quotation marks alone':24}{figures(np.array(marks)):44}names nobody")
    if not fast:
        print(f"  {'a short rule':24}{figures(np.array(rule)):44}{overlaps(who_by_rule)}")
    print(f"  {'framing --fast' if fast else 'framing':24}{figures(np.array(ours)):44}{overlaps(who)}")
    print(f"  content in marks found  {marked_found / max(marked_all, 1):.3f}")


def overlaps(counts: np.ndarray) -> str:
    """Take the counts of ``agreement``; return the share of speakers and of cues that overlap, with their numbers."""
    matched, speakers, cued, cues = (int(count) for count in counts)
    return f"{speakers / max(matched, 1):.3f} of {matched:<5} {cues / max(cued, 1):.3f} of {cued}"


#: Where a span stands by the baselines, which know nothing of our rules.
_PLACES = ("in quotation marks", "in a clause that the short rule reports", "outside both")


def basil(*, fast: bool, show: bool = False) -> None:
    """Print how annotated spans of ``basil_dev`` fall on the two voices."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows("basil_dev"):
        grouped.setdefault(row["group"], []).append(row)
    articles, offsets = [], []
    for group, members in grouped.items():
        pieces, at, places = [], 0, []
        for number, row in enumerate(members):
            if number:
                gap = "\n\n" if number == 1 else " "
                pieces.append(gap)
                at += len(gap)
            places.append((at, row))
            pieces.append(row["text"])
            at += len(row["text"])
        articles.append(Article(id=group, text="".join(pieces), title=members[0]["text"], language="en"))
        offsets.append(places)
    quoted = [0, 0]
    own = [0, 0]
    apart = {name: [0, 0] for name in _PLACES}
    for parsed, places in zip(parse_all(articles, fast=fast), offsets, strict=True):
        size = len(parsed.article.text)
        in_quotes = mask(size, in_marks(parsed))
        reported = mask(size, [(q.span.start, q.span.end) for q in by_rule(parsed) if q.kind == "indirect"])
        source = mask(len(parsed.article.text), [(q.span.start, q.span.end) for q in parsed.quotes])
        for at, row in places:
            for span in row["labels"]["spans"]:
                start, end = at + span["start"], at + span["end"]
                share = source[start:end].mean() if end > start else 0.0
                if span["quote"] == "yes":
                    quoted[0] += share >= 0.5
                    quoted[1] += 1
                elif span["bias"] == "lex":
                    own[0] += share < 0.5
                    own[1] += 1
                    marked, clause = in_quotes[start:end].mean() >= 0.5, reported[start:end].mean() >= 0.5
                    where = _PLACES[0 if marked else 1 if clause else 2]
                    apart[where][0] += share < 0.5
                    apart[where][1] += 1
                    if show and share >= 0.5 and not marked and not clause:
                        text = parsed.article.text
                        print(f"    {text[max(0, start - 200) : start]}[{text[start:end]}]{text[end : end + 90]}")
    print(f"basil_dev: {len(articles)} articles")
    print(f"  spans annotated as quoted, given to a source      {quoted[0] / max(quoted[1], 1):.3f} of {quoted[1]}")
    print(f"  the writer's loaded spans, left to the writer     {own[0] / max(own[1], 1):.3f} of {own[1]}")
    for where, (kept, of) in apart.items():
        print(f"    of these, {where:40}{kept / max(of, 1):.3f} of {of}")


def cost(articles: int = 60) -> None:
    """Print how long quotations and actors take beside the parse, over articles of ``allsides_sample``."""
    kept = [row for row, _ in zip(rows("allsides_sample"), range(articles), strict=False)]
    parse = voice = actors = 0.0
    for row in kept:
        article = Article(id=row["id"], text=row["text"], language="en")
        parts = find_parts(article)
        sentences = find_sentences(article, parts)
        marked = find_marked(article.text, parts)
        began = time.process_time()
        doc = next(iter(parse_texts([(article.text, sentences)])))
        parsed = time.process_time()
        names = Names(doc, marked=marked)
        quotes = quotes_from_parse(article.text, sentences, marked, doc, names)
        quoted = time.process_time()
        find_actors(doc, names, quotes)
        parse += parsed - began
        voice += quoted - parsed
        actors += time.process_time() - quoted
    print(
        f"allsides_sample: {len(kept)} articles, parse {parse:.2f} s, quotations and speakers {voice:.2f} s "
        f"({voice / parse:.1%}), actors {actors:.2f} s ({actors / parse:.1%})"
    )


def main() -> None:
    """Run both tables, or the timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="without a parse")
    parser.add_argument("--limit", type=int, help="only so many articles of polnear")
    parser.add_argument("--split", default="dev", choices=("train", "dev"), help="which part of polnear")
    parser.add_argument("--cost", action="store_true", help="only the time that quotations take")
    parser.add_argument("--show", action="store_true", help="also the writer's spans that went wrong outside reports")
    parser.add_argument("--sample", nargs="+", choices=("speakers", "actors"), help="draw items to check by hand")
    parser.add_argument("--check", action="store_true", help="offsets and overlaps of random articles")
    parser.add_argument("--count", type=int, default=60, help="how many to draw or to check")
    parser.add_argument("--seed", type=int, default=1, help="which to draw")
    options = parser.parse_args()
    if options.cost:
        cost()
        return
    if options.sample or options.check:
        from benchmarks.voice_sample import check, sample

        if options.sample:
            sample(options.sample, options.count, options.seed)
        else:
            check(options.count, options.seed)
        return
    polnear(fast=options.fast, limit=options.limit, split=options.split)
    basil(fast=options.fast, show=options.show)


if __name__ == "__main__":
    main()
