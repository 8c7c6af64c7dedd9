"""An IP address in, the reason why it must not be dialled out, or None: only addresses of the public internet are.

``ipaddress.is_global`` is not enough: it lets multicast through and the IPv6 forms that carry an IPv4 address inside,
by which a translator of the network would reach this machine or its neighbours. So IPv6 is decided by what is allowed
(global unicast, 2000::/3) less what is special in it. Registries: IANA special-purpose addresses (RFC 6890, updated).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

from framing.ingest.fetched import Network

_IPV4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by carriers",
    "127.0.0.0/8": "this machine",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "for documentation",
    "192.31.196.0/24": "reserved for protocols",
    "192.52.193.0/24": "reserved for protocols",
    "192.88.99.0/24": "a relay (6to4)",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "reserved for protocols",
    "198.18.0.0/15": "for benchmarks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_IPV6 = {
    "2001::/23": "reserved for protocols (Teredo, ORCHID)",
    "2001:db8::/32": "for documentation",
    "2002::/16": "a relay (6to4)",
    "2620:4f:8000::/48": "reserved for protocols",
    "3ffe::/16": "no longer in use",
    "3fff::/20": "for documentation",
}
_INSIDE = {
    "::1/128": "this machine",
    "::/96": "not public",
    "::ffff:0:0/96": "an IPv4 address in IPv6 form",
    "64:ff9b::/96": "a translator (NAT64)",
    "64:ff9b:1::/48": "a translator (NAT64)",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
_UNICAST = IPv6Network("2000::/3")
_SPECIAL: list[tuple[Network, str]] = [(ip_network(net), why) for net, why in (_IPV4 | _IPV6 | _INSIDE).items()]


def refusal(address: str, *, allow: Iterable[Network] = ()) -> str | None:
    """Take an address as text; return why it must not be dialled ("private", …), or None if it may be.

    ``allow`` names networks that may be reached although they are special; an IPv4 address in IPv6 form is never
    allowed by an IPv4 network.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(found, IPv6Address) and found.scope_id:
        return "link-local"
    if allowed(address, allow=allow):
        return None
    for network, why in _SPECIAL:
        if found.version == network.version and found in network:
            return why
    if isinstance(found, IPv6Address):
        if found not in _UNICAST:
            return "not public"
        if found.packed[8:12] in (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe"):
            return "a tunnel (ISATAP)"
    return None


def allowed(address: str, *, allow: Iterable[Network]) -> bool:
    """Take an address and networks; tell whether one of them holds it."""
    found = ip_address(address)
    return any(found in network for network in allow if network.version == found.version)


def as_address(host: str) -> str | None:
    """Take a host without brackets; return it as an address in its shortest form, or None if it is a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None
