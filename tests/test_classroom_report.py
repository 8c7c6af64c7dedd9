"""What a class handed in, by every way it can come; what the class page says of it; and everything that goes wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.classroom.answer_files import read_answers
from framing.classroom.answers import Answer, Collected, Rejected, collect
from framing.classroom.codes import encode
from framing.classroom.exercise import Exercise, Item, Mark, load
from framing.classroom.form_columns import FormColumns, parse
from framing.classroom.grids import rating
from framing.classroom.languages import find_language
from framing.classroom.lesson import COLUMNS, write_lesson, write_report
from framing.classroom.pages import class_page
from framing.classroom.results import Result, boxes, class_agreement, most_split, results
from framing.classroom.tool_words import tool_lines
from framing.errors import ConfigError
from framing.resources import templates_folder

from .classroom_class import Ratings, answer_file, grid_line, hand_in, students
from .test_cli import framing as run

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "examples" / "lesson"
ENGLISH = find_language("en")


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load(LESSON)


@pytest.fixture
def lesson(exercise: Exercise, tmp_path: Path) -> Path:
    folder = tmp_path / "lesson"
    folder.mkdir()
    write_lesson(exercise, ENGLISH, folder, typed="lesson")
    return folder


def read(exercise: Exercise, *paths: Path, columns: str | None = None, folder: Path | None = None) -> Collected:
    asked = FormColumns(folder or paths[0].parent, given=columns, ask=None)
    return collect(exercise, read_answers(paths, exercise=exercise, language=ENGLISH, columns=asked))


def one(exercise: Exercise, folder: Path, name: str, data: str | bytes, **options: str) -> Collected:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(exercise, path, **options)


def same(collected: Collected, rows: list[Ratings]) -> bool:
    return Counter(answer.ratings for answer in collected.answers) == Counter(rows)


# --- every way in ----------------------------------------------------------------------------------------------------


def test_27_students_come_back_by_all_ways_at_once(exercise: Exercise, tmp_path: Path) -> None:
    rows = hand_in(exercise, tmp_path)
    paths = [tmp_path / "codes.txt", tmp_path / "answers", tmp_path / "grid.csv"]
    collected = read(exercise, *paths)
    assert len(collected.answers) == 27
    assert (collected.rejected, collected.duplicates, collected.doubts) == ((), (), ())
    assert same(collected, rows)
    again = read(exercise, *reversed(paths), *paths)
    assert [a.ratings for a in again.answers] == [a.ratings for a in collected.answers], (
        "the order of files tells nothing"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["", "numbers", "sheets"])
def test_a_typed_grid(exercise: Exercise, tmp_path: Path, delimiter: str, header: str) -> None:
    rows = students(exercise, 9)
    lines = [grid_line(row).split(",") for row in rows]
    if header == "numbers":
        lines.insert(0, [str(n) for n in range(1, 16)])
    elif header == "sheets":
        lines = [[f"sheet {n}", *line] for n, line in enumerate(lines, start=1)]
        lines.insert(0, ["Sheet", *(f"S{n}" for n in range(1, 16))])
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert same(one(exercise, tmp_path, "grid.csv", text + "\r\n\r\n"), rows)
    assert same(one(exercise, tmp_path, "grid.csv", ("\ufeff" + text).encode("utf-16-le")), rows)


def _form(exercise: Exercise, rows: list[Ratings], heads: list[str], values: list[str]) -> str:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["Timestamp", "E-mail", *heads, "Anything else?"])
    for n, row in enumerate(rows):
        said = ["" if r is None else values[r] for r in row]
        writer.writerow([f"2031/01/0{n + 1} 9:12:33", f"pupil{n}@school.example", *said, "I liked 3, 4 and 5"])
    return table.getvalue()


@pytest.mark.parametrize("heads", ["{text}", "{n}", "Sentence {n}", "Q{n:02}", "How does it sound? [{n}. {text}]"])
def test_a_forms_table_by_the_words_or_numbers_of_its_columns(exercise: Exercise, tmp_path: Path, heads: str) -> None:
    rows = students(exercise, 6)
    titles = [heads.format(n=item.number, text=item.text) for item in exercise.items]
    for values in (ENGLISH.scale.points, ["1", "2", "3", "4", "5"], ["1.0", "2 - slightly", "3 (somewhat)", "4:", "5"]):
        collected = one(exercise, tmp_path, "form.csv", _form(exercise, rows, titles, values))
        assert same(collected, rows)
        assert collected.rejected == ()


def test_a_forms_columns_are_asked_for_once(exercise: Exercise, lesson: Path) -> None:
    rows = students(exercise, 6)
    path = lesson / "form.csv"
    path.write_text(_form(exercise, rows, [f"Frage zu {chr(64 + n)}" for n in range(1, 16)], list("12345")), "utf-8")
    refused = read(exercise, path, folder=lesson)
    assert refused.answers == ()
    assert "has 18 columns, and which hold the 15 sentences is not clear; say it with --columns" in str(
        refused.rejected
    )
    ran = run("class", "report", lesson, "--answers", path, "--columns", "3-17")
    assert ran.status == 0
    assert "6 read" in ran.err
    ran = run("class", "report", lesson, "--answers", path)
    assert ran.status == 0, "remembered"
    told = (lesson / "columns.json").read_text(encoding="utf-8")
    assert "school" not in told
    assert "Frage" not in told


def test_columns_that_a_person_names_win_and_nonsense_is_an_error(exercise: Exercise, lesson: Path) -> None:
    rows = students(exercise, 6)
    path = lesson / "form.csv"
    text = _form(exercise, rows, [f"Question {n}" for n in range(1, 16)], list("12345"))
    path.write_text(text.replace("Anything else?", "Sure?").replace('"I liked 3, 4 and 5"', "3"), "utf-8")
    assert same(read(exercise, path, folder=lesson), rows), "the header tells its columns"
    for said, message in (
        ("a-c", "--columns 'a-c' is not understood"),
        ("", "--columns '' is not understood"),
        ("3-16", f"must name 15 different columns of the 18 of {path}"),
        ("40-54", f"must name 15 different columns of the 18 of {path}"),
    ):
        ran = run("class", "report", lesson, "--answers", path, "--columns", said)
        assert ran.status == 2 and message in ran.err, ran.err
    assert not (lesson / "class.html").exists()
    for more in (("--columns", "4-18"), ()):  # the second time it is remembered
        assert run("class", "report", lesson, "--answers", path, *more).status == 0
        with (lesson / "answers.csv").open(encoding="utf-8", newline="") as file:
            assert {line[3] for line in list(csv.reader(file))[1:] if line[2] == "15"} == {"3"}
    hand_in(exercise, lesson)
    ran = run("class", "report", lesson, lesson / "codes.txt", lesson / "grid.csv", "--columns", "3-17")
    assert ran.status == 0 and "--columns 3-17 was not used" in ran.err
    assert "--columns" not in run("class", "report", lesson, lesson / "codes.txt").err
    assert "a-c" in run("class", "report", lesson, lesson / "codes.txt", "--columns", "a-c").err


def test_codes_in_a_forms_column(exercise: Exercise, tmp_path: Path) -> None:
    rows = students(exercise, 8)
    codes = [encode(row, nonce=n, exercise=exercise.exercise) for n, row in enumerate(rows)]
    codes[2] = codes[2][:-1] + ("0" if codes[2][-1] != "0" else "1")
    lines = ["When,Your code,Comment", *(f'9:0{n},{code},"a, b"' for n, code in enumerate(codes))]
    collected = one(exercise, tmp_path, "form.csv", "\n".join(lines))
    assert len(collected.answers) == 7
    assert [rejected.where[-2:] for rejected in collected.rejected] == [":4"]


@pytest.mark.parametrize(("said", "places"), [("3-5", (2, 3, 4)), ("1,3,5", (0, 2, 4)), (" 5 , 1 - 2 ", (4, 0, 1))])
def test_columns_as_a_person_types_them(said: str, places: tuple[int, ...]) -> None:
    assert parse(said, count=3, columns=9) == places


@pytest.mark.parametrize("said", ["", "3-9", "a-c", "0-2", "3,3,4", "8-10", "3-", "5-3", "1-999999"])
def test_columns_that_cannot_be(said: str) -> None:
    with pytest.raises(ConfigError):
        parse(said, count=3, columns=9)


def test_points_are_read_in_the_language_of_the_lesson() -> None:
    german = find_language("de")
    assert [rating(cell, german) for cell in ("Stark", "äußerst gefärbt", "kann ich nicht sagen", "２", "")] == [
        3,
        4,
        None,
        1,
        None,
    ]
    with pytest.raises(ValueError, match="7"):
        rating("7", german)


@pytest.mark.parametrize(
    "cell", ["3.5", "2.9", "3-4", "4-Mar", "3/4", "2 Jan", "3-", "3 4", "2 Strongly", "2031-04-03", "1 of 5", "3.0.1"]
)
def test_what_is_no_rating_is_refused_with_its_cell(exercise: Exercise, tmp_path: Path, cell: str) -> None:
    collected = one(exercise, tmp_path, "grid.csv", ",".join(["1", "2", cell, *"345123451234"]))
    assert collected.answers == ()
    assert len(collected.rejected) == 1
    assert f"grid.csv:1: sentence 3 has “{cell[:6]}" in str(collected.rejected[0])


@pytest.mark.parametrize("lang", ["en", "de", "es"])
def test_options_as_the_students_page_shows_them_are_read(exercise: Exercise, lesson: Path, lang: str) -> None:
    scale = find_language(lang).scale
    rows = students(exercise, 6)
    titles = [f"{item.number}. {item.text}" for item in exercise.items]
    options = [f"{n} {point}" for n, point in enumerate(scale.points, start=1)]
    text = _form(exercise, rows, titles, options).replace(",,", f",0 {scale.cant_say},")
    collected = one(exercise, lesson, "form.csv", text)
    assert collected.rejected == ()
    assert same(collected, rows)


# --- once each, and shuffled -----------------------------------------------------------------------------------------


def test_an_answer_that_comes_twice_is_kept_once_with_its_reasons(exercise: Exercise, tmp_path: Path) -> None:
    row = students(exercise, 3)[2]
    code = encode(row, nonce=77, exercise=exercise.exercise)
    (tmp_path / "codes.txt").write_text(f"{code}\n{code.lower().replace('-', '')}\n", encoding="utf-8")
    data = answer_file(exercise, row, nonce=77)
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    collected = read(exercise, tmp_path / "codes.txt", tmp_path / "a.json", tmp_path / "a.json")
    assert len(collected.answers) == 1
    assert len(collected.duplicates) == 2
    assert collected.answers[0].why == tuple(data["why"])


def test_two_equal_sheets_are_two_students(exercise: Exercise, tmp_path: Path) -> None:
    line = grid_line(students(exercise, 1)[0])
    assert len(one(exercise, tmp_path, "grid.csv", f"{line}\n{line}\n").answers) == 2


def test_one_student_who_changed_an_answer_is_pointed_out(exercise: Exercise, tmp_path: Path) -> None:
    row = (0,) * 15
    codes = [encode(r, nonce=5, exercise=exercise.exercise) for r in (row, (1, *row[1:]), (4, 4, 4, *row[3:]))]
    collected = one(exercise, tmp_path, "codes.txt", "\n".join(codes))
    assert len(collected.answers) == 3
    assert [line.replace(f"{tmp_path}/", "").partition(";")[0] for line in collected.doubts] == [
        "codes.txt:1 and codes.txt:2 have the same random number and differ in 1 of the 15 sentences that both rated: "
        "one student who changed an answer, or two? Both are kept",
        "codes.txt:1 and codes.txt:3 have the same random number and differ in 3 of the 15 sentences that both rated: "
        "two students, most likely",
    ]


def test_one_student_who_filled_in_what_was_skipped_is_pointed_out(exercise: Exercise, lesson: Path) -> None:
    rows = students(exercise, 7)
    row = tuple(0 if rating is None else rating for rating in rows[0])
    skipped: Ratings = (*row[:5], *[None] * 10)
    codes = [encode(r, nonce=n, exercise=exercise.exercise) for n, r in enumerate(rows[1:], start=50)]
    codes += [encode(r, nonce=5, exercise=exercise.exercise) for r in (skipped, row)]
    (lesson / "codes.txt").write_text("\n".join(codes), encoding="utf-8")
    ran = run("class", "report", lesson, lesson / "codes.txt")
    assert ran.status == 0
    path = lesson / "codes.txt"
    assert ran.err.splitlines() == [
        f"framing: {path}:7 and {path}:8 have the same random number and differ in 0 of the 5 sentences that both "
        "rated: one student who changed an answer, or two? Both are kept; delete one if it is one student's",
        "framing: 8 read",
    ]


def test_many_answers_with_one_number_are_a_line_each(exercise: Exercise, tmp_path: Path) -> None:
    codes = [encode(row, nonce=5, exercise=exercise.exercise) for row in students(exercise, 30)]
    assert len(one(exercise, tmp_path, "codes.txt", "\n".join(codes)).doubts) == len(set(codes)) - 1


def test_respondents_are_numbered_in_another_order_than_they_came(exercise: Exercise, tmp_path: Path) -> None:
    rows = hand_in(exercise, tmp_path, codes=27, files=0)
    collected = read(exercise, tmp_path / "codes.txt")
    assert [a.ratings for a in collected.answers] != rows
    assert same(collected, rows)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_every_refusal_names_its_place_and_reason(exercise: Exercise, tmp_path: Path) -> None:
    good = students(exercise, 1)[0]
    code = encode(good, nonce=1, exercise=exercise.exercise)
    other = encode(good, nonce=1, exercise=(exercise.exercise + 1) % 1024)
    swapped = code[:2] + code[3] + code[2] + code[4:] if code[2] != code[3] else code[:-2] + "00"
    lines = ["# class 9b", code, "", other, swapped, "Anna", f"12: {code}", "=HYPERLINK(1)", "0" * 5000]
    collected = one(exercise, tmp_path, "codes.txt", "\n".join(lines))
    assert len(collected.answers) == 1
    assert len(collected.duplicates) == 1
    told = [str(rejected).removeprefix(f"{tmp_path}/") for rejected in collected.rejected]
    assert told[0].startswith(f'codes.txt:4 "{other[:6]}…": a code of exercise ')
    assert told[1].startswith(f'codes.txt:5 "{swapped[:6]}…": wrong checksum, a character is mistyped')
    assert told[2] == 'codes.txt:6 "Anna": 4 characters, a code of this lesson has 14: 10 missing'
    assert len(told) == 5
    assert all(len(line) < 300 and "\n" not in line for line in told)


def test_grids_with_faults(exercise: Exercise, tmp_path: Path) -> None:
    good = ["1", "2", "3", "4", "5", "", "?", "1", "1", "1", "1", "1", "1", "1", "1"]
    lines = [",".join(row) for row in (good, good[:-1], [*good, "1"], ["7", *good[1:]], ["=1+1", *good[1:]], [""] * 15)]
    collected = one(exercise, tmp_path, "grid.csv", "\n".join([*lines, ",".join(["?"] * 15)]))
    assert len(collected.answers) == 1
    assert [str(rejected).rpartition("grid.csv:")[2] for rejected in collected.rejected] == [
        "2: 14 fields, this lesson has 15 sentences; leave a field empty for “can't say”",
        "3: 16 fields, this lesson has 15 sentences; leave a field empty for “can't say”",
        "4: sentence 1 has “7”; ratings are 1 to 5, or empty",
        "5: sentence 1 has “=1+1”; ratings are 1 to 5, or empty",
        "7: no sentence is rated",
    ]


def test_a_first_row_with_a_slip_is_no_header(exercise: Exercise, tmp_path: Path) -> None:
    collected = one(
        exercise, tmp_path, "grid.csv", ",".join(["8", *"12345123451234"]) + "\n" + ",".join("123451234512345")
    )
    assert len(collected.answers) == 1
    assert "grid.csv:1: sentence 1 has “8”" in str(collected.rejected[0])


BAD_FILES: dict[str, bytes] = {
    "empty.json": b"",
    "list.json": b"[1, 2]",
    "deep.json": b"[" * 200_000,
    "number.json": b'{"ratings":' + b"9" * 6000 + b"}",
    "picture.json": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "answers.zip": b"PK\x03\x04" + bytes(500),
    "grid.xlsx": b"",
    "zip.csv": b"PK\x03\x04" + bytes(500),
    "empty.csv": b"",
    "quotes.csv": b'"' * 50_001,
    "field.csv": b'"' + b"x" * 400_000 + b'",1,2',
    "wide.csv": b"," * 100_000,
    "nul.csv": b"1,2\x00,3\n",
    "junk.txt": bytes(range(256)) * 20,
    "huge.txt": b"a" * 5_000_001,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_broken_files_are_one_line_and_the_rest_is_read(exercise: Exercise, tmp_path: Path, name: str) -> None:
    rows = hand_in(exercise, tmp_path)
    (tmp_path / name).write_bytes(BAD_FILES[name])
    collected = read(exercise, tmp_path / name, tmp_path / "codes.txt", tmp_path / "answers", tmp_path / "grid.csv")
    assert same(collected, rows)
    refused = {line for rejected in collected.rejected for line in str(rejected).splitlines()}
    assert len(refused) == len(collected.rejected) <= 20
    assert all(name in line for line in refused)
    assert refused or name == "wide.csv"


def _spoilt(data: dict[str, object], **changes: object) -> str:
    return json.dumps({**data, **changes})


def test_answer_files_with_faults(exercise: Exercise, tmp_path: Path) -> None:
    data = answer_file(exercise, students(exercise, 1)[0], nonce=3)
    bad = [
        _spoilt(data, exercise=exercise.exercise + 1),
        _spoilt(data, lesson="0" * 12),
        _spoilt(data, ratings=[0] * 14),
        _spoilt(data, ratings=[5] * 15),
        _spoilt(data, ratings=[True] * 15),
        _spoilt(data, ratings=["1"] * 15),
        _spoilt(data, nonce=1024),
        _spoilt(data, nonce=None),
        _spoilt(data, why=["<script>"] * 15),
        _spoilt(data, words=[[10**6]] * 15),
        _spoilt(data, words=[[-1]] * 15),
        _spoilt(data, words="x"),
        _spoilt(data, ratings=[None] * 15),
    ]
    for text in bad:
        collected = one(exercise, tmp_path, "a.json", text)
        assert collected.answers == ()
        assert len(collected.rejected) == 1
    minimal = {key: data[key] for key in ("exercise", "nonce", "ratings")}
    assert len(one(exercise, tmp_path, "a.json", json.dumps({**minimal, "name": "Anna"})).answers) == 1


def test_what_lies_in_a_folder_and_is_not_read_is_named(exercise: Exercise, tmp_path: Path) -> None:
    rows = hand_in(exercise, tmp_path / "in", codes=0, files=8)
    folder = tmp_path / "in" / "answers"
    nested = folder / "Smith_Anna_1234_assignsubmission_file"
    nested.mkdir()
    next(iter(sorted(folder.glob("*.json")))).rename(nested / "answers.json")
    (folder / "link.json").symlink_to(nested / "answers.json")
    (folder / ".hidden.json").write_text("x", encoding="utf-8")
    (folder / "linked").symlink_to(tmp_path)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "results.xlsx", "answers.zip", "photo.JPG", "x.json.bin"):
        (folder / name).write_bytes(b"PK")
    collected = read(exercise, folder)
    assert same(collected, rows[:8])
    assert [str(rejected).removeprefix(f"{folder}/") for rejected in collected.rejected] == [
        "answers.zip: is packed; unpack it and give the folder",
        "link.json: is a link; give the file itself",
        "linked: is a link; give the file itself",
        "photo.JPG: is no answer file; answers are .json, .txt, .csv, .tsv",
        "results.xlsx: is a spreadsheet; save it as CSV",
        "x.json.bin: is no answer file; answers are .json, .txt, .csv, .tsv",
    ]
    (tmp_path / "none").mkdir()
    assert "holds no answers" in str(read(exercise, tmp_path / "none").rejected[0])
    assert "no such file" in str(read(exercise, tmp_path / "nowhere.txt").rejected[0])


def test_an_answer_file_that_mail_renamed_is_read(exercise: Exercise, tmp_path: Path) -> None:
    data = answer_file(exercise, students(exercise, 1)[0], nonce=3)
    collected = one(exercise, tmp_path, "a.json.txt", "\ufeff" + json.dumps(data, indent=1))
    assert collected.rejected == ()
    assert collected.answers[0].why == tuple(data["why"])
    broken = one(exercise, tmp_path, "b.json.txt", json.dumps(data)[:-5])
    assert [str(rejected) for rejected in broken.rejected] == [
        f"{tmp_path}/b.json.txt: is no answer file (not JSON); save it again from the page"
    ]


def test_more_than_a_thousand_answers_are_no_class(exercise: Exercise, tmp_path: Path) -> None:
    line = ",".join("123451234512345")
    collected = one(exercise, tmp_path, "grid.csv", "\n".join([line] * 1500))
    assert len(collected.answers) == 1000
    assert "more than 1,000 answers" in str(collected.rejected[0])


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from(["a.json", "a.csv", "a.txt"]))
def test_nothing_that_is_handed_in_raises(
    exercise: Exercise, tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    collected = one(exercise, folder, name, data)
    assert all("\n" not in str(rejected) for rejected in collected.rejected)


# --- what the class page says ----------------------------------------------------------------------------------------


def _collected(exercise: Exercise, rows: list[Ratings]) -> list[Answer]:
    return [Answer(ratings=row, where="", nonce=n) for n, row in enumerate(rows)]


def test_the_page_shows_exactly_what_was_given(exercise: Exercise) -> None:
    rows = students(exercise)
    page = class_page(exercise, ENGLISH, _collected(exercise, rows))
    table = page.partition('id="all"')[2].partition("</section>")[0]
    shown = (
        re.findall(r"<tr><th.*?</tr>", table)[1:]
        if "<thead><tr><th" not in table
        else re.findall(r'<tr><th scope="row">.*?</tr>', table)
    )
    assert len(shown) == 15
    for place, line in enumerate(shown):
        given_here = [row[place] for row in rows]
        expected = [given_here.count(point) for point in (0, 1, 2, 3, 4, None)]
        assert [int(n) for n in re.findall(r"<td>(\d+)</td>", line)] == expected
    for item in exercise.items:
        step = page.partition(f'<section class="item" id="s{item.number}"')[2].partition("</section>")[0]
        dots = [
            sum(round(float(wide) / float(apart)) + 1 for wide in re.findall(r"h([\d.]+)", path))
            for apart, path in re.findall(r'stroke-dasharray="0 ([\d.]+)" d="([^"]*)"', step)
        ]
        given_here = [row[item.number - 1] for row in rows]
        assert dots == [n for n in (given_here.count(point) for point in range(5)) if n]
    rated = sum(rating is not None for row in rows for rating in row)
    assert f"27 students, 15 sentences, {rated} ratings" in page


def test_sentences_come_most_split_first(exercise: Exercise) -> None:
    found = most_split(results(exercise, _collected(exercise, students(exercise))))
    assert [one.spread for one in found] == sorted((one.spread for one in found), reverse=True)
    split = results(exercise, _collected(exercise, [(0,) * 15, (4,) * 15, (0,) * 15, (4,) * 15, (2,) * 15]))[0]
    # pairs: 4 of distance 4, 4 of distance 2, 2 of distance 0
    assert split.spread == pytest.approx((4 * 4 + 4 * 2) / 10)


def test_the_middle_is_said_truly(exercise: Exercise) -> None:
    def lines(points: list[int | None]) -> str:
        rows = [(point, *([0] * 14)) for point in points]
        page = class_page(exercise, ENGLISH, _collected(exercise, rows))
        step = page.partition('<section class="item" id="s1"')[2].partition("</section>")[0]
        return re.sub(r"<[^>]+>", "", step)

    assert "Half the class said Slightly or less, half Somewhat or more." in lines([0, 1, 1, 2, 3, 4])
    assert "The middle answer is Somewhat: 3 chose it, 1 said less, 1 said more." in lines([1, 2, 2, 2, 3])
    assert "Everyone who rated this sentence chose Strongly." in lines([3, 3, 3, 3, 3, None])
    assert "1 could not say." in lines([3, 3, 3, 3, 3, None])
    assert "Nobody rated this sentence." in lines([None] * 5)


def test_boxes_add_up_and_say_who_marked(exercise: Exercise) -> None:
    everybody_strong = results(exercise, _collected(exercise, [(4,) * 15] * 6))
    made = boxes(exercise, everybody_strong)
    assert made is not None
    marked = tuple(item.number for item in exercise.items if item.tool_marked)
    assert made.both == marked
    assert made.only_tool == made.neither == ()
    assert len(made.only_class) == 15 - len(marked)


def test_agreement_is_that_of_the_reference(exercise: Exercise) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    rows = students(exercise)
    made = class_agreement(exercise, _collected(exercise, rows))
    data = [[float("nan") if r is None else float(r) for r in row] for row in rows]
    assert made.alpha == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal"))
    assert made.low is not None
    assert made.high is not None
    assert made.low < (made.alpha or 0) < made.high
    page = class_page(exercise, ENGLISH, _collected(exercise, rows))
    assert f"<strong>{made.alpha:.2f}</strong>, 95% interval <strong>{made.low:.2f} to {made.high:.2f}</strong>" in page
    assert "For comparison: trained annotators .39–.40, players after a tutorial .43–.44, untrained crowd .21" in page
    assert "A low number does not mean anyone was wrong. Which sentences cause it?" in page


def test_small_classes_and_undefined_agreement_have_their_sentences(exercise: Exercise) -> None:
    few = class_page(exercise, ENGLISH, _collected(exercise, students(exercise, 4)))
    assert "With fewer than 5 answers only the table of ratings is shown" in few
    for absent in ("alpha", "Find my row", 'id="reveal"', 'class="item"', "The tool marked"):
        assert absent not in few.partition("<main")[2].partition("<script")[0]
    assert '<th scope="row">' in few
    for name in ("en", "de", "es"):
        language = find_language(name)
        for count in (1, 2):
            page = class_page(exercise, language, _collected(exercise, [(None, *[3] * 14)] * count))
            shown = page.partition("<main")[2].partition(">")[2].partition("<script")[0]
            assert language.board.say("students", n=count) in shown
            assert "3" in language.board.small and language.board.small in shown
            for absent in ("<table", "<td", language.scale.points[3], language.scale.cant_say, f"{14 * count} "):
                assert absent not in shown
    constant = class_page(exercise, ENGLISH, _collected(exercise, [(2,) * 15] * 9))
    assert "Everyone chose the same, so agreement can’t be expressed by this number." in constant
    alone = [tuple(3 if place == n else None for place in range(15)) for n in range(9)]
    alone[0] = (1, *alone[0][1:])
    assert "too few sentences were rated by two students" in class_page(exercise, ENGLISH, _collected(exercise, alone))


def test_under_eight_sentences_there_is_no_alpha() -> None:
    short = replace(load(LESSON), items=load(LESSON).items[:7])
    page = class_page(short, ENGLISH, _collected(short, students(short)))
    assert "Agreement is not computed: too few sentences (7; 8 are needed)." in page
    assert "Krippendorff" not in page


def test_the_page_holds_no_students_row(exercise: Exercise) -> None:
    """Counts of one sentence do not tell which answers to two sentences came from one student."""
    rows = students(exercise)
    shuffled = [list(column) for column in zip(*rows, strict=True)]
    random = Random(4)
    for column in shuffled:
        random.shuffle(column)
    mixed = [tuple(row) for row in zip(*shuffled, strict=True)]
    one_page = class_page(exercise, ENGLISH, _collected(exercise, rows))
    other = class_page(exercise, ENGLISH, _collected(exercise, mixed))
    drop = re.compile(r"<strong>0\.\d\d</strong>|interval <strong>[^<]*</strong>|in \d+ of 100")
    assert drop.sub("", one_page) == drop.sub("", other)


def test_the_table_has_the_listed_columns_and_no_formula(exercise: Exercise, tmp_path: Path) -> None:
    rows = hand_in(exercise, tmp_path / "in")
    collected = read(exercise, tmp_path / "in" / "codes.txt", tmp_path / "in" / "answers", tmp_path / "in" / "grid.csv")
    write_report(exercise, ENGLISH, collected.answers, tmp_path)
    with (tmp_path / "answers.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert tuple(table[0]) == COLUMNS == ("exercise", "respondent", "sentence", "rating", "why")
    assert len(table) == 1 + 27 * 15
    assert {row[1] for row in table[1:]} == {f"r{n:02}" for n in range(1, 28)}
    back = Counter(
        tuple(int(row[3]) - 1 if row[3] else None for row in table[1:] if row[1] == f"r{n:02}") for n in range(1, 28)
    )
    assert back == Counter(rows)
    assert any("(" in row[4] for row in table[1:])
    assert not any(field.startswith(("=", "+", "-", "@", "\t")) for row in table for field in row)
    nasty = replace(exercise, items=(replace(exercise.items[0], text="a ;=cmd|x", marks=()), *exercise.items[1:]))
    tapped = replace(collected.answers[0], why=(None,) * 15, words=((0, 1), *((),) * 14))
    write_report(nasty, ENGLISH, [tapped], tmp_path)
    assert "words (a ;'=cmd|x)" in (tmp_path / "answers.csv").read_text(encoding="utf-8")


def test_a_hostile_key_and_hostile_words_stay_text(exercise: Exercise) -> None:
    nasty = "*x* <b>{n}</b> =cmd| {{7*7}} </script> word"
    item = replace(exercise.items[0], text=nasty, before=nasty, after=nasty, marks=())
    spoilt = replace(
        exercise,
        items=(item, *exercise.items[1:]),
        texts=(replace(exercise.texts[0], title=nasty, outlet=nasty, not_marked_because=nasty),),
        made_with={"framing": nasty, "precision": {"L": "x"}},
    )
    tapped = [
        Answer(ratings=row, where="", nonce=n, why=(None,) * 15, words=((0, 1), *((),) * 14))
        for n, row in enumerate(students(exercise, 6))
    ]
    page = class_page(spoilt, ENGLISH, tapped)
    body = page.partition("<main")[2].partition("<script>")[0]
    assert "<b>{n}" not in body
    assert "</script>" not in body
    assert "{{7*7}}" in body


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_what_was_read(exercise: Exercise, lesson: Path) -> None:
    hand_in(exercise, lesson)
    codes = lesson / "codes.txt"
    lines = codes.read_text(encoding="utf-8").splitlines()
    bad = lines[3][:-1] + ("0" if lines[3][-1] != "0" else "1")
    codes.write_text("\n".join([*lines, lines[0], bad]) + "\n", encoding="utf-8")
    ran = run("class", "report", lesson, "--answers", codes, lesson / "answers", lesson / "grid.csv")
    assert ran.status == 3
    told = ran.err.splitlines()
    assert told[-1] == "framing: 27 read · 1 rejected · 1 duplicate, kept once"
    assert told[0].startswith(f'framing: {codes}:17 "{bad[:6]}…": wrong checksum, a character is mistyped; ')
    assert lines[3] in told[0]
    assert ran.out == f"{lesson / 'class.html'}\n"
    first = (lesson / "class.html").read_bytes(), (lesson / "answers.csv").read_bytes()
    run("class", "report", lesson, "--answers", lesson / "grid.csv", "--answers", codes, lesson / "answers")
    assert first == ((lesson / "class.html").read_bytes(), (lesson / "answers.csv").read_bytes())


def test_a_second_class_gets_a_folder_of_its_own(exercise: Exercise, lesson: Path, tmp_path: Path) -> None:
    hand_in(exercise, lesson)
    assert run("class", "report", lesson, lesson / "codes.txt", "--out", tmp_path / "period3").status == 0
    assert not (lesson / "class.html").exists()
    assert (tmp_path / "period3" / "answers.csv").exists()


def test_wrong_use_is_one_line(lesson: Path, tmp_path: Path) -> None:
    station = LESSON / "station-square.txt"
    many = tmp_path / "many.csv"
    many.write_text('text\n"One. Two."\n"Three. Four."\n', encoding="utf-8")
    for arguments, status, message in (
        (("new",), 2, "give one article, or two reports"),
        (("new", station, "--pair", station, station), 2, "give one article, or two reports"),
        (("new", tmp_path / "nowhere.txt"), 4, "no such file"),
        (("new", many, "--out", tmp_path / "o"), 2, "holds 2 articles"),
        (("new", station, "--lang", "dx", "--out", tmp_path / "o"), 2, "there are de, en, es"),
        (("new", station, "--sentences", "0"), 2, "invalid value for '--sentences'"),
        (("report", lesson), 2, "say what students handed in"),
        (("report", tmp_path), 2, "exercise.json: there is no such file"),
        (("report", lesson, "--answers", tmp_path / "nowhere.txt"), 4, "no such file"),
    ):
        ran = run("class", *arguments)
        assert ran.status == status, arguments
        assert message in ran.err, ran.err
        assert "Traceback" not in ran.err
    assert not (tmp_path / "o").exists()


def test_a_lesson_inside_a_folder_is_no_article(lesson: Path, tmp_path: Path) -> None:
    from framing.ingest import read as read_articles

    (tmp_path / "story.txt").write_text("The council met.\n", encoding="utf-8")
    passed_over: list[str] = []
    found = list(read_articles(tmp_path, on_skip=lambda skipped: passed_over.append(f"{skipped.id}: {skipped.reason}")))
    assert [str(one.origin) for one in found] == [str(tmp_path / "story.txt")]
    assert passed_over == [f"{lesson}: a lesson, whose pages and answers are no articles"]


def test_a_lesson_in_a_language_of_ones_own_names_it_again(exercise: Exercise, lesson: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text((templates_folder() / "class" / "en.toml").read_text(encoding="utf-8"), encoding="utf-8")
    hand_in(exercise, lesson)
    key = (lesson / "exercise.json").read_text(encoding="utf-8")
    (lesson / "exercise.json").write_text(key.replace('"page_language": "en"', '"page_language": "mine.toml"'), "utf-8")
    ran = run("class", "report", lesson, lesson / "codes.txt")
    assert ran.status == 2
    assert "name it again with --lang" in ran.err
    assert run("class", "report", lesson, lesson / "codes.txt", "--lang", own).status == 0


def test_rejected_prints_on_one_line() -> None:
    assert str(Rejected(where="a:1", shown="K7QM3-…", reason="wrong")) == 'a:1 "K7QM3-…": wrong'


def test_a_pair_on_two_events_and_a_lesson_without_marks_are_said(tmp_path: Path) -> None:
    examples = Path(__file__).parent.parent / "examples"
    ran = run("class", "new", "--pair", examples / "rent-bill.txt", examples / "tick-fever.txt", "--out", tmp_path)
    assert ran.status == 0 and "do not seem to be on one event" in ran.err
    plain = tmp_path / "plain.txt"
    lines = (
        f"The committee met in room {n} of the town hall on Monday and read a report of {n} pages." for n in range(20)
    )
    plain.write_text("A report was read\n\n" + " ".join(lines), encoding="utf-8")
    ran = run("class", "new", plain, "--out", tmp_path / "two")
    assert ran.status == 0 and "the tool marks none of them" in ran.err


@pytest.mark.parametrize("code", ["en", "de", "es"])
def test_reasons_that_are_left_out_on_the_projector_are_counted(code: str) -> None:
    words = "shameless reckless craven hollow rotten".split()
    text = " ".join(words)
    marks = tuple(
        Mark(start=text.index(word), end=text.index(word) + len(word), family="L", category="x", voice="writer",
             counted=True, note="why", plainer=None, rule="r")
        for word in words
    )  # fmt: skip
    language = find_language(code)
    for many in (3, 5):
        item = Item(
            number=1,
            source=0,
            index=0,
            text=text,
            before="",
            after="",
            stratum="marked",
            quoted=False,
            marks=marks[:many],
        )
        result = Result(item=item, counts=(0, 0, 1, 0), cant_say=0, low=2, high=2, spread=0.0, reasons=(), words=())
        left_out = language.board.say("more_reasons", n=2)
        assert (left_out in list(tool_lines(result, language))) is (many == 5)
