"""The scorers: each takes a parsed article and the findings so far, and adds evidence.

``SCORERS`` is the table of all of them; to add one, write a module beside this file and add its line. Modules are
imported when a scorer is built, so that ``import framing`` stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from framing.acceptance import Acceptance
from framing.errors import ModelError
from framing.lexicon import Lexicon
from framing.model_cards import read_card
from framing.reference.sets import ReferenceSet, installed
from framing.scoring.known_errors import calibration_of, measured_marks
from framing.types import About, Evidence, Finding, ParsedArticle, Skipped


class Scorer(Protocol):
    """What every scorer is: pure, deterministic, and able to say what it is made of."""

    @property
    def about(self) -> About:
        """Say what runs: id, version, digest and licence of its data."""
        ...

    @property
    def threshold(self) -> float | None:
        """Say from which ``loaded`` on a sentence counts as loaded; None where it rates no sentences."""
        ...

    @property
    def card(self) -> Mapping[str, Any] | None:
        """Give the card of its model, whose figures a page tells; None where it has none."""
        ...

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings of the scorers before; return what this one adds."""
        ...


def _lexicon(lexicon: Lexicon, fast: bool) -> Scorer:
    from framing.scoring.lexicon import LexiconScorer

    return LexiconScorer(lexicon)


def _loaded(lexicon: Lexicon, fast: bool) -> Scorer:
    from framing.scoring.loaded import LoadedScorer

    # Where only some categories were asked for, words that no lexicon has are marked only if all loaded wording was.
    used = {rule.category for rule in lexicon.rules}
    whole = all(category.id in used for category in lexicon.categories if category.family == "L")
    return LoadedScorer.load(fast=fast, marks=whole)


def _word_table(folder: Path) -> Scorer:
    from framing.scoring.loaded import LoadedScorer

    return LoadedScorer.load(folder, fast=True)


def _encoder(folder: Path) -> Scorer:
    from framing.scoring.loaded import LoadedScorer

    return LoadedScorer.load(folder)


def _trained(folder: Path) -> Scorer:
    from framing.scoring.trained import TrainedScorer

    return TrainedScorer.load(folder)


#: What a model's card calls its kind -> how to read it; a card that names none is a word table's.
MODEL_KINDS: dict[str, Callable[[Path], Scorer]] = {
    "word table": _word_table,
    "encoder": _encoder,
    "n-grams": _trained,
}


def load_scorer(folder: Path) -> Scorer:
    """Take the folder of a sentence model of any kind; return its scorer. Raises ModelError, in one line."""
    kind = read_card(folder).data.get("kind", "word table")
    if kind not in MODEL_KINDS:
        raise ModelError(f"{folder}/card.toml: no model is of the kind {kind!r}; known are {', '.join(MODEL_KINDS)}")
    return MODEL_KINDS[kind](folder)


#: Name -> how to build it, from the lexicon and whether the run is fast. They run in this order: "loaded" reads
#: the lexicon's findings.
SCORERS: dict[str, Callable[[Lexicon, bool], Scorer]] = {"lexicon": _lexicon, "loaded": _loaded}

#: What the design names and this version does not have; reports say so in its place.
ABSENT = (Skipped(id="frames", reason="No frame model is part of this version."),)

CONSTRUCTIONS = Skipped(
    id="constructions",
    reason="Constructions over the parse (agentless passives, not this but that, ...) were passed over: "
    "the fast path makes no parse.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorers:
    """The scorers that can run, those that cannot with the reason, and what is known of how often they are wrong.

    ``acceptance`` says which of the lexicon's marks become notes, ``without_parse`` what is passed over on the fast
    path, ``rate`` the share of loaded sentences that a model was set to, where its card gives one. ``reference`` is
    what articles are compared with, or why they are not, ``whole`` whether all categories of the lexicon are in use.
    """

    ready: tuple[Scorer, ...]
    acceptance: Acceptance | None = None
    skipped: tuple[Skipped, ...] = ABSENT
    without_parse: tuple[Skipped, ...] = ()
    threshold: float | None = None
    rate: float | None = None
    reference: ReferenceSet | str | None = None
    whole: bool = True
    precision: dict[str, dict[str, float]] = field(default_factory=dict)
    recall: dict[str, float] = field(default_factory=dict)
    calibration: list[dict[str, float]] = field(default_factory=list)


def build(
    lexicon: Lexicon, names: Iterable[str] = tuple(SCORERS), *, model: Path | None = None, fast: bool = False
) -> Scorers:
    """Take a lexicon and scorer names; return them ready to run. A model that cannot be loaded is named as skipped.

    ``model`` is the folder of a sentence model to use in place of the shipped one; where that can't be loaded, nothing
    should run: ModelError is raised. ``fast`` takes the shipped model that needs arithmetic only, for runs without a
    parse.
    """
    chosen = None if model is None else load_scorer(model)
    precision, recall = measured_marks(fast=fast) if lexicon.id == "en" else ({}, {})
    ready: list[Scorer] = []
    skipped: list[Skipped] = []
    threshold = rate = None
    calibration: list[dict[str, float]] = []
    for name in names:
        try:
            scorer = chosen if chosen is not None and name == "loaded" else SCORERS[name](lexicon, fast)
        except ModelError as error:
            skipped.append(
                Skipped(
                    id=f"model:{name}",
                    reason=f"The sentence classifier did not run: {error}. The lexicon findings are complete.",
                )
            )
            continue
        if scorer.threshold is not None:
            threshold = scorer.threshold
        if scorer.card is not None:
            calibration, rate = calibration_of(scorer.card), scorer.card.get("rate")
        ready.append(scorer)
    return Scorers(
        ready=tuple(ready),
        acceptance=lexicon.acceptance,
        skipped=(*skipped, *ABSENT),
        without_parse=(CONSTRUCTIONS,) if any(rule.pattern is not None for rule in lexicon.rules) else (),
        threshold=threshold,
        rate=float(rate) if isinstance(rate, int | float) and 0 < rate < 1 else None,
        reference=next(iter(installed()), None),
        whole={rule.category for rule in lexicon.rules} >= {category.id for category in lexicon.categories},
        precision=precision,
        recall=recall,
        calibration=calibration,
    )
