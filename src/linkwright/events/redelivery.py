"""The delivery log, and deliveries that are made once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from linkwright.audit.recording import Recording
from linkwright.events import repository
from linkwright.events.errors import DeliveryCursorInvalid, DeliveryNotFound, EndpointOff
from linkwright.events.leases.repository import line_up
from linkwright.events.model import Delivery, Endpoint
from linkwright.events.outbox import Event, emit
from linkwright.events.repository import Range
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import is_id
from linkwright.store.database import Tx, mark_due

_HOUR, _HOURS = 3_600, 24
_OVER: dict[str, tuple[str, ...]] = {"failed": ("failed",), "delivered": ("delivered",), "all": ("failed", "delivered")}


@dataclass
class Hour:
    """The deliveries that began in an hour, by what has become of them."""

    delivered: int = 0
    pending: int = 0
    failed: int = 0


@dataclass
class Summary:
    """How an endpoint fares: what waits for it, and its last 24 hours, the present one last."""

    waiting: int
    hours: list[Hour]


class DeliveryLog:
    """Reads an endpoint's deliveries and repeats them."""

    def __init__(self, clock: Clock, recording: Recording | None = None) -> None:
        """With `recording`, what people do here stands in the record."""
        self._clock = clock
        self._recording = recording

    async def page(
        self, tx: Tx, endpoint: Endpoint, *, status: str | None, type_: str | None, size: int, cursor: str | None
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
        found = await repository.page(tx, endpoint.id, status=status, type_=type_, after=after, size=size + 1)
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
        await repository.again(tx, endpoint.id, now, Range(delivery_id=delivery_id))
        await line_up(tx, endpoint.id, now)
        await self._note(tx, endpoint, "webhook.redelivered", {"delivery_id": delivery_id})
        mark_due(tx)
        return await self.get(tx, endpoint, delivery_id)

    async def again_between(
        self, tx: Tx, endpoint: Endpoint, since: datetime, until: datetime | None, status: str, *, preview: bool
    ) -> int:
        """Make a range of deliveries again: those of a status (`failed`, `delivered`, `all`); how many.

        With `preview` they are only counted.

        Raises:
            EndpointOff: the endpoint is switched off.
        """
        _check_on(endpoint)
        wanted, now = Range(since=since, until=until, statuses=_OVER[status]), self._clock.now()
        if preview:
            return await repository.count(tx, endpoint.id, wanted)
        count = await repository.again(tx, endpoint.id, now, wanted)
        await line_up(tx, endpoint.id, now)
        times = {"since": iso(since), "until": None if until is None else iso(until)}
        await self._note(tx, endpoint, "webhook.redelivered", {**times, "status": status, "deliveries": count})
        mark_due(tx)
        return count

    async def summaries(self, tx: Tx, endpoint_ids: Sequence[str]) -> dict[str, Summary]:
        """How each endpoint has fared in the last 24 hours."""
        hours = int(self._clock.now().timestamp()) // _HOUR
        first = hours - _HOURS + 1
        since = datetime.fromtimestamp(first * _HOUR, UTC)
        waiting = await repository.waiting(tx, endpoint_ids)
        made = {one: Summary(waiting.get(one, 0), [Hour() for _ in range(_HOURS)]) for one in endpoint_ids}
        for endpoint_id, hour, status, count in await repository.by_hour(tx, endpoint_ids, since):
            if first <= hour <= hours:
                setattr(made[endpoint_id].hours[hour - first], status, count)
        return made

    async def test(self, tx: Tx, endpoint: Endpoint) -> Delivery:
        """Send a `test` event to the endpoint, whatever its filter.

        Raises:
            EndpointOff: the endpoint is switched off.
        """
        _check_on(endpoint)
        data = {"endpoint_id": endpoint.id, "message": "This is a test. Your endpoint can be reached."}
        ids = await emit(tx, self._clock.now(), Event(endpoint.project_id, "test", data, only=endpoint.id))
        await self._note(tx, endpoint, "webhook.tested", {"delivery_id": ids[0]})
        return await self.get(tx, endpoint, ids[0])

    async def _note(self, tx: Tx, endpoint: Endpoint, event: str, detail: dict[str, Any]) -> None:
        if self._recording is not None:
            await self._recording.add(tx, endpoint.project_id, event, ("webhook", endpoint.id), detail=detail)


def _check_on(endpoint: Endpoint) -> None:
    if not endpoint.enabled:
        raise EndpointOff
