"""Small exports in the layout of each archive, made from text written for these tests."""

# ruff: noqa: E501  # markup is written as the archives write it
from __future__ import annotations

import gzip
import io
import json
import textwrap
import zipfile
from html import escape

STORIES = (
    ("Harbour bridge shut for nine months", "Mara Quill", "The council voted to close the harbour bridge on Tuesday."),
    ("Traders ask who will pay", "Tom Brandt", "Shopkeepers on the quay said nobody had asked them about the closing."),
    ("Ferry to run every ten minutes", "Ada Lind", "A ferry will carry commuters across the basin until the spring."),
)
MORE = "It was the third such decision in a year, and the mayor called it “a reckless gamble” before the vote."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(document: str, links: str = "", *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file around the XML of a document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, text in (
            ("[Content_Types].xml", "<Types/>"),
            ("word/_rels/document.xml.rels", links),
            ("word/document.xml", document),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 0, 0, 0)), text, compression)
    return out.getvalue()


def word(paragraphs: list[str], *, linked: dict[int, str] | None = None) -> bytes:
    """A Word file of paragraphs, one run each; ``linked`` names the relation of those that are links."""
    body = []
    for number, text in enumerate(paragraphs):
        run = "<w:br/>".join(f"<w:r><w:t xml:space='preserve'>{escape(part)}</w:t></w:r>" for part in text.split("\n"))
        if linked and number in linked:
            run = f"<w:hyperlink r:id='{linked[number]}'>{run}</w:hyperlink>"
        body.append(f"<w:p>{run}</w:p>")
    links = "".join(
        f'<Relationship Id="{name}" Target="https://lexis.example/api?id=urn:contentItem:5ABC-{name.upper()}-0001"/>'
        for name in (linked or {}).values()
    )
    document = f"<w:document xmlns:w='{_W}' xmlns:r='{_R}'><w:body>{''.join(body)}</w:body></w:document>"
    return docx(document, f"<Relationships>{links}</Relationships>")


def nexis_paragraphs(stories: tuple[tuple[str, str, str], ...] = STORIES) -> list[str]:
    """The paragraphs of a Nexis Uni download with a cover page."""
    lines = ["Date and Time: Friday, 5. July 2024 09:31:00 CEST", "Job Number: 1", f"Documents ({len(stories)})"]
    for number, (title, _, _) in enumerate(stories, start=1):
        lines += [
            f"{number}. {title}",
            "Client/Matter: -None-",
            "Search Terms: bridge",
            "Search Type: Natural Language",
        ]
        lines += ["Narrowed by:", "", "Content Type", "Narrowed by", "News", "Sources: The Quay Post", ""]
    for title, author, text in stories:
        lines += ["", title, "The Quay Post (Bremen)", "July 1, 2024 Monday 9:20 AM GMT", ""]
        lines += ["\nCopyright 2024 Quay Post Ltd All Rights Reserved", "\n", "Section:\u00a0NEWS; Version:2"]
        lines += ["Length:\u00a0355 words", f"Byline:\u00a0By {author}", "Body", "", text, "", MORE, "Graphic", ""]
        lines += ["The bridge at noon. Photo: A. N. Other", "Classification", "", "Language:\u00a0ENGLISH"]
        lines += ["\nPublication-Type:\u00a0Newspaper", "\nSubject:\u00a0BRIDGES (89%)"]
        lines += ["\nLoad-Date:\u00a0July 2, 2024", "", "\nEnd of Document", ""]
    return lines


def nexis_docx(stories: tuple[tuple[str, str, str], ...] = STORIES) -> bytes:
    """A Nexis Uni download as Word; headlines are links with the archive's ids."""
    paragraphs = nexis_paragraphs(stories)
    titles = {title: f"rId{number}" for number, (title, _, _) in enumerate(stories, start=1)}
    linked = {number: titles[text] for number, text in enumerate(paragraphs) if text in titles}
    return word(paragraphs, linked=linked)


def rtf(paragraphs: list[str]) -> bytes:
    """An RTF file of paragraphs; a form feed is a page break."""
    out = ["{\\rtf1\\ansi\\ansicpg1252\\uc1 {\\fonttbl{\\f0 Arial;}}"]
    for text in paragraphs:
        if text == "\x0c":
            out.append("\\page ")
            continue
        safe = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\n", "\\line ")
        out.append("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in safe) + "\\par\n")
    return "".join([*out, "}"]).encode("ascii")


def nexis_rtf() -> bytes:
    """A Nexis Uni download as RTF."""
    return rtf(nexis_paragraphs())


def nexis_txt(language: str = "en") -> str:
    """A legacy Nexis download as text, with the labels of a language."""
    of, byline, length, spoken, loaded, when = {
        "en": (
            "{} of {} DOCUMENTS",
            "BYLINE",
            "LENGTH: 355 words",
            "LANGUAGE: ENGLISH",
            "LOAD-DATE",
            "July 1, 2024 Monday",
        ),
        "de": (
            "Dokument {} von {}",
            "AUTOR",
            "LÄNGE: 355 Wörter",
            "SPRACHE: GERMAN; DEUTSCH",
            "UPDATE",
            "1. Juli 2024 Montag",
        ),
        "fr": (
            "Document {} de {}",
            "AUTEUR",
            "LONGUEUR: 355 mots",
            "LANGUE: FRENCH",
            "DATE-CHARGEMENT",
            "1 juillet 2024 lundi",
        ),
    }[language]
    out = [
        "\n\nDownload Request: Selected Items: 1-3\nTime Of Request: Friday, July 5, 2024\n\nSend To:\nA LIBRARY\n\n"
    ]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        head = " " * 30
        out.append(f"{head}{of.format(number, len(STORIES))}\n\n\n\n{head}The Quay Post\n\n{head}{when}\n\n{title}\n\n")
        out.append(f"{byline}: {author}\n\n{length}\n\n{textwrap.fill(text, 40)}\n\n{MORE}\n\n")
        out.append(f"{loaded}: July 2, 2024\n\n{spoken}\n\nPUBLICATION-TYPE: Newspaper\n\n\n")
        out.append(f"{head}Copyright 2024 Quay Post Ltd\n{head}All Rights Reserved\n\n")
    return "".join(out)


def nexis_html() -> str:
    """A legacy Nexis download as a page, with its tags in comments."""
    out = ["<HTML><HEAD><STYLE><!-- .c0 { text-align: center; } --></STYLE><TITLE>&nbsp;</TITLE></HEAD><BODY>"]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        out.append(
            f'<A NAME="DOC_ID_0_{number}"></A><!-- Hide XML section from browser\n<DOC NUMBER={number}>\n<DOCFULL> -->'
        )
        for line in (f"{number} of 3 DOCUMENTS", "The Quay Post", "July 1, 2024 Monday<BR>Correction Appended"):
            out.append(f'<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{line}</SPAN></P></DIV>')
        labels = (
            ("", f"{title};<BR>A second deck"),
            ("BYLINE: ", author),
            ("SECTION: ", "News; Pg. 3"),
            ("LENGTH: ", "355 words"),
        )
        for label, value in labels:
            out.append(
                f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">{label}</SPAN><SPAN CLASS="c2">{value}</SPAN></P></DIV>'
            )
        marked = f'{escape(text[:20])}</SPAN><SPAN CLASS="c4">{escape(text[20:30])}</SPAN><SPAN CLASS="c2">{escape(text[30:])}'
        out.append(f'<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">{marked}</SPAN></P>')
        out.append(f'<P CLASS="c9"><SPAN CLASS="c2">{escape(MORE)}</SPAN></P></DIV>')
        for label, value in (("LOAD-DATE: ", "July 2, 2024"), ("LANGUAGE: ", "ENGLISH"), ("GRAPHIC: ", "A picture")):
            out.append(
                f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">{label}</SPAN><SPAN CLASS="c2">{value}</SPAN></P></DIV>'
            )
        out.append('<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Copyright 2024 Quay Post Ltd</SPAN></P></DIV>')
        out.append("<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->")
    return "\n".join([*out, "</BODY></HTML>"])


def accession(number: int) -> str:
    """An accession number in Factiva's form."""
    return f"QUAY000020240701ek710000{number}"


_UI = {
    "en": ("355 words", "1 July 2024", "English", "Document"),
    "de": ("355 Wörter", "1 Juli 2024", "Englisch", "Dokument"),
    "zhcn": ("355 字", "2024 年 7 月 1 日", "英语", "文件"),
    "fr": ("355 mots", "1 juillet 2024", "Anglais", "Document"),
}


def factiva_html(ui: str = "en") -> str:
    """A Factiva page in article format; the page's language is the reader's."""
    words, when, spoken, document = _UI[ui]
    out = ["<!DOCTYPE html><html><head><title>Factiva</title></head><body><div id='contentLeft'>"]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        out.append(f'<div id="article-{accession(number)}" class="article"><div class="article enArticle"><p>')
        out.append(
            f'<div>News</div><div id="hd"><span class="enHeadline">{title}</span></div><div class="author">By {author}</div>'
        )
        for line in (
            words,
            when,
            "09:20",
            "The Quay Post",
            "QUAY",
            "Late Edition",
            "12",
            spoken,
            "(c) 2024 Quay Post Ltd",
        ):
            out.append(f"<div>{line}</div>")
        out.append(
            f'</p><p class="articleParagraph enarticleParagraph">{escape(text[:20])}<b>{escape(text[20:])}</b></p>'
        )
        out.append(
            f'<p class="articleParagraph enarticleParagraph">{escape(MORE)}</p><p>{document} {accession(number)}</p></div></div><br/>'
        )
    return "".join(
        [
            *out,
            "<div id='pageFooter'><span class='copyright'>&copy; 2024 Factiva, Inc.</span></div></div></body></html>",
        ]
    )


def factiva_fields(number: int) -> list[tuple[str, list[str]]]:
    """The coded fields of one article with full indexing."""
    title, author, text = STORIES[number - 1]
    return [
        ("SE", ["News"]), ("HD", [title]), ("BY", [f"By {author}"]), ("WC", ["355 words"]), ("PD", ["1 July 2024"]),
        ("ET", ["09:20"]), ("SN", ["The Quay Post"]), ("SC", ["QUAY"]), ("PG", ["12"]), ("LA", ["English"]),
        ("CY", ["(c) 2024 Quay Post Ltd"]), ("LP", [text]), ("TD", [MORE]), ("CO", ["quay : Quay Ltd"]),
        ("NS", ["gtrans : Transport"]), ("IPD", ["Bridge"]), ("PUB", ["Quay Post Ltd"]), ("AN", [f"Document {accession(number)}"]),
    ]  # fmt: skip


def factiva_indexed_html() -> str:
    """A Factiva page with full indexing: a table of codes an article."""
    out = ["<html><head><title>Factiva</title></head><body>"]
    for number in (1, 2, 3):
        out.append('<div class="article enArticle"><table>')
        for code, values in factiva_fields(number):
            kind = ' class="articleParagraph enarticleParagraph"' if code in ("LP", "TD") else ""
            inner = "".join(f"<p{kind}>{escape(value)}</p>" if kind else escape(value) for value in values)
            out.append(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{inner}</td></tr>')
        out.append("</table><br/></div>")
    return "".join([*out, "<div id='pageFooter'>&copy; 2024 Factiva, Inc.</div></body></html>"])


def factiva_rtf(*, indexed: bool = False) -> bytes:
    """A Factiva download as RTF, an article a page, with the search summary at the end."""
    lines: list[str] = []
    for number, (title, author, text) in enumerate(STORIES, start=1):
        if indexed:
            for code, values in factiva_fields(number):
                lines += [f"{code}  {values[0]}"]
        else:
            lines += [title, f"By {author}", "355 words", "1 July 2024", "The Quay Post", "QUAY", "12", "English"]
            lines += ["© 2024 Quay Post Ltd", "", text, MORE, f"Document {accession(number)}"]
        lines.append("\x0c")
    return rtf([*lines, "Search Summary", "Text  bridge", "Date  In the last year", "Results Found  3"])


def factiva_xml() -> str:
    """A response of Factiva's web service."""
    out = [
        '<?xml version="1.0" encoding="utf-8"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.example/pps">'
    ]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        first, _, rest = title.partition(" ")
        out.append(
            f"<ppsarticle><article><accessionNo>{accession(number)}</accessionNo><baseLanguage>EN</baseLanguage>"
            f"<byline>By {author}</byline><copyright>(c) 2024 Quay Post Ltd</copyright>"
            f"<headline><paragraph><hlt>{first}</hlt> {rest}</paragraph></headline>"
            f"<leadParagraph><paragraph>{escape(text)}</paragraph></leadParagraph>"
            "<publicationDate><dateTime>2024-07-01T09:20:00Z</dateTime></publicationDate><sourceName>The Quay Post</sourceName>"
            '<newsSubject code="gtrans"><name>Transport</name></newsSubject><region code="de"><name>Germany</name></region>'
            f"<sourceCode>QUAY</sourceCode><tailParagraphs><paragraph>{escape(MORE)}</paragraph></tailParagraphs>"
            "<wordCount>355</wordCount></article></ppsarticle>"
        )
    return "".join([*out, "</ppsArticleResponse></PPSResponse>"])


def proquest_txt() -> str:
    """A ProQuest download as text."""
    out = ["\nTable of contents\n\n1. Harbour bridge\n"]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        out.append(
            f"\n{'_' * 60}\n\n{title}\n\nAuthor: {author}\n\nPublication info: The Quay Post ; Bremen [Bremen]. 01 July 2024: A.{number}.\n\n"
            f"https://proxy.example/login?url=https://www.proquest.example/docview/70000{number}\n\nAbstract: None available.\n\n"
            f"Links: https://links.example/?title=x\n\nFull text: {text}\n{MORE}\nLocation: the quay, as the sign said.\n\n"
            f"CAPTION: The bridge.\nCREDIT: {author}\n\nSubject: Bridges; Councils\n\nTitle: {title}\n\n"
            "Publication title: The Quay Post; Bremen\n\nPublication year: 2024\n\nPublication date: Jul 1, 2024\n\nSection: News\n\n"
            f"Language of publication: English\n\nDocument type: News\n\nProQuest documentID: 70000{number}\n\n"
            f"Document URL: https://proxy.example/login?url=https://www.proquest.example/docview/70000{number}\n\n"
            "Copyright: Copyright 2024 Quay Post Ltd\n\nLast updated: 2024-07-02\n\nDatabase: A Newsstream\n"
        )
    return "".join([*out, f"\n{'_' * 60}\n\nContact us at: https://support.example\n\nCopyright 2024 An Archive LLC\n"])


def proquest_html() -> str:
    """The page of a ProQuest mail, with the tags that ProQuest leaves open and the one that it breaks."""
    out = ["<html><head><title>ProQuest Export</title></head><body><div>A. Reader sent you the following:</div>"]
    for number, (title, author, text) in enumerate(STORIES, start=1):
        broken = "html&gt;<head>" if number == 2 else "<html> <head><title></title></head>"
        out.append(f'<div style="x"><a name="DocID_MSTAR_70000{number}"></a><p></p><p style="x">{title}</p>')
        out.append(f"<p><strong>Author:  </strong>{author}</p><p><strong>Publication info:  </strong>")
        out.append(
            "The Quay Post ; Bremen [Bremen]01 July 2024: A.1.</p><p><a href='https://x.example'>ProQuest document link</a></p>"
        )
        out.append("<p><strong>Abstract:  </strong><body></p><p>An abstract that is not the article.</p><p></body></p>")
        out.append(
            '<div><strong>Links: </strong><a href="https://y.example">Find it</a></div><p><strong>Full text: </strong>'
        )
        out.append(
            f'<Text WordCount="355" HTMLContent="true">{broken}<body> <p>{escape(text)}</p> <p>{escape(MORE)}</p> <p>--</p>'
        )
        out.append(" <p>desk@post.example</p></body> </html></Text></p><p><strong>Subject: </strong>Bridges</p>")
        out.append(
            "<p><strong>Publication title: </strong>The Quay Post; Bremen</p><p><strong>Publication date: </strong>Jul 1, 2024</p>"
        )
        out.append(
            f"<p><strong>Language of publication: </strong>English</p><p><strong>ProQuest document ID: </strong>70000{number}</p>"
        )
        out.append(
            "<p><strong>Copyright: </strong>(Copyright (c) 2024 Quay Post Ltd)</p><p><strong>Database: </strong>A Newsstream</p></div>"
        )
    return "".join([*out, "<p>Contact us</p></body></html>"])


def proquest_eml() -> bytes:
    """A mail of ProQuest: quoted-printable HTML in a multipart."""
    import quopri

    body = quopri.encodestring(proquest_html().encode("utf-8"))
    head = (
        b"From: <noreply@archive.example>\nTo: <reader@university.example>\nSubject: Your ProQuest Research\n"
        b'Content-Type: multipart/mixed;\n\tboundary="----=_Part_1"\nMIME-Version: 1.0\n\n------=_Part_1\n'
        b'Content-Type: text/html; charset="UTF-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
    )
    return head + body + b"\n------=_Part_1--\n"


def mediacloud_csv() -> str:
    """A story table of Media Cloud."""
    lines = ["id,indexed_date,language,media_name,media_url,publish_date,title,url"]
    for number, (title, _, _) in enumerate(STORIES, start=1):
        url = f"https://www.quaypost.example/{number}"
        lines.append(
            f"{'ab' * 10}{number},2024-07-02 01:02:03,en,quaypost.example,quaypost.example,2024-07-01,{title},{url}"
        )
    return "\n".join(lines) + "\n"


def page(number: int) -> str:
    """A saved web page with one story."""
    title, _, text = STORIES[number - 1]
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in (text, MORE, f"{MORE} Then the meeting closed."))
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def warc(*, packed: bool = True, stories: bool = False, records: int = 3) -> bytes:
    """An archive with a picture, a missing page and ``records`` pages; ``stories`` adds Media Cloud's records."""
    made: list[bytes] = []

    def record(kind: str, id: str, url: str, media: str, block: bytes, more: str = "") -> None:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: {url}\r\n{more}"
            f"WARC-Date: 2024-07-02T00:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        made.append(head.encode() + block + b"\r\n\r\n")

    def response(url: str, body: bytes, kind: str, status: str = "200 OK") -> None:
        block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        record("response", f"0000-{url.rpartition('/')[2]}", url, "application/http; msgtype=response", block)

    response("https://quaypost.example/logo", b"\x89PNG....", "image/png")
    response("https://quaypost.example/gone", b"<html><body>Gone</body></html>", "text/html", "404 Not Found")
    for number in range(1, records + 1):
        url = f"https://quaypost.example/{number}"
        response(url, page((number - 1) % 3 + 1).encode(), "text/html; charset=utf-8")
        if stories:
            title, _, text = STORIES[(number - 1) % 3]
            known = {
                "rss_entry": {"link": url, "title": title, "domain": "quaypost.example"},
                "http_metadata": {"final_url": url},
                "content_metadata": {
                    "url": url, "canonical_domain": "quaypost.example", "publication_date": "2024-07-01", "language": "en",
                    "article_title": title, "text_content": f"{text}\n{MORE}",
                },
            }  # fmt: skip
            refers = f"WARC-Refers-To: <urn:uuid:0000-{number}>\r\n"
            kind = "application/x.mediacloud-indexer+json"
            record("metadata", f"1111-{number}", url, kind, json.dumps(known).encode(), refers)
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in made)


def arc(*, packed: bool = False) -> bytes:
    """An archive of the format before WARC, with one page; ``packed`` puts each record in gzip of its own."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(1).encode()
    head = b"1 1 quaypost\nURL IP-address Archive-date Content-type Archive-length\n"
    records = (
        b"filedesc://a.arc 0.0.0.0 20240702000000 text/plain %d\n" % len(head) + head + b"\n",
        b"https://quaypost.example/1 10.0.0.1 20240702000000 text/html %d\n" % len(http) + http + b"\n",
    )
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A ZIP archive of files, deflated, with a fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


#: Every layout of three articles: the file's name and its bytes.
LAYOUTS: dict[str, bytes] = {
    "nexis.docx": nexis_docx(),
    "nexis.rtf": nexis_rtf(),
    "nexis.txt": nexis_txt().encode("utf-8-sig"),
    "nexis_de.txt": nexis_txt("de").encode(),
    "nexis_fr.txt": nexis_txt("fr").encode("cp1252", "replace"),
    "nexis.html": nexis_html().encode(),
    "factiva.html": factiva_html().encode(),
    "factiva_de.html": factiva_html("de").encode(),
    "factiva_zh.html": factiva_html("zhcn").encode(),
    "factiva_fr.html": factiva_html("fr").encode(),
    "factiva_indexed.html": factiva_indexed_html().encode(),
    "factiva.rtf": factiva_rtf(),
    "factiva_indexed.rtf": factiva_rtf(indexed=True),
    "factiva.xml": factiva_xml().encode(),
    "proquest.txt": proquest_txt().encode(),
    "proquest.html": proquest_html().encode(),
    "proquest.eml": proquest_eml(),
    "nexis.zip": zipped({"one/nexis.docx": nexis_docx(), "Files_doclist.docx": word(["List"]), "logo.png": b"x"}),
    "pages.warc.gz": warc(),
    "pages.warc": warc(packed=False),
    "stories.warc.gz": warc(stories=True),
}
