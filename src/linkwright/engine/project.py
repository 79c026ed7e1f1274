"""From the provider's data to the action's: the result found, pages unfolded, nested connections made plain lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jmespath.exceptions import JMESPathError

from linkwright.connectors.compiled import Action, Collapse
from linkwright.connectors.refusals import walk
from linkwright.engine.errors import ProviderFault


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
        if not isinstance(found, dict | list):
            return Projection(None, missing=True)
        warnings = unfolded(action.collapse, found if isinstance(found, list) else [found])
        return Projection(made(action, found), warnings=warnings)
    items = walk(data, page.items)
    if not isinstance(items, list):
        return Projection(None, missing=True)
    info = walk(data, page.info)
    after = info.get("endCursor") if isinstance(info, dict) and info.get("hasNextPage") is True else None
    return Projection(items, after if isinstance(after, str) else None, unfolded(action.collapse, items))


def made(action: Action, found: Any) -> Any:
    """What the action's expression makes of the found value; without one, the value.

    Raises:
        ProviderFault: the value has another shape than the provider's contract says.
    """
    if action.expression is None:
        return found
    try:
        return action.expression.search(found)
    except JMESPathError as misfit:
        raise ProviderFault(f"The answer does not have the expected shape: {misfit}.") from misfit


def unfolded(rules: tuple[Collapse, ...], records: list[Any]) -> list[str]:
    """Hand out nested connections as plain lists, in place; warnings about those that were cut."""
    warnings = []
    for rule in rules:
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
