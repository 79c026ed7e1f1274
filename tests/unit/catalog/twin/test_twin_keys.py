from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio

WHO = "{ viewer { name } organization { name } }"
NOT_AUTHENTICATED = {
    "type": "authentication error",
    "code": "AUTHENTICATION_ERROR",
    "statusCode": 401,
    "userError": True,
    "userPresentableMessage": "You need to authenticate to access this operation.",
    "meta": {},
    "http": {"status": 401},
}


async def test_the_working_key_has_linears_form_and_opens_the_workspace(desk: Any) -> None:
    key = desk.twin.credentials()["api_key"]
    assert key.startswith("lin_" + "api_")
    assert len(key) == 48
    assert (await desk.ask(WHO)).data == {"viewer": {"name": "Mira Holt"}, "organization": {"name": "Fernhill"}}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "lin_" + "api_" + "x" * 40}, {"authorization": "Bearer abc"}]
)
async def test_without_a_known_key_the_answer_is_401_in_linears_words(desk: Any, headers: dict[str, str]) -> None:
    answer = await desk.send(b'{"query": "{ viewer { name } }"}', headers)
    assert answer.status == 401
    assert answer.body == {
        "errors": [{"message": "Authentication required, not authenticated", "extensions": NOT_AUTHENTICATED}]
    }


async def test_a_suspended_persons_key_is_like_an_unknown_one(desk: Any) -> None:
    answer = await desk.ask(WHO, key="suspended")
    assert (answer.status, answer.error["extensions"]) == (401, NOT_AUTHENTICATED)


async def test_a_key_behind_bearer_is_told_what_is_wrong(desk: Any) -> None:
    answer = await desk.send(b"{}", {"Authorization": f"Bearer {desk.twin.keys['full']}"})
    assert answer.status == 400
    assert "Remove the Bearer prefix" in answer.error["message"]


async def test_a_blank_around_the_key_does_no_harm(desk: Any) -> None:
    answer = await desk.send(b'{"query": "{ viewer { name } }"}', {"Authorization": f" {desk.twin.keys['full']} "})
    assert answer.data["viewer"]["name"] == "Mira Holt"


async def test_introspection_needs_no_key(desk: Any) -> None:
    answer = await desk.ask('{ __schema { queryType { name } } __type(name: "Issue") { kind } }', key=None)
    assert answer.data == {"__schema": {"queryType": {"name": "Query"}}, "__type": {"kind": "OBJECT"}}


async def test_introspection_beside_data_needs_a_key(desk: Any) -> None:
    assert (await desk.ask("{ __typename viewer { name } }", key=None)).status == 401


async def test_a_key_of_another_workspace_opens_that_one(desk: Any) -> None:
    ids = "{ organization { id name } viewer { id } }"
    home, other = (await desk.ask(ids)).data, (await desk.ask(ids, key="other_workspace")).data
    assert other["organization"]["name"] == "Stonebridge"
    assert home["organization"]["id"] != other["organization"]["id"]
    assert home["viewer"]["id"] != other["viewer"]["id"]


async def test_another_persons_key_acts_as_that_person(desk: Any) -> None:
    answer = await desk.ask('{ viewer { name isMe } user(id: "me") { name } }', key="member")
    assert answer.data == {"viewer": {"name": "Jonas Veld", "isMe": True}, "user": {"name": "Jonas Veld"}}


@pytest.mark.parametrize(
    ("key", "mutation", "allowed"),
    [
        ("read_only", 'issueCreate(input: {teamId: "T", title: "x"})', False),
        ("read_only", 'issueUpdate(id: "ENG-1", input: {title: "x"})', False),
        ("read_only", 'commentCreate(input: {issueId: "ENG-1", body: "x"})', False),
        ("issues_only", 'issueCreate(input: {teamId: "T", title: "x"})', True),
        ("issues_only", 'issueUpdate(id: "ENG-1", input: {title: "x"})', False),
        ("issues_only", 'commentCreate(input: {issueId: "ENG-1", body: "x"})', False),
        ("comments_only", 'issueCreate(input: {teamId: "T", title: "x"})', False),
        ("comments_only", 'issueUpdate(id: "ENG-1", input: {title: "x"})', False),
        ("comments_only", 'commentCreate(input: {issueId: "ENG-1", body: "x"})', True),
        ("no_admin", 'issueCreate(input: {teamId: "T", title: "x"})', True),
        ("no_admin", 'issueUpdate(id: "ENG-1", input: {title: "x"})', True),
        ("member", 'issueUpdate(id: "ENG-1", input: {title: "x"})', True),
        ("full", 'commentCreate(input: {issueId: "ENG-1", body: "x"})', True),
    ],
)
async def test_a_restricted_key_may_do_what_it_says_and_no_more(
    desk: Any, key: str, mutation: str, allowed: bool
) -> None:
    team = (await desk.ask('{ team(id: "ENG") { id } }', key=key)).data["team"]["id"]
    call = mutation.replace('"T"', '"' + team + '"')
    answer = await desk.ask(f"mutation {{ {call} {{ success }} }}", key=key)
    if allowed:
        assert answer.status == 200
        assert list(answer.data.values()) == [{"success": True}]
    else:
        assert answer.error["message"] == "Invalid scope: `write` required"
        assert answer.error["extensions"]["code"] == "FORBIDDEN"
        assert answer.error["extensions"]["statusCode"] == 403
        assert not desk.twin.calls.mutations


ADMINISTERING = (
    'issueDelete(id: "ENG-1", permanentlyDelete: true)',
    'organizationUpdate(input: {name: "x"})',
    'teamDelete(id: "T")',
    'userUpdate(id: "U", input: {description: "x"})',
    'webhookCreate(input: {url: "https://example.com", resourceTypes: ["Issue"], allPublicTeams: true})',
)


@pytest.mark.parametrize("mutation", ADMINISTERING)
@pytest.mark.parametrize(("key", "allowed"), [("no_admin", False), ("member", False), ("full", True)])
async def test_only_an_admin_with_an_admins_key_administers(desk: Any, mutation: str, key: str, allowed: bool) -> None:
    found = (await desk.ask('{ team(id: "ENG") { id } users { nodes { id isMe name } } }', key=key)).data
    other = next(user["id"] for user in found["users"]["nodes"] if user["name"] == "Elin Sato")
    call = mutation.replace('"T"', f'"{found["team"]["id"]}"').replace('"U"', f'"{other}"')
    before = desk.twin.snapshot()
    answer = await desk.ask(f"mutation {{ {call} {{ success }} }}", key=key)
    if allowed:
        assert list(answer.data.values()) == [{"success": True}]
    else:
        assert answer.error["extensions"]["code"] == "FORBIDDEN"
        assert answer.error["message"] == "Invalid role: admin required"
        assert desk.twin.snapshot() == before


async def test_every_key_that_works_reads(desk: Any) -> None:
    broken = {"suspended": 401, "rate_limited": 400, "down": 500, "slow": None}
    for key in desk.twin.keys.keys() - {"slow"}:
        assert (await desk.ask(WHO, key=key)).status == broken.get(key, 200), key


async def test_keys_are_never_in_the_repr_of_what_holds_them(desk: Any) -> None:
    assert desk.twin.keys["full"] not in repr(desk.twin._by_value.values())
