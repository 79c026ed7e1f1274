"""What Linear lets a language model suggest. The twin has none and reads a few plain words instead, always the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.naming import PRIORITIES

_Args = Mapping[str, Any]
_LONGEST_TITLE = 80


def _issue_filter(call: Call, args: _Args) -> dict[str, Any]:
    words = args["prompt"].casefold()
    wanted: dict[str, Any] = {}
    for number, name in enumerate(PRIORITIES[1:], start=1):
        if name.casefold() in words.split():
            wanted["priority"] = {"eq": number}
    for label in call.rows("IssueLabel"):
        if label["name"].casefold() in words:
            wanted["labels"] = {"name": {"eq": label["name"]}}
    if "my " in words or " me" in words:
        wanted["assignee"] = {"isMe": {"eq": True}}
    return {"filter": wanted or {"searchableContent": {"contains": args["prompt"]}}}


def _named_filter(_: Call, args: _Args) -> dict[str, Any]:
    return {"filter": {"name": {"containsIgnoreCase": args["prompt"]}}}


def _title(_: Call, args: _Args) -> dict[str, Any]:
    text = " ".join(args["request"].split())
    first = text.split(". ")[0].rstrip(".")
    return {"title": first[:_LONGEST_TITLE], "lastSyncId": 0}


def _repositories(call: Call, args: _Args) -> dict[str, Any]:
    issue = look_up(call, "Issue", args["issueId"])
    text = f"{issue['title']} {issue['description'] or ''}".casefold()

    def met(name: str) -> int:
        return sum(1 for part in name.casefold().replace("-", "/").split("/") if part in text)

    ranked = sorted(args["candidateRepositories"], key=lambda each: -met(each["repositoryFullName"]))
    return {
        "suggestions": [
            {**each, "confidence": round(0.9 / (place + 1), 2)} for place, each in enumerate(ranked) if place < 5
        ]
    }


SUGGESTIONS: Mapping[str, Callable[[Call, _Args], Any]] = {
    "issueFilterSuggestion": _issue_filter,
    "projectFilterSuggestion": _named_filter,
    "initiativeFilterSuggestion": _named_filter,
    "issueTitleSuggestionFromCustomerRequest": _title,
    "issueRepositorySuggestions": _repositories,
}
