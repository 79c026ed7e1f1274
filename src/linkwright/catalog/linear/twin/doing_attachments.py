"""Mutations of attachments: one per address and issue, made by hand or from a link to another service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.checking import check_uuids, the_issue
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_LINKS: Mapping[str, tuple[str, str]] = {
    # mutation: kind of source, and where its things stand when no address is given
    "attachmentLinkDiscord": ("discord", ""),
    "attachmentLinkFront": ("front", "https://app.frontapp.com/open/{conversationId}"),
    "attachmentLinkGitHubIssue": ("github", ""),
    "attachmentLinkGitHubPR": ("github", ""),
    "attachmentLinkGitLabMR": ("gitlab", ""),
    "attachmentLinkIntercom": ("intercom", "https://app.intercom.com/a/inbox/conversation/{conversationId}"),
    "attachmentLinkJiraIssue": ("jira", "https://jira.example/browse/{jiraIssueId}"),
    "attachmentLinkSalesforce": ("salesforce", ""),
    "attachmentLinkSlack": ("slack", ""),
    "attachmentLinkURL": ("unknown", ""),
    "attachmentLinkZendesk": ("zendesk", "https://zendesk.example/agent/tickets/{ticketId}"),
}
_ABOUT = ("url", "title", "subtitle", "metadata", "groupBySource")
_NOT_METADATA = ("createAsUser", "displayIconUrl", "id", "issueId", "title", "url")


def attach(call: Call, given: Mapping[str, Any], source: str = "api") -> Row:
    """Attach an address to an issue. The same address on the same issue changes the attachment that is there.

    Raises:
        Refused: no such issue, an address that is none, or an id that is taken.
    """
    check_uuids(given, ("id",))
    issue = the_issue(call, given["issueId"])
    if "://" not in given["url"]:
        raise invalid_argument("url must be a URL address.")
    values = {name: given[name] for name in _ABOUT if given.get(name) is not None}
    for old in call.world.where("Attachment", "issueId", issue["id"]):
        if old["url"] == given["url"]:
            call.world.edit(old).update(values)
            touch(old, call.at)
            return old
    fixed = {"issueId": issue["id"], "sourceType": source, "creatorId": call.viewer["id"], "metadata": {}}
    made = call.world.add("Attachment", call.at, given.get("id"), **{**fixed, "subtitle": None, **values})
    if given.get("commentBody"):
        comment = {"body": given["commentBody"], "issueId": issue["id"], "userId": call.viewer["id"]}
        call.world.add("Comment", call.at, **comment, parentId=None, editedAt=None, resolvedAt=None, quotedText=None)
    return made


def _link(name: str) -> Callable[[Call, _Args], dict[str, Any]]:
    source, pattern = _LINKS[name]

    def link(call: Call, args: _Args) -> dict[str, Any]:
        url = args.get("url") or pattern.format_map(args)
        more = {each: value for each, value in args.items() if each not in _NOT_METADATA and value is not None}
        title = args.get("title") or url.removeprefix("https://")
        given = {"id": args.get("id"), "issueId": args["issueId"], "url": url, "title": title, "metadata": more}
        return {"attachment": attach(call, given, source)}

    return link


def _sync(call: Call, args: _Args) -> dict[str, Any]:
    attachment = look_up(call, "Attachment", args["id"])
    if attachment.get("sourceType") != "slack":
        raise invalid_argument("the attachment must be a Slack message.")
    call.world.edit(attachment)["metadata"] = {**(attachment.get("metadata") or {}), "syncedCommentThread": True}
    return {"attachment": attachment}


ATTACHMENTS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "attachmentCreate": lambda call, args: {"attachment": attach(call, args["input"])},
    "attachmentSyncToSlack": _sync,
    **{name: _link(name) for name in _LINKS},
}
