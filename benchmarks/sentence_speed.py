"""One command, a table out: sentences a second on one core, for both of our models and what else is used for the task.

    python -m benchmarks.sentence_speed [--articles N]

All rows read the same sentences, of articles of the shared ``allsides_sample``, in one process and on one thread, in
turns; what counts is their ratio. Parsing is not in it: ``benchmarks.speed`` has the whole analysis. A RoBERTa-base of
random weights stands for the published models of that size: it gets as many pieces a sentence as our encoder, in
the same batches, and needs the extra ``training`` (left out, and said so, without it).
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before numpy is loaded
    os.environ[_name] = "1"

import argparse  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402

from benchmarks.speed import read_articles  # noqa: E402
from framing.pipeline import parse_all  # noqa: E402
from framing.scoring.encoder import Encoder  # noqa: E402
from framing.scoring.encoder_input import Line, encoder_lines  # noqa: E402
from framing.scoring.evidence import word_types  # noqa: E402
from framing.scoring.loaded_model import load_encoder_model, load_model  # noqa: E402
from framing.types import ParsedArticle  # noqa: E402

ROUNDS = 3
BATCH = 16
WANTED = 15


def seconds(run: Callable[[], object]) -> float:
    """Run; return the processor seconds that it took."""
    started = time.process_time()
    run()
    return time.process_time() - started


def roberta(articles: Sequence[Sequence[int]]) -> Callable[[], object] | None:
    """Take the pieces of each sentence, by article; return what reads as many with a RoBERTa-base.

    Without PyTorch it is None.
    """
    try:
        import torch
        from transformers import RobertaConfig, RobertaModel
    except ImportError:
        return None
    torch.set_num_threads(1)
    torch.manual_seed(1)
    config = RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1, pad_token_id=1)
    model = RobertaModel(config, add_pooling_layer=False).eval()
    batches = [sorted(sizes)[at : at + BATCH] for sizes in articles for at in range(0, len(sizes), BATCH)]

    def run() -> None:
        with torch.inference_mode():
            for part in batches:
                ids = torch.full((len(part), max(part)), 1)
                for row, size in enumerate(part):
                    ids[row, :size] = torch.randint(10, 50000, (size,))
                model(input_ids=ids, attention_mask=(ids != 1).long())

    return run


def _lengths(encoder: Encoder, lines: Sequence[Line]) -> list[int]:
    return [len(window.ids) for window in encoder._windows(lines)]


def ours(parsed: Sequence[ParsedArticle]) -> tuple[dict[str, Callable[[], object]], list[list[int]]]:
    """Take parsed articles; return what reads them with the word table and with the encoder, and the pieces of each
    sentence by article.
    """
    table, both = load_model(), load_encoder_model()
    encoder = both.encoder
    assert isinstance(encoder, Encoder)

    def types(article: ParsedArticle) -> list[str]:
        return word_types(article.tokens, article.article.text, both.reading)

    def lines(article: ParsedArticle) -> list[Line]:
        return list(encoder_lines(article.tokens, types(article)))

    def fast() -> None:
        for article in parsed:
            table.table.evidence(article.tokens, types(article))

    def slow() -> None:
        for article in parsed:
            encoder.read(lines(article))

    lengths = [_lengths(encoder, lines(article)) for article in parsed]
    return {"word table (--fast)": fast, "encoder (the default)": slow}, lengths


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=30)
    options = parser.parse_args()
    from textblob import TextBlob
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    parsed = list(parse_all(read_articles(options.articles), fast=True))
    rows, by_article = ours(parsed)
    lengths = [size for sizes in by_article for size in sizes]
    texts = [s.span.text(article.article.text) for article in parsed for s in article.sentences]
    vader = SentimentIntensityAnalyzer()
    rows["VADER"] = lambda: [vader.polarity_scores(text) for text in texts]
    rows["TextBlob"] = lambda: [TextBlob(text).sentiment for text in texts]
    large = roberta(by_article)
    if large is not None:
        rows["RoBERTa-base, 32 bits"] = large
    taken: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(ROUNDS):
        for name, run in rows.items():
            taken[name].append(seconds(run))
    mean = statistics.mean(lengths)
    print(
        f"{len(lengths)} sentences with the writer's words, {mean:.0f} pieces each; one core, median of {ROUNDS} turns"
    )
    middle = {name: statistics.median(times) for name, times in taken.items()}
    for name, spent in middle.items():
        beside = f"{middle['RoBERTa-base, 32 bits'] / spent:8.1f} x RoBERTa-base" if large else ""
        print(f"{name:24} {len(lengths) / spent:9,.0f} sentences a second {beside}")
    if large is None:
        print("RoBERTa-base: left out, PyTorch and transformers (extra training) are not installed")
    else:
        ratio = middle["RoBERTa-base, 32 bits"] / middle["encoder (the default)"]
        print(f"the encoder is {ratio:.1f} times as fast as RoBERTa-base (wanted: at least {WANTED})")


if __name__ == "__main__":
    main()
