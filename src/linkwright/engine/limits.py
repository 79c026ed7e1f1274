"""The provider's limits as its headers report them, and how long to wait when they are used up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linkwright.connectors.compiled import Connector

_UNKNOWN_WAIT = 60
_LONGEST_WAIT = 86_400


def read_limits(connector: Connector, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Per budget `limit`, `remaining` and `reset` (epoch milliseconds), and the `cost` of this call; known parts only."""
    try:
        return _as_promised(connector, headers)
    except (KeyError, ValueError):
        return _as_found(connector, headers, now)


def _as_promised(connector: Connector, headers: Mapping[str, str]) -> dict[str, Any]:
    """The quick way, for headers that are complete and whole numbers, as on nearly every call."""
    found: dict[str, Any] = {}
    for budget in connector.budgets:
        if budget.remaining in headers:
            if budget.unit != "epoch_ms":
                raise ValueError(budget.unit)
            found[budget.name] = {
                "remaining": int(headers[budget.remaining]),
                "limit": int(headers[budget.limit]),
                "reset": int(headers[budget.reset]),
            }
    if connector.cost_header in headers:
        found["cost"] = int(headers[connector.cost_header])
    return found


def _as_found(connector: Connector, headers: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The careful way: keeps what can be read."""
    found: dict[str, Any] = {}
    for budget in connector.budgets:
        if budget.remaining not in headers:
            continue
        left = _number(headers[budget.remaining])
        if left is None:
            continue
        entry: dict[str, Any] = {"remaining": left}
        found[budget.name] = entry
        limit = _number(headers.get(budget.limit))
        if limit is not None:
            entry["limit"] = limit
        reset = _number(headers.get(budget.reset))
        if reset is not None:
            entry["reset"] = reset if budget.unit == "epoch_ms" else _epoch_ms(reset, budget.unit, now)
    if connector.cost_header in headers:
        cost = _number(headers[connector.cost_header])
        if cost is not None:
            found["cost"] = cost
    return found


def retry_after(limits: Mapping[str, Any], headers: Mapping[str, str], now: datetime) -> int:
    """Whole seconds to wait, at least one: what the provider says, else the reset of the budget that is empty."""
    said = _number(headers.get("retry-after"))
    if said is not None and said >= 0:
        return whole_seconds(said)
    entries = [entry for entry in limits.values() if isinstance(entry, dict) and "reset" in entry]
    empty = [entry["reset"] for entry in entries if entry["remaining"] <= 0]
    resets = [max(empty)] if empty else [min(entry["reset"] for entry in entries)] if entries else []
    if not resets:
        return _UNKNOWN_WAIT
    return whole_seconds(resets[0] / 1000 - now.timestamp())


def whole_seconds(seconds: float) -> int:
    """Seconds as `Retry-After` tells them: rounded up, at least one, at most a day."""
    return max(1, min(_LONGEST_WAIT, math.ceil(seconds)))


def _epoch_ms(value: float, unit: str, now: datetime) -> int:
    if unit == "epoch_s":
        return int(value * 1000)
    return int((now.timestamp() + value) * 1000)


def _number(text: str | None) -> int | float | None:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
