"""What is worked out of notifications, their subscriptions, and favourites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived_issues import issue_url
from linkwright.catalog.linear.twin.issues import identifier
from linkwright.catalog.linear.twin.naming import NAMED, short_id, site, slug
from linkwright.catalog.linear.twin.world import Row

SUBJECTS = ("issue", "project", "initiative", "document", "customerNeed", "customer", "pullRequest", "post")
"""What a notification may be about: `<subject>Id` is its column."""
_KINDS = (
    "CustomerNeedNotification",
    "CustomerNotification",
    "DocumentNotification",
    "InitiativeNotification",
    "IssueNotification",
    "OauthClientApprovalNotification",
    "PostNotification",
    "ProductAnnouncementNotification",
    "ProjectNotification",
    "PullRequestNotification",
    "UsageAlertNotification",
    "WelcomeMessageNotification",
    "WorkflowDefinitionNotification",
)
_TARGETS = (
    "issue",
    "project",
    "cycle",
    "customView",
    "document",
    "initiative",
    "label",
    "projectLabel",
    "initiativeLabel",
    "customer",
    "user",
    "team",
    "dashboard",
    "release",
    "releaseNote",
    "releasePipeline",
    "predefinedViewTeam",
)


def subject(call: Call, row: Row) -> Row | None:
    """What a notification is about."""
    for name in SUBJECTS:
        found = call.world.get(name[0].upper() + name[1:], row.get(f"{name}Id"))
        if found:
            return found
    return None


def _title(call: Call, about: Row | None) -> str:
    if about is None:
        return "Notification"
    title = str(about.get("title") or about.get("name") or about.get("body") or "")
    return f"{identifier(call.world, about)} {title}" if about["__typename"] == "Issue" else title


def _address(call: Call, about: Row | None) -> str:
    if about is None:
        return f"{site(call)}/inbox"
    return issue_url(call, about) if about["__typename"] == "Issue" else str(NAMED["url"](call, about))


def _actor(call: Call, row: Row) -> Row:
    return call.world.get("User", row.get("actorId")) or call.viewer


def _initials(call: Call, row: Row) -> str:
    return "".join(word[0] for word in _actor(call, row)["name"].split())[:2].upper()


def _group(_: Call, row: Row) -> str:
    return str(next((row[f"{name}Id"] for name in SUBJECTS if row.get(f"{name}Id")), row["id"]))


_OF_ALL: Mapping[str, Callable[[Call, Row], Any]] = {
    "title": lambda call, row: row.get("title") or _title(call, subject(call, row)),
    "subtitle": lambda call, row: row.get("subtitle") or f"{_actor(call, row)['displayName']}: {row['type']}",
    "url": lambda call, row: _address(call, subject(call, row)),
    "inboxUrl": lambda call, row: f"{site(call)}/inbox/{row['id']}",
    "actorAvatarColor": lambda call, row: _actor(call, row)["avatarBackgroundColor"],
    "actorInitials": _initials,
    "groupingKey": _group,
    "subscriptionType": lambda _, row: next((name for name in SUBJECTS if row.get(f"{name}Id")), None),
}


def _target(call: Call, row: Row) -> Row | None:
    """What a favourite stands for."""
    for name in _TARGETS:
        kind = call.shapes.single("Favorite", name)
        found = call.find(kind, row.get(f"{name}Id")) if kind else None
        if found:
            return found
    return None


def _favorite_title(call: Call, row: Row) -> str:
    return str(row.get("folderName") or _title(call, _target(call, row)))


def _favorite_url(call: Call, row: Row) -> str | None:
    target = _target(call, row)
    return _address(call, target) if target else None


def _favorite_kind(_: Call, row: Row) -> str:
    if row.get("folderName"):
        return "folder"
    return next((name for name in _TARGETS if row.get(f"{name}Id")), "predefinedView")


INBOX: Mapping[tuple[str, str], Callable[[Call, Row], Any]] = {
    **{(kind, name): value for kind in _KINDS for name, value in _OF_ALL.items()},
    ("IssueNotification", "team"): lambda call, row: call.world.get(
        "Team", (call.world.get("Issue", row["issueId"]) or {}).get("teamId")
    ),
    ("Favorite", "title"): _favorite_title,
    ("Favorite", "type"): _favorite_kind,
    ("Favorite", "url"): _favorite_url,
    ("AgentSession", "externalUrls"): lambda _, row: row.get("externalUrls") or [],
    ("AgentSession", "externalLinks"): lambda _, row: row.get("externalUrls") or [],
    ("AgentSession", "externalLink"): lambda _, row: (row.get("externalUrls") or [{"url": None}])[0]["url"],
    ("AgentSession", "url"): lambda call, row: f"{site(call)}/agent-session/{slug(short_id(row))}",
}
