"""Two at once, and death in between: one account, one credential, or nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from linkwright.accounts import repository as accounts_repository
from linkwright.accounts.storing import AccountMoved
from linkwright.linking import repository
from linkwright.linking.hub.claiming import Claiming
from linkwright.linking.hub.connect import Linker
from linkwright.store.tables import accounts, connect_sessions, connection_attempts, credentials
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.promise("linking.one-account-per-owner")
async def test_links_of_one_owner_that_race_end_with_one_account(world: World) -> None:
    tokens = [(await world.session())["token"] for _ in range(4)]
    keys = [world.key(name) for name in ("full", "member", "issues_only", "read_only")]
    answers = await asyncio.gather(*(world.connect(token, key) for token, key in zip(tokens, keys, strict=True)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sorted(answer.json()["linkwright"]["updated"] for answer in answers) == [False, True, True, True]
    assert len(await world.rows(accounts)) == 1
    (row,) = await world.rows(credentials)
    assert row["version"] == 4
    opened = await world.services.vault.open(
        row["record"], project_id=world.project.id, account_id=row["account_id"], field="api_key", version=4
    )
    assert opened.reveal() in keys
    assert opened.last() == row["last4"]


async def test_two_people_with_one_link_make_one_account(world: World) -> None:
    link = (await world.session())["auth_link_url"].rpartition("/")[2]
    token = (await world.http.post("/link/open", json={"token": link})).json()["token"]
    both = await asyncio.gather(world.connect(token, world.key()), world.connect(token, world.key("other_workspace")))
    assert sorted(answer.status_code for answer in both) == [200, 422]
    assert len(await world.rows(accounts)) == 1


async def test_a_link_that_was_used_for_another_account_meanwhile_stores_nothing(world: World) -> None:
    made = await world.session()
    link = made["auth_link_url"].rpartition("/")[2]
    token = (await world.http.post("/link/open", json={"token": link})).json()["token"]
    live = world.ways.live

    class Overtaking:
        async def send(self, request: Any) -> Any:
            async with world.database.write() as tx:
                await repository.mark_used(tx, made["linkwright"]["id"], "acc_other", world.clock.now())
            return await live.send(request)

    world.ways.live = Overtaking()  # type: ignore[assignment]
    answer = await world.connect(token, world.key())
    assert (answer.status_code, answer.json()["code"]) == (410, "link_dead")
    assert await world.rows(accounts) == []


async def test_dying_after_the_key_was_tried_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(*_: object) -> None:
        raise RuntimeError("the process ends here")

    monkeypatch.setattr(Claiming, "claim", dies)
    token = (await world.session())["token"]
    with pytest.raises(RuntimeError), capture_logs():
        await world.connect(token, world.key())
    for table in (accounts, credentials, connection_attempts):
        assert await world.rows(table) == []
    assert [row["used_at"] for row in await world.rows(connect_sessions)] == [None]
    monkeypatch.undo()
    assert (await world.connect(token, world.key())).status_code == 200


async def test_an_account_that_is_deleted_while_its_key_is_renewed_is_linked_anew(world: World) -> None:
    account = await world.linked()
    live = world.ways.live

    class Deleting:
        async def send(self, request: Any) -> Any:
            await world.api("DELETE", f"/accounts/{account['id']}")
            return await live.send(request)

    world.ways.live = Deleting()  # type: ignore[assignment]
    answer = await world.connect((await world.session())["token"], world.key("member"))
    assert (answer.status_code, answer.json()["linkwright"]["updated"]) == (200, False)
    assert answer.json()["id"] != account["id"]
    assert [row["account_id"] for row in await world.rows(credentials)] == [answer.json()["id"]]


async def test_an_update_of_an_account_that_is_deleted_meanwhile_is_a_404(world: World) -> None:
    account = await world.linked()
    token = (await world.session())["token"]
    live = world.ways.live

    class Deleting:
        async def send(self, request: Any) -> Any:
            await world.api("DELETE", f"/accounts/{account['id']}")
            return await live.send(request)

    world.ways.live = Deleting()  # type: ignore[assignment]
    body = {"credentials": {"api_key": world.key("member")}}
    answer = await world.hub(token, "PATCH", f"/accounts/{account['id']}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_in_session")
    assert await world.rows(accounts) == []


async def test_changes_that_race_with_one_account_are_all_tried_and_the_last_one_stands(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    names = ("member", "issues_only", "read_only")
    answers = await asyncio.gather(
        *(
            world.hub(token, "PATCH", f"/accounts/{account['id']}", json={"credentials": {"api_key": world.key(name)}})
            for name in names
        )
    )
    assert [answer.status_code for answer in answers] == [200] * 3
    (row,) = await world.rows(credentials)
    assert row["version"] == 4
    assert row["last4"] in {world.key(name)[-4:] for name in names}


async def test_one_who_is_always_too_late_is_told_to_try_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    account = await world.linked()
    token = (await world.session())["token"]
    tries = 0

    async def late(*_: object, **__: object) -> None:
        nonlocal tries
        tries += 1
        raise AccountMoved

    monkeypatch.setattr(Linker, "_renew", late)
    answer = await world.connect(token, world.key("member"))
    assert (answer.status_code, answer.json()["code"]) == (409, "account_busy")
    body = {"credentials": {"api_key": world.key("member")}}
    patched = await world.hub(token, "PATCH", f"/accounts/{account['id']}", json=body)
    assert (patched.status_code, patched.json()["code"]) == (409, "account_busy")
    assert tries == 16


async def test_sessions_made_at_once_have_different_numbers(world: World) -> None:
    made = await asyncio.gather(*(world.session() for _ in range(8)))
    assert len({one["id"] for one in made}) == 8


async def test_a_locked_row_is_the_present_one(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        found = await accounts_repository.find(tx, world.project.id, account["id"], lock=True)
        assert found is not None
        assert found.versions == {"api_key": 1}
        assert await repository.locked(tx, "ses_none") is None
