"""What is posted: the body of an event, in our own form or flat as the StackOne contract has it."""

from __future__ import annotations

from linkwright.events.catalogue import stackone_name
from linkwright.events.model import Happened
from linkwright.kit import jsons
from linkwright.kit.clock import iso


def body_of(event: Happened, *, stackone: bool) -> bytes:
    """The bytes to post; the same on every attempt."""
    if stackone:
        name = stackone_name(event.type, event.data.get("status"))
        return jsons.dumpb({"event": name, "timestamp": iso(event.created_at), **event.data})
    return jsons.dumpb({"type": event.type, "timestamp": iso(event.created_at), "data": event.data})
