"""The scorers: each takes a parsed article and the findings so far, and adds evidence.

``SCORERS`` is the table of all of them; to add one, write a module beside this file and add its line. Modules are
imported when a scorer is built, so that ``import framing`` stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from framing.errors import ModelError
from framing.lexicons import Lexicon
from framing.scoring.known_errors import calibration_of, precision_of_families
from framing.types import About, Evidence, Finding, ParsedArticle, Skipped


class Scorer(Protocol):
    """What every scorer is: pure, deterministic, and able to say what it is made of."""

    @property
    def about(self) -> About:
        """Say what runs: id, version, digest and licence of its data."""
        ...

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings of the scorers before; return what this one adds."""
        ...


def _lexicon(lexicon: Lexicon) -> Scorer:
    from framing.scoring.lexicon import LexiconScorer

    return LexiconScorer(lexicon)


def _loaded(lexicon: Lexicon) -> Scorer:
    from framing.scoring.loaded import LoadedScorer

    return LoadedScorer.load()


#: Name -> how to build it. The order is the order in which they run: "loaded" reads the lexicon's findings.
SCORERS: dict[str, Callable[[Lexicon], Scorer]] = {"lexicon": _lexicon, "loaded": _loaded}

#: What the design names and this version does not have; reports say so in its place.
ABSENT = (
    Skipped(id="opinion", reason="No opinion model is part of this version."),
    Skipped(id="frames", reason="No frame model is part of this version."),
    Skipped(id="actors", reason="Who is described how is not part of this version."),
)

CONSTRUCTIONS = Skipped(
    id="constructions",
    reason="Constructions over the parse (agentless passives, not this but that, ...) were passed over: "
    "the fast path makes no parse.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorers:
    """The scorers that can run, those that cannot with the reason, and what is known of how often they are wrong.

    ``without_parse`` is what is passed over on the fast path.
    """

    ready: tuple[Scorer, ...]
    skipped: tuple[Skipped, ...] = ABSENT
    without_parse: tuple[Skipped, ...] = ()
    threshold: float | None = None
    precision: dict[str, dict[str, float]] = field(default_factory=dict)
    calibration: list[dict[str, float]] = field(default_factory=list)


def build(lexicon: Lexicon, names: Iterable[str] = tuple(SCORERS)) -> Scorers:
    """Take a lexicon and scorer names; return them ready to run. A model that cannot be loaded is named as skipped."""
    ready: list[Scorer] = []
    skipped: list[Skipped] = []
    threshold = None
    calibration: list[dict[str, float]] = []
    for name in names:
        try:
            scorer = SCORERS[name](lexicon)
        except ModelError as error:
            skipped.append(
                Skipped(
                    id=f"model:{name}",
                    reason=f"The sentence classifier did not run: {error}. The lexicon findings are complete.",
                )
            )
            continue
        threshold = getattr(scorer, "threshold", threshold)
        model = getattr(scorer, "model", None)
        if model is not None:
            calibration = calibration_of(model.card)
        ready.append(scorer)
    return Scorers(
        ready=tuple(ready),
        skipped=(*skipped, *ABSENT),
        without_parse=(CONSTRUCTIONS,) if any(rule.pattern is not None for rule in lexicon.rules) else (),
        threshold=threshold,
        precision=precision_of_families() if lexicon.id == "en" else {},
        calibration=calibration,
    )
