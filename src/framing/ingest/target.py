"""A web address in, what is looked up, dialled and asked for out: parsed once, so no two parsers can disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from framing.ingest.addresses import as_address

_LONGEST = 2048
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORTS = {"http": 80, "https": 443}
#: What may stand unescaped in a path and query; everything else is percent-encoded, what is encoded stays so.
_KEPT = "!$&'()*+,;=:@/?%-._~[]"
_TRIMMED = "".join(map(chr, range(33)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes. ``host`` is in ASCII, an IPv6 address without brackets; ``path`` has path and query."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return self.url.removesuffix(self.path)


class BadTarget(ValueError):
    """Not an address that can be fetched; the message completes "this address …"."""


def parse_target(url: str, *, base: str | None = None) -> Target:
    """Take a web address, or one relative to ``base``; return the target; raise ``BadTarget``.

    Control characters are refused rather than dropped: they are how one parser is made to see another host.
    """
    url = url.strip(_TRIMMED)
    if len(url) > 3 * _LONGEST:
        raise BadTarget(f"is longer than {_LONGEST:,} characters")
    if re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", url):
        raise BadTarget("has a control character in it")
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        port = parts.port
    except ValueError:
        raise BadTarget("is not a web address") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise BadTarget(f"begins with {scheme + ':' if scheme else 'no scheme'}; only http and https are fetched")
    if "\\" in parts.netloc or "@" in parts.netloc:
        raise BadTarget("has a user name or password in it, which is not sent")
    if port == 0:
        raise BadTarget("names port 0")
    host = _host(parts.hostname or "")
    port = port or _PORTS[scheme]
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    if not path.startswith("/"):
        raise BadTarget("is not a web address")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port == _PORTS[scheme] else f"{shown}:{port}"
    if len(path) > 2 * _LONGEST:
        raise BadTarget(f"is longer than {_LONGEST:,} characters")
    return Target(url=f"{scheme}://{place}{path}", scheme=scheme, host=host, port=port, path=path)


def _host(name: str) -> str:
    """Return a host as it is looked up; raise ``BadTarget`` for none and for a number that only some read."""
    if not name:
        raise BadTarget("names no host")
    if address := as_address(name):
        if "%" in address:
            raise BadTarget("names a network interface")
        return address
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise BadTarget("names a host that cannot exist") from None
        if address := as_address(name):  # full-width digits
            return address
    name = name.lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        raise BadTarget("names a host that cannot exist")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise BadTarget("names a host by a number that is no address")
    return name
