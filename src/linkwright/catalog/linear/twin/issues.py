"""Rules about issues that seeding and mutations share: numbers, identifiers, states."""

from __future__ import annotations

import re
from typing import Any

from linkwright.catalog.linear.twin.world import Row, World

_IDENTIFIER = re.compile(r"([A-Za-z][A-Za-z0-9]{0,9})-([0-9]{1,9})")
_STAMPS = {"started": "startedAt", "completed": "completedAt", "canceled": "canceledAt", "duplicate": "canceledAt"}


def blank_issue(world: World, team: Row, at: str, id_: str | None, **values: Any) -> Row:
    """Add an issue with the team's next number and nothing set that was not given."""
    number = team["_lastNumber"] + 1
    issue = world.add(
        "Issue",
        at,
        id_,
        **{
            "number": number,
            "title": "",
            "description": None,
            "priority": 0,
            "estimate": None,
            "dueDate": None,
            "sortOrder": -100 * number,
            "prioritySortOrder": -100 * number,
            "subIssueSortOrder": None,
            "teamId": team["id"],
            "stateId": None,
            "assigneeId": None,
            "creatorId": None,
            "delegateId": None,
            "projectId": None,
            "projectMilestoneId": None,
            "cycleId": None,
            "parentId": None,
            "snoozedById": None,
            "snoozedUntilAt": None,
            "labelIds": [],
            "subscriberIds": [],
            "previousIdentifiers": [],
            "startedAt": None,
            "completedAt": None,
            "canceledAt": None,
            "triagedAt": None,
            "startedTriageAt": None,
            "trashed": None,
            "slaType": None,
        }
        | values,
    )
    world.edit(team)["_lastNumber"] = number
    return issue


def enter_state(issue: Row, state: Row, at: str) -> None:
    """Put the issue into a state and stamp the time of what that means."""
    before = issue["stateId"]
    if before == state["id"]:
        return
    issue["stateId"] = state["id"]
    kind = state["type"]
    if kind == "triage":
        issue["startedTriageAt"] = at
    elif issue["startedTriageAt"] and not issue["triagedAt"]:
        issue["triagedAt"] = at
    closed = _STAMPS.get(kind)
    for column in ("completedAt", "canceledAt"):
        issue[column] = (issue[column] or at) if column == closed else None
    if kind == "started":
        issue["startedAt"] = issue["startedAt"] or at
    elif kind in ("triage", "backlog", "unstarted"):
        issue["startedAt"] = None


def first_state(world: World, team: Row) -> Row:
    """Where a new issue goes: triage if the team uses it, else the first backlog state."""
    states = sorted(world.where("WorkflowState", "teamId", team["id"]), key=lambda row: row["position"])
    wanted = "triage" if team["triageEnabled"] else "backlog"
    return next((row for row in states if row["type"] == wanted), states[0])


def identifier(world: World, issue: Row) -> str:
    """The name people use, such as ENG-12."""
    team = world.get("Team", issue["teamId"])
    return f"{team['key'] if team else ''}-{issue['number']}"


def find_issue(world: World, reference: str) -> Row | None:
    """The issue of a UUID, an identifier, or an identifier from before it moved to another team."""
    found = world.get("Issue", reference)
    match = _IDENTIFIER.fullmatch(reference)
    if found or not match:
        return found
    name = f"{match[1].upper()}-{int(match[2])}"
    issues = world.of("Issue")
    for issue in issues:
        if issue["number"] == int(match[2]) and identifier(world, issue) == name:
            return issue
    return next((issue for issue in issues if name in issue["previousIdentifiers"]), None)
