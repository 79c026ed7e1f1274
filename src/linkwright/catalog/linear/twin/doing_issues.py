"""Mutations of issues: made, changed, put away, shared, watched, and several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.applying import reference
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import change_issue, touch
from linkwright.catalog.linear.twin.checking import (
    check_issue_numbers,
    check_uuids,
    entity,
    labels_for_team,
    state_of_team,
    the_issue,
)
from linkwright.catalog.linear.twin.history import write_history
from linkwright.catalog.linear.twin.issues import blank_issue, enter_state, first_state
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import invalid_argument, wrong_input
from linkwright.catalog.linear.twin.verbs import archive, made_at, remove
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
MOST_AT_ONCE = 50
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
    "templateId",
    "lastAppliedTemplateId",
    "sourceCommentId",
    "labelIds",
    "addedLabelIds",
    "removedLabelIds",
    "subscriberIds",
    "releaseIds",
    "addedReleaseIds",
    "removedReleaseIds",
)


def create_issue(call: Call, given: Mapping[str, Any]) -> Row:
    """Make an issue with the team's next number, in the state asked for or the team's first.

    Raises:
        Refused: the input does not hold.
    """
    check_uuids(given, _POINTERS)
    given = _with_template(call, given)
    if not given.get("title"):
        raise invalid_argument("title should not be empty.")
    check_issue_numbers(given)
    team = entity(call, "Team", given["teamId"])
    state_id = given.get("stateId")
    state = state_of_team(call, state_id, team) if state_id else first_state(call.world, team)
    at = made_at(call, given)
    issue = blank_issue(call.world, team, at, given.get("id"), creatorId=call.viewer["id"])
    enter_state(issue, state, at)
    change_issue(call, issue, {k: v for k, v in given.items() if k not in ("id", "teamId", "stateId")}, team, at)
    if given.get("completedAt") and state["type"] == "completed":
        issue["completedAt"] = moment(given["completedAt"], call.now)
    people = (issue["creatorId"], issue["assigneeId"], *issue["subscriberIds"])
    issue["subscriberIds"] = list(dict.fromkeys(id_ for id_ in people if id_))
    _releases(call, issue, given)
    return issue


def _with_template(call: Call, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The input over the values that its template sets."""
    if not given.get("templateId"):
        return given
    template = entity(call, "Template", given["templateId"])
    data = template.get("templateData")
    known = {name: value for name, value in (data if isinstance(data, dict) else {}).items() if name != "teamId"}
    return {"title": template["name"], **known, **given, "lastAppliedTemplateId": template["id"]}


def update_issue(call: Call, issue: Row, given: Mapping[str, Any]) -> Row:
    """Change what the input names; null clears.

    Raises:
        Refused: the input does not hold.
    """
    check_uuids(given, _POINTERS)
    check_issue_numbers(given)
    team = entity(call, "Team", given.get("teamId") or issue["teamId"])
    call.world.edit(issue)
    before = dict(issue)
    change_issue(call, issue, given, team, call.at)
    _releases(call, issue, given)
    touch(issue, call.at)
    write_history(call, before, issue)
    return issue


def _releases(call: Call, issue: Row, given: Mapping[str, Any]) -> None:
    """Put the issue into releases, or take it out."""
    joins = call.world.where("IssueToRelease", "issueId", issue["id"])
    now = [join["releaseId"] for join in joins]
    wanted = given["releaseIds"] or [] if "releaseIds" in given else now
    gone = set(given.get("removedReleaseIds") or ())
    wanted = [id_ for id_ in (*wanted, *(given.get("addedReleaseIds") or ())) if id_ not in gone]
    for join in joins:
        if join["releaseId"] not in wanted:
            call.world.remove(join)
    for id_ in dict.fromkeys(wanted):
        release = reference(call, "Release", "releaseIds", id_)
        if release not in now:
            call.world.add("IssueToRelease", call.at, issueId=issue["id"], releaseId=release)


def _few(ids: list[Any]) -> None:
    if not ids:
        raise invalid_argument("at least one issue must be given.")
    if len(ids) > MOST_AT_ONCE:
        raise invalid_argument(f"at most {MOST_AT_ONCE} issues can be given at once.")


def _batch_create(call: Call, args: _Args) -> dict[str, Any]:
    _few(args["input"]["issues"])
    return {"issues": [create_issue(call, given) for given in args["input"]["issues"]]}


def _batch_update(call: Call, args: _Args) -> dict[str, Any]:
    _few(args["ids"])
    return {"issues": [update_issue(call, the_issue(call, id_), args["input"]) for id_ in args["ids"]]}


def _delete(call: Call, args: _Args) -> dict[str, Any]:
    issue = the_issue(call, args["id"])
    if args.get("permanentlyDelete"):
        remove(call, issue)
        return {"entity": None}
    return {"entity": archive(call, issue, trash=True)}


def _add_label(call: Call, args: _Args) -> dict[str, Any]:
    issue = call.world.edit(the_issue(call, args["id"]))
    team = entity(call, "Team", issue["teamId"])
    issue["labelIds"] = labels_for_team(call, [*issue["labelIds"], args["labelId"]], team)
    touch(issue, call.at)
    return {"issue": issue}


def _remind(call: Call, args: _Args) -> dict[str, Any]:
    issue = call.world.edit(the_issue(call, args["id"]))
    issue["reminderAt"] = moment(args["reminderAt"], call.now)
    if issue["reminderAt"] <= call.at:
        raise invalid_argument("reminderAt must be in the future.")
    return {"issue": issue}


def _person(call: Call, args: _Args) -> Row:
    """The user that the arguments name, the caller by default."""
    if args.get("userEmail"):
        found = next((row for row in call.rows("User") if row["email"] == args["userEmail"]), None)
        return found or entity(call, "User", args["userEmail"])
    return look_up(call, "User", args["userId"]) if args.get("userId") else call.viewer


def _watch(column: str, into: bool) -> Callable[[Call, _Args], dict[str, Any]]:
    """Put a person into a list of the issue, or take them out."""

    def change(call: Call, args: _Args) -> dict[str, Any]:
        issue, person = call.world.edit(the_issue(call, args["id"])), _person(call, args)
        others = [id_ for id_ in issue.get(column) or () if id_ != person["id"]]
        issue[column] = [*others, person["id"]] if into else others
        return {"issue": issue}

    return change


def _unsync(call: Call, args: _Args) -> dict[str, Any]:
    attachment = call.world.edit(look_up(call, "Attachment", args["attachmentId"]))
    attachment["metadata"] = {**(attachment.get("metadata") or {}), "syncDisabled": True}
    return {"issue": entity(call, "Issue", attachment["issueId"])}


def _relate(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    check_uuids(given, ("id",))
    issue, other = the_issue(call, given["issueId"]), the_issue(call, given["relatedIssueId"])
    if issue is other:
        raise wrong_input("An issue cannot be related to itself.")
    for old in call.world.where("IssueRelation", "issueId", issue["id"]):
        if old["relatedIssueId"] == other["id"]:
            # Two issues have one relation; a new one takes the place of the old.
            call.world.remove(old)
    at = moment(args["overrideCreatedAt"], call.now) if args.get("overrideCreatedAt") else call.at
    ends = {"issueId": issue["id"], "relatedIssueId": other["id"]}
    relation = call.world.add("IssueRelation", at, given.get("id"), type=given["type"], **ends)
    if given["type"] == "duplicate":
        states = call.world.where("WorkflowState", "teamId", issue["teamId"])
        kind = next((state for state in states if state["type"] == "duplicate"), None)
        if kind:
            update_issue(call, issue, {"stateId": kind["id"]})
    return {"issueRelation": relation}


ISSUES: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "issueCreate": lambda call, args: {"issue": create_issue(call, args["input"])},
    "issueUpdate": lambda call, args: {"issue": update_issue(call, the_issue(call, args["id"]), args["input"])},
    "issueBatchCreate": _batch_create,
    "issueBatchUpdate": _batch_update,
    "issueDelete": _delete,
    "issueAddLabel": _add_label,
    "issueReminder": _remind,
    "issueSubscribe": _watch("subscriberIds", True),
    "issueUnsubscribe": _watch("subscriberIds", False),
    "issueShare": _watch("sharedUserIds", True),
    "issueUnshare": _watch("sharedUserIds", False),
    "issueExternalSyncDisable": _unsync,
    "issueRelationCreate": _relate,
}
