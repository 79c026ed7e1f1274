"""What the landing page of an auth link may say before anything is used up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkwright.catalog.source import CatalogSource
from linkwright.kit.secret import Secret
from linkwright.linking.errors import LinkDead
from linkwright.linking.service import SessionService
from linkwright.projects.service import Project, ProjectService
from linkwright.store.database import Database


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """Who asks, for whom, for what tool, whether it is about an account that exists, and until when the link works."""

    project: Project
    owner_name: str
    tool_name: str | None
    exists: bool
    ends_at: datetime


class Landing:
    """Looks at an auth link without using it."""

    def __init__(
        self, database: Database, sessions: SessionService, projects: ProjectService, catalogs: CatalogSource
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._projects = projects
        self._catalogs = catalogs

    async def look(self, token: str, project_id: str | None = None) -> LinkFacts | None:
        """What its page may say; None for a link that does not work, whatever the reason.

        Args:
            token: the secret part of the link.
            project_id: the only project whose links work where the request arrived; None for all.
        """
        async with self._database.read() as tx:
            try:
                session = await self._sessions.of_link(tx, Secret(token))
            except LinkDead:
                return None
            if project_id not in (None, session.project_id):
                return None
            project = await self._projects.get(tx, session.project_id)
        catalog = await self._catalogs.of(session.project_id)
        connector = catalog.get(session.provider) if session.provider else None
        return LinkFacts(
            project=project,
            owner_name=session.origin_owner_name,
            tool_name=connector.name if connector else None,
            exists=session.account_id is not None,
            ends_at=session.expires_at,
        )
