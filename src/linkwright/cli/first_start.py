"""What the very first start makes: an organization, a project, a key, and a one-time link to the console."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from linkwright.access import repository
from linkwright.access.members import MemberService
from linkwright.app import Hub
from linkwright.cli.members import claim_address
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.projects.service import DEFAULT_NAME
from linkwright.store.database import Tx
from linkwright.store.wire import next_wire_id


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What is shown once."""

    key: Secret
    claim: Secret
    key_file: Path

    def lines(self, public: str) -> list[str]:
        """What the first start prints, with the key and the link for the only time."""
        command = f"curl -u {shlex.quote(self.key.reveal())}: {public}/accounts"
        return [
            f"  Console  {claim_address(public, self.claim)}",
            "           (works once, within seven days; `linkwright members link` makes another)",
            f"  API key  {self.key.reveal()}",
            "           (shown only now; `linkwright keys create` makes others)",
            f"  MCP      {public}/mcp",
            f"  Try it   {command}",
            "",
            f"The master key lies at {self.key_file.absolute()}.",
            "Without it no stored credential can be read again. Back it up: linkwright backup FILE",
        ]


async def first_start(hub: Hub) -> FirstStart | None:
    """Fill an empty database; None if it was filled before."""
    async with hub.database.write() as tx:
        if await repository.first_organization(tx) is not None:
            for project_id in await _all_projects(hub, tx):
                await hub.profiles.ensure_defaults(tx, project_id)
            return None
        organization_id = new_id("org")
        await repository.add_organization(
            tx,
            {
                "id": organization_id,
                "wire_id": await next_wire_id(tx),
                "name": "My organization",
                "created_at": hub.clock.now(),
            },
        )
        project = await hub.projects.create(tx, organization_id, DEFAULT_NAME)
        await hub.profiles.ensure_defaults(tx, project.id)
        _, key = await hub.keys.create(tx, project.id, "First key", ["full"])
        members: MemberService = hub.members
        claim = await members.invite(tx, organization_id)
    return FirstStart(key, claim, hub.settings.key_path())


async def _all_projects(hub: Hub, tx: Tx) -> list[str]:
    organization = await repository.first_organization(tx)
    return [project.id for project in await hub.projects.list(tx, organization["id"])] if organization else []
