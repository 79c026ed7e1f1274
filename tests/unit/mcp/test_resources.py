"""Guides as resources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.access.principals import Principal
from tests.unit.actions.hub import ACCOUNT, Hub, send
from tests.unit.mcp.speak import headers_for, message, modern, new, old

pytestmark = pytest.mark.anyio
URI = "linkwright://linear/guides/link-account/api-key"


async def read(hub: Hub, uri: Any, **headers: str) -> Any:
    return (await old(hub, message("resources/read", {"uri": uri}), **headers)).json


async def test_the_guides_of_the_accounts_connector_are_listed_and_read_as_markdown(hub: Hub) -> None:
    listed = (await old(hub, message("resources/list"))).json["result"]
    assert list(listed) == ["resources"]
    found = {one["uri"]: one for one in listed["resources"]}
    assert list(found) == [
        URI,
        "linkwright://linear/guides/link-account/oauth",
        "linkwright://linear/guides/set-up/oauth",
    ]
    for uri, told in found.items():
        content = (await read(hub, uri))["result"]["contents"]
        assert len(content) == 1
        assert (content[0]["uri"], content[0]["mimeType"]) == (uri, "text/markdown")
        assert content[0]["text"].startswith(f"# {told['title']}\n")
        assert len(content[0]["text"].encode()) == told["size"]
        assert ":::" not in content[0]["text"]
    assert (await old(hub, message("resources/templates/list"))).json["result"] == {"resourceTemplates": []}


async def test_accounts_of_one_connector_share_its_guides(hub: Hub) -> None:
    hub.accounts.rows["acc_2"] = replace(ACCOUNT, id="acc_2")
    one = (await old(hub, message("resources/list"))).json["result"]
    both = (await old(hub, message("resources/list"), x_account_id="acc_1,acc_2")).json["result"]
    assert one == both


async def test_guides_of_an_account_that_is_in_error_can_be_read_since_that_is_when_they_are_wanted(hub: Hub) -> None:
    hub.accounts.change(status="error")
    assert (await read(hub, URI))["result"]["contents"]


@pytest.mark.parametrize("uri", ["linkwright://linear/guides/link-account/nope", "file:///etc/passwd", "x" * 3000])
async def test_a_resource_that_is_not_there_is_told_by_the_code_of_the_revision(hub: Hub, uri: str) -> None:
    before = await read(hub, uri)
    assert before["error"]["code"] == -32002
    assert before["error"]["data"] == {"uri": uri[:2000]}
    lines = headers_for("resources/read", uri)
    after = await send(hub.mcp, modern("resources/read", {"uri": uri}), lines)
    assert (after.status, after.json["error"]["code"]) == (200, -32602)
    assert after.json["error"]["data"] == {"uri": uri[:2000]}


@pytest.mark.parametrize("uri", [None, "", 5, []])
async def test_an_address_that_is_none_is_a_bad_parameter(hub: Hub, uri: Any) -> None:
    assert (await read(hub, uri))["error"]["code"] == -32602


@pytest.mark.parametrize("method", ["resources/list", "resources/templates/list"])
async def test_lists_come_in_one_page(hub: Hub, method: str) -> None:
    assert (await old(hub, message(method, {"cursor": "x"}))).json["error"]["code"] == -32602


async def test_the_stateless_era_may_keep_them_for_a_minute_and_for_itself(hub: Hub) -> None:
    listed = (await new(hub, "resources/list")).json["result"]
    templates = (await new(hub, "resources/templates/list")).json["result"]
    reply = await send(hub.mcp, modern("resources/read", {"uri": URI}), headers_for("resources/read", URI))
    for result in (listed, templates, reply.json["result"]):
        assert (result["resultType"], result["ttlMs"], result["cacheScope"]) == ("complete", 60_000, "private")
    other = await send(hub.mcp, modern("resources/read", {"uri": URI}), headers_for("resources/read", "other"))
    assert (other.status, other.json["error"]["code"]) == (400, -32020)


async def test_without_an_account_or_with_a_strangers_there_are_no_guides(hub: Hub) -> None:
    assert (await old(hub, message("resources/list"), x_account_id="")).json["error"]["code"] == -31400
    answer = (await old(hub, message("resources/list"), x_account_id="acc_1,acc_9")).json
    assert answer["error"]["code"] == -31404
    assert answer["error"]["message"].startswith("Account acc_9: ")


async def test_a_key_that_may_not_run_actions_reads_no_guides(hub: Hub) -> None:
    hub.keys.principal = Principal(kind="key", id="k", name="x", project_id="prj_1", scopes=frozenset())
    assert (await old(hub, message("resources/read", {"uri": URI}))).status == 403
