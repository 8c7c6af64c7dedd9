"""An article in, the name of its page out: safe on every file system, the same for the same article."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from framing.types import Article

_SLUG_LENGTH = 60


def slug(title: str) -> str:
    """Take any words; return at most 60 of a–z, 0–9 and single hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", title[:1000]).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(name) > _SLUG_LENGTH:
        head = name[: _SLUG_LENGTH + 1].rpartition("-")[0]
        name = head if len(head) > _SLUG_LENGTH // 2 else name[:_SLUG_LENGTH]
    return name.strip("-") or "article"


def page_name(article: Article) -> str:
    """Take an article; return the file name of its page: a slug, a hyphen, 12 hex digits of sha256, ".html".

    The digest is over id and text, so two articles share a page only if they are the same article; the slug alone is
    never the name, because two titles may give one slug and some systems reserve words.
    """
    key = f"{article.id}\0{article.text}".encode("utf-8", "surrogatepass")
    title = article.title or article.text.strip().partition("\n")[0] or article.id
    return f"{slug(title)}-{hashlib.sha256(key).hexdigest()[:12]}.html"
