"""The rules of webhook endpoints and their secrets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from linkwright.access.principals import Principal
from linkwright.catalog.source import CatalogSource
from linkwright.events import repository
from linkwright.events.addresses import check_address
from linkwright.events.catalogue import ALL, EVENTS
from linkwright.events.errors import EndpointNotFound, SecretMoved, TooManyEndpoints, UnknownEvents
from linkwright.events.leases import repository as leases
from linkwright.events.model import BY_HAND, Endpoint, SealedSecret
from linkwright.events.schemas import EndpointChange, EndpointRequest
from linkwright.events.sealing import SecretSealing
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id
from linkwright.kit.secret import Secret
from linkwright.kit.words import did_you_mean
from linkwright.outbound.origins import OriginMap
from linkwright.store.database import Database, Tx, mark_due
from linkwright.store.faults import RowRefused

_log = structlog.get_logger()
MOST_ENDPOINTS = 50

Secrets = list[SealedSecret]
Shown = tuple[Endpoint, Secrets]


class EndpointService:
    """Makes, finds, changes and deletes endpoints. Sealing writes, so what seals opens its own transactions."""

    def __init__(
        self,
        database: Database,
        sealing: SecretSealing,
        origins: OriginMap,
        clock: Clock,
        catalogs: CatalogSource,
    ) -> None:
        self._database = database
        self._sealing = sealing
        self._origins = origins
        self._clock = clock
        self._catalogs = catalogs

    async def list(self, tx: Tx, project_id: str) -> list[Shown]:
        """The project's endpoints, oldest first, each with its secrets that still sign."""
        found = await repository.list_of(tx, project_id)
        stored = await repository.secrets_of(tx, [endpoint.id for endpoint in found])
        return [(endpoint, self._signing(stored, endpoint.id)) for endpoint in found]

    async def event_types(self, project_id: str) -> Sequence[tuple[str, str]]:
        """Every event that an endpoint of the project can ask for: its name and when it is sent."""
        catalog = await self._catalogs.of(project_id)
        ours = [(name, kind.about) for name, kind in EVENTS.items()]
        return ours + [
            (name, f"{connector.name} told of it: {name.split('.', 1)[1].replace('.', ' ').replace('_', ' ')}.")
            for connector in catalog.connectors()
            if connector.events is not None
            for name in connector.events.names(connector.key)
        ]

    async def find(self, tx: Tx, project_id: str, endpoint_id: str, *, lock: bool = False) -> Endpoint:
        """One endpoint.

        Raises:
            EndpointNotFound: the project has none of that id.
        """
        found = await repository.find(tx, project_id, endpoint_id, lock=lock) if is_id(endpoint_id) else None
        if found is None:
            raise EndpointNotFound
        return found

    async def get(self, tx: Tx, project_id: str, endpoint_id: str) -> Shown:
        """One endpoint with its secrets that still sign.

        Raises:
            EndpointNotFound: the project has none of that id.
        """
        endpoint = await self.find(tx, project_id, endpoint_id)
        return endpoint, self._signing(await repository.secrets_of(tx, [endpoint.id]), endpoint.id)

    async def create(self, principal: Principal, wish: EndpointRequest) -> tuple[Shown, Secret]:
        """Make an endpoint; its secret is shown this once.

        Raises:
            EndpointAddressRefused: events cannot be posted there.
            UnknownEvents: the filter names what there is not.
            TooManyEndpoints: the project has fifty.
        """
        check_address(wish.url, self._origins)
        now = self._clock.now()
        endpoint = Endpoint(
            id=new_id("whe"),
            project_id=principal.project_id,
            url=wish.url,
            description=wish.description,
            events=_checked(wish.events, await self._names(principal.project_id)),
            stackone=wish.stackone,
            ordered=wish.ordered,
            enabled=True,
            disabled_reason=None,
            disabled_at=None,
            failing_since=None,
            created_at=now,
            updated_at=now,
        )
        secret, sealed = await self._sealing.fresh(principal.project_id, endpoint.id, 1, now)
        async with self._database.write() as tx:
            if len(await repository.list_of(tx, principal.project_id)) >= MOST_ENDPOINTS:
                raise TooManyEndpoints(f"A project has at most {MOST_ENDPOINTS} webhook endpoints.")
            await repository.add(tx, endpoint)
            await repository.add_secret(tx, sealed)
        _log.info("webhook_endpoint.created", endpoint=endpoint.id, by=principal.reference)
        return (endpoint, [sealed]), secret

    async def change(self, tx: Tx, principal: Principal, endpoint_id: str, wish: EndpointChange) -> Shown:
        """Change an endpoint. Switched on again, it gets what waited for it, at once.

        Raises:
            EndpointNotFound: the project has none of that id.
            EndpointAddressRefused: events cannot be posted there.
            UnknownEvents: the filter names what there is not.
        """
        endpoint = await self.find(tx, principal.project_id, endpoint_id, lock=True)
        values: dict[str, Any] = wish.model_dump(exclude_unset=True, exclude={"enabled"})
        if wish.url is not None:
            check_address(wish.url, self._origins)
        if wish.events is not None:
            values["events"] = list(_checked(wish.events, await self._names(principal.project_id)))
        values = {name: value for name, value in values.items() if value is not None or name == "description"}
        if wish.enabled is not None and wish.enabled != endpoint.enabled:
            values |= await self._switched(tx, endpoint, on=wish.enabled)
        if wish.ordered is False and endpoint.ordered:
            await leases.dissolve(
                tx, endpoint.id, self._clock.now() if values.get("enabled", endpoint.enabled) else None
            )
            mark_due(tx)
        if values:
            await repository.update(tx, endpoint.id, {**values, "updated_at": self._clock.now()})
            _log.info("webhook_endpoint.changed", endpoint=endpoint.id, by=principal.reference, fields=sorted(values))
        return await self.get(tx, principal.project_id, endpoint_id)

    async def delete(self, tx: Tx, principal: Principal, endpoint_id: str) -> Shown:
        """Delete an endpoint, its secrets and its delivery log; gives what was deleted.

        Raises:
            EndpointNotFound: the project has none of that id.
        """
        shown = await self.get(tx, principal.project_id, endpoint_id)
        await repository.find(tx, principal.project_id, endpoint_id, deleting=True)
        await repository.delete(tx, endpoint_id)
        _log.info("webhook_endpoint.deleted", endpoint=endpoint_id, by=principal.reference)
        return shown

    async def rotate(self, principal: Principal, endpoint_id: str, overlap: int) -> tuple[Shown, Secret]:
        """Make a new secret; the one before signs on beside it for so many seconds.

        Raises:
            EndpointNotFound: the project has none of that id.
            SecretMoved: somebody else rotated it at the same time.
        """
        now = self._clock.now()
        async with self._database.read() as tx:
            await self.find(tx, principal.project_id, endpoint_id)
            stored = await repository.secrets_of(tx, [endpoint_id])
        version = 1 + max((one.version for one in stored), default=0)
        secret, sealed = await self._sealing.fresh(principal.project_id, endpoint_id, version, now)
        async with self._database.write() as tx:
            await self.find(tx, principal.project_id, endpoint_id, lock=True)
            await repository.end_secrets(tx, endpoint_id, now + timedelta(seconds=overlap), now)
            try:
                await repository.add_secret(tx, sealed)
            except RowRefused as taken:
                raise SecretMoved from taken
            shown = await self.get(tx, principal.project_id, endpoint_id)
        _log.info("webhook_endpoint.rotated", endpoint=endpoint_id, by=principal.reference)
        return shown, secret

    async def _names(self, project_id: str) -> Sequence[str]:
        return [name for name, _ in await self.event_types(project_id)]

    async def _switched(self, tx: Tx, endpoint: Endpoint, *, on: bool) -> dict[str, Any]:
        now = self._clock.now()
        if not on:
            await leases.park(tx, endpoint.id)
            return {"enabled": False, "disabled_reason": BY_HAND, "disabled_at": now}
        await leases.unpark(tx, endpoint.id, now)
        mark_due(tx)
        return {"enabled": True, "disabled_reason": None, "disabled_at": None, "failing_since": None}

    def _signing(self, stored: Sequence[SealedSecret], endpoint_id: str) -> Secrets:
        now = self._clock.now()
        mine = (one for one in stored if one.endpoint_id == endpoint_id)
        return [replace(one, record=b"") for one in mine if one.expires_at is None or one.expires_at > now]


def _checked(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    if ALL in names:
        return (ALL,)
    for name in names:
        beginning = name.removesuffix("*") if name.endswith(".*") else None
        if name not in known and not (beginning and any(one.startswith(beginning) for one in known)):
            raise UnknownEvents(f"There is no event '{name}'.{did_you_mean(name, known)}", extra={"field": "events"})
    return tuple(dict.fromkeys(names))
