"""Whatever our reading of an address accepts, both clients connect to exactly that host, and to nothing that is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwright.errors import LinkwrightError
from linkwright.outbound.addresses import Origin, read_origin, split_address
from linkwright.outbound.errors import AddressRefused
from linkwright.outbound.guard import refusal
from linkwright.outbound.transport import OutboundRequest
from tests.unit.outbound.corpus import HOSTS, URLS
from tests.unit.outbound.names import Names
from tests.unit.outbound.test_addresses import spellings
from tests.unit.outbound.watched import CLIENTS, Hurried, Sockets, closing

ABROAD = "192.88.98.7"  # public space; no test goes there
v4 = st.ip_addresses(v=4).map(lambda a: IPv4Address(int(a)))
inner = st.sampled_from(
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0", "192.168.1.1", "100.64.0.1", "224.0.0.1", "168.63.129.16"]
).map(IPv4Address)


def in_ipv6(address: IPv4Address) -> list[str]:
    """The ways in which an IPv6 literal carries an IPv4 address."""
    number = int(address)
    carried = (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80, number)
    forms = [IPv6Address(one) for one in carried]
    teredo = IPv6Address(0x20010000 << 96 | number << 64 | (number ^ 0xFFFFFFFF))
    written = [f"[{one}]" for one in (*forms, teredo)] + [f"[{one.exploded}]" for one in forms]
    return [*written, f"[::ffff:{address}]", f"[64:ff9b::{address}]", f"[::{address}]", f"[::ffff:{address}%25lo]"]


@st.composite
def hosts(draw: st.DrawFn) -> str:
    """A host in any spelling: an address as it may be written, a name, or one of the corpus with a few letters changed."""
    address = draw(inner | v4)
    host = draw(
        st.sampled_from([str(address), *spellings(address), *in_ipv6(address)])
        | st.sampled_from(sorted(HOSTS.values()))
        | st.text("0123456789abcdefx.:[]-_%A", min_size=1, max_size=18)
        | st.from_regex(r"[a-z0-9_-]{1,8}(\.[a-z0-9_-]{1,8}){0,3}", fullmatch=True)
    )
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(host)))
        host = host[:at] + draw(st.sampled_from([*"@#?/\\.:%[]\u3002\uff0e\x00\t ", "%00", "%2e"])) + host[at:]
    return host


@st.composite
def urls(draw: st.DrawFn) -> str:
    """An address in any form."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(sorted(URLS.values()))).format(port=draw(st.integers(0, 70000)))
    scheme = draw(st.sampled_from(["http", "https", "HTTP", "hTTps"]))
    user = draw(st.sampled_from(["", "", "", "user@", "u:p@", "@", "api.linear.app@"]))
    port = draw(st.sampled_from(["", "", ":80", ":443", ":8080", ":08080", ":0", ":65536", ":+1", ":"]))
    rest = draw(st.sampled_from(["", "/", "/x?y=1", "?@evil", "#@127.0.0.1", "/..//127.0.0.1", "\\@127.0.0.1", ";@x"]))
    return f"{scheme}://{user}{draw(hosts())}{port}{rest}"


def expected(url: str) -> Origin | None:
    """Where the guard's own reading says that it goes; None if nowhere."""
    try:
        head, _ = split_address(url)
        return read_origin(head)
    except AddressRefused:
        return None


@pytest.fixture(scope="module")
def sockets() -> Iterator[Sockets]:
    with pytest.MonkeyPatch.context() as patch:
        yield Sockets(patch)


class Anywhere(Names):
    """Knows every name, at one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    async def resolve(self, host: str, port: int = 0, family: object = None) -> list:  # type: ignore[override, type-arg]
        self.turn(host, self._address)
        return await super().resolve(host, port)


async def led(client: str, url: str, address: str) -> tuple[bool, list[str]]:
    """Whether it was refused, and which names were asked for."""
    names = Anywhere(address)
    async with closing(Hurried(client, None, names)) as transport:
        try:
            await transport.send(OutboundRequest("GET", url, {}))
        except AddressRefused:
            return True, names.asked
        except LinkwrightError:
            pass
    return False, names.asked


@pytest.mark.parametrize("client", CLIENTS)
@settings(max_examples=150)
@given(url=urls())
def test_an_address_is_refused_or_goes_to_exactly_the_host_that_was_checked(
    sockets: Sockets, client: str, url: str
) -> None:
    sockets.targets.clear()
    was_refused, asked = asyncio.run(led(client, url, ABROAD))
    origin = expected(url)
    if was_refused:
        assert sockets.targets == []
        assert origin is None or (origin.literal is not None and refusal(origin.literal) is not None)
        return
    assert origin is not None
    if origin.literal is not None:
        assert (set(sockets.targets), asked) == ({(origin.literal, origin.port)}, [])
        assert refusal(origin.literal) is None
    else:
        assert (set(sockets.targets), asked) == ({(IPv4Address(ABROAD), origin.port)}, [origin.host])


@pytest.mark.parametrize("client", CLIENTS)
@settings(max_examples=60)
@given(url=urls(), inside=inner)
def test_a_name_in_any_form_that_leads_to_a_refused_address_is_refused(
    sockets: Sockets, client: str, url: str, inside: IPv4Address
) -> None:
    for address in (str(inside), f"::ffff:{inside}"):
        sockets.targets.clear()
        was_refused, asked = asyncio.run(led(client, url, address))
        assert was_refused or not asked
        assert all(refusal(target) is None for target, _ in sockets.targets)


@given(inner)
def test_no_spelling_of_a_refused_address_is_accepted(address: IPv4Address) -> None:
    for host in (str(address), *spellings(address), *in_ipv6(address)):
        for url in (f"https://{host}", f"http://{host}:8080/x", f"HTTPS://{host.upper()}/", f"https://a@{host}/"):
            origin = expected(url)
            assert origin is None or (origin.literal is not None and refusal(origin.literal) is not None), url
