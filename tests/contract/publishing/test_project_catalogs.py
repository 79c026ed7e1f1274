"""Which connector a project has: its own before the hub's, in the version that a pin chooses, without a question per call."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.catalog.parcels import pack, unpack
from linkwright.connectors.loading import FORMAT
from linkwright.profiles.errors import PinFitsNothing, UnknownActions
from linkwright.publishing import repository
from linkwright.store.tables import connector_versions
from tests.contract.publishing.shelf import MINE, OTHER, Shelf, shipped
from tests.desk import WITH_SIZES, WITHOUT_SINCE

pytestmark = pytest.mark.anyio
AS_LINEAR = ("connector.yaml", "key: desk", "key: linear")


@pytest.mark.promise("connectors.walls")
async def test_a_projects_own_connector_beats_the_hubs_of_the_same_key_in_that_project_only(shelf: Shelf) -> None:
    made = await shelf.push("1.0.0", AS_LINEAR)
    assert made.replaces is True
    mine, other = await shelf.catalogs.of(MINE), await shelf.catalogs.of(OTHER)
    found, theirs = mine.get("linear"), other.get("linear")
    assert found is not None
    assert theirs is not None
    assert (found.name, found.owner, theirs.name, theirs.owner) == ("Desk", MINE, "Linear", "")
    assert [one.name for one in mine.connectors()] == ["Desk"]
    assert mine.action("linear_list_tickets") is not None
    assert mine.action("linear_create_issue") is None
    assert other.action("linear_list_tickets") is None
    assert other.action("linear_create_issue") is not None


async def test_a_project_without_connectors_of_its_own_has_the_hubs_catalogue_itself(shelf: Shelf) -> None:
    await shelf.push()
    assert await shelf.catalogs.of(OTHER) is shipped()
    assert shelf.catalogs.peek(OTHER) is shipped()


@pytest.mark.promise("connectors.pins")
async def test_the_pin_of_a_profile_decides_which_version_is_at_hand(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    await shelf.push("1.1.0", WITH_SIZES)
    await shelf.push("2.0.0", WITHOUT_SINCE)
    for pin, version in (("latest", "2.0.0"), ("1.x.x", "1.1.0"), ("1.0.x", "1.0.0"), ("1.1.0", "1.1.0")):
        assert (await shelf.pin("desk", pin)).version == pin
        found = (await shelf.catalogs.of(MINE)).get("desk", pin)
        assert found is not None
        assert found.version == version


async def test_a_pin_that_fits_nothing_is_refused_with_what_there_is(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    with pytest.raises(PinFitsNothing, match=r"No version of desk fits 2\.x\.x\. There is 1\.0\.0\."):
        await shelf.pin("desk", "2.x.x")
    with pytest.raises(PinFitsNothing, match=r"'\^1\.0\.0' is not a version pin\."):
        await shelf.pin("desk", "^1.0.0")
    with pytest.raises(PinFitsNothing, match="No version of linear fits 99"):
        await shelf.pin("linear", "99.x.x")
    assert (await shelf.pin("linear", "1.x.x")).version == "1.x.x"
    assert (await shelf.profile("desk")).version == "latest"


async def test_actions_are_chosen_of_the_version_that_the_pin_will_run(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    await shelf.push("2.0.0", ("actions/tickets.yaml", "update_ticket:", "change_ticket:"))
    profile = await shelf.profile("desk")
    async with shelf.database.write() as tx:
        with pytest.raises(UnknownActions):
            await shelf.profiles.update(tx, profile, actions=["desk_update_ticket"])
        changed = await shelf.profiles.update(tx, profile, actions=["desk_update_ticket"], version="1.x.x")
    assert changed.actions == ("desk_update_ticket",)


async def test_a_hit_asks_the_database_nothing(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    first = await shelf.catalogs.of(MINE)
    reads = shelf.rows.reads
    for _ in range(50):
        assert shelf.catalogs.peek(MINE) is first
        assert await shelf.catalogs.of(MINE) is first
    assert shelf.rows.reads == reads


async def test_a_change_elsewhere_reads_the_short_list_anew_but_loads_nothing_again(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    before = (await shelf.catalogs.of(MINE)).get("desk")
    await shelf.account("desk")
    await shelf.settle()
    reads = shelf.rows.reads
    assert (await shelf.catalogs.of(MINE)).get("desk") is before
    assert shelf.rows.reads == reads + 1
    await shelf.push("1.1.0", WITH_SIZES)
    await shelf.pin("desk", "1.0.0")
    catalog = await shelf.catalogs.of(MINE)
    newest = catalog.get("desk")
    assert newest is not None
    assert newest.version == "1.1.0"
    assert catalog.defined("desk", before.hash if before else "") is not None


async def test_a_lock_of_another_version_of_the_hub_is_compiled_anew_of_the_files(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    await _damage(shelf, pack({"format": 1}))
    found = (await ProjectCatalogs(shipped(), shelf.rows).of(MINE)).get("desk")
    assert found is not None
    assert "desk_list_tickets" in found.actions


@pytest.mark.parametrize("lock", [b"nonsense", pack({"format": FORMAT, "hash": "x"})], ids=["no JSON", "no lock"])
async def test_one_that_does_not_load_is_gone_and_takes_neither_the_others_nor_the_hubs_place(
    shelf: Shelf, lock: bytes
) -> None:
    await shelf.push("1.0.0", AS_LINEAR)
    await shelf.push("1.0.0")
    await _damage(shelf, lock, "linear")
    catalog = await ProjectCatalogs(shipped(), shelf.rows).of(MINE)
    assert catalog.get("linear") is None
    assert catalog.versions("linear") == ("1.0.0",)
    assert [one.key for one in catalog.connectors()] == ["desk"]


async def test_a_pin_that_no_profile_has_yet_can_be_asked_for(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    await shelf.push("1.1.0", WITH_SIZES)
    found = await shelf.catalogs.find(MINE, "desk", "1.0.x")
    assert found is not None
    assert (found.version, found.owner) == ("1.0.0", MINE)
    assert await shelf.catalogs.find(MINE, "desk", "3.x.x") is None
    assert await shelf.catalogs.find(OTHER, "desk", "1.0.x") is None


async def test_what_is_stored_is_the_lock_that_runs(shelf: Shelf) -> None:
    made = await shelf.push("1.0.0")
    async with shelf.database.read() as tx:
        content = await repository.content(tx, MINE, "desk", "1.0.0")
    assert content is not None
    lock = unpack(content[0])
    assert isinstance(lock, dict)
    assert lock["hash"] == made.published.hash == made.connector.hash


async def _damage(shelf: Shelf, lock: bytes, key: str = "desk") -> None:
    async with shelf.database.write() as tx:
        await tx.execute(
            sa.update(connector_versions).where(connector_versions.c.connector_key == key).values(lock=lock)
        )
    await shelf.settle()
