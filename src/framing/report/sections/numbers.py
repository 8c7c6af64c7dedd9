"""Analysis in, every measure out: counts with their words, rates with their intervals, and what is not measured."""

from __future__ import annotations

from dataclasses import dataclass

from framing.measures import WORDS_OF_VOICE
from framing.report import facts
from framing.report.charts import Band, Interval, axis_end, band, interval
from framing.report.comparison import Comparison, Place, comparison, no_comparison, share_in_words
from framing.report.settings import DEFAULT, Settings
from framing.report.wording import decimal, gap, in_100, label, number
from framing.types import FAMILIES, Analysis, Measure, Voice

#: Width of the small chart in each row, in units of its view box.
CHART_WIDTH = 150.0
_MISSING = "not measured"
_METHODS = {
    "bootstrap": "the article’s sentences drawn again 2,000 times with a fixed seed",
    "poisson": "exact Poisson, because there are few sentences or findings",
    "wilson": "Wilson, for a share",
}
_READABILITY = {
    "flesch_reading_ease": ("Flesch reading ease", "higher reads more easily; news is often 30 to 60", "Flesch 1948"),
    "flesch_kincaid_grade": ("Flesch–Kincaid school years", "years of schooling asked for", "Kincaid et al. 1975"),
}  # fmt: skip
_NAMES = {
    "words": "Words",
    "loaded_sentences": "Sentences that readers would mark",
    "notes": "Notes, which have no weight and are not counted",
    "quotes_without_speaker": "Quotations without a named speaker",
    "quotes_unnamed": "Quotations of people without a name",
    "words_unnamed": "Words of people without a name",
}
_SHOWN_ABOVE = frozenset({f"findings_{family}" for family in FAMILIES} | {"findings_all"} | set(_READABILITY))
_VOICES: dict[str, str] = {"writer": "The writer’s words", "source": "Sources’ words", "all": "The whole article"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A row: a family in one voice. Texts are ready to print; ``chart`` is None where there is no rate."""

    family: str
    name: str
    findings: str
    words: str
    value: str
    interval: str
    chart: Interval | None
    usual: str
    more_than: str
    band: Band | None
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateGroup:
    """The rows of one voice."""

    voice: str
    rows: tuple[Rate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A readability measure in one voice."""

    name: str
    voice: str
    value: str
    made_of: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Any further measure: its count and what it is out of."""

    name: str
    voice: str
    count: str
    out_of: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersView:
    """The section. ``rates`` is False where the article is too short for any; then no rate is in ``groups``.

    ``few_words`` is the least number of words that a rate is given of, where a voice has fewer; else None.
    """

    length: str
    checked: bool
    rates: bool
    axis: str
    few_words: int | None
    groups: tuple[RateGroup, ...]
    methods: tuple[str, ...]
    comparison: Comparison | None
    no_comparison: str
    compared: str
    chance: str
    readings: tuple[Reading, ...]
    no_readings: str | None
    others: tuple[Other, ...]
    other_rates: bool

    @property
    def shown(self) -> bool:
        """Whether there is a number; where no sentence was checked there may be none."""
        return self.checked or bool(self.readings or self.others)


def people_also_marked(analysis: Analysis, family: str) -> str:
    """Return how often people also marked what this family marks, from the precision table in ``made_with``."""
    table = analysis.made_with.get("precision")
    row = table.get(family) if isinstance(table, dict) else None
    if not isinstance(row, dict) or row.get("value") is None:
        return _MISSING
    text = in_100(row["value"])
    if row.get("low") is not None and row.get("high") is not None:
        text += f" ({round(row['low'] * 100)} to {round(row['high'] * 100)})"
    return text + (f", n = {number(row['n'])}" if row.get("n") is not None else "")


def _people(analysis: Analysis, family: str, voice: Voice) -> str:
    """Return the cell of one row: only the writer's words were measured, and no sum over families."""
    if family == "all":
        return ""
    return people_also_marked(analysis, family) if voice == "writer" else _MISSING


def _rated(found: Measure) -> bool:
    """Whether a rate is shown; what an earlier version stored has some over very few words."""
    return found.value is not None and found.out_of >= WORDS_OF_VOICE


def _group(
    analysis: Analysis, voice: Voice, places: dict[tuple[str, str], Place], *, rates: bool, end: float
) -> RateGroup:
    rows = []
    families = {**FAMILIES, "all": "All kinds"}
    fallback = {count.family: getattr(count, voice) for count in facts.counts(analysis)}
    fallback["all"] = facts.total(analysis, voice)
    for family, name in families.items():
        taken = facts.measure(analysis, f"findings_{family}", voice)
        rated = taken if rates and taken and _rated(taken) else None
        value, low, high = (rated.value, rated.low, rated.high) if rated else (None, None, None)
        whole = value is not None and low is not None and high is not None
        place = places.get((f"findings_{family}", voice)) if whole else None
        rows.append(
            Rate(
                family="" if family == "all" else family,
                name=name,
                findings=number(taken.count if taken else fallback[family]),
                words=number(taken.out_of) if taken else _MISSING,
                # without its interval a rate is not shown
                value=decimal(value) if value is not None and whole else "–",
                interval=f"{decimal(low or 0)} to {decimal(high or 0)}" if whole else "–",
                chart=interval(value or 0, low or 0, high or 0, end=end, width=CHART_WIDTH) if whole else None,
                usual=place.usual if place else "–",
                more_than=place.more_than if place else "–",
                band=band(place.low, place.high, end=end, width=CHART_WIDTH) if place else None,
                people=_people(analysis, family, voice),
            )
        )
    return RateGroup(voice=_VOICES[voice], rows=tuple(rows))


def _compared(places: dict[tuple[str, str], Place]) -> str:
    """Return with how many articles of what length each voice is compared."""
    said = []
    for voice, words in (("writer", "the writer’s words"), ("source", "sources’ words")):
        place = next((one for (_, whose), one in places.items() if whose == voice), None)
        if place is not None:
            length = f"{number(place.least)} to {number(place.most)}"
            said.append(f"{number(place.articles)} articles with {length} of {words}")
    return ", and ".join(said)


def _reading(found: Measure) -> Reading:
    name, meaning, source = _READABILITY[found.name]
    return Reading(
        name=name,
        voice=_VOICES[found.voice],
        value=f"{found.value:.1f}" if found.value is not None else "too short",
        made_of=f"{number(found.count)} words, {number(found.out_of)} sentences",
        meaning=meaning,
        source=source,
    )


def _other(found: Measure, *, rates: bool) -> Other:
    whole = rates and _rated(found) and found.low is not None and found.high is not None
    per = "" if found.per == 1 else f" per {found.per:g}"
    return Other(
        name=_NAMES.get(found.name, label(found.name).capitalize()),
        voice=_VOICES[found.voice],
        count=number(found.count),
        out_of=number(found.out_of) if found.out_of else "–",
        value=decimal(found.value or 0) + per if whole else "–",
        interval=f"{decimal(found.low or 0)} to {decimal(found.high or 0)}" if whole else "–",
    )


def view(analysis: Analysis, settings: Settings = DEFAULT) -> NumbersView:
    """Take an analysis; return its numbers. Under 300 words no rate is returned, only counts."""
    length = facts.length(analysis)
    rates = length == "full"
    taken = [found for found in analysis.measures if found.name.startswith("findings_")]
    compared = comparison(analysis) if rates else None
    places = compared.places if compared else {}
    highest = [found.high for found in taken if found.high is not None and _rated(found)]
    end = axis_end(max([1.0, *highest, *(place.high for place in places.values())]))
    methods = sorted({found.method for found in taken if _rated(found) and found.method != "none"})
    others = tuple(_other(found, rates=rates) for found in analysis.measures if found.name not in _SHOWN_ABOVE)
    readings = tuple(_reading(found) for found in analysis.measures if found.name in _READABILITY)
    return NumbersView(
        length=length,
        checked=facts.checked_anything(analysis),
        rates=rates,
        axis=f"{end:g}",
        few_words=WORDS_OF_VOICE if rates and any(found.out_of < WORDS_OF_VOICE for found in taken) else None,
        groups=(
            _group(analysis, "writer", places, rates=rates, end=end),
            _group(analysis, "source", places, rates=rates, end=end),
        ),
        methods=tuple(_METHODS.get(method, method) for method in methods) if rates else (),
        comparison=compared,
        no_comparison=no_comparison(analysis),
        compared=_compared(places),
        chance=share_in_words(compared.top, 0) if compared and compared.top is not None else "",
        readings=readings,
        no_readings=None
        if readings
        else gap("Readability", facts.missing(analysis, "readability"), "Readability: not measured."),
        others=others,
        other_rates=any(other.interval != "–" for other in others),
    )
