"""What of a connector breaks when its provider's contract becomes another one: action, line, kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    find_breaking_changes,
    get_named_type,
    is_required_argument,
    validate,
    visit,
)
from graphql.utilities import SafeChangeType, find_schema_changes

from linkwright.connectors.contract import build_schema, build_table
from linkwright.connectors.documents import is_closed
from linkwright.connectors.drift_inputs import input_breaks
from linkwright.connectors.drift_types import safe_for_input, safe_for_output
from linkwright.connectors.drift_uses import Written, documents, line_of_input


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """Something of the connector that the other contract refuses or answers otherwise.

    Attributes:
        kind: `field removed`, `argument removed`, `type changed`, `became required`, `enum value removed`, `deprecated`
            (or whatever other mark the provider closes things with), or `invalid` for what only validation finds.
    """

    file: str
    line: int
    action: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Drift:
    """The whole difference.

    Attributes:
        harmless: changes of what the connector reaches that break nothing, such as new fields.
    """

    breaks: list[Break] = field(default_factory=list)
    harmless: int = 0


def find_drift(folder: Path, lock: Mapping[str, Any], table: Mapping[str, Any], new: GraphQLSchema) -> Drift:
    """Compare the contract that a connector was compiled against with another one.

    Args:
        folder: the connector's files.
        lock: its connector lock.
        table: its contract lock.
        new: the other contract.

    Raises:
        ConnectorInvalid: the files cannot be read.
    """
    old = build_schema(table)
    locked = {action["name"]: action for action in lock["actions"]}
    breaks: list[Break] = []
    for written in documents(folder):
        found = list(_of_document(written, old, new))
        action = locked.get(written.action)
        if action is not None:
            for given, kind, message in input_breaks(action, written.ast, old, new):
                line = line_of_input(written.source, written.action, given)
                found.append(Break(written.source.file, line, written.action, kind, message))
        breaks += found or _invalid(written, new)
    return Drift(sorted(set(breaks)), _harmless(old, new, table))


def _of_document(written: Written, old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Break]:
    info = TypeInfo(old)
    walk = _Walk(info, new)
    visit(written.ast, TypeInfoVisitor(info, walk))
    for node, kind, message in walk.found:
        yield Break(*written.where(node), written.action, kind, message)


def _invalid(written: Written, new: GraphQLSchema) -> list[Break]:
    """What only validation finds, such as a variable whose type is gone."""
    errors = validate(new, written.ast, max_errors=20)
    return [Break(*written.where(one.nodes[0]), written.action, "invalid", one.message) for one in errors if one.nodes]


class _Walk(Visitor):
    """Looks up every field, argument and enum value of a document in the other contract."""

    def __init__(self, info: TypeInfo, new: GraphQLSchema) -> None:
        super().__init__()
        self._info, self._new = info, new
        self.found: list[tuple[Any, str, str]] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Compare a selected field and the arguments that it takes."""
        parent, before = self._info.get_parent_type(), self._info.get_field_def()
        after = self._fields().get(node.name.value)
        if parent is None or before is None or parent.name not in self._new.type_map:
            return
        name = f"{parent.name}.{node.name.value}"
        if after is None:
            self.found.append((node, "field removed", f"{name} is gone."))
            return
        if why := is_closed(after):
            self.found.append((node, why, f"{name} is marked {why}."))
        if not safe_for_output(before.type, after.type):
            self.found.append((node, "type changed", f"{name} was {before.type} and is {after.type}."))
        given = {argument.name.value for argument in node.arguments or ()}
        for key, argument in after.args.items():
            if key not in given and is_required_argument(argument):
                self.found.append((node, "became required", f"{name} does not do without {key}: {argument.type}."))

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """Compare an argument that is passed."""
        parent, before, key = self._info.get_parent_type(), self._info.get_argument(), node.name.value
        definition = self._info.get_field_def()
        field_name = next((n for n, f in getattr(parent, "fields", {}).items() if f is definition), "")
        field = self._fields().get(field_name)
        if field is None or before is None or parent is None:
            return
        name = f"{parent.name}.{field_name}({key})"
        after = field.args.get(key)
        if after is None:
            self.found.append((node, "argument removed", f"{name} is gone."))
        elif why := is_closed(after):
            self.found.append((node, why, f"{name} is marked {why}."))
        elif not safe_for_input(before.type, after.type):
            self.found.append((node, "type changed", f"{name} was {before.type} and is {after.type}."))

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        """Look up an enum value that the document spells out."""
        named = get_named_type(self._info.get_input_type()) if self._info.get_input_type() else None
        values = getattr(self._new.type_map.get(named.name), "values", None) if named else None
        if named and values is not None and node.value not in values:
            self.found.append((node, "enum value removed", f"{named.name}.{node.value} is gone."))

    def _fields(self) -> Mapping[str, Any]:
        parent = self._info.get_parent_type()
        found: Mapping[str, Any] = getattr(self._new.type_map.get(parent.name), "fields", {}) if parent else {}
        return found


def _harmless(old: GraphQLSchema, new: GraphQLSchema, table: Mapping[str, Any]) -> int:
    """Changes among what the connector's root fields reach, less those that break somebody."""
    roots = {kind: set(table["types"].get(table.get(kind, ""), {}).get("fields", ())) for kind in ("query", "mutation")}
    kept = {
        f"{kind}_fields": roots[kind] & set(root.fields if root else ())
        for kind, root in (("query", new.query_type), ("mutation", new.mutation_type))
    }
    reached = build_schema(build_table(new, **kept))
    changes = [one for one in find_schema_changes(old, reached) if one.type is not SafeChangeType.DESCRIPTION_CHANGED]
    return len(changes) - len(find_breaking_changes(old, reached))
