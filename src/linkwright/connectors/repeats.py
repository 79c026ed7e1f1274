"""Which writes may be sent again after nobody knows what became of them: those after which all is as after the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.connectors.model import ActionWords

_SETTLED = (
    "Update",
    "Archive",
    "Unarchive",
    "Delete",
    "Restore",
    "Retire",
    "Resolve",
    "Unresolve",
    "Suspend",
    "Unsuspend",
)
# As HTTP has it (RFC 9110): what is put or deleted twice is as after the first time. A PATCH or POST need not be.
_METHODS = frozenset({"PUT", "DELETE", "GET"})


def repeatable(words: ActionWords, parts: Mapping[str, Any]) -> bool:
    """What the author says, or else what the names of the provider's operations promise."""
    if words.effect == "read":
        return True
    if words.repeat is not None:
        return words.repeat == "safe"
    if parts.get("steps"):
        return all(step["effect"] == "read" or _settled(step) for step in parts["steps"])
    return not parts.get("hook") and _settled(parts)


def _settled(one: Mapping[str, Any]) -> bool:
    if one.get("request"):
        return one["request"]["method"] in _METHODS
    return bool(one.get("call")) and all(root.endswith(_SETTLED) for root in one["call"]["roots"])
