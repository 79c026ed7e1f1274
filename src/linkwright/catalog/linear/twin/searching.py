"""Searches: by words in issues, projects, documents and releases, by branch, by file, and by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.filtering import fits
from linkwright.catalog.linear.twin.issues import find_issue, identifier
from linkwright.catalog.linear.twin.paging import DEFAULT, page
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_IN_BRANCH = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9})(?![0-9])")
_COMMENTED = {"Issue": "issueId", "Project": "projectId"}
_KINDS = ("issue", "project", "initiative", "document")


def _search(kind: str, name: str) -> Callable[[Call, _Args], dict[str, Any]]:
    """Rows in which every word of the term stands; `totalCount` counts them all."""

    def search(call: Call, args: _Args) -> dict[str, Any]:
        call.budget.spend_search(name, call.now)
        words = args["term"].casefold().split()
        if not words:
            raise invalid_argument("term should not be empty.")
        rows = [row for row in call.rows(kind) if _asked_for(call, row, args)]
        found = [row for row in rows if _has(call, row, words, args.get("includeComments", False))]
        return {"totalCount": len(found), "archivePayload": {}, **page(found, args)}

    return search


def _asked_for(call: Call, row: Row, args: _Args) -> bool:
    wanted, team = args.get("filter"), args.get("teamId")
    return (
        bool(args.get("includeArchived") or not row["archivedAt"])
        and (team is None or team == row.get("teamId") or team in (row.get("teamIds") or ()))
        and (not wanted or fits(call, row, wanted, f"{row['__typename']}Filter"))
    )


def _texts(call: Call, row: Row) -> list[str]:
    texts = [str(row.get(name) or "") for name in ("title", "name", "description", "content", "version")]
    return [identifier(call.world, row), *texts] if row["__typename"] == "Issue" else texts


def _has(call: Call, row: Row, words: list[str], comments: bool) -> bool:
    texts = _texts(call, row)
    if comments and row["__typename"] in _COMMENTED:
        texts += [c["body"] for c in call.world.where("Comment", _COMMENTED[row["__typename"]], row["id"])]
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)


def _releases(call: Call, args: _Args) -> list[Row]:
    words = (args.get("term") or "").casefold().split()
    rows = [row for row in call.rows("Release") if _asked_for(call, row, args)]
    found = [row for row in reversed(rows) if _has(call, row, words, False)]
    return found[: int(args.get("first") or DEFAULT)]


def _branch(call: Call, args: _Args) -> Row | None:
    """The issue whose identifier stands in the name of a branch."""
    for name in _IN_BRANCH.findall(args["branchName"]):
        issue = find_issue(call.world, name)
        if issue and call.sees(issue):
            return issue
    return None


def _figma(call: Call, args: _Args) -> list[Row]:
    attached = [row for row in call.rows("Attachment") if args["fileKey"] in row["url"] and "figma.com" in row["url"]]
    ids = dict.fromkeys(row["issueId"] for row in attached)
    return [issue for id_ in ids if (issue := call.find("Issue", id_))]


def _semantic(call: Call, args: _Args) -> dict[str, Any]:
    """Best first: the more different words of the query a row has, the better. The twin knows no meanings."""
    call.budget.spend_search("semanticSearch", call.now)
    words = set(re.findall(r"\w+", args["query"].casefold()))
    if not words:
        raise invalid_argument("query should not be empty.")
    scored = []
    for place, kind in enumerate(args.get("types") or _KINDS):
        named = kind[0].upper() + kind[1:]
        wanted = {"filter": (args.get("filters") or {}).get(f"{kind}s"), "includeArchived": args.get("includeArchived")}
        for row in call.rows(named):
            met = len(words & set(re.findall(r"\w+", "\n".join(_texts(call, row)).casefold())))
            if met and _asked_for(call, row, wanted):
                scored.append((-met, place, row["_n"], {"type": kind, kind: row}))
    scored.sort(key=lambda each: each[:3])
    return {"enabled": True, "results": [each[3] for each in scored[: int(args.get("maxResults") or 10)]]}


SEARCHES: Mapping[str, Callable[[Call, _Args], Any]] = {
    "searchIssues": _search("Issue", "searchIssues"),
    "searchProjects": _search("Project", "searchProjects"),
    "searchDocuments": _search("Document", "searchDocuments"),
    "semanticSearch": _semantic,
    "releaseSearch": _releases,
    "issueVcsBranchSearch": _branch,
    "issueFigmaFileKeySearch": _figma,
}
