"""A key is destroyed only when nothing needs it, and what is shredded opens nowhere any more."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from linkwright.custody import repository
from linkwright.custody.destroying import GRACE, Destroying
from linkwright.custody.errors import AccountStillLinked, KeyStillNeeded, KeyUnknown, VaultDamaged
from linkwright.custody.resealing import Resealing
from linkwright.custody.shredding import Shredding
from linkwright.custody.status import status
from linkwright.custody.watching import KeyWatch
from linkwright.errors import LinkwrightError
from linkwright.kit.secret import Secret
from linkwright.store.hot import open_hot_rows
from linkwright.store.tables import accounts, credentials, data_key_wraps, data_keys, runs, webhook_endpoints
from linkwright.vault.errors import DataKeyMissing, WrongMasterKey
from linkwright.vault.vault import Vault
from tests.contract.custody.world import NEW, OLD, World

pytestmark = pytest.mark.anyio
PLACE = {"project_id": "prj_1", "account_id": "acc_10", "field": "access_token", "version": 7}


async def rotated(world: World) -> Vault:
    """A vault whose master key was changed from the old to the new one."""
    vault = world.looking()
    await world.rotation(vault).master_key(lambda _: world.make(NEW))
    return vault


def destroying(world: World, vault: Vault | None = None) -> Destroying:
    return Destroying(world.database, vault or world.vault, world.clock)


async def refused(attempt: object, kind: type[LinkwrightError], says: str) -> None:
    with pytest.raises(kind, match=says) as found:
        await attempt  # type: ignore[misc]
    assert found.value.remedy


@pytest.mark.promise("vault.gate")
async def test_a_master_key_is_kept_while_anything_needs_it(world: World) -> None:
    await refused(destroying(world).master_key("mk_old"), KeyStillNeeded, "is the current master key")
    await refused(destroying(world).master_key("mk_none"), KeyUnknown, "no master key")
    vault = await rotated(world)
    async with world.database.write() as tx:
        mine = sa.select(data_keys.c.id).where(data_keys.c.project_id == "prj_2")
        alone = (data_key_wraps.c.master_key_id == "mk_new") & data_key_wraps.c.data_key_id.in_(mine)
        await tx.execute(sa.delete(data_key_wraps).where(alone))
    await refused(
        destroying(world, vault).master_key("mk_old"), KeyStillNeeded, "1 data key is wrapped by mk_old alone"
    )
    await world.rotation(vault).rewrap()
    behind = KeyWatch(world.database, world.process(OLD), world.clock)
    await behind.note()
    await refused(destroying(world, vault).master_key("mk_old"), KeyStillNeeded, "knows no other master key")
    assert await world.opened(world.process(OLD)) == world.secrets
    await behind.leave()
    await destroying(world, vault).master_key("mk_old")
    assert await world.opened(world.process(NEW)) == world.secrets
    with pytest.raises(WrongMasterKey):
        await world.opened(world.process(OLD))
    await refused(destroying(world, vault).master_key("mk_old"), KeyUnknown, "destroyed already")


@pytest.mark.promise("vault.gate")
async def test_a_master_key_is_kept_while_something_does_not_open_without_it(world: World) -> None:
    vault = await rotated(world)
    async with world.database.write() as tx:
        fresh = data_key_wraps.c.master_key_id == "mk_new"
        await tx.execute(sa.update(data_key_wraps).where(fresh).values(wrapped=b"x" * 60))
    await refused(destroying(world, vault).master_key("mk_old"), VaultDamaged, "do not open")
    assert await world.opened(world.process(OLD)) == world.secrets


async def test_a_process_that_is_gone_for_a_minute_keeps_no_key(world: World) -> None:
    vault = await rotated(world)
    await KeyWatch(world.database, world.process(OLD), world.clock).note()
    world.clock.advance(61)
    await destroying(world, vault).master_key("mk_old")


async def test_a_process_whose_master_key_is_retired_makes_no_data_key_that_would_be_lost_with_it(world: World) -> None:
    behind = world.process(OLD)
    opened = await behind.seal(Secret("x"), **PLACE)
    vault = await rotated(world)
    await destroying(world, vault).master_key("mk_old")
    # What it holds open goes on working.
    assert behind.open_now(opened, **PLACE) == Secret("x")
    async with world.database.write() as tx:
        await repository.delete_keys(tx, data_keys.c.project_id == "prj_2")
    with pytest.raises(WrongMasterKey, match="is retired"):
        await behind.seal(Secret("x"), **{**PLACE, "project_id": "prj_2"})
    assert len(await world.keys(current=True)) == 1


@pytest.mark.promise("vault.gate")
async def test_a_data_key_is_kept_while_it_is_current_just_was_or_seals_a_record(world: World) -> None:
    former = (await world.keys(current=True))[0]
    await refused(destroying(world).data_key(former), KeyStillNeeded, "current data key")
    late = await world.vault.sealer("prj_1")
    await world.rotation().data_keys()
    await refused(destroying(world).data_key(former), KeyStillNeeded, "was current until")
    world.clock.advance(GRACE.total_seconds())
    # A process stores at the last moment what it sealed before.
    record = late.seal(Secret("late"), account_id="acc_10", field="access_token", version=7)
    async with world.database.write() as tx:
        mine = (credentials.c.account_id == "acc_10") & (credentials.c.field == "access_token")
        await tx.execute(sa.update(credentials).where(mine).values(record=record))
    await refused(destroying(world).data_key(former), KeyStillNeeded, "1 record is sealed by")
    await world.rotation().rewrap()
    await destroying(world).data_key(former)
    await refused(destroying(world).data_key(former), KeyUnknown, "no data key")
    assert (await world.process(OLD).open(await _stored(world), **PLACE)).reveal() == "late"


@pytest.mark.promise("vault.gate")
async def test_a_data_key_is_kept_while_a_record_of_its_project_does_not_open(world: World) -> None:
    former = (await world.keys(current=True))[0]
    await world.rotation().data_keys()
    world.clock.advance(GRACE.total_seconds())
    async with world.database.write() as tx:
        await tx.execute(sa.update(runs).where(runs.c.id == "run_acc_10").values(bodies=b"damaged"))
    await refused(destroying(world).data_key(former), VaultDamaged, "runs run_acc_10: run_bodies of acc_10")


@pytest.mark.promise("vault.shredding")
async def test_a_shredded_project_opens_nowhere_and_the_other_one_does(world: World) -> None:
    copy = await _stored(world)
    elsewhere = world.process(OLD)
    await elsewhere.open(copy, **PLACE)
    rows = open_hot_rows(world.database)
    await rows.start()
    watch = KeyWatch(world.database, elsewhere, world.clock)
    rows.on_keys(watch.told.set)
    watch.told.clear()
    try:
        done = await Shredding(world.database, world.vault, world.clock).shred_project("prj_1")
        # The other process hears of it, and lets go of the key that it holds open.
        async with asyncio.timeout(10):
            while not watch.told.is_set():
                rows.peek("anything")
                await asyncio.sleep(0)
        await watch.look()
    finally:
        await rows.close()
    assert elsewhere.open_now(copy, **PLACE) is None
    for vault in (elsewhere, world.vault, world.process(OLD)):
        with pytest.raises(DataKeyMissing):
            await vault.open(copy, **PLACE)
    assert done.records["credentials"] == 6
    async with world.database.read() as tx:
        on = dict((await tx.execute(sa.select(webhook_endpoints.c.id, webhook_endpoints.c.disabled_reason))).all())
    assert on == {"whe_prj_1": "The project was shredded.", "whe_prj_2": None}
    assert len(done.destroyed) == 1
    assert done.opens_with == ("mk_old",)
    others = {place: text for place, text in world.secrets.items() if place.project_id == "prj_2"}
    assert await world.opened(world.process(OLD)) == others
    assert (await world.vault.open(await world.vault.seal(Secret("anew"), **PLACE), **PLACE)).reveal() == "anew"


@pytest.mark.promise("vault.shredding")
async def test_a_shredded_account_leaves_copies_that_nothing_opens_and_its_neighbours_work(world: World) -> None:
    copy = await _stored(world)
    shredding = Shredding(world.database, world.vault, world.clock)
    with pytest.raises(AccountStillLinked):
        await shredding.shred_account("prj_1", "acc_10")
    assert await world.opened(world.process(OLD)) == world.secrets
    await _unlinked(world)
    done = await shredding.shred_account("prj_1", "acc_10")
    assert done.records["runs"] == 1
    assert done.records["writes"] == 1
    mine = {place for place in world.secrets if "acc_10" in place.account_id}
    assert await world.opened(world.process(OLD)) == {k: v for k, v in world.secrets.items() if k not in mine}
    assert done.later == world.clock.now() + GRACE
    # A running hub destroys the former key by itself, once the time has come.
    watch = KeyWatch(world.database, world.vault, world.clock)
    await watch.look()
    assert await world.keys(current=False) == list(done.destroyed_later)
    world.clock.advance(GRACE.total_seconds() + 1)
    await watch.look()
    assert await world.keys(current=False) == []
    with pytest.raises(DataKeyMissing):
        await world.process(OLD).open(copy, **PLACE)


@pytest.mark.promise("vault.shredding")
async def test_an_account_that_is_shredded_after_a_killed_rotation_leaves_copies_that_nothing_opens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        async def killed(*_: object) -> None:
            raise ConnectionAbortedError

        patch.setattr(Resealing, "project", killed)
        with pytest.raises(ConnectionAbortedError):
            await world.rotation().data_keys("prj_1")
    # What the account stores from here on is under the key that the killed rotation made.
    copy = await world.process(OLD).seal(Secret("renewed"), **PLACE)
    await _unlinked(world)
    await Shredding(world.database, world.vault, world.clock).shred_account("prj_1", "acc_10")
    world.clock.advance(GRACE.total_seconds() + 1)
    await KeyWatch(world.database, world.vault, world.clock).look()
    with pytest.raises(DataKeyMissing):
        await world.process(OLD).open(copy, **PLACE)


async def test_shredding_an_account_tells_when_a_record_that_does_not_open_keeps_the_former_key(world: World) -> None:
    await _unlinked(world)
    shredding = Shredding(world.database, world.vault, world.clock)
    assert (await shredding.shred_account("prj_1", "acc_10")).problems == ()
    async with world.database.write() as tx:
        mine = (credentials.c.account_id == "acc_11") & (credentials.c.field == "refresh_token")
        await tx.execute(sa.update(credentials).where(mine).values(record=b"torn"))
    done = await shredding.shred_account("prj_1", "acc_10")
    assert [one.partition(":")[0] for one in done.problems] == ["credentials acc_11/refresh_token"]


async def test_the_status_tells_what_needs_which_key_and_nothing_secret(world: World) -> None:
    vault = await rotated(world)
    await world.rotation(vault).data_keys("prj_1")
    await KeyWatch(world.database, vault, world.clock).note()
    told = await status(world.database, world.process(OLD).ring, world.clock)
    assert [(one["id"], one["state"], one["at_hand"], one["wraps"]) for one in told["master_keys"]] == [
        ("mk_new", "current", False, 3),
        ("mk_old", "live", True, 3),
    ]
    former = next(one for one in told["data_keys"] if not one["current"])
    assert former["records"] == 0
    assert sum(one["records"] for one in told["data_keys"]) == len(world.secrets)
    assert sorted(told["processes"][0]["master_keys"]) == ["mk_new", "mk_old"]
    assert told["pending_rotations"] == []
    assert "secret of" not in repr(told)
    world.clock.advance(timedelta(minutes=2).total_seconds())
    assert (await status(world.database, vault.ring, world.clock))["processes"] == []


async def _unlinked(world: World) -> None:
    """The account is deleted, as it is before it is shredded."""
    async with world.database.write() as tx:
        await tx.execute(sa.delete(credentials).where(credentials.c.account_id == "acc_10"))
        await tx.execute(sa.delete(accounts).where(accounts.c.id == "acc_10"))


async def _stored(world: World) -> bytes:
    mine = (credentials.c.account_id == "acc_10") & (credentials.c.field == "access_token")
    async with world.database.read() as tx:
        return bytes((await tx.execute(sa.select(credentials.c.record).where(mine))).scalar_one())
