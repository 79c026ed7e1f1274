"""Everything about an owner is taken out whole, and erased whole, with a receipt."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.kit import jsons
from linkwright.owners import repository
from linkwright.owners.holdings import HOLDINGS
from linkwright.store.records import RECORDS
from linkwright.store.tables import metadata, owner_erasures
from linkwright.vault.errors import RecordDoesNotOpen
from tests.contract.consents.world import World

pytestmark = pytest.mark.anyio
OWNER, NAME, WORD = "cus_canary_77", "Canary Bakery & Söhne", "canary-word-4711"


async def _link(world: World, owner: str = OWNER, name: str = NAME) -> str:
    wish = {"origin_owner_id": owner, "origin_owner_name": name, "provider": "linear", "type": "test"}
    session = await world.api(
        "POST", "/connect_sessions", json={**wish, "multiple": True, "label": WORD if owner == OWNER else "Other"}
    )
    token = {"x-hub-session-token": session.json()["token"]}
    profile = (await world.http.get("/hub/connectors", headers=token)).json()["integrations"][0]["integration_id"]
    config = (await world.http.get(f"/hub/connectors/{profile}", headers=token)).json()
    given = {"integration_id": profile, "credentials": config["linkwright"]["test_credentials"]}
    made = await world.http.post("/hub/accounts", headers=token, json=given)
    assert made.status_code == 200, made.text
    return str(made.json()["id"])


async def _used(world: World, account: str, word: str = WORD) -> None:
    """Calls that fail, so that their bodies are kept, one that writes, and what an agent says."""
    at = {"x-account-id": account}
    for call in (
        {"action": "linear_get_issue", "path": {"id": word}},
        {"action": "linear_create_issue", "body": {"teamId": word, "title": word}},
    ):
        await world.api("POST", "/actions/rpc", json=call, headers=at)
    teams = await world.api("POST", "/actions/rpc", json={"action": "linear_list_teams"}, headers=at)
    body = {"teamId": teams.json()["data"][0]["id"], "title": word}
    made = await world.api("POST", "/actions/rpc", json={"action": "linear_create_issue", "body": body}, headers=at)
    assert made.status_code == 200, made.text
    said = {"feedback": f"{word} did well", "account_id": account, "tool_names": ["linear_list_teams"]}
    assert (await world.api("POST", "/ai/tool-feedback", json=said)).status_code in (200, 201)
    await world.hub.recorder.flush()


async def _filled(world: World) -> tuple[str, str, str]:
    """An owner with an account, one that was deleted before, and another owner with an account."""
    hook = {"url": "https://hooks.example/in", "events": ["*"]}
    assert (await world.api("POST", "/webhook_endpoints", json=hook)).status_code in (200, 201)
    earlier = await _link(world)
    await _used(world, earlier)
    assert (await world.api("DELETE", f"/accounts/{earlier}")).status_code == 200
    account = await _link(world)
    await _used(world, account)
    other = await _link(world, "cus_other", "Other Ltd")
    await _used(world, other, "other-word")
    world.clock.advance(5)
    return account, earlier, other


async def _stored(world: World) -> dict[str, str]:
    """Everything that is stored, as texts by table, sealed columns opened."""
    sealed: dict[str, list[Any]] = {}
    for column in RECORDS:
        sealed.setdefault(str(column.table.name), []).append(column)
    found = {}
    for table in metadata.sorted_tables:
        async with world.hub.database.read() as tx:
            rows = (await tx.execute(sa.select(*(sa.type_coerce(c, _plain_type(c)) for c in table.c)))).all()
            records = [
                (column, row)
                for column in sealed.get(str(table.name), [])
                for row in (await tx.execute(column.select())).all()
            ]
        texts = [str(value) for row in rows for value in row if not isinstance(value, bytes)]
        for column, row in records:
            try:
                texts.append((await world.hub.vault.open(bytes(row[4]), **column.place(row)._asdict())).reveal())
            except RecordDoesNotOpen:
                texts.append("does not open")
        found[str(table.name)] = "\n".join(texts)
    return found


def _plain_type(column: sa.Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type


def _with_any(stored: dict[str, str], *words: str) -> set[str]:
    quoted = [*words, *(jsons.dumps(word)[1:-1] for word in words)]
    return {table for table, text in stored.items() if any(word in text for word in quoted)}


async def _erase(world: World, owner: str = OWNER, **more: Any) -> Any:
    return await world.api("POST", "/owners/erase", json={"origin_owner_id": owner}, **more)


@pytest.mark.promise("data.erase")
async def test_after_an_erasure_nothing_of_the_owner_is_left_anywhere_but_what_the_receipt_names(world: World) -> None:
    account, earlier, other = await _filled(world)
    before = await _stored(world)
    there = _with_any(before, OWNER, NAME, WORD)
    assert there >= {"accounts", "connect_sessions", "runs", "events", "feedback", "deletion_receipts"}

    answer = await _erase(world)
    assert answer.status_code == 200, answer.text
    receipt = answer.json()
    assert receipt["state"] == "done"
    after = await _stored(world)
    assert _with_any(after, OWNER, NAME, WORD) == set()

    kept = {one["what"] for one in receipt["kept"]}
    assert _with_any(after, account, earlier) - kept == {"owner_erasures"}
    assert {one["account_id"] for one in receipt["accounts"]} == {account, earlier}
    erased = receipt["erased"]
    assert (erased["accounts"], erased["feedback"], erased["connect_sessions"]) == (1, 2, 2)
    assert erased["runs"] == 8
    assert erased["events"] >= 4
    # Nobody else's is touched.
    for table in ("accounts", "connect_sessions", "runs", "events", "feedback", "writes"):
        assert "other-word" in after[table] or other in after[table], table
    assert (await world.api("GET", f"/accounts/{other}")).status_code == 200
    # The log is still read.
    assert (await world.api("GET", "/requests/logs/steps")).status_code == 200


@pytest.mark.promise("data.erase")
async def test_a_repeat_gives_the_same_receipt_and_a_new_account_of_the_owner_another(world: World) -> None:
    await _link(world)
    first = (await _erase(world)).json()
    assert (await _erase(world)).json() == first
    assert (await world.api("GET", f"/owners/erasures/{first['id']}")).json() == first
    await _link(world)
    second = (await _erase(world)).json()
    assert second["id"] != first["id"]
    listed = (await world.api("GET", "/owners/erasures")).json()["data"]
    assert {one["id"] for one in listed} == {first["id"], second["id"]}


@pytest.mark.promise("data.erase")
@pytest.mark.parametrize("step", ["delete_sessions", "empty_runs", "empty_events", "empty_receipts", "finish"])
async def test_an_erasure_that_was_killed_is_finished_with_the_same_receipt(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    await _filled(world)
    with monkeypatch.context() as patch:
        patch.setattr(repository, step, _killed)
        with pytest.raises(_KilledError):
            await _erase(world)
    async with world.hub.database.read() as tx:
        (open_,) = (await tx.execute(sa.select(owner_erasures))).mappings().all()
    assert (open_["state"], open_["owner"]) == ("open", OWNER)
    await world.hub.erasing.look()
    async with world.hub.database.read() as tx:
        assert (await tx.execute(sa.select(owner_erasures.c.state))).scalar_one() == "open", "another may still work"
    world.clock.advance(91)
    await world.hub.erasing.look()
    assert _with_any(await _stored(world), OWNER, NAME, WORD) == set()
    receipt = (await _erase(world)).json()
    assert (receipt["id"], receipt["state"], receipt["erased"]["runs"]) == (open_["id"], "done", 8)
    assert receipt["erased"]["accounts"] == 1


async def test_a_run_that_ends_after_its_owner_was_erased_is_emptied_too(world: World) -> None:
    account = await _link(world)
    await _used(world, account)
    async with world.hub.database.read() as tx:
        table = metadata.tables["runs"]
        row = dict((await tx.execute(sa.select(table).where(table.c.account_id == account))).mappings().first() or {})
    await _erase(world)
    async with world.hub.database.write() as tx:
        await tx.execute(sa.insert(table).values(**{**row, "id": "run_late", "detail": {**row["detail"], "x": WORD}}))
    await world.hub.erasing.look()
    assert _with_any(await _stored(world), WORD) == set()


@pytest.mark.promise("data.export")
async def test_an_export_holds_everything_about_the_owner_and_no_secret(world: World) -> None:
    account, earlier, other = await _filled(world)
    answer = await world.api("POST", "/owners/export", json={"origin_owner_id": OWNER})
    assert answer.status_code == 200, answer.text
    lines = [jsons.loads(line) for line in answer.text.splitlines()]
    assert (lines[0]["kind"], lines[-1]["kind"]) == ("export", "end")
    rows = lines[-1]["rows"]
    assert sum(rows.values()) == len(lines) - 2
    assert (rows["accounts"], rows["runs"], rows["feedback"], rows["deletion_receipts"]) == (1, 8, 2, 1)
    assert rows["audit_records"] > 0
    assert {one.table for one in HOLDINGS} == set(rows)
    opened = [line["bodies"] for line in lines if line["kind"] == "runs" and line["bodies"]]
    assert opened
    assert any(WORD in jsons.dumps(one) for one in opened)
    assert {line["account_id"] for line in lines if line["kind"] == "runs"} == {account, earlier}
    assert other not in answer.text
    assert "other-word" not in answer.text
    async with world.hub.database.read() as tx:
        table = metadata.tables["credentials"]
        fields = (await tx.execute(sa.select(table).where(table.c.account_id == account))).mappings().all()
    for one in fields:
        place = {"project_id": one["project_id"], "account_id": account, "field": one["field"]}
        secret = (await world.hub.vault.open(bytes(one["record"]), **place, version=one["version"])).reveal()
        assert secret not in answer.text
    session = metadata.tables["connect_sessions"]
    async with world.hub.database.read() as tx:
        for hashed in (await tx.execute(sa.select(session.c.token_hash))).scalars():
            assert hashed not in answer.text


async def test_who_is_not_known_is_not_found_and_who_may_not_is_refused(world: World) -> None:
    assert (await _erase(world, "cus_nobody")).json()["code"] == "owner_not_found"
    assert (await world.api("GET", "/owners/erasures/ers_none")).json()["code"] == "erasure_not_found"
    headers = {"cookie": "none"}
    answer = await world.http.post("/owners/erase", json={"origin_owner_id": OWNER}, headers=headers)
    assert answer.status_code == 401


async def test_rows_of_another_project_with_the_same_owner_stay(world: World) -> None:
    account = await _link(world)
    async with world.hub.database.write() as tx:
        organization = (await tx.execute(sa.select(metadata.tables["organizations"].c.id))).scalar_one()
        project = await world.hub.projects.create(tx, organization, "second", None)
        await world.hub.profiles.ensure_defaults(tx, project.id)
    same = await world.put_account(OWNER, project.id)
    receipt = (await _erase(world)).json()
    assert [one["account_id"] for one in receipt["accounts"]] == [account]
    async with world.hub.database.read() as tx:
        table = metadata.tables["accounts"]
        assert (await tx.execute(sa.select(table.c.id).where(table.c.origin_owner_id == OWNER))).scalar_one() == same


class _KilledError(BaseException):
    """What ends a process."""


async def _killed(*_: Any, **__: Any) -> Any:
    raise _KilledError
