"""Analyses and the kind of a figure in, the figure out: its numbers, its caption, and the picture as SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from framing.corpus.statistics import FEWEST, RESAMPLES, SEED
from framing.errors import ConfigError
from framing.figures.charts import Spec, positions_chart, rates_chart, time_chart
from framing.figures.mark import marked
from framing.figures.numbers import NO_OUTLET, Counts, Row, corpus_of, over_time, positions, rates
from framing.intervals import FEW_FINDINGS
from framing.measures import WORDS_OF_VOICE
from framing.report.wording import listed, number, plural
from framing.types import Analysis

#: More outlets than this make no readable figure.
MOST_OUTLETS = 30
_PANELS = 6
_MISSING = "figures need vl-convert, which is not installed: pip install 'framing[figures]'"
_LEFT_OUT = {
    "not_checked": "in which no sentence was checked",
    "twin": "with a text that the same outlet has already",
    "short": "under 300 words",
}
_FEW = f"where there are fewer than {FEWEST} articles"
_EXACT = {
    "poisson": f"exact Poisson {_FEW} or {FEW_FINDINGS} findings",
    "wilson": f"Wilson's {_FEW}, {FEW_FINDINGS} marked sentences or {FEW_FINDINGS} unmarked ones",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: its numbers (one row a point), its caption in plain words, and its chart in Vega-Lite."""

    rows: tuple[Row, ...]
    caption: str
    spec: Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of figure: what it shows, and the function that makes it of the counts of articles."""

    shows: str
    make: Callable[[Sequence[Counts]], tuple[list[Row], str, Callable[[Sequence[Row], str], Spec]]]


def _outlets(articles: Sequence[Counts]) -> int:
    return len({article.outlet for article in articles})


def _rates(articles: Sequence[Counts]) -> tuple[list[Row], str, Callable[[Sequence[Row], str], Spec]]:
    many = _outlets(articles)
    if many > MOST_OUTLETS:
        raise ConfigError(f"the figure has room for {MOST_OUTLETS} outlets, and there are {many}; choose some of them")
    named = len({article.outlet for article in articles} - {NO_OUTLET})
    rest = " and others that have none" if named < many else ""
    of = f"of {plural(named, 'outlet')}{rest}" if named else "without an outlet"
    said = (
        f"Findings per 100 words in {plural(len(articles), 'article')} {of}, by "
        "family, in the writer's words (filled circles) and in sources' words (open diamonds). Outlets are in "
        "alphabetical order. The scales of the panels differ."
    )
    rows = rates(articles)
    drawn = {(row["outlet"], row["voice"]) for row in rows}
    if len(drawn) < 2 * many:
        said += f" No point where an outlet has under {WORDS_OF_VOICE} words in that voice."
    return rows, said, rates_chart


def _time(articles: Sequence[Counts]) -> tuple[list[Row], str, Callable[[Sequence[Row], str], Spec]]:
    many = _outlets(articles)
    apart = 1 < many <= _PANELS
    rows = over_time(articles, outlets=apart)
    dated = sum(article.day is not None for article in articles)
    if not dated:
        raise ConfigError("no article has a date (YYYY-MM-DD) in its column published, so nothing can be drawn by time")
    if not rows:
        raise ConfigError(
            f"no week or month has {WORDS_OF_VOICE} of the writer's words, so no rate can be drawn by time"
        )
    said = (
        f"The writer's findings per 100 of the writer's words in {plural(dated, 'article')}, by {rows[0]['unit']}"
        + (", an outlet a panel, in alphabetical order." if apart else ", all outlets together." if many > 1 else ".")
        + (f" {plural(len(articles) - dated, 'article')} without a date left out." if dated < len(articles) else "")
    )
    return rows, said, time_chart


def _positions(articles: Sequence[Counts]) -> tuple[list[Row], str, Callable[[Sequence[Row], str], Spec]]:
    said = (
        f"Sentences in which the writer's own words are marked, of 100 checked, by tenth of the article, in "
        f"{plural(len(articles), 'article')}."
    )
    return positions(articles), said, positions_chart


#: The kinds of figures by the name that ``framing figure`` takes.
KINDS: dict[str, Kind] = {
    "rates": Kind(shows="findings per 100 words by family and voice, an outlet a line", make=_rates),
    "positions": Kind(shows="where in the article sentences are marked, by tenths", make=_positions),
    "time": Kind(shows="the writer's findings per 100 words by week or month", make=_time),
}


def make_figure(kind: str, analyses: Iterable[Analysis]) -> Figure:
    """Take the name of a kind and analyses; return the figure. Memory grows by some numbers an article.

    Raises ConfigError where the analyses do not have what it shows.
    """
    corpus = corpus_of(analyses)
    left_out = listed(
        [f"{number(corpus.left_out[key])} {why}" for key, why in _LEFT_OUT.items() if key in corpus.left_out]
    )
    if not corpus.articles:
        why = f"the articles were {left_out}" if left_out else "there is no article"
        raise ConfigError(f"there is nothing to draw: {why}; a figure counts articles of 300 words or more")
    rows, said, chart = KINDS[kind].make(corpus.articles)
    if left_out:
        said += f" Left out of {number(len(corpus.articles) + sum(corpus.left_out.values()))} articles: {left_out}."
    methods = {row["method"] for row in rows}
    caption = f"{said} Bars are 95 % intervals: {_intervals(methods)} They do not include the program's own mistakes."
    return Figure(rows=tuple(rows), caption=caption, spec=chart(rows, caption))


def _intervals(methods: set[str]) -> str:
    exact = "".join(_EXACT[method] for method in sorted(methods - {"bootstrap"}))
    if "bootstrap" not in methods:
        return f"{exact}, as everywhere here."
    drawn = f"{number(RESAMPLES)} bootstrap samples of whole articles (seed {SEED})"
    return f"{drawn}, {exact}." if exact else f"{drawn}."


def check_installed() -> None:
    """Take nothing; raise ConfigError where the extra ``figures`` is not installed."""
    try:
        import vl_convert  # noqa: F401
    except ImportError:
        raise ConfigError(_MISSING) from None


def picture(figure: Figure, suffix: str) -> bytes:
    """Take a figure and ``.svg`` or ``.pdf``; return the file's bytes, the same for the same figure.

    No network is used. Raises ConfigError where the extra ``figures`` is not installed, or draws what can't be marked.
    """
    check_installed()
    import vl_convert

    settings: dict[str, Any] = {"vl_version": "5.20", "allowed_base_urls": []}
    if suffix == ".svg":
        return marked(str(vl_convert.vegalite_to_svg(figure.spec, **settings)).encode(), suffix)
    return marked(bytes(vl_convert.vegalite_to_pdf(figure.spec, **settings)), suffix)
