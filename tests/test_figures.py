"""Figures for papers: right numbers with intervals over articles, the same bytes, nothing from outside, greyscale."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
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
from framing.corpus.outlets import outlet_rates
from framing.corpus.store import MEASURED, CorpusStore
from framing.errors import ConfigError
from framing.export.rows import rows
from framing.figures.charts import Spec
from framing.figures.draw import KINDS, MOST_OUTLETS, Figure, make_figure, picture
from framing.figures.mark import MARK, is_marked, marked
from framing.figures.numbers import COLUMNS, TENTHS, Counts, counts_of, over_time, positions, rates
from framing.report.index import index_entry
from framing.store import dumps
from framing.types import Analysis

from .report_stories import finnish, harbour, measured, short


def _corpus(count: int = 24) -> list[Analysis]:
    made = []
    for number in range(count):
        story = (harbour if number % 2 else measured)()
        article = replace(
            story.article, id=str(number), text=f"{story.article.text}\n{number}",
            outlet=["North Wire", "<b>Daily & “Quay”</b>", None][number % 3],
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


def _counts(found: int, *, words: int = 300, source: int = 0) -> Counts:
    return Counts(
        outlet="A", day=None, findings={("all", "writer"): found, ("all", "source"): 5 if source else 0},
        words={"writer": words, "source": source}, marked=(0,) * TENTHS, checked=(2,) * TENTHS,
    )  # fmt: skip


def test_the_order_of_many_articles_does_not_change_their_interval() -> None:
    sparse, dense = [_counts(2)] * 400, [_counts(12)] * 400
    mixed = [one for pair in zip(sparse, dense, strict=True) for one in pair]
    (one, _), (other, _) = ([r for r in rates(a) if r["family"] == "all"] + [None] for a in ([*sparse, *dense], mixed))
    assert one is not None
    assert other is not None
    assert one["method"] == other["method"] == "bootstrap"
    assert one["high"] - one["low"] == pytest.approx(other["high"] - other["low"], rel=0.1)


def test_articles_without_words_of_a_voice_are_no_sample_of_it() -> None:
    made = rates([_counts(4, source=100), *[_counts(4)] * 11])
    (row,) = [row for row in made if (row["family"], row["voice"]) == ("all", "source")]
    assert (row["articles"], row["method"]) == (1, "poisson")
    assert row["low"] < row["per_100"] < row["high"]


def test_a_voice_under_50_words_in_an_outlet_is_not_drawn() -> None:
    for words, voices in ((49, {"writer"}), (50, {"writer", "source"})):
        assert {row["voice"] for row in rates([_counts(4, source=words)])} == voices
    few = "No point where an outlet has under 50 words in that voice."
    assert few not in make_figure("rates", _corpus()).caption
    quiet = [
        replace(one, measures=tuple(replace(m, count=12) if (m.name, m.voice) == ("words", "source") else m
                                    for m in one.measures))
        for one in _corpus(1)
    ]  # fmt: skip
    assert few in make_figure("rates", quiet).caption


def test_shares_stay_under_100() -> None:
    made = positions([counts for one in _corpus(1) if (counts := counts_of(one))])
    assert {row["method"] for row in made} == {"wilson"}
    assert all(0 <= row["low"] <= row["per_100"] <= row["high"] <= 100 for row in made)
    everywhere = [replace(_counts(4), marked=(2,) * TENTHS)] * 12
    assert {row["method"] for row in positions(everywhere)} == {"wilson"}  # resampled, it would be 100 to 100
    caption = make_figure("positions", _corpus(1)).caption
    assert "Wilson's where there are fewer than 10 articles" in caption


def test_a_figure_counts_the_corpus_that_the_pages_count(tmp_path: Path) -> None:
    corpus = [
        replace(one, article=replace(one.article, outlet=("A", "B")[n > 11])) for n, one in enumerate(_corpus(30))
    ]
    again = [replace(one, article=replace(one.article, id=f"again{n}")) for n, one in enumerate(corpus[:5])]
    little = replace(short(), article=replace(short().article, outlet="A"))
    corpus = [*corpus, *again, little, finnish()]
    figure = make_figure("rates", corpus)
    with CorpusStore(tmp_path) as store:
        for one in corpus:
            store.add(one, index_entry(one))
        store.finish()
        pages = {made.name: made for made in outlet_rates(store)}
    for row in figure.rows:
        page = pages[row["outlet"]]
        rate = page.rates[MEASURED.index((row["family"], row["voice"]))]
        assert (row["articles"], row["count"], row["out_of"]) == (page.articles, rate.count, rate.words)
        if row["method"] == "bootstrap":
            assert (row["low"], row["high"]) == pytest.approx(rate.interval, abs=0.001)
    assert (
        "Left out of 37 articles: 1 in which no sentence was checked, 5 with a text that the same outlet has already "
        "and 1 under 300 words." in figure.caption
    )


def _outlets_named(*names: str) -> list[Analysis]:
    return [replace(one, article=replace(one.article, outlet=names[n % len(names)])) for n, one in enumerate(_corpus())]


def test_outlets_of_like_names_stay_apart() -> None:
    long = "The Times of India (TOI) "
    ends = [f"{long}Delhi Edition", f"{long}Mumbai Edition"]
    middles = [f"{long}{city} Edition of the Morning" for city in ("Agra", "Pune")]
    figure = make_figure("rates", _outlets_named(*ends, *middles))
    labels = {value["outlet"]: value["label"] for value in figure.spec["data"]["values"]}
    assert list(labels) == sorted([*ends, *middles])
    assert len(set(labels.values())) == 4
    assert all(len(label) <= 26 for label in labels.values())
    shown = picture(figure, ".svg").decode()
    assert all(f">{label}</text>" in shown for label in labels.values())
    assert [labels[name] for name in ends] == ["The Times of…elhi Edition", "The Times of…mbai Edition"]


def test_an_outlet_is_a_clean_line() -> None:
    figure = make_figure("rates", _outlets_named("a\x01 \n b", "a b", " "))
    assert {row["outlet"] for row in figure.rows} == {"a b", "outlet not given"}
    assert picture(figure, ".svg")  # what draws it ends the program at a control character


def _drawn(spec: Spec, zone: str) -> str:
    draw = "import json, sys, vl_convert as v; print(ascii(v.vegalite_to_svg(json.load(sys.stdin))))"
    done = subprocess.run(
        [sys.executable, "-c", draw], input=json.dumps(spec).encode(), env={**os.environ, "TZ": zone},
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def test_days_are_the_same_in_every_time_zone(figures: dict[str, Figure]) -> None:
    assert _drawn(figures["time"].spec, "America/New_York") == _drawn(figures["time"].spec, "UTC")


def test_a_line_by_time_stops_where_there_is_nothing() -> None:
    corpus = [one for one in _corpus() if (one.article.published or "")[5:7] not in ("03", "04", "08")]
    figure = make_figure("time", [replace(one, article=replace(one.article, outlet="A")) for one in corpus])
    stretches: dict[int, list[str]] = {}
    for value in figure.spec["data"]["values"]:
        stretches.setdefault(value["stretch"], []).append(value["begin"][5:7])
    assert list(stretches.values()) == [["01", "02"], ["05", "06", "07"], ["09", "10", "11", "12"]]


def test_panels_by_time_are_in_the_order_of_the_alphabet() -> None:
    figure = make_figure("time", _outlets_named("beta", "Alpha", "Gamma"))
    assert list(dict.fromkeys(row["outlet"] for row in figure.rows)) == ["Alpha", "beta", "Gamma"]
    assert "all outlets together" in make_figure("time", _outlets_named(*"abcdefg")).caption


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
    brief = [replace(c, words={**c.words, "writer": 12}) if c is few[0] else c for c in few[:1]]
    assert over_time(brief, outlets=False) == []  # a single finding would make it high
    undated = [replace(one, article=replace(one.article, published="in spring")) for one in _corpus(3)]
    with pytest.raises(ConfigError, match="no article has a date"):
        make_figure("time", undated)


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(
        ConfigError, match="nothing to draw: the articles were 1 in which no sentence was checked and 1 un"
    ):
        make_figure("rates", [finnish(), short()])
    many = [
        replace(one, article=replace(one.article, outlet=str(n))) for n, one in enumerate(_corpus(MOST_OUTLETS + 1))
    ]
    with pytest.raises(ConfigError, match="room for 30 outlets, and there are 31"):
        make_figure("rates", many)


@pytest.mark.parametrize("kind", KINDS)
def test_the_chart_is_vega_lite_with_all_its_numbers(kind: str, figures: dict[str, Figure]) -> None:
    figure = figures[kind]
    assert {tuple(row) for row in figure.rows} == {COLUMNS[kind]}
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


def test_a_figure_replaces_only_figures(run: Callable[..., Any], tmp_path: Path) -> None:
    mine = "text,outlet\nA ferry sailed.,North Wire\n"
    (tmp_path / "mine.csv").write_text(mine)
    assert run("rates", "./mine.csv", "-o", "mine.svg")[1:] == (
        "", "framing: mine.csv is one of the inputs and would be replaced; give another file with -o\n"
    )  # fmt: skip
    assert "mine.csv is already there and does not hold the numbers" in run("rates", "a.jsonl", "-o", "mine.svg")[2]
    assert (tmp_path / "mine.csv").read_text() == mine
    (tmp_path / "paper.pdf").write_text("mine")
    status, out, err = run("rates", "a.jsonl", "-o", "paper.pdf")
    assert (status, out) == (2, "")
    assert "paper.pdf is already there and does not say that framing figure made it" in err
    assert (tmp_path / "paper.pdf").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "mine.csv", "paper.pdf"]
    for kind in KINDS:  # its own files are replaced, whatever they showed
        assert run(kind, "a.jsonl", "-o", "f.svg")[0] == 0
    assert (tmp_path / "f.csv").read_text().startswith("outlet,begin,unit")
    assert run("rates", "f.csv", "-o", "f.svg")[2].startswith("framing: f.csv is one of the inputs")


def test_a_picture_of_ones_own_beside_the_numbers_of_a_figure_is_not_replaced(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    assert run("rates", "a.jsonl", "-o", "f.svg")[0] == 0
    table = (tmp_path / "f.csv").read_bytes()
    (tmp_path / "f.pdf").write_bytes(b"%PDF-1.7 drawn by hand from f.csv")
    status, out, err = run("positions", "a.jsonl", "-o", "f.pdf")
    assert (status, out) == (2, "")
    assert "f.pdf is already there and does not say that framing figure made it, so it is not replaced" in err
    assert (tmp_path / "f.pdf").read_bytes() == b"%PDF-1.7 drawn by hand from f.csv"
    assert (tmp_path / "f.csv").read_bytes() == table
    (tmp_path / "f.pdf").unlink()
    (tmp_path / "f.csv").unlink()
    for name in ("f.svg", "f.pdf", "f.pdf"):  # its own pictures are, whether the numbers are still there or not
        assert run("rates", "a.jsonl", "-o", name)[0] == 0
    assert len(pypdf.PdfReader(tmp_path / "f.pdf", strict=True).pages) == 1
    assert (tmp_path / "f.pdf").read_bytes().endswith(b"%%EOF")


@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
def test_a_picture_that_cannot_be_marked_is_refused(suffix: str, figures: dict[str, Figure]) -> None:
    made = picture(figures["rates"], suffix)
    assert is_marked(made)
    end = {".pdf": b"startxref", ".svg": b"</svg>"}[suffix]
    plain = made.replace(b"% " + MARK + b"\n", b"").replace(b"<!-- " + MARK + b" -->", b"")
    assert not is_marked(plain)
    assert marked(plain, suffix) == made
    without = plain.replace(end, b"")
    early = end + without + b" " * 1000  # it stands somewhere else than at the end
    for drawn in (without, early):
        with pytest.raises(ConfigError, match=f"draws a {suffix} without the usual {end.decode()} at its end"):
            marked(drawn, suffix)


def test_what_is_not_installed_is_said_before_anything_is_read(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    status, out, err = run("rates", "gone.jsonl")
    assert (status, out) == (2, "")
    assert err == "framing: figures need vl-convert, which is not installed: pip install 'framing[figures]'\n"


def test_a_date_that_stands_for_none_ends_no_figure() -> None:
    row = {"outlet": "Gull", "begin": "9999-12-01", "unit": "month"}
    from framing.figures import charts

    assert list(charts._stretches([row, {**row, "begin": "9999-12-27", "unit": "week"}])) == [1, 2]
