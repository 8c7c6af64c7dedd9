"""Measured articles in, the figures of a reference set out: per genre, voice and length the spread of each rate."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator

from framing.genre import genre_of
from framing.reference.sets import (
    BANDS,
    LEAST_ARTICLES,
    MEASURES,
    POINTS,
    Cell,
    Made,
    Mode,
    Outlet,
    Part,
    ReferenceSet,
    SetVoice,
    Statement,
)
from framing.types import FAMILIES, Analysis

#: "More frequent than in 9 of 10": where ``Cell.top`` and the report draw the line.
TOP = 0.9
_VOICES: tuple[SetVoice, ...] = ("writer", "source")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_Key = tuple[str, SetVoice, int]


def band_of(words: int) -> tuple[int, int] | None:
    """Take a number of words in one voice; return the band that it lies in, or None outside all of them."""
    return next((band for band in BANDS if band[0] <= words <= band[1]), None)


def below(points: tuple[float, ...], value: float) -> float:
    """Take the points of a cell and a rate; return the share of the articles whose rate is lower."""
    return sum(point < value for point in points) / len(points)


class Collector:
    """Takes analyses one by one; keeps six numbers an article and voice, so a set may hold many thousand."""

    def __init__(self) -> None:
        self._rates: dict[_Key, array[float]] = defaultdict(lambda: array("d"))
        self._outlets: dict[_Key, Counter[str]] = defaultdict(Counter)

    def add(self, analysis: Analysis) -> bool:
        """Take an analysis; add its rates. Return False where it has none (short, not checked)."""
        taken = {(found.name, found.voice): found for found in analysis.measures}
        genre = genre_of(analysis.article).id
        added = False
        for voice in _VOICES:
            every = taken.get(("findings_all", voice))
            band = band_of(every.out_of) if every is not None and every.value is not None else None
            if band is None or any((name, voice) not in taken for name in MEASURES):
                continue
            key = (genre, voice, band[0])
            self._rates[key].extend(100 * taken[name, voice].count / taken[name, voice].out_of for name in MEASURES)
            self._outlets[key][analysis.article.outlet or ""] += 1
            added = True
        return added

    def cells(self, mode: Mode) -> Iterator[Cell]:
        """Take the path that the analyses were made on; yield its cells that hold enough articles, in order."""
        import numpy as np

        upper = dict(BANDS)
        levels = (np.arange(POINTS) + 0.5) / POINTS
        for genre, voice, least in sorted(self._rates, key=lambda key: (key[0], -_VOICES.index(key[1]), key[2])):
            key = (genre, voice, least)
            rates = np.frombuffer(self._rates[key]).reshape(-1, len(MEASURES))
            if len(rates) < LEAST_ARTICLES:
                continue
            # "inverted_cdf" gives rates that occur: no rate lies between none and the lowest
            found = np.quantile(rates, levels, axis=0, method="inverted_cdf").round(3)
            high = np.stack([(found[:, n][None, :] < rates[:, n][:, None]).mean(axis=1) for n in range(len(FAMILIES))])
            yield Cell(
                mode=mode,
                genre=genre,
                voice=voice,
                least=least,
                most=upper[least],
                articles=len(rates),
                outlets=len(self._outlets[key]),
                top=round(float((high >= TOP).any(axis=0).mean()), 3),
                points={name: tuple(map(float, found[:, n])) for n, name in enumerate(MEASURES)},
            )


class Builder:
    """Makes a set: add every article of the collection on each path; a text that comes twice on one counts once."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._collectors: dict[Mode, Collector] = {}
        self._parts: dict[Mode, tuple[tuple[Part, ...], str]] = {}
        self._seen: dict[Mode, set[bytes]] = defaultdict(set)
        self._outlets: dict[Mode, Counter[str]] = defaultdict(Counter)
        self._left_out: dict[Mode, Counter[str]] = defaultdict(Counter)
        self._days: set[str] = set()
        self._mode: Mode = "fast"

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; add it to the figures of its path, or count why it is left out."""
        mode: Mode = "fast" if analysis.made_with.get("fast") else "full"
        self._mode = mode
        article = analysis.article
        said = self._statement.language
        twin = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).digest()[:16]
        collector = self._collectors.setdefault(mode, Collector())
        if (article.language or said).split("-")[0].lower() != said:
            self._left_out[mode]["in another language"] += 1
        elif twin in self._seen[mode]:
            self._left_out[mode]["with the same text as another"] += 1
        elif not collector.add(analysis):
            self._left_out[mode]["without a rate: under 300 words, or outside the bands of length"] += 1
        else:
            self._seen[mode].add(twin)
            self._outlets[mode][article.outlet or "not given"] += 1
            if article.published and _DAY.match(article.published):
                self._days.add(article.published[:10])
            parts = tuple(Part(id=a.id, version=a.version, digest=a.digest or "none") for a in analysis.ran)
            self._parts.setdefault(mode, (parts, str(analysis.made_with.get("framing", "not recorded"))))

    def failed(self, count: int) -> None:
        """Take the number of inputs that could not be analysed on the path that was added last."""
        if count:
            self._left_out[self._mode]["that could not be analysed"] = count

    def made(self) -> ReferenceSet:
        """Return the set. What was left out, and the outlets, are those of the path with the parse, if it was made."""
        modes: list[Mode] = [mode for mode in ("full", "fast") if mode in self._parts]
        first = modes[0] if modes else self._mode
        outlets = self._outlets[first]
        return ReferenceSet(
            schema=1,
            statement=self._statement,
            articles=outlets.total(),
            first=min(self._days, default=""),
            last=max(self._days, default=""),
            outlets=tuple(Outlet(name=name[:200], articles=outlets[name]) for name in sorted(outlets)),
            left_out=dict(sorted(self._left_out[first].items())),
            made=tuple(
                Made(
                    mode=mode,
                    framing=self._parts[mode][1],
                    articles=self._outlets[mode].total(),
                    parts=self._parts[mode][0],
                )
                for mode in modes
            ),
            cells=tuple(cell for mode in modes for cell in self._collectors[mode].cells(mode)),
        )
