"""Which addresses are dialled: rows T5 and T6 of the threats, without a connection."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ConfigError
from framing.ingest.addresses import refusal
from framing.ingest.fetched import FetchSettings, networks
from framing.ingest.target import BadTarget, parse_target

REFUSED = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 169.254.169.254
169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::7f00:1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:808:808::1 3fff::1 5f00::1
100::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2620:4f:8000::1 2600::5efe:127.0.0.1
2600::200:5efe:10.0.0.1 4000::1 e000::1
""".split()
PUBLIC = "8.8.8.8 1.1.1.1 151.101.1.1 100.63.255.255 100.128.0.1 172.32.0.1 2606:4700::1111 2a00:1450:4001::1".split()


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_not(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses())
def test_nothing_passes_that_the_standard_library_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if refusal(str(address)) is None:
        assert address.is_global and not address.is_multicast and not address.is_reserved
        if isinstance(address, ipaddress.IPv6Address):
            assert not (address.ipv4_mapped or address.sixtofour or address.teredo)


@given(st.ip_addresses(v=4))
def test_no_form_of_ipv6_carries_an_ipv4_address_through(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"):
        assert refusal(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number)))
    assert refusal(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))))
    assert refusal(str(ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))))


def test_an_allowed_network_is_allowed_and_no_other() -> None:
    allow = networks(["127.0.0.0/8", "fd00::/8"])
    assert refusal("127.0.0.1", allow=allow) is None
    assert refusal("fd00::1", allow=allow) is None
    assert refusal("::ffff:127.0.0.1", allow=allow)
    assert refusal("10.0.0.1", allow=allow)
    with pytest.raises(ConfigError, match="is no network"):
        networks(["localhost"])


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://2130706433/", "number that is no address"),
        ("http://0x7f.1/", "number that is no address"),
        ("http://0x7f000001/", "number that is no address"),
        ("http://127.1/", "number that is no address"),
        ("http://0177.0.0.1/", "number that is no address"),
        ("http://017700000001/", "number that is no address"),
        ("http://127.0.0.1.5/", "number that is no address"),
        ("http://user@example.org/", "user name"),
        ("http://127.0.0.1\\@example.org/", "user name"),
        ("http://example.org\\@127.0.0.1/", "user name"),
        ("http://example.org:0/", "port 0"),
        ("http://example.org:99999/", "not a web address"),
        ("http://[::1%25lo]/", "interface"),
        ("http://[fe80::1%25eth0]/", "interface"),
        ("http://exa mple.org/", "cannot exist"),
        ("http://ex%61mple.org/", "cannot exist"),
        ("http://a..b/", "cannot exist"),
        (f"http://{'a' * 64}.org/", "cannot exist"),
        ("http:///path", "names no host"),
        ("http:path", "names no host"),
        ("//example.org/", "no scheme"),
        ("example.org", "no scheme"),
        ("file:///etc/passwd", "begins with file:"),
        ("gopher://127.0.0.1:6379/_x", "begins with gopher:"),
        ("dict://x/", "begins with dict:"),
        ("data:text/html,x", "begins with data:"),
        ("javascript:alert(1)", "begins with javascript:"),
        ("http://example.org/\r\nHost: x", "control character"),
        ("http://example.org\n.evil.org/", "control character"),
        ("http://exam\tple.org/", "control character"),
        ("http://[::1", "not a web address"),
        ("https://" + "a" * 9000, "longer than"),
    ],
)
def test_addresses_that_only_some_parsers_understand_are_refused(url: str, says: str) -> None:
    with pytest.raises(BadTarget, match=says):
        parse_target(url)


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("HTTP://EXAMPLE.org", "http://example.org/"),
        ("https://example.org:443/a?b#c", "https://example.org/a?b"),
        ("https://example.org.:8443/", "https://example.org:8443/"),
        ("https://bücher.example/ä b?ö", "https://xn--bcher-kva.example/%C3%A4%20b?%C3%B6"),
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[0:0:0:0:0:0:0:1]:80/", "http://[::1]/"),
        ("https://example.org/a%2Fb%zz", "https://example.org/a%2Fb%zz"),
    ],
)
def test_one_reading_of_an_address(url: str, becomes: str) -> None:
    assert parse_target(url).url == becomes


@given(st.text(max_size=60), st.sampled_from(["http://", "https://", "http://[", "//", ""]))
def test_any_text_is_a_target_or_refused(text: str, before: str) -> None:
    try:
        target = parse_target(before + text)
    except BadTarget:
        return
    assert target.url.isascii() and target.url.isprintable() and " " not in target.url
    assert parse_target(target.url) == target


@pytest.mark.parametrize("contact", ["me", "a@b", "x\r\nHost: y", "https://x\n", "ü@example.org", "a" * 201])
def test_a_contact_that_reaches_nobody_is_refused(contact: str) -> None:
    with pytest.raises(ConfigError):
        FetchSettings(contact=contact)


def test_the_user_agent_names_who_asks() -> None:
    assert "desk@news.example" in FetchSettings(contact="desk@news.example").user_agent
    assert FetchSettings().user_agent.startswith("framing/")


def test_what_is_accepted_stays_so_once_it_is_encoded() -> None:
    for letters in range(300, 1600, 100):
        try:
            target = parse_target(f"https://example.org/{'é' * letters}")
        except BadTarget:
            continue
        assert parse_target(target.url) == target
