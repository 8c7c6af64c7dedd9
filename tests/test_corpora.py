"""Exports of news archives: each layout gives its articles with nothing of the archive in their text; wrong files are
named for what they are.
"""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli import app
from framing.ingest import read
from framing.ingest.corpora.dates import is_date_line, iso_date
from framing.ingest.corpora.nexis import bylines
from framing.ingest.joined import texts_from
from framing.types import Article, Failure, Skipped

from .corpora_samples import (
    LAYOUTS,
    MORE,
    STORIES,
    accession,
    arc,
    docx,
    mediacloud_csv,
    nexis_docx,
    nexis_paragraphs,
    nexis_txt,
    proquest_txt,
    word,
    zipped,
)

SAMPLES = Path(__file__).parents[1] / ".." / "shared" / "data" / "exports_samples.tar.xz"
ARCHIVE_WORDS = (
    "Copyright", "All Rights", "Load-Date", "LOAD-DATE", "Classification", "BYLINE", "Byline", "355", "Document ",
    "Search", "QUAY", "ProQuest", "Database", "Subject", "End of", "Section: NEWS", "An abstract", "Photo:", "desk@",
)  # fmt: skip


def written(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def one_line(path: Path) -> str:
    """What reading says of a file that gives nothing."""
    found = list(read(path))
    assert len(found) == 1
    assert isinstance(found[0], Failure)
    assert "\n" not in found[0].message
    return found[0].message


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_its_articles_and_nothing_else(name: str, tmp_path: Path) -> None:
    found = [item for item in read(written(tmp_path, name, LAYOUTS[name])) if isinstance(item, Article)]
    assert len(found) == 3
    for article, (title, _, text) in zip(found, STORIES, strict=True):
        headline, body = article.text.split("\n\n", 1)
        assert (
            headline.removesuffix("; A second deck") == title == (article.title or "").removesuffix("; A second deck")
        )
        assert body.startswith(f"{text}\n\n{MORE}")
        assert not [word for word in ARCHIVE_WORDS if word in article.text]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if not name.startswith("pages")])
def test_what_the_archive_knows_is_kept(name: str, tmp_path: Path) -> None:
    found = [item for item in read(written(tmp_path, name, LAYOUTS[name])) if isinstance(item, Article)]
    for number, (article, (_, author, _)) in enumerate(zip(found, STORIES, strict=True), start=1):
        assert article.published == "2024-07-01"
        if name.startswith("stories"):
            assert (article.outlet, dict(article.extra)["url"]) == (
                "quaypost.example",
                f"https://quaypost.example/{number}",
            )
            continue
        assert (article.outlet or "").startswith("The Quay Post")
        assert article.authors == (author,)
        if name.startswith("factiva"):
            assert article.id == accession(number)
            assert article.language == "en"  # also where the reader's page is in another language
        if name.startswith("proquest"):
            assert article.id == f"70000{number}"
    if name in ("nexis.docx", "nexis.zip"):
        assert [article.id for article in found] == [f"5ABC-RID{number}-0001" for number in (1, 2, 3)]
        assert dict(found[0].extra)["graphic"] == "The bridge at noon. Photo: A. N. Other"


def test_a_label_in_the_text_of_proquest_stays_text(tmp_path: Path) -> None:
    first = next(iter(read(written(tmp_path, "a.txt", proquest_txt()))))
    assert isinstance(first, Article)
    assert first.text.endswith("Location: the quay, as the sign said.")
    assert dict(first.extra)["url"] == "https://www.proquest.example/docview/700001"  # not the library's proxy


def test_a_citation_without_full_text_is_rejected_and_the_rest_read(tmp_path: Path) -> None:
    text = proquest_txt().replace(
        f"Full text: {STORIES[1][2]}\n{MORE}\nLocation: the quay, as the sign said.", "Full text:"
    )
    found = list(read(written(tmp_path, "a.txt", text)))
    assert [type(item) for item in found] == [Article, Failure, Article]
    assert isinstance(found[1], Failure)
    assert found[1].record == 2
    assert "has no full text" in found[1].message


def test_a_subheading_that_is_called_graphic_does_not_end_the_text(tmp_path: Path) -> None:
    lines = nexis_paragraphs(STORIES[:1])
    place = lines.index("Body") + 1
    lines[place:place] = ["Graphic", "The posters on the quay were graphic, and some were torn down."]
    (found,) = read(written(tmp_path, "a.docx", word(lines)))
    assert isinstance(found, Article)
    assert "torn down" in found.text
    assert STORIES[0][2] in found.text


def test_an_article_without_a_date_says_so(tmp_path: Path) -> None:
    lines = [line for line in nexis_paragraphs(STORIES[:1]) if not line.startswith("July 1")]
    (found,) = read(written(tmp_path, "a.docx", word(lines)))
    assert isinstance(found, Article)
    assert found.published is None
    assert "no date could be read from the export" in found.notes


def test_a_word_file_of_ones_own_is_one_article(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path, "a.docx", word(["Bridge shut", "", "The bridge was shut.", "Nobody was asked."])))
    assert isinstance(found, Article)
    assert (found.title, found.text.count("\n\n")) == ("Bridge shut", 2)


@pytest.mark.parametrize("packed", [True, False])
def test_an_arc_archive_is_read(packed: bool, tmp_path: Path) -> None:
    (found,) = read(written(tmp_path, "old.arc.gz" if packed else "old.arc", arc(packed=packed)))
    assert isinstance(found, Article)
    assert found.title == STORIES[0][0]


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01"), ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27"),
        ("29 décembre 2011", "2011-12-29"), ("2017 年 11 月 13 日", "2017-11-13"), ("13 November 2017", "2017-11-13"),
        ("3 de mayo de 2017", "2017-05-03"), ("December 19, 1991, Sunday, Late Edition - Final", "1991-12-19"),
        ("Mar 9, 2022", "2022-03-09"), ("08 May 2010: AA.2.", "2010-05-08"), ("2018년 5월 28일", "2018-05-28"),
        ("13/11/2017", "2017-11-13"), ("05/06/2017", None), ("31 February 2017", None), ("May 2017", None), ("", None),
        ("13 ноября 2017", "2017-11-13"), ("1. Mai 2020", "2020-05-01"), ("09.05.2020", "2020-05-09"),
    ],
)  # fmt: skip
def test_dates(printed: str, date: str | None) -> None:
    assert iso_date(printed) == date


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert not is_date_line(
        "On July 1, 2019, the council met again and nobody said a word about what had been promised to them."
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mara Quill and Tom Brandt", ("Mara Quill", "Tom Brandt")),
        ("Mara Quill; Tom Brandt", ("Mara Quill", "Tom Brandt")),
        ("Von Annett Meiritz", ("Annett Meiritz",)),
        ("", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert bylines(line) == names


# --- what is no article is named


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("counts.csv", "date,count,total_count,ratio\n2024-07-01,3,9,0.3\n", "a Media Cloud count table"),
        ("sources.csv", "source,count,ratio\na.example,3,0.3\n", "a Media Cloud table of sources"),
        ("languages.csv", "language,count,ratio\nen,3,0.3\n", "a Media Cloud table of languages"),
        ("words.csv", "term,term_count,term_ratio,doc_count\nbridge,3,1,1\n", "a Media Cloud table of words"),
        ("proquest.csv", "Title,StoreId,pubtitle\na,b,c\n", "a ProQuest table of metadata"),
        ("stories.csv", mediacloud_csv(), "a Media Cloud story table"),
        ("tdm.xml", "<RECORD><GOID>1</GOID></RECORD>", "ProQuest TDM Studio"),
        ("feed.xml", "<rss><channel></channel></rss>", "a feed"),
        ("other.xml", "<root><article>x</article></root>", "XML of a kind that is not read"),
        ("mail.eml", "From: a@b.example\nSubject: Hello\n\nWords.\n", "an e-mail without articles of ProQuest"),
        ("book.docx", zipped({"xl/workbook.xml": "<x/>"}), "an Excel file"),
        ("book.xlsx", b"PK\x03\x04", "an Excel table"),
        ("page.pdf", b"%PDF-1.4", "a PDF"),
        ("text.docx", b"Not a Word file at all.", "not a ZIP file"),
        ("text.rtf", b"Not RTF.", "not an RTF file"),
        ("text.warc", b"Not an archive.", "not a WARC or ARC archive"),
        ("list.docx", word(nexis_paragraphs()[: nexis_paragraphs().index("Body") - 10]), "the list of documents"),
        ("empty.zip", zipped({"photo.jpg": b"x"}), "holds no file that can be read"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_for_what_it_is(name: str, data: bytes | str, said: str, tmp_path: Path) -> None:
    message = one_line(written(tmp_path, name, data))
    assert said in message


@pytest.mark.parametrize(("name", "package"), [("a.rtf", "striprtf"), ("a.warc.gz", "fastwarc")])
def test_a_missing_package_is_named(name: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (package, f"{package}.{package}"):
        monkeypatch.setitem(sys.modules, module, None)
    data = LAYOUTS["nexis.rtf"] if name.endswith("rtf") else LAYOUTS["pages.warc.gz"]
    assert "pip install 'framing[corpora]'" in one_line(written(tmp_path, name, data))


def test_the_list_beside_the_articles_is_passed_over_and_told(tmp_path: Path) -> None:
    skipped: list[Skipped] = []
    found = list(read(written(tmp_path, "nexis.zip", LAYOUTS["nexis.zip"]), on_skip=skipped.append))
    assert len(found) == 3
    assert sorted(Path(one.id).name for one in skipped) == ["Files_doclist.docx", "logo.png"]


# --- a table without text


def texts(tmp_path: Path) -> Path:
    rows = [
        {"url": "http://quaypost.example/1/", "text": f"{STORIES[0][2]} {MORE} {MORE}"},
        {"id": f"{'ab' * 10}2", "text": f"{STORIES[1][2]} {MORE} {MORE}"},
    ]
    return written(tmp_path, "texts.jsonl", "\n".join(map(json.dumps, rows)))


DAMAGED = {
    "as downloaded": mediacloud_csv(),
    "saved by Excel with semicolons": mediacloud_csv().replace(",", ";"),
    "with a line for Excel": "sep=;\r\n" + mediacloud_csv().replace(",", ";").replace("\n", "\r\n"),
    "with a title line above": "My download of July;;;;;;;\n" + mediacloud_csv().replace(",", ";"),
    "with a mark at its beginning": "\ufeff" + mediacloud_csv(),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_texts_are_joined_by_id_or_address(kind: str, tmp_path: Path) -> None:
    stories = written(tmp_path, "stories.csv", DAMAGED[kind])
    with texts_from(texts(tmp_path)) as known:
        found = list(read(stories, text_for=known.find))
    articles = [item for item in found if isinstance(item, Article)]
    assert [(one.title, one.outlet, one.published, one.language) for one in articles] == [
        (STORIES[number][0], "quaypost.example", "2024-07-01", "en") for number in (0, 1)
    ]
    assert articles[0].text == f"{STORIES[0][0]}\n\n{STORIES[0][2]} {MORE} {MORE}"
    assert articles[0].origin == "https://www.quaypost.example/1"
    assert isinstance(found[2], Failure)
    assert "neither its id nor its url" in found[2].message


def test_the_command_joins_and_writes_what_was_rejected(tmp_path: Path) -> None:
    stories, out = written(tmp_path, "stories.csv", mediacloud_csv()), tmp_path / "out"
    done = CliRunner().invoke(app, ["report", "--fast", str(stories), "--texts", str(texts(tmp_path)), "-o", str(out)])
    assert done.exit_code == 3
    assert "3 read: 2 analysed, 1 failed" in done.stderr
    (line,) = (out / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    reason = "has no text: neither its id nor its url is in the table of --texts"
    assert json.loads(line) == {"file": str(stories), "record": 4, "stage": "read", "reason": reason}
    assert "rejects.jsonl" in (out / "index.html").read_text(encoding="utf-8")
    CliRunner().invoke(app, ["report", "--fast", str(written(tmp_path, "a.docx", nexis_docx())), "-o", str(out)])
    assert not (out / "rejects.jsonl").exists()  # of the run before


def test_read_is_accepted_and_rejected_together(tmp_path: Path) -> None:
    text = nexis_txt().replace(f"{STORIES[1][2][:40]}", "", 1)
    lost = text.index("2 of 3 DOCUMENTS"), text.index("3 of 3 DOCUMENTS")
    emptied = text[: lost[0]] + "2 of 3 DOCUMENTS\n\nThe Quay Post\n\nJuly 1, 2024\n\n" + text[lost[1] :]
    path, out = written(tmp_path, "a.txt", emptied), tmp_path / "out"
    done = CliRunner().invoke(app, ["report", "--fast", str(path), "-o", str(out)])
    assert "3 read: 2 analysed, 1 failed" in done.stderr
    assert len((out / "rejects.jsonl").read_text(encoding="utf-8").splitlines()) == 1


# --- samples that may not enter the project

COUNTS = {
    "lexis/sample.DOCX": 10, "lexis/sample.TXT": 10, "factiva/factiva_test.html": 2, "factiva/factiva_test.xml": 3,
    "proquest/star_first_part.txt": 186,
}  # fmt: skip


@pytest.mark.data
@pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/data is not here")
def test_the_samples_give_their_documented_counts(tmp_path: Path) -> None:
    with tarfile.open(SAMPLES) as archive:
        archive.extractall(tmp_path, filter="data")
    for name, count in COUNTS.items():
        found = list(read(tmp_path / "exports" / name))
        assert len(found) == count, name
        assert all(isinstance(item, Article) and item.title and item.outlet for item in found[:-1]), name
        assert all(isinstance(item, Article) and item.published for item in found[:-1]), name


def test_a_document_type_is_refused_in_word(tmp_path: Path) -> None:
    document = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]><x>&x;</x>'
    assert "document type" in one_line(written(tmp_path, "a.docx", docx(document)))
