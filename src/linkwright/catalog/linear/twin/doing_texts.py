"""Mutations of comments, reactions, documents, updates and favourites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.applying import reference
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.checking import check_uuids, entity, the_issue
from linkwright.catalog.linear.twin.derived_texts import owner_of_content
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found, wrong_input
from linkwright.catalog.linear.twin.verbs import create, made_at, remove, update
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_PLACES = {
    # column: the type commented on
    "issueId": "Issue",
    "projectId": "Project",
    "projectUpdateId": "ProjectUpdate",
    "initiativeId": "Initiative",
    "initiativeUpdateId": "InitiativeUpdate",
    "postId": "Post",
}
_REACTED_TO = ("commentId", "issueId", "projectUpdateId", "initiativeUpdateId", "postId")
_DOCUMENT_PARENTS = ("projectId", "initiativeId", "issueId", "teamId", "cycleId", "releaseId", "resourceFolderId")


def _place(call: Call, given: Mapping[str, Any], parent: Row | None) -> dict[str, str]:
    """Where a comment stands: the columns that say it."""
    if given.get("documentContentId"):
        if owner_of_content(call, given["documentContentId"]) is None:
            raise not_found("DocumentContent")
        return {"documentContentId": given["documentContentId"].lower()}
    for column, kind in _PLACES.items():
        if given.get(column):
            return {column: reference(call, kind, column, given[column])}
    if parent is None:
        raise invalid_argument("issueId or parentId must be given.")
    return {column: parent[column] for column in (*_PLACES, "documentContentId") if parent.get(column)}


def create_comment(call: Call, given: Mapping[str, Any]) -> Row:
    """Add a comment to an issue or anything else that takes one, or a reply to a comment.

    Raises:
        Refused: it has no words or no place.
    """
    check_uuids(given, ("id", "parentId"))
    body = given.get("body")
    if not (body and body.strip()) and not given.get("bodyData"):
        raise invalid_argument("body should not be empty.")
    parent = entity(call, "Comment", given["parentId"]) if given.get("parentId") else None
    place = _place(call, given, parent)
    if parent and any(parent.get(column) != id_ for column, id_ in place.items()):
        raise wrong_input("The parent comment belongs to another issue.")
    comment = call.world.add(
        "Comment",
        made_at(call, given),
        given.get("id"),
        body=body or "",
        # Threads are one level deep: a reply to a reply joins the same thread.
        parentId=(parent["parentId"] or parent["id"]) if parent else None,
        userId=call.viewer["id"],
        editedAt=None,
        resolvedAt=None,
        quotedText=given.get("quotedText"),
        **place,
    )
    if not given.get("doNotSubscribeToIssue"):
        _subscribe(call, comment)
    return comment


def _subscribe(call: Call, comment: Row) -> None:
    issue = call.world.get("Issue", comment.get("issueId"))
    if issue and call.viewer["id"] not in issue["subscriberIds"]:
        call.world.edit(issue)["subscriberIds"] = [*issue["subscriberIds"], call.viewer["id"]]


def _change_comment(call: Call, args: _Args) -> dict[str, Any]:
    comment, given = look_up(call, "Comment", args["id"]), args["input"]
    if comment.get("userId") != call.viewer["id"]:
        call.demand_admin("change other people's comments")
    body = given.get("body")
    if body is not None and not body.strip():
        raise invalid_argument("body should not be empty.")
    update(call, comment, {name: value for name, value in given.items() if name != "subscriberIds"})
    if body is not None and not args.get("skipEditedAt"):
        comment["editedAt"] = call.at
    return {"comment": comment}


def _resolve(call: Call, args: _Args) -> dict[str, Any]:
    comment = call.world.edit(look_up(call, "Comment", args["id"]))
    if comment["parentId"]:
        raise wrong_input("Only the first comment of a thread can be resolved.")
    by = look_up(call, "Comment", args["resolvingCommentId"])["id"] if args.get("resolvingCommentId") else None
    comment |= {"resolvedAt": call.at, "resolvingUserId": call.viewer["id"], "resolvingCommentId": by}
    touch(comment, call.at)
    return {"comment": comment}


def _unresolve(call: Call, args: _Args) -> dict[str, Any]:
    comment = call.world.edit(look_up(call, "Comment", args["id"]))
    comment |= {"resolvedAt": None, "resolvingUserId": None, "resolvingCommentId": None}
    touch(comment, call.at)
    return {"comment": comment}


def _react(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    check_uuids(given, ("id",))
    named = [column for column in _REACTED_TO if given.get(column)]
    if len(named) != 1:
        raise invalid_argument("exactly one of commentId, issueId and the other things to react to must be given.")
    column = named[0]
    kind = column[0].upper() + column[1:-2]
    target = the_issue(call, given[column]) if kind == "Issue" else look_up(call, kind, given[column])
    for old in call.world.where("Reaction", column, target["id"]):
        if old.get("userId") == call.viewer["id"] and old["emoji"] == given["emoji"]:
            return {"reaction": old}
    values = {column: target["id"], "emoji": given["emoji"], "userId": call.viewer["id"]}
    return {"reaction": call.world.add("Reaction", call.at, given.get("id"), **values)}


def _unreact(call: Call, args: _Args) -> dict[str, Any]:
    reaction = look_up(call, "Reaction", args["id"])
    if reaction.get("userId") != call.viewer["id"]:
        raise wrong_input("Only your own reactions can be removed.")
    remove(call, reaction)
    return {"entityId": reaction["id"]}


def _create_document(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    if not any(given.get(column) for column in _DOCUMENT_PARENTS):
        raise invalid_argument("projectId, initiativeId, issueId, teamId, cycleId or releaseId must be given.")
    document = create(call, "Document", given, updatedById=call.viewer["id"], icon=None)
    return {"document": document}


def _create_update(kind: str, field: str) -> Callable[[Call, _Args], dict[str, Any]]:
    def make(call: Call, args: _Args) -> dict[str, Any]:
        given = {"health": "onTrack", **{name: each for name, each in args["input"].items() if each is not None}}
        return {field: create(call, kind, given, isDiffHidden=False)}

    return make


def _edit_update(kind: str, field: str) -> Callable[[Call, _Args], dict[str, Any]]:
    def change(call: Call, args: _Args) -> dict[str, Any]:
        row = update(call, look_up(call, kind, args["id"]), args["input"])
        row["editedAt"] = call.at
        return {field: row}

    return change


def _remind(kind: str, column: str) -> Callable[[Call, _Args], dict[str, Any]]:
    def remind(call: Call, args: _Args) -> dict[str, Any]:
        look_up(call, kind, args[column])
        if args.get("userId"):
            look_up(call, "User", args["userId"])
        return {}

    return remind


TEXTS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "commentCreate": lambda call, args: {"comment": create_comment(call, args["input"])},
    "commentUpdate": _change_comment,
    "commentResolve": _resolve,
    "commentUnresolve": _unresolve,
    "reactionCreate": _react,
    "reactionDelete": _unreact,
    "documentCreate": _create_document,
    "projectUpdateCreate": _create_update("ProjectUpdate", "projectUpdate"),
    "projectUpdateUpdate": _edit_update("ProjectUpdate", "projectUpdate"),
    "initiativeUpdateCreate": _create_update("InitiativeUpdate", "initiativeUpdate"),
    "initiativeUpdateUpdate": _edit_update("InitiativeUpdate", "initiativeUpdate"),
    "createProjectUpdateReminder": _remind("Project", "projectId"),
    "createInitiativeUpdateReminder": _remind("Initiative", "initiativeId"),
}
