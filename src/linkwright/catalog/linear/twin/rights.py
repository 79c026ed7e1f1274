"""Which scopes and roles each mutation asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call

_SCOPES: Mapping[str, tuple[str, ...]] = {
    "issueCreate": ("write", "issues:create"),
    "commentCreate": ("write", "comments:create"),
}
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "timeSchedule": ("write", "timeSchedule:write"),
    "customer": ("write", "customer:write"),
    "initiative": ("write", "initiative:write"),
}
_ADMIN: Mapping[str, str] = {
    "webhookCreate": "create webhooks",
    "webhookUpdate": "update webhooks",
    "webhookDelete": "delete webhooks",
    "webhookRotateSecret": "rotate the secrets of webhooks",
    "organizationUpdate": "change the workspace",
    "userChangeRole": "change roles",
    "userSuspend": "suspend users",
    "userUnsuspend": "unsuspend users",
    "createCsvExportReport": "export the workspace",
    "teamDelete": "delete teams",
    "integrationDelete": "remove integrations",
    "integrationArchive": "remove integrations",
    "projectStatusCreate": "manage project statuses",
    "projectStatusUpdate": "manage project statuses",
    "projectStatusArchive": "manage project statuses",
    "projectStatusUnarchive": "manage project statuses",
    "customerStatusCreate": "manage customer statuses",
    "customerStatusUpdate": "manage customer statuses",
    "customerStatusDelete": "manage customer statuses",
    "customerTierCreate": "manage customer tiers",
    "customerTierUpdate": "manage customer tiers",
    "customerTierDelete": "manage customer tiers",
}
"""Linear publishes no list; webhooks and permanent deletion are known, the others follow what its settings pages say."""


def check_right(call: Call, name: str, args: Mapping[str, Any]) -> None:
    """Let pass a key that may carry out the mutation.

    Raises:
        Refused: it lacks a scope, or its person is no admin.
    """
    family = next((scopes for start, scopes in _FAMILIES.items() if name.startswith(start)), ("write",))
    call.demand(*_SCOPES.get(name, family))
    if name in _ADMIN:
        call.demand_admin(_ADMIN[name])
    if name == "issueDelete" and args.get("permanentlyDelete"):
        call.demand_admin("delete issues permanently")
    if name == "userUpdate" and args["id"] not in ("me", call.viewer["id"]):
        call.demand_admin("change other people's profiles")
