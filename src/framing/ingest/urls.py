"""A web address in, the one form that stands for the same article out; nothing is fetched.

Two libraries share the work, since each mends what the other leaves (``courlan`` drops tracking, ``w3lib`` mends paths
and the order of a query); what both leave is here. No rule drops a key that could name the article: a lost ``?p=123``
would make one article of a whole site.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from framing.ingest.target import BadTarget, parse_target

#: Keys that tell where a reader came from, beyond those that courlan knows; compared in lower case.
_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid igshid igsh mc_cid mc_eid mkt_tok cmpid cmp ito smid smtyp "
    "ns_mchannel ns_source ns_campaign ns_linkname ns_fee xtor __twitter_impression guccounter guce_referrer "
    "guce_referrer_sig sh_kit taid wt_mc wt.mc_id icid ocid cvid ftag echobox sref srnd traffic_source "
    "at_medium at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team "
    "phpsessid jsessionid sessionid aspsessionid".split()
)
_TRACKED = re.compile(r"(?:utm|hsa|pk|mtm|piwik|matomo|oly|vero)_|_hs(?:enc|mi)$|_ga$|_gl$", re.I)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.I)
_AMP_KEYS = frozenset(("amp", "amp_js_v", "usqp", "outputtype", "amp_gsa", "amp_markup"))
_AMP_PATH = re.compile(r"/amp(?:/|$)|\.amp(?=\.html?$|$)", re.I)
_MOBILE = re.compile(r"^(?:(?:www|m|mobile|amp|touch)\.)+(?=[^.]+\.[^.])|(?<=^..)\.m(?=\.[^.]+\.[^.]+$)")
_INDEX = re.compile(r"/index\.(?:html?|php|aspx?)$", re.I)
#: Addresses of copies that carry the address of the original in them.
_CACHES = (
    re.compile(r"^https?://[^/]+\.cdn\.ampproject\.org/(?:[cvi]/)(s/)?(.+)$", re.I),
    re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/amp/(s/)?(.+)$", re.I),
)


def canonical_url(url: str) -> str | None:
    """Take an absolute web address; return its canonical form, or None if it can't be fetched (``parse_target``).

    Tracking and session keys, fragments, default ports and the order of parameters go. The canonical form of a
    canonical form is itself, and leads to the same page.
    """
    try:
        found = parse_target(_trimmed(url)).url
        for _ in range(4):  # each library may lay bare what the other then mends
            before, found = found, _once(found)
            if found == before:
                break
        return found
    except (BadTarget, ValueError):
        return None


def article_key(url: str) -> str | None:
    """Take an absolute web address; return the key that mobile, AMP and tracking twins of one article share, or None.

    The key is for comparing, not for fetching: it has no scheme, no "www.", "m." or "amp." before the host, no AMP
    marks, no index page and no last slash.
    """
    found = canonical_url(_original(url))
    if found is None:
        return None
    parts = urlsplit(found)
    host = _MOBILE.sub("", parts.netloc)
    path = _INDEX.sub("/", _AMP_PATH.sub(lambda match: "/" if match[0].endswith("/") else "", parts.path))
    pairs = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (key.lower() in _AMP_KEYS and value.lower() in ("", "1", "true", "amp", "0.1"))
    ]
    return host + path.rstrip("/") + (f"?{urlencode(pairs)}" if pairs else "")


def _once(url: str) -> str:
    from courlan import normalize_url
    from w3lib.url import canonicalize_url

    parts = urlsplit(canonicalize_url(normalize_url(url, strict=False), keep_fragments=False))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _tracks(key)]
    query = parts.query if kept == pairs else urlencode(kept)
    return parse_target(urlunsplit(_replaced(parts, path=_SESSION.sub("", parts.path) or "/", query=query))).url


def _replaced(parts: SplitResult, *, path: str, query: str) -> SplitResult:
    return parts._replace(path=path, query=query, fragment="")


def _tracks(key: str) -> bool:
    return key.lower() in _TRACKING or bool(_TRACKED.match(key))


def _trimmed(url: str) -> str:
    return url.strip().partition("#")[0]


def _original(url: str) -> str:
    for cache in _CACHES:
        if match := cache.match(url.strip()):
            return f"{'https' if match[1] else 'http'}://{unquote(match[2]) if '%' in match[2][:8] else match[2]}"
    return url
