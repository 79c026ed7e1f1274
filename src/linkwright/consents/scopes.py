"""How scopes of tokens are written: `actions:execute` as for API keys, and the effects that it holds for, each by its name."""

from __future__ import annotations

from typing import Literal

from linkwright.access.scopes import ACTIONS_EXECUTE

Extent = Literal["read", "write", "all"]
"""What a person lets a client do: read; read and write; or all that the connector profile enables."""

EXTENTS: dict[str, tuple[str, ...] | None] = {"read": ("read",), "write": ("read", "write"), "all": None}
_EFFECTS = ("read", "write", "destroy")
OFFLINE = "offline_access"
STARTING = f"{ACTIONS_EXECUTE} read"
"""What a client is told to ask for at first; more is asked for when it is needed."""
SUPPORTED = (ACTIONS_EXECUTE, *_EFFECTS, OFFLINE)


def scope_of(effects: tuple[str, ...] | frozenset[str] | None) -> str:
    """The scope of a token for these effects; None for all."""
    return " ".join([ACTIONS_EXECUTE, *(one for one in _EFFECTS if effects is None or one in effects)])


def extent_of(scope: str) -> Extent:
    """The narrowest extent that covers what a client asks for. Words that are not known ask for nothing."""
    words = scope.split()
    return "all" if "destroy" in words else "write" if "write" in words else "read"


def extent_named(effects: tuple[str, ...] | None) -> Extent:
    """The extent that was stored as these effects."""
    return "all" if effects is None else "write" if "write" in effects else "read"


def narrower(one: list[str] | None, other: list[str] | None) -> frozenset[str] | None:
    """The effects that both allow; None for all."""
    if one is None or other is None:
        both = one if other is None else other
        return None if both is None else frozenset(both)
    return frozenset(one) & frozenset(other)
