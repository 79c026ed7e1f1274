"""Root fields of Query that need more than a look-up by id or a list of all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.auditing import audit_entries, audit_types
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived_people import membership
from linkwright.catalog.linear.twin.derived_texts import content_of, owner_of_content
from linkwright.catalog.linear.twin.filtering import fits
from linkwright.catalog.linear.twin.limits import status
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.naming import PRIORITIES
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found
from linkwright.catalog.linear.twin.searching import SEARCHES
from linkwright.catalog.linear.twin.suggesting import SUGGESTIONS
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]


def _by_hash(kind: str) -> Callable[[Call, _Args], Row]:
    """By id, or by the first part of it that stands in addresses."""

    def find(call: Call, args: _Args) -> Row:
        if args.get("id"):
            return look_up(call, kind, args["id"])
        mark = args.get("hash")
        if not mark:
            raise invalid_argument("id or hash must be given.")
        found = next((row for row in call.rows(kind) if row["id"].startswith(mark.lower())), None)
        if found is None:
            raise not_found(kind)
        return found

    return find


def _mine(kind: str, column: str) -> Callable[[Call, _Args], list[Row]]:
    return lambda call, _: [row for row in call.rows(kind) if row.get(column) == call.viewer["id"]]


def _administrable(call: Call, _: _Args) -> list[Row]:
    if call.viewer.get("admin"):
        return call.rows("Team")
    own = call.world.where("TeamMembership", "userId", call.viewer["id"])
    ids = {each["teamId"] for each in own if each.get("owner")}
    return [team for team in call.rows("Team") if team["id"] in ids]


def _limits(call: Call, _: _Args) -> dict[str, Any]:
    buckets = {"requests": call.budget.requests, "complexity": call.budget.complexity}
    return {
        "kind": "oauthApp" if call.app else "apiKey",
        "identifier": call.viewer["id"],
        "limits": [status(name, bucket, 0, call.now) for name, bucket in buckets.items()],
    }


def _subscribers(call: Call, args: _Args) -> dict[str, Any]:
    view = look_up(call, "CustomView", args["id"])
    found = call.world.where("CustomViewNotificationSubscription", "customViewId", view["id"])
    return {"hasSubscribers": any(row.get("active", True) for row in found)}


def _history(call: Call, args: _Args) -> dict[str, Any]:
    """The twin keeps no earlier contents, so the history is the present one."""
    owner = call.find("Document", args["id"]) or owner_of_content(call, args["id"])
    if owner is None:
        raise not_found("DocumentContent")
    content = content_of(call, owner)
    entry = {
        "documentContentId": content["id"],
        "contentData": {"type": "doc", "markdown": content["content"]},
        "contentDataSnapshotAt": owner["updatedAt"],
        "actorIds": [owner.get("creatorId") or call.viewer["id"]],
    }
    return {"success": True, "history": [entry]}


def _scopes(call: Call, args: _Args) -> dict[str, Any]:
    integration = look_up(call, "Integration", args["integrationId"])
    missing = [scope for scope in args["scopes"] if scope not in (integration.get("scopes") or ())]
    return {"hasAllScopes": not missing, "missingScopes": missing}


def _settings(call: Call, _: _Args) -> Row:
    found = call.world.where("UserSettings", "userId", call.viewer["id"])
    if not found:
        raise not_found("UserSettings")
    return found[0]


def _slas(call: Call, args: _Args) -> list[dict[str, Any]]:
    look_up(call, "Team", args["teamId"])
    rules = (("Urgent within a day", 1, 86_400_000), ("High within a week", 2, 604_800_000))
    return [
        {
            "name": name,
            "conditions": {"priority": {"eq": priority}},
            "sla": period,
            "slaType": "all",
            "removesSla": False,
        }
        for name, priority, period in rules
    ]


def _view(kind: str, column: str) -> Callable[[Call, Row, _Args], list[Row]]:
    """What a custom view shows."""

    def shown(call: Call, view: Row, _: _Args) -> list[Row]:
        wanted = view.get(column)
        if wanted is None:
            return []
        rows = [row for row in call.rows(kind) if view.get("teamId") in (None, row.get("teamId", view.get("teamId")))]
        return [row for row in rows if fits(call, row, wanted, f"{kind}Filter")]

    return shown


def _count(kind: str, column: str) -> Callable[[Call, Row, _Args], int]:
    def count(call: Call, row: Row, args: _Args) -> int:
        found = call.world.where(kind, column, row["id"])
        return sum(1 for each in found if args.get("includeArchived") or not each["archivedAt"])

    return count


ASKED: Mapping[tuple[str, str], Callable[[Call, Row, _Args], Any]] = {
    ("Team", "membership"): membership,
    ("Team", "issueCount"): _count("Issue", "teamId"),
    ("Release", "issueCount"): _count("IssueToRelease", "releaseId"),
    ("CustomView", "issues"): _view("Issue", "filterData"),
    ("CustomView", "projects"): _view("Project", "projectFilterData"),
    ("CustomView", "initiatives"): _view("Initiative", "initiativeFilterData"),
    ("UserSettings", "theme"): lambda *_: {"preset": "system"},
}
"""Fields below the roots whose arguments matter beyond paging and filters."""
QUERIES: dict[str, Callable[[Call, _Args], Any]] = {
    "viewer": lambda call, _: call.viewer,
    "organization": lambda call, _: call.organization,
    "administrableTeams": _administrable,
    "comment": _by_hash("Comment"),
    "customerNeed": _by_hash("CustomerNeed"),
    "favorites": _mine("Favorite", "ownerId"),
    "notifications": _mine("Notification", "userId"),
    "notificationSubscriptions": _mine("NotificationSubscription", "subscriberId"),
    "attachmentsForURL": lambda call, args: [r for r in call.rows("Attachment") if r["url"] == args["url"]],
    "auditEntries": audit_entries,
    "auditEntryTypes": audit_types,
    "customViewHasSubscribers": _subscribers,
    "documentContentHistory": _history,
    "integrationHasScopes": _scopes,
    "issuePriorityValues": lambda *_: [{"priority": n, "label": name} for n, name in enumerate(PRIORITIES)],
    "rateLimitStatus": _limits,
    "slaConfigurations": _slas,
    "templates": lambda call, _: call.rows("Template"),
    "userSettings": _settings,
    **SEARCHES,
    **SUGGESTIONS,
}
