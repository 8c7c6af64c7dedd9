"""One command, a table out: sentence boundaries against those of ``basil_dev``, for four splitters.

    python -m benchmarks.sentences

The shared articles' sentences are joined with a space and split again; the first character of each sentence counts.
People cut them differently at times (a quotation of several sentences is often kept whole), so 1.00 cannot be had.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from framing.language import pipeline
from framing.structure import split_sentences

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "basil_dev.jsonl.gz"


def read() -> list[tuple[str, set[int]]]:
    """Return each article's text and the offsets at which its sentences begin."""
    grouped: dict[str, list[str]] = defaultdict(list)
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not row["id"].endswith("title"):
                grouped[row["group"]].append(row["text"].strip())
    found = []
    for sentences in grouped.values():
        text, starts = "", set()
        for sentence in sentences:
            text += " " if text else ""
            starts.add(len(text))
            text += sentence
        found.append((text, starts))
    return found


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def nupunkt_starts(text: str) -> Iterable[int]:
    """Return nupunkt's sentence starts."""
    import nupunkt

    return (_skip_space(text, start) for _, (start, _end) in nupunkt.sent_spans_with_text(text))


def main() -> None:
    """Measure and print."""
    import spacy

    articles = read()
    nlp = pipeline()
    senter = spacy.load(nlp.path, exclude=["parser", "ner", "lemmatizer", "tagger", "attribute_ruler"])
    senter.enable_pipe("senter")
    splitters: dict[str, Callable[[str], Iterable[int]]] = {
        "spaCy's parser": lambda text: (_skip_space(text, s.start_char) for s in nlp(text).sents),
        "spaCy's senter": lambda text: (_skip_space(text, s.start_char) for s in senter(text).sents),
        "nupunkt": nupunkt_starts,
        "framing (nupunkt, mended)": lambda text: (span.start for span in split_sentences(text)),
    }
    print(f"{len(articles)} articles, {sum(len(starts) for _, starts in articles)} sentences")
    print(f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'seconds':>9}")
    for name, split in splitters.items():
        started = time.process_time()
        both = found = 0
        for text, gold in articles:
            starts = set(split(text))
            both += len(starts & gold)
            found += len(starts)
        took = time.process_time() - started
        precision, recall = both / found, both / sum(len(gold) for _, gold in articles)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:28}{precision:7.3f}{recall:7.3f}{f1:7.3f}{took:9.1f}")


if __name__ == "__main__":
    main()
