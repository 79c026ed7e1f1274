"""Plans that a world starts with: initiatives, what joins and labels them, reports, releases, on-call schedules."""

from __future__ import annotations

from linkwright.catalog.linear.twin.seeding_kinds import Builder
from linkwright.catalog.linear.twin.world import Row

LABELS = (("Platform", "#0f7488"), ("Customer promise", "#d19c00"))
INITIATIVES = (
    ("Happier first week", "New customers succeed in their first week", "Active", (2, 0)),
    ("Calm operations", "Nobody is woken by what a machine can settle", "Planned", (1,)),
)
REPORTS = (
    ("onTrack", "The pilot group starts on Monday."),
    ("atRisk", "The export still takes too long; help is on the way."),
)
STAGES = (
    ("Planned", "planned", "#bec2c8"),
    ("In progress", "started", "#f2c94c"),
    ("Released", "completed", "#5e6ad2"),
)


def add_plans(builder: Builder, teams: list[Row], people: list[Row], projects: list[Row]) -> None:
    """Add all of it."""
    _labels(builder, "ProjectLabel", people[0])
    _labels(builder, "InitiativeLabel", people[0])
    initiatives = _initiatives(builder, people, projects)
    _reports(builder, people, projects, initiatives)
    _relations(builder, people, projects, initiatives)
    _releases(builder, teams, people)
    _on_call(builder, teams, people)
    # A state that no issue is in.
    builder.add(
        "WorkflowState",
        10,
        name="Someday",
        type="backlog",
        color="#bec2c8",
        position=9,
        description=None,
        teamId=teams[2]["id"],
    )


def _labels(builder: Builder, kind: str, creator: Row) -> None:
    for name, color in LABELS:
        builder.add(
            kind,
            300,
            name=name,
            color=color,
            description=None,
            isGroup=False,
            parentId=None,
            creatorId=creator["id"],
            retiredAt=None,
        )


def _initiatives(builder: Builder, people: list[Row], projects: list[Row]) -> list[Row]:
    labels = builder.world.of("InitiativeLabel")
    made = []
    for number, (name, about, status, inside) in enumerate(INITIATIVES):
        row = builder.add(
            "Initiative",
            70 - number,
            name=name,
            description=about,
            content=f"## Why\n\n{about}.",
            status=status,
            color="#5e6ad2",
            icon=None,
            priority=2,
            slugId=builder.short(),
            ownerId=people[number]["id"],
            creatorId=people[0]["id"],
            labelIds=[labels[number]["id"]],
            targetDate=builder.day(-90),
            trashed=None,
            visibility="public",
            sortOrder=-100.0 * number,
        )
        for place, project in enumerate(inside):
            builder.add(
                "InitiativeToProject",
                60,
                initiativeId=row["id"],
                projectId=projects[project]["id"],
                sortOrder=str(place),
            )
        made.append(row)
    return made


def _reports(builder: Builder, people: list[Row], projects: list[Row], initiatives: list[Row]) -> None:
    for number, (health, body) in enumerate(REPORTS):
        common = {
            "body": body,
            "health": health,
            "userId": people[number]["id"],
            "isDiffHidden": False,
            "editedAt": None,
        }
        builder.add(
            "ProjectUpdate", 12 - 5 * number, projectId=projects[number]["id"], slugId=builder.short(), **common
        )
        builder.add(
            "InitiativeUpdate",
            10 - 5 * number,
            initiativeId=initiatives[number]["id"],
            slugId=builder.short(),
            **common,
        )


def _relations(builder: Builder, people: list[Row], projects: list[Row], initiatives: list[Row]) -> None:
    both = {"userId": people[0]["id"]}
    builder.add(
        "InitiativeRelation",
        55,
        initiativeId=initiatives[0]["id"],
        relatedInitiativeId=initiatives[1]["id"],
        sortOrder=0.0,
        **both,
    )
    builder.add(
        "ProjectRelation",
        40,
        type="dependency",
        anchorType="end",
        relatedAnchorType="start",
        projectId=projects[0]["id"],
        relatedProjectId=projects[2]["id"],
        projectMilestoneId=None,
        relatedProjectMilestoneId=None,
        **both,
    )


def _releases(builder: Builder, teams: list[Row], people: list[Row]) -> None:
    pipeline = builder.add(
        "ReleasePipeline",
        200,
        name="Web",
        type="scheduled",
        isProduction=True,
        includePathPatterns=[],
        teamIds=[teams[0]["id"]],
        slugId=builder.short(),
        trashed=None,
        autoGenerateReleaseNotesOnCompletion=False,
    )
    stages = [
        builder.add(
            "ReleaseStage",
            200,
            name=name,
            type=kind,
            color=color,
            position=place,
            frozen=False,
            pipelineId=pipeline["id"],
        )
        for place, (name, kind, color) in enumerate(STAGES)
    ]
    issues = builder.world.where("Issue", "teamId", teams[0]["id"])
    for number, (name, version, stage) in enumerate((("October", "1.3.0", 2), ("November", "1.4.0", 1))):
        release = builder.add(
            "Release",
            60 - 30 * number,
            name=name,
            version=version,
            description=None,
            pipelineId=pipeline["id"],
            stageId=stages[stage]["id"],
            creatorId=people[1]["id"],
            slugId=builder.short(),
            startedAt=builder.ago(days=50 - 30 * number),
            completedAt=builder.ago(days=30) if stage == 2 else None,
            targetDate=builder.day(30 - 40 * number),
            trashed=None,
        )
        builder.add("IssueToRelease", 20, issueId=issues[number]["id"], releaseId=release["id"])
        builder.add(
            "ReleaseNote",
            20,
            title=f"What {name} brings",
            content=f"## {name}\n\nMany small things.",
            pipelineId=pipeline["id"],
            releaseIds=[release["id"]],
            slugId=builder.short(),
        )


def _on_call(builder: Builder, teams: list[Row], people: list[Row]) -> None:
    shift = {
        "startsAt": builder.ago(days=3),
        "endsAt": builder.ago(days=-4),
        "userId": people[3]["id"],
        "userEmail": None,
    }
    schedule = builder.add(
        "TimeSchedule",
        90,
        name="Night watch",
        entries=[shift],
        externalId=None,
        externalUrl=None,
        integrationId=None,
        error=None,
    )
    builder.add(
        "TriageResponsibility",
        80,
        teamId=teams[0]["id"],
        action="notify",
        timeScheduleId=schedule["id"],
        manualSelection=None,
        currentUserId=people[3]["id"],
        integrationId=None,
    )
