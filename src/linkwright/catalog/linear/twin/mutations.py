"""What the mutations do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import change_issue, touch
from linkwright.catalog.linear.twin.checking import check_issue_numbers, check_uuids, entity, state_of_team, the_issue
from linkwright.catalog.linear.twin.issues import blank_issue, enter_state, first_state
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import Refused, invalid_argument, wrong_input
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.clock import iso

_POINTERS = (
    "id",
    "teamId",
    "stateId",
    "assigneeId",
    "delegateId",
    "projectId",
    "projectMilestoneId",
    "cycleId",
    "snoozedById",
    "labelIds",
    "addedLabelIds",
    "removedLabelIds",
    "subscriberIds",
)


def create_issue(call: Call, args: Mapping[str, Any]) -> dict[str, Any]:
    """Make an issue with the team's next number, in the state asked for or the team's first."""
    call.demand("write", "issues:create")
    given = args["input"]
    check_uuids(given, _POINTERS)
    if not given.get("title") and not given.get("templateId"):
        raise invalid_argument("title should not be empty.")
    check_issue_numbers(given)
    team = entity(call, "Team", given["teamId"])
    state_id = given.get("stateId")
    state = state_of_team(call, state_id, team) if state_id else first_state(call.world, team)
    at = _created(call, given)
    # Everything is tried on a draft first: a refused input must leave no half-made issue and use up no number.
    draft: Row = _draft(call, team, at)
    change_issue(call, draft, {k: v for k, v in given.items() if k not in ("id", "teamId", "stateId")}, team, at)
    kept = {column: value for column, value in draft.items() if column not in ("id", "number", "__typename", "_n")}
    issue = blank_issue(call.world, team, at, given.get("id"), **_named(kept))
    enter_state(issue, state, at)
    people = (issue["creatorId"], issue["assigneeId"], *issue["subscriberIds"])
    issue["subscriberIds"] = list(dict.fromkeys(id_ for id_ in people if id_))
    return _done(call, issue=issue)


def update_issue(call: Call, args: Mapping[str, Any]) -> dict[str, Any]:
    """Change what the input names; null clears."""
    call.demand("write")
    given = args["input"]
    check_uuids(given, _POINTERS)
    check_issue_numbers(given)
    issue = the_issue(call, args["id"])
    wanted = given.get("teamId") or issue["teamId"]
    team = entity(call, "Team", wanted)
    at = iso(call.now)
    changed, number = dict(issue), team["_lastNumber"]
    try:
        change_issue(call, changed, given, team, at)
    except Refused:
        # A move that comes to nothing uses up no number.
        team["_lastNumber"] = number
        raise
    issue.update(changed)
    touch(issue, at)
    return _done(call, issue=issue)


def create_comment(call: Call, args: Mapping[str, Any]) -> dict[str, Any]:
    """Add a comment to an issue, or a reply to a comment."""
    call.demand("write", "comments:create")
    given = args["input"]
    check_uuids(given, ("id", "parentId"))
    body = given.get("body")
    if not (body and body.strip()) and not given.get("bodyData"):
        raise invalid_argument("body should not be empty.")
    parent = entity(call, "Comment", given["parentId"]) if given.get("parentId") else None
    reference = given.get("issueId") or (parent["issueId"] if parent else None)
    if reference is None:
        raise invalid_argument("issueId or parentId must be given.")
    issue = the_issue(call, reference)
    if parent and parent["issueId"] != issue["id"]:
        raise wrong_input("The parent comment belongs to another issue.")
    comment = call.world.add(
        "Comment",
        _created(call, given),
        given.get("id"),
        body=body or "",
        issueId=issue["id"],
        # Threads are one level deep: a reply to a reply joins the same thread.
        parentId=(parent["parentId"] or parent["id"]) if parent else None,
        userId=call.viewer["id"],
        editedAt=None,
        resolvedAt=None,
        quotedText=given.get("quotedText"),
    )
    if not given.get("doNotSubscribeToIssue") and call.viewer["id"] not in issue["subscriberIds"]:
        issue["subscriberIds"].append(call.viewer["id"])
    return _done(call, comment=comment)


def _draft(call: Call, team: Row, at: str) -> Row:
    return {
        "id": None,
        "teamId": team["id"],
        "stateId": None,
        "creatorId": call.viewer["id"],
        "labelIds": [],
        "subscriberIds": [],
        "archivedAt": None,
        "trashed": None,
        "projectId": None,
        "cycleId": None,
        "parentId": None,
        "createdAt": at,
        "updatedAt": at,
    }


def _named(columns: Row) -> Row:
    return {name: value for name, value in columns.items() if name not in ("createdAt", "updatedAt", "archivedAt")}


def _created(call: Call, given: Mapping[str, Any]) -> str:
    """When it counts as made: imports may say so, but not in the future."""
    now = iso(call.now)
    at = given.get("createdAt")
    at = moment(at, call.now) if at else now
    if at > now:
        raise invalid_argument("createdAt must not be in the future.")
    return at


def _done(call: Call, **payload: Row) -> dict[str, Any]:
    return {"success": True, "lastSyncId": call.world.changed(), **payload}


MUTATIONS: dict[str, Callable[[Call, Mapping[str, Any]], dict[str, Any]]] = {
    "issueCreate": create_issue,
    "issueUpdate": update_issue,
    "commentCreate": create_comment,
}
