"""A sentence's units in, evidence word by word out: a small pretrained encoder (int8 ONNX, run by onnxruntime).

It was taught which words annotators marked as loaded language or name calling, and which sentences are loaded; the
research variant also which give the writer's opinion (``training/encoder.py``). It reads each sentence once, on one
thread, sorted by length: the same article gives the same numbers whatever the machine's number of cores. Names and a
source's words are masked before it sees anything (``encoder_input.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from framing.errors import ModelError
from framing.scoring.encoder_input import Line

MODEL_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"
# As many pieces as a line had at most in training, less the two marks at its ends; what is longer is read in windows.
_WINDOW = 126
_BATCH = 16
_INPUTS = ("ids", "attended")
_OUTPUTS = ("words", "sentence")
#: Outputs of encoders that learned them: the writer's opinion; whether strict readers keep a mark at a word.
_OPINION, _KEPT = "opinion", "kept"
# The key under which an ONNX file names a file beside it. Ours hold all weights themselves; a file that points
# elsewhere is refused before it is opened.
_POINTS_ELSEWHERE = b"\x0a\x08location"
_TRIED = Line(sentence=0, units=("a", "shameless", "plan"), token=(0, 1, 2), counted=(True, True, True))
# Logits are cut to this many digits: far below what they are good for, far above what sums over lanes can change.
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEvidence:
    """What the encoder says of one line: the log-odds of each unit (None where it is no evidence), and those of the
    sentence as a whole: that it is loaded, and that it gives the writer's opinion (0.0 where this was not learned).

    ``kept`` holds for each unit the log-odds that a strict reader keeps a lexicon's mark there, before what is known of
    its cue (None where it is no evidence; empty where this was not learned).
    """

    words: tuple[float | None, ...]
    sentence: float
    opinion: float
    kept: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one line, short enough to read at once: piece ids, and where each of its units begins."""

    line: int
    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]  # (unit, piece)


class Encoder:
    """The encoder in memory; reading needs no lock and keeps no state."""

    def __init__(self, model: bytes, tokenizer: bytes) -> None:
        """Take the bytes of both files; raise ModelError, in one line, where they are not an encoder of ours."""
        if _POINTS_ELSEWHERE in model:
            raise ModelError("the encoder's file points to another file; it must hold its weights itself")
        self._session = _session(model)
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._tokenizer = _tokenizer(tokenizer)
        self._begin, self._end = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        if self._begin is None or self._end is None:
            raise ModelError("the encoder's tokenizer lacks [CLS] or [SEP]")
        tried = self.read((_TRIED,))[0]
        if not all(word is not None and math.isfinite(word) for word in tried.words):
            raise ModelError("the encoder's weights give no numbers")

    def read(self, lines: Sequence[Line]) -> tuple[LineEvidence, ...]:
        """Take the lines of one article; return what each says, in order."""
        import numpy as np

        words: list[list[float | None]] = [[None] * len(line.units) for line in lines]
        kept: list[list[float | None]] = [[None] * len(line.units) for line in lines if self._outputs[-1] == _KEPT]
        heads: list[list[tuple[int, float, float]]] = [[] for _ in lines]
        windows = sorted(self._windows(lines), key=lambda window: len(window.ids))
        for at in range(0, len(windows), _BATCH):
            batch = windows[at : at + _BATCH]
            size = max(len(window.ids) for window in batch)
            ids = np.zeros((len(batch), size), np.int64)
            attended = np.zeros((len(batch), size), np.int64)
            for row, window in enumerate(batch):
                ids[row, : len(window.ids)] = window.ids
                attended[row, : len(window.ids)] = 1
            said = dict(
                zip(
                    self._outputs,
                    self._session.run(None, dict(zip(_INPUTS, (ids, attended), strict=True))),
                    strict=True,
                )
            )
            for row, window in enumerate(batch):
                opinion = float(said[_OPINION][row]) if _OPINION in said else 0.0
                heads[window.line].append((len(window.ids), float(said["sentence"][row]), opinion))
                for unit, place in window.places:
                    if lines[window.line].counted[unit]:
                        words[window.line][unit] = round(float(said["words"][row, place]), _DIGITS)
                        if _KEPT in said:
                            kept[window.line][unit] = round(float(said[_KEPT][row, place]), _DIGITS)
        return tuple(
            LineEvidence(
                words=tuple(found),
                sentence=_mean([(size, whole) for size, whole, _ in parts]),
                opinion=_mean([(size, opinion) for size, _, opinion in parts]),
                kept=tuple(kept[number]) if kept else (),
            )
            for number, (found, parts) in enumerate(zip(words, heads, strict=True))
        )

    def _windows(self, lines: Sequence[Line]) -> Iterator[_Window]:
        """Take lines; yield them as windows of pieces, cut only between units."""
        found = self._tokenizer.encode_batch(
            [list(line.units) for line in lines], is_pretokenized=True, add_special_tokens=False
        )
        for number, encoded in enumerate(found):
            ids: list[int] = []
            places: list[tuple[int, int]] = []
            for unit, pieces in _by_unit(encoded.word_ids, encoded.ids):
                if ids and len(ids) + len(pieces) > _WINDOW:
                    yield _Window(number, (self._begin, *ids, self._end), tuple(places))
                    ids, places = [], []
                places.append((unit, len(ids) + 1))
                ids.extend(pieces)
            yield _Window(number, (self._begin, *ids, self._end), tuple(places))


def _by_unit(unit_of: Sequence[int | None], ids: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Take the unit and the id of each piece; yield each unit with its pieces, at most a window of them."""
    pieces: list[int] = []
    current: int | None = None
    for unit, piece in zip(unit_of, ids, strict=True):
        if unit != current and current is not None:
            yield current, pieces[:_WINDOW]
            pieces = []
        current = unit
        pieces.append(piece)
    if current is not None:
        yield current, pieces[:_WINDOW]


def _mean(parts: Sequence[tuple[int, float]]) -> float:
    """Take (length, value) pairs; return the mean by length, rounded."""
    return round(math.fsum(size * value for size, value in parts) / sum(size for size, _ in parts), _DIGITS)


def _session(model: bytes) -> Any:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as known

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # memory must not grow with the lines met
    # Each status of the library is a class of its own, without a common base.
    faults = tuple(kind for kind in vars(known).values() if isinstance(kind, type) and issubclass(kind, Exception))
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (RuntimeError, ValueError, TypeError, *faults) as error:  # type: ignore[misc]  # read from the library
        raise ModelError(f"the encoder's file is no model that can be read ({type(error).__name__})") from None
    names = tuple(i.name for i in session.get_inputs()), tuple(o.name for o in session.get_outputs())
    known_outputs = [(*_OUTPUTS, *more) for more in ((), (_OPINION,), (_KEPT,), (_OPINION, _KEPT))]
    if names[0] != _INPUTS or names[1] not in known_outputs:
        raise ModelError(f"the encoder's file is another model: it takes {names[0]} and gives {names[1]}")
    return session


def _tokenizer(data: bytes) -> Any:
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_str(data.decode("utf-8"))
    except Exception as error:  # noqa: BLE001  # the library raises plain Exception
        raise ModelError(f"the encoder's tokenizer cannot be read: {error}") from None
