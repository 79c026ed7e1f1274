"""What is worked out of people, teams and the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import first_state
from linkwright.catalog.linear.twin.naming import site
from linkwright.catalog.linear.twin.world import Row


def members(call: Call, row: Row) -> list[Row]:
    """The people of a team."""
    memberships = call.world.where("TeamMembership", "teamId", row["id"])
    return [user for m in memberships if (user := call.world.get("User", m["userId"]))]


def _owners(call: Call, row: Row) -> list[Row]:
    memberships = call.world.where("TeamMembership", "teamId", row["id"])
    return [user for m in memberships if m.get("owner") and (user := call.world.get("User", m["userId"]))]


def membership(call: Call, row: Row, args: Mapping[str, Any]) -> Row | None:
    """The membership of a person, the caller by default, in a team."""
    wanted = args.get("userId") or call.viewer["id"]
    return next((m for m in call.world.where("TeamMembership", "teamId", row["id"]) if m["userId"] == wanted), None)


def _state_of_kind(kind: str) -> Callable[[Call, Row], Row | None]:
    def find(call: Call, row: Row) -> Row | None:
        states = call.world.where("WorkflowState", "teamId", row["id"])
        return next((state for state in states if state["type"] == kind), None)

    return find


def _automation(event: str) -> Callable[[Call, Row], Row | None]:
    """The state that a step of a pull request leads to in a team."""

    def find(call: Call, row: Row) -> Row | None:
        rules = call.world.where("GitAutomationState", "teamId", row["id"])
        return next((call.find("WorkflowState", rule.get("stateId")) for rule in rules if rule["event"] == event), None)

    return find


def _first(call: Call, row: Row) -> Row:
    chosen = call.find("WorkflowState", row.get("defaultIssueStateId"))
    return chosen or first_state(call.world, row | {"triageEnabled": False})


def _active_cycle(call: Call, row: Row) -> Row | None:
    cycles = call.world.where("Cycle", "teamId", row["id"])
    return next((c for c in cycles if c["startsAt"] <= call.at < c["endsAt"] and not c["archivedAt"]), None)


def ancestors(call: Call, row: Row) -> list[Row]:
    """The teams above a team, nearest first."""
    above: list[Row] = []
    parent = call.find("Team", row.get("parentId"))
    while parent and parent not in above:
        above.append(parent)
        parent = call.find("Team", parent.get("parentId"))
    return above


def _count(kind: str, column: str) -> Callable[[Call, Row], int]:
    return lambda call, row: sum(1 for found in call.world.where(kind, column, row["id"]) if not found["archivedAt"])


def _named(name: str) -> Callable[[Call, Row], Any]:
    return lambda _, row: row[name]


def _child_teams(call: Call, row: Row) -> list[Row]:
    return call.seen(call.world.where("Team", "parentId", row["id"]))


PEOPLE: Mapping[tuple[str, str], Callable[[Call, Row], Any]] = {
    ("User", "isMe"): lambda call, row: row["id"] == call.viewer["id"],
    ("User", "initials"): lambda _, row: "".join(word[0] for word in row["name"].split())[:2].upper(),
    ("User", "url"): lambda call, row: f"{site(call)}/profiles/{row['displayName']}",
    ("User", "createdIssueCount"): _count("Issue", "creatorId"),
    ("User", "invited"): lambda *_: False,
    ("User", "isInvited"): lambda *_: False,
    ("Team", "displayName"): _named("name"),
    ("Team", "users"): members,
    ("Team", "owners"): _owners,
    ("Team", "ancestors"): ancestors,
    ("Team", "children"): _child_teams,
    ("Team", "issueCount"): _count("Issue", "teamId"),
    ("Team", "ledInitiativeCount"): _count("Initiative", "leadTeamId"),
    ("Team", "membership"): lambda call, row: membership(call, row, {}),
    ("Team", "defaultIssueState"): _first,
    ("Team", "triageIssueState"): _state_of_kind("triage"),
    ("Team", "markedAsDuplicateWorkflowState"): _state_of_kind("duplicate"),
    ("Team", "draftWorkflowState"): _automation("draft"),
    ("Team", "startWorkflowState"): _automation("start"),
    ("Team", "reviewWorkflowState"): _automation("review"),
    ("Team", "mergeableWorkflowState"): _automation("mergeable"),
    ("Team", "mergeWorkflowState"): _automation("merge"),
    ("Team", "activeCycle"): _active_cycle,
    ("Team", "triageResponsibility"): lambda call, row: next(
        iter(call.world.where("TriageResponsibility", "teamId", row["id"])), None
    ),
    ("Organization", "userCount"): lambda call, _: sum(1 for user in call.world.of("User") if user["active"]),
    ("Organization", "createdIssueCount"): lambda call, _: len(call.world.of("Issue")),
    ("Organization", "customerCount"): lambda call, _: len(call.world.of("Customer")),
    ("UserSettings", "user"): lambda call, row: call.world.get("User", row["userId"]),
    ("AuditEntry", "entityId"): lambda _, row: (row.get("metadata") or {}).get("entityId"),
    ("AuditEntry", "entityType"): lambda _, row: (row.get("metadata") or {}).get("entityType"),
    ("AuditEntry", "entityIdentifier"): lambda _, row: (row.get("metadata") or {}).get("entityIdentifier"),
}
