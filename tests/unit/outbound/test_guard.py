from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.outbound.guard import carried_ipv4, refusal

REFUSED = {
    "unspecified": ["0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"],
    "private": [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "fd00:ec2::254",
        "fc00::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "64:ff9b::c0a8:101",
        "2002:0a00:0001::",
        "64:ff9b:1::1",
    ],
    "link-local": ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"],
    "shared (carrier-grade NAT)": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": [
        "240.0.0.1",
        "255.255.255.255",
        "192.0.0.192",
        "2001:0:1::1",
        "2001:20::1",
        "::7f00:1",
        "100::1",
        "4000::1",
        "5f00::1",
        "1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.9", "2001:db8::1", "3fff::1"],
    "benchmark": ["198.18.0.1", "198.19.255.255"],
    "cloud metadata": ["168.63.129.16", "::ffff:168.63.129.16"],
}
PUBLIC = ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0"]
PUBLIC += ["126.255.255.255", "128.0.0.0", "169.253.255.255", "192.167.255.255", "223.255.255.255", "168.63.129.17"]
PUBLIC += ["2606:4700::1111", "2001:200::1", "2a00::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
v4 = st.ip_addresses(v=4).map(lambda a: IPv4Address(int(a)))
v6 = st.ip_addresses(v=6).map(lambda a: IPv6Address(int(a)))


@pytest.mark.parametrize(("kind", "address"), [(kind, each) for kind, listed in REFUSED.items() for each in listed])
def test_an_address_that_leads_inside_is_refused_by_its_kind(kind: str, address: str) -> None:
    assert refusal(ip_address(address)) == kind


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called_up_to_the_edges_of_the_tables(address: str) -> None:
    assert refusal(ip_address(address)) is None


def test_an_address_with_a_zone_is_refused() -> None:
    assert refusal(IPv6Address("2606:4700::1111%eth0")) == "link-local"


@given(v4)
def test_an_ipv4_address_is_judged_the_same_however_ipv6_carries_it(address: IPv4Address) -> None:
    number = int(address)
    for carrier in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert carried_ipv4(IPv6Address(carrier)) == address
        assert refusal(IPv6Address(carrier)) == refusal(address)


@given(v4 | v6)
def test_what_python_calls_internal_is_never_called(address: IPv4Address | IPv6Address) -> None:
    judged = (carried_ipv4(address) if isinstance(address, IPv6Address) else None) or address
    internal = judged.is_private or judged.is_loopback or judged.is_link_local or judged.is_multicast
    if internal or judged.is_unspecified or (isinstance(judged, IPv4Address) and judged.is_reserved):
        assert refusal(address) is not None


@given(v6)
def test_only_global_unicast_and_carried_addresses_are_called_over_ipv6(address: IPv6Address) -> None:
    if refusal(address) is None and carried_ipv4(address) is None:
        assert int(address) >> 125 == 1
