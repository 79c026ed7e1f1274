"""The rules of publishing: versions never change, the same content twice is nothing new, what is in use stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from linkwright.access.principals import Principal
from linkwright.accounts import repository as accounts
from linkwright.accounts.filters import AccountFilter
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.versions import LATEST, choose, parse
from linkwright.errors import NotFound
from linkwright.kit.clock import Clock
from linkwright.profiles.service import ProfileService
from linkwright.publishing import repository
from linkwright.publishing.comparing import Comparing, notes_on
from linkwright.publishing.errors import TooManyVersions, VersionInUse, VersionNotFound
from linkwright.publishing.model import Publication, PublishedVersion
from linkwright.publishing.workshop import Pushed, Workshop
from linkwright.store.database import Database, Tx
from linkwright.store.faults import RowRefused

_log = structlog.get_logger()
MOST_VERSIONS = 2_000
"""Published versions of one project, of all its connectors together."""


class PublishingService:
    """Publishes, lists and withdraws versions of a project's own connectors."""

    def __init__(
        self, database: Database, catalogs: CatalogSource, profiles: ProfileService, workshop: Workshop, clock: Clock
    ) -> None:
        self._database = database
        self._catalogs = catalogs
        self._profiles = profiles
        self._workshop = workshop
        self._comparing = Comparing(database, workshop)
        self._clock = clock

    async def publish(self, principal: Principal, files: Mapping[str, str]) -> Publication:
        """Compile files and publish what comes of them. Spans transactions, because compiling takes seconds.

        Raises:
            linkwright.connectors.errors.ConnectorInvalid: the files have mistakes; it holds all of them.
            VersionPublished: the version has other content; the message proposes another one.
            TooManyVersions: the project may not publish more.
        """
        pushed = await self._workshop.compile(files)
        async with self._database.read() as tx:
            before = await self._versions(tx, principal.project_id, pushed.connector.key)
        same = next((one for one in before if one.version == pushed.connector.version), None)
        if same is not None and not await self._comparing.same(principal.project_id, same, pushed):
            raise await self._comparing.refused(principal.project_id, before, pushed)
        compared = await self._comparing.compared(principal.project_id, before, pushed)
        try:
            published = await self._stored(principal, same, pushed)
        except RowRefused:
            # Somebody else was first with this version; look again at what they published.
            return await self.publish(principal, files)
        if same is None:
            _log.info("connector.published", connector=published.key, version=published.version, by=principal.reference)
        notes = notes_on(compared, pushed, before)
        restored = same is not None and same.withdrawn_at is not None
        replaces = self._catalogs.shipped.get(published.key) is not None
        return Publication(published, pushed.connector, same is None, restored, compared, replaces, notes)

    async def versions(self, tx: Tx, project_id: str, key: str) -> list[PublishedVersion]:
        """The project's versions of a connector, newest first; empty for one that only ships with the hub.

        Raises:
            NotFound: there is no such connector here.
        """
        found = await self._versions(tx, project_id, key)
        if not found and self._catalogs.shipped.get(key) is None:
            raise NotFound(f"There is no connector '{key[:64]}' here.", hint="GET /connectors/meta lists them.")
        return sorted(found, key=lambda one: parse(one.version), reverse=True)

    async def withdraw(self, tx: Tx, principal: Principal, key: str, version: str) -> PublishedVersion:
        """Offer a version no more; the next one that a pin fits runs in its place, if need be the hub's own connector.

        Its number stays taken, and pushing the same content offers it again.

        Raises:
            VersionNotFound: the project has published no such version, or has withdrawn it.
            VersionInUse: a profile that has accounts or a pin would be left without any version.
        """
        offered = {
            one.version: one for one in await self._versions(tx, principal.project_id, key) if not one.withdrawn_at
        }
        if version not in offered:
            raise VersionNotFound(f"This project offers no {key[:64]} {version[:32]}.")
        await self._check_unused(tx, principal.project_id, key, version, list(offered))
        now = self._clock.now()
        await repository.set_withdrawn(tx, principal.project_id, key, version, now)
        _log.info("connector.withdrawn", connector=key, version=version, by=principal.reference)
        return replace(offered[version], withdrawn_at=now)

    async def _check_unused(self, tx: Tx, project_id: str, key: str, version: str, offered: Sequence[str]) -> None:
        """Withdrawing may put another version in this one's place, but never nothing."""
        shipped = self._catalogs.shipped
        others = [one for one in offered if one != version] or shipped.versions(key)
        for profile in await self._profiles.list(tx, project_id):
            if profile.connector_key != key or choose(profile.version, offered) != version:
                continue
            if choose(profile.version, others) is not None:
                continue
            count = await accounts.count(tx, project_id, AccountFilter(profile_id=profile.id))
            if count:
                some = "1 account uses" if count == 1 else f"{count} accounts use"
                raise VersionInUse(
                    f"{some} the profile {profile.name}, and only {version} fits its pin {profile.version}."
                )
            if profile.version != LATEST:
                raise VersionInUse(
                    f"The profile {profile.name} is pinned to {profile.version}, which only {version} fits."
                )

    async def _stored(self, principal: Principal, same: PublishedVersion | None, pushed: Pushed) -> PublishedVersion:
        project_id, connector = principal.project_id, pushed.connector
        async with self._database.write() as tx:
            if same is not None:
                if same.withdrawn_at is not None:
                    await repository.set_withdrawn(tx, project_id, same.key, same.version, None)
                return replace(same, withdrawn_at=None)
            if await repository.count(tx, project_id) >= MOST_VERSIONS:
                raise TooManyVersions(f"This project has published {MOST_VERSIONS} versions, and that is the most.")
            values = {
                "project_id": project_id,
                "connector_key": connector.key,
                "version": connector.version,
                "hash": connector.hash,
                "published_by": principal.reference,
                "publisher": principal.name,
                "published_at": self._clock.now(),
                "withdrawn_at": None,
            }
            content = {"files_hash": pushed.files_hash, "lock": pushed.packed_lock, "files": pushed.packed_files}
            await repository.add(tx, {**values, **content})
            await self._profiles.ensure_default(tx, project_id, connector)
            return _version(values)

    async def _versions(self, tx: Tx, project_id: str, key: str) -> list[PublishedVersion]:
        return [_version(dict(row)) for row in await repository.list_of(tx, project_id, key)]


def _version(row: Mapping[str, object]) -> PublishedVersion:
    values = {name: row[name] for name in PublishedVersion.__dataclass_fields__ if name != "key"}
    return PublishedVersion(key=row["connector_key"], **values)  # type: ignore[arg-type]
