"""Changing a project's brand, its logos and its own address, for every face that does so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from linkwright.projects.addresses import own_address
from linkwright.projects.logos import FIELDS, Logos, StoredLogo, logo_path
from linkwright.projects.pictures import picture_of
from linkwright.projects.service import Project, ProjectService
from linkwright.projects.theme import theme_view
from linkwright.store.database import Database


class Brands:
    """Reads and changes brands. A logo's address is called before anything is written."""

    def __init__(
        self, database: Database, projects: ProjectService, logos: Logos, hub: str, names: Collection[str] = ()
    ) -> None:
        """Take the collaborators; `hub` is the hub's public address, `names` are its other names."""
        self._database = database
        self._projects = projects
        self._logos = logos
        self._hub = hub
        self._names = names

    async def get(self, project_id: str) -> Project:
        """The project.

        Raises:
            NotFound: there is none.
        """
        async with self._database.read() as tx:
            return await self._projects.get(tx, project_id)

    async def change(self, project_id: str, changes: Mapping[str, Any]) -> Project:
        """Change what is named, as a whole or not at all; a field that is absent stays.

        Raises:
            Unprocessable: a value cannot be used; the message says why, and `field` names it.
            linkwright.projects.errors.AddressTaken: another project has the address.
            NotFound: there is no such project.
        """
        project = await self.get(project_id)
        plain = dict(changes)
        logos = {field: plain.pop(field) for field in FIELDS if field in plain}
        pictures = {
            FIELDS[field]: await self._logos.fetched(url, field) if url else None
            for field, url in logos.items()
            if url != self._logo_url(project, FIELDS[field])
        }
        moves = "public_url" in plain
        moved_to = plain.pop("public_url", None)
        own_url = own_address(moved_to, self._hub, self._names) if moved_to else None
        async with self._database.write() as tx:
            await self._projects.update(tx, project_id, plain)
            if moves:
                await self._projects.move(tx, project_id, own_url)
            for theme, picture in pictures.items():
                await (
                    self._logos.put(tx, project_id, theme, picture)
                    if picture
                    else self._logos.drop(tx, project_id, theme)
                )
            return await self._projects.get(tx, project_id)

    async def put_logo(self, project_id: str, theme: str, content: bytes) -> Project:
        """Store an uploaded logo.

        Raises:
            linkwright.projects.errors.LogoRefused: it cannot be one.
            NotFound: there is no such theme or project.
        """
        picture = picture_of(content)
        async with self._database.write() as tx:
            await self._logos.put(tx, project_id, theme, picture)
            return await self._projects.get(tx, project_id)

    async def drop_logo(self, project_id: str, theme: str) -> Project:
        """Remove a logo.

        Raises:
            NotFound: there is no such theme or project.
        """
        async with self._database.write() as tx:
            await self._logos.drop(tx, project_id, theme)
            return await self._projects.get(tx, project_id)

    async def logo(self, project_id: str, theme: str) -> StoredLogo:
        """A logo as it is served, to anybody.

        Raises:
            NotFound: there is none.
        """
        async with self._database.read() as tx:
            return await self._logos.read(tx, project_id, theme)

    def view(self, project: Project) -> dict[str, Any]:
        """The project as the API, the console and the command line show it."""
        return {
            "id": project.id,
            "name": project.name,
            "app_name": project.app_name,
            **project.brand,
            **{field: self._logo_url(project, theme) for field, theme in FIELDS.items()},
            "screening": project.screening,
            "rest_max_tokens": project.rest_max_tokens,
            "mcp_max_tokens": project.mcp_max_tokens,
            "public_url": project.own_url,
            "address": project.base(self._hub),
            **theme_view(project),
        }

    def _logo_url(self, project: Project, theme: str) -> str | None:
        path = logo_path(project, theme)
        return project.base(self._hub) + path if path else None
