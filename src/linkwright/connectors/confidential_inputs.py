"""Where a value goes on its way into a GraphQL call, and whether it passes or holds something confidential there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    parse,
    type_from_ast,
)

from linkwright.connectors.secrecy import Secrecy, is_secret


def variables_of(schema: GraphQLSchema, document: str) -> dict[str, Any]:
    """The types of a document's variables, by name."""
    operations = [one for one in parse(document).definitions if isinstance(one, OperationDefinitionNode)]
    return {
        one.variable.name.value: type_from_ast(schema, one.type)
        for operation in operations
        for one in operation.variable_definitions or ()
    }


def secret_on(path: Sequence[Any], types: dict[str, Any], words: Sequence[str], secrecy: Secrecy) -> str:
    """What a path into the variables passes that is confidential; empty for nothing."""
    if path[0] in secrecy.variables:
        return secrecy.variables[path[0]]
    kind = get_named_type(types.get(path[0]))
    for step in path[1:]:
        if not isinstance(step, str) or not isinstance(kind, GraphQLInputObjectType) or step not in kind.fields:
            continue
        if is_secret(words, kind.name, step):
            return f"{kind.name}.{step}"
        kind = get_named_type(kind.fields[step].type)
    return ""


def secret_in(types: dict[str, Any], path: Sequence[Any], one: dict[str, Any], words: Sequence[str]) -> str:
    """What is confidential in an object that is published without its fields; empty for nothing."""
    kind = get_named_type(types.get(path[0]))
    for step in path[1:]:
        if isinstance(step, str) and isinstance(kind, GraphQLInputObjectType) and step in kind.fields:
            kind = get_named_type(kind.fields[step].type)
    if list(properties_of(one["schema"])):
        return ""
    waiting: list[Any] = [kind]
    seen: set[str] = set()
    while waiting:
        here = waiting.pop()
        if isinstance(here, GraphQLInputObjectType) and here.name not in seen:
            seen.add(here.name)
            for name, field in here.fields.items():
                if is_secret(words, here.name, name):
                    return f"{here.name}.{name}"
                waiting.append(get_named_type(field.type))
    return ""


def properties_of(schema: Any) -> Iterator[str]:
    """Every name in a JSON Schema, however deep."""
    if not isinstance(schema, dict):
        return
    for name, inner in (schema.get("properties") or {}).items():
        yield name
        yield from properties_of(inner)
    yield from properties_of(schema.get("items"))
    for branch in schema.get("anyOf") or ():
        yield from properties_of(branch)
