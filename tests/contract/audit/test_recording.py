"""What changes in the database is recorded in the same transaction, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.access.keys import KeyService
from linkwright.audit import repository
from linkwright.audit.errors import AuditNotWritten
from linkwright.audit.verifying import read_checkpoints, verify_lines
from linkwright.audit.work import Chainer
from linkwright.store.acting import Acting, act_as
from linkwright.store.database import Database
from linkwright.store.tables import api_keys, audit_checkpoints, audit_records, projects
from tests.contract.audit.recorded import AT, Recorded, project
from tests.unit.audit.chains import KEY

pytestmark = pytest.mark.anyio


async def test_rows_that_come_change_and_go_are_told_with_who_did_it(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    who = Acting("console", "10.0.0.7")
    who.become("member:mem_1", "Ada", "prj_1", "org_1")
    act_as(who)
    keys = KeyService(recorded.clock)
    async with database.write() as tx:
        key, secret = await keys.create(tx, "prj_1", "planner", ["read-only"])
    async with database.write() as tx:
        await keys.revoke(tx, key.id)
        await tx.execute(sa.delete(api_keys).where(api_keys.c.id == key.id))
    made, revoked, deleted = (await recorded.records())[-3:]
    assert [one["event"] for one in (made, revoked, deleted)] == ["key.created", "key.revoked", "key.deleted"]
    assert (made["principal"], made["principal_name"], made["face"], made["address"]) == (
        "member:mem_1",
        "Ada",
        "console",
        "10.0.0.7",
    )
    assert made["target"] == {"kind": "key", "id": key.id}
    assert made["detail"] == {"scopes": ["platform:read", "actions:execute", "connectors:read"], "effects": ["read"]}
    assert revoked["detail"] == {"changed": ["revoked_at"]}
    assert made["request_id"] == deleted["request_id"] != None  # noqa: E711
    assert secret.reveal() not in str(await recorded.records())


async def test_a_setting_is_told_from_what_to_what_and_a_text_only_by_its_name(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    async with database.write() as tx:
        changed = sa.update(projects).where(projects.c.organization_id == "org_1")
        await tx.execute(changed.values(screening="block", app_name="A word of a person"))
        await tx.execute(changed.values(screening="block"))
    last = (await recorded.records())[-1]
    assert last["detail"] == {
        "changed": ["app_name", "screening"],
        "from": {"screening": "annotate"},
        "to": {"screening": "block"},
    }
    assert "word" not in str(last)


async def test_one_statement_that_changes_many_rows_leaves_a_record_for_each(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    async with database.write() as tx:
        await tx.execute(sa.insert(projects), [project("prj_2"), project("prj_3")])
        await tx.execute(sa.update(projects).values(screening="off"))
        change = sa.update(projects).where(projects.c.id == sa.bindparam("which"))
        await tx.execute(change.values(app_name=sa.bindparam("word")), [{"which": "prj_2", "word": "B"}])
    for chain, events in {"prj_1": 2, "prj_2": 3, "prj_3": 2}.items():
        assert [one["event"] for one in await recorded.records(chain)] == [
            "project.created",
            *["project.changed"] * (events - 1),
        ]


@pytest.mark.promise("audit.no-change-without-a-record")
async def test_a_change_whose_record_cannot_be_written_is_not_made_even_by_who_catches_the_refusal(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = Recorded(database)
    await recorded.world()

    def broken(*_: Any) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("disk is full"))

    monkeypatch.setattr(repository, "add_within", broken)
    with pytest.raises(AuditNotWritten):
        async with database.write() as tx:
            await tx.execute(sa.update(projects).values(screening="off"))
    with pytest.raises(RuntimeError, match="not made"):
        async with database.write() as tx:
            with pytest.raises(AuditNotWritten):
                await tx.execute(sa.update(projects).values(screening="off"))
    monkeypatch.undo()
    async with database.write() as tx:
        assert (await tx.execute(sa.select(projects.c.screening))).scalars().all() == ["annotate"]
    assert (await recorded.verified()).bad is None


async def test_a_transaction_that_is_rolled_back_leaves_no_record(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    before = len(await recorded.records())
    with pytest.raises(ZeroDivisionError):
        async with database.write() as tx:
            await tx.execute(sa.update(projects).values(screening="off"))
            raise ZeroDivisionError
    assert len(await recorded.records()) == before


async def test_eight_writers_and_two_chainers_leave_a_chain_without_gaps(database: Database) -> None:
    recorded = Recorded(database, every=50)
    await recorded.world()
    other = Chainer(database, KEY, recorded.recording, recorded.clock)

    async def write(number: int) -> None:
        for turn in range(20):
            async with database.write() as tx:
                await tx.execute(sa.insert(projects).values(project(f"prj_{number}_{turn}")))
                mine = sa.update(projects).where(projects.c.id == f"prj_{number}_{turn}")
                await tx.execute(mine.values(screening="off"))
                noted = recorded.recording.note("prj_1", "audit.exported", detail={"turn": turn})
                await repository.add(tx, [noted])

    async def chain(chainer: Chainer) -> None:
        for _ in range(15):
            await chainer.chain()

    await asyncio.gather(*(write(number) for number in range(8)), chain(recorded.chainer), chain(other))
    mine = await recorded.records("prj_1")
    assert [one["sequence"] for one in mine] == list(range(1, len(mine) + 1))
    assert len(mine) == 1 + 8 * 20
    found = await recorded.verified()
    assert (found.bad, found.unsealed) == (None, [])
    # Of every project its own two, of the organization one, and the chain that all wrote to.
    assert found.records == 8 * 20 * 2 + 1 + 161


async def test_what_is_put_into_the_database_by_somebody_else_is_chained_and_said_to_be_foreign(
    database: Database,
) -> None:
    recorded = Recorded(database)
    await recorded.world()
    async with database.write() as tx:
        row = list(recorded.recording.note("prj_1", "key.revoked"))
        row[-1] = "0" * 64
        await repository.add(tx, [tuple(row)])
    last = (await recorded.records())[-1]
    assert (last["event"], last["sealed"]) == ("key.revoked", False)
    assert (await recorded.verified()).unsealed == [last["id"]]


async def test_a_row_that_is_changed_deleted_or_cut_off_in_the_database_shows(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    for number in range(5):
        async with database.write() as tx:
            await tx.execute(sa.update(projects).values(app_name=str(number)))
    assert len(await recorded.records()) == 6
    for change, place in (
        (sa.update(audit_records).where(audit_records.c.sequence == 3).values(principal="key:key_other"), 3),
        (sa.delete(audit_records).where(audit_records.c.sequence == 2), 3),
        (sa.delete(audit_records).where(audit_records.c.sequence > 4), 5),
    ):
        with pytest.raises(ZeroDivisionError):
            async with database.write() as tx:
                await tx.execute(change.where(audit_records.c.chain == "prj_1"))
                said = [row async for row in repository.records(tx, ["prj_1"])]
                heads = await repository.heads(tx, ["prj_1"])
                bad = _checked(said, heads)
                assert bad is not None
                assert bad.sequence == place
                raise ZeroDivisionError
    assert (await recorded.verified()).bad is None


def _checked(rows: list[Any], heads: Any) -> Any:
    from linkwright.audit.checkpoints import Checkpoint
    from linkwright.audit.model import line_of, record_of
    from linkwright.audit.places import HEAD

    said = [Checkpoint.of_row(row, HEAD) for row in heads]
    return verify_lines((line_of(record_of(row)) for row in rows), said).bad


async def test_what_is_old_is_cut_off_with_a_signed_note_and_the_rest_still_verifies(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    async with database.write() as tx:
        await tx.execute(sa.update(projects).values(app_name="old"))
    await recorded.chainer.chain()
    recorded.clock.advance(timedelta(days=500).total_seconds())
    async with database.write() as tx:
        await tx.execute(sa.update(projects).values(app_name="young"))
    await recorded.chainer.chain()
    assert await recorded.chainer.cut(400) == 3  # two of the project and one of the organization
    records = await recorded.records()
    assert [(one["sequence"], one["event"]) for one in records] == [(3, "project.changed"), (4, "audit.cut")]
    assert records[-1]["detail"] == {"up_to": 2, "records": 2}
    assert (await recorded.verified()).bad is None
    assert await recorded.chainer.cut(400) == 0


async def test_checkpoints_are_made_by_count_and_by_time_and_stand_outside_once(
    database: Database, tmp_path: Path
) -> None:
    outside = tmp_path / "checkpoints.jsonl"
    recorded = Recorded(database, every=2, seconds=60.0, outside=outside)
    await recorded.world()
    await recorded.chainer.chain()
    assert not outside.exists()
    recorded.clock.advance(61)
    await recorded.chainer.chain()
    for number in range(4):
        async with database.write() as tx:
            await tx.execute(sa.update(projects).values(app_name=str(number)))
        await recorded.chainer.chain()
    good, bad = read_checkpoints(outside.read_bytes().splitlines(keepends=True), [KEY.public])
    assert bad is None
    assert [(one.chain, one.sequence) for one in good] == [("org_1", 1), ("prj_1", 1), ("prj_1", 3), ("prj_1", 5)]
    async with database.read() as tx:
        assert (await tx.execute(sa.select(audit_checkpoints.c.anchored))).scalars().all() == [True] * 4
    assert recorded.clock.now() > AT
