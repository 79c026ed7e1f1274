"""What rules leave open though they look as if they closed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_RAW = "_run_graphql"


def loopholes(rules: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences for people. The same thing can often be done by name, by the proxy, and by a document of one's own."""
    binding = [one for one in rules if one.get("enabled", True) and one.get("outcome") in ("deny", "approval")]
    named = [one for one in binding if one.get("actions")]
    if not named:
        return []
    patterns = [pattern for one in binding for pattern in one.get("actions") or ["*"]]
    found = []
    if not any(_covers(one, "proxy") for one in patterns):
        found.append(
            "Actions are held back by name, and the proxy is not: where a profile has it switched on, the same can be done through it. "
            "Add a rule about proxy, or one by effect."
        )
    if not any(_covers(one, _RAW) for one in patterns):
        found.append(
            "Actions are held back by name, and those that run a document of the caller's own, such as linear_run_graphql, are not: the "
            "same can be done through them."
        )
    return found


def _covers(pattern: str, what: str) -> bool:
    return (
        what in pattern
        or pattern in ("*", "**")
        or (what == _RAW and pattern.endswith("_*") and pattern.count("_") == 1)
    )
