"""Analysis in, one line of JSON out, as doccano and Prodigy read it. Offsets are code points."""

from __future__ import annotations

from typing import Any

from framing.export.spans import marks, shown
from framing.types import Analysis


def _about(analysis: Analysis) -> dict[str, str | None]:
    article = analysis.article
    return {"article_id": article.id, "title": article.title, "outlet": article.outlet, "published": article.published}


def doccano(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return it for doccano's sequence labelling: text, ``label`` as [start, end, name], metadata."""
    labels = [[mark.start, mark.end, mark.label] for mark in marks(analysis)]
    return {"text": shown(analysis.article.text), "label": labels, **_about(analysis)}


def prodigy(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return it for Prodigy's ``spans.manual``, whose passages may overlap."""
    spans = [
        {"start": mark.start, "end": mark.end, "label": mark.label, "id": mark.id, **dict(mark.features)}
        for mark in marks(analysis)
    ]
    return {"text": shown(analysis.article.text), "spans": spans, "meta": _about(analysis)}
