"""Makes, changes and deletes profiles together with their apps' secrets; secrets are sealed before the transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from linkwright.access.principals import Principal
from linkwright.catalog.source import CatalogSource
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.profiles import repository
from linkwright.profiles.app_settings import NewProfile, check_secret
from linkwright.profiles.apps import CLIENT_SECRET, ProfileApps
from linkwright.profiles.errors import BadAppSettings, ProfileInUse, UnknownMethod
from linkwright.profiles.model import Profile
from linkwright.profiles.schemas import AppWish, ProfileChange, ProfileFacts, ProfileWish
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import ProjectService
from linkwright.store.database import Database, Tx

RemoveAccounts = Callable[[Principal, str], Awaitable[None]]
"""Deletes the accounts of a profile, by its id."""
_TRIES = 3


class ProfileEditor:
    """What the endpoints and the commands share."""

    def __init__(
        self,
        database: Database,
        profiles: ProfileService,
        projects: ProjectService,
        apps: ProfileApps,
        catalogs: CatalogSource,
        public_url: str,
        remove_accounts: RemoveAccounts | None = None,
    ) -> None:
        self._database = database
        self._profiles = profiles
        self._projects = projects
        self._apps = apps
        self._catalogs = catalogs
        self._public_url = public_url
        self._remove_accounts = remove_accounts

    async def facts(self, tx: Tx, profiles: Sequence[Profile]) -> list[ProfileFacts]:
        """What stands around each of these profiles, which are of one project."""
        if not profiles:
            return []
        ids = [one.id for one in profiles]
        base = (await self._projects.get(tx, profiles[0].project_id)).base(self._public_url)
        used = await repository.count_accounts(tx, ids)
        ends = await repository.last4s(tx, ids, CLIENT_SECRET)
        return [ProfileFacts(base, used[one], ends.get(one)) for one in ids]

    async def create(self, project_id: str, wish: ProfileWish) -> Profile:
        """Make a profile.

        Raises:
            LinkwrightError: whatever `ProfileService.create` refuses, or the secret cannot be one.
        """
        profile_id = new_id("prof")
        _check_pair(None, wish)
        new = NewProfile(
            profile_id,
            wish.connector_key,
            wish.auth_method,
            wish.name,
            wish.actions,
            wish.version,
            wish.default,
            wish.change(),
            wish.proxy,
        )
        sealed = await self._sealed(project_id, profile_id, wish.new_secret)
        async with self._database.write() as tx:
            profile = await self._profiles.create(tx, project_id, new)
            await self._keep(tx, profile, wish, sealed)
        return profile

    async def change(self, project_id: str, profile_id: str, change: ProfileChange) -> Profile:
        """Change a profile.

        Raises:
            NotFound: the project has none of that id.
            LinkwrightError: whatever `ProfileService.update` refuses, or the secret cannot be one.
        """
        async with self._database.read() as tx:
            present = await self._profiles.get(tx, project_id, profile_id)
        _check_pair(present, change)
        sealed = await self._sealed(project_id, profile_id, change.new_secret)
        async with self._database.write() as tx:
            profile = await self._profiles.get(tx, project_id, profile_id)
            profile = await self._profiles.update(
                tx,
                profile,
                actions=change.actions,
                enabled=change.enabled,
                name=change.name,
                version=change.version,
                default=change.default,
                app=change.change(),
                proxy=change.proxy,
            )
            await self._keep(tx, profile, change, sealed)
        return profile

    async def delete(self, principal: Principal, profile_id: str, *, with_accounts: bool) -> None:
        """Delete a profile, and its accounts first if that is wanted: each with a receipt, and ended at the provider.

        Raises:
            NotFound: the project has none of that id.
            ProfileInUse: accounts use it, or are being linked faster than they can be deleted.
        """
        for left in reversed(range(_TRIES)):
            async with self._database.read() as tx:
                await self._profiles.get(tx, principal.project_id, profile_id)
            if with_accounts and self._remove_accounts is not None:
                # The profile stays until they are gone: ending what they hold needs its app.
                await self._remove_accounts(principal, profile_id)
            try:
                async with self._database.write() as tx:
                    await self._profiles.delete(tx, await self._profiles.get(tx, principal.project_id, profile_id))
            except ProfileInUse:
                if not with_accounts or not left:
                    raise
            else:
                return

    async def _sealed(self, project_id: str, profile_id: str, secret: Secret | None) -> dict[str, object] | None:
        return await self._apps.sealed(project_id, profile_id, secret) if secret is not None else None

    async def _keep(self, tx: Tx, profile: Profile, wish: AppWish, sealed: dict[str, object] | None) -> None:
        if sealed is not None:
            connector = await self._catalogs.find(profile.project_id, profile.connector_key, profile.version)
            method = connector.auth.get(profile.auth_method) if connector else None
            if connector is None or method is None or wish.new_secret is None:
                raise UnknownMethod(f"{profile.connector_key} is no longer linked by {profile.auth_method}.")
            check_secret(method, wish.new_secret.reveal())
            await repository.put_secret(tx, {**sealed, "hosts": sorted(connector.hosts)})
        elif wish.drops_secret:
            await repository.drop_secret(tx, profile.id, CLIENT_SECRET)


def _check_pair(present: Profile | None, wish: AppWish) -> None:
    has = wish.client_id if "client_id" in wish.model_fields_set else present.client_id if present else None
    if wish.new_secret is not None and not has:
        raise BadAppSettings("A client secret belongs to a client id.", extra={"field": "client_id"})
