"""Fills a world: a workspace with people, three teams, projects, and issues with comments."""

from __future__ import annotations

from datetime import UTC, datetime

from linkwright.catalog.linear.twin.dice import Dice
from linkwright.catalog.linear.twin.seeding_customers import add_customers
from linkwright.catalog.linear.twin.seeding_issues import add_issues
from linkwright.catalog.linear.twin.seeding_kinds import Builder
from linkwright.catalog.linear.twin.seeding_plans import add_plans
from linkwright.catalog.linear.twin.world import Row, World

PEOPLE = (
    ("Mira Holt", "Engineering lead", True, True),
    ("Jonas Veld", "Engineer", False, True),
    ("Priya Lindqvist", "Engineer", False, True),
    ("Tomas Okoro", "Operations", False, True),
    ("Elin Sato", "Designer", False, True),
    ("Ruben Castell", "Contractor", False, False),
)
TEAMS = (
    # name, key, colour, triage, cycles, members by number
    ("Engineering", "ENG", "#5e6ad2", True, True, (0, 1, 2, 5)),
    ("Operations", "OPS", "#f2994a", False, False, (0, 3)),
    ("Design", "DES", "#26b5ce", False, False, (0, 4, 2)),
)
STATES = (
    ("Triage", "triage", "#fc7840"),
    ("Backlog", "backlog", "#bec2c8"),
    ("Todo", "unstarted", "#e2e2e2"),
    ("In Progress", "started", "#f2c94c"),
    ("In Review", "started", "#0f783c"),
    ("Done", "completed", "#5e6ad2"),
    ("Canceled", "canceled", "#95a2b3"),
    ("Duplicate", "duplicate", "#95a2b3"),
)
LABELS = (
    # name, colour, is a group, group's name, team's key
    ("Bug", "#eb5757", False, None, None),
    ("Feature", "#bb87fc", False, None, None),
    ("Improvement", "#4ea7fc", False, None, None),
    ("Area", "#6b6f76", True, None, None),
    ("API", "#0f7488", False, "Area", None),
    ("Web", "#d19c00", False, "Area", None),
    ("Flaky test", "#f2994a", False, None, "ENG"),
    ("Incident", "#eb5757", False, None, "OPS"),
    ("Research", "#26b5ce", False, None, "DES"),
)
PROJECT_STATUSES = (
    ("Backlog", "backlog", "#bec2c8"),
    ("Planned", "planned", "#e2e2e2"),
    ("In Progress", "started", "#f2c94c"),
    ("Completed", "completed", "#5e6ad2"),
    ("Canceled", "canceled", "#95a2b3"),
)
PROJECTS = (
    # name, short description, status number, lead, teams
    ("Faster search", "Answers in under a second", 2, 1, (0,)),
    ("Quiet nights", "Halve the alerts that wake people", 1, 3, (1, 0)),
    ("New onboarding", "From sign-up to first success in five minutes", 2, 4, (2, 0)),
)


def fill(world: World, seed: str, now: datetime, workspace: str) -> None:
    """Fill an empty world. The same seed, day and workspace name give the same rows, byte for byte."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    builder = Builder(world, Dice(f"{seed}:{workspace}"), day)
    _workspace(builder, workspace)
    people = _people(builder, workspace)
    _app(builder, workspace)
    teams = [_team(builder, number, people) for number in range(len(TEAMS))]
    _labels(builder, teams, people[0])
    projects = _projects(builder, teams, people)
    add_issues(builder, teams, people, projects)
    add_plans(builder, teams, people, projects)
    add_customers(builder, teams, people, projects)


def _workspace(builder: Builder, name: str) -> None:
    builder.world.add(
        "Organization",
        builder.ago(days=400),
        name=name,
        urlKey=name.lower(),
        previousUrlKeys=[],
        logoUrl=None,
        gitBranchFormat=None,
        workingDays=[1, 2, 3, 4, 5],
    )
    for position, (status, kind, color) in enumerate(PROJECT_STATUSES):
        builder.world.add(
            "ProjectStatus",
            builder.ago(days=400),
            name=status,
            type=kind,
            color=color,
            position=position,
            description=None,
            indefinite=False,
        )


def _people(builder: Builder, workspace: str) -> list[Row]:
    people = []
    for number, (name, title, admin, active) in enumerate(PEOPLE):
        short = name.lower().replace(" ", ".")
        people.append(
            builder.world.add(
                "User",
                builder.ago(days=390 - number),
                name=name,
                displayName=short,
                email=f"{short}@{workspace.lower()}.example",
                title=title,
                admin=admin,
                owner=admin,
                active=active,
                guest=False,
                app=False,
                isAssignable=active,
                isMentionable=active,
                avatarUrl=None,
                avatarBackgroundColor=TEAMS[number % len(TEAMS)][2],
                timezone="Europe/London",
                description=None,
            )
        )
    return people


def _app(builder: Builder, workspace: str) -> None:
    """The user in whose name apps act that do not act as a person."""
    builder.world.add(
        "User",
        builder.ago(days=391),
        name="Hub Agent",
        displayName="hub.agent",
        email=f"hub.agent@{workspace.lower()}.example",
        title=None,
        admin=False,
        owner=False,
        active=True,
        guest=False,
        app=True,
        isAssignable=True,
        isMentionable=True,
        avatarUrl=None,
        avatarBackgroundColor="#5e6ad2",
        timezone="Europe/London",
        description=None,
    )


def _team(builder: Builder, number: int, people: list[Row]) -> Row:
    name, key, color, triage, cycles, members = TEAMS[number]
    team = builder.world.add(
        "Team",
        builder.ago(days=380 - number),
        name=name,
        key=key,
        color=color,
        description=None,
        triageEnabled=triage,
        cyclesEnabled=cycles,
        cycleDuration=2 if cycles else 1,
        private=False,
        visibility="public",
        timezone="Europe/London",
        issueEstimationType="exponential" if cycles else "notUsed",
        parentId=None,
        retiredAt=None,
        _lastNumber=0,
    )
    for position, (state, kind, tint) in enumerate(STATES):
        if kind != "triage" or triage:
            builder.world.add(
                "WorkflowState",
                team["createdAt"],
                name=state,
                type=kind,
                color=tint,
                position=position,
                description=None,
                teamId=team["id"],
            )
    for person in members:
        builder.world.add(
            "TeamMembership",
            team["createdAt"],
            teamId=team["id"],
            userId=people[person]["id"],
            owner=person == members[0],
            sortOrder=person,
        )
    if cycles:
        _cycles(builder, team)
    return team


def _cycles(builder: Builder, team: Row) -> None:
    for number in range(1, 4):
        # The first is over, the second runs, the third comes next.
        start = 14 * (2 - number) + 7
        builder.world.add(
            "Cycle",
            builder.ago(days=60 - number),
            number=number,
            name=None,
            description=None,
            startsAt=builder.ago(days=start),
            endsAt=builder.ago(days=start - 14),
            completedAt=builder.ago(days=start - 14) if number == 1 else None,
            teamId=team["id"],
        )


def _labels(builder: Builder, teams: list[Row], creator: Row) -> None:
    ids: dict[str, str] = {}
    keys = {team["key"]: team["id"] for team in teams}
    for name, color, group, parent, team in LABELS:
        ids[name] = builder.world.add(
            "IssueLabel",
            builder.ago(days=370),
            name=name,
            color=color,
            description=None,
            isGroup=group,
            parentId=ids.get(parent or ""),
            teamId=keys.get(team or ""),
            creatorId=creator["id"],
            retiredAt=None,
        )["id"]


def _projects(builder: Builder, teams: list[Row], people: list[Row]) -> list[Row]:
    statuses = builder.world.of("ProjectStatus")
    projects = []
    for number, (name, about, status, lead, places) in enumerate(PROJECTS):
        project = builder.world.add(
            "Project",
            builder.ago(days=50 - 10 * number),
            name=name,
            description=about,
            content=f"## Goal\n\n{about}.",
            color=TEAMS[number][2],
            icon=None,
            slugId=f"{builder.dice.below(2**48):012x}",
            priority=builder.dice.below(5),
            sortOrder=-100 * number,
            startDate=builder.ago(days=45 - 10 * number)[:10],
            targetDate=builder.ago(days=-30 * (number + 1))[:10],
            health=None,
            statusId=statuses[status]["id"],
            leadId=people[lead]["id"],
            creatorId=people[0]["id"],
            teamIds=[teams[place]["id"] for place in places],
            memberIds=[people[0]["id"], people[lead]["id"]],
            trashed=None,
        )
        builder.world.add(
            "ProjectMilestone",
            project["createdAt"],
            name="First users",
            description=None,
            status="unstarted",
            sortOrder=0,
            targetDate=project["targetDate"],
            projectId=project["id"],
        )
        projects.append(project)
    return projects
