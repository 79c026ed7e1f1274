"""What the value of a field is: a column, a row that a column points to, rows that point here, or something worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived import DERIVED
from linkwright.catalog.linear.twin.naming import NAMED
from linkwright.catalog.linear.twin.shapes import Path
from linkwright.catalog.linear.twin.world import Row


class _Missing:
    """Says that the twin has no data for a field."""


MISSING: Final = _Missing()
_BLANKS: Mapping[str, Any] = {
    "Boolean": False,
    "Int": 0,
    "Float": 0,
    "String": "",
    "ID": "",
    "JSON": {},
    "JSONObject": {},
    "TimelessDate": "2020-01-01",
}
_SOME_DAY = "2020-01-01T00:00:00.000Z"


def read(call: Call, row: Row, name: str) -> Any:
    """The value of a field: a plain value, a row, a list of rows, or MISSING."""
    kind = row["__typename"]
    if (kind, name) in DERIVED:
        return _visible(call, DERIVED[kind, name](call, row))
    path = call.shapes.several(kind, name)
    if path is not None:
        return call.seen(_several(call, row, path))
    led = call.shapes.single(kind, name)
    if led is not None:
        found = call.find(led, row.get(f"{name}Id"))
        return found or _no_single(call, kind, name, led)
    if row.get(name) is not None:
        return row[name]
    notation = call.shapes.field(kind, name)
    if name in NAMED and notation is not None and (notation.endswith("!") or name not in row):
        return NAMED[name](call, row)
    return MISSING if notation is None else blank(call, row, notation)


def _visible(call: Call, value: Any) -> Any:
    """What was worked out, without the rows that the key may not see."""
    if isinstance(value, list):
        return [each for each in value if _visible(call, each) is not None]
    hidden = isinstance(value, dict) and "__typename" in value and not call.sees(value)
    return None if hidden else value


def blank(call: Call, source: Mapping[str, Any], notation: str) -> Any:
    """The emptiest value that a type allows, or MISSING where none is."""
    if not notation.endswith("!"):
        return None
    if notation.startswith("["):
        return []
    named = notation.strip("!")
    about = call.shapes.types.get(named, {"kind": "scalar"})
    match about["kind"]:
        case "scalar":
            return _BLANKS.get(named, source.get("createdAt", _SOME_DAY))
        case "enum":
            return about["values"][0]
        case "object" if "pageInfo" in about["fields"]:
            return []
        case "object" if named == "Organization":
            return call.organization
        case "object" if "id" not in about["fields"]:
            return {}
    return MISSING


def _no_single(call: Call, kind: str, name: str, led: str) -> Any:
    notation = call.shapes.field(kind, name) or ""
    if not notation.endswith("!"):
        return None
    return call.organization if led == "Organization" else MISSING


def _several(call: Call, row: Row, path: Path) -> list[Row]:
    match path.way:
        case "held":
            return [found for id_ in row.get(path.column) or () if (found := call.find(path.target, id_))]
        case "back":
            kinds = call.shapes.possible(path.target)
            return [found for kind in kinds for found in call.world.where(kind, path.column, row["id"])]
        case "join":
            joins = call.world.where(path.through, path.column, row["id"])
            return [found for join in joins if (found := call.find(path.target, join.get(path.onward)))]
        case "all":
            return [found for kind in call.shapes.possible(path.target) for found in call.world.of(kind)]
    return []
