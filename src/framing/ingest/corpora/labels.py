"""The labels of Nexis exports in English, German, French and Dutch, and the column or field that each fills."""

from __future__ import annotations

import re

#: Before the body: what a label fills. "" is read and left out.
HEAD: dict[str, str] = {
    "byline": "authors", "author": "authors", "autor": "authors", "auteur": "authors", "von": "authors",
    "section": "section", "rubrik": "section", "rubrique": "section", "ressort": "section", "sectie": "section",
    "length": "words_stated", "länge": "words_stated", "longueur": "words_stated", "lengte": "words_stated",
    "highlight": "highlight", "dateline": "dateline", "headline": "title", "titel": "title", "titre": "title",
    "series": "", "serie": "", "distribution": "", "encart": "", "edition": "edition", "ausgabe": "edition",
    "type": "", "url": "url", "body": "body", "text": "body",
}  # fmt: skip
#: After the body; the first of them ends it.
TAIL: dict[str, str] = {
    "load-date": "loaded", "update": "loaded", "date-chargement": "loaded", "date de chargement": "loaded",
    "language": "language", "sprache": "language", "langue": "language", "taal": "language",
    "publication-type": "publication_type", "publication type": "publication_type",
    "type-publication": "publication_type", "publikationstyp": "publication_type",
    "document-type": "document_type", "document type": "document_type", "dokument-art": "document_type",
    "graphic": "graphic", "graphik": "graphic", "grafik": "graphic", "graphique": "graphic", "illustration": "graphic",
    "subject": "subject", "organization": "organization", "company": "company", "firma": "company",
    "person": "person", "geographic": "place", "country": "place", "city": "place", "state": "place",
    "ticker": "", "industry": "", "journal code": "", "journal-code": "", "zeitungs-code": "", "code-revue": "",
    "notes": "", "note": "", "correction-date": "", "correction": "correction", "acc-no": "id", "jc": "",
    "doc-type": "document_type", "product": "", "file": "", "copyright": "copyright", "issn": "", "pub-type": "",
    "topic": "", "subject-code": "", "seite": "",
}  # fmt: skip
#: Lines of the cover pages of Nexis Uni; none of them is a headline.
COVER = re.compile(
    r"(?:Date and Time|User Name|Job Number|Documents? \(\d+\)|Client/Matter|Search Terms|Search Type|Narrowed by"
    r"|Content Type|Quellen|Sources?|Timeline|Zeitachse|Datum und Uhrzeit|Auftragsnummer|Dokumente? \(\d+\)"
    r"|Date et heure|About LexisNexis|Über LexisNexis|Page \d+ of \d+)\b",
    re.I,
)
COPYRIGHT = re.compile(
    r"\s*(?:copyright\b|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits réservés)", re.I
)

_LABEL = re.compile(r"([^\W\d_][^:\n]{1,24}?)\s?:(?:[\s\u00a0]+|$)")


def labelled(paragraph: str, table: dict[str, str]) -> tuple[str, str] | None:
    """Take a paragraph and a table of labels; return ``(what it fills, the rest)`` if it begins with one of them."""
    match = _LABEL.match(paragraph)
    if not match:
        return None
    fills = table.get(" ".join(match[1].split()).casefold())
    return None if fills is None else (fills, paragraph[match.end() :].strip())


def is_capital(paragraph: str) -> bool:
    """Tell whether the label at the beginning of a paragraph is in capitals, as in the older layout."""
    return paragraph.partition(":")[0].strip().isupper()
