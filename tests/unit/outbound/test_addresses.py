from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from linkwright.outbound.addresses import read_host, read_origin, split_address
from linkwright.outbound.errors import AddressRefused

v4 = st.ip_addresses(v=4).map(lambda a: IPv4Address(int(a)))
v6 = st.ip_addresses(v=6).map(lambda a: IPv6Address(int(a)))


def spellings(address: IPv4Address) -> list[str]:
    """Ways in which C libraries read the address, other than four plain decimal numbers."""
    number = int(address)
    a, b, c, d = address.packed
    return [
        *(str(number), hex(number), hex(number).upper(), f"0{number:o}", f"{a}.{number & 0xFFFFFF}"),
        *(f"{a}.{b}.{number & 0xFFFF}", f"0{a:o}.{b}.{c}.{d}", f"{a}.{b}.{c}.0{d:o}", f"{a:#x}.{b}.{c}.{d}"),
        *(f"{a}.{b}.{c}.{d:#x}", f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"{a:03}.{b:03}.{c:03}.0{d:03}", f"{address}."),
    ]


@given(v4)
def test_an_ipv4_address_is_read_in_four_decimal_numbers_and_in_no_other_spelling(address: IPv4Address) -> None:
    assert read_host(str(address)) == (str(address), address)
    for spelling in spellings(address):
        if spelling != str(address):
            with pytest.raises(AddressRefused):
                read_host(spelling)


@given(v6)
def test_any_spelling_of_an_ipv6_address_is_read_as_that_address(address: IPv6Address) -> None:
    for spelling in (str(address), address.exploded, str(address).upper()):
        assert read_host(f"[{spelling}]") == (str(address), address)


@given(st.text("0123456789abcdefxABCDEFX.", min_size=1, max_size=20))
def test_a_name_is_never_something_that_the_system_would_read_as_a_number(host: str) -> None:
    try:
        _, literal = read_host(host)
    except AddressRefused:
        return
    try:
        number = socket.inet_aton(host)
    except OSError:
        assert literal is None
    else:
        assert literal is not None
        assert literal.packed == number


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0x7f000001",
        "0x",
        "1.0x",
        "127.0.0.1.",
        "example.com.",
        "",
        ".",
        "a..b",
        "-a.com",
        "a-.com",
        "a b",
        "a%2eb",
        "a\tb",
        "exаmple.com",
        "１２７.0.0.1",
        "１.1.1.1",
        "a" * 64,
        "a." * 130 + "com",
        "[::1",
        "::1]",
        "[]",
        "[fe80::1%eth0]",
        "[::1%0]",
        "[127.0.0.1]",
        "[1::2::3]",
        "256.1.1.1",
        "1.1.1.1.1",
        "a,b",
        "a;b",
        "a\\b",
        "127。0。0。1",
        "⒈.1.1.1",
    ],
)
def test_an_unusual_host_is_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        read_host(host)


@pytest.mark.parametrize(
    "host", ["api.linear.app", "localhost", "a_b.example", "xn--bcher-kva.example", "1password.com", "0x.org", "a.b1"]
)
def test_a_proper_name_is_accepted(host: str) -> None:
    assert read_host(host) == (host, None)
    assert read_host(host.upper()) == (host, None)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("HTTPS://API.Linear.app", "https://api.linear.app"),
        ("https://api.linear.app:443", "https://api.linear.app"),
        ("http://a:80", "http://a"),
        ("http://a:443", "http://a:443"),
        ("https://a:08443", "https://a:8443"),
        ("http://[0:0::1]:8080", "http://[::1]:8080"),
        ("http://1.2.3.4", "http://1.2.3.4"),
    ],
)
def test_an_origin_has_one_spelling(text: str, same: str) -> None:
    assert str(read_origin(text)) == same
    assert read_origin(text) == read_origin(same)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://a",
        "file://a",
        "gopher://a",
        "ws://a",
        "//a",
        "a",
        "",
        "https:/a",
        "https://",
        "https://a:",
        "https://a:0",
        "https://a:65536",
        "https://a:99999999",
        "https://a:+80",
        "https://a:８0",
        "https://a:80:80",
        "https://user@a",
        "https://:@a",
        "https://a/path",
        "https://a?q",
        "https://a#f",
        "https://::1",
        "https://a\\@b",
        " https://a",
        "https://a\n",
    ],
)
def test_what_is_no_proper_http_origin_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused):
        read_origin(text)


def test_a_password_in_an_address_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(AddressRefused) as caught:
        read_origin("https://me:hunter2@example.com")
    assert "hunter2" not in str(caught.value) + caught.value.remedy


@pytest.mark.parametrize("rest", ["/a b", "/a\r\nX: y", "/\x00", "/a\\b", "/ä", "/\x7f", "/\ud800"])
def test_a_path_with_characters_that_need_encoding_is_refused(rest: str) -> None:
    with pytest.raises(AddressRefused, match="blank, a control"):
        split_address("https://a" + rest)


@pytest.mark.parametrize("rest", ["", "/", "?q=1", "#f", "/a%20b?c=%2F&d=@http://b#x", "/~!$&'()*+,;=:[]|^`{}\"<>"])
def test_path_and_query_stay_as_they_are(rest: str) -> None:
    assert split_address("https://a" + rest) == ("https://a", rest)


@given(st.text(max_size=60) | st.text("htps:/@.[]#?\\01x%:a", max_size=40).map("https://".__add__))
def test_any_text_is_refused_or_read_as_the_http_library_reads_it(text: str) -> None:
    try:
        head, rest = split_address(text)
        origin = read_origin(head)
    except AddressRefused:
        return
    url = URL(str(origin) + (rest if rest.startswith("/") else "/" + rest), encoded=True)
    assert (url.scheme, url.host, url.port) == (origin.scheme, origin.host, origin.port)
    assert url.user is None
    if origin.literal is not None:
        assert ip_address(url.host or "") == origin.literal
