"""The hub of a data folder, in which a command publishes beside a running server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from linkwright.cli.context import existing_hub, project_catalogs, project_named

if TYPE_CHECKING:
    from linkwright.access.principals import Principal
    from linkwright.publishing.service import PublishingService
    from linkwright.settings import Settings
    from linkwright.store.database import Database

T = TypeVar("T")


def in_hub(
    data: Path | None, project: str, work: Callable[[PublishingService, Principal, Database], Awaitable[T]]
) -> T:
    """Do a piece of publishing in the hub of a data folder, beside a running server.

    Raises:
        NotFound: there is no hub there, or no such project.
    """

    async def run(settings: Settings) -> T:
        from linkwright.access.principals import Principal
        from linkwright.access.scopes import ROLES
        from linkwright.kit.clock import SystemClock
        from linkwright.profiles.service import ProfileService
        from linkwright.publishing.service import PublishingService
        from linkwright.publishing.workshop import Workshop, compile_here

        async with project_catalogs(settings) as (database, catalogs):
            async with database.read() as tx:
                found = await project_named(tx, project)
            clock = SystemClock()
            service = PublishingService(
                database, catalogs, ProfileService(catalogs, clock), Workshop(compile_here), clock
            )
            principal = Principal(
                "member", "cli", "Command line", found.id, found.organization_id, scopes=ROLES["owner"], role="owner"
            )
            return await work(service, principal, database)

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))
