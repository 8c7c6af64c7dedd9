"""What a reader found (text, title, columns) in, an ``Article`` out, with its id and language settled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from framing.errors import IngestError
from framing.ingest.clean import clean, clean_field
from framing.ingest.detect import detect_language, language_code
from framing.types import Article

#: A longer text is refused, not cut: 1,000,000 characters are about 170,000 words, so it is nearly always several
#: articles in one file, and a rate over them, or over the part before a cut, would describe no article at all.
MAX_CHARACTERS = 1_000_000
#: A page's own language tag is doubted only where there is this much text to judge by.
_ENOUGH_TO_DOUBT = 300

#: A one-word title ("Brexit") often is the first word of the text by chance.
_RUN_IN_WORDS = 4

_NOT_WORDS = re.compile(r"[\W_]+")


def same_words(one: str, other: str) -> bool:
    """Take two lines; tell whether they have the same words, whatever the case, marks and white space."""
    return _NOT_WORDS.sub("", one).casefold() == _NOT_WORDS.sub("", other).casefold()


def with_title(title: str | None, body: str) -> str:
    """Take a clean title and body; return one text, the title first and a blank line between.

    A body whose first line has the title's words already, or that begins with a title of four words or more run into
    its text, is returned as it is.
    """
    run_in = title is not None and len(title.split()) >= _RUN_IN_WORDS and body.startswith(f"{title} ")
    if not title or run_in or same_words(title, body.partition("\n")[0]):
        return body
    return f"{title}\n\n{body}" if body else title


def text_id(text: str) -> str:
    """Take a text; return the first 12 hexadecimal digits of the sha256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def make_article(
    body: str,
    *,
    origin: str,
    title: str | None = None,
    id: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    authors: Iterable[str | None] = (),
    language: str | None = None,
    doubt_language: bool = False,
    extra: Iterable[tuple[str, str]] = (),
    notes: Iterable[str] = (),
) -> Article:
    """Take a body and what is known of it, all uncleaned; return the article.

    ``language`` may be a code, a tag or a name; where it is None or unknown, the language is detected from the text.
    With ``doubt_language`` a text that clearly reads as another language overrules it, and a note says so. Raises
    ``IngestError`` if there is no text, or more than an article can have.
    """
    text, mended = clean(body)
    if not text:
        raise IngestError("has no text; nothing to analyse")
    title = clean_field(title)
    text = with_title(title, text)
    first = text.partition("\n")[0].strip()
    if title and same_words(title, first):
        title = first  # as the article prints it
    if len(text) > MAX_CHARACTERS:
        raise IngestError(
            f"has {len(text):,} characters, and one article can have {MAX_CHARACTERS:,}; "
            "if it holds several articles, give them as files of their own or as rows of a table"
        )
    said = [*notes, *mended]
    return Article(
        id=clean_field(id) or text_id(text),
        text=text,
        title=title,
        origin=origin,
        outlet=clean_field(outlet),
        published=clean_field(published),
        authors=tuple(name for name in map(clean_field, authors) if name),
        language=_language(text, language, said, doubt=doubt_language),
        extra=tuple((clean_field(name) or "", clean(value)[0]) for name, value in extra),
        notes=tuple(dict.fromkeys(said)),
    )


def _language(text: str, given: str | None, notes: list[str], *, doubt: bool) -> str | None:
    known = language_code(given)
    if given and given.strip() and known is None:
        notes.append(f"language “{clean_field(given)}” is not known; it was told from the text")
    if known and not (doubt and len(text) >= _ENOUGH_TO_DOUBT):
        return known
    found = detect_language(text)
    if known and found and known != found:
        notes.append(f"marked as “{known}”, but the text reads as “{found}”")
    return found or known
