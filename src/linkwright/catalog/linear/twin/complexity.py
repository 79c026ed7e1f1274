"""What a query costs by Linear's published rule.

A property costs 0.1 point and an object 1; a connection multiplies what is selected in it by `first` or `last`, or by 50
where neither is given; the sum is rounded up. Counted on the request, whatever the data. Points are kept in tenths here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)

from linkwright.catalog.linear.twin.paging import DEFAULT
from linkwright.catalog.linear.twin.refusals import unfit

DEEPEST = 40
"""Levels of selections that are looked into; no honest query comes near."""


def cost(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> int:
    """Points of one operation of a valid document, rounded up.

    Raises:
        Refused: selections are nested too deeply.
    """
    root = schema.get_root_type(operation.operation)
    tenths = _Counter(schema, document, variables).selections(operation.selection_set, root, 0) if root else 0
    return -(-tenths // 10)


class _Counter:
    """Counts selections; fragments are counted once and remembered, so that chains of them stay cheap."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, int] = {}

    def selections(self, chosen: SelectionSetNode, kind: GraphQLNamedType, depth: int) -> int:
        """Tenths of a point of everything selected on a type."""
        if depth > DEEPEST:
            raise unfit(f"Selections are nested more than {DEEPEST} levels deep.", "GRAPHQL_VALIDATION_FAILED")
        total = 0
        for selection in chosen.selections:
            if isinstance(selection, FieldNode):
                total += self._field(selection, kind, depth)
            elif isinstance(selection, InlineFragmentNode):
                inner = self._type(selection.type_condition.name.value) if selection.type_condition else kind
                total += self.selections(selection.selection_set, inner, depth + 1)
            elif isinstance(selection, FragmentSpreadNode):
                total += self._fragment(selection.name.value, depth)
        return total

    def _fragment(self, name: str, depth: int) -> int:
        if name not in self._known:
            fragment = self._fragments[name]
            kind = self._type(fragment.type_condition.name.value)
            self._known[name] = self.selections(fragment.selection_set, kind, depth + 1)
        return self._known[name]

    def _field(self, field: FieldNode, kind: GraphQLNamedType, depth: int) -> int:
        known = self._schema.get_field(kind, field.name.value)  # type: ignore[arg-type]
        named = get_named_type(known.type) if known else None
        if named is None or is_leaf_type(named) or field.selection_set is None:
            return 1
        inside = self.selections(field.selection_set, named, depth + 1)
        paged = known is not None and "first" in known.args and "pageInfo" in getattr(named, "fields", ())
        return 10 + inside * (self._size(field) if paged else 1)

    def _size(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, IntValueNode):
                    return max(0, int(value.value))
                given = self._variables.get(value.name.value) if isinstance(value, VariableNode) else None
                if isinstance(given, int):
                    return max(0, given)
        return DEFAULT

    def _type(self, name: str) -> GraphQLNamedType:
        return self._schema.type_map[name]
