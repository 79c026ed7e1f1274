"""Customers, documents, views and the connected person's own things that a world starts with."""

from __future__ import annotations

from linkwright.catalog.linear.twin.seeding_kinds import Builder
from linkwright.catalog.linear.twin.world import Row

STATUSES = (("Lead", "#bec2c8"), ("Active", "#5e6ad2"), ("Lost", "#95a2b3"))
TIERS = (("Enterprise", "#5e6ad2"), ("Starter", "#26b5ce"))
CUSTOMERS = (("Acme", "acme.example", 1_200_000, 340), ("Globex", "globex.example", 90_000, 25))
NEEDS = ("They need single sign-on before they roll out.", "Exports must run at night.")
EVENTS = ["Issue", "Comment"]


def add_customers(builder: Builder, teams: list[Row], people: list[Row], projects: list[Row]) -> None:
    """Add customers with their requests, and what people keep beside issues and projects."""
    issues = builder.world.where("Issue", "teamId", teams[0]["id"])
    _customers(builder, people, issues)
    _texts(builder, people, projects, issues)
    _links(builder, people, projects, issues)
    _outside(builder, teams, people)
    _inbox(builder, people, projects, issues)


def _customers(builder: Builder, people: list[Row], issues: list[Row]) -> None:
    for kind, names in (("CustomerStatus", STATUSES), ("CustomerTier", TIERS)):
        for place, (name, color) in enumerate(names):
            builder.add(
                kind, 250, name=name, displayName=name, color=color, position=place, description=None, type="active"
            )
    statuses, tiers = builder.world.of("CustomerStatus"), builder.world.of("CustomerTier")
    for number, (name, domain, revenue, size) in enumerate(CUSTOMERS):
        customer = builder.add(
            "Customer",
            120 - number,
            name=name,
            domains=[domain],
            externalIds=[f"crm-{number + 1}"],
            logoUrl=None,
            mainSourceId=None,
            slackChannelId=None,
            revenue=revenue,
            size=size,
            slugId=builder.short(),
            ownerId=people[number]["id"],
            statusId=statuses[1]["id"],
            tierId=tiers[number]["id"],
            integrationId=None,
        )
        builder.add(
            "CustomerNeed",
            30 - number,
            body=NEEDS[number],
            priority=number,
            customerId=customer["id"],
            issueId=issues[number]["id"],
            projectId=None,
            commentId=None,
            attachmentId=None,
            creatorId=people[0]["id"],
        )


def _texts(builder: Builder, people: list[Row], projects: list[Row], issues: list[Row]) -> None:
    for number, (title, text) in enumerate(
        (("Search in plain words", "How people search."), ("Release checklist", "Before and after."))
    ):
        builder.add(
            "Document",
            25 - number,
            title=title,
            content=f"# {title}\n\n{text}",
            color=None,
            icon=None,
            slugId=builder.short(),
            creatorId=people[0]["id"],
            updatedById=people[1]["id"],
            projectId=projects[number]["id"],
            hiddenAt=None,
            trashed=None,
            sortOrder=0.0,
        )
    for name, kind, data in (("Bug report", "issue", {"title": "Bug: "}), ("Kick-off", "project", {"name": "New: "})):
        builder.add(
            "Template",
            150,
            name=name,
            type=kind,
            templateData=data,
            description=None,
            teamId=None,
            creatorId=people[0]["id"],
            sortOrder=0.0,
        )
    builder.add("Reaction", 3, emoji="tada", userId=people[0]["id"], commentId=builder.world.of("Comment")[0]["id"])
    builder.add(
        "Emoji",
        100,
        name="shipit",
        url="https://public.linear.example/shipit.png",
        source="uploaded",
        creatorId=people[0]["id"],
    )
    builder.add(
        "AgentSkill",
        40,
        title="Triage",
        body="Ask for steps to reproduce before you set a priority.",
        description="When a bug has no steps.",
        color=None,
        icon=None,
        shared=True,
        slugId=builder.short(),
        creatorId=people[0]["id"],
        ownerId=people[0]["id"],
        lastUpdatedById=people[0]["id"],
        recentUsageCount=3,
    )
    agent = next(user for user in builder.world.of("User") if user["app"])
    session = builder.add(
        "AgentSession",
        2,
        status="active",
        type="commentThread",
        issueId=issues[0]["id"],
        commentId=None,
        creatorId=people[0]["id"],
        appUserId=agent["id"],
        plan=None,
        summary=None,
        externalUrls=[],
        slugId=builder.short(),
        startedAt=builder.ago(days=2),
        endedAt=None,
        dismissedAt=None,
    )
    thought = {"__typename": "AgentActivityThoughtContent", "type": "thought", "body": "Reading the issue."}
    builder.add(
        "AgentActivity",
        2,
        agentSessionId=session["id"],
        content=thought,
        ephemeral=False,
        queued=False,
        signal=None,
        userId=agent["id"],
    )


def _links(builder: Builder, people: list[Row], projects: list[Row], issues: list[Row]) -> None:
    for number, (title, url, source) in enumerate(
        (
            ("Fix the login page", "https://github.com/fernhill/web/pull/12", "github"),
            ("Thread about the login", "https://fernhill.slack.com/archives/C1/p1700000000000000", "slack"),
            ("Login mock-up", "https://www.figma.com/file/abc123/Login", "figma"),
        )
    ):
        builder.add(
            "Attachment",
            9 - number,
            title=title,
            subtitle=None,
            url=url,
            sourceType=source,
            metadata={},
            source=None,
            groupBySource=False,
            issueId=issues[0]["id"],
            creatorId=people[1]["id"],
        )
    builder.add("IssueRelation", 15, type="blocks", issueId=issues[1]["id"], relatedIssueId=issues[2]["id"])
    builder.add(
        "EntityExternalLink",
        33,
        url="https://example.com/brief",
        label="Brief",
        projectId=projects[0]["id"],
        creatorId=people[0]["id"],
        sortOrder=0.0,
    )
    states = builder.world.where("WorkflowState", "teamId", issues[0]["teamId"])
    for number, issue in enumerate(issues[:3]):
        builder.add(
            "IssueHistory",
            8 - number,
            issueId=issue["id"],
            actorId=people[0]["id"],
            fromStateId=states[1]["id"],
            toStateId=states[2]["id"],
            addedLabelIds=[],
            removedLabelIds=[],
            updatedDescription=False,
        )


def _outside(builder: Builder, teams: list[Row], people: list[Row]) -> None:
    slack = builder.add("Integration", 140, service="slack", teamId=teams[0]["id"], creatorId=people[0]["id"])
    bug = builder.world.of("Template")[0]
    builder.add("IntegrationTemplate", 130, integrationId=slack["id"], templateId=bug["id"], foreignEntityId=None)
    builder.add(
        "IntegrationsSettings",
        130,
        teamId=teams[0]["id"],
        contextViewType=None,
        slackIssueCreated=True,
        slackProjectUpdateCreated=True,
    )
    builder.add(
        "ExternalUser",
        60,
        name="Sam Ray",
        displayName="sam",
        email="sam@outside.example",
        avatarUrl=None,
        lastSeen=None,
    )
    builder.add(
        "OrganizationInvite", 5, email="new@fernhill.example", role="user", external=False, inviterId=people[0]["id"], teamIds=[teams[0]["id"]],
        acceptedAt=None, expiresAt=builder.ago(days=-25), metadata=None,
    )  # fmt: skip
    builder.add(
        "Webhook", 50, label="Build server", url="https://hooks.fernhill.example/linear", enabled=False, secret=f"lin_wh_{builder.short()}",
        resourceTypes=EVENTS, allPublicTeams=True, teamId=None, creatorId=people[0]["id"], failures=[],
    )  # fmt: skip
    builder.add(
        "EmailIntakeAddress",
        45,
        type="team",
        address=f"{builder.short()}",
        enabled=True,
        teamId=teams[0]["id"],
        creatorId=people[0]["id"],
        senderName=None,
        forwardingEmailAddress=None,
        repliesEnabled=True,
    )
    states = builder.world.where("WorkflowState", "teamId", teams[0]["id"])
    builder.add(
        "GitAutomationState",
        60,
        event="merge",
        stateId=states[-3]["id"],
        teamId=teams[0]["id"],
        targetBranchId=None,
        branchPattern=None,
    )


def _inbox(builder: Builder, people: list[Row], projects: list[Row], issues: list[Row]) -> None:
    me = people[0]["id"]
    builder.add(
        "CustomView", 20, name="Open bugs", description=None, shared=True, color=None, icon=None, filterData={"labels": {"name": {"eq": "Bug"}}},
        projectFilterData=None, slugId=builder.short(), modelName="Issue", ownerId=me, creatorId=me, updatedById=me, teamId=None,
    )  # fmt: skip
    builder.add("Favorite", 18, type="project", projectId=projects[0]["id"], ownerId=me, sortOrder=0.0, folderName=None)
    builder.add("UserSettings", 390, userId=me)
    builder.add(
        "ProjectNotificationSubscription",
        17,
        projectId=projects[0]["id"],
        subscriberId=me,
        active=True,
        notificationSubscriptionTypes=["projectUpdateCreated"],
    )
    builder.add(
        "IssueNotification", 1, type="issueAssignedToYou", category="assignments", issueId=issues[0]["id"], userId=me, actorId=people[1]["id"],
        readAt=None, snoozedUntilAt=None, emailedAt=None, unsnoozedAt=None,
    )  # fmt: skip
    builder.add(
        "AuditEntry",
        30,
        type="team.update",
        actorId=me,
        ip="203.0.113.7",
        countryCode="GB",
        metadata={},
        requestInformation={"userAgent": "twin"},
    )
