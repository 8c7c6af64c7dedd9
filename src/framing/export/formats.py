"""The formats of annotation programs: for each, what it is for and what writes it, analysis by analysis.

A new format is one class here and one line in ``FORMATS``.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Protocol

from framing.export import brat, label_studio, span_lines, web_annotation, webanno
from framing.report.names import page_name
from framing.staging import Staging
from framing.types import Analysis


class FormatWriter(Protocol):
    """What writes one format: ``add`` each analysis, then ``finish``."""

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; write it."""

    def finish(self) -> None:
        """Write what needs all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: what reads it, what it writes, and whether it can leave the article's words out."""

    reads: str
    writes: str
    make: Callable[[Staging, bool], FormatWriter]
    without_text: bool = False


def _stem(analysis: Analysis) -> str:
    return page_name(analysis.article).removesuffix(".html")


def _put(staging: Staging, name: str, text: str) -> None:
    staging.open(name).write(text)
    staging.close(name)


class _Webanno:
    def __init__(self, staging: Staging, text: bool) -> None:
        self._staging = staging

    def add(self, analysis: Analysis) -> None:
        _put(self._staging, f"webanno/{_stem(analysis)}.tsv", "\n".join(webanno.tsv(analysis)) + "\n")

    def finish(self) -> None:
        pass


class _Uima:
    def __init__(self, staging: Staging, text: bool) -> None:
        self._staging = staging

    def add(self, analysis: Analysis) -> None:
        _put(self._staging, f"uima/{_stem(analysis)}.json", webanno.cas_json(analysis))

    def finish(self) -> None:
        pass


class _Brat:
    def __init__(self, staging: Staging, text: bool) -> None:
        self._staging = staging
        self._categories: set[str] = set()

    def add(self, analysis: Analysis) -> None:
        self._categories.update(finding.category for finding in analysis.findings)
        _put(self._staging, f"brat/{_stem(analysis)}.txt", brat.plain_text(analysis))
        _put(self._staging, f"brat/{_stem(analysis)}.ann", "".join(f"{one}\n" for one in brat.standoff(analysis)))

    def finish(self) -> None:
        _put(self._staging, "brat/annotation.conf", brat.annotation_conf(self._categories))
        _put(self._staging, "brat/visual.conf", brat.visual_conf())


class _List:
    """Writes a list of JSON objects, one a line, between a beginning and an end."""

    def __init__(self, file: IO[str], begin: str) -> None:
        self._file = file
        self._file.write(begin)
        self.count = 0

    def add(self, one: dict[str, Any]) -> None:
        self._file.write((",\n" if self.count else "\n") + json.dumps(one, ensure_ascii=False))
        self.count += 1

    def end(self, text: str) -> None:
        self._file.write(text)


class _LabelStudio:
    def __init__(self, staging: Staging, text: bool) -> None:
        self._staging = staging
        self._tasks = _List(staging.open("label-studio-tasks.json"), "[")
        self._categories: set[str] = set()

    def add(self, analysis: Analysis) -> None:
        self._categories.update(finding.category for finding in analysis.findings)
        self._tasks.add(label_studio.task(analysis))

    def finish(self) -> None:
        self._tasks.end("\n]\n")
        _put(self._staging, "label-studio-config.xml", label_studio.config(self._categories))


class _WebAnnotation:
    def __init__(self, staging: Staging, text: bool) -> None:
        self._text = text
        head = {"@context": web_annotation.CONTEXT, "type": "AnnotationPage", "startIndex": 0}
        self._items = _List(staging.open("web-annotations.jsonld"), json.dumps(head)[:-1] + ', "items": [')
        self._ids = hashlib.sha256()

    def add(self, analysis: Analysis) -> None:
        for item in web_annotation.items(analysis, text=self._text):
            self._ids.update(item["id"].encode())
            self._items.add(item)

    def finish(self) -> None:
        page, whole = (
            uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}:{self._ids.hexdigest()}").urn for kind in ("page", "all")
        )
        tail = {
            "id": page,
            "partOf": {"id": whole, "type": "AnnotationCollection", "total": self._items.count},
        }
        self._items.end("\n], " + json.dumps(tail)[1:] + "\n")


class _Lines:
    def __init__(self, file: IO[str], make: Callable[[Analysis], dict[str, Any]]) -> None:
        self._file, self._make = file, make

    def add(self, analysis: Analysis) -> None:
        self._file.write(json.dumps(self._make(analysis), ensure_ascii=False) + "\n")

    def finish(self) -> None:
        pass


#: The formats by the name that ``framing export --format`` takes.
FORMATS: dict[str, Format] = {
    "webanno": Format(
        reads="INCEpTION, WebAnno", writes="webanno/*.tsv (WebAnno TSV 3.3), one file per article", make=_Webanno
    ),
    "uima": Format(
        reads="INCEpTION, dkpro-cassis", writes="uima/*.json (UIMA CAS JSON), one file per article", make=_Uima
    ),
    "brat": Format(reads="brat", writes="brat/*.txt and *.ann, with the configuration", make=_Brat),
    "label-studio": Format(
        reads="Label Studio", writes="label-studio-tasks.json, label-studio-config.xml", make=_LabelStudio
    ),
    "web-annotation": Format(
        reads="any program that reads W3C Web Annotations",
        writes="web-annotations.jsonld",
        make=_WebAnnotation,
        without_text=True,
    ),
    "doccano": Format(
        reads="doccano",
        writes="doccano.jsonl",
        make=lambda staging, text: _Lines(staging.open("doccano.jsonl"), span_lines.doccano),
    ),
    "prodigy": Format(
        reads="Prodigy",
        writes="prodigy.jsonl",
        make=lambda staging, text: _Lines(staging.open("prodigy.jsonl"), span_lines.prodigy),
    ),
}
