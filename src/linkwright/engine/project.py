"""From the provider's data to the action's: the result found, pages unfolded, nested connections made plain lists."""

from __future__ import annotations

from collections.abc import Iterator
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
    info = walk(data, page.info)
    after = info.get("endCursor") if isinstance(info, dict) and info.get("hasNextPage") is True else None
    return Projection(items, after if isinstance(after, str) else None, _collapse(action, items))


def _collapse(action: Action, records: list[Any]) -> list[str]:
    warnings = []
    for rule in action.collapse:
        cut = 0
        for record in _holders(records, rule.outer) if rule.outer else records:
            cut += _flatten(record, rule)
        if cut:
            which = f"{cut} of the records have" if len(records) > 1 else "there are"
            warnings.append(f"{'.'.join((*rule.outer, rule.last))} shows the first {rule.first}; {which} more.")
    return warnings


def _holders(records: list[Any], outer: tuple[str, ...]) -> Iterator[Any]:
    """The objects inside the records that hold the connection."""
    for record in records:
        yield walk(record, outer)


def _flatten(record: Any, rule: Collapse) -> bool:
    """Replace one connection by its nodes; True if there are more than it shows."""
    try:
        connection = record[rule.last]
        record[rule.last] = connection["nodes"]
        return rule.cut and connection["pageInfo"]["hasNextPage"] is True
    except (TypeError, KeyError):
        # Null, or an answer that left parts out: then there is nothing to unfold.
        return False
