from __future__ import annotations

import socket

import pytest

from linkwright.outbound.addresses import read_origin
from linkwright.outbound.errors import AddressRefused
from linkwright.outbound.gate import AddressBlocked, Gate, GuardedResolver
from linkwright.outbound.origins import OriginMap
from tests.unit.outbound.names import Names

pytestmark = pytest.mark.anyio
NO_MAP = OriginMap()


def info(address: str, port: int = 443) -> tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["2606:4700::1", "::1"], ["fe80::1%2"]])
async def test_a_name_with_any_refused_address_is_refused(addresses: list[str]) -> None:
    resolver = GuardedResolver(Names(a_example=[addresses]), Gate(NO_MAP))
    with pytest.raises(AddressRefused, match=r"a\.example is not called"):
        await resolver.resolve("a.example", 443)


async def test_a_name_that_leads_elsewhere_the_second_time_is_checked_again() -> None:
    resolver = GuardedResolver(Names(a_example=[["8.8.8.8"], ["127.0.0.1"]]), Gate(NO_MAP))
    assert [found["host"] for found in await resolver.resolve("a.example", 443)] == ["8.8.8.8"]
    with pytest.raises(AddressRefused):
        await resolver.resolve("a.example", 443)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:10.0.0.1", "169.254.169.254"])
async def test_no_socket_is_made_for_a_refused_address_whatever_went_before(address: str) -> None:
    with pytest.raises(AddressBlocked):
        Gate(NO_MAP).make_socket(info(address))


async def test_a_socket_is_made_for_a_public_address() -> None:
    with Gate(NO_MAP).make_socket(info("8.8.8.8")) as made:
        assert made.family == socket.AF_INET


async def test_an_admitted_name_leads_inside_and_to_its_own_port_only() -> None:
    gate = Gate(OriginMap.of({"https://api.example": "http://gateway.example:8080"}))
    resolver = GuardedResolver(Names(gateway_example=[["10.0.0.5"]], evil_example=[["10.0.0.5"]]), gate)
    gate.check_origin(read_origin("http://gateway.example:8080"))
    await resolver.resolve("gateway.example", 8080)
    gate.make_socket(info("10.0.0.5", 8080)).close()
    with pytest.raises(AddressBlocked):
        gate.make_socket(info("10.0.0.5", 8081))
    with pytest.raises(AddressRefused):
        await resolver.resolve("gateway.example", 8081)
    with pytest.raises(AddressRefused):
        await resolver.resolve("evil.example", 8080)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:9000", "http://[::1]", "https://10.1.2.3"])
async def test_a_literal_address_inside_is_refused_unless_it_is_admitted(origin: str) -> None:
    with pytest.raises(AddressRefused):
        Gate(NO_MAP).check_origin(read_origin(origin))
    Gate(OriginMap.of({"https://a.example": origin})).check_origin(read_origin(origin))


async def test_an_admitted_host_and_port_does_not_admit_another_scheme() -> None:
    for target in ("http://gateway.example:8080", "http://10.0.0.5:8080"):
        gate = Gate(OriginMap.of({"https://a.example": target}))
        with pytest.raises(AddressRefused):
            gate.check_origin(read_origin(target.replace("http:", "https:")))
