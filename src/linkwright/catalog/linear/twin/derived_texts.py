"""What is worked out of texts: comments, documents, updates, and the contents that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived_issues import issue_url
from linkwright.catalog.linear.twin.dice import uuid_for
from linkwright.catalog.linear.twin.naming import short_id, site, slug
from linkwright.catalog.linear.twin.world import Row

_WITH_CONTENT: Mapping[str, tuple[str, str]] = {
    # type: the column of its text, and the field by which its content leads back
    "Document": ("content", "document"),
    "Issue": ("description", "issue"),
    "Project": ("content", "project"),
    "Initiative": ("content", "initiative"),
    "ProjectMilestone": ("description", "projectMilestone"),
    "ReleaseNote": ("content", ""),
}


def content_id(row: Row) -> str:
    """The id of the content that belongs to a row."""
    return uuid_for(str(row["id"]), "DocumentContent", 0)


def content_of(_: Call, row: Row) -> Row:
    """The content that belongs to a row, as an entity of its own that is not stored."""
    column, back = _WITH_CONTENT[row["__typename"]]
    made = {name: row[name] for name in ("createdAt", "updatedAt", "archivedAt")}
    leads = {f"{back}Id": row["id"]} if back else {}
    return {"__typename": "DocumentContent", "_n": 0, "id": content_id(row), "content": row.get(column)} | made | leads


def owner_of_content(call: Call, id_: str) -> Row | None:
    """Whose content has that id."""
    rows = (row for kind in _WITH_CONTENT for row in call.rows(kind))
    return next((row for row in rows if content_id(row) == id_.lower()), None)


def _documents_comments(call: Call, row: Row) -> list[Row]:
    return call.world.where("Comment", "documentContentId", content_id(row))


def _comment_url(call: Call, row: Row) -> str:
    mark = f"#comment-{row['id'][:8]}"
    issue = call.world.get("Issue", row.get("issueId"))
    if issue:
        return issue_url(call, issue) + mark
    for column, kind, folder in (("projectId", "Project", "project"), ("initiativeId", "Initiative", "initiative")):
        above = call.world.get(kind, row.get(column))
        if above:
            return f"{site(call)}/{folder}/{slug(above['name'])}-{short_id(above)}{mark}"
    return site(call) + mark


def _comments_content(call: Call, row: Row) -> Row | None:
    owner = owner_of_content(call, row["documentContentId"]) if row.get("documentContentId") else None
    return content_of(call, owner) if owner else None


def _count(column: str) -> Callable[[Call, Row], int]:
    return lambda call, row: len(call.world.where("Comment", column, row["id"]))


def _agent_session(call: Call, row: Row) -> Row | None:
    return next(iter(call.world.where("AgentSession", "commentId", row["id"])), None)


def _need_url(call: Call, row: Row) -> str | None:
    attachment = call.world.get("Attachment", row.get("attachmentId"))
    return attachment["url"] if attachment else row.get("url")


TEXTS: Mapping[tuple[str, str], Callable[[Call, Row], Any]] = {
    # A document names its content by id alone.
    **{(kind, "documentContent"): content_of for kind in _WITH_CONTENT if kind != "Document"},
    ("Document", "documentContentId"): lambda _, row: content_id(row),
    ("Document", "comments"): _documents_comments,
    ("Comment", "url"): _comment_url,
    ("Comment", "documentContent"): _comments_content,
    ("Comment", "agentSession"): _agent_session,
    ("Comment", "needs"): lambda call, row: call.world.where("CustomerNeed", "commentId", row["id"]),
    ("ProjectUpdate", "commentCount"): _count("projectUpdateId"),
    ("InitiativeUpdate", "commentCount"): _count("initiativeUpdateId"),
    ("CustomerNeed", "url"): _need_url,
    ("AgentActivity", "type"): lambda _, row: row["content"]["type"],
    ("CustomView", "hasFacet"): lambda call, row: bool(call.world.where("Facet", "targetCustomViewId", row["id"])),
    ("CustomView", "filters"): lambda _, row: row.get("filterData") or {},
    ("CustomView", "viewPreferencesValues"): lambda *_: {"layout": "list", "viewOrdering": "updatedAt"},
    ("SyncedExternalThread", "isConnected"): lambda *_: False,
}
