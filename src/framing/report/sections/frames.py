"""Analysis in, frames with the sentences that carry them out; never a share of "frame-ness"."""

from __future__ import annotations

from dataclasses import dataclass

from framing.report import facts
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import label, shortened
from framing.types import Analysis

#: With fewer carrying sentences no frame is named.
LEAST_SENTENCES = 3
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A sentence that carries a frame: its number from 1 and its words."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame of a scheme, how many sentences carry it, and up to three of them."""

    scheme: str
    name: str
    count: int
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesView:
    """The section; ``shown`` is False where frames were not looked for, which the section on the method says."""

    frames: tuple[Frame, ...]
    sentences: int
    least: int
    shown: bool


def view(analysis: Analysis, settings: Settings = DEFAULT) -> FramesView:
    """Take an analysis; return its frames, the best supported first, each with at least ``LEAST_SENTENCES``."""
    text = analysis.article.text
    spans = {sentence.index: sentence.span for sentence in analysis.sentences}
    frames = [
        Frame(
            scheme=found.scheme,
            name=label(found.frame),
            count=len(found.sentences),
            carriers=tuple(
                Carrier(number=index + 1, text=shortened(spans[index].text(text), 260))
                for index in found.sentences[:_SHOWN]
                if index in spans
            ),
        )
        for found in sorted(analysis.frames, key=lambda one: (-len(one.sentences), one.scheme, one.frame))
        if len(found.sentences) >= LEAST_SENTENCES
    ]
    ran = any(about.id.partition(":")[0] in ("frames", "frame") for about in analysis.ran)
    return FramesView(
        frames=tuple(frames),
        sentences=facts.states(analysis).sentences,
        least=LEAST_SENTENCES,
        shown=ran or bool(analysis.frames),
    )
