"""What of an action's published inputs another contract takes no more, or takes otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
    type_from_ast,
)

from linkwright.connectors.documents import is_closed
from linkwright.connectors.drift_types import safe_for_input
from linkwright.kit.words import listed

Found = tuple[Mapping[str, Any], str, str]


def input_breaks(
    action: Mapping[str, Any], document: DocumentNode, old: GraphQLSchema, new: GraphQLSchema
) -> Iterator[Found]:
    """(input of the lock, kind, sentence) for each published input that breaks."""
    before, after = _variables(document, old), _variables(document, new)
    for given in action["inputs"]:
        for path in given["paths"]:
            if path[0] in before and after.get(path[0]) is not None:
                yield from _along(given, path, before[path[0]], after[path[0]])
    yield from _required(action, before, after)


def _variables(document: DocumentNode, schema: GraphQLSchema) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            for variable in one.variable_definitions or ():
                found[variable.variable.name.value] = type_from_ast(schema, variable.type)
    return found


def _along(given: Mapping[str, Any], path: list[str | int], old: Any, new: Any) -> Iterator[Found]:
    """Walk both types down a path of names and list positions, and then through all that is published there."""
    for step in path[1:]:
        if isinstance(step, int):
            old, new = (getattr(get_nullable_type(kind), "of_type", kind) for kind in (old, new))
            continue
        before, after = get_nullable_type(old), get_nullable_type(new)
        if not isinstance(before, GraphQLInputObjectType) or not isinstance(after, GraphQLInputObjectType):
            return
        found = _field(before, after, step, optional=not given["required"])
        if found:
            yield given, *found
            return
        old, new = before.fields[step].type, after.fields[step].type
    for kind, message in _whole(given["schema"], get_named_type(old), get_named_type(new)):
        yield given, kind, message


def _field(
    before: GraphQLInputObjectType, after: GraphQLInputObjectType, step: str, *, optional: bool
) -> tuple[str, str] | None:
    """Kind and sentence of what happened to a field that callers may send; None if they still may."""
    name, field = f"{before.name}.{step}", after.fields.get(step)
    if field is None:
        return "field removed", f"{name} is gone."
    if why := is_closed(field):
        return why, f"{name} is marked {why}."
    old = before.fields[step].type
    if safe_for_input(old, field.type):
        return None
    if not safe_for_input(GraphQLNonNull(get_nullable_type(old)), field.type):
        return "type changed", f"{name} was {old} and is {field.type}."
    return ("became required", f"{name} was {old} and is {field.type}.") if optional else None


def _whole(schema: Mapping[str, Any], old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """What is published of a type: the values of an enum, or the fields of an object."""
    inner = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    while inner.get("type") == "array":
        inner = inner["items"]
    if isinstance(old, GraphQLEnumType) and isinstance(new, GraphQLEnumType):
        gone = [value for value in inner.get("enum", ()) if value not in new.values]
        if gone:
            yield "enum value removed", f"{old.name} takes {listed(gone)} no more."
    if not isinstance(old, GraphQLInputObjectType) or not isinstance(new, GraphQLInputObjectType):
        return
    shown, required = inner.get("properties", {}), inner.get("required", ())
    for name, below in shown.items():
        found = _field(old, new, name, optional=name not in required)
        if found:
            yield found
        else:
            yield from _whole(below, get_named_type(old.fields[name].type), get_named_type(new.fields[name].type))
    for name, field in new.fields.items():
        if shown and name not in old.fields and is_required_input_field(field):
            yield "became required", f"{new.name} does not do without {name}: {field.type}."


def _required(action: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    """Fields that nothing of the action fills, and that the other contract does not do without."""
    paths = [(given, path) for given in action["inputs"] for path in given["paths"]]
    filled = {tuple(path[:2]) for _, path in paths} | {tuple(one["path"][:2]) for one in action["constants"]}
    seen: set[tuple[Any, str]] = set()
    for given, path in paths:
        before, after = (get_nullable_type(kinds.get(path[0])) for kinds in (old, new))
        while isinstance(after, GraphQLList):
            before, after = get_nullable_type(getattr(before, "of_type", None)), get_nullable_type(after.of_type)
        if len(path) < 2 or not isinstance(after, GraphQLInputObjectType):
            continue
        known = before.fields if isinstance(before, GraphQLInputObjectType) else {}
        for name, field in after.fields.items():
            fresh = name not in known or not is_required_input_field(known[name])
            if is_required_input_field(field) and fresh and (path[0], name) not in filled | seen:
                seen.add((path[0], name))
                yield given, "became required", f"{after.name} does not do without {name}: {field.type}."
