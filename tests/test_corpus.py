"""A corpus from its table to its pages: every number is that of the rows, and hostile input stays inert."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from framing.cli import main
from framing.corpus.keyness import LEVEL, keyness
from framing.corpus.pages import CorpusPages
from framing.corpus.status import status_of
from framing.corpus.store import MEASURED, CorpusStore
from framing.export.corpus_columns import CORPUS_TABLES
from framing.export.tables import TableWriter
from framing.lexicon import load
from framing.pipeline import analyze_all
from framing.report import index_entry
from framing.scoring import build
from framing.types import Analysis, Article

from .corpus_articles import rows as articles
from .corpus_articles import write
from .report_pages import Page
from .report_payloads import PAYLOADS, hostile, hostile_failure

FORBIDDEN = re.compile(r"bias|unreliable|violat|propaganda|\bscore\b|\bgrade\b|objectiv|\bneutral\b", re.I)


def _report(folder: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["report", *arguments, "-o", str(folder), "--fast"])
    return int(end.value.code or 0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("corpus")
    table = articles()
    table += [{**table[0], "id": "again"}, {**table[1], "id": "short", "text": "Too short to say much."}]
    status = _report(place / "out", str(write(place / "table.jsonl", table)), str(place / "none.txt"))
    assert status == 3
    return place / "out"


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pages(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.html")):
        if path.name.startswith(("index", "outlets", "words", "names", "sources", "data")):
            yield path


def test_the_pages_and_tables_are_there_and_nothing_else_is(corpus: Path) -> None:
    names = {path.name for path in _pages(corpus)}
    assert {"index.html", "outlets.html", "words.html", "names.html", "sources.html", "data.html"} <= names
    assert sum(name.startswith("words-") for name in names) == 3
    assert not list(corpus.glob("*.tmp")) + list(corpus.glob(".*"))
    for name in CORPUS_TABLES:
        assert list(_table(corpus, name)[0]) == [column.name for column in CORPUS_TABLES[name].columns]


def test_the_index_says_what_is_in_here_and_what_is_not(corpus: Path) -> None:
    shown = Page((corpus / "index.html").read_text(encoding="utf-8")).text
    assert "All 40 articles that were read, no sample: 37 are counted, of which 37 have 300 words or more" in shown
    assert "3, of which 3 with fewer than 30 articles; 1 article without an outlet" in shown
    assert "1 January 2031 to 12 April 2031; 1 article without a date" in shown
    assert "1 not analysed (1 at the stage “read”); 1 under 50 words; 1 with a text that the same outlet has" in shown
    assert "3 inputs of 40 (7.5%) were excluded" in shown
    assert "We analysed 37 articles in English from 3 outlets" in shown
    assert "2,000 bootstrap samples of whole articles (seed 1)" in shown
    assert "By month; 1 article with a rate has no date." in shown


def test_rates_are_those_of_the_articles(corpus: Path) -> None:
    single = {row["article_id"]: row for row in _table(corpus, "articles")}
    sums: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for key, row in single.items():
        if key in ("again", "short"):
            continue
        for measure, voice in MEASURED:
            counted = row[f"n_findings_{voice}" if measure == "all" else f"n_{measure}_{voice}"]
            for scope in ((row["outlet"] or "not given"), ""):
                sums[scope, measure, voice].update(count=int(counted), words=int(row[f"n_words_{voice}"]), articles=1)
    found = _table(corpus, "outlets")
    assert len(found) == 5 * len(MEASURED)
    for row in found:
        mine = sums[row["outlet"], row["measure"], row["voice"]]
        assert (row["count"], row["words"], row["articles"]) == tuple(map(str, mine.values()))
        assert (row["rate"] == "") == (mine["words"] < 50)
        if row["rate"]:
            assert float(row["rate"]) == pytest.approx(100 * mine["count"] / mine["words"], abs=1e-3)
        if row["low"]:
            assert float(row["low"]) <= float(row["rate"]) + 1e-3
            assert float(row["rate"]) <= float(row["high"]) + 1e-3
        assert (row["low"] == "") == (mine["articles"] < 10 or mine["words"] < 50)
    assert any(row["rate"] == "" != row["words"] for row in found)


def test_the_words_that_set_an_outlet_apart_are_found_with_lines_from_its_articles(corpus: Path) -> None:
    page = (corpus / next(p.name for p in _pages(corpus) if p.name.startswith("words-corran-echo"))).read_text("utf-8")
    assert "lighthouse" in page
    assert "greedy" not in page
    key = [row for row in _table(corpus, "keyness") if row["kind"] == "word" and row["voice"] == "writer"]
    first = {row["outlet"]: row for row in reversed(key)}
    assert first["Corran Echo"]["elsewhere"] == "0"
    lighthouse = next(row for row in key if (row["outlet"], row["term"]) == ("Corran Echo", "lighthouse"))
    assert lighthouse["here"] == str(sum(1 + number % 3 for number in range(12)))
    assert (lighthouse["articles"], lighthouse["outlets"]) == ("12", "1")
    assert all(int(row["articles"]) >= 2 for row in key)
    for line in _table(corpus, "keyness_lines"):
        assert (corpus / line["page"]).is_file()
        assert f'id="s{line["sentence"]}"' in (corpus / line["page"]).read_text(encoding="utf-8")
        if line["kind"] == "word":
            assert line["keyword"].lower().replace("’", "'") == line["pattern"]
    key_of = ("outlet", "kind", "voice", "pattern")
    lines = Counter(tuple(row[name] for name in key_of) for row in _table(corpus, "keyness_lines"))
    assert max(lines.values()) == 3


def test_voices_are_kept_apart(corpus: Path) -> None:
    uses = {(row["name"], row["outlet"], row["voice"]): int(row["count"]) for row in _table(corpus, "contested")}
    own = {key: count for key, count in uses.items() if key[2] == "writer" and "alien" in key[0]}
    assert {outlet for _, outlet, _ in own} == {"Birch & Sons <Daily>"}
    said = {outlet for name, outlet, voice in uses if voice == "source" and "alien" in name}
    assert said >= {"Ashmere Post", "Corran Echo"}
    words = {(row["outlet"], row["voice"], row["term"]) for row in _table(corpus, "keyness") if row["kind"] == "word"}
    assert ("Ashmere Post", "writer", "greedy") in words
    assert not any(voice == "source" and term == "greedy" for _, voice, term in words)


def test_sources_add_up(corpus: Path) -> None:
    quotes = Counter(row["article_id"] for row in _table(corpus, "quotes") if row["kind"] != "scare")
    found = _table(corpus, "sources")
    kept = {row["article_id"] for row in _table(corpus, "articles")} - {"again", "short"}
    assert sum(int(row["quotes"]) for row in found) == sum(count for key, count in quotes.items() if key in kept)
    for row in found:
        kinds = [int(value) for name, value in row.items() if name.startswith("n_")]
        assert sum(kinds) == int(row["quotes"])
    assert "Tomas Oyelaran" in (corpus / "sources.html").read_text(encoding="utf-8")


def test_periods_are_in_order_and_hold_every_dated_article(corpus: Path) -> None:
    found = [row for row in _table(corpus, "periods") if (row["measure"], row["voice"]) == ("all", "writer")]
    names = [row["period"] for row in found]
    assert names == sorted(names)
    assert sum(int(row["articles"]) for row in found) == 36


def test_every_link_leads_somewhere_and_the_pages_are_sound(corpus: Path) -> None:
    for path in _pages(corpus):
        source = path.read_text(encoding="utf-8")
        page = Page(source)
        assert "style=" not in source
        assert len(page.ids) == len(set(page.ids)), path.name
        assert len(source.encode()) <= 500_000
        headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert headings[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(headings)), path.name
        for link in page.links:
            name, _, anchor = link.partition("#")
            if link.startswith(("http://", "https://")):
                continue
            target = corpus / name if name else path
            assert target.is_file(), f"{path.name}: {link}"
            if anchor:
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{path.name}: {link}"


def test_no_word_judges_an_outlet_and_outlets_stand_in_the_alphabets_order(corpus: Path) -> None:
    for path in _pages(corpus):
        if path.name != "data.html":
            # the sources' column heads and the article titles are data; the templates' own words are looked at
            text = Page(path.read_text(encoding="utf-8")).text.replace("reporting", "")
            assert not FORBIDDEN.search(text), (path.name, FORBIDDEN.search(text))
    source = (corpus / "outlets.html").read_text(encoding="utf-8")
    names = ("Ashmere Post", "Birch &amp; Sons &lt;Daily&gt;", "Corran Echo", "not given", "All articles")
    order = [source.index(f"<bdi>{name}</bdi>") for name in names]
    assert order == sorted(order)
    assert "few" in source


def test_the_same_input_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    table = articles()
    for name in ("a", "b"):
        _report(tmp_path / name, str(write(tmp_path / "table.jsonl", table)))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_data_package_and_the_page_of_columns_have_every_table(corpus: Path) -> None:
    package = json.loads((corpus / "datapackage.json").read_text(encoding="utf-8"))
    files = {resource["path"]: resource for resource in package["resources"]}
    assert files.keys() == {path.name for path in corpus.glob("*.csv")}
    shown = (corpus / "data.html").read_text(encoding="utf-8")
    for name, resource in files.items():
        head = (corpus / name).read_text(encoding="utf-8").partition("\n")[0].strip().split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == head
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert f">{name}</a>" in shown
        key = resource["schema"]["primaryKey"]
        rows = _table(corpus, name.removesuffix(".csv"))
        if name not in ("failures.csv", "keyness_lines.csv"):
            values = [tuple(row[column] for column in key) for row in rows]
            assert len(values) == len(set(values)), name


def test_one_article_has_no_corpus(tmp_path: Path) -> None:
    _report(tmp_path / "out", str(write(tmp_path / "one.jsonl", articles(1)[:1])))
    assert {path.name for path in _pages(tmp_path / "out")} == {"index.html"}
    assert "What is in here" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_articles_without_outlets_say_how_to_give_them(tmp_path: Path) -> None:
    table = [{key: row[key] for key in ("id", "title", "text")} for row in articles(2)]
    _report(tmp_path / "out", str(write(tmp_path / "t.jsonl", table)))
    shown = Page((tmp_path / "out" / "index.html").read_text(encoding="utf-8")).text
    assert "a column “outlet” in the input table would tell them apart" in shown
    assert not list((tmp_path / "out").glob("words*"))


# --- the store and hostile input -------------------------------------------------------------------------------------


def _made(folder: Path, analyses: list[Analysis], failures: list[Any] | None = None) -> dict[str, str]:
    pages: dict[str, str] = {}
    with CorpusStore(folder) as store, TableWriter(folder) as tables:
        for analysis in analyses:
            tables.add(analysis)
            store.add(analysis, index_entry(analysis))
        CorpusPages(store, tables, pages.__setitem__).make(failures or [])
    return pages


@pytest.fixture(scope="module")
def analysed() -> list[Analysis]:
    scorers = build(load(), fast=True)
    made = [
        Article(id=row["id"], text=row["text"], outlet=row["outlet"], published=row["published"], language="en")
        for row in articles()
    ]
    return list(analyze_all(made, scorers, fast=True))


def test_when_words_are_written_out_changes_nothing(
    analysed: list[Analysis], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for waiting in (10**6, 10):
        monkeypatch.setattr("framing.corpus.store._WAITING", waiting)
        with CorpusStore(tmp_path) as store:
            for analysis in analysed:
                store.add(analysis, index_entry(analysis))
            store.finish()
            found.append(list(keyness(store)))
    assert found[0] == found[1]
    assert any(term.q < LEVEL for outlet in found[0] for table in outlet.tables for term in table.terms)


def test_the_order_of_the_input_changes_no_count(analysed: list[Analysis], tmp_path: Path) -> None:
    found = []
    for some in (analysed, analysed[::-1]):
        with CorpusStore(tmp_path) as store:
            for analysis in some:
                store.add(analysis, index_entry(analysis))
            store.finish()
            found.append(
                sorted(store.rows("SELECT kind, voice, term, name, count, articles, squares, cross FROM terms"
                                  " JOIN outlets ON outlet = id"))
            )  # fmt: skip
    assert found[0] == found[1]


def test_of_many_outlets_the_index_shows_those_with_the_most_articles(
    analysed: list[Analysis], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.corpus.pages.ON_INDEX", 3)
    some = [
        replace(one, article=replace(one.article, outlet=f"Paper {number % 8 if number < 16 else number % 3}"))
        for number, one in enumerate(analysed[:36])
    ]
    with CorpusStore(tmp_path) as store, TableWriter(tmp_path) as tables:
        for analysis in some:
            store.add(analysis, index_entry(analysis))
        view = CorpusPages(store, tables, lambda name, page: None).make([])
    assert view.outlets is not None
    assert [row.name for row in view.outlets.rows] == ["Paper 0", "Paper 1", "Paper 2", "All articles"]
    assert view.outlets_left == 5


def test_outlets_with_as_many_articles_as_the_last_one_shown_do_not_take_it_along(
    analysed: list[Analysis], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.corpus.pages.MOST_OUTLETS", 3)
    monkeypatch.setattr("framing.corpus.pages.ON_INDEX", 2)
    some = [
        replace(one, article=replace(one.article, outlet="Big" if number < 10 else f"Paper {number % 5}"))
        for number, one in enumerate(analysed[:20])
    ]
    written: dict[str, str] = {}
    with CorpusStore(tmp_path) as store, TableWriter(tmp_path) as tables:
        for analysis in some:
            store.add(analysis, index_entry(analysis))
        view = CorpusPages(store, tables, lambda name, page: written.update({name: page})).make([])
    assert view.outlets is not None
    assert [row.name for row in view.outlets.rows] == ["Big", "Paper 0", "All articles"]
    assert view.outlets_left == 4
    shown = [name for name in ("Big", *(f"Paper {n}" for n in range(5))) if name in written["outlets.html"]]
    assert shown == ["Big", "Paper 0", "Paper 1"]


def test_the_file_goes_away_when_a_run_breaks(analysed: list[Analysis], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), CorpusStore(tmp_path) as store:
        store.add(analysed[0], index_entry(analysed[0]))
        assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0], "nobody else may read the texts"
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_payloads_stay_inert_in_every_page(tmp_path: Path) -> None:
    for first, second in zip(PAYLOADS[::2], [*PAYLOADS[1::2], PAYLOADS[0]], strict=False):
        stories = [hostile(first), hostile(second), hostile(first + second)]
        pages = _made(tmp_path, stories * 2, [hostile_failure(first)])
        for name, source in pages.items():
            Page(source)  # every tag that was opened is closed
            assert re.fullmatch(r"[a-z0-9-]+\.html", name)
            assert source.count("<script>") == 1
            for payload in (first, second):
                if "<" in payload:
                    assert payload not in source


def test_one_rule_says_how_an_article_counts() -> None:
    seen: set[bytes] = set()

    def new(digest: bytes) -> bool:
        return digest not in seen and not seen.add(digest)

    told = [
        status_of(text, checked=checked, words=words, new=new)
        for text, checked, words in (
            ("a", False, 400), ("a", False, 49), ("a", True, 300), ("a", True, 300), ("b", True, 299), ("b", True, 299)
        )
    ]  # fmt: skip
    assert told == ["not_checked", "too_short", "counted", "twin", "short", "twin"]
