"""What an imported action selects: leaf fields, and of the things behind object fields only what names them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)

from linkwright.connectors.documents import is_closed

_NAMING = ("id", "name")
_FIRST = ("id", "identifier", "key", "name", "title", "url")
_PLUMBING = frozenset({"lastSyncId", "clientMutationId"})
_WIDTH = 100


def is_connection(field: GraphQLField) -> bool:
    """Whether a field answers with pages."""
    inner = fields_of(get_named_type(field.type))
    return "pageInfo" in inner and "nodes" in inner and "first" in field.args


def entity(payload: GraphQLNamedType) -> str | None:
    """The field of a mutation's payload that holds the thing it is about, if there is exactly one."""
    found = [name for name, field in _open(payload).items() if fields_of(get_named_type(field.type))]
    return found[0] if len(found) == 1 else None


def record(kind: GraphQLNamedType) -> list[str]:
    """The lines of a selection of one thing."""
    leaves, inner = [], []
    for name, field in _open(kind).items():
        named = get_named_type(field.type)
        if is_leaf_type(named):
            leaves.append(name)
        elif not is_connection(field):
            known = [one for one in _NAMING if one in _open(named)]
            if known:
                inner.append(f"{name} {{ {' '.join(known)} }}")
    leaves.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    lines = textwrap.wrap(" ".join(leaves), _WIDTH, break_long_words=False) + inner
    # An object without a plain field cannot be selected empty.
    return lines or ["__typename"]


def selection(name: str, inner: list[str]) -> list[str]:
    """The lines of one object field."""
    return [f"{name} {{", *(f"  {line}" for line in inner), "}"]


def _open(kind: GraphQLNamedType) -> dict[str, GraphQLField]:
    """Fields that can be asked for without arguments and that the provider does not mark as closed."""
    return {
        name: field
        for name, field in fields_of(kind).items()
        if name not in _PLUMBING
        and not is_closed(field)
        and not any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())
    }


def fields_of(kind: GraphQLNamedType) -> Mapping[str, GraphQLField]:
    """The fields of an object or interface; none of other types."""
    return kind.fields if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else {}
