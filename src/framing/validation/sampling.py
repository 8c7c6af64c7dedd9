"""Analyses in, a stratified probability sample of their sentences out; read twice, one article in memory at a time.

Cells (whether the tool marks a sentence, its state, the band of its chance) are sampled at rates of their own, as
``plan`` says. Within a cell every sentence has the same chance to be drawn: outlet, voice and the like only see to it
that each gets its share (proportional allocation, rounded at random: Cochran 1977, ch. 5). Which sentences are drawn
follows from the seed and their text alone, not from the order of the files.
"""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np

from framing.ingest import apart
from framing.types import Analysis
from framing.validated import versions
from framing.validation.items import Item, Unit, is_marked, items, signature
from framing.validation.plan import Cell

#: Where an item stands and its text: what it is known by in samples with other seeds.
Place = tuple[str, int | None, str]

#: Bands of chance begin at these multiples of the level from which the tool marks a sentence.
_BANDS = (0.2, 0.5, 1.0, 2.5)
#: What sentences can be stratified by, beside the cells.
STRATA: dict[str, Callable[[Item], str]] = {
    "outlet": lambda item: item.outlet,
    "voice": lambda item: item.tool.voice or "",
    "article": lambda item: item.article,
}

#: What is stratified by where nothing else is said, by unit.
STRATIFIED: dict[Unit, str] = {"sentence": "outlet,voice", "article": "outlet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is sampled, and by what: the unit, what counts as marked and from which chance, further strata, the seed.

    Items at a place in ``without`` are left out, as if the corpus did not have them.
    """

    unit: Unit = "sentence"
    criterion: str = "chance"
    threshold: float | None = None
    strata: tuple[str, ...] = ("outlet", "voice")
    seed: int = 1
    without: frozenset[Place] = frozenset()

    def items(self, analysis: Analysis) -> Iterator[Item]:
        """Take an analysis; yield what can be drawn of it."""
        for item in items(analysis, unit=self.unit, seed=self.seed):
            if place(item) not in self.without:
                yield item

    def cell(self, item: Item) -> str:
        """Return the name of an item's cell: "1|marked|3"."""
        tool = item.tool
        marked = is_marked(signature(tool, self.threshold), self.criterion)
        band = "-"
        if tool.loaded is not None and self.threshold is not None:
            band = str(bisect_right([part * self.threshold for part in _BANDS], tool.loaded))
        return f"{int(marked)}|{tool.state}|{band}"

    def stratum(self, item: Item) -> tuple[str, ...]:
        """Return the values of the further strata."""
        return tuple(STRATA[name](item) for name in self.strata)


def place(item: Item) -> Place:
    """Return where an item stands and its text."""
    return item.article, item.index, item.text


@dataclass(slots=True)
class Frame:
    """What the corpus holds: sentences by cell and stratum, by cell and signature, the sum of chances by cell."""

    articles: int = 0
    repeated: int = 0
    sizes: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict)
    signatures: dict[str, Counter[str]] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)
    made_with: dict[str, Counter[str]] = field(default_factory=dict)

    def cells(self) -> list[Cell]:
        """Return the cells, in order of their names."""
        return [
            Cell(
                name=name,
                marked=name.startswith("1"),
                population=strata.total(),
                chances=self.chances.get(name),
            )
            for name, strata in sorted(self.sizes.items())
        ]


class _Once:
    """Lets each article through once: the same id with the same text is the same article.

    Another text with a known id (a corrected version) gets an id of its own, so that items have ids of their own.
    """

    def __init__(self) -> None:
        self._texts: set[bytes] = set()
        self._ids: set[int] = set()
        self._again: dict[str, int] = {}

    def new(self, analysis: Analysis) -> Analysis | None:
        """Take an analysis; return it, or None where it came before."""
        named = f"{analysis.article.id}\0{analysis.article.text}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(named, digest_size=12).digest()
        if digest in self._texts:
            return None
        self._texts.add(digest)
        article = apart(analysis.article, self._ids, self._again)
        return analysis if article is analysis.article else replace(analysis, article=article)


def count(analyses: Iterable[Analysis], design: Design) -> Frame:
    """Take analyses; return what they hold, each article once."""
    frame, once = Frame(), _Once()
    for one in analyses:
        if (analysis := once.new(one)) is None:
            frame.repeated += 1
            continue
        frame.articles += 1
        for name, version in versions(analysis).items():
            frame.made_with.setdefault(name, Counter())[version] += 1
        for item in design.items(analysis):
            cell = design.cell(item)
            frame.sizes.setdefault(cell, Counter())[design.stratum(item)] += 1
            frame.signatures.setdefault(cell, Counter())[signature(item.tool, design.threshold)] += 1
            if item.tool.loaded is not None:
                frame.chances[cell] = frame.chances.get(cell, 0.0) + item.tool.loaded
    return frame


def shares(sizes: Counter[tuple[str, ...]], wanted: int, random: np.random.Generator) -> dict[tuple[str, ...], int]:
    """Take the sizes of strata and how many are wanted of all; return how many of each.

    Each gets its proportional share rounded up or down at random, so that every sentence has the same chance.
    """
    names = sorted(sizes)
    total = sum(sizes.values())
    start = random.random()
    reached = [int(edge * wanted / total + start) for edge in accumulate(sizes[name] for name in names)]
    reached[-1] = wanted + int(start)
    return {name: here - before for name, here, before in zip(names, reached, [int(start), *reached], strict=False)}


def draw(analyses: Iterable[Analysis], design: Design, frame: Frame, coded: dict[str, int]) -> list[Item]:
    """Take the same analyses again, and how many of each cell are wanted; return the drawn items by id.

    Memory holds the drawn ones only.
    """
    random = np.random.default_rng(design.seed)
    wanted = {
        (cell, stratum): number
        for cell in sorted(frame.sizes)
        for stratum, number in shares(frame.sizes[cell], coded[cell], random).items()
    }
    heaps: dict[tuple[str, tuple[str, ...]], list[tuple[int, str, Item]]] = {}
    once = _Once()
    for one in analyses:
        if (analysis := once.new(one)) is None:
            continue
        for item in design.items(analysis):
            part = (design.cell(item), design.stratum(item))
            if not wanted.get(part):
                continue
            heap = heaps.setdefault(part, [])
            entry = (-_priority(item, design.seed), item.id, replace(item, cell=part[0]))
            if len(heap) < wanted[part]:
                heapq.heappush(heap, entry)
            elif entry > heap[0]:
                heapq.heapreplace(heap, entry)
    return sorted((item for heap in heaps.values() for _, _, item in heap), key=lambda item: item.id)


def _priority(item: Item, seed: int) -> int:
    named = f"{seed}\0draw\0{item.id}".encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), "big")
