"""A planned request as people read it."""

from __future__ import annotations

from typing import Any

from linkwright.engine.plan import PlannedCall

_PLACES = ("path", "query", "body")


def shown(planned: PlannedCall) -> dict[str, Any]:
    """A request as a person reads it; the credential is put in later, so there is none to leave out."""
    told: dict[str, Any] = {
        "operation": planned.operation,
        "effect": planned.effect,
        "method": planned.method,
        "url": planned.url,
    }
    if planned.request is None:
        return {**told, "document": planned.document, "variables": planned.variables}
    told["headers"] = dict(planned.headers)
    told |= {name: planned.variables[name] for name in _PLACES if name in planned.variables}
    return told
