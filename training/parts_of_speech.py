"""One command, articles in, a table out: which parts of speech a cue has in news, as the tagger sees it.

    python -m training.parts_of_speech          write lexicons/en/structure/parts.tsv (about 10 minutes on one core)

A rule that asks for a part of speech tells homographs apart: "a radical plan" from "free radicals". For a word that is
practically never anything else the tagger's other answers are its mistakes, and they come and go with the name beside
the word ("no sane British leader", "no sane French leader"). So a condition on the part of speech is held against a hit
only where the word is seen as that other part often enough (``framing.matching.conditions``). Counted are words in
lower case in ``allsides_sample``; no label is looked at.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.corpora import read_rows

from framing.language import pipeline
from framing.lexicon import read_folder
from framing.lexicon.cues import Choice
from framing.lexicon.rules import Rule

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "lexicons" / "en"
TABLE = FOLDER / "structure" / "parts.tsv"
#: A rarer word has no row: then every part of speech may be meant.
LEAST_SEEN = 30
HEAD = (
    "# 10,000 news articles (allsides_sample), words in lower case as the tagger sees them; "
    "made by: python -m training.parts_of_speech; do not edit\n"
    "word\tseen\tparts\n"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    options = parser.parse_args(arguments)
    lexicon, problems = read_folder(FOLDER)
    for problem in problems:
        print(problem)
    wanted = {word for rule in lexicon.rules if rule.pos for word in head_words(rule)}
    counts = count(options.data, frozenset(wanted))
    rows = [
        f"{word}\t{seen.total()}\t{' '.join(f'{part}={number}' for part, number in seen.most_common())}\n"
        for word, seen in sorted(counts.items())
        if seen.total() >= LEAST_SEEN
    ]
    TABLE.write_text(HEAD + "".join(rows), encoding="utf-8")
    print(f"{len(rows)} of {len(wanted)} words written to {TABLE.name}")


def head_words(rule: Rule) -> Iterator[str]:
    """Take a rule; yield the words that bear its part of speech, in every form."""
    for cue in rule.cues:
        if rule.head is None and len(cue.elements) > 1:
            continue
        place = 0 if rule.head == "first" else -1
        element = cue.elements[place] if cue.elements else None
        if isinstance(element, Choice):
            yield from (option[place] for option in element.options if rule.head is not None or len(option) == 1)


def count(data: Path, wanted: frozenset[str]) -> dict[str, Counter[str]]:
    """Take the data folder and words; return how often each is seen as which part of speech, written in lower case."""
    nlp = pipeline()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    texts = (row["text"] for row in read_rows(data, "allsides_sample"))
    with nlp.select_pipes(disable=["parser", "ner", "lemmatizer"]):
        for doc in nlp.pipe(texts, batch_size=64):
            for token in doc:
                if token.text in wanted:
                    found[token.text][token.pos_] += 1
    return found


if __name__ == "__main__":
    main()
