"""A model's folder in, the model of loaded wording out: the word table alone, or with the encoder on top.

Two folders ship. ``loaded-linear-en`` holds the word table, which needs arithmetic only: the fast path.
``loaded-encoder-en`` holds the encoder and its own combination, and reads words as the first does.
"""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ModelError
from framing.resources import models_folder
from framing.scoring.arrays import read_arrays
from framing.scoring.cards import ModelFiles, read_model
from framing.scoring.combination import Combination, read_combination
from framing.scoring.encoder import MODEL_FILE, TOKENIZER_FILE, Encoder
from framing.scoring.evidence import Reading, WordTable
from framing.scoring.opinion import Opinion, read_opinion
from framing.types import About

LINEAR, ENCODER = "loaded-linear-en", "loaded-encoder-en"
#: The encoder that also learned from sets that only allow research.
RESEARCH = "loaded-research-en"
_BROKEN = (KeyError, TypeError, ValueError, IndexError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """The model in memory: how words are read, the word table, the encoder if it has one, and how they combine.

    ``word_level`` is the probability from which a word that no lexicon has is marked by the encoder.
    """

    about: About
    card: dict[str, Any]
    reading: Reading
    table: WordTable
    combination: Combination
    opinion: Opinion
    encoder: Encoder | None = None
    word_level: float = 1.0


def load_model(folder: Path | None = None) -> LoadedModel:
    """Take the folder of a word table (default: the shipped one); return the model without an encoder.

    Raises ModelError, in one line, where anything is wrong with it.
    """
    files = read_model(folder or models_folder() / LINEAR, name="model:loaded-linear")
    try:
        settings = json.loads(files.files["settings.json"])
        reading, table = read_words(files.files["weights.npz"], settings)
        combination, opinion = read_combination(settings), read_opinion(settings["opinion"])
    except _BROKEN as error:
        raise _does_not_fit(LINEAR, error) from None
    return LoadedModel(
        about=files.about, card=files.card, reading=reading, table=table, combination=combination, opinion=opinion
    )


def load_encoder_model(folder: Path | None = None, *, words: LoadedModel | None = None) -> LoadedModel:
    """Take the folder of an encoder (default: the shipped one) and the model that reads words; return the model with
    both.

    Raises ModelError, in one line, where anything is wrong with either.
    """
    words = words or load_model()
    files = read_model(folder or models_folder() / ENCODER, name="model:loaded-encoder")
    try:
        settings = json.loads(files.files["settings.json"])
        combination, opinion = read_combination(settings), read_opinion(settings["opinion"])
        level = float(settings["word_level"])
        if not 0 < level <= 1:
            raise ValueError("word_level is not a probability")
        encoder = _encoder(files)
    except _BROKEN as error:
        raise _does_not_fit(ENCODER, error) from None
    return LoadedModel(
        about=files.about,
        card=files.card,
        reading=words.reading,
        table=words.table,
        combination=combination,
        opinion=opinion,
        encoder=encoder,
        word_level=level,
    )


def _encoder(files: ModelFiles) -> Encoder:
    return Encoder(files.files[MODEL_FILE], files.files[TOKENIZER_FILE])


def _does_not_fit(name: str, error: Exception) -> ModelError:
    return ModelError(
        f"model {name}: its files do not fit together ({type(error).__name__}: {error}); reinstall framing"
    )


def read_words(data: bytes, settings: dict[str, Any]) -> tuple[Reading, WordTable]:
    """Take the bytes of ``weights.npz`` and the settings; return how words are read and the word table.

    Raises ValueError or KeyError where they do not fit together. Nothing but plain arrays is read (no pickle).
    """
    import numpy as np  # here, so that importing the package stays quick

    arrays = read_arrays(data, ("words", "rows", "sense", "common", "grams", "gram_weights"))
    for name in ("rows", "sense", "gram_weights"):
        if not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} holds a number that is not finite")
    words = arrays["words"].tobytes().decode("utf-8").split("\n")
    grams = arrays["grams"].tobytes().decode("utf-8").split("\n")
    rows = arrays["rows"].astype(float)
    if rows.shape != (len(words), 3):
        raise ValueError("the word table has rows of different lengths")
    numbers = {key: float(settings[key]) for key in ("word_intercept", "unknown", "hyphen", "ly")}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError("settings.json holds a number that is not finite")
    sense = zip(words, arrays["sense"].astype(float).tolist(), strict=True)
    reading = Reading(
        common=frozenset(word for word, flag in zip(words, arrays["common"].tolist(), strict=True) if flag),
        identity=frozenset(map(str, settings["identity"])),
    )
    table = WordTable(
        rows={word: (own, before, after) for word, (own, before, after) in zip(words, rows.tolist(), strict=True)},
        sense={word: value for word, value in sense if value},
        grams=dict(zip(grams, arrays["gram_weights"].astype(float).tolist(), strict=True)),
        intercept=numbers["word_intercept"],
        unknown=numbers["unknown"],
        hyphen=numbers["hyphen"],
        ly=numbers["ly"],
    )
    return reading, table
