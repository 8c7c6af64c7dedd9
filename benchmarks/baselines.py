"""Texts in, what familiar tools say of them out: the rows that every table of quality has beside ours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def vader(texts: Sequence[str]) -> np.ndarray:
    """Take texts; return VADER's strength of sentiment, either way."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return np.array([abs(analyzer.polarity_scores(text)["compound"]) for text in texts])


def textblob(texts: Sequence[str]) -> np.ndarray:
    """Take texts; return TextBlob's subjectivity."""
    from textblob.en import sentiment

    return np.array([sentiment(text)[1] for text in texts])
