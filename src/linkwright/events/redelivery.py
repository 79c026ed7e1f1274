"""The delivery log, and deliveries that are made once more."""

from __future__ import annotations

from datetime import datetime

from linkwright.events import repository
from linkwright.events.errors import DeliveryCursorInvalid, DeliveryNotFound, EndpointOff
from linkwright.events.leases.repository import line_up
from linkwright.events.model import Delivery, Endpoint
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id
from linkwright.store.database import Tx, mark_due

_OVER = {"failed": ("failed",), "delivered": ("delivered",), "all": ("failed", "delivered")}


class DeliveryLog:
    """Reads an endpoint's deliveries and repeats them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def page(
        self, tx: Tx, endpoint: Endpoint, *, status: str | None, size: int, cursor: str | None
    ) -> tuple[list[Delivery], str | None]:
        """A page, the latest first, and the cursor of the next one.

        Raises:
            DeliveryCursorInvalid: the cursor is not of this list, or its delivery is forgotten.
        """
        after = None
        if cursor is not None:
            last = await repository.delivery(tx, endpoint.id, cursor) if is_id(cursor) else None
            if last is None:
                raise DeliveryCursorInvalid
            after = (last.created_at, last.id)
        found = await repository.page(tx, endpoint.id, status=status, after=after, size=size + 1)
        return found[:size], found[size - 1].id if len(found) > size else None

    async def get(self, tx: Tx, endpoint: Endpoint, delivery_id: str) -> Delivery:
        """One delivery.

        Raises:
            DeliveryNotFound: the endpoint has none of that id.
        """
        found = await repository.delivery(tx, endpoint.id, delivery_id) if is_id(delivery_id) else None
        if found is None:
            raise DeliveryNotFound
        return found

    async def again(self, tx: Tx, endpoint: Endpoint, delivery_id: str) -> Delivery:
        """Make one delivery again, at once, with a fresh round of retries.

        Raises:
            DeliveryNotFound: the endpoint has none of that id.
            EndpointOff: the endpoint is switched off.
        """
        _check_on(endpoint)
        await self.get(tx, endpoint, delivery_id)
        now = self._clock.now()
        await repository.again(tx, endpoint.id, now, delivery_id=delivery_id)
        await line_up(tx, endpoint.id, now)
        mark_due(tx)
        return await self.get(tx, endpoint, delivery_id)

    async def again_between(
        self, tx: Tx, endpoint: Endpoint, since: datetime, until: datetime | None, status: str
    ) -> int:
        """Make a range of deliveries again: those of a status (`failed`, `delivered`, `all`); how many.

        Raises:
            EndpointOff: the endpoint is switched off.
        """
        _check_on(endpoint)
        now = self._clock.now()
        count = await repository.again(tx, endpoint.id, now, since=since, until=until, statuses=_OVER[status])
        await line_up(tx, endpoint.id, now)
        mark_due(tx)
        return count

    async def test(self, tx: Tx, endpoint: Endpoint) -> Delivery:
        """Send a `test` event to the endpoint, whatever its filter.

        Raises:
            EndpointOff: the endpoint is switched off.
        """
        _check_on(endpoint)
        data = {"endpoint_id": endpoint.id, "message": "This is a test. Your endpoint can be reached."}
        ids = await emit(tx, self._clock.now(), Event(endpoint.project_id, "test", data, only=endpoint.id))
        return await self.get(tx, endpoint, ids[0])


def _check_on(endpoint: Endpoint) -> None:
    if not endpoint.enabled:
        raise EndpointOff
