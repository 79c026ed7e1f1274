"""What the very first start makes: an organization, a project, a key, and a one-time link to the console."""

from __future__ import annotations

from linkwright.access import repository
from linkwright.access.members import MemberService
from linkwright.app import Hub
from linkwright.cli.shown_once import FirstStart
from linkwright.kit.ids import new_id
from linkwright.projects.service import DEFAULT_NAME
from linkwright.store.database import Tx
from linkwright.store.wire import next_wire_id


async def first_start(hub: Hub) -> FirstStart | None:
    """Fill an empty database; None if it was filled before, by this process or by one that started with it.

    Raises:
        linkwright.vault.errors.WrongMasterKey: another hub filled it, with another master key.
    """
    async with hub.database.write() as tx:
        made = None if await _filled(hub, tx) else await _fill(hub, tx)
        project_id = next(iter(await _all_projects(hub, tx)))
    # From now on the database knows its master key: a hub that comes with another, or with none, does not start.
    await hub.vault.prepare(project_id)
    return made


async def _filled(hub: Hub, tx: Tx) -> bool:
    if await repository.first_organization(tx) is None:
        return False
    for project_id in await _all_projects(hub, tx):
        await hub.profiles.ensure_defaults(tx, project_id)
    return True


async def _fill(hub: Hub, tx: Tx) -> FirstStart | None:
    # Taking a number locks its row until the end, so of two that start at once the later one finds the first one's work.
    wire_id = await next_wire_id(tx)
    if await _filled(hub, tx):
        return None
    return await _make(hub, tx, wire_id)


async def _make(hub: Hub, tx: Tx, wire_id: int) -> FirstStart:
    organization_id = new_id("org")
    await repository.add_organization(
        tx,
        {
            "id": organization_id,
            "wire_id": wire_id,
            "name": "My organization",
            "created_at": hub.clock.now(),
        },
    )
    project = await hub.projects.create(tx, organization_id, DEFAULT_NAME)
    await hub.profiles.ensure_defaults(tx, project.id)
    _, key = await hub.keys.create(tx, project.id, "First key", ["full"])
    members: MemberService = hub.members
    claim = await members.invite(tx, organization_id)
    return FirstStart(key, claim, hub.settings)


async def _all_projects(hub: Hub, tx: Tx) -> list[str]:
    organization = await repository.first_organization(tx)
    return [project.id for project in await hub.projects.list(tx, organization["id"])] if organization else []
