"""A GraphQL document's selection as a tree with types: what every later check and derivation walks over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.type import GraphQLInterfaceType


@dataclass(slots=True)
class Node:
    """One selected field.

    Attributes:
        key: its name in the answer.
        optional: it stands in a fragment, so the answer may lack it.
    """

    key: str
    ast: FieldNode
    definition: GraphQLField
    optional: bool
    children: list[Node] = field(default_factory=list)

    @property
    def named(self) -> GraphQLNamedType:
        """Its type without lists and non-null marks."""
        return get_named_type(self.definition.type)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return is_list_type(get_nullable_type(self.definition.type))

    @property
    def is_connection(self) -> bool:
        """Whether it is a page of something: it has nodes, page information and takes `first`."""
        named = self.named
        return (
            isinstance(named, GraphQLObjectType)
            and "pageInfo" in named.fields
            and "nodes" in named.fields
            and "first" in self.definition.args
        )

    def child(self, key: str) -> Node | None:
        """The selected field of that name in the answer."""
        return next((child for child in self.children if child.key == key), None)

    def size(self) -> int | str | None:
        """How many are asked for: a number, the name of the variable that says so, or None."""
        for argument in self.ast.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, IntValueNode):
                    return int(value.value)
                name = getattr(value, "name", None)
                return str(name.value) if name is not None else None
        return None


def select(
    schema: GraphQLSchema,
    parent: GraphQLNamedType,
    selected: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    *,
    optional: bool = False,
) -> list[Node]:
    """The tree below one selection set. Fields selected twice are merged. The document must be valid already."""
    found: dict[str, Node] = {}
    for part in selected.selections if selected else ():
        for node in _nodes(schema, parent, part, fragments, optional):
            known = found.setdefault(node.key, node)
            if known is not node:
                known.children = list({one.key: one for one in [*known.children, *node.children]}.values())
    return list(found.values())


def _nodes(
    schema: GraphQLSchema,
    parent: GraphQLNamedType,
    part: object,
    fragments: Mapping[str, FragmentDefinitionNode],
    optional: bool,
) -> Iterator[Node]:
    if isinstance(part, FieldNode):
        name = part.name.value
        if name == "__typename" or not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return
        definition = parent.fields[name]
        node = Node(part.alias.value if part.alias else name, part, definition, optional)
        node.children = select(schema, node.named, part.selection_set, fragments)
        yield node
        return
    inner = fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
    if isinstance(inner, InlineFragmentNode | FragmentDefinitionNode):
        condition = inner.type_condition
        kind = schema.type_map[condition.name.value] if condition else parent
        narrower = optional or kind is not parent
        yield from select(schema, kind, inner.selection_set, fragments, optional=narrower)


def find(nodes: Iterable[Node], path: Iterable[str]) -> Node | None:
    """The node at a path of answer names."""
    here = list(nodes)
    found: Node | None = None
    for key in path:
        found = next((node for node in here if node.key == key), None)
        if found is None:
            return None
        here = found.children
    return found


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes of the tree, outer before inner."""
    for node in nodes:
        yield node
        yield from every(node.children)
