"""``framing models evaluate|train|card`` from the command line: what is said, and with which exit status."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from framing.cli import main
from framing.errors import ConfigError, ModelError
from framing.validation.raters import command_rater
from framing.validation.table import read_labelled


def framing(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    out, err = capfd.readouterr()
    return int(end.value.code or 0), out, err


ROWS = [
    ("The shameful farce has gone on for years.", "1", "a"),
    ("The council met on Monday at nine.", "0", "a"),
    ("A despicable bully wrecked the grotesque plan.", "1", "b"),
    ("“The shameful farce has gone on,” a resident said.", "0", "b"),
    ("Rain is expected in the evening.", "0", "c"),
    ("This disgraceful insult betrays every decent family.", "1", "c"),
    ("", "1", "c"),
    ("The train leaves at ten.", "", "c"),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    lines = ["text;label;article", *(";".join(row) for row in ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_table_is_evaluated(table: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = framing(capfd, "models", "evaluate", str(table), "--group", "article", "--rate", "0.04", "--fast")
    assert (code, err) == (0, "")
    assert "6 of 8 used, 3 labelled as loaded; left out: 1 with no text, 1 with no label" in out
    assert "only 3 groups: the intervals say little" in out
    assert "writer's own words were rated" in out
    assert "Where 50 in 100 are loaded (as in the table)" in out and "Where 4 in 100 are loaded (weighted" in out
    assert "AUC                   1.000" in out


def test_quoted_words_are_rated_only_where_that_is_asked_for(table: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def auc(*more: str) -> float:
        code, out, _ = framing(capfd, "models", "evaluate", str(table), "--json", "--fast", *more)
        assert code == 0
        return float(json.loads(out)["at"][0]["figures"]["auc"]["value"])

    assert auc() == 1.0 > auc("--whole-text")


def test_json_lines_and_parquet_are_read_alike(table: Path, tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [{"text": text, "label": int(label) if label else None, "article": a} for text, label, a in ROWS]
    lines = tmp_path / "labels.jsonl"
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    columns = tmp_path / "labels.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), columns)
    found = [read_labelled(path, text="text", label="label", group="article") for path in (table, lines, columns)]
    assert len({(f.text, f.label, f.group, tuple(f.left_out.items())) for f in found}) == 1


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("text,label\nA,1\nB,0\n", {"text": "body"}, "has no column 'body' (columns: text, label)"),
        ("text,label\nA,1\nB,1\n", {}, "only one kind of label, '1' (2)"),
        ("text,label\nA,biased\nB,fair\n", {}, "holds 'biased' (1), 'fair' (1); say with --positive"),
        ("text,label\nA,x\nB,y\n", {"positive": "z"}, "never holds 'z'"),
        ("text,label\n,1\n,0\n", {}, "no row can be used (2 with no text)"),
        ("text,label\n", {}, "no row can be used (it has no rows)"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, content: str, options: dict[str, str], said: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_labelled(path, **({"text": "text", "label": "label"} | options))  # type: ignore[arg-type]
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.txt", b"x", "not a table"),
        ("t.jsonl", b"{", "line 1 is not JSON"),
        ("t.jsonl", b"[1]", "not a JSON object"),
        ("t.parquet", b"PAR1", "no sound Parquet file"),
        ("t.csv", b"%PDF-1.7 ", "PDF"),
        ("t.csv", b"", "has no column"),
    ],
)
def test_files_of_another_kind_are_told(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        read_labelled(tmp_path / name, text="text", label="label")
    with pytest.raises(ConfigError, match="no such file"):
        read_labelled(tmp_path / "none.csv", text="text", label="label")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["models", "evaluate"], "either a table of labelled texts or --suite"),
        (["models", "evaluate", "x.csv", "--suite"], "either a table of labelled texts or --suite"),
        (["models", "evaluate", "x.csv"], "no such file"),
        (["models", "evaluate", "x.csv", "--rate", "4"], "0.9999"),
        (["models", "evaluate", "--suite", "--model", "loaded-lineer-en"], "did you mean loaded-linear-en"),
        (["models", "evaluate", "--suite", "--command", "no-such-program"], "no-such-program cannot be run"),
        (["models", "evaluate", "--suite", "--command", "'"], "cannot be read"),
        (["models", "evaluate", "--suite", "--command", ""], "is empty"),
        (["models", "card", "./nowhere"], "no model at ./nowhere"),
        (["analyze", "x.txt", "--model", "nothing"], "no model is named 'nothing'"),
        (["models", "train", "x.csv", "-o", "a b"], "named with letters"),
    ],
)
def test_wrong_use_is_one_line(capfd: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    code, out, err = framing(capfd, *arguments)
    assert code == 2 and out == ""
    assert said in err and err.count("\n") == 1


def test_a_card_becomes_a_page(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = framing(capfd, "models", "card", "loaded-linear-en", "--html", str(tmp_path / "card.html"))
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert code == 0 and out.strip() == str(tmp_path / "card.html")
    assert "Anno-Lexical" in page and "Not for" in page and "://" not in page


def program(tmp_path: Path, body: str) -> str:
    path = tmp_path / "rate.py"
    path.write_text(f"import sys, time\nlines = sys.stdin.read().splitlines()\n{body}\n", encoding="utf-8")
    return f"{sys.executable} {path}"


def test_another_program_is_measured(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = program(tmp_path, "print(*(0.9 if 'Muslim' in line else 0.1 for line in lines), sep='\\n')")
    code, out, _ = framing(capfd, "models", "evaluate", "--suite", "--command", command, "--json")
    lines = {(line["test"], line["part"]): line for line in json.loads(out)["lines"]}
    assert code == 0
    assert lines["named term marked", "Muslim"]["value"] == 1.0 and lines["named term marked", "Sikh"]["value"] == 0.0
    assert lines["swaps, generated: label flips", "faith"]["missed"] > 0.1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("print(1)", "wrote 1 lines for 3 sentences"),
        ("print('1\\nx\\n3')", "line 2 of its output is 'x', not a number"),
        ("print('1\\nnan\\n3')", "not a number"),
        ("raise SystemExit('out of cheese')", "exit status 1: out of cheese"),
        ("sys.stdin.close(); sys.exit(3)", "exit status 3: it said nothing"),
    ],
)
def test_a_program_that_answers_badly_is_told(tmp_path: Path, body: str, said: str) -> None:
    rater = command_rater(program(tmp_path, body), threshold=0.5, timeout=30)
    with pytest.raises(ModelError) as caught:
        rater.rate(["One.", "Two\nlines.", "Three."])
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("end", ["time.sleep(60)", "sys.exit(0)"], ids=["it hangs", "it ends and its child goes on"])
def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path, end: str) -> None:
    mark = tmp_path / "alive"
    child = (
        f"import time, pathlib\nfor n in range(300): pathlib.Path({str(mark)!r}).write_text(str(n)); time.sleep(0.1)"
    )
    (tmp_path / "child.py").write_text(child, encoding="utf-8")
    body = f"import subprocess; subprocess.Popen([sys.executable, {str(tmp_path / 'child.py')!r}]); {end}"
    rater = command_rater(program(tmp_path, body), threshold=0.5, timeout=4)
    with pytest.raises(ModelError, match="stopped after 4 s"):
        rater.rate(["One."])
    time.sleep(0.5)
    seen = mark.read_text(encoding="utf-8") if mark.exists() else ""
    time.sleep(0.5)
    assert (mark.read_text(encoding="utf-8") if mark.exists() else "") == seen
