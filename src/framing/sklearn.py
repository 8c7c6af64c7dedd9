"""Texts in, a matrix of counts or rates out, as a transformer of scikit-learn.

>>> from framing.sklearn import FramingFeatures              # doctest: +SKIP
>>> make_pipeline(FramingFeatures(fast=True), SimpleImputer(), LogisticRegression())     # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Self, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from framing.errors import IngestError
from framing.ready import ready_scorers
from framing.types import FAMILIES, Analysis

_VOICES = ("writer", "source")


class FramingFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Takes texts; gives per text and voice the findings of each family, and the words.

    Args:
        voice: "writer", "source", or "both", which gives the columns of both, never their sum.
        counts: give counts; else findings per 100 words of the voice, whatever the length.
        fast: leave the grammar out; less sure whose words they are.
        only, without: names of lexicon categories or letters of families, as in ``framing.analyze``.

    A text that is missing, under 50 words or not English is a row of NaN, since nothing was looked at; put an imputer
    behind it, or leave such texts out. Nothing is learned in ``fit``.
    """

    def __init__(
        self,
        *,
        voice: Literal["writer", "source", "both"] = "both",
        counts: bool = False,
        fast: bool = False,
        only: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
    ) -> None:
        self.voice = voice
        self.counts = counts
        self.fast = fast
        self.only = only
        self.without = without

    def fit(self, X: Iterable[Any], y: Any = None) -> Self:
        """Take texts; return the transformer as it is. Raises ValueError for a parameter or an X that cannot be."""
        self._voices()
        _texts(X)
        return self

    def transform(self, X: Iterable[Any]) -> NDArray[np.float64]:
        """Take texts (a list, an array or a Series); return a matrix, texts x features.

        A row is NaN where nothing was checked.
        """
        from framing.ingest.article import make_article
        from framing.pipeline import analyze_all

        voices, texts = self._voices(), _texts(X)
        scorers = ready_scorers(only=self.only, without=self.without, fast=self.fast)
        made = np.full((len(texts), len(self.get_feature_names_out())), np.nan)
        places, articles = [], []
        for place, text in enumerate(texts):
            if isinstance(text, str):
                try:
                    articles.append(make_article(text, origin="text"))
                except IngestError:
                    continue
                places.append(place)
        for place, analysis in zip(places, analyze_all(articles, scorers, fast=self.fast), strict=True):
            if any(score.state != "not_checked" for score in analysis.scores):
                made[place] = [value for voice in voices for value in self._values(analysis, voice)]
        return made

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Return the names of the columns: ``words_writer``, ``L_writer`` and so on."""
        names = [f"{name}_{voice}" for voice in self._voices() for name in ("words", *FAMILIES)]
        return np.asarray(names, dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Say that it takes texts and learns nothing."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.allow_nan = True
        tags.requires_fit = False
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        """Whether it can transform: always."""
        return True

    def _voices(self) -> tuple[str, ...]:
        if self.voice == "both":
            return _VOICES
        if self.voice in _VOICES:
            return (self.voice,)
        raise ValueError(f"voice is {self.voice!r}; it is 'writer', 'source' or 'both'")

    def _values(self, analysis: Analysis, voice: str) -> list[float]:
        words = next((m.count for m in analysis.measures if (m.name, m.voice) == ("words", voice)), 0)
        found = [
            float(sum(f.voice == voice and f.family == family and f.score > 0 for f in analysis.findings))
            for family in FAMILIES
        ]
        if not self.counts:
            found = [100 * value / words if words else float("nan") for value in found]
        return [float(words), *found]


def _texts(X: Any) -> list[Any]:
    if isinstance(X, str):
        raise ValueError("give a list of texts, not one text")
    texts = np.asarray(X, dtype=object) if not isinstance(X, np.ndarray) else X
    if texts.ndim == 2 and texts.shape[1] == 1:
        texts = texts[:, 0]
    if texts.ndim != 1:
        raise ValueError(f"give one text a row, not an array of shape {texts.shape}")
    return cast("list[Any]", texts.tolist())
