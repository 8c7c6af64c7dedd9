"""The tables: what is written is what the analyses hold, every column is described, nothing is lost or run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.export.columns import OF_ANALYSES, columns_of
from framing.export.rows import failure_row, rows
from framing.export.table_files import TableWriter, field
from framing.export.tables import TABLES, findings_frame, frame
from framing.types import Failure

from .report_stories import STORIES, finnish, harbour, heavy, measured, tiny


def _read(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described(table: str) -> None:
    columns = TABLES[table].columns
    assert len({column.name for column in columns}) == len(columns)
    for column in columns:
        assert column.name.replace("_", "").isalnum()
        assert len(column.description) >= 10
        assert column.description.endswith(".")
    assert set(TABLES[table].key) <= {column.name for column in columns}


@pytest.mark.parametrize("table", OF_ANALYSES)
@pytest.mark.parametrize("name", STORIES)
def test_rows_have_exactly_the_columns_and_unique_keys(table: str, name: str) -> None:
    made = list(rows(table, STORIES[name]()))
    for row in made:
        assert list(row) == [column.name for column in TABLES[table].columns]
        for column in TABLES[table].columns:
            kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
            assert row[column.name] is None or isinstance(row[column.name], kinds[column.type]), column.name
    keys = [tuple(row[key] for key in TABLES[table].key) for row in made]
    assert len(set(keys)) == len(keys)


def test_offsets_are_code_points_into_the_text() -> None:
    story = heavy(20)
    for table in ("sentences", "findings", "quotes"):
        for row in rows(table, story):
            assert story.article.text[row["start"] : row["end"]] == row["text"]


def test_counts_agree_between_tables_and_with_the_measures() -> None:
    story = harbour()
    (article,) = rows("articles", story)
    sentences = list(rows("sentences", story))
    findings = [row for row in rows("findings", story) if row["weight"]]
    measures = {(row["name"], row["voice"]): row for row in rows("measures", story)}
    for voice in ("writer", "source"):
        of_voice = [row for row in findings if row["voice"] == voice]
        assert article[f"n_findings_{voice}"] == len(of_voice) == measures["findings_all", voice]["count"]
        assert sum(row[f"n_findings_{voice}"] for row in sentences) == len(of_voice)
        for family in "LFAPH":
            assert article[f"n_{family}_{voice}"] == sum(row["family"] == family for row in of_voice)
    assert article["n_notes"] == 2
    assert article["n_sentences"] == 29
    assert (article["n_marked"], article["n_checked"], article["n_not_checked"]) == (9, 19, 1)
    assert article["n_words"] == article["n_words_writer"] + article["n_words_source"]


def test_what_was_not_checked_has_no_counts() -> None:
    for make in (finnish, tiny):
        (row,) = rows("articles", make())
        assert row["status"] == "not_checked"
        assert row["n_findings_writer"] is None
        assert row["status_reason"]


def test_a_finding_in_a_quotation_names_its_speaker() -> None:
    (row,) = [row for row in rows("findings", harbour()) if row["text"] == "brutal insult"]
    assert row["voice"] == "source"
    assert row["speaker"] == "Aro Lindt"
    assert row["quote_id"] in {quote["quote_id"] for quote in rows("quotes", harbour())}


def test_two_equal_findings_have_two_ids() -> None:
    story = harbour()
    twice = replace(story, findings=(story.findings[0], story.findings[0]))
    first, second = (row["finding_id"] for row in rows("findings", twice))
    assert second == first + "#2"


def test_ids_do_not_change_when_other_findings_go() -> None:
    story = harbour()
    every = {row["finding_id"] for row in rows("findings", story)}
    fewer = {row["finding_id"] for row in rows("findings", replace(story, findings=story.findings[5:]))}
    assert fewer < every


def test_the_files_hold_the_rows(tmp_path: Path) -> None:
    stories = [harbour(), measured(), finnish()]
    with TableWriter(tmp_path) as tables:
        for story in stories:
            tables.add(story)
        tables.fail([Failure(origin="x.bin", stage="read", message="not text")])
    assert tables.names == (
        "articles.csv", "sentences.csv", "findings.csv", "quotes.csv", "speakers.csv", "actors.csv",
        "descriptions.csv", "measures.csv", "measures_wide.csv", "failures.csv", "datapackage.json",
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(tables.names)
    for table in OF_ANALYSES:
        wanted = [
            {name: field(value, guard=False) for name, value in row.items()}
            for story in stories
            for row in rows(table, story)
        ]
        assert _read(tmp_path / f"{table}.csv") == wanted
    assert _read(tmp_path / "failures.csv") == [failure_row(Failure(origin="x.bin", stage="read", message="not text"))]


def test_the_data_package_describes_the_files(tmp_path: Path) -> None:
    story = replace(harbour(), article=replace(harbour().article, extra=(("section", "news"),)))
    with TableWriter(tmp_path) as tables:
        tables.add(story)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_columns_of_the_input_are_carried_through(tmp_path: Path) -> None:
    base = harbour()
    first = replace(base, article=replace(base.article, id="1", extra=(("section", "news"), ("title", "as given"))))
    second = replace(base, article=replace(base.article, id="2", extra=(("desk", "=1+1"), ("input_title", "odd"))))
    with TableWriter(tmp_path) as tables:
        tables.add(first)
        tables.add(second)
    one, two = _read(tmp_path / "articles.csv")
    assert (one["section"], one["input_title"], one["desk"]) == ("news", "as given", "")
    assert (two["section"], two["desk"], two["input_input_title"]) == ("", "=1+1", "odd")
    assert one["title"] == base.article.title


def test_without_text_no_word_of_the_article_is_written(tmp_path: Path) -> None:
    with TableWriter(tmp_path, text=False) as tables:
        tables.add(harbour())
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv"))
    assert "arrogant" not in written
    assert "footnote" not in written
    assert [column.name for column in columns_of("sentences", text=False)][-1] == "opinion"
    assert len(_read(tmp_path / "findings.csv")) == len(harbour().findings)


def test_an_error_leaves_the_old_tables(tmp_path: Path) -> None:
    with TableWriter(tmp_path) as tables:
        tables.add(harbour())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(RuntimeError), TableWriter(tmp_path) as tables:
        tables.add(finnish())
        raise RuntimeError
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_second_run_takes_an_old_failures_file_away(tmp_path: Path) -> None:
    with TableWriter(tmp_path) as tables:
        tables.fail([Failure(origin="x", stage="read", message="bad")])
    assert (tmp_path / "failures.csv").exists()
    with TableWriter(tmp_path) as tables:
        tables.add(harbour())
    assert not (tmp_path / "failures.csv").exists()


def test_the_same_analyses_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        with TableWriter(folder) as tables:
            tables.add(harbour())
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", '"=1', "＝1", "|x", "\0x", "\n=1"])
def test_spreadsheets_run_no_formula(value: str) -> None:
    assert field(value, guard=True).startswith("'")
    assert field(value, guard=False) == value


def test_excel_files_have_a_byte_order_mark(tmp_path: Path) -> None:
    story = replace(harbour(), article=replace(harbour().article, outlet='=HYPERLINK("x")'))
    with TableWriter(tmp_path, excel=True) as tables:
        tables.add(story)
    for name in tables.names:
        if name.endswith(".csv"):
            assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = _read(tmp_path / "articles.csv", "utf-8-sig")
    assert row["outlet"] == '\'=HYPERLINK("x")'


_FIELD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@given(st.lists(st.one_of(st.none(), _FIELD), min_size=1))
def test_fields_survive_the_file(values: list[str | None]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([field(value, guard=False) for value in (*values, "end")])
    file.seek(0)
    assert next(csv.reader(file)) == [value or "" for value in (*values, "end")]


def test_the_frame_has_the_columns_even_without_findings() -> None:
    names = [column.name for column in TABLES["findings"].columns]
    assert list(findings_frame([]).columns) == names
    table = findings_frame([harbour(), finnish()])
    assert list(table.columns) == names
    assert len(table) == len(harbour().findings)
    assert table["voice"].value_counts().to_dict() == {"writer": 21, "source": 2}
    assert str(table["start"].dtype) == "Int64"
    assert harbour().to_frame().equals(findings_frame([harbour()]))


@pytest.mark.parametrize("table", OF_ANALYSES)
def test_every_table_can_be_a_frame(table: str) -> None:
    made = frame(table, [harbour(), finnish()])
    assert len(made) == sum(len(list(rows(table, make()))) for make in (harbour, finnish))
