"""Analyses in, files for INCEpTION and WebAnno out: WebAnno TSV 3.3, and UIMA CAS JSON. Offsets there are UTF-16.

Both use ``custom.Span`` with its feature ``label``, the layer that a new project of INCEpTION ("Basic annotation") has.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from framing.export.spans import Mark, marks, shown, utf16
from framing.export.tokens_lines import token_lines
from framing.types import Analysis, Span

LAYER, FEATURE = "custom.Span", "label"
_SEGMENTS = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\[]|_;*"} | {"\t": "\\t", "\n": "\\n"})
_IN_TEXT = str.maketrans({"\\": "\\\\", "\t": "\\t"})


def label(mark: Mark) -> str:
    """Take a mark; return its label there: ``L:sensational_verb:writer``, or ``quote:direct``."""
    if mark.get("family"):
        return f"{mark.get('family')}:{mark.get('category')}:{mark.get('voice')}"
    return f"quote:{mark.get('kind')}"


def tsv(analysis: Analysis) -> Iterator[str]:
    """Take an analysis; yield the lines of its file in WebAnno TSV 3.3, without line ends."""
    text, found = shown(analysis.article.text), marks(analysis)
    lines = tuple(token_lines(text, analysis.sentences, found))
    tokens = [token for line in lines for token in line]
    values = _values(tokens, found)
    units = utf16(text)
    yield from ("#FORMAT=WebAnno TSV 3.3", f"#T_SP={LAYER}|{FEATURE}", "")
    at = 0
    for number, line in enumerate(lines, start=1):
        yield ""
        for part in text[line[0].start : line[-1].end].split("\n"):
            yield f"#Text={part.translate(_IN_TEXT)}"
        for place, token in enumerate(line, start=1):
            words = token.text(text)
            yield f"{number}-{place}\t{units[token.start]}-{units[token.end]}\t{words}\t{values.get(at, '_')}\t"
            at += 1


def _values(tokens: Sequence[Span], found: Sequence[Mark]) -> dict[int, str]:
    """Return by token what stands in its column. A passage of several tokens, or one of several, has a number."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    covers = [range(bisect_left(starts, mark.start), bisect_right(ends, mark.end)) for mark in found]
    stacked: dict[int, int] = defaultdict(int)
    for cover in covers:
        for at in cover:
            stacked[at] += 1
    written: dict[int, list[str]] = defaultdict(list)
    number = 0
    for mark, cover in zip(found, covers, strict=True):
        value = "\\->".join(part.translate(_ESCAPED) for part in label(mark).split("->"))
        if len(cover) > 1 or any(stacked[at] > 1 for at in cover):
            number += 1
            value += f"[{number}]"
        for at in cover:
            written[at].append(value)
    return {at: "|".join(values) for at, values in written.items()}


def cas(analysis: Analysis) -> dict[str, Any]:
    """Take an analysis; return it as UIMA CAS JSON, with its types, sentences, tokens and passages."""
    text, found = shown(analysis.article.text), marks(analysis)
    units = utf16(text)
    sofa: dict[str, Any] = {
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
        "sofaString": text,
    }  # fmt: skip
    structures = [sofa]

    def add(kind: str, start: int, end: int, **features: str) -> None:
        structures.append(
            {
                "%ID": len(structures) + 1,
                "%TYPE": kind,
                "@sofa": 1,
                "begin": units[start],
                "end": units[end],
                **features,
            }
        )

    language = (analysis.article.language or "x-unspecified").split("-")[0]
    add("uima.tcas.DocumentAnnotation", 0, len(text), language=language)
    for line in token_lines(text, analysis.sentences, found):
        add(f"{_SEGMENTS}.Sentence", line[0].start, line[-1].end)
        for token in line:
            add(f"{_SEGMENTS}.Token", token.start, token.end)
    for mark in found:
        add(LAYER, mark.start, mark.end, **{FEATURE: label(mark)})
    kinds: dict[str, dict[str, Any]] = {
        name: {"%NAME": name, "%SUPER_TYPE": "uima.tcas.Annotation"}
        for name in (f"{_SEGMENTS}.Sentence", f"{_SEGMENTS}.Token", LAYER)
    }
    kinds[LAYER][FEATURE] = {"%NAME": FEATURE, "%RANGE": "uima.cas.String"}
    members = [structure["%ID"] for structure in structures[1:]]
    return {
        "%TYPES": kinds,
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}},
    }


def cas_json(analysis: Analysis) -> str:
    """Take an analysis; return its UIMA CAS JSON as text."""
    return json.dumps(cas(analysis), ensure_ascii=False) + "\n"
