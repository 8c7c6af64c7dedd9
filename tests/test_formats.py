"""Annotation formats: what is written is read back by readers of the formats, and slices the same words."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.export import brat, label_studio, span_lines, web_annotation, webanno
from framing.export.folder import write_folder
from framing.export.formats import FORMATS
from framing.export.provenance import Choices
from framing.export.spans import LABELS, marks, shown, utf16
from framing.types import FAMILIES, Analysis, Article, Finding, Quote, Sentence, SentenceScore, Span

from .report_stories import STORIES, arabic, harbour

_CHARACTERS = st.sampled_from("abc XY\n\t .,“”’-\\|[]_*;>\r\0\x0b\x85\u2028\ud83d\ufffe😀𝔸é\u0301ן#")
_TEXT = st.text(_CHARACTERS, min_size=1, max_size=60)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Draw an analysis of a hostile text: sentences that leave gaps, findings and quotations anywhere, also stacked."""
    text = draw(_TEXT)
    place = st.integers(0, len(text))

    def span() -> Span:
        start, end = sorted((draw(place), draw(place)))
        return Span(start=start, end=end)

    edges = sorted(draw(st.sets(place, max_size=4)) | {0})
    sentences = tuple(
        Sentence(index=n, span=Span(start=a, end=b), part="body", paragraph=0)
        for n, (a, b) in enumerate(zip(edges, [*edges[1:], len(text)], strict=True))
    )
    category = st.sampled_from(["hedge", "sensational_verb", "mine_a->b|c", "ü [x]"])
    findings = tuple(
        Finding(
            span=span(), family=draw(st.sampled_from("LFAPH")), category=draw(category), origin="lexicon:en/x@1",
            term="x", score=draw(st.sampled_from([0.0, 0.9])), voice=draw(st.sampled_from(["writer", "source"])),
            sentence=0, note=draw(st.sampled_from(["", "a note\nof\ttwo lines"])),
        )
        for _ in range(draw(st.integers(0, 5)))
    )  # fmt: skip
    quotes = tuple(
        Quote(span=span(), kind=draw(st.sampled_from(["direct", "scare"]))) for _ in range(draw(st.integers(0, 2)))
    )
    return Analysis(
        article=Article(id=draw(_TEXT), text=text, title=draw(st.none() | _TEXT)),
        sentences=sentences,
        scores=tuple(SentenceScore(index=s.index, state="checked", voice="writer", writer_words=1) for s in sentences),
        quotes=quotes,
        findings=findings,
    )


@given(_TEXT)
def test_what_is_shown_keeps_every_place(text: str) -> None:
    for tabs in (True, False):
        made = shown(text, tabs=tabs)
        assert len(made) == len(text)
        assert utf16(made)[-1] == utf16(text)[-1]
        assert "\r" not in made and "\0" not in made
        assert made.replace("\n", "").isprintable() or re.search(r"[\t\x0b\u2028\ufffd\xa0]", made)
        made.encode("utf-8")


@given(_TEXT)
def test_utf16_offsets_are_those_of_java(text: str) -> None:
    offsets = utf16(text)
    for at in range(len(text) + 1):
        assert offsets[at] == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def test_there_is_a_label_for_every_family() -> None:
    assert [words[0] for words in list(LABELS.values())[:5]] == list(FAMILIES)


# --- WebAnno TSV ------------------------------------------------------------------------------------------------------

_FIELD = re.compile(r"((?:\\.|[^|\\\[])*)(?:\[(\d+)\])?(?:\||$)")


def read_tsv(lines: list[str]) -> tuple[list[str], list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Read WebAnno TSV 3.3 as its documentation says; return texts of sentences, tokens and annotations (UTF-16)."""
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    assert lines[1] == "#T_SP=custom.Span|label"
    texts: list[str] = []
    tokens: list[tuple[int, int, str]] = []
    single: list[tuple[int, int, str]] = []
    several: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    before = ""
    for line in lines[2:]:
        if line.startswith("#Text="):
            part = line.removeprefix("#Text=")
            part = re.sub(r"\\(.)", lambda m: {"t": "\t", "\\": "\\"}[m[1]], part)
            if before.startswith("#Text="):
                texts[-1] += "\n" + part
            else:
                assert before == ""
                texts.append(part)
        elif line:
            unit, place, words, column, end = line.split("\t")
            assert end == ""
            assert re.fullmatch(rf"{len(texts)}-\d+", unit)
            start, stop = map(int, place.split("-"))
            tokens.append((start, stop, words))
            for value, number in _FIELD.findall(column) if column != "_" else ():
                plain = re.sub(r"\\(->|.)", lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), value)
                if number:
                    several[plain, number].append((start, stop))
                elif plain:
                    single.append((start, stop, plain))
        before = line
    found = [(places[0][0], places[-1][1], value) for (value, _), places in several.items()]
    return texts, tokens, sorted(single + found)


def _units(analysis: Analysis) -> list[tuple[int, int, str]]:
    """Return what must be found: every mark that holds a token, from its first token to its last, in UTF-16."""
    text = shown(analysis.article.text)
    offsets = utf16(text)
    wanted = []
    for mark in marks(analysis):
        words = text[mark.start : mark.end]
        bare = words.strip()
        if bare:
            start = mark.start + len(words) - len(words.lstrip())
            wanted.append((offsets[start], offsets[start + len(bare)], webanno.label(mark)))
    return sorted(wanted)


@given(analyses())
def test_webanno_tsv_is_read_back(analysis: Analysis) -> None:
    texts, tokens, found = read_tsv(list(webanno.tsv(analysis)))
    assert found == _units(analysis)
    text = shown(analysis.article.text).encode("utf-16-le")
    assert all(text[2 * start : 2 * end].decode("utf-16-le") == words for start, end, words in tokens)
    assert all(before[1] <= after[0] for before, after in pairwise(tokens))
    assert "".join("".join(texts).split()) == "".join(shown(analysis.article.text).split())


@pytest.mark.parametrize("name", STORIES)
def test_webanno_tsv_of_stories(name: str) -> None:
    story = STORIES[name]()
    _, _, found = read_tsv(list(webanno.tsv(story)))
    assert found == _units(story)
    assert len(found) == len(story.findings) + len(story.quotes)


@given(analyses())
def test_uima_is_read_by_cassis(analysis: Analysis) -> None:
    cassis = pytest.importorskip("cassis")
    made = cassis.load_cas_from_json(io.StringIO(webanno.cas_json(analysis)))
    assert made.sofa_string == shown(analysis.article.text)
    found = sorted((mark.begin, mark.end, mark.label) for mark in made.select("custom.Span"))
    wanted = sorted((mark.start, mark.end, webanno.label(mark)) for mark in marks(analysis))
    assert found == wanted
    kind = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
    assert all(not token.get_covered_text().isspace() for token in made.select(kind))


# --- brat -------------------------------------------------------------------------------------------------------------


@given(analyses())
def test_brat_slices_its_own_text(analysis: Analysis) -> None:
    text = brat.plain_text(analysis)
    assert len(text) == len(analysis.article.text)
    seen: dict[str, str] = {}
    for line in brat.standoff(analysis):
        assert line.splitlines() == [line]
        if line.startswith("T"):
            name, place, words = line.split("\t")
            label, _, offsets = place.partition(" ")
            assert label in LABELS
            pieces = [tuple(map(int, one.split(" "))) for one in offsets.split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words
            assert all(text[start:end].strip() == text[start:end] != "" for start, end in pieces)
            seen[name] = words
        elif line.startswith("A"):
            _, rest = line.split("\t")
            _, target, value = rest.split(" ")
            assert target in seen
            assert re.fullmatch(r"[A-Za-z0-9_-]+", value)
        else:
            number, kind, note = line.split("\t")
            assert kind.startswith("AnnotatorNotes T") and number.startswith("#") and note
    assert len(seen) == sum(bool(text[mark.start : mark.end].strip()) for mark in marks(analysis))


def test_brat_splits_a_passage_at_line_ends() -> None:
    text = "A bold\nclaim."
    story = replace(harbour(), article=Article(id="a", text=text), quotes=(), sentences=(), scores=())
    finding = replace(harbour().findings[0], span=Span(start=2, end=12), quote=None)
    first = next(iter(brat.standoff(replace(story, findings=(finding,)))))
    assert first == "T1\tLoaded 2 6;7 12\tbold claim"


def test_brat_names_everything_it_uses() -> None:
    conf = brat.annotation_conf(["hedge", "ü x"])
    assert "Category\tArg:<ENTITY>, Value:__x|hedge" in conf
    assert all(f"\n{name}\n" in conf for name in LABELS)
    assert all(f"\n{name} | " in brat.visual_conf() for name in LABELS)


# --- Label Studio -----------------------------------------------------------------------------------------------------


@given(analyses())
def test_label_studio_regions_slice_the_text_and_fit_the_interface(analysis: Analysis) -> None:
    task = json.loads(json.dumps(label_studio.task(analysis)))
    text = task["data"]["text"]
    interface = ET.fromstring(label_studio.config(finding.category for finding in analysis.findings))
    allowed = {
        "label": {one.get("value") for one in interface.iter("Label")},
        **{
            part.get("name", ""): {choice.get("value") for choice in part.iter("Choice")}
            for part in interface.iter("Choices")
        },
    }
    (prediction,) = task["predictions"]
    regions = set()
    for one in prediction["result"]:
        value = one["value"]
        assert text[value["start"] : value["end"]] == value["text"]
        assert one["to_name"] == "text"
        (name,) = value[one["type"]]
        assert name in allowed[one["from_name"]]
        if one["type"] == "labels":
            regions.add(one["id"])
        assert one["id"] in regions
    assert len(regions) == len(marks(analysis))


# --- W3C Web Annotation -----------------------------------------------------------------------------------------------

#: What the recommendation of 23 February 2017 asks of an annotation (sections 3.1, 3.2, 3.3, 4.2.4 and 4.2.5).
_IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
_SELECTOR = {
    "oneOf": [
        {
            "type": "object",
            "required": ["type", "exact"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "additionalProperties": False,
        },
        {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "additionalProperties": False,
        },
    ]
}
_MANY = {"oneOf": [_SELECTOR, {"type": "array", "minItems": 1, "items": _SELECTOR}]}
_TARGET = {
    "type": "object",
    "required": ["source", "selector"],
    "properties": {"source": _IRI, "selector": _MANY},
    "additionalProperties": False,
}
_ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": _IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["tagging"]},
        "generator": {"type": "object", "required": ["type", "name"]},
        "body": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {"type": {"const": "TextualBody"}, "purpose": {"enum": ["tagging", "commenting"]}},
            },
        },
        "target": {"oneOf": [_TARGET, {"type": "array", "minItems": 1, "items": _TARGET}]},
    },
    "additionalProperties": False,
}


@given(analyses())
def test_web_annotations_fit_the_recommendation_and_find_their_words(analysis: Analysis) -> None:
    text = analysis.article.text
    made = list(web_annotation.items(analysis))
    assert len({item["id"] for item in made}) == len(made) == len(marks(analysis))
    for item in made:
        jsonschema.validate(item, _ANNOTATION)
        quotation, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quotation["exact"]
        around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
        assert around == text[position["start"] - len(quotation["prefix"]) :][: len(around)]


def test_web_annotations_point_to_the_page_by_words_alone() -> None:
    story = replace(harbour(), article=replace(harbour().article, origin="https://example.org/a?b=1"))
    for item in web_annotation.items(story):
        jsonschema.validate(item, _ANNOTATION)
        page, text = item["target"]
        assert page["source"] == "https://example.org/a?b=1"
        assert page["selector"]["type"] == "TextQuoteSelector"
        assert text["source"].startswith("ni:///sha-256;")
    strange = replace(story, article=replace(story.article, origin="https://example.org/<script>"))
    assert all(item["target"]["source"].startswith("ni:") for item in web_annotation.items(strange))


def test_web_annotations_without_text_hold_none_of_it() -> None:
    written = json.dumps(list(web_annotation.items(harbour(), text=False)))
    assert "arrogant" not in written and "prefix" not in written
    assert written.count("TextPositionSelector") == len(marks(harbour()))


# --- doccano and Prodigy ----------------------------------------------------------------------------------------------


@given(analyses())
def test_lines_of_json_slice_the_text(analysis: Analysis) -> None:
    wanted = sorted((mark.start, mark.end, mark.label) for mark in marks(analysis))
    first = json.loads(json.dumps(span_lines.doccano(analysis)))
    second = json.loads(json.dumps(span_lines.prodigy(analysis)))
    assert sorted(map(tuple, first["label"])) == wanted
    assert sorted((one["start"], one["end"], one["label"]) for one in second["spans"]) == wanted
    assert first["text"] == second["text"] == shown(analysis.article.text)


# --- the files --------------------------------------------------------------------------------------------------------


def _write(folder: Path, *stories: Analysis, **choices: Any) -> Path:
    folder.mkdir(exist_ok=True)
    write_folder(stories, folder, Choices(**{"formats": tuple(FORMATS), **choices}))
    return folder


def test_every_format_writes_what_it_says(tmp_path: Path) -> None:
    out = _write(tmp_path / "out", harbour(), arabic())
    assert len(list((out / "webanno").iterdir())) == len(list((out / "uima").iterdir())) == 2
    assert sorted(path.suffix for path in (out / "brat").iterdir()) == [
        ".ann",
        ".ann",
        ".conf",
        ".conf",
        ".txt",
        ".txt",
    ]
    tasks = json.loads((out / "label-studio-tasks.json").read_text(encoding="utf-8"))
    assert [task["data"]["article_id"] for task in tasks] == [harbour().article.id, arabic().article.id]
    page = json.loads((out / "web-annotations.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert page["partOf"]["total"] == len(page["items"]) == len(marks(harbour())) + len(marks(arabic()))
    for name in ("doccano", "prodigy"):
        assert len((out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert not list(out.glob("*.csv"))


def test_no_analysis_gives_whole_files(tmp_path: Path) -> None:
    out = _write(tmp_path / "out")
    assert json.loads((out / "label-studio-tasks.json").read_text(encoding="utf-8")) == []
    assert json.loads((out / "web-annotations.jsonld").read_text(encoding="utf-8"))["items"] == []
    ET.parse(out / "label-studio-config.xml")


def test_brat_files_are_read_as_they_were_counted(tmp_path: Path) -> None:
    text = "One\r\ntwo\x0b three😀\n\nfour\u2028five claims."
    finding = replace(harbour().findings[0], span=Span(start=9, end=14), quote=None)
    story = replace(harbour(), article=Article(id="../x", text=text), quotes=(), sentences=(), scores=())
    out = _write(tmp_path / "out", replace(story, findings=(finding,)), formats=("brat",))
    (path,) = (out / "brat").glob("*.txt")
    with path.open(encoding="utf-8") as file:  # as a reader that does not think of line ends would
        assert len(file.read()) == len(text)
    assert path.parent == out / "brat"
