"""Keys are changed while others read and write, and whatever is killed half way is finished by running it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.custody.errors import MasterKeyAway, RotationPending, VaultDamaged
from linkwright.custody.model import Progress
from linkwright.custody.resealing import Resealing
from linkwright.kit.secret import Secret
from linkwright.store.database import Database, Tx
from linkwright.store.records import RECORDS
from linkwright.store.tables import (
    approvals,
    credentials,
    data_key_wraps,
    data_keys,
    downloads,
    key_rotations,
    master_keys,
    member_two_step,
    sign_in_settings,
)
from linkwright.vault.errors import RecordDoesNotOpen, WrongMasterKey
from tests.contract.custody.world import NEW, OLD, World

pytestmark = pytest.mark.anyio


class Killed(BaseException):
    """Stands for the end of the process."""


def kill_at(database: Database, monkeypatch: pytest.MonkeyPatch, turn: int, *, before: bool) -> None:
    """End the process before or after its n-th transaction is committed."""
    real, count = database.write, 0

    @asynccontextmanager
    async def write() -> AsyncIterator[Tx]:
        nonlocal count
        count += 1
        mine = count
        async with real() as tx:
            yield tx
            if mine == turn and before:
                raise Killed
        if mine == turn:
            raise Killed

    monkeypatch.setattr(database, "write", write)


async def test_every_record_is_sealed_by_a_new_key_and_opens_at_its_place_as_before(world: World) -> None:
    before = await world.keys(current=True)
    told: list[Progress] = []
    found = await world.rotation().data_keys(tell=told.append)
    assert found.damaged == 0
    assert await world.opened(world.process(OLD)) == world.secrets
    assert await world.key_ids() == set(await world.keys(current=True))
    assert await world.keys(current=False) == before
    assert (told[-1].done, told[-1].total) == (len(world.secrets), len(world.secrets))
    assert [step.done for step in told] == sorted(step.done for step in told)


async def test_one_project_alone_can_be_given_a_new_key(world: World) -> None:
    first, second = await world.keys(current=True)
    await world.rotation().data_keys("prj_2")
    now = await world.keys(current=True)
    assert now[0] == first
    assert now[1] != second
    assert await world.opened(world.process(OLD)) == world.secrets


@pytest.mark.promise("vault.rotation-resumes")
@pytest.mark.parametrize("before", [True, False])
async def test_a_rotation_of_data_keys_that_is_killed_anywhere_goes_on_when_it_is_run_again(
    world: World, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    for turn in (1, 2, 3, 4, 7, 12, 18):
        with monkeypatch.context() as patch:
            kill_at(world.database, patch, turn, before=before)
            with pytest.raises(Killed):
                await world.rotation(world.process(OLD)).data_keys()
        assert await world.opened(world.process(OLD)) == world.secrets
        await world.rotation(world.process(OLD)).data_keys()
        assert await world.opened(world.process(OLD)) == world.secrets
        assert await world.key_ids() == set(await world.keys(current=True))
    async with world.database.read() as tx:
        made = {row for row in (await tx.execute(sa.select(data_keys.c.rotation_id))).scalars() if row}
        ended = (await tx.execute(sa.select(key_rotations.c.finished_at))).scalars().all()
        count = (await tx.execute(sa.select(sa.func.count()).select_from(data_keys))).scalar_one()
    # Going on makes no further keys: two projects, one key each at the beginning and for each rotation.
    assert count == 2 + 2 * len(made)
    assert None not in ended


@pytest.mark.promise("vault.rotation-resumes")
@pytest.mark.parametrize("before", [True, False])
async def test_a_rotation_of_the_master_key_that_is_killed_anywhere_goes_on_when_it_is_run_again(
    world: World, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    async def made(_: list[str]) -> Any:
        return await world.make(NEW)

    for turn in (1, 2, 3):
        with monkeypatch.context() as patch:
            kill_at(world.database, patch, turn, before=before)
            with pytest.raises(Killed):
                await world.rotation(world.looking()).master_key(made)
        assert await world.opened(world.process(OLD)) == world.secrets
        vault = world.looking()
        await vault.ring.refresh()
        assert await world.rotation(vault).master_key(made) == "mk_new"
        assert await world.opened(world.process(NEW)) == world.secrets
        assert await world.opened(world.process(OLD)) == world.secrets
        async with world.database.write() as tx:
            await tx.execute(sa.delete(data_key_wraps).where(data_key_wraps.c.master_key_id == "mk_new"))
            await tx.execute(sa.update(master_keys).values(state="current").where(master_keys.c.id == "mk_old"))
            await tx.execute(sa.delete(master_keys).where(master_keys.c.id == "mk_new"))
        world.known = [OLD]


@pytest.mark.promise("vault.rotation-overwrites-nothing")
async def test_a_token_that_is_renewed_between_reading_and_writing_is_not_overwritten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"project_id": "prj_1", "account_id": "acc_10", "field": "access_token"}
    fresh = await world.vault.seal(Secret("renewed meanwhile"), **place, version=8)
    real, renewed = Resealing._sealed, False

    async def sealed(self: Resealing, column: Any, row: Any, *more: Any) -> Any:
        nonlocal renewed
        if not renewed and column.place(row)[:3] == tuple(place.values()):
            renewed = True
            async with world.database.write() as tx:
                mine = (credentials.c.account_id == "acc_10") & (credentials.c.field == "access_token")
                await tx.execute(sa.update(credentials).where(mine).values(record=fresh, version=8))
        return await real(self, column, row, *more)

    monkeypatch.setattr(Resealing, "_sealed", sealed)
    await world.rotation().data_keys("prj_1")
    assert renewed
    found = await world.opened(world.process(OLD))
    assert found[next(key for key in found if key[1:3] == ("acc_10", "access_token"))] == "renewed meanwhile"
    assert next(key for key in found if key[1:3] == ("acc_10", "access_token")).version == 8
    assert len(found) == len(world.secrets)
    assert set(await world.keys(current=False)) & await world.key_ids() == set()


@pytest.mark.promise("vault.old-process-works")
async def test_a_process_that_knows_only_the_former_master_key_opens_and_makes_keys_until_it_learns_of_the_new_one(
    world: World,
) -> None:
    behind = world.process(OLD)
    await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    assert await world.opened(behind) == world.secrets
    ahead = world.looking()
    await ahead.ring.refresh()
    # What is sealed by a data key that either makes now opens at the other.
    await world.rotation(ahead).data_keys("prj_1")
    assert await world.opened(world.process(OLD)) == world.secrets
    async with world.database.write() as tx:
        await tx.execute(sa.delete(data_key_wraps))
        await tx.execute(sa.delete(data_keys).where(data_keys.c.project_id == "prj_2"))
    place = {"project_id": "prj_2", "account_id": "acc_x", "field": "f", "version": 0}
    record = await behind.seal(Secret("made by the one behind"), **place)
    with pytest.raises(WrongMasterKey):
        await world.process(NEW).open(record, **place)
    assert (await ahead.open(record, **place)).reveal() == "made by the one behind"


async def test_a_data_key_that_a_process_behind_has_made_is_wrapped_by_the_new_master_key_at_the_next_rewrap(
    world: World,
) -> None:
    await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    async with world.database.write() as tx:
        mine = sa.select(data_keys.c.id).where(data_keys.c.project_id == "prj_2")
        wrapped = (data_key_wraps.c.master_key_id == "mk_new") & data_key_wraps.c.data_key_id.in_(mine)
        await tx.execute(sa.delete(data_key_wraps).where(wrapped))
    with pytest.raises(WrongMasterKey):
        await world.opened(world.process(NEW))
    await world.rotation(world.looking()).rewrap()
    assert await world.opened(world.process(NEW)) == world.secrets


async def test_two_rotations_at_once_are_refused_and_two_of_the_same_finish_one(world: World) -> None:
    async with world.database.write() as tx:
        await tx.execute(
            sa.insert(key_rotations).values(
                id="rot_1", kind="data", project_id="prj_1", done=0, total=0, damaged=0, started_at=world.clock.now()
            )
        )
    with pytest.raises(RotationPending):
        await world.rotation().data_keys()
    with pytest.raises(RotationPending):
        await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    await world.rotation().rewrap()
    await world.rotation().data_keys()
    assert await world.opened(world.process(OLD)) == world.secrets


async def test_nothing_is_made_that_an_absent_master_key_could_not_open(world: World) -> None:
    await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    with pytest.raises(MasterKeyAway, match="mk_new"):
        await world.rotation(world.process(OLD)).data_keys()
    assert await world.keys(current=False) == []


async def test_a_data_key_that_does_not_open_keeps_the_former_master_key_current(world: World) -> None:
    async with world.database.write() as tx:
        await tx.execute(sa.update(data_key_wraps).values(wrapped=b"x" * 60))
    with pytest.raises(VaultDamaged):
        await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    async with world.database.read() as tx:
        states = dict((await tx.execute(sa.select(master_keys.c.id, master_keys.c.state))).all())
    assert states["mk_old"] == "current"


@pytest.mark.promise("vault.verify-names")
async def test_a_damaged_record_is_named_with_table_row_and_account_and_without_a_secret(world: World) -> None:
    async with world.database.write() as tx:
        mine = (credentials.c.account_id == "acc_21") & (credentials.c.field == "refresh_token")
        record = (await tx.execute(sa.select(credentials.c.record).where(mine))).scalar_one()
        await tx.execute(
            sa.update(credentials).where(mine).values(record=bytes(record[:-1]) + bytes((record[-1] ^ 1,)))
        )
    found = await world.verify()
    (problem,) = found.problems
    assert (found.damaged, problem.table, problem.row, problem.account_id, problem.project_id) == (
        1, "credentials", "acc_21/refresh_token", "acc_21", "prj_2",
    )  # fmt: skip
    assert "secret of" not in repr(found) + problem.line()
    # Everything else is sealed anew all the same, and what does not open stays as it is.
    resealed = await world.rotation().data_keys()
    assert resealed.problems == [problem]
    assert sum((await world.verify()).opened.values()) == len(world.secrets) - 1 + 4


@pytest.mark.promise("vault.bound-to-its-row")
async def test_two_rows_whose_records_were_exchanged_do_not_open_and_no_rotation_mends_them(world: World) -> None:
    async with world.database.write() as tx:
        rows = {}
        for account in ("acc_10", "acc_11"):
            mine = (credentials.c.account_id == account) & (credentials.c.field == "access_token")
            rows[account] = bytes((await tx.execute(sa.select(credentials.c.record).where(mine))).scalar_one())
        for account, other in (("acc_10", "acc_11"), ("acc_11", "acc_10")):
            mine = (credentials.c.account_id == account) & (credentials.c.field == "access_token")
            await tx.execute(sa.update(credentials).where(mine).values(record=rows[other]))
    with pytest.raises(RecordDoesNotOpen):
        await world.opened(world.process(OLD))
    found = await world.rotation().data_keys()
    assert sorted(problem.account_id for problem in found.problems) == ["acc_10", "acc_11"]


async def test_the_list_of_records_is_whole(world: World) -> None:
    names = {"record", "secret_record", "shown", "verifier", "entered", "answer", "bodies"}
    assert {column.record.name for column in RECORDS} == names
    for column in RECORDS:
        # What an organization, an approval or an address of a file seals is rotated in the tests of those.
        assert await world.rows(column) or column.table in (approvals, downloads, member_two_step, sign_in_settings)


async def test_secrets_of_an_organization_and_of_approvals_and_files_are_rotated_too(world: World) -> None:
    await world.fill_more()
    before = await world.opened(world.vault)
    found = await world.rotation().data_keys()
    assert found.problems == []
    assert await world.opened(world.vault) == before == world.secrets
    current = set(await world.keys(current=True))
    assert await world.key_ids() == current
    assert len(current) == 3
