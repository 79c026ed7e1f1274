"""Mutations of projects, initiatives, cycles, labels and workflow states that keep rules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from linkwright.catalog.linear.twin.applying import apply
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.checking import check_uuids, entity
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument, wrong_input
from linkwright.catalog.linear.twin.verbs import archive, create, remove, update
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.clock import iso

_Args = Mapping[str, Any]
_STATUS_STAMPS = {"started": "startedAt", "completed": "completedAt", "canceled": "canceledAt"}
_LONGEST_DESCRIPTION = 255
_STATE_TYPES = ("triage", "backlog", "unstarted", "started", "completed", "canceled", "duplicate")


def _check_project(given: Mapping[str, Any]) -> None:
    if given.get("description") and len(given["description"]) > _LONGEST_DESCRIPTION:
        raise invalid_argument(f"description must be shorter than or equal to {_LONGEST_DESCRIPTION} characters.")
    if given.get("teamIds") == []:
        raise invalid_argument("teamIds should not be empty.")


def _stamp(call: Call, project: Row) -> None:
    """The times that a project's status stands for."""
    status = entity(call, "ProjectStatus", project["statusId"])["type"]
    column = _STATUS_STAMPS.get(status)
    if column and not project.get(column):
        project[column] = call.at
    for other in ("completedAt", "canceledAt"):
        if other != column:
            project[other] = None


def _create_project(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    _check_project(given)
    statuses = call.world.of("ProjectStatus")
    first = next((each for each in statuses if each["type"] == "backlog"), statuses[0])
    blank: dict[str, Any] = {
        "description": "",
        "content": None,
        "icon": None,
        "priority": 0,
        "memberIds": [],
        "labelIds": [],
    }
    project = create(call, "Project", given, statusId=first["id"], leadId=None, trashed=None, teamIds=[], **blank)
    _stamp(call, project)
    return {"project": project}


def _update_project(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    _check_project(given)
    project = update(call, look_up(call, "Project", args["id"]), given)
    if given.get("statusId"):
        _stamp(call, project)
    if given.get("trashed") is not None:
        project["archivedAt"] = call.at if given["trashed"] else None
    entry = {"changed": sorted(given)}
    call.world.add("ProjectHistory", call.at, projectId=project["id"], entries=entry)
    return {"project": project}


def _unsync_project(call: Call, args: _Args) -> dict[str, Any]:
    return {"project": look_up(call, "Project", args["projectId"])}


def _create_initiative(call: Call, args: _Args) -> dict[str, Any]:
    blank = {"status": "Planned", "labelIds": [], "priority": 0, "trashed": None, "visibility": "public"}
    return {"initiative": create(call, "Initiative", args["input"], ownerId=call.viewer["id"], **blank)}


def _relate_initiatives(call: Call, args: _Args) -> dict[str, Any]:
    relation = create(call, "InitiativeRelation", args["input"])
    if relation["initiativeId"] == relation["relatedInitiativeId"]:
        raise wrong_input("An initiative cannot be a part of itself.")
    return {"initiativeRelation": relation}


def _relate_projects(call: Call, args: _Args) -> dict[str, Any]:
    relation = create(call, "ProjectRelation", args["input"])
    if relation["projectId"] == relation["relatedProjectId"]:
        raise wrong_input("A project cannot be related to itself.")
    return {"projectRelation": relation}


def _join(kind: str, field: str, left: str, right: str) -> Callable[[Call, _Args], dict[str, Any]]:
    """Make a row that joins two others, once."""

    def make(call: Call, args: _Args) -> dict[str, Any]:
        row = create(call, kind, args["input"])
        alike = [each for each in call.world.where(kind, left, row[left]) if each[right] == row[right]]
        if len(alike) > 1:
            raise wrong_input("The two are already joined.")
        return {field: row}

    return make


def _create_label(kind: str, field: str) -> Callable[[Call, _Args], dict[str, Any]]:
    def make(call: Call, args: _Args) -> dict[str, Any]:
        given = args["input"]
        scope = given.get("teamId")
        for other in call.rows(kind):
            if other["name"].casefold() == given["name"].casefold() and other.get("teamId") in (None, scope):
                raise wrong_input(f'Duplicate label name. There is already a label "{other["name"]}".')
        parent = look_up(call, kind, given["parentId"]) if given.get("parentId") else None
        if parent and not parent.get("isGroup"):
            raise wrong_input(f"The label {parent['name']} is not a group.")
        blank = {"description": None, "isGroup": False, "parentId": None, "retiredAt": None}
        return {field: create(call, kind, given, **blank, **({"teamId": None} if kind != "InitiativeLabel" else {}))}

    return make


def _create_cycle(call: Call, args: _Args) -> dict[str, Any]:
    team = entity(call, "Team", args["input"]["teamId"])
    number = max((each["number"] for each in call.world.where("Cycle", "teamId", team["id"])), default=0) + 1
    cycle = create(call, "Cycle", args["input"], number=number, name=None, description=None, completedAt=None)
    _check_span(call, cycle)
    return {"cycle": cycle}


def _update_cycle(call: Call, args: _Args) -> dict[str, Any]:
    cycle = update(call, look_up(call, "Cycle", args["id"]), args["input"])
    _check_span(call, cycle)
    return {"cycle": cycle}


def _check_span(call: Call, cycle: Row) -> None:
    if cycle["endsAt"] <= cycle["startsAt"]:
        raise invalid_argument("endsAt must be after startsAt.")
    for other in call.world.where("Cycle", "teamId", cycle["teamId"]):
        apart = other["endsAt"] <= cycle["startsAt"] or cycle["endsAt"] <= other["startsAt"]
        if other is not cycle and not other["archivedAt"] and not apart:
            raise wrong_input(f"The cycle overlaps cycle {other['number']} of the team.")


def _shift(call: Call, cycle: Row, by: timedelta) -> None:
    """Move a cycle and all later ones of its team."""
    for each in call.world.where("Cycle", "teamId", cycle["teamId"]):
        if each["startsAt"] >= cycle["startsAt"]:
            call.world.edit(each)
            for column in ("startsAt", "endsAt"):
                each[column] = iso(datetime.fromisoformat(each[column]) + by)
            touch(each, call.at)


def _shift_all(call: Call, args: _Args) -> dict[str, Any]:
    cycle = look_up(call, "Cycle", args["input"]["id"])
    _shift(call, cycle, timedelta(days=args["input"]["daysToShift"]))
    return {"cycle": cycle}


def _start_today(call: Call, args: _Args) -> dict[str, Any]:
    cycle = look_up(call, "Cycle", args["id"])
    if cycle["startsAt"] <= call.at:
        raise wrong_input("The cycle has already begun.")
    today = call.now.replace(hour=0, minute=0, second=0, microsecond=0)
    for each in call.world.where("Cycle", "teamId", cycle["teamId"]):
        if each["startsAt"] <= call.at < each["endsAt"]:
            call.world.edit(each).update(endsAt=iso(today), completedAt=iso(today))
    _shift(call, cycle, today - datetime.fromisoformat(cycle["startsAt"]))
    return {"cycle": cycle}


def _delete_cycles(call: Call, args: _Args) -> dict[str, Any]:
    team = call.world.edit(look_up(call, "Team", args["id"]))
    for cycle in call.world.where("Cycle", "teamId", team["id"]):
        remove(call, cycle)
    team["cyclesEnabled"] = False
    return {"team": team}


def _create_state(call: Call, args: _Args) -> dict[str, Any]:
    if args["input"]["type"] not in _STATE_TYPES:
        raise invalid_argument(f"type must be one of the following values: {', '.join(_STATE_TYPES)}.")
    return {"workflowState": create(call, "WorkflowState", args["input"], description=None)}


def _archive_state(call: Call, args: _Args) -> dict[str, Any]:
    state = look_up(call, "WorkflowState", args["id"])
    if any(not issue["archivedAt"] for issue in call.world.where("Issue", "stateId", state["id"])):
        raise wrong_input("The state still has issues. Move them to another state first.")
    return {"entity": archive(call, state)}


def _upsert_schedule(call: Call, args: _Args) -> dict[str, Any]:
    found = call.world.where("TimeSchedule", "externalId", args["externalId"])
    given = {**args["input"], "externalId": args["externalId"]}
    check_uuids(given, ("id",))
    if found:
        return {"timeSchedule": update(call, found[0], given)}
    schedule = call.world.add("TimeSchedule", call.at, name=args["externalId"], entries=[])
    apply(call, schedule, given)
    return {"timeSchedule": schedule}


def _refresh_schedule(call: Call, args: _Args) -> dict[str, Any]:
    schedule = call.world.edit(look_up(call, "TimeSchedule", args["id"]))
    touch(schedule, call.at)
    return {"timeSchedule": schedule}


PLANS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "projectCreate": _create_project,
    "projectUpdate": _update_project,
    "projectExternalSyncDisable": _unsync_project,
    "projectRelationCreate": _relate_projects,
    "initiativeCreate": _create_initiative,
    "initiativeRelationCreate": _relate_initiatives,
    "initiativeToProjectCreate": _join("InitiativeToProject", "initiativeToProject", "initiativeId", "projectId"),
    "issueToReleaseCreate": _join("IssueToRelease", "issueToRelease", "issueId", "releaseId"),
    "issueLabelCreate": _create_label("IssueLabel", "issueLabel"),
    "projectLabelCreate": _create_label("ProjectLabel", "projectLabel"),
    "initiativeLabelCreate": _create_label("InitiativeLabel", "initiativeLabel"),
    "cycleCreate": _create_cycle,
    "cycleUpdate": _update_cycle,
    "cycleShiftAll": _shift_all,
    "cycleStartUpcomingCycleToday": _start_today,
    "teamCyclesDelete": _delete_cycles,
    "workflowStateCreate": _create_state,
    "workflowStateArchive": _archive_state,
    "timeScheduleUpsertExternal": _upsert_schedule,
    "timeScheduleRefreshIntegrationSchedule": _refresh_schedule,
}
