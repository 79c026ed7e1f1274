"""Fields that are worked out from others when asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import first_state, identifier
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.clock import iso

PRIORITIES = ("No priority", "Urgent", "High", "Medium", "Low")
_CLOSED = ("completed", "canceled", "duplicate")


def _organization(call: Call, row: Row) -> Row:  # noqa: ARG001 - all derived fields are asked alike
    return call.world.of("Organization")[0]


def _site(call: Call) -> str:
    return f"https://linear.app/{call.world.of('Organization')[0]['urlKey']}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def _issue_url(call: Call, row: Row) -> str:
    return f"{_site(call)}/issue/{identifier(call.world, row)}/{_slug(row['title'])}"


def _branch(call: Call, row: Row) -> str:
    return f"{call.viewer['displayName'].split('.')[0]}/{identifier(call.world, row).lower()}-{_slug(row['title'])}"


def _comment_url(call: Call, row: Row) -> str:
    issue = call.world.get("Issue", row["issueId"])
    return f"{_issue_url(call, issue)}#comment-{row['id'][:8]}" if issue else _site(call)


def _members(call: Call, row: Row) -> list[Row]:
    memberships = call.world.where("TeamMembership", "teamId", row["id"])
    return [user for m in memberships if (user := call.world.get("User", m["userId"]))]


def _teams(call: Call, row: Row) -> list[Row]:
    memberships = call.world.where("TeamMembership", "userId", row["id"])
    return [team for m in memberships if (team := call.world.get("Team", m["teamId"]))]


def _state_of_kind(kind: str) -> Callable[[Call, Row], Row | None]:
    def find(call: Call, row: Row) -> Row | None:
        states = call.world.where("WorkflowState", "teamId", row["id"])
        return next((state for state in states if state["type"] == kind), None)

    return find


def _running(row: Row, now: str) -> bool:
    return bool(row["startsAt"] <= now < row["endsAt"])


def _active_cycle(call: Call, row: Row) -> Row | None:
    now = iso(call.now)
    return next((c for c in call.world.where("Cycle", "teamId", row["id"]) if _running(c, now)), None)


def _progress(column: str) -> Callable[[Call, Row], float]:
    def progress(call: Call, row: Row) -> float:
        issues = [issue for issue in call.world.where("Issue", column, row["id"]) if not issue["archivedAt"]]
        closed = [i for i in issues if (call.world.get("WorkflowState", i["stateId"]) or {}).get("type") in _CLOSED]
        return len(closed) / len(issues) if issues else 0.0

    return progress


def _count(kind: str, column: str) -> Callable[[Call, Row], int]:
    return lambda call, row: sum(1 for found in call.world.where(kind, column, row["id"]) if not found["archivedAt"])


def _all(kind: str) -> Callable[[Call, Row], list[Row]]:
    return lambda call, _: call.world.of(kind)


DERIVED: dict[tuple[str, str], Callable[[Call, Row], Any]] = {
    ("Issue", "identifier"): lambda call, row: identifier(call.world, row),
    ("Issue", "url"): _issue_url,
    ("Issue", "branchName"): _branch,
    ("Issue", "priorityLabel"): lambda _, row: PRIORITIES[row["priority"]],
    ("Issue", "boardOrder"): lambda _, row: row["sortOrder"],
    ("Issue", "searchableContent"): lambda _, row: f"{row['title']}\n{row['description'] or ''}",
    ("Comment", "url"): _comment_url,
    ("Comment", "bodyData"): lambda *_: "{}",
    ("User", "isMe"): lambda call, row: row["id"] == call.viewer["id"],
    ("User", "initials"): lambda _, row: "".join(word[0] for word in row["name"].split())[:2].upper(),
    ("User", "url"): lambda call, row: f"{_site(call)}/profiles/{row['displayName']}",
    ("User", "organization"): _organization,
    ("User", "teams"): _teams,
    ("User", "createdIssueCount"): _count("Issue", "creatorId"),
    ("User", "invited"): lambda *_: False,
    ("User", "isInvited"): lambda *_: False,
    ("Team", "displayName"): lambda _, row: row["name"],
    ("Team", "organization"): _organization,
    ("Team", "members"): _members,
    ("Team", "users"): _members,
    ("Team", "owners"): lambda call, row: _members(call, row)[:1],
    ("Team", "issueCount"): _count("Issue", "teamId"),
    ("Team", "defaultIssueState"): lambda call, row: first_state(call.world, row | {"triageEnabled": False}),
    ("Team", "triageIssueState"): _state_of_kind("triage"),
    ("Team", "markedAsDuplicateWorkflowState"): _state_of_kind("duplicate"),
    ("Team", "activeCycle"): _active_cycle,
    ("IssueLabel", "organization"): _organization,
    ("Project", "state"): lambda call, row: call.world.get("ProjectStatus", row["statusId"])["type"],  # type: ignore[index]
    ("Project", "url"): lambda call, row: f"{_site(call)}/project/{_slug(row['name'])}-{row['slugId']}",
    ("Project", "progress"): _progress("projectId"),
    ("Project", "priorityLabel"): lambda _, row: PRIORITIES[row["priority"]],
    ("Project", "labelIds"): lambda *_: [],
    ("Project", "accessibleTeams"): lambda call, row: [t for t in call.world.of("Team") if t["id"] in row["teamIds"]],
    ("Cycle", "progress"): _progress("cycleId"),
    ("Cycle", "isActive"): lambda call, row: _running(row, iso(call.now)),
    ("Cycle", "isFuture"): lambda call, row: row["startsAt"] > iso(call.now),
    ("Cycle", "isPast"): lambda call, row: row["endsAt"] <= iso(call.now),
    ("Organization", "teams"): _all("Team"),
    ("Organization", "users"): _all("User"),
    ("Organization", "labels"): _all("IssueLabel"),
    ("Organization", "projectStatuses"): _all("ProjectStatus"),
    ("Organization", "userCount"): lambda call, _: sum(1 for user in call.world.of("User") if user["active"]),
    ("Organization", "createdIssueCount"): lambda call, _: len(call.world.of("Issue")),
}
