"""Refusals stand in the record, and nothing of what was sent does."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.store.tables import audit_records
from tests.contract.audit.people import PASSWORD
from tests.contract.audit.routes import Walk
from tests.contract.consents.world import COOKIES, World

pytestmark = pytest.mark.anyio


async def _refused(world: World) -> list[tuple[str, str, str, Any, Any]]:
    await world.hub.recorder.flush()
    await world.hub.audit.denials.flush()
    columns = audit_records.c
    wanted = (columns.event, columns.principal, columns.reason, columns.target_id, columns.detail)
    async with world.hub.database.read() as tx:
        rows = await tx.execute(sa.select(*wanted).where(columns.outcome == "refused").order_by(columns.noted))
        return [tuple(row) for row in rows]


async def test_what_a_key_may_not_do_or_does_not_find_is_recorded_under_its_name(world: World) -> None:
    walk = Walk(world)
    made = (await walk.console("POST", "/console/api/keys", {"name": "reader", "preset": "read-only"})).json()
    reader = f"key:{made['id']}"
    assert (await world.api("PATCH", "/project", key=made["key"], json={"app_name": "X"})).status_code == 403
    assert (await world.api("GET", "/accounts/acc_of_somebody_else", key=made["key"])).status_code == 404
    assert (await world.api("GET", "/nothing/here", key=made["key"])).status_code == 404
    await walk.console("POST", f"/console/api/keys/{made['id']}/revoke")
    assert (await world.api("GET", "/accounts", key=made["key"])).status_code == 401
    assert (await world.api("GET", "/accounts", key="lw_nobody")).status_code == 401
    assert await _refused(world) == [
        ("access.denied", reader, "forbidden", None, {"operation": "PATCH /project"}),
        (
            "access.denied",
            reader,
            "account_not_found",
            "acc_of_somebody_else",
            {"operation": "GET /accounts/{account_id}"},
        ),
        ("access.key_refused", reader, "key_revoked", None, {"operation": "GET /accounts"}),
    ]


async def test_a_call_that_is_refused_is_recorded_as_a_call(world: World) -> None:
    walk = Walk(world)
    account = await walk.account()
    headers = {"x-account-id": account}
    off = {"action": "linear_delete_issue", "path": {"id": "x"}}
    assert (await walk.api("POST", "/actions/rpc", off, headers=headers)).status_code == 403
    elsewhere = {"x-account-id": "acc_of_somebody_else"}
    assert (
        await walk.api("POST", "/actions/rpc", {"action": "linear_list_teams"}, headers=elsewhere)
    ).status_code == 404
    refused = [(event, reason, target) for event, _, reason, target, _ in await _refused(world)]
    assert [(event, target) for event, _, target in refused] == [
        ("action.run", "linear_delete_issue"),
        ("action.run", "linear_list_teams"),
    ]


async def test_a_change_by_cookie_alone_and_a_wrong_password_are_recorded_without_what_was_typed(world: World) -> None:
    walk = Walk(world)
    me = (await walk.me())["member"]["id"]
    cookie = {"cookie": f"{COOKIES.session}={world.cookie}"}
    body = {"name": "forged", "preset": "full"}
    assert (await world.http.post("/console/api/keys", json=body, headers=cookie)).status_code == 403
    for email in ("ann@example.com", "not-a-member@example.com"):
        sent = {"email": email, "password": "wrong-pass-phrase"}
        assert (await world.http.post("/console/api/sign-in", json=sent)).status_code == 401
    found = await _refused(world)
    assert [(event, principal) for event, principal, *_ in found] == [
        ("access.csrf_refused", f"member:{me}"),
        ("access.sign_in_refused", f"member:{me}"),
        ("access.sign_in_refused", "unknown"),
    ]


async def test_knocking_without_end_is_counted_and_not_written_down_without_end(world: World) -> None:
    for number in range(310):
        await world.api("GET", f"/accounts/acc_{number}")
    found = await _refused(world)
    assert len(found) == 300
    async with world.hub.database.read() as tx:
        lost = sa.select(audit_records.c.detail).where(audit_records.c.event == "audit.lost")
        assert sum(row["records"] for row in (await tx.execute(lost)).scalars()) == 10


@pytest.mark.promise("audit.no-values")
async def test_no_value_secret_e_mail_address_or_password_stands_in_the_record(world: World) -> None:
    walk = Walk(world)
    canary = "canary-4f1c9a"
    headers = {"x-account-id": await walk.account()}
    teams = await walk.api("POST", "/actions/rpc", {"action": "linear_list_teams"}, headers=headers)
    body = {"teamId": teams.json()["data"][0]["id"], "title": canary, "description": canary}
    issue = {"action": "linear_create_issue", "body": body}
    assert (await walk.api("POST", "/actions/rpc", issue, headers=headers)).status_code == 200
    await walk.api("POST", "/actions/rpc", {"action": "linear_get_issue", "path": {"id": canary}}, headers=headers)
    await walk.api("POST", "/actions/rpc", {"action": "linear_list_issues", "query": {canary: 1}}, headers=headers)
    await walk.mcp("tools/call", name="linear_get_issue", arguments={"path": {"id": canary}})
    await walk.api("PATCH", f"/accounts/{headers['x-account-id']}", {"label": canary, "metadata": {"a": canary}})
    await walk.api("PATCH", "/project", {"app_name": canary})
    await walk.session(label=canary, origin_owner_name=canary, metadata={"a": canary})
    await walk.api("POST", "/webhook_endpoints", {"url": f"https://hooks.example/{canary}", "description": canary})
    await walk.api("POST", "/ai/tool-feedback", {"feedback": canary, "account_id": headers["x-account-id"]})
    await world.http.post("/console/api/sign-in", json={"email": f"{canary}@example.com", "password": canary})
    await world.api("GET", f"/connect_sessions/{canary}?x={canary}")
    await world.http.get(f"/link/{canary}")
    await walk.proxied()
    await world.hub.recorder.flush()
    await world.hub.audit.denials.flush()
    async with world.hub.database.read() as tx:
        rows = [dict(row) for row in (await tx.execute(sa.select(audit_records))).mappings()]
    assert len(rows) > 30
    secrets = (canary, PASSWORD, "ann@example.com", world.key, world.cookie, "lin_api_", "Bakery")
    found = [
        (row["event"], name) for row in rows for name, value in row.items() for one in secrets if one in str(value)
    ]
    # The id that a caller names in an address is the one thing that is kept of it: that is what an auditor looks for.
    assert {(event, name) for event, name in found} <= {("access.denied", "target_id")}


async def test_the_same_arguments_have_the_same_digest_in_one_project_whatever_their_order(world: World) -> None:
    walk = Walk(world)
    headers = {"x-account-id": await walk.account()}
    for query in ({"limit": 5, "orderBy": "createdAt"}, {"orderBy": "createdAt", "limit": 5}, {"limit": 6}):
        await walk.api("POST", "/actions/rpc", {"action": "linear_list_issues", "query": query}, headers=headers)
    await world.hub.recorder.flush()
    async with world.hub.database.read() as tx:
        of_calls = sa.select(audit_records.c.digest).where(audit_records.c.event == "action.run")
        one, same, other = (await tx.execute(of_calls.order_by(audit_records.c.noted))).scalars()
    assert one == same != other
