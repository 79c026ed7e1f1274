"""The issues and comments that a world starts with."""

from __future__ import annotations

from linkwright.catalog.linear.twin.issues import blank_issue, enter_state
from linkwright.catalog.linear.twin.seeding_kinds import Builder
from linkwright.catalog.linear.twin.world import Row

ISSUES = {"ENG": 20, "OPS": 12, "DES": 10}
VERBS = ("Fix", "Speed up", "Document", "Replace", "Test", "Simplify", "Review")
THINGS = (
    "the login page",
    "search results",
    "the nightly export",
    "invoice totals",
    "the résumé upload",
    "alert routing",
    "the settings screen",
    "time zones in reports",
    "the mobile menu",
    "retry of failed jobs",
)
REMARKS = (
    "I can reproduce this on the staging system.",
    "Agreed, let us take the smaller step first.",
    "The numbers look right after the change.",
    "Waiting for an answer from the customer.",
    "Moved the open question to next week.",
)


def add_issues(builder: Builder, teams: list[Row], people: list[Row], projects: list[Row]) -> None:
    """Add every team's issues, oldest first, with parents, archived ones and comments among them."""
    order = [team for team in teams for _ in range(ISSUES[team["key"]])]
    for place in range(len(order)):
        # A stride that shares no factor with the count mixes the teams and meets each place once.
        team = order[place * 5 % len(order)]
        _add_issue(builder, place, len(order), team, people, projects)


def _add_issue(builder: Builder, place: int, total: int, team: Row, people: list[Row], projects: list[Row]) -> None:
    dice, world = builder.dice, builder.world
    made = builder.ago(days=60 - place * 58 / total, minutes=dice.below(600))
    crew = [m["userId"] for m in world.where("TeamMembership", "teamId", team["id"])]
    active = [id_ for id_ in crew if (world.get("User", id_) or {}).get("active")]
    thing = THINGS[(place * 3) % len(THINGS)]
    issue = blank_issue(
        world,
        team,
        made,
        None,
        title=f"{VERBS[place % len(VERBS)]} {thing}",
        description=f"What we know so far about {thing}.\n\n- seen by {dice.between(1, 9)} people\n- no workaround",
        creatorId=dice.pick(people[:5])["id"],
    )
    enter_state(issue, dice.pick(world.where("WorkflowState", "teamId", team["id"])), made)
    fitting = [p for p in projects if team["id"] in p["teamIds"]]
    labels = [row for row in world.of("IssueLabel") if not row["isGroup"] and row["teamId"] in (None, team["id"])]
    cycles = world.where("Cycle", "teamId", team["id"])
    issue |= {
        "priority": dice.below(5),
        "estimate": dice.pick((None, 1, 2, 4)) if team["cyclesEnabled"] else None,
        "assigneeId": dice.pick((*active, None)),
        "projectId": dice.pick(fitting)["id"] if fitting and dice.below(2) else None,
        "labelIds": [dice.pick(labels)["id"]] if dice.below(3) else [],
        "cycleId": dice.pick(cycles)["id"] if cycles and dice.below(2) else None,
        "dueDate": builder.ago(days=dice.between(-20, 10))[:10] if dice.below(3) == 0 else None,
        "subscriberIds": [issue["creatorId"]],
        "updatedAt": builder.ago(days=max(0.0, 50 - place * 50 / total), minutes=dice.below(600)),
    }
    issue["updatedAt"] = max(issue["updatedAt"], issue["createdAt"])
    _relate(builder, issue, place)
    _comment(builder, issue, people)


def _relate(builder: Builder, issue: Row, place: int) -> None:
    """Every seventh issue is a part of an earlier one; a few are archived, one of them in the bin."""
    earlier = [row for row in builder.world.where("Issue", "teamId", issue["teamId"]) if row["parentId"] is None]
    if place % 7 == 6 and len(earlier) > 1:
        issue["parentId"] = earlier[0]["id"]
    if place in (3, 4, 17):
        issue["archivedAt"] = builder.ago(days=20)
        issue["trashed"] = True if place == 17 else None


def _comment(builder: Builder, issue: Row, people: list[Row]) -> None:
    parent = None
    for _ in range(builder.dice.below(4)):
        row = builder.world.add(
            "Comment",
            issue["updatedAt"],
            body=builder.dice.pick(REMARKS),
            issueId=issue["id"],
            parentId=parent,
            userId=builder.dice.pick(people[:5])["id"],
            editedAt=None,
            resolvedAt=None,
            quotedText=None,
        )
        parent = parent or row["id"]
