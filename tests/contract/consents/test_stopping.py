"""What stops a client at once, and what it may act on while it is let in."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from linkwright.consents.tokens.uses import ConsentUses
from linkwright.store.tables import accounts, mcp_consents, members
from tests.contract.consents.world import World

pytestmark = pytest.mark.anyio


async def test_connected_clients_are_listed_and_shut_out_by_the_api(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    assert await world.works(given["access_token"])
    await world.hub.consent_uses.flush()
    (listed,) = (await world.api("GET", "/mcp_clients")).json()
    assert (listed["client_id"], listed["client_name"], listed["verified"]) == (client, "Tester", False)
    assert (listed["account_ids"], listed["extent"], listed["member_name"]) == ([account], "read", "Ann Lee")
    assert listed["redirect_host"] == "client.example"
    assert listed["last_used_at"] is not None
    assert (await world.api("DELETE", f"/mcp_clients/{listed['id']}")).status_code == 200
    assert await world.ends(given["access_token"])
    assert (await world.refresh(client, given["refresh_token"])).json()["error"] == "invalid_grant"
    assert (await world.api("DELETE", f"/mcp_clients/{listed['id']}")).status_code == 404
    assert (await world.api("DELETE", "/mcp_clients/x%01y")).status_code == 404


async def test_another_project_neither_sees_nor_ends_a_client(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    async with world.hub.database.write() as tx:
        organization = (await tx.execute(sa.select(members.c.organization_id))).scalar_one()
        project = await world.hub.projects.create(tx, organization, "other")
        _, key = await world.hub.keys.create(tx, project.id, "other")
        _, reader = await world.hub.keys.create(tx, project.id, "reader", ["actions"])
    (listed,) = (await world.api("GET", "/mcp_clients")).json()
    assert (await world.api("GET", "/mcp_clients", key=key.reveal())).json() == []
    assert (await world.api("DELETE", f"/mcp_clients/{listed['id']}", key=key.reveal())).status_code == 404
    assert (await world.api("GET", "/mcp_clients", key=reader.reveal())).status_code == 403
    assert await world.works(given["access_token"])


@pytest.mark.promise("mcp.stopped-within-a-second")
@pytest.mark.parametrize("deed", ["demoted", "removed", "moved", "ended"])
async def test_a_client_is_stopped_within_a_second_when_its_member_or_consent_is(
    world: World, client: str, account: str, deed: str
) -> None:
    given = await world.tokens(client, account)
    assert await world.works(given["access_token"])
    changes = {
        "demoted": sa.update(members).values(role="viewer"),
        "removed": sa.delete(members),
        "moved": sa.update(mcp_consents).values(expires_at=world.clock.now()),
        "ended": sa.delete(mcp_consents),
    }
    async with world.hub.database.write() as tx:
        await tx.execute(changes[deed])
    assert await world.ends(given["access_token"])
    assert (await world.mcp(given["access_token"])).status_code == 401


async def test_a_client_acts_on_its_account_unnamed_and_on_no_other(world: World, client: str, account: str) -> None:
    other = await world.put_account("cus_2")
    token = (await world.tokens(client, account))["access_token"]
    listed = (await world.mcp(token, "tools/list")).json()["result"]["tools"]
    assert {tool["annotations"]["readOnlyHint"] for tool in listed} == {True}
    assert "result" in (await world.mcp(token, "tools/list", x_account_id=account)).json()
    refused = (await world.mcp(token, "tools/list", x_account_id=other)).json()["error"]
    assert (refused["code"], refused["data"]["code"]) == (-31403, "account_not_granted")
    by_address = await world.http.post(
        f"/mcp?account_id={other}",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
        headers={"authorization": f"Bearer {token}"},
    )
    assert by_address.json()["error"]["data"]["code"] == "account_not_granted"


async def test_a_client_of_several_accounts_sees_the_tools_of_each_or_names_one(
    world: World, client: str, account: str
) -> None:
    second = await world.put_account("cus_2")
    sent = await world.answer(world.asking(client), account=[account, second])
    code = sent.headers["location"].partition("code=")[2].partition("&")[0]
    token = (await world.trade(client, code)).json()["access_token"]
    both = (await world.mcp(token, "tools/list")).json()["result"]["tools"]
    for one in (account, second):
        named = (await world.mcp(token, "tools/list", x_account_id=one)).json()["result"]["tools"]
    assert len({tool["name"] for tool in both}) == len(both) >= 2 * (len(named) - 1)


async def test_a_deleted_account_is_gone_for_its_client_at_once(world: World, client: str, account: str) -> None:
    token = (await world.tokens(client, account))["access_token"]
    assert "result" in (await world.mcp(token, "tools/list")).json()
    async with world.hub.database.write() as tx:
        await tx.execute(sa.update(accounts).values(status="suspended"))
    assert await _told(world, token, "account_not_usable")
    assert (await world.api("DELETE", f"/accounts/{account}")).status_code == 200
    assert await _told(world, token, "account_not_found")


async def _told(world: World, token: str, code: str) -> bool:
    """Whether calls come to be refused so, within a second."""
    import asyncio

    async with asyncio.timeout(1.5):
        while True:
            answer = (await world.mcp(token, "tools/list")).json()
            if answer.get("error", {}).get("data", {}).get("code") == code:
                return True
            await asyncio.sleep(0)


async def test_api_keys_work_as_before_and_lead_to_signing_in_where_they_do_not(world: World, account: str) -> None:
    assert "result" in (await world.mcp(world.key, "tools/list", x_account_id=account)).json()
    bare = await world.http.post("/mcp", json={})
    metadata = "https://hub.example/.well-known/oauth-protected-resource/mcp"
    told = f'Bearer resource_metadata="{metadata}", scope="actions:execute read"'
    assert (bare.status_code, bare.headers["www-authenticate"]) == (401, told)
    wrong = (await world.mcp("lwm_wrong")).headers["www-authenticate"]
    assert wrong.startswith('Bearer error="invalid_token", error_description="')
    assert f'resource_metadata="{metadata}"' in wrong


async def test_the_use_of_a_consent_that_is_gone_is_not_noted(world: World) -> None:
    uses = ConsentUses(world.hub.database, world.clock)
    uses.note("cns_gone")
    await uses.flush()
