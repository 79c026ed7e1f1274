"""The audit log: one entry for each mutation that admins care about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.world import Change, Row

_KINDS: Mapping[str, str] = {
    "Integration": "integration",
    "OrganizationInvite": "invite",
    "Organization": "workspace",
    "Team": "team",
    "TeamMembership": "teamMembership",
    "User": "user",
    "Webhook": "webhook",
}
_DEEDS = ("create", "update", "delete")


def audit(call: Call, changes: list[Change]) -> None:
    """Write down what the changes did to things that admins watch."""
    for change in changes:
        row = change.row
        name = _KINDS.get(row.get("__typename", ""))
        if name is None:
            continue
        deed = "create" if change.before is None else "delete" if change.after is None else "update"
        call.world.add(
            "AuditEntry",
            call.at,
            type=f"{name}.{deed}",
            actorId=call.viewer["id"],
            ip="203.0.113.7",
            countryCode="GB",
            metadata={"entityId": row["id"], "entityType": row["__typename"]},
            requestInformation={"userAgent": "twin"},
        )


def audit_entries(call: Call, _: Mapping[str, Any]) -> list[Row]:
    """All entries; only admins may read them.

    Raises:
        Refused: the key is not an admin's.
    """
    call.demand_admin("read the audit log")
    return call.rows("AuditEntry")


def audit_types(*_: Any) -> list[dict[str, str]]:
    """What entries there may be."""
    return [
        {"type": f"{name}.{deed}", "description": f"A {kind} was changed: {deed}"}
        for kind, name in _KINDS.items()
        for deed in _DEEDS
    ]
