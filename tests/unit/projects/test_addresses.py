"""A project's own address, and what a request's host may mean."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.errors import Unprocessable
from linkwright.projects.addresses import host_of, hosts_told, is_own_name, own_address

HUB = "https://hub.example/path"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://link.example.com", "https://link.example.com"),
        (" HTTPS://Link.Example.com:443/ ", "https://link.example.com"),
        ("https://link.example.com:8443", "https://link.example.com:8443"),
    ],
)
def test_an_address_has_one_spelling(written: str, kept: str) -> None:
    assert own_address(written, HUB) == kept


@pytest.mark.parametrize("written", ["http://localhost:8400", "http://127.0.0.2:8400", "http://[::1]:8400"])
def test_on_this_machine_alone_an_address_may_be_of_this_machine(written: str) -> None:
    assert own_address(f"{written}/", "http://127.0.0.1:8400") == written
    with pytest.raises(Unprocessable, match="the hub itself may be reached at this one"):
        own_address(written, HUB)


@pytest.mark.parametrize(
    "host",
    [
        "linkwright",
        "10.1.2.3",
        "203.0.113.7",
        "[2001:db8::7]",
        "hub.internal",
        "hub.local",
        "hub.svc",
        "a.hub.home.arpa",
    ],
)
@pytest.mark.parametrize("hub", [HUB, "http://127.0.0.1:8400"])
def test_what_a_hub_may_be_reached_at_from_inside_is_nobodys_own(host: str, hub: str) -> None:
    with pytest.raises(Unprocessable, match="the hub itself may be reached at this one"):
        own_address(f"https://{host}:8400", hub)


def test_the_names_of_the_hub_are_nobodys_own_at_any_port() -> None:
    for taken in ("https://hub.example:80", "https://hub.example:8443", "https://hub.tools", "https://HUB.tools:8400"):
        with pytest.raises(Unprocessable, match="the hub itself"):
            own_address(taken, HUB, ["hub.tools"])
    assert own_address("https://link.hub.tools", HUB, ["hub.tools"]) == "https://link.hub.tools"
    for host in (b"hub.tools", b"HUB.tools:8400", b"hub.tools."):
        assert is_own_name(host, ["hub.tools"])
    for host in (b"link.hub.tools", b"hub.tools.evil.example", b"hub.tools:x", b""):
        assert not is_own_name(host, ["hub.tools"])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("http://link.example.com", "https://"),
        ("https://link.example.com/hub", "own address"),
        ("https://link.example.com?x=1", "own address"),
        ("https://user@link.example.com", "user name"),
        ("ftp://link.example.com", "http and https"),
        ("link.example.com", "http and https"),
        ("https://", "own address"),
        ("https://0x7f.1", "spelling"),
        ("https://link.example.com\\.evil.example", "own address"),
        ("https://link.example.com\r\nx: y", "own address"),
        ("https://münchen.example", "ASCII"),
        ("https://hub.example", "the hub itself"),
        ("https://HUB.example:443/", "the hub itself"),
        ("*", "own address"),
        (5, "It is a text"),
        (["https://link.example.com"], "It is a text"),
    ],
)
def test_what_is_no_address_of_its_own_is_refused(written: Any, told: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        own_address(written, HUB)
    assert told in str(refused.value)
    assert refused.value.extra == {"field": "public_url"}


def test_a_host_is_compared_with_its_port() -> None:
    assert host_of("https://link.example.com") in hosts_told("LINK.example.com")
    assert host_of("https://link.example.com") in hosts_told("link.example.com:443")
    assert host_of("http://localhost:8400") in hosts_told("localhost:8400")
    assert host_of("http://[::1]:8400") in hosts_told("[::1]:8400")
    assert host_of("https://link.example.com") not in hosts_told("link.example.com:8443")
    assert host_of("https://link.example.com:8443") not in hosts_told("link.example.com")
    assert host_of("https://link.example.com") not in hosts_told("link.example.com.evil.example")


@pytest.mark.parametrize(
    "host", ["", "a b", "a/b", "a@b", "a:b", "a:1:2", "[::1", "*", "é.example", "a\x00", "link.example.com.", "x" * 300]
)
def test_a_host_that_makes_no_sense_means_nothing(host: str) -> None:
    assert hosts_told(host) == ()
