"""Who asked for an address, kept with it, so that what it leads to is decided for them and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from linkwright.access.principals import Principal

_PLAIN = (str, int, bool, type(None))


def kept(principal: Principal) -> dict[str, Any]:
    """All of a principal as JSON.

    Raises:
        TypeError: a field is of a kind that is not known here, so that nothing is forgotten of what somebody may not do.
    """
    return {one.name: _kept(getattr(principal, one.name)) for one in fields(principal)}


def principal_of(stored: Mapping[str, Any]) -> Principal:
    """The principal that was kept.

    Raises:
        TypeError: another version of the hub kept it.
    """
    return Principal(**{name: _given(value) for name, value in stored.items()})


def _kept(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, tuple):
        return {"list": list(value)}
    raise TypeError(f"A principal has a {type(value).__name__}, which is not kept.")


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset(value["set"]) if "set" in value else tuple(value["list"])
    return value
