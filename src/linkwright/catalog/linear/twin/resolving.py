"""One resolver for every field, led by the contract's types: what has no data is empty, never a crash."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, get_named_type

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.listing import connect, plain
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.mutations import mutate
from linkwright.catalog.linear.twin.queries import ASKED, QUERIES
from linkwright.catalog.linear.twin.reading import MISSING, blank, read
from linkwright.catalog.linear.twin.refusals import not_carried_out


def resolve_field(source: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
    """The value of any field of any type."""
    call: Call = info.context
    if source is None:
        value = _root(call, info, args)
    elif (place := (info.parent_type.name, info.field_name)) in ASKED:
        value = ASKED[place](call, source, args)
    elif "__typename" in source:
        value = read(call, source, info.field_name)
    else:
        value = source.get(info.field_name, MISSING)
    if value is MISSING:
        value = blank(call, source or {}, str(info.return_type))
        if value is MISSING:
            raise not_carried_out(f"{info.parent_type.name}.{info.field_name}")
    # What a page holds was chosen when the page was made.
    if isinstance(value, list) and (source is None or "__typename" in source):
        return connect(call, value, info, args) if is_connection(get_named_type(info.return_type)) else plain(value)
    return value


def resolve_type(value: Any, *_: Any) -> str | None:
    """The object type behind an interface or union."""
    return value.get("__typename") if isinstance(value, dict) else None


def is_connection(named: Any) -> bool:
    """Whether a type is a page of a list."""
    return isinstance(named, GraphQLObjectType) and "pageInfo" in named.fields and "nodes" in named.fields


def _root(call: Call, info: GraphQLResolveInfo[Any], args: dict[str, Any]) -> Any:
    name = info.field_name
    if info.operation.operation.value == "mutation":
        return mutate(call, name, args)
    call.demand("read")
    if name in QUERIES:
        return QUERIES[name](call, args)
    named: Any = get_named_type(info.return_type)
    if is_connection(named):
        return call.rows(str(get_named_type(named.fields["nodes"].type)))
    if "id" in args and any(call.shapes.stored(kind) for kind in call.shapes.possible(named.name)):
        return look_up(call, named.name, args["id"])
    raise not_carried_out(name)
