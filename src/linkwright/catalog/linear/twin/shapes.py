"""What the contract table tells about Linear's types: which are stored, how a field leads to others, and back.

A field that leads to one other entity is kept in the column `<field>Id`. A field that leads to several is, in this order:
written down here, held as ids in a column of the row, led through a row that joins the two types, or made of the rows
that point back. All of it is worked out when first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Way = Literal["held", "back", "join", "all", "none"]
_RESULT = "SearchResult"
_HELD: Mapping[tuple[str, str], str] = {
    ("Issue", "labels"): "labelIds",
    ("Issue", "subscribers"): "subscriberIds",
    ("Issue", "formerAttachments"): "formerAttachmentIds",
    ("Issue", "formerNeeds"): "formerNeedIds",
    ("Project", "labels"): "labelIds",
    ("Project", "members"): "memberIds",
    ("Project", "teams"): "teamIds",
    ("Initiative", "labels"): "labelIds",
    ("ReleasePipeline", "teams"): "teamIds",
    ("ReleaseNote", "releases"): "releaseIds",
    ("Cycle", "uncompletedIssuesUponClose"): "uncompletedIssueIds",
    ("IssueHistory", "addedLabels"): "addedLabelIds",
    ("IssueHistory", "removedLabels"): "removedLabelIds",
    ("IssueHistory", "addedToReleases"): "addedToReleaseIds",
    ("IssueHistory", "removedFromReleases"): "removedFromReleaseIds",
}
_BACK: Mapping[tuple[str, str], tuple[str, str]] = {
    ("User", "assignedIssues"): ("Issue", "assigneeId"),
    ("User", "createdIssues"): ("Issue", "creatorId"),
    ("User", "delegatedIssues"): ("Issue", "delegateId"),
    ("User", "feedFacets"): ("Facet", "sourceFeedUserId"),
    ("User", "issueDrafts"): ("IssueDraft", "creatorId"),
    ("Comment", "agentSessions"): ("AgentSession", "commentId"),
    ("Comment", "spawnedAgentSessions"): ("AgentSession", "sourceCommentId"),
    ("Comment", "createdIssues"): ("Issue", "sourceCommentId"),
    ("Cycle", "links"): ("EntityExternalLink", "cycleId"),
    ("Release", "links"): ("EntityExternalLink", "releaseId"),
    ("Issue", "inverseRelations"): ("IssueRelation", "relatedIssueId"),
    ("Issue", "incomingSuggestions"): ("IssueSuggestion", "suggestedIssueId"),
    ("Project", "inverseRelations"): ("ProjectRelation", "relatedProjectId"),
    ("Issue", "relations"): ("IssueRelation", "issueId"),
    ("Issue", "suggestions"): ("IssueSuggestion", "issueId"),
    ("Issue", "needs"): ("CustomerNeed", "issueId"),
    ("Issue", "attachments"): ("Attachment", "issueId"),
    ("Project", "relations"): ("ProjectRelation", "projectId"),
    ("Issue", "children"): ("Issue", "parentId"),
    ("Organization", "facets"): ("Facet", "sourceOrganizationId"),
    ("Project", "facets"): ("Facet", "sourceProjectId"),
    ("Initiative", "facets"): ("Facet", "sourceInitiativeId"),
    ("Team", "facets"): ("Facet", "sourceTeamId"),
}
_JOINS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("Project", "initiatives"): ("InitiativeToProject", "projectId", "initiativeId"),
    ("Initiative", "projects"): ("InitiativeToProject", "initiativeId", "projectId"),
    ("Issue", "releases"): ("IssueToRelease", "issueId", "releaseId"),
    ("Release", "issues"): ("IssueToRelease", "releaseId", "issueId"),
    ("Team", "members"): ("TeamMembership", "teamId", "userId"),
    ("User", "teams"): ("TeamMembership", "userId", "teamId"),
    ("Initiative", "subInitiatives"): ("InitiativeRelation", "initiativeId", "relatedInitiativeId"),
    ("Initiative", "parentInitiatives"): ("InitiativeRelation", "relatedInitiativeId", "initiativeId"),
}


@dataclass(frozen=True, slots=True)
class Path:
    """How a field of a row leads to several rows.

    Attributes:
        way: ids held in `column` of the row; rows of `target` whose `column` points back; rows of `through` whose
            `column` points back and whose `onward` points on; all rows; or none, as the twin keeps no such rows.
        target: the type led to.
    """

    way: Way
    target: str
    column: str = ""
    through: str = ""
    onward: str = ""


class Shapes:
    """The types of a contract table."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self.types = types
        self._paths: dict[tuple[str, str], Path | None] = {}
        self._singles: dict[str, dict[str, str]] = {}
        self._makers: dict[str, list[str]] = {}
        for name, about in types.items():
            for parent in about.get("interfaces", ()):
                self._makers.setdefault(parent, []).append(name)

    def stored(self, kind: str) -> bool:
        """Whether rows of that type are kept; search results are views of others."""
        about = self.types.get(kind, {})
        return about.get("kind") == "object" and "Node" in about.get("interfaces", ()) and not kind.endswith(_RESULT)

    def possible(self, kind: str) -> list[str]:
        """The object types that a type stands for: itself, who implements it, or its members."""
        about = self.types.get(kind, {})
        if about.get("kind") == "interface":
            return [name for name in self._makers.get(kind, ()) if self.types[name]["kind"] == "object"]
        return list(about["members"]) if about.get("kind") == "union" else [kind.removesuffix(_RESULT)]

    def field(self, kind: str, name: str) -> str | None:
        """The notation of a field's type, such as `[Issue!]!`; None if there is no such field."""
        about = self.types.get(kind, {}).get("fields", {}).get(name)
        return about if about is None or isinstance(about, str) else str(about["type"])

    def single(self, kind: str, name: str) -> str | None:
        """The type of the one entity that a field leads to, if that is what it does."""
        return self.singles(kind).get(name)

    def singles(self, kind: str) -> Mapping[str, str]:
        """Fields of a type that lead to one entity, with its type."""
        if kind not in self._singles:
            fields = self.types.get(kind, {}).get("fields", {})
            self._singles[kind] = {
                name: notation.rstrip("!")
                for name in fields
                if (notation := self.field(kind, name)) and "[" not in notation and self._leads(notation.rstrip("!"))
            }
        return self._singles[kind]

    def pointing(self, kind: str) -> list[tuple[str, str, bool]]:
        """Who points to rows of a type: their type, the column, and whether it may be empty."""
        found = []
        for name in self.types:
            if self.stored(name):
                for field, target in self.singles(name).items():
                    if kind in self.possible(target):
                        found.append((name, f"{field}Id", not (self.field(name, field) or "").endswith("!")))
        return found

    def holding(self, kind: str) -> list[tuple[str, str]]:
        """Who holds lists of ids of rows of a type: their type and the column."""
        held = ((owner, column, self.several(owner, field)) for (owner, field), column in _HELD.items())
        return [(owner, column) for owner, column, path in held if path and path.target == kind]

    def several(self, kind: str, name: str) -> Path | None:
        """How a field leads to several entities, if that is what it does."""
        place = kind, name
        if place not in self._paths:
            target = self._members(self.field(kind, name))
            self._paths[place] = self._path(kind, name, target) if target else None
        return self._paths[place]

    def _leads(self, named: str) -> bool:
        return any(self.stored(kind) for kind in self.possible(named))

    def _members(self, notation: str | None) -> str | None:
        """The entities in a list or a connection."""
        if notation is None:
            return None
        named = notation.strip("[]!")
        if named.endswith("Connection"):
            named = (self.field(named, "nodes") or "").strip("[]!")
        elif not notation.startswith("["):
            return None
        return named if self._leads(named) else None

    def _path(self, kind: str, name: str, target: str) -> Path:
        place = kind, name
        if place in _HELD:
            return Path("held", target, _HELD[place])
        if place in _JOINS:
            through, column, onward = _JOINS[place]
            return Path("join", target, column, through, onward)
        if place in _BACK:
            return Path("back", *_BACK[place])
        if kind == "Organization":
            # A workspace has one, so everything is its own.
            return Path("all", target)
        held = next((f for (owner, f) in _HELD if owner == target and self._holds(owner, f, kind)), None)
        if held:
            return Path("back", target, _HELD[target, held])
        back = self._pointer_back(kind, name, target)
        return Path("back", target, f"{back}Id") if back else Path("none", target)

    def _holds(self, owner: str, field: str, kind: str) -> bool:
        return self._members(self.field(owner, field)) == kind and field in ("labels", "teams", "releases")

    def _pointer_back(self, kind: str, name: str, target: str) -> str | None:
        pointers = [field for field, led in self.singles(target).items() if led == kind]
        wanted = "parent" if name == "children" else kind[0].lower() + kind[1:]
        if wanted in pointers:
            return wanted
        return pointers[0] if len(pointers) == 1 else None
