"""Reading files, folders and streams: every reader against written-out cases, and the rules that hold for all."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest import READERS, detect_language, read
from framing.ingest.article import MAX_CHARACTERS, text_id, with_title
from framing.ingest.clean import clean
from framing.ingest.detect import language_code
from framing.ingest.encoding import decode
from framing.ingest.html import _authors
from framing.ingest.source import MAX_FILE, suffix_of
from framing.types import Article, Failure, Skipped

CASES = Path(__file__).parent / "ingest_cases"
INPUTS = sorted(path for path in CASES.iterdir() if not path.name.endswith(".expected.json"))
PROSE = "The council voted on Tuesday to close the bridge for nine months, and nobody asked the traders. "


def shown(item: Article | Failure) -> dict[str, Any]:
    """The item as the expected files write it: without what is empty, the folder left out, parts as kind and text."""
    if isinstance(item, Failure):
        return {"failure": item.message, "origin": item.origin.replace(f"{CASES}{os.sep}", ""), "stage": item.stage}
    fields = {name: getattr(item, name) for name in Article.__slots__}
    fields["origin"] = item.origin.replace(f"{CASES}{os.sep}", "") if item.origin else None
    fields["parts"] = [[part.kind, part.reason, part.span.text(item.text)] for part in item.parts]
    fields["extra"] = [list(pair) for pair in item.extra]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value}


def articles(items: list[Article | Failure]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def failures(items: list[Article | Failure]) -> list[Failure]:
    return [item for item in items if isinstance(item, Failure)]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_case(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    assert [shown(item) for item in read(path)] == expected


def test_every_reader_has_a_case() -> None:
    assert {suffix_of(path.name, READERS) for path in INPUTS} == set(READERS)


def test_reading_twice_gives_the_same() -> None:
    assert list(read(CASES)) == list(read(CASES))


def test_importing_is_light() -> None:
    heavy = "{'trafilatura', 'lxml', 'numpy', 'pandas', 'pyarrow', 'spacy', 'sklearn', 'py3langid', 'socket'}"
    code = f"import sys, framing.ingest; print({heavy} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


# --- names, folders, streams


def test_a_folder_is_walked_in_order_and_what_is_passed_over_is_told(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/inner.txt", "a.TXT", "photo.jpg", ".hidden.txt", "README"):
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "z.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    skipped: list[Skipped] = []
    found = articles(list(read(tmp_path, on_skip=skipped.append)))
    assert [article.text for article in found] == ["Text of a.TXT.", "Text of b/inner.txt.", "Text of z.txt."]
    assert {Path(one.id).name: one.reason for one in skipped} == {
        ".hidden.txt": "hidden",
        "README": "no suffix",
        "link.txt": "symbolic link, not followed",
        "loop": "symbolic link, not followed",
        "photo.jpg": "suffix .jpg is not read",
        "pipe.txt": "not a regular file",
    }


def test_a_link_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("Words.", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    assert [article.text for article in articles(list(read(tmp_path / "link.txt")))] == ["Words."]


def test_wrong_names_give_one_line_each_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "essay.pages").write_bytes(b"PK\x03\x04")
    (tmp_path / "last.txt").write_text("Words.", encoding="utf-8")
    names = [tmp_path / "none.txt", "http://127.0.0.1/a", "nul\0.txt", tmp_path / "empty", tmp_path / "essay.pages"]
    found = list(read([*names, tmp_path / "last.txt"]))
    assert [item.message.split(";")[0] for item in failures(found)] == [
        "no such file or folder",
        "leads to an address that is not on the public internet (this machine)",
        "could not be read (the name is not a file name)",
        "holds no file that can be read",
        "has the suffix .pages, which is not read",
    ]
    assert [article.text for article in articles(found)] == ["Words."]
    assert all("\n" not in item.message and "\0" not in item.origin for item in failures(found))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text("Words.", encoding="utf-8")
    (tmp_path / "locked.txt").chmod(0)
    assert [item.message for item in failures(list(read(tmp_path)))] == ["may not be read (permission denied)"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (PROSE.encode(), [PROSE.strip()]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        ('\ufeff{"text": "One."}\n'.encode(), ["One."]),
        ('{"text": "Wide."}\n'.encode("utf-16"), ["Wide."]),
        (f"\n <!-- x --><html><body><p>{PROSE}</p></body></html>".encode(), [PROSE.strip()]),
        (b"{not json, but a text in braces}", ["{not json, but a text in braces}"]),
        (b"<3 the town said on its sign", ["<3 the town said on its sign"]),
    ],
)
def test_standard_input_is_recognised(data: bytes, texts: list[str]) -> None:
    found = list(read("-", stdin=io.BytesIO(data)))
    assert [item.text for item in articles(found)] == texts
    assert not failures(found)


def test_json_lines_on_standard_input_come_as_they_are_written() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as sender:
        found = read("-", stdin=stdin)
        for number in range(3):
            sender.write(b'{"id": %d, "text": "Words."}\n' % number)
            item = next(found)  # would wait for ever if the stream were read to its end first
            assert isinstance(item, Article) and item.id == str(number)
        sender.close()
        assert list(found) == []


# --- text, encodings, limits


@given(st.text(st.characters(codec=None), max_size=300))
def test_clean_text_has_no_control_characters_and_is_a_fixed_point(raw: str) -> None:
    text, _ = clean(raw)
    assert not any(char in text for char in "\r\0\v\f\u2028\u2029\ufeff\u00ad")
    assert not any("\ud800" <= char <= "\udfff" for char in text)
    assert clean(text)[0] == text
    assert text == text.strip()
    text.encode("utf-8")


def test_cleaning_says_what_it_did() -> None:
    raw = "\ufeffHe said \x93no\x94.\r\nRe\u00adport\u2028one\0 \udc9f cafe\u0301 \u202eabc"
    text, notes = clean(raw)
    assert text == "He said “no”.\nReport\none \ufffd café \u202eabc"
    assert notes == (
        "Windows-1252 punctuation was put right",
        "1 half character replaced by U+FFFD",
        "1 control character removed",
        "1 invisible character removed (soft hyphens, zero-width spaces)",
        "accents were composed (Unicode NFC)",
        "has marks that change the direction of writing; the order shown can differ from the order stored",
    )


@pytest.mark.parametrize(
    ("data", "declared", "text", "note"),
    [
        ("naïve – “so”".encode(), None, "naïve – “so”", None),
        ("naïve".encode("utf-8-sig"), None, "naïve", None),
        ("naïve – “so”".encode("cp1252"), None, "naïve – “so”", "read as Windows-1252"),
        ("naïve – “so”".encode(), "cp1252", "naïve – “so”", None),
        ("Київ і Львів".encode("cp1251"), "cp1251", "Київ і Львів", "read as Windows-1251, as the page declares"),
        ("東京".encode("iso2022_jp"), "iso2022_jp", "東京", "read as iso-2022-jp, as the page declares"),
        ("naïve – “so”".encode("utf-16"), None, "naïve – “so”", "read as UTF-16"),
        (PROSE.encode("utf-16-le"), None, PROSE, "read as UTF-16, which it does not declare"),
        (b"\xc3\xa9t\xc3\xa9\n" * 9 + b"\xe9t", None, "été\n" * 9 + "\ufffdt", "1 broken byte replaced by U+FFFD"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, declared: str | None, text: str, note: str | None) -> None:
    found, notes = decode(data, declared=declared)
    assert found.removeprefix("\ufeff") == text
    assert notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)) * 20, "looks like binary data"),
        (b"%PDF-1.7\n", "looks like a PDF"),
        (b"PK\x03\x04word/document.xml", "looks like a ZIP, Word or Excel file"),
        (b"\x89PNG\r\n\x1a\n", "looks like a picture"),
        ("Київ і Львів домовилися про новий міст".encode("cp1251"), "encoding that could not be told"),
        ("東京の市議会は火曜日に橋を閉鎖する計画を可決した".encode("cp932"), "encoding that could not be told"),
        (b"\xff\xfea", "looks like binary data"),
    ],
)
def test_what_is_not_text_gets_one_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    (failure,) = read(path)
    assert isinstance(failure, Failure) and failure.stage == "read"
    assert message in failure.message and "\n" not in failure.message


def test_sizes_are_capped(tmp_path: Path) -> None:
    with (tmp_path / "1.txt").open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    (tmp_path / "2.txt").write_text("word " * (MAX_CHARACTERS // 5 + 1), encoding="utf-8")
    (tmp_path / "3.html").write_bytes(b"<p>word</p>" * 500_000)
    picture = b'<img src="data:image/png;base64,' + b"A" * 6_000_000 + b'">'
    (tmp_path / "4.html").write_bytes(b"<html><body>" + picture + f"<p>{PROSE * 3}</p></body></html>".encode())
    found = list(read(tmp_path))
    assert [item.message.partition(";")[0] for item in failures(found)] == [
        "is over 50 MB",
        "has 1,000,004 characters, and one article can have 1,000,000",
        "has 5.5 MB of markup",
    ]
    assert [item.text for item in articles(found)] == [(PROSE * 3).strip()]


def test_forty_words_are_read_not_judged(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text(" ".join(["word"] * 40), encoding="utf-8")
    assert len(articles(list(read(tmp_path)))) == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([suffix for suffix in READERS if "htm" not in suffix]))
def test_any_bytes_give_articles_or_failures(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    path.write_bytes(data)
    found = list(read(path))
    assert found
    assert all("\r" not in item.text and "\0" not in item.text and item.text for item in articles(found))
    assert all("\n" not in item.message for item in failures(found))


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"<html><body><p>", b'<p lang="en" class="caption">', b"<?xml?>"])
)
def test_any_page_gives_an_article_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "x.html"
    path.write_bytes(head + data)
    (item,) = read(path)
    if isinstance(item, Article):
        covered = [place for part in item.parts for place in range(part.span.start, part.span.end)]
        assert len(covered) == len(set(covered))
        assert set(range(len(item.text))) - set(covered) <= {
            place for place, char in enumerate(item.text) if char.isspace()
        }


# --- tables

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\r\n"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), st.sampled_from(",;\t"), st.booleans())
def test_rows_are_articles_plus_failures(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str, mark: bool
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    with (folder / "rows.csv").open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([("text", "note"), *rows])
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"text": text, "note": note}) + "\n" for text, note in rows)
    from_json = list(read(folder / "rows.jsonl"))
    assert len(from_json) == len(rows)
    kept = [(text, note) for text, note in rows if text.strip() or note.strip()]
    from_csv = list(read(folder / "rows.csv"))
    assert len(from_csv) == len(kept) or (not kept and len(failures(from_csv)) == 1)
    texts = [item.text for item in articles(from_csv)]
    assert texts == [item.text for item in articles(from_json)]
    assert texts == [text for text in (clean(text)[0] for text, _ in kept) if text]


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    lines = ["text,id", *(f"Article number {number} is here.,{number}" for number in range(2_000))]
    lines[500] = '"Article without an end,499'
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    found = list(read(tmp_path))
    assert [item.origin.rpartition(":")[2] for item in failures(found)] == ["501"]
    assert len(articles(found)) == 1_999


def test_long_rows_are_refused_and_passed_over(tmp_path: Path) -> None:
    long = "word " * 2_000_000
    (tmp_path / "a.csv").write_text(f"text,id\n{long},1\nShort.,2\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(f'{{"text": "{long}"}}\n{{"text": "Brief."}}\n', encoding="utf-8")
    (tmp_path / "c.csv").write_text(f'text,id\n"{"x" * 200_000}",1\n', encoding="utf-8")
    found = list(read(tmp_path))
    assert [item.message.split(",")[0] for item in failures(found)] == ["is over 8 million characters", "is over 8 MB"]
    assert [len(item.text) for item in articles(found)] == [6, 6, 200_000]


def test_a_cell_that_excel_cut_is_noted(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("text\n" + "x" * 32_767 + "\n", encoding="utf-8")
    (article,) = articles(list(read(tmp_path)))
    assert "Excel" in article.notes[0]


def test_json_lines_without_text_are_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "body": "Words."}\n' * 5_000, encoding="utf-8")
    assert [item.message for item in failures(list(read(path)))] == [
        'has no column "text" (columns: id, body); rename "body" to "text"'
    ]
    path.write_text('{"id": 1, "body": "Words."}\n' * 3 + '{"text": "Words."}\n', encoding="utf-8")
    assert [type(item).__name__ for item in read(path)] == ["Failure"] * 3 + ["Article"]


@pytest.mark.parametrize(
    "row",
    [
        '{"text": "Words.", "n": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"text": "Words.", "n": ' + "9" * 100_000 + "}",
        '{"text": "Words.", "n": 1e999, "m": -Infinity}',
        '{"text": "\\ud800 Words.", "\\ud800": "\\udfff"}',
        '{"text": ["Words."]}',
        '{"text": "Words.", "text": null}',
        '"text"',
    ],
)
def test_hostile_json_is_a_row(tmp_path: Path, row: str) -> None:
    (tmp_path / "rows.jsonl").write_text(row + '\n{"text": "After."}\n', encoding="utf-8")
    found = list(read(tmp_path))
    assert len(found) == 2
    assert isinstance(found[1], Article) and found[1].text == "After."


def test_ids_are_kept_apart(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "One."}, {"id": "a", "text": "Two."}, {"id": "a-2", "text": "Three."}, {"text": "One."}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "same.txt").write_text("One.", encoding="utf-8")
    found = articles(list(read(tmp_path)))
    known = text_id("One.")
    assert [item.id for item in found] == ["a", "a-2", "a-2-2", known, f"{known}-2"]
    assert found[1].notes == ("an earlier article has the id a; this one is a-2",)
    assert found[4].notes == (f"same text as an earlier article (sha256 equal); its id is {known}",)


def test_a_long_table_does_not_fill_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(
            json.dumps({"id": number, "language": "en", "text": PROSE * 20}) + "\n" for number in range(3_000)
        )
    tracemalloc.start()
    assert sum(isinstance(item, Article) for item in read(path)) == 3_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 5_000_000 > 4 * peak


def test_a_csv_whose_header_never_ends_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x" * 8_000_001, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    failure, article = read(tmp_path)
    assert isinstance(failure, Failure) and isinstance(article, Article)
    assert failure.message.startswith("the header is over 8 million characters")


# --- Parquet


def test_parquet_without_pyarrow_says_how_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (failure,) = failures(list(read(tmp_path)))
    assert failure.message.endswith("pyarrow is not installed; pip install 'framing[parquet]'")


def test_damaged_and_wrong_parquet(tmp_path: Path) -> None:
    whole = (CASES / "rows.parquet").read_bytes()
    for name, data in {"cut": whole[:300], "junk": b"PAR1" + bytes(200) + b"PAR1", "empty": b""}.items():
        (tmp_path / f"{name}.parquet").write_bytes(data)
    found = failures(list(read(tmp_path)))
    assert [item.message for item in found] == ["is not a Parquet table, or is damaged; export it again"] * 3


def test_a_time_that_python_has_none_for_costs_no_row(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    far = pyarrow.array([[10**18], [0]], pyarrow.list_(pyarrow.timestamp("us")))
    days = pyarrow.array([10**9, 0], pyarrow.date32())
    table = pyarrow.table({"text": [PROSE, PROSE], "seen": far, "due": days.dictionary_encode()})
    parquet.write_table(table, tmp_path / "a.parquet")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    first, second, third = (dict(item.extra) for item in articles(list(read(tmp_path))))
    assert "value out of range: 1000000000000000000" in first["seen"] and "out of range" in first["due"]
    assert second == {"seen": '["1970-01-01 00:00:00"]', "due": "1970-01-01"} and third == {}


def test_parquet_bombs(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    plain = pyarrow.table({"text": ["x" * 900_000] * 100})
    parquet.write_table(plain, tmp_path / "a.parquet", use_dictionary=False, compression="zstd")
    one = pyarrow.DictionaryArray.from_arrays([0] * 3_000, ["y" * 300_000])
    parquet.write_table(pyarrow.table({"text": one}), tmp_path / "b.parquet", store_schema=False)
    before = pyarrow.total_allocated_bytes()
    found = read(tmp_path)
    first = next(found)
    assert isinstance(first, Failure) and "which no text does" in first.message
    second = next(found)
    assert isinstance(second, Article) and len(second.text) == 300_000
    assert pyarrow.total_allocated_bytes() - before < 50_000_000
    found.close()  # type: ignore[attr-defined]


# --- pages


def test_bylines_are_names() -> None:
    found = [
        "Ann June Sol July",
        "ann june sol",
        "Laura June",
        "https://a.example/sol",
        "MA",
        "April May",
        "Bo Lee May 3",
    ]
    assert _authors(found) == ["Ann June Sol", "Laura June", "April May", "Bo Lee"]


def test_a_title_is_not_put_twice() -> None:
    assert with_title("Brexit", "Brexit is over, he said.") == "Brexit\n\nBrexit is over, he said."
    shouted = "FERRY LINE CLOSES – TODAY\n\nIt left."
    assert with_title("Ferry line closes today", shouted) == shouted
    run_in = "Ferry line closes today It left."
    assert with_title("Ferry line closes today", run_in) == run_in


# --- language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROSE, "en"),
        (PROSE.upper(), "en"),
        (
            "Der Rat beschloss am Dienstag, die Brücke neun Monate lang zu sperren, und niemand fragte die Händler.",
            "de",
        ),
        ("Kaupunginvaltuusto päätti tiistaina sulkea sillan yhdeksäksi kuukaudeksi kauppiailta kysymättä.", "fi"),
        ("Too short to tell.", None),
        ("1234 5678 9101 1121 3141 5161 7181 9202 1222 3242 5262 7282 9303", None),
        ("", None),
    ],
)
def test_detect_language(text: str, code: str | None) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [("en-GB", "en"), ("EN_us", "en"), ("English", "en"), ("deu", "de"), ("x-klingon", None), ("", None), (None, None)],
)
def test_language_code(given: str | None, code: str | None) -> None:
    assert language_code(given) == code


def test_a_page_that_names_the_wrong_language(tmp_path: Path) -> None:
    finnish = "Kaupunginvaltuusto päätti tiistaina sulkea sillan yhdeksäksi kuukaudeksi kauppiailta kysymättä. "
    rest = "Päätös syntyi pitkän keskustelun jälkeen, ja moni kuulija poistui salista ennen äänestystä. "
    page = f'<html lang="en"><body><article><p>{finnish}{rest}</p><p>{rest} Kokous jatkuu ensi viikolla, kun '
    (tmp_path / "page.html").write_text(page + f"uusi esitys valmistuu. {finnish}</p></article></body></html>", "utf-8")
    (article,) = articles(list(read(tmp_path)))
    assert article.language == "fi"
    assert "marked as “en”, but the text reads as “fi”" in article.notes
