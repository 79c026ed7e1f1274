"""What calls show of a credential, what they are told, and what is left out of lists for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.accounts import facts
from linkwright.accounts.hot import AccountRow
from linkwright.kit import jsons
from tests.unit.actions.hub import ACCOUNT, CATALOG, COMMENT, READ, WRITE, Hub, graphql, raw
from tests.unit.actions.test_runner import run
from tests.unit.mcp.speak import message, old

pytestmark = pytest.mark.anyio
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
AT = "2026-11-24T12:00:00.000Z"


def linear_error(message_: str, **extensions: Any) -> Any:
    return raw(jsons.dumpb({"errors": [{"message": message_, "extensions": extensions}]}), 400)


def knowing(**states: str) -> AccountRow:
    known = [
        {"scope": scope.replace("_", ":"), "state": state, "source": "call", "detail": None, "at": AT}
        for scope, state in states.items()
    ]
    return replace(ACCOUNT, rights=jsons.dumps(known))


def noted(hub: Hub) -> dict[str, str]:
    """What the book holds to be written."""
    return {one["scope"]: one["state"] for _, news in hub.rights._noted.values() for one in news}


NO_WRITE = linear_error("Invalid scope: `write` required", type="forbidden", code="FORBIDDEN")
NO_ADMIN = linear_error("Invalid role: admin required", type="forbidden", code="FORBIDDEN")


async def test_a_call_that_works_shows_its_scope_and_later_ones_show_nothing_new(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    assert (await run(hub, WRITE)).error is None
    assert noted(hub) == {"comments:create": "proven"}
    hub.rights._noted.clear()
    hub.accounts.rows = {"acc_1": knowing(comments_create="proven")}
    assert (await run(hub, WRITE)).error is None
    assert noted(hub) == {}


async def test_a_part_that_was_refused_leaves_the_whole_in_doubt(hub: Hub) -> None:
    body = {"data": {"teams": {"nodes": []}}, "errors": [{"message": "No.", "extensions": {"type": "forbidden"}}]}
    hub.wire.answer = raw(jsons.dumpb(body))
    assert (await run(hub, READ)).error is None
    assert noted(hub) == {}


async def test_a_document_of_the_callers_own_shows_nothing(hub: Hub) -> None:
    hub.wire.answer = graphql({"viewer": {"id": "u"}})
    await run(hub, {"action": "linear_run_graphql", "body": {"document": "{ viewer { id } }"}})
    assert noted(hub) == {}


async def test_a_refusal_by_scope_names_it_and_says_which_permission_to_tick(hub: Hub) -> None:
    hub.wire.answer = NO_WRITE
    error = (await run(hub, {"action": "linear_update_issue", "path": {"id": "u" * 36}, "body": {"title": "x"}})).error
    assert error is not None
    assert (error.status, error.code) == (403, "missing_right")
    assert error.extra["missing_scopes"] == ["write"]
    assert error.extra["guide_url"] == "https://hub.example/connectors/linear/guides/link-account/api_key"
    assert error.extra["reconnect_url"] == "https://hub.example/console/accounts/acc_1"
    assert "the permission Write at Linear" in error.remedy
    assert "a new API key with that permission ticked" in error.remedy
    assert "POST /accounts/acc_1/reconnect_link" in error.remedy
    assert noted(hub) == {"write": "missing"}


async def test_a_refusal_by_role_shows_that_administration_is_missing(hub: Hub) -> None:
    hub.wire.answer = NO_ADMIN
    body = {"url": "https://x.example", "resourceTypes": ["Issue"], "allPublicTeams": True}
    error = (await run(hub, {"action": "linear_create_webhook", "body": body})).error
    assert error is not None
    assert (error.code, noted(hub)) == ("missing_right", {"admin": "missing"})


async def test_a_refusal_for_another_reason_shows_nothing(hub: Hub) -> None:
    hub.wire.answer = linear_error("You are not in this team", type="forbidden", code="FORBIDDEN")
    error = (await run(hub, WRITE)).error
    assert error is not None
    assert (error.code, error.extra["missing_scopes"], noted(hub)) == ("missing_right", [], {})


async def test_a_call_that_is_known_to_lack_a_scope_is_tried_all_the_same_and_lifts_it_when_it_works(hub: Hub) -> None:
    hub.accounts.rows = {"acc_1": knowing(comments_create="missing")}
    hub.wire.answer = graphql(COMMENT)
    assert (await run(hub, WRITE)).error is None
    assert noted(hub) == {"comments:create": "proven"}


async def test_tools_that_the_credential_is_known_to_lack_the_right_for_are_not_listed(hub: Hub) -> None:
    async def listed() -> set[str]:
        return {tool["name"] for tool in (await old(hub, message("tools/list"))).json["result"]["tools"]}

    everything = await listed()
    hub.accounts.rows = {"acc_1": knowing(read="proven", write="missing")}
    left = await listed()
    assert everything - left == {
        action.id for action in LINEAR.actions.values() if {"write", "admin"} & set(action.scopes)
    }
    assert {"linear_create_issue", "linear_create_comment", "linear_list_issues"} <= left


async def test_news_are_kept_when_the_database_is_away_and_the_better_word_wins(hub: Hub) -> None:
    class Away:
        def write(self) -> Any:
            from linkwright.store.errors import DatabaseUnavailable

            raise DatabaseUnavailable

    hub.rights._database = Away()  # type: ignore[assignment]
    hub.wire.answer = NO_WRITE
    await run(hub, WRITE)
    with pytest.raises(Exception, match="database"):
        await hub.rights.flush()
    assert noted(hub) == {"write": "missing", "comments:create": "missing"}
    assert facts.standing(LINEAR, next(iter(hub.rights._noted.values()))[1]).lacking == {
        "write",
        "comments:create",
        "admin",
    }
