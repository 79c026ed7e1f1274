"""Connection attempts, as the published Hub polls them."""

from __future__ import annotations

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.tables import connection_attempts
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
GONE = {"status": "expired", "account": None, "error": None}


async def test_an_attempt_is_pending_until_it_is_cancelled(world: World) -> None:
    token = (await world.session())["token"]
    made = await world.hub(token, "POST", "/connection_attempts", json={"token": token})
    assert made.status_code == 200
    path = f"/connection_attempts/{made.json()['id']}"
    assert (await world.hub(token, "GET", path)).json() == {"status": "pending", "account": None, "error": None}
    cancelled = await world.hub(token, "DELETE", path)
    assert (cancelled.status_code, cancelled.content) == (204, b"")
    assert (await world.hub(token, "GET", path)).json()["status"] == "cancelled"


async def test_an_attempt_that_nobody_finished_expires(world: World, clock: FixedClock) -> None:
    token = (await world.session())["token"]
    path = f"/connection_attempts/{(await world.hub(token, 'POST', '/connection_attempts', json={'token': token})).json()['id']}"
    clock.advance(601)
    assert (await world.hub(token, "GET", path)).json() == GONE


async def test_an_unknown_attempt_is_expired_and_cancelling_it_is_no_fault(world: World) -> None:
    token = (await world.session())["token"]
    for attempt_id in ("att_none", "%F0%9F%A6%8A"):
        answer = await world.hub(token, "GET", f"/connection_attempts/{attempt_id}")
        assert (answer.status_code, answer.json()) == (200, GONE)
        assert (await world.hub(token, "DELETE", f"/connection_attempts/{attempt_id}")).status_code == 204


async def test_another_sessions_attempt_is_neither_seen_nor_cancelled(world: World) -> None:
    mine, other = (await world.session())["token"], (await world.session())["token"]
    path = f"/connection_attempts/{(await world.hub(mine, 'POST', '/connection_attempts', json={'token': mine})).json()['id']}"
    assert (await world.hub(other, "GET", path)).json() == GONE
    await world.hub(other, "DELETE", path)
    assert (await world.hub(mine, "GET", path)).json()["status"] == "pending"


async def test_the_token_in_the_body_must_be_of_the_same_session(world: World) -> None:
    mine, other = (await world.session())["token"], (await world.session())["token"]
    answer = await world.hub(mine, "POST", "/connection_attempts", json={"token": other})
    assert (answer.status_code, answer.json()["code"]) == (422, "session_contradicts")
    answer = await world.hub(mine, "POST", "/connection_attempts", json={"token": "lws_forged"})
    assert answer.status_code == 401
    assert await world.rows(connection_attempts) == []


async def test_linking_leaves_an_attempt_that_tells_how_it_went(world: World, clock: FixedClock) -> None:
    token = (await world.session())["token"]
    refused = await world.connect(token, world.key("suspended"))
    reference = refused.json()["reference"]
    assert (await world.hub(token, "GET", f"/connection_attempts/{reference}")).json() == {
        "status": "error",
        "account": None,
        "error": {"code": "credential_refused", "description": "Linear did not accept this API key."},
    }
    linked = (await world.connect(token, world.key())).json()
    found = [row for row in await world.rows(connection_attempts) if row["status"] == "authenticated"]
    assert (await world.hub(token, "GET", f"/connection_attempts/{found[0]['id']}")).json() == {
        "status": "authenticated",
        "account": {"id": linked["id"]},
        "error": None,
    }
    # An attempt that has ended cannot be cancelled.
    await world.hub(token, "DELETE", f"/connection_attempts/{reference}")
    assert (await world.hub(token, "GET", f"/connection_attempts/{reference}")).json()["status"] == "error"
