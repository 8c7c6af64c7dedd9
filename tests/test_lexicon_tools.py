"""What a teacher or researcher does with lexicons by command: new, import, kwic, test, and choosing among them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

import framing as package
from framing.cli.lexicons_explained import explained
from framing.errors import ConfigError
from framing.kwic import COLUMNS, kwic_all, searcher
from framing.lexicon import load
from framing.lexicon_check import check_folder
from framing.lexicon_choice import choose, load_with
from framing.lexicon_new import new_folder
from framing.types import FAMILIES, Article

from .small_lexicons import category_file, cue_block, lexicon
from .test_cli import LAKE, RENT, ROOT, framing

MINIMAL = ROOT / "examples" / "lexicon-minimal"
IMPORT = ("--source", "Sol 2024", "--licence", "CC0-1.0", "--family", "L")
DIC = "%\n1\tRent\n%\nlandlord*\t1\nrent\t1\n:)\t1\n"


# --- new -------------------------------------------------------------------------------------------------------------


def test_a_new_lexicon_passes_its_check_and_is_the_example(tmp_path: Path) -> None:
    made = framing("lexicons", "new", "contest_talk", "-o", tmp_path / "lexicon-minimal")
    assert (made.status, made.out) == (0, f"{tmp_path / 'lexicon-minimal' / 'contest_talk.toml'}\n")
    commands = re.findall(r"framing lexicons (\w+)", made.err)
    assert commands == ["check", "test"]
    assert check_folder(tmp_path / "lexicon-minimal") == []
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "lexicon-minimal").iterdir()}
    assert written == {path.name: path.read_text(encoding="utf-8") for path in MINIMAL.iterdir()}
    assert set(written) == {"contest_talk.toml", "README.md", "LICENSE"}


def test_another_name_passes_its_check_too_and_nothing_is_written_over(tmp_path: Path) -> None:
    path = new_folder("my-words_2", tmp_path / "here")
    assert check_folder(path.parent) == []
    before = path.read_bytes()
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for folder in ("here", "link"):
        ran = framing("lexicons", "new", "other", "-o", tmp_path / folder)
        assert (ran.status, ran.out) == (2, "")
        assert "is there already; give another folder with -o" in ran.err
    assert path.read_bytes() == before
    for name in ("Bad", "../x", "", "a b", "con", "x" * 80):
        with pytest.raises(ConfigError, match="cannot name a category"):
            new_folder(name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


# --- import ----------------------------------------------------------------------------------------------------------


def test_an_import_says_what_it_refused_and_its_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "toy.dic").write_text(DIC, encoding="utf-8")
    ran = framing("lexicons", "import", tmp_path / "toy.dic", "-o", tmp_path / "toy", *IMPORT)
    assert ran.status == 3
    assert ran.out == f"{(tmp_path / 'toy.dic').as_posix()}:6: “:)” (Rent): the sign ) cannot be looked for\n"
    assert "framing: 3 entries read: 2 written to 1 category, 1 refused" in ran.err
    assert framing("lexicons", "check", tmp_path / "toy").status == 0
    again = framing("lexicons", "import", tmp_path / "toy.dic", "-o", tmp_path / "toy", *IMPORT)
    assert again.status == 2
    found = framing("lexicons", "kwic", "toy_rent", RENT, "--lexicons", tmp_path / "toy")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert {row["keyword"].lower() for row in rows} >= {"rent", "landlords"}
    analysis = package.analyze(RENT.read_text(encoding="utf-8"), lexicons=[tmp_path / "toy"], only=["toy_*"])
    assert {finding.category for finding in analysis.findings} == {"toy_rent"}
    assert len(analysis.findings) == len(rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give --source and --licence and --family"),
        (("--source", "Sol 2024", "--family", "L"), "give --licence: an import cannot know"),
        (("--source", "Sol 2024", "--licence", "CC0-1.0", "--family", "X"), "--family 'X' is none of L loaded wording"),
    ],
)
def test_an_import_asks_for_what_only_a_person_knows(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "toy.dic").write_text(DIC, encoding="utf-8")
    ran = framing("lexicons", "import", tmp_path / "toy.dic", "-o", tmp_path / "toy", *arguments)
    assert (ran.status, ran.out, (tmp_path / "toy").exists()) == (2, "", False)
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_a_bad_dictionary_is_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "toy.dic").write_text("%\n1\tA\n", encoding="utf-8")
    ran = framing("lexicons", "import", tmp_path / "toy.dic", "-o", tmp_path / "toy", *IMPORT)
    assert (ran.status, ran.out, (tmp_path / "toy").exists()) == (2, "", False)
    assert re.fullmatch(r".*toy\.dic:2:1: ends in its head: .*\n", ran.err)
    (tmp_path / "toy.txt").write_text("?\n*\n", encoding="utf-8")
    ran = framing("lexicons", "import", tmp_path / "toy.txt", "-o", tmp_path / "toy", *IMPORT)
    assert (ran.status, ran.out.count("\n"), (tmp_path / "toy").exists()) == (4, 2, False)


# --- kwic ------------------------------------------------------------------------------------------------------------


def test_kwic_has_quantedas_columns_and_points_to_the_words(tmp_path: Path) -> None:
    ran = framing("lexicons", "kwic", "say", RENT, "--inflect", "verb", "--window", "3", "--fast")
    table = csv.reader(io.StringIO(ran.out))
    assert next(table) == ["docname", "from", "to", "pre", "keyword", "post", "pattern", "voice", "sentence"]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table]
    assert ran.status == 0
    assert {row["keyword"] for row in rows} >= {"said"}
    assert {row["pattern"] for row in rows} == {"say"}
    text = " ".join(RENT.read_text(encoding="utf-8").split())
    for row in rows:
        assert row["docname"] == str(RENT)
        assert int(row["from"]) == int(row["to"])
        assert row["keyword"] in text and row["pre"].lstrip("'") in text
        assert row["voice"] in ("writer", "source")


def test_kwic_of_a_category_is_what_analyze_finds_of_it() -> None:
    text = LAKE.read_text(encoding="utf-8")
    name = Counter(f.category for f in package.analyze(text).findings if f.family == "P").most_common(1)[0][0]
    ran = framing("lexicons", "kwic", name, LAKE)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    findings = package.analyze(text, only=[name]).findings
    assert [row["keyword"] for row in rows] == [" ".join(f.span.text(text).split()) for f in findings]
    assert [(row["voice"], int(row["sentence"])) for row in rows] == [(f.voice, f.sentence) for f in findings]


def test_kwic_goes_over_what_fails_as_analyze_does(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text('id,text\none,"=They slam it. \n-1 more slam"\ntwo,\n', encoding="utf-8")
    ran = framing("lexicons", "kwic", "slam", table, tmp_path / "nowhere.txt", "--fast", "--window", "2")
    assert ran.status == 3
    assert [row["docname"] for row in csv.DictReader(io.StringIO(ran.out))] == ["one", "one"]
    assert f"framing: {tmp_path / 'nowhere.txt'}: no such file or folder" in ran.err
    assert "framing: 3 read: 1 analysed, 2 failed" in ran.err
    assert framing("lexicons", "kwic", "slam", tmp_path / "nowhere.txt").status == 4


def test_no_field_of_kwic_runs_in_a_spreadsheet_or_terminal() -> None:
    article = Article(id="=id", text="They like it.\n=cmd slam +more and\x1b[31m -5 slam @here now", language="en")
    lines = [line for _, lines in kwic_all([article], searcher("slam", load()), "slam", window=1, fast=True)
             for line in lines]  # fmt: skip
    assert len(lines) == 2
    from framing.cli.kwic import _csv

    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        _csv(COLUMNS)(lines)
    fields = [value for row in list(csv.reader(io.StringIO(out.getvalue())))[1:] for value in row]
    assert not [value for value in fields if value.startswith(tuple("=+-@"))]
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("(slam", "framing: the term '(slam' has a '(' without ')'"),
        ("@sport", "framing: the term '@sport' names the set @sport, which the file does not have"),
        ("sensational_verbs", "framing: no lexicon category is named 'sensational_verbs'; did you mean"),
    ],
)  # fmt: skip
def test_a_term_that_cannot_be_searched_is_one_line(term: str, message: str) -> None:
    ran = framing("lexicons", "kwic", term, LAKE)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(message)


def test_a_table_stands_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = framing("lexicons", "kwic", "lake", LAKE, "--format", "table", "--fast")
    lines = [line for line in ran.out.splitlines() if "[" in line]
    assert len({line.index("[") for line in lines}) == 1
    assert all(len(line) <= 80 for line in lines)


# --- choosing --------------------------------------------------------------------------------------------------------


def test_categories_families_and_beginnings_are_chosen() -> None:
    every = load()

    def left(**names: list[str]) -> set[str]:
        return {rule.category for rule in choose(every, **names).rules}

    of = {letter: {c.id for c in every.categories if c.family == letter} for letter in FAMILIES}
    assert left(only=["P"]) == of["P"]
    assert left(only=["L", "hedge"]) == of["L"] | {"hedge"}
    assert left(without=["L", "F"]) == of["A"] | of["P"] | of["H"]
    assert left(only=["H"], without=["hedge"]) == of["H"] - {"hedge"}
    assert left(only=["evaluative*"]) == {"evaluative_adjective"}
    assert choose(every) is every
    with pytest.raises(ConfigError, match="no lexicon category is left"):
        choose(every, only=["hedge"], without=["H"])
    for name in ("l", "hedg", "nothing*", "*", ""):
        with pytest.raises(ConfigError, match="no lexicon category or family is named"):
            choose(every, only=[name])


def test_the_same_choice_holds_by_command_and_in_python(tmp_path: Path) -> None:
    text = RENT.read_text(encoding="utf-8")
    assert {f.family for f in package.analyze(text, only=["F"]).findings} == {"F"}
    assert "L" not in {f.family for f in package.analyze(text, without=["L"]).findings}
    report = framing("report", RENT, "-o", tmp_path / "out", "--only", "F")
    assert report.status == 0
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as file:
        assert {row["family"] for row in csv.DictReader(file)} == {"F"}
    with pytest.raises(TypeError, match="give a list of names"):
        package.analyze(text, only="F")
    with pytest.raises(ConfigError, match="did you mean hedge"):
        package.analyze(text, only=["hegde"])


# --- test ------------------------------------------------------------------------------------------------------------


def test_what_was_measured_of_the_shipped_cues_says_nothing_of_ones_own(tmp_path: Path) -> None:
    """A group of one's own in a shipped category counts fully, also where that category's cues hardly do."""
    weak = "authorial_voice"
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / f"{weak}.toml").write_text(
        category_file(cue_block("xylograph"), category=weak).replace("group-0", "writer_as_i"), encoding="utf-8"
    )
    both = load_with([folder])
    weights = {rule.lexicon: both.weight(rule, rule.cues[0]) for rule in both.rules if rule.id == "writer_as_i"}
    assert weights["mine"] == 1.0 and weights["en"] < 1.0


def test_two_lexicons_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "testing.toml").write_text(category_file(cue_block("xylograph")), encoding="utf-8")
    with pytest.raises(ConfigError, match="two lexicons are named 'en'; rename the folder"):
        load_with([tmp_path / "en"])


@pytest.mark.parametrize(
    ("keys", "cue", "text", "line"),
    [
        ("", "slam", "They slam it.", "hit   L testing “slam”: weight"),
        ('voice = "writer"\n', "slam", "“They slam me,” he said.", "in a source's words"),
        ('negated = "ignore"\n', "slam", "They did not slam it.", "“slam”: negated"),
        ("", "slam", "They met in Slam Hall.", "“Slam”: part of a name"),
        ("case = true\n", "Slam", "They slam it.", "written in another case"),
        ('near = ["budget"]\n', "slam", "They slam it.", "none of the words that must stand within 6 words does"),
        ('not_near = ["league"]\n', "slam", "They slam the league.", "within 6 words does: “league”"),
        ('unless = ["slam dunk"]\n', "slam", "It is a slam dunk.", "inside or over “slam dunk”"),
        ("start = true\n", "slam", "They slam it.", "not at the start of its sentence"),
        ("question = true\n", "slam", "They slam it.", "not in a question"),
        ("reports = true\n", "admit", "Clubs admit visitors.", "no words are reported by it"),
        ("reports = true\n", "admit", "They admit that the plan failed.", "hit   L testing “admit”: weight"),
        ("headlines = false\n", "slam", "Councils slam plan\n\nThe council met on Monday.", "in a headline"),
        ('pos = "NOUN"\n', "blast", "Critics blast the plan.", "a verb here, not a noun"),
        ("weight = 0.0\nseverity = 0\n", "slam", "They slam it.", "kept for those who count it, and never shown"),
        ("", "lash\nlash out", "They lash out.", "“lash out” (testing) is longer or heavier"),
        ("", "take <1> swipe", "They take one very big swipe.",
         "take <1> swipe: “one very big” is 3 words or marks, and the gap has room for 1"),
        ("", "take <2> swipe", "They take: a swipe.", "“:” stands in the gap, and no gap reaches past it"),
        ("", "a {ADJ} plan", "It is a tax plan.", "a {ADJ} plan: “tax” is NOUN here, and the cue wants ADJ"),
    ],
)  # fmt: skip
def test_every_condition_says_why(tmp_path: Path, keys: str, cue: str, text: str, line: str) -> None:
    made = lexicon(tmp_path, keys + cue_block(*cue.split("\n")))
    lines = list(explained(text, made))
    assert [one for one in lines if line in one], lines


def test_two_failures_are_no_near_miss_and_a_hit_is_none(tmp_path: Path) -> None:
    made = lexicon(tmp_path, cue_block("take <1> swipe", "a {ADJ} <1> plan"))
    assert [line[:5] for line in explained("They take a swipe.", made)] == ["hit  ", "     ", "     "]
    for text in ("They take: one very big swipe.", "It is a tax and rent and land plan.", "They take it. A swipe."):
        assert list(explained(text, made)) == ["none  no cue of any lexicon stands in this text"]
