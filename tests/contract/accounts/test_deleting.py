"""Deleting: the credential is destroyed first, the provider is told where it can be, and a receipt stays."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linkwright.accounts.deleting import Deleting
from linkwright.engine.errors import ProviderFault
from linkwright.kit import jsons
from linkwright.store.tables import account_checks, accounts, credentials, deletion_receipts
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def delete(world: World, account: dict[str, Any]) -> dict[str, Any]:
    answer = await world.api("DELETE", f"/accounts/{account['id']}")
    assert answer.status_code == 200, answer.text
    receipt: dict[str, Any] = answer.json()["linkwright"]["receipt"]
    kept = await world.api("GET", f"/accounts/{account['id']}/receipt")
    assert kept.json() == receipt
    return receipt


@pytest.mark.promise("accounts.receipt")
async def test_the_receipt_says_what_was_destroyed_by_whom_and_when_and_holds_no_secret(world: World) -> None:
    account = await world.linked()
    assert await delete(world, account) == {
        "account_id": account["id"],
        "provider": "linear",
        "auth_method": "api_key",
        "origin_owner_id": "owner-1",
        "origin_owner_name": "Acme",
        "destroyed_fields": ["api_key"],
        "deleted_at": "2026-11-24T12:00:00.000Z",
        "deleted_by": "key:key_main",
        "deleted_by_name": "server",
        "revocation": "not_supported",
        "revocation_detail": "Linear lets only the owner end this API key, in the settings there.",
    }
    for table in (accounts, credentials, account_checks):
        assert await world.rows(table) == []
    [row] = await world.rows(deletion_receipts)
    told = jsons.dumps({str(name): str(value) for name, value in row.items()})
    assert world.key() not in told
    assert world.key()[-4:] not in told
    assert world.revoking.given == []


async def test_the_provider_is_told_with_the_credential_that_was_destroyed(world: World) -> None:
    world.revoking.able = True
    receipt = await delete(world, await world.linked())
    assert (receipt["revocation"], receipt["revocation_detail"]) == ("revoked", "Linear has ended it too.")
    assert world.revoking.given == [{"api_key": world.key()}]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ProviderFault("Linear failed."), "Linear failed."),
        (TimeoutError(), "Linear did not answer in 15 seconds."),
        (RuntimeError("oh"), "Something broke on our side; the log says what."),
    ],
)
async def test_whatever_the_provider_says_the_account_is_gone_and_the_receipt_tells_it(
    world: World, error: Exception, said: str
) -> None:
    world.revoking.able, world.revoking.error = True, error
    receipt = await delete(world, await world.linked())
    assert (receipt["revocation"], receipt["revocation_detail"]) == ("failed", said)
    assert await world.rows(credentials) == []


async def test_a_hub_that_stops_before_the_provider_has_answered_leaves_a_receipt_that_says_so(world: World) -> None:
    account = await world.linked()
    reached = asyncio.Event()

    class Hanging:
        def supports(self, *_: Any) -> bool:
            return True

        async def revoke(self, *_: Any) -> None:
            reached.set()
            await asyncio.Event().wait()

    made = world.services
    deleting = Deleting(world.database, made.accounts, made.vault, world.ways, Hanging(), world.clock)
    task = asyncio.create_task(deleting.delete(world.callers["full"], account["id"]))
    await reached.wait()
    kept = (await world.api("GET", f"/accounts/{account['id']}/receipt")).json()
    assert (kept["revocation"], kept["revocation_detail"]) == (
        "failed",
        "The hub stopped before the provider had answered.",
    )
    assert await world.rows(credentials) == []
    for one in asyncio.all_tasks() - {asyncio.current_task()}:
        if one is task or "_revoked" in repr(one):
            one.cancel()


async def test_a_receipt_is_seen_in_its_own_project_only_and_an_account_that_is_there_has_none(world: World) -> None:
    account, other = await world.linked(), await world.linked(origin_owner_id="owner-2")
    await delete(world, account)
    await world.add_project("second")
    for path, as_ in (
        (f"/accounts/{account['id']}/receipt", "second-full"),
        (f"/accounts/{other['id']}/receipt", "full"),
        ("/accounts/acc_none/receipt", "full"),
    ):
        answer = await world.api("GET", path, as_=as_)
        assert (answer.status_code, answer.json()["code"]) == (404, "receipt_not_found"), path


async def test_a_reconnect_link_is_for_this_account_only(world: World) -> None:
    account = await world.linked()
    answer = await world.api("POST", f"/accounts/{account['id']}/reconnect_link")
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    link = answer.json()
    assert (link["account_id"], link["expires_at"]) == (account["id"], "2026-12-01T12:00:00.000Z")
    opened = await world.http.post("/link/open", json={"token": link["url"].rsplit("/", 1)[1]})
    renewed = await world.connect(opened.json()["token"], world.key("member"))
    assert renewed.json()["id"] == account["id"]
    short = await world.api("POST", f"/accounts/{account['id']}/reconnect_link", json={"expires_in": 60})
    assert short.json()["expires_at"] == "2026-11-24T12:01:00.000Z"
    assert (await world.api("POST", "/accounts/acc_none/reconnect_link")).status_code == 404
    assert (await world.api("POST", f"/accounts/{account['id']}/reconnect_link", as_="reader")).status_code == 403
