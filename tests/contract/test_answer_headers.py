"""What every answer of the hub says of how it may be kept, framed and run, on both databases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.contract.consents.conftest import account, world
from tests.contract.consents.world import COOKIES, JSON, World

__all__ = ["account", "world"]
pytestmark = pytest.mark.anyio
CSP = "default-src 'none'; frame-ancestors 'none'"
HOT = ("/mcp", "/actions/rpc", "/unified/proxy", "/console/api/actions/rpc")


async def _answers(world: World) -> AsyncIterator[tuple[str, httpx2.Response]]:
    """What each operation says to a member, to a key and to nobody."""
    told = (await world.http.get("/openapi.json")).json()
    member = {"cookie": f"{COOKIES.session}={world.cookie}"}
    callers = ({}, member, {"authorization": f"Bearer {world.key}"})
    for path, operations in told["paths"].items():
        for method in operations:
            if (method, path) == ("delete", "/project"):
                continue
            for headers in callers:
                # Changes of a member lack their token: refusals count, too.
                asked = re.sub(r"\{\w+\}", "none", path)
                yield path, await world.http.request(method, asked, headers=headers)


@pytest.mark.promise("answers.kept")
async def test_every_answer_with_data_is_kept_by_nobody_and_runs_nowhere(world: World) -> None:
    odd, seen = [], set()
    async for path, answer in _answers(world):
        if answer.status_code < 300:
            seen.add(path)
        kept = answer.headers.get("cache-control", "")
        if "no-store" not in kept:
            odd.append((path, answer.status_code, "cache-control", kept))
        said = answer.headers.get_list("x-content-type-options"), answer.headers.get_list("content-security-policy")
        if said != (["nosniff"], [CSP]):
            odd.append((path, answer.status_code, said))
    assert odd == []
    assert {"/accounts", "/console/api/keys", "/console/api/me", "/health", "/project", "/webhook_endpoints"} <= seen


@pytest.mark.promise("answers.kept")
async def test_the_hot_paths_say_it_whether_a_call_succeeds_or_not(world: World, account: str) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    call = {"action": "linear_get_viewer"}
    answers = [await world.http.request(method, path) for path in HOT for method in ("GET", "POST", "OPTIONS")]
    answers.append(await world.api("POST", "/mcp", json=hello, headers={**JSON, "x-account-id": account}))
    assert answers[-1].status_code == 200
    answers.append(await world.api("POST", "/actions/rpc", json=call, headers={"x-account-id": account}))
    answers.append(await world.api("POST", "/actions/rpc", content=b"{", headers={"x-account-id": account}))
    for answer in answers:
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], answer.request.url
        assert answer.headers.get_list("content-security-policy") == [CSP]
        assert answer.headers.get_list("cache-control") == ["no-store"]


async def test_refusals_before_any_route_say_it_too(world: World) -> None:
    for path in ("/accounts/a%00b", "/nothing/here", "/console/api/nothing"):
        answer = await world.http.get(path)
        assert answer.status_code == 404
        assert (answer.headers["content-security-policy"], answer.headers["cache-control"]) == (CSP, "no-store")
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_files_that_may_be_kept_are_kept(world: World) -> None:
    project = (await world.api("GET", "/project")).json()["id"]
    for path in (f"/brand/{project}/theme.css", "/connectors/linear/logo.svg", "/openapi.json"):
        answer = await world.http.get(path)
        assert answer.status_code == 200, path
        assert re.fullmatch(r"public, max-age=\d+.*", answer.headers["cache-control"])
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_page_of_an_approval_link_is_held_by_no_window_and_framed_by_nobody(world: World) -> None:
    answer = await world.http.get("/approve/none")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
