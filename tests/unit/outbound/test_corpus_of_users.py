"""The table of tricks, through everybody who goes out."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.engine import send
from linkwright.errors import LinkwrightError
from linkwright.outbound.guard import refusal
from linkwright.outbound.origins import OriginMap
from tests.unit.outbound.corpus import ANSWERS, URLS, addresses
from tests.unit.outbound.misbehaving_upstream import ok, running
from tests.unit.outbound.users import USERS
from tests.unit.outbound.watched import (
    CLIENTS,
    Hurried,
    Sockets,
    closing,
    corpus_names,
    without_reading_certificates_again,
)

pytestmark = pytest.mark.anyio
HOME = "https://api.linear.app/corpus"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many tries as ever, with no time between them."""
    without_reading_certificates_again(monkeypatch)
    monkeypatch.setattr(send, "WAITS", (0.0,) * len(send.WAITS))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("user", USERS)
async def test_nobody_is_led_inside_by_an_address(user: str, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sockets = Sockets(monkeypatch)
    went = []
    async with running(lambda _: [ok()]) as upstream, closing(Hurried(client, None, corpus_names())) as transport:
        for name, url in addresses().items():
            try:
                await USERS[user](transport, OriginMap(), url.format(port=upstream.port))
                went.append(name)
            except LinkwrightError as refused:
                assert "hunter2" not in refused.message + refused.remedy
    assert went == []
    assert upstream.connections == 0
    assert [address for address, _ in sockets.targets if refusal(address) is not None] == []


@pytest.mark.parametrize("user", sorted(USERS.keys() - {"webhook_creation"}))
async def test_nobody_is_led_inside_by_a_name_that_turned_after_it_was_taken(
    user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets = Sockets(monkeypatch)
    for address in ("127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:10.0.0.1"):
        names = corpus_names()
        names.turn("api.linear.app", address)
        async with closing(Hurried("libcurl", None, names)) as transport:
            with pytest.raises(LinkwrightError):
                await USERS[user](transport, OriginMap(), HOME)
        assert "api.linear.app" in names.asked
    assert sockets.targets == []


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("user", sorted(USERS.keys() - {"webhook_creation"}))
async def test_every_hostile_answer_is_an_answer_or_an_error_of_ours(user: str, client: str) -> None:
    for name, hostile in ANSWERS.items():
        async with running(lambda _, hostile=hostile: hostile.pieces()) as upstream:  # type: ignore[misc]
            origins = OriginMap.of({"https://api.linear.app": upstream.origin})
            async with closing(Hurried(client, origins, corpus_names(), 0.3)) as transport:
                try:
                    async with asyncio.timeout(20):
                        await USERS[user](transport, origins, HOME)
                except LinkwrightError:
                    continue
                except Exception as broke:
                    raise AssertionError(f"{user} broke over {name}") from broke
                finally:
                    assert all(b"169.254" not in request for request in upstream.requests)


def test_the_table_is_as_long_as_it_is_said_to_be() -> None:
    assert len(addresses()) >= 130
    assert len(URLS) >= 20
    assert len(ANSWERS) >= 35
