"""What the value of a field is: a column, a row that a column points to, rows that point here, or something worked out."""

from __future__ import annotations

from typing import Any, Final

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived import DERIVED
from linkwright.catalog.linear.twin.world import Row


class _Missing:
    """Says that the twin has no data for a field."""


MISSING: Final = _Missing()

_POINTING_HERE: dict[tuple[str, str], tuple[str, str]] = {
    ("Team", "issues"): ("Issue", "teamId"),
    ("Team", "states"): ("WorkflowState", "teamId"),
    ("Team", "labels"): ("IssueLabel", "teamId"),
    ("Team", "cycles"): ("Cycle", "teamId"),
    ("Team", "memberships"): ("TeamMembership", "teamId"),
    ("Team", "projects"): ("Project", "teamIds"),
    ("User", "assignedIssues"): ("Issue", "assigneeId"),
    ("User", "createdIssues"): ("Issue", "creatorId"),
    ("User", "delegatedIssues"): ("Issue", "delegateId"),
    ("User", "teamMemberships"): ("TeamMembership", "userId"),
    ("WorkflowState", "issues"): ("Issue", "stateId"),
    ("IssueLabel", "issues"): ("Issue", "labelIds"),
    ("IssueLabel", "children"): ("IssueLabel", "parentId"),
    ("Project", "issues"): ("Issue", "projectId"),
    ("Project", "projectMilestones"): ("ProjectMilestone", "projectId"),
    ("ProjectMilestone", "issues"): ("Issue", "projectMilestoneId"),
    ("Cycle", "issues"): ("Issue", "cycleId"),
    ("Issue", "comments"): ("Comment", "issueId"),
    ("Issue", "children"): ("Issue", "parentId"),
    ("Comment", "children"): ("Comment", "parentId"),
}
_HELD = {
    ("Issue", "labels"): ("IssueLabel", "labelIds"),
    ("Issue", "subscribers"): ("User", "subscriberIds"),
    ("Project", "members"): ("User", "memberIds"),
    ("Project", "teams"): ("Team", "teamIds"),
}


def read(call: Call, row: Row, name: str) -> Any:
    """The value of a field: a plain value, a row, a list of rows, or MISSING."""
    place = (row["__typename"], name)
    if place in DERIVED:
        return DERIVED[place](call, row)
    if place in _POINTING_HERE:
        kind, column = _POINTING_HERE[place]
        return call.world.where(kind, column, row["id"])
    if place in _HELD:
        kind, column = _HELD[place]
        return [found for id_ in row[column] if (found := call.world.get(kind, id_))]
    if name in row:
        return row[name]
    pointer = row.get(f"{name}Id", MISSING)
    return pointer if pointer is MISSING else call.world.any(pointer)
