"""Applies an input to an issue: the columns it names, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.checking import active_person, entity, labels_for_team, state_of_team, the_issue
from linkwright.catalog.linear.twin.issues import enter_state, first_state, identifier
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import wrong_input
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.clock import iso

_NAMED = ("title", "description", "priority", "estimate", "dueDate", "slaType", "trusted", "inheritsSharedAccess")
_PLACED = ("sortOrder", "prioritySortOrder", "subIssueSortOrder")
_NEVER_NULL = ("title", "priority", "sortOrder", "prioritySortOrder", "inheritsSharedAccess")
_STAMPED = ("slaBreachesAt", "slaStartedAt")


def change_issue(call: Call, issue: Row, given: Mapping[str, Any], team: Row, at: str) -> None:
    """Apply an input to a row.

    Raises:
        Refused: the input names something that does not exist or does not belong to the team.
    """
    if team["id"] != issue["teamId"]:
        _move(call, issue, team, at)
    for name in (*_NAMED, *_PLACED):
        if name in given and (given[name] is not None or name not in _NEVER_NULL):
            issue[name] = given[name]
    for name, apply in _POINTERS.items():
        if name in given:
            issue[name] = apply(call, issue, given[name], team) if given[name] is not None else None
    if given.get("stateId"):
        enter_state(issue, state_of_team(call, given["stateId"], team), at)
    _labels(call, issue, given, team)
    _times(call, issue, given, at)


def touch(row: Row, at: str) -> None:
    """Move `updatedAt` on: to the given time, or by a millisecond where the clock stands still."""
    if at <= row["updatedAt"]:
        at = iso(datetime.fromisoformat(row["updatedAt"]) + timedelta(milliseconds=1))
    row["updatedAt"] = at


def _move(call: Call, issue: Row, team: Row, at: str) -> None:
    """Give the issue the new team's next number and a state of the same type; drop what only the old team has."""
    issue["previousIdentifiers"] = [*issue["previousIdentifiers"], identifier(call.world, issue)]
    before = call.world.get("WorkflowState", issue["stateId"])
    call.world.edit(team)["_lastNumber"] += 1
    issue |= {"teamId": team["id"], "number": team["_lastNumber"], "cycleId": None}
    issue["labelIds"] = [
        id_
        for id_ in issue["labelIds"]
        if (label := call.world.get("IssueLabel", id_)) and label["teamId"] in (None, team["id"])
    ]
    states = call.world.where("WorkflowState", "teamId", team["id"])
    alike = next((state for state in states if before and state["type"] == before["type"]), None)
    enter_state(issue, alike or first_state(call.world, team), at)


def _labels(call: Call, issue: Row, given: Mapping[str, Any], team: Row) -> None:
    wanted = issue["labelIds"] if given.get("labelIds", 0) == 0 else given["labelIds"] or []
    removed = {id_.lower() for id_ in given.get("removedLabelIds") or ()}
    wanted = [*wanted, *(given.get("addedLabelIds") or ())]
    issue["labelIds"] = labels_for_team(call, [id_ for id_ in wanted if id_.lower() not in removed], team)


def _times(call: Call, issue: Row, given: Mapping[str, Any], at: str) -> None:
    if "snoozedUntilAt" in given:
        until = given["snoozedUntilAt"]
        issue["snoozedUntilAt"] = moment(until, call.now) if until else None
        issue["snoozedById"] = call.viewer["id"] if until else None
    if "trashed" in given:
        issue["trashed"] = given["trashed"] or None
        issue["archivedAt"] = at if given["trashed"] else None
    for name in _STAMPED:
        if name in given:
            issue[name] = moment(given[name], call.now) if given[name] else None
    if "subscriberIds" in given:
        people = [entity(call, "User", id_)["id"] for id_ in given["subscriberIds"] or ()]
        issue["subscriberIds"] = list(dict.fromkeys(people))


def _project(call: Call, _: Row, id_: str, team: Row) -> str:
    project = entity(call, "Project", id_)
    if team["id"] not in project["teamIds"]:
        raise wrong_input(f"The project {project['name']} does not include the issue's team.")
    return str(project["id"])


def _milestone(call: Call, issue: Row, id_: str, _: Row) -> str:
    milestone = entity(call, "ProjectMilestone", id_)
    if milestone["projectId"] != issue["projectId"]:
        raise wrong_input("The milestone belongs to another project than the issue.")
    return str(milestone["id"])


def _cycle(call: Call, _: Row, id_: str, team: Row) -> str:
    cycle = entity(call, "Cycle", id_)
    if cycle["teamId"] != team["id"]:
        raise wrong_input("The cycle belongs to another team than the issue.")
    return str(cycle["id"])


def _parent(call: Call, issue: Row, reference: str, _: Row) -> str:
    parent = the_issue(call, reference)
    above: Row | None = parent
    while above:
        if above["id"] == issue["id"]:
            raise wrong_input("An issue cannot be a part of itself.")
        above = call.world.get("Issue", above["parentId"])
    return str(parent["id"])


_POINTERS: dict[str, Callable[[Call, Row, str, Row], str]] = {
    "assigneeId": lambda call, _, id_, __: str(active_person(call, id_)["id"]),
    "delegateId": lambda call, _, id_, __: str(active_person(call, id_)["id"]),
    "projectId": _project,
    "projectMilestoneId": _milestone,
    "cycleId": _cycle,
    "parentId": _parent,
    "lastAppliedTemplateId": lambda call, _, id_, __: str(entity(call, "Template", id_)["id"]),
    "sourceCommentId": lambda call, _, id_, __: str(entity(call, "Comment", id_)["id"]),
}
