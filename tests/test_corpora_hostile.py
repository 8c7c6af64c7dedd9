"""Damaged and hostile exports: damage costs the article that it is in, a bomb is refused, nothing outside is read."""

from __future__ import annotations

import gzip
import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import IngestError
from framing.ingest import READERS, read
from framing.ingest.corpora import archive, warc_records
from framing.ingest.corpora.archive import MAX_MEMBERS
from framing.ingest.corpora.record import HOPELESS
from framing.ingest.source import Source, suffix_of
from framing.types import Article, Failure

from .corpora_samples import (
    LAYOUTS,
    STORIES,
    arc,
    docx,
    factiva_html,
    factiva_xml,
    nexis_docx,
    proquest_eml,
    warc,
    zipped,
)

#: Text layouts, in which each article has bytes of its own.
PLAIN = [name for name in LAYOUTS if name.endswith((".txt", ".html", ".xml", ".rtf", ".eml"))]
#: Packed layouts in which each article is packed apart.
APART = ["stories.warc.gz"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def given_bytes(name: str, data: bytes) -> list[Article | Failure]:
    """What a reader gives for bytes under a name; an error for the whole file stands as a failure."""
    found: list[Article | Failure] = []
    source = Source(origin=name, stream=io.BytesIO(data), timeout=5)
    try:
        found.extend(READERS[suffix_of(name, READERS)](source))
    except IngestError as error:
        found.append(Failure(origin=name, stage="read", message=str(error)))
    return found


def texts(items: list[Article | Failure]) -> list[str]:
    return [item.text for item in items if isinstance(item, Article)]


WHOLE = {name: texts(given_bytes(name, data)) for name, data in LAYOUTS.items() if not name.startswith("pages")}


@pytest.mark.parametrize("name", [*PLAIN, *APART, "nexis.docx", "nexis.zip"])
def test_a_file_that_is_cut_anywhere_gives_what_stands_before(name: str) -> None:
    data, most = LAYOUTS[name], 0
    for end in range(1, len(data), max(1, len(data) // 25)):
        found = texts(given_bytes(name, data[:end]))
        # the last may be cut too; those before it are whole, and none that was there is lost again
        assert found[:-1] == WHOLE[name][: max(0, len(found) - 1)]
        whole = sum(text in WHOLE[name] for text in found)
        assert whole >= most - 1
        most = max(most, whole)
    assert most >= 2


@pytest.mark.parametrize("name", [*PLAIN, *APART])
@settings(max_examples=10)
@given(data=st.data())
def test_a_flipped_bit_costs_one_article(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LAYOUTS[name]) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = bytearray(LAYOUTS[name])
    damaged[place] ^= 1 << bit
    found = texts(given_bytes(name, bytes(damaged)))
    kept = sum(text in WHOLE[name] for text in found)
    # a mark between two articles belongs to both
    assert kept >= 1, found


@pytest.mark.parametrize("name", [*LAYOUTS])
@settings(max_examples=6)
@given(data=st.data())
def test_missing_and_foreign_bytes_raise_nothing(name: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(LAYOUTS[name])))
    end = begin + data.draw(st.integers(0, 300))
    junk = data.draw(st.binary(max_size=60))
    found = given_bytes(name, LAYOUTS[name][:begin] + junk + LAYOUTS[name][end:])
    assert found
    assert all("\n" not in item.message for item in found if isinstance(item, Failure))


def test_a_damaged_record_of_a_warc_is_told_and_the_rest_read() -> None:
    data = bytearray(warc(packed=True, stories=True, records=6))
    data[data.find(b"\x1f\x8b\x08", len(data) // 2) + 60] ^= 0xFF
    found = given_bytes("a.warc.gz", bytes(data))
    assert len(texts(found)) == 5 or len(texts(found)) == 6  # a story's record lost: its page is read in its place
    assert sum(isinstance(item, Failure) for item in found) >= 1


def test_an_archive_that_is_given_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "MAX_DAMAGE", 2)
    records = [bytearray(warc(packed=True, records=1)) for _ in range(6)]
    for record in records[1:4]:
        for place in range(record.rfind(b"\x1f\x8b\x08"), len(record), 12):
            record[place + 11 : place + 12] = b"\xff"
    found = given_bytes("a.warc.gz", b"".join(records))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Failure)
    assert found[-1].message == "is damaged at 2 places; the rest of the archive was not read"


def test_the_page_before_the_end_of_a_broken_arc_is_kept() -> None:
    found = given_bytes("a.arc", arc() + b"http://x.example/ 1 2 3\n")
    assert [type(item).__name__ for item in found] == ["Article", "Failure"]


# --- bombs


def unpacked(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def bombs() -> Iterator[tuple[str, str, bytes]]:
    honest = unpacked({"word/document.xml": b" " * 150_000_000})
    yield "declares 150 MB", "a.docx", honest
    lying = bytearray(honest)
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (100).to_bytes(4, "little")
    yield "declares 100 bytes", "a.docx", bytes(lying)
    yield "without its directory", "a.docx", honest[: honest.rfind(b"PK\x01\x02")]
    yield "3,000,000 empty paragraphs", "a.docx", unpacked({"word/document.xml": b"<w:p/>" * 3_000_000})
    yield "an archive in an archive", "a.zip", unpacked({"in.zip": honest})
    yield "a Word file in an archive", "a.zip", unpacked({"in.docx": honest})
    yield "too many files", "a.zip", unpacked({f"{number}.txt": b"x" for number in range(MAX_MEMBERS + 1)})
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        b" " * 50_000_000
    )
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(
        page
    )
    yield "a packed page", "a.warc", head + page + b"\r\n\r\n"


BOMBS = {kind: (name, data) for kind, name, data in bombs()}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_in_little_memory(kind: str) -> None:
    name, data = BOMBS[kind]
    tracemalloc.start()
    found = given_bytes(name, data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not texts(found)
    assert found
    assert most < 60_000_000


def entries(data: bytes) -> tuple[bytes, bytes]:
    """An archive's files, and the records of its directory."""
    place = data.find(b"PK\x01\x02")
    return data[:place], data[place : data.rfind(b"PK\x05\x06")]


def test_files_that_lie_over_one_another_are_refused() -> None:
    body, record = entries(unpacked({"a.txt": b"Words of a bridge. " * 500}))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 3, 3, len(record) * 3, len(body), 0)
    (found,) = given_bytes("a.zip", body + record * 3 + end)
    assert isinstance(found, Failure)
    assert "over one another" in found.message


@pytest.mark.parametrize("directory", [True, False])
def test_what_all_files_unpack_to_is_counted(monkeypatch: pytest.MonkeyPatch, directory: bool) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 25_000)
    data = bytearray(unpacked({f"{n}.txt": b"Words of a bridge. " * 500 for n in range(4)}))
    place = 0
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")  # declared sizes are not believed
    found = given_bytes("a.zip", bytes(data) if directory else entries(bytes(data))[0])
    assert len(texts(found)) == 2
    assert ["25,000 bytes in all" in item.message for item in found if isinstance(item, Failure)] == [True, True]


def test_a_file_that_lies_of_its_size_is_read_no_further_than_it_says() -> None:
    data = bytearray(unpacked({"a.txt": b"Words of a bridge. " * 500}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert len(given_bytes("a.zip", bytes(data))) == 1


@pytest.mark.parametrize(
    "name", ["../../x.txt", "/etc/x.txt", "C:\\x.txt", "a\0b.txt", "-rf.txt", "\u202etxt.txt", "x" * 400 + ".txt"]
)
def test_a_member_is_never_written_under_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({name.replace("\0", "_"): "A line of words in a file."}))
    before = sorted(tmp_path.rglob("*"))
    (found,) = read(tmp_path / "a.zip")
    assert isinstance(found, Article)
    assert sorted(tmp_path.rglob("*")) == before
    assert "\u202e" not in (found.origin or "")


def test_an_archive_with_a_password_is_named() -> None:
    data = bytearray(zipped({"a.txt": "Words."}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    (found,) = given_bytes("a.zip", bytes(data))
    assert isinstance(found, Failure)
    assert "password" in found.message


# --- XML

DECLARATIONS = {
    "outside": '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "laughs": "<!DOCTYPE x [<!ENTITY x0 'lol'>"
    + "".join(f"<!ENTITY x{n} '{f'&x{n - 1};' * 10}'>" for n in range(1, 10))
    + "<!ENTITY x '&x9;'>]>",
    "quadratic": f"<!DOCTYPE x [<!ENTITY x '{'a' * 100_000}'>]>",
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "none": "",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", DECLARATIONS)
@pytest.mark.parametrize("name", ["a.docx", "a.xml", "inside.xml", "a.html", "a.eml"])
def test_entities_are_never_expanded(name: str, kind: str, encoding: str) -> None:
    declared, used = DECLARATIONS[kind], "&x;" * (1 if kind != "quadratic" else 2_000)
    word = f"{declared}<w:document xmlns:w='{W}'><w:p><w:r><w:t>Words {used}</w:t></w:r></w:p></w:document>"
    xml = factiva_xml().split("?>", 1)[1].replace(STORIES[0][2], used)
    data = {
        "a.docx": docx(word.encode(encoding)),
        "a.xml": f"{declared}{xml}".encode(encoding),
        "inside.xml": xml.replace("<accessionNo>", f"{declared}<accessionNo>", 1).encode(encoding),
        "a.html": (declared + factiva_html().replace(STORIES[0][2][20:], used)).encode("utf-8"),
        "a.eml": proquest_eml().replace(b"<html>", declared.encode() + b"<html>", 1),
    }[name]
    given_bytes("warm.xml", LAYOUTS["factiva.xml"])
    given_bytes("warm.html", LAYOUTS["factiva.html"])
    begin = time.process_time()
    found = given_bytes(name, data)
    assert time.process_time() - begin < 1.0
    assert found
    assert not any("root:" in text or "lollol" in text or "aaaa" in text for text in texts(found))
    if declared and name in ("a.docx", "a.xml"):
        assert not texts(found)
    if declared and name == "inside.xml":
        assert len(texts(found)) == 2


# --- what only keeps the program busy

BUSY = {
    "articles.html": '<div class="article enArticle">' * 100_000,
    "marks.txt": "3 of 4 DOCUMENTS\n" * 100_000,
    "rules.txt": ("_" * 60 + "\nFull text:\n") * 50_000,
    "ends.txt": "End of Document\nBody\n" * 100_000,
    "captions.txt": "Body\n" + "Graphic\n" * 100_000 + "\nEnd of Document",
    "dates.txt": "January 1, 2020\nText" * 20_000 + "\nEnd of Document\n",
    "blanks.txt": "1 of 2 DOCUMENTS\n" + " " * 3_000_000 + "x",
    "digits.txt": "1 of 2 DOCUMENTS\n\n" + "1 " * 400_000,
    "groups.rtf": "{\\rtf1 " + "{" * 500_000,
    "pages.rtf": "{\\rtf1 " + "\\page " * 20_000,
    "nested.eml": "Subject: x\n"
    + "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(2_000)),
    "headers.warc": "WARC/1.0\r\nWARC-Type: response\r\n" + "X: y\r\n" * 500_000,
    "broken.warc": "WARC/1.0\r\nx\r\nWARC/1." * 50_000,
}


@pytest.mark.parametrize("name", BUSY)
def test_a_file_made_to_keep_the_program_busy_ends(name: str) -> None:
    begin = time.process_time()
    found = given_bytes(name, BUSY[name].encode())
    assert time.process_time() - begin < 8
    assert 0 < len(found) <= HOPELESS + 1


def test_a_long_export_is_read_in_the_memory_of_one_article(tmp_path: Path) -> None:
    path = tmp_path / "many.warc.gz"
    path.write_bytes(warc(stories=True, records=3) * 300)
    tracemalloc.start()
    count = sum(isinstance(item, Article) for item in read(path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 900
    assert most < 8_000_000


def test_a_word_file_of_a_thousand_articles(tmp_path: Path) -> None:
    (tmp_path / "many.docx").write_bytes(nexis_docx(STORIES * 300))
    assert sum(isinstance(item, Article) for item in read(tmp_path / "many.docx")) == 900
