"""API keys as they are made, listed and ended, on both databases: what is kept, what is refused, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.access import repository
from linkwright.access.keys import ApiKey, KeyService, Limits
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import token_hash
from linkwright.store.database import Database
from linkwright.store.tables import api_key_uses, api_keys
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world(database: Database, clock: FixedClock) -> World:
    """An organization with two projects."""
    made = World(database, clock)
    await made.found()
    await made.http.aclose()
    return made


async def create(world: World, name: str = "CI", **given: Any) -> tuple[ApiKey, str]:
    async with world.database.write() as tx:
        key, secret = await KeyService(world.clock).create(tx, world.project.id, name, **given)
    return key, secret.reveal()


async def refused(world: World, name: str = "CI", **given: Any) -> Unprocessable:
    with pytest.raises(Unprocessable) as found:
        await create(world, name, **given)
    return found.value


async def test_a_key_is_shown_once_and_kept_as_its_hash_and_first_letters(world: World) -> None:
    ends = world.clock.now() + timedelta(seconds=1)
    key, secret = await create(world, " CI ", scopes=["read-only"], expires_at=ends)
    now = world.clock.now()
    assert secret.startswith("lw_")
    assert key.id.startswith("key_")
    assert (key.name, key.prefix, key.created_at, key.expires_at) == ("CI", secret[:8], now, ends)
    assert (key.revoked_at, key.used_at, key.limits, key.effects) == (None, None, Limits(), ("read",))
    async with world.database.read() as tx:
        row = (await tx.execute(sa.select(api_keys).where(api_keys.c.id == key.id))).mappings().one()
        assert await KeyService(world.clock).list(tx, world.project.id) == [key]
    assert dict(row) == {
        "id": key.id,
        "project_id": world.project.id,
        "name": "CI",
        "prefix": secret[:8],
        "hash": token_hash(secret),
        "scopes": list(key.scopes),
        "effects": ["read"],
        "limits": None,
        "created_at": now,
        "expires_at": ends,
        "revoked_at": None,
    }


async def test_a_key_without_an_end_or_limits_has_none(world: World) -> None:
    key, _ = await create(world, "x" * 100)
    assert (key.expires_at, key.effects, key.limits) == (None, None, Limits(None, None))
    async with world.database.read() as tx:
        (listed,) = await KeyService(world.clock).list(tx, world.project.id)
    assert listed == key


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb"])
async def test_a_key_needs_a_name_that_people_can_read(world: World, name: str) -> None:
    problem = await refused(world, name)
    assert problem.message == ("A key needs a name of 1 to 100 characters, so that you can tell later what used it.")


async def test_a_key_ends_after_now_and_before_the_year_9999(world: World) -> None:
    for ends in (world.clock.now(), world.clock.now() - timedelta(days=1)):
        problem = await refused(world, expires_at=ends)
        assert problem.message == "The key would end in the past. Give a later time."
    problem = await refused(world, expires_at=datetime(9999, 1, 1, tzinfo=UTC))
    assert problem.message == "A key may end in 9998 at the latest. Leave the end out for one without."
    key, _ = await create(world, expires_at=datetime(9998, 12, 31, tzinfo=UTC))
    assert key.expires_at is not None


async def test_a_key_is_limited_to_what_its_own_project_has_fifty_at_most(world: World) -> None:
    profile = await world.profile_id()
    key, _ = await create(world, limits=Limits.of(None, [profile, profile]))
    assert key.limits == Limits(None, (profile,))
    async with world.database.read() as tx:
        (listed,) = await KeyService(world.clock).list(tx, world.project.id)
        assert listed.limits == key.limits
        row = (await tx.execute(sa.select(api_keys.c.limits))).scalar_one()
    assert row == {"profiles": [profile]}
    for limits, field, said in (
        (Limits(("acc_none",), None), "accounts", "There is no account acc_none in this project."),
        (Limits(None, (profile, "x" * 90)), "profiles", f"There is no connector profile {'x' * 64} in this project."),
        (Limits((), None), "accounts", "A key is limited to 1 to 50 accounts."),
        (
            Limits(None, tuple(f"p{n}" for n in range(51))),
            "profiles",
            "A key is limited to 1 to 50 connector profiles.",
        ),
        (
            Limits(None, tuple(f"p{n}" for n in range(50))),
            "profiles",
            "There is no connector profile p0 in this project.",
        ),
    ):
        problem = await refused(world, limits=limits)
        assert (problem.extra, problem.message) == ({"field": field}, said)
    world.project = await world.add_project("other")
    assert (await refused(world, limits=Limits(None, (profile,)))).extra == {"field": "profiles"}


async def test_keys_are_listed_newest_first_with_their_last_use_and_only_the_projects(world: World) -> None:
    first, _ = await create(world, "first")
    world.clock.advance(1)
    await create(world, "second")
    used = world.clock.now()
    async with world.database.write() as tx:
        await tx.execute(sa.insert(api_key_uses).values(key_id=first.id, used_at=used))
    mine = world.project.id
    world.project = await world.add_project("other")
    await create(world, "foreign")
    async with world.database.read() as tx:
        found = await KeyService(world.clock).list(tx, mine)
    assert [(key.name, key.used_at) for key in found] == [("second", None), ("first", used)]


async def test_a_key_is_ended_once_by_its_project_and_the_first_time_counts(world: World) -> None:
    key, _ = await create(world)
    other, _ = await create(world, "other")
    service = KeyService(world.clock)
    at = world.clock.now()
    async with world.database.write() as tx:
        for key_id, project in ((key.id, "prj_other"), ("key_none", None), ("no id \x00", None)):
            with pytest.raises(NotFound) as found:
                await service.revoke(tx, key_id, project)
            assert found.value.message == f"There is no API key {key_id} here."
            assert found.value.remedy == "`linkwright keys list` shows the keys there are."
        await service.revoke(tx, key.id, world.project.id)
        world.clock.advance(5)
        await service.revoke(tx, key.id)
        rows = {one.id: one.revoked_at for one in await service.list(tx, world.project.id)}
    assert rows == {key.id: at, other.id: None}


async def test_names_of_keys_and_members_are_found_by_how_rows_name_them(world: World) -> None:
    key, _ = await create(world)
    async with world.database.write() as tx:
        org = await repository.first_organization(tx)
        assert org is not None
        row = {"id": "mem_1", "organization_id": org["id"], "email": "a@example.com", "role": "owner", "name": "Ann"}
        await repository.add_member(tx, {**row, "password_hash": "old", "created_at": world.clock.now()})
        asked = [f"key:{key.id}", "member:mem_1", "member:mem_2", "key:mem_1", f"member:{key.id}", "server"]
        assert await repository.names_of(tx, asked) == {f"key:{key.id}": "CI", "member:mem_1": "Ann"}
        assert await repository.names_of(tx, []) == {}
        await repository.keep_password(tx, "mem_1", "new")
        found = await repository.member_by_email(tx, "A@Example.com")
        assert found is not None
        assert (found["id"], found["password_hash"]) == ("mem_1", "new")
        assert await repository.member_by_email(tx, "b@example.com") is None
        await repository.set_password(tx, "mem_2", "other")
        assert (await repository.member_by_email(tx, "a@example.com"))["password_hash"] == "new"  # type: ignore[index]
