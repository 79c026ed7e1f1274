"""What is worked out of projects, milestones, initiatives, cycles, customers and releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived_issues import FAVORITE_OF_PROJECT
from linkwright.catalog.linear.twin.derived_people import ancestors
from linkwright.catalog.linear.twin.naming import short_id, site, slug
from linkwright.catalog.linear.twin.world import Row

_CLOSED = ("completed", "canceled", "duplicate")
_Work = Callable[[Call, Row], Any]


def _issues(column: str) -> Callable[[Call, Row], list[Row]]:
    return lambda call, row: [each for each in call.world.where("Issue", column, row["id"]) if not each["archivedAt"]]


def _closed(call: Call, issues: list[Row]) -> list[Row]:
    return [i for i in issues if (call.world.get("WorkflowState", i["stateId"]) or {}).get("type") in _CLOSED]


def _progress(column: str) -> _Work:
    def progress(call: Call, row: Row) -> float:
        issues = _issues(column)(call, row)
        return len(_closed(call, issues)) / len(issues) if issues else 0.0

    return progress


def _count(column: str) -> Callable[[Call, Row], list[int]]:
    return lambda call, row: [len(_issues(column)(call, row))]


def _closed_count(column: str) -> Callable[[Call, Row], list[int]]:
    return lambda call, row: [len(_closed(call, _issues(column)(call, row)))]


def _running(call: Call, row: Row) -> bool:
    return bool(row["startsAt"] <= call.at < row["endsAt"])


def _neighbour(step: int) -> _Work:
    """Whether a cycle comes right after or before the team's running one."""

    def holds(call: Call, row: Row) -> bool:
        cycles = [each for each in call.world.where("Cycle", "teamId", row["teamId"]) if not each["archivedAt"]]
        cycles.sort(key=lambda each: each["startsAt"])
        if step > 0:
            return next((each for each in cycles if each["startsAt"] > call.at), None) is row
        return next((each for each in reversed(cycles) if each["endsAt"] <= call.at), None) is row

    return holds


def _updates(kind: str, column: str) -> Callable[[Call, Row], Row | None]:
    def latest(call: Call, row: Row) -> Row | None:
        found = [each for each in call.world.where(kind, column, row["id"]) if not each["archivedAt"]]
        return max(found, key=lambda each: (each["createdAt"], each["_n"]), default=None)

    return latest


def _of_latest(kind: str, column: str, name: str) -> _Work:
    def value(call: Call, row: Row) -> Any:
        update = _updates(kind, column)(call, row)
        return update.get(name) if update else None

    return value


def _relation(column: str, kind: str) -> _Work:
    return lambda call, row: any(r["type"] == kind for r in call.world.where("ProjectRelation", column, row["id"]))


def _related(call: Call, row: Row) -> bool:
    return any(_relation(column, "related")(call, row) for column in ("projectId", "relatedProjectId"))


def _milestones(done: bool) -> Callable[[Call, Row], list[Row]]:
    def find(call: Call, row: Row) -> list[Row]:
        found = call.world.where("ProjectMilestone", "projectId", row["id"])
        return [each for each in found if (milestone_status(call, each) == "done") is done]

    return find


def _next_milestone(call: Call, row: Row) -> Row | None:
    open_ones = sorted(_milestones(False)(call, row), key=lambda each: (each.get("targetDate") or "9", each["_n"]))
    return open_ones[0] if open_ones else None


def milestone_status(call: Call, row: Row) -> str:
    """Done when all its issues are, overdue after its date, else the next one or one not begun."""
    issues = _issues("projectMilestoneId")(call, row)
    if issues and len(_closed(call, issues)) == len(issues):
        return "done"
    target = row.get("targetDate")
    if target and date.fromisoformat(target) < call.now.date():
        return "overdue"
    return "unstarted"


def _teams_of_projects(call: Call, row: Row) -> list[Row]:
    joins = call.world.where("InitiativeToProject", "initiativeId", row["id"])
    projects = [project for join in joins if (project := call.find("Project", join["projectId"]))]
    ids = dict.fromkeys(id_ for project in projects for id_ in project.get("teamIds") or ())
    return [team for id_ in ids if (team := call.find("Team", id_))]


def _above(call: Call, row: Row) -> list[Row]:
    joins = call.world.where("InitiativeRelation", "relatedInitiativeId", row["id"])
    return [each for join in joins if (each := call.find("Initiative", join["initiativeId"]))]


def _notes(call: Call, row: Row) -> list[Row]:
    return call.world.where("ReleaseNote", "releaseIds", row["id"])


def _edge(last: bool) -> Callable[[Call, Row], Row | None]:
    def find(call: Call, row: Row) -> Row | None:
        ids = row.get("releaseIds") or ()
        return call.find("Release", ids[-1 if last else 0]) if ids else None

    return find


def _latest_note(call: Call, row: Row) -> Row | None:
    return next(reversed(call.world.where("ReleaseNote", "pipelineId", row["id"])), None)


def _count_rows(kind: str, column: str) -> _Work:
    return lambda call, row: sum(1 for each in call.world.where(kind, column, row["id"]) if not each["archivedAt"])


def _scope(kind: str, column: str) -> dict[tuple[str, str], _Work]:
    """The histories of a kind of plan: the twin keeps none, so each has today's value only."""
    return {
        (kind, "issueCountHistory"): _count(column),
        (kind, "scopeHistory"): _count(column),
        (kind, "completedIssueCountHistory"): _closed_count(column),
        (kind, "completedScopeHistory"): _closed_count(column),
        (kind, "inProgressScopeHistory"): lambda *_: [0],
        (kind, "progress"): _progress(column),
    }


def _status_type(call: Call, row: Row) -> str:
    return str((call.world.get("ProjectStatus", row["statusId"]) or {}).get("type", ""))


PLANS: Mapping[tuple[str, str], _Work] = {
    **_scope("Project", "projectId"),
    **_scope("Cycle", "cycleId"),
    ("Project", "state"): _status_type,
    ("Project", "url"): lambda call, row: f"{site(call)}/project/{slug(row['name'])}-{short_id(row)}",
    ("Project", "scope"): lambda call, row: len(_issues("projectId")(call, row)),
    ("Project", "accessibleTeams"): lambda call, row: [t for t in call.rows("Team") if t["id"] in row["teamIds"]],
    ("Project", "favorite"): FAVORITE_OF_PROJECT,
    ("Project", "lastUpdate"): _updates("ProjectUpdate", "projectId"),
    ("Project", "health"): _of_latest("ProjectUpdate", "projectId", "health"),
    ("Project", "healthWithAge"): _of_latest("ProjectUpdate", "projectId", "health"),
    ("Project", "healthUpdatedAt"): _of_latest("ProjectUpdate", "projectId", "createdAt"),
    ("Project", "searchableContent"): lambda _, row: f"{row['name']}\n{row['description']}\n{row.get('content') or ''}",
    ("Project", "customerCount"): _count_rows("CustomerNeed", "projectId"),
    ("Project", "customerImportantCount"): lambda call, row: sum(
        1 for need in call.world.where("CustomerNeed", "projectId", row["id"]) if need.get("priority")
    ),
    ("Project", "hasBlockingRelations"): _relation("projectId", "dependency"),
    ("Project", "hasBlockedByRelations"): _relation("relatedProjectId", "dependency"),
    ("Project", "hasDependedOnByRelations"): _relation("projectId", "dependency"),
    ("Project", "hasDependsOnRelations"): _relation("relatedProjectId", "dependency"),
    ("Project", "hasRelatedRelations"): _related,
    ("Project", "hasViolatedRelations"): lambda *_: False,
    ("Project", "completedProjectMilestones"): _milestones(True),
    ("Project", "nextProjectMilestone"): _next_milestone,
    ("ProjectMilestone", "progress"): _progress("projectMilestoneId"),
    ("ProjectMilestone", "status"): milestone_status,
    ("Cycle", "isActive"): _running,
    ("Cycle", "isFuture"): lambda call, row: row["startsAt"] > call.at,
    ("Cycle", "isPast"): lambda call, row: row["endsAt"] <= call.at,
    ("Cycle", "isNext"): _neighbour(1),
    ("Cycle", "isPrevious"): _neighbour(-1),
    ("Cycle", "isInCooldown"): lambda *_: False,
    ("Cycle", "inheritedFromId"): lambda _, row: row.get("inheritedFromId"),
    ("Template", "inheritedFromId"): lambda _, row: row.get("inheritedFromId"),
    ("Initiative", "lastUpdate"): _updates("InitiativeUpdate", "initiativeId"),
    ("Initiative", "health"): _of_latest("InitiativeUpdate", "initiativeId", "health"),
    ("Initiative", "healthWithAge"): _of_latest("InitiativeUpdate", "initiativeId", "health"),
    ("Initiative", "healthUpdatedAt"): _of_latest("InitiativeUpdate", "initiativeId", "createdAt"),
    ("Initiative", "teams"): _teams_of_projects,
    ("Initiative", "ancestors"): _above,
    ("Initiative", "parentInitiative"): lambda call, row: next(iter(_above(call, row)), None),
    ("Team", "ancestors"): ancestors,
    ("Customer", "approximateNeedCount"): _count_rows("CustomerNeed", "customerId"),
    ("CustomerStatus", "displayName"): lambda _, row: row.get("displayName") or row.get("name"),
    ("CustomerTier", "displayName"): lambda _, row: row.get("displayName") or row.get("name"),
    ("Release", "releaseNotes"): _notes,
    ("Release", "releaseNote"): lambda call, row: next(iter(_notes(call, row)), None),
    ("Release", "hasReleaseNotes"): lambda call, row: bool(_notes(call, row)),
    ("Release", "issueCount"): _count_rows("IssueToRelease", "releaseId"),
    ("ReleaseNote", "firstRelease"): _edge(False),
    ("ReleaseNote", "lastRelease"): _edge(True),
    ("ReleaseNote", "releaseCount"): lambda _, row: len(row.get("releaseIds") or ()),
    ("ReleasePipeline", "approximateReleaseCount"): _count_rows("Release", "pipelineId"),
    ("ReleasePipeline", "latestReleaseNote"): _latest_note,
}
