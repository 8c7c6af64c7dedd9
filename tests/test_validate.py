"""``framing validate`` as content analysts use it: draw, code, score, adjudicate; and what spreadsheets give back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from framing.errors import ConfigError
from framing.report.sections.trust import view
from framing.report.settings import DEFAULT
from framing.store import loads
from framing.validated import read_validated
from framing.validation.coded import Coder, read_coder, read_coders, read_decisions
from framing.validation.items import is_marked, signature
from framing.validation.key import Key, key_text, read_key
from framing.validation.results import adjudicate_csv, agreement_csv, items_csv
from framing.validation.sampling import Design, count, draw, place, shares
from framing.validation.score import score
from framing.validation.sheets import orders, sheet

from .coding_corpus import coded_rows, corpus, lines, write_corpus, write_rows
from .test_cli import RENT, framing


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of 120 sentences from 40 articles, in a folder."""
    folder = tmp_path_factory.mktemp("coding")
    made = write_corpus(folder / "corpus.jsonl")
    assert framing("validate", "sample", made, "-o", folder / "s", "--count", "120").status == 0
    return folder / "s"


@pytest.fixture(scope="module")
def key(drawn: Path) -> Key:
    return read_key(drawn / "key.json")


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_key_knows_the_whole_corpus_and_the_sample_is_drawn_from_it(drawn: Path, key: Key) -> None:
    assert (key.articles, key.size, len(key.items)) == (40, 800, 120)
    assert key.population is not None
    marked = sum(n for s in key.population.values() for sign, n in s.items() if is_marked(sign, "chance"))
    assert marked == 80
    assert sum(is_marked(signature(item.tool, key.threshold), "chance") for item in key.items) == 60
    assert len({item.id for item in key.items}) == 120
    assert all(re.fullmatch(r"s[a-z]{8}", item.id) for item in key.items), "no spreadsheet takes it for a number"


def test_sheets_are_blind_blank_and_each_in_an_order_of_its_own(drawn: Path, key: Key) -> None:
    first, second = (list(lines(drawn / "coding" / f"coder{n}.csv")) for n in (1, 2))
    assert list(first[0]) == ["item", "before", "text", "after", "loaded", "voice", "note"]
    assert [row["item"] for row in first] != [row["item"] for row in second]
    assert {row["item"] for row in first} == {row["item"] for row in second} == {item.id for item in key.items}
    assert not any(row["loaded"] or row["voice"] for row in first)
    for path in (drawn / "coding").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "marked" not in text.replace("marked with", "") or path.suffix == ".html", path.name
        assert not re.search(r"0\.3\b|lexicon:|1\|marked", text), f"{path.name} tells what the tool said"


def test_neighbours_stand_beside_the_sentence_and_formulas_are_harmless(drawn: Path) -> None:
    for row in lines(drawn / "coding" / "coder1.csv"):
        number = int(row["text"].split()[1])
        assert (f"Sentence {number - 1} " in row["before"]) == (number > 0)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize("hostile", ["=1+1", " =1+1", "|cmd", "＝1+1", "“@SUM(1)", "word;=1+1"])
def test_no_cell_of_any_table_runs_as_a_formula(key: Key, hostile: str) -> None:
    items = tuple(replace(one, text=hostile, before=hostile, outlet=hostile, article=hostile) for one in key.items)
    spoilt = replace(key, items=items)
    yes, no = ({item.id: {"loaded": value} for item in items} for value in ("yes", "no"))
    scored = score(spoilt, [Coder(name=hostile, answers=yes), Coder(name="ben", answers=no)])
    for table in (sheet(spoilt, items), items_csv(scored, [yes, no]), adjudicate_csv(scored)):
        found = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row if hostile[-4:] in cell]
        assert found
        assert all(re.search("[;]?'[ “]?[=|＝@]", cell) for cell in found), found
    # a number below nought stays one
    (row,) = (row for row in csv.DictReader(io.StringIO(agreement_csv(scored))) if row["variable"] == "loaded")
    assert float(row["alpha"]) < 0


def test_the_same_corpus_in_any_order_gives_the_same_sample() -> None:
    design = Design(threshold=0.1)
    articles = corpus(12)
    frame = count(articles, design)
    wanted = {cell.name: min(cell.population, 9) for cell in frame.cells()}
    one = draw(articles, design, frame, wanted)
    assert one == draw(articles[::-1], design, frame, wanted)
    assert one != draw(articles, replace(design, seed=2), count(articles, replace(design, seed=2)), wanted)
    assert Counter(item.cell for item in one) == wanted


def test_an_article_that_comes_twice_counts_once() -> None:
    articles = corpus(5)
    frame = count([*articles, *articles[:2]], Design(threshold=0.1))
    assert (frame.articles, frame.repeated) == (5, 2)
    assert sum(cell.population for cell in frame.cells()) == 100


def test_two_versions_of_an_article_have_items_of_their_own() -> None:
    """A corrected text under the id of the first: its unchanged sentences must not get the ids of the first's."""
    articles = corpus(5)
    later = replace(articles[0], article=replace(articles[0].article, text=articles[0].article.text + " More."))
    design = Design(threshold=0.1)
    frame = count([*articles, later], design)
    assert (frame.articles, frame.repeated) == (6, 0)
    everything = {cell.name: cell.population for cell in frame.cells()}
    items = draw([*articles, later], design, frame, everything)
    assert len({item.id for item in items}) == len(items) == sum(everything.values())


def test_every_sentence_of_a_cell_has_the_same_chance_and_strata_their_share() -> None:
    import numpy as np

    sizes = Counter({("a",): 50, ("b",): 30, ("c",): 3})
    times: Counter[tuple[str, ...]] = Counter()
    for seed in range(2000):
        got = shares(sizes, 10, np.random.default_rng(seed))
        assert sum(got.values()) == 10
        assert all(abs(got[name] - 10 * size / 83) < 1 for name, size in sizes.items())
        times.update(got)
    assert all(abs(times[name] / 2000 - 10 * size / 83) < 0.05 for name, size in sizes.items())


def test_a_share_of_the_items_can_go_to_all_coders(key: Key) -> None:
    given = orders(key, 3, 30)
    ids = [{item.id for item in items} for items in given]
    common = ids[0] & ids[1] & ids[2]
    assert len(common) == 30
    assert set().union(*ids) == {item.id for item in key.items}
    assert sorted(len(one) for one in ids) == [60, 60, 60]


def test_raw_articles_are_analysed_and_the_plan_alone_writes_no_sheet(tmp_path: Path) -> None:
    ran = framing("validate", "sample", RENT, "-o", tmp_path / "s", "--fast", "--plan", "--recall-within", "0.1")
    assert ran.status == 0
    assert "if of all sentences" in ran.out and "20% are loaded: code" in ran.out
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["sample-analyses.jsonl"]
    assert loads((tmp_path / "s" / "sample-analyses.jsonl").read_text("utf-8")).sentences


def test_sheets_that_are_out_with_coders_are_not_written_over(tmp_path: Path, drawn: Path) -> None:
    ran = framing("validate", "sample", write_corpus(tmp_path / "c.jsonl"), "-o", drawn)
    assert ran.status == 2
    assert "is there already" in ran.err


def test_a_damaged_analysis_is_named_and_the_others_are_drawn_from(tmp_path: Path) -> None:
    made = write_corpus(tmp_path / "c.jsonl", 10)
    made.write_text(made.read_text("utf-8") + '{"schema":1,"text":3}\n', encoding="utf-8")
    ran = framing("validate", "sample", made, "-o", tmp_path / "s", "--count", "40")
    assert ran.status == 3
    assert "c.jsonl:11: the analysis is damaged" in ran.err
    assert read_key(tmp_path / "s" / "key.json").articles == 10


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--mark", "chances"], "did you mean chance?"),
        (["--stratify", "outlets"], "did you mean outlet?"),
        (["--variable", "loadedness"], "no variable is named 'loadedness'"),
        (["--unit", "word"], "--unit is sentence or article"),
        (["--count", "5", "--recall-within", "0.1"], "not both"),
    ],
)
def test_wrong_options_get_one_line(tmp_path: Path, options: list[str], message: str) -> None:
    ran = framing("validate", "sample", write_corpus(tmp_path / "c.jsonl", 2), "-o", tmp_path / "s", *options)
    assert ran.status == 2
    assert message in ran.err and ran.err.count("\n") == 1
    assert not (tmp_path / "s" / "key.json").exists()


def test_articles_can_be_coded_as_wholes(tmp_path: Path) -> None:
    made = write_corpus(tmp_path / "c.jsonl", 10)
    assert framing("validate", "sample", made, "-o", tmp_path / "s", "--unit", "article", "--count", "6").status == 0
    key = read_key(tmp_path / "s" / "key.json")
    assert key.unit == "article" and key.size == 10
    assert list(next(lines(tmp_path / "s" / "coding" / "coder1.csv"))) == ["item", "text", "loaded", "note"]


# --- the score -------------------------------------------------------------------------------------------------------


def _score(folder: Path, drawn: Path, *, wrong: float = 0.0, extra: tuple[str, ...] = ()) -> Path:
    sheets = [write_rows(folder / f"coder{n}.csv", coded_rows(drawn, n, wrong=wrong)) for n in (1, 2)]
    ran = framing("validate", "score", drawn / "key.json", *sheets, "-o", folder / "out", *extra)
    assert ran.status == 0, ran.err
    return folder / "out"


def test_planted_truth_is_found_in_the_files(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn)
    figures = {
        row["figure"]: row
        for row in lines(out / "figures.csv")
        if (row["variable"], row["gold"], row["marked_by"], row["voice"]) == ("loaded", "coders", "chance", "")
    }
    assert float(figures["precision"]["value"]) == 1
    # of the 720 unmarked sentences about one in seven is loaded by the made coders
    assert float(figures["recall"]["low"]) < 80 / (80 + 720 / 7) < float(figures["recall"]["high"])
    agreed = {row["variable"]: row for row in lines(out / "agreement.csv")}
    assert float(agreed["loaded"]["alpha"]) == 1 and agreed["loaded"]["units"] == "120"
    assert list(lines(out / "adjudicate.csv")) == []
    methods = (out / "methods.txt").read_text("utf-8")
    for words in ("40 articles (800 sentences", "120 sentences", "Krippendorff", "precision was 100%", "seed 1"):
        assert words in methods
    page = (out / "validation.html").read_text("utf-8")
    assert "Of 100 sentences that the tool marks, coders mark about 100" in page
    assert " style=" not in page


def test_differences_are_decided_on_and_scored_again(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn, wrong=0.1)
    rows = list(lines(out / "adjudicate.csv"))
    assert rows and all(row["settled"] == "" and row["final"] == "" for row in rows)
    for row in rows:
        row["final"] = row["coder1"]
    decided = write_rows(tmp_path / "decided.csv", rows, delimiter=";")
    sheets = [tmp_path / f"coder{n}.csv" for n in (1, 2)]
    again = framing(
        "validate",
        "score",
        drawn / "key.json",
        *sheets,
        "-o",
        tmp_path / "2",
        "--adjudicated",
        decided,
        "--rate",
        "0.05",
    )
    assert again.status == 0, again.err
    assert "0 of them open" in again.out
    counts = next(lines(tmp_path / "2" / "counts.csv"))
    assert sum(int(counts[name]) for name in ("both", "coders_only", "tool_only", "neither")) == 120
    assert "given with --rate" in (tmp_path / "2" / "validation.html").read_text("utf-8")


def test_decisions_are_never_written_over(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn, wrong=0.1)
    rows = list(lines(out / "adjudicate.csv"))
    rows[0]["final"] = "yes"
    write_rows(out / "adjudicate.csv", rows)
    sheets = [tmp_path / f"coder{n}.csv" for n in (1, 2)]
    for extra in ([], ["--adjudicated", out / "adjudicate.csv"]):
        ran = framing("validate", "score", drawn / "key.json", *sheets, "-o", out, *extra)
        assert ran.status == 2 and "decisions" in ran.err
    assert next(lines(out / "adjudicate.csv"))["final"] == "yes"


def test_reports_carry_the_figures_and_say_where_they_are_from(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn, extra=("--source", "forty made articles", "--date", "2031-06-03"))
    found = read_validated(out / "validation.json")
    assert found.precision is not None and found.precision.n == 60 and found.precision.low < 1
    ran = framing("report", RENT, "-o", tmp_path / "r", "--fast", "--validation", out / "validation.json")
    assert ran.status == 0
    page = Path(ran.out.strip()).read_text("utf-8")
    assert (
        "120 sentences coded by 2 coders, a sample from 40 articles (forty made articles), scored 3 June 2031" in page
    )
    assert (
        "these coders reach alpha 1.00 on the sentences that they coded and 1.00 weighted back to the corpus that "
        "these are drawn from; full agreement is 1" in page
    )
    assert "The error figures were measured with other versions." in page
    assert f"n = {found.recall.n if found.recall else ''}" in page


def test_pages_of_one_event_carry_the_figures_too(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn, extra=("--source", "forty made articles", "--date", "2031-06-03"))
    stories = RENT.parent / "same-event"
    options = ("--fast", "--events", "--validation", out / "validation.json")
    assert framing("report", stories, "-o", tmp_path / "r", *options).status == 0
    pages = [page.read_text("utf-8") for page in (tmp_path / "r").glob("*.html")]
    told = [page for page in pages if "forty made articles" in page]
    assert len(told) == len((stories / "articles.jsonl").read_text("utf-8").splitlines()) > 1


def test_shipped_figures_never_stand_beside_those_of_a_validation() -> None:
    from framing.report.measured import with_measured

    analysis = replace(corpus(1)[0], made_with={"precision": {"H": {"value": 0.5}}, "calibration": [1], "framing": "9"})
    kept = with_measured(analysis, None)
    assert kept is analysis


# --- what comes back from coders -------------------------------------------------------------------------------------


def _faults(tmp_path: Path, drawn: Path, rows: list[dict[str, str]], **how: str) -> tuple[Coder, list[str]]:
    path = write_rows(tmp_path / "anna.csv", rows, **how)
    coder, faults = read_coder(path, read_key(drawn / "key.json"))
    return coder, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252"), (";", "utf-8")]
)
def test_delimiters_and_encodings_of_spreadsheets(tmp_path: Path, drawn: Path, delimiter: str, encoding: str) -> None:
    rows = coded_rows(drawn, 1)
    rows[0]["note"] = "naïve – “so-called”"
    coder, faults = _faults(tmp_path, drawn, rows, delimiter=delimiter, encoding=encoding)
    assert faults == []
    assert coder.answers == _faults(tmp_path, drawn, coded_rows(drawn, 1))[0].answers
    assert coder.name == "anna"


def test_ids_that_a_spreadsheet_touched_are_still_known(tmp_path: Path, drawn: Path) -> None:
    rows = coded_rows(drawn, 1)
    for row, change in zip(rows, (str.upper, lambda i: f" {i} ", lambda i: f"'{i}", lambda i: f'="{i}"'), strict=False):
        row["item"] = change(row["item"])
    coder, faults = _faults(tmp_path, drawn, rows[::-1])
    assert faults == []
    assert len(coder.answers) == 120


def test_every_fault_has_one_line_and_the_rest_is_used(tmp_path: Path, drawn: Path) -> None:
    rows = coded_rows(drawn, 1)
    rows[0]["item"] = "1.2E+05"
    rows[1]["item"] = rows[1]["item"][:-1] + ("a" if rows[1]["item"][-1] != "a" else "b")
    rows[2]["loaded"] = "maybe"
    rows[3]["item"] = ""
    rows.append(dict(rows[5]))
    rows.append({**rows[6], "loaded": "no" if rows[6]["loaded"] == "yes" else "yes"})
    rows[7]["loaded"], rows[7]["voice"] = "?", "n/a"
    coder, faults = _faults(tmp_path, drawn, rows)
    wanted = [
        "anna.csv:2: there is no item '1.2e+05' in the key; is the sheet of another sample, or was the id changed?",
        "did you mean s",
        "anna.csv:4: loaded is 'maybe'; write yes, no or leave it empty",
        "anna.csv:5: the item’s id is empty",
        "stands in line 7 too, with the same answers; it counts once",
        "stands in line 8 too, with other answers; both are left out: keep one",
    ]
    assert len(faults) == len(wanted)
    for fault, words in zip(faults, wanted, strict=True):
        assert words in fault and "\n" not in fault
    ids = {row["item"] for row in rows}
    assert rows[2]["item"] in coder.answers and "loaded" not in coder.answers[rows[2]["item"]]
    assert rows[5]["item"] in coder.answers
    assert rows[6]["item"] not in coder.answers and rows[7]["item"] not in coder.answers
    assert len(coder.answers) == 120 - 3 - 1 - 1 and len(ids) > 100


def test_faults_are_listed_with_their_cells_and_the_exit_status_says_so(tmp_path: Path, drawn: Path) -> None:
    rows = coded_rows(drawn, 1)
    rows[4]["loaded"], rows[4]["note"] = "perhaps", "=HYPERLINK(1)"
    good = write_rows(tmp_path / "ben.csv", coded_rows(drawn, 2))
    bad = write_rows(tmp_path / "anna.csv", rows)
    ran = framing("validate", "score", drawn / "key.json", bad, good, tmp_path / "none.csv", "-o", tmp_path / "out")
    assert ran.status == 3
    assert ran.err.count("\n") == 2
    assert "none.csv: there is no such file" in ran.err
    (problem,) = lines(tmp_path / "out" / "problems.csv")
    assert problem["line"] == "6" and "=HYPERLINK(1)" in problem["cells"]
    assert "loaded is &#39;perhaps&#39;" in (tmp_path / "out" / "validation.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "has no column 'item'"),
        (b"id,loaded\n1,yes\n", "has no column 'item' (columns: id, loaded); keep the first line"),
        (b"item,text\nsabcdefgh,x\n", "has none of the columns loaded, voice"),
        (b"PK\x03\x04rest", "a ZIP, Word or Excel file); export it as plain text or HTML; save the sheet as CSV"),
    ],
)
def test_files_of_no_use_get_one_line(tmp_path: Path, drawn: Path, content: bytes, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    ran = framing("validate", "score", drawn / "key.json", tmp_path / "x.csv", "-o", tmp_path / "out")
    assert ran.status == 2
    assert message in ran.err
    assert not (tmp_path / "out").exists()


def test_sheets_of_another_sample_are_told(tmp_path: Path, drawn: Path) -> None:
    rows = [{"item": "sxxxxxxxx", "loaded": "yes", "voice": "writer"}]
    ran = framing("validate", "score", drawn / "key.json", write_rows(tmp_path / "x.csv", rows), "-o", tmp_path / "out")
    assert ran.status == 2
    assert "no item of the key was coded in these files" in ran.err


@pytest.mark.parametrize("name", ["tasks.json", "min.json"])
def test_label_studio_exports_are_read(tmp_path: Path, drawn: Path, name: str) -> None:
    rows = coded_rows(drawn, 1)
    full = [
        {
            "data": {"item": row["item"], "text": row["text"]},
            "annotations": [
                {"result": [{"from_name": n, "value": {"choices": [row[n]]}} for n in ("loaded", "voice")]}
            ],
        }
        for row in rows
    ]  # fmt: skip
    (tmp_path / name).write_text(json.dumps(full if name == "tasks.json" else rows), encoding="utf-8")
    coder, faults = read_coder(tmp_path / name, read_key(drawn / "key.json"))
    assert faults == []
    assert coder.answers == read_coder(write_rows(tmp_path / "c.csv", rows), read_key(drawn / "key.json"))[0].answers


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("threshold") and None, "damaged at threshold"),
        (lambda d: d.update(schema=7), "has schema 7"),
        (lambda d: d.update(criterion="magic"), "the criterion 'magic' is not known"),
        (lambda d: d.update(items=[]), "names no item"),
        (lambda d: d["items"].append(d["items"][0]), "stands in it twice"),
        (lambda d: d["items"][0].update(tool=3), "damaged at items.0.tool"),
        (lambda d: d.update(population={}), "than the corpus has"),
    ],
)
def test_a_damaged_key_gets_one_line(tmp_path: Path, drawn: Path, change: object, message: str) -> None:
    data = json.loads((drawn / "key.json").read_text("utf-8"))
    change(data)  # type: ignore[operator]
    (tmp_path / "key.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        read_key(tmp_path / "key.json")
    assert "\n" not in str(error.value)


def test_a_key_survives_its_file(tmp_path: Path, key: Key) -> None:
    (tmp_path / "key.json").write_text(key_text(key), encoding="utf-8")
    assert read_key(tmp_path / "key.json") == key


def test_a_wrong_validation_file_gets_one_line(tmp_path: Path, drawn: Path) -> None:
    for content, message in (("[]", "is no result"), ("{", "is not JSON"), ('{"kind":"framing validation"}', "schema")):
        (tmp_path / "v.json").write_text(content, encoding="utf-8")
        ran = framing("report", RENT, "-o", tmp_path / "r", "--validation", tmp_path / "v.json")
        assert ran.status == 2 and message in ran.err and ran.err.count("\n") == 1


def test_one_coder_and_ties_are_said(drawn: Path, key: Key) -> None:
    answers = {item.id: {"loaded": "yes" if item.tool.state == "marked" else "no"} for item in key.items}
    other = {name: {"loaded": "no"} for name in answers}
    alone = score(key, [Coder(name="anna", answers=answers)])
    assert "only one coder" in alone.agreement["loaded"].reason
    tied = score(key, [Coder(name="anna", answers=answers), Coder(name="ben", answers=other)])
    assert tied.unsettled["loaded"] == 60
    assert tied.main is not None and tied.main.figures["precision"].value is None


# --- nothing of a user's is lost -------------------------------------------------------------------------------------


def test_analyses_that_were_given_are_not_written_over(tmp_path: Path) -> None:
    work = tmp_path / "w"
    work.mkdir()
    made = write_corpus(work / "analyses.jsonl", 6)
    before = made.read_bytes()
    ran = framing("validate", "sample", made, RENT, "-o", work, "--plan", "--fast")
    assert ran.status == 0 and "corpus: 7 articles" in ran.out
    assert made.read_bytes() == before
    kept = (work / "sample-analyses.jsonl").read_bytes()
    ran = framing("validate", "sample", work / "sample-analyses.jsonl", RENT, "-o", work, "--plan", "--fast")
    assert ran.status == 2 and "would be read and written over" in ran.err and ran.err.count("\n") == 1
    assert (work / "sample-analyses.jsonl").read_bytes() == kept


def test_decisions_are_carried_on_and_later_ones_are_not_written_over(tmp_path: Path, drawn: Path) -> None:
    rows = list(lines(_score(tmp_path, drawn, wrong=0.1) / "adjudicate.csv"))
    sheets = [tmp_path / f"coder{n}.csv" for n in (1, 2)]

    def again(decided: Path, folder: str) -> int:
        options = ("-o", tmp_path / folder, "--adjudicated", decided)
        return framing("validate", "score", drawn / "key.json", *sheets, *options).status

    for row in rows[:2]:
        row["final"] = "yes"
    first = write_rows(tmp_path / "first.csv", rows)
    assert again(first, "2") == 0 and again(first, "2") == 0
    carried = list(lines(tmp_path / "2" / "adjudicate.csv"))
    assert [row["final"] for row in carried[:3]] == ["yes", "yes", ""]
    carried[2]["final"] = "no"
    later = write_rows(tmp_path / "2" / "adjudicate.csv", carried, delimiter=";", encoding="utf-16")
    assert again(first, "2") == 2
    assert again(later, "3") == 0
    assert [row["final"] for row in lines(tmp_path / "3" / "adjudicate.csv")][:4] == ["yes", "yes", "no", ""]


def test_a_decision_stays_in_the_list_where_coders_agree_by_now(key: Key) -> None:
    name = key.items[0].id
    both = [Coder(name=who, answers={name: {"loaded": "yes"}}) for who in ("anna", "ben")]
    scored = score(key, both, decided={(name, "loaded"): "no"})
    assert scored.differences == ()
    (row,) = csv.DictReader(io.StringIO(adjudicate_csv(scored).removeprefix("\ufeff")))
    assert (row["item"], row["settled"], row["final"]) == (name, "no", "no")


def _task(item: str, *annotations: tuple[object, bool, str]) -> dict[str, object]:
    made = [
        {
            "completed_by": who,
            "was_cancelled": skipped,
            "result": [{"from_name": "loaded", "value": {"choices": [answer]}}] if answer else [],
        }
        for who, skipped, answer in annotations
    ]
    return {"data": {"item": item, "before": None}, "annotations": made}


def test_annotators_of_one_export_are_coders_of_their_own(tmp_path: Path, drawn: Path, key: Key) -> None:
    one, two, three = (item.id for item in key.items[:3])
    tasks = [
        _task(one, (1, False, "yes"), ({"id": 2}, False, "no")),
        _task(two, (1, True, ""), (1, False, "no")),
        _task(three),
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    coders, faults = read_coders(path, key)
    assert [fault.message for fault in faults] == ["the column voice is missing; it counts as not answered"]
    assert {coder.name: coder.answers for coder in coders} == {
        "export 1": {one: {"loaded": "yes"}, two: {"loaded": "no"}},
        "export 2": {one: {"loaded": "no"}},
    }
    with pytest.raises(ConfigError, match="holds the answers of 2 coders"):
        read_coder(path, key)
    ran = framing("validate", "score", drawn / "key.json", path, "-o", tmp_path / "out")
    assert "2 of 120 items coded by export 1, export 2" in ran.out
    flat = [{"item": one, "loaded": "yes", "annotator": who} for who in ("1", "2")]
    assert len(read_coders(write_rows(tmp_path / "flat.csv", flat), key)[0]) == 2


def test_a_null_is_an_empty_cell(tmp_path: Path, key: Key) -> None:
    rows = [{"item": item.id, "variable": "loaded", "final": None} for item in key.items[:2]]
    (tmp_path / "final.json").write_text(json.dumps(rows), encoding="utf-8")
    assert read_decisions(tmp_path / "final.json", key) == ({}, [])


# --- what is said ----------------------------------------------------------------------------------------------------


def test_alpha_is_given_for_the_sample_and_for_the_corpus(tmp_path: Path, drawn: Path) -> None:
    out = _score(tmp_path, drawn, wrong=0.1)
    (row,) = (row for row in lines(out / "agreement.csv") if row["variable"] == "loaded")
    assert 0 < float(row["corpus_low"]) < float(row["corpus_alpha"]) < float(row["alpha"])
    assert "weighted back to the corpus, alpha was" in (out / "methods.txt").read_text("utf-8")
    assert "Alpha in the corpus" in (out / "validation.html").read_text("utf-8")
    carried = json.loads((out / "validation.json").read_text("utf-8"))
    assert (carried["alpha"], carried["corpus_alpha"]) == (
        pytest.approx(float(row["alpha"]), abs=1e-4),
        pytest.approx(float(row["corpus_alpha"]), abs=1e-4),
    )


def test_a_report_says_whose_alpha_it_gives(tmp_path: Path, drawn: Path) -> None:
    made = json.loads((_score(tmp_path, drawn, wrong=0.1) / "validation.json").read_text("utf-8"))

    def told(**changed: object) -> str:
        data = {name: value for name, value in {**made, "alpha": 0.674, **changed}.items() if value != "absent"}
        (tmp_path / "v.json").write_text(json.dumps(data), "utf-8")
        validated = read_validated(tmp_path / "v.json")
        return view(corpus(1)[0], replace(DEFAULT, validated=validated)).people or ""

    here = "these coders reach alpha .67 on the sentences that they coded"
    assert told(corpus_alpha=0.5) == f"{here} and .50 weighted back to the corpus that these are drawn from"
    assert told(corpus_alpha="absent") == told(corpus_alpha=None) == f"{here} (for the whole corpus it is not known)"
    assert told(corpus_alpha=None, sentences=made["coded"]) == here
    assert told(corpus_alpha=None, unit="article") == (
        "these coders reach alpha .67 on the articles that they coded (for the whole corpus it is not known)"
    )
    assert told(alpha=None, corpus_alpha=None) == ""


def test_one_family_alone_is_said_to_be_compared(tmp_path: Path) -> None:
    made = write_corpus(tmp_path / "c.jsonl", 10)
    options = ("-o", tmp_path / "s", "--count", "40", "--variable", "H")
    assert framing("validate", "sample", made, *options).status == 0
    key = read_key(tmp_path / "s" / "key.json")
    rows = [{"item": item.id, "H": "no"} for item in key.items]
    sheet_ = write_rows(tmp_path / "a.csv", rows)
    assert framing("validate", "score", tmp_path / "s" / "key.json", sheet_, "-o", tmp_path / "o").status == 0
    page = (tmp_path / "o" / "validation.html").read_text("utf-8")
    assert "were compared for hedge, certainty and stance (H) only" in page


def test_articles_are_asked_about_as_articles_and_not_for_voice(tmp_path: Path) -> None:
    made = write_corpus(tmp_path / "c.jsonl", 10)
    assert framing("validate", "sample", made, "-o", tmp_path / "s", "--unit", "article", "--count", "6").status == 0
    key = read_key(tmp_path / "s" / "key.json")
    assert key.variables == ("loaded",) and key.strata == ("outlet",)
    assert {item.tool.voice for item in key.items} == {None}
    for name in ("coder1.html", "codebook.html", "label-studio.xml"):
        text = (tmp_path / "s" / "coding" / name).read_text("utf-8")
        assert "in this article" in text and "in this sentence" not in text
    sheet_ = write_rows(tmp_path / "a.csv", [{"item": item.id, "loaded": "yes"} for item in key.items])
    assert framing("validate", "score", tmp_path / "s" / "key.json", sheet_, "-o", tmp_path / "o").status == 0
    page = (tmp_path / "o" / "validation.html").read_text("utf-8")
    assert "An article counted as marked where" in page and "marks an article if" in page
    assert "Whose words" not in page and "whose words" not in page
    for option in (("--variable", "voice"), ("--stratify", "voice")):
        ran = framing("validate", "sample", made, "-o", tmp_path / "t", "--unit", "article", *option)
        assert ran.status == 2 and "voice is asked of sentences only" in ran.err


def test_what_another_sample_holds_can_be_left_out(tmp_path: Path) -> None:
    made = write_corpus(tmp_path / "c.jsonl", 3)
    assert framing("validate", "sample", made, "-o", tmp_path / "s", "--count", "30").status == 0
    options = ("--seed", "99", "--except", tmp_path / "s" / "key.json")
    assert framing("validate", "sample", made, "-o", tmp_path / "t", "--count", "25", *options).status == 0
    real, training = (read_key(tmp_path / name / "key.json") for name in ("s", "t"))
    assert (real.size, training.size, len(training.items)) == (60, 30, 25)
    assert not {place(item) for item in real.items} & {place(item) for item in training.items}
    rest = ("--except", tmp_path / "s" / "key.json", "--except", tmp_path / "all" / "key.json")
    assert framing("validate", "sample", made, "-o", tmp_path / "all", "--count", "30", *options).status == 0
    ran = framing("validate", "sample", made, "-o", tmp_path / "u", *rest)
    assert ran.status == 2 and "nothing is left to draw" in ran.err
    ran = framing("validate", "sample", made, "-o", tmp_path / "u", "--unit", "article", *options)
    assert ran.status == 2 and "is the key of a sample of sentences" in ran.err
