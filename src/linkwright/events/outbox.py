"""Where events come from: rows written in the caller's transaction, so that an event is there exactly if its change is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.events import repository
from linkwright.events.catalogue import hears
from linkwright.events.model import Endpoint, Happened
from linkwright.kit.ids import new_id
from linkwright.store.database import Tx, mark_due


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `only` names the one endpoint that hears of it, whatever its filter."""

    project_id: str
    type: str
    data: dict[str, Any]
    account_id: str | None = None
    only: str | None = None
    id: str = field(default_factory=lambda: new_id("evt"))


async def emit(tx: Tx, at: datetime, *happened: Event) -> list[str]:
    """Have events delivered to the endpoints that listen, once `tx` is committed; the ids of the deliveries.

    An event that nobody listens to leaves no row.
    """
    heard: list[tuple[Event, Endpoint]] = []
    # Sorted, so that two transactions take their locks in one order.
    for project_id in sorted({event.project_id for event in happened}):
        listening = await repository.listening(tx, project_id)
        mine = (event for event in happened if event.project_id == project_id)
        heard += [(event, endpoint) for event in mine for endpoint in listening if _wants(endpoint, event)]
    if not heard:
        return []
    stored = {
        event.id: Happened(event.id, event.project_id, event.type, event.account_id, event.data, at)
        for event, _ in heard
    }
    await repository.add_events(tx, list(stored.values()))
    ids = await repository.add_deliveries(tx, [(stored[event.id], endpoint) for event, endpoint in heard], at)
    mark_due(tx)
    return ids


def _wants(endpoint: Endpoint, event: Event) -> bool:
    if event.only is not None:
        return endpoint.id == event.only
    return hears(endpoint.events, event.type)
