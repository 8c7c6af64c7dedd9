"""Analyses in, tasks with predictions for Label Studio out, and the labelling interface that shows them.

Offsets are code points, as Label Studio stores them since 1.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args
from xml.sax.saxutils import quoteattr

from framing.export.spans import LABELS, LINES, Mark, marks, shown
from framing.types import Analysis, Voice


def task(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return its task: the text with its metadata, and every mark as a prediction."""
    article, text = analysis.article, shown(analysis.article.text)
    data = {
        "text": text,
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
    }
    version = str(analysis.made_with.get("framing", "version not recorded"))
    results = [one for mark in marks(analysis) for one in _results(mark, text)]
    return {"data": data, "predictions": [{"model_version": f"framing {version}", "result": results}]}


def _results(mark: Mark, text: str) -> Iterator[dict[str, Any]]:
    """Yield the passage, then its voice and category, which belong to it by its id."""
    place = {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}

    def result(name: str, kind: str, **value: Any) -> dict[str, Any]:
        return {"id": mark.id, "from_name": name, "to_name": "text", "type": kind, "value": {**place, **value}}

    first = result("label", "labels", labels=[mark.label])
    yield {**first, "meta": {"text": [mark.note]}} if mark.note else first
    for name in ("voice", "category"):
        if mark.get(name):
            yield result(name, "choices", choices=[mark.get(name)])


def config(categories: Iterable[str]) -> str:
    """Take the categories that were found; return the labelling interface as XML."""
    labels = "".join(
        f"    <Label value={quoteattr(name)} hint={quoteattr(words)} background={quoteattr(LINES[name])}/>\n"
        for name, words in LABELS.items()
    )
    choices = {"voice": get_args(Voice), "category": sorted(set(categories))}
    parts = "".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" choice="single" showInLine="true">\n'
        + "".join(f"    <Choice value={quoteattr(value)}/>\n" for value in values)
        + "  </Choices>\n"
        for name, values in choices.items()
        if values
    )
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="word"/>\n{parts}</View>\n'
    )
