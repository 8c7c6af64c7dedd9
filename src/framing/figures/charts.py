"""The numbers of a figure in, its description in Vega-Lite out: plain data, readable without colour.

The writer's words are filled black circles, sources' words open grey diamonds; every point has its interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from framing.figures.numbers import ALL, Row
from framing.types import FAMILIES

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_BLACK, _GREY, _RULE = "#111111", "#6e6e6e", "#d0d0d0"
_LABELS = 26
_WORDS = {ALL: "All families", **{letter: f"{letter} {name}" for letter, name in FAMILIES.items()}}
_VOICES = {"writer": "the writer's words", "source": "sources' words"}

Spec = dict[str, Any]


def _whole(description: str, body: Spec) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        **body,
        "config": {
            "font": _FONT,
            "background": "#ffffff",
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 10, "titleFontSize": 10, "titleFontWeight": "normal", "labelColor": _BLACK,
                "titleColor": _BLACK, "gridColor": _RULE, "domainColor": _GREY, "tickColor": _GREY,
                "labelLimit": 0,
            },
            # one font throughout: of several, the PDF writer draws the order at random
            "header": {"labelFontSize": 11, "labelFontWeight": "normal", "labelColor": _BLACK, "title": None},
            "legend": {"labelFontSize": 10, "title": None, "orient": "top", "labelColor": _BLACK, "symbolSize": 60},
        },
    }  # fmt: skip


def rates_chart(rows: Sequence[Row], description: str) -> Spec:
    """Take the rows of rates; return a panel a family, a line an outlet, a point and an interval a voice."""
    label = _labels(rows)
    values = [
        {**row, "panel": _WORDS[row["family"]], "voice": _VOICES[row["voice"]], "label": label[row["outlet"]]}
        for row in rows
    ]
    voices = list(_VOICES.values())
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "grid": False, "ticks": False}}
    offset = {"field": "voice", "type": "nominal", "sort": voices}
    layer = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.2},
            "encoding": {
                "x": {"field": "low", "type": "quantitative", "title": "Findings per 100 words (95 % interval)",
                      "scale": {"zero": True}, "axis": {"tickCount": 4}},
                "x2": {"field": "high"},
                "stroke": {"field": "voice", "type": "nominal", "sort": voices,
                           "scale": {"domain": voices, "range": [_BLACK, _GREY]}},
            },
        },
        {
            "mark": {"type": "point", "size": 45, "opacity": 1, "strokeWidth": 1.2},
            "encoding": {
                "x": {"field": "per_100", "type": "quantitative"},
                "shape": {"field": "voice", "type": "nominal", "sort": voices,
                          "scale": {"domain": voices, "range": ["circle", "diamond"]}},
                "stroke": {"field": "voice", "type": "nominal", "sort": voices,
                           "scale": {"domain": voices, "range": [_BLACK, _GREY]}},
                "fill": {"field": "voice", "type": "nominal", "sort": voices,
                         "scale": {"domain": voices, "range": [_BLACK, "#ffffff"]}},
            },
        },
    ]  # fmt: skip
    return _whole(
        description,
        {
            "data": {"values": values},
            "facet": {"field": "panel", "type": "nominal", "sort": list(_WORDS.values()), "header": {"title": None}},
            "columns": 3,
            "resolve": {"scale": {"x": "independent"}},
            "spec": {
                "width": 150,
                "height": {"step": 15, "for": "offset"},
                "encoding": {"y": y, "yOffset": offset},
                "layer": layer,
            },
        },
    )


def positions_chart(rows: Sequence[Row], description: str) -> Spec:
    """Take the rows by tenths; return a point and an interval a tenth, from the beginning to the end of articles."""
    x = {"field": "tenth", "type": "ordinal",
         "axis": {"title": "Tenth of the article, from its beginning", "labelAngle": 0, "grid": False}}  # fmt: skip
    return _whole(
        description,
        {"data": {"values": list(rows)}, "width": 320, "height": 180,
         "layer": _points(x, "Marked of 100 sentences")},
    )  # fmt: skip


def time_chart(rows: Sequence[Row], description: str) -> Spec:
    """Take the rows by week or month; return a point and an interval each, a panel an outlet where they are apart."""
    unit = rows[0]["unit"] if rows else "month"
    # days are read as UTC: drawn in local time they would move, and the bytes depend on where the figure is made
    x = {"field": "begin", "type": "temporal", "scale": {"type": "utc"},
         "axis": {"title": f"By {unit}", "format": "%d %b %Y" if unit == "week" else "%b %Y", "grid": False,
                  "labelAngle": 0, "labelOverlap": True, "tickCount": 5}}  # fmt: skip
    label = _labels(rows)
    values = [
        {**row, "label": label[row["outlet"]], "stretch": stretch}
        for row, stretch in zip(rows, _stretches(rows), strict=True)
    ]
    if all(row["outlet"] == ALL for row in rows):
        return _whole(
            description,
            {
                "data": {"values": values},
                "width": 360,
                "height": 180,
                "layer": _points(x, "The writer's findings per 100 words", line=True),
            },
        )
    return _whole(
        description,
        {
            "data": {"values": values},
            "facet": {"row": {"field": "label", "type": "nominal", "sort": None, "header": {"title": None}}},
            "spec": {"width": 360, "height": 90, "layer": _points(x, "Per 100 words", line=True)},
        },
    )


def _points(x: Spec, title: str, *, line: bool = False) -> list[Spec]:
    y = {"field": "per_100", "type": "quantitative", "title": title, "scale": {"zero": True}, "axis": {"tickCount": 4}}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.2, "color": _GREY},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {"mark": {"type": "point", "filled": True, "size": 40, "opacity": 1, "color": _BLACK},
         "encoding": {"x": x, "y": y}},
    ]  # fmt: skip
    if line:
        encoding = {"x": x, "y": y, "detail": {"field": "stretch", "type": "nominal"}}
        layers.insert(0, {"mark": {"type": "line", "color": _RULE, "strokeWidth": 1.2}, "encoding": encoding})
    return layers


def _stretches(rows: Sequence[Row]) -> Iterator[int]:
    """Yield for each row by time the number of its stretch: a new one begins after a week or month without a row."""
    stretch, due = 0, ("", date.min)
    for row in rows:
        begin = date.fromisoformat(row["begin"])
        if (row["outlet"], begin) != due:
            stretch += 1
        if row["unit"] == "week":
            after = begin + min(timedelta(days=7), date.max - begin)
        else:
            after = (begin + min(timedelta(days=31), date.max - begin)).replace(day=1)
        due = row["outlet"], after
        yield stretch


def _labels(rows: Sequence[Row]) -> dict[str, str]:
    """Take rows; return for each outlet a label short enough to draw; no two are alike."""
    names = dict.fromkeys(row["outlet"] for row in rows)
    made: dict[str, str] = {}
    for cut in (_beginning, _both_ends):
        cuts = {name: cut(name) for name in names if name not in made}
        tally = Counter([*made.values(), *cuts.values()])
        made |= {name: short for name, short in cuts.items() if tally[short] == 1}
    taken = set(made.values())
    for name in names:
        if name not in made:
            numbered = (f"{_beginning(name, at_most=_LABELS - 5)} ({n})" for n in count(1))
            made[name] = next(label for label in numbered if label not in taken)
            taken.add(made[name])
    return made


def _beginning(name: str, *, at_most: int = _LABELS) -> str:
    return name if len(name) <= at_most else name[: at_most - 1].rstrip() + "…"


def _both_ends(name: str) -> str:
    half = (_LABELS - 1) // 2
    return name if len(name) <= _LABELS else name[:half].rstrip() + "…" + name[len(name) - half :].lstrip()
