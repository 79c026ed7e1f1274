"""The contract table: a provider's GraphQL schema cut down to what enabled root fields reach, as plain JSON, and back.

Compiled into a connector's lock. A schema rebuilt from it refuses what the provider's own schema refuses, in the same
words, without shipping the provider's file. Used when connectors are compiled and by twins, never while a call runs.

The table, with type references in GraphQL notation (`[Issue!]!`) and every map sorted by name::

    {"query": "Query", "mutation": "Mutation", "types": {
      "Issue":  {"kind": "object", "interfaces": ["Node"], "fields": {"title": "String!",
                 "comments": {"type": "CommentConnection!", "args": {"first": "Int"}},
                 "boardOrder": {"type": "Float!", "deprecated": true}}},
      "Filter": {"kind": "input", "fields": {"and": "[Filter!]", "size": {"type": "Int", "default": "50"}}},
      "Order":  {"kind": "enum", "values": ["createdAt", "updatedAt"], "deprecated": ["updatedAt"]},
      "Actor":  {"kind": "union", "members": ["Bot", "User"]},
      "JSON":   {"kind": "scalar"}}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from graphql import (
    DEFAULT_DEPRECATION_REASON,
    GraphQLArgument,
    GraphQLDefaultInput,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_specified_scalar_type,
    parse_const_value,
    print_ast,
    specified_scalar_types,
)
from graphql.utilities import get_default_value_ast

Table: TypeAlias = dict[str, Any]
_Input = TypeVar("_Input", GraphQLArgument, GraphQLInputField)


def build_table(schema: GraphQLSchema, *, query_fields: Iterable[str], mutation_fields: Iterable[str]) -> Table:
    """The contract table of every type that the given root fields reach; root types keep only those fields.

    Raises:
        ValueError: a root field is not in the schema; the message names all such fields.
    """
    roots = {"query": (schema.query_type, set(query_fields)), "mutation": (schema.mutation_type, set(mutation_fields))}
    table: Table = {}
    keep: dict[str, set[str]] = {}
    for kind, (root, names) in roots.items():
        unknown = names - set(root.fields if root else ())
        if unknown:
            raise ValueError(f"the schema has no {kind} field {', '.join(sorted(unknown))}")
        if root and names:
            table[kind] = root.name
            keep[root.name] = names
    table["types"] = _Reach(schema, keep).types()
    return table


class _Reach:
    """Walks from the root types to everything they mention."""

    def __init__(self, schema: GraphQLSchema, keep: Mapping[str, set[str]]) -> None:
        self._schema = schema
        self._keep = keep
        self._waiting = list(keep)
        self._found: dict[str, dict[str, Any]] = {}

    def types(self) -> dict[str, dict[str, Any]]:
        """Every type reached, sorted by name; built-in scalars are left out."""
        while self._waiting:
            name = self._waiting.pop()
            kind = self._schema.type_map[name]
            if name not in self._found and not is_specified_scalar_type(kind):
                self._found[name] = self._describe(kind)
        return dict(sorted(self._found.items()))

    def _describe(self, kind: GraphQLNamedType) -> dict[str, Any]:
        match kind:
            case GraphQLObjectType() | GraphQLInterfaceType():
                return self._composite(kind)
            case GraphQLUnionType():
                return {"kind": "union", "members": sorted(self._want(member) for member in kind.types)}
            case GraphQLInputObjectType():
                marks = {"one_of": True} if kind.is_one_of else {}
                return {"kind": "input", **marks, "fields": self._inputs(kind.fields)}
            case GraphQLEnumType():
                old = sorted(name for name, value in kind.values.items() if value.deprecation_reason is not None)
                return {"kind": "enum", "values": sorted(kind.values), **({"deprecated": old} if old else {})}
            case _:
                return {"kind": "scalar"}

    def _composite(self, kind: GraphQLObjectType | GraphQLInterfaceType) -> dict[str, Any]:
        shown = self._keep.get(kind.name)
        described: dict[str, Any] = {
            "kind": "object" if isinstance(kind, GraphQLObjectType) else "interface",
            "fields": {n: self._field(f) for n, f in sorted(kind.fields.items()) if shown is None or n in shown},
        }
        if kind.interfaces:
            # An interface that is only implemented brings itself, not everybody else who implements it.
            described["interfaces"] = sorted(self._want(parent) for parent in kind.interfaces)
        return described

    def _field(self, field: GraphQLField) -> str | dict[str, Any]:
        named = get_named_type(field.type)
        self._want(named)
        if isinstance(named, GraphQLInterfaceType):
            # Whoever may stand behind an interface can be selected through a fragment, so it belongs to the contract.
            for possible in self._schema.get_possible_types(named):
                self._want(possible)
        described: dict[str, Any] = {"type": str(field.type)}
        if field.args:
            described["args"] = self._inputs(field.args)
        if field.deprecation_reason is not None:
            described["deprecated"] = True
        return described if len(described) > 1 else str(field.type)

    def _inputs(self, inputs: Mapping[str, _Input]) -> dict[str, Any]:
        return {name: self._input(item) for name, item in sorted(inputs.items())}

    def _input(self, item: _Input) -> str | dict[str, Any]:
        self._want(get_named_type(item.type))
        described: dict[str, Any] = {"type": str(item.type)}
        default = get_default_value_ast(item)
        if default is not None:
            described["default"] = print_ast(default)
        if item.deprecation_reason is not None:
            described["deprecated"] = True
        return described if len(described) > 1 else str(item.type)

    def _want(self, kind: GraphQLNamedType) -> str:
        self._waiting.append(kind.name)
        return kind.name


def build_schema(table: Mapping[str, Any], scalars: Mapping[str, GraphQLScalarType] | None = None) -> GraphQLSchema:
    """An executable schema of a contract table.

    Args:
        table: what `build_table` made.
        scalars: stricter types for custom scalars, by name; the others pass values through as they are.
    """
    return _Rebuild(table["types"], scalars or {}).schema(table.get("query"), table.get("mutation"))


class _Rebuild:
    """Turns the descriptions back into types, each one once, fields only when asked for."""

    def __init__(self, described: Mapping[str, Mapping[str, Any]], scalars: Mapping[str, GraphQLScalarType]) -> None:
        self._references: dict[str, Any] = dict(specified_scalar_types)
        self._shared: dict[str, dict[str, GraphQLArgument]] = {}
        make: dict[str, Callable[[str, Mapping[str, Any]], GraphQLNamedType]] = {
            "object": self._object,
            "interface": self._interface,
            "union": self._union,
            "input": self._input_object,
            "enum": self._enum,
            "scalar": lambda name, _: scalars.get(name) or GraphQLScalarType(name),
        }
        self._types = {name: make[about["kind"]](name, about) for name, about in described.items()}
        self._references |= self._types

    def schema(self, query: str | None, mutation: str | None) -> GraphQLSchema:
        """The whole; it is taken as valid, since the compiler made it from a valid one."""
        return GraphQLSchema(
            query=cast("GraphQLObjectType | None", self._types.get(query or "")),
            mutation=cast("GraphQLObjectType | None", self._types.get(mutation or "")),
            types=list(self._types.values()),
            assume_valid=True,
        )

    def _object(self, name: str, about: Mapping[str, Any]) -> GraphQLObjectType:
        return GraphQLObjectType(name, lambda: self._fields(about), lambda: self._parents(about))

    def _interface(self, name: str, about: Mapping[str, Any]) -> GraphQLInterfaceType:
        return GraphQLInterfaceType(name, lambda: self._fields(about), lambda: self._parents(about))

    def _union(self, name: str, about: Mapping[str, Any]) -> GraphQLUnionType:
        return GraphQLUnionType(
            name, lambda: [cast("GraphQLObjectType", self._types[member]) for member in about["members"]]
        )

    def _input_object(self, name: str, about: Mapping[str, Any]) -> GraphQLInputObjectType:
        return GraphQLInputObjectType(
            name,
            lambda: {key: self._input(GraphQLInputField, item) for key, item in about["fields"].items()},
            is_one_of=about.get("one_of", False),
        )

    @staticmethod
    def _enum(name: str, about: Mapping[str, Any]) -> GraphQLEnumType:
        old = set(about.get("deprecated", ()))
        return GraphQLEnumType(
            name,
            {value: GraphQLEnumValue(value, deprecation_reason=_reason(value in old)) for value in about["values"]},
        )

    def _parents(self, about: Mapping[str, Any]) -> list[GraphQLInterfaceType]:
        return [cast("GraphQLInterfaceType", self._types[name]) for name in about.get("interfaces", ())]

    def _fields(self, about: Mapping[str, Any]) -> dict[str, GraphQLField]:
        return {name: self._field(field) for name, field in about["fields"].items()}

    def _field(self, about: str | Mapping[str, Any]) -> GraphQLField:
        if isinstance(about, str):
            return GraphQLField(self._reference(about))
        old = _reason(about.get("deprecated", False))
        return GraphQLField(self._reference(about["type"]), self._arguments(about.get("args")), deprecation_reason=old)

    def _arguments(self, about: Mapping[str, Any] | None) -> dict[str, GraphQLArgument] | None:
        """Arguments of one field; sets that are alike are shared, as hundreds of connections take the same ones."""
        if about is None:
            return None
        key = repr(about)
        if key not in self._shared:
            self._shared[key] = {name: self._input(GraphQLArgument, item) for name, item in about.items()}
        return self._shared[key]

    def _input(self, make: Callable[..., _Input], about: str | Mapping[str, Any]) -> _Input:
        if isinstance(about, str):
            return make(self._reference(about))
        default = about.get("default")
        return make(
            self._reference(about["type"]),
            deprecation_reason=_reason(about.get("deprecated", False)),
            default=None if default is None else GraphQLDefaultInput(literal=parse_const_value(default)),
        )

    def _reference(self, notation: str) -> Any:
        """The type that a notation such as `[Issue!]!` means."""
        known = self._references.get(notation)
        if known is None:
            if notation.endswith("!"):
                known = GraphQLNonNull(self._reference(notation[:-1]))
            elif notation.startswith("["):
                known = GraphQLList(self._reference(notation[1:-1]))
            else:
                raise ValueError(f"the contract table mentions {notation} but does not describe it")
            self._references[notation] = known
        return known


def _reason(deprecated: bool) -> str | None:
    return DEFAULT_DEPRECATION_REASON if deprecated else None
