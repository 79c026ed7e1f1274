"""Writes down what changed of an issue, as its page shows it."""

from __future__ import annotations

from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.world import Row

_FOLLOWED = {
    # column of the issue: what the history calls it
    "assigneeId": "AssigneeId",
    "cycleId": "CycleId",
    "delegateId": "DelegateId",
    "dueDate": "DueDate",
    "estimate": "Estimate",
    "parentId": "ParentId",
    "priority": "Priority",
    "projectId": "ProjectId",
    "projectMilestoneId": "ProjectMilestoneId",
    "slaBreachesAt": "SlaBreachesAt",
    "stateId": "StateId",
    "teamId": "TeamId",
    "title": "Title",
}


def write_history(call: Call, before: Row, issue: Row) -> None:
    """Add an entry for the difference, if there is one."""
    entry: dict[str, Any] = {}
    for column, name in _FOLLOWED.items():
        if before.get(column) != issue.get(column):
            entry |= {f"from{name}": before.get(column), f"to{name}": issue.get(column)}
    if before.get("description") != issue.get("description"):
        entry["updatedDescription"] = True
    was, now = set(before["labelIds"]), set(issue["labelIds"])
    if was != now:
        entry["addedLabelIds"] = [id_ for id_ in issue["labelIds"] if id_ not in was]
        entry["removedLabelIds"] = [id_ for id_ in before["labelIds"] if id_ not in now]
    if bool(before.get("trashed")) != bool(issue.get("trashed")):
        entry["trashed"] = bool(issue.get("trashed"))
    if entry:
        call.world.add("IssueHistory", call.at, issueId=issue["id"], actorId=call.viewer["id"], **entry)
