"""A hub for the tests of plans and of cut answers whose account is at a twin, so that what is written can be looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.kit.clock import SystemClock
from linkwright.kit.secret import Secret
from tests.unit.actions.hub import ACCOUNT, AUTH, Accounts, Hub, Reply, Vault, send
from tests.unit.examples import brightdesk as desk


class Opens(Vault):
    """Opens every credential to the same key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def _opened(self, place: dict[str, Any]) -> Secret:
        super()._opened(place)
        return Secret(self.key)


def at_linear(key: str = "full") -> tuple[Hub, LinearTwin]:
    """A hub, and the twin of Linear behind it; `key` is the name of the twin's key that the account holds."""
    twin = LinearTwin("tests", SystemClock(), read_lock("linear", CONTRACT_FILE))
    hub = Hub(vault=Opens(twin.keys[key]))
    hub.wire.answer = twin.send
    return hub, twin


def at_brightdesk() -> tuple[Hub, desk.Wire]:
    """The same with the fictional help desk, which is called over REST."""
    wire = desk.Wire()
    row = replace(ACCOUNT, connector_key="brightdesk", connector_version=desk.connector().version)
    hub = Hub(catalog=Catalog([desk.connector()]), accounts=Accounts(row), vault=Opens(desk.twin().KEY))
    hub.wire.answer = wire.send
    return hub, wire


async def rpc(hub: Hub, action: str, call: dict[str, Any] | None = None, **headers: str) -> Reply:
    """A call over RPC; `call` is the rest of the body."""
    return await send(hub.rpc, {"action": action, **(call or {})}, {**AUTH, **headers})


def sent(hub: Hub) -> list[str]:
    """What went to the provider, as its operations."""
    return [call.operation for run in hub.recorder.runs for call in run.calls]
