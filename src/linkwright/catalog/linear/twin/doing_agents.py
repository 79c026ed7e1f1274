"""Mutations of agents: sessions on issues and comments, and what an agent says in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.verbs import create
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_CONTENTS: Mapping[str, tuple[str, str]] = {
    # type of content: its GraphQL type, and what it must have
    "action": ("AgentActivityActionContent", "action"),
    "elicitation": ("AgentActivityElicitationContent", "body"),
    "error": ("AgentActivityErrorContent", "body"),
    "prompt": ("AgentActivityPromptContent", "body"),
    "response": ("AgentActivityResponseContent", "body"),
    "thought": ("AgentActivityThoughtContent", "body"),
}
_STATUS_AFTER = {"elicitation": "awaitingInput", "error": "error", "response": "complete"}


def _links(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    if given.get("externalUrls") is not None:
        return [dict(each) for each in given["externalUrls"]]
    return [{"label": "Session", "url": given["externalLink"]}] if given.get("externalLink") else []


def _session(call: Call, given: Mapping[str, Any], **place: Any) -> dict[str, Any]:
    agent = next((user for user in call.world.of("User") if user.get("app")), call.viewer)
    fixed = {"appUserId": agent["id"], "creatorId": call.viewer["id"], "status": "pending", "context": {}}
    return {"agentSession": call.world.add("AgentSession", call.at, externalUrls=_links(given), **fixed, **place)}


def _on_issue(call: Call, args: _Args) -> dict[str, Any]:
    issue = look_up(call, "Issue", args["input"]["issueId"])
    return _session(call, args["input"], issueId=issue["id"])


def _on_comment(call: Call, args: _Args) -> dict[str, Any]:
    comment = look_up(call, "Comment", args["input"]["commentId"])
    return _session(call, args["input"], commentId=comment["id"], issueId=comment.get("issueId"))


def _update(call: Call, args: _Args) -> dict[str, Any]:
    session, given = call.world.edit(look_up(call, "AgentSession", args["id"])), args["input"]
    if given.get("externalUrls") is not None or given.get("externalLink"):
        session["externalUrls"] = _links(given)
    gone = set(given.get("removedExternalUrls") or ())
    kept = [each for each in session.get("externalUrls") or () if each["url"] not in gone]
    session["externalUrls"] = [*kept, *(dict(each) for each in given.get("addedExternalUrls") or ())]
    if "plan" in given:
        session["plan"] = given["plan"]
    if "dismissedAt" in given:
        at = given["dismissedAt"]
        session["dismissedAt"] = moment(at, call.now) if at else None
        session["dismissedById"] = call.viewer["id"] if at else None
    touch(session, call.at)
    return {"agentSession": session}


def content(given: Any) -> dict[str, Any]:
    """What an agent says, with the type that it has in the schema.

    Raises:
        Refused: the type is unknown, or lacks what it must have.
    """
    kind = given.get("type")
    if kind not in _CONTENTS:
        raise invalid_argument(f"content.type must be one of the following values: {', '.join(_CONTENTS)}.")
    named, required = _CONTENTS[kind]
    if not given.get(required):
        raise invalid_argument(f"content.{required} should not be empty.")
    return {"__typename": named, **given}


def _act(call: Call, args: _Args) -> dict[str, Any]:
    given = {name: value for name, value in args["input"].items() if name != "content"}
    said = content(args["input"]["content"])
    activity = create(call, "AgentActivity", given, content=said, ephemeral=False, queued=False)
    _follow(call, look_up(call, "AgentSession", activity["agentSessionId"]), said["type"])
    return {"agentActivity": activity}


def _follow(call: Call, session: Row, kind: str) -> None:
    """The session's status follows the last thing said in it."""
    call.world.edit(session)["status"] = _STATUS_AFTER.get(kind, "active")
    session["startedAt"] = session.get("startedAt") or call.at
    session["endedAt"] = call.at if session["status"] in ("complete", "error") else None
    touch(session, call.at)


def _skill(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    if not given["body"].strip():
        raise invalid_argument("body should not be empty.")
    title = given.get("title") or given["body"].strip().splitlines()[0][:80]
    skill = create(call, "AgentSkill", {**given, "title": title}, shared=bool(given.get("teamId")))
    return {"agentSkill": skill}


AGENTS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "agentSessionCreateOnIssue": _on_issue,
    "agentSessionCreateOnComment": _on_comment,
    "agentSessionUpdate": _update,
    "agentSessionUpdateExternalUrl": _update,
    "agentActivityCreate": _act,
    "agentSkillCreate": _skill,
}
