"""What is worked out of an issue: names, relations, times, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import identifier
from linkwright.catalog.linear.twin.naming import site, slug
from linkwright.catalog.linear.twin.world import Row

_TICKETS = ("front", "intercom", "salesforce", "zendesk")
_RUNNING = ("active", "awaitingInput", "pending")


def issue_url(call: Call, row: Row) -> str:
    """The address of an issue's page."""
    return f"{site(call)}/issue/{identifier(call.world, row)}/{slug(row['title'])}"


def _branch(call: Call, row: Row) -> str:
    return f"{call.viewer['displayName'].split('.')[0]}/{identifier(call.world, row).lower()}-{slug(row['title'])}"


def _related(column: str, kind: str) -> Callable[[Call, Row], bool]:
    def holds(call: Call, row: Row) -> bool:
        return any(each["type"] == kind for each in call.world.where("IssueRelation", column, row["id"]))

    return holds


def _related_either_way(call: Call, row: Row) -> bool:
    return _related("issueId", "related")(call, row) or _related("relatedIssueId", "related")(call, row)


def _sessions(fits: Callable[[Row], bool]) -> Callable[[Call, Row], bool]:
    return lambda call, row: any(fits(each) for each in call.world.where("AgentSession", "issueId", row["id"]))


def _customers(call: Call, row: Row) -> int:
    return len({need.get("customerId") for need in call.world.where("CustomerNeed", "issueId", row["id"])})


def _important(call: Call, row: Row) -> int:
    return sum(1 for need in call.world.where("CustomerNeed", "issueId", row["id"]) if need.get("priority"))


def _tickets(call: Call, row: Row) -> int:
    attached = call.world.where("Attachment", "issueId", row["id"])
    return sum(1 for each in attached if each.get("sourceType") in _TICKETS)


def _shared_with(call: Call, row: Row) -> list[Row]:
    return [user for id_ in row.get("sharedUserIds") or () if (user := call.find("User", id_))]


def _shared(call: Call, row: Row) -> dict[str, Any]:
    people = _shared_with(call, row)
    return {
        "isShared": bool(people),
        "sharedWithCount": len(people),
        "sharedWithUsers": people,
        "viewerHasOnlySharedAccess": False,
        "disallowedIssueFields": [],
    }


def _spans(call: Call, row: Row) -> list[Row]:
    """The states that an issue was in, one after the other."""
    moves = [each for each in call.world.where("IssueHistory", "issueId", row["id"]) if each.get("toStateId")]
    states = [moves[0]["fromStateId"] if moves else row["stateId"], *(move["toStateId"] for move in moves)]
    starts = [row["createdAt"], *(move["createdAt"] for move in moves)]
    ends = [*starts[1:], None]
    return [
        {
            "_n": place,
            "id": f"{row['id']}:{place}",
            "createdAt": start,
            "updatedAt": start,
            "startedAt": start,
            "endedAt": end,
            "stateId": state,
            "state": call.find("WorkflowState", state),
        }
        for place, (state, start, end) in enumerate(zip(states, starts, ends, strict=True))
    ]


def _since_state(call: Call, row: Row) -> Any:
    return _spans(call, row)[-1]["startedAt"]


def _favorite(column: str) -> Callable[[Call, Row], Row | None]:
    def find(call: Call, row: Row) -> Row | None:
        mine = call.world.where("Favorite", column, row["id"])
        return next((each for each in mine if each["ownerId"] == call.viewer["id"]), None)

    return find


def _span(start: str, end: str) -> Callable[[Call, Row], float | None]:
    """Milliseconds between two columns, None while one of them is empty."""

    def measure(_: Call, row: Row) -> float | None:
        if not row.get(start) or not row.get(end):
            return None
        return (datetime.fromisoformat(row[end]) - datetime.fromisoformat(row[start])).total_seconds() * 1000

    return measure


def _age(call: Call, row: Row) -> float | None:
    if row.get("completedAt") or row.get("canceledAt"):
        return None
    return (call.now - datetime.fromisoformat(row["createdAt"])).total_seconds() * 1000


def _nothing(value: Any) -> Callable[[Call, Row], Any]:
    return lambda *_: value


FAVORITE_OF_PROJECT = _favorite("projectId")
_SUGGESTED = ("Assignees", "Labels", "Projects", "RelatedIssues", "SimilarIssues", "Teams")
ISSUES: Mapping[tuple[str, str], Callable[[Call, Row], Any]] = {
    ("Issue", "identifier"): lambda call, row: identifier(call.world, row),
    ("Issue", "url"): issue_url,
    ("Issue", "branchName"): _branch,
    ("Issue", "boardOrder"): lambda _, row: row["sortOrder"],
    ("Issue", "searchableContent"): lambda _, row: f"{row['title']}\n{row['description'] or ''}",
    ("Issue", "customerTicketCount"): _tickets,
    ("Issue", "customerCount"): _customers,
    ("Issue", "customerImportantCount"): _important,
    ("Issue", "sharedAccess"): _shared,
    ("Issue", "sharedWith"): _shared_with,
    ("Issue", "hasSharedUsers"): lambda call, row: bool(_shared_with(call, row)),
    ("Issue", "stateHistory"): _spans,
    ("Issue", "accumulatedStateUpdatedAt"): _since_state,
    ("Issue", "favorite"): _favorite("issueId"),
    ("Issue", "activity"): lambda call, row: call.world.where("Comment", "issueId", row["id"]),
    ("Issue", "ageTime"): _age,
    ("Issue", "cycleTime"): _span("startedAt", "completedAt"),
    ("Issue", "leadTime"): _span("createdAt", "completedAt"),
    ("Issue", "triageTime"): _span("startedTriageAt", "triagedAt"),
    ("Issue", "slaStatus"): _nothing(None),
    ("Issue", "hasBlockingRelations"): _related("issueId", "blocks"),
    ("Issue", "hasBlockedByRelations"): _related("relatedIssueId", "blocks"),
    ("Issue", "hasDuplicateRelations"): _related("issueId", "duplicate"),
    ("Issue", "hasRelatedRelations"): _related_either_way,
    ("Issue", "hasActiveAgentSessions"): _sessions(lambda row: row["status"] in _RUNNING),
    ("Issue", "hasErroredAgentSessions"): _sessions(lambda row: row["status"] == "error"),
    ("Issue", "hasDismissedAgentSessions"): _sessions(lambda row: bool(row.get("dismissedAt"))),
    ("Issue", "hasMergedAgentPullRequests"): _nothing(False),
    **{("Issue", f"hasSuggested{each}"): _nothing(False) for each in _SUGGESTED},
    ("IssueHistory", "actors"): lambda call, row: [u for u in [call.find("User", row.get("actorId"))] if u],
    ("Reaction", "customEmojiId"): lambda _, row: row.get("customEmojiId"),
}
