"""Plans: what would be sent and changed is told, nothing is written, and only what was planned is applied."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.engine.current import makes, reader_of
from linkwright.kit import jsons
from tests.unit.actions.hub import AUTH, CATALOG, PRINCIPAL, Hub, send
from tests.unit.actions.twins import at_brightdesk, at_linear, rpc, sent
from tests.unit.mcp.speak import message, old

pytestmark = pytest.mark.anyio
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
SECRET = "whsec-nobody-may-read-this"


async def an_issue(hub: Hub) -> dict[str, Any]:
    listed = await rpc(hub, "linear_list_issues", {"query": {"page_size": 1}})
    return dict(listed.json["data"][0])


async def planned(hub: Hub, action: str, **call: Any) -> dict[str, Any]:
    reply = await rpc(hub, action, {"mode": "plan", **call})
    assert reply.status == 200, reply.json
    assert reply.json["next"] is None
    return dict(reply.json["data"])


def wrote(hub: Hub) -> list[str]:
    """The operations that went out and do more than read."""
    return [one for one in sent(hub) if not one.startswith(("query", "GET"))]


async def test_a_plan_of_an_update_tells_the_request_and_each_field_before_and_after(hub: Hub) -> None:
    hub, twin = at_linear()
    issue = await an_issue(hub)
    before = twin.snapshot()
    body = {"title": "New words", "stateId": "Done", "priority": issue["priority"], "assigneeId": None}
    plan = await planned(hub, "linear_update_issue", path={"id": issue["identifier"]}, body=body)
    assert (plan["mode"], plan["effect"], plan["account_id"]) == ("plan", "write", "acc_1")
    (request,) = plan["requests"]
    assert (request["method"], request["url"]) == ("POST", "https://api.linear.app/graphql")
    assert request["document"].startswith("mutation($id:String!$input:IssueUpdateInput!)")
    state = request["variables"]["input"]["stateId"]
    assert request["variables"]["id"] == issue["identifier"]
    told = {one["field"]: (one["before"], one["after"]) for one in plan["changes"]}
    assert told == {
        "title": (issue["title"], "New words"),
        "stateId": (issue["state"]["id"], state),
        "assigneeId": (issue["assignee"]["id"], None),
    }
    named = next(one for one in plan["changes"] if one["field"] == "stateId")
    assert (named["before_named"], named["after_named"]) == (issue["state"]["name"], "Done")
    assert plan["unchanged"] == ["priority"]
    assert plan["target"]["now"] == {name: issue[name] for name in ("id", "identifier", "title")}
    assert plan["cost"] == {"requests": 1, "exact": True, "points": 126}
    assert plan["scopes"] == {"needed": ["write"], "proven": [], "missing": []}
    assert twin.snapshot() == before
    assert wrote(hub) == []


async def test_a_run_of_a_plan_stands_in_the_log_as_a_read_that_says_so(hub: Hub) -> None:
    hub, _ = at_linear()
    await planned(hub, "linear_create_issue", body={"teamId": "ENG", "title": "x"})
    assert (hub.last.action, hub.last.effect, hub.last.status) == ("linear_create_issue", "read", 200)
    assert hub.last.warnings == ("This was a plan: nothing was sent that writes.",)
    assert hub.ledger.begun == []


async def test_a_plan_of_a_create_knows_that_there_is_nothing_before(hub: Hub) -> None:
    hub, _ = at_linear()
    plan = await planned(hub, "linear_create_issue", body={"teamId": "ENG", "title": "x"})
    assert [(one["field"], one["before"], one["before_known"]) for one in plan["changes"]] == [
        ("teamId", None, True),
        ("title", None, True),
    ]
    assert plan["target"] is None
    assert plan["unknown"] == ["input.id: the hub chooses a fresh id when it sends the write."]


async def test_a_plan_of_a_deletion_shows_what_would_be_gone(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    plan = await planned(hub, "linear_delete_issue", path={"id": issue["id"]})
    assert plan["effect"] == "destroy"
    assert plan["target"]["now"]["title"] == issue["title"]
    assert plan["changes"] == []
    assert wrote(hub) == []


@pytest.mark.promise("plans.as-planned")
async def test_what_is_applied_is_what_was_planned_and_goes_through_the_ledger(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    call = {"path": {"id": issue["id"]}, "body": {"title": "New words"}}
    plan = await planned(hub, "linear_update_issue", **call)
    reply = await rpc(hub, "linear_update_issue", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert (reply.status, reply.json["data"]["title"]) == (200, "New words")
    assert hub.ledger.ended == ["done"]
    assert [one.operation for one in hub.last.calls] == ["query issue", "mutation issueUpdate"]
    assert hub.last.calls[-1].request == {
        "query": plan["requests"][0]["document"],
        "variables": plan["requests"][0]["variables"],
    }


@pytest.mark.promise("plans.moved")
async def test_a_plan_whose_target_has_changed_is_not_applied_and_the_new_plan_is_told(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    call = {"path": {"id": issue["id"]}, "body": {"title": "New words"}}
    plan = await planned(hub, "linear_update_issue", **call)
    await rpc(hub, "linear_update_issue", {"path": {"id": issue["id"]}, "body": {"title": "Others were here"}})
    before = wrote(hub)
    reply = await rpc(hub, "linear_update_issue", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert (reply.status, reply.json["code"]) == (409, "plan_outdated")
    assert reply.json["plan"]["changes"][0]["before"] == "Others were here"
    assert wrote(hub) == before
    assert hub.ledger.ended == ["done", "refused"]
    again = {**call, "mode": "apply", "plan_hash": reply.json["plan"]["plan_hash"]}
    assert (await rpc(hub, "linear_update_issue", again)).status == 200


@pytest.mark.promise("plans.moved")
async def test_the_hash_of_another_call_is_refused(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    plan = await planned(hub, "linear_update_issue", path={"id": issue["id"]}, body={"title": "New words"})
    told = {"mode": "apply", "plan_hash": plan["plan_hash"]}
    others: list[tuple[str, dict[str, Any]]] = [
        ("linear_update_issue", {"path": {"id": issue["id"]}, "body": {"title": "Other words"}}),
        ("linear_update_issue", {"path": {"id": issue["identifier"]}, "body": {"title": "New words"}}),
        ("linear_delete_issue", {"path": {"id": issue["id"]}}),
    ]
    for action, call in others:
        reply = await rpc(hub, action, {**call, **told})
        assert (reply.status, reply.json["code"]) == (409, "plan_differs")
        assert "Nothing was sent that writes" in reply.json["hint"]
    hub.accounts.rows["acc_2"] = replace(hub.accounts.rows["acc_1"], id="acc_2")
    call = {"action": "linear_update_issue", "path": {"id": issue["id"]}, "body": {"title": "New words"}, **told}
    reply = await send(hub.rpc, call, {**AUTH, "x-account-id": "acc_2"})
    assert (reply.status, reply.json["code"]) == (409, "plan_differs")
    hub.catalog._connectors["linear"] = replace(hub.catalog.get("linear"), hash="another")  # type: ignore[type-var]
    try:
        reply = await send(hub.rpc, call, AUTH)
    finally:
        hub.catalog._connectors["linear"] = LINEAR
    assert (reply.status, reply.json["code"]) == (409, "plan_differs")
    assert wrote(hub) == []


async def test_a_renamed_thing_makes_a_plan_outdated(hub: Hub) -> None:
    hub, twin = at_linear()
    call = {"body": {"teamId": "ENG", "title": "x", "labelIds": ["Bug"]}}
    plan = await planned(hub, "linear_create_issue", **call)
    label = next(row["id"] for row in twin.rows("IssueLabel") if row["name"] == "Bug")
    await rpc(hub, "linear_update_issue_label", {"path": {"id": label}, "body": {"name": "Beetle"}})
    await rpc(hub, "linear_create_issue_label", {"body": {"name": "Bug"}})
    # Names are kept for five minutes; another hub, or this one later, looks again.
    other, _ = at_linear()
    other.wire.answer = twin.send
    reply = await rpc(other, "linear_create_issue", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert (reply.status, reply.json["code"]) == (409, "plan_outdated")


@pytest.mark.parametrize(
    ("call", "headers", "words"),
    [
        ({"mode": "dance"}, {}, "mode is run, plan or apply"),
        ({"mode": ["plan"]}, {}, "mode is run, plan or apply"),
        ({"mode": "apply"}, {}, "needs the plan_hash"),
        ({"mode": "apply", "plan_hash": ""}, {}, "plan_hash must be"),
        ({"mode": "apply", "plan_hash": 7}, {}, "plan_hash must be"),
        ({"plan_hash": "plan_x"}, {}, "goes with mode: apply"),
        ({"mode": "plan", "plan_hash": "plan_x"}, {}, "goes with mode: apply"),
        ({"mode": "plan"}, {"idempotency-key": "k"}, "takes no idempotency key"),
    ],
)
async def test_what_contradicts_itself_is_refused(
    hub: Hub, call: dict[str, Any], headers: dict[str, str], words: str
) -> None:
    reply = await rpc(hub, "linear_list_teams", call, **headers)
    assert (reply.status, reply.json["code"]) == (400, "options_invalid")
    assert words in reply.json["message"]
    assert hub.wire.sent == []


async def test_a_hash_that_never_was_one_is_refused(hub: Hub) -> None:
    hub, _ = at_linear()
    reply = await rpc(hub, "linear_list_teams", {"mode": "apply", "plan_hash": "plan_é"})
    assert (reply.status, reply.json["code"]) == (409, "plan_differs")


async def test_a_key_for_reading_may_plan_a_write_and_not_apply_it(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    call = {"path": {"id": issue["id"]}, "body": {"title": "New words"}}
    plan = await planned(hub, "linear_update_issue", **call)
    reply = await rpc(hub, "linear_update_issue", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert (reply.status, reply.json["code"]) == (403, "forbidden")
    hub.keys.principal = replace(PRINCIPAL, scopes=frozenset({"platform:read"}))
    assert (await rpc(hub, "linear_update_issue", {**call, "mode": "plan"})).status == 403


async def test_an_action_that_is_off_is_not_planned_and_one_that_reads_is_not_used_behind_its_back(hub: Hub) -> None:
    hub, _ = at_linear()
    issue = await an_issue(hub)
    call = {"path": {"id": issue["id"]}, "body": {"title": "New words"}}
    hub.accounts.change(profile_actions=("linear_update_issue",))
    plan = await planned(hub, "linear_update_issue", **call)
    assert plan["target"] == {"id": issue["id"], "read_with": None, "now": None}
    assert plan["changes"] == [{"field": "title", "before": None, "after": "New words", "before_known": False}]
    assert plan["unknown"] == ["The present values were not read: linear_get_issue is switched off for this account."]
    assert hub.last.calls == []
    hub.accounts.change(profile_actions="read")
    assert (await rpc(hub, "linear_update_issue", {**call, "mode": "plan"})).json["code"] == "action_disabled"


async def test_a_thing_that_is_not_there_is_said_when_it_is_planned(hub: Hub) -> None:
    hub, _ = at_linear()
    reply = await rpc(hub, "linear_delete_issue", {"mode": "plan", "path": {"id": "ENG-99999"}})
    assert (reply.status, reply.json["code"]) == (404, "provider_not_found")


async def test_a_credential_that_may_not_read_still_gets_a_plan(hub: Hub) -> None:
    hub, _ = at_linear()

    async def refuses(request: Any) -> Any:
        from tests.unit.actions.hub import raw

        refused = {"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}
        return await raw(jsons.dumpb(refused), 403)(request)

    hub.wire.answer = refuses
    plan = await planned(hub, "linear_delete_issue", path={"id": "ENG-1"})
    assert plan["target"]["now"] is None
    assert plan["unknown"][0].startswith("The present values could not be read")


async def test_nothing_confidential_stands_in_a_plan(hub: Hub) -> None:
    hub, _ = at_linear()
    body = {"url": "https://app.example/hook", "resourceTypes": ["Issue"], "secret": SECRET, "allPublicTeams": True}
    plan = await planned(hub, "linear_create_webhook", body=body)
    assert SECRET not in jsons.dumps(plan)
    assert next(one for one in plan["changes"] if one["field"] == "secret")["after"] == "**"
    assert SECRET not in repr(hub.last)
    short = await planned(hub, "linear_create_webhook", body={**body, "secret": "q§7"})
    assert "q§7" not in jsons.dumps(short)
    applied = {"body": body, "mode": "apply", "plan_hash": plan["plan_hash"]}
    assert (await rpc(hub, "linear_create_webhook", applied)).status == 200


async def test_of_several_steps_each_request_is_told_as_far_as_it_can_be_known(hub: Hub) -> None:
    hub, _ = at_linear()
    body = {"issueId": "ENG-1", "title": "Notes", "file": {"name": "notes.txt", "text": "hello"}}
    plan = await planned(hub, "linear_attach_file_to_issue", body=body)
    slot, put, attached = plan["requests"]
    assert slot["variables"] == {"contentType": "text/plain", "filename": "notes.txt", "size": 5}
    assert (put["method"], put["url"]) == ("PUT", None)
    assert attached["variables"]["input"] == {"issueId": "ENG-1", "title": "Notes"}
    assert "Step attached: input.url is known when earlier steps have run." in plan["unknown"]
    assert (plan["cost"]["requests"], wrote(hub)) == (3, [])


async def test_rounds_whose_items_are_known_are_told_one_by_one(hub: Hub) -> None:
    hub, _ = at_brightdesk()
    plan = await planned(hub, "brightdesk_solve_tickets", body={"ticket_ids": [1001, 1002], "reason": "Done."})
    assert [(one["method"], one["url"].rpartition("/v2")[2]) for one in plan["requests"]] == [
        ("POST", "/tickets/1001/comments"),
        ("POST", "/tickets/1002/comments"),
        ("PATCH", "/tickets/1001"),
        ("PATCH", "/tickets/1002"),
    ]
    assert plan["cost"] == {"requests": 4, "exact": True, "points": None}
    assert sent(hub) == []


async def test_a_rest_write_is_planned_from_what_its_own_address_gives(hub: Hub) -> None:
    hub, _ = at_brightdesk()
    ticket = (await rpc(hub, "brightdesk_get_ticket", {"path": {"ticket_id": 1041}})).json["data"]
    call = {"path": {"ticket_id": 1041}, "body": {"priority": "urgent"}}
    plan = await planned(hub, "brightdesk_update_ticket", **call)
    assert plan["requests"] == [
        {
            "operation": "PATCH /tickets/{ticket_id}",
            "effect": "write",
            "method": "PATCH",
            "url": "https://api.brightdesk.example/v2/tickets/1041",
            "headers": {"content-type": "application/json"},
            "path": {"ticket_id": 1041},
            "body": {"ticket": {"priority": "urgent"}},
        }
    ]
    assert plan["changes"] == [
        {"field": "priority", "before": ticket["priority"], "after": "urgent", "before_known": True}
    ]
    assert plan["target"]["ticket_id"] == 1041
    reply = await rpc(hub, "brightdesk_update_ticket", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert (reply.status, reply.json["data"]["priority"]) == (200, "urgent")


async def test_a_read_is_planned_and_applied_too(hub: Hub) -> None:
    hub, _ = at_linear()
    plan = await planned(hub, "linear_list_issues", query={"page_size": 2})
    assert (plan["effect"], plan["changes"], plan["target"]) == ("read", [], None)
    assert plan["requests"][0]["variables"] == {"first": 2}
    assert hub.last.calls == []
    applied = {"mode": "apply", "plan_hash": plan["plan_hash"], "query": {"page_size": 2}}
    assert len((await rpc(hub, "linear_list_issues", applied)).json["data"]) == 2


async def test_a_document_of_the_callers_own_is_checked_and_weighed_and_not_sent(hub: Hub) -> None:
    hub, twin = at_linear()
    before = twin.snapshot()
    document = "mutation($id: String!) { issueArchive(id: $id) { success } }"
    plan = await planned(hub, "linear_run_graphql", body={"document": document, "variables": {"id": "ENG-1"}})
    assert (plan["effect"], plan["requests"][0]["operation"]) == ("write", "mutation issueArchive")
    assert plan["requests"][0]["variables"] == {"id": "ENG-1"}
    assert plan["cost"]["points"] is not None
    assert twin.snapshot() == before
    reply = await rpc(hub, "linear_run_graphql", {"mode": "plan", "body": {"document": "mutation { nope }"}})
    assert (reply.status, reply.json["code"]) == (400, "invalid_arguments")


async def test_over_mcp_a_plan_is_asked_for_and_applied_in_meta(hub: Hub) -> None:
    hub, twin = at_linear()
    issue = await an_issue(hub)
    call = {"name": "linear_update_issue", "arguments": {"path": {"id": issue["id"]}, "body": {"title": "New words"}}}
    asked = {**call, "_meta": {"linkwright/mode": "plan"}}
    plan = (await old(hub, message("tools/call", asked))).json["result"]["structuredContent"]["result"]["data"]
    assert (plan["changes"][0]["after"], wrote(hub)) == ("New words", [])
    applied = {**call, "_meta": {"linkwright/mode": "apply", "linkwright/plan_hash": plan["plan_hash"]}}
    assert (await old(hub, message("tools/call", applied))).json["result"]["isError"] is False
    assert next(row["title"] for row in twin.rows("Issue") if row["id"] == issue["id"]) == "New words"
    for meta in (
        {"linkwright/mode": ["plan"]},
        {"linkwright/mode": "apply"},
        {"linkwright/mode": "plan", "linkwright/idempotency-key": "k"},
    ):
        result = (await old(hub, message("tools/call", {**call, "_meta": meta}))).json["result"]
        assert jsons.loads(result["content"][0]["text"])["result"]["code"] == "options_invalid"


def test_nearly_every_write_on_one_thing_finds_the_action_that_reads_it() -> None:
    """Those that find none: things for which the provider has no query, and one whose id is another thing's."""
    by_id = [one for one in LINEAR.actions.values() if one.effect != "read" and "id" in one.inputs]
    by_id = [one for one in by_id if one.inputs["id"].location == "path"]
    without = [one.id for one in by_id if reader_of(LINEAR, one) is None]
    assert len(by_id) > 140
    assert sorted(without) == [
        "linear_delete_git_automation_state",
        "linear_delete_reaction",
        "linear_refresh_email_intake_domain",
        "linear_update_git_automation_state",
        "linear_update_user_settings",
    ]
    assert Counter(map(makes, by_id)) == {False: len(by_id)}


async def test_no_write_of_linear_sends_anything_that_writes_when_it_is_planned(hub: Hub) -> None:
    """Each action's own example, planned at the twin."""
    hub, twin = at_linear()
    before = twin.snapshot()
    tried = await _each_example(hub, twin)
    assert tried > 80
    assert twin.snapshot() == before
    assert wrote(hub) == []


async def _each_example(hub: Hub, twin: LinearTwin) -> int:
    assert LINEAR is not None
    tried = 0
    for action in LINEAR.actions.values():
        if action.effect == "read":
            continue
        given = {"id": "ENG-1"} if "id" in action.inputs and action.inputs["id"].location == "path" else {}
        texts = {one.name: "x" for one in action.inputs.values() if one.required and one.schema.get("type") == "string"}
        reply = await rpc(hub, action.id, {"mode": "plan", **texts, **given})
        tried += reply.status == 200 or reply.json["code"] == "provider_not_found"
    return tried


async def test_names_are_not_looked_up_again_between_the_last_look_and_the_write(hub: Hub) -> None:
    hub, _ = at_linear()
    call = {"body": {"teamId": "ENG", "title": "x", "stateId": "Todo"}}
    plan = await planned(hub, "linear_create_issue", **call)
    hub.runner._calls.names.keep = lambda *_: None  # type: ignore[method-assign]
    hub.runner._calls.names.forget("acc_1")
    reply = await rpc(hub, "linear_create_issue", {**call, "mode": "apply", "plan_hash": plan["plan_hash"]})
    assert reply.status == 200, reply.json
    assert [one.operation.split()[0] for one in hub.last.calls] == ["query", "mutation"]
