"""Scopes of API keys, the presets that bundle them, and the roles of members."""

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

_READS = frozenset({PLATFORM_READ, CONNECTORS_READ})
ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset(SCOPES),
    "admin": frozenset(SCOPES),
    "developer": frozenset(SCOPES),
    "viewer": _READS,
}


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
