"""The rules of connector profiles."""

from __future__ import annotations

from collections.abc import Sequence

from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.connectors.versions import LATEST, choose, is_pin, parse
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id
from linkwright.kit.words import did_you_mean, listed
from linkwright.profiles import repository
from linkwright.profiles.app_settings import AppChange, NewProfile, app_columns
from linkwright.profiles.errors import (
    PinFitsNothing,
    ProfileInUse,
    ProfileNameTaken,
    UnknownActions,
    UnknownConnectorKey,
    UnknownMethod,
)
from linkwright.profiles.model import PRESETS, Profile
from linkwright.store.database import Tx

_MOST_TOLD = 5


class ProfileService:
    """Makes, finds and changes profiles."""

    def __init__(self, catalogs: CatalogSource, clock: Clock) -> None:
        self._catalogs = catalogs
        self._clock = clock

    async def ensure_defaults(self, tx: Tx, project_id: str) -> None:
        """Give the project a default profile of every connector that it has none of."""
        for connector in self._catalogs.shipped.connectors():
            await self.ensure_default(tx, project_id, connector)

    async def ensure_default(self, tx: Tx, project_id: str, connector: Connector) -> None:
        """Give the project a profile of this connector if it has none that signs in as the connector does."""
        present = await repository.list_of(tx, project_id, connector.key)
        if any(row["auth_method"] in connector.auth for row in present):
            return
        method = next(iter(connector.auth.values()))
        now = self._clock.now()
        await repository.add(
            tx,
            {
                "id": new_id("prof"),
                "project_id": project_id,
                "connector_key": connector.key,
                "name": f"{connector.name} ({method.label})" if present else connector.name,
                "auth_method": method.key,
                "is_default": not present,
                "enabled": True,
                "actions": "core",
                "version": LATEST,
                "created_at": now,
                "updated_at": now,
            },
        )

    async def create(self, tx: Tx, project_id: str, new: NewProfile) -> Profile:
        """Make a profile. The first of a connector is its default.

        Raises:
            UnknownConnectorKey: the project has no such connector.
            UnknownMethod: the connector is not linked in that way.
            ProfileNameTaken: another profile of the connector has the name.
            UnknownActions, PinFitsNothing, BadAppSettings, Unprocessable: as for `update`.
        """
        connector = await self._catalogs.find(project_id, new.connector_key, LATEST)
        if connector is None:
            keys = [one.key for one in (await self._catalogs.of(project_id)).connectors()]
            raise UnknownConnectorKey(
                f"There is no connector '{new.connector_key}'.{did_you_mean(new.connector_key, keys)}"
            )
        method = _method(connector, new.auth_method)
        present = await repository.list_of(tx, project_id, connector.key)
        now = self._clock.now()
        values = {
            "id": new.id,
            "project_id": project_id,
            "connector_key": connector.key,
            "name": _free_name(new.name, connector, method, present),
            "auth_method": method.key,
            "is_default": not present,
            "enabled": True,
            "actions": "core",
            "version": LATEST,
            "created_at": now,
            "updated_at": now,
        }
        await repository.add(tx, values)
        profile = await self.get(tx, project_id, new.id)
        return await self.update(
            tx,
            profile,
            actions=new.actions,
            version=new.version,
            app=new.app,
            default=new.default,
            proxy=new.proxy,
        )

    async def delete(self, tx: Tx, profile: Profile) -> None:
        """Delete a profile; where it was the default, the oldest of the others takes its place.

        Raises:
            ProfileInUse: accounts use it.
        """
        used = (await repository.count_accounts(tx, [profile.id]))[profile.id]
        if used:
            raise ProfileInUse(f"{used} {'account uses' if used == 1 else 'accounts use'} this profile.")
        await repository.delete(tx, profile.id)
        left = await repository.list_of(tx, profile.project_id, profile.connector_key)
        if left and not any(row["is_default"] for row in left):
            await repository.make_default(tx, profile.project_id, profile.connector_key, left[0]["id"])

    async def list(self, tx: Tx, project_id: str, *, enabled_only: bool = False) -> list[Profile]:
        """The project's profiles."""
        found = [_profile(row) for row in await repository.list_of(tx, project_id)]
        return [profile for profile in found if profile.enabled or not enabled_only]

    async def get(self, tx: Tx, project_id: str, profile_id: str) -> Profile:
        """One profile.

        Raises:
            NotFound: the project has none of that id.
        """
        row = await repository.find(tx, project_id, profile_id) if is_id(profile_id) else None
        if row is None:
            raise NotFound("There is no such connector profile in this project.")
        return _profile(row)

    async def default(self, tx: Tx, project_id: str, connector_key: str) -> Profile | None:
        """The connector's default profile, or its first; None if the project has none."""
        rows = await repository.list_of(tx, project_id, connector_key)
        return _profile(rows[0]) if rows else None

    async def update(
        self,
        tx: Tx,
        profile: Profile,
        *,
        actions: str | Sequence[str] | None = None,
        enabled: bool | None = None,
        name: str | None = None,
        version: str | None = None,
        default: bool | None = None,
        app: AppChange | None = None,
        proxy: bool | str | None = None,
    ) -> Profile:
        """Change a profile; None leaves a field as it is. Calls follow at once. `proxy` is true, false or `by_actions`.

        Raises:
            UnknownActions: the list names actions that the connector does not have.
            PinFitsNothing: the pin is none, or fits no version of the connector.
            BadAppSettings: the app, a choice or a scope does not fit the way of connecting.
            ProfileNameTaken: another profile of the connector has the name.
            Unprocessable: the name is empty, too long, or holds what cannot be printed.
        """
        values: dict[str, object] = {"updated_at": self._clock.now()}
        if version is not None:
            values["version"] = await self._pin(profile, version.strip())
        if actions is not None:
            pin = str(values.get("version", profile.version))
            connector = await self._catalogs.find(profile.project_id, profile.connector_key, pin)
            values["actions"] = _checked(profile.connector_key, connector, actions)
        if enabled is not None:
            values["enabled"] = enabled
        if proxy is not None:
            values["proxy"] = proxy if isinstance(proxy, bool) else None
        if name is not None:
            others = await repository.list_of(tx, profile.project_id, profile.connector_key)
            values["name"] = _untaken(_name(name), [row["name"] for row in others if row["id"] != profile.id])
        if app is not None:
            pin = str(values.get("version", profile.version))
            values |= app_columns(
                profile, await self._catalogs.find(profile.project_id, profile.connector_key, pin), app
            )
        await repository.update(tx, profile.id, values)
        if default:
            await repository.make_default(tx, profile.project_id, profile.connector_key, profile.id)
        return await self.get(tx, profile.project_id, profile.id)

    async def _pin(self, profile: Profile, pin: str) -> str:
        if not is_pin(pin):
            raise PinFitsNothing(f"'{pin[:40]}' is not a version pin.")
        catalog = await self._catalogs.of(profile.project_id)
        known = sorted(catalog.versions(profile.connector_key), key=parse, reverse=True)
        if choose(pin, known) is None:
            there = f"There is {listed(known[:_MOST_TOLD])}." if known else "There is none."
            raise PinFitsNothing(f"No version of {profile.connector_key} fits {pin}. {there}")
        connector = await self._catalogs.find(profile.project_id, profile.connector_key, pin)
        if connector is not None and profile.auth_method not in connector.auth:
            raise PinFitsNothing(
                f"{connector.name} {connector.version} is not linked by {profile.auth_method}, as this profile is.",
                hint="Choose a version that has this way of connecting.",
            )
        return pin


def _checked(connector_key: str, connector: Connector | None, actions: str | Sequence[str]) -> str | Sequence[str]:
    if isinstance(actions, str) and actions in PRESETS:
        return actions
    known = connector.actions if connector else {}
    chosen = [actions] if isinstance(actions, str) else list(dict.fromkeys(actions))
    unknown = [name for name in chosen if name not in known]
    if unknown:
        near = did_you_mean(unknown[0], [*known, *PRESETS])
        raise UnknownActions(f"{connector_key} has no action {listed(unknown[:5])}.{near}")
    return chosen


def _name(text: str) -> str:
    name = text.strip()
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise Unprocessable("A profile's name has 1 to 100 printable characters.", extra={"field": "name"})
    return name


def _untaken(name: str, taken: Sequence[str]) -> str:
    if name in taken:
        raise ProfileNameTaken(f"Another profile of this connector is called {name}.")
    return name


def _free_name(wanted: str | None, connector: Connector, method: AuthMethod, present: Sequence[repository.Row]) -> str:
    taken = [row["name"] for row in present]
    if wanted is not None:
        return _untaken(_name(wanted), taken)
    names = [connector.name, f"{connector.name} ({method.label})"]
    names += [f"{connector.name} ({method.label}) {number}" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def _method(connector: Connector, key: str) -> AuthMethod:
    method = connector.auth.get(key)
    if method is None:
        raise UnknownMethod(f"{connector.name} is not linked by '{key[:40]}'.{did_you_mean(key, connector.auth)}")
    return method


def _profile(row: repository.Row) -> Profile:
    actions = row["actions"]
    return Profile(
        id=row["id"],
        project_id=row["project_id"],
        connector_key=row["connector_key"],
        name=row["name"],
        auth_method=row["auth_method"],
        is_default=row["is_default"],
        enabled=row["enabled"],
        actions=actions if isinstance(actions, str) else tuple(actions),
        version=row["version"],
        client_id=row["client_id"],
        parameters=dict(row["parameters"]),
        more_scopes=tuple(row["more_scopes"]),
        proxy=row["proxy"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
