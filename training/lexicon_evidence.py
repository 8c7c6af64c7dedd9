"""Labelled sentences in, a table out: how often the writer's words that a cue marks stand in a loaded sentence.

    python -m training.lexicon_evidence                       write lexicons/en/structure/lift.tsv, print the categories
    python -m training.lexicon_evidence --density             marks per 100 writer's words in wire copy, whole parse
    python -m training.lexicon_evidence --sample 1 --of 100   marks to read in their sentences, drawn with seed 1

The table rests on ``anno_lexical`` (48,291 single sentences of 2024; labels are the majority of three language models,
half of them positive), read on the fast path: conditions on part of speech do not hold back a hit there. Every hit
of a category counts, also those that weigh nothing; of two on the same word the longer. ``precision`` is the share of
hits in a sentence that is labelled loaded; ``lift`` is that share over the share for a word taken at random from the
writer's words; its interval is Wilson's (1927), the rate of random words taken as known. ``in_outlet`` divides by what
the outlets of the hit sentences lead one to expect, because outlets differ far more than words do: a cue that only
opinion sites use has a high lift and an ``in_outlet`` near 1. What a sample prints is never kept in the project.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from zlib import crc32

from training.corpora import read_rows

from framing.acceptance import settled
from framing.lexicon import Lexicon, load
from framing.matching.conditions import Hit
from framing.matching.matcher import Matcher
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article, Finding, ParsedArticle

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lexicons" / "en" / "structure" / "lift.tsv"
COMMAND = "python -m training.lexicon_evidence"
DATA_DATE = "2024"
LEAST = 10
#: How many articles of the centre a sample of marks is drawn from.
ARTICLES = 150
WIRE = ("Associated Press", "Reuters")
#: Outlets that the sample's own source lists at the centre, beside the two agencies: where marks are read by a person.
CENTRE = (*WIRE, "BBC News", "NPR Online News", "Christian Science Monitor", "USA TODAY", "The Hill")
_Z = 1.959964


@dataclass(slots=True)
class Count:
    """Hits of one cue, group or category: all, those in a sentence labelled loaded, and how many to expect."""

    hits: int = 0
    loaded: int = 0
    expected: float = 0.0

    def add(self, *, loaded: bool, expected: float) -> None:
        """Count one hit."""
        self.hits += 1
        self.loaded += loaded
        self.expected += expected


def wilson(loaded: int, hits: int) -> tuple[float, float]:
    """Take a count and out of how many; return the 95 % interval of the share (Wilson 1927)."""
    share, room = loaded / hits, _Z * _Z / hits
    middle = (share + room / 2) / (1 + room)
    half = _Z * sqrt(share * (1 - share) / hits + room / (4 * hits)) / (1 + room)
    return middle - half, middle + half


@dataclass(slots=True)
class Table:
    """The counts by (category, group, term); a category's and a group's own rows have empty fields for the rest."""

    base: float = 0.0
    counts: dict[tuple[str, str, str], Count] = field(default_factory=lambda: defaultdict(Count))

    def rows(self) -> Iterator[str]:
        """Yield a tab-separated line for each row with at least ``LEAST`` hits; categories and groups always."""
        yield "category\tgroup\tterm\thits\tprecision\tlift\tlow\thigh\tin_outlet\n"
        for key in sorted(self.counts):
            count = self.counts[key]
            if count.hits < LEAST and key[2]:
                continue
            if not count.hits:
                yield "\t".join((*key, "0", "", "", "", "", "")) + "\n"
                continue
            low, high = wilson(count.loaded, count.hits)
            share = count.loaded / count.hits
            figures = (share, share / self.base, low / self.base, high / self.base, count.loaded / count.expected)
            yield "\t".join((*key, str(count.hits), *(f"{figure:.2f}" for figure in figures))) + "\n"


def count_hits(data: Path, lexicon: Lexicon) -> Table:
    """Take the data folder and a lexicon; return the counts over the labelled sentences."""
    rows = list(read_rows(data, "anno_lexical"))
    loaded = [bool(row["labels"]["bias_silver"]) for row in rows]
    outlet: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    matcher = Matcher(lexicon)
    table = Table()
    for rule in lexicon.rules:
        group = rule.concept or rule.id
        for key in ((rule.category, "", ""), (rule.category, group, "")):
            table.counts[key].hits += 0
    scare_keys = [
        (rule.category, group, "")
        for rule in lexicon.rules
        if rule.construction == "scare_quote"
        for group in ("", rule.id)
    ]
    found: list[tuple[int, list[tuple[str, str, str]]]] = []
    words = [0, 0]
    articles = (Article(id=str(number), text=row["text"], language="en") for number, row in enumerate(rows))
    for number, parsed in enumerate(parse_all(articles, fast=True)):
        own = _writer_words(parsed)
        words[0] += own * loaded[number]
        words[1] += own
        if not own:
            continue
        tally = outlet[rows[number]["outlet"]]
        tally[0] += loaded[number]
        tally[1] += 1
        hits, _ = matcher.search(parsed)
        scare = sum(quote.kind == "scare" and quote.closed for quote in parsed.quotes)
        found.append((number, _keys(hits, parsed) + scare_keys * scare))
    table.base = words[0] / words[1]
    for number, keys in found:
        yes, out_of = outlet[rows[number]["outlet"]]
        for key in keys:
            table.counts[key].add(loaded=loaded[number], expected=yes / out_of)
    return table


def _writer_words(parsed: ParsedArticle) -> int:
    tokens = parsed.tokens
    return sum(tokens.word[at] and tokens.quote[at] < 0 for at in range(len(tokens)))


def _keys(hits: Sequence[Hit], parsed: ParsedArticle) -> list[tuple[str, str, str]]:
    """Return the rows that a sentence's hits count in; of one category's hits on the same word only the longest."""
    kept: list[tuple[str, str, str]] = []
    for hit in writers_hits(hits, parsed):
        group = hit.rule.concept or hit.rule.id
        kept += [(hit.rule.category, *rest) for rest in (("", ""), (group, ""), (group, hit.cue.text))]
    return kept


def writers_hits(hits: Sequence[Hit], parsed: ParsedArticle) -> list[Hit]:
    """Take an article's hits; return those in the writer's words, of one category's on the same word the longest."""
    kept: list[Hit] = []
    taken: dict[str, set[int]] = defaultdict(set)
    for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first, hit.rule.id, hit.cue.text)):
        places = set(range(hit.first, hit.last))
        if parsed.tokens.quote[hit.first] >= 0 or places & taken[hit.rule.category]:
            continue
        taken[hit.rule.category] |= places
        kept.append(hit)
    return kept


def write(table: Table, lexicon: Lexicon) -> None:
    """Write the table, with one line on what it is made from."""
    head = (
        f"# anno_lexical ({DATA_DATE}), writer's words, rate of a random word {table.base:.3f}; "
        f"{lexicon.size} cues; made by: {COMMAND}; do not edit\n"
    )
    TABLE.write_text(head + "".join(table.rows()), encoding="utf-8")


def articles_of(data: Path, outlets: Sequence[str]) -> list[Article]:
    """Take the data folder and outlets; return their articles in file order."""
    return [
        Article(id=row["id"], text=row["text"], title=row["title"], outlet=row["outlet"], language="en")
        for row in read_rows(data, "allsides_sample")
        if row["outlet"] in outlets
    ]


def density(data: Path, sentences: int) -> None:
    """Print the marks of families L and F (weight above 0, writer's voice) in the first sentences of wire articles."""
    by_category: dict[str, int] = defaultdict(int)
    by_cue: dict[str, int] = defaultdict(int)
    words = read = 0
    lexicon, model = LexiconScorer(load()), LoadedScorer.load()
    order = articles_of(data, WIRE)
    random.Random(1).shuffle(order)
    for parsed in parse_all(order):
        if read >= sentences:
            break
        read += sum(sentence.reason is None for sentence in parsed.sentences)
        words += _writer_words(parsed)
        for finding in shown_marks(lexicon, model, parsed):
            by_category[f"{finding.family} {finding.category}"] += 1
            by_cue[f"{finding.category}: {finding.term}"] += 1
    wanted = sum(count for name, count in by_category.items() if name[0] in "LF")
    print(f"{read} sentences, {words} writer's words; L and F: {wanted}, {100 * wanted / words:.2f} per 100 words")
    for name, count in sorted(by_category.items()):
        print(f"  {name:36}{count:6}{100 * count / words:8.3f}")
    for name, count in sorted(by_cue.items(), key=lambda item: (-item[1], item[0]))[:60]:
        print(f"    {count:4}  {name}")


def sample(data: Path, seed: int, size: int) -> None:
    """Print marks drawn at random from the writer's voice in articles of the centre, for a person to read: of the half
    whose marks taught the lexicons nothing.
    """
    lexicon, model = LexiconScorer(load()), LoadedScorer.load()
    order = [article for article in articles_of(data, CENTRE) if not is_for_learning(article.id)]
    draw = random.Random(seed)
    draw.shuffle(order)
    found: list[tuple[Finding, str]] = []
    for parsed in parse_all(order[:ARTICLES]):
        found += [
            (f, parsed.sentences[f.sentence].span.text(parsed.article.text))
            for f in shown_marks(lexicon, model, parsed)
        ]
    for number, (finding, sentence) in enumerate(draw.sample(found, size), 1):
        length = finding.span.end - finding.span.start
        print(f"{number:3} {finding.category} [{length}] «{finding.term}» {finding.score}\n      {sentence}")


def is_for_learning(article: str) -> bool:
    """Take an article's id; return whether its marks are learned from (``training.verdicts``), not read in audits."""
    return crc32(article.encode()) % 2 == 1


def writers_marks(scorer: LexiconScorer, parsed: ParsedArticle) -> Iterator[Finding]:
    """Take a scorer and a parsed article; yield the lexicon's marks in the writer's words, before any becomes a note
    (``framing.acceptance``).
    """
    for finding in scorer.score(parsed, ()).findings:
        if finding.voice == "writer" and finding.score > 0:
            yield finding


def shown_marks(scorer: LexiconScorer, model: LoadedScorer, parsed: ParsedArticle) -> Iterator[Finding]:
    """Take both scorers and a parsed article; yield the lexicon's marks in the writer's words that a page shows."""
    found = scorer.score(parsed, ()).findings
    said = model.score(parsed, found)
    both = (*found, *said.findings)
    for finding in settled(both, parsed.tokens, scorer.lexicon.acceptance, said.kept):
        if finding.voice == "writer" and finding.score > 0 and finding.origin.startswith("lexicon:"):
            yield finding


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--density", action="store_true", help="print the density of marks in wire copy")
    parser.add_argument("--sentences", type=int, default=2000, help="how many sentences of wire copy")
    parser.add_argument("--sample", type=int, metavar="SEED", help="print marks to read")
    parser.add_argument("--of", type=int, default=100, help="how many marks to read")
    options = parser.parse_args(arguments)
    if options.density:
        density(options.data, options.sentences)
    elif options.sample is not None:
        sample(options.data, options.sample, options.of)
    else:
        lexicon = load()
        table = count_hits(options.data, lexicon)
        write(table, lexicon)
        print("".join(row for row in table.rows() if row.split("\t")[1] in ("", "group")), end="")


if __name__ == "__main__":
    main()
