"""What webhooks are told: one signed message for each change of a row that a webhook listens to."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.dice import uuid_for
from linkwright.catalog.linear.twin.reading import read
from linkwright.catalog.linear.twin.world import Change, Row
from linkwright.kit.jsons import dumpb

RESOURCES = frozenset(
    {
        "AgentSessionEvent",
        "AppUserNotification",
        "Attachment",
        "AuditEntry",
        "Comment",
        "Customer",
        "CustomerNeed",
        "Cycle",
        "Document",
        "Initiative",
        "InitiativeUpdate",
        "Issue",
        "IssueLabel",
        "IssueSLA",
        "OAuthApp",
        "PermissionChange",
        "Project",
        "ProjectUpdate",
        "Reaction",
        "Release",
        "ReleaseNote",
        "User",
    }
)
_TOLD_AS = {"AgentSession": "AgentSessionEvent"}
_SECRET_COLUMNS = ("secret",)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is to be posted.

    Attributes:
        webhook: id of the webhook.
        url: where it is posted.
        headers: `Linear-Signature` and the others.
        body: the raw JSON that the signature is over.
    """

    webhook: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def deliveries(call: Call, number: int) -> list[Delivery]:
    """The messages for what a request changed; `number` counts those made before, for their ids."""
    listening = [row for row in call.world.of("Webhook") if row.get("enabled") and not row["archivedAt"]]
    made: list[Delivery] = []
    for change in call.changes if listening else ():
        kind = _TOLD_AS.get(change.row["__typename"], change.row["__typename"])
        if kind not in RESOURCES:
            continue
        for webhook in listening:
            if kind in webhook["resourceTypes"] and _concerns(call, webhook, change.row):
                made.append(_signed(call, webhook, kind, change, number + len(made)))
    return made


def _concerns(call: Call, webhook: Row, row: Row) -> bool:
    """Whether a webhook listens to the team that a row belongs to."""
    if webhook.get("allPublicTeams") or not webhook.get("teamId"):
        return True
    issue = call.world.get("Issue", row.get("issueId")) or row
    team = issue.get("teamId")
    return team == webhook["teamId"] or webhook["teamId"] in (row.get("teamIds") or ()) or team is None


def _signed(call: Call, webhook: Row, kind: str, change: Change, number: int) -> Delivery:
    at = int(call.now.timestamp() * 1000)
    body = dumpb(
        {
            "action": _action(change),
            "type": kind,
            "actor": {"id": call.viewer["id"], "type": "user", **_named(call.viewer)},
            "createdAt": call.at,
            "data": shown(call, change.row),
            "url": _url(call, change.row),
            **_difference(change),
            "organizationId": call.organization["id"],
            "webhookTimestamp": at,
            "webhookId": webhook["id"],
        }
    )
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Linear-Webhook",
        "linear-delivery": uuid_for(webhook["id"], "delivery", number),
        "linear-event": kind,
        "linear-signature": hmac.new(webhook["secret"].encode(), body, hashlib.sha256).hexdigest(),
        "linear-timestamp": str(at),
    }
    return Delivery(webhook["id"], webhook["url"], headers, body)


def _named(user: Row) -> dict[str, Any]:
    return {name: user[name] for name in ("name", "email")}


def _action(change: Change) -> str:
    if change.after is None or (change.after.get("trashed") and not (change.before or {}).get("trashed")):
        return "remove"
    return "create" if change.before is None else "update"


def _url(call: Call, row: Row) -> Any:
    field_known = call.shapes.field(row["__typename"], "url")
    return read(call, row, "url") if field_known else None


def _difference(change: Change) -> dict[str, Any]:
    if change.before is None or change.after is None:
        return {}
    names = [name for name in change.after if not name.startswith("_")]
    return {
        "updatedFrom": {
            name: change.before.get(name) for name in names if change.before.get(name) != change.after.get(name)
        }
    }


def shown(call: Call, row: Row) -> dict[str, Any]:
    """A row as a message has it: its columns, and the names of what it points to."""
    plain = {k: v for k, v in row.items() if not k.startswith("_") and k not in _SECRET_COLUMNS}
    named: dict[str, Any] = {}
    for name, led in call.shapes.singles(row["__typename"]).items():
        other = call.find(led, row.get(f"{name}Id"))
        if other:
            about = ("id", "key", "name", "type", "color", "email", "title")
            named[name] = {column: other[column] for column in about if other.get(column) is not None}
    if row["__typename"] == "Issue":
        named["identifier"] = read(call, row, "identifier")
        labels = (call.find("IssueLabel", id_) for id_ in row["labelIds"])
        named["labels"] = [{column: label[column] for column in ("id", "name", "color")} for label in labels if label]
    return plain | named
