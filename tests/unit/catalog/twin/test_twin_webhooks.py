"""Webhooks of the twin: who is told of what, in which words, and signed with which secret."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from linkwright.kit.jsons import loads
from tests.unit.catalog.twin.twin_desk import Desk

pytestmark = pytest.mark.anyio
SECRET = "a-secret-of-some-length"
LISTEN = "mutation($i: WebhookCreateInput!) { webhookCreate(input: $i) { webhook { id secret enabled } } }"
COMMENT = 'mutation { commentCreate(input: {issueId: "%s", body: "x"}) { comment { id } } }'
DELETE = 'mutation { issueDelete(id: "%s") { success } }'
RENAME = 'mutation { issueUpdate(id: "%s", input: {title: "Renamed"}) { success } }'


async def listen(desk: Desk, **more: Any) -> Any:
    given = {"url": "https://example.com/in", "resourceTypes": ["Issue", "Comment"], "allPublicTeams": True}
    answer = await desk.ask(LISTEN, i={k: v for k, v in (given | {"secret": SECRET} | more).items() if v is not None})
    return answer.data["webhookCreate"]["webhook"]


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(body["type"], body["action"]) for body in (loads(message.body) for message in desk.twin.outbox)]


async def test_a_message_is_signed_over_its_very_bytes_and_carries_linears_headers(desk: Desk) -> None:
    webhook = await listen(desk)
    await desk.ask(RENAME % "ENG-1")
    (message,) = desk.twin.outbox
    assert message.headers["linear-signature"] == hmac.new(SECRET.encode(), message.body, hashlib.sha256).hexdigest()
    assert message.headers["linear-event"] == "Issue"
    assert len(message.headers["linear-delivery"]) == 36
    now = int(desk.clock.now().timestamp() * 1000)
    assert message.headers["linear-timestamp"] == str(now)
    body = loads(message.body)
    assert (message.webhook, message.url) == (webhook["id"], "https://example.com/in")
    assert (body["webhookId"], body["webhookTimestamp"]) == (webhook["id"], now)


async def test_the_body_says_who_did_what_to_which_row_and_what_was_there_before(desk: Desk) -> None:
    before = (
        await desk.ask('{ issue(id: "ENG-1") { id title url team { key } } organization { id } viewer { id } }')
    ).data
    await listen(desk)
    await desk.ask(RENAME % "ENG-1")
    body = loads(desk.twin.outbox[0].body)
    assert (body["action"], body["type"]) == ("update", "Issue")
    assert body["organizationId"] == before["organization"]["id"]
    assert body["actor"]["id"] == before["viewer"]["id"]
    assert body["data"]["id"] == before["issue"]["id"]
    assert (body["data"]["title"], body["data"]["identifier"]) == ("Renamed", "ENG-1")
    assert body["data"]["team"]["key"] == "ENG"
    assert body["updatedFrom"]["title"] == before["issue"]["title"]
    assert set(body["updatedFrom"]) == {"title", "updatedAt"}
    assert not [name for name in body["data"] if name.startswith("_")]


async def test_making_changing_and_throwing_away_have_an_action_each(desk: Desk) -> None:
    await listen(desk)
    made = await desk.create("New")
    await desk.ask(RENAME % made["identifier"])
    await desk.ask(DELETE % made["identifier"])
    assert [action for kind, action in told(desk) if kind == "Issue"] == ["create", "update", "remove"]


async def test_only_the_kinds_that_were_asked_for_are_told(desk: Desk) -> None:
    await listen(desk, resourceTypes=["Comment"])
    await desk.ask(RENAME % "ENG-1")
    await desk.ask(COMMENT % "ENG-1")
    assert told(desk) == [("Comment", "create")]


async def test_a_webhook_of_one_team_hears_of_that_team_only(desk: Desk) -> None:
    await listen(desk, allPublicTeams=None, teamId=await desk.ids("teams", "Operations"))
    for name in ("ENG-1", "OPS-1"):
        await desk.ask(RENAME % name)
        await desk.ask(COMMENT % name)
    # Who comments becomes a subscriber, which changes the issue once more.
    assert sorted(told(desk)) == [("Comment", "create"), ("Issue", "update"), ("Issue", "update")]
    about = [loads(message.body)["data"] for message in desk.twin.outbox]
    assert {one.get("identifier") or one["issue"]["title"] for one in about} == {"OPS-1", "Renamed"}
    assert {one["team"]["key"] for one in about if "team" in one} == {"OPS"}


async def test_one_that_is_switched_off_or_deleted_stays_silent(desk: Desk) -> None:
    webhook = await listen(desk)
    switch = "mutation($id: String!, $on: Boolean!) { webhookUpdate(id: $id, input: {enabled: $on}) { success } }"
    await desk.ask(switch, id=webhook["id"], on=False)
    await desk.ask(RENAME % "ENG-1")
    assert told(desk) == []
    await desk.ask(switch, id=webhook["id"], on=True)
    await desk.ask(RENAME % "ENG-2")
    assert told(desk) == [("Issue", "update")]
    await desk.ask("mutation($id: String!) { webhookDelete(id: $id) { success } }", id=webhook["id"])
    await desk.ask(RENAME % "ENG-3")
    assert len(desk.twin.outbox) == 1


async def test_two_webhooks_are_told_each_with_its_own_signature_and_delivery(desk: Desk) -> None:
    await listen(desk)
    await listen(desk, url="https://example.com/other", secret="another-secret-of-mine")
    await desk.ask(RENAME % "ENG-1")
    one, two = desk.twin.outbox
    assert {one.url, two.url} == {"https://example.com/in", "https://example.com/other"}
    assert one.headers["linear-signature"] != two.headers["linear-signature"]
    assert one.headers["linear-delivery"] != two.headers["linear-delivery"]


async def test_a_secret_is_made_where_none_was_given_and_a_rotated_one_signs_from_then_on(desk: Desk) -> None:
    webhook = await listen(desk, secret=None)
    assert webhook["secret"].startswith("lin_wh_")
    rotate = "mutation($id: String!) { webhookRotateSecret(id: $id) { secret } }"
    new = (await desk.ask(rotate, id=webhook["id"])).data["webhookRotateSecret"]["secret"]
    assert new != webhook["secret"]
    await desk.ask(RENAME % "ENG-1")
    (message,) = desk.twin.outbox
    assert message.headers["linear-signature"] == hmac.new(new.encode(), message.body, hashlib.sha256).hexdigest()
    assert new not in message.body.decode()


async def test_what_is_refused_or_only_read_tells_nobody(desk: Desk) -> None:
    await listen(desk)
    await desk.ask('mutation { issueUpdate(id: "ENG-1", input: {title: " "}) { success } }')
    await desk.ask(RENAME % "ENG-1", key="read_only")
    await desk.ask("{ issues { nodes { id } } }")
    assert told(desk) == []


async def test_the_messages_do_not_show_in_the_repr_of_a_delivery(desk: Desk) -> None:
    await listen(desk)
    await desk.ask(RENAME % "ENG-1")
    assert desk.twin.outbox[0].headers["linear-signature"] not in repr(desk.twin.outbox[0])


@pytest.mark.parametrize(
    "given",
    [
        {"url": "ftp://example.com"}, {"resourceTypes": ["Riddle"]}, {"resourceTypes": []}, {"secret": "short"},
        {"allPublicTeams": None},
    ],
)  # fmt: skip
async def test_a_webhook_that_makes_no_sense_is_refused(desk: Desk, given: dict[str, Any]) -> None:
    usual = {"url": "https://example.com/in", "resourceTypes": ["Issue"], "allPublicTeams": True} | given
    answer = await desk.ask(LISTEN, i={name: value for name, value in usual.items() if value is not None})
    assert answer.error["extensions"]["code"] == "INVALID_INPUT"


@pytest.mark.parametrize("key", ["no_admin", "member", "read_only", "issues_only"])
async def test_only_an_admin_with_an_admins_key_may_listen(desk: Desk, key: str) -> None:
    given = {"url": "https://example.com/in", "resourceTypes": ["Issue"], "allPublicTeams": True}
    assert (await desk.ask(LISTEN, key=key, i=given)).error["extensions"]["code"] == "FORBIDDEN"
