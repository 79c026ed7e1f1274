"""Where a GraphQL document takes or gives what must be kept nowhere: signing secrets, tokens, addresses that open something."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graphql import (
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    parse,
    visit,
)
from graphql.type import GraphQLInterfaceType, GraphQLObjectType


def is_secret(words: Collection[str], kind: str, name: str) -> bool:
    """Whether a field of a type is among the confidential words: by its name alone, or as `Type.field`."""
    return name in words or f"{kind}.{name}" in words


def widened(words: Collection[str], schema: GraphQLSchema | None) -> list[str]:
    """The words, and `Interface.field` for every interface through which a `Type.field` among them can be selected."""
    found = set(words)
    for word in words:
        kind, dot, name = word.partition(".")
        known = schema.type_map.get(kind) if schema else None
        if dot and isinstance(known, GraphQLObjectType | GraphQLInterfaceType):
            found |= {f"{one.name}.{name}" for one in known.interfaces if name in one.fields}
    return sorted(found)


class Secrecy(Visitor):
    """Reads a valid document.

    Attributes:
        answered: names under which confidential fields come back; aliases as they are written.
        variables: variables that fill confidential arguments or fields.
        literals: texts that the document itself gives for them.
        places: `Type.field` or argument of each that was found, for people.
    """

    def __init__(self, schema: GraphQLSchema, words: Collection[str], document: str) -> None:
        super().__init__()
        self._info = TypeInfo(schema)
        self._words = words
        self.answered: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.literals: set[str] = set()
        visit(parse(document), TypeInfoVisitor(self._info, self))

    def enter_field(self, node: Any, *_: Any) -> None:
        """Look at one selected field."""
        parent = self._info.get_parent_type()
        if parent is not None and is_secret(self._words, parent.name, node.name.value):
            key = node.alias.value if node.alias else node.name.value
            self.answered.setdefault(key, f"{parent.name}.{node.name.value}")

    def enter_argument(self, node: Any, *_: Any) -> None:
        """Look at one argument."""
        field = self._info.get_parent_type()
        self._given(field.name if field is not None else "", node)

    def enter_object_field(self, node: Any, *_: Any) -> None:
        """Look at one field of an object that stands in the document."""
        parent = self._info.get_parent_input_type()
        self._given(str(parent or "").rstrip("!").strip("[]!"), node)

    def _given(self, kind: str, node: Any) -> None:
        if is_secret(self._words, kind, node.name.value):
            self._take(node.value, node.name.value)

    def _take(self, value: Any, name: str) -> None:
        if isinstance(value, VariableNode):
            self.variables.setdefault(value.name.value, name)
        elif isinstance(value, StringValueNode):
            self.literals.add(value.value)
        elif isinstance(value, ListValueNode):
            for one in value.values:
                self._take(one, name)
        elif isinstance(value, ObjectValueNode):
            for part in value.fields:
                self._take(part.value, name)
