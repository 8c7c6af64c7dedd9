"""Figures for papers: right numbers with intervals over articles, the same bytes, nothing from outside, greyscale."""

from __future__ import annotations

import csv
import io
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair
import pypdf
import pytest

from framing.cli import main
from framing.errors import ConfigError
from framing.export.rows import rows
from framing.figures.draw import KINDS, MOST_OUTLETS, Figure, make_figure, picture
from framing.figures.numbers import TENTHS, counts_of, over_time, positions, rates
from framing.store import dumps
from framing.types import Analysis

from .report_stories import finnish, harbour, measured


def _corpus(count: int = 24) -> list[Analysis]:
    made = []
    for number in range(count):
        story = (harbour if number % 2 else measured)()
        article = replace(
            story.article, id=str(number), outlet=["North Wire", "<b>Daily & “Quay”</b>", None][number % 3],
            published=f"2026-{number % 12 + 1:02}-0{number % 9 + 1}",
        )  # fmt: skip
        made.append(replace(story, article=article))
    return made


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {kind: make_figure(kind, _corpus()) for kind in KINDS}


def test_rates_are_the_counts_of_the_tables() -> None:
    corpus = _corpus()
    made = rates([counts for one in corpus if (counts := counts_of(one))])
    outlets = sorted({row["outlet"] for row in made}, key=str.casefold)
    assert [row["outlet"] for row in made if row["family"] == "all" and row["voice"] == "writer"] == outlets
    for row in made:
        ours = [one for one in corpus if (one.article.outlet or "outlet not given") == row["outlet"]]
        tables = [next(iter(rows("articles", one))) for one in ours]
        name = "findings" if row["family"] == "all" else row["family"]
        assert row["articles"] == len(ours)
        assert row["count"] == sum(table[f"n_{name}_{row['voice']}"] for table in tables)
        assert row["out_of"] == sum(table[f"n_words_{row['voice']}"] for table in tables)
        assert row["per_100"] == pytest.approx(100 * row["count"] / row["out_of"], abs=0.001)
        assert row["low"] <= row["per_100"] <= row["high"]
        assert row["method"] == "poisson"  # eight articles an outlet are too few to resample


def test_enough_articles_are_resampled() -> None:
    corpus = [replace(one, article=replace(one.article, outlet="A")) for one in _corpus()]
    made = rates([c for one in corpus if (c := counts_of(one))])
    (row,) = [row for row in made if (row["family"], row["voice"]) == ("all", "writer")]
    assert row["method"] == "bootstrap"
    assert row["low"] <= row["per_100"] <= row["high"]
    assert row["high"] - row["low"] < 0.5  # the two stories have nearly the same rate


def test_positions_count_every_checked_sentence_once() -> None:
    corpus = _corpus(6)
    made = positions([c for one in corpus if (c := counts_of(one))])
    checked = sum(score.state != "not_checked" for one in corpus for score in one.scores)
    assert sum(row["out_of"] for row in made) == checked
    assert [row["tenth"] for row in made] == list(range(1, TENTHS + 1))
    own = sum(
        any(f.sentence == score.index and f.voice == "writer" and f.score > 0 for f in one.findings)
        for one in corpus for score in one.scores
    )  # fmt: skip
    assert sum(row["count"] for row in made) == own


def test_time_is_by_week_or_month_and_leaves_out_what_has_no_date() -> None:
    counts = [c for one in _corpus() if (c := counts_of(one))]
    months = over_time(counts, outlets=False)
    assert {row["unit"] for row in months} == {"month"}
    assert [row["begin"] for row in months] == [f"2026-{n:02}-01" for n in range(1, 13)]
    few = [c for c in counts if c.day and c.day.month <= 2]
    weeks = over_time(few, outlets=False)
    assert {row["unit"] for row in weeks} == {"week"}
    assert sum(row["articles"] for row in weeks) == len(few)
    undated = [replace(one, article=replace(one.article, published="in spring")) for one in _corpus(3)]
    with pytest.raises(ConfigError, match="no article has a date"):
        make_figure("time", undated)


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(ConfigError, match="nothing to draw"):
        make_figure("rates", [finnish()])
    many = [
        replace(one, article=replace(one.article, outlet=str(n))) for n, one in enumerate(_corpus(MOST_OUTLETS + 1))
    ]
    with pytest.raises(ConfigError, match="room for 30 outlets, and there are 31"):
        make_figure("rates", many)


@pytest.mark.parametrize("kind", KINDS)
def test_the_chart_is_vega_lite_with_all_its_numbers(kind: str, figures: dict[str, Figure]) -> None:
    figure = figures[kind]
    altair.Chart.from_dict(figure.spec)  # raises where the schema is not kept
    assert len(figure.spec["data"]["values"]) == len(figure.rows)
    assert "95 % intervals" in figure.caption
    assert "do not include the program's own mistakes" in figure.caption


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_is_the_same_bytes_and_names_no_other_place(kind: str, figures: dict[str, Figure]) -> None:
    made = picture(figures[kind], ".svg")
    assert made == picture(make_figure(kind, _corpus()), ".svg")
    tree = ET.fromstring(made)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    text = made.decode()
    assert not re.search(r"<script|<image|<foreignObject|url\((?!#)|@import|javascript:", text)
    links = {value for one in tree.iter() for name, value in one.attrib.items() if name.endswith("href")}
    assert all(link.startswith("#") for link in links)
    assert "Liberation Sans" in text
    if kind != "positions":
        shown = " ".join(one.text or "" for one in tree.iter("{http://www.w3.org/2000/svg}text"))
        assert "<b>Daily & “Quay”</b>" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_only_greys_are_used(kind: str, figures: dict[str, Figure]) -> None:
    for red, green, blue in re.findall(
        r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", picture(figures[kind], ".svg").decode()
    ):
        assert red == green == blue
    voices = re.findall(r'"circle", "diamond"', str(figures["rates"].spec).replace("'", '"'))
    assert voices  # the voices differ in shape and fill, not in shade alone


def test_the_pdf_is_the_same_bytes_with_its_letters_inside(figures: dict[str, Figure]) -> None:
    made = {picture(figures["rates"], ".pdf") for _ in range(4)}
    assert len(made) == 1
    page = pypdf.PdfReader(io.BytesIO(made.pop())).pages[0]
    assert "Findings per 100 words" in page.extract_text()
    fonts = page["/Resources"]["/Font"]
    assert all("/FontFile" in str(font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object())
               for font in fonts.values())  # fmt: skip


def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, figures: dict[str, Figure]
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ConfigError, match=r"^figures need vl-convert, .*: pip install 'framing\[figures\]'$"):
        picture(figures["rates"], ".svg")


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text("".join(dumps(one) + "\n" for one in _corpus()), encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["figure", *arguments])
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return call


def test_a_figure_has_its_numbers_beside_it_and_its_caption(run: Callable[..., Any], tmp_path: Path) -> None:
    status, out, err = run("rates", "a.jsonl")
    assert (status, err) == (0, "framing: 24 read: 24 analysed, 0 failed\n")
    assert out.startswith(
        "rates.svg\nrates.csv\n\nFindings per 100 words in 24 articles of 2 outlets and others that have none"
    )
    with (tmp_path / "rates.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [float(row["per_100"]) for row in table] == [row["per_100"] for row in make_figure("rates", _corpus()).rows]
    assert run("time", "a.jsonl", "-o", "t.pdf")[0] == 0
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")


def test_wrong_figures_are_one_line(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run("rates", "a.jsonl", "-o", "x.png")[2] == (
        "framing: x.png ends in .png; a figure is written as .svg or .pdf\n"
    )
    assert "the folder no/such is not there" in run("rates", "a.jsonl", "-o", "no/such/x.svg")[2]
    assert run("pie", "a.jsonl")[0] == 2
    status, out, err = run("rates", "gone.jsonl")
    assert (status, out) == (4, "")
    assert err.endswith("framing: nothing was written\n")
    assert not list(tmp_path.glob("*.svg"))
