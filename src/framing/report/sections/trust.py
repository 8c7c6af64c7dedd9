"""Analysis in, how far its marks can be trusted out: what it is for, what was measured, what it cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.intervals import wilson
from framing.report import facts
from framing.report.reliability import Diagram, Point, diagram
from framing.report.sections.numbers import people_also_marked
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import day, in_100, listed, number, plural
from framing.types import FAMILIES, Analysis
from framing.validated import Validated


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """A family and how many of 100 marks people marked too."""

    family: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A band of predicted chances, the share that readers did mark, and the sentences it rests on."""

    band: str
    predicted: str
    observed: str
    sentences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the figures count: what the tool marks, what people then marked, what people mark."""

    marks: str
    theirs: str
    people: str


_PASSAGES = Counted(
    marks="passages it marks in the writer’s words", theirs="the sentence of", people="sentences that people mark"
)
_ARTICLES = Counted(marks="articles it marks", theirs="the article for", people="articles that people mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustView:
    """The section. ``source`` says by whom the figures were measured where coders did.

    ``unmeasured`` names the families without a figure; ``recall`` is None where it is not measured. ``expected`` says
    how many of the article's sentences at the level readers would not mark, by the chances themselves.
    """

    measured: tuple[Precision, ...]
    unit: Counted
    unmeasured: str
    recall: str | None
    model: str | None
    calibration: tuple[Calibration, ...]
    diagram: Diagram | None
    expected: str | None
    base_rate: int
    own_rate: bool
    source: str | None = None
    people: str | None = None


def _bands(analysis: Analysis) -> list[dict[str, float]]:
    rows = analysis.made_with.get("calibration")
    wanted = {"low", "high", "predicted", "observed", "n"}
    rows = rows if isinstance(rows, list | tuple) else ()
    return [row for row in rows if isinstance(row, dict) and wanted <= row.keys() and row["n"] > 0]


def _calibration(bands: Sequence[dict[str, float]]) -> tuple[Calibration, ...]:
    return tuple(
        Calibration(
            band=f"{round(row['low'] * 100)} to {round(row['high'] * 100)} in 100",
            predicted=in_100(row["predicted"]),
            observed=in_100(row["observed"]),
            sentences=number(int(row["n"])),
        )
        for row in bands
    )


def _diagram(bands: Sequence[dict[str, float]]) -> Diagram | None:
    points = []
    for row in bands:
        low, high = row.get("observed_low"), row.get("observed_high")
        if low is None or high is None:
            low, high = wilson(round(row["observed"] * row["n"]), int(row["n"]))
        points.append(Point(predicted=row["predicted"], observed=row["observed"], low=low, high=high))
    return diagram(points) if points else None


def _expected(analysis: Analysis) -> str | None:
    """Return how many sentences at the level readers would not mark: the sum of what their chances leave to one."""
    level = facts.threshold(analysis)
    chances = [score.loaded for score in analysis.scores if score.loaded is not None]
    if level is None or not chances:
        return None
    reached = [chance for chance in chances if chance >= level]
    if not reached:
        return None
    verb = "reaches" if len(reached) == 1 else "reach"
    return (
        f"In this article {plural(len(reached), 'sentence')} {verb} {in_100(level)}. By their chances readers would "
        f"mark about {sum(reached):.1f} of them, and not mark about {len(reached) - sum(reached):.1f}."
    )


def _recall(recall: dict[str, float]) -> str:
    text = in_100(recall["value"])
    if {"low", "high", "n"} <= recall.keys():
        text += f" ({round(recall['low'] * 100)} to {round(recall['high'] * 100)}), n = {number(int(recall['n']))}"
    return text


def _source(validated: Validated | None) -> str | None:
    if validated is None:
        return None
    of = "article" if validated.unit == "article" else "sentence"
    drawn = (
        f"a sample from {plural(validated.articles, 'article')}"
        if validated.sentences > validated.coded
        else f"all of {plural(validated.articles, 'article')}"
    )
    return (
        f"{plural(validated.coded, of)} coded by {plural(validated.coders, 'coder')}, {drawn} "
        f"({validated.source}), scored {day(validated.date)}"
    )


def _people(validated: Validated | None) -> str | None:
    """Return how far the coders agree, and of what: a sample holds more marked sentences than its corpus on purpose."""
    if validated is None or validated.alpha is None:
        return None
    of = "article" if validated.unit == "article" else "sentence"
    here = f"these coders reach alpha {_alpha(validated.alpha)} on the {of}s that they coded"
    if validated.corpus_alpha is not None:
        return f"{here} and {_alpha(validated.corpus_alpha)} weighted back to the corpus that these are drawn from"
    if validated.sentences > validated.coded:
        return f"{here} (for the whole corpus it is not known)"
    return here


def _alpha(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".")


def view(analysis: Analysis, settings: Settings = DEFAULT) -> TrustView:
    """Take an analysis; return what is known of its errors, and the names of what is not."""
    texts = {family: people_also_marked(analysis, family) for family in FAMILIES}
    known = tuple(
        Precision(family=family, name=FAMILIES[family], text=text)
        for family, text in texts.items()
        if text != "not measured"
    )
    recall = analysis.made_with.get("recall")
    ran = next((about for about in analysis.ran if about.id.startswith(("model:loaded", "loaded", "model"))), None)
    has_chances = any(score.loaded is not None for score in analysis.scores)
    bands = _bands(analysis)
    return TrustView(
        measured=known,
        unit=_ARTICLES if settings.validated is not None and settings.validated.unit == "article" else _PASSAGES,
        unmeasured=listed([name.lower() for family, name in FAMILIES.items() if texts[family] == "not measured"]),
        recall=_recall(recall) if isinstance(recall, dict) and "value" in recall else None,
        model=(f"{ran.id}@{ran.version}" if ran else "the sentence model") if has_chances else None,
        calibration=_calibration(bands),
        diagram=_diagram(bands),
        expected=_expected(analysis) if has_chances else None,
        base_rate=round(1 / facts.base_rate(analysis)),
        own_rate="loaded_rate" in analysis.made_with,
        source=_source(settings.validated),
        people=_people(settings.validated),
    )
