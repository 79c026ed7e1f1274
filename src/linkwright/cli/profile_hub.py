"""What the commands of profiles need of a hub: its vault too, since apps have secrets."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import typer

from linkwright.catalog.addresses import callback_url
from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.cli.asking import ask_passphrase
from linkwright.cli.context import existing_hub, project_catalogs, project_named
from linkwright.connectors.compiled import Connector
from linkwright.custody.opening import MasterKeys
from linkwright.errors import BadRequest
from linkwright.kit.clock import SystemClock
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.editing import ProfileEditor
from linkwright.profiles.model import Profile
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import ProjectService
from linkwright.settings import Settings
from linkwright.store.database import Database

SECRET_VARIABLE = "LINKWRIGHT_CREDENTIAL_CLIENT_SECRET"  # noqa: S105 - the name of a variable
Shown = tuple[Profile, Connector | None, str | None]
"""A profile, its connector, and the callback address that a developer registers at the provider, if there is one."""


@dataclass(frozen=True, slots=True)
class ProfilesOfHub:
    """The profiles of a hub that may be serving at the same time."""

    settings: Settings
    database: Database
    catalogs: ProjectCatalogs
    profiles: ProfileService
    editor: ProfileEditor

    async def project_id(self, name: str) -> str:
        """The id of the project of that name."""
        async with self.database.read() as tx:
            return (await project_named(tx, name)).id

    async def list(self, project_id: str) -> list[Profile]:
        """The project's profiles."""
        async with self.database.read() as tx:
            return await self.profiles.list(tx, project_id)

    async def shown(self, profile: Profile) -> Shown:
        """The profile with what is shown beside it."""
        connector = await self.catalogs.find(profile.project_id, profile.connector_key, profile.version)
        method = connector.auth.get(profile.auth_method) if connector else None
        by_consent = connector is not None and method is not None and method.by_consent
        return profile, connector, callback_url(self.settings.public(), profile.connector_key) if by_consent else None


def with_profiles(data: Path | None, work: Callable[[ProfilesOfHub], Awaitable[Shown]]) -> Shown:
    """Run `work` on a hub's profiles.

    Raises:
        NotFound: there is no hub there yet.
    """

    async def run(settings: Settings) -> Shown:
        async with project_catalogs(settings) as (database, catalogs):
            clock = SystemClock()
            vault = await MasterKeys(settings, database, clock, ask_passphrase).open()
            profiles = ProfileService(catalogs, clock)
            apps = ProfileApps(database, vault, clock)
            editor = ProfileEditor(database, profiles, ProjectService(clock), apps, catalogs, settings.public())
            return await work(ProfilesOfHub(settings, database, catalogs, profiles, editor))

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


def secret_from_outside() -> str:
    """The app's secret: from the environment, else one line of standard input, unseen where a person types it.

    Raises:
        BadRequest: there is none.
    """
    text = os.environ.get(SECRET_VARIABLE, "").strip()
    if not text:
        typed = sys.stdin.isatty()
        text = (typer.prompt("Client secret", hide_input=True, err=True) if typed else sys.stdin.readline()).strip()
    if not text:
        raise BadRequest("No client secret was given.", hint=f"Pipe it in, or set {SECRET_VARIABLE}.")
    return text
