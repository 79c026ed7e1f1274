"""Which texts are networks, and who comes from one of them."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from linkwright.access.errors import AddressNotAllowed
from linkwright.access.networks import admit, admits, checked_networks, stored_networks
from linkwright.errors import Unprocessable


def test_networks_and_single_addresses_are_taken_in_their_order_and_each_once() -> None:
    texts = [" 203.0.113.0/24 ", "2001:db8::/32", "192.0.2.1", "::1", "203.0.113.0/24", "192.0.2.1/32"]
    assert [str(one) for one in checked_networks(texts)] == [
        "203.0.113.0/24",
        "2001:db8::/32",
        "192.0.2.1/32",
        "::1/128",
    ]


@pytest.mark.parametrize("text", ["", "nowhere", "203.0.113.0/33", "203.0.113.0/", "/24", "300.0.0.1", "10.0.0"])
def test_what_is_no_network_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(Unprocessable, match="is no network: write 203.0.113.0/24") as found:
        checked_networks(["192.0.2.1", f" {text} "])
    assert found.value.message.startswith(f"“{text}” ")
    assert found.value.extra == {"field": "networks"}


def test_only_sixty_characters_of_what_is_no_network_are_quoted() -> None:
    with pytest.raises(Unprocessable) as found:
        checked_networks(["x" * 100])
    assert found.value.message.startswith(f"“{'x' * 60}” is")


@pytest.mark.parametrize(("text", "meant"), [("203.0.113.7/24", "203.0.113.0/24"), ("2001:db8::1/32", "2001:db8::/32")])
def test_bits_beyond_the_length_are_asked_about(text: str, meant: str) -> None:
    with pytest.raises(Unprocessable) as found:
        checked_networks([text])
    assert found.value.message == f"{text} has bits beyond its length. Did you mean {meant}, or the one address?"
    assert found.value.extra == {"field": "networks"}


def test_a_hundred_networks_are_taken_and_no_more() -> None:
    texts = [f"10.0.{n}.0/24" for n in range(101)]
    assert len(checked_networks(texts[:100])) == 100
    with pytest.raises(Unprocessable, match="at most 100 networks") as found:
        checked_networks(texts)
    assert found.value.extra == {"field": "networks"}


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("203.0.113.255", True),
        ("203.0.114.0", False),
        ("::ffff:203.0.113.9", True),
        ("::ffff:203.0.114.9", False),
        ("2001:db8::1", True),
        ("2001:db8::1%eth0", True),
        ("2001:db9::1", False),
        ("", False),
        ("unknown", False),
    ],
)
def test_an_address_lies_in_one_of_the_networks_or_is_refused_by_its_name(address: str, inside: bool) -> None:
    networks = stored_networks('["203.0.113.0/24", "2001:db8::/32"]')
    assert networks == (ip_network("203.0.113.0/24"), ip_network("2001:db8::/32"))
    assert admits(networks, address) is inside
    if inside:
        admit(networks, address)
        return
    with pytest.raises(AddressNotAllowed) as found:
        admit(networks, address)
    assert found.value.message == f"This project may not be used from {address or 'an unknown address'}."
    assert found.value.extra == {"address": address or None}


def test_no_networks_mean_anywhere_and_an_empty_list_nowhere() -> None:
    assert stored_networks(None) is None
    admit(None, "anything")
    with pytest.raises(AddressNotAllowed):
        admit((), "192.0.2.1")
