"""The numbers of a figure in, its description in Vega-Lite out: plain data, readable without colour.

The writer's words are filled black circles, sources' words open grey diamonds; every point has its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
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
                "labelLimit": 200,
            },
            # one font throughout: of several, the PDF writer draws the order at random
            "header": {"labelFontSize": 11, "labelFontWeight": "normal", "labelColor": _BLACK, "title": None},
            "legend": {"labelFontSize": 10, "title": None, "orient": "top", "labelColor": _BLACK, "symbolSize": 60},
        },
    }  # fmt: skip


def rates_chart(rows: Sequence[Row], description: str) -> Spec:
    """Take the rows of rates; return a panel a family, a line an outlet, a point and an interval a voice."""
    values = [
        {**row, "panel": _WORDS[row["family"]], "voice": _VOICES[row["voice"]], "outlet": _short(row["outlet"])}
        for row in rows
    ]
    voices = list(_VOICES.values())
    y = {"field": "outlet", "type": "nominal", "sort": None, "axis": {"title": None, "grid": False, "ticks": False}}
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
    x = {"field": "begin", "type": "temporal",
         "axis": {"title": f"By {unit}", "format": "%d %b %Y" if unit == "week" else "%b %Y", "grid": False,
                  "labelAngle": 0, "labelOverlap": True, "tickCount": 5}}  # fmt: skip
    values = [{**row, "outlet": _short(row["outlet"])} for row in rows]
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
            "facet": {"row": {"field": "outlet", "type": "nominal", "sort": None, "header": {"title": None}}},
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
        layers.insert(0, {"mark": {"type": "line", "color": _RULE, "strokeWidth": 1.2}, "encoding": {"x": x, "y": y}})
    return layers


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LABELS else line[: _LABELS - 1].rstrip() + "…"
