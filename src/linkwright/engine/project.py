"""From the provider's data to the action's: the result found, pages unfolded, nested connections made plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Action, Collapse
from linkwright.connectors.refusals import walk


@dataclass(slots=True)
class Projection:
    """The result; `missing` says that the answer did not hold it at all."""

    data: dict[str, Any] | list[dict[str, Any]] | None
    next: str | None = None
    warnings: list[str] = field(default_factory=list)
    missing: bool = False


def project(action: Action, data: dict[str, Any]) -> Projection:
    """Find the result in the data. Changes the data in place, which nobody else holds."""
    page = action.page
    if page is None:
        found = walk(data, action.result)
        if not isinstance(found, dict):
            return Projection(None, missing=True)
        return Projection(found, warnings=_collapse(action, [found]))
    items = walk(data, page.items)
    if not isinstance(items, list):
        return Projection(None, missing=True)
    info = walk(data, page.info) or {}
    after = info.get("endCursor") if info.get("hasNextPage") else None
    return Projection(items, after, _collapse(action, items))


def _collapse(action: Action, records: list[Any]) -> list[str]:
    warnings = []
    for rule in action.collapse:
        cut = 0
        for record in records:
            cut += _plain(record, rule)
        if cut:
            which = f"{cut} of the records have" if len(records) > 1 else "there are"
            warnings.append(f"{'.'.join((*rule.outer, rule.last))} shows the first {rule.first}; {which} more.")
    return warnings


def _plain(record: Any, rule: Collapse) -> bool:
    """Replace one connection by its nodes; True if there are more than it shows."""
    for key in rule.outer:
        record = record.get(key) if isinstance(record, dict) else None
    last = rule.last
    connection = record.get(last) if isinstance(record, dict) else None
    if not isinstance(connection, dict):
        return False
    record[last] = connection.get("nodes") or []
    if not rule.cut:
        return False
    info = connection.get("pageInfo")
    return bool(info and info.get("hasNextPage"))
