"""Calls on a project's own connector: the pinned version runs, with its effects, and only towards known hosts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.actions.errors import AccountNotUsable
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.transports import HubTransports, NoTwin
from linkwright.connectors.compiled import Action, Connector
from linkwright.kit.clock import SystemClock
from linkwright.outbound.origins import OriginMap
from tests.unit.actions.hub import ACCOUNT, AUTH, CATALOG, PRINCIPAL, READ, Accounts, Hub, send

pytestmark = pytest.mark.anyio
SHIPPED = CATALOG.get("linear")
assert SHIPPED is not None
HOSTS = SHIPPED.hosts
ROW = replace(ACCOUNT, hosts=HOSTS)


def version(number: str, **changes: Any) -> Connector:
    """A version of the project's own Linear; `effect` is that of list_teams."""
    assert SHIPPED is not None
    effect = changes.pop("effect", "read")
    listed: Action = replace(SHIPPED.actions["linear_list_teams"], effect=effect)
    actions = {**SHIPPED.actions, listed.id: listed}
    return replace(SHIPPED, owner="prj_1", version=number, hash=f"hash of {number}", actions=actions, **changes)


def catalog(**pins: Connector | None) -> Catalog:
    """A project's catalogue: `latest` and `old` (the pin 1.x.x)."""
    by_pin = {"latest": pins.get("latest"), "1.x.x": pins.get("old")}
    return Catalog(CATALOG.connectors(), {"linear": by_pin}, {"linear": ("1.0.0", "2.0.0")})


class Changing(Catalog):
    """A catalogue that another one takes the place of after the first look."""

    def __init__(self, first: Catalog, then: Catalog) -> None:
        self._looks = [first]
        self._then = then

    def peek(self, project_id: str) -> Catalog:
        return self._looks.pop() if self._looks else self._then


async def test_the_pin_of_the_accounts_profile_decides_which_version_runs() -> None:
    both = catalog(latest=version("2.0.0"), old=version("1.0.0"))
    for pin, number in (("latest", "2.0.0"), ("1.x.x", "1.0.0")):
        hub = Hub(catalog=both, accounts=Accounts(replace(ROW, profile_version=pin)))
        assert (await send(hub.rpc, READ, AUTH)).status == 200
        assert hub.last.definition == f"hash of {number}"


async def test_the_effect_that_counts_is_that_of_the_version_that_runs() -> None:
    both = catalog(latest=version("2.0.0"), old=version("1.0.0", effect="write"))
    for pin, status in (("latest", 200), ("1.x.x", 403)):
        hub = Hub(catalog=both, accounts=Accounts(replace(ROW, profile_version=pin)))
        hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
        assert (await send(hub.rpc, READ, AUTH)).status == status
        assert len(hub.wire.sent) == (1 if status == 200 else 0)


async def test_what_was_decided_over_is_what_runs_though_a_newer_version_comes_meanwhile() -> None:
    harmless, harmful = catalog(latest=version("1.0.0")), catalog(latest=version("2.0.0", effect="destroy"))
    hub = Hub(catalog=Changing(harmless, harmful), accounts=Accounts(ROW))
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    assert (await send(hub.rpc, READ, AUTH)).status == 200
    assert hub.last.definition == "hash of 1.0.0"
    assert (await send(hub.rpc, READ, AUTH)).status == 403
    assert len(hub.wire.sent) == 1


async def test_an_action_that_only_a_newer_version_has_does_not_run_on_an_older_one() -> None:
    older = version("1.0.0")
    older = replace(older, actions={key: one for key, one in older.actions.items() if key != "linear_list_teams"})
    both = catalog(latest=version("2.0.0"), old=older)
    hub = Hub(catalog=both, accounts=Accounts(replace(ROW, profile_version="1.x.x")))
    refused = await send(hub.rpc, READ, AUTH)
    assert (refused.status, refused.json["code"]) == (404, "unknown_action")
    assert hub.wire.sent == []


@pytest.mark.promise("connectors.credentials-stay")
@pytest.mark.parametrize("given", [None, frozenset(), HOSTS], ids=["not noted", "none", "Linear's"])
async def test_a_host_that_the_credential_was_not_given_for_gets_nothing(given: frozenset[str] | None) -> None:
    greedy = catalog(latest=version("2.0.0", hosts=HOSTS | {"collect.example"}))
    hub = Hub(catalog=greedy, accounts=Accounts(replace(ROW, hosts=given)))
    refused = await send(hub.rpc, READ, AUTH)
    assert (refused.status, refused.json["code"]) == (412, "account_not_usable")
    assert "collect.example" in refused.json["message"]
    assert "reconnect" in refused.json["hint"]
    assert (hub.wire.sent, hub.vault.asked) == ([], [])


async def test_the_hubs_own_connector_may_come_to_call_another_host() -> None:
    assert SHIPPED is not None
    grown = Catalog([replace(SHIPPED, hosts=HOSTS | {"files.linear.example"})])
    hub = Hub(catalog=grown, accounts=Accounts(replace(ROW, hosts=HOSTS)))
    assert (await send(hub.rpc, READ, AUTH)).status == 200


@pytest.mark.parametrize(
    ("pin", "said", "remedy"),
    [
        ("3.x.x", "The connector profile is pinned to 3.x.x, which fits no version of linear", "--version latest"),
        ("latest", "The project's connector linear does not load", "Push it again"),
    ],
)
async def test_without_a_version_to_run_the_refusal_says_why_and_what_to_do(pin: str, said: str, remedy: str) -> None:
    hub = Hub(catalog=catalog(), accounts=Accounts(replace(ROW, profile_version=pin)))
    refused = await send(hub.rpc, READ, AUTH)
    assert refused.status == AccountNotUsable.status
    assert said in refused.json["message"]
    assert remedy in refused.json["hint"]


async def test_tools_are_those_of_the_pinned_version() -> None:
    old = version("1.0.0")
    old = replace(old, actions={"linear_list_teams": old.actions["linear_list_teams"]})
    hub = Hub(
        catalog=catalog(latest=version("2.0.0"), old=old), accounts=Accounts(replace(ROW, profile_version="1.x.x"))
    )
    headers = {**AUTH, "content-type": "application/json", "accept": "application/json, text/event-stream"}
    told = await send(hub.mcp, {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}, headers)
    assert [tool["name"] for tool in told.json["result"]["tools"]] == ["linear_list_teams"]


def test_a_projects_own_connector_has_no_twin_though_the_hubs_of_that_key_has_one() -> None:
    live: Any = object()
    mine = version("1.0.0")
    assert SHIPPED is not None
    plain = HubTransports(live, CATALOG, SystemClock())
    assert plain.for_tests(SHIPPED) == "twin"
    for ask in (lambda: plain.twin(mine, "prj_1"), lambda: plain.for_tests(mine)):
        with pytest.raises(NoTwin, match="Linear is this project's own connector and has no twin"):
            ask()
    mapped = OriginMap.of({"https://api.linear.app": "http://127.0.0.1:9"})
    assert HubTransports(live, CATALOG, SystemClock(), mapped).for_tests(mine) == "live"
