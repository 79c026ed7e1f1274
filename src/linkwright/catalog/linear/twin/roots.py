"""Root fields that the twin answers whether or not an action of the connector uses them.

The lock's table holds what the enabled actions reach. People and provider SDKs that try the twin also read single
entities; their types are in the table anyway, so these few fields are added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BY_ID = {"id": "String!"}
QUERY_FIELDS: Mapping[str, Any] = {
    "comment": {"type": "Comment!", "args": {"hash": "String", "id": "String"}},
    "cycle": {"type": "Cycle!", "args": _BY_ID},
    "issue": {"type": "Issue!", "args": _BY_ID},
    "issueLabel": {"type": "IssueLabel!", "args": _BY_ID},
    "organization": "Organization!",
    "project": {"type": "Project!", "args": _BY_ID},
    "rateLimitStatus": "RateLimitPayload!",
    "team": {"type": "Team!", "args": _BY_ID},
    "user": {"type": "User!", "args": _BY_ID},
    "viewer": "User!",
    "workflowState": {"type": "WorkflowState!", "args": _BY_ID},
}
_AMOUNTS = ("allowedAmount", "period", "remainingAmount", "requestedAmount", "reset")
TYPES: Mapping[str, Any] = {
    "RateLimitPayload": {
        "kind": "object",
        "fields": {"identifier": "String", "kind": "String!", "limits": "[RateLimitResultPayload!]!"},
    },
    "RateLimitResultPayload": {
        "kind": "object",
        "fields": {**dict.fromkeys(_AMOUNTS, "Float!"), "type": "String!"},
    },
}


def widened(contract: Mapping[str, Any]) -> dict[str, Any]:
    """The contract table with these root fields added, as far as it describes their types."""
    types = {**TYPES, **contract["types"]}
    root = dict(types[contract["query"]])
    added = {name: field for name, field in QUERY_FIELDS.items() if _named(field) in types}
    types[contract["query"]] = root | {"fields": dict(sorted({**added, **root["fields"]}.items()))}
    return {**contract, "types": types}


def _named(field: str | Mapping[str, Any]) -> str:
    return (field if isinstance(field, str) else str(field["type"])).strip("[]!")
