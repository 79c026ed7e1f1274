"""Calls that wait for a person, for the table of routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx2

from linkwright.policy.book import PolicyBook

if TYPE_CHECKING:
    from tests.contract.audit.routes import Walk

ASK = {"id": "ask", "name": "Ask", "outcome": "approval", "actions": ["linear_create_issue"]}
DENY = {"id": "deny", "name": "No teams", "outcome": "deny", "actions": ["linear_list_teams"]}


async def put_rules(walk: Walk, *rules: dict[str, Any]) -> httpx2.Response:
    """Rules in place of those there are, once calls are held to them: on PostgreSQL a process hears of them a moment later."""
    answer = await walk.console("PUT", "/policy", {"rules": list(rules)})
    assert answer.status_code == 200, answer.text
    project = (await walk.me())["projects"][0]["id"]
    book = PolicyBook(walk.world.hub.rows)
    async with asyncio.timeout(5):
        while (await book.of(project)).version != answer.json()["version"]:
            await asyncio.sleep(0)
    return answer


@asynccontextmanager
async def ruled(walk: Walk, *rules: dict[str, Any]) -> AsyncIterator[None]:
    """Rules for a while."""
    await put_rules(walk, *rules)
    try:
        yield
    finally:
        await put_rules(walk)


async def changed_rules(walk: Walk) -> httpx2.Response:
    """Rules, about nothing that others call."""
    return await put_rules(walk, {**DENY, "actions": ["linear_delete_comment"]})


async def asked(walk: Walk, *, as_member: bool = False) -> str:
    """The id of an approval that a call waits for."""
    headers = {"x-account-id": await walk.account()}
    teams = await walk.api("POST", "/actions/rpc", {"action": "linear_list_teams"}, headers=headers)
    body = {"teamId": teams.json()["data"][0]["id"], "title": "Wants a look"}
    call = {"action": "linear_create_issue", "body": body}
    async with ruled(walk, ASK):
        answer = (
            await walk.console("POST", "/console/api/actions/rpc", call, **headers)
            if as_member
            else await walk.api("POST", "/actions/rpc", call, headers=headers)
        )
    assert answer.json()["code"] == "approval_required", answer.text
    listed = (await walk.console("GET", "/approvals?state=pending")).json()["data"]
    return str(listed[0]["id"])


async def decided(walk: Walk) -> httpx2.Response:
    """A member decides."""
    return await walk.console("POST", f"/approvals/{await asked(walk)}/decide", {"approve": False})


async def linked(walk: Walk) -> httpx2.Response:
    """A link by which somebody else can decide."""
    return await walk.console("POST", f"/approvals/{await asked(walk)}/link")


async def decided_at_link(walk: Walk) -> httpx2.Response:
    """Somebody decides by the link."""
    path = (await linked(walk)).json()["url"].partition("/approve/")[2]
    return await walk.world.http.post(f"/approve/{path}", data={"decision": "refuse"})
