"""Puts an input into a row by what the contract says of both: plain values, pointers to others, lists of ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.checking import the_issue
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.moments import is_uuid, moment
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.world import Row

_TARGETS: Mapping[str, str] = {
    "agentSessionId": "AgentSession",
    "customerId": "Customer",
    "cycleId": "Cycle",
    "documentId": "Document",
    "initiativeId": "Initiative",
    "issueId": "Issue",
    "labelIds": "IssueLabel",
    "memberIds": "User",
    "parentIssueId": "Issue",
    "projectId": "Project",
    "releaseId": "Release",
    "releaseIds": "Release",
    "subscriberIds": "User",
    "teamId": "Team",
    "teamIds": "Team",
    "userId": "User",
    "userIds": "User",
}
_LABELS = {"Project": "ProjectLabel", "Initiative": "InitiativeLabel"}
_NOT_KEPT = frozenset(
    {"id", "createAsUser", "displayIconUrl", "doNotSubscribeToIssue", "createdAt", "useDefaultTemplate", "bodyData"}
)
_OWN = frozenset({"documentContentId", "resourceFolderId", "foreignEntityId", "mainSourceId", "slackChannelId"})
"""Ids of things that the twin does not keep, or that a rule of their own checks; the first is checked there."""


def apply(call: Call, row: Row, given: Mapping[str, Any]) -> None:
    """Set what the input names; null clears what may be empty and is passed over elsewhere.

    Raises:
        Refused: a pointer is not a UUID where one is wanted, or leads to nothing.
    """
    kind = row["__typename"]
    for name, value in given.items():
        if name in _NOT_KEPT:
            continue
        if name.endswith("Ids") and isinstance(value, list | None):
            if value is not None:
                row[name] = _ids(call, kind, name, value)
        elif name.endswith("Id") and isinstance(value, str | None):
            _point(call, row, name, value)
        else:
            _set(call, row, name, value)


def target_of(call: Call, kind: str, name: str) -> str | None:
    """The type that an input of that name points to, on rows of a type."""
    if name == "labelIds":
        return _LABELS.get(kind, "IssueLabel")
    return call.shapes.single(kind, name.removesuffix("Id")) or _TARGETS.get(name)


def _ids(call: Call, kind: str, name: str, value: list[str]) -> list[str]:
    target = target_of(call, kind, name)
    if target is None:
        return list(value)
    for each in value:
        if target != "Issue" and not is_uuid(each):
            raise invalid_argument(f"each value in {name} must be a UUID.")
    return list(dict.fromkeys(look_up(call, target, each)["id"] for each in value))


def _point(call: Call, row: Row, name: str, value: str | None) -> None:
    kind = row["__typename"]
    target = target_of(call, kind, name)
    if value is None:
        notation = call.shapes.field(kind, name.removesuffix("Id")) or ""
        if not notation.endswith("!"):
            row[name] = None
    elif target is None or name in _OWN:
        row[name] = value
    else:
        row[name] = reference(call, target, name, value)


def reference(call: Call, target: str, name: str, value: str) -> str:
    """The id of what an input points to. Issues may be named by their identifier, everything else needs its UUID.

    Raises:
        Refused: it is not a UUID, or there is no such entity.
    """
    if target == "Issue":
        return str(the_issue(call, value)["id"])
    if not is_uuid(value):
        raise invalid_argument(f"{name} must be a UUID.")
    return str(look_up(call, target, value)["id"])


def _set(call: Call, row: Row, name: str, value: Any) -> None:
    notation = call.shapes.field(row["__typename"], name)
    if notation is None or (value is None and notation.endswith("!")):
        # Linear takes more inputs than it shows again; what no field shows is not kept.
        return
    if isinstance(value, str) and notation.strip("!") == "DateTime":
        value = moment(value, call.now)
    if isinstance(value, str) and notation == "String!" and name in ("name", "title") and not value.strip():
        raise invalid_argument(f"{name} should not be empty.")
    row[name] = value
