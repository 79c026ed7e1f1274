"""What each scope, preset and role may do. Written down a second time on purpose: the code under test must agree with it."""

from __future__ import annotations

from tests.walls.row import Pair

SCOPES = ("platform:read", "platform:write", "actions:execute", "connectors:read", "connectors:write")
PRESETS: dict[str, tuple[str, ...]] = {
    "full": SCOPES,
    "read-only": ("platform:read", "actions:execute", "connectors:read"),
    "accounts": ("platform:read", "platform:write"),
    "actions": ("actions:execute", "connectors:read"),
}
ROLES = ("owner", "admin", "developer", "viewer")
_ALL, _CHANGING = frozenset(ROLES), frozenset({"owner", "admin", "developer"})
_LEADING, _OWNING = frozenset({"owner", "admin"}), frozenset({"owner"})

# What is done to what: the scope that a key needs (None: no key may), and the roles that may.
RIGHTS: dict[Pair, tuple[str | None, frozenset[str]]] = {
    ("session", "read"): ("platform:read", _ALL),
    ("session", "write"): ("platform:write", _CHANGING),
    ("account", "read"): ("platform:read", _ALL),
    ("account", "write"): ("platform:write", _CHANGING),
    ("profile", "read"): ("platform:read", _ALL),
    ("profile", "write"): ("platform:write", _CHANGING),
    ("webhook", "read"): ("platform:read", _ALL),
    ("webhook", "write"): ("platform:write", _CHANGING),
    ("log", "read"): ("platform:read", _ALL),
    ("settings", "read"): ("platform:read", _ALL),
    ("settings", "write"): ("platform:write", _LEADING),
    ("client", "read"): ("platform:read", _ALL),
    ("client", "write"): ("platform:write", _CHANGING),
    ("key", "read"): (None, _ALL),
    ("key", "write"): (None, _LEADING),
    ("network", "read"): (None, _ALL),
    ("network", "write"): (None, _LEADING),
    ("policy", "read"): (None, _ALL),
    ("policy", "write"): (None, _LEADING),
    ("approval", "read"): (None, _ALL),
    ("approval", "write"): (None, _CHANGING),
    ("audit", "read"): ("platform:read", _LEADING),
    ("owner", "read"): ("platform:write", _LEADING),
    ("owner", "destroy"): ("platform:write", _LEADING),
    ("member", "read"): (None, _ALL),
    ("member", "write"): (None, _LEADING),
    # The same for a member who is an owner, or becomes one.
    ("member", "write owner"): (None, _OWNING),
    ("signin", "read"): (None, _OWNING),
    ("signin", "write"): (None, _OWNING),
    ("connector", "read"): ("connectors:read", _ALL),
    ("connector", "write"): ("connectors:write", _CHANGING),
    ("action", "execute"): ("actions:execute", _CHANGING),
    # The same for an action that writes: the preset `read-only` runs actions, but none of these.
    ("action", "execute write"): ("actions:execute", _CHANGING),
}
_READ_ONLY = frozenset({("action", "execute write")})


def key_may(scopes: tuple[str, ...], preset: str, pair: Pair) -> bool:
    """Whether a key with these scopes may."""
    scope, _ = RIGHTS[pair]
    return scope is not None and scope in scopes and not (preset == "read-only" and pair in _READ_ONLY)


def role_may(role: str, pair: Pair) -> bool:
    """Whether a member of that role may."""
    return role in RIGHTS[pair][1]
