"""Root fields of Query that need more than a look-up by id or a list of all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.checking import entity, the_issue
from linkwright.catalog.linear.twin.filtering import fits
from linkwright.catalog.linear.twin.issues import identifier
from linkwright.catalog.linear.twin.limits import status
from linkwright.catalog.linear.twin.paging import page
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found
from linkwright.catalog.linear.twin.world import Row


def _team(call: Call, args: Mapping[str, Any]) -> Row:
    """By id or key."""
    reference = args["id"]
    named = (team for team in call.world.of("Team") if team["key"] == reference.upper())
    return call.world.get("Team", reference) or next(named, None) or entity(call, "Team", reference)


def _user(call: Call, args: Mapping[str, Any]) -> Row:
    return call.viewer if args["id"] == "me" else entity(call, "User", args["id"])


def _comment(call: Call, args: Mapping[str, Any]) -> Row:
    wanted = args.get("id")
    if wanted:
        return entity(call, "Comment", wanted)
    mark = args.get("hash")
    if not mark:
        raise invalid_argument("id or hash must be given.")
    found = next((row for row in call.world.of("Comment") if row["id"].startswith(mark.lower())), None)
    if found is None:
        raise not_found("Comment")
    return found


def _search(call: Call, args: Mapping[str, Any]) -> dict[str, Any]:
    """Issues in which every word of the term stands; the last page's `totalCount` counts them all."""
    call.budget.spend_search("searchIssues", call.now)
    words = args["term"].casefold().split()
    if not words:
        raise invalid_argument("term should not be empty.")
    found = [row for row in call.world.of("Issue") if _searched(call, row, args) and _has(call, row, words, args)]
    return {"totalCount": len(found), "archivePayload": {}, **page(found, args)}


def _searched(call: Call, row: Row, args: Mapping[str, Any]) -> bool:
    wanted = args.get("filter")
    return (
        (args.get("includeArchived") or not row["archivedAt"])
        and args.get("teamId") in (None, row["teamId"])
        and (not wanted or fits(call, row, wanted, "IssueFilter"))
    )


def _has(call: Call, row: Row, words: list[str], args: Mapping[str, Any]) -> bool:
    texts = [identifier(call.world, row), row["title"], row["description"] or ""]
    if args.get("includeComments"):
        texts += [comment["body"] for comment in call.world.where("Comment", "issueId", row["id"])]
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)


def _limits(call: Call, _: Mapping[str, Any]) -> dict[str, Any]:
    buckets = {"requests": call.budget.requests, "complexity": call.budget.complexity}
    return {
        "kind": "apiKey",
        "identifier": call.viewer["id"],
        "limits": [status(name, bucket, 0, call.now) for name, bucket in buckets.items()],
    }


QUERIES: dict[str, Callable[[Call, Mapping[str, Any]], Any]] = {
    "viewer": lambda call, _: call.viewer,
    "organization": lambda call, _: call.world.of("Organization")[0],
    "team": _team,
    "user": _user,
    "issue": lambda call, args: the_issue(call, args["id"]),
    "comment": _comment,
    "searchIssues": _search,
    "rateLimitStatus": _limits,
}
