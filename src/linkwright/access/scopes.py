"""Scopes of API keys, the presets that bundle them, and the roles of members with their rights: all in this one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linkwright.access.errors import UnknownScope
from linkwright.kit.words import did_you_mean

PLATFORM_READ = "platform:read"
PLATFORM_WRITE = "platform:write"
ACTIONS_EXECUTE = "actions:execute"
CONNECTORS_READ = "connectors:read"
CONNECTORS_WRITE = "connectors:write"

SCOPES: dict[str, str] = {
    PLATFORM_READ: "Read sessions, accounts, profiles, webhooks, logs and settings.",
    PLATFORM_WRITE: "Create and change sessions, accounts, profiles, webhooks and settings.",
    ACTIONS_EXECUTE: "Run actions, over REST and MCP.",
    CONNECTORS_READ: "Read the catalogue of connectors and their actions.",
    CONNECTORS_WRITE: "Add and change custom connectors.",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key is given: scopes, and the effects it may execute (None: all)."""

    scopes: tuple[str, ...]
    effects: tuple[str, ...] | None = None


PRESETS: dict[str, Grant] = {
    "full": Grant(tuple(SCOPES)),
    "read-only": Grant((PLATFORM_READ, ACTIONS_EXECUTE, CONNECTORS_READ), ("read",)),
    "accounts": Grant((PLATFORM_READ, PLATFORM_WRITE)),
    "actions": Grant((ACTIONS_EXECUTE, CONNECTORS_READ)),
}

MEMBERS_READ = "members:read"
MEMBERS_WRITE = "members:write"
OWNERS_WRITE = "owners:write"
KEYS_READ = "keys:read"
KEYS_WRITE = "keys:write"
SETTINGS_WRITE = "settings:write"
PROJECTS_WRITE = "projects:write"
PROJECTS_DESTROY = "projects:destroy"
ORGANIZATION_WRITE = "organization:write"
SIGN_IN_WRITE = "sign-in:write"

# What only people may: no key can be given one of these.
RIGHTS: dict[str, str] = {
    MEMBERS_READ: "See who the members are, and which invitations are open.",
    MEMBERS_WRITE: "Invite and remove members below an owner, and change their roles.",
    OWNERS_WRITE: "Make, change and remove owners, and reset the two-step sign-in of anybody.",
    KEYS_READ: "See which API keys there are.",
    KEYS_WRITE: "Make and revoke API keys.",
    SETTINGS_WRITE: "Change a project's settings: brand, address, screening, allowed addresses.",
    PROJECTS_WRITE: "Make projects.",
    PROJECTS_DESTROY: "Destroy projects.",
    ORGANIZATION_WRITE: "Change the organization.",
    SIGN_IN_WRITE: "Change how members sign in.",
}

_VIEWER = frozenset({PLATFORM_READ, CONNECTORS_READ, MEMBERS_READ, KEYS_READ})
_DEVELOPER = _VIEWER | {PLATFORM_WRITE, ACTIONS_EXECUTE, CONNECTORS_WRITE}
# A key may change the settings of its project and outlives the membership of whoever made it: developers make none.
_ADMIN = _DEVELOPER | {MEMBERS_WRITE, KEYS_WRITE, SETTINGS_WRITE, PROJECTS_WRITE}
ROLES: dict[str, frozenset[str]] = {
    "owner": _ADMIN | {OWNERS_WRITE, PROJECTS_DESTROY, ORGANIZATION_WRITE, SIGN_IN_WRITE},
    "admin": _ADMIN,
    "developer": _DEVELOPER,
    "viewer": _VIEWER,
}
OWNER = "owner"


def grant_of(names: Iterable[str]) -> Grant:
    """The grant of a list of scopes and presets; an empty list means the preset `full`.

    Raises:
        UnknownScope: a name is neither; the message suggests the nearest.
    """
    chosen = list(names) or ["full"]
    scopes: list[str] = []
    limits: list[tuple[str, ...] | None] = []
    for name in chosen:
        if name in PRESETS:
            part = PRESETS[name]
        elif name in SCOPES:
            part = Grant((name,))
        else:
            raise UnknownScope(f"There is no scope or preset '{name}'.{did_you_mean(name, [*SCOPES, *PRESETS])}")
        scopes += part.scopes
        if ACTIONS_EXECUTE in part.scopes:
            limits.append(part.effects)
    return Grant(tuple(dict.fromkeys(scopes)), _together(limits))


def _together(limits: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """The effects that any of the parts allows; a limit goes only if a part that runs actions has none."""
    allowed: list[str] = []
    for effects in limits:
        if effects is None:
            return None
        allowed += effects
    return tuple(dict.fromkeys(allowed)) or None
